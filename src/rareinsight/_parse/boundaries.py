"""Boundaries inside a line: where a heading begins, where it ends, and whether its number counts.

A heading may begin in the middle of a line, without a marker: ``… prices fell. Group 2 Rivals``.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._grammar import form
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.headings import Known, Number
from rareinsight._parse.table import NO, YES, Row, first_row
from rareinsight._patterns import deferred
from rareinsight._shapes import MAX_CACHED, MAX_WORD, is_worded
from rareinsight.format import Heading

_MAX_FIRST: Final = 12  #: the highest first number of a list whose beginning is missing


class Count(NamedTuple):
    """A number in a body, the last one of each shape that counts, and whether it is inside other text."""

    number: Number
    counted: dict[str, tuple[int, ...]]
    inside: bool
    is_free: bool  #: whether headings outside the vocabulary are recognised


def inside(c: Count) -> bool:
    """It is inside other text."""
    return c.inside


def free(c: Count) -> bool:
    """Headings outside the vocabulary are recognised, so any words may follow."""
    return c.is_free


def bare_inside(c: Count) -> bool:
    """It is inside, and nothing precedes the digits in its shape, so it may end a sentence: ``in 2025. Overview``."""
    return c.inside and c.number.shape.shape.startswith("{")


def repeated(c: Count) -> bool:
    """It repeats the last number, and has a word: ``Report 1: Zinc Daily Report 1. Rating``."""
    return is_worded(c.number.shape.shape) and c.counted.get(c.number.shape.shape) == c.number.values


def opens_outline(c: Count) -> bool:
    """It is the first number of a lower level, not below the last number of the level above: ``3.1`` below ``2.``."""
    *above, value = c.number.values
    return bool(above) and value <= 1 and (*above,) not in c.counted.values()


def first_of_all(c: Count) -> bool:
    """No number counted before it, and it has a word or is low, as in a list whose beginning is missing."""
    is_low = c.number.values[0] <= _MAX_FIRST or is_worded(c.number.shape.shape)
    return not c.counted and len(c.number.values) == 1 and is_low


def next_of_shape(c: Count) -> bool:
    """It is 1, or ends in it (``3.1``), or is one more than the last number of its shape."""
    *above, value = c.number.values
    return value == 1 or c.counted.get(c.number.shape.shape) == (*above, value - 1)


COUNT_ROWS: Final[tuple[Row[Count], ...]] = (
    Row("number again", NO, (inside, repeated)),
    Row("outline elsewhere", NO, (inside, free, opens_outline)),
    Row("next number", YES, (next_of_shape,)),
    Row("number of declared heading", YES, (), (free, bare_inside)),
    Row("list without its beginning", YES, (free, first_of_all)),
    Row("other number", NO),
)

#: The fewest words, or caseless characters, of a heading that is recognised inside other text.
_MIN_WORDS, _MIN_CHARACTERS = 2, 4
#: What follows the word of a question: `` 2:``, ``:``, ``2 ``.
_QUESTION: Final = deferred(r"\s?[0-9一二三四五六七八九十]{0,3}\s?[:：]|[0-9]{1,3}\s")
_ENDS: Final = tuple('.。!?！？”"])）】')
#: The beginning of a heading after its number: `` Rivals``, `` iPhones``, `` 5G Handsets``.
_WORDS_AFTER: Final = deferred(
    r"[ \t\u3000]?(?:[a-z]{0,4}[A-Z\u3400-\u9fff“\"(（《【*$]|[0-9]{1,4}\S{0,6} ?[A-Z\u3400-\u9fff])"
)


class Place(NamedTuple):
    """A place in a text where a heading may begin: with a number, or with a word of the vocabulary."""

    text: str
    since: int  #: where the text before it begins
    at: int  #: where it begins, including the stars of bold text
    end: int  #: where the number or the word ends
    until: int  #: where the text after it ends
    number: Number | None
    known: Known | None
    counts: bool  #: whether its number counts
    is_free: bool  #: whether headings outside the vocabulary are recognised


def in_sequence(p: Place) -> bool:
    """It is a number that counts."""
    return p.counts


def worded(p: Place) -> bool:
    """It is a number with a word: ``Group 2``."""
    return p.number is not None and is_worded(p.number.shape.shape)


def above_words(p: Place) -> bool:
    """It is a number, and what follows could begin a heading."""
    return p.number is not None and _WORDS_AFTER.match(p.text, p.end, p.until) is not None


def plain_word(p: Place) -> bool:
    """It is a word of the vocabulary other than one that a colon extends."""
    return p.known is not None and not p.known.heading.opens_title


def question(p: Place) -> bool:
    """It is a word that a colon extends, before a colon or a number and a space: ``Question 2:``."""
    is_extended = p.known is not None and p.known.heading.opens_title
    return is_extended and _QUESTION.match(p.text, p.end, p.until) is not None


def part_of_word(p: Place) -> bool:
    """A letter or a digit follows."""
    return p.text[p.end : p.end + 1].isalnum()


def continued(p: Place) -> bool:
    """A lowercase letter follows; it may be on the next line if headings outside the vocabulary are recognised."""
    return form.continues_lowercase(p.text, p.end, len(p.text) if p.is_free else p.until)


def telling(p: Place) -> bool:
    """It is distinctive: several words with a capital, several Chinese characters, or anything before a colon."""
    word = p.text[p.at : p.end].lstrip("*")
    if word[:1].isupper() and len(word.split()) >= _MIN_WORDS:
        return True
    is_long = word[:1].upper() == word[:1].lower() and len(word) >= _MIN_CHARACTERS
    return is_long or p.text.startswith(form.COLONS, p.end)


def after_stop(p: Place) -> bool:
    """A stop, a closing bracket or nothing is before it."""
    before = p.text[max(p.since, p.at - MAX_WORD) : p.at].rstrip()  # all of it could be long
    return not before or before.endswith(_ENDS)


BOUNDARY_ROWS: Final[tuple[Row[Place], ...]] = (
    Row("number with word inside", YES, (worded, in_sequence), (continued,)),
    Row("number with word after stop", YES, (worded, after_stop), (continued,)),
    Row("number inside", YES, (above_words, in_sequence), (worded,)),
    Row("question inside", YES, (question,)),
    Row("telling word inside", YES, (plain_word, telling), (part_of_word, continued)),
    Row("word inside, after stop", YES, (plain_word, after_stop), (part_of_word, continued)),
    Row("no boundary", NO),
)

_COLON: Final = deferred(r"\s?[:：]\s?(?:\*\*)?|\*\*\s?[:：]?")
_BOLD: Final = deferred(rf"{form.BOLD}(?=\s*[^\s:：,.;，。a-z])")
_FIGURES: Final = tuple("0123456789.")
_MAX_OPENING: Final = 4 * MAX_WORD  #: a heading at the beginning of a text is shorter
#: A Chinese title after its number, before other text: `` 市场展望 铜价上涨``.
_CHINESE_TITLE: Final = deferred(r"\s?[\u4e00-\u9fff、]{2,12}(?= [^\s\-–•*(（0-9])")
#: Two or three Chinese titles in a row: ``财务数据 收入和利润``.
_CHINESE_PAIR: Final = deferred(
    r"[A-Za-z]{0,12}[\u4e00-\u9fff、/:：]{3,16}"
    r"(?: [0-9]{0,4}[\u4e00-\u9fff、&/][0-9\u4e00-\u9fff、&/]{1,16}){1,2}[:：]?"
)


class Opening(NamedTuple):
    """What a text begins with; places are relative to its beginning."""

    known: Heading | None = None  #: a heading of the vocabulary
    number: Number | None = None
    counts: bool = False  #: whether the number counts
    end: int = 0  #: where the heading ends; 0 if that is not clear


class Boundaries:
    """Where headings begin and end in the text of a body, and the last number of each shape that counts."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text: str = text
        self.grammar: Grammar = grammar
        self.counted: dict[str, tuple[int, ...]] = {}
        self.starts: list[int] = []  #: where a heading may begin on the line that is being cut
        self._has_core: bool = False  #: whether there was a core; the next must not go on in lowercase

    def opening_at(self, at: int, end: int) -> Opening:
        """Return what the text from ``at`` to ``end`` begins with, and count its number."""
        words = self.text[at : min(end, at + _MAX_OPENING)]
        find = _find_short_opening if len(words) <= MAX_WORD else _find_opening
        number, known, stop = find(words, self.grammar, self._has_core)
        self._has_core |= known is not None and known.role == "core"
        counts = number is not None and (known is not None or self._counts(number))
        if number is not None and counts:
            self.counted[number.shape.shape] = number.values
        return Opening(known, number, counts, stop)

    def next_heading(self, at: int, end: int, only_words: bool) -> int:
        """Return where the next heading after ``at`` on the line begins; ``end`` if none does."""
        headings, starts = self.grammar.headings, self.starts
        index = bisect_right(starts, at)
        while index < len(starts) and (start := starts[index]) < end:
            index += 1
            begin = start - 2 if self.text.startswith("**", start - 2) else start
            number = None if only_words else headings.number_at(self.text, start, end)
            known = headings.word_at(self.text, start, end) if number is None else None
            found = number or known
            if begin <= at or found is None:
                continue
            counts = number is not None and self._counts(number, inside=True)
            is_free = self.grammar.format.free_headings
            place = Place(self.text, at, begin, found.end, end, number, known, counts, is_free)
            if first_row(place, BOUNDARY_ROWS).label == YES:
                return begin if number is not None else self._with_number(at, begin)
        return end

    def _with_number(self, at: int, begin: int) -> int:
        """Return where the number right before the words of a heading begins; ``begin`` if there is none."""
        end = form.strip_span(self.text, at, begin)[1]
        start = self.text.rfind(" ", at, end) + 1
        number = self.grammar.headings.number_at(self.text, start, begin) if start > at else None  # not in AI. Costs
        is_right_before = number is not None and number.end >= end and self._counts(number, inside=True)
        return start if is_right_before else begin

    def title_after_sentence(self, at: int, end: int) -> int:
        """Return where the last sentence ends, if a title of several words follows it; otherwise ``end``."""
        begin = max([found.end() for found in form.SENTENCE_END.finditer(self.text, at, end)], default=end)
        title = self.text[begin:end].strip()
        has_words = (" " in title or not title.isascii()) and not title.endswith(_FIGURES)
        return begin if has_words and form.is_title(title) else end

    def second_title(self, at: int, number: Number | None, end: int, *, is_first: bool) -> int:
        """Return where a title begins after another title or, at the very beginning, after a preamble; else ``end``."""
        if number is None and is_first:
            colon = max(self.text.rfind(": ", at, end), self.text.rfind("：", at, end)) + 1
            if colon > 0 and form.is_title(self.text[colon:end].strip()):
                return colon
        pair = _CHINESE_PAIR.match(self.text, at if number is None else at + number.end, end)
        return self.text.index(" ", at) + 1 if pair is not None and pair.end() == end else end

    def _counts(self, number: Number, *, inside: bool = False) -> bool:
        count = Count(number, self.counted, inside, self.grammar.format.free_headings)
        return first_row(count, COUNT_ROWS).label == YES


def _find_opening(text: str, grammar: Grammar, has_core: bool) -> tuple[Number | None, Heading | None, int]:
    """Return the number and the heading that a text begins with, and where the heading ends (0: that is not clear)."""
    number, known = grammar.headings.at(text, 2 if text.startswith("**") else 0, len(text))
    if known is not None and known.heading.opens_title:
        return number, (known.heading if _QUESTION.match(text, known.end) else None), 0
    is_free = grammar.format.free_headings and not (has_core and known is not None and known.heading.role == "core")
    if known is not None and (is_free or not form.continues_lowercase(text, known.end, len(text))):
        colon = _COLON.match(text, known.end)
        return number, known.heading, known.end if colon is None else colon.end()
    title = None
    if number is not None and "{c}" in number.shape.shape:
        title = _CHINESE_TITLE.match(text, number.end)
    title = title or _BOLD.match(text)
    if title is None or (number is not None and not text[number.end : title.end()].strip(form.AROUND_HEADING)):
        return number, None, 0  # **Group 1:** Prices
    return number, None, title.end()


_find_short_opening: Final = lru_cache(MAX_CACHED)(_find_opening)
