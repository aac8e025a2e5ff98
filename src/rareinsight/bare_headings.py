"""Bare headings before a marker, ``Core Insights - ``, ``Group 2 - ``: the most common ones, read in one step.

Nothing about them is to be decided, so they need no stretch and no tables; what is not just so is left to
:mod:`rareinsight.headings`, which reads them alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Role
from rareinsight.patterns import compile_format
from rareinsight.spelling import AFTER_CITATIONS
from rareinsight.stretch import Head, Kind
from rareinsight.tuples import maker_of

_PLACE_OF_NUMBER: Final = "{n}"
_LONGEST_NUMBER: Final = 6
_DIGITS: Final = "0123456789"
#: The numbers of a shape up to this one are read without taking them apart.
_MOST_SPELLED_OUT: Final = 20


#: What a heading says wherever it stands: the fields of a head below its place.
_Says = tuple[Role, "int | None", None, Kind, "Numbered | None", bool, bool, None]
_make_head: Final[Callable[[tuple[int, int, *_Says]], Head]] = maker_of(Head)


#: A heading, where the marker after it ends, and where the blanks after that do.
BareHeading = tuple[Head, int, int]


class BareHeadings(NamedTuple):
    """Those of a format: words before a marker, what each says, and shapes by what stands before their number."""

    pattern: re.Pattern[str]
    known: dict[str, _Says | None]
    worded: dict[str, Numbered]

    def read(self, raw: str, at: int, end: int) -> BareHeading | None:
        """Read a heading with a marker after it at ``at``."""
        found = self.pattern.match(raw, at, end)
        if found is None:
            return None
        words = found[1]
        word = words.casefold()
        says = self.known[word] if word in self.known else self._read_number(words)
        if says is None:
            return None
        start = found.start(1)
        return _make_head((start, start + len(words), *says)), found.end(2), found.end()

    def _read_number(self, words: str) -> _Says | None:
        before_number = words.rstrip(_DIGITS)
        numbered = self.worded.get(before_number.casefold())
        digits = words[len(before_number) :]
        if numbered is None or not 0 < len(digits) <= _LONGEST_NUMBER:
            return None
        return _say_number(numbered, int(digits))


def _say_number(numbered: Numbered, number: int) -> _Says:
    return numbered.role, number, None, "numbered", numbered, False, False, None


def _known_headings(words: dict[str, Heading], worded: dict[str, Numbered]) -> dict[str, _Says | None]:
    """Map the words of the vocabulary, and the first numbers of each shape, to what they say."""
    known: dict[str, _Says | None] = {
        f"{before}{number}": _say_number(numbered, number)
        for before, numbered in worded.items()
        for number in range(1, _MOST_SPELLED_OUT + 1)
    }
    for word, heading in words.items():
        # text may stand below a rating without a marker, and a question goes on to the next one
        is_bare = not (heading.holds_text or heading.opens_title)
        says: _Says = heading.role, None, None, "word", None, heading.holds_headings, False, None
        known[word] = says if is_bare else None
    return known


@lru_cache(maxsize=256)
def compile_bare_headings(format: Format) -> BareHeadings | None:
    """Return those of ``format``, ``None`` for one whose markers are no single signs."""
    single = [sign for sign in format.markers if len(sign) == 1]
    if not single:
        return None
    # The standard library's engine reads this pattern in a third of the time that `regex` takes.
    pattern = re.compile(
        r"\s*+([\w'’&]++(?:[^\S\r\n][\w'’&]++){0,9}+)(?=\s)" + spell_next_marker(single),
    )
    worded = dict(worded_shapes(format))
    return BareHeadings(pattern, _known_headings(compile_format(format).words, worded), worded)


def spell_next_marker(signs: list[str]) -> str:
    """Spell the pattern of a marker and the blanks around it; right after citations and their stop it needs none."""
    return rf"((?:\s++|(?<=[\]】］{AFTER_CITATIONS}]))[{''.join(map(re.escape, signs))}])[^\S\r\n]++"


def worded_shapes(format: Format) -> Iterator[tuple[str, Numbered]]:
    """Yield what stands before the number of each shape that is a word and its number, as ``group ``."""
    for numbered in reversed(format.numbered):  # of two shapes that fit, the first declared one counts
        before, place, after = numbered.shape.partition(_PLACE_OF_NUMBER)
        if numbered.is_worded and place and not after:
            yield before.casefold(), numbered
