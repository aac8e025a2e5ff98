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

_NEVER_LAST: Final = "a an the of and or from than into its per nor el ul ibn abu de del di du des von"
#: No sentence ends in these: articles, prepositions, and what stands inside names, as in ``Bab el - Mandeb``.
NEVER_LAST: Final = frozenset(_NEVER_LAST.split())

_PLACES: Final = """
    us u.s usa uk eu un nato asean opec brics china russia ukraine japan korea india pakistan iran iraq israel
    gaza palestine lebanon syria turkey saudi arabia qatar uae taiwan vietnam indonesia malaysia singapore
    thailand philippines australia zealand canada mexico brazil argentina chile peru venezuela cuba france
    germany italy spain britain ireland poland hungary greece sweden norway finland denmark netherlands belgium
    switzerland egypt nigeria kenya ethiopia africa asia europe america americas pacific atlantic mediterranean
    arab kong macau macao lanka states kingdom emirates republic beijing shanghai tokyo seoul london paris
    berlin moscow washington brussels delhi dubai
"""
_PEOPLES: Final = """
    chinese english american british russian japanese korean indian french german italian spanish european asian
    african arabic canadian australian brazilian mexican turkish iranian israeli ukrainian polish dutch swiss
    swedish thai
"""
#: Of peoples and languages: ``Chinese - English``.
PEOPLES: Final = frozenset(_PEOPLES.split())
#: Names of countries, blocs and oceans, of which two are often joined: ``China - US talks``, ``Asia - Pacific``.
PLACES: Final = frozenset(_PLACES.split())
_RELATIONS: Final = """
    war wars trade talks deal deals pact truce treaty agreement accord alliance relations ties tensions conflict
    dispute rivalry friction frictions summit negotiations cooperation partnership border line lines route
    routes railway rail highway expressway road corridor pipeline flights region
"""
#: What is between two names that are joined before it: ``the Tokyo - Osaka line``.
RELATIONS: Final = frozenset(_RELATIONS.split())

_TITLE_NOUNS: Final = """
    background basics bottom context details facts figures future numbers outlook overview past picture plan review
    story summary update view way
"""
#: What titles end in after an article: ``Financial Results - An Overview``, ``Rates - The Background``.
TITLE_NOUNS: Final = frozenset(_TITLE_NOUNS.split())
