"""Every diagnostic the library can give: code, severity, message, advice and an example; and how errors show them.

A digest is often a single line of thousands of characters, so the caret of an error stands below a window of that
line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rareinsight.model import Article, Diagnostic, Severity, Span


class Code(NamedTuple):
    """One row of the table of diagnostics.

    Attributes:
        code: the stable name.
        severity: how serious it is.
        message: what was found, in words.
        advice: what to do about it.
        example: a text that causes it.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    example: str


# fmt: off
_ROWS: Final = (
    Code("empty-text", "warning", "the text is empty",
         "Check the input: it contains only whitespace.", " \n"),
    Code("no-digest", "warning", "no digest found in the text",
         "Fix or declare what the message says is missing, or pass the format explicitly if you know it.",
         "Rain is due in the south."),
    Code("missing-title", "info", "no title found",
         "Nothing to do if the page has none.", "Core Insights - Prices fell [1]"),
    Code("missing-source", "info", "no source line found",
         "Nothing to do if the page has none.", "Core Insights - Prices fell [1]"),
    Code("guessed-header", "info", "a line in an undeclared shape was read as the source line",
         "Declare the shape given in the message in Format.source_lines.",
         "A Title\nDaily News | 2025-08-26 08:14\n\nCore Insights - Prices fell [1]"),
    Code("date-without-time", "info", "the date has no time; midnight is assumed",
         "Nothing to do if you only need the day.",
         "A Title\nDaily News·2025-08-26\n\nCore Insights - Prices fell [1]"),
    Code("cut-date", "info", "the text ends in the middle of the date or its time",
         "Fetch the whole page if you need the date.", "A Title\nDaily News·2025-08-"),
    Code("impossible-date", "warning", "this date does not exist",
         "Check the source line; published is None.",
         "A Title\nDaily News·2025-02-30 08:14\n\nCore Insights - Prices fell [1]"),
    Code("uncertain-date", "warning", "it is unclear which number is the day and which the month",
         "Set Format.slashed_dates to 'day' or 'month'; until then published is None.",
         "A Title\nDaily News·05/03/2026\n\nCore Insights - Prices fell [1]"),
    Code("uncertain-zone", "info", "several zones share this abbreviation; the American or British one was assumed",
         "Correct published if the page is from elsewhere: CST is also used in China, BST in Bangladesh.",
         "A Title\nDaily News·2025-08-26 08:14 CST\n\nCore Insights - Prices fell [1]"),
    Code("unknown-zone", "warning", "the time zone is unknown, so published has none",
         "Set the time zone of published yourself, or write an offset from UTC in the text.",
         "A Title\nDaily News·2025-08-26 08:14 XYT\n\nCore Insights - Prices fell [1]"),
    Code("duplicate-group", "warning", "a group number occurs twice",
         "Two digests may have been joined, or a heading may be mistyped.",
         "Group 1 - Prices fell [1] Group 1 - Costs rose [2]"),
    Code("skipped-group", "warning", "a group number is skipped",
         "Part of the digest may be missing.", "Group 1 - Prices fell [1] Group 3 - Costs rose [2]"),
    Code("uncited-insight", "info", "an insight has no citation",
         "Nothing to do if the page has none there.",
         "Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]"),
    Code("uncited-digest", "warning", "no insight has a citation, although the format declares citations",
         "If the page does have citations, declare their shape in Format.citations.",
         "Core Insights\n- Prices fell\n- Costs rose"),
    Code("undeclared-citation", "warning", "something that looks like a citation has an undeclared shape",
         "Add the shape given in the message to Format.citations, and remove it from Format.numbered.",
         "Core Insights\n- Prices fell (1)\n- Costs rose (2)(3)"),
    Code("zero-citation", "warning", "a citation has the number 0",
         "Paragraphs are numbered from 1; the citation was kept as it is.", "Core Insights - Prices fell [0]"),
    Code("long-number", "warning", "a number in brackets is too long, or a range is reversed or too wide",
         "It was kept as text. If it is a citation, raise Limits.citation_digits or citation_range.",
         "Core Insights - Filed as [20250826081400] - Prices fell [1]"),
    Code("stray-citation", "warning", "a citation belongs to no insight",
         "The text before it may have been lost.", "Core Insights [1] - Prices fell [2]"),
    Code("cut-citation", "warning", "the text ends in the middle of a citation",
         "The number may be incomplete, so the citation was left out.",
         "Core Insights - Prices fell [1] - Costs rose [2"),
    Code("cut-off", "info", "the text appears to be cut off",
         "Fetch the whole page if you need the end.", "Core Insights - Prices fell [1] - Costs ro"),
    Code("uncertain-marker", "info", "a dash between two sentences was read as a marker",
         "Check that two insights were meant.",
         "Core Insights - Sales: up by a third - Costs: down by a half [1] - Stocks: none [2]"),
    Code("unplaced-text", "info", "some text does not belong to the digest",
         "It is kept in article.raw and article.pieces(). Declare lines that every page repeats as boilerplate.",
         "Here is what matters. Core Insights - Prices fell [1]"),
    Code("reference-list", "info", "there is a list of references here",
         "Call link(article) to read it into article.references.",
         "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short"),
    Code("garbled-text", "warning", "spaces or characters were lost, as happens when text is rendered as a formula",
         "The spans are correct, but words may have run together.",
         "Core Insights - Sales reached 1.2billioninMay[1]−Costsfell[2]"),
    Code("html-markup", "warning", "the text contains HTML tags or entities",
         "Extract its text first, as rareinsight.read does with HTML files.",
         "Core Insights&nbsp;- Prices fell [1]<br>- Costs rose [2]"),
    Code("long-article", "warning", "the article was ended because it reached the maximum number of lines",
         "If the lines below belong to it, raise Limits.article_lines.",
         "Core Insights - Prices fell [1]" + "\n" * 10_000 + "- Costs rose [2]"),
    Code("more-articles", "info", "more articles follow in the text",
         "Use parse_many to read all of them.",
         "Core Insights - Prices fell [1]\nA Title\nDaily News·2025-08-26 08:14\nGroup 1 - Costs rose [2]"),
    Code("missing-reference", "warning", "a citation has no matching reference",
         "The list of references may be incomplete, or belong to another article.",
         "Core Insights - Prices fell [1] - Costs rose [2]\n\nReferences\n[1] Copper runs short"),
    Code("unused-reference", "info", "a reference is not cited by any insight",
         "Nothing to do; most paragraphs of a source article are never cited.",
         "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[2] Tin follows"),
    Code("duplicate-reference", "warning", "a reference number is listed twice",
         "The first entry was used; two lists may have been joined.",
         "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[1] Tin follows"),
)
# fmt: on

#: The table by code.
DIAGNOSTICS: Final = {row.code: row for row in _ROWS}

#: How many columns of a line an error shows, and how many of them at most from the place itself on.
_WINDOW: Final = 80
_FROM_THE_SPAN_ON: Final = 50
#: A character as it is printed and the columns it takes.
_Cell = tuple[str, int]


def make_diagnostic(code: str, span: Span | None = None, detail: str = "") -> Diagnostic:
    """Return the diagnostic ``code`` about ``span``; ``detail`` is added to its message.

    >>> make_diagnostic("missing-reference", detail="7").message
    'a citation has no matching reference: 7'
    """
    row = DIAGNOSTICS[code]
    return Diagnostic(code, row.severity, f"{row.message}: {detail}" if detail else row.message, span)


class ParseError(ValueError):
    """A text was parsed with ``strict=True`` and caused a warning.

    Printed, it shows the first diagnostic that has a place, with a caret.

    Attributes:
        diagnostics: what was found; the spans count from the start of ``text``.
        text: the text that was parsed: ``raw`` of its article.
        article: the article that was parsed nevertheless; ``None`` if there is none.
        line: the line of the first diagnostic that has a place, from 1; ``None`` if none has.
        column: its column in that line, in code points, from 1.

    >>> found = Diagnostic("uncited-insight", "warning", "the insight has no citation", Span(8, 14))
    >>> print(ParseError([found], "Core - Copper."))
    uncited-insight: the insight has no citation (line 1, column 9)
        Core - Copper.
                ^^^^^^
    """

    diagnostics: tuple[Diagnostic, ...]
    text: str
    article: Article | None
    line: int | None
    column: int | None

    def __init__(self, diagnostics: Iterable[Diagnostic], text: str, article: Article | None = None) -> None:
        self.diagnostics = tuple(diagnostics)
        self.text, self.article = text, article
        super().__init__(self.diagnostics, text, article)
        place = self._place
        self.line, self.column = (None, None) if place is None else locate(text, place.start)

    @property
    def _place(self) -> Span | None:
        """The span of the diagnostic that is shown, kept inside the text."""
        span = next((each.span for each in self.diagnostics if each.span is not None), None)
        if span is None:
            return None
        start = min(max(span.start, 0), len(self.text))
        return Span(start, min(max(span.end, start), len(self.text)))

    def __str__(self) -> str:
        if not self.diagnostics:
            return "the text could not be parsed"
        place, more = self._place, len(self.diagnostics) - 1
        shown = next((each for each in self.diagnostics if each.span is not None), self.diagnostics[0])
        facts = [] if place is None else [f"line {self.line}, column {self.column}"]
        facts += [f"and {more} more"] if more else []
        head = f"{shown.code}: {shown.message}" + (f" ({'; '.join(facts)})" if facts else "")
        return head if place is None else f"{head}\n{_caret(self.text, place)}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(each.code for each in self.diagnostics)})"


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""Return the line and the column in code points, both counted from 1, of an offset of a text.

    Args:
        text: the text; its lines end with ``\n``, ``\r\n`` or ``\r``.
        offset: a code point of the text, or its length.

    Raises:
        ValueError: the offset is outside the text.

    >>> locate("title\r\nbody", 9)
    (2, 3)
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} is outside the text of {len(text)} code points")
    end = offset - 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset
    ends = text.count("\n", 0, end) + text.count("\r", 0, end) - text.count("\r\n", 0, end)
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return ends + 1, offset - start + 1


def _caret(text: str, span: Span) -> str:
    """Draw the line in which a span starts, cut to a window around it, with carets below the span."""
    start = span.start - locate(text, span.start)[1] + 1
    ends = (text.find(end, span.start) for end in "\r\n")
    end = min((found for found in ends if found >= 0), default=len(text))
    after = list(_fitting(text[span.start : min(end, span.start + _WINDOW)], _FROM_THE_SPAN_ON))
    left_over = _WINDOW - _columns(after)
    before = list(_fitting(text[max(start, span.start - _WINDOW) : span.start][::-1], left_over))[::-1]
    left = "…" if len(before) < span.start - start else ""
    right = "…" if len(after) < end - span.start else ""
    shown = "".join(character for character, _ in before + after)
    carets = "^" * max(_columns(after[: len(span)]), 1)
    return f"    {left}{shown}{right}\n    {' ' * (len(left) + _columns(before))}{carets}"


def _fitting(text: str, columns: int) -> Iterator[_Cell]:
    """Yield as many characters as fit into so many columns."""
    for cell in map(_cell, text):
        columns -= cell[1]
        if columns < 0:
            return
        yield cell


def _columns(cells: list[_Cell]) -> int:
    return sum(columns for _, columns in cells)


def _cell(character: str) -> _Cell:
    """Return a character and its columns; control characters never reach a screen."""
    if not character.isprintable():
        return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}", 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
