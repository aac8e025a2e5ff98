"""Check that work grows linearly with the text, counted in steps, as timings vary between machines."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile
from typing import Final

#: The number of repeated parts in a text, compared with twice as many, and the most that steps may grow.
_PARTS: Final = 40
_LINEAR: Final = 2.5


def check_growth(read: Callable[[str], None], part: str) -> None:
    """Check that parsing twice as many copies of a part takes about twice as many calls."""
    steps, twice = (count_steps(read, part * count) for count in (_PARTS, 2 * _PARTS))
    if twice > _LINEAR * steps:
        raise AssertionError(f"{part!r} {_PARTS} times takes {steps} steps, {2 * _PARTS} times {twice}")


def count_steps(read: Callable[[str], object], text: str) -> int:
    """Count the calls made while parsing a text."""
    profile = Profile()
    profile.runcall(read, text)
    return sum(entry.callcount for entry in profile.getstats())
