"""Where the next article of a page begins, told from the article at hand, the line at hand, and a few lines ahead."""

from __future__ import annotations

from typing import Final, NamedTuple

from rareinsight._references import is_numbered
from rareinsight.article_titles import is_caption, repeats_title
from rareinsight.format import Format
from rareinsight.frames import ELLIPSES, SENTENCE_ENDS, Frame
from rareinsight.lines import BODY_KINDS, HEADER_KINDS, Line
from rareinsight.lookahead import LONGEST_TAIL, Ahead
from rareinsight.model import CLOSING_STOPS
from rareinsight.sentences import holds_sentence_end
from rareinsight.shapes import is_long_title
from rareinsight.wrapping import ENDS_OF_CLAIM

#: How many lines a decision may look ahead, blank ones left out.
LOOKAHEAD: Final = 5

_SHORTEST_PROSE: Final = 60
#: Where articles repeat one shape, a title and headings are so many lines at the most, and all of one is so long.
_MOST_LINES_ABOVE: Final = 5
_LONGEST_SHAPE: Final = 100
_LONGEST_SOURCE: Final = 24


class Above(NamedTuple):
    """What of the lines above a decision may rest on, where a page is read from somewhere in the middle.

    ``headers_above`` tells whether an article had title or source line above its body, ``is_first`` whether there was
    none, ``begins_with_title`` whether the article that begins here does so with its title.
    """

    headers_above: bool = False
    is_first: bool = True
    begins_with_title: bool = False


NOTHING_ABOVE: Final = Above()


class Beginnings:
    """What tells that another article begins: the one at hand, and what the page had before."""

    def __init__(self, frame: Frame, ahead: Ahead, format: Format, above: Above) -> None:
        self.frame, self.ahead, self.format = frame, ahead, format
        self.headers_above, self.is_first = above.headers_above, above.is_first

    def close(self, frame: Frame, following: Frame) -> None:
        """Go on from one article to the next."""
        if frame.has_words:
            self.is_first = False
            self.headers_above = self.headers_above or frame.has_header_above
        self.frame = following

    def find(self, line: Line) -> int | None:
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
        is_heading = line.kind in ("opening", "heading")
        is_below_title = is_heading and (self.frame.first_body is None or self.frame.ends_in_parent())
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
        # below a source line or a title that began it, and above a body in one line, a sentence is raw text too
        is_begun = frame.source is not None or frame.begins_with_title
        is_crawled = is_begun and line.kind == "opening"
        above = [frame.lines[at].words for at in texts[:-1]]
        return has_title and any(
            words.endswith(ELLIPSES) or (is_crawled and holds_sentence_end(words)) for words in above
        )

    def _begins_after_body(self, line: Line) -> bool:
        """Whether ``line`` begins another article after the body of the one at hand."""
        if len(self.frame.lines) - (self.frame.last_body or 0) > LONGEST_TAIL and line.kind not in BODY_KINDS:
            return True
        if line.kind == "furniture":
            return self._is_of_next(line)
        if line.kind in ("opening", "heading"):
            return not self._is_listed(line) and (self.frame.restarts(line) or self._is_caption(line))
        return line.kind == "text" and not self._is_listed(line) and self._is_title_without_source(line)

    def _is_of_next(self, line: Line) -> bool:
        """Whether a line that is of no body is of the next article: furniture is if something new follows it."""
        if line.kind == "blank":
            return False
        if line.kind != "furniture":
            return True
        near = next((near for near in self.ahead.words(LOOKAHEAD) if near.kind != "furniture"), None)
        if near is None:
            return False
        if self.frame.ends_in_header or near.kind in (*HEADER_KINDS, "text"):
            return True
        return near.kind in ("opening", "heading") and self.frame.restarts(near)

    def _is_listed(self, line: Line) -> bool:
        """Whether a line is an entry of a list of references."""
        return self.frame.references is not None and is_numbered(line.text, line.start, line.end)

    def _is_caption(self, line: Line) -> bool:
        """Whether a heading is the title of another digest, which begins below."""
        below = next(iter(self.ahead.words()), None) if line.kind == "heading" else None
        if below is None or not is_caption(line, below):
            return False
        is_titled = self.frame.title is not None and self.frame.source is None
        return self.frame.restarts(below) or (is_titled and self._is_between_whole(below))

    def _is_title_without_source(self, line: Line) -> bool:
        following = self.ahead.words(2)
        # the source line of the article that begins may be cut off, too, and an entry of raw text may have none
        last = following[0] if len(following) == 1 else None
        is_cut_source = last is not None and last.kind == "text" and last.length <= _LONGEST_SOURCE
        is_entry = bool(following) and following[0].kind == "text" and _is_sentence(following[0])
        if not following or is_cut_source or is_entry:
            return self.frame.has_one_line_body() and self._is_one_more_title(line)
        if self._ends_article_above():
            return False
        if self._repeats_shape():
            return True
        after = following[-1] if following[0].is_parent else following[0]
        if after.kind not in ("opening", "heading") or self._is_listed(after):
            return False
        return self.frame.restarts(after) or self._is_between_whole(after)

    def _is_one_more_title(self, line: Line) -> bool:
        """Whether a page of several articles ends in the title of one more: below the first, a longer line."""
        title = self.frame.title
        if title is None or repeats_title(line, self.frame.lines[title].words, self.format):
            return False
        if _is_sentence(line):
            return False
        return not self.is_first or (self.frame.holds_sections() and is_long_title(line.words))

    def _is_between_whole(self, after: Line) -> bool:
        """Whether the lines above and below are bodies in one line each, as crawlers give them.

        Between two of them only a title can stand, or the parent of a bold heading.
        """
        return self.frame.has_one_line_body() and after.kind == "opening" and not after.words.startswith("**")

    def _ends_article_above(self) -> bool:
        """Whether a title right below a body, and above a blank line, is that body's own."""
        frame = self.frame
        has_header = self.headers_above or frame.title is not None or frame.source is not None
        return not has_header and frame.last_body == len(frame.lines) - 1 and self.ahead.is_blank()

    def _repeats_shape(self) -> bool:
        """Whether the article at hand and the lines from here on are alike: a title, headings, a first insight.

        Blank lines tell so where they stand between the articles only.
        """
        count = self._lines_above_insights()
        kinds = self.ahead.kinds(count) if count else []
        is_alike = len(kinds) == count and kinds[-1:] == ["marked"]
        return is_alike and {"blank", "marked", *HEADER_KINDS}.isdisjoint(kinds[:-1])

    def _lines_above_insights(self) -> int:
        """How many lines of the article at hand stand above its first insight; 0 where they tell nothing."""
        lines, title, last = self.frame.lines, self.frame.title, self.frame.last_body or 0
        if title is None or lines[-1].kind != "blank" or self.frame.last_words() != last:
            return 0
        near = range(title + 2, min(title + _MOST_LINES_ABOVE, last + 1))
        first = next((at for at in near if lines[at].kind == "marked"), None)
        if first is None or last - title > _LONGEST_SHAPE:
            return 0
        if any(lines[at].kind == "blank" for at in range(title, last)):
            return 0
        is_cited = lines[first].words.rstrip(CLOSING_STOPS).endswith(ENDS_OF_CLAIM)
        return first - title if is_cited else 0

    def _begin_before_source(self) -> int | None:
        frame, title = self.frame, self.frame.title_above(self.format)
        if frame.first_body is not None:
            if self._belongs_to_body(title):
                return None
            return len(frame.lines) if title is None else title
        if title is None:
            return None
        if frame.source is not None:
            return title if title > frame.source else None
        above = [frame.lines[at] for at in frame.texts_after(-1) if at < title]
        return title if any(is_prose(line) for line in above) else None

    def _belongs_to_body(self, title: int | None) -> bool:
        """Whether a source line after a body, and the title above it, belong to that body."""
        frame = self.frame
        if frame.title is not None or frame.source is not None:
            return False
        following = self.ahead.words()
        if not following or following[0].kind not in BODY_KINDS:
            return True
        if self.headers_above or (self.is_first and frame.begins_inside()):
            return False  # a page has them above its bodies or below, also where one article has none
        is_parted = title is not None and title > 0 and frame.lines[title - 1].kind == "blank"
        return not is_parted or self.ahead.is_blank()


def _is_sentence(line: Line) -> bool:
    """Whether a line holds a stop, as no title in Chinese does, or is of raw text."""
    return "。" in line.words or is_prose(line)


def is_prose(line: Line) -> bool:
    """Whether a line is of raw text: a sentence, or cut short with an ellipsis."""
    words = line.words
    return words.endswith(ELLIPSES) or (len(words) > _SHORTEST_PROSE and words.endswith(SENTENCE_ENDS))
