"""Lines and their kinds: what each line of a page is, told from the line alone.

Title, source, date and where one article ends and the next begins follow from these kinds
(:mod:`rareinsight.pages`); what a body says is read from its marks (:mod:`rareinsight.marks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final, Literal, NamedTuple

from rareinsight.dates import ENDS_OF_MOMENTS, Moment, read_cut_moment, read_moment
from rareinsight.format import Format
from rareinsight.headings import read_headings
from rareinsight.paragraphs import join_wrapped, unbreak
from rareinsight.patterns import HeaderShape, Patterns
from rareinsight.reference_lists import begins_entry, end_of_heading
from rareinsight.shapes import is_chinese, is_title
from rareinsight.stretch import Head

LineKind = Literal[
    "blank", "furniture", "source", "date", "marked", "opening", "heading", "cited", "text", "reference"
]

#: The kinds that belong to a body.
BODY_KINDS: Final = ("marked", "opening", "heading", "cited")
HEADER_KINDS: Final = ("source", "date")
_RIGHT_SIDES: Final = {"mark": "mark", "rule": "mark", "cite": "cite", "cut": "line", "long": "line"}
_LINE_ENDS: Final = "\r\n"
_SIGNS_OF_ENTRY: Final = frozenset("[【［0123456789-*•")
_NO_WIDTH: Final = "\ufeff\u200b"
_AROUND_WORDS: Final = "\ufeff\u200b \t\r\n\u00a0\u3000"
_LONGEST_HEADER: Final = 200
_MOST_BLANKS_IN_DATE: Final = 5


class Header(NamedTuple):
    """What a header line says: the places of source and date in the line, and the moment."""

    source: tuple[int, int] | None
    date: tuple[int, int]
    moment: Moment


class Line(NamedTuple):
    """A line with its end, its kind, and the place of its words in it."""

    text: str
    kind: LineKind
    start: int
    end: int
    head: Head | None = None
    could_open: bool = False
    header: Header | None = None
    is_wrapped: bool = False

    @property
    def words(self) -> str:
        """The line without the blanks around it."""
        return self.text[self.start : self.end]

    @property
    def length(self) -> int:
        """How long the line is without its line end."""
        return len(self.text.rstrip("\r\n"))


_BLANK: Final = Line("\n", "blank", 0, 0)


def split_lines(text: str) -> list[str]:
    r"""Split ``text`` at ``\n``, ``\r\n`` and ``\r``, line ends kept.

    >>> split_lines("a\r\nb\n\nc")
    ['a\r\n', 'b\n', '\n', 'c']
    """
    if "\r" in text:
        return list(StringIO(text, newline=""))
    *lines, last = text.split("\n")  # a third of the time that StringIO takes
    whole = [f"{line}\n" for line in lines]
    return [*whole, last] if last else whole


def check_chunk(chunk: object) -> None:
    """Refuse a chunk that is no text."""
    if not isinstance(chunk, str):
        raise TypeError(f"expected chunks of str, got {type(chunk).__name__}: decode them first")


def join_chunks(chunks: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines of a text that comes in pieces, each as soon as it is whole.

    >>> list(join_chunks(["a\r", "\nb", "c"]))
    ['a\r\n', 'bc']
    """
    waiting: list[str] = []
    for chunk in chunks:
        check_chunk(chunk)
        if not chunk:
            continue
        text = waiting.pop() + chunk if waiting and waiting[-1].endswith("\r") else chunk
        if "\n" not in text and "\r" not in text:
            waiting.append(text)
            continue
        lines = split_lines(text)
        if waiting:
            lines[0] = "".join(waiting) + lines[0]
            waiting = []
        if not lines[-1].endswith("\n"):
            waiting = [lines.pop()]
        yield from lines
    if waiting:
        yield from split_lines("".join(waiting))


def read_lines(lines: Iterable[str], format: Format, patterns: Patterns) -> Iterator[Line]:
    """Yield the lines of a page with their kinds; lines that were broken at one width are the one that they were."""
    if format.unmarked:
        yield from (classify(text, format, patterns) for text in lines)
        return
    for text, is_wrapped in join_wrapped(lines):
        if is_wrapped:
            yield classify(unbreak(text), format, patterns)._replace(text=text, is_wrapped=True)
        else:
            yield classify(text, format, patterns)


def classify(text: str, format: Format, patterns: Patterns) -> Line:
    """Return ``text``, one line, with its kind."""
    if text == "\n":
        return _BLANK
    start, end = _trim(text)
    if start == end:
        return Line(text, "blank", start, end)
    if end - start <= _LONGEST_HEADER:
        if text[start:end].casefold() in patterns.furniture:
            return Line(text, "furniture", start, end)
        header = _read_header(text, start, end, patterns)
        if header is not None:
            return Line(text, "source" if header.source else "date", start, end, header=header)
    return _classify_body(text, start, end, format, patterns)


def _trim(text: str) -> tuple[int, int]:
    stripped = text.rstrip()
    end, start = len(stripped), len(stripped) - len(stripped.lstrip())
    if start == end:
        return 0, 0
    if text[start] in _NO_WIDTH or text[end - 1] in _NO_WIDTH:
        stripped = text.rstrip(_AROUND_WORDS)
        end, start = len(stripped), len(stripped) - len(stripped.lstrip(_AROUND_WORDS))
    return start, max(start, end)


def _read_header(text: str, start: int, end: int, patterns: Patterns) -> Header | None:
    # at the very end of a text a date may be cut off anywhere
    could_end_in_date = text[end - 1] in ENDS_OF_MOMENTS or text[-1] not in _LINE_ENDS
    for shape in patterns.header_lines:
        if shape.ends_in_date and not could_end_in_date:
            continue
        header = _read_shape(text, start, end, shape)
        if header is not None:
            return header
    return None


def _read_shape(text: str, start: int, end: int, shape: HeaderShape) -> Header | None:
    """Read a line as ``{source}·{date}`` or the like, by the signs around the places."""
    if not (text.startswith(shape.before, start, end) and text.endswith(shape.after, start, end)):
        return None
    start, end = start + len(shape.before), end - len(shape.after)
    if len(shape.places) == 1:
        place = _strip(text, start, end)
        moment = read_moment(text[slice(*place)]) if shape.places == ("date",) else None
        return Header(None, place, moment) if moment else None
    source_first = shape.places[0] == "source"
    for sign in _places_of(shape.between, text, start, end, from_the_right=source_first):
        left, right = _strip(text, start, sign), _strip(text, sign + len(shape.between), end)
        source, date = (left, right) if source_first else (right, left)
        words = text[date[0] : date[1]]
        moment = read_moment(words)
        if text[-1] not in _LINE_ENDS:
            moment = read_cut_moment(words) or moment
        if moment and source[0] < source[1]:
            return Header(_without_ticker(text, *source), date, moment)
    return None


def _places_of(sign: str, text: str, start: int, end: int, *, from_the_right: bool) -> list[int]:
    """Find where ``sign`` stands; a blank, which dates hold too, at every place, another sign at one."""
    at = text.rfind(sign, start, end) if from_the_right else text.find(sign, start, end)
    places: list[int] = []
    while at >= 0 and len(places) < _MOST_BLANKS_IN_DATE:
        places.append(at)
        if not sign.isspace():
            break
        at = text.rfind(sign, start, at) if from_the_right else text.find(sign, at + 1, end)
    return places


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    stripped = words.strip()
    start += len(words) - len(words.lstrip())
    return start, start + len(stripped)


def _without_ticker(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a company and its ticker before a source: ``OrionOrion(US:ORNX) Chip Watch``."""
    close = text.rfind(") ", start, end)
    if close < 0:
        return start, end
    opening = text.rfind("(", start, close)
    ticker, company = text[opening + 1 : close], text[start:opening]
    is_ticker = ticker.isascii() and ticker.isupper() and (":" in ticker or "." in ticker)
    # 枫桥医疗枫桥医疗(07719): a page sets the company's name twice, once for its picture
    is_twice = len(company) > 1 and company[: len(company) // 2] * 2 == company
    return _strip(text, close + 1, end) if is_ticker or is_twice else (start, end)


def _classify_body(text: str, start: int, end: int, format: Format, patterns: Patterns) -> Line:
    if _is_of_list(text, start, end, patterns):
        return Line(text, "reference", start, end)
    first = patterns.scan.search(text, start, end)
    kind = "line" if first is None else first.lastgroup
    stop = end if first is None else first.start()
    if kind in ("mark", "rule") and not text[start:stop].strip("#* "):
        return Line(text, "marked", start, end)
    right = _RIGHT_SIDES.get(kind or "", "line")
    known = read_headings(text, start, stop, right, patterns, free=False)
    if known:
        return Line(text, "heading" if first is None else "opening", start, end, known[0])
    if text[start] == "#":
        return Line(text, "heading", start, end)
    if right == "line":
        return Line(text, "text", start, end)
    if right == "cite":
        return Line(text, "cited", start, end)
    has_citation = patterns.has_citations and _holds_citation(text, start, end, patterns)
    if not (format.free_headings and _may_be_headings(text, start, stop, right, patterns)):
        return Line(text, "cited" if has_citation else "text", start, end)
    if has_citation:
        return Line(text, "opening", start, end)
    return Line(text, "text", start, end, could_open=_could_open(text[start:stop].strip()))


def _may_be_headings(text: str, start: int, stop: int, right: str, patterns: Patterns) -> bool:
    """Whether a line begins with a title, or with a known word and one: ``Summary by Sections 市场展望``."""
    if is_title(text[start:stop]):
        return True
    at = start + 2 if text.startswith("**", start) else start
    begins_known = patterns.vocabulary.longest_at(text, at, stop) is not None
    return begins_known and read_headings(text, start, stop, right, patterns) is not None


def _is_of_list(text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a line begins a list of references, or must be an entry of one."""
    sign = text[start]
    if sign in _SIGNS_OF_ENTRY and begins_entry(text, start, end):
        return True
    may_be_word = sign in "#*" or patterns.may_be_references(text[start : start + 2])
    return may_be_word and end_of_heading(text, patterns.references, start, end) is not None


def _could_open(title: str) -> bool:
    """Whether a title before a first marker could be a heading, were the text not cut off before a citation."""
    return is_chinese(title) or len(title.split()) > 1


def _holds_citation(text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a line holds a citation, or ends inside one."""
    return any(found.lastgroup in ("cite", "cut") for found in patterns.scan.finditer(text, start, end))
