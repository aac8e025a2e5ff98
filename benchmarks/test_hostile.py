"""Texts made to be slow: speed on a large one, and that it is the speed of a small one."""

from __future__ import annotations

import time
from typing import Final

import pytest

from benchmarks.conftest import Measure
from benchmarks.hostile import HOSTILE, Maker
from benchmarks.modes import Mode
from benchmarks.texts import count_bytes
from rareinsight import parse

_FIRST_SIZE: Final = 500


def fit(make: Maker, size: int, seconds: float) -> str:
    """Return a text of ``size`` code points, or of as many as can be read in that time.

    Texts of doubling sizes are tried, so that one whose cost grows with the square does not hold up the rest.
    """
    tried, taken = _FIRST_SIZE, 0.0
    while tried < size and taken < seconds / 4:
        text = make(tried)
        start = time.perf_counter()
        parse(text)
        taken = time.perf_counter() - start
        tried *= 2
    return make(min(tried, size))


@pytest.mark.parametrize("size", ["small", "large"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str, size: str, measure: Measure, mode: Mode) -> None:
    """One text of one generator."""
    small, large = mode.hostile_sizes
    patience = mode.hostile_seconds
    share = 1.0 if size == "large" else small / large
    text = fit(HOSTILE[name], int(large * share), patience * share)
    rounds = mode.hostile_rounds * (1 if size == "large" else 5)
    measure(parse, text, size=count_bytes(text), rounds=rounds)
