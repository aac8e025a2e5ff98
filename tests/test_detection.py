"""What is taken for a digest, what is turned away, and that the rest is not read for it."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import rareinsight as ri
from rareinsight import detection
from rareinsight._build.detection import could_be, detect_among

ROOT = Path(__file__).parent.parent
_web = runpy.run_path(str(ROOT / "benchmarks" / "web.py"))
KINDS: tuple[str, ...] = _web["KINDS"]
make_pages: Callable[[str, int], list[str]] = _web["make_pages"]
DIGEST = ri.formats()["digest"]
DUMPS = {path.stem: path.read_bytes().decode() for path in sorted((ROOT / "tests" / "corpus").glob("*.txt"))}

#: By these words a text is known at once; without them its marks have to tell.
LEADING = {"Core": "Main", "Key": "Top", "Group ": "Theme ", "核心": "主要"}

#: Footnotes, so that many marks of an essay's stand beside the few of a digest.
ESSAY = "The harbour was widened twice.[12] Its long - term use is open, as the town said in spring.[13][14] Later"


@pytest.mark.parametrize("kind", KINDS)
def test_web_pages_are_turned_away_unread(kind: str) -> None:
    read: list[str] = []

    def keep(text: str, _format: ri.Format) -> Iterator[ri.Article]:
        read.append(text)
        return iter(())

    for page in make_pages(kind, 50):
        detect_among(page, [DIGEST], keep)
    assert len(read) <= 1


@pytest.mark.parametrize("name", DUMPS)
def test_a_digest_is_known_without_its_leading_headings(name: str) -> None:
    text = DUMPS[name]
    for word, other in LEADING.items():
        text = text.replace(word, other)
    has_sections = any(article.sections for article in ri.parse_many(text))
    assert (ri.detect(text) == "digest") == (has_sections and could_be(text, DIGEST))
    if "[1]" in text or "【1】" in text:
        assert (ri.detect(text) == "digest") == has_sections


@pytest.mark.parametrize(
    "text",
    [
        "报告行业投资评级 未提及 报告的核心观点 - 铜价上涨",
        "Investment Rating Not provided Core View - Prices of copper rose",
        "一、纪要涉及的行业与公司 - 储能 二、核心观点与论据 1. **价格** - 国内下跌",
    ],
)
def test_a_core_is_known_without_citations_and_stops(text: str) -> None:
    assert ri.detect(text) == "digest"


#: The one trace that each of these has, in the midst of other text that has none.
TRACED = {
    "a marker after citations": "Prices fell [1] - Costs rose [2]",
    "a marker after citations and a stop": "Prices fell [1]. - Costs rose [2]",
    "a marker glued to citations": "Prices fell [1]- Costs rose [2]",
    "a marker glued to the stop after them": "铜价下跌[1]。- 成本上升[2]",
    "a marker before a small letter": "Prices fell [1] - eVTOL makers rose [2]",
    "a marker at the very start": "- prices fell [1]",
    "a marker after a byte order mark": "\ufeff- prices fell [1]",
    "markers at lines": "Prices\n- fell [1]\n- rose [2]",
    "markers at lines, set in": "Prices\n      * fell [1]\n      * rose [2]",
    "markers after returns": "Prices\r- fell [1]\r- rose [2]",
    "a dash of another kind": "Prices fell [1] – Costs rose [2]",
    "a bullet without blanks": "Prices fell [1]•Costs rose [2]",
    "a title before a marker": "Rising Prices - Copper rose [1]",
    "a title before a small letter": "Rising Prices - copper rose [1] Falling Costs - freight fell [2]",
    "a title before a figure": "Rising Prices - 20 of them rose [1]",
    "a numbered title before a figure": "1. Rising prices - 20 of them rose [1]",
    "a source line": "Copper\nDaily·2025-08-26 08:14\nRising Prices\nCopper rose [1]",
    "a date": "Copper\n2025-08-26 08:14\nRising Prices\nCopper rose [1]",
    "a date in words": "Copper\nAug 26, 2025\nRising Prices\nCopper rose [1]",
    "a heading of the vocabulary": "Risk Factors\nPrices may fall [1]",
    "such a heading after a line": "Copper\nRISK FACTORS\nPrices may fall [1]",
    "such a heading after citations": "Copper is short.[1] Risk Factors Prices may fall [2]",
    "such a heading in Chinese": "铜\n风险提示\n铜价下跌。[1]",
    "such a heading where all brackets are glued": "Industry Overview\nPrices fell[1]",
    "a heading that is a link, where all brackets are glued": "[Prices](/prices)\nCopper rose[1](/1)",
    "a heading that is a link": "[Prices](/prices)\nCopper rose [1]",
    "brackets of another kind": "Prices fell【1】 - Costs rose【2】",
}


@pytest.mark.parametrize("name", TRACED)
def test_one_trace_is_enough(name: str) -> None:
    text = TRACED[name]
    assert any(article.sections for article in ri.parse_many(text))
    assert ri.detect(text) == "digest"


@pytest.mark.parametrize("name", TRACED)
def test_a_trace_is_found_in_other_text(name: str) -> None:
    assert could_be(f"{ESSAY}\n\n{TRACED[name]}\n{ESSAY}", DIGEST)


TURNED_AWAY = {
    "footnotes": ESSAY,
    "a sentence like a title before a dash": f"{ESSAY} [3] As If - they would. {ESSAY}",
    "a sentence that begins with a heading's words": f"{ESSAY}\nReport summary pages were lost.[2]",
    "a year in a sentence": f"{ESSAY}\nIt was 2025-08-26 when it rained.[2]",
    "a score": "The Spurs 2 - 1 win came late.[3]",
    "indices": "total = row[4] + line[index - 1]\nfirst = row[0]\n",
}


@pytest.mark.parametrize("name", TURNED_AWAY)
def test_what_only_has_citations_is_turned_away(name: str) -> None:
    assert not could_be(TURNED_AWAY[name], DIGEST)
    assert ri.detect(TURNED_AWAY[name]) is None


def test_another_format_is_known_by_its_citations_alone() -> None:
    ordered = ri.Format("ordered", [ri.Heading(["Overview"])], citations=["[{n}]"], numbered_markers=["{n}."])
    assert could_be("1. Prices fell [1]", ordered)
    assert not could_be("1. Prices fell", ordered)


def test_words_with_apostrophes_are_looked_for_by_whole_words() -> None:
    """Two letters that any text holds would have every text looked through word by word."""
    texts = detection._covering_texts(detection._leading_words(DIGEST))
    assert [text for text in texts if len(text) < 3 and text.isascii()] == []
