"""Numbers that are markers: ``1. Sales rose [1] 2. Costs fell [2]`` where other digests have dashes.

A number at the start of words may be a heading's, a marker, or a figure. It takes a whole body to tell: where numbers
are markers they count up from 1 under each heading, what follows them is cited, and few signs mark anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from operator import attrgetter
from typing import Final, NamedTuple

import regex

from rareinsight.joints import DASHES, is_compound, is_range, joins_names, joins_relation, joins_words
from rareinsight.marks import CITE, MARK, Mark, Marks, find_marks
from rareinsight.shapes import is_title
from rareinsight.spelling import CITATION_BRACKETS

#: What a numbered body holds, one of them at the least: a look for it costs next to nothing.
_FIRSTS: Final = ("1. ", "1) ")
#: What it does not hold: a sign right after citations or at the start of a line, which is a marker.
_MARKED: Final = ("] - ", "]. - ", "\n- ", "] * ", "]. * ", "\n* ", "] • ", "]. • ", "\n• ")
#: The one of them that most bodies hold, and early: looked for first, it saves looking for the rest.
_MOST_COMMON: Final = _MARKED[0]
_FEWEST: Final = 2
#: Of the citations, one run in so many follows a number at the least.
_RUNS_PER_NUMBER: Final = 3
#: A sign that joins no words is met once in so many numbers at the most.
_NUMBERS_PER_SIGN: Final = 2
_LONGEST_HEADING: Final = 120

_NUMBER: Final = re.compile(
    r"(?<!\S)([0-9]{1,2})[.)](?: (?=[^\sa-z0-9]|[a-z][A-Z]|[0-9](?:[0-9A-Za-z]|[.,][0-9]| ))|(?=\s*\Z))"
)


class _Number(NamedTuple):
    """A number that may be a marker, its place, and whether words of its own are cited."""

    value: int
    start: int
    end: int
    is_heading: bool
    is_cited: bool


def find_numbers(raw: str, start: int, end: int, scan: regex.Pattern[str]) -> list[Mark]:
    """Find the numbers that are the markers of ``raw[start:end]``; none where signs are."""
    if raw.find(_MOST_COMMON, start, end) >= 0 or all([raw.find(first, start, end) < 0 for first in _FIRSTS]):
        return []
    if any([raw.find(marked, start, end) >= 0 for marked in _MARKED]):
        return []
    numbers = list(_read_numbers(raw, start, end))
    if len(numbers) > 1 and not raw[numbers[-1].end : end].strip() and not _count_up(numbers):
        numbers.pop()  # a figure, and not the number of an insight that was cut off
    markers = [number for number in numbers if not number.is_heading]
    cited = sum(number.is_cited for number in markers)
    if not cited or len(markers) < _FEWEST or 2 * cited < len(markers) or not _count_up(markers):
        return []
    marks = list(find_marks(raw, start, end, scan))
    signs = sum(mark.kind == MARK and not joins_words(raw, mark) for mark in marks)
    runs = sum(mark.kind == CITE for mark in marks)
    if signs * _NUMBERS_PER_SIGN >= len(markers) or runs > cited * _RUNS_PER_NUMBER:
        return []
    titles = sum(_opens_with_title(raw, number.end, marks) for number in markers)
    if titles * _NUMBERS_PER_SIGN >= len(markers):
        return []  # 1. Coal: - 610 yuan [1]: headings above insights that begin with figures
    return [Mark(MARK, number.start, number.end) for number in markers]


def _opens_with_title(raw: str, start: int, marks: list[Mark]) -> bool:
    """Whether a title stands after a number, up to a sign: ``1. Coal: - 610 yuan``, not ``1. Hot - rolled coil``."""
    mark = marks[bisect_left(marks, start, key=attrgetter("start"))]  # an END is the last of them
    if mark.kind != MARK or is_compound(raw, mark) or is_range(raw, mark):
        return False
    return is_title(raw[start : mark.start].strip())


def _read_numbers(raw: str, start: int, end: int) -> Iterator[_Number]:
    found = list(_NUMBER.finditer(raw, start, end))
    for number, following in zip_longest(found, found[1:]):
        stop = end if following is None else following.start()
        words = raw[number.end() : stop]
        is_cited = "[" in words
        line = words.split("\n", 1)[0]
        restarts = following is not None and following[1] == "1"
        is_heading = (
            "[" not in line and len(line) <= _LONGEST_HEADING and is_title(line) and (restarts or is_cited)
        )
        yield _Number(int(number[1]), number.start(), number.end(), is_heading, is_cited)


def _count_up(numbers: list[_Number]) -> bool:
    """Whether each number is a first one or the next."""
    before = 0
    for number in numbers:
        if number.value not in (1, before + 1):
            return False
        before = number.value
    return True


class NumberedMarks(Marks):
    """Marks with numbers for markers; the dashes beside them join words, but for those above a first cited insight.

    ``Summary of Conference Call Industry Involved - The call is about rock [1]. Core Points 1. Rock costs more [2].``
    """

    __slots__ = ("_cited_to", "_numbers")

    def __init__(
        self,
        raw: str,
        start: int,
        end: int,
        scan: regex.Pattern[str],
        joined: frozenset[int],
        numbers: Sequence[Mark],
    ) -> None:
        self._numbers = numbers
        #: where the last citation above the first number begins, looked for once, however many dashes ask
        self._cited_to = max([raw.rfind(bracket, start, numbers[0].start) for bracket in CITATION_BRACKETS])
        super().__init__(raw, start, end, scan, joined)

    def end_of_row(self, row: re.Pattern[str], at: int) -> int:
        """Return ``at``: most dashes are no markers here."""
        del row
        return at

    def _find(self, at: int) -> Iterator[Mark]:
        marks = super()._find(at)
        numbers = iter([number for number in self._numbers if number.start >= at])
        number = next(numbers, None)
        for mark in marks:
            while number is not None and number.start < mark.start:
                yield number
                number = next(numbers, None)
            is_dash = mark.kind == MARK and self._raw[mark.start] in DASHES
            if not is_dash or self._opens_insight(mark):
                yield mark

    def _opens_insight(self, dash: Mark) -> bool:
        """Whether a dash stands above the first number and before citations, and joins neither words nor names."""
        raw = self._raw
        if dash.end > self._cited_to:
            return False
        return not (joins_words(raw, dash) or joins_names(raw, dash) or joins_relation(raw, dash))
