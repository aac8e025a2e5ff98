"""Each row and fact of the tables earns its place: a labelled page that comes out right goes wrong without it."""

import pytest

import rareinsight as ri
from rareinsight._decide.rows import CERTAIN
from rows import Earning, all_facts, all_rows, always, kept, samples, without_row

pytestmark = pytest.mark.skipif(ri.__compiled__, reason="nothing can be taken out of a compiled core")

ROWS, FACTS = kept()
#: What only texts in the tests need today, where it stands; labelled pages that show it are wanted.
BY_TESTS = {
    "bullet": "test_declared.py: uncited insights behind bullets in one line",
    "sentence": "test_declared.py: a sentence that begins as a numbered heading does",
    "asks": "test_headings.py: a question with a dash in it",
    "first line of next": "test_declared.py: titles that are first lines, on pages of several articles",
    "line: next_first": "test_declared.py: likewise, above header lines",
    "line: above_article": "test_headers.py: which of several lines above a body is the title",
    "line: ends_in_stop": "test_formats.py: the lead of a recipe is no title",
    "line: ends_openly": "test_formats.py: likewise",
    "line: header_met": "test_headers.py: pages of several articles",
    "line: marked": "test_headers.py: a body right above a header line",
    "line: belongs_above": "test_headers.py: a last line in small letters is no title",
}


def test_the_table_is_that_of_the_code() -> None:
    """``python tests/pages/rows.py --write`` measures anew."""
    assert [each.name for each in ROWS] == [row.name for row in all_rows()]
    assert [each.name for each in FACTS] == list(all_facts())
    assert len(ROWS) <= 60
    assert all(len(row.when) + len(row.unless) <= 5 for row in all_rows())


@pytest.mark.parametrize("earning", [*ROWS, *FACTS], ids=lambda each: each.name)
def test_it_earns_its_place(earning: Earning) -> None:
    is_exempt = earning.name in BY_TESTS or earning.name in CERTAIN
    assert earning.is_earned or is_exempt


@pytest.mark.parametrize("earning", [each for each in ROWS if each.is_earned], ids=lambda each: each.name)
def test_a_page_goes_wrong_without_a_row(earning: Earning) -> None:
    (witness,) = earning.witnesses
    assert samples()[witness].is_right()
    with without_row(earning.name):
        assert not _is_right(witness)


@pytest.mark.parametrize("earning", [each for each in FACTS if each.is_earned], ids=lambda each: each.name)
def test_a_page_goes_wrong_where_a_fact_says_always_the_same(earning: Earning) -> None:
    for witness, answer in zip(earning.witnesses, (False, True), strict=True):
        with always(all_facts()[earning.name], answer):
            assert not _is_right(witness)


def _is_right(name: str) -> bool:
    try:
        return samples()[name].is_right()
    except Exception:  # noqa: BLE001 - a table of which a part is missing may do anything
        return False
