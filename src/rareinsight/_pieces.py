"""The pieces of an article's text: the leaves of its tree, and the gaps between them, each with a name.

Parsing keeps only the spans of content; markers, blank lines and boilerplate are worked out here, for callers that
highlight a text or check that nothing was lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import itemgetter
from typing import Final, Literal

PieceKind = Literal[
    "title", "source", "published", "heading", "text", "citation", "marker", "space", "boilerplate", "unplaced",
    "references", "rest",
]  # fmt: skip
#: A leaf of a tree: its start and end, its kind, and whether it is the first of an insight.
Leaf = tuple[int, int, PieceKind, bool]
_Tile = tuple[PieceKind, int, int]  #: a named part of a text, with its start and end

#: Whitespace: whatever ``str.isspace`` accepts, and characters without width, such as marks of direction.
SPACES: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


def plain(text: str) -> str:
    """Return a text of the same length with plain spaces and with line feeds in place of lone carriage returns."""
    text = text.replace("\u00a0", " ")
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def line_start(raw: str, at: int, begin: int = 0) -> int:
    """Return where the line of a place starts, or ``begin`` if it starts before that."""
    return max(raw.rfind("\n", begin, at), raw.rfind("\r", begin, at), begin - 1) + 1


def tile(raw: str, leaves: Iterable[Leaf], other: PieceKind) -> Iterator[_Tile]:
    """Yield the non-empty tiles of a text: the leaves, and the gaps between them, words in which are ``other``."""
    done = 0
    for leaf_start, leaf_end, kind, opens_insight in sorted(leaves, key=itemgetter(0)):
        start, end = max(leaf_start, done), min(leaf_end, len(raw))
        if start < end:
            yield from _gap(raw, done, start, other, before_insight=opens_insight)
            yield "space" if kind == "text" and not raw[start:end].strip(SPACES) else kind, start, end
            done = end
    yield from _gap(raw, done, len(raw), other, before_insight=False)


def _gap(raw: str, start: int, end: int, other: PieceKind, *, before_insight: bool) -> Iterator[_Tile]:
    """Name the parts of a gap between two leaves: space, other words, and the marker of the next insight."""
    gap = raw[start:end]
    words_end = start + len(gap.rstrip(SPACES))
    words_start = min(end - len(gap.lstrip(SPACES)), words_end)
    marker = words_end
    if before_insight:  # everything before it on its line, except for the colon of a heading
        line = raw[max(words_start, line_start(raw, end, start)) : words_end]
        marker -= len(line.lstrip(":： "))
    other_end = words_start + len(raw[words_start:marker].rstrip(SPACES))
    kinds: tuple[PieceKind, ...] = ("space", other, "space", "marker", "space")
    ranges = pairwise((start, words_start, other_end, marker, words_end, end))
    return ((kind, left, right) for kind, (left, right) in zip(kinds, ranges, strict=True) if left < right)
