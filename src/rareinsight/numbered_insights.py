"""Numbers that open insights where dashes do too: which are markers, and which are headings."""

from __future__ import annotations

from typing import Final

from rareinsight.headings import read_headings
from rareinsight.joints import is_compound, is_figure, is_range
from rareinsight.marks import CITE, END, LINE, MARK, Mark
from rareinsight.model import CLOSING_STOPS
from rareinsight.reading import Reading
from rareinsight.rules import Verdict
from rareinsight.shapes import is_title
from rareinsight.signs import has_word, is_caseless
from rareinsight.stretch import Head
from rareinsight.surroundings import heading_before, is_number_one, number_as_marker, place_of_number_one

_NEAR: Final = 4
_FIRST: Final = "1"
_ENDS_OF_CITATION: Final = ("]", "】", "］")
_ENDS_OF_CITED: Final = tuple(f"{end}{stop} " for end in _ENDS_OF_CITATION for stop in ("", *CLOSING_STOPS))


def numbered_insight(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after the number that opens the gap."""
    is_number = mark.kind == CITE or reading.numbered or (mark.kind == MARK and _begins_cited_line(reading))
    is_number = is_number or _is_below_rating(reading, mark)
    number = number_as_marker(reading) if is_number else None
    if number is None:
        return Verdict.PASS
    reading.numbered = True
    reading.open_insight(number)
    return Verdict.AGAIN


def heading_before_number(reading: Reading, mark: Mark) -> Verdict:
    """Take the gap up to the number one for a heading: ``展望 1、前景良好[3]``."""
    if not reading.free:
        return Verdict.PASS
    at = place_of_number_one(reading, reading.closed_at)
    if at is None or at > mark.start or not is_title(reading.raw[reading.closed_at : at]):
        return Verdict.PASS
    heads = read_headings(reading.raw, reading.closed_at, at, "mark", reading.patterns)
    if not heads or not _numbers_part_insights(reading, mark):
        return Verdict.PASS
    reading.add_headings(heads, at)
    reading.met_marker = reading.numbered = True
    return Verdict.AGAIN


def _numbers_part_insights(reading: Reading, cite: Mark) -> bool:
    """Whether numbers stand where markers do: they did so before, or do right after the citations at hand."""
    if reading.numbered or not reading.habits.markers:
        return True
    end = cite.end + (reading.raw[cite.end : cite.end + 1] in tuple(CLOSING_STOPS))
    return number_as_marker(reading, end) is not None


def is_numbered_insight(reading: Reading, head: Head, mark: Mark) -> bool:
    """Whether a number opens a statement: what follows is cited, or the numbers before it did so."""
    by_habit = reading.numbered and (mark.kind == END or reading.left in ("line", "paragraph"))
    if mark.kind == LINE and _is_above_its_points(reading, head, mark):
        return False
    if mark.kind == CITE or by_habit or _is_below_rating(reading, mark):
        return number_as_marker(reading) is not None
    if mark.kind != MARK or number_as_marker(reading) is None:
        return False
    if holds_figure(reading, mark):
        return True
    if not _begins_cited_line(reading):
        return False
    label = head.label or ""
    joins = is_compound(reading.raw, mark) or is_range(reading.raw, mark)
    if not is_caseless(label) and is_title(label) and not joins:
        return False  # 1. Prices and Costs - They rose [1], 3. New Funds - 1,285 were filed [6]
    before = heading_before(reading)
    if before is not None and before.holds_headings and reading.left == "heading":
        return _is_inside_words(reading, mark)  # Summary by Sections / 1. 供需变化 - 铜价下跌[1]
    is_below_plain = reading.left == "heading" and before is not None and before.kind != "numbered"
    return reading.numbered or is_below_plain or _is_inside_words(reading, mark)


def holds_figure(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins figures of an insight, where numbers are markers: ``二、需求 1. 增长12% - 15%``."""
    return dash.kind == MARK and reading.numbered and _is_inside_words(reading, dash)


def _is_inside_words(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins words or figures; not that of ``1. Rivals - 1 - 7月销量下跌``, where months follow."""
    raw = reading.raw
    return is_compound(raw, dash) or is_range(raw, dash) or is_figure(raw, dash)


def is_cut_insight(reading: Reading, head: Head, mark: Mark) -> bool:
    """Whether a number opens the insight that the text ends in, where numbers are markers."""
    return mark.kind == END and reading.numbered and number_as_marker(reading, head.start) is not None


def _is_above_its_points(reading: Reading, head: Head, line: Mark) -> bool:
    """Whether ``2. Costs`` is the heading of ``1. …`` or ``2.1 …`` on the next line, or known as one."""
    if is_number_one(reading, line.end) or (head.label or "").casefold() in reading.patterns.words:
        return True
    return head.number is not None and reading.raw.startswith(f"{head.number}.{_FIRST}", line.end)


def _is_below_rating(reading: Reading, line: Mark) -> bool:
    """Whether a line is what a rating says: ``1. Not provided``, and neither marker nor number below it."""
    before = heading_before(reading)
    if line.kind != LINE or reading.left != "heading" or before is None or not before.holds_text:
        return False
    following, text = reading.next_content(line)
    return has_word(text) or following.kind == END


def _begins_cited_line(reading: Reading) -> bool:
    """Whether a number begins a line that ends in citations: ``2. Prices fell, short - term ones too [1]``."""
    raw, number = reading.raw, number_as_marker(reading)
    if number is None:
        return False
    at = (
        reading.closed_at
        + len(raw[reading.closed_at : number])
        - len(raw[reading.closed_at : number].lstrip())
    )
    if "\n" not in raw[max(0, at - _NEAR) : at]:
        return False
    end = raw.find("\n", at, reading.end)
    line = raw[at : end if end >= 0 else reading.end].rstrip("\r \u00a0").rstrip(CLOSING_STOPS)
    # not 2. Prices: - They fell [1] - They rose [2], which is a heading and its insights
    return line.endswith(_ENDS_OF_CITATION) and not any([end in line for end in _ENDS_OF_CITED])
