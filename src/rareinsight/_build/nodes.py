"""Frozen nodes, filled quickly.

A frozen attrs class fills each slot through ``object.__setattr__`` and runs its validators, which takes 0.5 µs for a
citation. What the parser builds needs no checks: a draft is a subclass whose slots can be set as usual; once filled, it
turns into the frozen class, in 0.2 µs. Nothing outside this module can tell.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from rareinsight.model import Article, Citation, Diagnostic, Insight, Role, Section, Span

# The drafts assign to attributes that their frozen bases declare read-only; that is what they are for.
# mypy: disable-error-code="misc,assignment"
# pyright: reportAttributeAccessIssue=false


class _Open:
    """What makes the slots of a frozen class settable; were one of the two left to attrs, it would take far longer."""

    __slots__ = ()
    __setattr__: ClassVar[Any] = object.__setattr__
    __delattr__: ClassVar[Any] = object.__delattr__


class _Citation(_Open, Citation):
    __slots__ = ()


class _Insight(_Open, Insight):
    __slots__ = ()


class _Section(_Open, Section):
    __slots__ = ()


class _Article(_Open, Article):
    __slots__ = ()


def new_citation(cited: int | str, claim: str, start: int, end: int, claim_start: int, claim_end: int) -> Citation:
    """Return a citation."""
    node = _Citation.__new__(_Citation)
    node.number, node.key = (None, cited) if isinstance(cited, str) else (cited, None)
    node.claim, node.start, node.end = claim, start, end
    node.claim_start, node.claim_end = claim_start, claim_end
    node.__class__ = Citation
    return node


def new_insight(
    text: str, citations: tuple[Citation, ...], label: str | None, start: int, end: int, level: int
) -> Insight:
    """Return an insight."""
    node = _Insight.__new__(_Insight)
    node.text, node.citations, node.label, node.start, node.end, node.level = text, citations, label, start, end, level
    node.__class__ = Insight
    return node


def new_section(
    role: Role,
    heading: str | None,
    index: int | None,
    label: str | None,
    level: int,
    insights: tuple[Insight, ...],
    start: int,
    end: int,
    heading_span: tuple[int, int],
) -> Section:
    """Return a section."""
    node = _Section.__new__(_Section)
    node.role, node.heading, node.index, node.label, node.level = role, heading, index, label, level
    node.insights, node.start, node.end = insights, start, end
    node.heading_start, node.heading_end = heading_span
    node.__class__ = Section
    return node


def new_article(
    raw: str,
    format: str | None,
    spans: tuple[Span | None, Span | None, Span | None],
    published: datetime | None,
    sections: tuple[Section, ...],
    diagnostics: tuple[Diagnostic, ...],
    truncated: bool,
) -> Article:
    """Return an article."""
    node = _Article.__new__(_Article)
    node.title_span, node.source_span, node.published_span = title, source, _ = spans
    node.title = None if title is None else raw[title.start : title.end]
    node.source = None if source is None else raw[source.start : source.end]
    node.published, node.sections, node.references = published, sections, ()
    node.diagnostics, node.truncated, node.raw, node.format, node.origin = diagnostics, truncated, raw, format, None
    node.__class__ = Article
    return node
