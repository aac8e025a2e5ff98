"""A short stretch of text in which headings are looked for, and what reading along it needs.

A stretch is what lies between a place where a heading can stand and the next mark. The kinds of headings read on
from where they end through :meth:`Stretch.read_on`; each place is read once, however often it is asked for, so
that the work stays in proportion to the length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from rareinsight._format.shapes import CHINESE_NUMERALS
from rareinsight.format import Heading, Numbered
from rareinsight.lexicon import SMALL_WORDS
from rareinsight.model import Role
from rareinsight.patterns import Patterns
from rareinsight.shapes import is_title
from rareinsight.signs import has_open_bracket, is_caseless

Kind = Literal["word", "numbered", "free", "bold", "link"]

#: A stretch longer than this is no heading, whatever it holds.
LONGEST_STRETCH: Final = 400
#: More headings than these do not stand in a row.
MOST_IN_A_ROW: Final = 12
COLONS: Final = ":："
_FIRST_SIGNS_OF_NUMBERS: Final = frozenset("0123456789IVX" + CHINESE_NUMERALS)
#: What words of the vocabulary end in that run on: ``Key Points of``.
PREPOSITIONS: Final = (" of", " from")
#: What goes on with the words before it: after one word of the vocabulary, and after several.
_GOING_ON: Final = SMALL_WORDS - {"a", "an", "the"}
_GOING_ON_AFTER_WORDS: Final = _GOING_ON - {"by"}
_NO_WIDTH: Final = "\ufeff\u200b"
_ENDS_OF_LINES: Final = ("line", "end")
#: What may stand before a line's words: blanks and Markdown's signs, up to so many.
_BEFORE_A_LINE: Final = " \t\u00a0\u3000\ufeff\u200b#*"
_WIDEST_INDENT: Final = 16
_BEFORE_A_SENTENCE: Final = "*\"'“‘《「【(（"


class Head(NamedTuple):
    """One heading: its place, what it says, and the text it holds without a marker."""

    start: int
    end: int
    role: Role = "other"
    number: int | None = None
    label: str | None = None
    kind: Kind = "free"
    numbered: Numbered | None = None
    holds_headings: bool = False
    holds_text: bool = False
    text: tuple[int, int] | None = None


class Stretch:
    """``raw`` up to ``end``, with the kind of the mark on its right."""

    __slots__ = ("_depth", "_known", "_read", "end", "patterns", "raw", "right")

    def __init__(
        self,
        raw: str,
        end: int,
        right: str,
        patterns: Patterns,
        read: Callable[[Stretch, int, bool], list[Head] | None],
    ) -> None:
        self.raw: str = raw
        self.end: int = end
        self.right: str = right
        self.patterns: Patterns = patterns
        self._read = read
        self._known: dict[tuple[int, bool], list[Head] | None] = {}
        self._depth = 0

    @property
    def before_text(self) -> bool:
        """Whether the stretch ends in citations, so that an insight may stand at its end."""
        return self.right == "cite"

    @property
    def is_cut(self) -> bool:
        """Whether the stretch ends with the text."""
        return self.right == "end"

    def is_line_from(self, at: int) -> bool:
        """Whether an uncited line of its own begins at ``at``, in a format that declares all its headings."""
        if self.right not in _ENDS_OF_LINES or self.patterns.free_headings:
            return False
        before = self.raw[max(0, at - _WIDEST_INDENT) : at]
        return not before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip(_BEFORE_A_LINE)

    def read_on(self, start: int, *, free: bool) -> list[Head] | None:
        """Read the headings from ``start`` to the end of the stretch, ``None`` if they are something else."""
        key = start, free
        if key not in self._known:
            if self._depth == MOST_IN_A_ROW:
                return None
            self._depth += 1
            self._known[key] = self._read(self, start, free)
            self._depth -= 1
        return self._known[key]

    def read_inside(self, start: int, end: int, *, is_line: bool) -> Head | None:
        """Read one known heading between two signs around it, as those of bold; together they may be a whole line."""
        right = self.right if is_line and self.right in _ENDS_OF_LINES else "mark"
        inner = Stretch(self.raw, end, right, self.patterns, self._read).read_on(start, free=False)
        return inner[0] if inner and len(inner) == 1 and inner[0].text is None else None

    def skip_blanks(self, at: int) -> int:
        """Return the first place from ``at`` that is no blank."""
        raw, end = self.raw, self.end
        while at < end and (raw[at].isspace() or raw[at] in _NO_WIDTH):
            at += 1
        return at

    def skip_colon(self, at: int) -> int:
        """Return the place after a colon at ``at``, blanks before it left out; ``at`` where there is none."""
        after = self.skip_blanks(at)
        return after + 1 if after < self.end and self.raw[after] in COLONS else at

    def word_at(self, at: int) -> tuple[Heading, int] | None:
        """Return the longest word of the vocabulary at ``at`` and its end."""
        return self.patterns.vocabulary.longest_at(self.raw, at, self.end)

    def number_at(self, at: int) -> bool:
        """Whether the number of a heading stands at ``at``."""
        numbered = self.patterns.numbered_at(self.raw[at])
        return any(pattern.match(self.raw, at, self.end) for _, pattern in numbered)

    def candidates(self, start: int) -> Iterator[int]:
        """Yield the places from ``start`` where a known heading may begin after a blank or a stop."""
        limit = min(self.end, start + LONGEST_STRETCH)
        for candidate in self.patterns.candidates.finditer(self.raw, start, limit):
            at = candidate.start()
            if self.raw.startswith("**", at - 2):
                at -= 2
            if at > start and (self.raw[at - 1].isspace() or self.raw[at - 1] in ".。"):
                yield at

    def end_of_label(self, start: int) -> int:
        """Return where a label ends: at a numbered heading, or after a word that holds headings."""
        raw, end = self.raw, self.end
        word = self.word_at(start)
        if word is not None and word[0].holds_headings:
            after = self.skip_colon(word[1])
            # Group 3: Summary by Sections: Market Review: - the second colon tells that the first parts two headings
            is_parted = after == word[1] or raw[after:end].rstrip().endswith(tuple(COLONS))
            if (
                is_parted
                and is_other_title(raw[after:end], raw[start : word[1]])
                and not raw[start : word[1]].endswith(PREPOSITIONS)
            ):
                return after
        if (
            word is not None
            and word[0].role == "core"
            and is_other_title(raw[word[1] : end], raw[start : word[1]])
        ):
            return word[1]
        again = _place_of_repeat(raw[start:end])
        stop = start + again if again else end
        if not holds_number(raw[start : min(stop, start + LONGEST_STRETCH)]):
            return stop
        for at in self.candidates(start + 1):
            if at >= stop:
                break  # in 3. Industry News and Deals 3.1 Industry News the number comes first
            if raw[at].isalpha() and raw[start:at].rstrip().endswith(("：", ":")):
                continue  # 3. Policy Risk: Section 232
            if not self.number_at(at) or has_open_bracket(raw[start:at]):
                continue
            heads = self.read_on(at, free=True)
            if heads and heads[0].kind == "numbered":  # not Group 2: Volkswagen Group 2.3 Million Cars
                return at
        return stop


def is_other_title(text: str, word: str) -> bool:
    """Whether what follows a word of the vocabulary is a title of its own: not ``of the Report``, ``From the Call``.

    ``By Region`` is one after several words, as in ``Summary by Sections By Region``, and none after one.
    """
    first = text.split(None, 1)[:1]
    goes_on = bool(first) and first[0].casefold() in (_GOING_ON_AFTER_WORDS if " " in word else _GOING_ON)
    return not goes_on and opens_sentence(text.lstrip()) and is_title(text)


def _place_of_repeat(title: str) -> int:
    """Where a title begins once more with its first two words, as a part of a chapter does; 0 if it does not.

    ``2. Price Range and Hedging Price Range``: a chapter and the first of its parts.
    """
    words = title.split(None, 2)
    if len(words) < 3 or words[1] in SMALL_WORDS:
        return 0
    again = title.find(f" {words[0]} {words[1]}", len(words[0]) + len(words[1])) + 1
    before = title[:again].split()
    is_whole = again > 0 and len(before) > 1 and before[-1] not in SMALL_WORDS and before[-1][-1].isalnum()
    return again if is_whole and is_title(title[:again]) and is_title(title[again:]) else 0


def holds_number(text: str) -> bool:
    """Whether a digit of any kind stands in ``text``."""
    return not _FIRST_SIGNS_OF_NUMBERS.isdisjoint(text)


def opens_sentence(text: str) -> bool:
    """Whether ``text`` begins as a sentence or title does."""
    text = text.lstrip(_BEFORE_A_SENTENCE)
    return text[:1].isupper() or text[:1].isdigit() or is_caseless(text[:1])
