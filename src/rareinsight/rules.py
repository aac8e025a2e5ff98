"""Rows of a table of rules, how a table is applied, and the moves that several rules make.

A rule looks at a mark and its surroundings; where it applies, it makes its moves on the reading and says whether
the mark is done with or has to be met again, now that the state has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final, NamedTuple

from rareinsight.joints import joins_words
from rareinsight.marks import ANY, CITE, END, LINE, MARK, Mark
from rareinsight.reading import Reading
from rareinsight.sentences import ends_sentence
from rareinsight.stretch import Head
from rareinsight.surroundings import number_as_marker

#: A line of wrapped text is no shorter, its heading left out.
_SHORTEST_WRAPPED: Final = 30


class Verdict(Enum):
    """What a rule says of a mark."""

    PASS = "it is not for this rule"  # noqa: S105  # a verdict, no password
    DONE = "it is decided"
    AGAIN = "meet it again in the new state"


class Rule(NamedTuple):
    """One row of a table: its name, the kinds of marks it is for, what it decides, why, an example, and the rule."""

    name: str
    marks: tuple[str, ...]
    decision: str
    reason: str
    example: str
    apply: Callable[[Reading, Mark], Verdict]


def by_kind(table: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """Return the rows of a table for each kind of marks that it has some for, in order."""
    rows = {kind: tuple(rule for rule in table if kind in rule.marks) for kind in ANY}
    return {kind: rules for kind, rules in rows.items() if rules}


def apply_first(rules: tuple[Rule, ...], reading: Reading, mark: Mark) -> Verdict:
    """Apply the first of the rules that takes ``mark``, and note its name."""
    without = reading.without
    for rule in rules:
        if without and rule.name in without:
            continue
        verdict = rule.apply(reading, mark)
        if verdict is not Verdict.PASS:
            reading.note(mark, rule.decision, rule.name)
            return verdict
    return Verdict.PASS


# --- moves that several rules make ----------------------------------------------------------------------------


def take_headings(reading: Reading, heads: list[Head], mark: Mark) -> Verdict:
    """Put headings in place; text that the last one holds up to citations is an insight that is open now."""
    *others, last = heads
    if last.text is None or not _goes_on(reading, last.text, mark):
        reading.add_headings(heads, mark.start)
        return Verdict.AGAIN
    reading.add_headings([*others, last._replace(text=None)], mark.start)
    reading.closed_at = last.text[0]
    number = number_as_marker(reading)
    reading.numbered = reading.numbered or number is not None
    reading.open_insight(number or last.text[0])
    return Verdict.AGAIN


def _goes_on(reading: Reading, text: tuple[int, int], mark: Mark) -> bool:
    """Whether text beside a heading goes on at ``mark``, or up to it."""
    if mark.kind == LINE:
        return _may_be_wrapped(reading, *text)
    return mark.kind in (CITE, END) or (mark.kind == MARK and joins_words(reading.raw, mark))


def _may_be_wrapped(reading: Reading, start: int, end: int) -> bool:
    """Whether text beside a heading may go on in the next line, as it is long and has no stop at its end."""
    return not reading.free and end - start >= _SHORTEST_WRAPPED and not ends_sentence(reading.raw[start:end])


def end_and_open(reading: Reading, mark: Mark) -> Verdict:
    """End the open insight before a marker and open another after it."""
    reading.end_insight(mark.start)
    reading.close_at(mark.start, "mark")
    reading.open_marked_insight(mark.end)
    return Verdict.DONE


def end_at_line(reading: Reading, mark: Mark) -> Verdict:
    """End the open insight with its line."""
    reading.end_insight(mark.start)
    reading.close_at(mark.end, "line")
    return Verdict.DONE
