"""Headings that only their form or the signs around them tell: free ones, in bold, linked."""

from __future__ import annotations

from typing import Final

from rareinsight._format.shapes import CHINESE_NUMERALS
from rareinsight.shapes import is_bold, is_title
from rareinsight.stretch import COLONS, Head, Stretch

#: Two Chinese headings in a row are told by a blank between parts of at least so many characters.
_SHORTEST_OF_PAIR: Final = 4


def read_bold(stretch: Stretch, at: int, *, free: bool) -> Head | None:
    """Read ``**Label**``; inside it a word or number means what it means elsewhere."""
    raw, close = stretch.raw, stretch.raw.find("**", at + 2, stretch.end)
    if close < 0:
        return None
    end = stretch.skip_colon(close + 2)
    is_alone = stretch.skip_blanks(end) == stretch.end
    if not is_alone and end > close + 2 and not raw.startswith("**", stretch.skip_blanks(end)):
        return None  # a run-in label: **State**: the contract opened lower; not **Summary**: **Costs**:
    inner = stretch.read_inside(at + 2, close, is_line=is_alone)
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


def read_free(stretch: Stretch, at: int) -> list[Head] | None:
    """Read the rest of the stretch as one free heading, or as two of which one holds the other."""
    raw, end = stretch.raw, stretch.end
    if stretch.before_text or _is_preamble(stretch, at):
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


def _is_preamble(stretch: Stretch, start: int) -> bool:
    """Whether the words from ``start`` to a colon only lead to a first heading: ``以下为会议内容: 一、涉及公司``."""
    raw, end = stretch.raw, stretch.end
    if all([raw.find(colon, start, end) < 0 for colon in COLONS]):
        return False
    for at in stretch.candidates(start + 1):
        words = raw[start:at].strip()
        if words.endswith(tuple(COLONS)):
            heads = stretch.read_on(at, free=False)
            # Key Points: 1. Prices: is a heading above another
            is_parent = heads is not None and heads[0].role != "core" and words.isascii() and is_title(words)
            return heads is not None and not is_parent and (heads[0].role == "core" or heads[0].number == 1)
    return False


def _is_all_chinese(text: str) -> bool:
    is_number = set(text) <= set(CHINESE_NUMERALS)
    return (
        len(text) >= _SHORTEST_OF_PAIR
        and not is_number
        and all("㐀" <= sign <= "鿿" or sign == "、" for sign in text)
    )
