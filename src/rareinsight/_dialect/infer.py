"""The conventions of a page, as edits that replace them by declared headings, markers and citations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from itertools import pairwise
from typing import Final

import regex

from rareinsight._dialect.citations import GOES_ON, find_runs
from rareinsight._dialect.headings import APPENDED, PAIRS, Heading, are_decoration, find_headings, may_close
from rareinsight._dialect.openers import SIGNS, Opener, find_openers, pattern_of
from rareinsight._dialect.page import Page
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.bylines import field_of
from rareinsight._grammar.dates import find_moment
from rareinsight._grammar.form import count_words, strip_span
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.oddities import may_be_label, sign_below
from rareinsight._pieces import SPACES, plain
from rareinsight._shapes import GLUED_MARKERS, MAX_WORD
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Span

#: What labels may begin with, besides words; anything else separates the number of a heading from its label.
_BEGINS_LABELS: Final = frozenset("\"“'‘《「『$€£#*_%+")
_SIGNS: Final = regex.compile(r"(?:[_\ufe0f]|[^\w\s\"“'‘《「『(\[{<«])*[^\S\r\n]*")
#: Letters that are not Latin, but look like Latin ones.
_LOOKALIKE: Final = regex.compile(r"[\p{Greek}\p{Cyrillic}\p{Armenian}]")
#: A symbol between words: ``Reply · Forward``.
_BETWEEN_WORDS: Final = regex.compile(r"(?:^|(?<=\w\s))[^\w\s](?=\s\w|\s*\Z)", regex.MULTILINE)
_MAX_LABEL: Final = 12  #: the most words of a label after a symbol that begins no insights
#: Symbols around a line of a header, and what such a line may begin with.
_AROUND_HEADER: Final = f"{SPACES}*_=~|"
_BEFORE_HEADER: Final = regex.compile(r"[-–—>•*»›►▶→]\s+|!?\[[^\]]*\]\([^()\s]*\)\s*|@(?=\w)")
#: A field of a header, in any language.
_FIELD: Final = regex.compile(
    r"\W{0,4}(?P<word>\p{L}{2,15})(?:\s?(?P<colon>[:：]{1,2})|\s?[=→–>|｜丨]|[\]】])\s*(?P<value>.+)"
)
_MIN_FIELDS: Final = 3  #: the fewest lines of a header whose title is a field
_MAX_HEADER: Final = 6  #: the most lines of a header
_BY_LINES: Final = 0.6  #: the share of citations that end, or begin, a line on pages whose insights are lines


class Dialect:
    """What the symbols of a text mean: edits that say so in the words and shapes of a format, and diagnostics."""

    def __init__(self, article: Article, grammar: Grammar, *, by_lines: bool) -> None:
        raw = plain(article.raw)
        self._read: Final = {section.heading_start for section in article.sections if section.heading}
        format = self._format = grammar.format
        self._page: Final = Page(raw, format.markers)
        self._raw: Final = raw
        self._by_lines: Final = by_lines
        self._marker: Final = "•" if "•" in format.markers else next(iter(format.markers), "")
        self.edits = self._page.edits
        self.diagnostics: Final[list[Diagnostic]] = []
        for start, end, sign in self._page.quotes:
            self._report(start, end, f"each line is quoted with {sign!r}")
        runs, edits, shapes = find_runs(raw, grammar)
        self.edits += edits
        for shape, start, end in shapes:
            self._report(start, end, f"{raw[start:end]!r} cites; to declare it: citations=[{shape!r}]")
        self._sorted_ends: Final = [end for _, end in runs]
        self._run_ends: Final = {*self._sorted_ends}
        #: where the last citation ends; below, only undeclared markers are replaced
        self._last: Final = max(self._sorted_ends, default=0)
        places = self._page.places(self._run_ends)
        headings = find_headings(self._page, places, grammar.leads, may_differ=bool(article.sections))
        begin = min((each.at for each in headings), default=runs[0][0] if runs else 0)
        self._first: Final = min((each.start for each in headings), default=0)
        heads = {each.at for each in headings}
        after_headings = {at for each in headings if (at := self._place_after(each)) < self._page.line_end(at)}
        self._places: Final = sorted(at for at in {*places, *after_headings} if at >= begin and at not in heads)
        first = [start for start, _ in runs if self._page.is_line_start(start)]
        self._cited_first: Final = first if len(first) >= max(2, _BY_LINES * len(runs)) else []
        cited_first = {*self._cited_first}
        openable = [at for at in self._places if at not in cited_first]
        self._openers, signs = find_openers(raw, openable, after_headings, grammar)
        self._opening: Final = pattern_of(self._openers.values())
        self._done: Final[set[int]] = set()
        self._is_marked: Final = signs >= max(1, SIGNS * len(self._places))
        self._dashed: Final = self._are_dashed(headings)
        self._closed: Final = {*self._run_ends}
        labels = [self._label_of(heading, self._page.line_end(heading.at)) for heading in headings]
        said = [raw[heading.end : label[1]] for heading, (label, _) in zip(headings, labels, strict=True) if label]
        are_labels = not are_decoration([words for words in said if words])
        for heading, (label, rest) in zip(headings, labels, strict=True):
            if label is not None:
                self._translate_heading(heading, label if are_labels else (heading.end, heading.end), rest, grammar)
        if headings and (not runs or runs[0][0] > self._first):
            self._bare_header(article.source_span)
        self._translate_openers()
        if (below := sign_below(article, grammar.leads)) is not None:
            self.edits += [Edit(*each.span(), ".") for each in _BETWEEN_WORDS.finditer(raw, below[0])]
        if by_lines and self._marker:
            self._join_lines() if self._is_marked else self._open_unmarked()
        read = self._read | {each.start for each in article.insights}
        #: whether the edits do more than mark insights that were found anyway
        self.is_useful: Final = any(self._is_useful(edit, read) for edit in self.edits)

    def _is_useful(self, edit: Edit, read: Container[int]) -> bool:
        before = self._raw[edit.start : edit.end]
        said, text = before.strip(), edit.text.strip()
        if edit.end in read and {said, text} <= {"", *self._format.markers}:
            return said != "" and text == ""
        return said != text or len((before + edit.text).splitlines()) > 1

    def _report(self, start: int, end: int, words: str, code: str = "inferred-format") -> None:
        self.diagnostics.append(make_diagnostic(code, Span(start, end), words))

    # --- headings --------------------------------------------------------------------------------------------------

    def _place_after(self, heading: Heading, signs: str = ":：") -> int:
        """Return where the words after a heading begin, after spaces and a colon."""
        at, end = heading.after, self._page.line_end(heading.at)
        while at < end and (self._raw[at].isspace() or self._raw[at] in signs):
            at += 1
        return at

    def _until(self, at: int, end: int) -> tuple[int, bool]:
        """Return where a stretch of a line ends, at an opener or the line end, and whether it contains a citation."""
        found = self._opening.search(self._raw, at, end) if self._opening is not None else None
        stop = end if found is None else found.start()
        place = bisect_right(self._sorted_ends, at)
        return stop, place < len(self._sorted_ends) and self._sorted_ends[place] <= stop

    def _are_dashed(self, headings: list[Heading]) -> bool:
        """Whether a dash separates the number from the label in all numbered headings: ``Group 1 - Prices``."""
        numbered = [each for each in headings if each.numeral]
        last = self._page.lines[-1].start
        is_whole = len(numbered) > 1 or all("\n" in self._raw[each.at : min(each.at + 80, last)] for each in numbered)
        return is_whole and bool(numbered) and all(self._is_dashed(each) for each in numbered)

    def _is_dashed(self, heading: Heading) -> bool:
        at, end = self._place_after(heading), self._page.line_end(heading.at)
        if at >= end or not _parts_label(self._raw, at):
            return False
        stop, is_cited = self._until(at + 1, end)
        words = self._raw[at + 1 : stop]
        is_joined = self._raw[stop : stop + 4].lstrip("-–—− ")[:1].islower()  # Mid - term
        return may_be_label(words.strip()) and not (is_cited or is_joined)

    def _translate_heading(self, heading: Heading, label: tuple[int, int], rest: int, grammar: Grammar) -> None:
        raw, end = self._raw, self._page.line_end(heading.at)
        newline = "" if self._page.is_line_start(heading.at) else "\n"
        self._done.add(rest)
        self._closed.add(end)
        opener = self._opener_at(rest, end)
        said, stop = raw[heading.start : heading.end], heading.end
        is_read = _reads_as(said, heading, grammar)
        is_enclosed = heading.is_enclosed(raw)
        is_word = not heading.numeral and (heading.start > self._first or rest in self._read)
        if (
            rest < end
            and opener is None
            and not is_enclosed
            and (is_word or (is_read and label[0] == label[1] and not self._by_lines))
        ):
            return  # it may be part of a sentence, or its label goes on
        self.edits.append(Edit(heading.at, heading.start, newline))
        if not is_read:
            self.edits.append(Edit(heading.start, heading.end, heading.text))
            is_other = heading.text.isascii() and _LOOKALIKE.search(said) is not None
            code = "misspelt-heading" if heading.is_guessed or is_other else "inferred-format"
            self._report(heading.start, heading.end, f"{said!r} is read as {heading.text!r}", code)
        if label[0] < label[1]:
            self.edits.append(Edit(stop, label[0], ": "))
            stop = label[1]
        self.edits.append(Edit(stop, rest, ""))
        if rest < end:
            self._open(rest, rest if opener is None else opener.end)

    def _bare_header(self, source: Span | None) -> None:
        """Leave out the symbols around the lines above the first heading."""
        above = self._page.lines[: self._page.line_at(self._first)]
        if len(above) > _MAX_HEADER:
            return
        if self._name_fields([_FIELD.match(self._raw, line.start, line.end) for line in above]):
            return
        for line in above:
            at, until, around = line.start, line.end, _AROUND_HEADER
            if source is not None and at <= source.start < until and self._raw[source.start] in "[(!@-–—>":
                at, until, around = source.start, source.end, "[]()"
            before = _BEFORE_HEADER.match(self._raw, at)
            if before is not None and line.start == above[0].start and before[0][0] in "-–—*":
                before = None
            start, end = strip_span(self._raw, at, until, around)
            if before is not None:
                self.edits.append(Edit(at, before.end(), ""))
            elif at < start < end < until:
                self.edits += [Edit(at, start, ""), Edit(end, until, "")]

    def _name_fields(self, fields: list[regex.Match[str] | None]) -> bool:
        """Give the fields of a header English names if they are in another language."""
        if None in fields[1:] or len(fields) < _MIN_FIELDS:  # the first line is a title: ``Ferries: how full?``
            fields = fields[1:]
        found = [each for each in fields if each is not None]
        dates = [each for each in found if find_moment(each["value"]) is not None]
        names = {each: field_of(f"{each['word']}:") for each in found}
        are_known = all(each["colon"] and field_of(each[0]) for each in found if each not in dates[1:])
        if not dates or are_known or (len(found) == 1 and not found[0]["colon"]):  # Reuters – 2025-08-26
            return False
        others = iter(("source", "title")["source" in names.values() : 1 if any(names.values()) else 2])
        for field in reversed(found[-_MIN_FIELDS:]):
            if name := names[field] or ("date" if field is dates[0] else next(others, "")):
                self.edits.append(Edit(field.start(), field.start("value"), f"{name.title()}: "))
            if field["value"][0] in "\"'" and field["value"].endswith(field["value"][0]):
                at, end = field.span("value")
                self.edits[-1] = self.edits[-1]._replace(end=at + 1)
                self.edits.append(Edit(end - 1, end, ""))
        return True

    def _opener_at(self, at: int, end: int) -> Opener | None:
        """Return the opener at a place, perhaps inside a line after a label."""
        found = self._opening.match(self._raw, at, end) if self._opening is not None else None
        return self._openers.get(at) or (found and Opener(at, found.end(), found[0].strip()))

    def _label_of(self, heading: Heading, end: int) -> tuple[tuple[int, int] | None, int]:
        """Return the place of a heading's label (empty: no label; ``None``: no heading), and where the rest begins."""
        raw = self._raw
        none, at = (heading.end, heading.end), self._place_after(heading)
        is_dashed = self._dashed and heading.numeral != ""
        if at >= end and heading.numeral and self._page.line_at(at) + 1 < len(self._page.lines):
            below = self._page.lines[self._page.line_at(at) + 1]
            if below.start not in self._openers and may_be_label(raw[below.start : below.end]):
                return strip_span(raw, below.start, below.end, f"{SPACES}*_#:："), below.end
        if at >= end or (at in self._openers and not is_dashed):
            return none, at
        has_sign = any(sign in ":：" for sign in raw[heading.end : at])
        is_quoted = has_sign and raw[at] in "\"'"
        if heading.numeral and not is_quoted and (enclosed := self._enclosed_label(at, end)) is not None:
            return enclosed
        if _parts_label(raw, at) and (is_dashed or at not in self._openers):
            self._done.add(at)
            signs = _SIGNS.match(raw, at, end)
            has_sign, at = True, at if signs is None else signs.end()
        stop, is_cited = self._until(at, end)
        if at >= end:
            return none, at
        if not is_cited and heading.numeral and count_words(raw[at:stop]) <= _MAX_LABEL:
            appended = APPENDED.search(raw, at, stop)
            ends = stop if appended is None or raw[appended.end() : stop].strip() else appended.start()
            last = raw[at:ends].rstrip()[-1:]
            around = _mirrored(raw[heading.at : heading.start] + last * may_close(last))
            return strip_span(raw, at, ends, f"{SPACES}{around}"), stop
        return (none if has_sign or heading.is_enclosed(raw) or not self._is_marked else None), at

    def _enclosed_label(self, at: int, end: int) -> tuple[tuple[int, int], int] | None:
        """Return the place of a label in brackets or quotation marks, and where the rest begins."""
        raw = self._raw
        closing = raw.find(PAIRS.get(raw[at], "\0"), at + 1, min(end, at + MAX_WORD))
        if closing < 0 or not any(map(str.isalpha, raw[at:closing])):
            return None
        rest = strip_span(raw, closing + 1, end, f"{SPACES}:：;；.|*_{raw[closing]}")[0]
        is_alone = rest >= end or self._opener_at(rest, end) is not None or raw[at] in "([（［【〔"
        around = raw[at] + (raw[at + 1] + raw[closing - 1]) * (PAIRS.get(raw[at + 1]) == raw[closing - 1])
        return (strip_span(raw, at, closing, around), rest) if is_alone else None

    # --- insights --------------------------------------------------------------------------------------------------

    def _translate_openers(self) -> None:
        undeclared = [each for each in self._openers.values() if not self._is_declared(each)]
        for each in undeclared[:1]:
            name = "numbered_markers" if "{" in each.shape else "markers"
            said = f"insights start with {each.sign!r}; to declare it: {name}=[{each.shape!r}, …]"
            self._report(each.start, each.end, said)
        for each in self._openers.values():
            if each.start not in self._done and (each.start < self._last or not self._is_declared(each)):
                self._open(each.start, each.end)

    def _is_declared(self, opener: Opener) -> bool:
        """Whether an opener is a declared marker, with a space after it and without a checkbox."""
        written, sign = self._raw[opener.start : opener.end], opener.sign
        is_spaced = written.strip() == sign != written
        is_marker = sign in self._format.markers and (is_spaced or sign in GLUED_MARKERS)
        return is_marker or opener.shape in self._format.numbered_markers

    def _open(self, start: int, end: int) -> None:
        """Replace a range by a marker, so that an insight begins there."""
        self._done.add(start)
        newline = "" if self._page.is_line_start(start) else "\n"
        self.edits.append(Edit(start, end, f"{newline}{self._marker} "))

    def _join_lines(self) -> None:
        """Join lines to the insight above that they continue, whatever they begin with."""
        closed, places = self._closed | self._done | self._read, {*self._places}
        for above, line in pairwise(self._page.lines):
            if line.start in places and not (line.is_apart or above.end in closed or line.start in closed):
                self.edits.append(Edit(above.end, line.start, " "))

    def _open_unmarked(self) -> None:
        """Mark insights that have no marker: lines below complete ones, or what follows citations inside lines."""
        page = self._page
        is_by_lines = sum(end >= page.line_end(end - 1) for end in self._run_ends) >= _BY_LINES * len(self._run_ends)
        closed = self._done | self._read
        places = (at for at in self._places if at < self._last and at not in closed)
        opened = self._cited_first or [at for at in places if self._begins(at, is_by_lines=is_by_lines)]
        for at in opened:
            self._open(at, at)
        if opened:
            self._report(opened[0], opened[0] + 1, "insights have no markers; to declare it: unmarked=True")

    def _begins(self, at: int, *, is_by_lines: bool) -> bool:
        page = self._page
        if page.is_line_start(at):
            above = page.end_above(at)
            return above in self._closed or page.lines[page.line_at(at)].is_apart
        return not is_by_lines and GOES_ON.match(self._raw, at) is None


def _parts_label(raw: str, at: int) -> bool:
    sign, is_apart = raw[at], raw[at + 1 : at + 2].isspace()
    return not (sign.isalnum() or (sign in _BEGINS_LABELS and not is_apart) or sign in PAIRS)


def _mirrored(signs: str) -> str:
    return "".join((*signs, *(PAIRS.get(sign, "") for sign in signs), "*_~=:："))


def _reads_as(said: str, heading: Heading, grammar: Grammar) -> bool:
    """Whether the format reads the words of a heading as what they mean."""
    if not heading.numeral:
        known = grammar.headings.word_at(said, 0, len(said))
        return known is not None and known.end == len(said)
    number = grammar.headings.number_at(said, 0, len(said))
    return number is not None and number.end == len(said) and said.isascii() == heading.text.isascii()
