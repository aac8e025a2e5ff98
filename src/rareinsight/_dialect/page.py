"""A text as lines and places: where lines start, what quotes them, and where something may begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import chain, repeat
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.translation import Edit
from rareinsight._grammar.form import strip_span

_LINE: Final = regex.compile(r"[^\r\n]*[^\s][^\r\n]*")
_QUOTE: Final = regex.compile(r"[^\S\r\n]*(?P<sign>//|(?!#\d)[^\w\s(\[{<“‘])[^\S\r\n]?")
_MIN_QUOTED: Final = 3  #: fewer lines that begin with the same symbol are not quoted


class Line(NamedTuple):
    """A line with words, and where these start and end."""

    start: int
    end: int
    is_apart: bool  #: whether a blank line is above it


class Page:
    """The lines of a text, and the first edits of a translation: they remove what quotes each line."""

    def __init__(self, raw: str, markers: Iterable[str]) -> None:
        self.raw: Final = raw
        self.edits: Final[list[Edit]] = []
        places = [line.span() for line in _LINE.finditer(raw)]
        places = self._unquote(places, frozenset(markers))
        self.lines: Final[list[Line]] = []
        last = 0
        for place in places:
            start, end = strip_span(raw, *place)
            above = raw[last:start]
            self.lines.append(Line(start, end, is_apart=max(above.count("\n"), above.count("\r")) > 1))
            last = end
        self._starts: Final = [line.start for line in self.lines]

    def _unquote(self, places: list[tuple[int, int]], markers: frozenset[str]) -> list[tuple[int, int]]:
        """Return the lines without a symbol that all of them begin with, even headings and the title."""
        while len(places) >= _MIN_QUOTED:
            found = [_QUOTE.match(self.raw, *place) for place in places]
            signs = {each["sign"] if each is not None else "" for each in found}
            if len(signs) > 1 or "" in signs or signs & markers:
                break
            after = [each.end() for each in found if each is not None]
            said = chain([f"each line is quoted with {signs.pop()!r}"], repeat(""))
            self.edits.extend(Edit(start, end, "", next(said)) for (start, _), end in zip(places, after, strict=True))
            places = [(start, end) for start, (_, end) in zip(after, places, strict=True)]
        return places

    def line_at(self, at: int) -> int:
        """Return the number of the line that a place belongs to; -1 above the first line."""
        return bisect_right(self._starts, at) - 1

    def line_end(self, at: int) -> int:
        """Return where the line of a place ends."""
        number = self.line_at(at)
        return max(at, self.lines[number].end) if number >= 0 else at

    def is_line_start(self, at: int) -> bool:
        number = self.line_at(at)
        return number >= 0 and self._starts[number] == at

    def places(self, ends: Iterable[int]) -> list[int]:
        """Return where something may begin: at the start of lines, and inside lines after ``ends``."""
        after = {at + len(self.raw[at : at + 8]) - len(self.raw[at : at + 8].lstrip()) for at in ends}
        inside = {at for at in after if at < self.line_end(at)}
        return sorted({*self._starts, *inside})
