"""Linear, whatever the text holds: four times the text takes about four times the work.

Work is counted in lines of Python that run, so the answer does not depend on the machine. What a single line does
in C goes unseen that way; the check marked ``full`` measures it.
"""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any, Self

import pytest

import rareinsight as ri
from rareinsight.plain import PlainReader, compile_plain_step
from rareinsight.surroundings import indent_of_line

_registry = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "hostile.py"))
HOSTILE: dict[str, Callable[[int], str]] = _registry["HOSTILE"]

#: Larger than any window that a rule looks through, so that windows are full at both sizes.
SIZE = 2_000
GROWTH = 4
#: Four times the text may take five times the steps: a window may not have been full, a list may grow.
MOST_STEPS = 5
#: Times are unsteady, but a quadratic text takes sixteen times as long.
MOST_TIME = 10


def read_many(text: str) -> None:
    for article in ri.parse_many(text):
        article.pieces()


def read_signs(text: str) -> None:
    """Read a stream that brings one sign at a time."""
    for _ in ri.parse_stream(text[start : start + 1] for start in range(len(text))):
        pass


def count_steps(read: Callable[[str], object], text: str) -> int:
    """Count the lines that run while a text is read, as often as they run."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> Callable[..., Any]:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return steps


def seconds(read: Callable[[str], object], text: str) -> float:
    """Measure what reading a text takes of the processor, the best of seven: another process may crowd the caches."""
    taken = []
    for _ in range(7):
        start = process_time()
        read(text)
        taken.append(process_time() - start)
    return min(taken)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Patterns are compiled on first use, which is no part of the growth."""
    for read in (read_many, ri.explain, ri.detect):
        read("Core Insights - Prices fell [1]")


def test_the_texts_have_the_size_they_are_asked_for() -> None:
    for name, make in HOSTILE.items():
        for size in (SIZE, GROWTH * SIZE):
            assert 0.8 * size <= len(make(size)) <= 1.3 * size, name


@pytest.mark.parametrize("name", HOSTILE)
def test_steps_grow_with_the_size(name: str) -> None:
    small, large = (count_steps(read_many, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MOST_STEPS * small


@pytest.mark.parametrize("name", HOSTILE)
def test_steps_of_the_tables_grow_with_the_size(name: str) -> None:
    small, large = (count_steps(ri.explain, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MOST_STEPS * small


@pytest.mark.parametrize("name", HOSTILE)
def test_steps_of_detection_grow_with_the_size(name: str) -> None:
    """Cited, so that all that tells a digest is looked for."""
    small, large = (
        count_steps(ri.detect, "Prices fell [1] a. " + HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE)
    )
    assert large <= MOST_STEPS * small


@pytest.mark.parametrize("name", ["one long word", "newlines", "returns", "returns and newlines", "articles"])
def test_steps_grow_with_the_size_of_a_stream(name: str) -> None:
    small, large = (count_steps(read_signs, HOSTILE[name](size)) for size in (SIZE, GROWTH * SIZE))
    assert large <= MOST_STEPS * small


@pytest.mark.full
@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_size(name: str) -> None:
    small, large = (seconds(read_many, HOSTILE[name](size)) for size in (10 * SIZE, 10 * GROWTH * SIZE))
    assert large <= MOST_TIME * small


def test_counting_sees_quadratic_work() -> None:
    def quadratic(text: str) -> bool:
        return any(sign == "b" for _ in text for sign in text)

    small, large = (count_steps(quadratic, "a" * size) for size in (50, 50 * GROWTH))
    assert large > MOST_STEPS * small


class Watched(str):
    """A text that counts the signs which are looked at or copied, as no count of steps does."""

    __slots__ = ("seen",)
    seen: int

    def __new__(cls, text: str) -> Self:
        watched = super().__new__(cls, text)
        watched.seen = 0
        return watched

    def __getitem__(self, key: Any) -> str:  # noqa: ANN401 - what `str` takes
        part = str(self)[key]
        self.seen += len(part)
        return part

    def find(self, sign: str, start: Any = 0, end: Any = None) -> int:  # noqa: ANN401 - likewise
        found = str(self).find(sign, start, end)
        self.seen += (len(self) if found < 0 else found) - start
        return found


@pytest.mark.parametrize("end", ["", "[1]"])
def test_no_words_are_looked_at_from_each_marker_before_them(end: str) -> None:
    text = Watched("• Prices fell " * 20 * SIZE + end)  # longer than any words that are looked at
    step = compile_plain_step(ri.formats()["digest"])
    assert step is not None
    reader = PlainReader(text, 0, len(text), step)
    for at in range(1, len(text), len("• Prices fell ")):
        reader.read_insights(at)
    assert text.seen < 4 * len(text)


def test_a_line_is_looked_at_no_further_than_an_indent_goes() -> None:
    text = Watched("A - B " * SIZE)
    assert all(indent_of_line(text, at) is None for at in range(100, len(text), len("A - B ")))
    assert text.seen < 4 * len(text)
