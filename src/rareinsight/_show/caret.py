"""How an error is printed: with part of the line that it is about, and carets below it.

A digest is often a single line of thousands of characters.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from rareinsight.diagnostics import ParseError, locate
from rareinsight.model import Span

#: How many columns of a line an error shows, and the most of them that follow the start of the span.
_WINDOW: Final = 80
_FROM_THE_SPAN_ON: Final = 50


def draw(error: ParseError) -> str:
    """Return the message of an error: its first diagnostic with a span, and the line where that is."""
    if not error.diagnostics:
        return "the text could not be parsed"
    shown = next((each for each in error.diagnostics if each.span is not None), error.diagnostics[0])
    more = len(error.diagnostics) - 1
    facts = [] if shown.span is None else [f"line {error.line}, column {error.column}"]
    facts += [f"and {more} more"] if more else []
    head = f"{shown.code}: {shown.message}" + (f" ({'; '.join(facts)})" if facts else "")
    return head if shown.span is None else f"{head}\n{_draw_line(error.text, shown.span)}"


def _draw_line(text: str, span: Span) -> str:
    """Draw the line in which a span starts, cut to a window around it, with carets below the span."""
    at = min(span.start, len(text))
    start = at - locate(text, at)[1] + 1
    end = min((found for line_end in "\r\n" if (found := text.find(line_end, at)) >= 0), default=len(text))
    after = _fitting(text[at : min(end, at + _WINDOW)], _FROM_THE_SPAN_ON)
    before = _fitting(text[max(start, at - _WINDOW) : at][::-1], _WINDOW - _width(after))[::-1]
    left, right = "…" * (len(before) < at - start), "…" * (len(after) < end - at)
    carets = "^" * max(_width(after[: len(span)]), 1)
    return f"    {left}{before}{after}{right}\n    {' ' * (len(left) + _width(before))}{carets}"


def _fitting(text: str, columns: int) -> str:
    """Return the characters that fit into a number of columns, with visible ones for control characters."""
    shown = [each if each.isprintable() else " " if each.isspace() else "\N{REPLACEMENT CHARACTER}" for each in text]
    return "".join(shown[: bisect_right(list(accumulate(map(_width, shown))), columns)])


def _width(text: str) -> int:
    marks = sum(unicodedata.category(each) in ("Mn", "Me") for each in text)
    return len(text) - marks + sum(unicodedata.east_asian_width(each) in ("W", "F") for each in text)
