"""What is raised, and how it tells where and what: the error with its caret, lines and columns, suggestions.

A digest is often a single line of thousands of characters, so the caret stands below a window of that line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from rareinsight.model import Diagnostic, Span

#: How many columns of a line are shown, and how many of them at most from the place of the doubt on.
_WINDOW = 80
_FROM_THE_SPAN_ON = 50

#: East Asian widths of the signs that take two columns, categories of those that take none.
_TWO_COLUMNS = ("W", "F")
_NO_COLUMN = ("Mn", "Me")

#: A sign as it is printed and the columns it takes.
_Cell = tuple[str, int]


class ParseError(ValueError):
    """A text was parsed with ``strict=True`` and left a doubt.

    Printed, it shows the first doubt that has a place, with a caret.

    Args:
        diagnostics: The doubts; their spans count from the start of ``text``.
        text: The text that was parsed: ``raw`` of its article.

    Attributes:
        diagnostics: The doubts, as a tuple.
        text: The text that was parsed.

    >>> doubt = Diagnostic("uncited-insight", "warning", "the insight has no citation", Span(8, 14))
    >>> print(ParseError([doubt], "Core - Copper."))
    uncited-insight: the insight has no citation (line 1, column 9)
        Core - Copper.
                ^^^^^^
    """

    diagnostics: tuple[Diagnostic, ...]
    text: str

    def __init__(self, diagnostics: Iterable[Diagnostic], text: str) -> None:
        self.diagnostics = tuple(diagnostics)
        self.text = text
        super().__init__(self.diagnostics, text)

    @property
    def line(self) -> int | None:
        """The line of the first doubt that has a place, from 1; ``None`` where none has."""
        return None if self._place is None else locate(self.text, self._place.start)[0]

    @property
    def column(self) -> int | None:
        """Its column in that line, in code points, from 1."""
        return None if self._place is None else locate(self.text, self._place.start)[1]

    @property
    def _shown(self) -> Diagnostic | None:
        placed = (doubt for doubt in self.diagnostics if doubt.span is not None)
        return next(placed, next(iter(self.diagnostics), None))

    @property
    def _place(self) -> Span | None:
        """The span of the doubt that is shown, kept inside the text."""
        if self._shown is None or self._shown.span is None:
            return None
        start = min(max(self._shown.span.start, 0), len(self.text))
        return Span(start, min(max(self._shown.span.end, start), len(self.text)))

    def __str__(self) -> str:
        shown, place, more = self._shown, self._place, len(self.diagnostics) - 1
        if shown is None:
            return "the text could not be parsed without doubt"
        facts = [] if place is None else [f"line {self.line}, column {self.column}"]
        facts += [f"and {more} more"] if more else []
        head = f"{shown.code}: {shown.message}" + (f" ({'; '.join(facts)})" if facts else "")
        return head if place is None else f"{head}\n{_caret(self.text, place)}"

    def __repr__(self) -> str:
        codes = ", ".join(doubt.code for doubt in self.diagnostics)
        return f"{type(self).__name__}({codes})"


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""Tell in which line and column of a text an offset lies.

    Args:
        text: The text that the offset counts in; its lines end with ``\n``, ``\r\n`` or ``\r``.
        offset: A code point of the text, or its length.

    Returns:
        The line and the column in code points, both counted from 1.

    Raises:
        ValueError: The offset lies outside the text.

    >>> locate("title\r\nbody", 9)
    (2, 3)
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} lies outside a text of {len(text)} code points")
    end = offset - 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset
    ends = text.count("\n", 0, end) + text.count("\r", 0, end) - text.count("\r\n", 0, end)
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return ends + 1, offset - start + 1


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to add to a message about a name nobody knows.

    Args:
        name: The name that was given.
        known: The names there are.

    Returns:
        A question that suggests the nearest name, a list of all names if none is near, or ``""`` if there
        are none.

    >>> nearest("digset", ["digest", "briefing"])
    "did you mean 'digest'?"
    >>> nearest("x", ["digest", "briefing"])
    "known are 'briefing' and 'digest'"
    """
    from difflib import get_close_matches  # here, as it is wanted once in a thousand runs

    names = sorted(known)
    folded = {each.casefold(): each for each in names}
    if near := get_close_matches(name.casefold(), folded, n=1):
        return f"did you mean {folded[near[0]]!r}?"
    if not names:
        return ""
    *others, last = map(repr, names)
    return f"known are {', '.join(others)} and {last}" if others else f"known is {last}"


def _caret(text: str, span: Span) -> str:
    """Draw the line in which a span starts, cut to a window around it, with carets below the span."""
    start = span.start - locate(text, span.start)[1] + 1
    ends = (text.find(end, span.start) for end in "\r\n")
    end = min((found for found in ends if found >= 0), default=len(text))
    after = list(_fitting(text[span.start : min(end, span.start + _WINDOW)], _FROM_THE_SPAN_ON))
    room = _WINDOW - _columns(after)
    before = list(_fitting(text[max(start, span.start - _WINDOW) : span.start][::-1], room))[::-1]
    left = "…" if len(before) < span.start - start else ""
    right = "…" if len(after) < end - span.start else ""
    shown = "".join(sign for sign, _ in before + after)
    carets = "^" * max(_columns(after[: len(span)]), 1)
    return f"    {left}{shown}{right}\n    {' ' * (len(left) + _columns(before))}{carets}"


def _fitting(signs: str, columns: int) -> Iterator[_Cell]:
    """Yield as many signs as fit into so many columns."""
    for cell in map(_cell, signs):
        columns -= cell[1]
        if columns < 0:
            return
        yield cell


def _columns(cells: list[_Cell]) -> int:
    return sum(columns for _, columns in cells)


def _cell(sign: str) -> _Cell:
    """Return a sign and its columns; control characters never reach a screen."""
    if not sign.isprintable():
        return " " if sign.isspace() else "\N{REPLACEMENT CHARACTER}", 1
    if unicodedata.category(sign) in _NO_COLUMN:
        return sign, 0
    return sign, 2 if unicodedata.east_asian_width(sign) in _TWO_COLUMNS else 1
