"""Headings that stand between the insight that is open and a sign, with no citation before them."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import Final

from rareinsight.format import BULLETS
from rareinsight.headings import read_headings
from rareinsight.joints import (
    DASHES,
    FIRST_WORDS,
    is_compound,
    is_figure,
    is_range,
    is_spread,
    joins_names,
    joins_words,
)
from rareinsight.lexicon import SMALL_WORDS
from rareinsight.marks import CITE, END, MARK, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Verdict, take_headings
from rareinsight.sentences import ends_sentence, starts_sentence
from rareinsight.shapes import ends_in_remark, is_bold, is_title
from rareinsight.signs import is_caseless
from rareinsight.state import WINDOW
from rareinsight.stretch import Head
from rareinsight.surroundings import heading_before, headings_before, is_second_part, is_worded, title_of

#: Signs that no sentence holds between blanks.
_STARS: Final = ("*", *BULLETS)
_SHORTEST_CHINESE_HEADING: Final = 2
_SHORTEST_STARRED_HEADING: Final = 4
#: A shorter one, 成本, is believed above a cited insight of at least so many characters.
_SHORTEST_BELOW_A_WORD: Final = 8
#: … or above one of so many that is cut off before its citations.
_SHORTEST_CUT_OFF: Final = 16
_LONGEST_CHINESE_HEADING: Final = 20
#: What ends in these opens a list: ``各品类收入同比如下: • 鞋靴:2.03亿元``.
_AS_FOLLOWS: Final = ("如下:", "如下：")
#: Blanks and line ends that stand for a blank after a stop.
_BLANKS: Final = str.maketrans("\r\n\t\u00a0\u3000", "     ")
#: A title has at most so many stops of abbreviations.
_MOST_STOPS: Final = 4
#: So many signs may join words before the citations of an insight.
_MOST_JOINED: Final = 4
#: A year, quarter or half at the end of a title.
_PERIOD: Final = re.compile(r"\b(?P<unit>20|Q|H)[0-9]{1,2}[EF]?\Z")
#: A parent heading comes again within so many code points.
_REPEAT_WINDOW: Final = 4000


def known_heading_at_end(reading: Reading, mark: Mark) -> Verdict:
    """End the insight before a heading of the vocabulary."""
    heads = headings_before(reading, reading.words_since, mark)
    if not heads:
        return Verdict.PASS
    last = heads[-1]
    if last.kind == "numbered" and is_second_part(
        reading, mark, title_of(reading, last), in_group=is_worded(last)
    ):
        return Verdict.DONE
    if is_compound(reading.raw, mark) or _is_range_in_title(reading, mark, last):
        return Verdict.PASS
    reading.end_insight(heads[0].start)
    return take_headings(reading, heads, mark)


def _is_range_in_title(reading: Reading, dash: Mark, head: Head) -> bool:
    """Whether a dash joins the last figure of a heading to another: ``Group 4: Outlook for 2026 - 2027 - …``.

    After a label a figure may as well begin an insight, ``Targets for 2026 - 12% more``; a later year does not.
    """
    if head.kind == "free":
        return is_range(reading.raw, dash)
    following = reading.marks.peek()
    if head.label is None or following.kind != MARK or joins_words(reading.raw, following):
        return False
    first, last = _PERIOD.search(head.label), _PERIOD.fullmatch(reading.right_text(dash))
    return first is not None and last is not None and first["unit"] == last["unit"] and first[0] < last[0]


def free_heading_after_stop(reading: Reading, mark: Mark) -> Verdict:
    """End the insight at a stop before a title."""
    text = reading.open_text(mark) if reading.free else ""
    title = _bold_words_at_end(text) or words_after_stop(text)
    if not is_title(title) or ends_in_remark(title):
        return Verdict.PASS
    if is_second_part(reading, mark, title, in_group=False):
        return Verdict.DONE
    may_join = reading.raw[mark.start] in DASHES and _may_be_first_part(title)
    if (may_join and reading.habits.spaced_hyphens) or _begins_sentence(title):
        return Verdict.PASS
    raw = reading.raw
    if not reading.right_text(mark) or is_compound(raw, mark) or is_range(raw, mark):
        return Verdict.PASS
    if joins_names(raw, mark) or is_spread(raw, mark):
        return Verdict.PASS
    start = _place_of(reading, mark, title)
    if start < reading.words_since:
        return Verdict.PASS
    reading.end_insight(start)
    return take_headings(reading, [Head(start, start + len(title))], mark)


def _may_be_first_part(title: str) -> bool:
    """Whether a title is one word that a hyphen may join to the next: ``Sino - US``, but no plural, as ``Costs``."""
    is_bare_word = len(title.split()) == 1 and title[0].isalnum() and not is_caseless(title)
    return is_bare_word and not (title.endswith("s") and not title.endswith("ss"))


def _begins_sentence(title: str) -> bool:
    """Whether a sentence goes on after a hyphen: ``Hot - Rolled Coil fell``, ``After the Tokyo - Osaka strike``."""
    words = title.casefold().split()
    names = list(dropwhile(SMALL_WORDS.__contains__, words))
    is_one_name = len(names) == 1 < len(words) and not names[0].endswith("s")
    return is_one_name or words[-1] in SMALL_WORDS or words[-1] in FIRST_WORDS


def _bold_words_at_end(text: str) -> str:
    """The bold words that end a text, if they are a title of several: ``Costs fell to 905 **Cash Position**``."""
    start = text.rfind(" **", 0, -2) + 1 if text.endswith("**") else 0
    title = text[start:] if start else ""
    return title if len(title.split()) > 1 and is_bold(title) and title[2].isupper() else ""


def words_after_stop(text: str) -> str:
    """The words after the last stop that closes a sentence; nothing where there is no such stop."""
    end, text = len(text), text.translate(_BLANKS)
    for _ in range(_MOST_STOPS):
        stop = max(text.rfind(sign, 0, end) for sign in (". ", "。", "] "))
        if stop < 0:
            return ""
        if ends_sentence(text[: stop + 1]) or text[stop] == "]":
            return text[stop + 1 :].strip()
        end = stop
    return ""


def _place_of(reading: Reading, mark: Mark, tail: str) -> int:
    """Where ``tail``, the end of the words before ``mark``, begins; it may be spelled with other blanks."""
    begin = max(0, mark.start - 2 * WINDOW)
    return begin + len(reading.raw[begin : mark.start].rstrip()) - len(tail)


def sub_heading(reading: Reading, mark: Mark) -> Verdict:
    """Take all words since the last marker for a heading."""
    if reading.runs or not reading.free or reading.text_start < mark.start - WINDOW:
        return Verdict.PASS
    text = reading.open_text(mark)
    bold = is_bold(text) and not (text.endswith((":", "：")) and is_figure(reading.raw, mark))
    if not (bold or _has_place_of_heading(reading, mark, text)):
        return Verdict.PASS
    start = _place_of(reading, mark, text)
    heads = read_headings(reading.raw, start, mark.start, "mark", reading.patterns, free=True)
    reading.has_two_part_headings |= reading.opened_after == "heading"
    reading.opened_at = -1
    return take_headings(reading, heads or [Head(start, start + len(text))], mark)


def _has_place_of_heading(reading: Reading, mark: Mark, text: str) -> bool:
    """Whether a title between two markers has the place of a heading: first of all, starred, or below a parent."""
    raw, before = reading.raw, heading_before(reading)
    starred = raw[mark.start] in _STARS
    # 12 * 30 is a product where stars are no markers
    is_before_figure = is_range(raw, mark) or is_figure(raw, mark)
    if not is_title(text) or (
        is_before_figure and not (starred and raw[mark.start] == reading.habits.common_sign)
    ):
        return False
    if (not starred and joins_names(raw, mark)) or (
        before is not None and raw[before.start : before.end] == text
    ):
        return False  # Market Data - U.S. - Mexico trade rose, PTA - PTA - SC价差走弱
    is_below_known = reading.opened_after == "heading" and before is not None and before.holds_headings
    if not (reading.has_citations or is_below_known):
        return False  # the text may be cut off before its first citation
    if is_caseless(text):
        is_short = _SHORTEST_CHINESE_HEADING <= len(text) <= _LONGEST_CHINESE_HEADING
        if not is_short or text.endswith(_AS_FOLLOWS):
            return False
        is_first = reading.opened_after == "start" and is_caseless(text[:2])
        return (
            (starred and (len(text) >= _SHORTEST_STARRED_HEADING or _is_above_statement(reading, mark)))
            or is_first
            or _comes_again(reading, mark, text)
            or _is_below_parent(reading, mark)
        )
    right = reading.right_text(mark)
    if not right[:1].isupper() or (is_caseless(right) and not (starred or is_below_known)):
        return False  # Wi - Fi 6芯片
    has_words = len(text.split()) > 1
    if reading.opened_after == "start" or _is_below_parent(reading, mark):
        return has_words or reading.opened_after == "heading"
    return starred and (has_words or _is_above_statement(reading, mark))


def _is_above_statement(reading: Reading, star: Mark) -> bool:
    """Whether an insight longer than names follows, cited or cut off: ``成本 * 单票成本约9.4元[3]``."""
    ahead = [reading.marks.peek(distance) for distance in range(_MOST_JOINED)]
    # 价格带 * 60 - 80元一档增长最快[6]
    following = next(
        (mark for mark in ahead if mark.kind != MARK or not joins_words(reading.raw, mark)), ahead[-1]
    )
    right = reading.raw[star.end : min(following.start, star.end + WINDOW)].strip()
    is_statement = is_caseless(right) or starts_sentence(right)
    shortest = {CITE: _SHORTEST_BELOW_A_WORD, END: _SHORTEST_CUT_OFF}.get(following.kind, WINDOW)
    if following.kind == END and reading.has_two_part_headings:
        shortest = _SHORTEST_CHINESE_HEADING
    return is_statement and len(right) >= shortest


def _comes_again(reading: Reading, dash: Mark, text: str) -> bool:
    """Whether the words after a dash begin as those before: ``成本 - 成本下降`` is no compound."""
    right = reading.right_text(dash)
    return right.startswith(text[:_SHORTEST_CHINESE_HEADING]) and len(right) > len(text)


def _is_below_parent(reading: Reading, mark: Mark) -> bool:
    """Whether the heading just before holds headings: by its word, by habit, or as it comes again, as parents do."""
    before = heading_before(reading)
    if reading.opened_after != "heading" or before is None:
        return False
    if before.holds_headings or (before.kind == "free" and reading.has_two_part_headings):
        return True
    wording = reading.raw[before.start : before.end]
    return before.kind == "free" and reading.raw.find(wording, mark.end, mark.end + _REPEAT_WINDOW) >= 0
