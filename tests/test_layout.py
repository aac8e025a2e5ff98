import re
from operator import attrgetter

import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

from rareinsight._formats.digest import DIGEST
from rareinsight.format import Format
from rareinsight.rendering import Layout, choices, settle
from rareinsight.testing import layouts
from score import declared
from strategies import evolve

NAMES = ("facts", "overview", "newspaper", "sentences", "cited", "ratings")
FORMATS = LISTS, PARAGRAPHS, PAPER, ANSWERS, CITED, RATINGS = tuple(declared()[name] for name in NAMES)
every_format = pytest.mark.parametrize("format", [DIGEST, *FORMATS], ids=attrgetter("name"))


@given(layouts())
def test_layout_repr_is_its_code(layout: Layout) -> None:
    assert eval(repr(layout), {"Layout": Layout}) == layout  # noqa: S307 - what it prints is the point


@pytest.mark.slow
@every_format
@given(data=st.data())
def test_layouts_strategy_gives_valid_layouts(data: st.DataObject, format: Format) -> None:
    layout = data.draw(layouts(format))
    assert settle(layout, format) == settle(settle(layout, format), format)


@every_format
def test_layout_choices_are_accepted_and_the_first_is_default(format: Format) -> None:
    space = choices(format)
    assert list(space) == [each.name for each in fields(Layout)]
    for name, values in space.items():
        assert [getattr(evolve(Layout(), **{name: value}), name) for value in values] == list(values)
        assert getattr(Layout(), name) in (None, values[0])


@pytest.mark.parametrize(
    ("format", "layout", "message"),
    [
        (LISTS, Layout(marker="-"), "Layout.marker='-' is not possible in format 'facts'"),
        (LISTS, Layout(lines="one"), "Layout.lines='one'"),
        (LISTS, Layout(citation="[{n}]"), "Layout.citation"),
        (LISTS, Layout(marker="{n}."), "Layout.marker='{n}.'"),
        (PAPER, Layout(lines="insights"), "Layout.lines='insights'"),
        (PAPER, Layout(marker=""), "Layout.marker=''"),
        (ANSWERS, Layout(marker=""), "Layout.marker=''"),
        (DIGEST, Layout(marker="{n}."), "Layout.marker='{n}.'"),
        (RATINGS, Layout(header="above", marker="1)"), "Layout.marker='1)'"),
        (DIGEST, Layout(marker=""), "Layout.marker=''"),
    ],
)
def test_render_refuses_layouts_of_other_formats(format: Format, layout: Layout, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        settle(layout, format)
