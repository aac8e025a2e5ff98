"""Articles as crawlers give them: a title, its source line, and a body in one line, one below the other.

Nothing about where these begin and end is to be decided: each is placed in one step, in half of the time that
:mod:`rareinsight.pages` takes for its lines one by one. Where an article ends is told by the one below it, so that a
page is left to it from the article on that has something else below. A page of one article may have its title and
source line below the body, or nowhere. The two ways place alike, and a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from rareinsight.bare_headings import compile_bare_headings
from rareinsight.beginnings import LOOKAHEAD, NOTHING_ABOVE, Above, is_prose
from rareinsight.format import Format
from rareinsight.frames import LONGEST_TITLE, is_excerpt
from rareinsight.header_lines import Header
from rareinsight.lines import HEADER_KINDS, LONGEST_HEADER, Line, classify, trim
from rareinsight.paragraphs import LONGEST_BEFORE, LONGEST_IN_PARAGRAPH, MOST_LINES_OF_HEADER
from rareinsight.patterns import compile_format
from rareinsight.sheets import Sheet
from rareinsight.tails import is_cut_heading

#: What is known of a page below articles that were taken in steps.
BELOW_CRAWLED: Final = Above(headers_above=True, is_first=False)
#: The first lines of bodies that need no look at the lines above; a heading alone may be a title.
_BEGIN_BODY: Final = ("opening", "marked", "cited")
_ABOVE_TITLES: Final = ("blank", "furniture")
#: A longer line is no header, and in no wrapped paragraph.
_SHORTEST_BODY: Final = max(LONGEST_HEADER, LONGEST_IN_PARAGRAPH)
#: An article has so many lines down to its body, and blank ones below it, at the most.
_MOST_LINES: Final = 8
_MOST_BLANKS: Final = 4
_ENDS_OF_BODY: Final = ("]", "].", "]。")
#: So much page furniture can stand above a title that is seen from the first of it.
_MOST_FURNITURE: Final = LOOKAHEAD - 1


class CrawledArticles:
    """The articles that a page begins with, as far as they are just so.

    Args:
        lines: the lines of the page.
        format: the format to read them by.
        above: what stands above these lines, if they are the rest of a page.
    """

    __slots__ = ("_above", "_format", "_lines", "_more", "_patterns")

    def __init__(self, lines: Iterable[str], format: Format, above: Above = NOTHING_ABOVE) -> None:
        self._lines: list[str] = []
        self._more, self._above = iter(lines), above
        self._format, self._patterns = format, compile_format(format)

    def sheets(self) -> Iterator[Sheet]:
        """Yield the articles, each as soon as the first line of the next one's body has come."""
        if self._format.unmarked or self._format.title_line != "last":
            return
        article = self._find(0, is_first=self._above.is_first)
        lone = self._find_lone() if article is None else None
        if lone is not None:
            self._lines.clear()
            yield lone
        while article is not None:
            sheet, count = article
            end = self._skip_blanks(count)
            below = self._line(end)
            article = None if below is None or below.isspace() else self._find(end, is_first=False)
            if article is None and below is not None:
                return
            if below is not None or end > count:
                raw = sheet.raw + "".join(self._lines[count:end])
                is_cut_short = sheet.is_cut_short and below is None
                sheet = sheet._replace(raw=raw, unbroken=raw, is_cut_short=is_cut_short)
            del self._lines[:end]
            yield sheet

    def rest(self) -> Iterator[str]:
        """Return the lines that are of no such article."""
        return chain(self._lines, self._more)

    def _find(self, start: int, *, is_first: bool) -> tuple[Sheet, int] | None:
        """Find an article that begins with line ``start``, down to its body, and count its lines.

        What is rarest is looked for first, so that other pages lose no time.
        """
        lines = self._lines
        body_at = self._find_long_line(start)
        header_at = self._skip_blanks_above(body_at, start)
        title_at = self._skip_blanks_above(header_at, start)
        if title_at < start:
            return None
        header = self._classify(header_at)
        if header.kind not in HEADER_KINDS or not self._are_tags(start, title_at, is_first=is_first):
            return None
        title = self._classify(title_at)
        if not _is_title(title, is_first=is_first):
            return None
        above = len("".join(lines[start:title_at]))
        sheet = self._read_body(
            "".join(lines[start : body_at + 1]),
            lines[body_at],
            title=(above + title.start, above + title.end),
            header=header.header,
            header_at=above + len("".join(lines[title_at:header_at])),
        )
        return None if sheet is None else (sheet, body_at + 1 - start)

    def _find_lone(self) -> Sheet | None:
        """Find the article of a page that is one body, which ends in citations, and perhaps a header below it."""
        body_at = self._skip_blanks(0)
        if self._line(body_at + MOST_LINES_OF_HEADER + 1) is not None or body_at == len(self._lines):
            return None
        text = self._lines[body_at]
        if len(text) <= _SHORTEST_BODY or not text.rstrip().endswith(_ENDS_OF_BODY):
            return None
        below = [self._classify(number) for number in range(body_at + 1, len(self._lines))]
        if not self._are_header(below):
            return None
        above = "".join(self._lines[: body_at + 1])
        sheet = self._read_body(
            above,
            text,
            title=(len(above) + below[0].start, len(above) + below[0].end) if below else None,
            header=below[-1].header if below else None,
            header_at=len(above) + len("".join(self._lines[body_at + 1 : -1])),
        )
        raw = "".join(self._lines)
        return sheet and sheet._replace(raw=raw, unbroken=raw, is_cut_short=False)

    def _are_header(self, below: list[Line]) -> bool:
        """Whether lines below a body are nothing, or a title and perhaps its source line.

        A text that is cut off may end in the beginning of a heading, which is no title.
        """
        if not below:
            return True
        title, *others = below
        is_cut = title.words.endswith(" -") or is_cut_heading(title.words, self._format)
        is_header = all([line.kind in HEADER_KINDS for line in others])
        return _is_title(title, is_first=False) and is_header and not is_cut

    def _read_body(
        self, raw: str, text: str, *, title: tuple[int, int] | None, header: Header | None, header_at: int
    ) -> Sheet | None:
        """Return the sheet of an article if ``text``, the last line of ``raw``, can begin a body."""
        start, end = trim(text)
        if end - start <= _SHORTEST_BODY:
            return None
        at = len(raw) - len(text)
        headings = compile_bare_headings(self._format)
        first = headings.read(raw, at + start, at + end) if headings else None
        line = classify(text, self._format, self._patterns) if first is None else None
        if line is not None and line.kind not in _BEGIN_BODY:
            return None
        head = first[0] if first else line and line.head
        is_cut_short = (line is None or line.kind == "opening") and not is_excerpt(text, start, end, head)
        body = at + start, len(raw)
        return Sheet(raw, raw, title, header, header_at, body, is_cut_short, text, first)

    def _classify(self, number: int) -> Line:
        return classify(self._lines[number], self._format, self._patterns)

    def _line(self, number: int) -> str | None:
        """Return a line of those to come, none below the last one."""
        while len(self._lines) <= number:
            line = next(self._more, None)
            if line is None:
                return None
            self._lines.append(line)
        return self._lines[number]

    def _find_long_line(self, start: int) -> int:
        """Return the number of the first line that is as long as a body; ``start`` itself if none is near."""
        lines = self._lines
        for number in range(start, start + _MOST_LINES):
            if number == len(lines) and self._line(number) is None:
                break
            if len(lines[number]) > _SHORTEST_BODY:
                return number
        return start

    def _skip_blanks(self, start: int) -> int:
        """Return the number of the first line from ``start`` on that is not blank, or that is one too many."""
        number = start
        while number < start + _MOST_BLANKS and (line := self._line(number)) is not None and line.isspace():
            number += 1
        return number

    def _skip_blanks_above(self, below: int, start: int) -> int:
        """Return the number of the first line above another one that is not blank; less than ``start`` if none is."""
        lines, number = self._lines, below - 1
        while number >= start and lines[number].isspace():
            number -= 1
        return number

    def _are_tags(self, start: int, end: int, *, is_first: bool) -> bool:
        """Whether what stands above a title is page furniture, or above the first of a page tags; no raw text.

        A blank line below a body is of that body's article, also one of signs without width.
        """
        furniture = 0
        for number in range(start, end):
            line = self._classify(number)
            is_tag = is_first and line.kind == "text" and not is_prose(line)
            if line.kind == "blank" and number == start and not is_first:
                return False
            if len(line.text) > LONGEST_BEFORE or not (is_tag or line.kind in _ABOVE_TITLES):
                return False
            furniture += line.kind == "furniture"
        return furniture <= _MOST_FURNITURE


def _is_title(line: Line, *, is_first: bool) -> bool:
    """Whether a line may be a title: below another article a number may be the next one of a list."""
    is_short = line.kind == "text" and line.end - line.start <= LONGEST_TITLE
    return is_short and (is_first or not line.text[line.start].isdigit())
