import pickle
from contextlib import suppress

import pytest
from attrs import evolve
from hypothesis import assume, given

import strategies
from rareinsight._format.digest import DIGEST
from rareinsight._rendering.layout import Layout
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Insight, Reference, Section
from rareinsight.parsing import parse, parse_many
from rareinsight.rendering import RenderError, first_difference, render
from rareinsight.testing import articles, layouts
from score import load

LISTS = Format("lists", headings=[Heading(["Overview"], role="core"), Heading(["Background"])], markers=["•"])
TOPICS = Format(
    "topics",
    headings=[Heading(["In short"], role="core")],
    numbered=[Numbered("Topic {n}", role="group")],
    markers=["-", "•"],
    citations=["({n})"],
)


def make_article(*insights: str, **header: str) -> Article:
    """An article of a core and a group, with citations 1, 2, 3 and 7."""
    cited = [Insight(text, [Citation(number) for number in (1, 2, 3, 7)]) for text in insights or ["Prices fell"]]
    return Article(
        sections=[
            Section("core", "Core Insights", insights=cited),
            Section("group", "Group 1: Rivals", 1, "Rivals", insights=[Insight("Costs rose.", [Citation(2)])]),
        ],
        **header,  # type: ignore[arg-type]  # title and source
    )


# --- properties --------------------------------------------------------------------------------------------


@given(articles(), layouts())
def test_what_is_written_reads_the_same(article: Article, layout: Layout) -> None:
    try:
        text = render(article, layout)
    except RenderError:
        assume(layout.marked_text)  # text beside a heading, and nothing else, is no digest: it is refused
        raise
    assert parse(text, format=DIGEST) == article


@given(strategies.articles(), layouts())
def test_nothing_is_written_that_reads_differently(article: Article, layout: Layout) -> None:
    with suppress(ValueError):  # most of these can't be written, and some can
        assert parse(render(article, layout, format=DIGEST), format=DIGEST) == article


@given(articles())
def test_equal_articles_have_no_difference(article: Article) -> None:
    assert first_difference(article, pickle.loads(pickle.dumps(article))) is None  # noqa: S301


@given(strategies.articles(), strategies.articles())
def test_there_is_a_difference_where_articles_are_not_equal(one: Article, other: Article) -> None:
    assert (first_difference(one, other) is None) == (one == other)


# --- labelled pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [Layout.canonical, Layout.markdown, Layout.one_line, Layout.crawled])
def test_nearly_all_labelled_pages_can_be_written(layout: Layout) -> None:
    refused, written = [], 0
    for page in load("first"):
        for article in parse_many(page.text, format=DIGEST):
            if article.sections and page.is_scored:
                written += 1
                try:
                    assert parse(render(article, layout), format=DIGEST) == article
                except RenderError:
                    refused.append(page)
    assert written > 80
    assert len(refused) <= 0.07 * written, refused


def test_the_seed_is_written_as_it_was_found(seed: str) -> None:
    article = parse(seed)
    assert parse(render(article, Layout.one_line)) == article
    assert render(article, Layout.one_line).splitlines()[-1] in seed


# --- layouts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        (Layout.canonical, "Core Insights\n- Prices fell [1][2][3][7]\n\nGroup 1: Rivals\n- Costs rose. [2]"),
        (Layout.markdown, "## Core Insights\n- Prices fell. [1][2][3][7]\n\n## Group 1: Rivals\n- Costs rose. [2]"),
        (Layout.one_line, "Core Insights - Prices fell [1][2][3][7] Group 1: Rivals - Costs rose. [2]"),
        (
            Layout(lines="sections", numbers="listed", stop="after", blank_lines=False),
            "Core Insights - Prices fell [1, 2, 3, 7].\nGroup 1: Rivals - Costs rose [2].",
        ),
        (
            Layout(lines="headings", numbers="ranged", stop="none", citation="【{n}】", marker="•"),
            "Core Insights\n• Prices fell 【1-3, 7】\n\nGroup 1: Rivals\n• Costs rose 【2】",
        ),
        (
            Layout(lines="insights", citation_space=False, colon="：", heading_case="upper", newline="\r\n"),
            "CORE INSIGHTS - Prices fell[1][2][3][7]\r\n\r\nGroup 1：Rivals - Costs rose.[2]",
        ),
    ],
)
def test_layouts(layout: Layout, text: str) -> None:
    assert render(make_article(), layout) == text


def test_marks_around_the_words() -> None:
    article = parse("Core Insights - Prices fell [1]")
    layout = Layout(headings="bold", boilerplate=True, byte_order_mark=True, hard_spaces=True)
    assert render(article, layout) == "\ufeffWorkflow\n**Core Insights**\n-\xa0Prices fell\xa0[1]"


def test_header_above_and_below() -> None:
    article = evolve(parse("A Title\nDaily News·2025-08-26 08:14\nCore Insights - Prices fell [1]"))
    body, header = "Core Insights - Prices fell [1]", "A Title\nDaily News·2025-08-26 08:14"
    assert render(article, Layout.one_line) == f"{header}\n{body}"
    assert render(article, Layout(lines="one", header="below")) == f"{body}\n\n{header}"


def test_a_stop_parts_insights_without_citations_in_one_line() -> None:
    sections = [Section("core", "Core Insights", insights=[Insight("Prices fell"), Insight("铜价下跌"), Insight("Up")])]
    text = render(Article(sections=sections), Layout(lines="one", stop="none"))
    assert text == "Core Insights - Prices fell. - 铜价下跌。 - Up."


def test_links_of_citations_come_from_the_references() -> None:
    article = evolve(make_article(), references=[Reference(2, "a paragraph", "https://example.com/#p2")])
    text = render(article, Layout(citation="[{n}]({url})"))
    assert "fell [1](#1)[2](https://example.com/#p2)[3](#3)" in text


# --- formats -----------------------------------------------------------------------------------------------


def test_an_article_is_written_in_another_format() -> None:
    text = render(make_article(), format=TOPICS)
    assert text == "In short\n- Prices fell (1)(2)(3)(7)\n\nTopic 1: Rivals\n- Costs rose. (2)"
    assert parse(text, format=TOPICS) == make_article()


@pytest.mark.parametrize(
    ("article", "heading"),
    [
        (Section("core"), DIGEST.headings[0].words[0]),
        (Section("group", index=12), "Group 12"),
        (Section("group", "wrong", 2, "Rivals"), "Group 2: Rivals"),
        (Section("other", index=12, label="储能"), "十二、储能"),
        (Section("other", "12. Storage", 12, "Storage"), "12. Storage"),
        (Section("other", "Outlook"), "Outlook"),
    ],
)
def test_headings_are_kept_or_made(article: Section, heading: str) -> None:
    section = evolve(article, insights=[Insight("Prices fell", [Citation(1)])])
    read = parse(render(Article(sections=[section]))).sections[0]
    assert read == section
    assert read.heading == heading


# --- refusals ----------------------------------------------------------------------------------------------


def test_a_refusal_shows_where() -> None:
    article = make_article("Prices fell", "Copper [4] rose")
    with pytest.raises(RenderError) as caught:
        render(article)
    assert caught.value.difference.path == "sections[0].insights[1].text"
    assert str(caught.value) == (
        "sections[0].insights[1].text: 'Copper [4] rose' would be read back as 'Copper rose' (line 3, column 3)\n"
        "    - Copper [4] rose [1][2][3][7]\n"
        "      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_a_refusal_shows_the_part_of_a_long_text_that_differs() -> None:
    with pytest.raises(RenderError) as caught:
        render(make_article("Prices fell and " * 40 + "then\n\nrose"))
    message = str(caught.value).splitlines()[0]
    assert "then" in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("article", "format", "message"),
    [
        (make_article(), LISTS, "format 'lists' has no citations, but the article cites"),
        (make_article(source="Daily News"), DIGEST, "format 'digest' declares no source line with only {source}"),
        (Article(sections=[Section("group", index=1)]), LISTS, None),
    ],
)
def test_what_a_format_lacks_is_named(article: Article, format: Format, message: str | None) -> None:
    with pytest.raises(ValueError, match=message):
        render(article, format=format)


def test_misuse() -> None:
    with pytest.raises(TypeError, match=r"article: expected an Article, got .*: parse it first"):
        render("Core Insights - Prices fell [1]")  # type: ignore[arg-type]  # the misuse that is tested
    with pytest.raises(ValueError, match="digest"):
        render(make_article(), format="digset")


def test_what_is_no_layout_is_refused() -> None:
    with pytest.raises(TypeError, match=r"layout: expected a Layout, got 'markdown': use one such as Layout\.markdown"):
        render(parse("Core Insights - Prices fell [1]"), "markdown")  # type: ignore[arg-type]  # what is tested
