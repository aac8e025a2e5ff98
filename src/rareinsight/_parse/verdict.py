"""Whether a text is a digest, and of which format.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets, but lack the structure of
digests: headings that only digests have, or insights between a marker and citations. Most other text is rejected by
searching for a few substrings; the rest is parsed.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Final

from rareinsight._grammar.form import ends_sentence, has_verb
from rareinsight._parse.cutter import Body, Chunk
from rareinsight._parse.labels import known, small_first, title_like, titled, to_marker
from rareinsight._parse.table import HEADING, INSIGHTS, NOTHING, NUMBERED

#: The share of a body without headings of the vocabulary that may belong to nothing.
_MOST_UNPLACED: Final = 0.4
#: The most insights of a body in which a single one with citations is enough.
_FEW: Final = 3


def is_digest(body: Body) -> bool:
    """Whether a body has headings that only digests have, or insights with markers and citations."""
    chunks, format = body.chunks, body.grammar.format
    is_free = bool(format.citations) and format.free_headings and not (format.markdown or format.unmarked)
    if is_free and _is_core(chunks[0]):
        return True  # nearly all digests begin like this, so nothing else is collected for them
    headings = [each for each in chunks if each.label == HEADING]
    insights = (each for each in chunks if each.label in INSIGHTS)
    units = [list(unit) for _, unit in groupby(insights, key=attrgetter("unit"))]
    marked = sum(bool(unit[0].mark) or unit[0].label == NUMBERED for unit in units)
    cited = [unit for unit in units if any(_is_cited(each) for each in unit)]
    if format.markdown:
        return bool(units) and bool(headings or cited)
    if not is_free:
        return bool(units) and (bool(headings) or (bool(format.citations) and 2 * marked > len(units)))
    if any(each.is_link or _holds(each) for each in headings):
        return True
    closed = sum(_is_cited(unit[-1]) for unit in cited)
    if 3 * closed < 2 * len(cited):
        return False
    if any(_is_core(each) for each in headings):
        return True
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    if unplaced > _MOST_UNPLACED * sum(len(each.text) for each in chunks):
        return False
    if any(_is_group(each) for each in headings):
        return bool(cited) or _is_group(chunks[0]) or not units
    is_cited = bool(closed) and 3 * closed >= len(units) - 1 and (closed > 1 or len(units) <= _FEW)
    return is_cited and 2 * marked >= len(units) and all(known(each) or _is_heading(each) for each in headings)


def _is_heading(chunk: Chunk) -> bool:
    return titled(chunk) or (title_like(chunk) and not has_verb(chunk.text))


def breaks_off(body: Body) -> bool:
    """Whether a body starts like a digest, with a marker or a heading, and ends without citations or a stop."""
    first, last = body.chunks[0], body.chunks[-1]
    is_begun = bool(first.mark) or first.label == HEADING
    return is_begun and (body.is_open or not (last.runs or ends_sentence(last.text)))


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs) or (chunk.next.text == "" and chunk.body.cut is not None)


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary, before a marker, citations, another heading or the end."""
    is_followed = to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs) or chunk.next.label == HEADING
    return chunk.known is not None and chunk.known.heading.role != "other" and is_followed


def _holds(chunk: Chunk) -> bool:
    """Whether a heading of the vocabulary holds text, or headings and is followed by another one."""
    heading = None if chunk.known is None else chunk.known.heading
    return heading is not None and (heading.holds_text or (heading.holds_headings and known(chunk.next)))


def _is_group(chunk: Chunk) -> bool:
    """Whether a heading is the number of a group, with at most a label after it, before a marker or the end."""
    number = chunk.number
    if number is None or number.shape.role != "group" or chunk.runs or small_first(chunk):
        return False
    is_bare = chunk.end - number.end <= 1 or chunk.body.raw[number.end] in ":：*"
    return is_bare and (to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs))
