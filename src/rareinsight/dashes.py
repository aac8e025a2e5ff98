"""The table for open insights: what is a marker sign inside one?

Text, in nearly all cases. What makes it a marker, or the end of a heading, has to show.
"""

from __future__ import annotations

from typing import Final

from rareinsight.inner_headings import free_heading_after_stop, known_heading_at_end, sub_heading
from rareinsight.inner_markers import (
    after_stop,
    after_table,
    bold_label,
    bullet_sign,
    item_of_list,
    list_after_colon,
    no_citations,
    star,
    uncited_insight,
)
from rareinsight.joints import DASHES, is_cell, is_compound, is_range, is_spread
from rareinsight.marks import MARK, Mark
from rareinsight.reading import Reading
from rareinsight.rules import Rule, Verdict
from rareinsight.signs import has_open_bracket
from rareinsight.titles_at_end import title_at_end

#: No sentence holds more signs than these; what does was made to be slow to read, or is a drawing.
MOST_SIGNS: Final = 48


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


def _cell_of_table(reading: Reading, mark: Mark) -> Verdict:
    return Verdict.DONE if is_cell(reading.raw, mark) else Verdict.PASS


def _in_sentence(_reading: Reading, _mark: Mark) -> Verdict:
    return Verdict.DONE


OPEN: Final = (
    Rule(
        "in-unmarked-line",
        (MARK,),
        "text",
        "in a format without markers a sign inside a line is text",
        "Pros\nGold - a haven. - Banks buy it",
        _in_unmarked_line,
    ),
    Rule(
        "crowded",
        (MARK,),
        "text",
        "no sentence holds so many dashes, so one more says nothing",
        f"Core Insights - {'2024 - 2025, ' * MOST_SIGNS}all rose. - Costs fell [1]",
        _crowded,
    ),
    Rule(
        "compound",
        (MARK,),
        "text",
        "a small letter on the right: a word pair",
        "Core Insights - Short - term rates fell",
        _compound,
    ),
    Rule(
        "cell-of-table",
        (MARK,),
        "text",
        "a pipe on the right: an empty cell of a table",
        "[Costs](/costs) They rose | 2024 | - | - Freight rose most[1](/1)",
        _cell_of_table,
    ),
    Rule(
        "after-table",
        (MARK,),
        "insight",
        "a pipe on the left: the table is over",
        "[Costs](/costs) They rose | 2024 | - | 7.5 | - Freight rose most[1](/1)",
        after_table,
    ),
    Rule(
        "known-heading-at-end",
        (MARK,),
        "heading",
        "a known heading may follow an insight without citations",
        "Investment Rating - Neutral Core Views - Prices fell [1]",
        known_heading_at_end,
    ),
    Rule(
        "free-heading-after-stop",
        (MARK,),
        "heading",
        "a title between a full stop and a marker is a heading",
        "Core Insights - All rose this year. Cash Flow - It grew by a third [1]",
        free_heading_after_stop,
    ),
    Rule(
        "title-at-end",
        (MARK,),
        "heading",
        "a title after a whole statement, and a cited sentence after the dash",
        "Core Insights - Corn fell [1] Ports - Wheat fell to 1.8 million tons Freight Rates - The Danube is low [2]",
        title_at_end,
    ),
    Rule(
        "bullet-sign",
        (MARK,),
        "insight",
        "no sentence holds a bullet sign",
        "Group 1 • Sales rose • Costs fell [1]",
        bullet_sign,
    ),
    Rule(
        "inside-bracket",
        (MARK,),
        "text",
        "nothing begins inside a bracket",
        "Group 1 - Rates (Low. - High) fell [1]",
        _inside_bracket,
    ),
    Rule(
        "bold-label",
        (MARK,),
        "insight",
        "a run-in label in bold opens an insight wherever it stands",
        "Group 1 - The firm is Makers Inc. - **Trade**: lenses, short - term ones too [1]",
        bold_label,
    ),
    Rule(
        "sub-heading",
        (MARK,),
        "heading",
        "a title between two markers is a heading",
        "出口数据 * **表现** - 出口上升[1]",
        sub_heading,
    ),
    Rule(
        "star",
        (MARK,),
        "insight",
        "no sentence holds a star between blanks",
        "Group 1 * Sales rose * Costs fell, short - term [1]",
        star,
    ),
    Rule(
        "list-after-colon",
        (MARK,),
        "insight",
        "a colon before a marker opens a list",
        "Group 1 - The short - term view is: - Growth of 5% [1]",
        list_after_colon,
    ),
    Rule(
        "item-of-list",
        (MARK,),
        "insight",
        "inside such a list each marker opens an item",
        "Group 1 - The view is: - 2024E: up 5% - 2025E: up 6% [1]",
        item_of_list,
    ),
    Rule(
        "after-stop",
        (MARK,),
        "insight",
        "a full stop closes an insight without citations",
        "Group 1 - Short - term rates fell. - Costs fell [1]",
        after_stop,
    ),
    Rule(
        "figure",
        (MARK,),
        "text",
        "a figure on the right: a range or a minus sign",
        "核心观点 - 周变动为 - 50、 - 30",
        _figure,
    ),
    Rule(
        "no-citations",
        (MARK,),
        "insight",
        "without any citation in the text a dash is all that parts insights",
        "Core Insights - Sales rose - Costs fell",
        no_citations,
    ),
    Rule(
        "uncited-insight",
        (MARK,),
        "insight",
        "a dash between two sentences, in a text without spaced hyphens, parts two insights",
        "Group 1 - Sales rose by a third - Costs fell by a half [1]",
        uncited_insight,
    ),
    Rule(
        "dash-in-sentence",
        (MARK,),
        "text",
        "a dash inside a sentence is text",
        "Group 1 - Sino - US trade fell [1]",
        _in_sentence,
    ),
)
