"""What a dash joins: told from the words on its two sides.

Translation puts blanks around hyphens, ranges and minus signs (``short - term``, ``1 - 7月``, ``为 - 50``), so that
they look like markers. Of 163 such dashes in the labelled pages none is one.
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight.lexicon import MONTH_NAMES, PEOPLES, PLACES, RELATIONS, SMALL_WORDS
from rareinsight.marks import Mark

#: How far a word is looked for on either side.
_NEAR: Final = 16
#: A name comes again within so many code points.
_NEAR_AGAIN: Final = 4000
_LONGEST_CODE: Final = 6
#: A currency is one of three letters, or a sign.
_LETTERS_OF_CURRENCY: Final = 3
#: What never stands alone: ``mid - October``, ``non - OPEC``.
PREFIXES: Final = frozenset(
    [
        *("mid", "multi", "non", "semi", "quasi", "pre", "post", "anti", "inter", "cross", "self", "ultra"),
        *("ex", "co", "trans", "intra", "extra", "pan", "sub", "neo", "mini", "micro"),
    ]
)
#: Words that are no title: ``Hot - Rolled Coil``.
FIRST_WORDS: Final = PREFIXES | {"short", "medium", "long", "high", "low", "hot", "cold", "near", "far"}
#: Words that seldom stand alone before a hyphen: the first parts of ``Short - Term``, ``Non - Ferrous``.
FIRST_PARTS: Final = FIRST_WORDS.union(
    ["first", "second", "third", "single", "double", "full", "half"],
    ["year", "month", "week", "day", "quarter", "supply", "demand"],
)
_REGIONS: Final = frozenset(["north", "south", "east", "west"])
#: The same of names: ``Sino - US``, ``Trans - Pacific``, ``South - Korean``.
_FIRST_PARTS_OF_NAMES: Final = _REGIONS.union(
    ["sino", "trans", "indo", "euro", "anglo", "franco", "afro", "pan"]
)
_PARTS_OF_MONTHS: Final = ("early", "mid", "late", "end")
_HOURS: Final = ("a.m.", "p.m.", "am", "pm")
_AROUND_NAMES: Final = "([“‘\"'.,;:)]”’"
#: The signs that can join words; a bullet can't.
DASHES: Final = "-–—−"
#: A name that begins with small letters: ``iPhone``, ``eVTOL``, ``mRNA``, ``e-POWER``.
_NAME: Final = re.compile(r"[a-z]{1,2}-?[A-Z]")
_CURRENCIES: Final = tuple("$€£¥￥")
_RANGE_SIGNS: Final = "-–—~"
_DATE_SIGNS: Final = "年月日号季"
#: What makes a number on the right a date, a period or a label, and no signed figure: 2025年, 2Q25, 2024E, 2026:.
_PERIOD_SIGNS: Final = frozenset("年月日QHqhEF财:：")


def is_compound(raw: str, dash: Mark) -> bool:
    """Whether a small letter stands on the right, as in ``short - term``, and not that of a name: ``iPhone``."""
    right = raw[dash.end : dash.end + _NEAR].lstrip()
    return right[:1].islower() and right[:1].isascii() and not _NAME.match(right)


def is_range(raw: str, dash: Mark) -> bool:
    """Whether figures, dates or codes stand on both sides: ``1 - 7月``, ``May - June``, ``BU01 - BU03``."""
    if raw[dash.start].isdigit():
        return False  # a number is the marker
    left, right = _words_around(raw, dash)
    if not left or not right:
        return False
    if right.isalpha() and right.casefold() not in MONTH_NAMES:  # nearly all there are
        return len(right) == _LETTERS_OF_CURRENCY and right.isupper() and _is_currency(raw, dash, right)
    if left.casefold() in _HOURS and right[0].isdigit():
        return True  # from 9 a.m. - 4 p.m.
    if left in _PARTS_OF_MONTHS and right.casefold() in MONTH_NAMES:
        return True  # end - December
    if left.casefold() in MONTH_NAMES and right.rstrip(",.").casefold() in MONTH_NAMES:
        return True
    ends_in_figure = left[-1].isdigit() or (left[-1] in _DATE_SIGNS and left[-2:-1].isdigit())
    if ends_in_figure and (_without_currency(right)[:1].isdigit() or right.casefold() in MONTH_NAMES):
        return not _begins_months(raw, dash)
    return _is_code(left) and _is_code(right) and _has_digit(left) and _has_digit(right)


def _is_currency(raw: str, dash: Mark, code: str) -> bool:
    """Whether three letters stand before the figures on both sides of a dash: ``HKD 12.40 - HKD 13.10``."""
    before = raw[max(0, dash.start - 2 * _NEAR) : dash.start].split()[-2:]
    after = raw[dash.end : dash.end + 2 * _NEAR].split(maxsplit=2)[1:2]
    return before[:1] == [code] and before[-1][0].isdigit() and bool(after) and after[0][0].isdigit()


def _without_currency(word: str) -> str:
    """Leave out the sign of a currency before a figure: ``$25``, ``C$325``, ``HK$1.2``."""
    letters = len(word) - len(word.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return word[letters + 1 :] if word[letters : letters + 1] in _CURRENCIES else word


def _begins_months(raw: str, dash: Mark) -> bool:
    """Whether a range of months stands on the right of a dash that joins none: ``Outlook for 2026 - 1 - 7月``."""
    words = raw[dash.end : dash.end + _NEAR].split(maxsplit=3)
    if len(words) < 3 or words[1] not in _RANGE_SIGNS or not words[0].isdigit():
        return False
    return words[2].lstrip("0123456789").startswith("月")


def joins_names(raw: str, dash: Mark) -> bool:
    """Whether two names of a kind stand around a dash, or the first part of one: ``China - US``, ``Sino - US``."""
    left, right = (word.strip(_AROUND_NAMES) for word in _words_around(raw, dash))
    if left in _REGIONS and right[:1].isupper() and right.casefold() in PLACES:
        return True  # the east - China basis
    if not (left[:1].isupper() and right[:1].isupper()):
        return False
    left, right = left.casefold(), right.casefold()
    are_places = left in PLACES and right in PLACES
    return left in _FIRST_PARTS_OF_NAMES or are_places or (left in PEOPLES and right in PEOPLES)


def joins_lone_name(raw: str, dash: Mark, text: str) -> bool:
    """Whether a dash joins the one name in the text before it to the next: ``The Asia - Pacific region grew``."""
    is_name = sum([word.casefold() not in SMALL_WORDS for word in text.split()]) == 1
    return is_name and joins_names(raw, dash)


def joins_relation(raw: str, dash: Mark) -> bool:
    """Whether two names around a dash stand before what is between them: ``the Tokyo - Osaka line``."""
    left, right = _words_around(raw, dash)
    following = raw[dash.end : dash.end + 2 * _NEAR].split()[1:2]
    are_names = left[:1].isupper() and right[:1].isupper()
    return are_names and bool(following) and following[0].strip(_AROUND_NAMES) in RELATIONS


def is_pair_elsewhere(raw: str, dash: Mark) -> bool:
    """Whether the words around a dash stand around one elsewhere too, as those of a name do: ``Rolls - Royce``."""
    left, right = _words_around(raw, dash)
    pair = f"{left} - {right}" if left and right else ""
    before = raw.find(pair, max(0, dash.start - _NEAR_AGAIN), dash.start)
    return bool(pair) and (before >= 0 or raw.find(pair, dash.end, dash.end + _NEAR_AGAIN) >= 0)


def is_spread(raw: str, dash: Mark) -> bool:
    """Whether short codes stand on both sides, as in ``SF - SM``: a difference of two prices."""
    left, right = _words_around(raw, dash)
    return _is_code(left) and _is_code(right)


def _words_around(raw: str, dash: Mark) -> tuple[str, str]:
    """The words left and right of a dash, each perhaps empty; what stands before a closing bracket is left out."""
    left = raw[max(0, dash.start - _NEAR) : dash.start].split()[-1:]
    right = raw[dash.end : dash.end + _NEAR].split()[:1]
    return left[0].rpartition("]")[2] if left else "", right[0] if right else ""


def _is_code(word: str) -> bool:
    """Whether a word is a short code, as the sides of the spreads ``SF - SM``, ``Y - P`` and ``BU01 - BU03``."""
    return len(word) <= _LONGEST_CODE and word.isascii() and word.isalnum() and word.isupper()


def _has_digit(word: str) -> bool:
    return any(sign.isdigit() for sign in word)


def is_figure(raw: str, dash: Mark) -> bool:
    """Whether a signed figure stands on the right, and not a date or a period: ``- 2.1%``, but not ``2025年``."""
    right = raw[dash.end : dash.end + _NEAR].lstrip()
    is_signed = right[:1].isdigit() and right.lstrip("0123456789")[:1] not in _PERIOD_SIGNS
    return is_signed and not _begins_months(raw, dash)


def joins_words(raw: str, dash: Mark) -> bool:
    """Whether a dash joins what stands around it in any of these ways."""
    starts_with_digit = raw[dash.end : dash.end + 4].lstrip()[:1].isdigit()
    return starts_with_digit or is_compound(raw, dash) or is_range(raw, dash) or is_cell(raw, dash)


def is_cell(raw: str, dash: Mark) -> bool:
    """Whether a dash is an empty cell of a table: ``| Pumps | 53,441 | - |``."""
    return raw[dash.end : dash.end + 4].lstrip()[:1] == "|"
