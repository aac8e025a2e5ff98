"""Marks to decided marks: how a body is read, one mark after another.

There are two states. *Closed*: at the start, after citations, after a heading, after a line end. A marker here
opens an insight; the question is what the gap before it is (:mod:`rareinsight.gaps`). *Open*: inside an insight.
A dash here is text, unless something says otherwise (:mod:`rareinsight.dashes`); other things may end the insight
(:mod:`rareinsight.endings`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rareinsight.dashes import OPEN
from rareinsight.endings import ENDINGS
from rareinsight.gaps import CLOSED
from rareinsight.marks import CITE, CUT, END, LINE, LONG, MARK, RULE, Mark
from rareinsight.model import CLOSING_STOPS
from rareinsight.reading import Reading
from rareinsight.rules import Rule, Verdict, apply_first, by_kind
from rareinsight.signs import has_word

_SEMICOLONS: Final = (";", "；")
_STOPS_AND_BLANKS: Final = CLOSING_STOPS + " \t\u00a0\u3000"

#: The tables, by the state they are for.
TABLES: Final[dict[str, tuple[Rule, ...]]] = {"closed": CLOSED, "open": (*OPEN, *ENDINGS)}
#: All rules, in the order of the tables.
RULES: Final[tuple[Rule, ...]] = tuple(rule for table in TABLES.values() for rule in table)
_AFTER_GAP: Final = by_kind(TABLES["closed"])
_INSIDE: Final = by_kind(TABLES["open"])


def decide(reading: Reading) -> None:
    """Decide every mark of a body, in order; parts and doubts are in ``reading`` afterwards."""
    while (mark := reading.marks.take()) is not None:
        while (_meet_closed if reading.is_closed else _meet_inside)(reading, mark) is Verdict.AGAIN:
            pass
    if reading.opened_at >= 0 and not has_word(reading.raw[reading.opened_at : reading.end]):
        reading.cut = True  # a marker is the last thing there is
    reading.end_insight(None if reading.is_closed else reading.end)


def _meet_closed(reading: Reading, mark: Mark) -> Verdict:
    gap = reading.gap(mark)
    if gap and not gap.isspace() and has_word(gap):
        return apply_first(_AFTER_GAP[mark.kind], reading, mark)
    _AFTER_NOTHING[mark.kind](reading, mark)
    return Verdict.DONE


def _meet_inside(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind == MARK:
        reading.signs_met += 1
        if reading.is_empty_before(mark):
            reading.open_after_row(mark)
            return Verdict.DONE
    rules = _INSIDE.get(mark.kind)
    if rules is not None:
        return apply_first(rules, reading, mark)
    if mark.kind == RULE:
        reading.end_insight(mark.start)
        reading.close_at(mark.end, "rule")
    elif mark.kind == CUT:
        _meet_cut(reading, mark)
    else:
        _meet_long_number(reading, mark)
    return Verdict.DONE


# --- closed, and nothing in the gap ------------------------------------------------------------------------------


def _meet_marker(reading: Reading, mark: Mark) -> None:
    if reading.is_pending and reading.closed_at < mark.start:
        reading.closed_at += len(reading.gap(mark).rstrip())  # a quote or bracket closed after the citations
    reading.note(mark, "insight", f"marker-after-{reading.left}")
    if reading.raw[mark.start] == "−" and not reading.raw[mark.end : mark.end + 1].isspace():
        reading.doubt("garbled-text", mark.start, mark.end)
    reading.open_marked_insight(mark.end)


def _meet_citations(reading: Reading, mark: Mark) -> None:
    if reading.is_pending:
        reading.add_run(mark)
    else:
        reading.doubt("stray-citation", mark.start, mark.end)
        reading.close_at(mark.end, reading.left)


def _meet_line_end(reading: Reading, mark: Mark) -> None:
    if reading.left in ("line", "paragraph"):
        reading.end_insight()
        reading.close_at(mark.end, "paragraph")
    elif reading.left == "cite":
        _close_before_line_end(reading, mark)
        reading.left = "line"
    else:
        reading.close_at(mark.end, reading.left)


def _close_before_line_end(reading: Reading, mark: Mark) -> None:
    """Take in the stops between citations and the end of their line; pass over a semicolon."""
    if reading.gap(mark).strip() in _SEMICOLONS:
        reading.end_insight()
        reading.closed_at = mark.start
    else:
        _take_in_stops(reading, mark)


def _take_in_stops(reading: Reading, mark: Mark) -> None:
    """Count the stops that stand apart from citations to their insight: ``[1] .``, ``[1]..``."""
    between = reading.gap(mark).rstrip()
    if not between.strip(_STOPS_AND_BLANKS):
        reading.closed_at += len(between)


def _meet_rule(reading: Reading, mark: Mark) -> None:
    reading.end_insight()
    reading.close_at(mark.end, "rule")


def _meet_cut(reading: Reading, mark: Mark) -> None:
    reading.note(mark, "text", "cut-citation")
    reading.cut = True
    reading.doubt("cut-citation", mark.start, mark.end)
    if reading.is_pending:
        reading.closed_at = mark.end


def _meet_long_number(reading: Reading, mark: Mark) -> None:
    reading.note(mark, "text", "long-number")
    reading.doubt("long-number", mark.start, mark.end)


def _meet_end(reading: Reading, mark: Mark) -> None:
    """Nothing more comes: what is pending is complete."""
    if reading.is_pending:
        _take_in_stops(reading, mark)


_AFTER_NOTHING: Final[dict[str, Callable[[Reading, Mark], None]]] = {
    MARK: _meet_marker,
    CITE: _meet_citations,
    LINE: _meet_line_end,
    RULE: _meet_rule,
    CUT: _meet_cut,
    LONG: _meet_long_number,
    END: _meet_end,
}
