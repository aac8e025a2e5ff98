import copy
import pickle
import pydoc
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import (
    CLOSING_STOPS,
    Article,
    Citation,
    Diagnostic,
    Insight,
    Origin,
    Piece,
    Reference,
    Section,
    Span,
)
from rareinsight.rendering import Layout
from strategies import (
    articles,
    citations,
    diagnostics,
    insights,
    moments,
    origins,
    references,
    roles,
    sections,
    spans,
    texts,
)

#: ``attrs.evolve`` with fields by name, where no type checker follows.
evolve: Callable[..., Any] = attrs.evolve

NODES = (
    Article,
    Section,
    Insight,
    Citation,
    Reference,
    Diagnostic,
    Origin,
    Piece,
    Span,
    Format,
    Heading,
    Numbered,
    Layout,
)

STRATEGIES: dict[type, st.SearchStrategy[attrs.AttrsInstance]] = {
    Article: articles(),
    Section: sections(),
    Insight: insights(),
    Citation: citations(),
    Reference: references(),
    Diagnostic: diagnostics(),
    Origin: origins(),
    Span: spans(),
}
nodes = st.one_of(*STRATEGIES.values())
cited_insights = st.builds(Insight, texts(), st.lists(citations(), min_size=1, max_size=3))
full_sections = st.builds(Section, role=roles, insights=st.lists(cited_insights, min_size=1, max_size=3))
#: Articles in which every kind of node occurs.
full_articles = st.builds(Article, sections=st.lists(full_sections, min_size=1, max_size=3))


def same(left: Article, right: Article) -> bool:
    """Whether two articles are equal, which their hashes and fingerprints must confirm."""
    equal = left == right
    assert (left.fingerprint == right.fingerprint) == equal
    if equal:
        assert hash(left) == hash(right)
    return equal


def content(article: Article) -> object:
    """What equality has to look at, and nothing more: what is promised, in the plainest words."""
    return (
        (article.title, article.source, article.published),
        [
            (section.role, section.index, section.label, section.level, list(map(said, section.insights)))
            for section in article.sections
        ],
    )


def said(insight: Insight) -> object:
    text = re.sub(r"\s*\Z", "", re.sub(r"[.。．]*\Z", "", insight.text))
    return text, [citation.number for citation in insight.citations]


def variants(node: attrs.AttrsInstance, others: dict[type, attrs.AttrsInstance]) -> Iterator[Any]:
    """The same tree with one field of one node as in another node of its kind, for each field in turn."""
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        yield evolve(node, **{field.name: getattr(others[type(node)], field.name)})
        if isinstance(value, tuple) and value:
            for first in variants(value[0], others):
                yield evolve(node, **{field.name: [first, *value[1:]]})


# Equality is content.


@given(full_articles, st.fixed_dictionaries(STRATEGIES))
def test_what_changes_content_and_nothing_else_makes_articles_differ(
    article: Article, others: dict[type, attrs.AttrsInstance]
) -> None:
    for other in variants(article, others):
        assert same(article, other) == (content(article) == content(other))


@given(full_articles, st.sampled_from(["", *CLOSING_STOPS, " .", "。."]))
def test_the_closing_stop_is_not_content(article: Article, stop: str) -> None:
    section = article.sections[0]
    bare = section.insights[0].text.rstrip(CLOSING_STOPS + " ")
    both = [evolve(section, insights=[evolve(section.insights[0], text=bare + end)]) for end in ("", stop)]
    assert same(*(evolve(article, sections=[each]) for each in both))


@given(full_articles)
def test_where_a_section_ends_is_content(article: Article) -> None:
    """The same insights in the same order, one of them below another heading of the same kind."""
    first = article.sections[0]
    halves = [evolve(first, insights=first.insights[:1]), evolve(first, insights=first.insights[1:])]
    assert not same(article, evolve(article, sections=[*halves, *article.sections[1:]]))


@given(moments(), st.integers(-1439, 1439))
def test_equal_moments_make_equal_articles(moment: datetime, minutes: int) -> None:
    moment = moment.replace(year=2025, day=1, tzinfo=moment.tzinfo or UTC)
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert same(Article(published=moment), Article(published=elsewhere))
    assert not same(Article(published=moment), Article(published=moment.replace(tzinfo=None)))


@pytest.mark.parametrize("hours", [-14, 0, 14])
def test_the_first_and_the_last_moment_have_a_fingerprint(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    first, last = datetime.min.replace(tzinfo=zone), datetime.max.replace(tzinfo=zone)
    assert not same(Article(published=first), Article(published=last))


def test_the_hour_that_comes_twice_is_one_moment_in_its_own_zone() -> None:
    """Python finds the two equal; so do we."""

    class EndOfSummer(tzinfo):
        def utcoffset(self, moment: datetime | None) -> timedelta:
            return timedelta(hours=1 if moment and moment.fold else 2)

        def dst(self, moment: datetime | None) -> None:
            pass

        def tzname(self, moment: datetime | None) -> None:
            pass

    first = datetime(2025, 10, 26, 2, 30, tzinfo=EndOfSummer())
    assert same(Article(published=first), Article(published=first.replace(fold=1)))


def test_the_fingerprint_is_the_same_on_every_machine() -> None:
    """A new one makes every stored fingerprint worthless: change it with a new major version only."""
    insight = Insight("铜价 \ud800 \U0002ebf0 rose.", [Citation(1), Citation(3)])
    article = Article(
        title="Copper “up”",
        published=datetime(2025, 8, 26, 8, 14, tzinfo=UTC),
        sections=[Section("core", "Core Insights", insights=[insight]), Section("group", index=1, label="a")],
    )
    assert article.fingerprint == "42194f6192323e46fd3dd9f50b19165f"


# Frozen values.


@given(nodes)
def test_nodes_are_frozen_and_slotted(node: attrs.AttrsInstance) -> None:
    assert not hasattr(node, "__dict__")
    for field in attrs.fields(type(node)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, field.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(node, field.name)


@given(nodes, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_nodes_survive_pickle_and_copy_in_every_field(node: attrs.AttrsInstance, protocol: int) -> None:
    pickled = pickle.loads(pickle.dumps(node, protocol))  # noqa: S301 - our own bytes
    for again in (pickled, copy.copy(node), copy.deepcopy(node)):
        assert again == node
        assert attrs.asdict(again) == attrs.asdict(node)


@given(nodes)
def test_nodes_are_hashable_and_equal_to_nothing_else(node: attrs.AttrsInstance) -> None:
    assert {node: 1}[copy.deepcopy(node)] == 1
    others: list[object] = [attrs.astuple(node), attrs.asdict(node), repr(node)]
    assert node not in others


@pytest.mark.parametrize("node", NODES)
def test_every_field_is_said(node: type[attrs.AttrsInstance]) -> None:
    told = pydoc.plain(pydoc.render_doc(node))
    for field in attrs.fields(node):
        assert re.search(rf"^ \|  +{field.name}: ", told, re.MULTILINE), field.name


# What can be asked of a tree.


@given(articles())
def test_core_groups_and_insights_are_those_of_the_sections(article: Article) -> None:
    cores = [section for section in article.sections if section.role == "core"]
    assert article.core is (cores[0] if cores else None)
    assert article.groups == tuple(section for section in article.sections if section.role == "group")
    assert list(article.insights) == [each for section in article.sections for each in section.insights]
    assert article.span.cut(article.raw) == article.raw


@given(articles())
def test_cited_leads_from_every_number_to_its_insights(article: Article) -> None:
    cited = article.cited
    numbers = {citation.number for insight in article.insights for citation in insight.citations}
    assert list(cited) == sorted(numbers)
    for number, found in cited.items():
        citing = [
            insight for insight in article.insights if any(citation.number == number for citation in insight.citations)
        ]
        assert list(map(id, found)) == list(map(id, citing))


@given(sections())
def test_the_title_of_a_section_is_its_label_or_its_heading(section: Section) -> None:
    assert section.title == (section.heading if section.label is None else section.label)
    assert (section.heading_span is None) == (section.heading is None)


@given(texts(), texts(), texts())
def test_spans_cut_and_measure(before: str, text: str, after: str) -> None:
    span = Span(len(before), len(before + text))
    whole = before + text + after
    assert span.cut(whole) == whole[span.slice] == text
    assert len(span) == len(text)


# Misuse.


def call(make: Callable[..., object], **fields: object) -> object:
    """Call without a type checker looking."""
    return make(**fields)


# fmt: off
MISUSE = [
    (Insight, {"text": b"a"}, TypeError), (Insight, {"text": "a", "label": 1}, TypeError),
    (Insight, {"text": "a", "citations": 1}, TypeError), (Citation, {"number": "1"}, TypeError),
    (Section, {"role": "x"}, ValueError), (Section, {"role": "core", "heading": b"a"}, TypeError),
    (Section, {"role": "core", "index": "1"}, TypeError), (Section, {"role": "core", "label": 1}, TypeError),
    (Section, {"role": "core", "level": None}, TypeError), (Article, {"title": b"a"}, TypeError),
    (Article, {"published": "2025-08-26"}, TypeError), (Article, {"titel": "a"}, TypeError),
]
# fmt: on


@pytest.mark.parametrize(("node", "fields", "error"), MISUSE)
def test_misuse_raises(node: Callable[..., object], fields: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        call(node, **fields)


def test_lists_become_tuples() -> None:
    article = Article(sections=[Section("core", insights=[Insight("a", [Citation(1)])])])
    assert isinstance(article.sections, tuple)
    assert isinstance(article.sections[0].insights, tuple)
    assert isinstance(article.insights[0].citations, tuple)
    assert isinstance(Article(references=[Reference(1, "a")]).references, tuple)
    assert isinstance(Article(diagnostics=[Diagnostic("a", "info", "b")]).diagnostics, tuple)
