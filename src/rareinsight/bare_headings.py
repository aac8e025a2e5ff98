"""Bare headings before a marker, ``Core Insights - ``, ``Group 2 - ``: the most common ones, read in one step.

Nothing about them is to be decided, so they need no stretch and no tables; what is not just so is left to
:mod:`rareinsight.headings`, which reads them alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight.format import Format, Heading, Numbered
from rareinsight.patterns import compile_format
from rareinsight.spelling import AFTER_CITATIONS
from rareinsight.stretch import Head
from rareinsight.word_headings import head_of_word

_PLACE_OF_NUMBER: Final = "{n}"
_LONGEST_NUMBER: Final = 6
_DIGITS: Final = "0123456789"


class BareHeadings(NamedTuple):
    """Those of a format: words before a marker, the vocabulary, and shapes by what stands before their number."""

    pattern: re.Pattern[str]
    words: dict[str, Heading]
    worded: dict[str, Numbered]

    def read(self, raw: str, at: int, end: int) -> tuple[Head, int, int] | None:
        """Read a heading with a marker after it at ``at``; return it, where the marker ends, and its blanks."""
        found = self.pattern.match(raw, at, end)
        if found is None:
            return None
        words = found[1]
        start = found.start(1)
        known = self.words.get(words.casefold())
        if known is not None:
            # text may stand below a rating without a marker, and a question goes on to the next one
            is_bare = not (known.holds_text or known.opens_title)
            head = head_of_word(known, start, start + len(words))
            return (head, found.end(2), found.end()) if is_bare else None
        before_number = words.rstrip(_DIGITS)
        numbered = self.worded.get(before_number.casefold())
        digits = words[len(before_number) :]
        if numbered is None or not 0 < len(digits) <= _LONGEST_NUMBER:
            return None
        head = Head(start, start + len(words), numbered.role, int(digits), None, "numbered", numbered)
        return head, found.end(2), found.end()


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
    return BareHeadings(pattern, compile_format(format).words, dict(worded_shapes(format)))


def spell_next_marker(signs: list[str]) -> str:
    """Spell the pattern of a marker and the blanks around it; right after citations and their stop it needs none."""
    return rf"((?:\s++|(?<=[\]】］{AFTER_CITATIONS}]))[{''.join(map(re.escape, signs))}])[^\S\r\n]++"


def worded_shapes(format: Format) -> Iterator[tuple[str, Numbered]]:
    """Yield what stands before the number of each shape that is a word and its number, as ``group ``."""
    for numbered in reversed(format.numbered):  # of two shapes that fit, the first declared one counts
        before, place, after = numbered.shape.partition(_PLACE_OF_NUMBER)
        if numbered.is_worded and place and not after:
            yield before.casefold(), numbered
