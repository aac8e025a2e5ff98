"""Insights with nothing to decide, read in one step each.

In a crawled digest nine insights of ten are ``text [1][3] - next``: words without any other mark, a run of
citations, perhaps a stop, the next marker. Looking for the rare sign, the bracket, and around it, costs a third
of scanning for every dash. What is not just so is left to the tables of :mod:`rareinsight.evidence`: the two ways
give the same insights, and a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from attrs import frozen

from rareinsight.format import Format
from rareinsight.model import Insight
from rareinsight.statements import make_plain_insight

#: The shape of citations that is read here; texts with others take the general way.
_PLAIN_CITATION: Final = "[{n}]"


@frozen
class PlainStep:
    """What plain insights of a format are read with."""

    after_words: re.Pattern[str]
    signs: tuple[str, ...]
    marker: re.Pattern[str]


@lru_cache(maxsize=256)
def compile_plain_step(format: Format) -> PlainStep | None:
    """Return the step for ``format``, ``None`` for one without plain citations or markers."""
    if _PLAIN_CITATION not in format.citations or not format.markers:
        return None
    single = [sign for sign in format.markers if len(sign) == 1]
    longer = [sign for sign in format.markers if len(sign) > 1] + ["---"]
    glued = [sign for sign in format.glued_markers if len(sign) == 1]
    others = {shape.split("{")[0][:1] for shape in format.citations} - {"["} | {"\n", "\r"}
    spaced = "".join(re.escape(sign) for sign in single)
    # The standard library's engine reads this pattern in a third of the time that `regex` takes.
    return PlainStep(
        after_words=re.compile(
            rf"((?:\[[0-9]{{1,6}}\])++)(?![(\[])([.。．](?![0-9]))?+[^\S\r\n]*+[{spaced}](?=[^\S\r\n])"
        ),
        signs=tuple(sorted({*single, *longer, *others})),
        marker=re.compile(
            rf"(?<!\S)(?:[{spaced}]|{'|'.join(map(re.escape, longer))})(?![^\s-])"
            rf"|[{''.join(map(re.escape, [*glued, *others]))}]"
        ),
    )


def read_plain_insights(raw: str, at: int, end: int, step: PlainStep) -> tuple[list[Insight], int]:
    """Read insights from ``at``, the place right after a marker, as long as there is nothing to decide.

    Returns:
        The insights, and the place right after the marker of the first one that was not read.
    """
    insights: list[Insight] = []
    signs = [sign for sign in step.signs if raw.find(sign, at, end) >= 0]
    while True:
        bracket = raw.find("[", at, end)
        if bracket < 0:
            break
        found = step.after_words.match(raw, bracket, end)
        if found is None:
            break
        words = raw[at:bracket]
        if any([sign in words for sign in signs]) and step.marker.search(words):
            break
        start = at + len(words) - len(words.lstrip())
        if start >= bracket:
            break
        run_end = found.end(1)
        insights.append(make_plain_insight(raw, start, bracket, run_end, run_end + (found[2] is not None)))
        at = found.end()
    return insights, at
