"""Seams: places in a dump where an article begins, whatever stands above and below what is looked at.

Where an article ends is told by its lines and by those of all articles before it. But below a digest, a title with a
source line and another digest below them begin an article for sure, however the lines above are read. So a dump
needn't be read to be cut: it is enough to look at a few lines now and then.

Why it can't be otherwise (:mod:`rareinsight.pages`): the article at hand has a body, the digest above. A source line
then begins the next one with its title, unless the article at hand has neither yet: those may be its own, below its
body. They are not if an article above has had its own above its body, if a blank line parts them from this digest and
none from the next, or if page furniture stands between.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rareinsight._references import is_numbered
from rareinsight.format import Format
from rareinsight.frames import LONGEST_TITLE
from rareinsight.lines import classify, split_lines
from rareinsight.patterns import compile_format

#: A longer line is never joined with those around it as a wrapped paragraph.
_WIDEST: Final = 200
#: Blank lines, and below them no digit: a number may be the next of a list above.
_PARTING: Final = re.compile(r"(?:\r?\n){2,9}(?=[^\s\d])")
#: How many lines are looked at below, at the most.
_MOST_LINES: Final = 8
#: The kinds of these lines, by their first letters: furniture, text, source or date, blank, opening.
_HEADED: Final = re.compile("f*t[sd]b*o")
_HEADED_FOR_SURE: Final = re.compile("f+t[sd]b*o|t[sd]o")


class Seam(NamedTuple):
    """Where an article begins, and where the first line of its body ends, in code points."""

    start: int
    end: int


def find_seam(format: Format, text: str, start: int, end: int, *, headers_above: bool) -> Seam | None:
    """Return the first seam between two places of a text, if there is any.

    Args:
        format: What the text is of.
        text: The text.
        start: From where on to look.
        end: How far to look.
        headers_above: Whether an article before had title and source line above its body.
    """
    if format.unmarked or format.title_line != "last":
        return None
    shape = _HEADED if headers_above else _HEADED_FOR_SURE
    for parting in _PARTING.finditer(text, start, end):
        above = text.rfind("\n", start, parting.start()) + 1
        if parting.start() - above < _WIDEST or not above:
            continue
        below = _end_of_body(text, parting.end(), end)
        lines = split_lines(text[parting.end() : below])
        if _is_headed(lines, shape, format) and _is_digest(text[above : parting.start()], format):
            return Seam(parting.end(), below)
    return None


def _end_of_body(text: str, start: int, end: int) -> int:
    """Return where the first long line from ``start`` on ends; ``start`` itself if none is near."""
    at = start
    for _ in range(_MOST_LINES):
        before, at = at, text.find("\n", at, end) + 1
        if not at:
            break
        if at - before > _WIDEST:
            return at
    return start


def _is_headed(lines: list[str], shape: re.Pattern[str], format: Format) -> bool:
    """Whether lines are title, source line and first line of a body."""
    kinds = [classify(line, format, compile_format(format)).kind for line in lines]
    is_short = all(len(line) <= LONGEST_TITLE for line in lines[:-1])
    return is_short and shape.fullmatch("".join(kind[0] for kind in kinds)) is not None


def _is_digest(text: str, format: Format) -> bool:
    """Whether a line is of a body, whatever stands above it: it begins with a core or group, and is no reference."""
    line = classify(text, format, compile_format(format))
    is_heading = line.kind == "opening" and line.head is not None and line.head.role != "other"
    return is_heading and "\r" not in text and not is_numbered(text, line.start, line.end)
