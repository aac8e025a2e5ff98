"""Text to marks: one pass of one pattern over a body, and what each hit is.

A mark is a place where something may begin or end. What it means is not decided here: a dash may open an
insight or stand inside a sentence (:mod:`rareinsight.evidence` decides).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from rareinsight.patterns import Patterns

CITE: Final = "cite"
MARK: Final = "mark"
LINE: Final = "line"
RULE: Final = "rule"
LONG: Final = "long"
CUT: Final = "cut"
END: Final = "end"

#: The most numbers that one range of citations is spelled out to; a longer one is text.
LONGEST_RANGE: Final = 100


class Number(NamedTuple):
    """One citation number and the place of its bracket."""

    value: int
    start: int
    end: int


class Mark(NamedTuple):
    """A hit of the scan: its kind, its place, and the numbers of a run of citations."""

    kind: str
    start: int
    end: int
    numbers: tuple[Number, ...] = ()


def find_marks(raw: str, start: int, end: int, patterns: Patterns) -> Iterator[Mark]:
    """Yield the marks of ``raw[start:end]`` in order, an ``END`` last."""
    for found in patterns.scan.finditer(raw, start, end):
        kind = found.lastgroup
        if kind == CITE or kind in ("bracket", "numbers"):
            numbers = _numbers_of(found)
            if numbers:
                yield Mark(CITE, found.start(), found.end(), numbers)
            else:
                yield Mark(LONG, found.start(), found.end())
        else:
            yield Mark(kind or MARK, found.start(), found.end())
    yield Mark(END, end, end)


def _numbers_of(found: regex.Match[str]) -> tuple[Number, ...]:
    brackets = found.spans("bracket")
    return tuple(
        Number(value, start, end)
        for listed, (start, end) in zip(found.captures("numbers"), brackets, strict=True)
        for value in _values_of(listed)
    )


def _values_of(listed: str) -> tuple[int, ...]:
    """Spell out a list or range of numbers; nothing where a range runs backwards or too far."""
    if listed.isdigit():
        return (int(listed),)
    values: list[int] = []
    for item in listed.replace("，", ",").replace("、", ",").replace(";", ",").replace("；", ",").split(","):
        ends = item.replace("–", "-").replace("~", "-").split("-")
        first, last = int(ends[0]), int(ends[-1])
        if len(ends) > 2 or not 0 <= last - first <= LONGEST_RANGE:  # noqa: PLR2004  # a range has two ends
            return ()
        values.extend(range(first, last + 1))
    return tuple(values)
