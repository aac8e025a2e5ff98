import copy
import pickle
import pydoc
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from io import StringIO
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from rareinsight import parse
from rareinsight._display import printable
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
        with suppress(ValueError):  # of a place that ends before it begins there is none
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
    numbers = {citation.number or 0 for insight in article.insights for citation in insight.citations}
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
#: A class, its fields, and what the error says of them.
MISUSE = [
    (Insight, {"text": b"a"}, "Insight.text: expected a str, got b'a'"),
    (Insight, {"text": "a", "label": 1}, "Insight.label: expected a str or None, got 1"),
    (Insight, {"text": "a", "citations": [1]}, "Insight.citations: expected a list of Citation, got (1,)"),
    (Insight, {"text": "a", "start": 2, "end": 1}, "Insight.start and .end: expected integers, 0 <= start <= end, got"),
    (Citation, {"number": "1"}, "Citation.number: expected an integer >= 0, got '1'"),
    (Citation, {"number": -1}, "Citation.number: expected an integer >= 0, got -1"),
    (Citation, {"number": 1, "claim_start": -1}, "Citation.claim_start and .claim_end: expected integers, 0 <="),
    (Section, {"role": "x"}, "Section.role: expected one of 'core', 'group', 'other', got 'x'"),
    (Section, {"role": "core", "index": True}, "Section.index: expected an int or None, got True"),
    (Section, {"role": "core", "level": 0}, "Section.level: expected an integer >= 1, got 0"),
    (Section, {"role": "core", "heading_end": -1}, "Section.heading_start and .heading_end: expected"),
    (Article, {"published": "2025-08-26"}, "Article.published: expected a datetime or None, got '2025-08-26'"),
    (Insight, {"text": "a", "citations": 5}, "Insight.citations: expected a list of Citation, got 5"),
    (Section, {"role": "core", "insights": 5}, "Section.insights: expected a list of Insight, got 5"),
    *(
        (Article, {field: 5}, f"Article.{field}: expected a list of {field[:-1].title()}, got 5")
        for field in ("sections", "references", "diagnostics")
    ),
    (Article, {"sections": "ab"}, "Article.sections: expected a list of Section, got 'ab'"),
    (Article, {"titel": "a"}, "unexpected keyword argument 'titel'"),
    (Diagnostic, {"code": "a", "severity": "bad", "message": ""}, "Diagnostic.severity: expected one of 'info'"),
    (Reference, {"number": -1, "text": ""}, "Reference.number: expected an integer >= 0, got -1"),
    (Span, {"start": 5, "end": 2}, "Span.start and .end: expected integers, 0 <= start <= end, got 5 and 2"),
    (Span, {"start": "a", "end": "b"}, "Span.start and .end: expected integers, 0 <= start <= end, got 'a' and 'b'"),
    (Span, {"start": False, "end": True}, "Span.start and .end: expected integers, 0 <= start <= end, got False"),
    (Citation, {"number": None}, "Citation: expected either a number or a key, got None and None"),
    (Citation, {"number": 1, "key": "a"}, "Citation: expected either a number or a key, got 1 and 'a'"),
    (Citation, {"number": 1, "claim": 2}, "Citation.claim: expected a str, got 2"),
    (Insight, {"text": "a", "level": "1"}, "Insight.level: expected an integer >= 1, got '1'"),
    (Article, {"truncated": "no"}, "Article.truncated: expected a bool, got 'no'"),
    (Article, {"raw": b"a"}, "Article.raw: expected a str, got b'a'"),
    (Article, {"origin": "a.txt"}, "Article.origin: expected an Origin or None, got 'a.txt'"),
    (Article, {"title_span": (0, 1)}, "Article.title_span: expected a Span or None, got (0, 1)"),
    (Diagnostic, {"code": "a", "severity": "info", "message": "", "span": (0, 1)}, "Diagnostic.span: expected a Span"),
    (Origin, {"record": "1"}, "Origin.record: expected an integer >= 0, got '1'"),
    (Origin, {"fields": [1]}, "Origin.fields: expected a Mapping, got [1]"),
]
# fmt: on


@pytest.mark.parametrize(("node", "fields", "message"), MISUSE)
def test_misuse_names_the_field_and_what_was_expected(
    node: Callable[..., object], fields: dict[str, object], message: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(message)):
        call(node, **fields)


@given(articles())
def test_articles_print_as_trees_and_show_in_one_line(article: Article) -> None:
    assert len(repr(article)) < 200 > len(repr(evolve(article, title="a\n" * 99, source="\U0001f642" * 99)))
    assert "\n" not in repr(article)
    for section in article.sections:
        assert printable(section.heading or "") in str(article)
        assert all(len(repr(node)) < 200 for node in (section, *section.insights))


def test_the_tree_is_that_of_the_console(seed: str) -> None:
    article = parse(seed.replace("Group 2", "Group 4"))
    console = Console(width=400, file=StringIO(), color_system=None)
    console.print(article)
    assert isinstance(console.file, StringIO)
    assert [line.rstrip() for line in console.file.getvalue().splitlines()] == str(article).splitlines()


def test_dates_in_utc() -> None:
    moment = datetime(2025, 8, 26, 8, 14)
    assert Article(published=moment).published_utc is None is Article().published_utc
    aware = Article(published=moment.replace(tzinfo=timezone(timedelta(hours=8)))).published_utc
    assert (aware, aware and aware.tzinfo) == (datetime(2025, 8, 26, 0, 14, tzinfo=UTC), UTC)


def test_references_by_number() -> None:
    article = Article(references=[Reference(1, "a"), Reference(3, "c")])
    assert [article.reference(number) for number in (1, 2, 3)] == [Reference(1, "a"), None, Reference(3, "c")]


def test_lists_become_tuples() -> None:
    article = Article(sections=[Section("core", insights=[Insight("a", [Citation(1)])])])
    assert isinstance(article.sections, tuple)
    assert isinstance(article.sections[0].insights, tuple)
    assert isinstance(article.insights[0].citations, tuple)
    assert isinstance(Article(references=[Reference(1, "a")]).references, tuple)
    assert isinstance(Article(diagnostics=[Diagnostic("a", "info", "b")]).diagnostics, tuple)
