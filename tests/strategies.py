"""Hypothesis strategies for hand-made trees: what anyone may build, and what a careful parser would.

``articles()`` fills every field with anything its type allows, spans included, so nothing in them fits together; in
``read_articles()`` every span is right.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar, get_args

import attrs
from hypothesis import strategies as st

from rareinsight import parse
from rareinsight.model import Article, Citation, Diagnostic, Insight, Origin, Reference, Role, Section, Severity, Span
from soup import mangled_pages

T = TypeVar("T")
#: ``attrs.evolve`` with fields by name, where no type checker follows.
evolve: Callable[..., Any] = attrs.evolve

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
    return st.tuples(offsets(), offsets()).map(lambda place: Span(*sorted(place)))


@st.composite
def placed(draw: st.DrawFn, make: st.SearchStrategy[T], *prefixes: str) -> T:
    """Nodes that stand somewhere."""
    places = {prefix: draw(spans()) for prefix in ("", *prefixes)}
    starts = {f"{prefix}start": span.start for prefix, span in places.items()}
    ends = {f"{prefix}end": span.end for prefix, span in places.items()}
    placed: T = evolve(draw(make), **starts, **ends)
    return placed


def citations(*, surrogates: bool = True) -> st.SearchStrategy[Citation]:
    return placed(st.builds(Citation, st.integers(0, 999_999), texts(surrogates=surrogates)), "claim_")


def insights(*, surrogates: bool = True) -> st.SearchStrategy[Insight]:
    words = texts(surrogates=surrogates)
    cited = st.lists(citations(surrogates=surrogates), max_size=3)
    return placed(st.builds(Insight, words, cited, st.none() | words))


def sections(*, surrogates: bool = True) -> st.SearchStrategy[Section]:
    words = st.none() | texts(surrogates=surrogates)
    sections = st.builds(
        Section,
        role=roles,
        heading=words,
        index=st.none() | st.integers(0, 999_999),
        label=words,
        level=st.integers(1, 2),
        insights=st.lists(insights(surrogates=surrogates), max_size=3),
    )
    return placed(sections, "heading_")


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


def articles(*, surrogates: bool = True, strays: bool = True) -> st.SearchStrategy[Article]:
    """A tree with anything in its fields that their types allow; without ``strays``, no span ends beyond the text."""
    words = st.none() | texts(surrogates=surrogates)
    raw = texts(surrogates=surrogates)
    return st.builds(
        Article,
        title=words,
        source=words,
        published=st.none() | moments(),
        sections=st.lists(sections(surrogates=surrogates), max_size=3),
        references=st.lists(references(surrogates=surrogates), max_size=2),
        diagnostics=st.lists(diagnostics(surrogates=surrogates), max_size=2),
        truncated=st.booleans(),
        raw=raw if strays else raw.map(lambda text: text and text.ljust(60)),
        format=words,
        origin=st.none() | origins(surrogates=surrogates),
        title_span=st.none() | spans(),
        source_span=st.none() | spans(),
        published_span=st.none() | spans(),
    )


def read_articles() -> st.SearchStrategy[Article]:
    """What is read from labelled pages after a few accidents, in texts that UTF-8 can say."""
    return mangled_pages().map(lambda text: parse(text.encode(errors="ignore").decode()))
