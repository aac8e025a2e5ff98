"""Formats that users declare: labels, bullets, numbers, scripts and dates that no built-in format has.

Whole pages of such producers stand in ``pages/producers.jsonl``, their declarations in ``declarations.py``. In the
texts below ⟦…⟧ is a heading and ⟨…⟩ an insight.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from textwrap import fill
from typing import Final

import pytest

import rareinsight as ri
from declarations import FORMATS
from outlines import codes, maybe_full, outline, unmarked
from rareinsight import Format, Heading, Numbered
from rareinsight._format import registry
from rareinsight.testing import check_format
from score import is_right, load

FACTS: Final = Format(
    "facts", headings=[Heading(["Facts", "What's Next"])], markers=["-"], citations=["[{n}]"], source_lines=[]
)
LINES: Final = FACTS.evolve(name="lines", markers=[], unmarked=True)
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
HELD: Final = Format(
    "held",
    [Heading(["Summary"], holds_text=True), Heading(["Gist"], role="core", holds_text=True), Heading(["Facts"])],
    markers=["•"],
    source_lines=[],
)
PAIRS: Final = Format("pairs", [Heading(["◆株式", "◆為替・債券"])], markers=["・"], source_lines=[])


def numbered(shape: str, **changes: object) -> Format:
    """Return a format with groups of such a shape."""
    return FACTS.evolve(name="numbered", numbered=[Numbered(shape, role="group")], **changes)


CASES: list[tuple[Format, str]] = [
    # bullets that need no space, and dashes that do
    *(
        (FACTS.evolve(markers=[sign]), f"⟦Facts⟧\n{sign}⟨Copper⟩\n{sign} ⟨Tin⟩\n  {sign}⟨銅{sign}需要⟩")
        for sign in "・◆→✓"
    ),
    *(
        (FACTS.evolve(markers=[sign]), f"⟦Facts⟧ {sign} ⟨Tin rose⟩ {sign} ⟨Zinc fell [1]⟩ {sign} ⟨Oil is up [2]⟩")
        for sign in "▸■✓•*"
    ),
    *(
        (PAIRS.evolve(citations=shape), f"⟦◆株式⟧ ・⟨銅は高い{cited}。⟩ ⟦◆為替・債券⟧ ・⟨円は高い・安い{cited}。⟩")
        for shape, cited in (([], ""), (["(注{n})"], "(注1)"))
    ),
    (FACTS, "⟦Facts⟧\n- ⟨Tin\n-5%⟩\n- ⟨Zinc⟩"),
    # numbers that are headings, with any label, in bold, after any sentence
    *(
        (
            numbered(shape),
            f"⟦Facts⟧\n- ⟨A [9]⟩\n⟦{first} {label}⟧\n- ⟨So it is [1]⟩\n\n⟦{second} {label}⟧\n- ⟨So too [3]⟩",
        )
        for shape, first, second in (
            *(("§ {n}", "§ 1", "§ 2"), ("{n}.", "1.", "2."), ("({n})", "(1)", "(2)"), ("{r}.", "I.", "II.")),
            *(("Part {n}:", "Part 1:", "Part 2:"), ("Q{n}", "Q1", "Q2")),
        )
        for label in (
            "facts of the case",
            "Gründe für die Aufhebung",
            "Who pays?",
            "Why now, and why here?",
            "Law; costs",
        )
    ),
    *(
        (numbered("§ {n}", markers=["•"]), f"⟦§ 1 Ores⟧ • ⟨{end}⟩ ⟦§ 2 Power⟧ • ⟨Costs rose.⟩")
        for end in ("Why so?", "“We closed it.”", "It rose!", "It fell.")
    ),
    (numbered("Part {n}:"), "T\n⟦**Part 1: One: x**⟧\n- ⟨a⟩\n"),
    # … and numbers that are no headings
    (
        FACTS.evolve(numbered=[Numbered("Part {n}")], markers=[], unmarked=True),
        "⟦Part 1: Mines⟧\n⟨Tin fell.⟩\n⟨Part 2 was late.⟩\n",
    ),
    *(
        (
            FACTS.evolve(markers=[], numbered_markers=[shape]),
            f"A title of it\n\n{first} ⟨Tin rose a lot [1]⟩\n{second} ⟨So did zinc [2]⟩\n",
        )
        for shape, first, second in (
            *(("{n}/", "1/", "2/"), ("{n}:", "1:", "2:"), ("#{n}", "#1", "#2"), ("A{n}:", "A1:", "A2:")),
            *(("No. {n}", "No. 1", "No. 2"), ("{n}.", "1.", "2.")),
        )
    ),
    # citations in mid-sentence
    *(
        (FACTS, f"⟦Facts⟧\n- {body}")
        for body in ("⟨A [1], b⟩\n- ⟨C⟩\n", "⟨A.⟩\n- ⟨D [1], e⟩\n", "⟨C⟩\n- ⟨D [1] e⟩\n- ⟨F⟩")
    ),
    (MEMO, "Title\n\n## ⟦One⟧\n\n⟨Tin stands at $460[^2], up 3%. It rose[^3] again.⟩\n"),
    # headings in bold and Markdown, and with an apostrophe that is curly
    (MEMO, "Title\n\n⟦**One thing**⟧\n\n⟨Text a.⟩\n\n⟦**Two more**⟧\n\n⟨Text b.[^1]⟩\n"),
    (MEMO, "Title\n\n## ⟦One thing⟧\n\n⟨Text a.⟩\n\n## ⟦Two more⟧\n\n⟨Text b.⟩\n"),
    (FACTS, "⟦Facts⟧\n- ⟨A [1]⟩\n⟦What’s Next⟧\n- ⟨B [2]⟩\n"),
    # headings of a family, which ends where the line does, and of a letter
    (FACTS.evolve(headings=[Heading(families=["About {text}"])]), "⟦About Prices and Costs⟧\n- ⟨Tin fell [1]⟩"),
    (FACTS.evolve(headings=[Heading(families=["{text} in short"])]), "⟦Rivals in short⟧\n- ⟨Tin fell [1]⟩"),
    (FACTS.evolve(headings=[Heading(["Q"], opens_title=True)]), "⟦Q: Who pays?⟧\n- ⟨Tin fell [1]⟩"),
    # text beside a heading, lines of one length, a list that a heading ends
    (HELD, "⟦Summary⟧ ⟨Prices fell.⟩ • ⟨Costs fell.⟩"),
    (HELD, "⟦Summary:⟧ ⟨Prices fell.⟩ • ⟨Costs fell.⟩"),
    (LINES, "A Title\n⟦Facts⟧\n⟨Miners earn more than ever⟩\n⟨Cables get dearer today⟩\n⟨Smelters want more of it⟩"),
    (FACTS.evolve(markers=["+"]), "⟦Facts⟧\n+ ⟨Prices grew from 1.5 to 2.3 billion yuan⟩\nCopper Climbs"),
]


@pytest.mark.parametrize(("format", "marked"), CASES)
def test_outlines(format: Format, marked: str) -> None:
    text, expected = unmarked(marked)
    assert outline(ri.parse(text, format=format)) == expected


@pytest.mark.parametrize("label", ["チリ", "ひらがな", "한국", "ไทย", "شيلي", "智利"])
def test_labels_of_scripts_without_case(label: str) -> None:
    article = ri.parse(f"Core Insights - Prices fell [1]\nGroup 1: {label} - Costs rose [2]")
    assert article.groups[0].label == label


def test_other_markers_are_glued_as_they_would_be_from_the_start() -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=["・"], glued_markers=["・"])
    assert format.evolve(markers=["•", "-"]).glued_markers == ("•",)
    assert format.evolve(markers=["・", "•"]).glued_markers == ("・", "•")
    assert format.evolve(name="other").glued_markers == ("・",)
    with pytest.raises(TypeError, match="is not a list"):
        format.evolve(markers=5)


def test_a_group_has_its_declared_level() -> None:
    declared = Format("annexes", [Heading(["Gist"])], [Numbered("Annex {r}", role="group", level=2)])
    assert [each.level for each in ri.parse("Gist\n- A\n\nAnnex I\n- B", format=declared).sections] == [1, 2]


# --- citations -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shape", "cut"),
    [("[{n}]", "[2"), ("[^{n}]", "[^2"), ("({n})", "(2, 3"), ("(réf. {n})", "(réf. 2"), ("【{n}†{text}】", "【2")],
)
def test_a_citation_that_is_cut_off(shape: str, cut: str) -> None:
    text = f"Facts - Tin fell {shape.format(n=1, text='x')} - Copper rose {cut}"
    article = ri.parse(text, format=FACTS.evolve(citations=[shape]))
    assert "cut-citation" in codes(article)
    assert article.truncated


@pytest.mark.parametrize(
    ("shape", "listed", "cited"),
    [
        ("[Source {n}]", "[Source 1; Source 3]", [1, 3]),
        ("[Source {n}]", "[Source 1, 3]", [1, 3]),
        ("(p. {n})", "(p. 1 – p. 3)", [1, 2, 3]),
        ("[^{n}]", "[^1,^3]", [1, 3]),
        ("〔注{n}〕", "〔注1、注3〕", [1, 3]),
        ("Ref {n}.", "Ref 1, Ref 3.", [1, 3]),
        ("[S1-{n}]", "[S1-1, 3]", [1, 3]),
        *(("(paras {n})", f"(paras 5, 7 {word} 9)", [5, 7, 9]) for word in ("and", "&", "e", "und", "et")),
    ],
)
def test_lists_and_ranges_of_citations(shape: str, listed: str, cited: list[int]) -> None:
    (insight,) = ri.parse(f"T\nFacts\n- Tin fell {listed}\n", format=FACTS.evolve(citations=[shape])).insights
    assert (insight.text, [citation.number for citation in insight.citations]) == ("Tin fell", cited)


def test_the_sources_of_an_answer() -> None:
    text = "Title\n\n## One\n\nText a.[^1]\n\nNotes\n[^1]: Stocks of tin https://tin.example/1\n"
    (reference,) = ri.link(ri.parse(text, format=MEMO)).references
    assert (reference.number, reference.text, reference.url) == (1, "Stocks of tin", "https://tin.example/1")
    (page,) = (page for page in load("producers") if page.record["name"] == "assistant")
    assert len(ri.link(ri.parse(page.text, format=page.format)).references) == 3


# --- headers ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("shape", "line", "source", "moment"),
    [
        ("{source}, {date}", "Harbor Ledger, March 5, 2026", "Harbor Ledger", datetime(2026, 3, 5)),
        ("{date}, {source}", "March 5, 2026, Harbor Ledger", "Harbor Ledger", datetime(2026, 3, 5)),
        ("{date} {source}", "2026-03-05 07:15 Harbor News", "Harbor News", datetime(2026, 3, 5, 7, 15)),
        ("{date} {source}", "5. März 2026, 07:15 Uhr Hafen", "Hafen", datetime(2026, 3, 5, 7, 15)),
        ("{date} {source}", "2026-03-04 A.M. Post", "A.M. Post", datetime(2026, 3, 4)),
        ("{date} — {source}", "2026-03-05 — A — B", "A — B", datetime(2026, 3, 5)),
        ("By {source} on {date}", "By  Port\u00a0News\ton 5 March 2026", "Port\u00a0News", datetime(2026, 3, 5)),
        ("{source}, den {date}", "Hafen, den 3. März 2026, 17.45 Uhr", "Hafen", datetime(2026, 3, 3, 17, 45)),
        ("{source}, {date}", "Hafen, 3. März 2026 um 17 Uhr", "Hafen", datetime(2026, 3, 3, 17)),
        ("{source}, le {date}", "Le Port, le 3 mars 2026 à 7h30", "Le Port", datetime(2026, 3, 3, 7, 30)),
        ("{source}, {date}", "El Puerto, 3 de marzo de 2026 a las 8:05 h", "El Puerto", datetime(2026, 3, 3, 8, 5)),
        ("{source} | {date}", "Port News | March 3, 2026 | 5 pm", "Port News", datetime(2026, 3, 3, 17)),
    ],
)
def test_header_lines_whose_signs_stand_in_dates_too(shape: str, line: str, source: str, moment: datetime) -> None:
    article = ri.parse(f"A Title\n{line}\nFacts\n- Tin fell\n", format=FACTS.evolve(source_lines=[shape]))
    assert (article.title, article.source, article.published) == ("A Title", source, moment)


@pytest.mark.parametrize("format", [FACTS, LINES, MEMO], ids=attrgetter("name"))
def test_a_title_in_markdown(format: Format) -> None:
    article = ri.parse(f"# A Title\n\n{'## ' * (format is MEMO)}Facts\n- Tin fell\n", format=format)
    assert (article.title, [section.heading for section in article.sections]) == ("A Title", ["Facts"])


def test_which_line_above_a_header_line_is_the_title() -> None:
    format = FACTS.evolve(source_lines=["By {source}, {date}"])
    pages = [f"Title {n}\nA deck\nBy Port News, March {n}, 2026\n\nFacts\n- Tin fell\n\n" for n in (1, 2)]
    assert ri.parse(pages[0], format=format).title == "Title 1"
    assert ri.parse(pages[0], format=format.evolve(title_line="last")).title == "A deck"
    assert [each.title for each in ri.parse_many("".join(pages), format=format)] == ["Title 1", "Title 2"]
    assert ri.parse(pages[0].replace("A deck", "\nA deck of words."), format=format).title == "Title 1"


# --- wrapped lines ---------------------------------------------------------------------------------------------
PARAGRAPHS: Final = [
    "The ferry line has asked for protection, its bonds trade at 31.5 cents, said Mr. Lee. It will sail in June.",
    "The senate votes on the ports bill at noon; a tie is likely, and its chair is on a plane to the coast.",
    "Tin rose again. Traders in the U.S. see no end of it, and smelters pay what is asked.",
]


@pytest.mark.parametrize("width", range(50, 90, 5))
def test_wrapped_text(width: int) -> None:
    def texts(format: Format, parts: list[str], between: str) -> list[str]:
        page = between.join(["A Title", *(fill(part, width) for part in parts)])
        return [insight.text for insight in ri.parse(page, format=format).insights]

    plain, cited = LINES.evolve(citations=[]), [f"{words} [1]" for words in PARAGRAPHS]
    assert texts(plain, ["Facts", *PARAGRAPHS, "What's Next", *PARAGRAPHS], "\n\n") == 2 * PARAGRAPHS
    assert texts(LINES, ["Facts", *cited, "What's Next", *cited], "\n\n") == 2 * PARAGRAPHS
    listed = [f"{number}. {words}" for number, words in enumerate(PARAGRAPHS, 1)]
    assert texts(FACTS.evolve(markers=[], numbered_markers=["{n}."]), ["Facts", *listed], "\n") == PARAGRAPHS
    words = "Prices rose for the fourth month in a row, it said on Tuesday, and will not fall before the end."
    assert texts(HELD, ["Summary: " + words, "Facts", "• Tin is dear."], "\n") == [words, "Tin is dear."]


# --- detection, and all that is promised of formats ------------------------------------------------------------
@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of its own."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())


@pytest.mark.usefixtures("known")
def test_pages_are_detected_among_all() -> None:
    for format in FORMATS:
        ri.register(format)
    pages = [page for page in load("producers") if is_right(page)]
    wrong = [page.record["name"] for page in pages if ri.detect(page.text) != page.record["format"]]
    # 早报 declares the same numbers as 晨报; of the others nothing tells but numbers
    assert wrong == ["faq-2", "thread-1", "晨报"]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("shape", "page"),
    [
        ("{n}.", "Core Insights\n- Tin is dear [1]\n1. Mines\n- Two closed [2]\n2. Demand\n- Cars need it [3]"),
        ("{c}、", "核心观点\n- 铜价上涨 [1]\n一、矿山\n- 关闭两座 [2]\n二、需求\n- 汽车需要 [3]"),
    ],
)
def test_numbers_do_not_steal_a_text_with_words(shape: str, page: str) -> None:
    ri.register(Format("mine", numbered=[Numbered(shape, role="group")], markers=["-"], citations=["[{n}]"]))
    assert ri.detect(page) == "digest"
    assert ri.detect(page.split("]", 1)[1].strip()) == "mine"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("text", ["In brief → Copper is short.", "1. Rivals\n→ Copper is short."])
def test_a_format_is_detected_by_a_heading_before_a_marker_of_its_own(text: str) -> None:
    headings = [Heading(["In brief"], role="core")] if text.startswith("In") else []
    ri.register(Format("arrows", headings, [Numbered("{n}.", role="group")], markers=["→"]))
    assert ri.detect(text) == "arrows"


#: Of these something promised does not hold today.
TO_MEND: Final = {
    "legal": "an unmarked line is read as the end of the line above it",
    "faq": "a numbered heading without a label, its number's sign a colon, is none",
}


@pytest.mark.usefixtures("few_examples")
@pytest.mark.parametrize("format", maybe_full(FORMATS, ("ledgermail",), TO_MEND))
def test_all_that_is_promised_holds(format: Format) -> None:
    check_format(format)
