import sys
from itertools import pairwise

import pytest
from hypothesis import given

from rareinsight._pieces import SPACES
from rareinsight.model import Article, Citation, Diagnostic, Insight, Section, Span
from strategies import articles, read_articles


def words(article: Article) -> list[tuple[str, str]]:
    return [(piece.kind, piece.span.cut(article.raw)) for piece in article.pieces()]


@given(articles())
def test_pieces_tile_raw_for_any_spans(article: Article) -> None:
    pieces = article.pieces()
    assert "".join(piece.span.cut(article.raw) for piece in pieces) == article.raw
    assert all(len(piece.span) > 0 for piece in pieces)
    assert all(left.span.end == right.span.start for left, right in pairwise(pieces))
    if pieces:
        assert (pieces[0].span.start, pieces[-1].span.end) == (0, len(article.raw))


@given(read_articles())
def test_spans_consist_of_whole_pieces(article: Article) -> None:
    edges = {0} | {piece.span.end for piece in article.pieces()}
    spans = [article.title_span, article.source_span, article.published_span]
    for section in article.sections:
        spans += [section.span, section.heading_span, *(insight.span for insight in section.insights)]
    for insight in article.insights:
        spans += [citation.span for citation in insight.citations]
    assert all({span.start, span.end} <= edges for span in spans if span)


def test_space_pieces_are_python_whitespace_and_characters_without_width() -> None:
    spaces = {character for character in map(chr, range(sys.maxunicode + 1)) if character.isspace()}
    assert set(SPACES) == spaces | {*"\ufeff\u200b\u200e\u200f\u2060"}


CORE = Section("core", "Core", insights=[Insight("Copper rose.", [Citation(1)])])
CITED = Insight("a.", [Citation(1, start=2, end=8), Citation(3, start=2, end=8)], start=0, end=9)
MORE = Diagnostic("more-articles", "warning", "another article follows", Span(4, 11))


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        (Article(), []),
        (Article(raw="\ufeff no\n"), [("space", "\ufeff "), ("unplaced", "no"), ("space", "\n")]),
        (Article(raw="Core - Copper rose.", sections=[CORE]), [("boilerplate", "Core - Copper rose.")]),
        (
            Article(raw="a [1, 3].", sections=[Section("other", insights=[CITED])]),
            [("text", "a "), ("citation", "[1, 3]"), ("text", ".")],
        ),
        (
            Article(raw="one\n- two\n\n", diagnostics=[Diagnostic("missing-title", "info", "", Span(0, 3)), MORE]),
            [("unplaced", "one"), ("space", "\n"), ("rest", "- two\n\n")],
        ),
    ],
    ids=["no text", "no tree", "no spans", "one bracket", "the rest"],
)
def test_pieces_of_handmade_articles(article: Article, expected: list[tuple[str, str]]) -> None:
    assert words(article) == expected


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ("- ", [("marker", "-"), ("space", " ")]),
        ("•", [("marker", "•")]),
        (": - ", [("boilerplate", ":"), ("space", " "), ("marker", "-"), ("space", " ")]),
        (":- ", [("boilerplate", ":"), ("marker", "-"), ("space", " ")]),
        ("10. ", [("marker", "10."), ("space", " ")]),
        ("✅\ufe0f ", [("marker", "✅\ufe0f"), ("space", " ")]),
        ("1234567. ", [("marker", "1234567."), ("space", " ")]),
        ("» ", [("marker", "»"), ("space", " ")]),
        ("- [ ] ", [("marker", "- [ ]"), ("space", " ")]),
        (": ", [("boilerplate", ":"), ("space", " ")]),
        ("Advertisement\n* ", [("boilerplate", "Advertisement"), ("space", "\n"), ("marker", "*"), ("space", " ")]),
    ],
)
def test_marker_piece_is_directly_before_an_insight(gap: str, expected: list[tuple[str, str]]) -> None:
    raw = gap + "Copper"
    insight = Insight("Copper", start=len(gap), end=len(raw))
    article = Article(raw=raw, sections=[Section("other", insights=[insight])])
    assert words(article) == [*expected, ("text", "Copper")]
    assert words(Article(raw=gap.strip())) == [("unplaced", gap.strip())]
