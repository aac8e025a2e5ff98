"""Signs that are markers although no citation, heading or line end stands before them."""

from __future__ import annotations

from typing import Final

from rareinsight.format import BULLETS
from rareinsight.inner_headings import sub_heading
from rareinsight.joints import is_compound, is_figure
from rareinsight.marks import Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict, end_and_open
from rareinsight.shapes import ends_sentence, is_chinese, starts_sentence

#: U+2212 between words is a minus sign; as a marker it stands without blanks, right after citations.
_MINUS: Final = "−"
_FEWEST_WORDS_OF_A_STATEMENT: Final = 4
_LONGEST_MARKER: Final = 12


def bullet_sign(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a bullet, or take what it ends for a heading."""
    sign = reading.raw[mark.start]
    if sign.isdigit():
        return end_and_open(reading, mark)
    if sign not in BULLETS:
        return Verdict.PASS
    verdict = sub_heading(reading, mark)
    return end_and_open(reading, mark) if verdict is Verdict.PASS else verdict


def bold_label(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight with its label."""
    right = reading.right_text(mark)
    close = right.find("**", 2) if right.startswith("**") else -1
    has_colon = close > 0 and (right.startswith((":", "："), close + 2) or right[close - 1] in ":：")
    return end_and_open(reading, mark) if has_colon else Verdict.PASS


def star(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a star."""
    return end_and_open(reading, mark) if reading.raw[mark.start] == "*" else Verdict.PASS


def list_after_colon(reading: Reading, mark: Mark) -> Verdict:
    """Open the first item of a list."""
    if not reading.open_text(mark).endswith((":", "：")) or is_figure(reading.raw, mark):
        return Verdict.PASS
    reading.in_list = True
    return end_and_open(reading, mark)


def item_of_list(reading: Reading, mark: Mark) -> Verdict:
    """Open the next item of a list."""
    if not reading.in_list or is_compound(reading.raw, mark) or not reading.right_text(mark):
        return Verdict.PASS
    return end_and_open(reading, mark)


def after_stop(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight after a sentence."""
    if not ends_sentence(reading.open_text(mark)) or is_compound(reading.raw, mark):
        return Verdict.PASS
    return end_and_open(reading, mark)


def no_citations(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight, unless the one before has a line of its own."""
    if reading.habits.citations or reading.raw[mark.start] == _MINUS or _began_its_line(reading):
        return Verdict.PASS
    return end_and_open(reading, mark)


def _began_its_line(reading: Reading) -> bool:
    """Whether the open insight's marker stands at the start of a line: then the line is all of the insight."""
    raw, text_start = reading.raw, reading.text_start
    since = max(0, text_start - _LONGEST_MARKER)
    line = max(raw.rfind("\n", since, text_start), raw.rfind("\r", since, text_start))
    return line >= 0 and len(raw[line:text_start].split()) == 1


def uncited_insight(reading: Reading, mark: Mark) -> Verdict:
    """Open an insight between two statements, with a doubt."""
    sign, habits = reading.raw[mark.start], reading.habits
    if habits.spaced_hyphens or (sign == _MINUS and sign != habits.common_sign):
        return Verdict.PASS
    left, right = reading.open_text(mark), reading.right_text(mark)
    ends_in_word = left[-1:].isalnum() or left.endswith("%")
    if is_chinese(left[-8:] + right[:8]) or not ends_in_word or not starts_sentence(right):
        return Verdict.PASS
    if min(len(left.split()), len(right.split())) < _FEWEST_WORDS_OF_A_STATEMENT:
        return Verdict.PASS
    reading.doubt("uncertain-marker", mark.start, mark.end)
    return end_and_open(reading, mark)
