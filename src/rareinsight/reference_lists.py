"""The list of references below a digest: where it begins.

A list is told by its heading, a word of the format's ``references``, or by its first entry: a number in square
brackets at the very start of a line, or another number with an address behind it. ``[1] Title https://…``,
``1. Title``, ``[1]: https://…``, ``[^1]: Title``, ``Source 1: Title`` and their full-width forms stand one a line, or
run on in a line.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

import regex

#: How far into a line the heading of a list may reach.
LONGEST_HEADING: Final = 60

_BLANKS: Final = r"[ \t\u00a0\u3000\ufeff\u200b]*+"
#: What may stand before the number of an entry: ``[Source 1] Title``, ``Ref. 1: Title``.
_WORD: Final = r"(?i:source|reference|ref|note|footnote|citation|quelle|fuente|来源|來源|资料|出典|注)\.?\s?"
#: The number of an entry; one in weaker signs may as well count points or paragraphs.
_NUMBER: Final = (
    rf"(?P<entry>[\[【［]\^?(?:{_WORD})?(?P<number>[0-9]{{1,6}})(?P<sign>[\]】］])"
    rf"|(?P<weak>[(（](?:{_WORD})?(?P<number>[0-9]{{1,6}})(?P<sign>[)）])"
    rf"|(?P<plain>(?P<number>[0-9]{{1,6}})(?:(?P<sign>[.．)）])(?=\s)|(?P<sign>、))"
    rf"|{_WORD}(?P<number>[0-9]{{1,6}})(?P<sign>[:：]))))"
)
#: Not ``[5][6] - Prices fell``, with which a wrapped sentence goes on.
_NO_RUN: Final = r"(?![\[【［][0-9]{1,6}[\]】］])"
_ENTRY: Final = rf"{_NUMBER}{_BLANKS}[:：]?{_BLANKS}{_NO_RUN}(?=[^\s,.;:，。；：])"
_ADDRESS: Final = r"(?i:https?)://[^\s<>\"“”，。；）】」》]+"

_AROUND_HEADING: Final = "#*_-•:： \t\u00a0\u3000\ufeff\u200b"


class ReferencePatterns(NamedTuple):
    """What a list is found and read with."""

    line: regex.Pattern[str]
    entry: regex.Pattern[str]
    first_entry: regex.Pattern[str]
    address: regex.Pattern[str]
    entry_or_address: regex.Pattern[str]


@lru_cache(maxsize=1)
def reference_patterns() -> ReferencePatterns:
    """Return the patterns, compiled on first use."""
    return ReferencePatterns(
        line=regex.compile(r"[^\r\n]+"),
        entry=regex.compile(_ENTRY),
        first_entry=regex.compile(rf"{_BLANKS}(?P<marker>[-*•][ \t]++)?{_ENTRY}"),
        address=regex.compile(_ADDRESS),
        entry_or_address=regex.compile(rf"(?P<address>{_ADDRESS})|{_ENTRY}"),
    )


def find_list(text: str, headings: Collection[str], start: int = 0, end: int | None = None) -> int | None:
    r"""Find the list of references in a text that holds no digest, or no more of one.

    Args:
        text: the text.
        headings: the words above a list, casefolded.
        start: where to begin, in code points.
        end: where to stop.

    Returns:
        Where its entries begin; ``None`` if there is no list.

    >>> find_list("Read more\nReferences: [1] Copper runs short", {"references"})
    22
    """
    firsts: dict[str, int] = {}
    found = None
    for line in reference_patterns().line.finditer(text, start, end):
        stop = end_of_heading(text, headings, *line.span())
        if stop is not None:
            return stop
        entry = reference_patterns().first_entry.match(text, *line.span())
        if entry is not None and found is None:
            first = firsts.setdefault(entry["sign"], line.start())
            found = first if begins_entry(text, *line.span()) else None
    return found


def end_of_heading(text: str, headings: Collection[str], start: int, end: int) -> int | None:
    """Return where the heading of a list ends, if the line from ``start`` to ``end`` is one or begins with one.

    >>> end_of_heading("**Sources:** [1] Copper runs short", {"sources"}, 0, 34)
    13
    """
    entry = reference_patterns().entry.search(text, start, min(end, start + LONGEST_HEADING))
    stop = entry.start() if entry else end
    is_short = stop - start <= LONGEST_HEADING
    return stop if is_short and text[start:stop].strip(_AROUND_HEADING).casefold() in headings else None


def is_numbered(text: str, start: int, end: int) -> bool:
    """Whether the line from ``start`` to ``end`` begins as the entries of a list do, below its heading.

    >>> is_numbered("1. Copper runs short", 0, 20), is_numbered("Copper runs short", 0, 17)
    (True, False)
    """
    return reference_patterns().first_entry.match(text, start, end) is not None


def begins_entry(text: str, start: int, end: int) -> bool:
    """Whether the line from ``start`` to ``end`` must be an entry of a list, heading or not.

    A number in square brackets is enough at the very start; after a marker, or in other signs, it takes an address.

    >>> line = "1. Copper runs short https://metal.example/1"
    >>> begins_entry(line, 0, len(line)), begins_entry(line, 0, 20), begins_entry("[1] Copper", 0, 10)
    (True, False, True)
    """
    found = reference_patterns().first_entry.match(text, start, end)
    if found is None:
        return False
    is_plain_to_see = found["weak"] is None and found["marker"] is None
    return is_plain_to_see or reference_patterns().address.search(text, found.end(), end) is not None
