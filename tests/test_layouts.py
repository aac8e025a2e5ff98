import re
from operator import attrgetter

import pytest
from attrs import evolve, fields
from hypothesis import given
from hypothesis import strategies as st

from rareinsight._format.digest import DIGEST
from rareinsight._rendering.layout import Layout, choices
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.rendering import render
from rareinsight.testing import layouts

LISTS = Format("lists", headings=[Heading(["Overview"])], markers=["•"])
PARAGRAPHS = Format("paragraphs", headings=[Heading(["What happened"])], unmarked=True, citations=["[{n}]"])
PAPER = Format("paper", numbered=[Numbered("{c}、")], markers=[], numbered_markers=["{n}、", "{n}."])
ANSWERS = Format("answers", free_headings=True, unmarked=True, lead=True, citations=["[{n}]"])
CITED = Format("cited", headings=[Heading(["Overview"])], markers=[], citations=["[{n}]"])
RATINGS = Format("ratings", headings=[Heading(["Rating"], holds_text=True)], numbered_markers=["{n})"])
FORMATS = (DIGEST, LISTS, PARAGRAPHS, PAPER, ANSWERS, CITED, RATINGS)


@given(layouts())
def test_a_layout_prints_as_the_code_that_makes_it(layout: Layout) -> None:
    assert eval(repr(layout), {"Layout": Layout}) == layout  # noqa: S307 - what it prints is the point


@pytest.mark.parametrize("format", FORMATS, ids=attrgetter("name"))
@given(data=st.data())
def test_all_layouts_of_the_space_suit_their_format(data: st.DataObject, format: Format) -> None:
    layout = data.draw(layouts(format))
    assert layout.suits(format)
    layout.check(format)


@pytest.mark.parametrize("format", FORMATS, ids=attrgetter("name"))
def test_each_choice_can_be_had(format: Format) -> None:
    space = choices(format)
    assert list(space) == [each.name for each in fields(Layout)]
    for name, values in space.items():
        assert values
        for value in values:
            assert getattr(Layout(**{name: value}), name) == value


@pytest.mark.parametrize("format", FORMATS, ids=attrgetter("name"))
def test_the_default_is_the_first_choice(format: Format) -> None:
    for name, (first, *_) in choices(format).items():
        assert getattr(Layout.canonical, name) in (None, first)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ({"lines": "two"}, "Layout.lines: "),
        ({"lines": "one", "headings": "hashes"}, "use lines='all' or 'headings'"),
        ({"lines": "insights", "marker": ""}, "use lines='all'"),
        ({"lines": "headings", "marker": "{n}."}, "a number starts an insight only at the start of a line"),
        ({"stop": None}, "Layout.stop: "),
        ({"newline": "\f"}, "Layout.newline: "),
    ],
)
def test_impossible_layouts_are_refused(chosen: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Layout(**chosen)  # type: ignore[arg-type]  # wrong values are what is tested


@pytest.mark.parametrize(
    ("format", "layout", "message"),
    [
        (LISTS, Layout(marker="-"), "Layout.marker='-' is not possible in format 'lists'"),
        (LISTS, Layout(lines="one"), "Layout.lines='one'"),
        (LISTS, Layout(citation="[{n}]"), "Layout.citation"),
        (LISTS, Layout(boilerplate=True), "Layout.boilerplate=True"),
        (LISTS, Layout(marker="{n}."), "Layout.marker='{n}.'"),
        (PAPER, Layout(lines="insights"), "Layout.lines='insights'"),
        (PAPER, Layout(marker=""), "Layout.marker=''"),
        (ANSWERS, Layout(marker=""), "Layout.marker=''"),
        (DIGEST, Layout(marker="{n}."), "Layout.marker='{n}.'"),
        (RATINGS, Layout(header="above", marker="1)"), "Layout.marker='1)'"),
        (LISTS, Layout(marked_text=False), "Layout.marked_text=False"),
        (DIGEST, Layout(colon=";"), "Layout.colon=';'"),
        (DIGEST, Layout(marker=""), "Layout.marker=''"),
    ],
)
def test_layouts_of_other_formats_are_refused(format: Format, layout: Layout, message: str) -> None:
    assert not layout.suits(format)
    with pytest.raises(ValueError, match=re.escape(message)):
        layout.check(format)


def test_insights_that_only_citations_tell_are_written_without_markers() -> None:
    section = Section("other", "Overview", insights=[Insight("Prices fell", [Citation(1)])])
    assert render(Article(sections=[section]), format=CITED) == "Overview\nPrices fell [1]"


def test_numbered_insights_count_from_one_in_each_section() -> None:
    insights = [Insight("铜价下跌"), Insight("3月销量上升")]
    sections = [Section("other", None, number, label, 1, insights) for number, label in ((1, "要闻"), (2, "公司"))]
    text = render(Article(sections=sections), Layout(blank_lines=False), format=PAPER)
    assert text.splitlines() == [
        "一、要闻",
        "1、铜价下跌",
        "2、 3月销量上升",
        "二、公司",
        "1、铜价下跌",
        "2、 3月销量上升",
    ]


def test_text_that_a_heading_holds_stands_beside_it() -> None:
    section = Section("other", "Rating", insights=[Insight("None is given")])
    article = Article("A Title", sections=[section])
    assert render(article, Layout(marked_text=False), format=RATINGS) == "A Title\n\nRating None is given"
    assert render(article, format=RATINGS) == "A Title\n\nRating\n- None is given"


@pytest.mark.parametrize("lines", ["all", "insights", "sections", "one"])
@pytest.mark.parametrize("place", range(3))
def test_text_that_a_heading_holds_has_a_marker_where_the_two_may_be_a_title(lines: str, place: int) -> None:
    sections = [Section("other", "Industry Overview", insights=[Insight("Prices fell", [Citation(1)])])] * 2
    sections.insert(place, Section("other", "Investment Rating", insights=[Insight("铜价下跌")]))
    layout = Layout(marked_text=False, lines=lines)  # type: ignore[arg-type]  # as `parametrize` takes it
    written = render(Article(sections=sections), layout, format=DIGEST)
    assert ("Investment Rating 铜价下跌" in written) == (lines == "one")


def test_a_lead_ends_in_a_stop_whatever_the_layout() -> None:
    format = Format("lead", headings=[Heading(["Pros"])], markers=[], unmarked=True, lead=True)
    sections = [Section("other", insights=[Insight("Prices fell")]), Section("other", "Pros")]
    article = Article("A Title", sections=[sections[0], evolve(sections[1], insights=[Insight("It is cheap")])])
    text = render(article, Layout(stop="none", blank_lines=False), format=format)
    assert text == "A Title\nPrices fell.\nPros\nIt is cheap"


def test_an_unknown_field_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(TypeError, match="Layout has no field 'line'; did you mean 'lines'"):
        Layout(line="one")  # type: ignore[call-arg]  # that is what is tested
