"""The walk over the chunks of a body: each gets its label from the first row whose facts hold."""

from __future__ import annotations

from typing import Final

from rareinsight._decide.labels import HEADING, HEADING_ON, INSIGHT_ON, NOTHING
from rareinsight._decide.rows import GAP, MARKED, Row, rows_by_place
from rareinsight._page.chunks import Body, Chunk

_ROWS: Final = rows_by_place()
_GOES_ON: Final = frozenset((HEADING_ON, INSIGHT_ON))


def decide(body: Body) -> None:
    """Give each chunk of a body its label, in order."""
    marked, gap = _ROWS[MARKED], _ROWS[GAP]
    for chunk in body.chunks:
        row = first_row(chunk, marked if chunk.mark else gap)
        chunk.label, chunk.row = row.label, row.name
        if row.label in _GOES_ON:
            chunk.unit = chunk.previous.unit


def first_row(chunk: Chunk, rows: tuple[Row, ...]) -> Row:
    """Return the first row whose facts hold."""
    for row in rows:
        for fact in row.when:
            if not fact(chunk):
                break
        else:
            for fact in row.unless:
                if fact(chunk):
                    break
            else:
                return row
    raise AssertionError("the last row of each place holds always")
