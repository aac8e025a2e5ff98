"""Headings of the vocabulary: a word, and what may follow it in the same stretch.

What follows decides with it: another heading, a marker, or text that it may hold.
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight.format import Heading
from rareinsight.free_forms import read_free
from rareinsight.shapes import is_long_chinese_title, is_title
from rareinsight.signs import is_caseless
from rareinsight.stretch import (
    COLONS,
    LONGEST_STRETCH,
    PREPOSITIONS,
    Head,
    Stretch,
    is_other_title,
    opens_sentence,
)

_LONGEST_REMARK: Final = 40
_REMARK: Final = re.compile(r"[(（][^()（）]+[)）]")


def head_of_word(heading: Heading, start: int, end: int) -> Head:
    """Return the head of a word of the vocabulary."""
    return Head(
        start, end, heading.role, None, None, "word", None, heading.holds_headings, heading.holds_text
    )


def read_word(stretch: Stretch, at: int, heading: Heading, after: int, *, free: bool) -> list[Head] | None:
    """Read a heading of the vocabulary and look at what follows it."""
    raw, end = stretch.raw, stretch.end
    if heading.opens_title:
        return _read_opened_title(stretch, at, after) or (read_free(stretch, at) if free else None)
    after = _skip_bracket(stretch, after)
    stop = stretch.skip_colon(after)
    head, rest = head_of_word(heading, at, stop), stretch.skip_blanks(stop)
    if rest == end:
        return [head]
    held = hold_text(stretch, head) if heading.holds_text else None
    if held is not None:
        return [held]
    if stop > after and stretch.number_at(rest) and stretch.read_on(rest, free=free):
        return [head]  # Key Points: 1. Costs:
    if stop > after and not stretch.before_text:
        after_colon = _read_after_colon(stretch, heading, head, rest)
        if after_colon is not None:
            return after_colon
    if heading.runs_on_to and (raw[rest].islower() or raw[at:after].endswith(PREPOSITIONS)):
        return _read_running_on(stretch, heading, head, rest)
    if stretch.read_on(rest, free=False):
        return [head]
    if stretch.before_text:
        opens = stop > after or opens_sentence(raw[rest:end])
        return [head._replace(text=(rest, end))] if opens else None
    return _read_before_title(stretch, heading, head, rest) if free else None


def _skip_bracket(stretch: Stretch, after: int) -> int:
    """Return the end of a remark in brackets after a word, ``核心观点(2025年)``, if no more than a colon follows."""
    start = stretch.skip_blanks(after)
    remark = stretch.raw[start : min(stretch.end, start + _LONGEST_REMARK)]
    close = _REMARK.match(remark)
    end = start + close.end() if close else after
    return end if stretch.skip_blanks(stretch.skip_colon(end)) == stretch.end else after


def _read_after_colon(stretch: Stretch, heading: Heading, head: Head, rest: int) -> list[Head] | None:
    """Read what a word and a colon lead to, where no citation follows: its text, its end, or another heading."""
    raw, end = stretch.raw, stretch.end
    if not stretch.patterns.free_headings:
        return [head._replace(text=(rest, end))]  # Present: Ann, Bob, Carl
    if _may_hold(heading) and raw[rest:end].endswith(tuple(COLONS)):
        return [head]  # Summary by Sections: Terms of the Bonds:
    return [head._replace(end=end)] if is_title(raw[rest:end]) else None  # 财务数据关键指标变化:收入和利润


def _read_before_title(stretch: Stretch, heading: Heading, head: Head, rest: int) -> list[Head] | None:
    """Read a word before a title: as two headings if the word holds headings or is a core, else as one."""
    title, word = stretch.raw[rest : stretch.end], stretch.raw[head.start : head.end]
    if _may_hold(heading) and is_other_title(title, word):
        return [head]
    if heading.holds_headings and is_long_chinese_title(title):
        return [head, Head(rest, stretch.end)]
    return read_free(stretch, head.start)


def _may_hold(heading: Heading) -> bool:
    """Whether another heading may follow a word at once."""
    return heading.holds_headings or heading.role == "core"


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
    if raw[rest:end].rstrip().endswith(tuple(COLONS)):
        ends = [stretch.skip_colon(at) for at in ends]  # Key Points from the Copper Call: Market Outlook:
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
    # Summary Prices fell. • Costs fell: where all headings are declared none goes on with a large letter
    is_beside = (
        not stretch.patterns.free_headings and stretch.right == "mark" and opens_sentence(raw[rest:end])
    )
    is_line = stretch.right in ("end", "line") or is_beside
    # Investment Rating of Copper is a title; Investment Rating: Buy and 投资评级 Buy say what the rating is
    heading_and_rest = raw[head.start : end]
    is_said = raw[head.end - 1] in COLONS or is_caseless(heading_and_rest) or not is_title(heading_and_rest)
    return head._replace(text=(rest, end)) if is_line and is_said else None
