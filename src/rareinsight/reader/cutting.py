"""Long texts cut into shares of about a quarter of a megabyte, between articles or between lines.

Shares are what is worked on at a time: they bound memory, go to workers, are done again when a worker dies,
and count what a resumed run has behind it. So they must be the same in every run, whoever does the work.

Where an article ends is told by its lines, and by those of the article before: a page may have its titles
above or below. So all of a text is split into articles here, in one go; that costs a twentieth of parsing it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain
from typing import Final, NamedTuple

from rareinsight.lines import split_lines

#: Code points of a share, and its lines: few beside those of a dump, as workers idle while the last share is worked
#: on. By what each step takes, two workers read 6 MB 1.45 times as fast as one, and 1.3 times by 1 << 20.
SHARE: Final = 1 << 18
_SHARE_LINES: Final = 5_000
#: No record is longer: 16 Mi code points; and no article in plain text has more lines than this.
LONGEST_RECORD: Final = 1 << 24
MOST_LINES: Final = 100_000

#: No article goes on after so many blank lines, and a file is given up after so many overlong records in a row.
_BLANKS: Final = 2_000
_GIVE_UP: Final = 16

#: Splits lines into the texts of the articles they belong to.
Split = Callable[[Iterator[str]], Iterable[str]]


class EndlessError(ValueError):
    """A file seems to be one record without an end."""


class Cut(NamedTuple):
    """A part of a text: where it begins, in code points, and what it says; ``None`` if it is too long.

    ``ahead`` is what was looked at after it to know where its last article ends, ``bound`` what is too long is
    more than.
    """

    offset: int
    text: str | None
    ahead: str = ""
    bound: str = ""


def cut_text(pieces: Iterable[str], split: Split, *, share: int = SHARE) -> Iterator[Cut]:
    """Yield a text in shares of whole articles.

    Args:
        pieces: The text, in pieces of any size.
        split: Splits lines into articles.
        share: About how many code points a share shall have.

    Raises:
        EndlessError: Many records in a row are too long.
    """
    lines = _Lines(pieces)
    offset, overlong = 0, 0
    while not lines.ended:
        offset += lines.pass_over()
        waiting, size = list[str](), 0
        for article in split(lines.stretch()):
            count = lines.let_go(article)
            if lines.bound and (len(article) > LONGEST_RECORD // 2 or count > MOST_LINES // 2):
                yield from _joined(offset, waiting)
                yield Cut(offset + size, None, bound=lines.bound)
                waiting, size, offset, overlong = [], 0, offset + size + len(article), _count(overlong)
                continue
            waiting.append(article)
            size, overlong = size + len(article), 0
            if size >= share or lines.let_go_since_cut >= _SHARE_LINES:
                yield from _joined(offset, waiting, lines.held_text())
                waiting, size, offset, lines.let_go_since_cut = [], 0, offset + size, 0
        yield from _joined(offset, waiting)
        offset += size
        if lines.long_line:
            yield Cut(offset, None, bound=_most_code_points())
            overlong = _count(overlong)


def _most_code_points() -> str:
    return f"{LONGEST_RECORD} code points"


def _joined(offset: int, articles: list[str], ahead: str = "") -> Iterator[Cut]:
    text = "".join(articles)
    if text and not text.isspace():
        yield Cut(offset, text, ahead)


class _Lines:
    """The lines of a text, in stretches that a splitter can hold, however hostile the text is.

    ``bound`` says what the lines at hand are more than, if they are too many.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._lines = _bounded_lines(pieces)
        self._held: deque[str] = deque()
        self._held_size = self._blanks = 0
        self.let_go_since_cut = self.long_line = 0
        self.ended = False
        self.bound = ""

    def stretch(self) -> Iterator[str]:
        """Yield lines up to one that is too long, to many blank ones, or until too many are held."""
        self.bound, self.long_line, self._blanks = "", 0, 0
        for line in self._lines:
            if isinstance(line, int):
                self.long_line = line
                return
            self._held.append(line)
            self._held_size += len(line)
            self._blanks = self._blanks + 1 if line.isspace() else 0
            yield line
            if self._held_size > LONGEST_RECORD:
                self.bound = _most_code_points()
            elif len(self._held) > MOST_LINES:
                self.bound = f"{MOST_LINES} lines"
            if self.bound or self._blanks == _BLANKS:
                return
        self.ended = True

    def let_go(self, article: str) -> int:
        """Hold the lines of an article no longer; return how many they are."""
        left, count = len(article), 0
        while left > 0:
            left -= len(self._held.popleft())
            count += 1
        self._held_size -= len(article)
        self.let_go_since_cut += count
        return count

    def held_text(self) -> str:
        """Return the lines that the splitter has seen and not given out yet."""
        return "".join(self._held)

    def pass_over(self) -> int:
        """Pass over what ended the last stretch, a long line or blank ones; return how long it is."""
        passed, self.long_line = self.long_line, 0
        if self._blanks == _BLANKS:
            for line in self._lines:
                if isinstance(line, int) or not line.isspace():
                    self._lines = chain([line], self._lines)
                    break
                passed += len(line)
        return passed


def _bounded_lines(pieces: Iterable[str], ends: str = "\n\r") -> Iterator[str | int]:
    """Yield the lines of a text, split at what may end them; of one that is too long, only its length."""
    waiting, skipped = "", 0
    for piece in pieces:
        if not waiting and piece.isspace() and piece.count("\n") > _BLANKS:
            yield from split_lines(piece[: 2 * _BLANKS])
            yield piece[2 * _BLANKS :]  # as one line: nobody counts blanks after so many
            continue
        waiting += piece
        if not any(end in piece for end in ends):
            if len(waiting) > LONGEST_RECORD or skipped:
                waiting, skipped = "", skipped + len(waiting)
            continue
        lines = split_lines(waiting) if "\r" in ends else list(StringIO(waiting, newline="\n"))
        waiting = "" if lines[-1].endswith("\n") else lines.pop()  # a line feed may follow "\r"
        if skipped and lines:
            yield skipped + len(lines.pop(0))
            skipped = 0
        yield from (len(line) if len(line) > LONGEST_RECORD else line for line in lines)
    if skipped or len(waiting) > LONGEST_RECORD:
        yield skipped + len(waiting)
    elif waiting:
        yield from split_lines(waiting) if "\r" in ends else [waiting]


def cut_lines(pieces: Iterable[str], *, share: int = SHARE) -> Iterator[Cut]:
    """Yield a text in shares of whole lines; see :func:`cut_text`."""
    offset, overlong, waiting, size = 0, 0, list[str](), 0
    for line in _bounded_lines(pieces, ends="\n"):
        if isinstance(line, int):
            yield from _joined(offset, waiting)
            yield Cut(offset + size, None, bound=_most_code_points())
            waiting, size, offset, overlong = [], 0, offset + size + line, _count(overlong)
            continue
        waiting.append(line)
        size, overlong = size + len(line), 0
        if size >= share:
            yield Cut(offset, "".join(waiting))
            waiting, size, offset = [], 0, offset + size
    yield from _joined(offset, waiting)


def _count(overlong: int) -> int:
    if overlong + 1 == _GIVE_UP:
        raise EndlessError(f"{_GIVE_UP} records in a row are too long")
    return overlong + 1
