"""Shapes are words with places in braces: ``[{n}]``, ``Group {n}``. Here are their parts, and numerals."""

from __future__ import annotations

import string
from typing import Final

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
CHINESE_DIGITS: Final = "零一二三四五六七八九"
CHINESE_NUMERALS: Final = "〇" + CHINESE_DIGITS + "十百"
#: The digits that are written, and the Roman numerals below ten.
_WRITTEN_DIGITS: Final = "〇" + CHINESE_DIGITS[1:]
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


def parts_of(shape: str) -> list[tuple[str, str | None]]:
    """Return the parts of a shape in order: some text, and the place that follows it, ``None`` at the end.

    >>> parts_of("Group {n}:"), parts_of("{{{n}"), parts_of("cite{key:turn}")
    ([('Group ', 'n'), (':', None)], [('{', 'n')], [('cite', 'key:turn')])
    """
    parts: list[tuple[str, str | None]] = []
    before = ""
    for text, place, width, conversion in string.Formatter().parse(shape):
        if conversion or (width and place != "key"):
            raise ValueError(f"write {{{place}}} with nothing more in the braces")
        before += text
        if place is not None:
            parts.append((before, f"{place}:{width}" if width else place))
            before = ""
    return [*parts, (before, None)] if before else parts


def places_of(shape: str) -> tuple[str, ...]:
    """Return the names of the places in a shape, in order.

    >>> places_of("{source}·{date}")
    ('source', 'date')
    """
    return tuple(place.partition(":")[0] for _, place in parts_of(shape) if place is not None)


def fill(shape: str, **values: str) -> str:
    """Return a shape with values in its places.

    >>> fill("[^{a}_{n}]", a="1", n="3")
    '[^1_3]'
    """
    return "".join(text + (values[place.partition(":")[0]] if place else "") for text, place in parts_of(shape))


def signs_of(shape: str) -> tuple[str, ...]:
    """Return what of a shape is fixed: the characters around its places, without spaces.

    >>> signs_of("【{n}†{text}】")
    ('【', '†', '】')
    """
    return tuple("".join(text.split()) for text, _ in parts_of(shape))


def read_chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral below a thousand.

    >>> [read_chinese_number(numeral) for numeral in ("三", "十", "十二", "二十一", "一百零二", "二〇")]
    [3, 10, 12, 21, 102, 20]
    """
    digits = [CHINESE_DIGITS.find(character.replace("〇", "零")) for character in numeral]
    if "十" not in numeral and "百" not in numeral:
        return int("".join(map(str, digits)))
    total, digit = 0, 0
    for character, value in zip(numeral, digits, strict=True):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = value
    return total + digit


def read_roman_number(numeral: str) -> int:
    """Return the value of a Roman numeral below forty.

    >>> [read_roman_number(numeral) for numeral in ("I", "IV", "IX", "XII")]
    [1, 4, 9, 12]
    """
    values = [_ROMAN_VALUES[character] for character in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def spell_chinese_number(number: int) -> str:
    """Spell a number below a hundred as Chinese headings do.

    >>> [spell_chinese_number(number) for number in (3, 10, 12, 21)]
    ['三', '十', '十二', '二十一']
    """
    tens, ones = divmod(number, 10)
    digit = _WRITTEN_DIGITS[ones] if ones or not tens else ""
    return digit if not tens else f"{'' if tens == 1 else _WRITTEN_DIGITS[tens % 10]}十{digit}"


def spell_roman_number(number: int) -> str:
    """Spell a number below forty as Roman headings do.

    >>> [spell_roman_number(number) for number in (4, 20, 29)]
    ['IV', 'XX', 'XXIX']
    """
    return "X" * (number // 10) + _ROMAN_DIGITS[number % 10]
