"""Lines and their kinds: what each line of a page is, told from the line alone.

Title, source, date and where one article ends and the next begins follow from these kinds
(:mod:`rareinsight.pages`); what a body says is read from its marks (:mod:`rareinsight.marks`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from io import StringIO
from typing import Final, Literal, NamedTuple

from rareinsight._references import begins_entry, end_of_heading
from rareinsight.bare_headings import compile_bare_headings
from rareinsight.format import Format
from rareinsight.header_lines import Header, read_header
from rareinsight.headings import can_begin_known, read_headings
from rareinsight.paragraphs import join_wrapped, unbreak
from rareinsight.patterns import Patterns
from rareinsight.shapes import begins_markdown, is_bold, is_title
from rareinsight.signs import is_caseless
from rareinsight.spelling import CITATION_BRACKETS
from rareinsight.stretch import Head
from rareinsight.tuples import maker_of

LineKind = Literal[
    "blank", "furniture", "source", "date", "marked", "opening", "heading", "cited", "text", "reference"
]

#: The kinds that belong to a body.
BODY_KINDS: Final = ("marked", "opening", "heading", "cited")
HEADER_KINDS: Final = ("source", "date")
_RIGHT_SIDES: Final = {"mark": "mark", "rule": "mark", "cite": "cite", "cut": "line", "long": "line"}
_SIGNS_OF_ENTRY: Final = frozenset(CITATION_BRACKETS + "0123456789-*•")
_NO_WIDTH: Final = "\ufeff\u200b"
_AROUND_WORDS: Final = "\ufeff\u200b \t\r\n\u00a0\u3000"
#: Page furniture and header lines are no longer.
LONGEST_HEADER: Final = 200


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
    def is_parent(self) -> bool:
        """Whether the line is a heading that holds headings, and nothing else."""
        return self.kind == "heading" and self.head is not None and self.head.holds_headings

    @property
    def length(self) -> int:
        """How long the line is without its line end."""
        return len(self.text.rstrip("\r\n"))


_make_line: Final[
    Callable[[tuple[str, LineKind, int, int, Head | None, bool, Header | None, bool]], Line]
] = maker_of(Line)
#: A longer blank line is rare, and one of a kind.
_LONGEST_BLANK: Final = 8


@lru_cache(maxsize=256)
def _blank_line(text: str) -> Line:
    """Return a blank line; all that are alike are one, as a page may hold a million of them."""
    return Line(text, "blank", 0, 0)


def split_lines(text: str) -> list[str]:
    r"""Split ``text`` at ``\n``, ``\r\n`` and ``\r``, line ends kept.

    >>> split_lines("a\r\nb\n\nc")
    ['a\r\n', 'b\n', '\n', 'c']
    """
    if "\r" in text:
        return list(StringIO(text, newline=""))
    lines = text.split("\n")  # a third of the time that StringIO takes
    last = lines.pop()
    whole = [line + "\n" for line in lines]
    if last:
        whole.append(last)
    return whole


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
    if len(text) <= _LONGEST_BLANK and text.isspace():
        return _blank_line(text)
    start, end = trim(text)
    if start == end:
        return Line(text, "blank", start, end)
    if end - start <= LONGEST_HEADER:
        words = text[start:end].casefold()
        if words in patterns.furniture or (
            "\u00a0" in words and words.replace("\u00a0", " ") in patterns.furniture
        ):
            return _make_line((text, "furniture", start, end, None, False, None, False))
        header = read_header(text, start, end, patterns)
        if header is not None:
            kind: LineKind = "source" if header.source else "date"
            return _make_line((text, kind, start, end, None, False, header, False))
    opening = _read_bare_opening(text, start, end, format)
    if opening is not None:
        return opening
    if _is_of_list(text, start, end, patterns):
        return Line(text, "reference", start, end)
    return _classify_body(text, start, end, format, patterns)


def trim(text: str) -> tuple[int, int]:
    """Return where the words of a line begin and end, signs without width left out like blanks."""
    stripped = text.rstrip()
    end, start = len(stripped), len(stripped) - len(stripped.lstrip())
    if start == end:
        return 0, 0
    if text[start] in _NO_WIDTH or text[end - 1] in _NO_WIDTH:
        stripped = text.rstrip(_AROUND_WORDS)
        end, start = len(stripped), len(stripped) - len(stripped.lstrip(_AROUND_WORDS))
    return start, max(start, end)


def _read_bare_opening(text: str, start: int, end: int, format: Format) -> Line | None:
    """Read a line as crawlers give a whole body, if it begins with a bare heading."""
    headings = compile_bare_headings(format) if end - start > LONGEST_HEADER else None
    found = headings.read(text, start, end) if headings else None
    return Line(text, "opening", start, end, found[0]) if found else None


def _classify_body(text: str, start: int, end: int, format: Format, patterns: Patterns) -> Line:
    first = patterns.scan.search(text, start, end)
    kind = "line" if first is None else first.lastgroup
    stop = end if first is None else first.start()
    if kind in ("mark", "rule") and not text[start:stop].strip("#* "):
        return Line(text, "marked", start, end)
    right = _RIGHT_SIDES.get(kind or "", "line")
    may_be_known = can_begin_known(text[start], patterns)
    known = read_headings(text, start, stop, right, patterns, free=False) if may_be_known else None
    if known:
        return Line(text, "heading" if first is None else "opening", start, end, _main_head(known))
    is_bold_heading = format.unmarked and format.free_headings and is_bold(text[start:end])
    if is_bold_heading or (text[start] == "#" and begins_markdown(text[start : min(end, start + 2)])):
        return Line(text, "heading", start, end)
    if right == "line":
        return _make_line((text, "text", start, end, None, False, None, False))
    if right == "cite":
        return Line(text, "cited", start, end)
    has_citation = patterns.has_citations and _holds_citation(text, start, end, patterns)
    if not (format.free_headings and _may_be_headings(text, start, stop, right, patterns)):
        return Line(text, "cited" if has_citation else "text", start, end)
    if has_citation:
        return Line(text, "opening", start, end)
    return Line(text, "text", start, end, could_open=_could_open(text[start:stop].strip()))


def _main_head(heads: list[Head]) -> Head:
    """The heading that tells what a line begins: in ``Summary of Key Points Core Viewpoint`` the core."""
    return next((head for head in heads if not head.holds_headings), heads[0])


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
    may_be_entry = sign in _SIGNS_OF_ENTRY and not (sign in CITATION_BRACKETS and sign in patterns.numbered)
    if may_be_entry and begins_entry(text, start, end):
        return True
    may_be_word = sign in patterns.signs_of_references and (
        sign in "#*" or patterns.may_be_references(text[start : start + 2])
    )
    return may_be_word and end_of_heading(text, patterns.references, start, end) is not None


def _could_open(title: str) -> bool:
    """Whether a title before a first marker could be a heading, were the text not cut off before a citation."""
    return is_caseless(title) or len(title.split()) > 1


def _holds_citation(text: str, start: int, end: int, patterns: Patterns) -> bool:
    """Whether a line holds a citation, or ends inside one."""
    return any(found.lastgroup in ("cite", "cut") for found in patterns.scan.finditer(text, start, end))
