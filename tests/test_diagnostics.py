"""Diagnostics of texts, each with its place, and the error that shows them."""

import copy
import pickle
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from outlines import codes
from rareinsight._arguments import nearest
from rareinsight.diagnostics import DIAGNOSTICS, ParseError, locate
from rareinsight.model import Diagnostic, Span
from strategies import diagnostics, texts


def found_at(start: int, end: int) -> Diagnostic:
    return Diagnostic("some-code", "warning", "some message", Span(start, end))


def drawing(error: ParseError) -> tuple[str, str]:
    """The last two lines of the message: the text and the carets."""
    text, carets = str(error).split("\n")[-2:]
    return text, carets


def columns(text: str) -> int:
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 1 + (unicodedata.east_asian_width(character) in ("W", "F"))
        for character in text
    )


errors = st.builds(ParseError, st.lists(diagnostics(), max_size=4), texts())
letters = st.sampled_from("abc defg好国ｗ")


@given(errors)
def test_a_message_is_never_empty_and_names_every_part(error: ParseError) -> None:
    message = str(error)
    assert message
    assert repr(error).startswith("ParseError(")
    if error.line is not None:
        assert f"line {error.line}, column {error.column}" in message
    if len(error.diagnostics) > 1:
        assert f"and {len(error.diagnostics) - 1} more" in message


@given(errors, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_errors_survive_pickle_and_copy(error: ParseError, protocol: int) -> None:
    pickled = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own bytes
    for again in (pickled, copy.copy(error), copy.deepcopy(error)):
        assert type(again) is ParseError
        assert (again.text, again.diagnostics) == (error.text, error.diagnostics)
        assert (again.line, again.column, str(again)) == (error.line, error.column, str(error))


@given(st.text(letters, min_size=1, max_size=300), st.data())
def test_the_carets_stand_below_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 25)))
    shown, carets = drawing(ParseError([found_at(start, end)], text))
    indent = len(carets) - len(carets.lstrip())
    spot = next(place for place in range(len(shown)) if columns(shown[:place]) == indent)
    assert shown[spot : spot + end - start] == text[start:end]
    assert columns(text[start:end]) == carets.count("^")


@given(texts(), st.data())
def test_the_drawing_fits_a_screen_whatever_the_text(text: str, data: st.DataObject) -> None:
    long = text * data.draw(st.sampled_from([1, 3, 400]))
    start = data.draw(st.integers(0, len(long)))
    end = data.draw(st.integers(start, len(long)))
    shown, carets = drawing(ParseError([found_at(start, end)], long))
    assert columns(shown) <= 4 + 80 + 2
    assert 5 <= len(carets) <= 4 + 80 + 2
    assert shown.isprintable()
    shown.encode()  # a lone surrogate could not be printed


@given(st.text("ab", max_size=200), st.text("ab", max_size=200), st.sampled_from(["\n", "\r\n", "\r"]))
def test_only_the_line_of_the_span_is_drawn(before: str, after: str, end: str) -> None:
    error = ParseError([found_at(len(before + end), len(before + end) + 1)], f"{before}{end}X{end}{after}")
    assert (error.line, error.column) == (2, 1)
    assert drawing(error) == ("    X", "    ^")


def test_a_long_line_is_cut_on_both_sides() -> None:
    text = "a" * 1000 + "好[2" + "b" * 1000
    assert str(ParseError([found_at(1001, 1003)], text)).split("\n") == [
        "some-code: some message (line 1, column 1002)",
        "    …" + "a" * 28 + "好[2" + "b" * 48 + "…",
        "     " + " " * 30 + "^^",
    ]


def test_the_end_of_a_text_can_be_pointed_at() -> None:
    assert drawing(ParseError([found_at(7, 7)], "cut off")) == ("    cut off", "           ^")
    assert drawing(ParseError([found_at(0, 0)], "")) == ("    ", "    ^")


def test_the_first_diagnostic_with_a_place_is_shown() -> None:
    nowhere = Diagnostic("no-place", "error", "the whole text is meant")
    error = ParseError([nowhere, found_at(2, 3), found_at(0, 1)], "a\nb")
    assert str(error) == "some-code: some message (line 2, column 1; and 2 more)\n    b\n    ^"
    assert str(ParseError([nowhere], "a")) == "no-place: the whole text is meant"
    assert ParseError([nowhere], "a").line is None
    assert ParseError([nowhere], "a").column is None


def test_a_terminal_gets_no_control_characters() -> None:
    shown, _ = drawing(ParseError([found_at(0, 1)], "\x1b[31m\u202e\tx"))
    assert shown == "    �[31m� x"


@given(st.text(st.sampled_from("a好\r\n\u2028")), st.data())
def test_locate_counts_lines_and_columns(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    line = sum(start <= offset for start in starts)
    assert locate(text, offset) == (line, offset - starts[line - 1] + 1)


@pytest.mark.parametrize("offset", [-1, 4])
def test_only_places_in_the_text_have_a_line(offset: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        locate("abc", offset)


@given(st.lists(st.text("abcdef", min_size=4, max_size=8), unique=True, min_size=1), st.data())
def test_a_name_with_one_letter_doubled_is_found(known: list[str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(known))
    typo = name + name[-1]
    assert nearest(typo, known).startswith("did you mean ")
    assert nearest(name.upper(), [name]) == f"did you mean {name!r}?"


@pytest.mark.parametrize(
    ("name", "known", "suggestion"),
    [
        ("Digest", ["digest"], "did you mean 'digest'?"),
        ("zzz", ["digest"], "available: 'digest'"),
        ("zzz", ["c", "b", "a"], "available: 'a', 'b', 'c'"),
        ("zzz", [], "available: none"),
    ],
)
def test_suggestions(name: str, known: list[str], suggestion: str) -> None:
    assert nearest(name, known) == suggestion


def test_a_character_that_stands_over_another_takes_no_column() -> None:
    place = Diagnostic("cut-off", "error", "it ends here", Span(3, 4))
    assert str(ParseError([place], "e\u0301 x y")).splitlines()[1:] == ["    e\u0301 x y", "      ^"]


# --- the diagnostics of texts ----------------------------------------------------------------------------------
@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_the_example_of_a_diagnostic_raises_it(code: str) -> None:
    row = DIAGNOSTICS[code]
    assert row.code == code == "-".join(code.split()).lower()
    assert not row.message.endswith(".")
    assert row.advice.endswith(".")
    article = ri.parse(row.example)
    if code.endswith("-reference"):
        article = ri.link(article)
    assert code in codes(article)
    first = next(each for each in article.diagnostics if each.code == code)
    assert (first.severity, first.message[: len(row.message)]) == (row.severity, row.message)


CORE = "Core Insights - Prices fell [1]"
HEAD = "A Title\nDaily News·2025-08-26 08:14\n\n"
#: By code: its example after its advice was followed; or the limits, or the fields of the format, that it changes.
MENDED: dict[str, str | dict[str, object] | ri.Limits] = {
    "empty-text": CORE,
    "no-digest": "Core Insights - Rain is due in the south [1].",
    "missing-title": HEAD + CORE,
    "missing-source": HEAD + CORE,
    "guessed-header": {"source_lines": ["{source} | {date}"]},
    "date-without-time": HEAD + CORE,
    "cut-date": HEAD + CORE,
    "impossible-date": HEAD + CORE,
    "uncertain-date": {"slashed_dates": "day"},
    "uncertain-zone": HEAD.replace("14", "14 +08:00") + CORE,
    "unknown-zone": HEAD.replace("14", "14 +08:00") + CORE,
    "duplicate-group": "Group 1 - Prices fell [1] Group 2 - Costs rose [2]",
    "skipped-group": "Group 1 - Prices fell [1] Group 2 - Costs rose [2]",
    "uncited-insight": "Core Insights - Prices fell [1] - Costs rose [1] - Stocks shrank [2]",
    "uncited-digest": CORE,
    "undeclared-citation": {"citations": ["({n})"], "numbered": ()},
    "zero-citation": CORE,
    "long-number": "Core Insights - Filed as 20250826081400 - Prices fell [1]",
    "stray-citation": "Core Insights - Prices fell [1][2]",
    "cut-citation": "Core Insights - Prices fell [1] - Costs rose [2]",
    "cut-off": "Core Insights - Prices fell [1] - Costs rose [2]",
    "uncertain-marker": "Core Insights\n- Sales: up [1]\n- Costs: down [1]\n- Stocks: none [2]",
    "unplaced-text": {"boilerplate": ["Here is what matters."]},
    "reference-list": CORE,
    "garbled-text": "Core Insights - Sales reached 1.2 billion in May [1] - Costs fell [2]",
    "html-markup": "Core Insights - Prices fell [1] - Costs rose [2]",
    "long-article": ri.Limits(article_lines=20_000),
    "more-articles": CORE,
    "missing-reference": CORE + " - Costs rose [1]\n\nReferences\n[1] Copper runs short",
    "unused-reference": CORE + " - Costs rose [2]\n\nReferences\n[1] Copper runs short\n[2] Tin follows",
    "duplicate-reference": CORE + "\n\nReferences\n[1] Copper runs short\n[2] Tin follows",
}


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_the_advice_of_a_diagnostic_ends_it(code: str) -> None:
    mended = MENDED[code]
    text = mended if isinstance(mended, str) else DIAGNOSTICS[code].example.replace("matters. ", "matters.\n")
    changes = mended if isinstance(mended, dict) else {}
    limits = mended if isinstance(mended, ri.Limits) else None
    article = ri.link(ri.parse(text, format=ri.formats()["digest"].evolve(**changes), limits=limits))
    assert article.sections
    assert code not in codes(article)


PLACES = [
    ("Group 1 - Prices fell [1] Group 1 - Costs rose [2]", "duplicate-group", "Group 1"),
    ("Group 1 - Prices fell [1] Group 3 - Costs rose [2]", "skipped-group", "Group 3"),
    ("Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]", "uncited-insight", "Costs rose."),
    ("Core Insights - Prices fell [0]", "zero-citation", "[0]"),
    ("Core Insights - Filed as [20250826] - Prices fell [1]", "long-number", "[20250826]"),
    ("Core Insights [1] - Prices fell [2]", "stray-citation", "[1]"),
    ("Core Insights - Prices fell [1] - Costs rose [2", "cut-citation", "[2"),
    ("A\nDaily·2025-02-30 08:14\n\nCore Insights - Prices fell [1]", "impossible-date", "2025-02-30 08:14"),
    ("Here is what matters. Core Insights - Prices fell [1]", "unplaced-text", "Here is what matters."),
]


@pytest.mark.parametrize(("text", "code", "place"), PLACES)
def test_diagnostics_point_at_their_place(text: str, code: str, place: str) -> None:
    (found,) = [each for each in ri.parse(text).diagnostics if each.code == code]
    assert found.span is not None
    assert found.span.cut(text).strip() == place


def test_diagnostics_are_told_in_the_order_of_the_text() -> None:
    text = "A\nDaily·2025-02-30 08:14\n\nCore Insights - Up [0] [1] - Flat. - Costs rose [2"
    starts = [each.span.start for each in ri.parse(text).diagnostics if each.span is not None]
    assert len(starts) > 2
    assert starts == sorted(starts)


def test_a_text_is_cut_off_at_its_last_character() -> None:
    article = ri.parse("Core Insights - Prices fell [1] - Costs ro\n")
    assert [each.span and each.span.cut(article.raw) for each in article.diagnostics if each.code == "cut-off"] == ["o"]
