"""Whether a body was broken into lines of one width, as terminals and mail do it, so that a line end is a blank.

It is told from the places where lines break in mid-sentence: there, and only there, the line is so full that the
next word would not have fitted. A body with a line for each insight has no such place.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from rareinsight.lines import Line
from rareinsight.sentences import ends_sentence
from rareinsight.shapes import is_title
from rareinsight.signs import is_caseless

#: Kinds of lines that can go on with the line before.
_GOING_ON: Final = ("text", "cited", "opening", "reference")
_FEWEST_BREAKS: Final = 2
_MOST_LINES_MEASURED: Final = 200
#: In columns, of which a Chinese character takes two.
_NARROWEST: Final = 40
_WIDEST: Final = 240
#: The share of breaks that have to be at a full line.
_NEARLY_ALL: Final = 0.9
#: Those of citations, which formats may put into round brackets too.
ENDS_OF_CLAIM: Final = ("]", "】", "］", ")", "）")


def breaks_sentence(line: Line, following: Line) -> bool:
    """Whether the end of ``line`` stands in mid-sentence, as far as the two lines tell."""
    if following.kind not in _GOING_ON or line.kind in ("heading", "blank", "furniture", "source", "date"):
        return False
    words = line.words
    if line.kind == "text" and columns(words) < _NARROWEST:
        return False  # a heading, or a short last line
    if following.kind == "text" and is_caseless(following.words) and not is_caseless(words):
        return False  # a title below a body in English
    return not (words.endswith(ENDS_OF_CLAIM) or ends_sentence(words[-48:].rstrip(".。") + words[-1:]))


def _is_insight(line: Line, following: Line) -> bool:
    """Whether what was broken is an insight, and not a title above a line of text."""
    if following.kind != "cited":
        return False
    return line.kind in ("marked", "opening", "cited") or line.could_open or following.words[0].islower()


def _may_be_heading(line: Line) -> bool:
    """Whether a line may be a heading, which stands below a title as the end of a sentence below its beginning."""
    return line.kind == "text" and line.words[:1].isupper() and is_title(line.words)


class Wrap(NamedTuple):
    """The width that lines were broken to, and what it was counted in: columns of a terminal, or characters."""

    width: int
    measure: Callable[[str], int]

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the next line would not have fitted into ``line``."""
        if following.kind == "blank":
            return False
        length = self.measure(line.words)
        word = "".join(following.words.split(maxsplit=1)[:1])  # a line of signs without width has none
        return 2 * length > self.width and length + 1 + self.measure(word) > self.width

    def breaks(self, line: Line, following: Line) -> bool:
        """Whether the end of ``line`` is a place where a sentence was broken."""
        return breaks_sentence(line, following) and self.is_full(line, following)


def find_wrap(lines: list[Line]) -> Wrap | None:
    """Return how ``lines`` were broken; ``None`` if they were not."""
    if len(lines) < _FEWEST_BREAKS:
        return None
    lines = lines[:_MOST_LINES_MEASURED]
    breaks = [
        (line, following)
        for line, following in pairwise(lines)
        if breaks_sentence(line, following) and not _may_be_heading(following)
    ]
    if len(breaks) < _FEWEST_BREAKS and not any(_is_insight(*each) for each in breaks):
        return None
    for measure in (columns, len):
        wrap = Wrap(max(measure(line.words) for line in lines), measure)
        full = sum(wrap.is_full(line, following) for line, following in breaks)
        if _NARROWEST <= wrap.width <= _WIDEST and full >= _NEARLY_ALL * len(breaks):
            return wrap
    return None


def columns(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes.

    >>> columns("铜 up"), columns("copper")
    (5, 6)
    """
    if text.isascii():
        return len(text)
    return len(text) + sum([east_asian_width(sign) in "WF" for sign in text])
