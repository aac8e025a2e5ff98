"""Numbers as headings write them: Chinese numerals and small Roman ones."""

from __future__ import annotations

from typing import Final

CHINESE_DIGITS: Final = "零一二三四五六七八九"
CHINESE_NUMERALS: Final = "〇" + CHINESE_DIGITS + "十百"
#: The digits that the writer uses, and the Roman numerals below ten.
_WRITTEN_DIGITS: Final = "〇" + CHINESE_DIGITS[1:]
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10}


def read_chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral below a thousand.

    >>> [read_chinese_number(numeral) for numeral in ("三", "十", "十二", "二十一", "一百零二", "二〇")]
    [3, 10, 12, 21, 102, 20]
    """
    digits = [CHINESE_DIGITS.find(sign.replace("〇", "零")) for sign in numeral]
    if "十" not in numeral and "百" not in numeral:
        return int("".join(map(str, digits)))
    total, digit = 0, 0
    for sign, value in zip(numeral, digits, strict=True):
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = value
    return total + digit


def read_roman_number(numeral: str) -> int:
    """Return the value of a Roman numeral below forty.

    >>> [read_roman_number(numeral) for numeral in ("I", "IV", "IX", "XII")]
    [1, 4, 9, 12]
    """
    values = [_ROMAN_VALUES[sign] for sign in numeral]
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

    >>> [spell_roman_number(number) for number in (4, 29)]
    ['IV', 'XXIX']
    """
    return "X" * (number // 10) + _ROMAN_DIGITS[number % 10]
