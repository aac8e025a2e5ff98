"""Words for titles, headings and statements, including text that could mislead a parser.

Sentences are built from these parts, the plain ones first, so that a failing example shrinks to
``Prices fell``. Parts that a format can't represent are left out: those that start with one of
its own headings, or contain one of its citations or glued markers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from hypothesis import strategies as st

from rareinsight._shapes import CHINESE_NUMERALS, GLUED_MARKERS, SUPERSCRIPTS, is_worded, parts_of
from rareinsight.format import Format
from rareinsight.parsing import parse
from rareinsight.rendering import spell_numbered

# fmt: off
TITLES: Final = (
    "Copper Climbs", "铜价上涨丨早报", "What's Next: Gold | Weekly", "Rare Earths - A Short History",
    "“战略矿产之王”稀土:为什么会让美国人破大防?", "Q2 2025 Earnings: Sales Up 12%",
    "Fed Holds Rates at 4.25% - 4.50%", "【早报】央行:稳增长 防风险",
)
SOURCES: Final = ("Daily News", "Hua Er Jie Jian Wen", "第一财经", "2 1 Shi Ji Jing Ji Bao Dao", "A.M. Post")
LABELS: Final = (
    "Rivals", "Prices and Costs", "供需变化", "Q3 Results (2025)", "U.S. Trade Policy", "现状与趋势",
)
#: Title-like headings outside any vocabulary.
FREE_HEADINGS: Final = (
    "Financial Performance", "市场展望", "Supply and Demand", "Outlook for 2026", "产能与成本分析",
)

SUBJECTS: Final = (
    "Prices", "Exports of rare earths", "Short - term rates", "Hot - Rolled Coil output", "Orion (US:ORNX)",
    "U.S. tariffs", "The “green” power trade", "Mr. Halden's plan (2025 - 2027)", "The A - share market",
    "Trips: bookings",
)
PREDICATES: Final = (
    "fell", "rose 5.2%", "grew from 1.5 to 2.3 billion yuan", "reached $1,250 per ton on August 4, 2025",
    "stayed firm week - on - week", "may come back between August 4 - August 8, 2025",
    "moved by +5.02% and -18.44% against No. 2", 'met what the ministry called "a turning point"',
    "came to 12.5x (2025E: 9.8x) at 10 a.m. EDT",
)
TAILS: Final = (
    "", ", while stocks shrank", " as demand stayed high", "; analysts expect more", " and in Group A too",
)

CHINESE_SUBJECTS: Final = ("铜价", "稀土出口", "“战略矿产”的需求", "公司(ORNX.O)", "1 - 7月销量", "A股市场")
CHINESE_PREDICATES: Final = ("下跌", "同比增长5.2%", "达到2.3亿元", "在8月4日 - 8日回升", "环比持平,后市谨慎")
# fmt: on


@lru_cache(maxsize=64)
def statements(format: Format) -> st.SearchStrategy[str]:
    """Sentences, without their stop, that a digest of ``format`` can contain."""
    subjects = [*fitting(SUBJECTS, format), *_subjects_with_headings(format)]
    rest = (st.sampled_from(fitting(parts, format)) for parts in (PREDICATES, TAILS))
    latin = st.builds("{} {}{}".format, st.sampled_from(subjects), *rest)
    chinese_parts = (fitting(parts, format) for parts in (CHINESE_SUBJECTS, CHINESE_PREDICATES))
    chinese = st.builds(str.__add__, *map(st.sampled_from, chinese_parts))
    # a sentence that ends in a date is a source line in formats with a shape like ``{source} {date}``
    return (latin | chinese).filter(lambda text: parse(text, format=format).published is None)


def _subjects_with_headings(format: Format) -> Iterator[str]:
    """Yield subjects with the format's own headings in the middle of a sentence, where they are not headings."""
    for role in ("core", "other"):
        words = [word for heading in format.headings if heading.role == role for word in heading.words]
        if words and words[0].isascii():
            yield f"The {words[0].lower()} of the news"
    for numbered in format.numbered:
        if is_worded(numbered.shape) and numbered.shape.isascii():
            yield f"Sales to {spell_numbered(numbered, 1, None)} countries"
            return


@lru_cache(maxsize=512)
def fitting(parts: tuple[str, ...], format: Format) -> tuple[str, ...]:
    """Keep the parts that don't start like a heading of the format and contain no citation or glued marker."""
    words = [word.lower() for heading in format.headings for word in heading.words]
    numbered = [pattern_of(each.shape) for each in format.numbered if is_worded(each.shape)]
    citations = [pattern_of(shape) for shape in format.citations]
    return tuple(
        part
        for part in parts
        if not any(part.lower().startswith(word) and not part[len(word) :][:1].isalnum() for word in words)
        and not any(pattern.match(part) for pattern in numbered)
        and not any(marker in part for marker in GLUED_MARKERS.intersection(format.markers))
        and not any(pattern.search(part) for pattern in citations)
    )


def pattern_of(shape: str) -> re.Pattern[str]:
    """Return a pattern for a shape: that of ``({n})`` finds ``(2025 - 2027)``."""
    numbers = {"n": "[0-9][0-9 ,;~–-]*", "c": f"[{CHINESE_NUMERALS}]+", "r": "[IVX]+", "s": f"[{SUPERSCRIPTS}]+"}
    parts = (re.escape(text) + numbers.get(place or "", ".*" if place else "") for text, place in parts_of(shape))
    return re.compile("".join(parts), re.IGNORECASE)
