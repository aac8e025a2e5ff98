"""Long texts cut into shares of about a megabyte, between articles or between lines.

Shares are what is worked on at a time: they bound memory, go to workers, are done again when a worker dies,
and count what a resumed run has behind it. So they must be the same in every run, whoever does the work.

A text of many articles is not parsed to find where it can be cut. Only a short window of it is, where a share
is about long enough: an article's beginning is told by the lines around it, so two articles on, it no longer
matters where the reading began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

#: Code points of a share, and of what is parsed first to find its end.
SHARE: Final = 1 << 20
WINDOW: Final = 1 << 14
#: No record is longer: 16 Mi code points, or as many line ends as this.
LONGEST_RECORD: Final = 1 << 24
MOST_LINES: Final = 200_000

#: A share ends before it has more lines than this, and a file is given up after so many overlong records.
_SHARE_LINES: Final = 20_000
_GIVE_UP: Final = 16
#: Articles read to be sure of the place, the one that begins there, and one to see that it ends.
_ARTICLES: Final = 4

#: Tells the lengths of the articles of a text, in order.
Measure = Callable[[str], Iterable[int]]


class EndlessError(ValueError):
    """A file seems to be one record without an end."""


class Cut(NamedTuple):
    """A part of a text: where it begins, in code points, and what it says; ``None`` if it is too long."""

    offset: int
    text: str | None


def cut_text(pieces: Iterable[str], measure: Measure, *, share: int = SHARE) -> Iterator[Cut]:
    """Yield a text in shares, each beginning where an article begins.

    Args:
        pieces: The text, in pieces of any size.
        measure: Tells the lengths of the articles of a text.
        share: About how many code points a share shall have.

    Raises:
        EndlessError: Many records in a row are too long.
    """
    buffer, offset, overlong, next_try = "", 0, 0, share + WINDOW
    pieces = iter(pieces)
    for piece in pieces:
        buffer += piece
        while len(buffer) >= next_try:
            cut = _find_cut(buffer, measure, share)
            if cut is None and not _is_too_long(buffer):
                next_try = len(buffer) * 5 // 4
                break
            cut = cut or _cut_exactly(buffer, measure)
            next_try = share + WINDOW
            if cut:
                yield Cut(offset, buffer[:cut])
                buffer, offset, overlong = buffer[cut:], offset + cut, 0
                continue
            yield Cut(offset, None)
            skipped, buffer = _skip_line(buffer, pieces)
            offset, overlong = offset + skipped, _count(overlong)
    if buffer:
        yield Cut(offset, buffer)


def cut_lines(pieces: Iterable[str], *, share: int = SHARE) -> Iterator[Cut]:
    """Yield a text in shares of whole lines; see :func:`cut_text`."""
    buffer, offset, overlong = "", 0, 0
    pieces = iter(pieces)
    for piece in pieces:
        buffer += piece
        while len(buffer) >= share:
            cut = buffer.rfind("\n", 0, share) + 1 or buffer.find("\n") + 1
            if cut > LONGEST_RECORD or (not cut and len(buffer) > LONGEST_RECORD):
                yield Cut(offset, None)
                skipped, buffer = (cut, buffer[cut:]) if cut else _skip_line(buffer, pieces)
                offset, overlong = offset + skipped, _count(overlong)
            elif cut:
                yield Cut(offset, buffer[:cut])
                buffer, offset, overlong = buffer[cut:], offset + cut, 0
            else:
                break
    if buffer:
        yield Cut(offset, buffer)


def _find_cut(buffer: str, measure: Measure, share: int) -> int | None:
    """Return where an article begins, at the end of a share; ``None`` if more text is needed to tell."""
    begin = _next_line(buffer, _end_of_share(buffer, share))
    size = WINDOW
    while begin is not None and begin + size <= len(buffer):
        window = buffer[begin : begin + size]
        if window.count("\n") + window.count("\r") > MOST_LINES:
            return None
        lengths = list(measure(window))
        if len(lengths) >= _ARTICLES:
            return begin + lengths[0] + lengths[1]
        size *= 2
    return None


def _end_of_share(buffer: str, share: int) -> int:
    """Return where a share is long enough, in code points or in lines."""
    lines = 0
    for at in range(0, share, WINDOW):
        lines += buffer.count("\n", at, at + WINDOW) + buffer.count("\r", at, at + WINDOW)
        if lines > _SHARE_LINES:
            return at
    return share


def _next_line(buffer: str, at: int) -> int | None:
    """Return where the next line begins, ``None`` if that is not in the text."""
    found = buffer.find("\n", at)
    if found < 0:
        found = buffer.find("\r", at, len(buffer) - 1)
    return found + 1 if found >= 0 else None


def _count(overlong: int) -> int:
    if overlong + 1 == _GIVE_UP:
        raise EndlessError(f"{_GIVE_UP} records in a row are too long")
    return overlong + 1


def _is_too_long(buffer: str) -> bool:
    return len(buffer) > LONGEST_RECORD or buffer.count("\n") + buffer.count("\r") > MOST_LINES


def _cut_exactly(buffer: str, measure: Measure) -> int:
    """Return where the last article of a text begins, whatever that costs; 0 if it has but one."""
    if "\n" not in buffer and "\r" not in buffer:
        return 0
    *lengths, _ = measure(buffer)
    return sum(lengths)


def _skip_line(buffer: str, pieces: Iterator[str]) -> tuple[int, str]:
    """Pass over a text that is too long, to the end of its last line; return how much, and the rest."""
    skipped = len(buffer)
    if buffer.endswith(("\n", "\r")):
        return skipped, ""
    for piece in pieces:
        end = _next_line(piece + " ", 0)
        if end is not None:
            return skipped + end, piece[end:]
        skipped += len(piece)
    return skipped, ""
