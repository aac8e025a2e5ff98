"""Linear, whatever the text holds: four times the text takes about four times the work.

Work is counted in calls, of Python's functions and of C's, so the answer does not depend on the machine. What one call
does in C goes unseen that way; the check marked ``full`` measures it.
"""

import runpy
import timeit
from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

import rareinsight as ri
from rareinsight.testing._promises import count_steps

HOSTILE: dict[str, Callable[[int], str]] = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "hostile.py"))[
    "HOSTILE"
]

#: Larger than any window that is looked through, so that windows are full at both sizes.
SIZE = 2_000
GROWTH = 4
#: Four times the text may take five times the steps: a window may not have been full, a list may grow.
MOST_STEPS = 5
#: So many steps a character are few, as where a text is turned away at one size and read at the other.
FEW_STEPS = 20
#: Times are unsteady, but a quadratic text takes sixteen times as long.
MOST_TIME = 10


def read_many(text: str) -> None:
    for article in ri.parse_many(text):
        article.pieces()


def read_characters(text: str) -> None:
    """Read a stream that brings one character at a time."""
    for _ in ri.parse_stream(text[start : start + 1] for start in range(len(text))):
        pass


def detect_cited(text: str) -> None:
    """Look for all that tells a digest."""
    ri.detect("Prices fell [1] a. " + text)


def seconds(read: Callable[[str], object], text: str) -> float:
    """Measure what reading a text takes of the processor, the best of seven: others may crowd the caches."""
    return min(timeit.repeat(lambda: read(text), timer=process_time, number=1, repeat=7))


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Patterns are compiled on first use, which is no part of the growth."""
    for read in (read_many, ri.explain, ri.detect):
        read("Core Insights - Prices fell [1]")


@pytest.mark.slow
@pytest.mark.parametrize("read", [read_many, detect_cited])
@pytest.mark.parametrize("name", HOSTILE)
def test_steps_grow_linearly_with_the_text(name: str, read: Callable[[str], object]) -> None:
    small, large = (count_steps(read, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MOST_STEPS * max(small, FEW_STEPS * SIZE)


def test_count_steps_notices_quadratic_work() -> None:
    def quadratic(text: str) -> int:
        return sum(text[start:].count(each) for each in text for start in range(len(text)))

    small, large = (count_steps(quadratic, "a" * size) for size in (40, 40 * GROWTH))
    assert large > MOST_STEPS * small


@pytest.mark.parametrize("name", ["one long word", "newlines", "returns", "returns and newlines", "articles"])
def test_steps_grow_linearly_with_the_stream(name: str) -> None:
    small, large = (count_steps(read_characters, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MOST_STEPS * small


@pytest.mark.full
@pytest.mark.parametrize("read", [read_many, ri.detect, ri.explain])
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_linearly_with_the_text(name: str, read: Callable[[str], object]) -> None:
    small, large = (seconds(read, HOSTILE[name](size)) for size in (5_000, 5_000 * GROWTH))
    assert large <= MOST_TIME * max(small, 0.001)
