"""Headings with a title before a marker, ``Group 2: Rivals - ``, ``Market Outlook - ``, read in one step.

Where a plain insight follows, a title of common words has nothing to decide either: the dash can be no hyphen of it,
since the next mark is a citation. What is not just so is left to :mod:`rareinsight.gaps`, which reads it alike.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight.bare_headings import worded_shapes
from rareinsight.format import Format, Numbered
from rareinsight.joints import joins_lone_name
from rareinsight.lexicon import MONTH_NAMES
from rareinsight.marks import MARK, Mark
from rareinsight.patterns import Patterns, compile_format
from rareinsight.shapes import is_title
from rareinsight.stretch import Head

#: Words of a title: letters of ASCII, as ``Low-Cost`` and ``R&D`` have them, no figures and no stops; or Chinese.
_TITLE: Final = r"[A-Z][A-Za-z'’&/-]*+(?:,? [A-Za-z&][A-Za-z'’&/-]*+){0,11}+|[㐀-鿿]{2,16}+"
_BLANKS: Final = r"[^\S\r\n]"
#: The shape of a numbered heading that is read here besides those of a word and a number.
_ITEM: Final = "{n}."
#: What a range of dates or hours may begin with: ``Outlook for May - June``.
_BEFORE_A_RANGE: Final = MONTH_NAMES | {"early", "mid", "late", "end", "am", "pm"}


class TitledHeadings(NamedTuple):
    """Those of a format: a title before a marker, perhaps with a number, or a word and a number, before it."""

    pattern: re.Pattern[str]
    worded: dict[str, Numbered]
    item: Numbered | None
    patterns: Patterns
    free: bool

    def read(self, raw: str, at: int, end: int) -> tuple[Head, int, int] | None:
        """Read a heading at ``at``, right after citations; return it, where the marker ends, and its blanks."""
        found = self.pattern.match(raw, at, end)
        if found is None or not self._is_plain(raw, found):
            return None
        title, word = found["title"], found["word"]
        numbered = self.item if word is None else self.worded[word.casefold()]
        start, stop = found.start("heading"), found.end("heading")
        if found["number"] is None:
            head = Head(start, stop) if self.free and self._is_free(raw, title, found) else None
        elif numbered is None or (word is None and not is_title(title)):
            head = None
        else:
            head = Head(start, stop, numbered.role, int(found["number"]), title, "numbered", numbered)
        return None if head is None else (head, found.end("marker"), found.end())

    def _is_plain(self, raw: str, found: re.Match[str]) -> bool:
        """Whether a title begins with no word of the vocabulary or number, repeats no word, and begins no range."""
        title, words = found["title"], found["title"].split()
        if len(set(words)) < len(words) or words[-1].casefold() in _BEFORE_A_RANGE:
            return False
        if not title.isascii() and self.patterns.numbered_at(title[0]):
            return False
        return self.patterns.vocabulary.longest_at(raw, *found.span("title")) is None

    def _is_free(self, raw: str, title: str, found: re.Match[str]) -> bool:
        """Whether a title without a number is a heading, and neither a list's nor the first of two names."""
        if self.patterns.may_be_references(title[:2]) or not is_title(title):
            return False
        return not joins_lone_name(raw, Mark(MARK, *found.span("marker")), title)


@lru_cache(maxsize=256)
def compile_titled_headings(format: Format) -> TitledHeadings:
    """Return those of ``format``, which has markers that are single signs."""
    signs = "".join([re.escape(sign) for sign in format.markers if len(sign) == 1])
    worded = dict(worded_shapes(format))
    words = "|".join(map(re.escape, worded)) or "(?!)"
    # The standard library's engine reads this pattern in a third of the time that `regex` takes.
    pattern = re.compile(
        rf"{_BLANKS}++(?P<heading>(?:(?:(?P<word>(?i:{words}))(?=[0-9]{{1,6}}:)|(?=[0-9]{{1,3}}\. ))"
        rf"(?P<number>[0-9]++)[:.]{_BLANKS}*+)?(?P<title>{_TITLE}):?){_BLANKS}++(?P<marker>[{signs}])"
        rf"{_BLANKS}++(?=[A-Z㐀-鿿])"
    )
    item = next((numbered for numbered in format.numbered if numbered.shape == _ITEM), None)
    return TitledHeadings(pattern, worded, item, compile_format(format), format.free_headings)
