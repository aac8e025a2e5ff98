"""What holds of every text, whatever it is: the numbered promises of the contract, as properties."""

import pickle
from collections.abc import Callable
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import rareinsight as ri
from outlines import codes, everything
from rareinsight.diagnostics import DIAGNOSTICS
from rareinsight.model import Article, Section, Span
from rareinsight.testing._promises import check_pickling, check_spans, check_tiling
from soup import any_texts

BRACKETS = {"[": "]", "【": "】", "［": "］"}


# --- promise 1: spans ------------------------------------------------------------------------------------------


@given(any_texts())
@example(" Group3 R[5]\nB\n0 - [")  # what began in text that belongs to nothing reached back into an insight
@example("6[1] Group2日 -\n(二)5日 - 2")
def test_spans_nest_and_cut_what_they_are_spans_of(text: str) -> None:
    for article in ri.parse_many(text):
        check_spans(article)


@given(any_texts())
@example("0•")  # a source line whose date is cut off before it begins
def test_header_spans_lie_apart(text: str) -> None:
    for article in ri.parse_many(text):
        assert (article.title_span is None) == (article.title is None)
        assert (article.source_span is None) == (article.source is None)
        assert article.published is None or article.published_span is not None
        spans = [article.title_span, article.source_span, article.published_span]
        header = sorted(span for span in spans if span is not None)
        body = [Span(article.sections[0].start, article.sections[-1].end)] if article.sections else []
        for left, right in pairwise(sorted([*header, *body])):
            assert left.end <= right.start
        assert all(len(span) for span in header)


@given(any_texts())
def test_spans_begin_and_end_with_words(text: str) -> None:
    for article in ri.parse_many(text):
        cuts = [article.title, article.source, *(section.heading for section in article.sections)]
        for cut in [*cuts, *(insight.span.cut(article.raw) for insight in article.insights)]:
            assert cut is None or cut == cut.strip(" \t\r\n\u00a0\u3000")
        assert article.title != ""
        assert all(len(insight.span) for insight in article.insights)


def test_no_insight_is_empty() -> None:
    text = "Copper\n1. Group 1 - Prices rose [1]. 2. Group 2 - Costs rose [2]"
    assert all(insight.text for article in ri.parse_many(text) for insight in article.insights)


@given(any_texts())
def test_sections_reach_from_their_heading_to_their_last_insight(text: str) -> None:
    for article in ri.parse_many(text):
        for section in article.sections:
            parts = [section.heading_span, *(insight.span for insight in section.insights)]
            known = [span for span in parts if span is not None]
            assert section.span == Span(known[0].start, known[-1].end)


@given(any_texts())
def test_a_citation_is_a_bracket_with_its_number(text: str) -> None:
    for article in ri.parse_many(text):
        for insight in article.insights:
            for citation in insight.citations:
                bracket = citation.span.cut(article.raw)
                assert BRACKETS[bracket[0]] in (bracket[-1], "]")
                assert insight.start <= citation.start < citation.end <= insight.end
                assert citation.number is not None
                assert 0 <= citation.number <= 999_999
                assert any(digit in bracket for digit in "0123456789")
                if bracket[1:-1].isdigit():
                    assert int(bracket[1:-1]) == citation.number


@given(any_texts())
def test_claims_are_what_stands_before_their_run(text: str) -> None:
    for article in ri.parse_many(text):
        for insight in article.insights:
            since = insight.start
            for left, right in pairwise([None, *insight.citations]):
                assert right is not None
                if left is not None and left.claim_span != right.claim_span:
                    since = left.end
                assert since <= right.claim_start <= right.claim_end <= right.start
                assert right.claim == right.claim_span.cut(article.raw) == right.claim.strip()


# --- promise 2: no text is lost --------------------------------------------------------------------------------


@given(any_texts())
def test_no_text_is_lost(text: str) -> None:
    check_tiling(ri.parse(text), text)
    articles = list(ri.parse_many(text))
    assert "".join(article.raw for article in articles) == text
    for article in articles:
        check_tiling(article, article.raw)


@given(any_texts())
def test_pieces_are_what_their_kind_says(text: str) -> None:
    article = ri.parse(text)
    pieces = [(piece.kind, piece.span) for piece in article.pieces()]
    for kind, span in (("title", article.title_span), ("source", article.source_span)):
        assert span is None or (kind, span) in pieces
    headings = [("heading", section.heading_span) for section in article.sections if section.heading]
    assert [piece for piece in pieces if piece[0] == "heading"] == headings
    brackets = {("citation", citation.span) for insight in article.insights for citation in insight.citations}
    assert {piece for piece in pieces if piece[0] == "citation"} == brackets


@given(any_texts())
def test_parse_gives_the_first_of_many(text: str) -> None:
    article, first = ri.parse(text), next(ri.parse_many(text), None)
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
        assert article.pieces()[-1] == ri.Piece("rest", Span(len(first.raw), len(text)))


# --- promise 3: equality is content ----------------------------------------------------------------------------


@given(any_texts(), st.sampled_from([" ", "\n", "\n\n", "\ufeff"]))
def test_equal_articles_have_equal_fingerprints(text: str, spaces: str) -> None:
    article, other = ri.parse(text), ri.parse(spaces + text)
    assert (article == other) == (article.fingerprint == other.fingerprint)
    assert article != other or hash(article) == hash(other)


# --- promise 4: nothing is raised for what a text holds --------------------------------------------------------


@given(any_texts())
def test_nothing_is_raised_for_a_text(text: str) -> None:
    assert isinstance(ri.parse(text), Article)
    assert ri.detect(text) in (None, "digest")
    for evidence in ri.explain(text):
        assert evidence.span.cut(text) == evidence.text


@given(any_texts())
def test_strict_raises_just_where_a_diagnostic_is_more_than_a_remark(text: str) -> None:
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


@given(any_texts())
def test_diagnostics_are_rows_of_the_table_with_places_in_the_text(text: str) -> None:
    for article in ri.parse_many(text):
        for diagnostic in article.diagnostics:
            assert diagnostic.severity == DIAGNOSTICS[diagnostic.code].severity
            assert diagnostic.message.startswith(DIAGNOSTICS[diagnostic.code].message)
            assert diagnostic.span is None or 0 <= diagnostic.span.start <= diagnostic.span.end <= len(article.raw)
        codes = [diagnostic.code for diagnostic in article.diagnostics]
        assert ("no-digest" in codes or "empty-text" in codes) == (not article.sections)
        assert article.format == ("digest" if article.sections else None)


ARTICLE: Final = ri.parse("Core Insights - Prices fell [1]")


def call(function: Callable[..., object], *values: object, **named: object) -> object:
    """Call without a type checker looking."""
    return function(*values, **named)


MISUSE: dict[str, tuple[Callable[[], object], type[Exception], str]] = {
    "bytes": (lambda: ri.parse(b"Group 1"), TypeError, "text: expected a str, got b'Group 1': decode"),  # type: ignore[arg-type]
    "a bytearray": (lambda: ri.parse(bytearray()), TypeError, r"got bytearray\(b\'\'\)"),  # type: ignore[arg-type]
    "a list": (lambda: ri.parse(["Group 1"]), TypeError, r"expected a str, got \[\'Group 1\'\]"),  # type: ignore[arg-type]
    "nothing": (lambda: ri.parse(None), TypeError, "expected a str, got None"),  # type: ignore[arg-type]
    "many of bytes": (lambda: ri.parse_many(b""), TypeError, "expected a str, got b''"),  # type: ignore[arg-type]
    "detect bytes": (lambda: ri.detect(b""), TypeError, "expected a str, got b''"),  # type: ignore[arg-type]
    "explain bytes": (lambda: ri.explain(b""), TypeError, "expected a str, got b''"),  # type: ignore[arg-type]
    "a name nobody knows": (lambda: ri.parse("", format="digset"), ValueError, "'digset'.*did you mean 'digest'"),
    "another": (lambda: ri.parse_many("", format="digset"), ValueError, "did you mean 'digest'"),
    "a format's class": (lambda: ri.parse("", format=ri.Format), TypeError, "Format"),  # type: ignore[arg-type]
    "a number as format": (lambda: ri.parse("", format=1), TypeError, "format: expected a Format or str, got 1"),  # type: ignore[arg-type]
    "a text as stream": (lambda: ri.parse_stream("Group 1"), TypeError, "use parse_many"),
    "bytes as stream": (lambda: ri.parse_stream(b"Group 1"), TypeError, "iterable of str, got b'G"),  # type: ignore[arg-type]
    "nothing as stream": (lambda: ri.parse_stream(None), TypeError, "an iterable of str.*None"),  # type: ignore[arg-type]
    "a stream's format": (lambda: ri.parse_stream([], format="digset"), ValueError, "did you mean 'digest'"),
    "a word for strict": (lambda: call(ri.parse, "", strict="yes"), TypeError, "strict: expected a bool, got 'yes'"),
    "many, a word for strict": (lambda: call(ri.parse_many, "", strict="no"), TypeError, "strict: expected a bool"),
    "a stream, a number for strict": (
        lambda: call(ri.parse_stream, [], strict=1),
        TypeError,
        "strict: expected a bool",
    ),
    **{
        f"{function.__name__}, a dict for limits": (
            lambda function=function: call(function, "" if function != ri.parse_stream else [], limits={}),
            TypeError,
            r"limits: expected a Limits or None, got \{\}",
        )
        for function in (ri.parse, ri.parse_many, ri.parse_stream, ri.explain)
    },
    "an unknown limit": (
        lambda: call(ri.Limits, citation_digit=3),
        TypeError,
        "no field .*did you mean 'citation_digits'",
    ),
    "JSON, a word for indent": (
        lambda: call(ri.to_json, ARTICLE, indent="2"),
        TypeError,
        "indent: expected an int or None",
    ),
    "units of bytes": (lambda: call(ri.Offsets, b"", "utf-8"), TypeError, "Offsets.text: expected a str, got b''"),
    "units of a pair": (
        lambda: call(ri.Offsets("ab", "utf-8").span_to_units, (0, 1)),
        TypeError,
        r"span: expected a Span, got \(0, 1\)",
    ),
    "a unit in words": (
        lambda: call(ri.Offsets("", "utf-8").to_units, "1"),
        TypeError,
        "offset: expected an int, got '1'",
    ),
    "one article for many": (
        lambda: call(ri.write_jsonl, ARTICLE, "a"),
        TypeError,
        "articles: expected an iterable of Art",
    ),
    "a number for a file": (
        lambda: call(ri.write_jsonl, [], 3),
        TypeError,
        "file: expected a path or a file open for text",
    ),
    "annotated by a str": (
        lambda: call(ri.annotate, ARTICLE, lambda _: "<b>"),
        TypeError,
        "expected a pair .*, got '<b>'",
    ),
    "annotated by three": (lambda: call(ri.annotate, ARTICLE, lambda _: ("", "", "")), TypeError, "expected a pair"),
    "replacing by a word": (
        lambda: call(ri.register, ri.formats()["digest"], replace="no"),
        TypeError,
        "replace: expected a bool",
    ),
    "chunks of bytes": (lambda: list(ri.parse_stream([b""])), TypeError, "chunks of str, got bytes"),  # type: ignore[list-item]
}


@pytest.mark.parametrize("name", MISUSE)
def test_misuse_is_refused_at_once_with_a_hint(name: str) -> None:
    misuse, error, message = MISUSE[name]
    with pytest.raises(error, match=message):
        misuse()


# --- promise 5: what is no number ------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["٣", "३", "²", "１", "Ⅳ"])
def test_only_arabic_digits_are_numbers(digits: str) -> None:
    article = ri.parse(f"Core Insights - Prices fell [1] - Costs rose [{digits}]")
    assert [citation.number for insight in article.insights for citation in insight.citations] == [1]


@pytest.mark.parametrize(("digits", "numbers"), [(6, [123456]), (7, []), (5000, [])])
def test_numbers_of_more_than_six_digits_are_text(digits: int, numbers: list[int]) -> None:
    number = ("123456" * digits)[:digits]
    article = ri.parse(f"Core Insights\n- Prices fell [{number}]\n- Costs rose [1]")
    assert [citation.number for citation in article.insights[0].citations] == numbers


def test_numbers_of_more_than_six_digits_are_told() -> None:
    assert "long-number" in codes(ri.parse("Core Insights\n- Prices fell [1234567]\n- Costs rose [1]"))


# --- promise 7: the same text, the same tree -------------------------------------------------------------------


@given(any_texts())
def test_the_same_text_gives_the_same_tree(text: str) -> None:
    assert everything(ri.parse(text)) == everything(ri.parse(text))


@given(any_texts())
def test_articles_pickle(text: str) -> None:
    article = ri.parse(text)
    check_pickling(article)
    assert everything(pickle.loads(pickle.dumps(article))) == everything(article)  # noqa: S301 - our own bytes


# --- what the fields say ---------------------------------------------------------------------------------------


@given(any_texts())
def test_the_text_of_an_insight_is_tidy(text: str) -> None:
    for article in ri.parse_many(text):
        for insight in article.insights:
            assert insight.text
            assert insight.text == " ".join(insight.text.split())
            assert any(character.isalnum() for character in insight.text)
            for citation in insight.citations:
                assert citation.claim == "" or citation.claim.strip()


@given(any_texts())
def test_labels_are_words_of_the_text(text: str) -> None:
    for article in ri.parse_many(text):
        for section in article.sections:
            assert section.level >= 1
            assert section.title == (section.heading if section.label is None else section.label)
            if section.heading is None:
                assert (section.role, section.index, section.label) == ("other", None, None)
            if section.label is not None:
                assert section.label in " ".join((section.heading or "").split())
                assert section.label == section.label.strip() != ""
            if section.role == "core":
                assert (section.index, section.label) == (None, None)
            if section.role == "group":
                assert section.index is not None
        for insight in article.insights:
            assert insight.label is None or insight.label in insight.text
            assert insight.label != ""


@given(any_texts())
def test_only_a_first_section_may_lack_a_heading(text: str) -> None:
    def is_bare(section: Section) -> bool:
        return section.heading is None

    for article in ri.parse_many(text):
        assert not any(map(is_bare, article.sections[1:]))
        assert all(section.insights for section in article.sections if is_bare(section))


@given(any_texts())
def test_views_agree_with_the_sections(text: str) -> None:
    for article in ri.parse_many(text):
        assert article.groups == tuple(section for section in article.sections if section.role == "group")
        assert article.core is None or article.core.role == "core"
        numbers = [citation.number or 0 for insight in article.insights for citation in insight.citations]
        assert list(article.cited) == sorted(set(numbers))
        for number, insights in article.cited.items():
            assert all(any(each.number == number for each in insight.citations) for insight in insights)
