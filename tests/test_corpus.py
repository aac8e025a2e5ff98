"""The labelled pages, one by one, and the seed article to the character."""

import re
from datetime import datetime
from functools import cache
from typing import Any

import pytest

import rareinsight as ri
from labels import (
    CITATION,
    CUT_IN_TITLE,
    CUT_UNSEEN,
    DUMPS,
    FOLDERS,
    KNOWN_WRONG,
    LABELLED,
    PAGES,
    SCORED,
    Dump,
    found_article,
    gold_article,
)
from rareinsight.testing._promises import check_spans, check_tiling

#: Ranges and other brackets, whose numbers a label does not spell out.
OTHER_CITATIONS = re.compile(r"[【［][0-9]|\[[0-9]+[-–]")


@cache
def articles_of(text: str) -> tuple[ri.Article, ...]:
    """The articles of a page, read once for all its tests."""
    return tuple(ri.parse_many(text))


def numbers_in(label: dict[str, Any]) -> list[int]:
    """The numbers in the brackets of a label's insights."""
    texts = [text for section in label["sections"] for text in section["insights"]]
    listed = [numbers for text in texts for numbers in CITATION.findall(text)]
    return [int(number) for numbers in listed for number in numbers.split(",")]


@pytest.mark.parametrize("dump", LABELLED, ids=repr)
def test_a_page_is_read_as_it_is_labelled(dump: Dump) -> None:
    found = [found_article(article) for article in articles_of(dump.text)]
    numbers = [article.pop("numbers") for article in found]
    assert found == [gold_article(label) for label in dump.label["articles"]]
    if not OTHER_CITATIONS.search(dump.text):
        expected = [numbers_in(label) for label in dump.label["articles"]]
        assert numbers == ([[]] * len(numbers) if dump.label.get("bare_citations") else expected)


@pytest.mark.parametrize("folder", FOLDERS)
def test_pages_cut_short_are_told_from_whole_ones(folder: str) -> None:
    for dump in LABELLED:
        if dump.folder == folder and dump.name not in CUT_IN_TITLE + CUT_UNSEEN:
            assert articles_of(dump.text)[-1].truncated == dump.label["truncated"], dump


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_text_of_a_page_is_lost(folder: str) -> None:
    for dump in DUMPS + PAGES:
        if dump.folder == folder:
            articles = articles_of(dump.text)
            assert "".join(article.raw for article in articles) == dump.text, dump
            for article in articles:
                check_tiling(article, article.raw)
                check_spans(article)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_first_article_of_a_page_is_what_parse_gives(folder: str) -> None:
    for dump in LABELLED:
        if dump.folder == folder:
            first, *others = articles_of(dump.text)
            article = ri.parse(dump.text)
            assert article == first, dump
            assert article.raw == dump.text, dump
            assert ("more-articles" in [doubt.code for doubt in article.diagnostics]) == bool(others), dump


@pytest.mark.parametrize("folder", FOLDERS)
def test_detection_agrees_with_reading(folder: str) -> None:
    for dump in DUMPS + PAGES:
        if dump.folder == folder:
            is_digest = any(article.sections for article in articles_of(dump.text))
            assert ri.detect(dump.text) == ("digest" if is_digest else None), dump


@pytest.mark.parametrize("name", KNOWN_WRONG)
def test_what_is_read_wrongly_is_known(name: str) -> None:
    (dump,) = (dump for dump in SCORED if dump.name == name)
    found = [found_article(article) for article in ri.parse_many(dump.text)]
    for article in found:
        del article["numbers"]
    assert found != [gold_article(label) for label in dump.label["articles"]]


def test_the_corpus_is_whole() -> None:
    assert len(DUMPS) == 85
    assert {dump.label["family"] for dump in DUMPS} == set("ABCEFGHLNOPRTXZ") | {"B2"}


# --- the seed --------------------------------------------------------------------------------------------------

TITLE = "“战略矿产之王”稀土:为什么会让美国人破大防?"
CITED = [
    [[1, 3], [3, 11], [6, 8]],
    [[1, 3], [3, 6], [3]],
    [[6, 11], [8, 11], [8, 11]],
    [[11, 13], [13], [13]],
]


def test_the_header_of_the_seed(seed: str) -> None:
    article = ri.parse(seed)
    assert (article.title, article.source) == (TITLE, "Sou Hu Cai Jing")
    assert article.published == datetime(2025, 8, 26, 8, 14)
    spans = [article.title_span, article.source_span, article.published_span]
    assert [span and span.cut(seed) for span in spans] == [TITLE, "Sou Hu Cai Jing", "2025-08-26 08:14"]


def test_the_sections_of_the_seed(seed: str) -> None:
    article = ri.parse(seed)
    shown = [(section.role, section.heading, section.index, section.label) for section in article.sections]
    assert shown == [
        ("core", "Core Insights", None, None),
        ("group", "Group 1", 1, None),
        ("group", "Group 2", 2, None),
        ("group", "Group 3", 3, None),
    ]
    assert [section.level for section in article.sections] == [1, 1, 1, 1]
    assert article.core == article.sections[0]
    assert article.groups == article.sections[1:]


def test_the_insights_of_the_seed_to_the_character(seed: str) -> None:
    """The body is one line in which `` - `` opens insights and nothing else, and headings stand before them."""
    body = seed[seed.index("Core Insights") :]
    expected: list[list[str]] = []
    for part in body.split(" - "):
        if expected:
            expected[-1].append(part)
        else:
            expected.append([])
        for heading in ("Group 1", "Group 2", "Group 3"):
            if part.endswith(" " + heading):
                expected[-1][-1] = part.removesuffix(" " + heading)
                expected.append([])
    article = ri.parse(seed)
    spans = [[insight.span.cut(seed) for insight in section.insights] for section in article.sections]
    assert spans == expected
    assert [len(insights) for insights in spans] == [3, 3, 3, 3]
    for insight in article.insights:
        assert insight.text == CITATION.sub("", insight.span.cut(seed)).rstrip()


def test_the_citations_of_the_seed(seed: str) -> None:
    article = ri.parse(seed)
    numbers = [
        [[citation.number for citation in insight.citations] for insight in section.insights]
        for section in article.sections
    ]
    assert numbers == CITED
    citations = [citation for insight in article.insights for citation in insight.citations]
    assert len(citations) == 21
    assert list(article.cited) == [1, 3, 6, 8, 11, 13]
    assert [citation.span.cut(seed) for citation in citations] == [f"[{each.number}]" for each in citations]
    for insight in article.insights:
        assert {citation.claim for citation in insight.citations} == {insight.text}
        assert {citation.claim_span.cut(seed) for citation in insight.citations} == {insight.text}


def test_the_seed_leaves_no_doubt(seed: str) -> None:
    article = ri.parse(seed, strict=True)
    assert {doubt.severity for doubt in article.diagnostics} <= {"info"}
    assert not article.truncated
    assert article.format == "digest"
    assert len(list(ri.parse_many(seed))) == 1


def test_the_pieces_of_the_seed(seed: str) -> None:
    article = ri.parse(seed)
    check_tiling(article, seed)
    check_spans(article)
    kinds = [piece.kind for piece in article.pieces()]
    assert [kinds.count(kind) for kind in ("title", "source", "published")] == [1, 1, 1]
    assert [kinds.count(kind) for kind in ("heading", "text", "citation", "marker")] == [4, 12, 21, 12]
    furniture = [piece.span.cut(seed) for piece in article.pieces() if piece.kind == "boilerplate"]
    assert furniture == ["Workflow", "·"]
