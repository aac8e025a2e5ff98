"""Hypothesis strategies for hand-made trees: what anyone may build, and what a careful parser would.

``articles()`` fills every field with anything its type allows, spans included, so nothing in them fits
together. ``laid_out_articles()`` builds text and tree at once: every span is right and every piece known.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import get_args

from attrs import evolve
from hypothesis import strategies as st

from rareinsight.model import (
    Article,
    Citation,
    Diagnostic,
    Insight,
    Origin,
    Piece,
    PieceKind,
    Reference,
    Role,
    Section,
    Severity,
    Span,
)

#: What texts are made of more often than chance would have it: characters the format knows, and troublemakers.
TELLING = "-*•–−.。:：[]【】()1290 \t\r\n\xa0\u3000\ufeffaéя好国🙂e\u0301"

roles: st.SearchStrategy[Role] = st.sampled_from(get_args(Role))
severities: st.SearchStrategy[Severity] = st.sampled_from(get_args(Severity))


def texts(*, min_size: int = 0, surrogates: bool = True) -> st.SearchStrategy[str]:
    """Any text, with lone surrogates unless they are not wanted."""
    anything = st.characters()
    if not surrogates:
        anything = st.characters(exclude_categories=["Cs"])
    return st.text(st.sampled_from(TELLING) | anything, min_size=min_size, max_size=20)


def offsets() -> st.SearchStrategy[int]:
    """An offset that need not lie in any text."""
    return st.integers(0, 60)


def moments() -> st.SearchStrategy[datetime]:
    """A moment without a zone, or with one that is whole minutes away from UTC."""
    zones = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(timezones=st.none() | zones)


def json_values(*, surrogates: bool = True) -> st.SearchStrategy[object]:
    """Anything that JSON can say."""
    words = texts(surrogates=surrogates)
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
        max_leaves=5,
    )


def spans() -> st.SearchStrategy[Span]:
    return st.builds(Span, offsets(), offsets())


def citations(*, surrogates: bool = True) -> st.SearchStrategy[Citation]:
    places = (offsets(), offsets(), offsets(), offsets())
    return st.builds(Citation, st.integers(0, 999_999), texts(surrogates=surrogates), *places)


def insights(*, surrogates: bool = True) -> st.SearchStrategy[Insight]:
    words = texts(surrogates=surrogates)
    cited = st.lists(citations(surrogates=surrogates), max_size=3)
    return st.builds(Insight, words, cited, st.none() | words, offsets(), offsets())


def sections(*, surrogates: bool = True) -> st.SearchStrategy[Section]:
    words = st.none() | texts(surrogates=surrogates)
    return st.builds(
        Section,
        role=roles,
        heading=words,
        index=st.none() | st.integers(0, 999_999),
        label=words,
        level=st.integers(1, 2),
        insights=st.lists(insights(surrogates=surrogates), max_size=3),
        start=offsets(),
        end=offsets(),
        heading_start=offsets(),
        heading_end=offsets(),
    )


def references(*, surrogates: bool = True) -> st.SearchStrategy[Reference]:
    words = texts(surrogates=surrogates)
    return st.builds(Reference, st.integers(0, 999_999), words, st.none() | words)


def diagnostics(*, surrogates: bool = True) -> st.SearchStrategy[Diagnostic]:
    words = texts(surrogates=surrogates)
    codes = st.sampled_from(["more-articles", "missing-title"]) | words
    return st.builds(Diagnostic, codes, severities, words, st.none() | spans())


def origins(*, surrogates: bool = True) -> st.SearchStrategy[Origin]:
    words = texts(surrogates=surrogates)
    fields = st.dictionaries(words, json_values(surrogates=surrogates), max_size=3)
    return st.builds(Origin, st.none() | words, st.none() | offsets(), st.none() | offsets(), fields)


def articles(*, surrogates: bool = True) -> st.SearchStrategy[Article]:
    """A tree with anything in its fields that their types allow."""
    words = st.none() | texts(surrogates=surrogates)
    return st.builds(
        Article,
        title=words,
        source=words,
        published=st.none() | moments(),
        sections=st.lists(sections(surrogates=surrogates), max_size=3),
        references=st.lists(references(surrogates=surrogates), max_size=2),
        diagnostics=st.lists(diagnostics(surrogates=surrogates), max_size=2),
        truncated=st.booleans(),
        raw=texts(surrogates=surrogates),
        format=words,
        origin=st.none() | origins(surrogates=surrogates),
        title_span=st.none() | spans(),
        source_span=st.none() | spans(),
        published_span=st.none() | spans(),
    )


@st.composite
def laid_out_articles(draw: st.DrawFn) -> tuple[Article, tuple[Piece, ...]]:
    """A tree with the text it stands for, and the pieces of that text."""
    return _Writer(draw).article()


class _Writer:
    """Writes text piece by piece and remembers where everything went."""

    words = st.sampled_from(["Copper rose", "Prices - mostly - fell", "铜价上涨", "a", "1.5 bn"])
    claims = st.builds(str.__add__, words, st.sampled_from(["", " "]))
    markers = st.sampled_from(["-", "*", "•", "–", "−", "1.", "12)", "--", "▪"])
    spaces = st.sampled_from([" ", "\n", "\r\n\r\n", "\xa0", "\u3000", "\t"])
    boilerplate = st.sampled_from(["Advertisement", "Read more »", "Source:", "分享", ":"])

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.raw = ""
        self.pieces: list[Piece] = []

    def put(self, kind: PieceKind, words: st.SearchStrategy[str]) -> Span:
        start = len(self.raw)
        self.raw += self.draw(words)
        span = Span(start, len(self.raw))
        self.pieces.append(Piece(kind, span))
        return span

    def perhaps_boilerplate(self) -> None:
        if self.draw(st.booleans()):
            self.put("boilerplate", self.boilerplate)
            self.put("space", self.spaces)

    def header(self, kind: PieceKind) -> Span | None:
        if self.draw(st.booleans()):
            return None
        self.perhaps_boilerplate()
        span = self.put(kind, self.words)
        self.put("space", self.spaces)
        return span

    def insight(self) -> Insight:
        self.perhaps_boilerplate()
        if self.draw(st.booleans()):
            self.put("marker", self.markers)
            self.put("space", self.spaces)
        start = len(self.raw)
        found: list[Citation] = []
        for _ in range(self.draw(st.integers(1, 2))):
            claim = self.put("text", self.claims)
            for number_of_brackets in range(self.draw(st.integers(0, 2))):
                if number_of_brackets and self.draw(st.booleans()):
                    self.put("space", self.spaces)
                span = self.put("citation", st.sampled_from(["[1, 2]", "【3】"]))
                numbers = (1, 2) if self.raw[span.start] == "[" else (3,)
                places = (span.start, span.end, claim.start, claim.end)
                found += [Citation(number, claim.cut(self.raw), *places) for number in numbers]
        self.put("text", st.sampled_from([".", "。"]))
        return Insight(Span(start, len(self.raw)).cut(self.raw), found, None, start, len(self.raw))

    def section(self) -> Section:
        self.perhaps_boilerplate()
        heading = self.put("heading", self.words)
        found: list[Insight] = []
        for _ in range(self.draw(st.integers(0, 3))):
            self.put("space", self.spaces)
            found.append(self.insight())
        end = len(self.raw)
        self.put("space", self.spaces)
        return Section(
            role="other",
            heading=heading.cut(self.raw),
            insights=found,
            start=heading.start,
            end=end,
            heading_start=heading.start,
            heading_end=heading.end,
        )

    def article(self) -> tuple[Article, tuple[Piece, ...]]:
        title, source, published = self.header("title"), self.header("source"), self.header("published")
        sections = [self.section() for _ in range(self.draw(st.integers(0, 2)))]
        self.perhaps_boilerplate()
        article = Article(
            title=None if title is None else title.cut(self.raw),
            source=None if source is None else source.cut(self.raw),
            published=None if published is None else datetime(2025, 8, 26, 8, 14),
            sections=sections,
            title_span=title,
            source_span=source,
            published_span=published,
        )
        if self.draw(st.booleans()):
            rest = self.put("rest", self.words)
            more = Diagnostic("more-articles", "warning", "another article follows", rest)
            article = evolve(article, diagnostics=(more,))
        return evolve(article, raw=self.raw), _joined(self.pieces)


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join what a reader can't tell apart: neighbouring texts, neighbouring spaces."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind and piece.kind in ("text", "space"):
            joined[-1] = Piece(piece.kind, Span(joined[-1].span.start, piece.span.end))
        else:
            joined.append(piece)
    return tuple(joined)
