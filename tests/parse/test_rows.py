"""Every row and fact is needed: a labelled page that is parsed correctly is parsed wrongly without it."""

from collections.abc import Iterator
from dis import get_instructions

import pytest

import rareinsight as ri
from rows import (
    CERTAIN,
    Earning,
    all_facts,
    all_rows,
    always,
    candidates,
    first_reading_only,
    is_right_still,
    kept,
    without_row,
)

pytestmark = pytest.mark.skipif(ri.__compiled__, reason="nothing can be taken out of a compiled core")

ROWS, FACTS = kept()


@pytest.fixture(autouse=True)
def _read_once() -> Iterator[None]:
    with first_reading_only():
        yield


#: What only small cases need today, or texts that no page shows yet; labelled pages of real layouts are wanted.
BY_CASES = {
    "dash in question",
    "dash between figures",
    "stands twice",
    "below the digest",
    "known line",
    "line of citations",
    "field",
    "first line of next",
    "rest of source line",
    "another source line",
    "number of declared heading",
    "core first",
    "marked insights",
    "nothing declared",
    "core",
    "groups alone",
    "group in other text",
    "after_complete",
    "after_figure",
    "among_free_headings",
    "asked",
    "below_digest",
    "below_item",
    "figure_only",
    "grouped",
    "in_question",
    "inner_dash",
    "new_statement",
    "only_citations",
    "sentence",
    "stands_twice",
    "title_to_marker",
    "kind: whole_heading",
    "line: belongs_above",
    "line: completing",
    "line: ends_in_stop",
    "line: field",
    "line: first_of_next",
    "line: last_of_page",
    "line: sourced",
    "place: after_abbreviation",
    "place: any_heading",
    "place: plain_word",
    "place: title_before",
    "number: bare",
    "number: inside",
    "digest: core_first",
    "digest: has_core",
    "digest: has_heading",
    "digest: has_insight",
    "digest: mostly_marked",
}


def test_measured_rows_and_facts_are_those_of_the_code() -> None:
    """``python tests/pages/rows.py --write`` measures anew."""
    assert [each.name for each in ROWS] == [row.name for row in all_rows()]
    assert [each.name for each in FACTS] == list(all_facts())
    assert len({each.name for each in ROWS}) == len(ROWS) <= 150
    assert all(len(row.when) + len(row.unless) <= 5 for row in all_rows())


def test_facts_call_at_most_two_others() -> None:
    for name, fact in all_facts().items():
        called = {each.argval for each in get_instructions(fact) if each.opname == "LOAD_GLOBAL"}
        others = [each for each in all_facts().values() if each.__module__ == fact.__module__]
        assert len([each for each in others if each.__name__ in called]) <= 2, name


def test_every_row_and_fact_decides_a_labelled_page() -> None:
    """On a page in a real layout, of a declared format or without a digest; the exceptions are listed above."""
    without = {each.name for each in [*ROWS, *FACTS] if not each.is_earned}
    assert without - CERTAIN == BY_CASES


@pytest.mark.parametrize("earning", [each for each in ROWS if each.wrong_without], ids=lambda each: each.name)
def test_page_is_wrong_without_its_row(earning: Earning) -> None:
    (witness,) = earning.witnesses
    assert candidates()[witness].is_right()
    with without_row(earning.name):
        assert not is_right_still(candidates()[witness])


@pytest.mark.parametrize("earning", [each for each in FACTS if each.wrong_without], ids=lambda each: each.name)
def test_page_is_wrong_when_its_fact_is_constant(earning: Earning) -> None:
    for witness, answer in zip(earning.witnesses, (False, True), strict=True):
        with always(all_facts()[earning.name], answer):
            assert not is_right_still(candidates()[witness])
