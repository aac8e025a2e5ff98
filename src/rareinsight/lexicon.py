"""English words that tell titles from sentences: small words, months, abbreviations."""

from __future__ import annotations

from typing import Final

_SMALL: Final = """
    a an and as at but by de for from if in into is la nor of off on onto or over per since so than that the
    through to toward towards under until up upon v versus via vs with within without amid among about after
    against along around before behind below between beyond during its it vs. v. & + / | -
"""
_SHORT_MONTHS: Final = "jan feb mar apr jun jul aug sep sept oct nov dec"
_MONTHS: Final = "january february march april may june july august september october november december"
_SHORTENED: Final = "inc corp co ltd llc plc no vs mr mrs ms dr st jr sr approx est fig etc e.g i.e"

#: Words that stay small in an English title, and signs between its words.
SMALL_WORDS: Final = frozenset(_SMALL.split())
MONTH_NAMES: Final = frozenset([*_SHORT_MONTHS.split(), *_MONTHS.split()])
#: Words whose stop closes no sentence.
ABBREVIATIONS: Final = frozenset([*_SHORT_MONTHS.split(), *_SHORTENED.split()])
