"""Diagnostics of texts, each with its place, and the error that shows them."""

import copy
import pickle
import re
import unicodedata
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from diagnosed import EXAMPLES
from outlines import codes
from rareinsight._messages import nearest
from rareinsight._show.advice import ADVICE
from rareinsight.diagnostics import DIAGNOSTICS, ParseError, locate
from rareinsight.format import Fields
from rareinsight.model import Diagnostic, Span
from score import articles_of, load
from soup import any_texts
from strategies import nodes, texts

DIGEST: Final = ri.formats()["digest"]


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


errors = st.builds(ParseError, st.lists(nodes()[Diagnostic], max_size=4), texts())
letters = st.sampled_from("abc defg好国ｗ")


@given(errors)
def test_parse_error_message_names_every_part(error: ParseError) -> None:
    message = str(error)
    assert message
    assert repr(error).startswith("ParseError(")
    if error.line is not None:
        assert f"line {error.line}, column {error.column}" in message
    if len(error.diagnostics) > 1:
        assert f"and {len(error.diagnostics) - 1} more" in message


@given(errors, st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_parse_error_is_picklable_and_copyable(error: ParseError, protocol: int) -> None:
    pickled = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301 - our own bytes
    for again in (pickled, copy.copy(error), copy.deepcopy(error)):
        assert type(again) is ParseError
        assert (again.text, again.diagnostics) == (error.text, error.diagnostics)
        assert (again.line, again.column, str(again)) == (error.line, error.column, str(error))


@given(st.text(letters, min_size=1, max_size=300), st.data())
def test_carets_point_at_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 25)))
    shown, carets = drawing(ParseError([found_at(start, end)], text))
    indent = len(carets) - len(carets.lstrip())
    spot = next(place for place in range(len(shown)) if columns(shown[:place]) == indent)
    assert shown[spot : spot + end - start] == text[start:end]
    assert columns(text[start:end]) == carets.count("^")


@given(texts(), st.data())
def test_caret_drawing_fits_a_screen(text: str, data: st.DataObject) -> None:
    long = text * data.draw(st.sampled_from([1, 3, 400]))
    start = data.draw(st.integers(0, len(long)))
    end = data.draw(st.integers(start, len(long)))
    shown, carets = drawing(ParseError([found_at(start, end)], long))
    assert columns(shown) <= 4 + 80 + 2
    assert 5 <= len(carets) <= 4 + 80 + 2
    assert shown.isprintable()
    shown.encode()  # a lone surrogate could not be printed


@given(st.text("ab", max_size=200), st.text("ab", max_size=200), st.sampled_from(["\n", "\r\n", "\r"]))
def test_caret_drawing_shows_only_the_line_of_the_span(before: str, after: str, end: str) -> None:
    error = ParseError([found_at(len(before + end), len(before + end) + 1)], f"{before}{end}X{end}{after}")
    assert (error.line, error.column) == (2, 1)
    assert drawing(error) == ("    X", "    ^")


@pytest.mark.parametrize(
    ("text", "start", "end", "shown", "carets"),
    [
        ("a" * 1000 + "好[2" + "b" * 1000, 1001, 1003, f"…{'a' * 28}好[2{'b' * 48}…", " " * 31 + "^^"),
        ("cut off", 7, 7, "cut off", "       ^"),
        ("", 0, 0, "", "^"),
        ("\x1b[31m\u202e\tx", 0, 1, "�[31m� x", "^"),
        ("e\u0301 x y", 3, 4, "e\u0301 x y", "  ^"),
    ],
    ids=["long line", "end of the text", "no text", "control characters", "characters over others"],
)
def test_carets_are_drawn_below_the_line(text: str, start: int, end: int, shown: str, carets: str) -> None:
    assert drawing(ParseError([found_at(start, end)], text)) == (f"    {shown}", f"    {carets}")


def test_parse_error_shows_the_first_diagnostic_with_a_place() -> None:
    nowhere = Diagnostic("no-place", "error", "the whole text is meant")
    error = ParseError([nowhere, found_at(2, 3), found_at(0, 1)], "a\nb")
    assert str(error) == "some-code: some message (line 2, column 1; and 2 more)\n    b\n    ^"
    assert str(ParseError([nowhere], "a")) == "no-place: the whole text is meant"
    assert ParseError([nowhere], "a").line is None
    assert ParseError([nowhere], "a").column is None


@given(st.text(st.sampled_from("a好\r\n\u2028")), st.data())
def test_locate_counts_lines_and_columns(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    line = sum(start <= offset for start in starts)
    assert locate(text, offset) == (line, offset - starts[line - 1] + 1)


@pytest.mark.parametrize("offset", [-1, 4])
def test_locate_refuses_offsets_outside_the_text(offset: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        locate("abc", offset)


@given(st.lists(st.text("abcdef", min_size=4, max_size=8), unique=True, min_size=1), st.data())
def test_nearest_finds_a_doubled_letter(known: list[str], data: st.DataObject) -> None:
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
def test_nearest_suggests_what_was_meant(name: str, known: list[str], suggestion: str) -> None:
    assert nearest(name, known) == suggestion


# --- the diagnostics of texts ----------------------------------------------------------------------------------
def test_every_diagnostic_has_advice() -> None:
    assert list(ADVICE) == list(EXAMPLES) == list(DIAGNOSTICS)


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_example_of_a_diagnostic_causes_it(code: str) -> None:
    (severity, message), advice, example = DIAGNOSTICS[code], ADVICE[code], EXAMPLES[code]
    assert code == "-".join(code.split()).lower()
    assert not message.endswith(".")
    assert advice.endswith(".")
    article = ri.parse(example)
    if code.endswith("-reference"):
        article = ri.link(article)
    assert code in codes(article)
    first = next(each for each in article.diagnostics if each.code == code)
    assert (first.severity, first.message[: len(message)]) == (severity, message)


#: By code: the limits, or the fields of the format, that its advice changes; all others change the text.
MENDED: dict[str, Fields | ri.Limits] = {
    "guessed-header": {"source_lines": ["{source} | {date}"]},
    "uncertain-date": {"slashed_dates": "day"},
    "undeclared-citation": {"citations": ["[{key}]"], "numbered": ()},
    "inferred-format": {"markers": ["→"]},
    "misspelt-heading": {"headings": [ri.Heading(["Core Insigths"], role="core")]},
    "possible-heading": {"headings": [ri.Heading(["Core Insights", "Group X"])]},
    "leftover-marker": {"markers": ["-", "→"]},
    "unplaced-text": {"boilerplate": ["Here is what matters."]},
    "wide-range": ri.Limits(citation_range=1000),
    "long-article": ri.Limits(article_lines=20_000),
}


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_following_the_advice_ends_the_diagnostic(code: str) -> None:
    mended = MENDED.get(code)
    if mended is None:
        text = next(page.text for page in load("cases") if page.record["name"] == f"mended-{code}")
    else:
        text = EXAMPLES[code].replace("matters. ", "matters.\n")
    changes, limits = (Fields(), mended) if isinstance(mended, ri.Limits) else (mended or Fields(), None)
    article = ri.link(ri.parse(text, format=DIGEST.evolve(**changes), limits=limits))
    assert article.sections
    assert code not in codes(article)


def test_diagnostics_are_in_text_order() -> None:
    text = "A\nDaily·2025-02-30 08:14\n\nCore Insights - Up [0] [1] - Flat. - Costs rose [2"
    starts = [each.span.start for each in ri.parse(text).diagnostics if each.span is not None]
    assert len(starts) > 2
    assert starts == sorted(starts)


def test_cut_off_is_reported_at_the_last_character() -> None:
    article = ri.parse("Core Insights - Prices fell [1] - Costs ro\n")
    assert [each.span and each.span.cut(article.raw) for each in article.diagnostics if each.code == "cut-off"] == ["o"]


# --- the advice of a diagnostic, on small cases ------------------------------------------------------------------
def advised(code: str) -> list[tuple[ri.Article, str]]:
    """Articles for which a diagnostic suggests a shape to declare, and that shape."""
    articles = [each for page in load("cases") if page.format is None for each in articles_of(page.text)]
    return [
        (article, each.message.partition(": ")[2])
        for article in articles
        for each in article.diagnostics
        if each.code == code
    ]


def test_declaring_the_advised_source_line_ends_the_guess() -> None:
    # a source on a line of its own has no shape
    cases = [each for each in advised("guessed-header") if codes(each[0]).count("guessed-header") == 1 and each[1]]
    assert len(cases) > 40
    for article, shape in cases:
        declared = ri.parse(article.raw, format=DIGEST.evolve(source_lines=[shape]))
        assert (declared.source, declared.published) == (article.source, article.published), shape
        assert "guessed-header" not in codes(declared)


def test_declaring_the_advised_citation_makes_it_read() -> None:
    cases = advised("undeclared-citation")
    assert cases
    for article, shape in cases:
        numbered = [each for each in DIGEST.numbered if each.shape != shape]
        declared = ri.parse(article.raw, format=DIGEST.evolve(citations=[shape], numbered=numbered))
        assert [insight.text for insight in declared.insights] == ["Prices rose", "Costs fell."]
        assert not {"uncited-digest", "undeclared-citation"} & set(codes(declared))


# --- text that belongs to nothing --------------------------------------------------------------------------------
#: The number of a list item, whose marker it is.
NUMBER: Final = re.compile(r"(?<!\S)[(（]?[0-9]{1,6}[.)、．）:：]?(?!\S)")


@given(any_texts())
def test_every_word_is_in_the_tree_or_reported(text: str) -> None:
    for article in ri.parse_many(text, format=DIGEST):
        raw = article.raw
        places = [piece.span for piece in article.pieces() if piece.kind != "boilerplate"]
        places += [each.span for each in article.diagnostics if each.span is not None]
        shapes = [word.replace("{n}", "[0-9]+") for word in DIGEST.boilerplate]
        places += [ri.Span(*found.span()) for shape in shapes for found in re.finditer(f"(?im){shape}", raw)]
        places += [ri.Span(*found.span()) for end in DIGEST.title_endings for found in re.finditer(end, raw)]
        places += [ri.Span(*found.span()) for found in NUMBER.finditer(raw)]
        left = list(raw)
        for place in places:
            left[place.start : place.end] = " " * len(place)
        assert "no-digest" in codes(article) or not re.findall(r"[^\W_]+", "".join(left).replace("ยท", ""))


def test_explain_says_why_a_text_is_not_a_digest() -> None:
    for page in load("cases"):
        for each in ri.parse(page.text).diagnostics:
            if each.code == "no-digest" and page.format is None and len(page.labels) == 1:
                assert ri.explain(page.text)[-1].facts == tuple(each.message.partition(": ")[2].split("; "))


def test_explain_returns_nothing_for_an_empty_text() -> None:
    assert ri.explain("") == ()


def test_error_without_diagnostics_has_a_message() -> None:
    assert "could not be parsed" in str(ParseError([], "text", ri.parse("text")))


NUMBER_CODES: Final = ("duplicate-group", "odd-number", "skipped-group")
#: The most that the number of a group may be above the last one, or above 0 where a text begins in the middle.
MAX_LEAP: Final = 12
MAX_FIRST: Final = 8


@given(st.lists(st.integers(2, 40), max_size=6), st.booleans(), st.booleans(), st.booleans())
def test_numbers_of_groups_are_reported_unless_each_is_the_next(
    others: list[int], has_core: bool, is_first: bool, has_title: bool
) -> None:
    numbers = [1, *others] if is_first else others
    head = "Tin is dear\nDaily·2026-03-04 08:14\n" * has_title + "Core Insights\n- Tin rose [1]\n" * has_core
    text = head + "".join(
        f"Group {number}\n- Zinc fell by {place} percent [2]\n" for place, number in enumerate(numbers)
    )
    wanted = list[tuple[str, str]]()
    for place, number in enumerate(numbers):
        seen = numbers[:place]
        highest = max(seen, default=0)
        is_whole = has_core or has_title or place > 0  # a text that begins in the middle may begin with any group
        if number in seen:
            wanted.append(("duplicate-group", f"Group {number}"))
        elif number - highest > (MAX_LEAP if is_whole else MAX_FIRST):
            wanted.append(("odd-number", f"Group {number}"))
        elif is_whole and number != highest + 1:
            wanted.append(("skipped-group", f"Group {number}"))
    found = [(each.code, each.span.cut(text)) for each in ri.parse(text).diagnostics if each.span is not None]
    assert [each for each in found if each[0] in NUMBER_CODES] == wanted


#: Outlines with figures and in Chinese, and the most that the number of a heading may be above the last one.
OUTLINES: Final[dict[str, Callable[[int], str]]] = {
    "{}. Supply": str,
    "{}、供应": lambda number: "一二三四五六七八九十"[number - 1],
}
MAX_OUTLINE_LEAP: Final = 5


some_numbers = st.lists(st.integers(1, 10), min_size=1, max_size=6)


@given(st.sampled_from(sorted(OUTLINES)), some_numbers | some_numbers.map(sorted), st.booleans())
def test_numbers_of_an_outline_are_read_or_reported(shape: str, numbers: list[int], has_core: bool) -> None:
    headings = [shape.format(OUTLINES[shape](number)) for number in numbers]
    head = "Tin is dear\nDaily·2026-03-04 08:14\n" + "Core Insights\n- Tin rose [1]\n" * has_core
    body = (f"{each}\n- Zinc fell by {at} percent [2]\n- Wages rose [3]\n" for at, each in enumerate(headings))
    article = ri.parse(head + "".join(body))
    sections = [section for section in article.sections if section.role == "other"]
    assert [section.heading for section in sections] == headings
    odd, above = list[str](), None
    for heading, number, section in zip(headings, numbers, sections, strict=True):
        assert section.index == number or (section.index is None and number != (above or 0) + 1)
        is_first = above is None and not heading[0].isdecimal()  # a text may be cut from the middle of another
        if section.index is None or (not is_first and number - (above or 0) > MAX_OUTLINE_LEAP):
            odd.append(heading)
        above = above if section.index is None else number
    assert [
        each.span.cut(article.raw) for each in article.diagnostics if each.code == "odd-number" and each.span
    ] == odd
