"""How an error is printed: with part of the line that it is about, and carets below it.

A digest is often a single line of thousands of characters.
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import Final

from rareinsight.diagnostics import ParseError, locate
from rareinsight.model import Span

#: How many columns of a line an error shows, and the most of them that follow the start of the span.
_WINDOW: Final = 80
_FROM_THE_SPAN_ON: Final = 50
#: A character as printed, and its width in columns.
_Cell = tuple[str, int]


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
    ends = (text.find(end, at) for end in "\r\n")
    end = min((found for found in ends if found >= 0), default=len(text))
    after = _fitting(text[at : min(end, at + _WINDOW)], _FROM_THE_SPAN_ON)
    left_over = _WINDOW - _columns(after)
    before = _fitting(text[max(start, at - _WINDOW) : at][::-1], left_over)[::-1]
    left = "…" if len(before) < at - start else ""
    right = "…" if len(after) < end - at else ""
    shown = "".join(character for character, _ in before + after)
    carets = "^" * max(_columns(after[: len(span)]), 1)
    return f"    {left}{shown}{right}\n    {' ' * (len(left) + _columns(before))}{carets}"


def _fitting(text: str, columns: int) -> list[_Cell]:
    """Return the characters that fit into a number of columns."""
    cells = [_cell(character) for character in text]
    ends = accumulate(width for _, width in cells)
    return [cell for cell, end in zip(cells, ends, strict=True) if end <= columns]


def _columns(cells: list[_Cell]) -> int:
    return sum(columns for _, columns in cells)


def _cell(character: str) -> _Cell:
    """Return a character and its width; control characters are replaced."""
    if not character.isprintable():
        return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}", 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
