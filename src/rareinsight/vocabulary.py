"""The heading words of a format as a tree of signs, walked along a text.

As patterns the words of the built-in format take 150 ms to compile, longer than a process that reads one page has
to live. The tree takes 4 ms, and says after a sign or two that no word begins here, three times as fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight.format import Heading

#: A blank of a word may be so many in a text, of any kind: copying widens them, line ends stand for them.
_MOST_BLANKS: Final = 3
_LINE_ENDS: Final = "\r\n"
_APOSTROPHES: Final = "_'’"


def spellings_of(words: Iterable[str]) -> Iterator[str]:
    """Yield words as they are declared, and as pages spell their apostrophes: ``What's Next``, ``What’s Next``."""
    for word in words:
        yield word
        if "'" in word or "’" in word:
            yield word.replace("'", "’") if "'" in word else word.replace("’", "'")


class _Node:
    """What may follow the signs that lead here, and the heading whose word they are."""

    __slots__ = ("following", "heading")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.heading: Heading | None = None


class Vocabulary:
    """The words of headings.

    Args:
        headings: those of a format; of two with the same word the first one counts.
        broken: whether a line may end inside a Chinese word, as in text that was wrapped.
    """

    __slots__ = ("_broken", "_first")

    def __init__(self, headings: Iterable[Heading], *, broken: bool = False) -> None:
        self._broken = broken
        self._first = _Node()
        for heading in headings:
            for word in spellings_of(heading.words):
                node = self._first
                for sign in word.casefold():
                    following = node.following.get(sign)
                    if following is None:
                        following = node.following[sign] = _Node()
                        if sign.isascii():  # nearly all: told without folding its case
                            node.following[sign.upper()] = following
                    node = following
                node.heading = node.heading or heading

    def may_begin(self, sign: str) -> bool:
        """Whether a word begins with ``sign``, small or large."""
        return sign.casefold() in self._first.following

    def is_cut_to(self, text: str) -> bool:
        """Whether a word begins with ``text`` and goes on, and no other one ends there."""
        node = self._first
        for sign in text.casefold():
            following = node.following.get(sign)
            if following is None:
                return False
            node = following
        return node.heading is None

    def longest_at(self, raw: str, at: int, end: int) -> tuple[Heading, int] | None:
        """Return the heading of the longest word that stands at ``at``, and where it ends, by ``end`` at the latest.

        >>> from rareinsight._declarations.digest import DIGEST
        >>> found = Vocabulary(DIGEST.headings).longest_at("Core  Insights and more", 0, 23)
        >>> found[0].role, found[1]
        ('core', 14)
        """
        node, found = self._first, None
        while at < end:
            sign = raw[at]
            following = node.following.get(sign)
            if following is None and sign > "\x7f":
                following = node.following.get(sign.casefold())
            at += 1
            if following is None:
                if not sign.isspace():
                    break
                following = node.following.get(" ")
                if following is None:
                    if self._broken and node is not self._first and (at := _end_of_break(raw, at - 1, end)):
                        continue
                    break
            if sign.isspace():
                at = _end_of_blanks(raw, at, end)
            node = following
            if node.heading is not None and (at == end or not (raw[at].isalnum() or raw[at] in _APOSTROPHES)):
                found = node.heading, at
        return found


def _end_of_blanks(raw: str, at: int, end: int) -> int:
    """Where the blanks end of which the first stands before ``at``."""
    limit = min(end, at + _MOST_BLANKS - 1)
    while at < limit and raw[at].isspace():
        at += 1
    return at


def _end_of_break(raw: str, at: int, end: int) -> int:
    """Where the one line end at ``at`` ends that stands between two Chinese signs; 0 if none does."""
    after = at + (2 if raw.startswith("\r\n", at) else 1)
    is_joint = raw[at] in _LINE_ENDS and after < end and raw[at - 1] >= "㐀" and raw[after] >= "㐀"
    return after if is_joint else 0
