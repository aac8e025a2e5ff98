"""Declarations by people who read only the docs: labels, bullets, scripts and dates that no built-in format has."""

from __future__ import annotations

from datetime import datetime
from textwrap import fill
from typing import Final

import pytest

import rareinsight as ri
from outlines import codes
from rareinsight import Format, Heading, Numbered
from rareinsight._build.detection import detect_among
from rareinsight._build.detection import could_be as _could_be
from rareinsight._page.grammar import compile_format

from rareinsight.testing import check_format
from rareinsight.testing._promises import check_spans

RULING: Final = Format(
    "ruling",
    headings=[Heading(["Held"], role="core"), Heading(["Costs"])],
    numbered=[Numbered("§ {n}", role="group")],
    markers=[],
    unmarked=True,
    citations=["[^{n}]"],
    source_lines=["{source}, {date}"],
)
METALS: Final = Format(
    "朝刊",
    headings=[Heading(["要点"], role="core")],
    numbered=[Numbered("【{n}】", role="group"), Numbered("{c}、")],
    markers=["・"],
    citations=["※{n}"],
    source_lines=["{source} {date}"],
)
LETTER: Final = Format(
    "lettre",
    headings=[Heading(["En bref"], role="core"), Heading(["À suivre"])],
    numbered=[Numbered("Partie {n}", role="group")],
    markers=["→"],
    citations=["(réf. {n})"],
    source_lines=["{source} – {date}"],
)
PODCAST: Final = Format(
    "podcast",
    headings=[Heading(["In a nutshell"], role="core")],
    numbered=[Numbered("{n}:{n}")],
    markers=["»"],
    citations=["({n})"],
    source_lines=["{source} | {date}"],
)
QUESTIONS: Final = Format("questions", headings=[Heading(["Frage"], opens_title=True)])
LINES: Final = Format(
    "lines",
    headings=[Heading(["In a nutshell"], role="core")],
    free_headings=True,
    markers=[],
    unmarked=True,
    citations=["[{n}]"],
    source_lines=[],
)
PARENT: Final = Format("parent", headings=[Heading(["By division"], holds_headings=True)])
RATING: Final = Format("rating", headings=[Heading(["Rating"], holds_text=True)])

_Found = list[tuple[str | None, int | None, list[tuple[str, list[int]]]]]


def found_in(article: ri.Article) -> _Found:
    return [
        (
            section.title,
            section.index,
            [
                (insight.text, [citation.number for citation in insight.citations])
                for insight in section.insights
            ],
        )
        for section in article.sections
    ]


PAGES: Final[tuple[tuple[Format, str, datetime, _Found], ...]] = (
    (
        RULING,
        """\
Re Moored Houseboats
Court of Appeal, 5 March 2026

Held
The will is valid.[^1]
§ 1 facts of the case
§ 4 forbids mooring at night.[^2]
The boat lay there - for years.[^2]
§ 2: Costs of the appeal
None is due.
""",
        datetime(2026, 3, 5),
        [
            ("Held", None, [("The will is valid.", [1])]),
            (
                "facts of the case",
                1,
                [("§ 4 forbids mooring at night.", [2]), ("The boat lay there - for years.", [2])],
            ),
            ("Costs of the appeal", 2, [("None is due.", [])]),
        ],
    ),
    (
        METALS,
        """\
銅の朝
金属新聞 2026年3月5日 07:15
要点
・銅は高い。※1

【1】 チリ・需要
・鉱山が停止した。※4
・輸入が増加した。※5、6
""",
        datetime(2026, 3, 5, 7, 15),
        [
            ("要点", None, [("銅は高い。", [1])]),
            ("チリ・需要", 1, [("鉱山が停止した。", [4]), ("輸入が増加した。", [5, 6])]),
        ],
    ),
    (
        LETTER,
        """\
Le cuivre cher
La Lettre – jeudi 5 mars 2026

En bref
→Les stocks ont fondu (réf. 1).

Partie 1 – mines et ports
→ Deux mines ont fermé (réf. 2)(réf. 3)

À suivre
→ La Fed
""",
        datetime(2026, 3, 5),
        [
            ("En bref", None, [("Les stocks ont fondu.", [1])]),
            ("mines et ports", 1, [("Deux mines ont fermé", [2, 3])]),
            ("À suivre", None, [("La Fed", [])]),
        ],
    ),
    (
        PODCAST,
        """\
Episode 12: Copper
Metal Talk | Thu, 5 Mar 2026 07:15

In a nutshell
» Copper is short (1).

00:00 welcome to the show
» Stocks shrank - again (2)

12:30 what to watch
» Strikes, in Chile (3)
""",
        datetime(2026, 3, 5, 7, 15),
        [
            ("In a nutshell", None, [("Copper is short.", [1])]),
            ("welcome to the show", None, [("Stocks shrank - again", [2])]),
            ("what to watch", None, [("Strikes, in Chile", [3])]),
        ],
    ),
)


@pytest.mark.parametrize(
    ("format", "page", "moment", "expected"), PAGES, ids=lambda value: getattr(value, "name", "")
)
def test_pages_are_read_as_a_careful_reader_does(
    format: Format, page: str, moment: datetime, expected: _Found
) -> None:
    article = ri.parse(page, format=format)
    assert article.title == page.partition("\n")[0]
    assert article.published == moment
    assert found_in(article) == expected


@pytest.mark.usefixtures("few_examples")
@pytest.mark.parametrize(
    "format",
    [RULING, METALS, QUESTIONS, LINES, PARENT, RATING],
    ids=lambda declared: declared.name,
)
def test_all_that_is_promised_holds(format: Format) -> None:
    check_format(format)


@pytest.mark.parametrize(
    "label",
    [
        "facts of the case",
        "Law; costs",
        "What the court below said",
        "Gründe für die Aufhebung",
        "Costs of the appeal",
    ],
)
@pytest.mark.parametrize("shape", ["§ {n}", "Part {n}", "{n}.", "({n})", "[{n}]"])
def test_a_declared_number_makes_its_line_a_heading(shape: str, label: str) -> None:
    format = RULING.evolve(numbered=[Numbered(shape, role="group")])
    lines = [f"{shape.format(n=number)} {label}\nSo it is [^{number}]" for number in (1, 2)]
    article = ri.parse("\n".join(["Held", "It is valid [^9]", *lines]), format=format)
    assert [(section.index, section.label) for section in article.groups] == [(1, label), (2, label)]


@pytest.mark.parametrize("label", ["チリ", "ひらがな", "한국", "ไทย", "شيلي", "智利"])
def test_labels_of_scripts_without_case(label: str) -> None:
    article = ri.parse(f"Core Insights - Prices fell [1]\nGroup 1: {label} - Costs rose [2]")
    assert article.groups[0].label == label


@pytest.mark.parametrize("sign", ["・", "◆", "→", "✓"])
def test_a_bullet_at_the_start_of_a_line_needs_no_blank(sign: str) -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=[sign])
    article = ri.parse(f"Facts\n{sign}Copper\n{sign} Tin\n  {sign}銅{sign}需要", format=format)
    assert [insight.text for insight in article.insights] == ["Copper", "Tin", f"銅{sign}需要"]


def test_a_dash_at_the_start_of_a_line_needs_one() -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=["-"])
    article = ri.parse("Facts\n- Tin\n-5%\n- Zinc", format=format)
    assert [insight.text for insight in article.insights] == ["Tin -5%", "Zinc"]


def test_other_markers_are_glued_as_they_would_be_from_the_start() -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=["・"], glued_markers=["・"])
    assert format.evolve(markers=["•", "-"]).glued_markers == ("•",)
    assert format.evolve(markers=["・", "•"]).glued_markers == ("・", "•")
    assert format.evolve(name="other").glued_markers == ("・",)
    with pytest.raises(TypeError, match="is no list"):
        format.evolve(markers=5)


@pytest.mark.parametrize(
    ("shape", "cut"),
    [
        ("[{n}]", "[2"),
        ("[^{n}]", "[^2"),
        ("({n})", "(2, 3"),
        ("(réf. {n})", "(réf. 2"),
        ("【{n}†{text}】", "【2"),
    ],
)
def test_a_citation_that_is_cut_off(shape: str, cut: str) -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=["-"], citations=[shape])
    article = ri.parse(f"Facts - Tin fell {shape.format(n=1, text='x')} - Copper rose {cut}", format=format)
    assert "cut-citation" in codes(article)
    assert article.truncated


FACTS: Final = Format(
    "facts", headings=[Heading(["Facts", "What's Next"])], markers=["-"], citations=["[{n}]"], source_lines=[]
)
MEMO: Final = Format(
    "memo",
    free_headings=True,
    unmarked=True,
    lead=True,
    markers=[],
    citations=["[^{n}]"],
    source_lines=[],
    references=["Notes"],
)


@pytest.mark.parametrize(
    "body", ["- A [1], b\n- C\n", "- A [1] b\n- C", "- A.\n- D [1], e\n", "- C\n- D [1] e\n- F"]
)
def test_citations_in_mid_sentence_below_a_declared_heading(body: str) -> None:
    assert len(ri.parse(f"Facts\n{body}", format=FACTS).insights) == body.count("- ")


@pytest.mark.parametrize("mark", ["**{}**", "## {}"])
@pytest.mark.parametrize("text", ["Text a.", "Text a.[^1]"])
def test_lines_in_bold_are_headings_above_paragraphs(mark: str, text: str) -> None:
    one, two = mark.format("One thing"), mark.format("Two more")
    article = ri.parse(f"Title\n\n{one}\n\n{text}\n\n{two}\n\nText b.\n", format=MEMO)
    assert article.title == "Title"
    assert [(section.heading or "").strip("*") for section in article.sections] == ["One thing", "Two more"]
    assert [insight.text for insight in article.insights] == ["Text a.", "Text b."]


def test_a_paragraph_is_one_insight_wherever_it_cites() -> None:
    article = ri.parse("Title\n\n## One\n\nTin stands at $460[^2], up 3%. It rose[^3] again.\n", format=MEMO)
    assert [insight.text for insight in article.insights] == ["Tin stands at $460, up 3%. It rose again."]
    assert [citation.number for citation in article.insights[0].citations] == [2, 3]


@pytest.mark.parametrize(
    "format", [FACTS, FACTS.evolve(markers=[], unmarked=True), MEMO], ids=["marked", "lines", "memo"]
)
def test_a_title_in_markdown(format: Format) -> None:
    heading = "## Facts" if format is MEMO else "Facts"
    article = ri.parse(f"# A Title\n\n{heading}\n- Tin fell\n", format=format)
    assert article.title == "A Title"
    assert [section.heading for section in article.sections] == ["Facts"]


@pytest.mark.parametrize(
    ("shape", "line", "source", "moment"),
    [
        ("{source}, {date}", "Harbor Ledger, March 5, 2026", "Harbor Ledger", datetime(2026, 3, 5)),
        ("{date}, {source}", "March 5, 2026, Harbor Ledger", "Harbor Ledger", datetime(2026, 3, 5)),
        ("{date} {source}", "2026-03-05 07:15 Harbor News", "Harbor News", datetime(2026, 3, 5, 7, 15)),
        ("{date} {source}", "5. März 2026, 07:15 Uhr Hafen", "Hafen", datetime(2026, 3, 5, 7, 15)),
        (
            "{source} {date}",
            "Harbor Ledger March 5, 2026 07:15",
            "Harbor Ledger",
            datetime(2026, 3, 5, 7, 15),
        ),
        ("{date} — {source}", "2026-03-05 — A — B", "A — B", datetime(2026, 3, 5)),
        (
            "By {source} on {date}",
            "By  Harbor\u00a0Ledger\ton 5 March 2026",
            "Harbor\u00a0Ledger",
            datetime(2026, 3, 5),
        ),
        ("{source}, den {date}", "Hafen, den 3. März 2026, 17.45 Uhr", "Hafen", datetime(2026, 3, 3, 17, 45)),
        ("{source}, {date}", "Hafen, 3. März 2026 um 17 Uhr", "Hafen", datetime(2026, 3, 3, 17)),
        ("{source}, le {date}", "Le Port, le 3 mars 2026 à 7h30", "Le Port", datetime(2026, 3, 3, 7, 30)),
        (
            "{source}, {date}",
            "El Puerto, 3 de marzo de 2026 a las 8:05 h",
            "El Puerto",
            datetime(2026, 3, 3, 8, 5),
        ),
        (
            "{source} | {date}",
            "Harbor Ledger | March 3, 2026 | 5 pm",
            "Harbor Ledger",
            datetime(2026, 3, 3, 17),
        ),
    ],
)
def test_header_lines_whose_signs_stand_in_dates_too(
    shape: str, line: str, source: str, moment: datetime
) -> None:
    article = ri.parse(f"A Title\n{line}\nFacts\n- Tin fell\n", format=FACTS.evolve(source_lines=[shape]))
    assert (article.title, article.source, article.published) == ("A Title", source, moment)


@pytest.mark.parametrize("heading", ["**Part 1: One: x**", "## Part 1: One: x", "Part 1: One: x"])
def test_a_numbered_heading_in_bold_has_any_label(heading: str) -> None:
    format = Format("parts", numbered=[Numbered("Part {n}:", role="group")], markers=["-"], source_lines=[])
    (section,) = ri.parse(f"T\n{heading}\n- a\n", format=format).sections
    assert (section.index, section.label) == (1, "One: x")


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_apostrophes_of_headings_may_be_curly(apostrophe: str) -> None:
    article = ri.parse(f"Facts\n- A [1]\nWhat{apostrophe}s Next\n- B [2]\n", format=FACTS)
    assert len(article.sections) == 2
    assert ri.parse(f"What{apostrophe}s Next - B [2]", format=FACTS).sections


def test_footnotes_are_references() -> None:
    text = "Title\n\n## One\n\nText a.[^1]\n\nNotes\n[^1]: Stocks of tin https://tin.example/1\n"
    (reference,) = ri.link(ri.parse(text, format=MEMO)).references
    assert (reference.number, reference.text, reference.url) == (1, "Stocks of tin", "https://tin.example/1")


@pytest.mark.parametrize("unmarked", [False, True])
@pytest.mark.parametrize("shape", ["Part {n}:", "Q{n}", "§ {n}", "{r}.", "{n}.", "({n})"])
@pytest.mark.parametrize(
    "label", ["Who pays?", "What is the deal worth?", "Prices fell.", "Why now, and why here?"]
)
def test_a_label_may_be_a_whole_sentence(label: str, shape: str, unmarked: bool) -> None:
    format = Format(
        "parts",
        numbered=[Numbered(shape, role="group")],
        markers=[] if unmarked else ["-"],
        unmarked=unmarked,
        citations=["[{n}]"],
        source_lines=[],
    )
    sign = "" if unmarked else "- "
    first, second = (shape.format(n=number, r="I" * number) for number in (1, 2))
    page = f"The title of it\n\n{first} {label}\n{sign}A deal was made [1]\n\n{second} {label}\n{sign}Oil rose [3]\n"
    article = ri.parse(page, format=format)
    assert article.title == "The title of it"
    assert [(section.index, section.label) for section in article.sections] == [(1, label), (2, label)]


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    format = Format("parts", numbered=[Numbered("Part {n}")], markers=[], unmarked=True, source_lines=[])
    (section,) = ri.parse("Part 1: Mines\nTin fell.\nPart 2 was late.\n", format=format).sections
    assert [insight.text for insight in section.insights] == ["Tin fell.", "Part 2 was late."]


def test_the_first_line_above_a_header_line_is_the_title() -> None:
    format = FACTS.evolve(source_lines=["By {source}, {date}"])
    pages = [
        f"Title {number}\nA deck\nBy Harbor Ledger, March {number}, 2026\n\nFacts\n- Tin fell\n\n"
        for number in (1, 2)
    ]
    assert ri.parse(pages[0], format=format).title == "Title 1"
    assert ri.parse(pages[0], format=format.evolve(title_line="last")).title == "A deck"
    titles = [article.title for article in ri.parse_many("".join(pages), format=format)]
    assert titles == ["Title 1", "Title 2"]
    parted = pages[0].replace("A deck", "\nA deck of a sentence.")
    assert ri.parse(parted, format=format).title == "Title 1"


@pytest.mark.parametrize("shape", ["{n}/", "{n}:", "#{n}", "A{n}:", "No. {n}", "{n} -", "{n}."])
def test_numbered_insights_need_no_heading(shape: str) -> None:
    format = FACTS.evolve(markers=[], numbered_markers=[shape], citations=["[{n}]"])
    lines = [f"{shape.format(n=number)} Tin rose a lot [1]\n" for number in (1, 2, 3)]
    article = ri.parse(f"A title of it\n\n{''.join(lines)}", format=format)
    assert article.title == "A title of it"
    assert [insight.text for insight in article.insights] == ["Tin rose a lot"] * 3


@pytest.mark.parametrize("sign", ["▸", "■", "✓", "•", "*"])
def test_pictures_are_bullets(sign: str) -> None:
    format = FACTS.evolve(markers=[sign], citations=["[{n}]"])
    text = f"Facts {sign} Tin rose {sign} Zinc fell [1] {sign} Lead is flat {sign} Oil is down [2]"
    texts = [insight.text for insight in ri.parse(text, format=format).insights]
    assert texts == ["Tin rose", "Zinc fell", "Lead is flat", "Oil is down"]


@pytest.mark.parametrize(
    ("shape", "listed"),
    [
        ("[Source {n}]", "[Source 1; Source 3]"),
        ("[Source {n}]", "[Source 1, 3]"),
        ("(p. {n})", "(p. 1, p. 3)"),
        ("[^{n}]", "[^1,^3]"),
        ("[¶ {n}]", "[¶ 1, ¶ 3]"),
        ("〔注{n}〕", "〔注1、注3〕"),
        ("Ref {n}.", "Ref 1, Ref 3."),
        ("[S1-{n}]", "[S1-1, 3]"),
    ],
)
def test_the_word_of_a_citation_may_be_repeated_in_a_list(shape: str, listed: str) -> None:
    (insight,) = ri.parse(f"T\nFacts\n- Tin fell {listed}\n", format=FACTS.evolve(citations=[shape])).insights
    assert (insight.text, [citation.number for citation in insight.citations]) == ("Tin fell", [1, 3])


def test_a_range_with_a_repeated_word() -> None:
    format = FACTS.evolve(citations=["(p. {n})"])
    (insight,) = ri.parse("T\nFacts\n- Tin fell (p. 1 – p. 3)\n", format=format).insights
    assert [citation.number for citation in insight.citations] == [1, 2, 3]


@pytest.mark.parametrize("end", ["Why so?", "“We closed it.”", "It rose!", "It fell."])
@pytest.mark.parametrize("shape", ["§ {n}", "[{n}]", "[{n}:{n}]", "Part {n}"])
def test_a_numbered_heading_after_any_sentence(shape: str, end: str) -> None:
    format = FACTS.evolve(numbered=[Numbered(shape, role="group")], markers=["•"], citations=[])
    first, second = (shape.format(n=number) for number in (1, 2))
    article = ri.parse(f"{first} Ores • {end} {second} Power • Costs rose.", format=format)
    assert [section.label for section in article.sections] == ["Ores", "Power"]
    assert [insight.text for insight in article.insights] == [end, "Costs rose."]


HELD: Final = Format(
    "held",
    [
        Heading(["Attendees", "Summary"], holds_text=True),
        Heading(["Gist"], role="core", holds_text=True),
        Heading(["Facts"]),
    ],
    markers=["•"],
    source_lines=[],
)


@pytest.mark.parametrize("colon", ["", ":"])
def test_text_beside_a_heading_ends_at_a_marker(colon: str) -> None:
    (section,) = ri.parse(f"Summary{colon} Prices fell. • Costs fell.", format=HELD).sections
    assert [insight.text for insight in section.insights] == ["Prices fell.", "Costs fell."]


@pytest.mark.parametrize("width", range(44, 90, 6))
def test_text_beside_a_heading_may_be_wrapped(width: int) -> None:
    words = "Prices rose for the fourth month in a row, it said on Tuesday, and will not fall before the end."
    page = f"{fill('Summary: ' + words, width)}\nFacts\n• Tin is dear."
    assert [insight.text for insight in ri.parse(page, format=HELD).insights] == [words, "Tin is dear."]


def test_a_core_beside_text_is_detected() -> None:
    text = "Attendees: Ann, Bob Gist: The pilot ends. Facts • Stop it. • Keep two."
    assert _could_be(text, compile_format(HELD))
    assert not _could_be(text.replace("Gist: ", ""), compile_format(HELD))


PARAGRAPHS: Final = (
    "The ferry line has asked for protection, its bonds trade at 31.5 cents, said Mr. Lee. It will sail in June.",
    "The senate votes on the ports bill at noon; a tie is likely, and its chair is on a plane to the coast.",
    "Tin rose again. Traders in the U.S. see no end of it, and smelters pay what is asked.",
)


@pytest.mark.parametrize("citation", ["", " [1]"])
@pytest.mark.parametrize("width", range(50, 90, 5))
def test_paragraphs_may_be_wrapped(width: int, citation: str) -> None:
    format = FACTS.evolve(markers=[], unmarked=True, citations=["[{n}]"] if citation else [])
    paragraphs = [fill(words + citation, width) for words in PARAGRAPHS]
    page = "\n\n".join(["A Title", "Facts", *paragraphs, "What's Next", *paragraphs])
    texts = [insight.text for insight in ri.parse(page, format=format).insights]
    assert texts == 2 * list(PARAGRAPHS)


def test_lines_of_one_length_are_insights() -> None:
    lines = [
        "Miners earn more than a year ago",
        "Cables get dearer from next week",
        "Smelters want it as much as ever",
    ]
    format = FACTS.evolve(markers=[], unmarked=True)
    page = "\n".join(["A Title", "Facts", *lines])
    assert [insight.text for insight in ri.parse(page, format=format).insights] == lines


def test_a_source_after_a_date() -> None:
    check_format(FACTS.evolve(source_lines=["{date} {source}"]))
    article = ri.parse(
        "T\n2026-03-04 A.M. Post\nFacts\n- a", format=FACTS.evolve(source_lines=["{date} {source}"])
    )
    assert (article.source, article.published) == ("A.M. Post", datetime(2026, 3, 4))


@pytest.mark.parametrize("citation", ["", "(注1)"])
def test_a_sign_that_joins_words_too_may_touch_those_it_opens(citation: str) -> None:
    format = Format(
        "pairs",
        [Heading(["◆株式", "◆為替・債券"])],
        markers=["・"],
        citations=["(注{n})"] if citation else [],
        source_lines=[],
    )
    page = f"◆株式 ・銅は高い{citation}。 ・錫は安い{citation}。 ◆為替・債券 ・円は高い・安い{citation}。"
    article = ri.parse(page, format=format)
    assert [section.heading for section in article.sections] == ["◆株式", "◆為替・債券"]
    assert [insight.text for insight in article.insights] == ["銅は高い。", "錫は安い。", "円は高い・安い。"]


def test_a_header_line_below_a_list_of_references() -> None:
    format = FACTS.evolve(source_lines=["{date}"])
    for text in (
        "[1] Copper is short\nCopper again\n2025-08-26\n",
        "[1] Copper\n2025-08-26\nFacts\n- Tin fell",
    ):
        assert ri.parse(text, format=format).raw == text


def test_wrapped_items_of_a_numbered_list() -> None:
    items = [
        "Mr Okafor, a conductor since 2009, was dismissed on 14 May 2024 after three late starts within a month.",
        "The policy asks for a written warning first; no such warning was ever given to him.",
    ]
    format = FACTS.evolve(markers=[], numbered_markers=["{n}."])
    for width in range(56, 90):
        lines = [fill(f"{number}. {item}", width) for number, item in enumerate(items, 1)]
        article = ri.parse("\n".join(["Facts", *lines]), format=format)
        assert [insight.text for insight in article.insights] == items, width


@pytest.mark.parametrize(
    ("shape", "page"),
    [
        (
            "{n}.",
            "Core Insights\n- Tin is dear [1]\n1. Mines\n- Two closed [2]\n2. Demand\n- Cars need it [3]",
        ),
        ("{c}、", "核心观点\n- 铜价上涨 [1]\n一、矿山\n- 关闭两座 [2]\n二、需求\n- 汽车需要 [3]"),
    ],
)
def test_numbers_do_not_steal_a_text_with_words(shape: str, page: str) -> None:
    digest = ri.formats()["digest"]
    mine = Format("mine", numbered=[Numbered(shape, role="group")], markers=["-"], citations=["[{n}]"])
    for known in ([digest, mine], [mine, digest]):
        assert detect_among(page, known, lambda text, each: ri.parse_many(text, format=each)) is digest
    bare = page.split("]", 1)[1].strip()
    assert detect_among(bare, [digest, mine], lambda text, each: ri.parse_many(text, format=each)) is mine


@pytest.mark.parametrize("word", ["and", "&", "e", "und", "et"])
def test_a_word_before_the_last_number_of_a_list(word: str) -> None:
    format = FACTS.evolve(citations=["(paras {n})", "[{n}]"])
    text = f"T\nFacts\n- Tin fell (paras 5, 7 {word} 9)\n- Zinc rose [2 {word} 4].\n"
    numbers = [
        [each.number for each in insight.citations] for insight in ri.parse(text, format=format).insights
    ]
    assert numbers == [[5, 7, 9], [2, 4]]


@pytest.mark.parametrize("citation", ["[1].", "[1] .", "[1][2].", "[1]"])
@pytest.mark.parametrize("format", [None, FACTS.evolve(citations=["[{n}]"])], ids=["digest", "facts"])
def test_the_stop_of_an_abbreviation_is_not_doubled(format: Format | None, citation: str) -> None:
    heading = "Core Insights - " if format is None else "Facts\n- "
    article = ri.parse(f"{heading}Most are in the U.K. {citation}", format=format)
    assert article.insights[0].text == "Most are in the U.K."
    check_spans(article)
