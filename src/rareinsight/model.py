"""What a digest is once it has been read: frozen values that know where they came from.

Every node keeps its place as two integers, ``start`` and ``end``: half-open offsets in code points into
``article.raw``. ``span`` makes a :class:`Span` of them on demand, so that a tree of hundreds of nodes does not
pay for hundreds of spans nobody asks for.

Equality is content: two articles are equal when they say the same things with the same references, whatever
the wording of their headings, their layout, their raw text or where they were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Literal

from attrs import field, frozen
from attrs.validators import in_, instance_of, optional

Role = Literal["core", "group", "other"]
Severity = Literal["info", "warning", "error"]
PieceKind = Literal[
    "title", "source", "published", "heading", "text", "citation", "marker", "blank", "furniture", "rest"
]

#: The signs that may close a sentence; an insight's closing stop does not count as content.
CLOSING_STOPS = ".。．"


def text_without_stop(text: str) -> str:
    """Return what of an insight's text is content."""
    return text.rstrip(CLOSING_STOPS).rstrip()


@frozen(order=True)
class Span:
    """A half-open range of code points, ``start`` inclusive and ``end`` exclusive.

    >>> Span(2, 5).cut("rareinsight")
    'rei'
    """

    start: int
    end: int

    @property
    def slice(self) -> slice:
        """The span as a ``slice``, to index a ``str`` with."""
        return slice(self.start, self.end)

    def cut(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@frozen
class Piece:
    """One tile of an article's raw text: what kind of text stands in ``span``."""

    kind: PieceKind
    span: Span


@frozen
class Diagnostic:
    """One doubt about an article, as plain data.

    ``code`` is a stable name from the table in :mod:`rareinsight.diagnostics`, ``span`` the place it speaks of
    (``None`` where the whole text is meant).
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@frozen
class Origin:
    """Where an article was read from: file or URL, number of the record, offset in it, its other fields."""

    path: str | None = None
    record: int | None = None
    offset: int | None = None
    fields: Mapping[str, object] = field(factory=dict[str, object], hash=False)


@frozen
class Reference:
    """What a citation number leads to: a paragraph of the source article or an entry of a reference list."""

    number: int
    text: str
    url: str | None = None


@frozen
class Citation:
    """One number in one bracket, with the words it stands for.

    ``span`` is the bracket (the numbers of ``[1, 3]`` share it). ``claim`` holds the words it backs: from the
    end of the run of citations before it, or the start of the insight, to its own run, trimmed.
    """

    number: int = field(validator=instance_of(int))
    claim: str = field(default="", eq=False)
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)
    claim_start: int = field(default=0, eq=False)
    claim_end: int = field(default=0, eq=False)

    @property
    def span(self) -> Span:
        """The bracket that holds the number."""
        return Span(self.start, self.end)

    @property
    def claim_span(self) -> Span:
        """The place of ``claim``."""
        return Span(self.claim_start, self.claim_end)


def _citations(values: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(values)


@frozen
class Insight:
    """One statement of a digest.

    ``text`` is the statement without its citations, blanks tidied, closing stop kept; ``label`` the run-in label
    it may open with (``"Trips"`` in ``Trips: 17 % more``). ``span`` covers the text without its marker, with its
    citations and closing stop.
    """

    text: str = field(eq=text_without_stop, validator=instance_of(str))
    citations: tuple[Citation, ...] = field(default=(), converter=_citations)
    label: str | None = field(default=None, eq=False, validator=optional(instance_of(str)))
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)

    @property
    def span(self) -> Span:
        """The place of the insight, marker left out, citations and closing stop included."""
        return Span(self.start, self.end)


def _insights(values: Iterable[Insight]) -> tuple[Insight, ...]:
    return tuple(values)


@frozen
class Section:
    """A heading and the insights below it; ``heading`` is ``None`` for insights before any heading."""

    role: Role = field(validator=in_(("core", "group", "other")))
    heading: str | None = field(default=None, eq=False, validator=optional(instance_of(str)))
    index: int | None = field(default=None, validator=optional(instance_of(int)))
    label: str | None = field(default=None, validator=optional(instance_of(str)))
    level: int = field(default=1, validator=instance_of(int))
    insights: tuple[Insight, ...] = field(default=(), converter=_insights)
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False)
    heading_start: int = field(default=0, eq=False)
    heading_end: int = field(default=0, eq=False)

    @property
    def title(self) -> str | None:
        """What to show above the insights: the label, else the heading."""
        return self.heading if self.label is None else self.label

    @property
    def span(self) -> Span:
        """From the heading (or the first insight) to the end of the last insight."""
        return Span(self.start, self.end)

    @property
    def heading_span(self) -> Span | None:
        """The place of the heading, number and label included."""
        return None if self.heading is None else Span(self.heading_start, self.heading_end)

    def _repr_html_(self) -> str | None:
        return _as_html(Article(sections=[self]), "section")

    def __rich__(self) -> object:
        from rareinsight._console import draw_section  # here: it needs an extra, and rich alone asks for it

        return draw_section(self)


def _sections(values: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(values)


def _references(values: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(values)


def _diagnostics(values: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(values)


@frozen
class Article:
    """A digest: header, sections of insights with their citations, and every doubt met on the way.

    ``raw`` is the article's own slice of the input and every span counts from its start. An article without
    sections is a text that was found not to be a digest.
    """

    title: str | None = field(default=None, validator=optional(instance_of(str)))
    source: str | None = field(default=None, validator=optional(instance_of(str)))
    published: datetime | None = field(default=None, validator=optional(instance_of(datetime)))
    sections: tuple[Section, ...] = field(default=(), converter=_sections)
    references: tuple[Reference, ...] = field(default=(), eq=False, converter=_references)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), eq=False, converter=_diagnostics)
    truncated: bool = field(default=False, eq=False)
    raw: str = field(default="", eq=False, repr=False)
    format: str | None = field(default=None, eq=False)
    origin: Origin | None = field(default=None, eq=False)
    title_span: Span | None = field(default=None, eq=False, repr=False)
    source_span: Span | None = field(default=None, eq=False, repr=False)
    published_span: Span | None = field(default=None, eq=False, repr=False)

    @property
    def span(self) -> Span:
        """The whole of ``raw``."""
        return Span(0, len(self.raw))

    @property
    def core(self) -> Section | None:
        """The first section that says what matters most, if there is one."""
        return next((section for section in self.sections if section.role == "core"), None)

    @property
    def groups(self) -> tuple[Section, ...]:
        """The numbered thematic sections, in order."""
        return tuple(section for section in self.sections if section.role == "group")

    @property
    def insights(self) -> tuple[Insight, ...]:
        """The insights of all sections, in order."""
        return tuple(chain.from_iterable(section.insights for section in self.sections))

    @property
    def cited(self) -> dict[int, tuple[Insight, ...]]:
        """The insights that rest on each paragraph: ``{1: (insight, …)}``, ordered by number."""
        found: dict[int, list[Insight]] = {}
        for insight in self.insights:
            for number in dict.fromkeys(citation.number for citation in insight.citations):
                found.setdefault(number, []).append(insight)
        return {number: tuple(found[number]) for number in sorted(found)}

    @property
    def fingerprint(self) -> str:
        """A hex digest of the content: equal articles have equal fingerprints, on every machine."""
        from rareinsight.fingerprints import fingerprint_of  # here: it loads OpenSSL

        return fingerprint_of(self)

    def pieces(self) -> tuple[Piece, ...]:
        """Tile ``raw``: every code point of it lies in exactly one piece, in order."""
        from rareinsight.pieces import tile  # here, so that reading an article never pays for it

        return tile(self)

    def _repr_html_(self) -> str | None:
        return _as_html(self, "article")

    def __rich__(self) -> object:
        from rareinsight._console import draw_article  # here, for that reason

        return draw_article(self)


def _as_html(article: Article, kind: Literal["article", "section"]) -> str | None:
    """Return what a notebook shows, ``None`` without the extra ``html``: then it shows the repr."""
    try:
        from rareinsight.html import snippet  # here: notebooks alone ask for it
    except ImportError:
        return None
    return snippet([article], kind)
