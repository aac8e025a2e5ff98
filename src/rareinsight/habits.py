"""Habits of a body: how often it cites, marks and hyphenates, counted once, when a rule first asks.

A dash that may be a marker or a hyphen is judged by what the writer does elsewhere in the same text.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from rareinsight.joints import is_compound, is_range
from rareinsight.marks import CITE, LINE, MARK, Mark
from rareinsight.model import CLOSING_STOPS
from rareinsight.signs import has_word

_STOPS: Final = tuple(CLOSING_STOPS)
#: So far behind citations or a line end a sign still stands right after them, in code points.
_NEAR: Final = 4


class Habits(NamedTuple):
    """Counts over the marks of one body, and the sign that most of its markers are.

    Of the runs of ``citations``, ``stopped`` ones have a full stop beside them: ``[1][3].``, ``. [1]``.
    """

    citations: int
    stopped: int
    markers: int
    spaced_hyphens: int
    common_sign: str


def count_habits(raw: str, start: int, end: int, scan: regex.Pattern[str]) -> Habits:
    """Count the marks of ``raw[start:end]``, of which a sign inside a compound or a range is no marker."""
    found = [Mark(mark.lastgroup or MARK, *mark.span()) for mark in scan.finditer(raw, start, end)]
    signs = [mark for mark in found if mark.kind == MARK]
    parting = [sign for sign in signs if not (is_compound(raw, sign) or is_range(raw, sign))]
    counts = Counter([raw[sign.start] for sign in _signs_after_claims(raw, found) or parting])
    return Habits(
        citations=sum([mark.kind == CITE for mark in found]),
        stopped=sum([mark.kind == CITE and _has_stop(raw, mark) for mark in found]),
        markers=len(signs),
        spaced_hyphens=len(signs) - len(parting),
        common_sign=max(counts, key=counts.__getitem__, default=""),
    )


def holds_citations(raw: str, start: int, end: int, scan: regex.Pattern[str]) -> bool:
    """Whether ``raw[start:end]`` has a run of citations."""
    return any(mark.lastgroup == CITE for mark in scan.finditer(raw, start, end))


def _has_stop(raw: str, cite: Mark) -> bool:
    return raw.startswith(_STOPS, cite.end) or raw[max(0, cite.start - _NEAR) : cite.start].rstrip().endswith(
        _STOPS
    )


def _signs_after_claims(raw: str, marks: list[Mark]) -> list[Mark]:
    """The signs right after citations or a line end, where markers stand and hyphens don't."""
    return [
        sign
        for before, sign in pairwise(marks)
        if sign.kind == MARK
        and before.kind in (CITE, LINE)
        and not has_word(raw[before.end : min(sign.start, before.end + _NEAR)])
    ]
