"""Whether what was read is a digest, and not other text that holds a mark or two.

Encyclopedias, papers, minutes and forums are full of lists and of numbers in brackets. What they lack is the shape:
headings that only digests have, or insights that a marker opens and citations end.
"""

from __future__ import annotations

from typing import Final

from rareinsight._decide.facts import cut_citation, known, leads, to_marker
from rareinsight._decide.table import HEADING, INSIGHTS, NOTHING, NUMBERED, INSIGHT
from rareinsight._page.chunks import Body, Chunk

#: Of a body that no heading of the vocabulary tells, so much may belong to nothing.
_MOST_UNPLACED: Final = 0.4


def is_digest(body: Body) -> bool:
    """Whether the decided chunks of a body are those of a digest."""
    chunks = body.chunks
    headings = [each for each in chunks if each.label == HEADING]
    insights = [each for each in chunks if each.label in (INSIGHT, NUMBERED)]
    cited = [each for each in chunks if (each.runs or cut_citation(each) or each.next.text == '' and body.cut) and each.label in INSIGHTS]
    format = body.grammar.format
    if any(each.is_link for each in headings):
        return True
    if not format.citations or format.unmarked:
        return bool(headings) and bool(insights)
    if any(_tells(each) for each in headings):
        return True
    unplaced = sum(len(each.text) for each in chunks if each.label == NOTHING)
    if unplaced > _MOST_UNPLACED * sum(len(each.text) for each in chunks):
        return False
    marked = [each for each in insights if each.mark or each.label == NUMBERED]
    if any(known(each) for each in headings) and cited:
        return True
    return 2 * len(marked) >= len(insights) and bool(marked) and 3 * len(cited) >= len(insights) - 1 and bool(cited)


def _tells(chunk: Chunk) -> bool:
    """Whether a heading tells a digest by itself: a core or a group before a marker, or before cited text."""
    return leads(chunk) and (to_marker(chunk) or bool(chunk.next.runs) or not chunk.next.text or known(chunk.next))
