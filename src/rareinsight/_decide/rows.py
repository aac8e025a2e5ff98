"""The table that decides what each chunk of a body is, by the first row whose facts hold.

The rows in ``CERTAIN`` decide most chunks of real pages, from citations, markers and declared words alone.
Each of the others is named after the one case it handles. Rows have no side effects.
"""

from __future__ import annotations

from typing import Final

from rareinsight._decide import HEADING, HEADING_ON, INSIGHT, INSIGHT_ON, NOTHING, NUMBERED, Row, first_row
from rareinsight._decide import facts as f
from rareinsight._page.chunks import Body, Chunk
from rareinsight.format import Format

#: For chunks after a marker.
MARKED: Final[tuple[Row[Chunk], ...]] = (
    Row("cited", INSIGHT, (f.cited, f.closed)),
    Row("hashed", HEADING, (f.hashed,)),
    Row("rule before heading", HEADING, (f.ruled, f.plain_title)),
    Row("bold holds several", HEADING, (f.bold, f.closed, f.to_other_marker)),
    Row("heading with bullet", HEADING, (f.opens_body, f.short_title, f.to_marker)),
    Row("starred heading", HEADING, (f.starred, f.closed, f.short_title, f.to_marker), (f.first,)),
    Row("dash in heading", HEADING_ON, (f.dash_in_heading,), (f.cited, f.first)),
    Row("two-part heading", HEADING, (f.after_parent, f.short_title, f.to_marker), (f.next_is_small, f.first)),
    Row("closed", INSIGHT, (f.closed,)),
    Row("bullet", INSIGHT, (f.bullet,), (f.small_first,)),
    Row("under lead or table", INSIGHT, (f.after_lead_or_cell,), (f.small_first, f.cell)),
    Row("list item", INSIGHT, (f.in_list, f.item)),
    Row("pair", INSIGHT_ON, (f.joins, f.in_insight)),
    Row("list goes on", INSIGHT, (f.in_colon_list,)),
    Row("opens list", INSIGHT, (f.after_colon,), (f.figure_first,)),
    Row("bullet of bullets", INSIGHT, (f.after_short_bullet,), (f.figure_first,)),
    Row("opens sentence", INSIGHT, (f.opens_sentence, f.in_insight)),
    Row("open dash", INSIGHT_ON, (f.in_insight,)),
    Row("first marker", INSIGHT),
)

#: For chunks without a marker.
GAP: Final[tuple[Row[Chunk], ...]] = (
    Row("link", HEADING, (f.linked,)),
    Row("number goes on", NUMBERED, (f.counted, f.like_insight), (f.known,)),
    Row("between citations and marker", HEADING, (f.after_cited, f.to_marker), (f.cited, f.small_first, f.odd_first)),
    Row("number in list", INSIGHT_ON, (f.counted, f.in_insight, f.in_number_list), (f.known,)),
    Row("before all or after all", NOTHING, (f.preamble_or_number,), (f.cited, f.to_item)),
    Row("heading runs on", HEADING_ON, (f.heading_runs_on,), (f.cited,)),
    Row("known", HEADING, (f.known,)),
    Row("number in words", HEADING, (f.declared_number, f.closed), (f.cited, f.sentence)),
    Row("text of heading", INSIGHT, (f.held,), (f.known, f.counted)),
    Row("number before marker", HEADING, (f.counted, f.to_marker), (f.cited, f.next_is_small)),
    Row("number and title", HEADING, (f.counted, f.like_heading, f.closed), (f.cited, f.sentence)),
    Row("line", INSIGHT, (f.every_line,), (f.bold, f.above_list, f.in_paragraph)),
    Row("number as marker", NUMBERED, (f.counted, f.closed), (f.nothing_before,)),
    Row("bold heading", HEADING, (f.bold, f.closed), (f.cited,)),
    Row("title before marker", HEADING, (f.above_list, f.closed), (f.cited, f.odd_first)),
    Row("title before title", HEADING, (f.closed, f.titled, f.before_heading), (f.cited, f.long)),
    Row("cut-off heading", HEADING, (f.cut_short, f.short), (f.cited, f.small_first, f.odd_first)),
    Row("goes on", INSIGHT_ON, (f.in_insight,), (f.first,)),
    Row("line goes on", INSIGHT_ON, (f.in_insight, f.line_goes_on)),
    Row("under heading", INSIGHT, (f.after_heading,)),
    Row("otherwise", NOTHING),
)
#: For lines of Markdown, besides the rows named below.
MARKDOWN: Final[tuple[Row[Chunk], ...]] = (
    Row("line above bullets", HEADING, (f.above_bullets, f.title_like), (f.cited, f.ends_in_colon)),
)
ROWS: Final = MARKED + GAP + MARKDOWN
_IN_MARKDOWN: Final = frozenset(("hashed", "known", "bold heading", "line goes on"))
#: The rows that need no costly facts; the most common digests are parsed by these alone.
CERTAIN: Final = frozenset(("cited", "closed", "link", "known", "number in words", "between citations and marker"))
#: The rows that treat a dash inside other text as a marker.
GUESSED: Final = frozenset(("under lead or table", "list item", "list goes on", "opens list", "bullet of bullets"))
#: The rows that recognise a heading by its form, only for formats with free headings ...
_BY_FORM: Final = frozenset(
    (
        "rule before heading", "bold holds several", "heading with bullet", "starred heading", "two-part heading",
        "between citations and marker", "bold heading", "title before marker", "title before title", "cut-off heading",
        "line above bullets",
    )
)  # fmt: skip
#: ... and those of them that also apply if every line is an insight.
_CLEAR: Final = frozenset(("bold heading", "title before marker"))
_GOES_ON: Final = (HEADING_ON, INSIGHT_ON)


def decide(body: Body) -> None:
    """Label each chunk of a body, in order."""
    marked, gap = (_rows_for(body.grammar.format, rows) for rows in (MARKED, GAP))
    for chunk in body.chunks:
        row = first_row(chunk, marked if chunk.mark else gap)
        chunk.label, chunk.row = row.label, row.name
        if row.label in _GOES_ON:
            chunk.unit = chunk.previous.unit


def _rows_for(format: Format, rows: tuple[Row[Chunk], ...]) -> tuple[Row[Chunk], ...]:
    """Return the rows without those for headings that the format does not have, or that don't apply to Markdown."""
    if format.markdown:
        whole_line = next(row for row in MARKED if row.name == "closed")
        rows = (*(row for row in rows if row.name in _IN_MARKDOWN), *MARKDOWN, whole_line)
    if format.free_headings and not format.unmarked:
        return rows
    kept = _CLEAR if format.free_headings else frozenset[str]()
    return tuple(row for row in rows if row.name not in _BY_FORM or row.name in kept)
