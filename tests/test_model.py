import copy
import pickle
import pydoc
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from rareinsight import parse
from rareinsight._markdown import plain_heading
from rareinsight._messages import printable
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import CLOSING_STOPS, Article, Citation, Diagnostic, Insight, Piece, Reference, Section, Span
from rareinsight.rendering import Layout
from strategies import articles, evolve, moments, nodes, roles, texts

STRATEGIES: dict[type, st.SearchStrategy[attrs.AttrsInstance]] = dict(nodes())
ANY = st.one_of(*STRATEGIES.values())
NODES = (*STRATEGIES, Piece, Format, Heading, Numbered, Layout)
cited_insights = st.builds(Insight, texts(), st.lists(STRATEGIES[Citation], min_size=1, max_size=3))
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
    """Return what equality compares, written as plainly as possible."""
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
def test_article_equality_compares_content_only(article: Article, others: dict[type, attrs.AttrsInstance]) -> None:
    for other in variants(article, others):
        assert same(article, other) == (content(article) == content(other))


@given(full_articles, st.sampled_from(["", *CLOSING_STOPS, " .", "。."]))
def test_insight_equality_ignores_the_closing_stop(article: Article, stop: str) -> None:
    section = article.sections[0]
    bare = section.insights[0].text.rstrip(CLOSING_STOPS + " ")
    both = [evolve(section, insights=[evolve(section.insights[0], text=bare + end)]) for end in ("", stop)]
    assert same(*(evolve(article, sections=[each]) for each in both))


@given(full_articles)
def test_article_equality_compares_where_sections_end(article: Article) -> None:
    """The same insights in the same order, one of them below another heading of the same kind."""
    first = article.sections[0]
    halves = [evolve(first, insights=first.insights[:1]), evolve(first, insights=first.insights[1:])]
    assert not same(article, evolve(article, sections=[*halves, *article.sections[1:]]))


@given(moments(), st.integers(-1439, 1439))
def test_article_equality_compares_moments(moment: datetime, minutes: int) -> None:
    moment = moment.replace(year=2025, day=1, tzinfo=moment.tzinfo or UTC)
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert same(Article(published=moment), Article(published=elsewhere))
    assert not same(Article(published=moment), Article(published=moment.replace(tzinfo=None)))


@pytest.mark.parametrize("hours", [-14, 0, 14])
def test_fingerprint_accepts_first_and_last_datetime(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    first, last = datetime.min.replace(tzinfo=zone), datetime.max.replace(tzinfo=zone)
    assert not same(Article(published=first), Article(published=last))


def test_repeated_hour_in_one_zone_is_one_moment() -> None:
    """Python finds the two equal; so do we."""
    first = datetime(2025, 10, 26, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert first.utcoffset() != first.replace(fold=1).utcoffset()
    assert same(Article(published=first), Article(published=first.replace(fold=1)))


def test_fingerprint_is_the_same_on_every_machine() -> None:
    """A new one makes every stored fingerprint worthless: change it with a new major version only."""
    insight = Insight("铜价 \ud800 \U0002ebf0 rose.", [Citation(1), Citation(3)])
    article = Article(
        title="Copper “up”",
        published=datetime(2025, 8, 26, 8, 14, tzinfo=UTC),
        sections=[Section("core", "Core Insights", insights=[insight]), Section("group", index=1, label="a")],
    )
    assert article.fingerprint == "7f39908a99b6a29cf7c07ea9f330ab09"


# Frozen values.


@given(ANY, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_nodes_are_frozen_hashable_picklable_and_copyable(node: attrs.AttrsInstance, protocol: int) -> None:
    assert not hasattr(node, "__dict__")
    for field in attrs.fields(type(node)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(node, field.name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(node, field.name)
    pickled = pickle.loads(pickle.dumps(node, protocol))  # noqa: S301 - our own bytes
    for again in (pickled, copy.copy(node), copy.deepcopy(node)):
        assert again == node
        assert attrs.asdict(again) == attrs.asdict(node)
        assert {node: 1}[again] == 1
    others: list[object] = [attrs.astuple(node), attrs.asdict(node), repr(node)]
    assert node not in others


@pytest.mark.parametrize("node", NODES)
def test_every_field_is_documented(node: type[attrs.AttrsInstance]) -> None:
    told = pydoc.plain(pydoc.render_doc(node))
    for field in attrs.fields(node):
        assert re.search(rf"^ \|  +{field.name}: ", told, re.MULTILINE), field.name


# What can be asked of a tree.


@given(articles())
def test_article_properties_collect_from_sections(article: Article) -> None:
    cores = [section for section in article.sections if section.role == "core"]
    assert article.core is (cores[0] if cores else None)
    assert article.groups == tuple(section for section in article.sections if section.role == "group")
    assert list(article.insights) == [each for section in article.sections for each in section.insights]
    assert article.span.cut(article.raw) == article.raw
    numbers = {citation.number or 0 for insight in article.insights for citation in insight.citations}
    assert list(article.cited) == sorted(numbers)
    for number, found in article.cited.items():
        citing = [each for each in article.insights if number in [citation.number for citation in each.citations]]
        assert list(map(id, found)) == list(map(id, citing))


@given(STRATEGIES[Section])
def test_section_title_is_there_with_a_heading_or_label(section: Section) -> None:
    assert bool(section.title) == bool(section.heading if section.label is None else section.label)
    assert (section.heading_span is None) == (section.heading is None)


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        *(
            (each, "Core Insights")
            for each in ("Core Insights", "Core Insights:", "Core Insights： ", "__Core Insights__")
        ),
        *((each, "Core Insights") for each in ("**Core Insights**", "**Core Insights:**", "## **Core Insights**:")),
        *(
            (each, "Core Insights")
            for each in ("∗∗Core Insights∗∗", "<b>Core Insights</b>", "【Core Insights】", "> Core Insights")
        ),
        ("📌 L'essentiel", "L'essentiel"),
        ("### ⚠️ ATTENTION REQUIRED", "ATTENTION REQUIRED"),
        ("[The Merger](index=7&type=section&id=Section%201.01%20The%20Merger)", "The Merger"),
        ("[Sales (GAAP) [1] Results](index=9&type=section&id=Sales%20(GAAP)%20Results)", "Sales (GAAP) [1] Results"),
        ("[Sales and Marketing](index=9&type=section", "Sales and Marketing"),
        ("MDI/TDI价差", "MDI/TDI价差"),
        ("-5% in *ST Metal and *ST Tin", "-5% in *ST Metal and *ST Tin"),
        ("snake_case_names, 2*3*4 and a[0](b", "snake_case_names, 2*3*4 and a[0](b"),
        ("## Prices in C# ##", "Prices in C#"),
        ("**", "**"),
        ("**Reed beds**[^1_3][^1_1]", "Reed beds"),
        ("Sales mix:[7] [30, 31]", "Sales mix"),
        ("[cite_start]1.2 Parts [cite: 11]", "1.2 Parts"),
        ("Outlook [2026]", "Outlook [2026]"),
        ("[3]", "[3]"),
    ],
)
def test_section_title_has_no_decoration(heading: str, title: str) -> None:
    assert Section("other", heading).title == Section("other", "1. x", 1, heading).title == title


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            "**Copper**: _firm_, ~~weak~~ `ore` (call 138****1234) and 2**3",
            "Copper: firm, weak ore (call 138****1234) and 2**3",
        ),
        ("see ![a map](map.png) and [the *2025* report](https://metal.example/a_(b))", "see a map and the 2025 report"),
        (r"5 \* 6<br>and <sup>2</sup>, a < b > c", "5 * 6 and 2, a < b > c"),
        ("**多头**：看好**铜", "多头：看好铜"),
        ("*All of it is in `Towers_1_.pdf`, _for now_.*", "All of it is in Towers_1_.pdf, for now."),
        ("_see_ https://metal.example/_a_/__b__", "see https://metal.example/_a_/__b__"),
    ],
)
def test_insight_plain_has_no_markdown(text: str, plain: str) -> None:
    assert Insight(text).plain == plain
    assert Insight(text).text == text


@given(texts(), texts(), texts())
def test_span_cut_and_len(before: str, text: str, after: str) -> None:
    span = Span(len(before), len(before + text))
    whole = before + text + after
    assert span.cut(whole) == whole[span.start : span.end] == text
    assert len(span) == len(text)


# How trees are shown.


@given(articles())
def test_article_str_is_a_tree_and_repr_one_line(article: Article) -> None:
    assert len(repr(article)) < 200 > len(repr(evolve(article, title="a\n" * 99, source="\U0001f642" * 99)))
    assert "\n" not in repr(article)
    for section in article.sections:
        assert section.heading is None or printable(plain_heading(section.heading)) in str(article)
        assert all(len(repr(node)) < 200 for node in (section, *section.insights))


def test_article_str_is_what_the_console_draws(seed: str) -> None:
    article = parse(seed.replace("Group 2", "Group 4"))
    console = Console(width=400, file=StringIO(), color_system=None)
    console.print(article)
    assert isinstance(console.file, StringIO)
    assert [line.rstrip() for line in console.file.getvalue().splitlines()] == str(article).splitlines()


def test_repr_html_is_a_page_or_none_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Tin" in (Article(title="Tin")._repr_html_() or "")
    monkeypatch.setitem(sys.modules, "rareinsight.html._render", None)
    assert Article(title="Tin")._repr_html_() is None


def test_nodes_turn_lists_into_tuples() -> None:
    insight = Insight("a", [Citation(1)])
    article = Article(
        sections=[Section("core", insights=[insight])],
        references=[Reference(1, "a")],
        diagnostics=[Diagnostic("a", "info", "b")],
    )
    kept = (article.sections, article.references, article.diagnostics, article.sections[0].insights, insight.citations)
    assert {type(each) for each in kept} == {tuple}
