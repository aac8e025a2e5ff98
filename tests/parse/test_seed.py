"""The article of ``seeds/``, to the character."""

import re
from datetime import datetime

import rareinsight as ri
from outlines import numbers, outline
from promises import check_spans, check_tiling

TITLE = "“战略矿产之王”稀土:为什么会让美国人破大防?"
CITED = [*([1, 3], [3, 11], [6, 8], [1, 3], [3, 6], [3]), *([6, 11], [8, 11], [8, 11], [11, 13], [13], [13])]


def test_seed_header(seed: str) -> None:
    article = ri.parse(seed, strict=True)
    assert (article.title, article.source) == (TITLE, "Sou Hu Cai Jing")
    assert (article.published, article.format) == (datetime(2025, 8, 26, 8, 14), "digest")
    spans = [article.title_span, article.source_span, article.published_span]
    assert [span and span.cut(seed) for span in spans] == [TITLE, "Sou Hu Cai Jing", "2025-08-26 08:14"]
    assert {each.severity for each in article.diagnostics} <= {"info"}
    assert not article.truncated
    assert len(list(ri.parse_many(seed))) == 1


def test_seed_sections_are_exact(seed: str) -> None:
    """The body is one line in which `` - `` opens insights and nothing else, and headings stand before them."""
    headings = ["Core Insights", "Group 1", "Group 2", "Group 3"]
    body = seed[seed.index("Core Insights") :]
    parts = re.split(f"({'|'.join(headings)}) - ", body)[1:]
    texts = [[each.strip() for each in part.split(" - ")] for part in parts[1::2]]
    article = ri.parse(seed)
    assert outline(article) == list(zip(headings, texts, strict=True))
    shown = [(section.role, section.heading, section.index, section.label) for section in article.sections]
    assert shown == [("core", "Core Insights", None, None), *(("group", f"Group {n}", n, None) for n in (1, 2, 3))]
    assert [len(section.insights) for section in article.sections] == [3, 3, 3, 3]
    assert (article.core, article.groups) == (article.sections[0], article.sections[1:])


def test_seed_citations(seed: str) -> None:
    article = ri.parse(seed)
    assert numbers(article) == CITED
    assert list(article.cited) == [1, 3, 6, 8, 11, 13]
    for insight in article.insights:
        assert insight.text == re.sub(r"\[[0-9]+\]", "", insight.span.cut(seed)).rstrip()
        assert {citation.claim for citation in insight.citations} == {insight.text}
        assert all(citation.span.cut(seed) == f"[{citation.number}]" for citation in insight.citations)


def test_seed_pieces(seed: str) -> None:
    article = ri.parse(seed)
    check_tiling(article, seed)
    check_spans(article)
    kinds = [piece.kind for piece in article.pieces()]
    assert [kinds.count(kind) for kind in ("title", "source", "published")] == [1, 1, 1]
    assert [kinds.count(kind) for kind in ("heading", "text", "citation", "marker")] == [4, 12, 21, 12]
    boilerplate = [piece.span.cut(seed) for piece in article.pieces() if piece.kind == "boilerplate"]
    assert boilerplate == ["Workflow", "·"]
