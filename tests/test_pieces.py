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
def test_pieces_tile_the_raw_text_whatever_the_spans_say(article: Article) -> None:
    pieces = article.pieces()
    assert "".join(piece.span.cut(article.raw) for piece in pieces) == article.raw
    assert all(len(piece.span) > 0 for piece in pieces)
    assert all(left.span.end == right.span.start for left, right in pairwise(pieces))
    if pieces:
        assert (pieces[0].span.start, pieces[-1].span.end) == (0, len(article.raw))


@given(read_articles())
def test_every_span_of_the_tree_is_made_of_whole_pieces(article: Article) -> None:
    edges = {0} | {piece.span.end for piece in article.pieces()}
    spans = [article.title_span, article.source_span, article.published_span]
    for section in article.sections:
        spans += [section.span, section.heading_span, *(insight.span for insight in section.insights)]
    for insight in article.insights:
        spans += [citation.span for citation in insight.citations]
    assert all({span.start, span.end} <= edges for span in spans if span)


def test_spaces_are_all_that_python_calls_a_space_and_two_more() -> None:
    spaces = {character for character in map(chr, range(sys.maxunicode + 1)) if character.isspace()}
    assert set(SPACES) == spaces | {"\ufeff", "\u200b"}


def test_a_text_without_a_tree_is_unplaced() -> None:
    assert words(Article(raw="\ufeff no digest\n")) == [
        ("space", "\ufeff "),
        ("unplaced", "no digest"),
        ("space", "\n"),
    ]
    assert Article().pieces() == ()


def test_a_tree_without_spans_is_boilerplate() -> None:
    insight = Insight("Copper rose.", [Citation(1)])
    article = Article(raw="Core - Copper rose.", sections=[Section("core", "Core", insights=[insight])])
    assert words(article) == [("boilerplate", "Core - Copper rose.")]


def test_the_numbers_of_one_bracket_are_one_piece() -> None:
    citations = [Citation(1, start=2, end=8), Citation(3, start=2, end=8)]
    insight = Insight("a.", citations, start=0, end=9)
    assert words(Article(raw="a [1, 3].", sections=[Section("other", insights=[insight])])) == [
        ("text", "a "),
        ("citation", "[1, 3]"),
        ("text", "."),
    ]


def test_the_rest_is_one_piece() -> None:
    more = Diagnostic("more-articles", "warning", "another article follows", Span(4, 11))
    other = Diagnostic("missing-title", "info", "no title", Span(0, 3))
    assert words(Article(raw="one\n- two\n\n", diagnostics=[other, more])) == [
        ("unplaced", "one"),
        ("space", "\n"),
        ("rest", "- two\n\n"),
    ]


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
def test_the_marker_is_what_stands_directly_before_an_insight(gap: str, expected: list[tuple[str, str]]) -> None:
    raw = gap + "Copper"
    insight = Insight("Copper", start=len(gap), end=len(raw))
    article = Article(raw=raw, sections=[Section("other", insights=[insight])])
    assert words(article) == [*expected, ("text", "Copper")]
    assert words(Article(raw=gap.strip())) == [("unplaced", gap.strip())]
