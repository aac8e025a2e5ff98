import copy
import json
import pickle
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import strategies
from rareinsight._formats.digest import DIGEST
from rareinsight.format import Format
from rareinsight.jsonio import from_json
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.parsing import parse, parse_many
from rareinsight.rendering import Layout, RenderError, check_equal, render
from rareinsight.testing import layouts
from score import Page, declared, load

LISTS, TOPICS = declared()["facts"], declared()["topics"]


#: The body on one line, as crawlers give it.
ONE_LINE = Layout(lines="one", blank_lines=False)


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


@given(strategies.articles(), layouts())
def test_render_writes_what_parses_back_or_raises(article: Article, layout: Layout) -> None:
    with suppress(ValueError):  # most of these can't be written, and some can
        assert parse(render(article, layout, format=DIGEST), format=DIGEST) == article


@given(strategies.articles(), strategies.articles())
def test_first_difference_exists_for_unequal_articles(one: Article, other: Article) -> None:
    check_equal(one, copy.deepcopy(one))
    differ = nullcontext() if one == other else pytest.raises(RenderError, match=r"\A(title|source|published|sections)")
    with differ:
        check_equal(one, other)


def test_first_difference_ignores_what_equality_ignores() -> None:
    check_equal(make_article("Prices fell.", title="Two  Words"), make_article("Prices fell", title="Two\u00a0Words"))


# --- labelled pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "layout", [Layout(), Layout(headings="hashes", marker="-"), ONE_LINE, Layout(lines="one", header="below")]
)
def test_render_writes_nearly_all_labelled_pages(layout: Layout) -> None:
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


def test_render_reproduces_the_seed(seed: str) -> None:
    article = parse(seed)
    assert parse(render(article, ONE_LINE)) == article
    assert render(article, ONE_LINE).splitlines()[-1] in seed


# --- layouts -----------------------------------------------------------------------------------------------


RENDERED = Path(__file__).with_name("rendered_articles.jsonl").read_text("utf-8").rstrip().split("\n")


@pytest.mark.parametrize("record", [*map(json.loads, RENDERED)], ids=lambda record: record["for"])
def test_render_writes_each_layout(record: dict[str, Any]) -> None:
    """Each in the format and the layout of its record; that it is read back as it was, ``render`` sees to."""
    article = from_json(json.dumps(record["article"]))
    format = Page("written", record).format or DIGEST
    assert render(article, Layout(**record["layout"]), format=format) == record["text"]


# --- refusals ----------------------------------------------------------------------------------------------


def test_render_error_has_a_path() -> None:
    article = make_article("Prices fell", "Copper [4] rose")
    with pytest.raises(RenderError) as caught:
        render(article)
    error = caught.value
    assert (error.path, error.difference) == (
        "sections[0].insights[1].text",
        "'Copper [4] rose' would be read back as 'Copper rose'",
    )
    assert str(error) == (
        "sections[0].insights[1].text: 'Copper [4] rose' would be read back as 'Copper rose' (line 3, column 3)\n"
        "    - Copper [4] rose [1][2][3][7]\n"
        "      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301


def test_render_error_names_the_key_that_differs() -> None:
    one, other = (Insight("Tin is rare", [Citation(1), Citation(None, key=key)]) for key in ("note7", "note8"))
    with pytest.raises(RenderError, match=r"sections\[0\]\.insights\[0\]\.citations\[1\]\.key: 'note7' would"):
        check_equal(*(Article(sections=[Section("other", insights=[each])]) for each in (one, other)))


def test_render_error_shows_the_differing_part_of_a_long_text() -> None:
    with pytest.raises(RenderError) as caught:
        render(make_article("Prices fell and " * 40 + "then\n\nrose"))
    message = str(caught.value).splitlines()[0]
    assert "then" in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("article", "format", "message"),
    [
        (make_article(), LISTS, "the article cites 1, but format 'facts' has no citations"),
        (make_article(source="Daily News"), DIGEST, "format 'digest' declares no source line with only {source}"),
        (Article(sections=[Section("group", index=1)]), LISTS, None),
    ],
)
def test_render_names_what_the_format_lacks(article: Article, format: Format, message: str | None) -> None:
    with pytest.raises(ValueError, match=message):
        render(article, format=format)
