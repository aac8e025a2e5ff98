"""A raw text, cut wherever one of its nodes begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from rareinsight.model import Article, Span

#: Browsers lay out a long text in parts, each when it comes into view.
PART: Final = 8192


class Mark(NamedTuple):
    """A node's place in the raw text: its name in the page, its kind, and the paragraph that it cites."""

    span: Span
    name: str
    kind: str
    number: int | None = None


class Segment(NamedTuple):
    """A stretch of raw text that lies in the same nodes from end to end."""

    text: str
    names: str
    kinds: str
    numbers: str


def marks_of(article: Article) -> Iterator[Mark]:
    """Yield the places of all nodes, as they are named in the page.

    ``t``, ``o`` and ``p`` are title, source and date; ``s``, ``i`` and ``d`` with a number sections, insights and
    diagnostics; ``b12`` is the bracket and ``k12`` the claim that begin at the offset 12.
    """
    header = (("t", article.title_span), ("o", article.source_span), ("p", article.published_span))
    for name, span in header:
        if span is not None:
            yield Mark(span, name, name)
    insights = 0
    for count, section in enumerate(article.sections):
        if section.heading_span is not None:
            yield Mark(section.heading_span, f"s{count}", f"s {section.role}")
        for insight in section.insights:
            yield Mark(insight.span, f"i{insights}", f"i e{insights % 2}")
            for claim in dict.fromkeys(citation.claim_span for citation in insight.citations):
                yield Mark(claim, f"k{claim.start}", "")
            for citation in insight.citations:
                yield Mark(citation.span, f"b{citation.start}", "b", citation.number)
            insights += 1
    for count, diagnostic in enumerate(article.diagnostics):
        if diagnostic.span is not None:
            yield Mark(diagnostic.span, f"d{count}", f"d {diagnostic.severity}")


def cut(raw: str, marks: list[Mark]) -> Iterator[Segment]:
    """Yield the segments of a text, in order and without gaps.

    >>> [segment[:3] for segment in cut("- A [1]", [Mark(Span(2, 7), "i0", "i"), Mark(Span(4, 7), "b4", "b", 1)])]
    [('- ', '', ''), ('A ', 'i0', 'i'), ('[1]', 'i0 b4', 'i b')]
    """
    end = len(raw)
    opening: dict[int, list[Mark]] = {}
    edges = {*range(0, end, PART), end}
    for mark in marks:
        if 0 <= mark.span.start < mark.span.end <= end:
            opening.setdefault(mark.span.start, []).append(mark)
            edges |= {mark.span.start, mark.span.end}
    inside: list[Mark] = []
    for start, stop in pairwise(sorted(edges)):
        inside = [mark for mark in inside if mark.span.end > start] + opening.get(start, [])
        yield Segment(
            raw[start:stop],
            _joined(mark.name for mark in inside),
            _joined(mark.kind for mark in inside if mark.kind),
            _joined(str(mark.number) for mark in inside if mark.number is not None),
        )


def _joined(words: Iterator[str]) -> str:
    return " ".join(dict.fromkeys(words))
