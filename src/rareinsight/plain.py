"""Insights with nothing to decide, read in one step each.

In a crawled digest nine insights of ten are ``text [1][3] - next``: words without any other mark, a run of
citations, perhaps a stop, the next marker. Looking for the rare sign, the bracket, and around it, costs a third
of scanning for every dash. What is not just so is left to the tables of :mod:`rareinsight.evidence`: the two ways
give the same insights, and a test holds them to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight.format import Format
from rareinsight.model import Insight
from rareinsight.shapes import has_word
from rareinsight.statements import make_plain_insight

#: The shape of citations that is read here; texts with others take the general way.
_PLAIN_CITATION: Final = "[{n}]"


#: Blanks that are not the common one; a text that holds any is searched for markers more thoroughly.
_RARE_BLANKS: Final = "\t\u00a0\u3000\u2002\u2003\u2009\u202f\ufeff\u200b"


class PlainStep(NamedTuple):
    """What plain insights of a format are read with."""

    after_words: re.Pattern[str]
    spaced: tuple[str, ...]
    spaced_after_blank: tuple[str, ...]
    others: tuple[str, ...]
    marker: re.Pattern[str]

    def signs_in(self, raw: str, start: int, end: int) -> list[str]:
        """The strings of ``raw[start:end]`` that words without any mark in them do not hold."""
        body = raw[start:end]
        if any([blank in body for blank in (_RARE_BLANKS[:1] if body.isascii() else _RARE_BLANKS)]):
            wanted = [*self.spaced, *self.others]
        else:
            wanted = [*self.spaced_after_blank, *self.others]
        return [sign for sign in wanted if sign in body]


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
    # The standard library's engine reads these patterns in a third of the time that `regex` takes.
    return PlainStep(
        after_words=re.compile(
            rf"((?:\[[0-9]{{1,6}}\])++)(?!\(|[,，、]?[^\S\r\n]?\[)([.。．](?![0-9]))?+(?:[^\S\r\n]*+([{spaced}])(?=[^\S\r\n]))?+"
        ),
        spaced=tuple(dict.fromkeys([*single, *longer])),
        spaced_after_blank=tuple(dict.fromkeys(f" {sign}" for sign in [*single, *longer])),
        others=tuple(sorted({*glued, *others})),
        marker=re.compile(
            rf"(?<!\S)(?:[{spaced}]|{'|'.join(map(re.escape, longer))})(?![^\s-])"
            rf"|[{''.join(map(re.escape, [*glued, *others]))}]"
        ),
    )


def read_plain_insights(
    raw: str, at: int, end: int, step: PlainStep, signs: list[str]
) -> tuple[list[Insight], int, bool]:
    """Read insights from ``at``, the place right after a marker, as long as there is nothing to decide.

    Args:
        raw: the article's text.
        at: the place right after a marker.
        end: where the body ends.
        step: that of the format.
        signs: what :meth:`PlainStep.signs_in` found in the body.

    Returns:
        The insights; the place where they end: right after the next marker, or after the last citations and
        their stop; and whether it is after a marker.
    """
    insights: list[Insight] = []
    while True:
        bracket = raw.find("[", at, end)
        if bracket < 0:
            return insights, at, True
        found = step.after_words.match(raw, bracket, end)
        if found is None:
            return insights, at, True
        words = raw[at:bracket]
        start = at + len(words) - len(words.lstrip())
        if (
            start >= bracket
            or not (raw[start].isalnum() or has_word(words))
            or (any([sign in words for sign in signs]) and step.marker.search(words))
        ):
            return insights, at, True
        run_end = found.end(1)
        closed = run_end if found[2] is None else run_end + 1
        insights.append(make_plain_insight(raw, start, bracket, run_end, closed))
        if found[3] is None:
            return insights, closed, False
        at = found.end()
