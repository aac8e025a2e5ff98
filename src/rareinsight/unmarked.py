"""Gaps that are no headings: insights without a marker, and words that go on or belong to nothing."""

from __future__ import annotations

from rareinsight.joints import joins_words
from rareinsight.marks import END, MARK, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict
from rareinsight.state import WINDOW


def text_of_heading(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight with the text right after a heading."""
    if reading.left not in ("heading", "rule"):
        return Verdict.PASS
    reading.open_insight(reading.closed_at)
    if mark.kind == MARK and not reading.unmarked and not joins_words(reading.raw, mark):
        reading.end_insight(mark.start)
        reading.close_at(mark.start, "mark")
    return Verdict.AGAIN


def unmarked_insight(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight with the words before citations."""
    if reading.left == "cite" or _goes_on(reading, mark):
        return Verdict.PASS
    reading.open_insight(reading.closed_at)
    return Verdict.AGAIN


def _goes_on(reading: Reading, mark: Mark) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return reading.is_pending and reading.left == "line" and reading.gap(mark).lstrip()[:1].islower()


def unmarked_line(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight with a line, in a format without markers."""
    if not reading.unmarked or reading.left == "cite":
        return Verdict.PASS  # what follows citations in their own line goes on with them
    reading.open_insight(reading.closed_at)
    if mark.kind != MARK:
        reading.end_insight(mark.start)
        reading.close_at(mark.end, "line")
    return Verdict.DONE


def unplaced_line(reading: Reading, mark: Mark) -> Verdict:
    """Leave out a line that stands by itself; the last one may be an insight that was cut off."""
    if reading.left not in ("line", "paragraph") or _goes_on(reading, mark):
        return Verdict.PASS
    if mark.kind == END and not reading.habits.markers:
        reading.open_insight(reading.closed_at)  # cut off, in a text whose insights have no markers
        return Verdict.DONE
    start = reading.closed_at
    reading.end_insight()
    reading.doubt("unplaced-text", start, mark.start)
    reading.close_at(mark.end, "line")
    return Verdict.DONE


def joined_words(reading: Reading, mark: Mark) -> Verdict:
    """Leave a dash between words or figures to the gap."""
    if reading.is_pending or not joins_words(reading.raw, mark):
        return Verdict.PASS
    return Verdict.DONE if mark.start - reading.closed_at <= WINDOW else Verdict.PASS


def mid_sentence(reading: Reading, _mark: Mark) -> Verdict:
    """Let the insight before go on."""
    reading.go_on()
    return Verdict.AGAIN
