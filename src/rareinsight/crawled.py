"""The head of an article as crawlers give it: a title, its source line, and a body right below.

Nine of ten pages begin so, and nothing about it is to be decided: such lines are placed in one step, in a third of
the time that :mod:`rareinsight.placing` takes for them one by one. What is not just so is left to it: the two ways
place alike, and a test holds them to it.
"""

from __future__ import annotations

from typing import Final

from rareinsight.frames import LONGEST_TITLE, Frame, is_excerpt
from rareinsight.lines import Line
from rareinsight.lookahead import Ahead

#: The first lines of bodies that need no look at the lines above; a heading alone may be a title.
_BEGIN_BODY: Final = ("opening", "marked", "cited")
_MOST_BLANKS: Final = 8


def take_crawled(title: Line, ahead: Ahead) -> list[Line]:
    """Take the lines from ``title``, the next one, to the first of its body, if it is one; none if it isn't."""
    source = ahead.peek(1)
    if source is None or source.kind != "source":
        return []
    count = 2
    while (line := ahead.peek(count)) is not None and line.kind == "blank" and count < _MOST_BLANKS:
        count += 1
    is_title = title.end - title.start <= LONGEST_TITLE and not title.text[title.start].isdigit()
    if line is None or line.kind not in _BEGIN_BODY or not is_title:
        return []
    return ahead.take_all(count + 1)


def begin_crawled(frame: Frame, lines: list[Line], ahead: Ahead) -> None:
    """Add a title, its source line, blank lines and the first line of a body to an article without any of them."""
    frame.title = len(frame.lines)
    frame.source = frame.title + 1
    *above, first = lines
    for line in above:
        frame.append(line)
    frame.first_body = len(frame.lines)
    frame.add_to_body(first)
    frame.append(first)
    frame.is_cut_short = first.kind == "opening" and not is_excerpt(first) and not ahead.words()
