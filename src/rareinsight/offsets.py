"""Conversion between offsets in code points and in UTF-8 bytes or UTF-16 code units.

Spans count code points, as Python strings do. Files, Rust and Go count bytes; JavaScript, Java and the
Language Server Protocol count UTF-16 units.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from operator import attrgetter
from typing import Literal

from attrs import field, frozen

from rareinsight._messages import expect, is_a, one_of
from rareinsight.model import Span

Encoding = Literal["utf-8", "utf-16"]

#: Runs of code points that take more than one unit; those of group N take N + 1 units each.
#: A lone surrogate counts as it would be encoded: three bytes, one UTF-16 unit.
_WIDE_RUNS = {
    "utf-8": "([\x80-\u07ff]+)|([\u0800-\uffff]+)|([\U00010000-\U0010ffff]+)",
    "utf-16": "([\U00010000-\U0010ffff]+)",
}


@frozen
class _Run:
    """Adjacent code points that take the same number of units."""

    point: int
    unit: int
    width: int

    def unit_of(self, point: int) -> int:
        """Return the unit at which a code point of the run starts."""
        return self.unit + (point - self.point) * self.width


_POINT = attrgetter("point")
_UNIT = attrgetter("unit")


@frozen
class Offsets:
    """Convert the offsets of a text between code points and the units of an encoding.

    It keeps an entry for each run of wide code points, made on first use; lookups take logarithmic time.

    Args:
        text: The text.
        encoding: ``"utf-8"`` to count bytes, ``"utf-16"`` to count 16-bit units.

    Raises:
        TypeError: The text is not a ``str``.
        ValueError: The encoding is neither.

    >>> offsets = Offsets("café 🙂 [1]", "utf-8")
    >>> offsets.to_units(7)
    11
    >>> offsets.to_points(11)
    7
    >>> offsets.span_to_units(Span(7, 10))
    Span(start=11, end=14)
    """

    text: str = field(repr=False, validator=is_a(str))
    encoding: Encoding = field(validator=one_of(*_WIDE_RUNS))

    @cached_property
    def _runs(self) -> tuple[_Run, ...]:
        """The runs of the text, each up to the start of the next; the first may be empty."""
        runs = [_Run(0, 0, 1)]
        for wide in re.finditer(_WIDE_RUNS[self.encoding], self.text):
            width = (wide.lastindex or 0) + 1
            runs.append(_Run(wide.start(), runs[-1].unit_of(wide.start()), width))
            runs.append(_Run(wide.end(), runs[-1].unit_of(wide.end()), 1))
        return tuple(runs)

    def to_units(self, offset: int) -> int:
        """Convert an offset in code points to units of the encoding.

        Args:
            offset: A code point of the text, or its length.

        Raises:
            ValueError: The offset is outside the text.
        """
        expect(int, offset=offset)
        if not 0 <= offset <= len(self.text):
            raise ValueError(f"offset {offset} is outside the text of {len(self.text)} code points")
        return self._runs[bisect_right(self._runs, offset, key=_POINT) - 1].unit_of(offset)

    def to_points(self, offset: int) -> int:
        """Convert an offset in units of the encoding to code points.

        Args:
            offset: A unit of the encoded text, or its length.

        Raises:
            ValueError: The offset is outside the text or inside a code point.
        """
        expect(int, offset=offset)
        if not 0 <= offset <= self.to_units(len(self.text)):
            raise ValueError(f"offset {offset} is outside the text")
        run = self._runs[bisect_right(self._runs, offset, key=_UNIT) - 1]
        points, inside = divmod(offset - run.unit, run.width)
        if inside:
            raise ValueError(f"offset {offset} is inside a code point, not at its start")
        return run.point + points

    def span_to_units(self, span: Span) -> Span:
        """Convert a span of code points to a span of units."""
        expect(Span, span=span)
        return Span(self.to_units(span.start), self.to_units(span.end))

    def span_to_points(self, span: Span) -> Span:
        """Convert a span of units to a span of code points."""
        expect(Span, span=span)
        return Span(self.to_points(span.start), self.to_points(span.end))
