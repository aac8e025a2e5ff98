"""The table for closed points: what is the gap, the text between a closed point and the next mark?

Of 1,622 markers in the labelled pages 1,614 have citations or a heading directly on their left; so the dash is
rarely the question, the gap is.
"""

from __future__ import annotations

from typing import Final

from rareinsight._references import end_of_heading
from rareinsight.free_headings import free_heading, hyphenated_heading
from rareinsight.headings import read_bare_heading, read_headings
from rareinsight.joints import is_compound, is_range, joins_names, joins_words
from rareinsight.marks import AFTER_HEADING, ANY, CITE, END, LINE, MARK, Mark
from rareinsight.numbered_insights import (
    heading_before_number,
    holds_figure,
    is_cut_insight,
    is_numbered_insight,
    numbered_insight,
)
from rareinsight.reading import Reading
from rareinsight.rules import Rule, Verdict, take_headings
from rareinsight.sentences import holds_sentence_end
from rareinsight.signs import has_open_bracket
from rareinsight.state import WINDOW
from rareinsight.stretch import Head
from rareinsight.surroundings import headings_in_gap
from rareinsight.unmarked import (
    joined_words,
    mid_sentence,
    text_of_heading,
    unmarked_insight,
    unmarked_line,
    unplaced_line,
)

_SHORTEST_CUT: Final = 4
_MOST_DASHES_IN_QUESTION: Final = 4


def _bare_heading(reading: Reading, mark: Mark) -> Verdict:
    head = read_bare_heading(reading.raw, reading.closed_at, mark.start, reading.patterns)
    return Verdict.PASS if head is None else take_headings(reading, [head], mark)


def _open_bracket(reading: Reading, mark: Mark) -> Verdict:
    gap = reading.gap(mark)
    return Verdict.DONE if len(gap) <= WINDOW and has_open_bracket(gap) else Verdict.PASS


def _figure_below_heading(reading: Reading, mark: Mark) -> Verdict:
    if len(reading.gap(mark)) > 2 * WINDOW or not joins_words(reading.raw, mark):
        return Verdict.PASS
    heads = read_headings(reading.raw, reading.closed_at, mark.start, "cite", reading.patterns, free=False)
    return Verdict.DONE if heads and heads[-1].text is not None else Verdict.PASS


def _known_heading(reading: Reading, mark: Mark) -> Verdict:
    heads = headings_in_gap(reading, mark, free=False)
    if not heads or (heads[0].kind == "numbered" and is_numbered_insight(reading, heads[0], mark)):
        return Verdict.PASS
    if (
        len(heads) > 1
        and heads[-1].kind == "numbered"
        and (holds_figure(reading, mark) or is_cut_insight(reading, heads[-1], mark))
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
    if reading.gap(dash).rstrip().endswith(("?", "？")):
        return False
    raw = reading.raw
    return is_compound(raw, dash) or joins_names(raw, dash) or _goes_on_to_question_mark(reading, dash)


def _goes_on_to_question_mark(reading: Reading, dash: Mark) -> bool:
    """Whether the question ends at a later sign: ``Could the sale of Profagro - Sur grow? - Half of it …``."""
    for distance in range(_MOST_DASHES_IN_QUESTION):
        following = reading.marks.peek(distance)
        words = reading.raw[dash.end : min(following.start, dash.end + WINDOW)].strip()
        if following.kind != MARK or words.endswith(("?", "？")):
            return following.kind == MARK and not holds_sentence_end(words)
    return False


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
    if len(gap) < _SHORTEST_CUT or not gap[0].isupper():
        return Verdict.PASS
    if not reading.patterns.vocabulary.is_cut_to(gap):
        return Verdict.PASS
    at = reading.closed_at + reading.gap(mark).index(gap)
    return take_headings(reading, [Head(at, at + len(gap), kind="word")], mark)


CLOSED: Final = (
    Rule(
        "bare-heading",
        (MARK, LINE),
        "heading",
        "a word of the vocabulary or a number, and nothing else, is a heading",
        "Group 1 - Prices\n- Costs rose [1]",
        _bare_heading,
    ),
    Rule(
        "reference-list",
        ANY,
        "nothing",
        "a list of what the citations lead to ends the body",
        "Group 1 - Prices fell [1] References [1] Copper runs short https://a.example/1",
        _reference_list,
    ),
    Rule(
        "hyphenated-heading",
        (MARK,),
        "text",
        "translation puts blanks around the hyphens of headings too",
        "Group 1: Supply - Demand Situation - Stocks fell again [1]",
        hyphenated_heading,
    ),
    Rule(
        "known-heading-cut",
        (END,),
        "heading",
        "the end of the text may cut a known heading short",
        "Core Insights - Prices fell [1] Summary b",
        _known_heading_cut,
    ),
    Rule(
        "known-heading",
        AFTER_HEADING,
        "heading",
        "words of the vocabulary and numbered shapes are headings where one can stand",
        "Group 1 - Prices fell [1]\nGroup 2: Rivals\nGroup 3: Costs\n- Costs rose [2]",
        _known_heading,
    ),
    Rule(
        "numbered-insight",
        ANY,
        "insight",
        "a number before a cited sentence is its marker",
        "核心观点 1、销量上升[2]。 2、成本下降[3]。",
        numbered_insight,
    ),
    Rule(
        "heading-before-number",
        (CITE, END),
        "heading",
        "a title before the number one is the heading of numbered insights",
        "核心观点 1、销量上升[1] 2、成本下降[2] 展望 1、前景良好[3]",
        heading_before_number,
    ),
    Rule(
        "open-bracket",
        (MARK,),
        "text",
        "a heading is not over inside a bracket",
        "Group 1 - Prices fell [1] Group 2 The plan (Low - High) holds [2]",
        _open_bracket,
    ),
    Rule(
        "free-heading",
        AFTER_HEADING,
        "heading",
        "title-shaped text between a closed point and a marker is a heading",
        "Core Insights - Prices fell [1] Outlook - The short - term view is good [2]",
        free_heading,
    ),
    Rule(
        "figure-below-heading",
        (MARK,),
        "text",
        "a minus sign in the text that a heading holds is text",
        "Group 1 - Prices fell [1] Group 2 The margin fell - 0.8 points [2]",
        _figure_below_heading,
    ),
    Rule(
        "text-of-heading",
        ANY,
        "insight",
        "text right after a heading, without a marker, is its first insight",
        "Group 1 - Prices fell [1] Group 2\nThe year looks good for all\n- Prices rise [1]",
        text_of_heading,
    ),
    Rule(
        "unmarked-insight",
        (CITE,),
        "insight",
        "a line that ends in citations states something",
        "Group 1\n- Prices fell [1]\nCosts rose [2]",
        unmarked_insight,
    ),
    Rule(
        "joined-words",
        (MARK,),
        "text",
        "a dash that joins words or figures does not end a heading that nothing stands before",
        "2015 - 2020年:从总装到取证 - 首架机下线[1]",
        joined_words,
    ),
    Rule(
        "unmarked-line",
        (MARK, LINE, END),
        "insight",
        "in a format without markers every line below a heading states something",
        "Pros\nTin keeps for years\nSmelters want it\nIt is scarce\nCons\nIt is dear",
        unmarked_line,
    ),
    Rule(
        "unplaced-line",
        (LINE, END),
        "nothing",
        "a plain line after a complete insight belongs to nothing",
        "A Title\n\nGroup 1\n- Prices fell [1]\nShare this page, please.\nGroup 2\n- Costs rose [2]",
        unplaced_line,
    ),
    Rule(
        "mid-sentence",
        ANY,
        "text",
        "anything else goes on with the insight before: its citations stood in mid-sentence",
        "Group 1 - Sales rose [1] and costs fell [2]",
        mid_sentence,
    ),
)
