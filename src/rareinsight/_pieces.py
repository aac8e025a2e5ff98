"""The pieces of an article's text: the leaves of its tree, and the gaps between them, each with a name.

Parsing keeps only the spans of content; markers, blank lines and boilerplate are worked out here, for callers that
highlight a text or check that nothing was lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from rareinsight.model import SPACES, Article, Insight, Piece, PieceKind, Span

#: A leaf of a tree: where it starts and ends, what it is, and whether it opens an insight.
_Leaf = tuple[int, int, PieceKind, bool]
#: Pieces that are not part of the tree, by the diagnostic that reports them.
_TELLING: Final[dict[str, PieceKind]] = {
    "more-articles": "rest", "unplaced-text": "unplaced", "reference-list": "references",
}  # fmt: skip


def split(article: Article) -> Iterator[Piece]:
    """Yield the pieces of an article in order, none of them empty."""
    raw, done = article.raw, 0
    other: PieceKind = "boilerplate" if article.sections else "unplaced"
    for leaf_start, leaf_end, kind, opens_insight in sorted(_leaves(article), key=itemgetter(0)):
        start, end = max(leaf_start, done), min(leaf_end, len(raw))
        if start < end:
            yield from _gap(raw, done, start, other, before_insight=opens_insight)
            yield Piece("space" if kind == "text" and not raw[start:end].strip(SPACES) else kind, Span(start, end))
            done = end
    yield from _gap(raw, done, len(raw), other, before_insight=False)


def _leaves(article: Article) -> Iterator[_Leaf]:
    """Yield the leaves of the tree in order, except for the header, which may be below the body."""
    header: tuple[tuple[PieceKind, Span | None], ...] = (
        ("title", article.title_span),
        ("source", article.source_span),
        ("published", article.published_span),
    )
    for kind, span in header:
        if span is not None:
            yield span.start, span.end, kind, False
    for section in article.sections:
        if section.heading is not None:
            yield section.heading_start, section.heading_end, "heading", False
        for insight in section.insights:
            yield from _insight_leaves(insight)
    for diagnostic in article.diagnostics:
        if diagnostic.code in _TELLING and diagnostic.span is not None:
            yield diagnostic.span.start, diagnostic.span.end, _TELLING[diagnostic.code], False


def _insight_leaves(insight: Insight) -> Iterator[_Leaf]:
    """Yield the brackets of an insight and the text between them."""
    done = insight.start
    for citation in insight.citations:
        start, end = max(citation.start, done), min(citation.end, insight.end)
        if start < end:  # otherwise it shares the bracket of the previous citation
            if done < start:
                yield done, start, "text", done == insight.start
            yield start, end, "citation", start == insight.start
            done = end
    if done < insight.end:
        yield done, insight.end, "text", done == insight.start


def _gap(raw: str, start: int, end: int, other: PieceKind, *, before_insight: bool) -> Iterator[Piece]:
    """Name the parts of a gap between two leaves: space, other words, and the marker of the next insight."""
    gap = raw[start:end]
    words_end = start + len(gap.rstrip(SPACES))
    words_start = min(end - len(gap.lstrip(SPACES)), words_end)
    marker = words_end
    if before_insight:  # all that stands before it in its line, but for the colon of a heading
        line = raw[max(words_start, start + max(gap.rfind("\n"), gap.rfind("\r")) + 1) : words_end]
        marker -= len(line.lstrip(":： "))
    other_end = words_start + len(raw[words_start:marker].rstrip(SPACES))
    parts: tuple[tuple[PieceKind, int, int], ...] = (
        ("space", start, words_start),
        (other, words_start, other_end),
        ("space", other_end, marker),
        ("marker", marker, words_end),
        ("space", words_end, end),
    )
    return (Piece(kind, Span(part_start, part_end)) for kind, part_start, part_end in parts if part_start < part_end)
