"""Words of every class of characters, and the sentences and names that are made of them.

Nothing here is chosen for a format: a sentence that a declaration misreads is what a test should find. The few that no
reader could tell from something else are left out by :mod:`._exclusions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = "éàüöñçßøåłşžœêîùáíóúãõäëïâôèì"
_HAN: Final = "铜价上涨需求稀土出口公司市场下跌产能利润增长预期风险政策供应同比环比持平战略矿贸易關稅電池業績資訊銷量"
_KANA: Final = "のはがをにとでもカキクケコサシスセソタチツテトナニノ"
_HANGUL: Final = "구리가격상승수요공급시장전망"
_CYRILLIC: Final = "абвгдежзиклмнопрстуфхцчшщыэюя"
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"

#: Words that mislead: with stops, joined, in brackets and quotation marks, or with a meaning elsewhere on a page.
# fmt: off
ABBREVIATIONS: Final = ("U.S.", "Inc.", "e.g.", "approx.", "vs.", "10 a.m.", "no")
_TELLING: Final = (
    *ABBREVIATIONS,
    "and", "the", "in", "of", "a", "to", "I", "No. 2", "Mr. Halden", "10 p.m. EDT", "week-on-week", "R&D", "and/or",
    "week - on - week", "short - term", "Hot - Rolled", "A - share",
    "company's", "don’t", "(US:ORNX)", "(2025)", "(2025 - 2027)", "(short)", "“green”", '"turning point"', "‘soft’",
    "«verde»", "**bold words**", "*slanted*", "`code`", "[a link](https://example.org/a_(b)?c=1)", "C++", "#1",
    "August 4 - August 8", "2025E:", "Group A", "core", "group", "section", "x", "o", "l'or", "α-1", "Q3", "A/B",
    "@ten",
)
_FIGURES: Final = (
    "7", "12", "2025", "5.2%", "1,250", "$1,250", "€3.5bn", "£20m", "¥900", "-18.44%", "+5.02%", "1.5", "12.5x", "3–5",
    "1:8", "4/5", "0.5pp", "20°C", "2x", "H2", "30-day", "10k", "100万", "±3%", "~40", "2 - 3",
)
_HAN_WORDS: Final = (
    "“战略矿产”", "《矿业法》", "(ORNX.O)", "（试行）", "1 - 7月", "5.2%", "2.3亿元", "8月4日 - 8日", "AI", "2025年",
    "No.2", "A股", "【快讯】", "「關稅」", "ETF", "30天", "Q3", "GW", "约3-4成",
)
_SMALL: Final = ("and", "of", "for", "in", "the", "vs.")
# fmt: on


#: How many more words sentences have at the most: few, as a rule.
_SIZES: Final = (0, 1, 2, 2, 4, 4, 8, 8, 39)


def _spelled(letters: str, most: int) -> st.SearchStrategy[str]:
    return st.text(letters, min_size=1, max_size=most)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


# fmt: off
_COMMON: Final = (
    "prices", "fell", "rose", "demand", "output", "of", "copper", "stayed", "firm", "mines", "closed", "while",
    "stocks", "shrank", "exports", "grew", "analysts", "expect", "more", "costs", "in", "the", "quarter", "as",
    "smelters", "cut", "supply", "again", "and", "plants", "were", "idle", "for", "weeks", "after", "strike", "near",
)
_HAN_COMMON: Final = (
    "铜价", "上涨", "需求", "稀土", "出口", "公司", "市场", "下跌", "产能", "利润", "增长", "预期", "政策", "供应",
    "同比", "环比", "持平", "关税", "电池",
)
# fmt: on
_PLAIN: Final = st.sampled_from(_COMMON) | st.sampled_from(_COMMON) | _spelled(_LATIN, 9)
_WORD: Final = st.one_of(
    _PLAIN,
    st.sampled_from(_TELLING),
    st.sampled_from(_FIGURES),
    _PLAIN.map(_capital),
    st.builds("{}{}{}".format, _spelled(_LATIN, 3), st.sampled_from(_ACCENTED), _spelled(_LATIN + _ACCENTED, 4)),
    st.builds("{}-{}".format, _PLAIN, _PLAIN),
    _spelled(_LATIN.upper(), 4),
    _spelled(_CYRILLIC, 7) | _spelled(_GREEK, 7) | _spelled(_HANGUL, 4) | _spelled(_KANA, 5),
)
_HAN_WORD: Final = st.one_of(
    st.sampled_from(_HAN_COMMON), _spelled(_HAN, 6), st.sampled_from(_HAN_WORDS), _spelled(_KANA, 5)
)
#: What joins a word to the one before it.
_JOINTS: Final = (*[" "] * 24, ", ", ", ", "; ", " - ", ": ", " – ")
_HAN_JOINTS: Final = (*[""] * 16, ",", ",", "，", "、", " - ")


@st.composite
def _joined(
    draw: st.DrawFn, first: st.SearchStrategy[str], word: st.SearchStrategy[str], joints: Iterable[str], most: int
) -> str:
    """Draw a few words, or rarely many, with what joins them."""
    text, joint = draw(first), st.sampled_from([*joints])
    for _ in range(draw(st.integers(0, draw(st.sampled_from([min(size, most) for size in _SIZES]))))):
        text += draw(joint) + draw(word)
    return text


#: Sentences without their stop, of one to forty words.
SENTENCES: Final = _joined(_PLAIN.map(_capital) | _WORD, _WORD, _JOINTS, 40) | _joined(
    _HAN_WORD, _HAN_WORD, _HAN_JOINTS, 40
)

_NAME_WORD: Final = st.one_of(
    _PLAIN.map(_capital),
    st.sampled_from(_SMALL),
    st.builds("{}{}".format, st.sampled_from(_ACCENTED.replace("ß", "")).map(str.upper), _spelled(_LATIN, 5)),
    st.builds("{}-{}".format, _PLAIN.map(_capital), _PLAIN.map(_capital)),
    st.sampled_from(("(2025)", "U.S.", "R&D", "“Green”", "A - Share", "Q3", "2026", "EBITDA", "Mid-2025", "5G")),
)


def names(most: int, joints: Iterable[str] = (" ",)) -> st.SearchStrategy[str]:
    """Names of up to so many words, such as labels, headings and titles have: capitalised, or in Chinese."""
    han = st.text(_HAN, min_size=2, max_size=min(12, 2 * most))
    return _joined(_PLAIN.map(_capital), _NAME_WORD, [*joints], most) | han
