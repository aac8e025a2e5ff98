"""Sentences and names of words of every class of characters, and of words that look like what a format declares.

Each word follows from one number, which is all that Hypothesis has to draw and to shrink.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Final, TypeVar

from hypothesis import strategies as st

from rareinsight._layout import choices
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format
from rareinsight.rendering import spell_number

T = TypeVar("T")

#: From each of these follows one part of a digest; more at once would be drawn less evenly.
NUMBERS: Final = st.integers(0, 2**24 - 1)
#: Words that end in stops that end no sentence.
ABBREVIATIONS: Final = ("U.S.", "Inc.", "e.g.", "approx.", "vs.", "10 a.m.")

# fmt: off
_COMMON: Final = (
    "prices", "fell", "rose", "copper", "demand", "output", "mines", "exports", "grew", "analysts", "expect", "more",
    "costs", "in", "the", "quarter", "as", "smelters", "cut", "supply", "again", "and", "plants", "were", "idle", "for",
)
_TELLING: Final = (
    *ABBREVIATIONS, "a", "to", "No. 2", "Mr. Halden", "R&D", "and/or", "R & D", "week - on - week", "Hot - Rolled",
    "company's", "don’t", "(US:ORNX)", "(2025)", "(2025 - 2027)", "(short)", "“green”", "**bold words**", "`code`",
    "August 4 - August 8", "August 4, 2025", "Group A", "core", "group", "section", "Q3", "FY2025", "in 2025",
    "Figure 3", "2025-08-26", "3.2", "II", "iPhone",
)
_FIGURES: Final = (
    "7", "12", "2025", "5.2%", "1,250", "$1,250", "€3.5bn", "-18.44%", "+5.02%", "12.5x", "3–5", "1:8", "4/5", "20°C",
    "2 - 3", "5 %", "(5%)",
)
_HAN_COMMON: Final = ("铜价", "上涨", "需求", "稀土", "出口", "公司", "市场", "下跌", "产能", "利润", "关税", "电池")
_HAN_WORDS: Final = ("“战略矿产”", "《矿业法》", "（试行）", "5.2%", "2.3亿元", "2025年", "「關稅」", "Q3")
_NAMED: Final = ("(2025)", "U.S.", "R&D", "“Green”", "A - Share", "Q3", "2026", "Mid-2025", "5G", "of", "for", "the")
# fmt: on
_CAPITALS: Final = tuple(word.capitalize() for word in _COMMON if len(word) > 3)
_HAN: Final = "铜价上涨需求稀土出口公司市场下跌产能利润增长预期风险政策供应同比环比持平战略矿贸易關稅電池業績資訊銷量"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = f"éàüöñçßøåłşžœêîùáíóúãõäëïâôèì{_LATIN}"
_SCRIPTS: Final = (
    *("のはがをにとでもカキクケコサシスセソタチツテトナニノ", "구리가격상승수요공급시장전망"),
    *("абвгдежзиклмнопрстуфхцчшщыэюя", "αβγδεζηθικλμνξοπρστυφχψω"),
)
#: Kinds of words, the commonest several times: those of a tuple, or any of the letters of a string.
_KINDS: Final = (_COMMON, _COMMON, _COMMON, _TELLING, _FIGURES, _CAPITALS, _ACCENTED, _LATIN.upper(), *_SCRIPTS)
_FIRST: Final = (_CAPITALS, _CAPITALS, _COMMON, _ACCENTED, *_SCRIPTS)
_HAN_KINDS: Final = (_HAN_COMMON, _HAN, _HAN_WORDS)
#: What joins a word to the one before it, and how many words there are: few, as a rule.
_JOINTS: Final = (*[" "] * 24, ", ", ", ", "; ", " - ", ": ", " – ")
_HAN_JOINTS: Final = (*[""] * 16, ",", "，", "、")
_SIZES: Final = (1, 2, 3, 4, 5, 6, 8, 10, 1, 2, 3, 4, 5, 6, 20, 40)
_OF_EACH: Final = 12
#: The digits of placeholders.
_DIGITS: Final = {"n": "[0-9]+", "a": "[0-9]+", "s": "[⁰¹²³⁴-⁹]+", "c": "[一二三四五六七八九十]+", "r": "[IVX]+"}
_DASH: Final = " [-–—−] "
_OPENERS: Final = "The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both|Among|But|Since|So"


def needs_no_marker(format: Format) -> bool:
    """Whether insights are lines without a marker."""
    return not choices(format)["marker"][0]


def _has_dashes(format: Format) -> bool:
    return not (format.markdown or {*"-–—−"}.isdisjoint(format.markers))


#: What no text holds, as it could be read in two ways; the formats in which it could; and what else it may be.
_LEFT_OUT: Final[tuple[tuple[str, Callable[[Format], object], str], ...]] = (
    (rf"{_DASH}(?:{_OPENERS})\b|[:：]{_DASH}|{_DASH}.*[:：](?![0-9])|\A[^A-Za-z0-9]+{_DASH}(?![0-9])", _has_dashes,
     "the beginning of an insight: Prices fell - The mine closed; - 风险 - 价格下跌"),
    (rf"\A\S{{1,2}}{_DASH}", bool, "a heading or a key: A - Mines closed"),
    (r"[.。!?！？,;:] ?[0-9]|[0-9]\Z", lambda of: "{n}" in of.citations, "a citation without brackets: Prices fell.2"),
    (r"[)）]\Z", lambda of: any("{n})" in each for each in of.citations), "one more citation: Prices (2025)(1)"),
    (r"\A[a-z]+\Z", lambda of: of.numbered_markers, "no sentence behind a number"),
    (r"\A(?:[0-9][0-9,.]*\s[a-z]{2,20}[\s,]*)+\Z", needs_no_marker, "a count below the page: 12 comments"),
    (r"\A[^\w\s]{1,2}\s", bool, "part of the marker: - > Prices fell"),
    (r"\b(?:and|or)\Z", bool, "what joins citations: prices rose [1] and [2]"),
    (r"[:：]\Z", bool, "an introduction of the ones below"),
    (r"\A[\W\d_]*\Z", bool, "the number of a page"),
    (r"\A[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}\Z", bool, "the date of the article"),
)  # fmt: skip


def pattern_of(shape: str) -> str:
    """Return a pattern of what a shape may be, spelled here and not by the grammar that it is to test."""
    return "".join(re.escape(text) + (_DIGITS.get(place, r"\S.*?") if place else "") for text, place in parts_of(shape))


@lru_cache(maxsize=128)
def left_out(format: Format, *, marks: bool = True) -> re.Pattern[str]:
    """Return a pattern of what no sentence of a test contains; without marks, none of the format's markers either."""
    patterns = [pattern for pattern, applies, _ in _LEFT_OUT if applies(format)]
    for each in format.numbered:
        if word := each.shape.partition("{")[0].strip():
            patterns.append(rf"\A(?i:{re.escape(word)})\Z")  # it may have lost its number
        number = pattern_of(each.shape.rstrip(":")).replace("[0-9]+", "(?:[0-9]+|[A-Z]\\b)")  # Group A
        if is_worded(each.shape) and (format.free_headings or each.shape.endswith(":")):
            patterns.append(rf"\A(?i:{number})" + ("" if each.shape.endswith(":") else "(?! [a-z])"))
        elif not (is_worded(each.shape) or format.free_headings) and len(places_of(each.shape)) > 1:
            patterns.append(rf"(?<!\S){number}(?!\S)")
    if words := [] if format.free_headings else [re.escape(word) for each in format.headings for word in each.words]:
        patterns.append(rf"(?:\A|[.。!?！？:：] )(?i:{'|'.join(words)})(?![\w-])(?! [a-z])")
    if markers := [each for each in format.markers if not (marks and any(map(str.isalnum, each)))]:
        patterns.append(rf"(?<!\S)(?:{'|'.join(map(re.escape, markers))})" + (r"\Z" if marks else r"(?!\S)"))
    return re.compile("|".join(patterns))


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Draw one of some options; ``sampled_from`` would print all of them whenever an example is refused."""
    return options[draw(st.integers(0, len(options) - 1))]


class Picker:
    """Picks the parts of something by one number: the first of each, if it is 0."""

    def __init__(self, number: int) -> None:
        self.number: int = number

    def pick(self, options: Sequence[T]) -> T:
        """Return one of some options."""
        self.number, place = divmod(self.number, len(options))
        return options[place]

    def word(self, kinds: Sequence[Sequence[str]]) -> str:
        """Return a word of one of some kinds."""
        kind = self.pick(kinds)
        if isinstance(kind, str):
            return "".join(Random(self.number).choices(kind, k=2 + self.number % 6))  # noqa: S311
        return self.pick(kind)


def _texts(
    left_out: re.Pattern[str],
    first: Sequence[Sequence[str]],
    kinds: Sequence[Sequence[str]],
    joints: Sequence[str],
    most: int = 40,
) -> st.SearchStrategy[str]:
    """Texts of up to so many words, shortened until nothing in them is left out."""

    @st.composite
    def texts_of_words(draw: st.DrawFn) -> str:  # prints without all words
        words = [Picker(draw(NUMBERS)).word(first)]
        for _ in range(min(pick(draw, _SIZES), most) - 1):
            picker = Picker(draw(NUMBERS))
            words.append(picker.pick(joints) + picker.word(kinds))
        while words and left_out.search("".join(words)):
            words.pop()
        return "".join(words) or first[0][0]

    return texts_of_words()


@lru_cache(maxsize=64)
def sentences(format: Format, *, marks: bool = True) -> st.SearchStrategy[str]:
    """Sentences, without their stop, that a digest of a format can contain; without marks, none is a marker."""
    like, declared, refused = _words_like(format), _declared_words(format), left_out(format, marks=marks)
    first = [each for each in (*_FIRST, declared, like) if each]
    kinds = [each for each in (*_KINDS, like, like, tuple(map(str.lower, declared))) if each]
    return _texts(refused, first, kinds, _JOINTS) | _texts(refused, (_HAN_COMMON, _HAN), _HAN_KINDS, _HAN_JOINTS)


@lru_cache(maxsize=64)
def names(
    format: Format, most: int = 6, joints: tuple[str, ...] = (" ",), *, marks: bool = False
) -> st.SearchStrategy[str]:
    """Names of up to so many words, such as labels, headings and titles have: capitalised, or in Chinese."""
    refused = left_out(format, marks=marks)
    chinese = _texts(refused, (_HAN_COMMON,), (_HAN_COMMON,), ("",), min(6, most))
    return _texts(refused, (_CAPITALS,), (_CAPITALS, _CAPITALS, _NAMED), joints, most) | chinese


def _words_like(format: Format) -> tuple[str, ...]:
    """Words in which a declared shape or marker occurs, as ``FY{n}`` does in ``FY2025``, as many for each of them."""
    shapes = (*format.citations, *format.openings, *format.numbered_markers, *format.boilerplate, *format.entries)
    shapes += (*format.heading_links, *(each.shape for each in format.numbered))
    finders = [re.compile(each, re.IGNORECASE) for each in (*map(pattern_of, shapes), *map(re.escape, format.markers))]
    found = [[word for word in (*_TELLING, *_FIGURES) if finder.search(word)] for finder in finders]
    return tuple(words[turn % len(words)] for turn in range(_OF_EACH) for words in found if words)


def _declared_words(format: Format) -> tuple[str, ...]:
    """The words of headings at the beginning of a sentence, but for those that any words may follow."""
    words = [word for each in format.headings for word in each.words] + [*format.references, *format.ends_at]
    words += [spell_number(each.shape, 2) for each in format.numbered if is_worded(each.shape)]
    families = tuple(
        family.partition("{")[0].strip().casefold() or "\0" for each in format.headings for family in each.families
    )
    usual = (word for word in words if word.isascii() and not word.casefold().startswith(families))
    return tuple(f"{word} of the year" for word in islice(usual, 99))
