"""Whether what was read is a digest, and not other text that holds a mark or two.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets. What they lack is the shape:
headings that only digests have, or insights that a marker opens and citations end.
"""

from __future__ import annotations

from typing import Final

from rareinsight._decide.facts import cut_citation, known, long, small_first, to_marker, verbal
from rareinsight._decide.table import HEADING, INSIGHTS, NOTHING, NUMBERED
from rareinsight._page.chunks import Body, Chunk

#: Of a body that no heading of the vocabulary tells, so much may belong to nothing.
_MOST_UNPLACED: Final = 0.4
#: So many insights may rest on one citation.
_FEW: Final = 3


def is_digest(body: Body) -> bool:
    """Whether the decided chunks of a body are those of a digest."""
    chunks, format = body.chunks, body.grammar.format
    if chunks[0].label == HEADING and _is_core(chunks[0]) and to_marker(chunks[0]):
        return True
    headings = [each for each in chunks if each.label == HEADING]
    units = _units_of(chunks)
    if not format.citations or format.unmarked or not format.free_headings:
        is_led = bool(headings) and (bool(units) or any(known(each) for each in headings))
        return is_led or (bool(format.citations) and 2 * _count_marked(units) > len(units))
    if any(each.is_link for each in headings):
        return True
    cited = [unit for unit in units if any(_is_cited(each) for each in unit)]
    closed = [unit for unit in cited if _is_cited(unit[-1])]
    if 3 * len(closed) < 2 * len(cited):
        return False
    if any(_is_core(each) for each in headings):
        return True
    if any(_is_group(each) for each in headings) and _unplaced(chunks) < _MOST_UNPLACED:
        return bool(cited) or _is_group(chunks[0]) or not units
    if any(each.known is not None and each.known.heading.holds_text for each in headings):
        return True
    if 2 * _count_marked(units) < len(units) or not cited or _unplaced(chunks) > _MOST_UNPLACED:
        return False
    if any(long(each) or verbal(each) for each in headings if not known(each)):
        return False
    is_cited = 3 * len(closed) >= len(units) - 1 and (len(closed) > 1 or len(units) <= _FEW)
    return (bool(headings) or bool(format.numbered_markers)) and (is_cited or any(known(each) for each in headings))


def _units_of(chunks: list[Chunk]) -> list[list[Chunk]]:
    """Return the insights, each as its chunks."""
    units: list[list[Chunk]] = []
    for chunk in chunks:
        if chunk.label in INSIGHTS:
            if chunk.unit is chunk:
                units.append([])
            units[-1].append(chunk)
    return units


def _is_cited(chunk: Chunk) -> bool:
    return bool(chunk.runs) or cut_citation(chunk) or (chunk.next.text == "" and chunk.body.cut is not None)


def _count_marked(units: list[list[Chunk]]) -> int:
    return sum(bool(unit[0].mark) or unit[0].label == NUMBERED for unit in units)


def _unplaced(chunks: list[Chunk]) -> float:
    """How much of a body belongs to nothing."""
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    return unplaced / max(1, sum(len(each.text) for each in chunks))


def _is_core(chunk: Chunk) -> bool:
    """Whether a heading is a core of the vocabulary, before a marker, cited text, another heading, or the end."""
    if chunk.known is None or chunk.known.heading.role == "other":
        return False
    following = chunk.next
    return to_marker(chunk) or bool(following.runs) or not following.text or following.label == HEADING


def _is_group(chunk: Chunk) -> bool:
    """Whether a heading is the number of a group, with nothing but a label behind it, before a marker or the end."""
    number = chunk.number
    if number is None or number.shape.role != "group" or chunk.runs or small_first(chunk):
        return False
    is_bare = chunk.end - number.end <= 1 or chunk.body.raw[number.end] in ":：*"
    return is_bare and (to_marker(chunk) or not chunk.next.text or bool(chunk.next.runs))
