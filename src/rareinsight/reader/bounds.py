"""The lines of a text in bounded memory, however long they are and however many belong together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain
from typing import Final

from rareinsight.lines import split_lines

#: No record is longer: 16 Mi code points; and no article in plain text has more lines than this.
LONGEST_RECORD: Final = 1 << 24
MOST_LINES: Final = 100_000
#: No article goes on after so many blank lines.
_BLANKS: Final = 2_000


def most_code_points() -> str:
    """Return what a record that is too long is more than."""
    return f"{LONGEST_RECORD} code points"


class Stretches:
    """The lines of a text, in stretches that a splitter can hold, however hostile the text is.

    ``bound`` says what the lines at hand are more than, if they are too many.
    """

    def __init__(self, pieces: Iterable[str]) -> None:
        self._lines = bounded_lines(pieces)
        self._held: deque[str] = deque()
        self._held_size = self._blanks = 0
        self.long_line = 0
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
                self.bound = most_code_points()
            elif len(self._held) > MOST_LINES:
                self.bound = f"{MOST_LINES} lines"
            if self.bound or self._blanks == _BLANKS:
                return
        self.ended = True

    def let_go(self, article: str) -> bool:
        """Hold the lines of an article no longer; return whether it is what was too much."""
        left, count = len(article), 0
        while left > 0:
            left -= len(self._held.popleft())
            count += 1
        self._held_size -= len(article)
        return bool(self.bound) and (len(article) > LONGEST_RECORD // 2 or count > MOST_LINES // 2)

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


def bounded_lines(pieces: Iterable[str], ends: str = "\n\r") -> Iterator[str | int]:
    """Yield the lines of a text, split at what may end them; of one that is too long, only its length."""
    waiting, skipped = "", 0
    for piece in pieces:
        is_blank = not (waiting or skipped) and piece.isspace()
        if is_blank and len(piece) > 2 * _BLANKS and piece.count("\n") > _BLANKS:
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
