"""The conventions of a page, as edits that replace them by declared headings, markers and citations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

import regex

from rareinsight._dialect.citations import GOES_ON, find_runs
from rareinsight._dialect.header import header_edits
from rareinsight._dialect.headings import Heading
from rareinsight._dialect.layout import BY_LINES, Label, Layout
from rareinsight._dialect.notation import Opener
from rareinsight._dialect.page import Page
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.form import has_word
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.oddities import may_be_label, sign_below
from rareinsight._pieces import plain
from rareinsight._shapes import GLUED_MARKERS
from rareinsight.model import Article, Section

#: Letters that are not Latin, but look like Latin ones.
_LOOKALIKE: Final = regex.compile(r"[\p{Greek}\p{Cyrillic}\p{Armenian}]")
#: Markers that don't occur in sentences.
_BULLETS: Final = ("•", "●", "▪", "◦", "‣")
#: A symbol between words: ``Reply · Forward``.
_BETWEEN_WORDS: Final = regex.compile(r"^[^\w\s](?=\s?\w|\s*\Z)|(?<=\w\s)[^\w\s](?=\s\w|\s*\Z)", regex.MULTILINE)


class Dialect:
    """What the symbols of a text mean: edits that say so in the words and shapes of a format."""

    def __init__(self, article: Article, grammar: Grammar) -> None:
        page = Page(plain(article.raw), grammar.format.markers)
        parts = [each.span for each in article.diagnostics if each.code == "reference-list" and each.span is not None]
        #: the lists of references that have a heading
        self._lists: Final = [
            each for each in parts if grammar.entries.is_heading(page.raw[each.start : page.line_end(each.start)])
        ]
        runs, self._cited, _ = find_runs(page.raw, grammar, self._lists)
        layout = self._layout = Layout(page, runs, grammar, article.sections)
        markers = grammar.format.markers
        self._raw: Final = page.raw
        self._grammar: Final = grammar
        counted = [shape.format(n=1, c="一", r="I", letter="A") for shape in grammar.format.numbered_markers]
        bullets = [each for each in _BULLETS if each in markers]
        unused = (each for each in bullets if f" {each} " not in page.raw)
        self._marker: Final = next(chain(unused, bullets, markers, counted), "")  #: what replaces those of the page
        sections = [each for each in article.sections if each.heading]
        self._read: Final = {each.heading_start for each in sections}
        #: the headings that may be sentences up to a dash, and begin insights on pages without markers
        self._doubtful: Final = {
            each.heading_start for each in sections if each.role == "other" and _is_in_sentence(each, page)
        }
        self._begun: Final = self._read | {each.start for each in article.insights}
        self._closed: Final = {*layout.ends, *(page.line_end(each.at) for each, _ in layout.headings)}
        below = sign_below(article, grammar.leads)
        signs = () if below is None else _BETWEEN_WORDS.finditer(page.raw, below[0])
        self._signs: Final = [each.span() for each in signs]
        in_headings = {at for each, label in layout.headings for at in range(each.end, label.rest + 1)}
        in_headings.update(
            each.heading_start for each in article.sections if grammar.leads.declares(each.heading or "")
        )
        self._taken: Final = in_headings.union(start for start, _ in self._signs)  #: where no insight begins
        self._source: Final = article.source_span
        top = layout.first if layout.begins_with_heading else article.sections[0].start if article.sections else 0
        self._top: Final = top  #: where the header ends

    def edits(self, *, by_lines: bool) -> list[Edit]:
        """Return the edits, perhaps also to lines; none if they only mark insights that were found anyway."""
        layout, page = self._layout, self._layout.page
        above = page.lines[: max(0, page.line_at(self._top))]
        edits = [
            *page.edits,
            *self._cited,
            *(edit for found in layout.headings for edit in self._heading(*found, by_lines=by_lines)),
            *header_edits(page.raw, above, self._source),
            *(Edit(*sign, ". ") for sign in self._signs),
            *self._openers(),
            *((self._joined() if layout.is_marked else self._unmarked()) if by_lines else ()),
        ]
        edits = [each for each in edits if not any(one.start < each.start < one.end for one in self._lists)]
        return edits if any(map(self._is_useful, edits)) else []

    def _is_useful(self, edit: Edit) -> bool:
        before = self._raw[edit.start : edit.end]
        said, text = before.strip(), edit.text.strip()
        if edit.end in self._begun and {said, text} <= {"", *self._grammar.format.markers}:
            return said != "" and text == ""
        return said != text or len((before + edit.text).splitlines()) > 1

    def _heading(self, heading: Heading, label: Label, *, by_lines: bool) -> Iterator[Edit]:
        """Yield edits to a heading: its decoration is left out, its words and label are spelled as declared."""
        raw, page = self._raw, self._layout.page
        end, rest = page.line_end(heading.at), label.rest
        opener = self._layout.opener_at(rest, end)
        said = raw[heading.start : heading.end]
        find = self._grammar.headings.number_at if heading.numeral else self._grammar.headings.word_at
        found = find(said, 0, len(said))
        is_read = said == heading.text or (found is not None and found.end == len(said))
        is_bare = rest < end and opener is None and not heading.is_enclosed(raw)
        if is_bare and is_read and label.start == label.end and not by_lines:
            return  # its label goes on
        yield Edit(heading.at, heading.start, "" if page.is_line_start(heading.at) else "\n")
        if not is_read:
            is_guessed = heading.is_guessed or (heading.text.isascii() and _LOOKALIKE.search(said) is not None)
            code = "misspelt-heading" if is_guessed else "inferred-format"
            yield Edit(heading.start, heading.end, heading.text, f"{said!r} is read as {heading.text!r}", code)
        if label.start < label.end:
            yield Edit(heading.end, label.start, ": ")
        left_out = raw[label.end : rest].strip() if label.start < label.end else ""
        yield Edit(max(heading.end, label.end), rest, "", f"{left_out!r} is left out" if has_word(left_out) else "")
        if rest < end:
            yield self._open(rest, rest if opener is None else opener.end)

    def _openers(self) -> Iterator[Edit]:
        said, last = False, self._layout.last
        above = {each.sign for each in self._layout.openers.values() if each.start < last}
        for each in self._layout.openers.values():
            is_declared = self._is_declared(each)
            is_below = each.start >= last and (is_declared or (above and not each.numeral and each.sign not in above))
            if each.start in self._taken or is_below:
                continue
            name = "numbered_markers" if "{" in each.shape else "markers"
            words = f"insights start with {each.sign!r}; to declare it: {name}=[{each.shape!r}, …]"
            yield self._open(each.start, each.end, "" if is_declared or said else words)
            said |= not is_declared
        if (opener := self._after_free_heading()) is not None:
            yield self._open(opener.start, opener.end)

    def _after_free_heading(self) -> Opener | None:
        """Return the opener after the first words of the first cited line if these may be a heading: ``Facts ✓ …``."""
        layout, page = self._layout, self._layout.page
        line = page.lines[max(0, page.line_at(min(layout.ends, default=0)))]
        stop, is_cited = layout.until(line.start, line.end)
        is_free = self._taken.isdisjoint(range(line.start, stop)) and line.start not in layout.openers
        is_heading = is_free and not is_cited and may_be_label(self._raw[line.start : stop])
        return layout.opener_at(stop, line.end) if is_heading and stop < line.end else None

    def _is_declared(self, opener: Opener) -> bool:
        """Whether an opener is a declared marker, with a space after it and without a checkbox."""
        format, written, sign = self._grammar.format, self._raw[opener.start : opener.end], opener.sign
        is_spaced = written.strip() == sign != written
        is_marker = sign in format.markers and (is_spaced or sign in GLUED_MARKERS)
        return is_marker or opener.shape in format.numbered_markers

    def _open(self, start: int, end: int, said: str = "") -> Edit:
        """Return an edit that replaces a range by a marker, so that an insight begins there."""
        newline = "" if self._layout.page.is_line_start(start) else "\n"
        return Edit(start, end, f"{newline}{self._marker} ", said)

    def _joined(self) -> Iterator[Edit]:
        """Join lines to the insight above that they continue, whatever they begin with."""
        closed = {*self._closed, *self._taken, *self._read, *self._layout.openers}
        places = {*self._layout.places}
        for above, line in pairwise(self._layout.page.lines):
            is_closed = above.end in closed or line.start in closed or not has_word(self._raw[above.start : above.end])
            if line.start in places and not (line.is_apart or is_closed):
                yield Edit(above.end, line.start, " ")

    def _unmarked(self) -> Iterator[Edit]:
        """Mark insights that have no marker: lines below complete ones, or what follows citations inside lines."""
        layout, page = self._layout, self._layout.page
        taken = {*self._taken, *(self._read - self._doubtful), *layout.openers}
        at_line_ends = sum(end >= page.line_end(end - 1) for end in {*layout.ends})
        is_by_lines = at_line_ends >= BY_LINES * len({*layout.ends})
        places = (at for at in layout.places if at < layout.last and at not in taken)
        said = "insights have no markers; to declare it: unmarked=True"
        for at in layout.cited_first or [at for at in places if self._begins(at, is_by_lines=is_by_lines)]:
            yield self._open(at, at, said)
            said = ""

    def _begins(self, at: int, *, is_by_lines: bool) -> bool:
        page = self._layout.page
        if page.is_line_start(at):
            number = page.line_at(at)
            return (page.lines[number - 1].end if number else 0) in self._closed
        return not is_by_lines and GOES_ON.match(self._raw, at) is None


def _is_in_sentence(section: Section, page: Page) -> bool:
    """Whether a heading is too long for a label, or has a verb, and its line goes on."""
    is_whole = section.heading_end >= page.line_end(section.heading_start)
    return not is_whole and section.index is None and not may_be_label(section.heading or "")
