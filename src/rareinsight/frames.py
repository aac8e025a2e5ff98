"""One article as its lines: which are title, source line, body and list of references."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from attrs import define

from rareinsight.format import Format
from rareinsight.lines import Line
from rareinsight.paragraphs import unbreak
from rareinsight.sheets import Sheet
from rareinsight.spelling import CITATION_BRACKETS
from rareinsight.stretch import Head
from rareinsight.wrapping import breaks_sentence

#: A longer line is no title.
LONGEST_TITLE: Final = 200
_ENDS_OF_BODY: Final = ("]", "】", "］", ".", "。", ")", "*")
#: A line in a body has one before and one after it.
_FEWEST_AROUND: Final = 3
#: Words between citations and a marker: ``[1][3]. Group 2 - ``.
_INNER_HEADING: Final = re.compile(r"[\]】］][.。]?\s+\w[^\[【［\]\r\n]{2,80}?\s[-*•–—●▪◦‣−]\s")
SENTENCE_ENDS: Final = tuple(".。:：…")
ELLIPSES: Final = ("...", "…")


@define(init=False, eq=False, repr=False)  # slots from the fields
class Frame:
    """The lines of an article, and the numbers of those that matter."""

    lines: list[Line]
    begins_with_title: bool
    title: int | None
    source: int | None
    first_body: int | None
    last_body: int | None
    references: int | None
    has_core: bool
    has_groups: bool
    ends_in_header: bool
    is_cut_short: bool
    #: The numbers of the lines of a wrapped body whose ends stand for blanks.
    joined: list[int]
    _last_words: int | None

    def __init__(self, lines: list[Line] | None = None, *, begins_with_title: bool = False) -> None:
        self.lines = [] if lines is None else lines
        self._last_words = self._words_before(len(lines)) if lines else None
        self.begins_with_title = begins_with_title
        self.title = self.source = self.first_body = self.last_body = self.references = None
        self.has_core = self.has_groups = self.ends_in_header = self.is_cut_short = False
        self.joined = []

    @property
    def raw(self) -> str:
        """The text of the lines."""
        return "".join([line.text for line in self.lines])

    def sheet(self) -> Sheet:
        """Return the text of the lines, and where title, source line and body stand in it."""
        raw = self.raw
        offsets = [0, *accumulate([len(line.text) for line in self.lines])]
        source = None if self.source is None else self.lines[self.source]
        return Sheet(
            raw,
            self._unbroken(raw),
            None if self.title is None else _words_at(self.lines[self.title], offsets[self.title]),
            None if source is None else source.header,
            offsets[self.source or 0],
            self._body(offsets),
            self.is_cut_short,
            has_words=self.has_words,
            joined=frozenset([offsets[at] + self.lines[at].length for at in self.joined]),
        )

    def _body(self, offsets: list[int]) -> tuple[int, int] | None:
        if self.first_body is None:
            return None
        # a byte order mark is no part of the first heading
        start = offsets[self.first_body] + self.lines[self.first_body].start
        return start, offsets[(self.last_body or 0) + 1]

    def _unbroken(self, raw: str) -> str:
        """``raw``, the text of the lines, with blanks for breaks of wrapped lines and for furniture in the body."""
        body = range(0) if self.first_body is None else range(self.first_body, (self.last_body or 0) + 1)
        is_whole = len(body) < _FEWEST_AROUND or all([self.lines[at].kind != "furniture" for at in body])
        if is_whole and not any([line.is_wrapped for line in self.lines]):
            return raw
        return "".join(
            [
                _blank(line) if line.kind == "furniture" and at in body else _unbreak(line)
                for at, line in enumerate(self.lines)
            ]
        )

    @property
    def has_words(self) -> bool:
        """Whether any line is more than blank."""
        return self._last_words is not None

    def last_words(self) -> int | None:
        """The number of the last line that is not blank."""
        return self._last_words

    @property
    def has_header_above(self) -> bool:
        """Whether title or source line stands above the body."""
        header = self.title if self.source is None else self.source
        return header is not None and self.first_body is not None and header < self.first_body

    def append(self, line: Line) -> None:
        """Add a line at the end."""
        if line.kind != "blank":
            self._last_words = len(self.lines)
        self.lines.append(line)

    def cut_at(self, number: int) -> list[Line]:
        """End before line ``number``, and return the lines from there on."""
        rest = self.lines[number:]
        del self.lines[number:]
        if self._last_words is not None and self._last_words >= number:
            self._last_words = self._words_before(number)
        if self.references is not None and self.references >= number:
            self.references = None
        if self.last_body is not None and self.last_body >= number:
            self.last_body = self._words_before(number)
        return rest

    def _words_before(self, number: int) -> int | None:
        return next((at for at in range(number - 1, -1, -1) if self.lines[at].kind != "blank"), None)

    def texts_after(self, number: int) -> list[int]:
        """The numbers of the lines of plain text after line ``number``, before a list of references."""
        end = len(self.lines) if self.references is None else self.references
        return [at for at in range(number + 1, end) if self.lines[at].kind == "text"]

    def texts_below_header(self) -> list[int]:
        """The numbers of the lines of plain text below the source line, or of all where there is none."""
        return self.texts_after(-1 if self.source is None else self.source)

    def title_above(self, format: Format) -> int | None:
        """The number of the line above the one at hand, a source line, that may be its title."""
        at = self.last_words()
        if at is None or at == self.source or self.lines[at].kind != "text":
            return None
        if format.title_line == "first":
            at = self._first_of_header(at)
        return at if len(self.lines[at].words) <= LONGEST_TITLE else None

    def _first_of_header(self, at: int) -> int:
        """The first of the lines above a source line; below a body, of those up to a blank line if there is one."""
        if self.first_body is None:
            return min([at, *self.texts_below_header()])
        first = at
        while self.lines[first - 1].kind == "text" and first - 1 > (self.last_body or 0):
            first -= 1
        return first if self.lines[first - 1].kind == "blank" else at

    def has_one_line_body(self) -> bool:
        """Whether the body is one line, heading and insights and all, as crawlers give it."""
        line = self.lines[self.last_body or 0]
        is_complete = line.words.endswith(_ENDS_OF_BODY)
        return self.first_body == self.last_body and line.kind == "opening" and is_complete

    def holds_sections(self) -> bool:
        """Whether the last line of the body holds several sections: a heading stands between insights."""
        return _INNER_HEADING.search(self.lines[self.last_body or 0].text) is not None

    def begins_inside(self) -> bool:
        """Whether what the body began with is lost: it begins in mid-sentence, or with a group after the first."""
        line = self.lines[self.first_body or 0]
        is_later_group = line.head is not None and line.head.role == "group" and line.head.number != 1
        return is_later_group or line.words[0].islower()

    def ends_in_parent(self) -> bool:
        """Whether the last line is a parent, which is of the digest that the core below it begins."""
        return self.lines[self._last_words or 0].is_parent

    def add_to_body(self, line: Line) -> None:
        """Count the line at hand to the body."""
        self.last_body = len(self.lines)
        if line.head is not None:
            self.has_core |= line.head.role == "core"
            self.has_groups |= line.head.role == "group"

    def leave_out_of_body(self, number: int | None) -> None:
        """End the body before line ``number``, if it was counted to it."""
        if number is not None and self.last_body == number:
            self.last_body = self._words_before(number)

    def restarts(self, line: Line) -> bool:
        """Whether a heading begins another digest: a second core, or a first group after groups."""
        if line.head is None:
            return False
        if line.head.role == "core":
            return self.has_core or self.has_groups
        return line.head.role == "group" and line.head.number == 1 and self.has_groups


def _words_at(line: Line, offset: int) -> tuple[int, int]:
    return offset + line.start, offset + line.end


def _unbreak(line: Line) -> str:
    return unbreak(line.text[: line.end]) + line.text[line.end :] if line.is_wrapped else line.text


def _blank(line: Line) -> str:
    """As many blanks as a line is long, and its end."""
    return " " * line.length + line.text[line.length :]


def ends_claim_above(frame: Frame, line: Line) -> bool:
    """Whether a line that begins as an entry of references does, ``[5][6] - …``, ends what the line above says."""
    above = frame.lines[-1] if frame.lines else None
    return above is not None and line.words[0] in CITATION_BRACKETS and breaks_sentence(above, line)


def is_excerpt(text: str, start: int, end: int, head: Head | None) -> bool:
    """Whether a line is raw text cut short; ``Core Insights - Prices fell to ...`` is a digest cut short."""
    return (head is None or head.role == "other") and text.endswith(ELLIPSES, start, end)
