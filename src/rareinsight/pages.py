"""Where an article begins and ends on a page.

A page is read line by line with a short look ahead, so that a page that comes in pieces gives the same articles
as a whole one, in bounded memory. An article begins with its title, the line above a source line, or above the
first line of a digest where there is no source line; it ends where the next one begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rareinsight.article_titles import is_title_again, title_of_raw
from rareinsight.beginnings import NOTHING_ABOVE, Above, Beginnings
from rareinsight.format import Format
from rareinsight.frames import Frame, ends_claim_above
from rareinsight.lines import HEADER_KINDS, Line
from rareinsight.lookahead import LONGEST_TAIL, Ahead
from rareinsight.placing import put
from rareinsight.tails import place_tail, unwrap

#: Kinds of lines that may be something else where they stand.
_MAY_BE_OTHER: Final = ("heading", "reference", "opening")


def split_articles(lines: Iterator[Line], format: Format, *, above: Above = NOTHING_ABOVE) -> Iterator[Frame]:
    """Yield the articles of a page; joined, their lines are the page's.

    Args:
        lines: the lines of the page.
        format: the format to read them by.
        above: what stands above these lines, if they are the rest of a page.
    """
    return _Page(lines, format, above).frames()


class _Page:
    """A walk over the lines of a page, with the article at hand."""

    def __init__(self, lines: Iterator[Line], format: Format, above: Above) -> None:
        self.ahead, self.format = Ahead(lines), format
        self.frame = Frame(begins_with_title=above.begins_with_title)
        self.beginnings = Beginnings(self.frame, self.ahead, format, above)
        self.is_between = True

    def frames(self) -> Iterator[Frame]:
        while (line := self.ahead.take()) is not None:
            if line.kind in _MAY_BE_OTHER:
                line = self._see(line)
            if self._is_passed_over(line) and (
                len(self.frame.lines) <= LONGEST_TAIL or not self.frame.has_words
            ):
                self.frame.append(line)
                continue
            begin = self.beginnings.find(line)
            if begin is not None:
                yield from self._close_at(begin, line)
            put(self.frame, line, self.ahead, self.format)
            self.is_between &= line.kind == "furniture"
        if self.frame.lines:
            yield self._finish()

    def _begin(self, frame: Frame) -> None:
        """Go on with the lines of another article."""
        self.beginnings.close(self.frame, frame)
        self.frame = frame

    def _is_passed_over(self, line: Line) -> bool:
        """Whether a line says nothing of what the lines around it are: a blank one, and furniture above a title."""
        if line.kind == "furniture":
            return self.is_between and self.frame.first_body is None
        return line.kind == "blank"

    def _see(self, line: Line) -> Line:
        """Return ``line`` as what it is where it stands."""
        if line.kind == "reference":
            return line._replace(kind="cited") if ends_claim_above(self.frame, line) else line
        if is_title_again(self.frame, line, self.format):
            return line._replace(kind="furniture", head=None)
        if line.kind == "opening":
            return line
        following = self.ahead.words()
        is_tag = following and following[0].kind == "furniture" and self.frame.first_body is None
        if is_tag or (following and following[0].kind in HEADER_KINDS):
            # above page furniture stands a tag, above a source line the title, whatever they look like
            return line._replace(kind="text", head=None)
        return line

    def _close_at(self, begin: int, line: Line) -> Iterator[Frame]:
        """Yield the article at hand up to line ``begin``, with which the next one begins."""
        is_at_parent = begin < len(self.frame.lines) and self.frame.ends_in_parent()
        rest = self.frame.cut_at(begin)
        if self.frame.has_words:
            yield self._finish(followed=True)
        else:
            rest = self.frame.lines + rest
        self._begin(Frame(lines=rest, begins_with_title=line.kind == "text"))
        if is_at_parent:  # the first line of the rest, and of a body: it has been met before its core told so
            self.frame.first_body = self.frame.last_body = 0
        self.is_between = not rest

    def _finish(self, *, followed: bool = False) -> Frame:
        """Return the article at hand, complete, and begin another, with which the page may go on."""
        frame = self.frame
        self._begin(Frame())
        if frame.first_body is not None:
            unwrap(frame, self.format)
            place_tail(frame, self.format, followed=followed)
        elif frame.title is None:
            frame.title = title_of_raw(frame)
        return frame
