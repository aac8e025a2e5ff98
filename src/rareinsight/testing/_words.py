"""Sentences and names in many scripts, including misleading words.

Each word follows from one number, which is all that Hypothesis has to draw and to shrink. Texts that could be
read in two ways are left out; each entry says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from random import Random
from typing import Final, NamedTuple, TypeVar

from hypothesis import strategies as st

from rareinsight._formats.registry import find_format
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format
from rareinsight.rendering import choices, spell_number


class Exclusion(NamedTuple):
    """Something that no test of a format draws.

    Attributes:
        what: what is not drawn.
        why: what else it could be.
    """

    what: str
    why: str


_DASH: Final = " [-–—−] "
_OPENERS: Final = "The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both|Among|But|Since|So"
#: The digits of placeholders.
_DIGITS: Final = {"n": "[0-9]+", "a": "[0-9]+", "s": "[⁰¹²³⁴-⁹]+", "c": "[一二三四五六七八九十]+", "r": "[IVX]+"}


def pattern_of(shape: str) -> str:
    """Return a pattern of what a shape may be, spelled here and not by the grammar that it is to test."""
    return "".join(re.escape(text) + (_DIGITS.get(place, r"\S.*?") if place else "") for text, place in parts_of(shape))


def needs_no_marker(format: Format) -> bool:
    """Whether insights are lines without a marker."""
    return not choices(format)["marker"][0]


def _has_dashes(format: Format) -> bool:
    return not (format.markdown or {*"-–—−"}.isdisjoint(format.markers))


def _numbers(format: Format, *, worded: bool) -> list[str]:
    return [each.shape for each in format.numbered if is_worded(each.shape) == worded]


_cites: Final = attrgetter("citations")
# fmt: off
#: What no sentence or name holds, what else it could be, the formats that have it (`None`: all), and its pattern.
_IN_TEXTS: Final[tuple[tuple[str, str, Callable[[Format], object] | None, str], ...]] = (
    ("a dash with spaces before a word that often begins sentences or before a label, or after a colon or Chinese text",
     "it begins an insight: Prices fell - The mine closed; - 风险 - 价格下跌", _has_dashes,
     rf"{_DASH}(?:{_OPENERS})\b|[:：]{_DASH}|{_DASH}.*[:：](?![0-9])|\A[^A-Za-z0-9]+{_DASH}(?![0-9])"),
    ("a dash with spaces after a leading letter or digit", "it is a key: A - Mines", None, rf"\A\S{{1,2}}{_DASH}"),
    ("a day before a dash with spaces at the beginning", "it may be a heading: 8月4日 - 8日", _has_dashes,
     rf"\A[^A-Za-z]{{1,8}}日{_DASH}"),
    ("a bar after the first word", "it separates cells of a table: - Tin|Zinc", None, r"\A[^|\s]*\|"),
    ("a letter with a full stop at the beginning", "insights may be counted by it: p. Prices", None, r"\A[A-Za-z]\. "),
    ("a number with its sign right after a full stop", "they may begin a heading: 2、Mines", None,
     r"\.[0-9]{1,2}[、)）]"),
    ("a small letter alone at the end", "with a number in brackets after it, it is an index: h[0]",
     lambda of: of.markdown, r"(?:\A|[\s(=+*/-])[a-z]\Z"),
    ("a number at the end, or right after punctuation or a bracket", "it may be a citation without brackets: fell.2",
     lambda of: "{n}" in of.citations, r"(?:[.。!?！？,;:] ?|[)）])[0-9]|[0-9]\Z"),
    ("a bracket at the end, if citations have round ones", "it may be part of them: 4(a)(1)",
     lambda of: "({n})" in of.citations, r"[)）》]\Z"),
    ("an address, if numbers mark insights", "numbered lines with one are entries of a list of references",
     lambda of: of.numbered_markers and not of.markdown, "https?://"),
    ("an address after a leading number", "this may be an entry, too", None, r"\A[(（]?[0-9]{1,4}.*https?://"),
    ("a link at the beginning", "it may be an entry of a list of references", lambda of: of.entries, r"\A\["),
    ("a link, if headings are links", "it is a heading", lambda of: "[{text}]({url})" in of.heading_links, r"\]\("),
    ("figures, each with a word in lowercase, and nothing else", "they may be counts below a page: 12 comments",
     needs_no_marker, r"\A(?:[0-9][0-9,.]*\s[a-z]{2,20}[\s,]*)+\Z"),
    ("a leading hash or separate symbol", "it may be a marker: - > Prices fell", None, r"\A(?:#|[^\w\s]{1,2}\s)"),
    ("“and”, “or”, “to” or a colon at the end", "they join what follows: [1] and [2]", None,
     r"(?:\b(?:and|or|to)|[:：])\Z"),
    ("a word in “-ed” with “in”, “by” or “from” at the beginning",
     "it may introduce a source: Published in Mines Today", None,
     r"\A[A-Za-z]+(?i:ed (?:in|by|from))\b"),
    ("nothing but signs and figures, or a date", "it may be that of a page or of the article", None,
     r"\A(?:[\W\d_]*|[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})\Z"),
)
#: Of the words that a format declares, likewise (see `left_out`), and of what is not a text (see the strategies).
_ELSEWHERE: Final[tuple[tuple[str, str, Callable[[Format], object] | None], ...]] = (
    ("a number in words at the beginning, unless it has no colon and a word in lowercase follows, or its word alone",
     "it may be a heading: Group 2 Silver", lambda of: _numbers(of, worded=True)),
    ("a heading before a colon, or at the beginning or after a full stop or bracket, unless a small letter follows",
     "it may be that heading: § 2: Costs Analysts Grew", lambda of: of.headings and not of.free_headings),
    ("a figure such as 1:8, where headings begin with one", "it may be theirs",
     lambda of: not of.free_headings and _numbers(of, worded=False)),
    ("the sign of a marker at the end, or in a name", "an insight may begin after it", lambda of: of.markers),
    ("a name that begins with a word that begins sentences", "it may continue the text above: fell. While Mines", None),
    # --- insights
    ("a dash with spaces in a heading, and in the insights below one that is not declared or has a label",
     "it ends the heading, or is part of it: Outlook - by Region - Prices fell", _has_dashes),
    ("a dash after a heading on its line, if none is after citations there, and one insight follows or has a dash",
     "it may be part of a statement, or a label: Mines — old ones — closed [1]", _has_dashes),
    ("a first insight without citations, and below a heading that is neither core nor a group every other one",
     "it may be a heading itself (* Copper * Prices fell [1]), and few citations make no digest", _cites),
    ("a line that begins with a small letter, and one without citations that is long or may be a heading",
     "it may continue the line above, or begin another article", needs_no_marker),
    ("an insight without citations that ends in an abbreviation, a letter, a figure or a word in capitals",
     "its full stop may not end a sentence: shipped to the U.S. - Prices fell, or: 4. Prices", _cites),
    ("text with a marker, or a figure or a letter at its end, right beside its heading",
     "an insight or a heading may begin there: I. Prices",
     lambda of: any(each.holds_text for each in of.headings)),
    ("several citations without brackets, and superscripts right after a word or figure",
     "their numbers would be one, or a power: 20 km²",
     lambda of: not {"{n}", "{s}", "<sup>{n}</sup>"}.isdisjoint(of.citations)),
    ("citations inside a sentence, but between words in lowercase that begin and end no heading",
     "a heading or an insight may begin or end there", _cites),
    ("insights most of which begin or end with the same word", "it may be part of their marker or citations", None),
    # --- headings
    ("a heading or insight in the words of the title, a declared heading twice, and a second core or first group",
     "these repeat the title, the others may be mentions or begin another article", None),
    ("words of another script in a heading whose shape holds any", "they may be a heading before it",
     lambda of: any(each.families for each in of.headings)),
    ("insights right below a heading that other headings follow", "they may be below the next one",
     lambda of: any(each.holds_headings for each in of.headings)),
    ("numbers of headings out of sequence without words", "they may be figures: rose by 7. Exports fell",
     lambda of: _numbers(of, worded=False)),
    ("a heading with a number out of sequence, without a sign or at its end, or of one word, after an uncited insight",
     "in running text, it may be a mention or a figure: as in 2024. Part 7 rose; prices fell. 2 Mines", _cites),
    ("a heading of any words that ends in an abbreviation, in running text",
     "it may belong to the insight above: fell. Mines in the U.S.", _cites),
    ("a heading that ends like that of a list of references", "a list may begin there: Key Points from Notes 1. Prices",
     lambda of: of.references),
    # --- headers
    ("a title of up to three words without a source line, where titles may stand below the body",
     "it may be a note below the digest", lambda of: not (of.unmarked or of.markdown)),
    ("a title above insights without a heading, and such insights that look like one", "either may be the other",
     lambda of: of.lead and (of.free_headings or needs_no_marker(of))),
    ("after a date, a source that begins like a time zone", "it belongs to the date: 07:15 A.M. Post",
     lambda of: any("{date} {source}" in shape for shape in of.source_lines)),
)
# fmt: on


def exclusions(format: Format | str) -> list[Exclusion]:
    """Return what no test of a format draws, since it could be read in two ways, and why.

    Args:
        format: a format or the name of a registered one.

    Returns:
        What digests of :func:`~rareinsight.testing.digests` never contain; a digest that does may be misread.

    >>> [exclusion.what for exclusion in exclusions("gemini-deep-research")][:2]
    ['a dash with spaces after a leading letter or digit', 'a bar after the first word']
    """
    chosen, rows = find_format(format), [*(row[:3] for row in _IN_TEXTS), *_ELSEWHERE]
    return [Exclusion(what, why) for what, why, applies in rows if applies is None or applies(chosen)]


@lru_cache(maxsize=128)
def left_out(format: Format, *, marks: bool = True) -> re.Pattern[str]:
    """Return a pattern of what no sentence of a test contains; without marks, none of the format's markers either."""
    patterns = [pattern for _, _, applies, pattern in _IN_TEXTS if applies is None or applies(format)]
    for shape in _numbers(format, worded=True):
        patterns.append(rf"\A(?i:{re.escape(shape.partition('{')[0].strip())})\Z")
        if format.free_headings or shape.endswith(":"):
            number = pattern_of(shape.rstrip(":")).replace("[0-9]+", "(?:[0-9]+|[A-Z]\\b)")  # Group A
            patterns.append(rf"\A(?i:{number})" + ("" if shape.endswith(":") else "(?! [a-z])"))
    if not format.free_headings:
        outlines = [shape for shape in _numbers(format, worded=False) if len(places_of(shape)) > 1]
        patterns += [rf"(?<!\S){pattern_of(shape.rstrip(':'))}(?!\S)" for shape in outlines]
    if words := () if format.free_headings else heading_words(format):
        known = f"(?i:{'|'.join(map(re.escape, words))})"
        patterns.append(rf"(?:\A|[.。!?！？:：)）] ){known}(?![\w-])(?! [a-z])|\b{known}[:：]")
    if markers := [each for each in format.markers if not (marks and any(map(str.isalnum, each)))]:
        patterns.append(rf"(?<!\S)(?:{'|'.join(map(re.escape, markers))})" + (r"\Z" if marks else r"(?!\S)"))
    return re.compile("|".join(patterns))


@lru_cache(maxsize=64)
def heading_words(format: Format) -> tuple[str, ...]:
    return tuple(word.casefold() for each in format.headings for word in each.words)


T = TypeVar("T")
# fmt: off
_COMMON: Final = (
    "prices", "fell", "rose", "demand", "output", "of", "copper", "stayed", "firm", "mines", "closed", "stocks",
    "shrank", "exports", "grew", "analysts", "expect", "more", "costs", "in", "the", "quarter", "as", "smelters", "cut",
    "supply", "again", "and", "plants", "were", "idle", "for", "weeks", "after", "strike", "near",
)
#: Words that mislead: with stops, joined, in brackets and quotation marks, or with a meaning elsewhere on a page.
_TELLING: Final = (
    "U.S.", "Inc.", "e.g.", "approx.", "vs.", "10 a.m.", "no", "while", "a", "to", "I", "No. 2", "Mr. Halden",
    "10 p.m. EDT", "week-on-week", "R&D", "and/or", "R & D", "week - on - week", "short - term", "Hot - Rolled",
    "A - share", "company's", "don’t", "(US:ORNX)", "(2025)", "(2025 - 2027)", "(short)", "“green”", '"turning point"',
    "‘soft’", "«verde»", "**bold words**", "*slanted*", "`code`", "[a link](https://example.org/a_(b)?c=1)", "C++",
    "#1", "August 4 - August 8", "August 4, 2025", "2025E:", "Group A", "core", "group", "section", "x", "o", "l'or",
    "α-1", "Q3", "A/B", "@ten", "CO2", "G7", "FY2025", "5G", "in 2025", "& Sons", "vs. Tin", "2025-08-26", "Figure 3",
    "Note 7", "page 4", "Table 2", "p. 4", "A+", "A|B|C", "3.2", "II", "iPhone", "'cold'",
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
_NAMED: Final = ("(2025)", "U.S.", "R&D", "“Green”", "A - Share", "4.25%", "EBITDA", "Mid-2025", "5G", "Vs. Tin", "Q3")
_SMALL: Final = ("and", "of", "for", "in", "the", "vs")
# fmt: on
_CAPITALS: Final = tuple(word.capitalize() for word in _COMMON if len(word) > 3)
_JOINED: Final = tuple(f"{one}-{other}" for one, other in zip(_CAPITALS, reversed(_CAPITALS), strict=True))
_HAN: Final = "铜价上涨需求稀土出口公司市场下跌产能利润增长预期风险政策供应同比环比持平战略矿贸易關稅電池業績資訊銷量"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_KANA: Final = "のはがをにとでもカキクケコサシスセソタチツテトナニノ"
#: Letters of words that mean nothing.
_LETTERS: Final = (
    *(_LATIN, f"éàüöñçßøåłşžœêîùáíóúãõäëïâôèì{_LATIN}", _LATIN.upper(), _KANA, "구리가격상승수요공급시장전망"),
    *("абвгдежзиклмнопрстуфхцчшщыэюя", "αβγδεζηθικλμνξοπρστυφχψω"),
)
#: Kinds of words, the commonest several times: those of a tuple, or any of the letters of a string.
_Kinds = Sequence[Sequence[str]]
_KINDS: Final = (*[_COMMON] * 3, _TELLING, _FIGURES, _CAPITALS, *_LETTERS)
_HAN_KINDS: Final = (_HAN_COMMON, _HAN, _HAN_WORDS, _KANA)
_NAME_KINDS: Final = (*[_CAPITALS] * 3, _SMALL, _NAMED, _JOINED)
#: What joins a word to the one before it, and how many words there are: usually few.
_JOINTS: Final = (*[" "] * 24, ", ", ", ", "; ", " - ", ": ", " – ")
TITLE_JOINTS: Final = (" ", " ", " ", ": ", " - ", "? ", ", ")
_HAN_JOINTS: Final = (*[""] * 16, ",", ",", "，", "、", " - ")
_SIZES: Final = (*[1, 2, 3, 4, 5, 6] * 2, 8, 10, 20, 40)


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Draw one of some options; ``sampled_from`` would print all of them whenever an example is refused."""
    return options[draw(st.integers(0, len(options) - 1))]


class Picker:
    """Picks the parts of something by one number, which Hypothesis draws and shrinks: the first of each, if it is 0."""

    def __init__(self, draw: st.DrawFn) -> None:
        number = draw(st.integers(0, 2**24 - 1))
        self.random: Final = Random(number) if number else None  # noqa: S311

    def pick(self, options: Sequence[T]) -> T:
        return self.random.choice(options) if self.random else options[0]

    def word(self, kinds: _Kinds) -> str:
        kind = self.pick(kinds)
        letters = self.pick(range(1, 8)) if isinstance(kind, str) else 1
        return "".join(self.pick(kind) for _ in range(letters))


def _texts(
    left_out: re.Pattern[str], first: _Kinds, kinds: _Kinds, joints: Sequence[str], most: int = 40
) -> st.SearchStrategy[str]:
    """Texts of up to so many words, shortened until nothing in them is left out."""

    @st.composite
    def texts_of_words(draw: st.DrawFn) -> str:  # prints without all words
        words = [Picker(draw).word(first)]
        for _ in range(min(pick(draw, _SIZES), most) - 1):
            picker = Picker(draw)
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
    # markers that are also words: R & D, in St. Louis
    signs = tuple(each for each in format.markers if each in "&+/=%~<>|#@" or (each[-1:] == "." and each[0].isalpha()))
    first = [each for each in (_CAPITALS, declared, *_KINDS, like) if each]
    kinds = [each for each in (*_KINDS, like, like, signs, tuple(map(str.lower, declared))) if each]
    said = _texts(refused, first, kinds, _JOINTS) | _texts(refused, _HAN_KINDS, _HAN_KINDS, _HAN_JOINTS)
    return said.filter(lambda text: not re.sub(r"\W+", "", text)[0].islower()) if needs_no_marker(format) else said


@lru_cache(maxsize=64)
def names(
    format: Format, most: int = 6, joints: tuple[str, ...] = (" ",), *, marks: bool = False
) -> st.SearchStrategy[str]:
    """Names of up to so many words, capitalised or in Chinese; without marks, none is a marker."""
    refused = left_out(format, marks=marks)
    latin = _texts(refused, (_CAPITALS,), _NAME_KINDS, joints, most)
    return latin | _texts(refused, (_HAN_COMMON,), (_HAN_COMMON,), ("",), min(6, most))


def _words_like(format: Format) -> tuple[str, ...]:
    """Words in which a declared shape or marker occurs, as ``FY{n}`` does in ``FY2025``, as many for each of them."""
    shapes = (*format.citations, *format.openings, *format.numbered_markers, *format.boilerplate, *format.entries)
    shapes += (*format.heading_links, *(each.shape for each in format.numbered))
    finders = [re.compile(each, re.IGNORECASE) for each in (*map(pattern_of, shapes), *map(re.escape, format.markers))]
    found = [[word for word in (*_TELLING, *_FIGURES) if finder.search(word)] for finder in finders]
    return tuple(words[turn % len(words)] for turn in range(12) for words in found if words)


def _declared_words(format: Format) -> tuple[str, ...]:
    """The words of headings at the beginning of a sentence, but for those that any words may follow."""
    words = [word for each in format.headings for word in each.words] + [*format.references, *format.ends_at]
    words += [spell_number(each.shape, 2) for each in format.numbered if is_worded(each.shape)]
    families = [shape.partition("{")[0].strip().casefold() for each in format.headings for shape in each.families]
    usual = [word for word in words if word.isascii() and not word.casefold().startswith((*filter(None, families),))]
    return tuple(f"{word} of the year" for word in usual[:99])
