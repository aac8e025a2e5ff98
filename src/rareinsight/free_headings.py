"""Headings outside the vocabulary: gaps in the form of a title, where what follows is what follows headings."""

from __future__ import annotations

import re
from typing import Final

from rareinsight.headings import read_headings
from rareinsight.joints import DASHES, is_compound, is_range, joins_lone_name, joins_names
from rareinsight.lexicon import SMALL_WORDS
from rareinsight.marks import CITE, END, LINE, MARK, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict, take_headings
from rareinsight.sentences import starts_sentence
from rareinsight.shapes import LONGEST_PARENT, is_bold, is_plain_title, is_title
from rareinsight.signs import has_word, is_caseless
from rareinsight.state import WINDOW
from rareinsight.stretch import COLONS, Head
from rareinsight.surroundings import (
    DIGITS_OF_YEAR,
    heading_before,
    headings_in_gap,
    is_above_insight,
    is_second_part,
    is_worded,
    number_as_marker,
    title_of,
)

#: So many insights and headings back it is looked whether headings end in colons.
_MOST_BEFORE: Final = 48
_LONGEST_CHINESE_PART: Final = 12
#: The rest of a heading, its colon, and a marker.
_UP_TO_COLON: Final = re.compile(r"\s*([^\[\]【】［］\r\n:：。]{1,60}?)\**[:：]\**\s+[-*•–—−]\s")


def free_heading(reading: Reading, mark: Mark) -> Verdict:
    """Take the gap for a heading if it has the form of one."""
    if not reading.free or (mark.kind == LINE and not _line_can_be_heading(reading, mark)):
        return Verdict.PASS
    if mark.kind == MARK and _joins_gap(reading, mark):
        return Verdict.PASS
    heads = (
        headings_in_gap(reading, mark, free=True)
        or plain_heading(reading, mark)
        or _heading_below_preamble(reading, mark)
    )
    if not heads or (mark.kind == END and heads[0].kind == "free" and _is_text_of_heading(reading)):
        return Verdict.PASS
    return take_headings(reading, heads, mark)


def _is_text_of_heading(reading: Reading) -> bool:
    """Whether the last words of a text stand right below a heading, and that is one that holds no others."""
    before = heading_before(reading)
    return reading.left == "heading" and not (before is not None and before.holds_headings)


def _joins_gap(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins the gap's last word to what follows: ``Low - price names``, ``The 8 - 9 spread``.

    So may the names of two places: ``The Asia - Pacific region grew``.
    """
    raw, gap = reading.raw, reading.gap(dash)
    is_word_pair = is_compound(raw, dash) and len(gap.split()) == 1
    if is_word_pair or joins_lone_name(raw, dash, gap):
        return True
    return is_range(raw, dash) and not _is_before_range(reading, dash)


def _is_before_range(reading: Reading, dash: Mark) -> bool:
    """Whether a short number alone stands before the next dash: ``Outlook for 2026 - 1 - 7月销量下跌``.

    It begins a range there; the year in ``Outlook for 2026 - 2027 - …`` ends one.
    """
    right = reading.right_text(dash)
    return right.isdigit() and len(right) < DIGITS_OF_YEAR and reading.marks.peek().kind == MARK


def plain_heading(reading: Reading, mark: Mark) -> list[Head] | None:
    """Read the gap as a heading in sentence case, believed on a line of its own or where a sentence follows."""
    gap = reading.gap(mark)
    if mark.kind not in (MARK, LINE) or not is_plain_title(gap):
        return None
    if mark.kind == MARK and not starts_sentence(reading.right_text(mark)):
        return None
    if mark.kind == LINE and reading.parts and _is_last_line(reading, mark):
        return None  # Sign in to comment: no heading whose insights are cut off
    return [Head(mark.start - len(gap.lstrip()), mark.start - len(gap) + len(gap.rstrip()))]


def _is_last_line(reading: Reading, line: Mark) -> bool:
    following, text = reading.next_content(line)
    return following.kind == END and not has_word(text)


def _heading_below_preamble(reading: Reading, mark: Mark) -> list[Head] | None:
    """Read the title after a sentence that only leads to it: ``Here is what matters today: Rail Freight - …``."""
    if reading.left != "start" or mark.kind != MARK or mark.start - reading.closed_at > 2 * WINDOW:
        return None
    gap = reading.gap(mark)
    colon = max(gap.rfind(": "), gap.rfind("："))
    preamble, title = gap[: max(colon, 0)], gap[colon + 1 :]
    if not starts_sentence(preamble) or is_title(preamble) or not is_title(title):
        return None
    start = mark.start - len(title)
    heads = read_headings(reading.raw, start, mark.start, "mark", reading.patterns)
    if heads:
        reading.doubt("unplaced-text", reading.closed_at, start)
    return heads


def _line_can_be_heading(reading: Reading, mark: Mark) -> bool:
    """Whether what follows this line is what follows a heading: a marker, or a cited line."""
    following, text = reading.next_content(mark)
    if reading.unmarked and is_bold(reading.gap(mark).strip()):
        return bool(text)  # no line of text is bold as a whole
    if text and number_as_marker(reading, mark.end) is not None:
        return True
    if following.kind in (MARK, END):
        return not has_word(text) or is_bold(text)  # above **Measures** - stands its parent
    if following.kind == LINE and _is_above_heading(reading, mark, following, text):
        return True
    if reading.gap(mark).lstrip().startswith("#") or _is_first_chapter(reading, mark.end, following):
        return True
    is_statement = bool(text) and (reading.unmarked or not is_title(text))
    return following.kind == CITE and reading.left != "heading" and is_statement


def _is_above_heading(reading: Reading, mark: Mark, following: Mark, text: str) -> bool:
    """Whether a line is the parent of a heading on the very next line, which a marker or number follows."""
    before = heading_before(reading)
    if not is_title(text) or max(len(reading.gap(mark).strip()), len(text)) > LONGEST_PARENT:
        return False
    if reading.left == "heading" and before is not None and before.holds_text:
        return False  # what a rating says, above another heading
    if read_headings(reading.raw, mark.end, following.start, "line", reading.patterns, free=False):
        return False
    return is_above_insight(reading, following)


def _is_first_chapter(reading: Reading, start: int, following: Mark) -> bool:
    """Whether the next line is the first of numbered headings, ``1. Copper``, below which a marker stands."""
    if following.kind != LINE or not reading.free:
        return False
    heads = read_headings(reading.raw, start, following.start, "line", reading.patterns, free=False)
    return heads is not None and heads[0].kind == "numbered" and heads[0].number == 1


def hyphenated_heading(reading: Reading, mark: Mark) -> Verdict:
    """Leave a dash to the heading that the gap begins: ``Supply - Demand Situation - …``."""
    if reading.raw[mark.start] not in DASHES:
        return Verdict.PASS
    gap, following = reading.gap(mark).strip(), reading.marks.peek()
    if following.kind not in (MARK, LINE, END) or len(gap) > WINDOW:
        return Verdict.PASS
    if _goes_on_to_colon(reading, mark, gap):
        return Verdict.DONE
    if following.kind == LINE:
        return Verdict.DONE if _is_in_heading_line(reading, following) else Verdict.PASS
    # Supply - The U.S. - Thailand duty is 19%
    if is_caseless(gap) or (following.kind == MARK and joins_names(reading.raw, following)):
        return Verdict.PASS
    right = reading.right_text(mark)
    if is_caseless(right):
        belongs = following.kind == MARK and _joins_chinese_title(gap, right)
    else:
        belongs = _joins_title(reading, mark, right)
    return Verdict.DONE if belongs else Verdict.PASS


def _joins_title(reading: Reading, dash: Mark, right: str) -> bool:
    """Whether a dash joins the title in the gap to the words up to the next mark."""
    following, joins_small = reading.marks.peek(), is_compound(reading.raw, dash)
    is_small_word = joins_small and right in SMALL_WORDS  # Week - on - Week Change
    # nearly all words after a dash are a sentence's: they are asked first, and the headings and habits rarely
    title_words = " ".join(right.split()[joins_small:])
    if not (is_small_word or is_title(title_words, cut=following.kind == END)):
        return False
    heads = headings_in_gap(reading, dash, free=True)
    if not heads or heads[-1].text is not None or heads[-1].kind == "word":
        return False
    if is_small_word:
        return following.kind == MARK
    if following.kind == MARK and reading.raw[dash.start] != reading.habits.common_sign:
        return not is_compound(reading.raw, following)
    title, in_group = title_of(reading, heads[-1]), is_worded(heads[-1])
    return bool(title) and is_second_part(reading, dash, title, in_group=in_group)


def _joins_chinese_title(gap: str, right: str) -> bool:
    """Whether a Chinese title begins with a foreign word that a dash joins: ``High - NA进展``, ``A - H溢价``."""
    is_one_word = len(gap.split()) == 1 and right[:1].isascii() and right[:1].isupper()
    return is_one_word and len(right) <= _LONGEST_CHINESE_PART and is_caseless(right) and is_title(right)


def _goes_on_to_colon(reading: Reading, dash: Mark, gap: str) -> bool:
    """Whether a heading goes on to a colon right before a marker: ``3. Long - term Outlook: - …``.

    Numbers tell such headings, or the colons of all that came before: ``Core View: - … Peak - Valley Spread: - …``.
    """
    found = None if gap.endswith(tuple(COLONS)) else _UP_TO_COLON.match(reading.raw, dash.end)
    if found is None:
        return False
    before = [part for part in reading.parts[-_MOST_BEFORE:] if isinstance(part, Head)]
    wordings = [reading.raw[head.start : head.end].rstrip("*") for head in before]
    have_colons = len(before) > 1 and all([words.endswith(tuple(COLONS)) for words in wordings])
    heads = headings_in_gap(reading, dash, free=have_colons)
    if not heads or (heads[-1].kind != "numbered" and not have_colons):
        return False
    title = title_of(reading, heads[-1]).lstrip("* ")
    return bool(title) and is_title(f"{title} - {found[1]}")


def _is_in_heading_line(reading: Reading, line: Mark) -> bool:
    """Whether a dash stands in a line that is a title, above a line that begins as insights do."""
    words = reading.raw[reading.closed_at : line.start].lstrip("# \r\n")
    number = number_as_marker(reading, line.start - len(words))
    words = words if number is None else reading.raw[number : line.start]
    return reading.free and is_above_insight(reading, line) and is_title(words)
