"""The kinds of headings, each read from where it begins: bold, linked, numbered, of the vocabulary, free.

What follows a heading in the same stretch decides with it: another heading, a marker, or text that it may hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import regex

from rareinsight.format import Heading, Numbered
from rareinsight.numerals import CHINESE_NUMERALS, read_chinese_number, read_roman_number
from rareinsight.shapes import is_bold, is_chinese, is_long_chinese_title, is_plain_title, is_title
from rareinsight.stretch import COLONS, LONGEST_STRETCH, PREPOSITIONS, Head, Stretch, opens_sentence

#: Two Chinese headings in a row are told by a blank between parts of at least so many characters.
_SHORTEST_OF_PAIR: Final = 4
_LONGEST_LABEL: Final = 130
#: Signs after a number that is part of words, besides the colon: 第一部分、, Group 2.
_AFTER_A_NUMBER: Final = ("、", ". ", "．")
#: How the numbers of the three kinds are read, by the names that patterns give them.
_NUMBER_READERS: Final[dict[str, Callable[[str], int]]] = {
    "number": int,
    "chinese": read_chinese_number,
    "roman": read_roman_number,
}
#: Signs that make a number before them a figure.
_UNITS: Final = "元亿万千倍年月日天个折美港吨%％"
#: How far the next number of an outline is looked for.
_REPEAT_WINDOW: Final = 4000


def head_of_word(heading: Heading, start: int, end: int) -> Head:
    """Return the head of a word of the vocabulary."""
    return Head(
        start, end, heading.role, None, None, "word", None, heading.holds_headings, heading.holds_text
    )


def number_in(found: regex.Match[str]) -> int | None:
    """Return the number that a numbered heading's pattern found; an outline number as 2.1 is none."""
    kind = found.lastgroup
    return None if kind is None else _NUMBER_READERS[kind](found[kind])


def tidy_label(words: str) -> str | None:
    """Return a label without bold signs and closing colon, its blanks and line ends folded."""
    label = words.strip("*").rstrip(":： ").strip("*")
    # a wrapped text breaks Chinese words
    return (
        "".join(label.splitlines()) if "\n" in label and is_chinese(label) else " ".join(label.split())
    ) or None


def read_bold(stretch: Stretch, at: int, *, free: bool) -> Head | None:
    """Read ``**Label**``; inside it a word or number means what it means elsewhere."""
    raw, close = stretch.raw, stretch.raw.find("**", at + 2, stretch.end)
    if close < 0:
        return None
    end = stretch.skip_colon(close + 2)
    is_alone = stretch.skip_blanks(end) == stretch.end
    if not is_alone and end > close + 2:
        return None  # a run-in label: **Market state**: the contract opened lower
    inner = stretch.read_inside(at + 2, close)
    if inner is not None:
        return inner._replace(start=at, end=end)
    if not free or (stretch.before_text and not is_alone):
        return None
    return Head(at, end, kind="bold") if is_bold(raw[at:end]) else None


def read_link(stretch: Stretch, at: int) -> Head | None:
    """Read ``[Label](target)``, with the text that follows it, unless that is another link."""
    pattern = stretch.patterns.heading_link
    found = pattern.match(stretch.raw, at, stretch.end) if pattern is not None else None
    if not found or found["text"].isdigit():
        return None
    head = Head(at, found.end(), kind="link", holds_headings=True)
    rest = stretch.skip_blanks(head.end)
    holds_text = rest < stretch.end and stretch.raw[rest] != "["
    return head._replace(text=(rest, stretch.end)) if holds_text else head


# --- numbered headings -------------------------------------------------------------------------------------------


def read_worded(stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None) -> Head | None:
    """Read ``Group 2: Rivals``, with a colon or without, or ``Group 2`` alone."""
    raw, end = stretch.raw, stretch.end
    colon = stretch.skip_colon(after)
    if colon == after and raw.startswith(_AFTER_A_NUMBER, after):
        colon += 1
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
    if is_title(label) or (colon > after and len(label) <= _LONGEST_LABEL):
        return head._replace(end=start + len(label), label=tidy_label(label))
    return None


def read_enumerated(
    stretch: Stretch, numbered: Numbered, at: int, after: int, number: int | None
) -> Head | None:
    """Read ``3. Orders:``, ``一、涉及公司``, ``(二)储能业务``, ``2.1 Prices``."""
    start = stretch.skip_blanks(after)
    if start == stretch.end:
        return Head(at, after, "other", number, None, "numbered", numbered) if stretch.is_cut else None
    if number is not None and _is_of_list(stretch, start, number):
        return None
    word = stretch.word_at(start)
    if word and stretch.raw[start : word[1]].endswith(PREPOSITIONS):
        word = None  # 2. Key Points of This Week
    stop = stretch.skip_colon(word[1] if word else _end_of_numbered_title(stretch, start))
    title = stretch.raw[start:stop].strip()
    label = tidy_label(title) or ""
    if word is None and not (is_title(label, cut=stretch.is_cut) or is_plain_title(label)):
        return None
    if stretch.before_text and stop == stretch.end:
        return None
    role = word[0].role if word else numbered.role
    shown_number, label_or_none = (None, None) if role == "core" else (number, label or None)
    head = Head(at, start + len(title), role, shown_number, label_or_none, "numbered", numbered)
    if stretch.before_text and stretch.read_on(stop, free=False) is None:
        holds_text = word is not None or is_chinese(label)
        return head._replace(text=(stretch.skip_blanks(stop), stretch.end)) if holds_text else None
    return hold_text(stretch, head) if word and word[0].holds_text else head


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
    return bool(sign) and sign in _UNITS and numbered.shape.count("{") > 1


def _numerals_after(number: int) -> tuple[str, ...]:
    """The Chinese numeral after ``number``, where one sign is enough for it."""
    return (CHINESE_NUMERALS[number + 2],) if number < len("一二三四五六七八九") else ()


def _end_of_numbered_title(stretch: Stretch, start: int) -> int:
    raw, end = stretch.raw, stretch.end
    stop = stretch.end_of_label(start)
    if stop < end or not stretch.before_text or not is_chinese(raw[start : start + 12]):
        return stop
    # 一、涉及公司 鹏岚能源[1]: a Chinese title has no blank where text follows it
    return next((at for at in range(start, end) if raw[at].isspace() and raw[at] not in "\r\n"), end)


# --- the vocabulary ----------------------------------------------------------------------------------------------


def read_word(stretch: Stretch, at: int, heading: Heading, after: int, *, free: bool) -> list[Head] | None:
    """Read a heading of the vocabulary and look at what follows it."""
    raw, end = stretch.raw, stretch.end
    if heading.opens_title:
        return _read_opened_title(stretch, at, after) or (read_free(stretch, at) if free else None)
    stop = stretch.skip_colon(after)
    head, rest = head_of_word(heading, at, stop), stretch.skip_blanks(stop)
    if rest == end:
        return [head]
    held = hold_text(stretch, head) if heading.holds_text else None
    if held is not None:
        return [held]
    if stop > after and not stretch.before_text:
        if not stretch.patterns.free_headings:
            return [head._replace(text=(rest, end))]  # Present: Ann, Bob, Carl
        if is_title(raw[rest:end]):
            return [head._replace(end=end)]  # 财务数据关键指标变化:收入和利润
    if heading.runs_on_to and (raw[rest].islower() or raw[at:after].endswith(PREPOSITIONS)):
        return _read_running_on(stretch, heading, head, rest)
    if stretch.read_on(rest, free=False):
        return [head]
    if stretch.before_text:
        opens = stop > after or opens_sentence(raw[rest:end])
        return [head._replace(text=(rest, end))] if opens else None
    return _read_before_title(stretch, heading, head, rest) if free else None


def _read_before_title(stretch: Stretch, heading: Heading, head: Head, rest: int) -> list[Head] | None:
    """Read a word before a title: as two headings if the word holds headings or is a core, else as one."""
    title = stretch.raw[rest : stretch.end]
    if (heading.holds_headings or heading.role == "core") and is_title(title) and opens_sentence(title):
        return [head]
    if heading.holds_headings and is_long_chinese_title(title):
        return [head, Head(rest, stretch.end)]
    return read_free(stretch, head.start)


def _read_opened_title(stretch: Stretch, at: int, after: int) -> list[Head] | None:
    """Read ``Question: …`` or ``问题1：…``, which goes on to the next marker whatever it holds."""
    while after < stretch.end and stretch.raw[after].isdigit():
        after += 1
    has_colon = stretch.skip_colon(after) > after
    return [Head(at, stretch.end)] if has_colon and not stretch.before_text else None


def _read_running_on(stretch: Stretch, heading: Heading, head: Head, rest: int) -> list[Head] | None:
    """Read ``Summary of Key Points from the Conference Call``: up to a known heading or a closing noun."""
    raw, end = stretch.raw, stretch.end
    for at in stretch.candidates(rest):
        if stretch.read_on(at, free=False):
            return [head._replace(end=rest + len(raw[rest:at].rstrip()))]
    limit = min(end, rest + LONGEST_STRETCH)
    ends = [at + len(noun) for noun in heading.runs_on_to if (at := raw.find(noun, rest, limit)) >= 0]
    for at in sorted(ends):
        # a conference call: of two closing nouns in a row the last one closes
        if at == end or (
            is_title(raw[at:end]) and not raw.startswith(heading.runs_on_to, stretch.skip_blanks(at))
        ):
            return [head._replace(end=at)]
    return [head._replace(end=end)] if raw[rest].islower() else read_free(stretch, head.start)


def hold_text(stretch: Stretch, head: Head) -> Head | None:
    """Give a heading the text up to the next one: ``报告行业投资评级 未提及 报告的核心观点``."""
    raw, end, rest = stretch.raw, stretch.end, stretch.skip_blanks(head.end)
    if rest == end:
        return head
    for at in stretch.candidates(rest):
        if stretch.read_on(at, free=False):
            text_end = rest + len(raw[rest:at].rstrip())
            return head._replace(text=(rest, text_end)) if text_end > rest else head
    is_line = stretch.right in ("end", "line")
    # Investment Rating of Copper is a title; Investment Rating: Buy and 投资评级 Buy say what the rating is
    heading_and_rest = raw[head.start : end]
    is_said = raw[head.end - 1] in COLONS or is_chinese(heading_and_rest) or not is_title(heading_and_rest)
    return head._replace(text=(rest, end)) if is_line and is_said else None


# --- free headings -----------------------------------------------------------------------------------------------


def read_free(stretch: Stretch, at: int) -> list[Head] | None:
    """Read the rest of the stretch as one free heading, or as two of which one holds the other."""
    raw, end = stretch.raw, stretch.end
    if stretch.before_text:
        return None
    stop = stretch.end_of_label(at)
    if stop < end and is_title(raw[at:stop]):
        rest = stretch.read_on(stop, free=True)
        if rest and rest[0].number == 1:  # Model Backtesting Results 1. Industry Rotation
            return [Head(at, at + len(raw[at:stop].rstrip()), holds_headings=True), *rest]
    bold = raw.find("**", at + 1, end)
    if bold > 0 and raw[bold - 1].isspace() and is_title(raw[at:bold]):
        rest = stretch.read_on(bold, free=True)
        if rest and rest[0].kind == "bold":  # Policy **Measures**: a parent and its first part
            return [Head(at, at + len(raw[at:bold].rstrip()), holds_headings=True), *rest]
    if not is_title(raw[at:end], cut=stretch.is_cut):
        return None
    parts = raw[at:end].split()
    is_on_one_line = "\n" not in raw[at:end]  # a wrapped text breaks Chinese words too
    if len(parts) == 2 and is_on_one_line and all(_is_all_chinese(part) for part in parts):  # a pair
        return [Head(at, at + len(parts[0]), holds_headings=True), Head(end - len(parts[1]), end)]
    return [Head(at, end)]


def _is_all_chinese(text: str) -> bool:
    is_number = set(text) <= set(CHINESE_NUMERALS)
    return (
        len(text) >= _SHORTEST_OF_PAIR
        and not is_number
        and all("㐀" <= sign <= "鿿" or sign == "、" for sign in text)
    )
