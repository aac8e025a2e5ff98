"""The table: what each chunk of a body is. The first row whose facts hold decides.

The rows at the top are certain: they decide most chunks of real pages and ask of nothing but citations and markers.
Below them each row names what only it is for. A row returns a label and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from rareinsight._decide import facts as f
from rareinsight._decide.labels import HEADING, HEADING_ON, INSIGHT, INSIGHT_ON, NOTHING, NUMBERED
from rareinsight._page.chunks import Chunk

Fact = Callable[[Chunk], bool]
MARKED: Final = "marked"
GAP: Final = "gap"


class Row(NamedTuple):
    """One row: its name, where it applies, the facts that must hold and those that must not, the label, the reason."""

    name: str
    place: str
    label: str
    when: tuple[Fact, ...]
    unless: tuple[Fact, ...]
    reason: str


def _marked(name: str, label: str, *when: Fact, unless: tuple[Fact, ...] = (), why: str) -> Row:
    return Row(name, MARKED, label, when, unless, why)


def _gap(name: str, label: str, *when: Fact, unless: tuple[Fact, ...] = (), why: str) -> Row:
    return Row(name, GAP, label, when, unless, why)


ROWS: Final = (
    # --- behind a marker
    _marked("cited after heading", INSIGHT, f.after_heading, f.cited, why="- Prices fell [1]"),
    _marked("cited after citations", INSIGHT, f.after_cite, f.cited, why="[1] - Prices fell [2]"),
    _marked("cited line", INSIGHT, f.first, f.cited, why=""),
    _marked("rule before heading", HEADING, f.ruled, f.titled, unless=(f.cited, f.labelled), why=""),
    _marked("rule before bold heading", HEADING, f.ruled, f.bold, why=""),
    _marked("bold holds several", HEADING, f.bold, f.closed, f.to_marker, unless=(f.bold_is_insight,), why=""),
    _marked("group with bullet", HEADING, f.first, f.grouped, unless=(f.cited, f.after_heading), why=""),
    _marked("hashed", HEADING, f.hashed, why=""),
    _marked("dash in question", HEADING_ON, f.after_question, f.question_goes_on, unless=(f.cited,), why=""),
    _marked("dash in heading", HEADING_ON, f.after_title, f.short_title, f.two_words, f.next_is_longer, why=""),
    _marked("dash before small letters", HEADING_ON, f.after_heading, f.dash_goes_on, f.to_marker, unless=(f.cited,), why=""),
    _marked("range in heading", HEADING_ON, f.range_goes_on, f.to_marker, unless=(f.cited, f.labelled), why=""),
    _marked("two-part heading", HEADING, f.after_parent, f.short_title, f.to_marker, unless=(f.next_is_small,), why=""),
    _marked("heading with bullet", HEADING, f.first, f.nothing_before, f.short_title, f.to_marker, f.same_line, why=""),
    _marked("starred heading", HEADING, f.starred, f.closed, f.short_title, f.to_marker, unless=(f.labelled,), why=""),
    _marked("after heading", INSIGHT, f.after_heading, why=""),
    _marked("begins line", INSIGHT, f.first, why=""),
    _marked("after citations", INSIGHT, f.after_cite, why=""),
    _marked("after stop", INSIGHT, f.after_stop, why=""),
    _marked("under lead", INSIGHT, f.in_lead, f.main_mark, unless=(f.small_first,), why=""),
    _marked("after table", INSIGHT, f.after_cell, f.main_mark, why=""),
    _marked("list item", INSIGHT, f.in_list, f.item, why=""),
    _marked("pair", INSIGHT_ON, f.joins, why=""),
    _marked("list goes on", INSIGHT, f.in_colon_list, f.verbal, why=""),
    _marked("opens list", INSIGHT, f.after_colon, unless=(f.figure_first,), why=""),
    _marked("opens labelled list", INSIGHT, f.after_colon, f.labelled, why=""),
    _marked("bullet of bullets", INSIGHT, f.caseless, f.after_short_bullet, unless=(f.figure_first,), why=""),
    _marked("open dash", INSIGHT_ON, f.in_insight, why=""),
    _marked("first marker", INSIGHT, f.nothing_before, why=""),
    # --- in a gap
    _gap("link", HEADING, f.linked, why=""),
    _gap(
        "between citations and marker",
        HEADING,
        f.after_cite,
        f.to_marker,
        unless=(f.cited, f.small_first, f.odd_first, f.too_long, f.nothing_before),
        why="[1] Market Outlook - ",
    ),
    _gap(
        "goes on after citations",
        INSIGHT_ON,
        f.after_cite,
        f.cited,
        f.in_insight,
        unless=(f.known, f.counted, f.bold_first),
        why="",
    ),
    _gap("cut-off citation", INSIGHT_ON, f.cut_citation, f.in_insight, why=""),
    _gap("cut-off number", NOTHING, f.bare_number, f.closed, unless=(f.cited, f.after_holder), why=""),
    _gap("preamble", NOTHING, f.preamble, unless=(f.to_marker,), why=""),
    _gap("label of known", HEADING_ON, f.label_of_known, f.leads_on, why=""),
    _gap("heading runs on", HEADING_ON, f.after_declared, f.small_first, f.short, unless=(f.cited,), why=""),
    _gap("label of number", HEADING_ON, f.after_bare_number, f.short, unless=(f.cited, f.known), why=""),
    _gap("end of title", HEADING_ON, f.known, f.ends_title, why=""),
    _gap("known", HEADING, f.known, f.closed, unless=(f.last_of_text,), why=""),
    _gap("known inside", HEADING, f.telling, unless=(f.in_lead, f.to_end), why=""),
    _gap("known before marker", HEADING, f.known, f.to_marker, why=""),
    _gap("known at end", HEADING, f.telling, f.closed, why=""),
    _gap("group", HEADING, f.grouped, f.closed, unless=(f.cited, f.sentence), why=""),
    _gap("group before marker", HEADING, f.grouped, f.to_marker, unless=(f.cited,), why=""),
    _gap("rest of question", HEADING_ON, f.after_question, unless=(f.known, f.cited), why=""),
    _gap("text before known", INSIGHT, f.after_known, f.next_known, f.shortest, unless=(f.known, f.numbered, f.after_parent), why=""),
    _gap("text of rating", INSIGHT, f.after_holder, unless=(f.numbered,), why=""),
    _gap("number in list", INSIGHT_ON, f.counted, f.in_marked, f.after_colon, unless=(f.to_marker,), why=""),
    _gap("number before marker", HEADING, f.counted, f.to_marker, unless=(f.in_numbered, f.long, f.cited, f.next_is_small), why=""),
    _gap("cited number before star", HEADING, f.counted, f.to_star, unless=(f.in_numbered, f.long), why=""),
    _gap("number above numbers", HEADING, f.counted, f.other_number, f.titled, unless=(f.cited,), why=""),
    _gap("number and title", HEADING, f.counted, f.titled, f.closed, unless=(f.cited, f.labelled, f.in_numbered), why=""),
    _gap("number as marker", NUMBERED, f.counted, f.closed, unless=(f.nothing_before,), why=""),
    _gap("number goes on", NUMBERED, f.counted, f.in_numbered, why=""),
    _gap("heading in part", HEADING, f.after_parent, f.to_marker, unless=(f.cited, f.long, f.ends_in_stop), why=""),
    _gap("bold heading", HEADING, f.bold, f.closed, unless=(f.cited,), why=""),
    _gap(
        "title before marker",
        HEADING,
        f.to_marker,
        f.closed,
        f.title_like,
        unless=(f.cited, f.odd_first),
        why="",
    ),
    _gap("title before title", HEADING, f.closed, f.titled, f.before_heading, unless=(f.cited, f.long), why=""),
    _gap("cut-off heading", HEADING, f.to_end, f.after_cite, f.short, unless=(f.cited, f.small_first, f.odd_first, f.ends_in_stop), why=""),
    _gap("cut-off line", HEADING, f.to_end, f.first, f.closed, f.short, f.title_like, unless=(f.cited, f.ends_in_stop), why=""),
    _gap("cut-off part", HEADING, f.to_end, f.after_known, f.titled, unless=(f.cited, f.after_holder), why=""),
    _gap("goes on", INSIGHT_ON, f.in_insight, unless=(f.first,), why=""),
    _gap("wrapped", INSIGHT_ON, f.in_insight, f.first, f.wrapped, why=""),
    _gap("line in body", INSIGHT, f.in_insight, f.first, f.cited, why=""),
    _gap("under heading", INSIGHT, f.after_heading, why=""),
    _gap("otherwise", NOTHING, why=""),
)


def rows_by_place() -> dict[str, tuple[Row, ...]]:
    """Return the rows of each place, in order."""
    return {place: tuple(row for row in ROWS if row.place == place) for place in (MARKED, GAP)}
