"""Whether the work grows with the text and no faster, in steps: machines differ in time, and are busy."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

#: A text of so many repeated parts, and one of twice as many, tell linear growth from worse.
_PARTS: Final = 40
_LINEAR: Final = 2.5


def check_growth(read: Callable[[str], None], part: str) -> None:
    """Twice as many copies of a part take about twice as many calls to read, whatever the machine does else."""
    steps, twice = (count_steps(read, part * count) for count in (_PARTS, 2 * _PARTS))
    if twice > _LINEAR * steps:
        raise AssertionError(f"{part!r} {_PARTS} times takes {steps} steps, {2 * _PARTS} times {twice}")


def count_steps(read: Callable[[str], object], text: str) -> int:
    """Count the calls that reading a text takes."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return steps
