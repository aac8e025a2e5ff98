"""What nearly is a digest, a header line, a citation: what must come out, and which diagnostics have to be told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from hypothesis import given

import rareinsight as ri
from outlines import codes
from soup import any_texts

BODY: Final = "Core Insights - Prices of copper fell again [1] - Stocks grew [2] Group 1 - Costs rose [3]"
MOMENT: Final = datetime(2025, 8, 26, 8, 14)
DAY: Final = datetime(2025, 8, 26)
DIGEST: Final = ri.formats()["digest"]


def east(hours: int) -> datetime:
    return MOMENT.replace(tzinfo=timezone(timedelta(hours=hours)))


# --- header lines: the line, its source, its date, and what is told ------------------------------------------------
NO_TIME, GUESS = "date-without-time", "guessed-header"
HEADERS: Final[list[tuple[str, str | None, datetime | None, list[str]]]] = [
    *((f"Daily Metal{dot}2025-08-26 08:14", "Daily Metal", MOMENT, []) for dot in ("·", " • ", *"‧∙⋅・･", "ยท", "Â·")),
    *(
        (f"Daily Metal{sign}2025-08-26 08:14", "Daily Metal", MOMENT, [GUESS])
        for sign in (" | ", "｜", ", ", "，", " - ", " – ", "—", " / ", "/", " ", "\t", ": ", "：")
    ),
    ("Daily Metal (2025-08-26 08:14)", "Daily Metal", MOMENT, [GUESS]),
    ("2025-08-26 08:14 | Daily Metal", "Daily Metal", MOMENT, [GUESS]),
    ("来源：每日金属 2025-08-26 08:14", "每日金属", MOMENT, [GUESS]),
    ("来源:每日金属·2025-08-26 08:14", "每日金属", MOMENT, []),
    ("By Jane Roe, 26 August 2025", "Jane Roe", DAY, [GUESS, NO_TIME]),
    ("Published by Daily Metal on 26 August 2025", "Daily Metal", DAY, [GUESS, NO_TIME]),
    ("Daily Metal·Aug 26", None, None, []),
    *((f"{word} 2025-08-26 08:14", None, MOMENT, [GUESS]) for word in ("Published", "Updated on", "发布时间：")),
    ("CopperCopper(HK:02392)·2025-08-26 08:14", None, MOMENT, []),
    ("CopperCopper(HK:02392) 2025-08-26 08:14", None, MOMENT, []),
    ("Daily Metal·2025-08-26 08:14 ET", "Daily Metal", east(-4), []),
    ("Daily Metal·2025-08-26 08:14 PT", "Daily Metal", east(-7), []),
    ("Daily Metal·2025-08-26 08:14 GMT+8", "Daily Metal", east(8), []),
    ("Daily Metal·2025-08-26 08:14 UTC", "Daily Metal", MOMENT.replace(tzinfo=UTC), []),
    ("Daily Metal·2025-08-26 08:14 CST", "Daily Metal", east(-6), ["uncertain-zone"]),
    ("Daily Metal·2025-08-26 08:14 XYT", "Daily Metal", MOMENT, ["unknown-zone"]),
    ("Daily Metal·08/26/2025 08:14", "Daily Metal", MOMENT, []),
    ("Daily Metal·26/08/2025", "Daily Metal", DAY, [NO_TIME]),
    ("Daily Metal·05/03/2026", "Daily Metal", None, ["uncertain-date"]),
    ("Daily Metal·2025年8月26日 8时14分", "Daily Metal", MOMENT, []),
    ("2025年8月26日 8時", None, datetime(2025, 8, 26, 8), []),
]
#: Lines that hold a date and are no header lines.
PLAIN: Final = ("Prices fell in the week to 2025-08-26", "2025-08-26 to 2025-08-30", "On 26 August 2025, prices fell.")


@pytest.mark.parametrize(("line", "source", "moment", "told"), HEADERS)
@pytest.mark.parametrize("page", ["A Title\n{}\n\n{}", "{}\nA Title\n\n{}", "{1}\n\nA Title\n{0}"])
def test_header_lines(page: str, line: str, source: str | None, moment: datetime | None, told: list[str]) -> None:
    article = ri.parse(page.format(line, BODY))
    if not told and moment is None:
        assert article.published is None
        assert line in [article.title, *unplaced(article)]
        return
    assert (article.title, article.source, article.published) == ("A Title", source, moment)
    assert (article.published and article.published.utcoffset()) == (moment and moment.utcoffset())
    assert [code for code in codes(article) if code not in ("missing-source", "unplaced-text")] == told
    assert unplaced(article) == (["CopperCopper(HK:02392)"] if line.startswith("Copper") else [])
    assert article.sections == ri.parse(BODY).sections
    # what the diagnostic advises leaves nothing to guess
    for shape in [each.message.partition(": ")[2] for each in article.diagnostics if each.code == GUESS]:
        declared = ri.parse(article.raw, format=DIGEST.evolve(source_lines=[shape]))
        assert (declared.source, declared.published, GUESS in codes(declared)) == (source, moment, False), shape


@pytest.mark.parametrize(("first", "moment"), [("day", datetime(2026, 3, 5)), ("month", datetime(2026, 5, 3))])
def test_which_comes_first_in_a_date_is_declared(first: str, moment: datetime) -> None:
    format = DIGEST.evolve(slashed_dates=first)
    assert ri.parse(f"A Title\nDaily Metal·05/03/2026\n\n{BODY}", format=format).published == moment


@pytest.mark.parametrize("line", PLAIN)
def test_lines_with_a_date_that_are_no_header_lines(line: str) -> None:
    assert ri.parse(f"A Title\n{line}\n\n{BODY}").published is None


def test_guessed_header_lines_part_the_articles_of_a_page() -> None:
    page = "".join(f"Title {n}\nDaily Metal | 2025-08-2{n} 08:14\n\n{BODY}\n\n" for n in range(1, 5))
    articles = list(ri.parse_many(page))
    assert [article.title for article in articles] == [f"Title {n}" for n in range(1, 5)]
    assert [article.published and article.published.day for article in articles] == [21, 22, 23, 24]


# --- what declarations say ---------------------------------------------------------------------------------------
SIGNALS: Final = ri.Format(
    "signals",
    headings=[ri.Heading(["Signals"])],
    markers=["▲", "[+]", "-"],
    kept_markers=["▲", "[+]"],
    citations=["({n})"],
    ends_at=["Related articles"],
)


def test_markers_with_a_meaning_stay_and_nothing_is_read_below_an_end() -> None:
    one = "A Title\nDaily Metal·2025-08-26 08:14\n\nSignals\n▲ Tin: up (1)\n[+] Zinc is new (2)\n- Lead (3)\n"
    first, second = ri.parse_many(f"{one}\nRelated articles\nMore\nTin (4)\n- x\n\n{one}", format=SIGNALS)
    assert first == second
    assert [insight.text for insight in first.insights] == ["▲ Tin: up", "[+] Zinc is new", "Lead"]
    assert [insight.label for insight in first.insights] == ["Tin", None, None]
    assert codes(first) == codes(second) == []
    assert ri.render(first, format=SIGNALS).count("▲") == 1


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize("lead", ["Tin is dear.", "Tin is dear. [1]"])
@pytest.mark.parametrize("header", ["", "Daily Metal·2025-08-26 08:14\n"])
def test_a_lead_beside_a_header_line(blank: str, lead: str, header: str) -> None:
    format = ri.Format("lead", [ri.Heading(["Pros"])], markers=["•"], unmarked=True, lead=True, citations=["[{n}]"])
    article = ri.parse(f"Who Pays?\n{header}{blank}{lead}\n\nPros\nIt is cheap. [2]", format=format)
    assert (article.title, article.source) == ("Who Pays?", "Daily Metal" if header else None)
    assert [insight.text for insight in article.insights] == ["Tin is dear.", "It is cheap."]


def unplaced(article: ri.Article) -> list[str]:
    """The texts that a diagnostic says belong to nothing."""
    return [
        each.span.cut(article.raw).strip() for each in article.diagnostics if each.code == "unplaced-text" and each.span
    ]


# --- citations: the marks of two statements, what their texts are, and the shape that is to be declared -------------
MARKS: Final[list[tuple[str, str, str | None]]] = [
    (r"\[1\]", r"\[2\]", r"\[{n}\]"),
    ("[^1]", "[^2]", "[^{n}]"),
    ("[S1]", "[S2]", "[S{n}]"),
    ("[para 1]", "[para 2]", "[para {n}]"),
    ("(1)", "(2)", "({n})"),
    ("(p. 3, 4)", "(p. 5)", "(p. {n})"),
    ("(Ref. 1)", "(Ref. 2)", "(Ref. {n})"),
    ("[1†source]", "[2†source]", "[{n}†{text}]"),
    ("〔注1〕", "〔注2〕", "〔注{n}〕"),
    ("{1}", "{2}", "{{{n}}}"),
    ("<sup>1</sup>", "<sup>2</sup>", "<sup>{n}</sup>"),
    ("³", "¹²", "{s}"),
    ("[¹]", "[²]", "[{s}]"),
    ("[a]", "[b]", "[{key}]"),
    # not citations at all
    ("by 4", "to 20", None),
    ("in 2024", "in May", None),
    ("(GAAP)", "(net)", None),
    ("[4", "[5", None),
]


@pytest.mark.parametrize(("first", "second", "shape"), MARKS)
def test_marks_that_are_not_declared(first: str, second: str, shape: str | None) -> None:
    text = f"Core Insights\n- Prices rose {first}\n- Costs fell {second}."
    article = ri.parse(text)
    assert [insight.text for insight in article.insights] == [f"Prices rose {first}", f"Costs fell {second}."]
    shapes = [each.message.partition(": ")[2] for each in article.diagnostics if each.code == "undeclared-citation"]
    assert shapes == ([] if shape is None else [shape])
    assert "uncited-digest" in codes(article)
    if shape is not None:
        numbered = [each for each in DIGEST.numbered if each.shape != shape]
        declared = ri.parse(text, format=DIGEST.evolve(citations=[shape], numbered=numbered))
        assert [insight.text for insight in declared.insights] == ["Prices rose", "Costs fell."]
        assert not {"uncited-digest", "undeclared-citation"} & set(codes(declared))


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        ("Prices rose [1][4", ["Prices rose [4"]),
        ("Prices rose [1][4 - Costs fell [2]", ["Prices rose [4", "Costs fell"]),
        ("Prices rose [9-2] today [1]", ["Prices rose [9-2] today"]),
        ("Prices rose [1] [x] - Costs fell [2]", ["Prices rose [x]", "Costs fell"]),
        ("Prices rose [[1]](#ref1) - Costs fell [[2]]", ["Prices rose", "Costs fell"]),
        ("Prices rose [1](@ref) - Costs fell [2](@ref).", ["Prices rose", "Costs fell."]),
    ],
)
def test_citations_leave_nothing_behind_and_what_is_none_keeps_its_spaces(said: str, texts: list[str]) -> None:
    article = ri.parse(f"Core Insights - {said}")
    assert [insight.text for insight in article.insights] == texts
    assert [section.heading for section in article.sections] == ["Core Insights"]


# --- text that belongs to nothing --------------------------------------------------------------------------------
#: The number of a list item, whose marker it is.
NUMBER: Final = re.compile(r"(?<!\S)[(（]?[0-9]{1,6}[.)、．）:：]?(?!\S)")


@given(any_texts())
def test_every_word_is_in_the_tree_or_declared_or_told(text: str) -> None:
    for article in ri.parse_many(text, format=DIGEST):
        raw = article.raw
        places = [piece.span for piece in article.pieces() if piece.kind != "boilerplate"]
        places += [each.span for each in article.diagnostics if each.span is not None]
        places += [ri.Span(*found.span()) for word in DIGEST.boilerplate for found in re.finditer(f"(?im){word}", raw)]
        places += [ri.Span(*found.span()) for end in DIGEST.title_endings for found in re.finditer(end, raw)]
        places += [ri.Span(*found.span()) for found in NUMBER.finditer(raw)]
        left = list(raw)
        for place in places:
            left[place.slice] = " " * len(place)
        assert "no-digest" in codes(article) or not re.findall(r"[^\W_]+", "".join(left).replace("ยท", ""))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Orion\nicon\nA Title\nDaily News·2025-08-26 08:14\n\n{BODY}", ["Orion"]),
        (f"A Title\nA Title of the Page\nDaily News·2025-08-26 08:14\n\n{BODY}", ["A Title"]),
        (f"A Title\nOrionOrion(US:ORNX) Sea News·2025-08-26 08:14\n\n{BODY}", ["OrionOrion(US:ORNX)"]),
        (f"A Title\n\n{BODY}\n\nA Title", ["A Title"]),
        ("Here is what matters. Core Insights - Prices fell [1]", ["Here is what matters."]),
    ],
)
def test_text_that_belongs_to_nothing(text: str, told: list[str]) -> None:
    article = ri.parse(text)
    assert unplaced(article) == told
    assert [piece.span.cut(text).strip() for piece in article.pieces() if piece.kind == "unplaced"] == told


# --- why a text is no digest ---------------------------------------------------------------------------------------
NO_DIGESTS: Final = [
    ("Core Insigts - Prices fell - Costs rose", ["'Core Insigts' meant to be 'Core Insights'"]),
    ("# Conference Call Sumary\n\nIt was long.", ["meant to be 'Conference Call Summary'", "no marker", "no citation"]),
    ("## Background\n- It was long, and it rained.\n", ["no citation"]),
    ("- It was long, and it rained.\n- So it did.\n", ["no heading", "no citation"]),
    ("Rain is due in the south (1).", ["no heading of format 'digest'", "'({n})' is not declared"]),
    ("<!DOCTYPE html>\n<p>Core Insights</p>", ["it is HTML", "rareinsight.read"]),
    ('{"title": "Copper", "sections": []}', ["it is JSON", "from_json"]),
    ('[{"text": "Rain"}]', ["it is JSON"]),
    *((path, ["the name of a file", "rareinsight.read"]) for path in ("dump.jsonl", "C:\\a\\b.txt", "../a/b.html")),
    ("https://example.org/a", ["an address"]),
]


@pytest.mark.parametrize(("text", "reasons"), NO_DIGESTS)
def test_why_a_text_is_no_digest(text: str, reasons: list[str]) -> None:
    article = ri.parse(text)
    assert not article.sections
    (message,) = [each.message for each in article.diagnostics if each.code == "no-digest"]
    assert [reason for reason in reasons if reason not in message] == []
    assert "no heading" not in message or not text.startswith("## ")
    assert ri.explain(text)[-1].facts == tuple(message.partition(": ")[2].split("; "))
