"""The diagnostics of the library with their codes, severities and messages, and the error raised for them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Final

from rareinsight._nodes import new_diagnostic
from rareinsight._shown import draw
from rareinsight.model import Article, Diagnostic, Severity, Span

_LINE_END: Final = re.compile(r"\r\n?|\n")
#: All codes, with their severity and message.
DIAGNOSTICS: Final[dict[str, tuple[Severity, str]]] = {
    "empty-text": ("warning", "the text is empty"),
    "no-digest": ("warning", "no digest found in the text"),
    "missing-title": ("info", "no title found"),
    "missing-source": ("info", "no source line found"),
    "guessed-header": ("info", "a line in an undeclared shape was read as the source line"),
    "unread-header": ("warning", "there seems to be a title, a source or a date here that was not read"),
    "date-without-time": ("info", "the date has no time; midnight is assumed"),
    "cut-date": ("info", "the text ends in the middle of the date or its time"),
    "impossible-date": ("warning", "this date does not exist"),
    "uncertain-date": ("warning", "it is unclear which number is the day and which the month"),
    "uncertain-zone": ("info", "several zones share this abbreviation; the American or British one was assumed"),
    "unknown-zone": ("warning", "the time zone is unknown, so published has none"),
    "duplicate-group": ("warning", "a group number occurs twice"),
    "skipped-group": ("warning", "a group number is skipped"),
    "odd-number": ("warning", "the number of a heading does not fit its neighbours"),
    "uncited-insight": ("info", "an insight has no citation"),
    "uncited-digest": ("warning", "no insight has a citation, although the format declares citations"),
    "undeclared-citation": ("warning", "something that looks like a citation has an undeclared shape"),
    "inferred-format": ("info", "the page has conventions of its own"),
    "misspelt-heading": ("warning", "a heading was read as the declared one that it resembles"),
    "possible-heading": ("warning", "this may be a heading that was not read as one"),
    "leftover-marker": ("warning", "a marker seems to have been left in the text of an insight"),
    "broken-citation": ("warning", "a bracket of a citation seems to be missing or wrong"),
    "several-insights": ("warning", "this may be several insights in one"),
    "zero-citation": ("warning", "a citation has the number 0"),
    "long-number": ("warning", "a number in brackets is too long for a citation"),
    "wide-range": ("warning", "a range in brackets is too wide for citations"),
    "reversed-range": ("warning", "a range of citations is reversed"),
    "stray-citation": ("warning", "a citation belongs to no insight"),
    "cut-citation": ("warning", "the text ends in the middle of a citation"),
    "cut-off": ("info", "the text appears to be cut off"),
    "uncertain-marker": ("info", "a dash between two sentences was read as a marker"),
    "unplaced-text": ("info", "some text does not belong to the digest"),
    "reference-list": ("info", "there is a list of references here"),
    "garbled-text": ("warning", "spaces or characters were lost, as happens when text is rendered as a formula"),
    "html-markup": ("warning", "the text contains HTML tags or entities"),
    "long-article": ("warning", "the article was ended because it reached the maximum number of lines"),
    "more-articles": ("info", "more articles follow in the text"),
    "missing-reference": ("warning", "a citation has no matching reference"),
    "unused-reference": ("info", "a reference is not cited by any insight"),
    "duplicate-reference": ("warning", "a reference number is listed twice"),
}


def make_diagnostic(code: str, span: Span | None = None, detail: str = "") -> Diagnostic:
    """Return the diagnostic ``code`` about ``span``; ``detail`` is added to its message.

    >>> make_diagnostic("missing-reference", detail="7").message
    'a citation has no matching reference: 7'
    """
    severity, message = DIAGNOSTICS[code]
    return new_diagnostic(code, severity, f"{message}: {detail}" if detail else message, span)


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
        start = next((min(each.span.start, len(text)) for each in self.diagnostics if each.span is not None), None)
        self.line, self.column = (None, None) if start is None else locate(text, start)

    def __str__(self) -> str:
        return str(draw("error", self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(each.code for each in self.diagnostics)})"


def locate(text: str, offset: int) -> tuple[int, int]:
    r"""Return the line and the column, in code points, of an offset in a text; both count from 1.

    Args:
        text: the text; its lines end with ``\n``, ``\r\n`` or ``\r``.
        offset: a code point of the text, or its length.

    Raises:
        ValueError: the offset is outside the text.

    >>> locate("title\r\nbody", 9)
    (2, 3)
    """
    return find_lines(text)(offset)


def find_lines(text: str) -> Callable[[int], tuple[int, int]]:
    """Return :func:`locate` for one text, so that its lines are found only once for many offsets."""
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def locate_in_text(offset: int) -> tuple[int, int]:
        if not 0 <= offset <= len(text):
            raise ValueError(f"offset {offset} is outside the text of {len(text)} code points")
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    return locate_in_text
