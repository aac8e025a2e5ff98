"""Titles at the end of a statement without citations and stop: ``… 1.8 million tons Freight Rates - The Danube …``.

Nothing closes what stands before such a heading, so only two things tell it: the words before it are a whole
statement, and a cited sentence follows the marker. It is a likelier reading and no more: a doubt is told.
"""

from __future__ import annotations

from typing import Final

from rareinsight.joints import is_compound, is_range
from rareinsight.lexicon import SMALL_WORDS
from rareinsight.marks import CITE, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict, take_headings
from rareinsight.sentences import starts_sentence
from rareinsight.shapes import is_title
from rareinsight.signs import is_caseless
from rareinsight.state import WINDOW
from rareinsight.stretch import Head

#: A statement before a title has so many words at the least, in Chinese so many characters.
_FEWEST_WORDS_BEFORE: Final = 4
_FEWEST_CHARACTERS_BEFORE: Final = 8
_FEWEST_WORDS: Final = 2
_MOST_WORDS: Final = 5
_LENGTHS_OF_CHINESE_TITLES: Final = range(3, 11)
#: What a statement ends in, and a verb or preposition before a name does not: figures, plurals, spans of time.
_ENDS_OF_STATEMENTS: Final = ("%", "s", *"0123456789")
_SPANS: Final = frozenset(["year", "quarter", "month", "week", "day", "half", "third", "quarter", "decade"])


def title_at_end(reading: Reading, mark: Mark) -> Verdict:
    """Take the title at the end of an uncited statement for a heading, with a doubt."""
    text = reading.open_text(mark) if reading.free else ""
    if not _may_end_in_title(text) or reading.marks.peek().kind != CITE or is_compound(reading.raw, mark):
        return Verdict.PASS
    if is_range(reading.raw, mark) or not starts_sentence(reading.right_text(mark)):
        return Verdict.PASS
    title = _chinese_title_of(text) if is_caseless(text) else _latin_title_of(text)
    begin = max(reading.text_start, mark.start - WINDOW)
    at = reading.raw.rfind(title, begin, mark.start) if title else -1
    if at <= reading.words_since:
        return Verdict.PASS
    reading.doubt("uncertain-marker", mark.start, mark.end)
    reading.end_insight(at)
    return take_headings(reading, [Head(at, at + len(title))], mark)


def _may_end_in_title(text: str) -> bool:
    """Whether the last word of a text may be one of a title: nearly all others are told from it alone."""
    last = text[text.rfind(" ") + 1 :]
    return bool(last) and not (last.islower() and last.isascii() and last not in SMALL_WORDS)


def _latin_title_of(text: str) -> str:
    """The words in capitals at the end of a text, ``Freight Rates``, where what stands before them is a statement."""
    words = text.split(" ")
    start = len(words)
    while start > 0 and (words[start - 1][:1].isupper() or words[start - 1] in SMALL_WORDS):
        start -= 1
    while start < len(words) and words[start] in SMALL_WORDS:
        start += 1
    title, before = words[start:], words[:start]
    if not _FEWEST_WORDS <= len(title) <= _MOST_WORDS or len(before) < _FEWEST_WORDS_BEFORE:
        return ""
    is_whole = before[-1] in _SPANS or (
        before[-1].endswith(_ENDS_OF_STATEMENTS) and before[-1] not in SMALL_WORDS
    )
    return " ".join(title) if is_whole and is_title(" ".join(title)) else ""


def _chinese_title_of(text: str) -> str:
    """The short words after the last blank of a text, ``运费与物流``, where what stands before it is a statement."""
    before, _, title = text.rpartition(" ")
    is_short = len(title) in _LENGTHS_OF_CHINESE_TITLES and not any(sign.isdigit() for sign in title)
    is_statement = len(before.rpartition(" ")[2]) >= _FEWEST_CHARACTERS_BEFORE
    return title if is_short and is_statement and is_caseless(title) and is_title(title) else ""
