"""Frozen nodes, filled quickly.

A frozen attrs class fills each slot through ``object.__setattr__``, calls its validators and converters, and
costs 0.8 µs for a citation. What the parser builds needs no checks: a draft is a subclass whose slots can be set
as usual; filled, it turns into the frozen class it belongs to, for 0.3 µs. Nothing outside this file can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from rareinsight.model import Article, Citation, Diagnostic, Insight, Origin, Role, Section, Span

# The drafts assign to attributes that their frozen bases declare read-only; that is what they are for.
# mypy: disable-error-code="misc"
# pyright: reportAttributeAccessIssue=false


class SpanDraft(Span):
    """A span while it is being built."""

    __slots__ = ()
    __setattr__: ClassVar[Callable[[object, str, Any], None]] = object.__setattr__
    __delattr__: ClassVar[Callable[[object, str], None]] = object.__delattr__

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.__class__ = Span  # type: ignore[assignment]  # from here on it is frozen


class CitationDraft(Citation):
    """A citation while it is being built."""

    __slots__ = ()
    __setattr__: ClassVar[Callable[[object, str, Any], None]] = object.__setattr__
    __delattr__: ClassVar[Callable[[object, str], None]] = object.__delattr__

    def __init__(
        self, number: int, claim: str, start: int, end: int, claim_start: int, claim_end: int
    ) -> None:
        self.number = number
        self.claim = claim
        self.start = start
        self.end = end
        self.claim_start = claim_start
        self.claim_end = claim_end
        self.__class__ = Citation  # type: ignore[assignment]  # from here on it is frozen


class InsightDraft(Insight):
    """An insight while it is being built."""

    __slots__ = ()
    __setattr__: ClassVar[Callable[[object, str, Any], None]] = object.__setattr__
    __delattr__: ClassVar[Callable[[object, str], None]] = object.__delattr__

    def __init__(
        self, text: str, citations: tuple[Citation, ...], label: str | None, start: int, end: int
    ) -> None:
        self.text = text
        self.citations = citations
        self.label = label
        self.start = start
        self.end = end
        self.__class__ = Insight  # type: ignore[assignment]  # from here on it is frozen


class SectionDraft(Section):
    """A section while it is being built."""

    role: Role
    start: int
    end: int
    heading_start: int
    heading_end: int
    __slots__ = ()
    __setattr__: ClassVar[Callable[[object, str, Any], None]] = object.__setattr__
    __delattr__: ClassVar[Callable[[object, str], None]] = object.__delattr__

    def __init__(
        self,
        role: Role,
        heading: str | None,
        index: int | None,
        label: str | None,
        level: int,
        insights: tuple[Insight, ...],
        start: int,
        end: int,
        heading_start: int,
        heading_end: int,
    ) -> None:
        self.role = role
        self.heading = heading
        self.index = index
        self.label = label
        self.level = level
        self.insights = insights
        self.start = start
        self.end = end
        self.heading_start = heading_start
        self.heading_end = heading_end
        self.__class__ = Section  # type: ignore[assignment]  # from here on it is frozen


class ArticleDraft(Article):
    """An article while it is being built."""

    title: str | None
    source: str | None
    origin: Origin | None
    title_span: Span | None
    source_span: Span | None
    published_span: Span | None
    __slots__ = ()
    __setattr__: ClassVar[Callable[[object, str, Any], None]] = object.__setattr__
    __delattr__: ClassVar[Callable[[object, str], None]] = object.__delattr__

    def __init__(
        self,
        raw: str,
        format: str | None,
        spans: tuple[Span | None, Span | None, Span | None],
        published: datetime | None,
        sections: tuple[Section, ...],
        diagnostics: tuple[Diagnostic, ...],
        truncated: bool,
    ) -> None:
        title, source, _ = spans
        self.title = None if title is None else raw[title.start : title.end]
        self.source = None if source is None else raw[source.start : source.end]
        self.published = published
        self.sections = sections
        self.references = ()
        self.diagnostics = diagnostics
        self.truncated = truncated
        self.raw = raw
        self.format = format
        self.origin = None
        self.title_span, self.source_span, self.published_span = spans
        self.__class__ = Article  # type: ignore[assignment]  # from here on it is frozen
