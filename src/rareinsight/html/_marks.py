"""Raw text, cut wherever a node starts or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from rareinsight.model import Span

#: The size of a part of a long text; browsers lay out each when it comes into view.
PART: Final = 8192


class Mark(NamedTuple):
    """A node's place in the raw text: its name in the page, its kind, and the paragraph it cites."""

    span: Span
    name: str
    kind: str
    number: str = ""


#: Raw text that belongs to the same nodes throughout: whether a part starts there, the text, and the names, kinds and
#: numbers of the nodes.
Segment = tuple[bool, str, str, str, str]


def cut(raw: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """Yield the segments of a text, in order and without gaps.

    >>> [segment[1:4] for segment in cut("- A [1]", [Mark(Span(2, 7), "i0", "i"), Mark(Span(4, 7), "b4", "b", "1")])]
    [('- ', '', ''), ('A ', 'i0', 'i'), ('[1]', 'i0 b4', 'i b')]
    """
    opening: dict[int, list[Mark]] = {}
    edges = {*range(0, len(raw), PART), len(raw)}
    for mark in marks:
        if 0 <= mark.span.start < mark.span.end <= len(raw):
            opening.setdefault(mark.span.start, []).append(mark)
            edges |= {mark.span.start, mark.span.end}
    inside: list[Mark] = []
    for start, stop in pairwise(sorted(edges)):
        inside = [mark for mark in inside if mark.span.end > start] + opening.get(start, [])
        columns = ([each.name for each in inside], [each.kind for each in inside], [each.number for each in inside])
        names, kinds, numbers = (" ".join(filter(None, dict.fromkeys(column))) for column in columns)
        yield start % PART == 0, raw[start:stop], names, kinds, numbers
