"""From the lines of a page in Markdown to labelled chunks, one for each line.

A line is a heading, an insight, or the rest of the insight above. Nothing is looked for that Markdown does not have,
such as headings inside a line.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from rareinsight._grammar.form import MAX_HEADING, count_words, ends_sentence, has_word, run_in_label, strip_span
from rareinsight._grammar.grammar import FORMULA
from rareinsight._grammar.headings import Known, fold
from rareinsight._parse.articles import TITLE
from rareinsight._parse.cutter import ROW, Body, Chunk, open_line
from rareinsight._parse.labels import (
    CLEAR,
    FREE,
    after_blank,
    bold,
    cited,
    ends_in_colon,
    hashed,
    in_insight,
    known,
    title_like,
)
from rareinsight._parse.lines import Line
from rareinsight._parse.table import HEADING, INSIGHT, INSIGHT_ON, NOTHING, Row
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import GLUED_MARKERS

_HARD_BREAKS: Final = ("  ", "\\")
#: What separates two lines of a paragraph that has a formula on lines of its own in between.
_FORMULA: Final = deferred(rf"[ \t]*\r?\n(?:[ \t]*{FORMULA}[ \t]*\r?\n)+[ \t]*")
#: What marks a line as Markdown, at its beginning or inside.
_MARKED_UP: Final = deferred(r"#|[-*+] \S|\||```|.*\*\*")
_LONGEST_WRAPPED: Final = 150  #: no line of wrapped text is longer
_WORD: Final = deferred(r"[^\W\d_]{3}|[\u3400-\u9fff]")
_MAX_NUMBER: Final = 999
_INDEXED: Final = deferred(r"[\s(=+*/-]?[a-z]")


def cut_markdown(body: Body) -> None:
    """Add each line of a body to its chunks; in a text without Markdown, the first may be the title instead."""
    draft = body.draft
    is_long = any([len(line.text) > _LONGEST_WRAPPED and "://" not in line.text for line in draft.body])
    body.is_plain = is_long and not any([_MARKED_UP.match(line.text) for line in draft.lines])
    tops = [line.text for line in draft.body[:2] if not line.tokens and count_words(line.text) <= MAX_HEADING]
    if body.is_plain and draft.title is None and len(tops) == 2 and not any(map(ends_sentence, tops)):
        draft.title = draft.body.pop(0)
        draft.title.label = TITLE
    numbers = _bare_numbers(body)
    for line in body.draft.body:
        _add_line(body, line, numbers)


def _add_line(body: Body, line: Line, numbers: dict[str | None, Container[int]]) -> None:
    raw, grammar = body.text, body.grammar
    start, end = line.at + line.start, line.at + line.end
    at, marker, tokens = open_line(line, raw, end)
    if raw.startswith("|", at):
        marker = ROW
    at, end = strip_span(raw, at, end, SPACES + ROW if marker == ROW else SPACES)
    if at >= end:
        return
    chunk = body.add(at, end, marker)
    chunk.above = line.above
    chunk.first = chunk.last = chunk.counts = True
    if (heading := grammar.headings.words.get(fold(chunk.text.strip("*:：_ ")))) is not None:
        chunk.known = Known(heading, end)
    found = [(start + each.start(), start + each.end(), each.lastgroup) for each in tokens if each.lastgroup != "link"]
    chunk.runs = tuple([run[:2] for run in found if _cites(body, *run, numbers)])
    body.note_cut(chunk.runs[-1][1] if chunk.runs else at, end)


def _bare_numbers(body: Body) -> dict[str | None, Container[int]]:
    """Return the numbers that may cite without a bracket; uncertain ones only if nothing else cites them."""
    listed = [body.grammar.entries.read(line.text).get("n") for line in body.draft.lines if line.kind == "listed"]
    highest = max([int(number) for number in listed if number], default=0)
    tokens = [token for line in body.draft.body for token in line.tokens if token.lastgroup == "cite"]
    cited = {int(token[0]) for token in tokens if token[0].isdecimal()}
    return {"cite": range(1, (highest or _MAX_NUMBER) + 1), "number": {*range(1, highest + 1)} - cited}


def _cites(body: Body, begin: int, end: int, kind: str | None, numbers: dict[str | None, Container[int]]) -> bool:
    """Whether a run cites: it is not an index (``h[0]``), nor a bare number that is not among ``numbers``."""
    run = body.raw[begin:end]
    if run.isdigit() and run.isascii():
        return int(run) in numbers[kind]
    return body.cites(begin, end) and _INDEXED.fullmatch(body.raw[begin - 2 : begin]) is None


def only_citations(c: Chunk) -> bool:
    """It is nothing but citations."""
    raw = c.body.text
    return bool(c.runs) and not (has_word(raw[c.start : c.runs[0][0]]) or has_word(raw[c.runs[-1][1] : c.end]))


def marked(c: Chunk) -> bool:
    """It has the marker of an item or a quote."""
    return c.marker not in ("", "#")


def continues(c: Chunk) -> bool:
    """It continues the insight above, perhaps after a formula: it has no marker, or both are quoted."""
    is_below = not after_blank(c) or _FORMULA.fullmatch(c.body.text, c.previous.end, c.start) is not None
    is_bare = c.marker == "" or c.marker == c.previous.marker == ">"
    return is_below and is_bare and not c.body.is_plain and in_insight(c) and c.previous.marker != ROW


def in_item(c: Chunk) -> bool:
    """The insight above it has a marker, and not that of a quote."""
    return marked(c.previous.unit) and c.previous.unit.marker != ">"


def parted(c: Chunk) -> bool:
    """It is not in an item, and begins with a label in bold or follows a hard line break."""
    is_parted = bold_label(c) or c.body.text.startswith(_HARD_BREAKS, c.previous.end)
    return is_parted and not in_item(c)


def below_item(c: Chunk) -> bool:
    """It continues an item and is indented."""
    return continues(c) and in_item(c) and c.body.text[c.start - 1] in " \t"


def bold_label(c: Chunk) -> bool:
    """It begins with a label in bold: ``**Copper**: firm``."""
    return c.text.startswith("**") and run_in_label(c.text) is not None


def above_bullets(c: Chunk) -> bool:
    """It has no marker other than a number, and is above bullets that Markdown does not have."""
    is_plain = c.marker[:1].isdigit() or not c.marker
    return is_plain and c.next.marker in GLUED_MARKERS and not ends_sentence(c.text)


def unmarked_title(c: Chunk) -> bool:
    """In a text without Markdown, it has no stop, and the next line has none either or is longer."""
    is_above = bool(c.next.text) and (len(c.next.text) > len(c.text) or not ends_sentence(c.next.text))
    return c.body.is_plain and is_above and not ends_sentence(c.text) and _WORD.search(c.text) is not None


MARKDOWN: Final[tuple[Row[Chunk], ...]] = (
    Row("line with hashes", HEADING, (hashed,)),
    Row("known line", HEADING, (known,), (marked,)),
    Row("bold line", HEADING, (bold,), (marked, cited, below_item), CLEAR),
    Row("line of citations", INSIGHT_ON, (in_insight, only_citations), (marked,)),
    Row("line of a paragraph", INSIGHT_ON, (continues,), (parted,)),
    Row("line above bullets", HEADING, (above_bullets, title_like), (cited, ends_in_colon), FREE),
    Row("unmarked title", HEADING, (unmarked_title, title_like), (cited, ends_in_colon), FREE),
    Row("citations alone", NOTHING, (only_citations,), (marked,)),
    Row("whole line", INSIGHT),
)
