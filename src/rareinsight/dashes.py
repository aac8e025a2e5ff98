"""The table for open insights: what is a marker sign inside one?

Text, in nearly all cases. What makes it a marker, or the end of a heading, has to show.
"""

from __future__ import annotations

from typing import Final

from rareinsight.headings import read_headings
from rareinsight.joints import DASHES, is_compound, is_figure, is_range, is_spread
from rareinsight.marks import CITE, Mark
from rareinsight.reading import WINDOW, Reading
from rareinsight.rules import Rule, Verdict, end_and_open, take_headings
from rareinsight.shapes import ends_sentence, has_open_bracket, is_bold, is_chinese, is_title, starts_sentence
from rareinsight.stretch import Head
from rareinsight.surroundings import headings_before, is_second_part, is_worded, title_of

#: Signs that no sentence holds.
BULLETS: Final = "•●▪◦‣"
STARS: Final = "*" + BULLETS
#: U+2212 between words is a minus sign; as a marker it stands without blanks, right after citations.
_MINUS: Final = "−"
_SHORTEST_CHINESE_HEADING: Final = 2
_SHORTEST_STARRED_HEADING: Final = 4
#: A shorter one, 成本, is believed above a cited insight of at least so many characters.
_SHORTEST_BELOW_A_WORD: Final = 8
_LONGEST_CHINESE_HEADING: Final = 20
_FEWEST_WORDS_OF_A_STATEMENT: Final = 4
#: Blanks and line ends that stand for a blank after a stop.
_BLANKS: Final = str.maketrans("\r\n\t\u00a0\u3000", "     ")
#: No sentence holds more signs than these; what does was made to be slow to read, or is a drawing.
MOST_SIGNS: Final = 48
#: A title has at most so many stops of abbreviations.
_MOST_STOPS: Final = 4
_LONGEST_MARKER: Final = 12
#: A parent heading comes again within so many code points.
_REPEAT_WINDOW: Final = 4000


# --- headings before the sign ------------------------------------------------------------------------------------


def _known_heading_at_end(reading: Reading, mark: Mark) -> Verdict:
    heads = headings_before(reading, reading.words_since, mark)
    if not heads:
        return Verdict.PASS
    last = heads[-1]
    if last.kind == "numbered" and is_second_part(
        reading, mark, title_of(reading, last), in_group=is_worded(last)
    ):
        return Verdict.DONE
    if is_compound(reading.raw, mark) or (last.kind == "free" and is_range(reading.raw, mark)):
        return Verdict.PASS
    reading.end_insight(heads[0].start)
    return take_headings(reading, heads, mark)


def _free_heading_after_stop(reading: Reading, mark: Mark) -> Verdict:
    title = _words_after_stop(reading.open_text(mark)) if reading.free else ""
    if not is_title(title):
        return Verdict.PASS
    if is_second_part(reading, mark, title, in_group=False):
        return Verdict.DONE
    if len(title.split()) == 1 and not is_chinese(title) and reading.habits.spaced_hyphens:
        return Verdict.PASS
    if not reading.right_text(mark) or is_compound(reading.raw, mark) or is_range(reading.raw, mark):
        return Verdict.PASS
    start = _place_of(reading, mark, title)
    if start < reading.words_since:
        return Verdict.PASS
    reading.end_insight(start)
    return take_headings(reading, [Head(start, start + len(title))], mark)


def _words_after_stop(text: str) -> str:
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


def _sub_heading(reading: Reading, mark: Mark) -> Verdict:
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
    if not is_title(text) or is_range(reading.raw, mark) or is_figure(reading.raw, mark):
        return False
    before = reading.parts[-1] if reading.parts else None
    is_below_known = reading.opened_after == "heading" and isinstance(before, Head) and before.holds_headings
    if not (reading.habits.citations or is_below_known):
        return False  # the text may be cut off before its first citation
    starred = reading.raw[mark.start] in STARS
    if is_chinese(text):
        if not _SHORTEST_CHINESE_HEADING <= len(text) <= _LONGEST_CHINESE_HEADING:
            return False
        is_first = reading.opened_after == "start" and is_chinese(text[:2])
        return (
            (starred and (len(text) >= _SHORTEST_STARRED_HEADING or _is_above_statement(reading, mark)))
            or is_first
            or _comes_again(reading, mark, text)
            or _is_below_parent(reading, mark)
        )
    if not reading.right_text(mark)[:1].isupper():
        return False
    has_words = len(text.split()) > 1
    if reading.opened_after == "start" or _is_below_parent(reading, mark):
        return has_words or reading.opened_after == "heading"
    return starred and has_words and not reading.habits.spaced_hyphens


def _is_above_statement(reading: Reading, star: Mark) -> bool:
    """Whether a cited insight of some length follows, as in ``成本 * 单票成本约9.4元[3]``; names are shorter."""
    return reading.marks.peek().kind == CITE and len(reading.right_text(star)) >= _SHORTEST_BELOW_A_WORD


def _comes_again(reading: Reading, dash: Mark, text: str) -> bool:
    """Whether the words after a dash begin as those before: ``成本 - 成本下降`` is no compound."""
    right = reading.right_text(dash)
    return right.startswith(text[:_SHORTEST_CHINESE_HEADING]) and len(right) > len(text)


def _is_below_parent(reading: Reading, mark: Mark) -> bool:
    """Whether the heading just before holds headings: by its word, by habit, or as it comes again, as parents do."""
    before = reading.parts[-1] if reading.parts else None
    if reading.opened_after != "heading" or not isinstance(before, Head):
        return False
    if before.holds_headings or (before.kind == "free" and reading.has_two_part_headings):
        return True
    wording = reading.raw[before.start : before.end]
    return before.kind == "free" and reading.raw.find(wording, mark.end, mark.end + _REPEAT_WINDOW) >= 0


# --- signs that open an insight ----------------------------------------------------------------------------------


def _bullet_sign(reading: Reading, mark: Mark) -> Verdict:
    sign = reading.raw[mark.start]
    if sign.isdigit():
        return end_and_open(reading, mark)
    if sign not in BULLETS:
        return Verdict.PASS
    verdict = _sub_heading(reading, mark)
    return end_and_open(reading, mark) if verdict is Verdict.PASS else verdict


def _bold_label(reading: Reading, mark: Mark) -> Verdict:
    right = reading.right_text(mark)
    close = right.find("**", 2) if right.startswith("**") else -1
    has_colon = close > 0 and (right.startswith((":", "："), close + 2) or right[close - 1] in ":：")
    return end_and_open(reading, mark) if has_colon else Verdict.PASS


def _star(reading: Reading, mark: Mark) -> Verdict:
    return end_and_open(reading, mark) if reading.raw[mark.start] == "*" else Verdict.PASS


def _list_after_colon(reading: Reading, mark: Mark) -> Verdict:
    if not reading.open_text(mark).endswith((":", "：")) or is_figure(reading.raw, mark):
        return Verdict.PASS
    reading.in_list = True
    return end_and_open(reading, mark)


def _item_of_list(reading: Reading, mark: Mark) -> Verdict:
    if not reading.in_list or is_compound(reading.raw, mark) or not reading.right_text(mark):
        return Verdict.PASS
    return end_and_open(reading, mark)


def _after_stop(reading: Reading, mark: Mark) -> Verdict:
    if not ends_sentence(reading.open_text(mark)) or is_compound(reading.raw, mark):
        return Verdict.PASS
    return end_and_open(reading, mark)


def _no_citations(reading: Reading, mark: Mark) -> Verdict:
    if reading.habits.citations or reading.raw[mark.start] == _MINUS or _began_its_line(reading):
        return Verdict.PASS
    return end_and_open(reading, mark)


def _began_its_line(reading: Reading) -> bool:
    """Whether the open insight's marker stands at the start of a line: then the line is all of the insight."""
    raw, text_start = reading.raw, reading.text_start
    since = max(0, text_start - _LONGEST_MARKER)
    line = max(raw.rfind("\n", since, text_start), raw.rfind("\r", since, text_start))
    return line >= 0 and len(raw[line:text_start].split()) == 1


def _uncited_insight(reading: Reading, mark: Mark) -> Verdict:
    sign, habits = reading.raw[mark.start], reading.habits
    if habits.spaced_hyphens or (sign == _MINUS and sign != habits.common_sign):
        return Verdict.PASS
    left, right = reading.open_text(mark), reading.right_text(mark)
    if is_chinese(left[-8:] + right[:8]) or not left[-1:].isalnum() or not starts_sentence(right):
        return Verdict.PASS
    if min(len(left.split()), len(right.split())) < _FEWEST_WORDS_OF_A_STATEMENT:
        return Verdict.PASS
    reading.doubt("uncertain-marker", mark.start, mark.end)
    return end_and_open(reading, mark)


# --- signs that are text -----------------------------------------------------------------------------------------


def _in_unmarked_line(reading: Reading, _mark: Mark) -> Verdict:
    return Verdict.DONE if reading.unmarked else Verdict.PASS


def _crowded(reading: Reading, _mark: Mark) -> Verdict:
    return Verdict.DONE if reading.signs_met > MOST_SIGNS else Verdict.PASS


def _inside_bracket(reading: Reading, mark: Mark) -> Verdict:
    return Verdict.DONE if has_open_bracket(reading.open_text(mark)) else Verdict.PASS


def _compound(reading: Reading, mark: Mark) -> Verdict:
    if reading.raw[mark.start] not in DASHES or not is_compound(reading.raw, mark):
        return Verdict.PASS
    opens_list = reading.raw[max(0, mark.start - 2) : mark.start].rstrip().endswith((":", "："))
    return Verdict.PASS if opens_list else Verdict.DONE


def _figure(reading: Reading, mark: Mark) -> Verdict:
    is_number = reading.right_text(mark)[:1].isdigit()
    joins = is_number or is_range(reading.raw, mark) or is_spread(reading.raw, mark)
    return Verdict.DONE if joins else Verdict.PASS


def _in_sentence(_reading: Reading, _mark: Mark) -> Verdict:
    return Verdict.DONE


OPEN: Final = (
    Rule(
        "in-unmarked-line",
        "text",
        "in a format without markers a sign inside a line is text",
        "Pros\nGold - a haven. - Banks buy it",
        _in_unmarked_line,
    ),
    Rule(
        "crowded",
        "text",
        "no sentence holds so many dashes, so one more says nothing",
        f"Core Insights - {'2024 - 2025, ' * MOST_SIGNS}all rose. - Costs fell [1]",
        _crowded,
    ),
    Rule(
        "compound",
        "text",
        "a small letter on the right: a word pair",
        "Core Insights - Short - term rates fell",
        _compound,
    ),
    Rule(
        "known-heading-at-end",
        "heading",
        "a known heading may follow an insight without citations",
        "Investment Rating - Neutral Core Views - Prices fell [1]",
        _known_heading_at_end,
    ),
    Rule(
        "free-heading-after-stop",
        "heading",
        "a title between a full stop and a marker is a heading",
        "Core Insights - All rose this year. Cash Flow - It grew by a third [1]",
        _free_heading_after_stop,
    ),
    Rule(
        "bullet-sign",
        "insight",
        "no sentence holds a bullet sign",
        "Group 1 • Sales rose • Costs fell [1]",
        _bullet_sign,
    ),
    Rule(
        "inside-bracket",
        "text",
        "nothing begins inside a bracket",
        "Group 1 - Rates (Low. - High) fell [1]",
        _inside_bracket,
    ),
    Rule(
        "bold-label",
        "insight",
        "a run-in label in bold opens an insight wherever it stands",
        "Group 1 - The firm is Makers Inc. - **Trade**: lenses, short - term ones too [1]",
        _bold_label,
    ),
    Rule(
        "sub-heading",
        "heading",
        "a title between two markers is a heading",
        "出口数据 * **表现** - 出口上升[1]",
        _sub_heading,
    ),
    Rule(
        "star",
        "insight",
        "no sentence holds a star between blanks",
        "Group 1 * Sales rose * Costs fell, short - term [1]",
        _star,
    ),
    Rule(
        "list-after-colon",
        "insight",
        "a colon before a marker opens a list",
        "Group 1 - The short - term view is: - Growth of 5% [1]",
        _list_after_colon,
    ),
    Rule(
        "item-of-list",
        "insight",
        "inside such a list each marker opens an item",
        "Group 1 - The view is: - 2024E: up 5% - 2025E: up 6% [1]",
        _item_of_list,
    ),
    Rule(
        "after-stop",
        "insight",
        "a full stop closes an insight without citations",
        "Group 1 - Short - term rates fell. - Costs fell [1]",
        _after_stop,
    ),
    Rule(
        "figure",
        "text",
        "a figure on the right: a range or a minus sign",
        "核心观点 - 周变动为 - 50、 - 30",
        _figure,
    ),
    Rule(
        "no-citations",
        "insight",
        "without any citation in the text a dash is all that parts insights",
        "Core Insights - Sales rose - Costs fell",
        _no_citations,
    ),
    Rule(
        "uncited-insight",
        "insight",
        "a dash between two sentences, in a text without spaced hyphens, parts two insights",
        "Group 1 - Sales rose by a third - Costs fell by a half [1]",
        _uncited_insight,
    ),
    Rule(
        "dash-in-sentence",
        "text",
        "a dash inside a sentence is text",
        "Group 1 - Sino - US trade fell [1]",
        _in_sentence,
    ),
)
