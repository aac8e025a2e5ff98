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
        severity: how grave it is.
        message: what was found, in words.
        advice: what to do about it.
        example: a text that brings it about.
    """

    code: str
    severity: Severity
    message: str
    advice: str
    example: str


# fmt: off
_ROWS: Final = (
    Code("empty-text", "warning", "the text is empty",
         "Check what was read: nothing but white space arrived.", " \n"),
    Code("no-digest", "warning", "no digest found in the text",
         "Mend or declare what the message says is missing; or name the format, or take the text as it is.",
         "Rain is due in the south."),
    Code("missing-title", "info", "no title found",
         "Nothing to do if the page has none.", "Core Insights - Prices fell [1]"),
    Code("missing-source", "info", "no source line found",
         "Nothing to do if the page has none.", "Core Insights - Prices fell [1]"),
    Code("guessed-header", "info", "a line of a shape that the format does not declare was taken for the header line",
         "Declare the shape that the message names, or a title line of another form.",
         "A Title\nDaily News | 2025-08-26 08:14\n\nCore Insights - Prices fell [1]"),
    Code("date-without-time", "info", "the date has no time; midnight is assumed",
         "Nothing to do if the day is enough.",
         "A Title\nDaily News·2025-08-26\n\nCore Insights - Prices fell [1]"),
    Code("cut-date", "info", "the text ends inside the date",
         "Get the whole page if the date matters.", "A Title\nDaily News·2025-08-"),
    Code("impossible-date", "warning", "no calendar has this date",
         "Look at the source line; published is None.",
         "A Title\nDaily News·2025-02-30 08:14\n\nCore Insights - Prices fell [1]"),
    Code("uncertain-date", "warning", "nothing tells the day from the month in the date",
         "Declare slashed_dates='day' or 'month'; published is None.",
         "A Title\nDaily News·05/03/2026\n\nCore Insights - Prices fell [1]"),
    Code("uncertain-zone", "info", "zones of two countries have this name; the American or British one was taken",
         "Correct published if the page is from elsewhere: CST is China's too, BST Bangladesh's.",
         "A Title\nDaily News·2025-08-26 08:14 CST\n\nCore Insights - Prices fell [1]"),
    Code("unknown-zone", "warning", "the zone is not known by its name; published has none",
         "Add the zone to published, or have the page write an offset from UTC.",
         "A Title\nDaily News·2025-08-26 08:14 XYT\n\nCore Insights - Prices fell [1]"),
    Code("duplicate-group", "warning", "a group number comes twice",
         "Two digests may have run together, or a heading was mistyped.",
         "Group 1 - Prices fell [1] Group 1 - Costs rose [2]"),
    Code("skipped-group", "warning", "a group number is skipped",
         "Part of the digest may be missing.", "Group 1 - Prices fell [1] Group 3 - Costs rose [2]"),
    Code("uncited-insight", "info", "an insight has no citation",
         "Nothing to do if the page has none there.",
         "Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]"),
    Code("uncited-digest", "warning", "no insight has a citation, and the format declares citations",
         "Check that the page has none; else declare their shape in Format.citations.",
         "Core Insights\n- Prices fell\n- Costs rose"),
    Code("undeclared-citation", "warning", "marks stand where citations stand, in a shape that is not declared",
         "Add the shape that the message names to Format.citations, and take it out of Format.numbered.",
         "Core Insights\n- Prices fell (1)\n- Costs rose (2)(3)"),
    Code("zero-citation", "warning", "a citation has the number 0",
         "Paragraphs are counted from 1; the number was kept.", "Core Insights - Prices fell [0]"),
    Code("long-number", "warning", "a number in brackets is too long for a citation, or a range runs too far",
         "It was read as text; check what it is.",
         "Core Insights - Filed as [20250826081400] - Prices fell [1]"),
    Code("stray-citation", "warning", "a citation belongs to no insight",
         "The text before it may have been lost.", "Core Insights [1] - Prices fell [2]"),
    Code("cut-citation", "warning", "the text ends inside a citation",
         "The number is not whole, so it was not taken.", "Core Insights - Prices fell [1] - Costs rose [2"),
    Code("cut-off", "info", "the text ends in the middle of something",
         "Get the whole page if the end matters.", "Core Insights - Prices fell [1] - Costs ro"),
    Code("uncertain-marker", "info", "a dash between two sentences was taken for a marker",
         "Check that two insights were meant.",
         "Core Insights - Sales: up by a third - Costs: down by a half [1] - Stocks: none [2]"),
    Code("unplaced-text", "info", "some text belongs to no part of the digest",
         "It is kept in article.raw and in the pieces; lines that every page has, declare as boilerplate.",
         "Here is what matters. Core Insights - Prices fell [1]"),
    Code("reference-list", "info", "a list of what the citations lead to stands here",
         "Call link(article), which reads it into article.references.",
         "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short"),
    Code("garbled-text", "warning", "spaces or characters were lost, as a renderer of formulas does",
         "The spans are right; the words may have run together.",
         "Core Insights - Sales reached 1.2billioninMay[1]−Costsfell[2]"),
    Code("long-article", "warning", "the article reached the limit of lines and ends there",
         "If the lines that follow belong to it, raise Limits.article_lines.",
         "Core Insights - Prices fell [1]" + "\n" * 10_000 + "- Costs rose [2]"),
    Code("more-articles", "info", "more articles follow in the text",
         "Use parse_many to get them all.",
         "Core Insights - Prices fell [1]\nA Title\nDaily News·2025-08-26 08:14\nGroup 1 - Costs rose [2]"),
    Code("missing-reference", "warning", "a citation leads to no paragraph",
         "The list of paragraphs may be cut short, or belong to another article.",
         "Core Insights - Prices fell [1] - Costs rose [2]\n\nReferences\n[1] Copper runs short"),
    Code("unused-reference", "info", "a paragraph is cited by no insight",
         "Nothing to do; of a source article's paragraphs most are cited by none.",
         "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[2] Tin follows"),
    Code("duplicate-reference", "warning", "a number is listed twice",
         "The first was taken; two lists may have run together.",
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
    'a citation leads to no paragraph: 7'
    """
    row = DIAGNOSTICS[code]
    return Diagnostic(code, row.severity, f"{row.message}: {detail}" if detail else row.message, span)


class ParseError(ValueError):
    """A text was parsed with ``strict=True`` and left a warning.

    Printed, it shows the first diagnostic that has a place, with a caret.

    Attributes:
        diagnostics: what was found; the spans count from the start of ``text``.
        text: the text that was parsed: ``raw`` of its article.
        article: the article that was read all the same; ``None`` where there is none.
        line: the line of the first diagnostic that has a place, from 1; ``None`` where none has.
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
            return "the text could not be parsed without a diagnostic"
        place, more = self._place, len(self.diagnostics) - 1
        shown = next((each for each in self.diagnostics if each.span is not None), self.diagnostics[0])
        facts = [] if place is None else [f"line {self.line}, column {self.column}"]
        facts += [f"and {more} more"] if more else []
        head = f"{shown.code}: {shown.message}" + (f" ({'; '.join(facts)})" if facts else "")
        return head if place is None else f"{head}\n{_caret(self.text, place)}"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(each.code for each in self.diagnostics)})"


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""Return the line and the column in code points, both counted from 1, in which an offset of a text lies.

    Args:
        text: the text; its lines end with ``\n``, ``\r\n`` or ``\r``.
        offset: a code point of the text, or its length.

    Raises:
        ValueError: the offset lies outside the text.

    >>> locate("title\r\nbody", 9)
    (2, 3)
    """
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} lies outside a text of {len(text)} code points")
    end = offset - 1 if text[max(offset - 1, 0) : offset + 1] == "\r\n" else offset
    ends = text.count("\n", 0, end) + text.count("\r", 0, end) - text.count("\r\n", 0, end)
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return ends + 1, offset - start + 1


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to add to a message about an unknown name: what was meant, or else all that is known.

    >>> nearest("digset", ["digest", "briefing"]), nearest("x", ["digest", "briefing"])
    ("did you mean 'digest'?", "known are 'briefing' and 'digest'")
    """
    from difflib import get_close_matches  # here, as it is wanted once in a thousand runs

    names = sorted(known)
    folded = {each.casefold(): each for each in names}
    if near := get_close_matches(name.casefold(), folded, n=1):
        return f"did you mean {folded[near[0]]!r}?"
    if not names:
        return ""
    *others, last = map(repr, names)
    return f"known are {', '.join(others)} and {last}" if others else f"known is {last}"


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
