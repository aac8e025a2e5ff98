"""Where an article begins and ends on a page, and which of its lines are title, source and date.

A page is read line by line with a short look ahead, so that a page that comes in pieces gives the same articles
as a whole one, in bounded memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from attrs import define, field

from rareinsight.format import Format
from rareinsight.lines import BODY_KINDS, Line
from rareinsight.shapes import is_chinese, is_plain_title, is_title

#: How many lines a decision may look ahead, blank ones left out.
LOOKAHEAD: Final = 5
#: An article is closed after so many lines of plain text that follow its body, or that are all it has.
LONGEST_TAIL: Final = 2000

_LONGEST_TITLE: Final = 200
_SHORTEST_PROSE: Final = 60
_LONGEST_CHINESE_HEADING: Final = 8
_MOST_WORDS: Final = 3
_SENTENCE_ENDS: Final = tuple(".。:：…!！")
_ELLIPSES: Final = ("...", "…")


@define
class Frame:
    """One article's lines, and which of them are its header and its body (as numbers of lines)."""

    lines: list[Line] = field(factory=list)
    title: int | None = None
    source: int | None = None
    first_body: int | None = None
    last_body: int | None = None
    references: int | None = None
    trailer: bool = False
    is_cut_short: bool = False
    is_titled_by_page: bool = False

    @property
    def raw(self) -> str:
        """The text of the lines."""
        return "".join(line.text for line in self.lines)

    @property
    def offsets(self) -> list[int]:
        """Where each line begins in ``raw``."""
        return [0, *accumulate(len(line.text) for line in self.lines)]

    def texts_after(self, number: int) -> list[int]:
        """The numbers of the lines of plain text after line ``number``, before a list of references."""
        end = len(self.lines) if self.references is None else self.references
        return [at for at in range(number + 1, end) if self.lines[at].kind == "text"]

    @property
    def body_line(self) -> Line:
        """The last line of the body so far."""
        return self.lines[self.last_body or 0]

    def previous(self) -> int | None:
        """The number of the last line that is not blank."""
        return next((at for at in range(len(self.lines) - 1, -1, -1) if self.lines[at].kind != "blank"), None)

    @property
    def has_words(self) -> bool:
        """Whether any line is more than blank."""
        return self.previous() is not None


def split_articles(lines: Iterator[Line], format: Format) -> Iterator[Frame]:
    """Yield the articles of a page; joined, their lines are the page's."""
    page = _Page(lines, format)
    return page.frames()


class _Page:
    """A walk over the lines of a page, with the article at hand."""

    def __init__(self, lines: Iterator[Line], format: Format) -> None:
        self.lines = lines
        self.format = format
        self.ahead: deque[Line] = deque()
        self.frame = Frame()
        self.is_page = False

    def frames(self) -> Iterator[Frame]:
        while (line := self._take()) is not None:
            if line.kind in ("heading", "opening") and self._is_above_source(line):
                line = line._replace(kind="text", head=None)  # noqa: PLW2901
            yield from self._closed_by(line)
            self._put(line)
            if self.frame.trailer:
                yield self._finish()
        if self.frame.lines:
            yield self._finish()

    # --- looking ahead ----------------------------------------------------------------------------------------

    def _take(self) -> Line | None:
        return self.ahead.popleft() if self.ahead else next(self.lines, None)

    def _next_words(self, count: int = 1) -> list[Line]:
        """The next lines that are not blank, at most ``count``."""
        found = [line for line in self.ahead if line.kind != "blank"][:count]
        while len(found) < count:
            line = next(self.lines, None)
            if line is None:
                break
            self.ahead.append(line)
            if line.kind != "blank":
                found.append(line)
        return found

    def _blank_follows(self) -> bool:
        self._next_words()
        return bool(self.ahead) and self.ahead[0].kind == "blank"

    def _is_above_source(self, line: Line) -> bool:
        """Whether a source line follows: what stands right above one is the title, whatever it looks like."""
        following = self._next_words()
        return bool(following) and following[0].kind in ("source", "date") and "[" not in line.words

    # --- where an article ends ----------------------------------------------------------------------------------

    def _closed_by(self, line: Line) -> Iterator[Frame]:
        """Yield the article at hand if ``line`` shows that another has begun; it may begin some lines before."""
        begin = self._begin_of_next(line)
        if begin is None:
            return
        rest = self.frame.lines[begin:]
        del self.frame.lines[begin:]
        if self.frame.has_words:
            yield self._finish()
        else:
            rest = self.frame.lines + rest
        self.frame = Frame(lines=rest, is_titled_by_page=line.kind == "text")

    def _begin_of_next(self, line: Line) -> int | None:
        """The number of the line with which the next article begins, if ``line`` belongs to a next one."""
        frame = self.frame
        here = len(frame.lines)
        if line.kind in ("source", "date"):
            return self._begin_before_source(line)
        if frame.first_body is None:
            if line.kind in ("opening", "heading") and self._is_fresh_after_raw():
                return frame.previous()
            fresh = line.kind == "text" and self._raw_has_ended()
            return here if fresh or (line.kind == "text" and here - (frame.source or 0) > LONGEST_TAIL) else None
        if line.kind == "furniture":
            ahead = self._next_words(LOOKAHEAD)
            return here if any(near.kind in BODY_KINDS or near.kind in ("source", "date") for near in ahead) else None
        if line.kind in ("opening", "heading"):
            return here if self._restarts(line) else None
        if line.kind == "text":
            if here - (frame.last_body or 0) > LONGEST_TAIL:
                return here
            return here if self._is_title_of_next(line) else None
        return None

    def _begin_before_source(self, line: Line) -> int | None:
        frame = self.frame
        title = self._title_before_source()
        if frame.first_body is None and frame.source is None:
            raw = [at for at in range(title or 0) if frame.lines[at].kind == "text"]
            prose = [at for at in raw if self._is_prose(frame.lines[at])]
            return title if title is not None and prose else None
        if frame.first_body is None:
            return title if title is not None and title > (frame.source or 0) else None
        if self._is_trailer(title):
            return None
        return title if title is not None else len(frame.lines)

    def _title_before_source(self) -> int | None:
        """The number of the line before a source line, if it is a title by its kind."""
        frame = self.frame
        at = frame.previous()
        if at is None or at == frame.source or len(frame.lines[at].words) > _LONGEST_TITLE:
            return None
        return at if frame.lines[at].kind == "text" else None

    def _is_trailer(self, title: int | None) -> bool:
        """Whether a source line after a body belongs to that body."""
        frame = self.frame
        if frame.title is not None or frame.source is not None:
            return False
        following = self._next_words()
        if not following or following[0].kind not in BODY_KINDS:
            return True
        blank_before = title is not None and title > 0 and frame.lines[title - 1].kind == "blank"
        return not blank_before or self._blank_follows()

    def _is_fresh_after_raw(self) -> bool:
        """Whether a digest begins here under a title of its own, after an entry of raw text."""
        frame = self.frame
        texts = frame.texts_after(frame.source if frame.source is not None else -1)
        return len(texts) > 1 and texts[-1] == frame.previous() and any(
            frame.lines[at].words.endswith(_ELLIPSES) for at in texts[:-1]
        )

    def _raw_has_ended(self) -> bool:
        """Whether an entry of raw text below a source line has ended, as pages end them: with ``...``."""
        last = self.frame.previous()
        return self.frame.source is not None and last is not None and self.frame.lines[last].words.endswith(" ...")

    def _restarts(self, line: Line) -> bool:
        """Whether a heading begins another digest: a second core, or a first group after groups."""
        head = line.head
        if head is None:
            return False
        heads = [known.head for known in self.frame.lines if known.kind in ("opening", "heading") and known.head]
        if head.role == "core":
            return any(known.role in ("core", "group") for known in heads)
        return head.role == "group" and head.index == 1 and any(known.role == "group" for known in heads)

    def _is_title_of_next(self, line: Line) -> bool:
        """Whether a line of text after a body is the title of an article without a source line."""
        following = self._next_words()
        if not following:
            # the page ends in the title of its next article
            return self.is_page and self._is_one_line() and not _is_repeated(self.frame, line, self.format)
        if following[0].kind not in ("opening", "heading"):
            return False
        after = following[0]
        # a crawled body is one line: between two of them nothing but a title can stand
        return self._restarts(after) or (self._is_one_line() and after.kind == "opening")

    def _is_one_line(self) -> bool:
        return self.frame.first_body == self.frame.last_body and self.frame.body_line.kind == "opening"

    @staticmethod
    def _is_prose(line: Line) -> bool:
        return line.words.endswith(_ELLIPSES) or (
            len(line.words) > _SHORTEST_PROSE and line.words.endswith(_SENTENCE_ENDS)
        )

    # --- what the lines of an article are -------------------------------------------------------------------------

    def _put(self, line: Line) -> None:
        frame, here = self.frame, len(self.frame.lines)
        if line.kind in ("source", "date") and frame.source is None:
            frame.title = frame.title if frame.title is not None else self._title_before_source()
            frame.source = here
            frame.trailer = frame.first_body is not None
        elif line.kind == "reference" and frame.references is None:
            frame.references = here
        elif line.could_open and frame.first_body is None and self._is_last_of_page():
            # title, source line and "出险率 - 新能源车" at the end of the page: a digest cut before its first citation
            frame.is_cut_short, frame.first_body, frame.last_body = True, here, here
        elif self._is_numbered_title(line):
            frame.title = here
        elif line.kind in BODY_KINDS and frame.references is None:
            if frame.first_body is None:
                self._begin_body(line)
            frame.last_body = here
            frame.is_cut_short = line.kind == "opening" and here == frame.first_body and self._is_last_of_page()
        frame.lines.append(line)

    def _is_numbered_title(self, line: Line) -> bool:
        """Whether a line that begins like a numbered heading is a title: alone above a digest of another kind."""
        frame = self.frame
        if frame.first_body is not None or frame.source is not None or frame.texts_after(-1):
            return False
        if line.kind != "heading" or line.head is None or line.head.kind != "numbered" or line.head.role == "group":
            return False
        following = self._next_words()
        return bool(following) and following[0].kind == "opening" and following[0].head is None

    def _is_last_of_page(self) -> bool:
        """Whether the line at hand is all that follows a source line, and the page ends with it."""
        frame = self.frame
        return frame.source is not None and not frame.texts_after(frame.source) and not self._next_words()

    def _begin_body(self, line: Line) -> None:
        """Tell title and first heading among the lines before the first line of a body."""
        frame, here = self.frame, len(self.frame.lines)
        texts = frame.texts_after(frame.source if frame.source is not None else -1)
        frame.first_body = here
        if line.kind in ("marked", "cited") and texts and self._is_first_heading(line, texts):
            frame.first_body = texts.pop()
        tags = [at for at in range(here) if frame.lines[at].kind == "furniture"]
        texts = [at for at in texts if not tags or at > tags[-1]]  # what stands above page furniture is a tag
        if frame.source is None and texts:
            plain = [at for at in texts if not frame.lines[at].words.endswith(_SENTENCE_ENDS)] or texts
            if len(frame.lines[plain[-1]].words) <= _LONGEST_TITLE:
                frame.title = plain[-1]

    def _is_first_heading(self, line: Line, texts: list[int]) -> bool:
        frame = self.frame
        at = texts[-1]
        words = frame.lines[at].words
        if at != frame.previous() or not self.format.free_headings or not (is_title(words) or is_plain_title(words)):
            return False
        if len(texts) > 1 or frame.source is not None or at == len(frame.lines) - 1:
            return True
        # alone above a blank line it is a title, unless it is as short as headings are
        if line.kind == "cited":
            return False
        return len(words) <= _LONGEST_CHINESE_HEADING if is_chinese(words) else len(words.split()) <= _MOST_WORDS

    def _finish(self) -> Frame:
        """Return the article at hand, complete, and begin another."""
        frame, self.frame = self.frame, Frame()
        self.is_page = True
        if frame.first_body is not None:
            _place_tail(frame, self.format)
        elif frame.title is None:
            frame.title = _title_of_raw(frame)
        return frame


def _place_tail(frame: Frame, format: Format) -> None:
    """Find the title among the lines after a body; lines that are no title may still belong to the body."""
    last = frame.last_body or 0
    texts = frame.texts_after(last)
    if not texts:
        return
    first = frame.lines[texts[0]].words
    if frame.title is None and frame.source is None and len(first) <= _LONGEST_TITLE and not first.endswith(" -"):
        frame.title = texts[0]
    elif frame.title is not None and not frame.trailer:
        title = frame.lines[frame.title].words
        others = [at for at in texts if not _repeats(frame.lines[at].words, title, format)]
        if others and others == texts:
            frame.last_body = others[-1]


def _is_repeated(frame: Frame, line: Line, format: Format) -> bool:
    return frame.title is None or _repeats(line.words, frame.lines[frame.title].words, format)


def _repeats(words: str, title: str, format: Format) -> bool:
    for ending in format.title_endings:
        words = words.removesuffix(ending)
    return title.startswith(words) or words.startswith(title)


def _title_of_raw(frame: Frame) -> int | None:
    """The title of a text that is no digest: a short first line above more text."""
    texts = frame.texts_after(-1)
    if frame.source is None and len(texts) == 1 and frame.lines[texts[0]] is not None and frame.is_titled_by_page:
        return texts[0]
    if len(texts) > 1 and not frame.lines[texts[0]].words.endswith(_SENTENCE_ENDS):
        return texts[0] if len(frame.lines[texts[0]].words) <= _LONGEST_TITLE else None
    return None
