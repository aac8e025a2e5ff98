"""Where articles begin on a page, line by line, with a short look ahead and in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight._decide.lines import (
    BODY,
    BOILERPLATE,
    LINE_ROWS,
    REFERENCE,
    SOURCE,
    SOURCE_BELOW,
    TITLE,
    TITLE_BELOW,
    Draft,
    Place,
)
from rareinsight._decide.table import first_row
from rareinsight._page.grammar import Grammar
from rareinsight._page.look import Line, look_at

BLANK: Final = "blank"
#: How many lines with words are looked at below a line.
_AHEAD: Final = 6
#: An article that nothing ends is closed after so many lines, for a stream to need no more memory.
_MOST_LINES: Final = 10_000


def split_articles(lines: Iterable[str], grammar: Grammar) -> Iterator[Draft]:
    """Yield the articles of a page, each as soon as the next has begun; joined, their lines are the page's."""
    draft = Draft()
    ahead: deque[Line] = deque()
    waiting: deque[Line] = deque()
    for line in _look_at_all(lines, grammar):
        ahead.append(line)
        if line.start < line.end:
            waiting.append(line)
        while len(waiting) > _AHEAD or len(ahead) > _MOST_LINES:
            draft, done = _take(draft, ahead, waiting, grammar)
            if done is not None:
                yield done
    while ahead:
        draft, done = _take(draft, ahead, waiting, grammar)
        if done is not None:
            yield done
    if draft.lines:
        yield draft


def _look_at_all(lines: Iterable[str], grammar: Grammar) -> Iterator[Line]:
    blanks = 0
    for text in lines:
        line = Line(text)
        if line.start == line.end:
            line.label = BLANK
            blanks += 1
        else:
            line.above, blanks = blanks, 0
            line.is_last = not text.endswith(("\n", "\r"))
            look_at(line, grammar)
        yield line


def _take(draft: Draft, ahead: deque[Line], waiting: deque[Line], grammar: Grammar) -> tuple[Draft, Draft | None]:
    """Decide the next line; return the article that it belongs to, and the one that it ends, if it ends one."""
    line = ahead.popleft()
    if len(draft.lines) >= _MOST_LINES:
        ahead.appendleft(line)
        return Draft(), draft
    if line.label == BLANK:
        draft.lines.append(line)
        return draft, None
    waiting.popleft()
    row = first_row(Place(line, draft, list(waiting), grammar), LINE_ROWS)
    line.label, line.row = row.label, row.name
    done = draft if _begins_article(draft, line) else None
    draft = draft if done is None else Draft()
    _put(draft, line)
    return draft, done


def _begins_article(draft: Draft, line: Line) -> bool:
    """Whether an article begins with a line: with its title, its source line, or below a header that ended one."""
    if line.label in (BOILERPLATE, TITLE_BELOW, SOURCE_BELOW, REFERENCE):
        return False
    if line.label == TITLE:
        is_below = draft.source is not None and line.row == "title above source line"
        return is_below or draft.title is not None or bool(draft.body)
    if line.label == SOURCE:
        return draft.source is not None or bool(draft.body)
    return draft.is_title_below and draft.last is not None and draft.last.label in (TITLE_BELOW, SOURCE_BELOW)


def _put(draft: Draft, line: Line) -> None:
    draft.lines.append(line)
    if line.label == BOILERPLATE:
        return
    draft.last = line
    if line.label in (TITLE, TITLE_BELOW):
        draft.title = line
        draft.is_title_below = line.label == TITLE_BELOW
    elif line.label in (SOURCE, SOURCE_BELOW):
        draft.source = line
        draft.is_title_below |= line.label == SOURCE_BELOW
    elif line.label == BODY:
        draft.body.append(line)
    elif line.label == REFERENCE:
        draft.is_listing = True
