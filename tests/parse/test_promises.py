"""What holds of every text, whatever it is: the numbered promises of the contract, as properties."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import rareinsight as ri
from outlines import codes, everything
from promises import check_pickling, check_spans, check_tiling
from rareinsight.diagnostics import DIAGNOSTICS
from rareinsight.model import Article, Piece, Span
from soup import any_texts

BRACKETS = {"[": "]", "【": "】", "［": "］"}
SPACES = " \t\r\n\u00a0\u3000"
RAISED = {ord(raised): str(digit) for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
SIGNS = "".join(sign for sign in map(chr, range(0x20, 0x10000)) if not (sign.isalnum() or sign in "[]【】［］"))


# --- what holds of every article ---------------------------------------------------------------------------------


def header_spans_lie_apart(article: Article) -> None:
    assert (article.title_span is None) == (article.title is None)
    assert (article.source_span is None) == (article.source is None)
    assert article.published is None or article.published_span is not None
    spans = [article.title_span, article.source_span, article.published_span]
    header = [span for span in spans if span is not None]
    # the title of an answer may be below a cited paragraph
    is_apart = article.sections and article.format == "digest"
    body = [Span(article.sections[0].start, article.sections[-1].end)] if is_apart else []
    assert all(left.end <= right.start for left, right in pairwise(sorted([*header, *body])))
    assert all(len(span) for span in header)


def spans_begin_and_end_with_words(article: Article) -> None:
    cuts = [article.title, article.source, *(section.heading for section in article.sections)]
    for cut in [*cuts, *(insight.span.cut(article.raw) for insight in article.insights)]:
        assert cut is None or cut == cut.strip(SPACES)
    assert article.title != ""
    assert all(len(insight.span) for insight in article.insights)


def sections_reach_from_their_heading_to_their_last_insight(article: Article) -> None:
    for section in article.sections:
        parts = [section.heading_span, *(insight.span for insight in section.insights)]
        known = [span for span in parts if span is not None]
        assert section.span == Span(known[0].start, known[-1].end)


def citations_are_brackets_with_their_number_beside_their_claim(article: Article) -> None:
    for insight in article.insights:
        since = insight.start
        for left, citation in zip([None, *insight.citations], insight.citations, strict=False):
            # signs that stand beside all citations of a page belong to these, as does a word that joins them
            bracket = citation.span.cut(article.raw).strip(SIGNS)
            bracket = bracket[min((bracket.find(each) for each in BRACKETS if each in bracket), default=0) :]
            assert citation.number is not None
            assert 0 <= citation.number <= 999_999
            assert any(sign.isnumeric() for sign in bracket)  # ① and <sup>1</sup>, too
            if bracket[0] in BRACKETS:
                assert BRACKETS[bracket[0]] in (bracket[-1], "]")
                assert not bracket[1:-1].isdigit() or int(bracket[1:-1]) == citation.number
            digits = bracket.translate(RAISED)
            assert not digits.isdecimal() or int(digits) == citation.number
            if left is not None and left.claim_span != citation.claim_span:
                since = left.end
            assert insight.start <= citation.start < citation.end <= insight.end
            if citation.claim_start >= citation.end:  # only what begins an insight stands before its claim
                assert {each.claim_start for each in insight.citations if each.end <= citation.end} == {
                    citation.claim_start
                }
                continue
            assert since <= citation.claim_start <= citation.claim_end <= citation.start
            assert citation.claim == citation.claim_span.cut(article.raw) == citation.claim.strip(SPACES)


def pieces_are_what_their_kind_says(article: Article) -> None:
    pieces = [(piece.kind, piece.span) for piece in article.pieces()]
    for kind, span in (("title", article.title_span), ("source", article.source_span)):
        assert span is None or (kind, span) in pieces
    headings = [("heading", section.heading_span) for section in article.sections if section.heading]
    assert [piece for piece in pieces if piece[0] == "heading"] == headings
    brackets = {("citation", citation.span) for insight in article.insights for citation in insight.citations}
    assert {piece for piece in pieces if piece[0] == "citation"} == brackets


def diagnostics_are_rows_of_the_table_with_places_in_the_text(article: Article) -> None:
    for diagnostic in article.diagnostics:
        severity, message = DIAGNOSTICS[diagnostic.code]
        assert diagnostic.severity == severity
        assert diagnostic.message.startswith(message)
        assert diagnostic.span is None or 0 <= diagnostic.span.start <= diagnostic.span.end <= len(article.raw)
    assert bool({"no-digest", "empty-text"} & {*codes(article)}) == (not article.sections)
    assert (article.format in ri.formats()) == bool(article.sections)


def insights_are_tidy(article: Article) -> None:
    for insight in article.insights:
        assert insight.text == " ".join(insight.text.split())
        # an item of a list in an answer may be nothing but citations, and signs alone are reported
        is_item = insight.citations and article.raw[: insight.start].rpartition("\n")[2].strip() != ""
        is_told = "leftover-marker" in codes(article)
        assert is_item or is_told or any(character.isalnum() for character in insight.text)
        assert insight.label is None or insight.label in insight.text
        assert insight.label != ""


def labels_are_words_of_the_text(article: Article) -> None:
    for number, section in enumerate(article.sections):
        assert section.level >= 1
        if section.heading is None:  # only a first section may lack one
            assert (section.role, section.index, section.label) == ("other", None, None)
            assert section.insights
            assert number == 0
        if section.label is not None:
            assert section.label in " ".join((section.heading or "").split())
            assert section.label == section.label.strip() != ""
        if section.role == "core":
            assert (section.index, section.label) == (None, None)
        assert section.role != "group" or section.index is not None


PROMISES: tuple[Callable[[Article], None], ...] = (
    *(check_spans, header_spans_lie_apart, spans_begin_and_end_with_words, pieces_are_what_their_kind_says),
    *(sections_reach_from_their_heading_to_their_last_insight, insights_are_tidy, labels_are_words_of_the_text),
    *(citations_are_brackets_with_their_number_beside_their_claim, check_pickling),
    diagnostics_are_rows_of_the_table_with_places_in_the_text,
)


@given(any_texts())
@example(" Group3 R[5]\nB\n0 - [")  # what began in text that belongs to nothing reached back into an insight
@example("- : * 0[")  # signs between two markers were an insight
@example("6[1] Group2日 -\n(二)5日 - 2")
@example("- 0[0]〈[0]")
@example("Core Insights - A rose [1]. Group 1: R\neport Overview - B fell [2]")
@example(".[0];[0]")  # citations alone were an insight, and what parts them was expected in its text
@example("- Prices rose [1]; [2] & [3]")
@example("Core Insights - Prices rose [1]and [1] - Costs fell [2] Group 1 - Wages rose [3]")
@example("核心观点 - :")
@example("0:²:¹")  # superscripts cite in answers
@example("0•")  # a source line whose date is cut off before it begins
@example("Copper\n1. Group 1 - Prices rose [1]. 2. Group 2 - Costs rose [2]")  # an insight was empty
@example("A rose [1] - B fell, and C too [9\n] - D rose [5] - E fell [4] - F rose [5]")  # two edits overlapped
def test_every_article_keeps_the_guarantees(text: str) -> None:
    for article in ri.parse_many(text):
        for promise in PROMISES:
            promise(article)


# --- what holds of every text ------------------------------------------------------------------------------------


@given(any_texts())
def test_parse_many_keeps_all_text(text: str) -> None:
    check_tiling(ri.parse(text), text)
    articles = list(ri.parse_many(text))
    assert "".join(article.raw for article in articles) == text
    for article in articles:
        check_tiling(article, article.raw)


PROBE = "Core Insights - Prices fell [1] - Costs rose [2] Market Outlook"
PROBED = everything(ri.parse(PROBE))


@given(any_texts())
@example("[1] [2")  # the empty neighbour of the last chunk, which all texts share, got this text
def test_parse_is_not_affected_by_other_texts(text: str) -> None:
    ri.parse(text, format="digest")
    assert everything(ri.parse(PROBE)) == PROBED


@given(any_texts())
def test_parse_gives_the_first_article_every_time(text: str) -> None:
    article, first = ri.parse(text), next(ri.parse_many(text), None)
    assert everything(article) == everything(ri.parse(text))
    rest = [diagnostic.span for diagnostic in article.diagnostics if diagnostic.code == "more-articles"]
    if first is None:
        assert not text
        assert not article.sections
    elif first.raw == text:
        assert everything(article) == everything(first)
        assert rest == []
    else:
        assert article == first
        assert rest == [Span(len(first.raw), len(text))]
        assert article.pieces()[-1] == Piece("rest", Span(len(first.raw), len(text)))


@given(any_texts(), st.sampled_from([" ", "\n", "\n\n", "\ufeff"]))
def test_equal_articles_have_equal_fingerprints(text: str, spaces: str) -> None:
    article, other = ri.parse(text), ri.parse(spaces + text)
    assert (article == other) == (article.fingerprint == other.fingerprint)
    assert article != other or hash(article) == hash(other)


@given(any_texts())
@example("> Core Insights\n> - Tin\u00a0fell\r> a lot [1]")
def test_parse_never_raises(text: str) -> None:
    assert isinstance(ri.parse(text), Article)
    assert ri.detect(text) in (None, *ri.formats())
    for evidence in ri.explain(text):
        assert evidence.span.cut(text) == evidence.text


@given(any_texts())
def test_strict_raises_for_warnings_and_errors_only(text: str) -> None:
    article = ri.parse(text)
    diagnostics = tuple(diagnostic for diagnostic in article.diagnostics if diagnostic.severity in ("warning", "error"))
    if not diagnostics:
        assert ri.parse(text, strict=True) == article
        return
    with pytest.raises(ri.ParseError) as caught:
        ri.parse(text, strict=True)
    assert caught.value.diagnostics == diagnostics
    assert caught.value.text == text
    assert diagnostics[0].code in str(caught.value) or caught.value.line is not None
