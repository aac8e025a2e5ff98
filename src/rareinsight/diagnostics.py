"""Every doubt the library can have about a text: code, severity, message, advice and an example that raises it."""

from __future__ import annotations

from typing import Final, NamedTuple

from rareinsight.model import Diagnostic, Severity, Span


class Code(NamedTuple):
    """One row of the table of diagnostics."""

    code: str
    severity: Severity
    message: str
    advice: str
    example: str


_ROWS: Final = (
    Code(
        "empty-text",
        "warning",
        "the text is empty",
        "Check what was read: nothing but blanks arrived.",
        " \n",
    ),
    Code(
        "no-digest",
        "warning",
        "no digest found in the text",
        "The text has no headings with insights of this format; name the format, or take the text as it is.",
        "Rain is due in the south.",
    ),
    Code(
        "missing-title",
        "info",
        "no title found",
        "Nothing to do if the page has none.",
        "Core Insights - Prices fell [1]",
    ),
    Code(
        "missing-source",
        "info",
        "no source line found",
        "Nothing to do if the page has none.",
        "Core Insights - Prices fell [1]",
    ),
    Code(
        "date-without-time",
        "info",
        "the date has no time; midnight is assumed",
        "Nothing to do if the day is enough.",
        "A Title\nDaily News·2025-08-26\n\nCore Insights - Prices fell [1]",
    ),
    Code(
        "cut-date",
        "info",
        "the text ends inside the date",
        "Get the whole page if the date matters.",
        "A Title\nDaily News·2025-08-",
    ),
    Code(
        "impossible-date",
        "warning",
        "no calendar has this date",
        "Look at the source line; published is None.",
        "A Title\nDaily News·2025-02-30 08:14\n\nCore Insights - Prices fell [1]",
    ),
    Code(
        "duplicate-group",
        "warning",
        "a group number comes twice",
        "Two digests may have run together, or a heading was mistyped.",
        "Group 1 - Prices fell [1] Group 1 - Costs rose [2]",
    ),
    Code(
        "skipped-group",
        "warning",
        "a group number is skipped",
        "Part of the digest may be missing.",
        "Group 1 - Prices fell [1] Group 3 - Costs rose [2]",
    ),
    Code(
        "uncited-insight",
        "info",
        "an insight has no citation",
        "Nothing to do if the page has none there.",
        "Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]",
    ),
    Code(
        "zero-citation",
        "warning",
        "a citation has the number 0",
        "Paragraphs are counted from 1; the number was kept.",
        "Core Insights - Prices fell [0]",
    ),
    Code(
        "long-number",
        "warning",
        "a number in brackets is too long for a citation, or a range runs too far",
        "It was read as text; check what it is.",
        "Core Insights - Filed as [20250826081400] - Prices fell [1]",
    ),
    Code(
        "stray-citation",
        "warning",
        "a citation belongs to no insight",
        "The text before it may have been lost.",
        "Core Insights [1] - Prices fell [2]",
    ),
    Code(
        "cut-citation",
        "warning",
        "the text ends inside a citation",
        "The number is not whole, so it was not taken.",
        "Core Insights - Prices fell [1] - Costs rose [2",
    ),
    Code(
        "cut-off",
        "info",
        "the text ends in the middle of something",
        "Get the whole page if the end matters.",
        "Core Insights - Prices fell [1] - Costs ro",
    ),
    Code(
        "uncertain-marker",
        "info",
        "a dash between two sentences was taken for a marker",
        "Check that two insights were meant.",
        "Core Insights - Sales rose by a third of all - Costs fell by a half of all [1] - Stocks shrank [2]",
    ),
    Code(
        "unplaced-text",
        "info",
        "some text belongs to no part of the digest",
        "It is kept in article.raw and in the pieces.",
        "Here is what matters. Core Insights - Prices fell [1]",
    ),
    Code(
        "garbled-text",
        "warning",
        "blanks or signs were lost, as a renderer of formulas does",
        "The spans are right; the words may have run together.",
        "Core Insights - Sales reached 1.2billioninMay[1]−Costsfell[2]",
    ),
    Code(
        "more-articles",
        "info",
        "more articles follow in the text",
        "Use parse_many to get them all.",
        "Core Insights - Prices fell [1]\nA Title\nDaily News·2025-08-26 08:14\nGroup 1 - Costs rose [2]",
    ),
    Code(
        "missing-reference",
        "warning",
        "a citation leads to no paragraph",
        "The list of paragraphs may be cut short, or belong to another article.",
        "Core Insights - Prices fell [1] - Costs rose [2]\n\nReferences\n[1] Copper runs short",
    ),
    Code(
        "unused-reference",
        "info",
        "a paragraph is cited by no insight",
        "Nothing to do; of a source article's paragraphs most are cited by none.",
        "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[2] Tin follows",
    ),
    Code(
        "duplicate-reference",
        "warning",
        "a number is listed twice",
        "The first was taken; two lists may have run together.",
        "Core Insights - Prices fell [1]\n\nReferences\n[1] Copper runs short\n[1] Tin follows",
    ),
)

#: The table by code.
DIAGNOSTICS: Final = {row.code: row for row in _ROWS}


def make_diagnostic(code: str, span: Span | None = None, detail: str = "") -> Diagnostic:
    """Return the diagnostic ``code`` about ``span``; ``detail`` is added to its message."""
    row = DIAGNOSTICS[code]
    return Diagnostic(code, row.severity, f"{row.message}: {detail}" if detail else row.message, span)
