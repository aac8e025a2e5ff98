"""Text to marks: one pattern over a body, and what each hit is.

A mark is a place where something may begin or end. What it means is not decided here: a dash may open an
insight or stand inside a sentence (:mod:`rareinsight.evidence` decides). Marks are found as they are asked for,
so that what is read in larger steps is not scanned as well.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import regex

from rareinsight.spelling import ANDS
from rareinsight.tuples import maker_of

CITE: Final = "cite"
MARK: Final = "mark"
LINE: Final = "line"
RULE: Final = "rule"
LONG: Final = "long"
CUT: Final = "cut"
END: Final = "end"
ANY: Final = (MARK, CITE, LINE, RULE, LONG, CUT, END)
#: What can stand right after a heading; a citation that is cut off or too long has words before it.
AFTER_HEADING: Final = (MARK, CITE, LINE, RULE, END)

#: The most numbers that one range of citations is spelled out to; a longer one is text.
LONGEST_RANGE: Final = 100

_DIGITS: Final = re.compile("[0-9]+")
#: What most lists and ranges consist of.
_PLAIN_LIST: Final = frozenset("0123456789,- ")
_LIST_SIGNS: Final = str.maketrans("，、;；–—－~", ",,,,----")
_AND: Final = re.compile(rf"\s(?:{ANDS})\s", re.IGNORECASE)


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


_make_number: Final[Callable[[tuple[int, int, int]], Number]] = maker_of(Number)
_make_mark: Final[Callable[[tuple[str, int, int, tuple[Number, ...]]], Mark]] = maker_of(Mark)


class Marks:
    """The marks of ``raw[start:end]`` in order, an ``END`` last, with a look ahead; line ends ``joined`` are none.

    They are looked for when they are asked for, since a larger step may go on past them.
    """

    __slots__ = ("_ahead", "_at", "_found", "_joined", "_raw", "_scan", "end")

    def __init__(
        self,
        raw: str,
        start: int,
        end: int,
        scan: regex.Pattern[str],
        joined: frozenset[int] = frozenset(),
    ) -> None:
        self._raw, self._scan, self._joined = raw, scan, joined
        self.end: int = end
        self._ahead: deque[Mark] = deque()
        self._at = start
        self._found: Iterator[Mark] | None = None

    def take(self) -> Mark | None:
        """Return the next mark, ``None`` after the ``END``."""
        return self._ahead.popleft() if self._ahead else self._find_next()

    def peek(self, distance: int = 0) -> Mark:
        """Return a mark further on without taking it: the next one, or that after ``distance`` others."""
        while len(self._ahead) <= distance:
            mark = self._find_next()
            if mark is None:
                return self._ahead[-1] if self._ahead else Mark(END, self.end, self.end)
            self._ahead.append(mark)
        return self._ahead[distance]

    def end_of_row(self, row: re.Pattern[str], at: int) -> int:
        """Return where markers in a row that begin at ``at`` end, the last one left out."""
        found = row.match(self._raw, at, self.end)
        return at if found is None else found.end()

    def go_to(self, at: int) -> None:
        """Go on with the marks from ``at``, what lies before having been read in another way."""
        self._ahead.clear()
        self._at, self._found = at, None

    def _find_next(self) -> Mark | None:
        if self._found is None:
            self._found = self._find(self._at)
        return next(self._found, None)

    def _find(self, at: int) -> Iterator[Mark]:
        found = find_marks(self._raw, at, self.end, self._scan)
        return filter(self._is_mark, found) if self._joined else found

    def _is_mark(self, mark: Mark) -> bool:
        return mark.kind != LINE or mark.start not in self._joined


def find_marks(raw: str, start: int, end: int, scan: regex.Pattern[str]) -> Iterator[Mark]:
    """Yield the marks of ``raw[start:end]`` in order, an ``END`` last."""
    for found in scan.finditer(raw, start, end):
        kind = found.lastgroup or MARK
        if kind == CITE:
            numbers = _numbers_of(found)
            yield _make_mark((CITE if numbers else LONG, found.start(), found.end(), numbers))
        else:
            yield _make_mark((kind, found.start(), found.end(), ()))
    yield Mark(END, end, end)


def _numbers_of(found: regex.Match[str]) -> tuple[Number, ...]:
    """Spell out the numbers of a run; nothing where a range in it is no range."""
    runs = found.captures("numbers")
    if len(runs) == 1 and runs[0].isdigit():  # [1], in half of the time
        return (_make_number((int(runs[0]), *found.span())),)
    numbers: list[Number] = []
    for listed, (start, end) in zip(runs, found.spans("bracket"), strict=True):
        values = _values_of(listed)
        if not values:
            return ()
        numbers += [_make_number((value, start, end)) for value in values]
    return tuple(numbers)


def _values_of(listed: str) -> tuple[int, ...]:
    """Spell out a list or range of numbers; nothing where a range runs backwards or too far."""
    if listed.isdigit():
        return (int(listed),)
    if not _PLAIN_LIST.issuperset(listed):
        listed = _AND.sub(",", listed.translate(_LIST_SIGNS))
    values: list[int] = []
    for item in listed.split(","):
        if item.isdigit():
            values.append(int(item))
            continue
        first, *others = _DIGITS.findall(item)
        last = others[-1] if others else first
        if len(others) > 1 or not 0 <= int(last) - int(first) <= LONGEST_RANGE:
            return ()
        values.extend(range(int(first), int(last) + 1))
    return tuple(values)
