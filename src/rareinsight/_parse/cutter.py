"""From lines to chunks: a body is cut wherever something may begin.

What each chunk is, is decided later (:mod:`rareinsight._parse`). In the notation of
formal grammars, a line of a body is::

    line   = { chunk }
    chunk  = [ mark ] text [ run [ stop ] ]         mark: a marker or a rule; run: consecutive citations
           | link                                    a heading that is a link
    text   = known [ ":" ]                           a heading of the vocabulary
           | number [ known [ ":" ] ] words          a number of a declared shape
           | "**" words "**"                         bold words before other text
           | words
"""

from __future__ import annotations

from typing import Final

from rareinsight._grammar.form import AROUND_WORDS, ends_sentence, goes_on_small, is_title, strip_span
from rareinsight._grammar.grammar import Grammar
from rareinsight._grammar.headings import Known, Number, fold
from rareinsight._parse.articles import Draft
from rareinsight._parse.lines import Line
from rareinsight._patterns import deferred
from rareinsight._shapes import LONGEST_WORD

RULE: Final = "---"
_BEFORE_HEADINGS: Final = ("", "#", RULE)
_OPENED: Final = deferred(r"\s?[0-9一二三四五六七八九十]{0,3}\s?[:：]|[0-9]{1,3}\s")
_STOP: Final = deferred(r"\s?[.。．](?=\s|\Z|[-–—−*•A-Z\u4e00-\u9fff])|[;；](?=\s|\Z)")
_COLON: Final = deferred(r"\s?[:：]\s?(?:\*\*)?|\*\*\s?[:：]?")
_SENTENCE_END: Final = deferred(r"(?<=[a-z%)”\"’][.!?])\s(?=[A-Z\u4e00-\u9fff])|(?<=[。！？])\s?(?=\S)")
#: The highest number with which a list may continue if its beginning is missing.
_HIGHEST_FIRST: Final = 12
#: A citation of an undeclared shape, or an incomplete one.
_ODD_CITATION: Final = deferred(
    r"(?:\\?[\[【［](?:[A-Za-z]?[0-9⁰¹²³⁴-⁹][0-9⁰¹²³⁴-⁹,–-]{0,5}|[a-z](?=\]))?[\]】］\\]{0,2}|\]\([^\s()]*\))[.。]?\Z"
)
_ENDS_OF_FIGURES: Final = tuple("0123456789.")
_ENDS: Final = '.。!?！？”"])）】'
_BOLD: Final = deferred(r"\*\*[^*]{1,120}\*\*(?=\s*[^\s:：,.;，。])")
_INDEXED: Final = deferred(r"[\s(=+*/-]?[a-z]")
_BETWEEN_RUNS: Final = frozenset(" ,，、.;；。()（）\r\n\t\u3000\u200b\ufeff")
#: What precedes the cells of a table: 财务摘要 |项目|2021A|2022A|
_TITLE_OF_TABLE: Final = deferred(r"[^|\r\n]{2,80}\s(?=\|(?:[^|\r\n]+\|){2})")
_CHINESE_PAIR: Final = deferred(
    r"[A-Za-z]{0,12}[\u4e00-\u9fff、/:：]{3,16}"
    r"(?: [0-9]{0,4}[\u4e00-\u9fff、&/][0-9\u4e00-\u9fff、&/]{1,16}){1,2}[:：]?"
)
_CHINESE_TITLE: Final = deferred(r"\s?[\u4e00-\u9fff、]{2,12}(?= [^\s\-–•*(（0-9])")
_AFTER_NUMBER: Final = deferred(
    r"[ \t\u3000]?(?:[a-z]{0,4}[A-Z\u3400-\u9fff“\"(（《【*$]|[0-9]{1,4}\S{0,6} ?[A-Z\u3400-\u9fff])"
)
#: The fewest words, or caseless characters, of a heading that is recognised inside other text.
_FEWEST_WORDS, _FEWEST_CHARACTERS = 2, 4


class Chunk:
    """A stretch of a body that is one thing: a heading, an insight, or part of one."""

    def __init__(self, body: Body, text: str, start: int, mark: str) -> None:
        self.body: Body = body
        self.text: str = text  #: its text, with citations and closing stop, without its marker
        self.start: int = start
        self.end: int = start + len(text)
        self.mark: str = mark  #: the marker before it, if any
        self.words: str = ""  #: a cache for its text without its number
        self.runs: tuple[tuple[int, int], ...] = ()  #: the start and end of each run of citations that ends it
        self.known: Known | None = None  #: the heading of the vocabulary it begins with, after its number if any
        self.number: Number | None = None  #: the number that it begins with
        self.counts: bool = False  #: whether that number is the next or the first in a sequence
        self.like: Chunk = self  #: the chunk with the previous number of the same shape, or itself
        self.is_link: bool = False
        self.above: int = 0  #: the number of blank lines above its line
        self.first: bool = False  #: whether it is the first of its line
        self.last: bool = False  #: whether it is the last of its line
        self.previous: Chunk = self  #: its neighbour; the first and the last have an empty one
        self.next: Chunk = self
        self.label: str = ""  #: the label that was decided
        self.row: str = ""  #: the row of the table that decided it
        self.unit: Chunk = self  #: the first chunk of the heading or insight that it is part of


#: The empty neighbour of the first and the last chunk of a body.
_NO_CHUNK: Final = Chunk(None, "", 0, "")  # type: ignore[arg-type]  # no fact uses its body


def cut(draft: Draft, grammar: Grammar) -> Body:
    """Cut the body of an article into chunks."""
    body = Body(draft, grammar)
    if grammar.entries.shapes and draft.body:
        numbers = (grammar.entries.read(line.words).get("n") for line in draft.lines if line.kind == "listed")
        body.highest = max(map(int, filter(None, numbers)), default=None)
    for line in draft.body:
        body.cut_line(line)
    return body


class Body:
    """The chunks of one article, into which its lines are cut one by one, and what is known about its end."""

    def __init__(self, draft: Draft, grammar: Grammar) -> None:
        raw = "".join([line.text for line in draft.lines])
        self.draft: Draft = draft
        self.raw: str = raw
        self.grammar: Grammar = grammar
        self.chunks: list[Chunk] = []
        self.is_open: bool = False  #: whether the text ends right after a marker
        self.cut: tuple[int, int] | None = None  #: the start and end of a citation that is cut off
        self.unread: list[tuple[int, int]] = []  #: numbers too long for a citation, and bad ranges
        self.stray: list[tuple[int, int]] = []  #: citations without any words before them
        self.listed: list[tuple[int, int]] = []  #: lists of references on the lines of a body
        self.highest: int | None = None  #: the highest number in the list below, if its entries have a declared shape
        self.heading: Chunk | None = None  #: the last heading that was decided
        self.parted: bool | None = None  #: whether blank lines separate its paragraphs, if known yet
        self._last = _NO_CHUNK
        self._counted: dict[str, tuple[int, ...]] = {}
        self._numbered: dict[str, Chunk] = {}
        self._words_end = len(raw.rstrip(AROUND_WORDS))
        self._at = self._above = 0
        self._mark = ""
        self._left = ""  #: what precedes it: "cite", "mark", or unfinished words, "open"

    def forget(self) -> None:
        """Remove the references between chunks and body, so that they are freed without the garbage collector."""
        for chunk in self.chunks:
            chunk.previous = chunk.next = chunk.unit = chunk.like = _NO_CHUNK
        self.chunks.clear()
        self.heading = None

    def cut_line(self, line: Line) -> None:
        """Cut the words of a line."""
        first, raw, grammar = len(self.chunks), self.raw, self.grammar
        start, end = line.at + line.start, line.at + line.end
        self._above = line.above
        if grammar.format.markdown:
            self._cut_markdown(line, start, end)
            return
        listed = grammar.entries.inner.search(raw, start, end)
        if listed is not None:
            self.listed.append((listed.start(), end))
            end = strip_span(self.raw, start, listed.start())[1]
        self._open_line(start, end)
        for found in line.hits:
            kind, (begin, stop) = found.lastgroup, found.span()
            begin, stop = start + begin, start + stop
            if kind == "aside" or stop > end:
                continue
            if kind == "cite":
                self._meet_citations(begin, stop, end)
            elif kind == "link":
                self._meet_link(begin, stop)
            elif kind == "long":
                self.unread.append((begin, stop))
            else:
                self._emit(self._at, begin, is_before_mark=True)
                self._at, self._mark, self._left = stop, RULE if kind == "rule" else found[0], "mark"
        self._end_line(end)
        if len(self.chunks) > first:
            self.chunks[first].first = self.chunks[-1].last = True

    def _cut_markdown(self, line: Line, start: int, end: int) -> None:
        """Add a line of Markdown as one chunk: a heading, an insight, or the rest of one."""
        raw, grammar = self.raw, self.grammar
        self._open_line(start, end)
        at, end = strip_span(raw, self._at, end)
        if at >= end:
            return
        chunk = self._add(at, end, self._mark.strip())
        chunk.first = chunk.last = True
        chunk.counts = True
        if (heading := grammar.headings.words.get(fold(raw[at:end].strip("*:：_ ")))) is not None:
            chunk.known = Known(heading, end)
        runs = ((start + found.start(), start + found.end()) for found in line.hits if found.lastgroup != "link")
        chunk.runs = tuple(run for run in runs if self._cites(*run))
        rest = chunk.runs[-1][1] if chunk.runs else at
        self._note_cut(rest, end)

    def _note_cut(self, at: int, end: int) -> None:
        """Note a citation after ``at`` that the end of the text cuts off."""
        if end >= self._words_end:
            cut = self.grammar.citations.cut_off.search(self.raw, at, end)
            self.cut = self.cut if cut is None else cut.span()

    def _cites(self, begin: int, end: int) -> bool:
        """Whether a run is not an index (``h[0]``), nor a bare number above those of the list below."""
        run, highest = self.raw[begin:end], self.highest
        if run.isdigit() and run.isascii():
            return highest is None or 0 < int(run) <= highest
        if not self.grammar.citations.read(run):
            self.unread.append((begin, end))
            return False
        return _INDEXED.fullmatch(self.raw[begin - 2 : begin]) is None

    def _open_line(self, start: int, end: int) -> None:
        """Read what may only start a line: the hashes of Markdown, or a marker such as ``1.``."""
        self._at, self._mark, self._left = start, "", ""
        opening = self.grammar.line_opening.match(self.raw, start, end)
        if opening is not None:
            is_hash = opening.lastgroup == "hash"
            self._at, self._mark, self._left = opening.end(), "#" if is_hash else opening[0], "" if is_hash else "mark"

    def _meet_citations(self, begin: int, until: int, end: int) -> None:
        """Add the chunks of words that end in a run of citations; a run without words is added to the last chunk."""
        run, last = (begin, until), self._last
        if not self.grammar.citations.read(self.raw[begin:until]):
            self.unread.append(run)
            return
        stop = _STOP.match(self.raw, until, end)
        until = until if stop is None else stop.end()
        at, words_end = strip_span(self.raw, self._at, begin)
        if self.chunks and _BETWEEN_RUNS.issuperset(self.raw[last.end : begin]):
            last.runs, last.end = (*last.runs, run), until
            last.text = self.raw[last.start : until]
        elif at < words_end:
            self._refine(at, words_end, until, (run,))
        else:
            self.stray.append(run)
        self._at, self._mark, self._left = until, "", "cite"

    def _meet_link(self, start: int, end: int) -> None:
        if self.raw.startswith("**", max(self._at, start - 2)) and self.raw.startswith("**", end):
            start, end = start - 2, end + 2
        self._emit(self._at, start)
        self._add(start, end, "").is_link = True
        self._at, self._mark, self._left = end, "", ""

    def _end_line(self, end: int) -> None:
        raw, at = self.raw, self._at
        self._note_cut(at, end)
        self._emit(at, end)
        if end < self._words_end or self._left != "mark" or at < end:
            return
        last = self._last
        if last.mark and not last.runs and not ends_sentence(last.text):  # cut off after a dash in a sentence
            last.end, last.text = end, raw[last.start : end]
        else:
            self.is_open = True

    def _emit(self, start: int, end: int, *, is_before_mark: bool = False) -> None:
        """Add the chunks of uncited words between two boundaries."""
        start, end = strip_span(self.raw, start, end)
        if start >= end:
            return
        last = self._last
        if self._left == "cite" and _ODD_CITATION.match(self.raw, start, end) is not None:
            last.end, last.text = end, self.raw[last.start : end]
            return
        stop = self._sentence_end(start, end) if is_before_mark and self._mark else end
        self._refine(start, stop, stop, ())
        if stop < end:
            self._mark, self._left = "", "open"
            self._refine(*strip_span(self.raw, stop, end), end, ())

    def _sentence_end(self, start: int, end: int) -> int:
        """Return where the last sentence before a marker ends, if a title may follow it; otherwise ``end``."""
        at = end
        for found in _SENTENCE_END.finditer(self.raw, start, end):
            at = found.end()
        words = self.raw[at:end].strip()
        is_clear = (" " in words or not words.isascii()) and not words.endswith(_ENDS_OF_FIGURES)
        return at if is_clear and is_title(words) else end

    def _refine(self, at: int, end: int, until: int, runs: tuple[tuple[int, int], ...]) -> None:
        """Cut the words from ``at`` to ``end`` wherever a heading may begin; the last chunk gets the citations."""
        mark, is_open = self._mark, self._left == "open"
        if self._left == "cite" and (runs or end >= self._words_end):
            title = _TITLE_OF_TABLE.match(self.raw, at, end)
            if title is not None:
                self._refine(*strip_span(self.raw, at, title.end()), title.end(), ())
                at, mark = title.end(), "|"
        while True:
            may_begin = mark in _BEFORE_HEADINGS or not self.chunks  # - Report Rating No rating is given.
            known, number, stop = self._heading_at(at, end) if may_begin else (None, None, 0)
            counts = number is not None and (known is not None or self._would_count(number))
            if number is not None and counts:
                self._counted[number.shape.shape] = number.values
            following, is_next_open = stop or end, False
            if not stop and known is None:
                following = self._next_heading(at + 1, end, only_words=mark != "" and bool(runs))
                is_next_open = following < end
                if not (is_next_open or mark or runs or is_open):
                    following = self._second_title(at, number, end)
            chunk = self._add(at, until if following >= end else following, mark)
            chunk.known, chunk.number, chunk.counts = known, number, counts
            if number is not None and counts:
                if number.values[-1] > 1:
                    chunk.like = self._numbered.get(number.shape.shape, chunk)
                self._numbered[number.shape.shape] = chunk
            if following >= end:
                chunk.runs = runs
                return
            at = strip_span(self.raw, following, end)[0]
            mark, is_open = "", is_next_open

    def _heading_at(self, at: int, end: int) -> tuple[Known | None, Number | None, int]:
        """Return the known heading and the number at ``at``, and where a heading that has a clear end ends, or 0."""
        raw, grammar = self.raw, self.grammar
        number, known = grammar.headings.at(raw, at + 2 if raw.startswith("**", at) else at, end)
        if known is not None and not grammar.format.free_headings and self._goes_on_small(known.end, end):
            known = None  # Actions speak louder than minutes
        if known is not None and known.heading.opens_title:
            return (known, number, 0) if _OPENED.match(raw, known.end, end) else (None, number, 0)
        if known is not None:
            colon = _COLON.match(raw, known.end, end)
            return known, number, known.end if colon is None else colon.end()
        if number is not None and "{c}" in number.shape.shape and (title := _CHINESE_TITLE.match(raw, number.end, end)):
            return None, number, title.end()
        bold = _BOLD.match(raw, at, end)
        return None, number, bold.end() if bold is not None else 0

    def _next_heading(self, at: int, end: int, *, only_words: bool) -> int:
        """Return where the next heading after ``at`` may begin; ``end`` if none does."""
        raw, grammar = self.raw, self.grammar
        pattern = grammar.headings.inner_words if only_words else grammar.headings.inner
        for found in pattern.finditer(raw, at, end):
            place = found.start()
            begin = place - 2 if raw.startswith("**", place - 2) else place
            number = None if only_words else grammar.headings.number_at(raw, place, end)
            if number is not None:
                before = raw[max(at, place - LONGEST_WORD) : place].rstrip()
                is_numero = before.endswith(".") and not ends_sentence(before)  # as in: against No. 2. Group 1
                is_inside = not is_numero and self._begins_heading(number, end)
            else:
                is_inside = self._is_word_inside(begin, place, end)
            if is_inside and begin >= at:
                return begin if number is not None else self._start_of_number(at, begin)
        return end

    def _start_of_number(self, at: int, begin: int) -> int:
        """Return where the number right before the words of a heading begins; ``begin`` if there is none."""
        end = strip_span(self.raw, at, begin)[1]
        start = max(at, self.raw.rfind(" ", at, end) + 1)
        number = self.grammar.headings.number_at(self.raw, start, begin)
        is_right_before = number is not None and number.end >= end and self._would_count(number, is_inside=True)
        return start if is_right_before else begin

    def _is_word_inside(self, begin: int, place: int, end: int) -> bool:
        """Whether a word of the vocabulary inside other text may be a heading: by its length, its colon, or a stop."""
        raw = self.raw
        known = self.grammar.headings.word_at(raw, place, end)
        if known is None:
            return False
        if known.heading.opens_title:
            return _OPENED.match(raw, known.end) is not None
        if raw[known.end : known.end + 1].isalnum() or self._goes_on_small(known.end, end):
            return False
        word = raw[place : known.end]
        is_telling = word[0].isupper() and len(word.split()) >= _FEWEST_WORDS
        is_telling |= word[0].upper() == word[0].lower() and len(word) >= _FEWEST_CHARACTERS
        if is_telling or self.grammar.format.free_headings:
            return is_telling
        before = raw[max(0, begin - LONGEST_WORD) : begin].rstrip()
        return raw[known.end : known.end + 1] in (":", "：") or before[-1:] in _ENDS

    def _begins_heading(self, number: Number, end: int) -> bool:
        """Whether a number inside other text counts, and what follows may be the words of a heading or of an item."""
        if number.shape.shape.endswith(" ") or not self._would_count(number, is_inside=True):
            return False
        if number.shape.is_worded:
            return not self._goes_on_small(number.end, end)
        return _AFTER_NUMBER.match(self.raw, number.end, end) is not None

    def _goes_on_small(self, at: int, end: int) -> bool:
        """Whether a small letter follows a heading; one below it only where the form of a heading is free."""
        return goes_on_small(self.raw, at, len(self.raw) if self.grammar.format.free_headings else end)

    def _second_title(self, at: int, number: Number | None, end: int) -> int:
        """Return where a title begins: the second of two Chinese ones, or one behind a preamble above everything."""
        raw = self.raw
        if number is None and not self.chunks:
            colon = max(raw.rfind(": ", at, end), raw.rfind("：", at, end)) + 1
            if colon > 0 and is_title(raw[colon:end].strip()) and not is_title(raw[at:colon]):
                return colon
        pair = _CHINESE_PAIR.match(raw, at if number is None else number.end, end)
        return raw.index(" ", at) + 1 if pair is not None and pair.end() == end else end

    def _add(self, start: int, end: int, mark: str) -> Chunk:
        text = self.raw[start:end].rstrip(AROUND_WORDS)
        chunk = Chunk(self, text, start, mark)
        chunk.above = self._above
        chunk.previous, chunk.next = self._last, _NO_CHUNK
        if self.chunks:
            self._last.next = chunk
        self._last = chunk
        self.chunks.append(chunk)
        return chunk

    # --- counting ------------------------------------------------------------------------------------------------

    def _would_count(self, number: Number, *, is_inside: bool = False) -> bool:
        """Whether a number goes on where the last one of its shape stopped, or begins at one.

        Where all headings are declared, only a number inside other text with nothing before it has to, which may as
        well end a sentence: ``in 2025. Overview``. Inside other text an outline begins anew only below its part.
        """
        values, last = number.values, self._counted.get(number.shape.shape)
        if is_inside and number.shape.is_worded and values == last:
            return False  # Report 1: Zinc Daily Report 1. Rating
        is_free = self.grammar.format.free_headings
        if is_inside and is_free and values[:-1] and values[-1] <= 1:
            return values[:-1] in self._counted.values()
        is_bare = number.shape.shape.startswith("{")
        if not (is_free or (is_inside and is_bare)) or values[-1] == 1:
            return True
        if last is None:
            return is_free and len(values) == 1 and not self._counted and values[0] <= _HIGHEST_FIRST
        return values[:-1] == last[:-1] and values[-1] == last[-1] + 1
