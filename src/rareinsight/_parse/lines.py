"""From text to lines, and what each line is on its own: a source line, boilerplate, a heading, part of a body."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from io import IncrementalNewlineDecoder, StringIO
from itertools import islice
from typing import Any, Final

from rareinsight._grammar.bylines import Byline, field_of, guess_byline, guess_source, read_byline
from rareinsight._grammar.entries import may_be_entry
from rareinsight._grammar.form import AROUND_HEADING, COLONS, continues_lowercase, count_words, is_bold, is_title
from rareinsight._grammar.grammar import FENCES, Grammar
from rareinsight._grammar.headings import HASHES, Known, Number
from rareinsight._nodes import new_span
from rareinsight._parse.table import UNDECIDED, Row, first_row
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES, plain
from rareinsight._shapes import is_worded
from rareinsight.model import Span


def split_lines(text: str) -> list[str]:
    r"""Split ``text`` at ``\n``, ``\r\n`` and ``\r``, keeping the line ends."""
    return list(StringIO(text, newline=""))


def join_pieces(chunks: Iterable[object]) -> Iterator[str]:
    """Yield the lines of a text that arrives in pieces, each as soon as it is complete."""
    decoder = IncrementalNewlineDecoder(None, translate=False)  # it holds back a final ``\r``
    waiting: list[str] = []
    for chunk in chunks:
        if not isinstance(chunk, str):
            raise TypeError(f"expected chunks of str, got {type(chunk).__name__}: decode them first")
        for line in split_lines(decoder.decode(chunk)):
            waiting.append(line)
            if line.endswith(("\n", "\r")):
                yield "".join(waiting)
                waiting.clear()
    yield from split_lines("".join([*waiting, decoder.decode("", final=True)]))


_RULE: Final = deferred(r"[\W_]{3,}|[-–—]+\s?(?:[0-9]{1,4}|(?i:end)|[全本正文]{0,2}完)\s?[-–—]+|(?:```|~~~)\w{0,12}")
_SEPARATORS: Final = frozenset("·•|｜/-–—")  #: a line between a source and a date may have nothing else
_HASHES: Final = deferred(HASHES)
#: These begin a formula only on a line of their own: in a sentence, ``$$`` may be a price range.
_ALONE: Final = ("$$", "\\[", "$", "[")
_MAX_IN_BLOCK: Final = 400  #: the most lines of a block; a longer one is yielded line by line


class Line:
    """A line of a page, including its line end."""

    def __init__(self, text: str, grammar: Grammar, before: str) -> None:
        stripped = text.rstrip(SPACES)
        self.raw: str = text
        self.grammar: Grammar = grammar
        self.text: str = plain(stripped.lstrip(before))  #: without the spaces around it, and what is ``before`` it
        self.start: int = len(stripped) - len(self.text)
        self.end: int = len(stripped)
        self.at: int = 0  #: its offset in its article
        self.above: int = 0  #: the number of blank lines above it
        self.byline: Byline | None = None  #: its source and date, if it is a source line
        self.field: str = ""  #: the field that it fills, if any: "title", "source", "date" or "aside"
        self.tokens: list[re.Match[str]] = []  #: what the scan of the format finds in it
        self.token: re.Match[str] | None = None  #: the first of them that is neither an aside nor a long number
        self.opening: tuple[Number | None, Known | None] | None = None  #: the heading it may begin with, once looked up
        self.is_boilerplate: bool = False  #: whether the format declares it as boilerplate
        self.depth: int = 0  #: how deep a heading of Markdown is: it has as many hashes, or is underlined
        self.turn: str = ""  #: "asked" or "answered" if it introduces a turn of a conversation
        self.is_last: bool = False  #: whether it is the last line of the text
        #: What it is in a body: it begins with a marker ("marked") or with a heading of the format ("opening" if
        #: markers or citations follow, else "heading"), contains citations ("cited"), may be an entry of a list of
        #: references ("entry") or its heading ("references"); "" for plain text. A declared shape makes it a
        #: "title", the line above one ("opener") or an entry ("listed").
        self.kind: str = ""
        self.label: str = ""  #: the label that was decided
        self.landmark: str = ""  #: "core" or "first group" if it begins with one, which a digest has once
        self.row: Row[Any] = UNDECIDED  #: the row of the table that decided it

    @property
    def is_rule(self) -> bool:
        """Whether it separates parts of a page: three symbols or more, a page number, or where code begins."""
        return not self.text[:1].isalnum() and _RULE.fullmatch(self.text) is not None

    @property
    def span(self) -> Span:
        return self.part(0, self.end - self.start)

    def part(self, start: int, end: int) -> Span:
        """Return the span of a range of its text."""
        return new_span(self.at + self.start + start, self.at + self.start + end)

    def has_citation(self) -> bool:
        return any([each.lastgroup == "cite" for each in self.tokens])


def look_at(lines: deque[Line]) -> None:
    """Set the fields of the last line that follow from what it is, and those of the line above that do."""
    line = lines[-1]
    _look_at_words(line)
    if line.field != "aside" and len(lines) > 1:
        find_source(lines)


def _look_at_words(line: Line) -> None:
    look_at_shape(line)
    if line.is_boilerplate or line.byline is not None:
        return
    line.token = next((each for each in line.tokens if each.lastgroup not in ("aside", "long")), None)
    line.kind = first_row(line, KIND_ROWS).label
    if line.kind in ("opening", "heading"):
        line.landmark = _landmark_of(line)
    if line.kind in ("", "marked") and not line.has_citation():
        line.field = field_of(line.text)
    line.kind = "" if line.field else line.kind  # - Source: Daily News
    is_signed = line.kind == "marked" and line.text[0] in "–—" and not line.has_citation()  # — Daily News, 5 March 2026
    if not line.kind or is_signed:
        line.byline = guess_byline(line.text, line.grammar.format)
        line.kind = "" if line.byline is not None else line.kind


def look_at_shape(line: Line) -> None:
    """Set the fields of a line that follow from declared shapes."""
    text, grammar = line.text, line.grammar
    line.tokens = list(grammar.scan.finditer(text))
    line.kind = grammar.kind_of(text)
    if line.kind in ("boilerplate", "opener"):
        line.is_boilerplate = True
        return
    line.byline = read_byline(text, grammar.format, is_last=line.is_last)


def find_source(lines: deque[Line]) -> None:
    """Set the ``byline`` of the second to last line if it is a source alone, next to a date or above a body."""
    if lines[-2].text in _SEPARATORS and _is_date(lines[-1]):
        lines[-2].kind, lines[-2].field = "", "aside"
    if lines[-2].kind or lines[-2].is_boilerplate:  # most lines stop here
        return
    near = (each for each in reversed(lines) if each.field != "aside")
    last, name = next(near), next(near, None)
    if name is None or name.kind or name.byline or name.is_boilerplate or name.text.endswith(COLONS):
        return
    others = [*islice(near, 2)]
    is_next_to = _is_date(last) or any(map(_is_date, others[:1]))
    is_above_title = name.field == "source" and last.field == "title"
    if not (is_next_to or last.kind or is_above_title):
        return
    # right above a marker, it is a heading
    is_above_body = last.kind not in ("", "marked", "cited")
    title = others[:1] if _is_date(last) else others[1:2] if is_next_to and is_above_body else []
    # unless it is a field, a source has fewer words than the title
    longer = [each for each in title if count_words(each.text) > count_words(name.text)]
    titles = [each for each in longer if not each.byline and (not each.kind or each.text.startswith("#"))]
    if titles or name.field == "source":
        name.byline = guess_source(name.text)


def _is_date(line: Line) -> bool:
    return line.byline is not None and line.byline.date is not None and line.byline.source is None


def join_blocks(lines: Iterable[str], grammar: Grammar) -> Iterator[str]:
    """Yield lines, joining those that a shape with ``{lines}`` encloses, unless there are more than a few hundred."""
    block: list[str] = []
    closing = ""
    for text in lines:
        block.append(text)
        # a bracket that would close a formula may also be inside it
        if len(block) == 1 or (closing in text and (closing != "]" or text.rstrip().endswith("]") or "](" in text)):
            rest = text.partition(closing)[2] if closing else text
            begun = [
                each for each in grammar.blocks if (rest.strip() == each[0] if each[0] in _ALONE else each[0] in rest)
            ]
            closing = next((end for begin, end in begun if end not in rest.rpartition(begin)[2]), "")
        if not closing or len(block) > _MAX_IN_BLOCK:
            yield from block if closing else ["".join(block)]
            block, closing = [], ""
    yield from ["".join(block)] if closing in FENCES else block


def heads_list(line: Line) -> bool:
    """It is the heading of a list of references."""
    return line.grammar.entries.is_heading(line.text)


def entry_like(line: Line) -> bool:
    """It is a number in brackets and text or a link, or begins with another number, has an address, cites nothing."""
    is_more = line.token is not None and (line.token.end() < len(line.text) or "](http" in line.text)
    is_bracketed = is_more and _starts(line, "cite")
    return may_be_entry(line.text, is_bracketed=is_bracketed) and (is_bracketed or not line.has_citation())


def marker_first(line: Line) -> bool:
    """It begins with a marker or a rule."""
    opening = line.grammar.line_opening.match(line.text)
    return _starts(line, "mark", "rule") or (opening is not None and opening.lastgroup != "hash")


def heading_first(line: Line) -> bool:
    """It begins with a heading of the vocabulary, or with a number that makes a heading by itself."""
    number, known = opening_of(line)
    return known is not None or (
        number is not None and (is_worded(number.shape.shape) or not line.grammar.format.free_headings)
    )


def statement_follows(line: Line) -> bool:
    """Its first token is a marker, a rule or a citation."""
    return line.token is not None and line.token.lastgroup in ("cite", "mark", "rule")


def whole_heading(line: Line) -> bool:
    """The heading that it begins with fills it or ends in a colon or stop, or it is Chinese, or begins with ``#``."""
    stop = _end_of_heading(line)
    is_apart = stop == len(line.text) or line.text[stop - 1] in COLONS or line.text[0] >= "\u2e80"
    is_apart |= line.text.startswith(". ", stop)
    return is_apart or _HASHES.match(line.text) is not None


def heading_syntax(line: Line) -> bool:
    """It is a heading by the syntax of Markdown."""
    format = line.grammar.format
    may_be_bold = format.free_headings and (format.unmarked or format.markdown)
    return _HASHES.match(line.text) is not None or (may_be_bold and is_bold(line.text))


def cites(line: Line) -> bool:
    """It contains a citation or a link, or the text ends in the middle of one."""
    if any([each.lastgroup in ("cite", "link") for each in line.tokens]):
        return True
    is_last = line.is_last and bool(line.tokens)
    return is_last and line.grammar.citations.cut_off.search(line.text) is not None


KIND_ROWS: Final[tuple[Row[Line], ...]] = (
    Row("heading of list", "references", (heads_list,)),
    Row("entry of list", "entry", (entry_like,)),
    Row("marker first", "marked", (marker_first,)),
    Row("heading and statement", "opening", (heading_first, statement_follows)),
    Row("whole heading", "heading", (heading_first, whole_heading)),
    Row("heading by its syntax", "heading", (heading_syntax,), (heading_first,)),
    Row("line with citation", "cited", (cites,)),
    Row("plain line", ""),
)


def _starts(line: Line, *kinds: str) -> bool:
    return line.token is not None and line.token.lastgroup in kinds and line.token.start() == 0


def opening_of(line: Line) -> tuple[Number | None, Known | None]:
    """Return the number and the word of the vocabulary that a line begins with, looked up only once."""
    if line.opening is None:
        at = len(line.text) - len(line.text.lstrip(AROUND_HEADING))
        line.opening = line.grammar.headings.at(line.text, at, len(line.text))
    return line.opening


def _end_of_heading(line: Line) -> int:
    text, (number, known), is_free = line.text, opening_of(line), line.grammar.format.free_headings
    heading = None if known is None else known.heading
    if heading is not None and ((heading.holds_headings and is_title(text)) or (heading.holds_text and not is_free)):
        return len(text)  # Summary of Field Trip
    stop = known.end if known is not None else number.end if number is not None else 0
    while stop < len(text) and text[stop] in "*:：_":
        stop += 1
    return stop


def _landmark_of(line: Line) -> str:
    """Return "core" or "first group" if a line begins with that heading, which a digest has only once."""
    number, known = opening_of(line)
    if known is not None and known.heading.role == "core" and number is None:
        return "" if continues_lowercase(line.text, known.end, len(line.text)) else "core"
    is_first = number is not None and number.shape.role == "group" and number.values == (1,)
    return "first group" if is_first else ""
