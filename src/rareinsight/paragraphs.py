"""Lines that were one line: text that mail, a terminal or a formatter has broken at one width.

Who breaks text fills each line as far as words go: the first word of the next line would not have fitted. In three
lines or more, some of which begin in the middle of a sentence, that is no chance; such lines are read as the one line
that they were. Nothing of it is rewritten: the line keeps its breaks, and blanks stand for them while it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight.signs import is_caseless

_FEWEST_LINES: Final = 3
#: The longest paragraph that is put together, so that a stream needs no more memory.
_MOST_LINES: Final = 1000
_NARROWEST: Final = 50
#: The first line of a paragraph is longer.
LONGEST_BEFORE: Final = _NARROWEST // 2
#: A line with its end is longer than this, unless it is blank.
_SHORTEST: Final = 2
LONGEST_IN_PARAGRAPH: Final = 130
#: Of the lines after the first, as many as one in five begin with a small letter at the least.
_LINES_PER_SMALL_LETTER: Final = 5
#: A title and a source line may stand below a body.
MOST_LINES_OF_HEADER: Final = 2
_ENDS_OF_INSIGHT: Final = ("]", "].", "】", "]。")

#: What ends a text that may have a title below: citations, and the ellipsis with which raw text is cut short.
_ENDS_OF_TEXT: Final = (*_ENDS_OF_INSIGHT, " ...", " …")
_ENDS_OF_SENTENCE: Final = (*_ENDS_OF_INSIGHT, ".", "!", "?", ".”", '."')

_LINE_ENDS: Final = str.maketrans("\r\n", "  ")
_CITATION: Final = re.compile(r"[\[【［][0-9]{1,6}")
#: Citations and a marker right after them: what begins inside a line did not begin one.
_INNER_MARKER: Final = re.compile(r"[\]】][.。]?\s+[-*•–—●▪◦‣−]\s")
_NUMBER: Final = re.compile(r"\s*[(（]?[0-9]{1,3}[.)、）]\s*\D")
_MARKER: Final = re.compile(r"\s*(?:[-*•–—●▪◦‣−]\s|#|\|)")


def unbreak(text: str) -> str:
    r"""Return ``text`` with blanks for its line ends, as long as before.

    >>> unbreak("to the chance of war\n[4]\n")
    'to the chance of war [4] '
    """
    return text.translate(_LINE_ENDS)


def join_wrapped(lines: Iterable[str]) -> Iterator[tuple[str, bool]]:
    r"""Yield the lines, those of a wrapped paragraph as one, and whether it is such a one.

    >>> text = [
    ...     "Core Insights - The strait is narrow, and a fifth of all oil\n",
    ...     "goes through it on some forty ships each day of the week\n",
    ...     "[1][3]. - The other way is longer by two weeks [2].\n",
    ...     "Strait in the News\n",
    ... ]
    >>> [(line.count("\n"), is_wrapped) for line, is_wrapped in join_wrapped(text)]
    [(3, True), (1, False)]
    """
    first: str | None = None  # a line that may begin a paragraph
    paragraph: _Paragraph | None = None
    for line in lines:
        if paragraph is not None:
            if paragraph.takes(line):
                continue
            yield from paragraph.lines_of_it()
            first = paragraph = None
        elif first is not None:
            if len(line) > _SHORTEST and len(first) + len(line) > _NARROWEST:
                paragraph = _Paragraph(first)
                if paragraph.takes(line):
                    continue
                paragraph = None
            yield first, False
            first = None
        if LONGEST_BEFORE < len(line) <= LONGEST_IN_PARAGRAPH and (line.isascii() or not is_caseless(line)):
            first = line
        else:
            yield line, False
    if paragraph is not None:
        yield from paragraph.lines_of_it()
    elif first is not None:
        yield first, False


class _Paragraph:
    """Lines that may be one, as far as they have been met."""

    __slots__ = ("before", "lines", "shortest_try", "widest")

    def __init__(self, line: str) -> None:
        self.lines, self.before = [line], line.rstrip()
        self.widest = len(self.before)
        #: The length that the shortest line would have had with the first word of the next.
        self.shortest_try = 2 * LONGEST_IN_PARAGRAPH

    def takes(self, line: str) -> bool:
        """Add ``line`` if it goes on with this paragraph."""
        words = line.rstrip()
        first = words.split(None, 1)[:1]
        if not first or len(words) > LONGEST_IN_PARAGRAPH or len(self.lines) == _MOST_LINES:
            return False
        tried = min(self.shortest_try, len(self.before) + 1 + len(first[0]))
        widest = max(self.widest, len(words))
        if tried <= widest or (not words.isascii() and is_caseless(words)):
            return False
        if _NUMBER.match(words) and self.before.endswith(_ENDS_OF_SENTENCE):
            return False  # the next item of a list, whose number counts at the start of a line only
        self.lines.append(line)
        self.before, self.widest, self.shortest_try = words, widest, tried
        return True

    def lines_of_it(self) -> Iterator[tuple[str, bool]]:
        """Yield the lines met: as one if they are, and those below it one by one."""
        lines, end = self.lines, self._end(self.lines)
        if end >= _FEWEST_LINES and self.widest >= _NARROWEST and _break_sentences(lines[:end]):
            yield "".join(lines[:end]), True
            lines = lines[end:]
        for line in lines:
            yield line, False

    @staticmethod
    def _end(lines: list[str]) -> int:
        """How many lines belong together: a title below a last citation, or below an ellipsis, does not."""
        for end in range(len(lines) - 1, max(0, len(lines) - 1 - MOST_LINES_OF_HEADER), -1):
            below = lines[end:]
            if lines[end - 1].rstrip().endswith(_ENDS_OF_TEXT) and not any(
                _CITATION.search(line) or _MARKER.match(line) for line in below
            ):
                return end
        return len(lines)


def _break_sentences(lines: list[str]) -> bool:
    """Whether markers stand inside the lines, or enough lines begin with a small letter, as broken text has them."""
    small = sum(line.lstrip()[:1].islower() for line in lines[1:])
    marked = sum(_MARKER.match(line) is not None for line in lines[1:])
    if any(_INNER_MARKER.search(line) for line in lines[:-1]):
        return True
    return small * _LINES_PER_SMALL_LETTER >= len(lines) - 1 and small >= marked
