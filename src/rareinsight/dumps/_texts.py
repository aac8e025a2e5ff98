"""Plain text in bounded memory, however long its lines and its articles are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from attrs import evolve

from rareinsight import Article, Origin, parse_stream
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, describe_error, make_notice
from rareinsight.dumps._records import Options, Record, Stream

#: No more lines are held at once than this, and no article goes on after so much that is blank.
MOST_LINES: Final = 100_000
_BLANKS: Final = 4_000


def whole_lines(pieces: Iterable[str]) -> Iterator[str | int]:
    """Yield a text in pieces that end where lines do; of a line that is too long, only its length."""
    waiting, size = list[str](), 0
    for piece in pieces:
        end = piece.rfind("\n") + 1
        first = piece.find("\n") + 1
        if size + first > LONGEST_RECORD and end:
            yield size + first
            waiting, size, piece, end = [], 0, piece[first:], end - first  # noqa: PLW2901 - the rest of it
        if end:
            yield "".join((*waiting, piece[:end]))
            waiting, size = [], 0
        size += len(piece) - end
        waiting = [*waiting, piece[end:]] if size <= LONGEST_RECORD else []
    if size > LONGEST_RECORD:
        yield size
    elif size:
        yield "".join(waiting)


class _Feed:
    """A text on its way to the parser, in stretches that it can hold."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = whole_lines(pieces)
        self.held = self.lines = self.passed = 0
        self.ended = self.is_full = self.is_long = self._is_blank = False

    def stretch(self) -> Iterator[str]:
        """Yield text up to a line that is too long, to much that is blank, or until too much of it is held."""
        self.held = self.lines = self.passed = 0
        self.is_full = self.is_long = False
        for piece in self._pieces:
            is_blank = isinstance(piece, str) and len(piece) >= _BLANKS and piece.isspace()
            was_blank, self._is_blank = self._is_blank, is_blank
            if isinstance(piece, int) or (is_blank and was_blank):
                self.is_long = isinstance(piece, int)
                self.passed = piece if isinstance(piece, int) else len(piece)
                return
            self.held += len(piece)
            self.lines += piece.count("\n")
            yield piece
            if self.held > LONGEST_RECORD or self.lines > MOST_LINES:
                self.is_full = True
                return
        self.ended = True


def read_stream(stream: Stream, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of a text as it is read; a line or an article that is too long comes as a notice."""
    path = stream.path
    feed, offset, is_empty = _Feed(stream.text), 0, True
    while not feed.ended:
        try:
            for article in parse_stream(feed.stretch(), format=options.format):
                lines = article.raw.count("\n")
                feed.held, feed.lines = feed.held - len(article.raw), feed.lines - lines
                if feed.is_full and len(article.raw) > LONGEST_RECORD // 2:
                    detail = f"more than {LONGEST_RECORD:,} characters"
                    yield make_notice("long-record", path, detail, record=0, offset=offset)
                elif article.sections or not (options.only_digests or article.raw.isspace()):
                    yield evolve(article, origin=Origin(path, 0, offset))
                offset += len(article.raw)
                is_empty = is_empty and article.raw.isspace()
        except Exception as error:  # what has been given to the parser and has not come back is lost
            yield make_notice("failed-record", path, describe_error(error), record=0, offset=offset)
            offset += feed.held
        if feed.is_long:
            is_empty = False
            detail = f"a line of {feed.passed:,} characters"
            yield make_notice("long-record", path, detail, record=0, offset=offset)
        offset += feed.passed
    if is_empty:
        yield make_notice("empty-file", path)


def separated(pieces: Iterable[str], path: str, separator: str) -> Iterator[Record | Notice]:
    """Yield the texts between lines that are the separator, each a record; blank ones are none."""
    waiting, size, number = list[str](), 0, 0
    lines = (line for piece in whole_lines(pieces) for line in _lines_of(piece))
    for line in chain(lines, (separator,)):
        if line.strip() != separator:
            size += len(line)
            waiting.append(line)
            if size > LONGEST_RECORD:
                waiting.clear()
            continue
        if size > LONGEST_RECORD:
            yield make_notice("long-record", path, f"{size:,} characters", record=number)
        elif any(map(str.strip, waiting)):
            yield Record(path, number, "".join(waiting))
        else:
            number -= 1
        waiting, size, number = [], 0, number + 1


def _lines_of(piece: str | int) -> list[str]:
    """Return lines; in the place of one that is too long, one that is too long as well."""
    return ["x" * (LONGEST_RECORD + 1)] if isinstance(piece, int) else piece.splitlines(keepends=True)
