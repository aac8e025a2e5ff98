"""From lines to chunks: a body is cut wherever something may begin.

What each chunk is gets decided later; where a heading begins inside a line is decided in
:mod:`~rareinsight._parse.boundaries`. In the notation of formal grammars, a line of a body is::

    line   = { chunk }
    chunk  = [ marker ] text [ run [ stop ] ]       marker: or a rule; run: consecutive citations
           | link                                    a heading that is a link
    text   = known [ ":" ]                           a heading of the vocabulary
           | number [ known [ ":" ] ] words          a number of a declared shape
           | "**" words "**"                         bold words before other text
           | words
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight._grammar.form import ends_sentence, has_word, strip_span
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.headings import Number
from rareinsight._grammar.spelling import OPEN
from rareinsight._parse.articles import Draft
from rareinsight._parse.boundaries import Boundaries, Opening
from rareinsight._parse.lines import Line
from rareinsight._parse.table import UNDECIDED, Row
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES, plain
from rareinsight.format import Heading

RULE: Final = "---"
ROW: Final = "|"  #: the marker of a row of a table
_NO_MARKERS: Final = ("", "#")  #: what is before the words of a chunk that has no marker
_BEFORE_HEADINGS: Final = (*_NO_MARKERS, RULE)
#: A stop after a run of citations that ends the statement: ``. Prices``, not ``.5``.
_STOP: Final = deferred(r"\s?[.。．](?=\s|\Z|[-–—−*•A-Z\u4e00-\u9fff])|[;；](?=\s|\Z)")
#: A citation of an undeclared shape, or an incomplete one.
_ODD_CITATION: Final = deferred(
    rf"(?:\\?{OPEN}(?:[A-Za-z]?[0-9⁰¹²³⁴-⁹][0-9⁰¹²³⁴-⁹,–-]{{0,5}}|[a-z](?=\]))?[\]】］\\]{{0,2}}|\]\([^\s()]*\))[.。]?\Z"
)
#: A citation right after a marker, which may start a line, and any citation.
_CITED_FIRST: Final = deferred(rf"(?:(^)[^\S\r\n]*|(?<=\s))(\S)[^\S\r\n]?{OPEN}[0-9]", re.MULTILINE)
_CITED: Final = deferred(rf"(?<![\]】］]){OPEN}[0-9]")
#: What precedes the cells of a table: 财务摘要 |项目|2021A|2022A|
_TITLE_OF_TABLE: Final = deferred(r"[^|\r\n]{2,80}\s(?=\|(?:[^|\r\n]+\|){2})")
Runs = list[tuple[int, int]]  #: the start and end of each run of citations
_BETWEEN_RUNS: Final = frozenset(" ,，、.;；。()（）>\r\n\t\u3000\u200b\ufeff")


class Chunk:
    """A stretch of a body: a heading, an insight, or part of one."""

    def __init__(self, body: Body, text: str, start: int, marker: str, previous: Chunk | None) -> None:
        self.body: Body = body
        self.text: str = text  #: its text, with citations and closing stop, without its marker
        self.start: int = start
        self.end: int = start + len(text)
        self.marker: str = marker  #: the marker before it, if any
        self.above: int = 0  #: the number of blank lines above it, if it is the first of its line
        self.depth: int = 0  #: how deep it is, if it is a heading of Markdown
        self.previous: Chunk = previous or self  #: the chunk before it; an empty one if it is the first
        self.next: Chunk = self  #: the chunk after it; an empty one if it is the last
        self.words: str = ""  #: a cache of its text without its number
        self.runs: Runs = []  #: the runs of citations that end it
        self.runs_before: Runs = []  #: the run between its marker and its words
        self.known: Heading | None = None  #: the heading of the vocabulary it begins with, after its number if any
        self.number: Number | None = None  #: the number that it begins with
        self.counts: bool = False  #: whether that number is the next or the first in a sequence
        self.like: Chunk = self  #: the chunk with the previous number of the same shape, or an empty one
        self.is_link: bool = False
        self.first: bool = False  #: whether it is the first of its line
        self.last: bool = False  #: whether it is the last of its line
        self.label: str = ""  #: the label that was decided
        self.row: Row[Chunk] = UNDECIDED  #: the row that decided the label
        self.unit: Chunk = self  #: the first chunk of the heading or insight that it is part of


#: The empty neighbour of the first and the last chunk of a body.
_NO_CHUNK: Final = Chunk(None, "", 0, "", None)  # type: ignore[arg-type]  # no fact uses its body


class Body:
    """The chunks of one article, and what is known about it as a whole."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        self.draft: Draft = draft
        self.raw: str = "".join([line.raw for line in draft.lines])
        self.text: str = plain(self.raw)  #: what is cut
        self.words_end: int = len(self.raw.rstrip(SPACES))
        self.grammar: Grammar = grammar
        self.chunks: list[Chunk] = []
        self.last: Chunk = _NO_CHUNK  #: the last of its chunks
        self.is_open: bool = False  #: whether the text ends right after a marker
        self.cut: tuple[int, int] | None = None  #: the start and end of a citation that is cut off
        self.reported: list[tuple[str, int, int]] = []  #: what to report: the code, start and end of each diagnostic
        self.units: list[list[Chunk]] = []  #: the chunks of each heading and insight that was decided
        self.headings: list[Chunk] = []  #: the first chunk of each heading
        self.insights: list[list[Chunk]] = []  #: the chunks of each insight
        self.has_free_heading: bool = False  #: whether a heading was decided by its form
        self.contents_end: int = 0  #: where a table of contents at its beginning ends
        self.tail: int = -1  #: where its last marked, cited or declared chunk starts
        self.is_plain: bool = False  #: whether its format is Markdown but it has none: each line is a paragraph
        self.opening: set[str] = set()  #: the markers that begin lines or follow citations
        self.parted: bool = False  #: whether blank lines separate its paragraphs
        self.is_extended: bool = False  #: whether the text of the last chunk is not yet up to its end
        self.is_cited_first: bool | None = None  #: whether most citations precede what they back, once known

    def add(self, start: int, end: int, marker: str) -> Chunk:
        """Add a chunk at the end, and return it."""
        if self.is_extended:
            self.settle()
        chunk = Chunk(self, self.text[start:end].rstrip(SPACES), start, marker, self.last)
        chunk.next = chunk.like = _NO_CHUNK
        if self.chunks:
            self.last.next = chunk
        self.chunks.append(chunk)
        self.last = chunk
        return chunk

    def extend(self, end: int, *runs: tuple[int, int]) -> None:
        """Extend the last chunk up to an offset, with the runs of citations there."""
        self.last.end = end
        self.last.runs += runs
        self.is_extended = True

    def settle(self) -> None:
        """Give the last chunk the text that it was extended by, at once: bit by bit, the time would be quadratic."""
        if self.is_extended:
            self.last.text, self.is_extended = self.text[self.last.start : self.last.end], False

    def cites_first(self) -> bool:
        """Whether citations precede what they back: all are right after markers, or most after those of lines."""
        if self.is_cited_first is None:
            markers = self.grammar.format.markers
            places = [each.start(1) for each in _CITED_FIRST.finditer(self.text) if each[2] in markers]
            cited, on_lines = len(_CITED.findall(self.text)), sum(at >= 0 for at in places)
            self.is_cited_first = len(places) > 1 and (len(places) == cited or 2 * on_lines > cited)
        return self.is_cited_first

    def cites(self, start: int, end: int) -> bool:
        """Whether a run of citations can be read; note what is odd about it."""
        problem = self.grammar.citations.read(self.raw[start:end]).problem
        if not problem:
            return True
        self.reported.append((problem, start, end))
        return problem == "reversed-range"

    def note_cut(self, at: int, end: int) -> None:
        """Note a citation after ``at`` that is cut off by the end of the text."""
        if end >= self.words_end:
            cut = self.grammar.citations.cut_off.search(self.raw, at, end)
            self.cut = self.cut if cut is None else cut.span()

    def forget(self) -> None:
        """Break the reference cycles between chunks and body, so that they are freed without the garbage collector."""
        for chunk in self.chunks:
            chunk.next = chunk.unit = _NO_CHUNK
        for chunks in (self.chunks, self.units, self.headings, self.insights):
            chunks.clear()
        self.last = _NO_CHUNK


def cut_body(body: Body) -> None:
    """Cut the lines of a body into chunks."""
    cutter = _Cutter(body)
    for line in body.draft.body:
        first = len(body.chunks)
        cutter.cut_line(line)
        if len(body.chunks) > first:
            body.chunks[first].first = body.last.last = True
            body.chunks[first].above = line.above
    body.settle()


def open_line(line: Line, text: str, end: int) -> tuple[int, str, list[re.Match[str]]]:
    """Return where the words of a line begin, the hashes or marker before them, and what the scan finds in them."""
    start = line.at + line.start
    opening = line.grammar.line_opening.match(text, start, end)
    at = start if opening is None else opening.end()
    marker = "" if opening is None else "#" if opening.lastgroup == "hash" else opening[0].strip()
    tokens = line.tokens
    if tokens and tokens[0].start() < at - start:  # a number in a marker may look like a citation
        tokens = list(line.grammar.scan.finditer(line.text, at - start))
    return at, marker, tokens


class _Cutter:
    """Cuts lines: the words after ``_marker``, from ``_at`` on, are in no chunk yet; a run of citations ends them."""

    def __init__(self, body: Body) -> None:
        self.body: Body = body
        self.text: str = body.text
        self.grammar: Grammar = body.grammar
        self._boundaries = Boundaries(body.text, body.grammar)
        self._numbered: dict[str, Chunk] = {}
        self._at: int = 0  #: where the words begin that are in no chunk yet
        self._marker: str = ""  #: the marker before them
        self._closing: set[str] = set()  #: markers that lines end with, or that another one follows
        self._is_cited: bool = False  #: whether a run of citations is before them
        self._runs_before: Runs = []  #: the run between their marker and them

    def cut_line(self, line: Line) -> None:
        body, text = self.body, self.text
        start, end = line.at + line.start, line.at + line.end
        listed = self.grammar.entries.heading_inside(text, start, end)
        if listed is not None:
            body.reported.append(("reference-list", listed, end))
            end = strip_span(text, start, listed)[1]
        self._at, self._marker, tokens = open_line(line, text, end)
        self._is_cited = False
        self._boundaries.starts = self.grammar.headings.starts_inside(line.text, start)
        for found in tokens:
            kind, (begin, stop) = found.lastgroup, found.span()
            begin, stop = start + begin, start + stop
            if stop > end:
                break
            if kind == "cite":
                self._meet_citations(begin, stop, end)
            elif kind in ("mark", "rule"):
                words = text[self._at : begin].strip(SPACES)
                if words and (self._marker in _NO_MARKERS or has_word(words)):
                    self._emit(self._at, begin, is_before_mark=True)
                elif self._marker not in _NO_MARKERS and not words:
                    self._closing.add(self._marker)
                self._at, self._marker, self._is_cited = stop, RULE if kind == "rule" else found[0], False
            elif kind == "link":
                self._meet_link(begin, stop)
            elif kind == "long":
                body.reported.append(("long-number", begin, stop))
        self._end_line(end)

    def _meet_citations(self, begin: int, until: int, end: int) -> None:
        """Add the chunks of the words before a run of citations, or add a run without words to the last chunk."""
        body, text, run = self.body, self.text, (begin, until)
        if not body.cites(begin, until):
            return
        stop, last, words = _STOP.match(text, until, end), body.last, text[self._at : begin].lstrip(SPACES)
        until = until if stop is None else stop.end()
        if has_word(words):
            at = begin - len(words)
            self._refine(at, at + len(words.rstrip(SPACES)), until, [run])
        elif last is not _NO_CHUNK and _BETWEEN_RUNS.issuperset(text[last.end : begin]):
            body.extend(until, run)
        elif self._marker not in _NO_MARKERS and body.cites_first():
            body.reported += [("stray-citation", *each) for each in self._runs_before]
            self._runs_before, self._at = [run], until
            return
        else:
            body.reported.append(("stray-citation", *run))
        self._at, self._marker, self._is_cited = until, "", True

    def _meet_link(self, start: int, end: int) -> None:
        if self.text.startswith("**", max(self._at, start - 2)) and self.text.startswith("**", end):
            start, end = start - 2, end + 2
        self._emit(self._at, start)
        self.body.add(start, end, "").is_link = True
        self._at, self._marker, self._is_cited = end, "", False

    def _end_line(self, end: int) -> None:
        body, at = self.body, self._at
        body.note_cut(at, end)
        self._emit(at, end)
        body.reported += [("stray-citation", *run) for run in self._runs_before]
        self._runs_before = []
        if self._marker in _NO_MARKERS or at < end:
            return
        if end < body.words_end or self._marker in self._closing:
            self._closing.add(self._marker)
            return
        body.settle()
        last = body.last
        if last.marker and not last.runs and not ends_sentence(last.text):  # cut off after a dash in a sentence
            body.extend(end)
        else:
            body.is_open = True

    def _emit(self, start: int, end: int, *, is_before_mark: bool = False) -> None:
        """Add the chunks of uncited words between two boundaries."""
        text, body, boundaries = self.text, self.body, self._boundaries
        start, end = strip_span(text, start, end)
        if start >= end:
            return
        if self._is_cited and body.chunks and _ODD_CITATION.match(text, start, end) is not None:
            body.extend(end)
            return
        stop = boundaries.title_after_sentence(start, end) if is_before_mark and self._marker else end
        self._refine(start, stop, stop, [])
        if stop < end:
            self._marker = ""
            self._refine(*strip_span(text, stop, end), end, [], is_unfinished=True)

    def _refine(self, at: int, end: int, until: int, runs: Runs, *, is_unfinished: bool = False) -> None:
        """Cut the words from ``at`` to ``end`` wherever a heading begins; the last chunk gets the citations.

        They and their stop end at ``until``. With ``is_unfinished``, the words before were cut off here.
        """
        body, marker, boundaries = self.body, self._marker, self._boundaries
        if self._is_cited and (runs or end >= body.words_end):
            title = _TITLE_OF_TABLE.match(self.text, at, end)
            if title is not None:
                self._refine(*strip_span(self.text, at, title.end()), title.end(), [])
                at, marker = title.end(), ROW
        while True:
            opening = None
            if marker in _BEFORE_HEADINGS or body.last is _NO_CHUNK:  # - Report Rating No rating is given.
                opening = boundaries.opening_at(at, end)
            if opening is not None and (opening.end or opening.known):
                stop, is_cut = at + opening.end if opening.end else end, False
            else:
                stop = boundaries.next_heading(at, end, marker != "" and bool(runs))
                is_cut = stop < end
                if opening is not None and not (is_cut or is_unfinished or marker or runs):
                    stop = boundaries.second_title(at, opening.number, end, is_first=not body.chunks)
            is_unfinished = is_cut
            chunk = body.add(at, stop if stop < end else until, marker)
            chunk.runs_before, self._runs_before = self._runs_before, []
            if opening is not None:
                self._note_opening(chunk, opening)
            if stop >= end:
                chunk.runs = runs
                return
            at, marker = strip_span(self.text, stop, end)[0], ""

    def _note_opening(self, chunk: Chunk, opening: Opening) -> None:
        chunk.known, chunk.number, chunk.counts, _ = opening
        if opening.number is not None and opening.counts:
            shape = opening.number.shape.shape
            if opening.number.values[-1] > 1:
                chunk.like = self._numbered.get(shape, chunk.like)
            self._numbered[shape] = chunk
