"""The table for what may end an open insight besides a marker: citations, a line end, the end of the text."""

from __future__ import annotations

from typing import Final

from rareinsight.free_headings import plain_heading
from rareinsight.headings import read_headings
from rareinsight.joints import is_figure, joins_words
from rareinsight.marks import CITE, END, LINE, MARK, RULE, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Rule, Verdict, end_at_line, take_headings
from rareinsight.sentences import ends_sentence
from rareinsight.shapes import is_bold, is_title
from rareinsight.signs import has_word
from rareinsight.state import WINDOW
from rareinsight.stretch import Head
from rareinsight.surroundings import (
    heading_before,
    headings_before,
    headings_in_gap,
    indent_of_line,
    is_above_insight,
    number_as_marker,
)

_MOST_DASHES_IN_TITLE: Final = 2
_NEAR: Final = 8


def _heading_in_rating(reading: Reading, mark: Mark) -> Verdict:
    before = heading_before(reading)
    if reading.runs or before is None or not before.holds_text:
        return Verdict.PASS
    raw, limit = reading.raw, min(mark.start, reading.text_start + WINDOW)
    for candidate in reading.patterns.candidates.finditer(raw, reading.text_start, limit):
        at = candidate.start()
        if ends_sentence(raw[max(reading.text_start, at - WINDOW) : at]):
            heads = read_headings(raw, at, mark.start, "cite", reading.patterns, free=False)
            if heads:
                reading.end_insight(at)
                return take_headings(reading, heads, mark)
    return Verdict.PASS


def _citations(reading: Reading, mark: Mark) -> Verdict:
    reading.opened_at = reading.text_start  # text that seemed to belong to nothing is cited after all
    reading.add_run(mark)
    return Verdict.DONE


def _line_above_deeper_one(reading: Reading, mark: Mark) -> Verdict:
    if reading.runs or not reading.free:
        return Verdict.PASS
    following, text = reading.next_content(mark)
    if following.kind != MARK or has_word(text) or following.start == mark.end:  # not indented at all
        return Verdict.PASS
    own, below = indent_of_line(reading.raw, reading.text_start), indent_of_line(reading.raw, following.end)
    if own is None or below is None or below <= own:
        return Verdict.PASS
    heads = read_headings(reading.raw, reading.text_start, mark.start, "mark", reading.patterns)
    if not heads:
        return Verdict.PASS
    reading.opened_at = -1
    return take_headings(reading, heads, mark)


def _line_before_marker(reading: Reading, mark: Mark) -> Verdict:
    following, text = reading.next_content(mark)
    ends = following.kind in (MARK, RULE) and not has_word(text)
    if (
        ends
        and reading.is_wrapped
        and following.start == mark.end
        and _goes_on_below(reading, mark, following)
    ):
        return Verdict.PASS
    return end_at_line(reading, mark) if ends else Verdict.PASS


def _goes_on_below(reading: Reading, line: Mark, sign: Mark) -> bool:
    """Whether a wrapped sentence goes on below: ``为 - 50、`` with ``- 30``, ``short`` with ``- term``."""
    if sign.kind != MARK or ends_sentence(reading.open_text(line)):
        return False
    return joins_words(reading.raw, sign) or is_figure(reading.raw, sign)


def _blank_line(reading: Reading, mark: Mark) -> Verdict:
    following = reading.marks.peek()
    ends = following.kind == LINE and not has_word(reading.raw[mark.end : following.start])
    return end_at_line(reading, mark) if ends else Verdict.PASS


def _line_before_heading(reading: Reading, mark: Mark) -> Verdict:
    following, start = reading.marks.peek(), reading.closed_at
    reading.closed_at = mark.end  # look at the next line as at a gap
    heads = headings_in_gap(reading, following, free=False)
    if not heads and following.kind == LINE and reading.free and is_above_insight(reading, following):
        heads = headings_in_gap(reading, following, free=True) or plain_heading(reading, following)
    may_be_free = ends_sentence(reading.open_text(mark)) or is_bold(reading.gap(following).strip())
    if not heads and following.kind == MARK and reading.free and may_be_free:
        heads = headings_in_gap(reading, following, free=True)
    reading.closed_at = start
    return end_at_line(reading, mark) if heads or _title_line_follows(reading, mark) else Verdict.PASS


def _title_line_follows(reading: Reading, mark: Mark) -> bool:
    """Whether the next line is a title with a dash in it, above a line that begins with a marker."""
    for distance in range(_MOST_DASHES_IN_TITLE + 1):
        following = reading.marks.peek(distance)
        if following.kind == LINE:
            after, text = reading.next_content(following, distance + 1)
            is_above_marker = after.kind == MARK and not has_word(text)
            return reading.free and is_above_marker and is_title(reading.raw[mark.end : following.start])
        if following.kind != MARK:
            return False
    return False


def _line_before_number(reading: Reading, mark: Mark) -> Verdict:
    start, reading.closed_at = reading.closed_at, mark.end
    number = number_as_marker(reading) if reading.numbered else None
    reading.closed_at = start
    return Verdict.PASS if number is None else end_at_line(reading, mark)


def _line_is_insight(reading: Reading, mark: Mark) -> Verdict:
    return end_at_line(reading, mark) if reading.unmarked else Verdict.PASS


def _known_heading_at_text_end(reading: Reading, mark: Mark) -> Verdict:
    heads = headings_before(reading, reading.words_since, mark)
    if not heads:
        return Verdict.PASS
    reading.end_insight(heads[0].start)
    return take_headings(reading, heads, mark)


def _sign_before(raw: str, at: int) -> str:
    """The last sign before ``at`` that is no blank."""
    return raw[max(0, at - _NEAR) : at].rstrip()[-1:]


def _bold_heading_cut(reading: Reading, mark: Mark) -> Verdict:
    raw, text = reading.raw, reading.open_text(mark)
    if reading.runs or reading.opened_at < 0 or not text.startswith("**") or not is_title(text, cut=True):
        return Verdict.PASS
    start = raw.index(text, reading.opened_at)
    sign = _sign_before(raw, start)
    bold = [part for part in reading.parts if isinstance(part, Head) and part.kind == "bold"]
    if not any([_sign_before(raw, head.start) == sign for head in bold]):
        return Verdict.PASS
    reading.opened_at = -1
    return take_headings(reading, [Head(start, start + len(text), kind="bold")], mark)


ENDINGS: Final = (
    Rule(
        "heading-in-rating",
        (CITE, END),
        "heading",
        "a rating without a citation may be followed by a section without a marker",
        "Investment Rating - None is given. Core View Prices fell again [1]",
        _heading_in_rating,
    ),
    Rule(
        "citations",
        (CITE,),
        "citations",
        "citations complete an insight, unless its sentence goes on",
        "Group 1 - Prices fell [1]",
        _citations,
    ),
    Rule(
        "line-above-deeper-one",
        (LINE,),
        "heading",
        "in a list of lists the title above deeper insights is their heading",
        "A Title\n\n- Mines and Ore\n  - Prices fell [1]\n- Smelters\n  - Costs rose [2]",
        _line_above_deeper_one,
    ),
    Rule(
        "line-before-marker",
        (LINE,),
        "end",
        "a line end before a marker closes an insight",
        "Group 1\n- Short - term rates rose\n- Costs fell [1]",
        _line_before_marker,
    ),
    Rule(
        "blank-line",
        (LINE,),
        "end",
        "a blank line closes an insight",
        "A Title\n\nGroup 1\n- Short - term rates rose\n\nall of them [1]",
        _blank_line,
    ),
    Rule(
        "line-before-heading",
        (LINE,),
        "end",
        "a line end before a heading closes an insight",
        "Group 1\n- Short - term rates rose\nGroup 2\n- Costs fell [1]",
        _line_before_heading,
    ),
    Rule(
        "line-before-number",
        (LINE,),
        "end",
        "a line end before a number that is a marker closes an insight",
        "Group 1\n1、销量上升[1]\n2、成本上升\n3、利润下降[2]",
        _line_before_number,
    ),
    Rule(
        "line-is-insight",
        (LINE,),
        "end",
        "a format without markers ends insights with their lines",
        "Pros\n- Tin keeps for years\nSmelters want it",
        _line_is_insight,
    ),
    Rule(
        "known-heading-at-text-end",
        (END,),
        "heading",
        "a known heading may be the last thing before the text is cut off",
        "Group 1 - Prices fell [1] - Sales rose. Group 2",
        _known_heading_at_text_end,
    ),
    Rule(
        "bold-heading-cut",
        (END,),
        "heading",
        "where bold words after a marker are headings, so are those in which the text is cut off",
        "Core Insights * **Gas Price** - Prices fell [1] * **Local Resis",
        _bold_heading_cut,
    ),
)
