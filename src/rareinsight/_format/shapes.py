"""Shapes are words with placeholders in braces: ``[{n}]``, ``Group {n}``. Their parts, and numerals."""

from __future__ import annotations

import string
import unicodedata
from typing import Final

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CHINESE_DIGITS: Final = "零一二三四五六七八九"
CHINESE_NUMERALS: Final = "〇" + CHINESE_DIGITS + "十百"
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


def parts_of(shape: str) -> list[tuple[str, str | None]]:
    """Return the parts of a shape in order: some text, and the placeholder that follows it, ``None`` at the end.

    >>> parts_of("Group {n}:"), parts_of("{{{n}"), parts_of("cite{key:turn}")
    ([('Group ', 'n'), (':', None)], [('{', 'n')], [('cite', 'key:turn')])
    """
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
    """Return the names of the placeholders in a shape, in order.

    >>> places_of("{source}·{date}")
    ('source', 'date')
    """
    return tuple(place.partition(":")[0] for _, place in parts_of(shape) if place is not None)


def read_chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral below a thousand.

    >>> [read_chinese_number(numeral) for numeral in ("三", "十", "十二", "二十一", "一百零二", "二〇")]
    [3, 10, 12, 21, 102, 20]
    """
    values = [int(unicodedata.numeric(character)) for character in numeral]
    if max(values) < 10:
        return int("".join(map(str, values)))
    total, digit = 0, 0
    for value in values:
        total, digit = (total, value) if value < 10 else (total + (digit or 1) * value, 0)
    return total + digit


def read_roman_number(numeral: str) -> int:
    """Return the value of a Roman numeral below forty.

    >>> [read_roman_number(numeral) for numeral in ("I", "IV", "IX", "XII")]
    [1, 4, 9, 12]
    """
    values = [_ROMAN_VALUES[character] for character in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
