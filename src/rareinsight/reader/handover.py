"""Articles from one process to another: flat tuples of plain values, written by ``marshal``.

Pickling the tree takes two thirds of the time of parsing it, this a fifth. Both ends are the same Python and
the same library, so the bytes need not outlive either.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any

from rareinsight.drafts import ArticleDraft, CitationDraft, InsightDraft, SectionDraft
from rareinsight.model import Article, Diagnostic, Origin, Span
from rareinsight.reader.notices import Notice

_citation = attrgetter("number", "claim", "start", "end", "claim_start", "claim_end")
_insight = attrgetter("text", "label", "start", "end")
_section = attrgetter(
    "role", "heading", "index", "label", "level", "start", "end", "heading_start", "heading_end"
)
_notice = attrgetter("code", "severity", "message", "path", "record", "offset")


def pack(found: Iterable[Article | Notice]) -> bytes:
    """Return articles as they were read, and notices, as bytes."""
    return marshal.dumps([_notice(each) if isinstance(each, Notice) else _pack(each) for each in found])


def unpack(data: bytes, path: str) -> Iterator[Article | Notice]:
    """Yield what :func:`pack` was given; ``path`` is that of the share."""
    for values in marshal.loads(data):
        yield Notice(*values) if isinstance(values[0], str) else _unpack(values, path)


def _pack(article: Article) -> tuple[object, ...]:
    origin = article.origin or Origin()
    published = article.published
    return (
        [
            (
                _section(section),
                [(_insight(each), list(map(_citation, each.citations))) for each in section.insights],
            )
            for section in article.sections
        ],
        article.raw,
        article.format,
        [_bounds(span) for span in (article.title_span, article.source_span, article.published_span)],
        published and published.isoformat(),
        [(each.code, each.severity, each.message, _bounds(each.span)) for each in article.diagnostics],
        article.truncated,
        (origin.record, origin.offset, dict(origin.fields)),
    )


def _bounds(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.start, span.end)


def _span(bounds: tuple[int, int] | None) -> Span | None:
    return None if bounds is None else Span(*bounds)


def _unpack(values: tuple[Any, ...], path: str) -> Article:
    sections, raw, name, spans, published, diagnostics, truncated, origin = values
    article = ArticleDraft(
        raw,
        name,
        tuple(map(_span, spans)),  # type: ignore[arg-type]  # three of them
        published and datetime.fromisoformat(published),
        tuple(
            SectionDraft(
                role,
                heading,
                index,
                label,
                level,
                tuple(
                    InsightDraft(text, tuple(CitationDraft(*each) for each in citations), run_in, at, to)
                    for (text, run_in, at, to), citations in insights
                ),
                start,
                end,
                heading_start,
                heading_end,
            )
            for (
                role,
                heading,
                index,
                label,
                level,
                start,
                end,
                heading_start,
                heading_end,
            ), insights in sections
        ),
        tuple(
            Diagnostic(code, severity, message, _span(span)) for code, severity, message, span in diagnostics
        ),
        truncated,
    )
    object.__setattr__(article, "origin", Origin(path, *origin))
    return article
