"""From the lines of a page in Markdown to labelled chunks, one for each line.

A line is a heading, an insight, or the rest of the insight above. What Markdown does not have, such as headings inside
a line, is neither looked for nor decided.
"""

from __future__ import annotations

from typing import Final

from rareinsight._grammar.form import ends_sentence, has_word, run_in_label, strip_span
from rareinsight._grammar.grammar import FORMULA
from rareinsight._grammar.headings import Known, fold
from rareinsight._parse.cutter import ROW, Body, Chunk
from rareinsight._parse.labels import (
    CLEAR,
    FREE,
    after_blank,
    bold,
    cited,
    decide_by,
    ends_in_colon,
    hashed,
    in_insight,
    known,
    title_like,
)
from rareinsight._parse.lines import Line
from rareinsight._parse.table import HEADING, INSIGHT, INSIGHT_ON, Row
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import GLUED_MARKERS

_HARD_BREAKS: Final = ("  ", "\\")
_FORMULA: Final = deferred(rf"[ \t]*\r?\n[ \t]*{FORMULA}[ \t]*\r?\n[ \t]*")
_INDEXED: Final = deferred(r"[\s(=+*/-]?[a-z]")


# --- lines to chunks -------------------------------------------------------------------------------------------------


def cut_markdown(body: Body) -> None:
    """Add each line of a body to its chunks."""
    highest = _highest_entry(body)
    for line in body.draft.body:
        _add_line(body, line, highest)


def _add_line(body: Body, line: Line, highest: int | None) -> None:
    raw, grammar = body.raw, body.grammar
    start, end = line.at + line.start, line.at + line.end
    opening = grammar.line_opening.match(raw, start, end)
    is_hashed = opening is not None and opening.lastgroup == "hash"
    opened = "" if opening is None else opening[0]
    at, marker = start + len(opened), "#" if is_hashed else opened.strip()
    if raw.startswith("|", at):
        marker = ROW
    at, end = strip_span(raw, at, end, SPACES + ROW if marker == ROW else SPACES)
    if at >= end:
        return
    chunk = body.add(at, end, marker, line.above)
    chunk.first = chunk.last = chunk.counts = True
    if (heading := grammar.headings.words.get(fold(chunk.text.strip("*:：_ ")))) is not None:
        chunk.known = Known(heading, end)
    tokens = line.tokens  # a number in a marker may look like a citation
    if tokens and tokens[0].start() < at - start:
        tokens = list(grammar.scan.finditer(line.text, at - start))
    runs = [(start + found.start(), start + found.end()) for found in tokens if found.lastgroup != "link"]
    chunk.runs = tuple([run for run in runs if _cites(body, *run, highest)])
    body.note_cut(chunk.runs[-1][1] if chunk.runs else at, end)


def _highest_entry(body: Body) -> int | None:
    """Return the highest number in the list below, if its entries have a declared shape."""
    entries = body.grammar.entries
    lines = [line for line in body.draft.lines if line.kind == "listed"] if entries.shapes else []
    return max([int(number) for line in lines if (number := entries.read(line.text).get("n"))], default=None)


def _cites(body: Body, begin: int, end: int, highest: int | None) -> bool:
    """Whether a run is not an index (``h[0]``), nor a bare number above those of the list below."""
    run = body.raw[begin:end]
    if run.isdigit() and run.isascii():
        return highest is None or 0 < int(run) <= highest
    problem = body.grammar.citations.problem_of(run)
    if problem:
        body.reported.append((problem, begin, end))
    if problem not in ("", "reversed-range"):
        return False
    return _INDEXED.fullmatch(body.raw[begin - 2 : begin]) is None


# --- chunks to labels ------------------------------------------------------------------------------------------------


def only_citations(c: Chunk) -> bool:
    """It is nothing but citations."""
    raw = c.body.raw
    return bool(c.runs) and not (has_word(raw[c.start : c.runs[0][0]]) or has_word(raw[c.runs[-1][1] : c.end]))


def marked(c: Chunk) -> bool:
    """It has the marker of an item or a quote."""
    return c.marker not in ("", "#")


def continues(c: Chunk) -> bool:
    """It has no marker, and an insight is right above it, or above its formula, that is no row of a table."""
    is_below = not after_blank(c) or _FORMULA.fullmatch(c.body.raw, c.previous.end, c.start) is not None
    return is_below and not c.marker and in_insight(c) and c.previous.marker != ROW


def in_item(c: Chunk) -> bool:
    """The insight above it has a marker."""
    return marked(c.previous.unit)


def parted(c: Chunk) -> bool:
    """Outside items, it begins with a label in bold, or a line break of Markdown is above it."""
    is_parted = bold_label(c) or c.body.raw.startswith(_HARD_BREAKS, c.previous.end)
    return is_parted and not in_item(c)


def below_item(c: Chunk) -> bool:
    """It goes on with an item, below the words of which it is indented."""
    return continues(c) and in_item(c) and c.body.raw[c.start - 1] in " \t"


def bold_label(c: Chunk) -> bool:
    """It begins with a label in bold: ``**Copper**: firm``."""
    return c.text.startswith("**") and run_in_label(c.text) is not None


def above_bullets(c: Chunk) -> bool:
    """It is a line with no marker or a number, above bullets that are not Markdown."""
    is_plain = c.marker[:1].isdigit() or not c.marker
    return is_plain and c.next.marker in GLUED_MARKERS and not ends_sentence(c.text)


MARKDOWN: Final[tuple[Row[Chunk], ...]] = (
    Row("line with hashes", HEADING, (hashed,)),
    Row("known line", HEADING, (known,), (marked,)),
    Row("bold line", HEADING, (bold,), (marked, cited, below_item), CLEAR),
    Row("line of citations", INSIGHT_ON, (in_insight, only_citations), (marked,)),
    Row("line of a paragraph", INSIGHT_ON, (continues,), (parted,)),
    Row("line above bullets", HEADING, (above_bullets, title_like), (cited, ends_in_colon), FREE),
    Row("whole line", INSIGHT),
)


def read_markdown(body: Body) -> None:
    """Cut a body in Markdown into chunks, and label these."""
    cut_markdown(body)
    dropped = () if body.grammar.format.free_headings else (FREE, CLEAR)
    rows = tuple([row for row in MARKDOWN if row.only not in dropped])
    decide_by(body, rows, rows)
