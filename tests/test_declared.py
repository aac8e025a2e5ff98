"""Formats that users declare: labels, bullets, numbers, scripts and dates that no built-in format has.

Whole pages of such producers stand in ``pages/producers.jsonl``, their declarations in ``pages/formats.json``, and what
small declarations say in ``pages/cases.jsonl``.
"""

from __future__ import annotations

from textwrap import fill
from typing import Final

import pytest

import rareinsight as ri
from rareinsight import Format, Heading, Numbered
from rareinsight._format import registry
from score import declared, is_right, load

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


def test_other_markers_are_glued_as_they_would_be_from_the_start() -> None:
    format = Format("notes", headings=[Heading(["Facts"])], markers=["・"], glued_markers=["・"])
    assert format.evolve(markers=["•", "-"]).glued_markers == ("•",)
    assert format.evolve(markers=["・", "•"]).glued_markers == ("・", "•")
    assert format.evolve(name="other").glued_markers == ("・",)
    with pytest.raises(TypeError, match="is no list"):
        format.evolve(markers=5)


def test_markers_with_a_meaning_are_written_once() -> None:
    signals = FACTS.evolve(markers=["▲", "-"], kept_markers=["▲"])
    article = ri.parse("Facts\n▲ Tin: up [1]\n- Lead [2]", format=signals)
    assert ri.render(article, format=signals).count("▲") == 1


def test_the_sources_of_an_answer() -> None:
    text = "Title\n\n## One\n\nText a.[^1]\n\nNotes\n[^1]: Stocks of tin https://tin.example/1\n"
    (reference,) = ri.link(ri.parse(text, format=MEMO)).references
    assert (reference.number, reference.text, reference.url) == (1, "Stocks of tin", "https://tin.example/1")
    (page,) = (page for page in load("producers") if page.record["name"] == "assistant")
    assert len(ri.link(ri.parse(page.text, format=page.format)).references) == 3


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


# --- detection ------------------------------------------------------------
@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry of its own."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())


@pytest.mark.usefixtures("known")
def test_pages_are_detected_among_all() -> None:
    pages = [page for page in load("producers") if is_right(page)]
    producers = {page.record["format"] for page in pages}
    for format in (each for each in declared().values() if each.name in producers):
        ri.register(format)
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
