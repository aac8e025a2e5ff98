"""Sentences and names of words of every class of characters, and of words that mislead.

Each word follows from one number, which is all that Hypothesis has to draw and to shrink. The few texts that no reader
could tell from something else are left out by :mod:`._exclusions`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from random import Random
from typing import Final, TypeVar

from hypothesis import strategies as st

from rareinsight._shapes import is_worded
from rareinsight.format import Format
from rareinsight.rendering import spell_number
from rareinsight.testing._exclusions import left_out, pattern_of

T = TypeVar("T")

#: From each of these follows one part of a digest; more at once would be drawn less evenly.
NUMBERS: Final = st.integers(0, 2**24 - 1)
#: Words end in stops that end no sentence.
ABBREVIATIONS: Final = ("U.S.", "Inc.", "e.g.", "approx.", "vs.", "10 a.m.", "no")

# fmt: off
_COMMON: Final = (
    "prices", "fell", "rose", "demand", "output", "of", "copper", "stayed", "firm", "mines", "closed", "while",
    "stocks", "shrank", "exports", "grew", "analysts", "expect", "more", "costs", "in", "the", "quarter", "as",
    "smelters", "cut", "supply", "again", "and", "plants", "were", "idle", "for", "weeks", "after", "strike", "near",
)
#: Words that mislead: with stops, joined, in brackets and quotation marks, or with a meaning elsewhere on a page.
_TELLING: Final = (
    *ABBREVIATIONS,
    "a", "to", "I", "No. 2", "Mr. Halden", "10 p.m. EDT", "week-on-week", "R&D", "and/or", "R & D",
    "week - on - week", "short - term", "Hot - Rolled", "A - share", "company's", "don’t", "(US:ORNX)", "(2025)",
    "(2025 - 2027)", "(short)", "“green”", '"turning point"', "‘soft’", "«verde»", "**bold words**", "*slanted*",
    "`code`", "[a link](https://example.org/a_(b)?c=1)", "C++", "#1", "August 4 - August 8", "August 4, 2025", "2025E:",
    "Group A", "core", "group", "section", "x", "o", "l'or", "α-1", "Q3", "A/B", "@ten", "CO2", "G7", "FY2025", "5G",
    "in 2025", "& Sons", "vs. Tin", "2025-08-26", "Figure 3", "Note 7", "page 4", "Table 2", "p. 4", "A+",
    "A|B|C", "3.2", "II", "iPhone",
)
_FIGURES: Final = (
    "7", "12", "2025", "5.2%", "1,250", "$1,250", "€3.5bn", "£20m", "¥900", "-18.44%", "+5.02%", "1.5", "12.5x", "3–5",
    "1:8", "4/5", "0.5pp", "20°C", "2x", "H2", "30-day", "10k", "100万", "±3%", "~40", "2 - 3", "5 %", "(5%)",
)
_HAN_COMMON: Final = (
    "铜价", "上涨", "需求", "稀土", "出口", "公司", "市场", "下跌", "产能", "利润", "增长", "预期", "政策", "供应",
    "同比", "环比", "持平", "关税", "电池",
)
_HAN_WORDS: Final = (
    "“战略矿产”", "《矿业法》", "(ORNX.O)", "（试行）", "1 - 7月", "5.2%", "2.3亿元", "8月4日 - 8日", "AI", "2025年",
    "No.2", "A股", "【快讯】", "「關稅」", "ETF", "30天", "Q3", "GW", "约3-4成",
)
_NAMED: Final = ("(2025)", "U.S.", "R&D", "“Green”", "A - Share", "Q3", "2026", "EBITDA", "Mid-2025", "5G", "Vs. Tin")
_SMALL: Final = ("and", "of", "for", "in", "the", "vs")
# fmt: on
_CAPITALS: Final = tuple(word.capitalize() for word in _COMMON if len(word) > 3)
_JOINED: Final = tuple(f"{one}-{other}" for one, other in zip(_CAPITALS, reversed(_CAPITALS), strict=True))
_HAN: Final = "铜价上涨需求稀土出口公司市场下跌产能利润增长预期风险政策供应同比环比持平战略矿贸易關稅電池業績資訊銷量"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = f"éàüöñçßøåłşžœêîùáíóúãõäëïâôèì{_LATIN}"
_SCRIPTS: Final = (
    *("のはがをにとでもカキクケコサシスセソタチツテトナニノ", "구리가격상승수요공급시장전망"),
    *("абвгдежзиклмнопрстуфхцчшщыэюя", "αβγδεζηθικλμνξοπρστυφχψω"),
)
#: Kinds of words, the commonest several times: those of a tuple, or any of the letters of a string.
_KINDS: Final = (_COMMON, _COMMON, _COMMON, _LATIN, _TELLING, _FIGURES, _CAPITALS, _ACCENTED, _LATIN.upper(), *_SCRIPTS)
_HAN_KINDS: Final = (_HAN_COMMON, _HAN, _HAN_WORDS, _SCRIPTS[0])
_NAME_KINDS: Final = (_CAPITALS, _CAPITALS, _CAPITALS, _SMALL, _NAMED, _JOINED)
#: What joins a word to the one before it, and how many words there are: few, as a rule.
_JOINTS: Final = (*[" "] * 24, ", ", ", ", "; ", " - ", ": ", " – ")
_HAN_JOINTS: Final = (*[""] * 16, ",", ",", "，", "、", " - ")
_OF_EACH: Final = 12
_SIZES: Final = (1, 2, 3, 4, 5, 6, 8, 10, 1, 2, 3, 4, 5, 6, 20, 40)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Draw one of some options; ``sampled_from`` would print all of them whenever an example is refused."""
    return options[draw(st.integers(0, len(options) - 1))]


#: Signs that are also words.
_SIGNS: Final = frozenset("&+/=%~<>|#@")


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
            return "".join(Random(self.number).choices(kind, k=1 + self.number % 7))  # noqa: S311
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
    """Sentences, without their stop, that a digest of a format can contain; without marks, none is a marker.

    Some look like what the format declares.
    """
    like, declared, refused = _words_like(format), _declared_words(format), left_out(format, marks=marks)
    signs = tuple(marker for marker in format.markers if marker in _SIGNS)
    first = [each for each in (_CAPITALS, declared, *_KINDS, like) if each]
    kinds = [each for each in (*_KINDS, like, like, signs, tuple(map(str.lower, declared))) if each]
    return _texts(refused, first, kinds, _JOINTS) | _texts(refused, _HAN_KINDS, _HAN_KINDS, _HAN_JOINTS)


@lru_cache(maxsize=64)
def names(
    format: Format, most: int = 6, joints: tuple[str, ...] = (" ",), *, marks: bool = False
) -> st.SearchStrategy[str]:
    """Names of up to so many words, such as labels, headings and titles have: capitalised, or in Chinese."""
    refused = left_out(format, marks=marks)
    chinese = _texts(refused, (_HAN_COMMON,), (_HAN_COMMON,), ("",), min(6, most))
    return _texts(refused, (_CAPITALS,), _NAME_KINDS, joints, most) | chinese


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
