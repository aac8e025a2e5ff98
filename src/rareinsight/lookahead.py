"""The lines of a page that come next, as far as a decision may look at them.

A page that comes in pieces gives the same articles as a whole one, in bounded memory, since no decision waits for
more than these.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final

from rareinsight.lines import Line, LineKind

#: An article is closed after so many lines of plain text that follow its body, or that are all it has.
LONGEST_TAIL: Final = 2000


class Ahead:
    """The lines that are still to come, of which the next ones can be looked at without taking them."""

    __slots__ = ("_lines", "_seen")

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._seen: deque[Line] = deque()

    def take(self) -> Line | None:
        """Return the next line, ``None`` after the last one."""
        return self._seen.popleft() if self._seen else next(self._lines, None)

    def peek(self, distance: int) -> Line | None:
        """Return the line after ``distance`` others without taking it; ``None`` behind the last one."""
        while len(self._seen) <= distance:
            line = next(self._lines, None)
            if line is None:
                return None
            self._seen.append(line)
        return self._seen[distance]

    def kinds(self, count: int) -> list[LineKind]:
        """Return the kinds of the next lines, blank ones too, at most ``count``."""
        self.peek(count - 1)
        return [line.kind for line in islice(self._seen, count)]

    def words(self, count: int = 1) -> list[Line]:
        """Return the next lines that are not blank, at most ``count``."""
        found = [line for line in self._seen if line.kind != "blank"][:count]
        while len(found) < count and len(self._seen) < LONGEST_TAIL:
            line = next(self._lines, None)
            if line is None:
                break
            self._seen.append(line)
            if line.kind != "blank":
                found.append(line)
        return found

    def is_blank(self) -> bool:
        """Whether a blank line comes next; it has to have been looked at."""
        return bool(self._seen) and self._seen[0].kind == "blank"
