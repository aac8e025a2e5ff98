"""The conventions of a page, as edits that replace them by declared headings, markers and citations."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise
from typing import Final

import regex

from rareinsight._dialect.citations import GOES_ON, find_runs
from rareinsight._dialect.header import header_edits
from rareinsight._dialect.headings import Heading
from rareinsight._dialect.layout import BY_LINES, Label, Layout
from rareinsight._dialect.openers import Opener
from rareinsight._dialect.page import Page
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.oddities import sign_below
from rareinsight._pieces import plain
from rareinsight._shapes import GLUED_MARKERS
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Span

#: Letters that are not Latin, but look like Latin ones.
_LOOKALIKE: Final = regex.compile(r"[\p{Greek}\p{Cyrillic}\p{Armenian}]")
#: A symbol between words: ``Reply · Forward``.
_BETWEEN_WORDS: Final = regex.compile(r"^[^\w\s](?=\s?\w|\s*\Z)|(?<=\w\s)[^\w\s](?=\s\w|\s*\Z)", regex.MULTILINE)


class Dialect:
    """What the symbols of a text mean: edits that say so in the words and shapes of a format, and diagnostics."""

    def __init__(self, article: Article, grammar: Grammar, *, by_lines: bool) -> None:
        page = Page(plain(article.raw), grammar.format.markers)
        runs, edits, shapes = find_runs(page.raw, grammar)
        layout = self._layout = Layout(page, runs, grammar, may_differ=bool(article.sections))
        self._raw: Final = page.raw
        self._grammar: Final = grammar
        markers = grammar.format.markers
        self._marker: Final = "•" if "•" in markers else next(iter(markers), "")
        self._read: Final = {each.heading_start for each in article.sections if each.heading}
        self._done: Final[set[int]] = set()  #: where nothing else begins
        self._closed: Final = {*layout.ends}
        self.edits = [*page.edits, *edits]
        self.diagnostics: Final[list[Diagnostic]] = []
        for start, end, sign in page.quotes:
            self._report(start, end, f"each line is quoted with {sign!r}")
        for shape, start, end in shapes:
            self._report(start, end, f"{page.raw[start:end]!r} cites; to declare it: citations=[{shape!r}]")
        for heading, label in layout.headings:
            self._translate_heading(heading, label, by_lines=by_lines)
        if layout.begins_with_heading:
            above = page.lines[: page.line_at(layout.first)]
            self.edits += header_edits(page.raw, above, article.source_span)
        if (below := sign_below(article, grammar.leads)) is not None:
            edits = [Edit(*each.span(), ". ") for each in _BETWEEN_WORDS.finditer(page.raw, below[0])]
            self.edits += edits
            self._done.update(each.start for each in edits)
        self._translate_openers()
        if by_lines:
            self._join_lines() if layout.is_marked else self._open_unmarked()
        read = self._read | {each.start for each in article.insights}
        #: whether the edits do more than mark insights that were found anyway
        self.is_useful: Final = any(self._is_useful(edit, read) for edit in self.edits)

    def _is_useful(self, edit: Edit, read: Container[int]) -> bool:
        before = self._raw[edit.start : edit.end]
        said, text = before.strip(), edit.text.strip()
        if edit.end in read and {said, text} <= {"", *self._grammar.format.markers}:
            return said != "" and text == ""
        return said != text or len((before + edit.text).splitlines()) > 1

    def _report(self, start: int, end: int, words: str, code: str = "inferred-format") -> None:
        self.diagnostics.append(make_diagnostic(code, Span(start, end), words))

    def _translate_heading(self, heading: Heading, label: Label, *, by_lines: bool) -> None:
        raw, page, rest = self._raw, self._layout.page, label.rest
        end = page.line_end(heading.at)
        self._done.update(range(heading.end, rest + 1))
        self._closed.add(end)
        opener = self._layout.opener_at(rest, end)
        said, is_read = raw[heading.start : heading.end], _reads_as(raw, heading, self._grammar)
        if rest < end and opener is None and not heading.is_enclosed(raw):
            is_in_sentence = not heading.numeral and (heading.start > self._layout.first or rest in self._read)
            if is_in_sentence or (is_read and label.start == label.end and not by_lines):
                return  # or its label goes on
        self.edits.append(Edit(heading.at, heading.start, "" if page.is_line_start(heading.at) else "\n"))
        if not is_read:
            self.edits.append(Edit(heading.start, heading.end, heading.text))
            is_other = heading.text.isascii() and _LOOKALIKE.search(said) is not None
            code = "misspelt-heading" if heading.is_guessed or is_other else "inferred-format"
            self._report(heading.start, heading.end, f"{said!r} is read as {heading.text!r}", code)
        stop = heading.end
        if label.start < label.end:
            self.edits.append(Edit(stop, label.start, ": "))
            stop = label.end
        self.edits.append(Edit(stop, rest, ""))
        if rest < end:
            self._open(rest, rest if opener is None else opener.end)

    def _translate_openers(self) -> None:
        undeclared = [each for each in self._layout.openers.values() if not self._is_declared(each)]
        for each in undeclared[:1]:
            name = "numbered_markers" if "{" in each.shape else "markers"
            said = f"insights start with {each.sign!r}; to declare it: {name}=[{each.shape!r}, …]"
            self._report(each.start, each.end, said)
        for each in self._layout.openers.values():
            if each.start not in self._done and (each.start < self._layout.last or not self._is_declared(each)):
                self._open(each.start, each.end)

    def _is_declared(self, opener: Opener) -> bool:
        """Whether an opener is a declared marker, with a space after it and without a checkbox."""
        format, written, sign = self._grammar.format, self._raw[opener.start : opener.end], opener.sign
        is_spaced = written.strip() == sign != written
        is_marker = sign in format.markers and (is_spaced or sign in GLUED_MARKERS)
        return is_marker or opener.shape in format.numbered_markers

    def _open(self, start: int, end: int) -> None:
        """Replace a range by a marker, so that an insight begins there."""
        self._done.add(start)
        newline = "" if self._layout.page.is_line_start(start) else "\n"
        self.edits.append(Edit(start, end, f"{newline}{self._marker} "))

    def _join_lines(self) -> None:
        """Join lines to the insight above that they continue, whatever they begin with."""
        closed, places = self._closed | self._done | self._read, {*self._layout.places}
        for above, line in pairwise(self._layout.page.lines):
            if line.start in places and not (line.is_apart or above.end in closed or line.start in closed):
                self.edits.append(Edit(above.end, line.start, " "))

    def _open_unmarked(self) -> None:
        """Mark insights that have no marker: lines below complete ones, or what follows citations inside lines."""
        layout, page, closed = self._layout, self._layout.page, self._done | self._read
        at_line_ends = sum(end >= page.line_end(end - 1) for end in {*layout.ends})
        is_by_lines = at_line_ends >= BY_LINES * len({*layout.ends})
        places = (at for at in layout.places if at < layout.last and at not in closed)
        opened = layout.cited_first or [at for at in places if self._begins(at, is_by_lines=is_by_lines)]
        for at in opened:
            self._open(at, at)
        if opened:
            self._report(opened[0], opened[0] + 1, "insights have no markers; to declare it: unmarked=True")

    def _begins(self, at: int, *, is_by_lines: bool) -> bool:
        page = self._layout.page
        if page.is_line_start(at):
            return page.end_above(at) in self._closed
        return not is_by_lines and GOES_ON.match(self._raw, at) is None


def _reads_as(raw: str, heading: Heading, grammar: Grammar) -> bool:
    """Whether the format reads the words of a heading as what they mean."""
    said = raw[heading.start : heading.end]
    if not heading.numeral:
        known = grammar.headings.word_at(said, 0, len(said))
        return known is not None and known.end == len(said)
    number = grammar.headings.number_at(said, 0, len(said))
    return number is not None and number.end == len(said)
