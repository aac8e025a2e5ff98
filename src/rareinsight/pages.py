"""Where an article begins and ends on a page.

A page is read line by line with a short look ahead, so that a page that comes in pieces gives the same articles
as a whole one, in bounded memory. An article begins with its title, the line above a source line, or above the
first line of a digest where there is no source line; it ends where the next one begins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

from rareinsight.format import Format
from rareinsight.frames import (
    LONGEST_TITLE,
    SENTENCE_ENDS,
    Frame,
    ends_claim_above,
    is_next_of_list,
    is_title_again,
    place_tail,
    repeats_title,
    title_of_raw,
    unwrap,
)
from rareinsight.headings import read_headings
from rareinsight.lines import BODY_KINDS, HEADER_KINDS, Line
from rareinsight.patterns import compile_format
from rareinsight.reference_lists import is_numbered
from rareinsight.shapes import LONGEST_PARENT, ends_sentence, is_chinese, is_plain_title, is_title
from rareinsight.wrapping import breaks_sentence

#: How many lines a decision may look ahead, blank ones left out.
LOOKAHEAD: Final = 5
#: An article is closed after so many lines of plain text that follow its body, or that are all it has.
LONGEST_TAIL: Final = 2000

_SHORTEST_PROSE: Final = 60
_LONGEST_LONE_HEADING: Final = 8
_MOST_WORDS_OF_LONE_HEADING: Final = 3
#: A title that ends in a stop is no longer than this; a longer line is a sentence.
_MOST_WORDS_OF_TITLE: Final = 10
_FIRST_NUMBERS: Final = ("1. ", "1) ")
_ELLIPSES: Final = ("...", "…")


def split_articles(lines: Iterator[Line], format: Format) -> Iterator[Frame]:
    """Yield the articles of a page; joined, their lines are the page's."""
    return _Page(lines, format).frames()


class _Page:
    """A walk over the lines of a page, with the article at hand."""

    def __init__(self, lines: Iterator[Line], format: Format) -> None:
        self.lines, self.format = lines, format
        self.ahead: deque[Line] = deque()
        self.frame = Frame()
        self.is_first = True

    def frames(self) -> Iterator[Frame]:
        while (line := self._take()) is not None:
            if line.kind == "blank" and (len(self.frame.lines) <= LONGEST_TAIL or not self.frame.has_words):
                self.frame.append(line)
                continue
            begin = self._begin_of_next(line)
            if begin is not None:
                yield from self._close_at(begin, line)
            self._put(line)
        if self.frame.lines:
            yield self._finish()

    def _take(self) -> Line | None:
        line = self.ahead.popleft() if self.ahead else next(self.lines, None)
        if line is None or line.kind not in ("heading", "reference"):
            return line
        if line.kind == "reference":
            return line._replace(kind="cited") if ends_claim_above(self.frame, line) else line
        if is_title_again(self.frame, line, self.format):
            return line._replace(kind="furniture", head=None)
        following = self._next_words()
        is_tag = following and following[0].kind == "furniture" and self.frame.first_body is None
        if is_tag or (following and following[0].kind in HEADER_KINDS):
            # above page furniture stands a tag, above a source line the title, whatever they look like
            return line._replace(kind="text", head=None)
        return line

    def _next_words(self, count: int = 1) -> list[Line]:
        """The next lines that are not blank, at most ``count``."""
        found = [line for line in self.ahead if line.kind != "blank"][:count]
        while len(found) < count and len(self.ahead) < LONGEST_TAIL:
            line = next(self.lines, None)
            if line is None:
                break
            self.ahead.append(line)
            if line.kind != "blank":
                found.append(line)
        return found

    def _close_at(self, begin: int, line: Line) -> Iterator[Frame]:
        """Yield the article at hand up to line ``begin``, with which the next one begins."""
        rest = self.frame.cut_at(begin)
        if self.frame.has_words:
            yield self._finish()
        else:
            rest = self.frame.lines + rest
        self.frame = Frame(lines=rest, begins_with_title=line.kind == "text")

    def _finish(self) -> Frame:
        """Return the article at hand, complete, and begin another."""
        frame, self.frame = self.frame, Frame()
        self.is_first = False
        if frame.first_body is not None:
            unwrap(frame, self.format)
            place_tail(frame, self.format)
        elif frame.title is None:
            frame.title = title_of_raw(frame)
        return frame

    # --- where the next article begins ----------------------------------------------------------------------------

    def _begin_of_next(self, line: Line) -> int | None:
        """The number of the line with which the next article begins, if ``line`` belongs to a next one."""
        if self.frame.ends_in_header:
            # its title and source line closed it: what is more than blanks and furniture is of the next
            return len(self.frame.lines) if self._is_of_next(line) else None
        if line.kind in HEADER_KINDS:
            return self._begin_before_source()
        begins = (
            self._begins_after_raw(line) if self.frame.first_body is None else self._begins_after_body(line)
        )
        if not begins:
            return None
        is_below_title = self.frame.first_body is None and line.kind in ("opening", "heading")
        return self.frame.last_words() if is_below_title else len(self.frame.lines)

    def _begins_after_raw(self, line: Line) -> bool:
        """Whether an entry of raw text has ended before ``line``."""
        frame = self.frame
        is_long = frame.has_words and len(frame.lines) - (frame.source or 0) > LONGEST_TAIL
        if is_long and line.kind not in BODY_KINDS:
            return True
        if line.kind == "text":
            last = frame.last_words() if frame.source is not None else None
            return last is not None and frame.lines[last].words.endswith(" ...")
        if line.kind not in ("opening", "heading"):
            return False
        texts = frame.texts_below_header()
        has_title = len(texts) > 1 and texts[-1] == frame.last_words()
        return has_title and any(frame.lines[at].words.endswith(_ELLIPSES) for at in texts[:-1])

    def _begins_after_body(self, line: Line) -> bool:
        """Whether ``line`` begins another article after the body of the one at hand."""
        if len(self.frame.lines) - (self.frame.last_body or 0) > LONGEST_TAIL and line.kind not in BODY_KINDS:
            return True
        if line.kind == "furniture":
            return self._is_of_next(line)
        if line.kind in ("opening", "heading"):
            return self.frame.restarts(line) and not self._is_listed(line)
        return line.kind == "text" and not self._is_listed(line) and self._is_title_without_source(line)

    def _is_of_next(self, line: Line) -> bool:
        """Whether a line that is of no body is of the next article: furniture is if something new follows it."""
        if line.kind == "blank":
            return False
        if line.kind != "furniture":
            return True
        near = next((near for near in self._next_words(LOOKAHEAD) if near.kind != "furniture"), None)
        if near is None:
            return False
        if self.frame.ends_in_header or near.kind in (*HEADER_KINDS, "text"):
            return True
        return near.kind in ("opening", "heading") and self.frame.restarts(near)

    def _is_listed(self, line: Line) -> bool:
        """Whether a line is an entry of a list of references."""
        return self.frame.references is not None and is_numbered(line.text, line.start, line.end)

    def _is_title_without_source(self, line: Line) -> bool:
        following = self._next_words()
        is_one_line = self.frame.has_one_line_body()
        if not following:
            # a page of several articles may end in the title of one more
            has_title = self.frame.title is not None and not repeats_title(self.frame, line, self.format)
            return not self.is_first and is_one_line and has_title
        after = following[0]
        if after.kind not in ("opening", "heading") or self._is_listed(after):
            return False
        # a crawled body is one line: between two of them nothing but a title can stand
        return self.frame.restarts(after) or (is_one_line and after.kind == "opening")

    def _begin_before_source(self) -> int | None:
        frame, title = self.frame, self._title_above()
        if frame.first_body is not None:
            if self._belongs_to_body(title):
                return None
            return len(frame.lines) if title is None else title
        if title is None:
            return None
        if frame.source is not None:
            return title if title > frame.source else None
        above = [frame.lines[at] for at in frame.texts_after(-1) if at < title]
        return title if any(_is_prose(line) for line in above) else None

    def _title_above(self) -> int | None:
        """The number of the line above a source line, if it may be its title."""
        frame, at = self.frame, self.frame.last_words()
        if at is None or at == frame.source or frame.lines[at].kind != "text":
            return None
        return at if len(frame.lines[at].words) <= LONGEST_TITLE else None

    def _belongs_to_body(self, title: int | None) -> bool:
        """Whether a source line after a body, and the title above it, belong to that body."""
        frame = self.frame
        if frame.title is not None or frame.source is not None:
            return False
        following = self._next_words()
        if not following or following[0].kind not in BODY_KINDS:
            return True
        is_parted = title is not None and title > 0 and frame.lines[title - 1].kind == "blank"
        return not is_parted or self.ahead[0].kind == "blank"

    # --- what a line is to its article ----------------------------------------------------------------------------

    def _put(self, line: Line) -> None:
        frame, here = self.frame, len(self.frame.lines)
        if line.kind == "text" and self._is_next_of_list(line):
            line = line._replace(kind="marked")
        if line.kind in HEADER_KINDS and frame.source is None:
            frame.title = self._title_above() if frame.title is None else frame.title
            frame.source, frame.ends_in_header = here, frame.first_body is not None
            frame.leave_out_of_body(frame.title)
        elif line.kind == "reference" and frame.references is None:
            frame.references = here
        elif line.kind == "heading" and self._is_numbered_title(line):
            frame.title = here
        elif (line.kind in BODY_KINDS or (line.kind == "text" and self._is_text_of_body(line))) and (
            frame.references is None or self._resumes(line)
        ):
            if frame.first_body is None:
                self._begin_body(line)
            frame.references = None
            frame.add_to_body(line)
        frame.append(line)

    def _is_numbered_title(self, line: Line) -> bool:
        """Whether a line that begins like a numbered heading is a title: alone above a digest of another kind."""
        head = line.head
        if head is None or head.kind != "numbered" or head.role == "group":
            return False
        if self.frame.first_body is not None or self.frame.source is not None or self.frame.texts_after(-1):
            return False
        following = self._next_words()
        return bool(following) and following[0].kind == "opening" and following[0].head is None

    def _is_next_of_list(self, line: Line) -> bool:
        """Whether a line without citations goes on with the numbers of the body above it."""
        last = self.frame.last_body
        is_next = last is not None and last == self.frame.last_words()
        return is_next and is_next_of_list(self.frame.lines[last or 0], line)

    def _resumes(self, line: Line) -> bool:
        """Whether a digest goes on below a list of references: with a core or group that is no entry of it."""
        is_heading = line.head is not None and line.head.role != "other"
        return is_heading and not is_numbered(line.text, line.start, line.end)

    def _is_text_of_body(self, line: Line) -> bool:
        """Whether a line of plain text is of a body: below a heading where insights have no markers, or cut off.

        ``出险率 - 新能源车`` at the end of a page is a digest that was cut off before its first citation.
        """
        if self.frame.first_body is not None:
            return self.format.unmarked
        return self.frame.source is not None and (
            (line.could_open or self._opens_known(line)) and self._is_all_there_is()
        )

    def _opens_known(self, line: Line) -> bool:
        """Whether a line begins with a heading of the vocabulary and text of it: ``核心观点 铜价本周``."""
        if line.words.endswith(_ELLIPSES):
            return False  # an excerpt of raw text
        patterns = compile_format(self.format)
        return bool(read_headings(line.text, line.start, line.end, "cite", patterns, free=False))

    def _is_all_there_is(self) -> bool:
        """Whether the line at hand is all that follows a source line, and the page ends with it."""
        frame = self.frame
        return frame.source is not None and not self._next_words() and not frame.texts_after(frame.source)

    def _begin_body(self, line: Line) -> None:
        """Tell title and first heading among the lines before the first line of a body."""
        frame, here = self.frame, len(self.frame.lines)
        frame.first_body = here
        may_be_cut = line.kind in ("opening", "text") and not line.words.endswith(_ELLIPSES)
        frame.is_cut_short = may_be_cut and self._is_all_there_is()
        texts = self._texts_above(here)
        is_insight = line.kind in ("marked", "cited") or _opens_with_one(
            line, has_source=frame.source is not None
        )
        may_be_below = is_insight or self._is_below_chapter(line)
        if may_be_below and texts and self._is_first_heading(line, texts):
            frame.first_body = texts.pop()
            if self._is_parent(texts):
                frame.first_body = texts.pop()
        if frame.source is not None:
            return
        if self.format.lead:
            texts = self._leave_lead_to_body(texts)
        if texts and _goes_on_in(line, frame, texts[-1]):
            texts = texts[:-1]
        titles = [at for at in texts if not _is_preamble(frame.lines[at].words)]
        title = (titles[-1] if self.format.title_line == "last" else titles[0]) if titles else None
        if title is not None and len(frame.lines[title].words) <= LONGEST_TITLE:
            frame.title = title

    def _texts_above(self, here: int) -> list[int]:
        """The lines of text above line ``here`` and below the source line, or else below the page furniture."""
        frame = self.frame
        texts = frame.texts_below_header()
        if frame.source is not None:
            return texts
        # what stands above page furniture is a tag, not a title
        furniture = [at for at in range(here) if frame.lines[at].kind == "furniture"]
        return [at for at in texts if not furniture or at > furniture[-1]]

    def _is_parent(self, texts: list[int]) -> bool:
        """Whether a line right below the source line, and right above the first heading, is that one's parent."""
        frame = self.frame
        if len(texts) != 1 or frame.source is None or frame.first_body is None or texts[0] < frame.source:
            return False
        words = frame.lines[texts[0]].words
        is_between = (
            texts[0] == frame.first_body - 1 and frame.title is not None and frame.title < frame.source
        )
        return is_between and len(words) <= LONGEST_PARENT and is_title(words)

    def _leave_lead_to_body(self, texts: list[int]) -> list[int]:
        """Count the paragraphs right above the first heading to the body; return the lines above them."""
        lines = self.frame.lines
        while texts and (
            len(lines[texts[-1]].words) > LONGEST_TITLE or lines[texts[-1]].words.endswith(SENTENCE_ENDS)
        ):
            self.frame.first_body = texts.pop()
        return texts

    def _is_below_chapter(self, line: Line) -> bool:
        """Whether a numbered heading is the first below a source line, so that what stands between is one too."""
        is_numbered_heading = (
            line.kind == "heading" and line.head is not None and line.head.kind == "numbered"
        )
        return is_numbered_heading and self.frame.source is not None

    def _is_first_heading(self, line: Line, texts: list[int]) -> bool:
        """Whether the last line of text above the first insight is its heading, and not the title."""
        frame, at = self.frame, texts[-1]
        words = frame.lines[at].words
        if (
            at != frame.last_words()
            or not self.format.free_headings
            or not (is_title(words) or is_plain_title(words))
        ):
            return False
        if len(texts) > 1 or frame.source is not None:
            return True
        if at == len(frame.lines) - 1 and not _is_whole_body(line, self.format):
            return True
        # alone above a blank line or a whole body it is a title, unless it is as short as headings are
        if is_chinese(words):
            is_short = len(words) <= _LONGEST_LONE_HEADING
        else:
            is_short = len(words.split()) <= _MOST_WORDS_OF_LONE_HEADING
        return is_short and (line.kind == "marked" or line.words.startswith(_FIRST_NUMBERS))


def _opens_with_one(line: Line, *, has_source: bool) -> bool:
    """Whether a line opens with the number one, which is the marker of an insight unless it is a heading's."""
    head = line.head
    if line.kind != "opening" or head is None or head.numbered is None or head.number != 1:
        return False
    return (
        "{n}" in head.numbered.shape and not head.numbered.is_worded and (has_source or head.text is not None)
    )


def _is_whole_body(line: Line, format: Format) -> bool:
    """Whether a marker stands in a line after its first citation, so that more than one insight does."""
    _, _, rest = line.text.partition("]")
    return any([f" {sign} " in rest for sign in format.markers])


def _goes_on_in(line: Line, frame: Frame, number: int) -> bool:
    """Whether line ``number`` holds a heading, a marker and words that go on in the first line of a body below."""
    above = frame.lines[number]
    is_right_above = number == len(frame.lines) - 1 and line.kind == "cited"
    return above.could_open and is_right_above and breaks_sentence(above, line)


def _is_preamble(words: str) -> bool:
    """Whether a line says what follows, as summarisers do, or is another sentence, and no title."""
    is_long_sentence = (
        words.endswith((".", "。")) and ends_sentence(words) and len(words.split()) > _MOST_WORDS_OF_TITLE
    )
    return words.endswith((":", "：")) or is_long_sentence


def _is_prose(line: Line) -> bool:
    """Whether a line is of raw text: a sentence, or cut short with an ellipsis."""
    words = line.words
    return words.endswith(_ELLIPSES) or (len(words) > _SHORTEST_PROSE and words.endswith(SENTENCE_ENDS))
