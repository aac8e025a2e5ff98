"""The table for closed points: what is the gap, the text between a closed point and the next mark?

Of 1,622 markers in the labelled pages 1,614 have citations or a heading directly on their left; so the dash is
rarely the question, the gap is.
"""

from __future__ import annotations

from typing import Final

from rareinsight.headings import read_bare_heading, read_headings
from rareinsight.joints import DASHES, is_compound, is_figure, is_range, joins_words
from rareinsight.marks import CITE, END, LINE, MARK, Mark
from rareinsight.reading import STOPS, WINDOW, Reading
from rareinsight.reference_lists import end_of_heading
from rareinsight.rules import Rule, Verdict, take_headings
from rareinsight.shapes import (
    LONGEST_PARENT,
    SMALL_WORDS,
    has_open_bracket,
    has_word,
    is_chinese,
    is_plain_title,
    is_title,
    starts_sentence,
)
from rareinsight.stretch import Head
from rareinsight.surroundings import (
    headings_in_gap,
    is_number_one,
    is_second_part,
    is_worded,
    number_as_marker,
    place_of_number_one,
    title_of,
)

_SHORTEST_CUT: Final = 4
_NEAR: Final = 4
_FIRST: Final = "1"
_ENDS_OF_CITATION: Final = ("]", "】", "］")
_ENDS_OF_CITED: Final = tuple(f"{end}{stop} " for end in _ENDS_OF_CITATION for stop in ("", *STOPS))


def _bare_heading(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind not in (MARK, LINE):
        return Verdict.PASS
    head = read_bare_heading(reading.raw, reading.closed_at, mark.start, reading.patterns)
    return Verdict.PASS if head is None else take_headings(reading, [head], mark)


# --- dashes that belong to the gap -----------------------------------------------------------------------------


def _hyphenated_heading(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind != MARK or reading.raw[mark.start] not in DASHES:
        return Verdict.PASS
    gap, following = reading.gap(mark).strip(), reading.marks.peek()
    if following.kind not in (MARK, LINE, END) or len(gap) > WINDOW:
        return Verdict.PASS
    if following.kind == LINE and _is_in_heading_line(reading, following):
        return Verdict.DONE
    if is_chinese(gap) or following.kind == LINE:
        return Verdict.PASS
    right = reading.right_text(mark)
    heads = None if is_chinese(right) else headings_in_gap(reading, mark, free=True)
    if not heads or heads[-1].text is not None or heads[-1].kind == "word":
        return Verdict.PASS
    title, in_group = title_of(reading, heads[-1]), is_worded(heads[-1])
    if is_compound(reading.raw, mark) and right in SMALL_WORDS:
        belongs = following.kind == MARK  # Week - on - Week Change
    elif reading.raw[mark.start] != reading.habits.common_sign and following.kind == MARK:
        title_words = right.split()[is_compound(reading.raw, mark) :]
        belongs = is_title(" ".join(title_words)) and not is_compound(reading.raw, following)
    else:
        belongs = bool(title) and is_second_part(reading, mark, title, in_group=in_group)
    return Verdict.DONE if belongs else Verdict.PASS


def _is_in_heading_line(reading: Reading, line: Mark) -> bool:
    """Whether a dash stands in a line that is a title, above a line that begins as insights do."""
    if not reading.free:
        return False
    after, text = reading.next_content(line, 1)
    is_above_insight = (after.kind == MARK and not has_word(text)) or is_number_one(reading, line.end)
    start = number_as_marker(reading) or reading.closed_at
    return is_above_insight and is_title(reading.raw[start : line.start])


def _open_bracket(reading: Reading, mark: Mark) -> Verdict:
    gap = reading.gap(mark)
    return (
        Verdict.DONE if mark.kind == MARK and len(gap) <= WINDOW and has_open_bracket(gap) else Verdict.PASS
    )


def _figure_below_heading(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind != MARK or len(reading.gap(mark)) > 2 * WINDOW or not joins_words(reading.raw, mark):
        return Verdict.PASS
    heads = read_headings(reading.raw, reading.closed_at, mark.start, "cite", reading.patterns, free=False)
    return Verdict.DONE if heads and heads[-1].text is not None else Verdict.PASS


# --- headings --------------------------------------------------------------------------------------------------


def _known_heading(reading: Reading, mark: Mark) -> Verdict:
    heads = headings_in_gap(reading, mark, free=False)
    if not heads or (heads[0].kind == "numbered" and _is_numbered_insight(reading, heads[0], mark)):
        return Verdict.PASS
    if (
        len(heads) > 1
        and heads[-1].kind == "numbered"
        and (_holds_figure(reading, mark) or _is_cut_insight(reading, heads[-1], mark))
    ):
        reading.add_headings(heads[:-1], heads[-1].start)
        return Verdict.AGAIN
    is_titled_number = heads[-1].kind == "numbered" and heads[-1].label is not None
    if is_titled_number and mark.kind == MARK and is_range(reading.raw, mark):
        return Verdict.PASS
    if heads[-1].kind == "free" and mark.kind == MARK and _is_in_question(reading, mark):
        return Verdict.DONE
    return take_headings(reading, heads, mark)


def _is_in_question(reading: Reading, dash: Mark) -> bool:
    """Whether a dash stands in a title that is a sentence: ``Question: Was the loss small - or none at all?``."""
    return is_compound(reading.raw, dash) and not reading.gap(dash).rstrip().endswith(("?", "？"))


def _is_numbered_insight(reading: Reading, head: Head, mark: Mark) -> bool:
    """Whether a number opens a statement: what follows is cited, or the numbers before it did so."""
    by_habit = reading.numbered and (mark.kind == END or reading.left in ("line", "paragraph"))
    if mark.kind == LINE and _is_above_its_points(reading, head, mark):
        return False
    if mark.kind == CITE or by_habit or _is_below_rating(reading, mark):
        return number_as_marker(reading) is not None
    if mark.kind != MARK or number_as_marker(reading) is None:
        return False
    if _holds_figure(reading, mark):
        return True
    if not _begins_cited_line(reading):
        return False
    label = head.label or ""
    if not is_chinese(label) and is_title(label) and not _is_inside_words(reading, mark):
        return False  # 1. Prices and Costs - They rose [1]
    before = reading.parts[-1] if reading.parts else None
    is_below_plain = reading.left == "heading" and isinstance(before, Head) and before.kind != "numbered"
    return reading.numbered or is_below_plain or _is_inside_words(reading, mark)


def _holds_figure(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins figures of an insight, where numbers are markers: ``二、需求 1. 增长12% - 15%``."""
    return dash.kind == MARK and reading.numbered and _is_inside_words(reading, dash)


def _is_inside_words(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins words or figures; not that of ``1. Rivals - 1 - 7月销量下跌``, where months follow."""
    raw = reading.raw
    return is_compound(raw, dash) or is_range(raw, dash) or is_figure(raw, dash)


def _is_cut_insight(reading: Reading, head: Head, mark: Mark) -> bool:
    """Whether a number opens the insight that the text ends in, where numbers are markers."""
    return mark.kind == END and reading.numbered and number_as_marker(reading, head.start) is not None


def _is_above_its_points(reading: Reading, head: Head, line: Mark) -> bool:
    """Whether ``2. Costs`` is the heading of ``1. …`` or ``2.1 …`` on the next line, or known as one."""
    if is_number_one(reading, line.end) or (head.label or "").casefold() in reading.patterns.words:
        return True
    return head.number is not None and reading.raw.startswith(f"{head.number}.{_FIRST}", line.end)


def _is_below_rating(reading: Reading, line: Mark) -> bool:
    """Whether a line is what a rating says: ``1. Not provided``, and neither marker nor number below it."""
    before = reading.parts[-1] if reading.parts else None
    if line.kind != LINE or reading.left != "heading" or not (isinstance(before, Head) and before.holds_text):
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
    line = raw[at : end if end >= 0 else reading.end].rstrip("\r \u00a0").rstrip(STOPS)
    # not 2. Prices: - They fell [1] - They rose [2], which is a heading and its insights
    return line.endswith(_ENDS_OF_CITATION) and not any([end in line for end in _ENDS_OF_CITED])


def _reference_list(reading: Reading, mark: Mark) -> Verdict:
    words = reading.gap(mark).lstrip("#* ")
    if not reading.patterns.may_be_references(words[:2]):
        return Verdict.PASS
    line_end = reading.raw.find("\n", mark.start, mark.start + WINDOW)
    end = line_end if line_end >= 0 else min(reading.end, mark.start + WINDOW)
    if end_of_heading(reading.raw, reading.patterns.references, mark.start - len(words), end) is None:
        return Verdict.PASS
    reading.stop()
    return Verdict.DONE


def _known_heading_cut(reading: Reading, mark: Mark) -> Verdict:
    gap = reading.gap(mark).strip()
    if mark.kind != END or len(gap) < _SHORTEST_CUT or not gap[0].isupper():
        return Verdict.PASS
    if gap.casefold() in reading.patterns.words or not any(
        word.startswith(gap.casefold()) for word in reading.patterns.words
    ):
        return Verdict.PASS
    at = reading.closed_at + reading.gap(mark).index(gap)
    return take_headings(reading, [Head(at, at + len(gap), kind="word")], mark)


def _free_heading(reading: Reading, mark: Mark) -> Verdict:
    if not reading.free or (mark.kind == LINE and not _line_can_be_heading(reading, mark)):
        return Verdict.PASS
    if mark.kind == MARK and _joins_gap(reading, mark):
        return Verdict.PASS
    heads = headings_in_gap(reading, mark, free=True) or plain_heading(reading, mark)
    if not heads or (mark.kind == END and heads[0].kind == "free" and _is_text_of_heading(reading)):
        return Verdict.PASS
    return take_headings(reading, heads, mark)


def _is_text_of_heading(reading: Reading) -> bool:
    """Whether the last words of a text stand right below a heading, and that is one that holds no others."""
    before = reading.parts[-1] if reading.parts else None
    return reading.left == "heading" and not (isinstance(before, Head) and before.holds_headings)


def _joins_gap(reading: Reading, dash: Mark) -> bool:
    """Whether a dash joins the gap's last word to what follows: ``Low - price names``, ``The 8 - 9 spread``."""
    is_word_pair = is_compound(reading.raw, dash) and len(reading.gap(dash).split()) == 1
    # Outlook for 2026 - 1 - 7月销量下跌: the second dash is the range
    is_before_range = reading.right_text(dash).isdigit() and reading.marks.peek().kind == MARK
    return is_word_pair or (is_range(reading.raw, dash) and not is_before_range)


def plain_heading(reading: Reading, mark: Mark) -> list[Head] | None:
    """Read the gap as a heading in sentence case, believed on a line of its own or where a sentence follows."""
    gap = reading.gap(mark)
    if mark.kind not in (MARK, LINE) or not is_plain_title(gap):
        return None
    if mark.kind == MARK and not starts_sentence(reading.right_text(mark)):
        return None
    return [Head(mark.start - len(gap.lstrip()), mark.start - len(gap) + len(gap.rstrip()))]


def _line_can_be_heading(reading: Reading, mark: Mark) -> bool:
    """Whether what follows this line is what follows a heading: a marker, or a cited line."""
    following, text = reading.next_content(mark)
    if text and number_as_marker(reading, mark.end) is not None:
        return True
    if following.kind in (MARK, END):
        return not has_word(text)
    if following.kind == LINE and _is_above_heading(reading, mark, following, text):
        return True
    if reading.gap(mark).lstrip().startswith("#") or _is_first_chapter(reading, mark.end, following):
        return True
    return following.kind == CITE and reading.left != "heading" and bool(text) and not is_title(text)


def _is_above_heading(reading: Reading, mark: Mark, following: Mark, text: str) -> bool:
    """Whether a line is the parent of a heading on the very next line, which a marker or number follows."""
    raw, before = reading.raw, reading.parts[-1] if reading.parts else None
    if not is_title(text) or max(len(reading.gap(mark).strip()), len(text)) > LONGEST_PARENT:
        return False
    if reading.left == "heading" and isinstance(before, Head) and before.holds_text:
        return False  # what a rating says, above another heading
    if read_headings(raw, mark.end, following.start, "line", reading.patterns, free=False):
        return False
    after, between = reading.next_content(following, 1)
    return (after.kind == MARK and not has_word(between)) or is_number_one(reading, following.end)


def _is_first_chapter(reading: Reading, start: int, following: Mark) -> bool:
    """Whether the next line is the first of numbered headings, ``1. Copper``, below which a marker stands."""
    if following.kind != LINE or not reading.free:
        return False
    heads = read_headings(reading.raw, start, following.start, "line", reading.patterns, free=False)
    return heads is not None and heads[0].kind == "numbered" and heads[0].number == 1


# --- insights without a marker, and text that belongs to none ----------------------------------------------------


def _numbered_insight(reading: Reading, mark: Mark) -> Verdict:
    is_number = mark.kind == CITE or reading.numbered or (mark.kind == MARK and _begins_cited_line(reading))
    is_number = is_number or _is_below_rating(reading, mark)
    number = number_as_marker(reading) if is_number else None
    if number is None or (mark.kind == LINE and is_number_one(reading, mark.end)):
        return Verdict.PASS
    reading.numbered = True
    reading.open_insight(number)
    return Verdict.AGAIN


def _heading_before_number(reading: Reading, mark: Mark) -> Verdict:
    if not reading.free or mark.kind not in (CITE, END):
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
    end = cite.end + (reading.raw[cite.end : cite.end + 1] in tuple(STOPS))
    return number_as_marker(reading, end) is not None


def _text_of_heading(reading: Reading, mark: Mark) -> Verdict:
    if reading.left not in ("heading", "rule"):
        return Verdict.PASS
    reading.open_insight(reading.closed_at)
    if mark.kind == MARK and not reading.unmarked and not joins_words(reading.raw, mark):
        reading.end_insight(mark.start)
        reading.close_at(mark.start, "mark")
    return Verdict.AGAIN


def _unmarked_insight(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind != CITE or reading.left == "cite" or _goes_on(reading, mark):
        return Verdict.PASS
    reading.open_insight(reading.closed_at)
    return Verdict.AGAIN


def _goes_on(reading: Reading, mark: Mark) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return reading.is_pending and reading.left == "line" and reading.gap(mark).lstrip()[:1].islower()


def _joined_words(reading: Reading, mark: Mark) -> Verdict:
    if reading.is_pending or mark.kind != MARK or not joins_words(reading.raw, mark):
        return Verdict.PASS
    return Verdict.DONE if mark.start - reading.closed_at <= WINDOW else Verdict.PASS


def _unmarked_line(reading: Reading, mark: Mark) -> Verdict:
    if not reading.unmarked or mark.kind not in (LINE, END, MARK):
        return Verdict.PASS
    reading.open_insight(reading.closed_at)
    if mark.kind != MARK:
        reading.end_insight(mark.start)
        reading.close_at(mark.end, "line")
    return Verdict.DONE


def _unplaced_line(reading: Reading, mark: Mark) -> Verdict:
    if mark.kind not in (LINE, END) or reading.left not in ("line", "paragraph") or _goes_on(reading, mark):
        return Verdict.PASS
    if mark.kind == END and not reading.habits.markers:
        reading.open_insight(reading.closed_at)  # cut off, in a text whose insights have no markers
        return Verdict.DONE
    start = reading.closed_at
    reading.end_insight()
    reading.doubt("unplaced-text", start, mark.start)
    reading.close_at(mark.end, "line")
    return Verdict.DONE


def _mid_sentence(reading: Reading, _mark: Mark) -> Verdict:
    reading.go_on()
    return Verdict.AGAIN


CLOSED: Final = (
    Rule(
        "bare-heading",
        "heading",
        "a word of the vocabulary or a number, and nothing else, is a heading",
        "Group 1 - Prices\n- Costs rose [1]",
        _bare_heading,
    ),
    Rule(
        "reference-list",
        "nothing",
        "a list of what the citations lead to ends the body",
        "Group 1 - Prices fell [1] References [1] Copper runs short https://a.example/1",
        _reference_list,
    ),
    Rule(
        "hyphenated-heading",
        "text",
        "translation puts blanks around the hyphens of headings too",
        "Group 1: Supply - Demand Situation - Stocks fell again [1]",
        _hyphenated_heading,
    ),
    Rule(
        "known-heading-cut",
        "heading",
        "the end of the text may cut a known heading short",
        "Core Insights - Prices fell [1] Summary b",
        _known_heading_cut,
    ),
    Rule(
        "known-heading",
        "heading",
        "words of the vocabulary and numbered shapes are headings where one can stand",
        "Group 1 - Prices fell [1]\nGroup 2: Rivals\nGroup 3: Costs\n- Costs rose [2]",
        _known_heading,
    ),
    Rule(
        "numbered-insight",
        "insight",
        "a number before a cited sentence is its marker",
        "核心观点 1、销量上升[2]。 2、成本下降[3]。",
        _numbered_insight,
    ),
    Rule(
        "heading-before-number",
        "heading",
        "a title before the number one is the heading of numbered insights",
        "核心观点 1、销量上升[1] 2、成本下降[2] 展望 1、前景良好[3]",
        _heading_before_number,
    ),
    Rule(
        "open-bracket",
        "text",
        "a heading is not over inside a bracket",
        "Group 1 - Prices fell [1] Group 2 The plan (Low - High) holds [2]",
        _open_bracket,
    ),
    Rule(
        "free-heading",
        "heading",
        "title-shaped text between a closed point and a marker is a heading",
        "Core Insights - Prices fell [1] Outlook - The short - term view is good [2]",
        _free_heading,
    ),
    Rule(
        "figure-below-heading",
        "text",
        "a minus sign in the text that a heading holds is text",
        "Group 1 - Prices fell [1] Group 2 The margin fell - 0.8 points [2]",
        _figure_below_heading,
    ),
    Rule(
        "text-of-heading",
        "insight",
        "text right after a heading, without a marker, is its first insight",
        "Group 1 - Prices fell [1] Group 2\nThe year looks good for all\n- Prices rise [1]",
        _text_of_heading,
    ),
    Rule(
        "unmarked-insight",
        "insight",
        "a line that ends in citations states something",
        "Group 1\n- Prices fell [1]\nCosts rose [2]",
        _unmarked_insight,
    ),
    Rule(
        "joined-words",
        "text",
        "a dash that joins words or figures does not end a heading that nothing stands before",
        "2015 - 2020年:从总装到取证 - 首架机下线[1]",
        _joined_words,
    ),
    Rule(
        "unmarked-line",
        "insight",
        "in a format without markers every line below a heading states something",
        "Pros\nGold is a haven\nBanks buy it\nIt is scarce\nCons\nIt is dear",
        _unmarked_line,
    ),
    Rule(
        "unplaced-line",
        "nothing",
        "a plain line after a complete insight belongs to nothing",
        "A Title\n\nGroup 1\n- Prices fell [1]\nShare this page, please.\nGroup 2\n- Costs rose [2]",
        _unplaced_line,
    ),
    Rule(
        "mid-sentence",
        "text",
        "anything else goes on with the insight before: its citations stood in mid-sentence",
        "Group 1 - Sales rose [1] and costs fell [2]",
        _mid_sentence,
    ),
)
