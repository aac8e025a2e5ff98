"""What is taken for a digest, what is turned away, and that most of the web is turned away unread."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import rareinsight as ri
from rareinsight._decide.digest import could_be, detect_among
from rareinsight._page.grammar import compile_format

_web = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "web.py"))
KINDS: tuple[str, ...] = _web["KINDS"]
make_pages: Callable[[str, int], list[str]] = _web["make_pages"]
DIGEST = ri.formats()["digest"]
GRAMMAR = compile_format(DIGEST, None)

#: Footnotes, so that many marks of an essay's stand beside the few of a digest.
ESSAY = "The harbour was widened twice.[12] Its long - term use is open, as the town said in spring.[13][14] Later"


READ = pytest.mark.xfail(reason="nearly all are read before they are turned away", strict=True)


@pytest.mark.parametrize("kind", [pytest.param(kind, marks=[READ] * (kind == "encyclopedia")) for kind in KINDS])
def test_web_pages_are_turned_away_unread(kind: str) -> None:
    read: list[str] = []

    def keep(text: str, _format: ri.Format) -> Iterator[ri.Article]:
        read.append(text)
        return iter(())

    for page in make_pages(kind, 50):
        detect_among(page, [DIGEST], keep)
    assert len(read) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_web_pages_are_no_digests(kind: str) -> None:
    assert not any(map(ri.detect, make_pages(kind, 50)))


#: The one trace that each of these has, in the midst of other text that has none.
TRACED = {
    "a marker after citations": "Prices fell [1] - Costs rose [2]",
    "a marker after citations and a stop": "Prices fell [1]. - Costs rose [2]",
    "a marker glued to the stop after them": "铜价下跌[1]。- 成本上升[2]",
    "markers at lines": "Prices\n- fell [1]\n- rose [2]",
    "markers at lines, set in": "Prices\n   * fell [1]\n   * rose [2]",
    "a title before a marker": "Copper rose [1] Falling Costs - freight fell [2]",
    "brackets of another kind": "Prices fell【1】 - Costs rose【2】",
    "a group": "Group 1 - Prices fell",
    "a core": "Core Insights - Prices fell",
    "a link": "[Sales](index=3&type=section&id=Sales) Sales rose",
}


@pytest.mark.parametrize("name", TRACED)
def test_a_trace_is_found_in_other_text(name: str) -> None:
    assert could_be(f"{ESSAY}\n\n{TRACED[name]}\n{ESSAY}", GRAMMAR)


#: The one trace that a text of a declared format has.
TRACED_AS_DECLARED = {
    "a family of a core": (
        ri.Format("calls", headings=[ri.Heading(role="core", families=["Minutes of {text} Call"])]),
        "Minutes of the Copper Call - Prices fell",
    ),
    "a number in words": (ri.Format("points", numbered=[ri.Numbered("{n}. Punkt")], free_headings=True), "1. Punkt"),
    "a number": (ri.Format("items", numbered=[ri.Numbered("{n}.")]), "1. Copper"),
    "a line": (ri.Format("lines", free_headings=True, unmarked=True), "Copper"),
}


@pytest.mark.parametrize("name", TRACED_AS_DECLARED)
def test_a_trace_of_a_declared_format_is_found_in_other_text(name: str) -> None:
    format, text = TRACED_AS_DECLARED[name]
    assert could_be(f"{ESSAY}\n\n{text}\n{ESSAY}", compile_format(format, None))
