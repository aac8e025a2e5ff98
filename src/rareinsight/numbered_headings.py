"""Numbered headings, each read from where its number begins: ``Group 2: Rivals``, ``3. Orders:``, ``(二)储能``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import regex

from rareinsight._format.shapes import CHINESE_NUMERALS, read_chinese_number, read_roman_number
from rareinsight.format import Heading, Numbered
from rareinsight.sentences import ends_sentence
from rareinsight.shapes import is_plain_title, is_title
from rareinsight.signs import is_caseless
from rareinsight.stretch import PREPOSITIONS, Head, Stretch, opens_sentence
from rareinsight.word_headings import hold_text

_LONGEST_LABEL: Final = 130
#: Signs after a number that is part of words, besides the colon: 第一部分、, Group 2.
_AFTER_A_NUMBER: Final = ("、", ". ", "．")
#: Signs between such a number and its label, where they are no markers: ``§ 2 – Costs``.
_BEFORE_A_LABEL: Final = (" – ", " — ", " - ", " | ")
#: How the numbers of the three kinds are read, by the names that patterns give them.
_NUMBER_READERS: Final[dict[str, Callable[[str], int]]] = {
    "number": int,
    "chinese": read_chinese_number,
    "roman": read_roman_number,
}
#: Signs that make a number before them a figure.
_UNITS: Final = "元亿万千倍年月日天个折美港吨%％"
#: Words that do so: ``Demand for 1.6T:``, ``2.3 Million Cars``; not the letters of ``3.1AI芯片`` and ``1.1T-Bills``.
_WORDS_OF_UNITS: Final = re.compile(
    r"(?:(?:[KMGT](?:W|Wh|B|Hz|bps)?|[VWX])|\s(?i:thousand|million|billion|trillion|percent|times|tons))(?=[\s:：]|\Z)"
)
#: How far the next number of an outline is looked for.
_REPEAT_WINDOW: Final = 4000


def number_in(found: regex.Match[str]) -> int | None:
    """Return the number that a numbered heading's pattern found; an outline number as 2.1 is none."""
    kind = found.lastgroup
    return None if kind is None else _NUMBER_READERS[kind](found[kind])


def tidy_label(words: str) -> str | None:
    """Return a label without bold signs and closing colon, its blanks and line ends folded."""
    label = words.strip("*").rstrip(":： ").strip("*")
    # a wrapped text breaks Chinese words
    return (
        "".join(label.splitlines()) if "\n" in label and is_caseless(label) else " ".join(label.split())
    ) or None


def read_worded(stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None) -> Head | None:
    """Read ``Group 2: Rivals``, with a colon or without, or ``Group 2`` alone."""
    raw, end = stretch.raw, stretch.end
    colon = stretch.skip_colon(after)
    if colon == after and raw.startswith(_AFTER_A_NUMBER, after, end):
        colon += 1
    elif colon == after and raw.startswith(_BEFORE_A_LABEL, after, end):
        colon += 2
    start = stretch.skip_blanks(colon)
    head = Head(at, colon, numbered.role, number, None, "numbered", numbered)
    if start == end:
        return head
    if start == after and raw[start].isascii():
        return None  # Group 1st, Group 2B
    stop = stretch.end_of_label(start)
    label = raw[start:stop].strip()
    if stretch.before_text and stop == end:
        # Group 1 The US is …[1]: text without a marker
        return head._replace(text=(start, end)) if opens_sentence(label) and not is_title(label) else None
    if (
        is_title(label)
        or (colon > after and len(label) <= _LONGEST_LABEL)
        or (stop == end and _fills_line(stretch, at, colon, label))
    ):
        return head._replace(end=start + len(label), label=tidy_label(label))
    return None


def read_enumerated(
    stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None
) -> Head | None:
    """Read ``3. Orders:``, ``一、涉及公司``, ``(二)储能业务``, ``2.1 Prices``."""
    start = stretch.skip_blanks(after)
    if start == stretch.end:
        stands_alone = stretch.is_cut or stretch.is_line_from(at)
        return Head(at, after, numbered.role, number, None, "numbered", numbered) if stands_alone else None
    if number is not None and _is_of_list(stretch, start, number):
        return None
    word = stretch.word_at(start)
    if word and (stretch.raw[start : word[1]].endswith(PREPOSITIONS) or _goes_on(stretch, *word)):
        word = None  # 2. Key Points of This Week
    stop = stretch.skip_colon(word[1] if word else _end_of_numbered_title(stretch, start))
    title = stretch.raw[start:stop].strip()
    label = tidy_label(title) or ""
    if word is None and not (
        is_title(label, cut=stretch.is_cut) or is_plain_title(label) or _fills_line(stretch, at, after, label)
    ):
        return None
    if stretch.before_text and stop == stretch.end:
        return None
    role = word[0].role if word else numbered.role
    shown_number, label_or_none = (None, None) if role == "core" else (number, label or None)
    head = Head(at, start + len(title), role, shown_number, label_or_none, "numbered", numbered)
    if stretch.before_text and stretch.read_on(stop, free=False) is None:
        holds_text = word is not None or is_caseless(label)
        return head._replace(text=(stretch.skip_blanks(stop), stretch.end)) if holds_text else None
    return hold_text(stretch, head) if word and word[0].holds_text else head


def _fills_line(stretch: Stretch, at: int, after: int, label: str) -> bool:
    """Whether a label, up to its line's end, is a heading's, where headings are told by their numbers alone.

    Its words are anything, ``Part 2: Prices fell.``, but those of a sentence that begins with the number, as ``Part 2
    was late.``
    """
    is_parted = not stretch.raw[after - 1].isalnum() or opens_sentence(label)
    return (
        stretch.is_line_from(at) and len(label) <= _LONGEST_LABEL and (is_parted or not ends_sentence(label))
    )


def _goes_on(stretch: Stretch, heading: Heading, after: int) -> bool:
    """Whether a label only begins with a word of the vocabulary: ``2. Costs of the appeal``."""
    rest = stretch.skip_blanks(stretch.skip_colon(after))
    if rest == stretch.end or stretch.before_text or heading.holds_text or heading.holds_headings:
        return False
    return stretch.raw[rest].islower() and not stretch.read_on(rest, free=False)


def _is_of_list(stretch: Stretch, start: int, number: int) -> bool:
    """Whether a numeral is one of several, as in ``一、二线城市``: cities of the first and second tier."""
    raw, following = stretch.raw, _numerals_after(number)
    if raw[start : start + 1] not in following:
        return False
    if raw[start + 1 : start + 2] == "、":
        return True
    # 一、二级市场 is a heading where 二、 follows
    again = raw.find(f"{raw[start]}、", start, start + _REPEAT_WINDOW)
    return again < 0 or raw[again + 2 : again + 3] in _numerals_after(number + 1)


def is_figure(raw: str, after: int, numbered: Numbered) -> bool:
    """Whether what looks like a number of a heading is a figure: ``9.8x``, ``9.9元``; not ``1.eVTOL``, ``1.年度``."""
    if numbered.is_worded:
        return False
    sign = raw[after : after + 1]
    if "a" <= sign <= "z":
        return not raw[after + 1 : after + 2].isupper()
    if not sign or numbered.shape.count("{") == 1:
        return False
    return sign in _UNITS or _WORDS_OF_UNITS.match(raw, after) is not None


def _numerals_after(number: int) -> tuple[str, ...]:
    """The Chinese numeral after ``number``, where one sign is enough for it."""
    return (CHINESE_NUMERALS[number + 2],) if number < len("一二三四五六七八九") else ()


def _end_of_numbered_title(stretch: Stretch, start: int) -> int:
    raw, end = stretch.raw, stretch.end
    stop = stretch.end_of_label(start)
    if stop < end or not stretch.before_text or not is_caseless(raw[start : start + 12]):
        return stop
    # 一、涉及公司 鹏岚能源[1]: a Chinese title has no blank where text follows it
    return next((at for at in range(start, end) if raw[at].isspace() and raw[at] not in "\r\n"), end)
