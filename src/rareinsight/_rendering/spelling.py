"""Spelling of shapes and numerals."""

from __future__ import annotations

from typing import Final

from rareinsight._format.shapes import CHINESE_DIGITS, parts_of

#: The Chinese digits to write, and the Roman numerals below ten.
_WRITTEN_DIGITS: Final = "〇" + CHINESE_DIGITS[1:]
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def fill(shape: str, **values: str) -> str:
    """Fill the placeholders of a shape with values.

    >>> fill("[^{a}_{n}]", a="1", n="3")
    '[^1_3]'
    """
    return "".join(text + (values[place.partition(":")[0]] if place else "") for text, place in parts_of(shape))


def spell_chinese_number(number: int) -> str:
    """Spell a number below a hundred in Chinese.

    >>> [spell_chinese_number(number) for number in (3, 10, 12, 21)]
    ['三', '十', '十二', '二十一']
    """
    tens, ones = divmod(number, 10)
    digit = _WRITTEN_DIGITS[ones] if ones or not tens else ""
    return digit if not tens else f"{'' if tens == 1 else _WRITTEN_DIGITS[tens % 10]}十{digit}"


def spell_roman_number(number: int) -> str:
    """Spell a number below forty in Roman numerals.

    >>> [spell_roman_number(number) for number in (4, 20, 29)]
    ['IV', 'XX', 'XXIX']
    """
    return "X" * (number // 10) + _ROMAN_DIGITS[number % 10]
