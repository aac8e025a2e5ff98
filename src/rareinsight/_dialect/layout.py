"""What is where on a page: its citations, its headings with their labels, and what begins its insights."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

import regex

from rareinsight._dialect.citations import Run
from rareinsight._dialect.headings import PAIRS, Heading, are_decoration, find_headings, is_quoted, trimmed
from rareinsight._dialect.notation import BULLET, Opener
from rareinsight._dialect.openers import SIGNS, find_openers, pattern_of
from rareinsight._dialect.page import Page
from rareinsight._grammar.form import count_words, has_word, is_abbreviated, strip_span
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.oddities import are_labels, may_be_label
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD
from rareinsight.model import Section

#: What labels may begin with, besides words; anything else separates the number of a heading from its label.
_BEGINS_LABELS: Final = frozenset("\"“'‘《「『$€£¥￥#@*_%+")
_SIGNS: Final = regex.compile(r"(?:[_\ufe0f丨]|[^\w\s\"“'‘《「『(\[{<«（【〔])*[^\S\r\n]*(?:\p{So}\ufe0f?\s?)*")
#: What all labels may begin or end with: ``Theme: Prices``, ``Prices (AI)``, ``Prices.``.
_NAME: Final = regex.compile(r"\w+[:：]\s?|[,，]?\p{Han}{1,5}“")
_SIGN: Final = regex.compile(
    r"(?:\h*\p{Ps}[^\p{Ps}\p{Pe}\d]*\p{Pe}|[[\p{P}\p{S}\h\ufe0f]--[\p{Pe}?!？！%％\"'”’]]+)\Z", regex.V1
)
_CELL: Final = " | "  #: parts cells of tables: ``Group 1: Prices | Tin rose [1]``
_MAX_LABEL: Final = 12  #: the most words of a label after a symbol that begins no insights
BY_LINES: Final = 0.6  #: the share of citations that end, or begin, a line on pages whose insights are lines


class Label(NamedTuple):
    """Where the label of a heading is, empty if it has none, and where what follows begins."""

    start: int
    end: int
    rest: int


class Layout:
    """The places of a page, found one kind after the other: each helps to recognise the next."""

    def __init__(self, page: Page, runs: list[Run], grammar: Grammar, read: Sequence[Section]) -> None:
        # 1. places: where something may begin
        self.page: Final = page
        self._raw: Final = page.raw
        self.ends: Final = [end for _, end in runs]
        self.last: Final = max(self.ends, default=0)  #: below, only undeclared markers are replaced
        starts = {start for start, _ in runs}
        kinds = ((each.start, grammar.kind_of(page.raw[each.start : each.end])) for each in page.lines)
        left_out = {at for at, kind in kinds if kind == "boilerplate"}
        places = [at for at in page.places(self.ends) if at not in starts and at not in left_out]
        # 2. headings: those that are found there, and those that were read
        leading = [(each.heading_start, each.heading_end) for each in read if each.heading and each.role != "other"]
        known = {at: min(end, page.line_end(at)) for at, end in leading if starts.isdisjoint(range(at, end))}
        headings = [
            each if each.numeral else each._replace(after=max(each.after, known.get(each.at, 0)))
            for each in find_headings(page, places, grammar.leads, may_differ=bool(read))
        ]
        others = {*places}.difference(at for each in headings for at in range(each.at, each.after))
        headings += [Heading(at, at, end, end, page.raw[at:end]) for at, end in known.items() if at in others]
        headings.sort()
        self.first: Final = min((each.start for each in headings), default=0)
        self.begins_with_heading: Final = bool(headings) and not (runs and runs[0][0] <= self.first)
        # 3. beginnings: the places of no heading, from the first heading on
        self._heads: Final = {each.at for each in headings}
        after = {at for each in headings if (at := self._place_after(each)) < page.line_end(at)}
        cited = () if self.begins_with_heading else runs[:1]  # insights may be above the first heading
        lines = (page.lines[max(0, page.line_at(start))].start for start, _ in cited)
        begin = min((*self._heads, *lines), default=0)
        #: where insights may begin
        self.places: Final = sorted(at for at in {*places, *after} if at >= begin and at not in self._heads)
        first = [start for start, _ in runs if page.is_line_start(start)]
        #: the citations that insights begin with, if most lines begin with one: ``[1] Tin rose``
        self.cited_first: Final = first if len(first) >= max(2, BY_LINES * len(runs)) else []
        # 4. openers: what begins insights there
        self.openers, signs = find_openers(page.raw, self.places, after, grammar)
        self._opening: Final = pattern_of(self.openers.values())
        self.is_marked: Final = signs >= max(1, SIGNS * len(self.places))
        # 5. labels, which may follow a dash
        self._dashed: Final = self._are_dashed(headings)
        #: the headings with their labels
        self.headings: Final = self._labelled(headings)

    def _labelled(self, headings: list[Heading]) -> list[tuple[Heading, Label]]:
        """Return headings with their labels, without what all labels begin or end with."""
        found = [(heading, label) for heading in headings if (label := self._label_of(heading)) is not None]
        below = [heading for heading, label in found if label.start > self.page.line_end(heading.at)]
        if 2 * len(below) < sum(heading.numeral != "" for heading, _ in found):  # a line below one of many is no label
            bare = {heading: Label(heading.end, heading.end, self.page.line_end(heading.at)) for heading in below}
            found = [(heading, bare.get(heading, label)) for heading, label in found]
        if are_decoration([words for heading, label in found if (words := self._raw[heading.end : label.end])]):
            return [(heading, Label(heading.end, heading.end, label.rest)) for heading, label in found]
        labels = [self._raw[label.start : label.end] for _, label in found if label.start < label.end]
        if len(labels) > 1:
            name = _NAME.match(_shared(labels))
            sign = _SIGN.search(_shared([label[::-1] for label in labels])[::-1])
            sign = None if any(map(is_abbreviated, labels)) else sign
            before, after = (0 if each is None else len(each[0]) for each in (name, sign))
            after += name is not None and name[0][-1] == "“"  # 分组1的主题是“物价”
            for number, (heading, label) in enumerate(found):
                start = min(label.start + before, label.end)
                found[number] = heading, label._replace(start=start, end=max(start, label.end - after))
        return found

    def opener_at(self, at: int, end: int) -> Opener | None:
        """Return the opener at a place, perhaps inside a line after a label."""
        if at in self.openers or self._opening is None or (found := self._opening.match(self._raw, at, end)) is None:
            return self.openers.get(at)
        bullet = BULLET.match(self._raw, at, end)  # with its check box
        return Opener(at, found.end() if bullet is None else max(found.end(), bullet.end()), found[0].strip())

    def _place_after(self, heading: Heading) -> int:
        """Return where the words after a heading begin, after spaces and a colon."""
        return strip_span(self._raw, heading.after, self.page.line_end(heading.at), f"{SPACES}:：")[0]

    def until(self, at: int, end: int) -> tuple[int, bool]:
        """Return where a stretch of a line ends, at an opener or the line end, and whether it contains a citation."""
        found = self._opening.search(self._raw, at, end) if self._opening is not None else None
        stop = end if found is None else found.start()
        place = bisect_right(self.ends, at)
        return stop, place < len(self.ends) and self.ends[place] <= stop

    def _are_dashed(self, headings: list[Heading]) -> bool:
        """Whether a dash separates the number from the label in all numbered headings: ``Group 1 - Prices``."""
        numbered = [each for each in headings if each.numeral]
        last = self.page.lines[-1].start
        is_whole = len(numbered) > 1 or all("\n" in self._raw[each.at : min(each.at + 80, last)] for each in numbered)
        return is_whole and bool(numbered) and are_labels([self._words_after(each) for each in numbered])

    def _words_after(self, heading: Heading) -> str:
        """Return the words after a heading and a symbol, up to what begins an insight; none if they cite."""
        at, end = self._place_after(heading), self.page.line_end(heading.at)
        stop, is_cited = self.until(at + 1, end)
        return "" if is_cited else self._raw[at + 1 : stop].strip()

    def _label_of(self, heading: Heading) -> Label | None:
        """Return the label of a heading, perhaps on the line below; ``None`` if it seems to be part of a sentence."""
        raw, page = self._raw, self.page
        at, end = self._place_after(heading), page.line_end(heading.at)
        is_dashed = self._dashed and heading.numeral != ""
        if at >= end and heading.numeral and (below := self._label_below(at)) is not None:
            return below
        if at >= end or (at in self.openers and not is_dashed):
            return Label(heading.end, heading.end, at)
        has_sign = any(sign in ":：" for sign in raw[heading.end : at])
        is_its_own = has_sign and is_quoted(raw[at : at + 2])  # Group 1: "A Rule"
        if heading.numeral and not is_its_own and (enclosed := self._enclosed_label(at, end)) is not None:
            return enclosed
        if _parts_label(raw, at) and (is_dashed or at not in self.openers):
            between = _SIGNS.match(raw, at, end)
            # a marker may be among the symbols: Group 1 — ■ Prices rose
            has_sign, at = True, min(self.until(at + 1, end)[0], at if between is None else between.end())
        stop, is_cited = self.until(at, end)
        cell = raw.find(_CELL, at, stop) if has_sign and is_cited else -1
        if may_be_label(raw[at : max(at, cell)]):
            return Label(at, cell, cell + len(_CELL))
        if not is_cited and heading.numeral and count_words(raw[at:stop]) <= _MAX_LABEL:
            return Label(*trimmed(raw, at, stop, raw[heading.at : heading.start]), stop)
        is_heading = at >= end or has_sign or heading.is_enclosed(raw) or not self.is_marked
        return Label(heading.end, heading.end, at) if is_heading else None

    def _label_below(self, at: int) -> Label | None:
        raw, number = self._raw, self.page.line_at(at) + 1
        start, end, _ = self.page.lines[number] if number < len(self.page.lines) else (at, at, False)
        is_whole = not (self.until(start, end)[1] or raw[end : end + 2].strip().islower())
        is_free = start not in self.openers and start not in self._heads
        is_label = is_whole and is_free and may_be_label(raw[start:end])
        return Label(*trimmed(raw, start, end, "#"), end) if is_label else None

    def _enclosed_label(self, at: int, end: int) -> Label | None:
        raw = self._raw
        sign, last = PAIRS.get(raw[at], "\0"), min(end, at + MAX_WORD)
        closing = raw.find(sign, at + 1, last)
        while closing >= 0 and raw.count(raw[at], at, closing) > raw.count(sign, at, closing + 1):  # (Jobs (and pay))
            closing = raw.find(sign, closing + 1, last)
        if closing < 0 or not any(map(str.isalpha, raw[at:closing])):
            return None
        closing += raw.startswith(raw[closing], closing + 1)  # [[Prices]]
        rest = strip_span(raw, closing + 1, end, f"{SPACES}:：;；.|*_{raw[closing]}")[0]
        stop, is_cited = self.until(rest, end)
        has_words = has_word(raw[rest:stop])
        if has_words and not is_cited:
            return None  # Group 1: (Gas) Prices
        rest = rest if has_words else stop  # Group 1 (Prices) –
        is_alone = rest >= end or self.opener_at(rest, end) is not None or raw[at] in "([（［【〔"
        return Label(*trimmed(raw, at, closing + 1), rest) if is_alone else None


def _shared(texts: list[str]) -> str:
    """Return what some texts begin with."""
    first, last = min(texts), max(texts)
    return first[: next((at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first))]


def _parts_label(raw: str, at: int) -> bool:
    """Whether a symbol, rather than a word, follows the number of a heading: ``Group 1 | Prices``."""
    sign, is_apart = raw[at], raw[at + 1 : at + 2].isspace()
    return sign == "丨" or not (sign.isalnum() or (sign in _BEGINS_LABELS and not is_apart) or sign in PAIRS)
