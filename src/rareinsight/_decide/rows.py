"""The table: what each chunk of a body is. The first row whose facts hold decides.

The rows at the top of each table are certain: they decide most chunks of real pages and ask of nothing but citations and
markers. Below them each row names what only it is for. A row returns a label and changes nothing.
"""

from __future__ import annotations

from typing import Final

from rareinsight._decide import facts as f
from rareinsight._decide.table import HEADING, HEADING_ON, INSIGHT, INSIGHT_ON, NOTHING, NUMBERED, Row, first_row
from rareinsight._page.chunks import Body, Chunk
from rareinsight.format import Format

#: Of chunks behind a marker.
MARKED: Final[tuple[Row[Chunk], ...]] = (
    Row("cited after heading", INSIGHT, (f.after_heading, f.cited)),
    Row("cited after citations", INSIGHT, (f.after_cite, f.cited)),
    Row("cited line", INSIGHT, (f.first, f.cited)),
    Row("rule before heading", HEADING, (f.ruled, f.titled), (f.cited, f.labelled)),
    Row("rule before bold heading", HEADING, (f.ruled, f.bold)),
    Row("bold holds several", HEADING, (f.bold, f.closed, f.to_marker), (f.bold_is_insight,)),
    Row("group with bullet", HEADING, (f.first, f.grouped), (f.cited, f.after_heading)),
    Row("hashed word", HEADING, (f.hashed, f.known)),
    Row("hashed number", HEADING, (f.hashed, f.numbered)),
    Row("hashed", HEADING, (f.hashed,)),
    Row("heading with bullet", HEADING, (f.first, f.nothing_before, f.short_title, f.to_marker, f.same_line)),
    Row("starred heading", HEADING, (f.starred, f.closed, f.short_title, f.to_marker), (f.labelled,)),
    Row("begins line", INSIGHT, (f.first,)),
    Row("dash in question", HEADING_ON, (f.after_question, f.question_goes_on), (f.cited,)),
    Row("dash in heading", HEADING_ON, (f.after_title, f.short_title, f.two_words, f.next_is_longer)),
    Row("dash before small letters", HEADING_ON, (f.after_heading, f.dash_goes_on, f.to_marker), (f.cited,)),
    Row("range in heading", HEADING_ON, (f.range_goes_on, f.to_marker), (f.cited, f.labelled)),
    Row("two-part heading", HEADING, (f.after_parent, f.short_title, f.to_marker), (f.next_is_small,)),
    Row("after heading", INSIGHT, (f.after_heading,)),
    Row("after citations", INSIGHT, (f.after_cite,)),
    Row("after stop", INSIGHT, (f.after_stop,)),
    Row("bullet", INSIGHT, (f.bullet,)),
    Row("under lead", INSIGHT, (f.in_lead, f.main_mark), (f.small_first,)),
    Row("after table", INSIGHT, (f.after_cell, f.main_mark)),
    Row("list item", INSIGHT, (f.in_list, f.item)),
    Row("pair", INSIGHT_ON, (f.joins, f.in_insight)),
    Row("list goes on", INSIGHT, (f.in_colon_list, f.verbal)),
    Row("list of short items", INSIGHT, (f.in_colon_list, f.short_item)),
    Row("opens list", INSIGHT, (f.after_colon,), (f.figure_first,)),
    Row("opens labelled list", INSIGHT, (f.after_colon, f.labelled)),
    Row("bullet of bullets", INSIGHT, (f.caseless, f.after_short_bullet), (f.figure_first,)),
    Row("open dash", INSIGHT_ON, (f.in_insight,)),
    Row("first marker", INSIGHT, (f.nothing_before,)),
)

#: Of chunks without one.
GAP: Final[tuple[Row[Chunk], ...]] = (
    Row("link", HEADING, (f.linked,)),
    Row("between citations and marker", HEADING, (f.after_cite, f.to_marker), (f.cited, f.small_first, f.odd_first, f.too_long, f.nothing_before)),
    Row("number in list", INSIGHT_ON, (f.counted, f.in_marked, f.in_number_list), (f.to_marker,)),
    Row("goes on after citations", INSIGHT_ON, (f.after_cite, f.cited, f.in_insight), (f.known, f.counted, f.bold_first)),
    Row("cut-off citation", INSIGHT_ON, (f.cut_citation, f.in_insight)),
    Row("cut-off number", NOTHING, (f.bare_number, f.closed), (f.cited, f.after_holder)),
    Row("preamble", NOTHING, (f.preamble,), (f.to_marker,)),
    Row("label of known", HEADING_ON, (f.label_of_known, f.leads_on)),
    Row("heading runs on", HEADING_ON, (f.after_declared, f.small_first, f.short), (f.cited,)),
    Row("label of number", HEADING_ON, (f.after_bare_number, f.short), (f.cited, f.known)),
    Row("end of title", HEADING_ON, (f.known, f.ends_title)),
    Row("known", HEADING, (f.known, f.closed), (f.last_of_text,)),
    Row("known inside", HEADING, (f.telling,), (f.in_lead, f.to_end)),
    Row("known before marker", HEADING, (f.known, f.to_marker)),
    Row("known at end", HEADING, (f.telling, f.closed)),
    Row("group", HEADING, (f.grouped, f.closed), (f.cited, f.sentence, f.clause)),
    Row("group before marker", HEADING, (f.grouped, f.to_marker), (f.cited,)),
    Row("number opens line", HEADING, (f.first, f.numbered, f.declared_only), (f.cited, f.clause)),
    Row("title above lines", HEADING, (f.unmarked, f.lists)),
    Row("rest of question", HEADING_ON, (f.after_question,), (f.known, f.cited)),
    Row("text before known", INSIGHT, (f.after_known, f.next_known, f.shortest), (f.known, f.numbered, f.after_parent)),
    Row("text of rating", INSIGHT, (f.after_holder,), (f.numbered,)),
    Row("number before marker", HEADING, (f.counted, f.to_marker), (f.in_numbered, f.long, f.cited, f.next_is_small)),
    Row("cited number before star", HEADING, (f.counted, f.to_star), (f.in_numbered, f.long)),
    Row("number above numbers", HEADING, (f.counted, f.other_number, f.titled), (f.cited,)),
    Row("number and title", HEADING, (f.counted, f.titled, f.closed), (f.cited, f.labelled, f.in_numbered)),
    Row("line of paragraph", INSIGHT_ON, (f.in_paragraph,)),
    Row("line", INSIGHT, (f.every_line,), (f.bold, f.lists)),
    Row("number as marker", NUMBERED, (f.counted, f.closed), (f.nothing_before,)),
    Row("number goes on", NUMBERED, (f.counted, f.in_numbered)),
    Row("heading in part", HEADING, (f.after_parent, f.to_marker), (f.cited, f.long, f.ends_in_stop)),
    Row("bold heading", HEADING, (f.bold, f.closed), (f.cited,)),
    Row("title before marker", HEADING, (f.to_marker, f.closed, f.title_like), (f.cited, f.odd_first)),
    Row("title before title", HEADING, (f.closed, f.titled, f.before_heading), (f.cited, f.long)),
    Row("cut-off heading", HEADING, (f.to_end, f.after_cite, f.short), (f.cited, f.small_first, f.odd_first, f.ends_in_stop)),
    Row("cut-off line", HEADING, (f.to_end, f.first, f.closed, f.short, f.title_like), (f.cited, f.ends_in_stop)),
    Row("cut-off part", HEADING, (f.to_end, f.after_known, f.titled), (f.cited, f.after_holder)),
    Row("goes on", INSIGHT_ON, (f.in_insight,), (f.first,)),
    Row("wrapped", INSIGHT_ON, (f.in_insight, f.first, f.wrapped)),
    Row("line in body", INSIGHT, (f.in_insight, f.first, f.cited)),
    Row("under heading", INSIGHT, (f.after_heading,)),
    Row("otherwise", NOTHING, ()),
)
ROWS: Final = MARKED + GAP
#: What the format declares; without one of these a heading is told by its form, as only some formats want it.
_DECLARED: Final = frozenset((f.known, f.telling, f.counted, f.numbered, f.grouped, f.linked))
_BY_FORM: Final = frozenset(
    row.name
    for row in ROWS
    if (row.label == HEADING and not _DECLARED.intersection(row.when)) or row.name == "label of known"
)
#: Those of them that hold where every line is an insight.
_CLEAR: Final = frozenset(("hashed", "bold heading", "title before marker", "title above lines"))
_GOES_ON: Final = (HEADING_ON, INSIGHT_ON)


def decide(body: Body) -> None:
    """Give each chunk of a body its label, in order."""
    marked, gap = (_rows_for(body.grammar.format, rows) for rows in (MARKED, GAP))
    for chunk in body.chunks:
        row = first_row(chunk, marked if chunk.mark else gap)
        chunk.label, chunk.row = row.label, row.name
        if row.label in _GOES_ON:
            chunk.unit = chunk.previous.unit


def _rows_for(format: Format, rows: tuple[Row[Chunk], ...]) -> tuple[Row[Chunk], ...]:
    """Leave out the rows by which headings are told that the format does not have."""
    if format.free_headings and not format.unmarked:
        return rows
    kept = _CLEAR if format.free_headings else frozenset[str]()
    return tuple(row for row in rows if row.name not in _BY_FORM or row.name in kept)
