"""Articles as crawlers give them: a title, its source line, and a body in one line, one below the other.

Nothing about where these begin and end is to be decided: each is placed in one step, in a third of the time that
:mod:`rareinsight.pages` takes for its lines one by one. From the first article on that is not just so, a page is left
to it: the two ways place alike, and a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from rareinsight.beginnings import Above, is_prose
from rareinsight.format import Format
from rareinsight.frames import LONGEST_TITLE, is_excerpt
from rareinsight.lines import HEADER_KINDS, Line
from rareinsight.lookahead import Ahead
from rareinsight.sheets import Sheet

#: What is known of a page below articles that were taken in steps.
BELOW_CRAWLED: Final = Above(headers_above=True, is_first=False)
#: The first lines of bodies that need no look at the lines above; a heading alone may be a title.
_BEGIN_BODY: Final = ("opening", "marked", "cited")
#: An article has no more lines down to its body than these, no more of page furniture, and no more blank ones below.
_MOST_LINES: Final = 16
_MOST_FURNITURE: Final = 4
_MOST_BLANKS: Final = 8


class _Crawled(NamedTuple):
    """The lines of an article that matter, each by how many others come before it."""

    title: int
    header: int
    body: int


def crawled_sheets(ahead: Ahead, format: Format) -> Iterator[Sheet]:
    """Yield the articles that come next, as far as they are such; what is left of the page is still to come."""
    if format.unmarked or format.title_line != "last":
        return
    article = _find(ahead, 0, is_first=True)
    while article is not None:
        end = _skip_blanks(ahead, article.body + 1)
        is_last = ahead.peek(end) is None
        following = None if is_last else _find(ahead, end, is_first=False)
        if following is None and not is_last:
            return
        yield _make_sheet(ahead.take_all(end), article, is_last=is_last)
        article = following and _Crawled(*[number - end for number in following])


def _find(ahead: Ahead, start: int, *, is_first: bool) -> _Crawled | None:
    """Find an article from line ``start`` on; page furniture may stand above it, tags above the first of a page."""
    title: Line | None = None
    title_at = header_at = -1
    furniture = 0
    for number in range(start, start + _MOST_LINES):
        line = ahead.peek(number)
        if line is None or line.is_wrapped:
            return None
        kind = line.kind
        if kind == "blank":
            continue
        if header_at >= 0:
            return _Crawled(title_at, header_at, number) if kind in _BEGIN_BODY else None
        if title is not None and kind in HEADER_KINDS:
            header_at = number
        elif title is not None and (not is_first or is_prose(title)):
            return None
        elif kind == "text" and _may_be_title(line, is_first=is_first):
            title, title_at = line, number
        elif kind == "furniture" and furniture < _MOST_FURNITURE:
            title, furniture = None, furniture + 1
        else:
            return None
    return None


def _skip_blanks(ahead: Ahead, start: int) -> int:
    """Return the number of the first line from ``start`` on that is not blank, or of the last one looked at."""
    for number in range(start, start + _MOST_BLANKS):
        line = ahead.peek(number)
        if line is None or line.kind != "blank":
            return number
    return start + _MOST_BLANKS


def _may_be_title(line: Line, *, is_first: bool) -> bool:
    """Whether a line of text may be a title: below another article a number may be the next one of a list."""
    return line.end - line.start <= LONGEST_TITLE and (is_first or not line.text[line.start].isdigit())


def _make_sheet(lines: list[Line], article: _Crawled, *, is_last: bool) -> Sheet:
    texts = [line.text for line in lines]
    raw = "".join(texts)
    title, header, body = lines[article.title], lines[article.header], lines[article.body]
    title_at, header_at, body_at = [len("".join(texts[:number])) for number in article]
    return Sheet(
        raw,
        raw,
        (title_at + title.start, title_at + title.end),
        header.header,
        header_at,
        (body_at + body.start, body_at + len(body.text)),
        is_last and body.kind == "opening" and not is_excerpt(body),
    )
