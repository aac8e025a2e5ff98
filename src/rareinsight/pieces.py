"""Every code point of an article has a place: the tree's leaves, and names for the gaps between them.

``parse`` keeps the spans of what an article says and forgets the rest: markers, blank lines, furniture. Who
wants to colour a text, or to check that nothing of it got lost, asks for its pieces.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rareinsight.model import Article, Insight, Piece, PieceKind, Span

#: What counts as blank: all that ``str.isspace`` knows, the byte order mark and the zero-width space.
BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)

#: Signs that mark a list item: dashes and symbols by their Unicode category, and a few more.
_MARKER_CATEGORIES = frozenset(("Pd", "Sm", "So"))
_MARKER_SIGNS = frozenset("*•‣⁃·・※\ufe0f")

#: What may close the number of a list item: ``1.``, ``1)``, ``1、``.
_NUMBER_ENDS = ".)、．）"

#: The number of a list item has at most this many digits.
_NUMBER_DIGITS = 6

#: A leaf of the tree: what it is, where it starts and ends, and whether it opens an insight.
_Leaf = tuple[int, int, PieceKind, bool]


def tile(article: Article) -> tuple[Piece, ...]:
    """Cut an article's raw text into pieces.

    Args:
        article: An article from a parser or from anywhere else. Where its spans contradict one another or its
            raw text, the earlier one counts, and the overlap is not said twice.

    Returns:
        The pieces in order, none of them empty. They cover ``article.raw`` exactly: joined, their texts are
        ``raw``.

    >>> from rareinsight.model import Citation, Insight, Section
    >>> raw = "- Copper rose [1]."
    >>> insight = Insight("Copper rose.", [Citation(1, start=14, end=17)], start=2, end=18)
    >>> for piece in tile(Article(raw=raw, sections=[Section("other", insights=[insight])])):
    ...     print(piece.kind, repr(piece.span.cut(raw)))
    marker '-'
    blank ' '
    text 'Copper rose '
    citation '[1]'
    text '.'
    """
    raw = article.raw
    pieces: list[Piece] = []
    done = 0
    for leaf_start, leaf_end, kind, opens_insight in sorted(_leaves(article), key=_start):
        start, end = max(leaf_start, done), min(leaf_end, len(raw))
        if start < end:
            pieces += _gap(raw, done, start, before_insight=opens_insight)
            blank = kind == "text" and not raw[start:end].strip(BLANKS)
            pieces.append(Piece("blank" if blank else kind, Span(start, end)))
            done = end
    pieces += _gap(raw, done, len(raw), before_insight=False)
    return tuple(pieces)


def _start(leaf: _Leaf) -> int:
    return leaf[0]


def _leaves(article: Article) -> Iterator[_Leaf]:
    """Yield the leaves of the tree in order, but for the header, which may stand below the body."""
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
        if diagnostic.code == "more-articles" and diagnostic.span is not None:
            yield diagnostic.span.start, diagnostic.span.end, "rest", False


def _insight_leaves(insight: Insight) -> Iterator[_Leaf]:
    """Yield the brackets of an insight and the texts between them."""
    done = insight.start
    for citation in insight.citations:
        start, end = max(citation.start, done), min(citation.end, insight.end)
        if start < end:  # else it shares the bracket of the number before it
            if done < start:
                yield done, start, "text", done == insight.start
            yield start, end, "citation", start == insight.start
            done = end
    if done < insight.end:
        yield done, insight.end, "text", done == insight.start


def _gap(raw: str, start: int, end: int, *, before_insight: bool) -> Iterator[Piece]:
    """Name what stands between two leaves: blanks, furniture, and the marker of the insight that follows."""
    gap = raw[start:end]
    words_end = start + len(gap.rstrip(BLANKS))
    words_start = min(end - len(gap.lstrip(BLANKS)), words_end)
    marker = words_end - (_marker_length(raw[words_start:words_end]) if before_insight else 0)
    furniture_end = words_start + len(raw[words_start:marker].rstrip(BLANKS))
    parts: tuple[tuple[PieceKind, int, int], ...] = (
        ("blank", start, words_start),
        ("furniture", words_start, furniture_end),
        ("blank", furniture_end, marker),
        ("marker", marker, words_end),
        ("blank", words_end, end),
    )
    return (Piece(kind, Span(left, right)) for kind, left, right in parts if left < right)


def _marker_length(gap: str) -> int:
    """Tell how many code points at the end of a gap are the marker of a list item, 0 if none are."""
    words = gap.rsplit(maxsplit=1)
    word = words[-1] if words else ""
    if (
        word[-1:] in _NUMBER_ENDS
        and word[:-1].isascii()
        and word[:-1].isdecimal()
        and len(word) <= _NUMBER_DIGITS + 1
    ):
        return len(word)
    signs = len(word)
    while signs and _is_marker_sign(word[signs - 1]):
        signs -= 1
    return len(word) - signs


def _is_marker_sign(sign: str) -> bool:
    return sign in _MARKER_SIGNS or unicodedata.category(sign) in _MARKER_CATEGORIES
