"""Accidents that happen to plain digests are repaired as a reader would repair them, or a warning says what is odd."""

from random import Random

import pytest

from accidents import SAME_OR_TOLD, TOLD, Accident, damage
from languages import CHINESE, ENGLISH
from test_variations import judge, most_of

#: Coverage takes twice the time, and other tests cover the same.
pytestmark = pytest.mark.no_cover

#: How many digests have each accident, and the share of them that may be misread in silence.
DRAWN, SILENT = 8, 0.01


def check_accidents(accident: Accident, start: int, *, may_be_repaired: bool) -> None:
    """Damage digests in both languages; after each accident, there is a warning or, perhaps, what was there before."""
    random, silent = Random(start), list[str]()  # noqa: S311 - not for secrets
    for language in (ENGLISH, CHINESE):
        drawn = [each for _ in range(DRAWN) if (each := damage(random, accident, language)) is not None]
        verdicts = [judge(each) for each in drawn]
        silent += [str(each) for each in verdicts if not (each.warns or (may_be_repaired and each.is_right))]
    assert len(silent) <= most_of(2 * DRAWN, SILENT), f"seed {start}\n" + "\n".join(silent)


@pytest.mark.parametrize("name", TOLD)
def test_accidents_that_nobody_can_repair_are_reported(name: str, seed_of_examples: int) -> None:
    check_accidents(TOLD[name], seed_of_examples, may_be_repaired=False)


@pytest.mark.parametrize("name", SAME_OR_TOLD)
def test_accidents_are_repaired_or_reported(name: str, seed_of_examples: int) -> None:
    check_accidents(SAME_OR_TOLD[name], seed_of_examples, may_be_repaired=True)
