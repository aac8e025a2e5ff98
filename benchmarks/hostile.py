"""Texts made to be slow: every one repeats what a careless parser would look at again and again.

``HOSTILE`` names them; each is a function of a size in code points, so that tests can count how the work grows
with the size and benchmarks can time it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: Makes a text of about so many code points.
Maker = Callable[[int], str]


def repeated(part: str, *, before: str = "", after: str = "") -> Maker:
    """Return what makes a text of one part over and over, with something before and after."""
    return lambda size: before + part * max(1, (size - len(before) - len(after)) // len(part)) + after


def numbered(line: str, *, before: str = "") -> Maker:
    """Return what makes a text of lines that count up: ``{n}`` is the number."""
    return lambda size: before + "".join(line.format(n=n) for n in range(1, max(2, size // len(line))))


def nested(opening: str, closing: str) -> Maker:
    """Return what makes a text of characters that are all opened before the first is closed."""
    return lambda size: "".join(part * max(1, size // len(opening + closing)) for part in (opening, closing))


_HEADER: Final = "Title\nSource·2025-08-26 08:14\n"
_OPEN: Final = "Group 1 - "

#: The characters that mean something somewhere, each by itself.
_SIGNS: Final = (
    "-*•–—−#[](){}:：.。,，;、·|\"'“”《》【】［］1一IQ%$_~<>&!?\\/\t\u00a0\u3000\ufeff\u200b\u2028\x00\U0001f642"
)

HOSTILE: Final[dict[str, Maker]] = {
    **{f"only U+{ord(sign):04X}": repeated(sign) for sign in _SIGNS},
    # citations
    "citations on lines of their own": repeated("[1]\n", before=f"{_OPEN}A rose "),
    "years": repeated("in [2024] ", before=_OPEN),
    # markers
    "markers": repeated("- "),
    "spaced hyphens": repeated("a - b ", before=_OPEN),
    "hyphens between capitals": repeated("A - B ", before=_OPEN),
    "markers after stops": repeated("A. B - ", before=_OPEN),
    "titles between markers": repeated("- A B ", before=_OPEN),
    "titles between stars": repeated("* A B ", before=_OPEN),
    "bullets": repeated("• Prices fell ", before=_OPEN),
    "markers before one citation": repeated("- Prices fell\n", before="Core Insights\n", after="[1]"),
    "minus signs": repeated("A−B[1]", before=_OPEN),
    "ranges": repeated("1 - 2 ", before=_OPEN),
    "lists opened by a colon": repeated("is: - a ", before=_OPEN),
    "rules": repeated("--- "),
    "bold": repeated("**"),
    "bold labels": repeated("- **A**: b "),
    "bold never closed": repeated("**a ", before=_OPEN),
    "brackets never closed": repeated("(a ", before=_OPEN),
    "brackets never closed before markers": repeated("(A - ", before=_OPEN),
    "brackets in brackets": nested("(", ")"),
    "quotes in quotes": nested("《", "》"),
    # citations
    "citations": repeated("[1]"),
    "citations in one insight": repeated("[1]", before=_OPEN + "Prices fell "),
    "citations between words": repeated("a [1] ", before=_OPEN),
    "lists of citations": repeated("[1, 2, 3]", before=_OPEN + "Prices fell "),
    "ranges of citations": repeated("[1-9]", before=_OPEN + "Prices fell "),
    "one long list": repeated("1, ", before=_OPEN + "Prices fell [", after="1]"),
    "one long number": repeated("1", before=_OPEN + "Prices fell [", after="]"),
    "citations cut off": repeated("[1"),
    "lists cut off": repeated("[1, "),
    "brackets opened": repeated("[", before=_OPEN),
    "links": repeated("[5](index=5&type=chunk)", before=_OPEN + "Prices fell "),
    "links never closed": repeated("[A](/b", before=_OPEN),
    "linked headings": repeated("[A](/b) "),
    "addresses in brackets": repeated("(", before="[A](/b"),
    "insights": repeated("- Prices fell [1] ", before="Group 1 "),
    "insights with stops": repeated("- Prices fell [1][3]. ", before="Group 1 "),
    # headings
    "groups": repeated("Group 1 "),
    "groups in lines": repeated("Group 1\n"),
    "groups that count up": numbered("Group {n} - A [1] "),
    "groups with labels": repeated("Group 1: Rivals "),
    "group without number": repeated("Group "),
    "cores": repeated("Core Insights "),
    "cores in lines": repeated("Core Insights\n"),
    "headings that hold headings": repeated("Summary by Sections "),
    "headings that hold text": repeated("Investment Rating "),
    "headings that run on": repeated("Summary of Key Points from "),
    "questions": repeated("Question: "),
    "free headings": repeated("[1] Cash Flow - A ", before=_OPEN),
    "free headings in a row": repeated("Cash Flow ", before=_OPEN + "A [1] "),
    "free headings in lines": repeated("Cash Flow\n", before="Group 1\n- A [1]\n"),
    "hashes before words": repeated("# A\n"),
    "hashed lines": repeated("#\n"),
    "Chinese headings": repeated("核心观点 "),
    "Chinese headings glued": repeated("核心观点"),
    "Chinese numerals": repeated("一、"),
    "Chinese numerals and words": repeated("一、储能 "),
    "Chinese numerals in brackets": repeated("(一)"),
    "numbers with stops": repeated("1. "),
    "numbers with titles": repeated("1. Title "),
    "numbered lines": numbered("{n}. Title\n"),
    "outline numbers": repeated("1.1 "),
    "outline numbers glued": repeated("1.1."),
    "Roman numbers": repeated("II. "),
    "heading words in sentences": repeated("the core insights and ", before=_OPEN),
    "known headings after stops": repeated("A b. Core View ", before=_OPEN),
    "cut headings": repeated("Core ", before=_OPEN),
    # lines and pages
    "newlines": repeated("\n"),
    "returns": repeated("\r"),
    "returns and newlines": repeated("\r\n"),
    "spaces": repeated(" "),
    "spaces between markers": repeated(" ", before="- a", after="- b"),
    "ideographic spaces in an insight": repeated("\u3000", before="核心观点\n- 铜价", after="上涨[1]"),
    "blank lines with spaces": repeated("  \n"),
    "blank lines in an insight": repeated("\n", before=_OPEN + "Prices", after="fell [1]"),
    "plain lines after a body": repeated("Rain is due.\n", before=_OPEN + "Prices fell [1]\n"),
    "plain lines in an insight": repeated("goes on\n", before=_OPEN + "Prices fell\n"),
    "titles above titles": repeated("A Title\n"),
    "marked lines": repeated("- a\n"),
    "marked lines with citations": repeated("- Prices fell [1]\n"),
    "boilerplate": repeated("Workflow\n"),
    "boilerplate and titles": repeated("Workflow\nA Title\n"),
    "dates": repeated("2025-08-26\n"),
    "dates in a line": repeated("2025-08-26 "),
    "source lines": repeated(_HEADER),
    "articles": repeated(_HEADER + "Group 1 - A [1]\n"),
    "articles without header": repeated("Core Insights - A [1]\n"),
    "source line of dots": repeated("·", after="2025-08-26\n"),
    "source line of tickers": repeated("(US:A) ", after="Daily·2025-08-26\n"),
    "references": numbered("[{n}] A Title https://example.com\n", before="Group 1 - A [1]\n\nReferences\n"),
    "raw entries": repeated("A Title\nDaily·2025-08-26 08:14\nIt rains ...\n"),
    "ellipses": repeated("a ...\n"),
    "titles worded as headings": repeated("核心观点:降息还有几次\n"),
    "insights parted by blank lines": repeated("\nA\n- a [1]\n", before="A Title\nA\n" + "- a [1]\n" * 20),
    "tags that nothing closes": repeated("[i]", before="Core Insights\n- Tin rose [1]\n- Zinc fell [2]\n➤ Tin\n"),
    "brackets that nothing closes": lambda size: (
        "Core Insights\n➤ Tin rose [1]\n➤ Zinc fell [2]\n\\emph{[" + "a" * size
    ),
    "names joined by dashes": repeated("China - US ", before=_OPEN),
    # words
    "plain lines below a digest": repeated(
        "Rain is due in the south.\n", before="A Title\n2025-08-26\n- Prices fell [1]\n"
    ),
    "one long word": repeated("a"),
    "one long word with capitals": repeated("aB"),
    "one long insight": repeated("word ", before=_OPEN, after="[1]"),
    "one long title": repeated("Word ", before=_OPEN + "A [1] ", after="- B [2]"),
    "one long Chinese title": repeated("铜", before=_OPEN + "A [1] ", after=" - B [2]"),
    "one long label": repeated("Word ", before="Group 1: ", after="- B [2]"),
    "abbreviations": repeated("U.S. ", before=_OPEN),
    "abbreviations before markers": repeated("Inc. - ", before=_OPEN),
    "colons": repeated("A: ", before=_OPEN),
    "lone surrogates": repeated("\ud800"),
    "marks that combine": repeated("\u0301", before="e"),
}
