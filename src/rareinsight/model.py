"""The data model: a parsed digest as frozen objects that know their place in the text.

Every node stores its place as two integers, ``start`` and ``end``: half-open offsets in code points into
``article.raw``. ``span`` builds a :class:`Span` from them on demand, so a tree of hundreds of nodes does not
pay for hundreds of spans that nobody uses.

Equality compares content: two articles are equal if they say the same things with the same citations, regardless
of the wording of their headings, their layout, their raw text and their origin.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from math import inf
from typing import Final, Literal

from attrs import Attribute, field, frozen
from attrs.validators import optional

from rareinsight._messages import as_tuple, count, expect, in_range, shorten, typed
from rareinsight._pieces import Leaf, tile
from rareinsight._pieces import PieceKind as PieceKind  # noqa: PLC0414 - part of the model too
from rareinsight._shown import Displayed

Role = Literal["core", "group", "other"]
Severity = Literal["info", "warning", "error"]

#: Characters that may end a sentence; an insight's closing stop does not count as content.
CLOSING_STOPS: Final = ".。．"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: Pieces that are not part of the tree, by the diagnostic that reports them.
_REPORTED: Final[dict[str, PieceKind]] = {
    "more-articles": "rest", "unplaced-text": "unplaced", "reference-list": "references",
}  # fmt: skip


# attrs infers the types of `__init__` from named functions
# fmt: off
def _citations(values: "Iterable[Citation]") -> "tuple[Citation, ...]": return as_tuple(values)
def _insights(values: "Iterable[Insight]") -> "tuple[Insight, ...]": return as_tuple(values)
def _sections(values: "Iterable[Section]") -> "tuple[Section, ...]": return as_tuple(values)
def _references(values: "Iterable[Reference]") -> "tuple[Reference, ...]": return as_tuple(values)
def _diagnostics(values: "Iterable[Diagnostic]") -> "tuple[Diagnostic, ...]": return as_tuple(values)
# fmt: on


def _check_place(node: object, field: "Attribute[int]", end: int) -> None:
    """Refuse a place that starts below 0 or ends before it starts, once its end is given."""
    prefix = field.name.removesuffix("end")
    start = getattr(node, f"{prefix}start")
    if not (type(start) is type(end) is int and 0 <= start <= end):
        fields = f"{type(node).__name__}.{prefix}start and .{prefix}end"
        raise ValueError(f"{fields}: expected integers, 0 <= start <= end, got {start!r} and {end!r}")


def text_without_stop(text: str) -> str:
    """Return an insight's text without its closing stop."""
    return text.rstrip(CLOSING_STOPS).rstrip()


def text_tidied(text: str | None) -> str | None:
    """Return a text with single, plain spaces, so that spacing makes no difference to equality."""
    return None if text is None else " ".join(text.split())


def numbers_first(cited: Iterable[int | str]) -> list[int | str]:
    """Return what is cited: numbers in order, then keys as they are."""
    return sorted(cited, key=lambda each: each if isinstance(each, int) else inf)


@frozen(order=True)
class Span:
    """A half-open range of code points.

    Attributes:
        start: the first code point of the range.
        end: one past its last code point.

    >>> Span(2, 5).cut("rareinsight")
    'rei'
    """

    start: int
    end: int = field(validator=_check_place)

    def cut(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        expect(str, text=text)
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@frozen(field_transformer=typed)
class Piece:
    """One piece of an article's raw text, from :meth:`Article.pieces`.

    Attributes:
        kind: what the text is. ``"title"``, ``"source"``, ``"published"``, ``"heading"`` and ``"citation"`` are
            the parts of the article with that name, ``"text"`` the words of an insight, ``"marker"`` the marker of
            an insight, ``"space"`` whitespace, ``"boilerplate"`` what the format declares as such, ``"unplaced"``
            text that is not part of the article, ``"references"`` a list of references, and ``"rest"`` the articles
            after the first.
        span: its place; never empty.
    """

    kind: PieceKind
    span: Span


@frozen(field_transformer=typed)
class Diagnostic:
    """Something the parser left out, guessed or did not understand.

    Attributes:
        code: a stable name from the table in :mod:`rareinsight.diagnostics`.
        severity: ``"info"``, ``"warning"`` or ``"error"``; the latter two make ``strict=True`` raise.
        message: what was found, in words.
        span: the place it refers to; ``None`` for the whole text.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None


@frozen(field_transformer=typed)
class Origin:
    """Where an article was read from.

    Attributes:
        path: the file or URL, if any.
        record: the number of the record in it, counted from 0; a plain text is one record.
        offset: where the article starts in the text of the record, in code points.
        fields: the other fields of the record.
    """

    path: str | None = None
    record: int | None = field(default=None, validator=optional(in_range(0)))
    offset: int | None = field(default=None, validator=optional(in_range(0)))
    fields: Mapping[str, object] = field(factory=dict[str, object], hash=False)


@frozen(field_transformer=typed)
class Reference:
    """What a citation refers to: a paragraph of the source article or an entry of a reference list.

    Attributes:
        number: the number used in citations; ``None`` for an entry without one.
        text: the paragraph, or the words of the entry; may be empty.
        url: the address in the entry, if any.
        key: the key used in citations without a number, if any.
    """

    number: int | None = field(validator=optional(in_range(0)))
    text: str
    url: str | None = None
    key: str | None = None

    @property
    def cites(self) -> int | str:
        """The number, or else the key, as in :attr:`Citation.cites`."""
        return (self.key or "") if self.number is None else self.number


@frozen(field_transformer=typed)
class Citation:
    """One number or key in one bracket, with the words it supports.

    Attributes:
        number: the number, or ``None`` if the bracket holds a key; ``[1, 3]`` and ``[1-3]`` are several citations
            that share a bracket.
        claim: the words it supports in the source text, stripped: from the end of the previous run of citations, or the
            start of the insight, to its own run. Editing the insight does not change it.
        start: where the bracket starts.
        end: where the bracket ends.
        claim_start: where the claim starts.
        claim_end: where the claim ends.
        key: what the bracket holds instead of a number: an id, a name, a path or an address.
    """

    number: int | None = field(validator=optional(in_range(0)))
    claim: str = field(default="", eq=False)
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False, validator=_check_place)
    claim_start: int = field(default=0, eq=False)
    claim_end: int = field(default=0, eq=False, validator=_check_place)
    key: str | None = None

    @property
    def cites(self) -> int | str:
        """The number, or else the key: what :attr:`Article.cited` and :func:`link` use."""
        return (self.key or "") if self.number is None else self.number

    def __attrs_post_init__(self) -> None:
        if (self.number is None) == (self.key is None):
            raise ValueError(f"Citation: expected either a number or a key, got {self.number} and {self.key!r}")

    @property
    def span(self) -> Span:
        """The bracket that holds the number."""
        return Span(self.start, self.end)

    @property
    def claim_span(self) -> Span:
        """The place of ``claim``."""
        return Span(self.claim_start, self.claim_end)


@frozen(repr=False, field_transformer=typed)
class Insight:
    """One statement of a digest.

    Attributes:
        text: the statement without its citations, and without the colon of ``[1]: Prices fell``; whitespace
            normalized, closing stop and Markdown kept.
        citations: its citations, in text order.
        label: the run-in label it starts with (``"Trips"`` in ``Trips: 17 % more``), if any.
        start: where it starts, after its marker.
        end: where it ends, including its citations and closing stop.
        level: 1, or one more than the level of the bullet it is indented under.
    """

    text: str = field(eq=text_without_stop)
    citations: tuple[Citation, ...] = field(default=(), converter=_citations)
    label: str | None = field(default=None, eq=False)
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False, validator=_check_place)
    level: int = field(default=1, eq=False, validator=in_range(1))

    def __repr__(self) -> str:
        numbers = "".join(f"[{citation.cites}]" for citation in self.citations[:20])
        return f"<Insight {shorten(self.text, 100)}{' ' * bool(numbers)}{numbers}>"

    @property
    def plain(self) -> str:
        """The text without Markdown.

        >>> Insight("**Copper**: see [this report](https://metal.example)").plain
        'Copper: see this report'
        """
        from rareinsight._markdown import plain_words  # parsing needs none of it

        return plain_words(self.text)

    @property
    def span(self) -> Span:
        """The place of the insight, without its marker, with its citations and closing stop."""
        return Span(self.start, self.end)


@frozen(repr=False, field_transformer=typed)
class Section(Displayed):
    """A heading and the insights below it.

    Attributes:
        role: ``"core"`` for what matters most, ``"group"`` for a numbered theme, ``"other"`` for the rest.
        heading: the heading exactly as in the text, including number and label; ``None`` for insights before
            any heading.
        index: the number in the heading (``2`` in ``Group 2: Rivals``); ``None`` without one, and for a core.
        label: the words after the number (``"Rivals"``); ``None`` without them, and for a core.
        level: 1 for a top heading, 2 for one below it, and so on.
        insights: the insights below the heading, in order.
        start: where the heading starts, or the first insight if there is no heading.
        end: where the last insight ends.
        heading_start: where the heading starts; 0 without one.
        heading_end: where the heading ends; 0 without one.
    """

    role: Role
    heading: str | None = field(default=None, eq=False)
    index: int | None = None
    label: str | None = field(default=None, eq=text_tidied)
    level: int = field(default=1, validator=in_range(1))
    insights: tuple[Insight, ...] = field(default=(), converter=_insights)
    start: int = field(default=0, eq=False)
    end: int = field(default=0, eq=False, validator=_check_place)
    heading_start: int = field(default=0, eq=False)
    heading_end: int = field(default=0, eq=False, validator=_check_place)

    def __repr__(self) -> str:
        heading = "" if self.heading is None else f" {shorten(self.heading, 80)}"
        return f"<Section {self.role}{heading}: {count(len(self.insights), 'insight')}>"

    @property
    def title(self) -> str | None:
        """What a person would read: the label, or else the heading, without decoration and closing colon.

        >>> {Section("core", heading).title for heading in ("Core Insights:", "**Core Insights**", "## Core Insights")}
        {'Core Insights'}
        """
        from rareinsight._markdown import plain_heading  # parsing needs none of it

        title = self.heading if self.label is None else self.label
        return None if title is None else plain_heading(title)

    @property
    def span(self) -> Span:
        """From the heading, or the first insight, to the end of the last insight."""
        return Span(self.start, self.end)

    @property
    def heading_span(self) -> Span | None:
        """The place of the heading, including number and label."""
        return None if self.heading is None else Span(self.heading_start, self.heading_end)


@frozen(repr=False, field_transformer=typed)
class Article(Displayed):
    """A digest: its header, and sections of insights with their citations.

    An article without sections comes from a text that is not a digest.

    Attributes:
        title: the title of the digested article.
        source: who published that article.
        published: when it was published: aware if the text gives a time zone, else naive, in the publisher's time.
        sections: the body, in order.
        references: what the citations refer to, once :func:`rareinsight.link` has been called.
        diagnostics: what was left out, guessed or not understood while parsing.
        truncated: whether the text appears to be cut off.
        raw: the article's own part of the input; every span counts from its start.
        format: the name of the format it was parsed as.
        origin: where the text was found, for articles from :func:`rareinsight.read`.
        title_span: the place of the title.
        source_span: the place of the source.
        published_span: the place of the date.
    """

    title: str | None = field(default=None, eq=text_tidied)
    source: str | None = field(default=None, eq=text_tidied)
    published: datetime | None = None
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

    def __repr__(self) -> str:
        said = [shorten(each, most) for each, most in ((self.title, 80), (self.source, 30)) if each is not None]
        said += [self.published.isoformat(" ", "minutes")] if self.published is not None else []
        said += [count(len(self.sections), "section"), count(len(self.insights), "insight")]
        return f"<Article {', '.join([*said, count(len(self.diagnostics), 'diagnostic')])}>"

    @property
    def span(self) -> Span:
        """The whole of ``raw``."""
        return Span(0, len(self.raw))

    @property
    def core(self) -> Section | None:
        """The first section with the role ``"core"``, if any."""
        return next((section for section in self.sections if section.role == "core"), None)

    @property
    def groups(self) -> tuple[Section, ...]:
        """The numbered thematic sections, in order."""
        return tuple(section for section in self.sections if section.role == "group")

    @property
    def insights(self) -> tuple[Insight, ...]:
        """The insights of all sections, in order."""
        return tuple([insight for section in self.sections for insight in section.insights])

    @property
    def cited(self) -> dict[int | str, tuple[Insight, ...]]:
        """The insights that cite each source: ``{1: (insight, …)}``, by number, then by key in text order."""
        found: dict[int | str, list[Insight]] = {}
        for insight in self.insights:
            for cited in dict.fromkeys(citation.cites for citation in insight.citations):
                found.setdefault(cited, []).append(insight)
        return {cited: tuple(found[cited]) for cited in numbers_first(found)}

    @property
    def fingerprint(self) -> str:
        """A hex digest of the content: equal articles have equal fingerprints, on every machine.

        >>> Article(title="Copper", format="digest").fingerprint == Article(title="Copper").fingerprint
        True
        """
        from hashlib import blake2b  # it loads OpenSSL

        moment, is_aware = self.published, self.published is not None and self.published.tzinfo is not None
        # moments in different zones may be equal
        when = (moment.replace(fold=0) - _EPOCH) // timedelta(microseconds=1) if moment and is_aware else str(moment)
        header = text_tidied(self.title), text_tidied(self.source), when
        sections = [(each.role, each.index, text_tidied(each.label), each.level) for each in self.sections]
        said = [
            [(text_without_stop(each.text), [cited.cites for cited in each.citations]) for each in section.insights]
            for section in self.sections
        ]
        content = ascii((header, sections, said)).encode()  # what `repr` escapes depends on the Python version
        return blake2b(content, digest_size=16).hexdigest()

    def pieces(self) -> tuple[Piece, ...]:
        """Split ``raw`` into pieces: every code point belongs to exactly one, in order.

        If spans overlap or do not fit ``raw``, as in an article built by hand, the earlier one wins.

        >>> insight = Insight("Copper rose.", [Citation(1, start=14, end=17)], start=2, end=18)
        >>> article = Article(raw="- Copper rose [1].", sections=[Section("other", insights=[insight])])
        >>> [(piece.kind, piece.span.cut(article.raw)) for piece in article.pieces()]
        [('marker', '-'), ('space', ' '), ('text', 'Copper rose '), ('citation', '[1]'), ('text', '.')]
        """
        other: PieceKind = "boilerplate" if self.sections else "unplaced"
        return tuple(Piece(kind, Span(start, end)) for kind, start, end in tile(self.raw, _leaves(self), other))


def _leaves(article: Article) -> Iterator[Leaf]:
    """Yield the leaves of the tree in order, except for the header, which may be below the body."""
    kinds: tuple[PieceKind, ...] = ("title", "source", "published")
    for kind, span in zip(kinds, (article.title_span, article.source_span, article.published_span), strict=True):
        if span is not None:
            yield span.start, span.end, kind, False
    for section in article.sections:
        if section.heading is not None:
            yield section.heading_start, section.heading_end, "heading", False
        for insight in section.insights:
            yield from _insight_leaves(insight)
    for diagnostic in article.diagnostics:
        if diagnostic.code in _REPORTED and diagnostic.span is not None:
            yield diagnostic.span.start, diagnostic.span.end, _REPORTED[diagnostic.code], False


def _insight_leaves(insight: Insight) -> Iterator[Leaf]:
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
