"""The article of ``seeds/``, to the character."""

import re
from datetime import datetime

import rareinsight as ri
from outlines import numbers
from rareinsight.testing._promises import check_spans, check_tiling

TITLE = "“战略矿产之王”稀土:为什么会让美国人破大防?"
CITED = [
    *([1, 3], [3, 11], [6, 8]),
    *([1, 3], [3, 6], [3]),
    *([6, 11], [8, 11], [8, 11]),
    *([11, 13], [13], [13]),
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
        assert insight.text == re.sub(r"\[[0-9]+\]", "", insight.span.cut(seed)).rstrip()


def test_the_citations_of_the_seed(seed: str) -> None:
    article = ri.parse(seed)
    assert numbers(article) == CITED
    citations = [citation for insight in article.insights for citation in insight.citations]
    assert len(citations) == 21
    assert list(article.cited) == [1, 3, 6, 8, 11, 13]
    assert [citation.span.cut(seed) for citation in citations] == [f"[{each.number}]" for each in citations]
    for insight in article.insights:
        assert {citation.claim for citation in insight.citations} == {insight.text}
        assert {citation.claim_span.cut(seed) for citation in insight.citations} == {insight.text}


def test_the_seed_leaves_nothing_to_report(seed: str) -> None:
    article = ri.parse(seed, strict=True)
    assert {each.severity for each in article.diagnostics} <= {"info"}
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
    boilerplate = [piece.span.cut(seed) for piece in article.pieces() if piece.kind == "boilerplate"]
    assert boilerplate == ["Workflow", "·"]
