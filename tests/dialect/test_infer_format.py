"""Declarations that are inferred from sample pages."""

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import rareinsight as ri
from commands import run
from digests import Variation, tree_of, variations

PAGE = """{0} in June
Metal Daily | 2025-06-0{1}

In short
→ {0} rose (1)(2)
→ It may fall (3)

Outlook
→ More {0} (4)
"""
PAGES = [PAGE.format(metal, day) for day, metal in enumerate(("Tin", "Zinc", "Lead", "Iron", "Gold", "Silver"), 1)]


def test_infer_format_reads_other_pages_of_a_producer() -> None:
    found = ri.infer_format(PAGES[:3], name="metals")
    assert (found.name, found.markers, found.citations) == ("metals", ("→",), ("({n})",))
    assert [heading.words for heading in found.headings] == [("In short",), ("Outlook",)]
    for page in PAGES[3:]:
        article = ri.parse(page, format=found)
        assert [section.heading for section in article.sections] == ["In short", "Outlook"]
        assert [len(insight.citations) for insight in article.insights] == [2, 1, 1]
        assert article.source == "Metal Daily"
        assert not [each for each in article.diagnostics if each.code == "inferred-format"]


def test_infer_format_prefers_a_registered_format() -> None:
    found = ri.infer_format(["Core Insights - Prices fell [1] - Costs rose [2]"], name="mine")
    assert found == ri.formats()["digest"].evolve(name="mine")


def test_infer_format_declares_numbers() -> None:
    pages = [f"Topic 1: A{day}\n* Prices fell [1]\nTopic 2: B{day}\n* Costs rose [2]\n" for day in range(3)]
    found = ri.infer_format(pages, name="topics")
    assert [each.shape for each in found.numbered] == ["Topic {n}"]
    section = ri.parse("Topic 1\n* Prices fell [1]\nTopic 2\n* Costs rose [2]\n", format=found).sections[1]
    assert (section.index, section.label) == (2, None)


def test_infer_format_declares_no_number_that_does_not_count() -> None:
    page = "In short\n→ {0} rose (1)\n→ It may fall (2)\nVision 30\n→ More {0} (3)\n"
    assert ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals").numbered == ()


def test_infer_format_takes_no_statement_that_is_repeated_for_a_heading() -> None:
    page = "At a glance\nPrices fell again [para 1]\n{0} rose [para 2]\nContext\nIt may fall [para 3]\n"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert [heading.words for heading in found.headings] == [("At a glance",), ("Context",)]


def test_infer_format_declares_numbered_headings() -> None:
    page = "I. Prices\n▸ {0} rose (Ref. 1)\n\nII. Costs\n▸ {0} costs fell (Ref. 2)"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="metals")
    assert ([each.shape for each in found.numbered], found.numbered_markers) == (["{r}."], ())
    assert [each.heading for each in ri.parse(page.format("Gold"), format=found).sections] == ["I. Prices", "II. Costs"]


def test_infer_format_declares_headings_beside_insights() -> None:
    page = "Key Facts • {0} rose • {0} may fall\nBackground\n• {0} was cheap\n• {0} is rare"
    found = ri.infer_format(map(page.format, ("Tin", "Zinc", "Lead")), name="facts")
    read = ri.parse(page.format("Gold"), format=found).sections
    assert [(each.heading, len(each.insights)) for each in read] == [("Key Facts", 2), ("Background", 2)]


def test_infer_format_declares_counters() -> None:
    page = "In short\n1) Prices fell {} [1]\n2) Costs rose {} [2]\nOutlook\n1) Wages {} [3]\n"
    pages = [page.format(day, day, day) for day in "abc"]
    found = ri.infer_format(pages, name="steps")
    article = ri.parse(pages[0], format=found)
    assert [insight.text for insight in article.insights] == ["Prices fell a", "Costs rose a", "Wages a"]


def test_infer_format_declares_no_bare_number() -> None:
    pages = [f"一 市场{day}\n• 铜价上涨 [1]\n二 公司{day}\n• 需求下降 [2]\n" for day in "甲乙丙"]
    assert ri.infer_format(pages, name="bare").name == "bare"


@pytest.mark.parametrize("texts", ["one text", [1], []])
def test_infer_format_refuses_anything_but_a_list_of_texts(texts: object) -> None:
    with pytest.raises(TypeError, match="texts"):
        ri.infer_format(texts, name="x")  # type: ignore[arg-type]  # on purpose


def test_infer_format_needs_insights() -> None:
    with pytest.raises(ValueError, match="no insights"):
        ri.infer_format(["Rain."], name="x")


def test_infer_command_prints_a_declaration(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(3)]
    for file, page in zip(files, PAGES, strict=False):
        file.write_text(page, "utf-8")
    done = run("infer", *map(str, files), "--name", "metals")
    assert done.returncode == 0
    declared = eval(done.stdout, {"ri": ri})  # noqa: S307 - it is code to paste
    assert declared == ri.infer_format(PAGES[:3], name="metals")


#: Aspects that are read alike, whatever else is on the page.
TOLD_BY_ONE_PAGE = ("core heading", "header", "lines", "stop", "title")


@pytest.mark.slow
@given(st.sampled_from(TOLD_BY_ONE_PAGE).flatmap(variations))
def test_inferred_format_reads_the_insights_of_its_page(variation: Variation) -> None:
    read = tree_of(ri.parse(variation.text))
    assume(read == variation.tree)
    inferred = ri.infer_format([variation.text], name="inferred")
    found = tree_of(ri.parse(variation.text, format=inferred))
    assert [part.points for part in found.parts] == [part.points for part in read.parts]
