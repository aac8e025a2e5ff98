"""Shapes are words with placeholders in braces: ``[{n}]``, ``Group {n}``. Their parts, numerals, and checks.

A wrong declaration raises at once; each error says what is wrong, in which field, and how to fix it.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias, cast

from attrs import Attribute

from rareinsight._messages import Check, checked, each_is_a

#: How many results for short headings, titles and runs of citations are cached: nearly all pages of a crawl contain
#: the same ones.
MAX_CACHED: Final = 1000
#: Markers that need no spaces around them: bullets, which never occur in sentences, and the minus sign of formulas.
GLUED_MARKERS: Final = frozenset("•●▪◦‣−")
_SECTION_SIGNS: Final = "§¶№"  #: characters used in place of a word: ``§ 3``, ``№ 5``
SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CHINESE_DIGITS: Final = "零一二三四五六七八九"
CHINESE_NUMERALS: Final = "〇" + CHINESE_DIGITS + "十百"
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


def parts_of(shape: str) -> list[tuple[str, str | None]]:
    """Return the parts of a shape in order: some text, and the placeholder that follows it, ``None`` at the end."""
    parts: list[tuple[str, str | None]] = []
    before = ""
    for text, place, width, conversion in string.Formatter().parse(shape):
        if conversion or (width and place != "key"):
            raise ValueError(f"write {{{place}}} with nothing else in the braces")
        before += text
        if place is not None:
            parts.append((before, f"{place}:{width}" if width else place))
            before = ""
    return [*parts, (before, None)] if before else parts


def places_of(shape: str) -> tuple[str, ...]:
    """Return the names of the placeholders in a shape, in order."""
    return tuple(place.partition(":")[0] for _, place in parts_of(shape) if place is not None)


@cache
def is_worded(shape: str) -> bool:
    """Whether a shape of numbered headings has letters or a section sign, and so needs no label to be a heading."""
    return any(character.isalpha() or character in _SECTION_SIGNS for text, _ in parts_of(shape) for character in text)


def read_number(numeral: str) -> int:
    """Return the value of a numeral in Arabic digits, a Roman one below forty, or a Chinese one below a thousand."""
    if numeral.isdecimal():
        return int(numeral)
    # ○, a circle in place of zero, has no value of its own
    values = [_ROMAN_VALUES.get(character) or int(unicodedata.numeric(character, 0)) for character in numeral]
    if numeral[0] in _ROMAN_VALUES:
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    if max(values) < 10:
        return int("".join(map(str, values)))
    total, digit = 0, 0
    for value in values:
        total, digit = (total, value) if value < 10 else (total + (digit or 1) * value, 0)
    return total + digit


MAX_WORD: Final = 80  #: a longer word is not a heading, in characters
#: What is recognised around a heading without being declared: spaces, Markdown's characters, the colon after it.
_AROUND_HEADINGS: Final = " \t\u3000#*:："
_BRACKETS: Final = ("[]", "()", "【】", "（）", "〔〕", "{}", "<>")
NUMERALS: Final = ("n", "c", "r", "letter")  #: the placeholders of numbers in markers

#: What may be wrong with a word, and how the message continues after it.
_Fault: TypeAlias = tuple[Callable[[str], object], str]


name: Final = checked(str.strip, "a non-empty name")
_check_strings: Final = each_is_a(str)


def _check_words(*faults: _Fault, shaped: _Shaped | None = None, is_one: bool = False) -> Check:
    """Return a check that words or shapes (or, if ``is_one``, a single one) have none of the faults."""

    def check(owner: object, field: Attribute[Any], given: object) -> None:
        values = cast("tuple[str, ...]", (given,) if is_one else given)
        _check_strings(owner, field, values)
        tests = (*_OF_WORDS, *faults)
        if shaped is None and not any(any(map(is_faulty, values)) for is_faulty, _ in tests):
            return  # the usual case, and a vocabulary may have thousands of words
        for value in values:
            fault = next((hint for is_faulty, hint in tests if is_faulty(value)), None)
            fault = fault or (shaped and shaped.fault_of(value))
            if fault:
                raise ValueError(f"{type(owner).__name__}.{field.name}: {value!r} {fault}")

    return check


class _Shaped(NamedTuple):
    """What a field allows in its shapes: the placeholders, one of which it needs, and those that may be alone."""

    example: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    repeats: str = ""
    begins: str = ""
    is_told_by_signs: bool = False

    def fault_of(self, shape: str) -> str | None:
        """Return what is wrong with a shape, worded to follow the shape in a sentence, or ``None``."""
        try:
            parts = parts_of(shape)
        except ValueError as error:
            return f"is not a shape such as {self.example!r}: {error}"
        names, fixed = places_of(shape), "".join(text for text, _ in parts)
        taken, as_in = self.needs + self.takes, f"as in {self.example!r}"
        unknown = next((name for name in names if name not in taken), None)
        needs, known = (" or ".join(f"{{{name}}}" for name in known) for known in (self.needs, taken))
        once = self.needs[:1] if "text" in self.needs else self.needs
        is_twice = not self.repeats and sum(name in once for name in names) > 1
        is_mixed = self.repeats != "" and len(names) > 1 and set(names) != {self.repeats}
        anything = "number" if "n" in names else "text"
        faults = (
            (unknown is not None, f"has an unknown placeholder {{{unknown}}}; use {known}"),
            (needs != "" and not set(self.needs) & set(names), f"has no {needs}; add it, {as_in}"),
            (is_twice, f"has {needs} twice; use one, {as_in}"),
            (is_mixed, "has several placeholders, as in an outline; use {n} for each, as in '{n}.{n}'"),
            (not shape.startswith(self.begins), f"must start with {self.begins!r}, {as_in}"),
            ("" in [text for text, name in parts[1:] if name], "has nothing between two placeholders; separate them"),
            (not fixed and not set(names) <= set(self.alone), f"would match any {anything}; add characters, {as_in}"),
            (self.is_told_by_signs and any(fixed.count(left) > fixed.count(right) for left, right in _BRACKETS),
             "has an opening bracket without a closing one; add it, as in '[{n}]'"),
            (self.is_told_by_signs and parts[0][0] == "" and len(parts) > 1,
             f"must start with a character, not a placeholder, {as_in}"),
        )  # fmt: skip
        return next((hint for is_faulty, hint in faults if is_faulty), None)


# fmt: off
_OF_WORDS: Final[tuple[_Fault, ...]] = (
    (lambda word: not word.strip(), "would match everywhere; remove it"),
    (re.compile(r"\\[dDwWsSbB]").search, "looks like a regular expression; words match literally"),
    (lambda word: len(word.splitlines()) > 1, "has several lines; give each separately"),
)
_IS_LONG: Final[_Fault] = (lambda word: len(word) > MAX_WORD,
    "is too long for a heading; use free_headings=True to recognise long headings by their form")
_IS_WRAPPED: Final[_Fault] = (lambda word: word.strip(_AROUND_HEADINGS) != word,
    "has spaces, colons or Markdown syntax around it; leave them out, as they are recognised anyway")
_IS_SPACED: Final[_Fault] = (lambda marker: len(marker.split()) > 1 or marker != marker.strip(),
    "has spaces; leave them out, as those around a marker are recognised anyway")
_HAS_PLACE: Final[_Fault] = (re.compile(r"\{[a-z]+\}").search,
    "has a placeholder, but words match literally; leave it out, or use Numbered(...) for numbered headings")

lines: Final = _check_words(_HAS_PLACE)
headings: Final = _check_words(_IS_LONG, _IS_WRAPPED, _HAS_PLACE)
families: Final = _check_words(
    _IS_LONG, _IS_WRAPPED,
    (lambda word: not word.replace("{text}", "").strip(), "would match any text; add words, as in 'Summary of {text}'"),
    shaped=_Shaped("Summary of {text}", ("text",), repeats="text"),
)
kept_markers: Final = _check_words(_IS_SPACED)
markers: Final = _check_words(
    _IS_SPACED,
    (str.isalnum, "also occurs in ordinary sentences; a marker must contain a symbol, such as '•' or '(a)'"),
    (lambda marker: "{n}" in marker, "has a placeholder, but markers match literally; use numbered_markers=[...]"),
)
heading_links: Final = _check_words(shaped=_Shaped("[{text}]({url})", ("text",), ("url",), begins="["))
numbered_markers: Final = _check_words(shaped=_Shaped("{n}.", NUMERALS))
citations: Final = _check_words(
    (lambda shape: shape != shape.strip(), "has spaces around it, which are not part of the citation; leave them out"),
    shaped=_Shaped("[{n}]", ("n", "s", "key"), ("a", "text", "url", "lines"), ("n", "s"), is_told_by_signs=True),
)
openings: Final = _check_words(shaped=_Shaped("[span_{a}]", (), ("a", "text")))
entries: Final = _check_words(shaped=_Shaped("[{n}]: {url}", ("n", "key", "text"), ("a", "url", "date", "lines")))
titles: Final = _check_words(shaped=_Shaped("# {text}", (), ("text", "n")))
boilerplate: Final = _check_words(shaped=_Shaped("<{text}>", (), ("text", "lines", "n", "date"), ("n", "date")))
signs: Final = _check_words()
source_lines: Final = _check_words(shaped=_Shaped("{source}·{date}", ("date",), ("source",), ("date",)))
numbered: Final = _check_words(shaped=_Shaped("Group {n}", ("n", "c", "r"), repeats="n"), is_one=True)
# fmt: on
