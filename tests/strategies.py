"""Hypothesis strategies for hand-made trees: what anyone may build, and what a careful parser would.

``articles()`` fills every field with anything its type allows, spans included, so nothing in them fits together; in
``read_articles()`` every span is right.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any, Final, get_args

import attrs
from hypothesis import strategies as st

from rareinsight import parse
from rareinsight.model import Article, Citation, Diagnostic, Insight, Origin, Reference, Role, Section, Severity, Span
from soup import mangled_pages

#: ``attrs.evolve`` with fields by name, where no type checker follows.
evolve: Callable[..., Any] = attrs.evolve

#: What texts are made of more often than chance would have it: characters the format knows, and troublemakers.
TELLING: Final = "-*•–−.。:：[]【】()1290 \t\r\n\xa0\u3000\ufeffaéя好国🙂e\u0301"

roles: Final[st.SearchStrategy[Role]] = st.sampled_from(get_args(Role))
numbers: Final = st.integers(0, 999_999)
#: Offsets that need not lie in any text.
offsets: Final = st.integers(0, 60)
spans: Final = st.tuples(offsets, offsets).map(lambda place: Span(*sorted(place)))


def texts(*, min_size: int = 0, surrogates: bool = True) -> st.SearchStrategy[str]:
    """Any text, with lone surrogates unless they are not wanted."""
    anything = st.characters(exclude_categories=() if surrogates else ["Cs"])
    return st.text(st.sampled_from(TELLING) | anything, min_size=min_size, max_size=20)


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


@st.composite
def _placed(draw: st.DrawFn, make: st.SearchStrategy[Any], prefix: str = "") -> Any:  # noqa: ANN401 - any node
    """Draw a node with a place of its own and one for the part of it that ``prefix`` names."""
    node = draw(make)
    for each in dict.fromkeys(("", prefix)):
        span = draw(spans)
        node = evolve(node, **{f"{each}start": span.start, f"{each}end": span.end})
    return node


@cache
def nodes(*, surrogates: bool = True) -> dict[type, st.SearchStrategy[Any]]:
    """Nodes of each kind, with anything in their fields that the types allow."""
    words, none = texts(surrogates=surrogates), st.none()
    citations = _placed(st.builds(Citation, numbers, words), "claim_")
    insights = _placed(st.builds(Insight, words, st.lists(citations, max_size=3), none | words))
    levels, listed = st.integers(1, 2), st.lists(insights, max_size=3)
    sections = _placed(
        st.builds(Section, roles, none | words, none | numbers, none | words, levels, listed), "heading_"
    )
    references = st.builds(Reference, numbers, words, none | words)
    codes = st.sampled_from(["more-articles", "missing-title"]) | words
    diagnostics = st.builds(Diagnostic, codes, st.sampled_from(get_args(Severity)), words, none | spans)
    fields = st.dictionaries(words, json_values(surrogates=surrogates), max_size=3)
    origins = st.builds(Origin, none | words, none | offsets, none | offsets, fields)
    articles = st.builds(
        Article,
        title=none | words,
        source=none | words,
        published=none | moments(),
        sections=st.lists(sections, max_size=3),
        references=st.lists(references, max_size=2),
        diagnostics=st.lists(diagnostics, max_size=2),
        truncated=st.booleans(),
        raw=words,
        format=none | words,
        origin=none | origins,
        title_span=none | spans,
        source_span=none | spans,
        published_span=none | spans,
    )
    made = (articles, sections, insights, citations, references, diagnostics, origins, spans)
    return dict(zip((Article, Section, Insight, Citation, Reference, Diagnostic, Origin, Span), made, strict=True))


def articles(*, surrogates: bool = True, strays: bool = True) -> st.SearchStrategy[Article]:
    """A tree with anything in its fields that their types allow; without ``strays``, no span ends beyond the text."""
    any_article: st.SearchStrategy[Article] = nodes(surrogates=surrogates)[Article]
    return any_article if strays else any_article.map(lambda it: attrs.evolve(it, raw=it.raw and it.raw.ljust(60)))


def read_articles() -> st.SearchStrategy[Article]:
    """Articles parsed from slightly damaged labelled pages, without lone surrogates."""
    return mangled_pages().map(lambda text: parse(text.encode(errors="ignore").decode()))
