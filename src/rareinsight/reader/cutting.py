"""Long texts cut into shares of about a quarter of a megabyte, between articles or between lines.

Shares are what is worked on at a time: they bound memory, go to workers, are done again when a worker dies,
and count what a resumed run has behind it. So they must be the same in every run, whoever does the work.

Where an article ends is told by its lines, and by those of the article before: a page may have its titles
above or below. So a text is split into articles here, in one go, which costs a fifth of parsing it; but most dumps
have seams (:mod:`rareinsight.reader.seams`), places where an article begins for sure, and as long as one comes after
each share, only the lines around it are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple, Protocol

from rareinsight.beginnings import NOTHING_ABOVE, Above
from rareinsight.lines import split_lines
from rareinsight.reader.bounds import Stretches, bounded_lines, most_code_points
from rareinsight.reader.seams import Seam

#: Code points of a share, and its lines: few beside those of a dump, as workers idle while the last share is worked
#: on. By what each step takes, two workers read 6 MB 1.45 times as fast as one, and 1.3 times by 1 << 20.
SHARE: Final = 1 << 18
_SHARE_LINES: Final = 5_000
#: Before a seam, two shares have no more lines, so that no article in them is of too many.
_MOST_LINES: Final = 4 * _SHARE_LINES
#: Below a seam: its own article has a source line above its body, which tells the rest.
_BELOW_SEAM: Final = Above(headers_above=True, is_first=False)
#: A file is given up after so many overlong records in a row.
_GIVE_UP: Final = 16


class Piece(NamedTuple):
    """The text of an article or line, and what shares have to know of it.

    ``headers_above`` tells whether title or source line stand above its body, ``begins_with_title`` whether it was a
    title that told its beginning, ``can_stand_alone`` whether its first line is read alike without those above.
    """

    text: str
    headers_above: bool = False
    begins_with_title: bool = False
    can_stand_alone: bool = True


class Split(Protocol):
    """Splits lines into the articles they belong to."""

    def __call__(self, lines: Iterator[str], above: Above = NOTHING_ABOVE) -> Iterable[Piece]:
        """Yield the articles; ``above`` tells what of the lines before counts."""
        ...


class FindSeam(Protocol):
    """Finds the first seam between two places of a text."""

    def __call__(self, text: str, start: int, end: int, *, headers_above: bool) -> Seam | None:
        """Return the seam; ``headers_above`` tells whether an article before had title and source above its body."""
        ...


class EndlessError(ValueError):
    """A file seems to be one record without an end."""


class Cut(NamedTuple):
    """A part of a text: where it begins, in code points, and what it says; ``None`` if it is too long.

    ``ahead`` is what was looked at after it to know where its last article ends, ``above`` what of the text before
    counts, ``bound`` what is too long is more than.
    """

    offset: int
    text: str | None
    ahead: str = ""
    above: Above = NOTHING_ABOVE
    bound: str = ""


def cut_text(
    pieces: Iterable[str], split: Split, find_seam: FindSeam, *, share: int = SHARE
) -> Iterator[Cut]:
    """Yield a text in shares of whole articles.

    Args:
        pieces: The text, in pieces of any size.
        split: Splits lines into articles.
        find_seam: Finds a seam between two places of a text.
        share: About how many code points a share shall have.

    Raises:
        EndlessError: Many records in a row are too long.
    """
    text, at, offset, above = "", 0, 0, NOTHING_ABOVE
    headers_above: bool | None = None
    rest = iter(pieces)
    for piece in rest:
        text, at = text[at:] + piece, 0
        while len(text) - at >= 2 * share:
            if headers_above is None:
                whole_lines = split_lines(text[:share])[:-1]
                headers_above = any(each.headers_above for each in split(iter(whole_lines)))
            seam = _find_near(text, at, share, find_seam, headers_above=headers_above)
            if seam is None:
                yield from _cut_articles(chain([text[at:]], rest), split, share, offset, above)
                return
            yield Cut(offset, text[at : seam.start], text[seam.start : seam.end], above)
            offset, at, headers_above = offset + seam.start - at, seam.start, True
            above = _BELOW_SEAM
    yield from _cut_articles([text[at:]], split, share, offset, above)


def _find_near(text: str, at: int, share: int, find_seam: FindSeam, *, headers_above: bool) -> Seam | None:
    """Return the first seam that makes a share from ``at`` large enough, unless there are too many lines before."""
    end = at + 2 * share
    has_many_lines = text.count("\n", at, end) + text.count("\r", at, end) > _MOST_LINES
    return None if has_many_lines else find_seam(text, at + share, end, headers_above=headers_above)


def _cut_articles(
    pieces: Iterable[str], split: Split, share: int, offset: int, above: Above
) -> Iterator[Cut]:
    """Yield a text, or the rest of one from ``offset`` on, in shares; split all of it to find where articles end."""
    lines, waiting, overlong = Stretches(pieces), _Waiting(offset, above), 0
    while not lines.ended:
        waiting.offset += lines.pass_over()
        ahead: str | None = None
        for article in split(lines.stretch(), waiting.above):
            if ahead is not None and (
                article.can_stand_alone or waiting.is_full(2 * share, 2 * _SHARE_LINES)
            ):
                yield from waiting.cut(ahead)
                ahead = None
            if lines.let_go(article.text):
                yield from waiting.cut()
                yield Cut(waiting.offset, None, bound=lines.bound)
                waiting.offset += len(article.text)
                overlong, ahead = _count(overlong), None
                continue
            waiting.add(article)
            overlong = 0
            if waiting.is_full(share, _SHARE_LINES):
                ahead = lines.held_text()
        yield from waiting.cut()
        if lines.long_line:
            yield Cut(waiting.offset, None, bound=most_code_points())
            overlong = _count(overlong)


class _Waiting:
    """Articles that wait for others to make up a share; ``above`` is what stands above the next one."""

    def __init__(self, offset: int, above: Above) -> None:
        self.offset, self.above = offset, above
        self.size = self.lines = 0
        self._texts: list[str] = []
        self._above_all = above

    def add(self, article: Piece) -> None:
        if not self._texts:
            self._above_all = self.above._replace(begins_with_title=article.begins_with_title)
        self._texts.append(article.text)
        self.size += len(article.text)
        self.lines += article.text.count("\n")
        self.above = Above(self.above.headers_above or article.headers_above, is_first=False)

    def is_full(self, size: int, lines: int) -> bool:
        """Whether so much waits that a share can be made of it."""
        return self.size >= size or self.lines >= lines

    def cut(self, ahead: str = "") -> Iterator[Cut]:
        """Yield those that wait, if there are any, and wait for others."""
        if self._texts:
            yield Cut(self.offset, "".join(self._texts), ahead, self._above_all)
        self.offset += self.size
        self.size = self.lines = 0
        self._texts.clear()


def cut_lines(pieces: Iterable[str], *, share: int = SHARE) -> Iterator[Cut]:
    """Yield a text in shares of whole lines; see :func:`cut_text`."""
    waiting, overlong = _Waiting(0, NOTHING_ABOVE), 0
    for line in bounded_lines(pieces, ends="\n"):
        if isinstance(line, int):
            yield from waiting.cut()
            yield Cut(waiting.offset, None, bound=most_code_points())
            waiting.offset += line
            overlong = _count(overlong)
            continue
        waiting.add(Piece(line))
        overlong = 0
        if waiting.size >= share:
            yield from waiting.cut()
    yield from waiting.cut()


def _count(overlong: int) -> int:
    if overlong + 1 == _GIVE_UP:
        raise EndlessError(f"{_GIVE_UP} records in a row are too long")
    return overlong + 1
