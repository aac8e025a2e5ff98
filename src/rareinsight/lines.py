"""Lines and their kinds: what each line of a page is, told from the line alone.

Title, source, date and where one article ends and the next begins follow from these kinds
(:mod:`rareinsight.pages`); what a body says is read from its marks (:mod:`rareinsight.marks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import regex

from rareinsight.format import Format
from rareinsight.headings import Head, read_headings
from rareinsight.patterns import Patterns
from rareinsight.shapes import is_title

LineKind = Literal["blank", "furniture", "source", "date", "marked", "opening", "heading", "cited", "text"]

#: The kinds that belong to a body.
BODY_KINDS: Final = frozenset(("marked", "opening", "heading", "cited"))
_NO_WIDTH: Final = "\ufeff\u200b"
_LONGEST_HEADER: Final = 200


class Line(NamedTuple):
    """A line with its end, its kind, and the place of its words in it."""

    text: str
    kind: LineKind
    start: int
    end: int
    head: Head | None = None

    @property
    def words(self) -> str:
        """The line without the blanks around it."""
        return self.text[self.start : self.end]


@lru_cache(maxsize=1)
def _line_pattern() -> regex.Pattern[str]:
    return regex.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def split_lines(text: str) -> list[str]:
    r"""Split ``text`` at ``\n``, ``\r\n`` and ``\r``, line ends kept.

    >>> split_lines("a\r\nb\n\nc")
    ['a\r\n', 'b\n', '\n', 'c']
    """
    return _line_pattern().findall(text)


def join_chunks(chunks: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines of a text that comes in pieces, each as soon as it is whole.

    >>> list(join_chunks(["a\r", "\nb", "c"]))
    ['a\r\n', 'bc']
    """
    waiting: list[str] = []
    for chunk in chunks:
        if not isinstance(chunk, str):
            raise TypeError(f"expected chunks of str, got {type(chunk).__name__}: decode them first")
        if not chunk:
            continue
        if waiting and waiting[-1].endswith("\r"):
            chunk = waiting.pop() + chunk
        if "\n" not in chunk and "\r" not in chunk:
            waiting.append(chunk)
            continue
        lines = split_lines(chunk)
        if waiting:
            lines[0] = "".join(waiting) + lines[0]
            waiting = []
        if not lines[-1].endswith("\n"):
            waiting = [lines.pop()]
        yield from lines
    if waiting:
        yield from split_lines("".join(waiting))


def classify(text: str, format: Format, patterns: Patterns) -> Line:
    """Return ``text``, one line, with its kind."""
    start, end = _trim(text)
    if start == end:
        return Line(text, "blank", start, end)
    if end - start <= _LONGEST_HEADER:
        kind = _header_kind(text[start:end], patterns)
        if kind is not None:
            return Line(text, kind, start, end)
    return _classify_body(text, start, end, format, patterns)


def _trim(text: str) -> tuple[int, int]:
    stripped = text.strip()
    if stripped[:1] in _NO_WIDTH or stripped[-1:] in _NO_WIDTH:
        stripped = stripped.strip("\ufeff\u200b \t\r\n\u00a0\u3000")
    if not stripped:
        return 0, 0
    start = text.find(stripped)
    return start, start + len(stripped)


def _header_kind(words: str, patterns: Patterns) -> LineKind | None:
    if words.casefold() in patterns.furniture:
        return "furniture"
    if patterns.source_line is None or not any(digit in words for digit in "0123456789"):
        return None
    found = patterns.source_line.fullmatch(words)
    if not found:
        return None
    return "source" if found.groupdict().get("source") else "date"


def _classify_body(text: str, start: int, end: int, format: Format, patterns: Patterns) -> Line:
    first = patterns.scan.search(text, start, end)
    kind = first.lastgroup if first else None
    if first and kind in ("mark", "rule") and not text[start : first.start()].strip("#* "):
        return Line(text, "marked", start, end)
    stop = first.start() if first else end
    right = {"mark": "mark", "rule": "mark"}.get(kind or "", "cite" if first and kind not in ("cut", "long") else "line")
    known = read_headings(text, start, stop, right, patterns, free=False)
    if known:
        return Line(text, "opening" if first else "heading", start, end, known[0])
    if text[start] == "#":
        return Line(text, "heading", start, end)
    if not first:
        return Line(text, "text", start, end)
    if right == "cite":
        return Line(text, "cited", start, end)
    has_citation = patterns.run is not None and _holds_citation(text, start, end, patterns)
    if format.free_headings and has_citation and is_title(text[start:stop]):
        return Line(text, "opening", start, end)
    return Line(text, "cited" if has_citation else "text", start, end)


def _holds_citation(text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a line holds a citation, or ends inside one."""
    return any(found.lastgroup in ("cite", "cut") for found in patterns.scan.finditer(text, start, end))
