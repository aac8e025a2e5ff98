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


#: Facts of which labelled pages and cases need one answer; the other depends on texts that none contains, or on pages
#: that come out right only where they are looked at again.
UNNEEDED = {"kind: whole_heading", "line: leading", *("digest: could_cite", "digest: has_insight")}


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


def test_every_row_and_fact_is_needed() -> None:
    """Each is needed by a page, or by a case, whose field ``for`` says what it is about."""
    needed = {each.name for each in [*ROWS, *FACTS] if each.is_earned or each.wrong_without.get("cases")}
    assert {each.name for each in [*ROWS, *FACTS]} - needed - CERTAIN == UNNEEDED


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
