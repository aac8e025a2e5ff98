"""The headings of a format: its words, families and numbers, found in a text.

A word of the vocabulary is found in a dictionary, not by a pattern of a thousand words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, partial
from itertools import chain, pairwise
from typing import Final, NamedTuple

from rareinsight._grammar.spelling import NOTHING, fill, in_set
from rareinsight._patterns import deferred
from rareinsight._shapes import CHINESE_NUMERALS, MAX_WORD, is_worded, read_number
from rareinsight.format import Format, Heading, Numbered

_ROMAN: Final = "((?-i:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3}))"
#: The numbers of headings have at most three digits: four are a year.
_PLACES: Final = {"n": "([0-9]{1,3})", "c": f"([{CHINESE_NUMERALS}]{{1,5}})", "r": _ROMAN}
#: The characters that each kind of number may begin with, and patterns for the rest.
_FIRST: Final = {"{n}": "0123456789", "{c}": CHINESE_NUMERALS, "{r}": "IVX"}
_REST: Final = {place[1]: f"[{firsts}]*+" for place, firsts in _FIRST.items()}
_FEW_WORDS: Final = r"(?:[^\r\n。，,<>\[\]]|,(?=[\x00-\u04ff\u2000-\u206f])){0,60}?"
#: What follows a bare number in a heading: a name (1 国产材料) rather than a unit (1 月).
_UNITS: Final = "年月日号亿万千百个元吨家点倍季周天时分秒股只支名位款种条项岁成折多余来"
_NAME: Final = rf"(?:(?<=\s)[A-Z“《【]|[\u3400-\u9fff])(?<![{_UNITS}])"
#: The start of a heading in Markdown.
HASHES: Final = r"#{1,6}(?=\s)\s*|##+"
_AFTER_NUMBER: Final = " \t\u00a0\u3000*:："  #: what may separate the number of a heading and its words
_AFTER: Final = r"(?<=[\s.。！？；、*].)"  #: what may precede a heading inside a line
_STOP_BEFORE: Final = deferred(r"\.(?=[^\W_]|\()(?!(?<=[0-9].)[0-9])")  #: a stop without a space, not in a figure
_COUNTER: Final = deferred(r"\s?#?[0-9]{1,2}[:：]")  #: after the words of a core, it counts insights
_START: Final = 3  #: how many characters are enough to rule out all words at most places


class Known(NamedTuple):
    """A heading of the vocabulary found in a text, and where it ends."""

    heading: Heading
    end: int


class Number(NamedTuple):
    """A number of a declared shape found in a text: its values, and where it ends."""

    shape: Numbered
    values: tuple[int, ...]
    end: int


class Family(NamedTuple):
    """The shapes of a heading with a variable part that share a beginning."""

    heading: Heading
    prefix: str
    pattern: re.Pattern[str]


class Headings:
    """The headings that a format declares, compiled."""

    def __init__(self, format: Format) -> None:
        self._is_free: Final = format.free_headings
        self._families: Final = _families_of(format)
        declared = [(word, each) for each in format.headings for word in each.words]
        # a math renderer drops spaces: CoreInsights
        glued = {fold(word.replace(" ", "")): each for word, each in declared if " " in word and word.isascii()}
        self.words: Final = glued | {fold(word): each for word, each in declared}
        self._shorter: Final = cache(self._find_shorter)
        #: The words by their first characters, sorted, each list preceded by the last word before it.
        self._alike: Final[dict[str, list[str]]] = {}
        for before, word in pairwise(["", *sorted(self.words)]):
            self._alike.setdefault(word[:_START], [before]).append(word)
        longest_first = sorted(format.numbered, key=lambda each: len(each.shape), reverse=True)
        self._numbered: Final = {f"n{place}": each for place, each in enumerate(longest_first)}
        self._numbers: Final = _compile_numbers(self._numbered)
        inner = partial(spell_openings, [*format.headings], format.numbered, is_alone=not format.free_headings)
        self._inner: Final = deferred(inner)
        #: The same in a line where only a space can precede a heading.
        self._spaced: Final = deferred(lambda: " " + inner().replace(_AFTER, ""))
        #: Every digest has at least one of these headings: cores and groups, or all if none of those is declared.
        self.leading: Final = [each for each in format.headings if each.role != "other"] or [*format.headings]

    def at(self, text: str, at: int, end: int) -> tuple[Number | None, Known | None]:
        """Return the number and the word of the vocabulary that a heading may begin with, in this order."""
        number = self.number_at(text, at, end)
        word = at if number is None else number.end
        while word < end and text[word] in _AFTER_NUMBER:
            word += 1
        known = self.word_at(text, word, end)
        if known is None and (text[word : word + 1] >= "\u4e00" or not self._is_free):
            words = text[word : min(end, word + MAX_WORD)].partition(" ")[0]
            if not self._is_free:  # all of it must be the heading
                words = text[word:end] if end - word <= MAX_WORD else ""
            family = self.family_of(words.rstrip("*:： "))
            known = None if family is None else Known(family, word + len(words))
        return number, known

    def starts_inside(self, line: str, at: int) -> list[int]:
        """Return the places inside a line at ``at`` where a heading may begin; most turn out to be other text."""
        is_plain = line.isascii() and not ("*" in line or "\t" in line or "\n" in line)
        if is_plain and _STOP_BEFORE.search(line) is None:
            return [at + found.start() + 1 for found in self._spaced.finditer(line)]  # twice as fast
        return [at + found.start() for found in self._inner.finditer(line)]

    def word_at(self, text: str, at: int, end: int) -> Known | None:
        """Return the longest heading of the vocabulary that begins at ``at``."""
        family = self._family_at(text, at, end) if text[at : at + 1] in self._families else None
        start = text[at : at + _START]
        start = start.casefold() if start.isascii() else fold(start)
        alike = self._alike.get(start) or self._alike.get(start[:2]) or self._alike.get(start[:1])
        if alike is None:
            return family
        folded = fold(text[at : min(end, at + MAX_WORD)])
        # in sorted order, any shorter word that fits is a prefix of the last word that is not after the text
        word = alike[bisect_right(alike, folded) - 1]
        while word:
            stop = at + len(word)
            is_there = folded.startswith(word)
            is_there = is_there and not (self.words[word].role == "core" and _COUNTER.match(text, stop))
            if is_there and (stop == end or not (text[stop - 1].isalnum() and text[stop].isalnum())):
                return family if family is not None and family.end > stop else Known(self.words[word], stop)
            word = self._shorter(word)
        return family

    def _find_shorter(self, word: str) -> str:
        """Return the longest of the other words that a word begins with, ``""`` if there is none."""
        return next((word[:size] for size in range(len(word) - 1, 0, -1) if word[:size] in self.words), "")

    def _family_at(self, text: str, at: int, end: int) -> Known | None:
        for family in self._families.get(text[at : at + 1], ()):
            if text.startswith(family.prefix, at):
                found = family.pattern.match(text, at, min(end, at + MAX_WORD))
                if found is not None:
                    return Known(family.heading, found.end())
        return None

    def family_of(self, text: str) -> Heading | None:
        """Return the heading with a family that matches the whole of ``text``."""
        for family in [*self._families.get(text[:1], []), *self._families.get("", [])]:
            if text.startswith(family.prefix) and family.pattern.fullmatch(text) is not None:
                return family.heading
        return None

    def number_at(self, text: str, at: int, end: int) -> Number | None:
        """Return the longest number of a declared shape that begins at ``at``."""
        pattern = self._numbers.get(text[at : at + 1])
        found = None if pattern is None else pattern.match(text, at, end)
        if found is None:
            return None
        _, *numerals = filter(None, found.groups())
        return Number(self._numbered[found.lastgroup or ""], tuple(map(read_number, numerals)), found.end())


def fold(text: str) -> str:
    """Return a word as the vocabulary spells it: case-folded, with plain spaces, and of the same length."""
    if text.isascii():
        return text.casefold()
    plain = text if text.isalnum() else text.replace("\u00a0", " ").replace("\u3000", " ").replace("’", "'")
    folded = plain.casefold()
    if len(folded) == len(plain):
        return folded
    forms = ((each.casefold(), each.lower(), each) for each in plain)
    return "".join([next(form for form in each if len(form) == 1) for each in forms])


def _compile_numbers(numbered: dict[str, Numbered]) -> dict[str, re.Pattern[str]]:
    """Return a pattern for numbered headings, by their first character."""
    spelled: dict[str, list[str]] = {}
    for name, each in numbered.items():
        number = fill(each.shape, **_PLACES) + (f"(?={_NAME})" if each.shape == "{n} " else "")
        number += "(?![0-9])" if each.shape.endswith(("}", ".")) else ""  # 2.5 is a figure, 2.Title is not
        number = f"(?i:{number})" if is_worded(each.shape) else number
        for first in _FIRST.get(each.shape[:3]) or {each.shape[0].lower(), each.shape[0].upper()}:
            spelled.setdefault(first, []).append(f"(?P<{name}>{number})")
    return {first: deferred("|".join(several)) for first, several in spelled.items()}


def _families_of(format: Format) -> dict[str, list[Family]]:
    """Return the families of headings by their first character (``""`` for any)."""
    families: dict[str, list[Family]] = {}
    for heading in format.headings:
        alike: dict[str, list[str]] = {}
        capitals = (shape.upper().replace("{TEXT}", "{text}") for shape in heading.families)
        for shape in dict.fromkeys((*heading.families, *capitals)):
            prefix, _, rest = shape.partition("{text}")
            alike.setdefault(prefix, []).append(rest)
        for prefix, rests in alike.items():
            family = Family(heading, prefix, deferred(partial(_spell_family, prefix, rests)))
            families.setdefault(prefix[:1], []).append(family)
    return families


def _spell_family(prefix: str, rests: list[str]) -> str:
    endings = [
        fill(rest, text=_FEW_WORDS) + (r"(?=\s*(?:[:：]|\Z))" if f"{{text}}{rest}".endswith("{text}") else "")
        for rest in rests
    ]
    return rf"{re.escape(prefix)}{_FEW_WORDS}(?:{'|'.join(sorted(endings, key=len, reverse=True))})(?!\w)"


def spell_openings(headings: list[Heading], numbers: Iterable[Numbered] = (), *, is_alone: bool) -> str:
    """Return a pattern for the start of headings inside other text; it may match too much, as matches are looked up."""
    words = [shape.partition("{")[0] for each in headings for shape in (*each.words, *each.families)]
    words = [word for word in words if word and (is_alone or " " in word or not word[0].isascii())]
    shapes: dict[str, list[str]] = {}
    for each in numbers:
        word = each.shape.partition("{")[0].strip()
        if word[:1].isalpha():
            words.append(word)
        elif each.shape == each.shape.strip():  # inside other text, a number needs more than a space
            rest = fill(each.shape[len(word[:1]) :], **_REST)
            shapes.setdefault(_FIRST.get(each.shape[:3], word[:1]), []).append(rest)
    openings = {"".join(word.partition(" ")[:2]) for word in words}
    openings |= {each.upper() for each in openings}
    singles = {opening[0] for opening in openings if len(opening) == 1 or not opening[0].isascii()}
    # a space after a word may be the one before the next heading
    parts = [re.escape(each[1:]).replace("\\ ", r"(?=\s)") for each in sorted(openings) if each[0] not in singles]
    parts += [f"(?<=[{in_set(singles)}])"] if singles else []
    parts += [rf"(?<=[{in_set(first)}])(?<![0-9]\.[0-9])(?i:{'|'.join(rests)})" for first, rests in shapes.items()]
    firsts = in_set(chain("".join(shapes), (opening[0] for opening in openings)))
    return rf"[{firsts}]{_AFTER}(?:{'|'.join(parts)})" if firsts else NOTHING
