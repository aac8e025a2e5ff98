"""Lists of references below a digest: where one begins, and what its entries say.

A list is told by its heading, a word of the format's ``references``, or by its first entry: a number in square
brackets at the very start of a line, or another number with an address behind it. ``[1] Title https://…``,
``1. Title``, ``[1]: https://…``, ``[^1]: Title``, ``Source 1: Title`` and their full-width forms stand one a line, or
run on in a line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final, NamedTuple

import regex

#: How far into a line the heading of a list may reach.
_LONGEST_HEADING: Final = 60

_SPACES: Final = r"[ \t\u00a0\u3000\ufeff\u200b]*+"
#: What may stand before the number of an entry: ``[Source 1] Title``, ``Ref. 1: Title``.
_WORD: Final = r"(?i:source|reference|ref|note|footnote|citation|quelle|fuente|来源|來源|资料|出典|注)\.?\s?"
#: The number of an entry; one in weaker characters may as well count points or paragraphs.
_NUMBER: Final = (
    rf"(?P<entry>[\[【［]\^?(?:{_WORD})?(?P<number>[0-9]{{1,9}})(?P<sign>[\]】］])"
    rf"|(?P<weak>[(（](?:{_WORD})?(?P<number>[0-9]{{1,6}})(?P<sign>[)）])"
    rf"|(?P<plain>(?P<number>[0-9]{{1,6}})(?:(?P<sign>[.．)）])(?=\s)|(?P<sign>、))"
    rf"|{_WORD}(?P<number>[0-9]{{1,6}})(?P<sign>[:：]))))"
)
#: Not ``[5][6] - Prices fell``, with which a wrapped sentence goes on.
_NO_RUN: Final = r"(?![\[【［][0-9]{1,9}[\]】］])"
_ENTRY: Final = rf"{_NUMBER}{_SPACES}[:：]?{_SPACES}{_NO_RUN}(?=[^\s,.;:，。；：])"
_ADDRESS: Final = r"(?i:https?)://[^\s<>\"“”，。；）】」》]+"

_AROUND_HEADING: Final = "#*_-•:： \t\u00a0\u3000\ufeff\u200b"
_BETWEEN_ENTRIES: Final = " \t-–—•*|;；"
_BEFORE_ADDRESS: Final = " \t-–—|:：,，(（<"
_AFTER_ADDRESS: Final = " \t-–—|.,;，。；)）>”]】」》"
_ENDS_OF_ADDRESS: Final = ".,;:!?'*]"
_QUOTES: Final = "\"“”'"
_LINE_ENDS: Final = ("\n", "\r\n", "\r")
_LINE: Final = r"[^\r\n]+"
_FIRST_ENTRY: Final = rf"{_SPACES}(?P<marker>[-*•][ \t]++)?{_ENTRY}"
_ENTRY_OR_ADDRESS: Final = rf"(?P<address>{_ADDRESS})|{_ENTRY}"


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def find_list(text: str, headings: Collection[str], start: int = 0, end: int | None = None) -> int | None:
    r"""Return where the entries of a list begin in a text that holds no digest, or no more of one.

    ``headings`` are the words above a list, casefolded.

    >>> find_list("Read more\nReferences: [1] Copper runs short", {"references"})
    22
    """
    firsts: dict[str, int] = {}
    found = None
    for line in _compiled(_LINE).finditer(text, start, end):
        stop = end_of_heading(text, headings, *line.span())
        if stop is not None:
            return stop
        entry = _compiled(_FIRST_ENTRY).match(text, *line.span())
        if entry is not None and found is None:
            first = firsts.setdefault(entry["sign"], line.start())
            found = first if begins_entry(text, *line.span()) else None
    return found


def end_of_heading(text: str, headings: Collection[str], start: int, end: int) -> int | None:
    """Return where the heading of a list ends, if the line from ``start`` to ``end`` is one or begins with one.

    >>> end_of_heading("**Sources:** [1] Copper runs short", {"sources"}, 0, 34)
    13
    """
    entry = _compiled(_ENTRY).search(text, start, min(end, start + _LONGEST_HEADING))
    stop = entry.start() if entry else end
    is_short = stop - start <= _LONGEST_HEADING
    return stop if is_short and text[start:stop].strip(_AROUND_HEADING).casefold() in headings else None


def is_numbered(text: str, start: int, end: int) -> bool:
    """Whether the line from ``start`` to ``end`` begins as the entries of a list do, below its heading.

    >>> is_numbered("1. Copper runs short", 0, 20), is_numbered("Copper runs short", 0, 17)
    (True, False)
    """
    return _compiled(_FIRST_ENTRY).match(text, start, end) is not None


def begins_entry(text: str, start: int, end: int) -> bool:
    """Whether the line from ``start`` to ``end`` must be an entry of a list, heading or not.

    A number in square brackets is enough at the very start; after a marker, or in others, it takes an address.

    >>> line = "1. Copper runs short https://metal.example/1"
    >>> begins_entry(line, 0, len(line)), begins_entry(line, 0, 20), begins_entry("[1] Copper", 0, 10)
    (True, False, True)
    """
    found = _compiled(_FIRST_ENTRY).match(text, start, end)
    if found is None:
        return False
    is_plain_to_see = found["weak"] is None and found["marker"] is None
    return is_plain_to_see or _compiled(_ADDRESS).search(text, found.end(), end) is not None


class Entry(NamedTuple):
    """One entry of a list: its number, what it says, and where it stands, number included."""

    number: int
    text: str
    url: str | None
    start: int
    end: int


def read_entries(text: str, start: int = 0, end: int | None = None) -> Iterator[Entry]:
    """Yield the entries of a list, in order, that begin at ``start``: see :func:`find_list`.

    >>> for entry in read_entries("[1] Copper runs short https://metal.example/1 [2] Tin follows"):
    ...     print(entry.number, entry.text, entry.url)
    1 Copper runs short https://metal.example/1
    2 Tin follows None
    """
    for place in _Places(text, start, len(text) if end is None else end).found:
        words, url = _read_words(text[place.words : place.end].rstrip(_BETWEEN_ENTRIES + "\r\n"))
        length = len(text[place.start : place.end].rstrip())
        yield Entry(place.number, words, url, place.start, place.start + length)


class _Place:
    """Where an entry stands: from its number to its end, which moves on while more of it is met."""

    def __init__(self, found: regex.Match[str]) -> None:
        self.number, self.sign = int(found["number"]), found["sign"]
        self.is_plain = found["plain"] is not None
        self.start, self.words, self.end = found.start("entry"), found.end(), found.end()
        self.has_address = False


class _Places:
    """A walk over the lines of a list: ``found`` are the places of its entries.

    A number at the start of a line begins an entry. Inside a line it does after an address, and where it fits between
    the numbers around it and begins no line: ``[1] Notes on [3] and [2]`` stays whole above a ``[2]`` and a ``[3]``.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.found: list[_Place] = []
        lines = [line.span() for line in _compiled(_LINE).finditer(text, start, end)]
        firsts = self._first_entries(lines)
        self.first_numbers = {first.number for first in firsts if first is not None}
        self.runs_on = sum(first is not None for first in firsts) == 1
        followings = _numbers_below(firsts)
        for (begin, stop), first, following in zip(lines, firsts, followings, strict=True):
            if first is not None:
                self.found.append(first)
                self._read_line(first.words, stop, following)
            elif self._goes_on(begin):
                self._read_line(begin, stop, following)

    def _first_entries(self, lines: list[tuple[int, int]]) -> list[_Place | None]:
        """The entry that each line begins with; all are numbered as the first one is."""
        matches = [_compiled(_FIRST_ENTRY).match(self.text, *line) for line in lines]
        sign = next((found["sign"] for found in matches if found), None)
        return [_Place(found) if found and found["sign"] == sign else None for found in matches]

    def _goes_on(self, begin: int) -> bool:
        """Whether the entry before goes on in the line at ``begin``, right below, as it still lacks its address."""
        if not self.found or self.found[-1].has_address:
            return False
        end = self.found[-1].end
        return begin - end <= 2 and self.text[end:begin] in _LINE_ENDS

    def _read_line(self, begin: int, stop: int, following: int | None) -> None:
        """Read the rest of a line in which the last entry found begins or goes on."""
        address_end = None
        for found in _compiled(_ENTRY_OR_ADDRESS).finditer(self.text, begin, stop):
            if found["address"] is not None:
                self.found[-1].has_address, address_end = True, found.end()
                continue
            between = None if address_end is None else self.text[address_end : found.start()]
            is_after_address = between is not None and not between.strip(_AFTER_ADDRESS)
            address_end = None
            place = _Place(found)
            if place.sign == self.found[-1].sign and (is_after_address or self._fits(place, following)):
                self.found[-1].end = place.start
                self.found.append(place)
                self.runs_on = True
        self.found[-1].end = stop

    def _fits(self, place: _Place, following: int | None) -> bool:
        """Whether a number inside a line comes between the one before it and the one that begins a line below."""
        before, left = self.found[-1].number, self.text[place.start - 1]
        if (left.isascii() and left.isalnum()) or place.number in self.first_numbers:
            return False
        if place.is_plain and (place.number != before + 1 or not (left.isspace() or left in "。；;")):
            return False
        return before < place.number and (self.runs_on if following is None else place.number < following)


def _numbers_below(firsts: list[_Place | None]) -> list[int | None]:
    """The number of the next entry that begins a line, for each line."""
    below: list[int | None] = []
    following = None
    for first in reversed(firsts):
        below.append(following)
        following = following if first is None else first.number
    return below[::-1]


def _read_words(words: str) -> tuple[str, str | None]:
    """Part the words of an entry into text and address."""
    found = _compiled(_ADDRESS).search(words)
    if found is None:
        return " ".join(words.split()), None
    url = _trim_address(found[0])
    before = words[: found.start()].rstrip(_BEFORE_ADDRESS)
    after = words[found.start() + len(url) :].lstrip(_AFTER_ADDRESS)
    if not before and len(after) > 1 and after[0] in _QUOTES and after[-1] in _QUOTES:
        after = after[1:-1]  # [1]: https://… "Title"
    text = " ".join(f"{before} {after}".split())
    is_link = text.startswith("[") and text.endswith("]")
    return (text[1:-1] if is_link else text), url


def _trim_address(address: str) -> str:
    """Leave out the stops and brackets that belong to the text around an address."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _ENDS_OF_ADDRESS or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
