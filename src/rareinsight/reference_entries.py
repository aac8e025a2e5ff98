"""The entries of a list of references: where each stands, its number, what it says, and its address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

from rareinsight.reference_lists import reference_patterns

_BETWEEN_ENTRIES: Final = " \t-–—•*|;；"
_BEFORE_ADDRESS: Final = " \t-–—|:：,，(（<"
_AFTER_ADDRESS: Final = " \t-–—|.,;，。；)）>”]】」》"
_ENDS_OF_ADDRESS: Final = ".,;:!?'*]"
_QUOTES: Final = "\"“”'"
_LINE_ENDS: Final = ("\n", "\r\n", "\r")


class Entry(NamedTuple):
    """One entry of a list: its number, what it says, and where it stands, number included."""

    number: int
    text: str
    url: str | None
    start: int
    end: int


def read_entries(text: str, start: int = 0, end: int | None = None) -> Iterator[Entry]:
    """Yield the entries of a list, in order.

    Args:
        text: a text that holds a list.
        start: where its entries begin, in code points: see :func:`~rareinsight.reference_lists.find_list`.
        end: where to stop.

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
        lines = [line.span() for line in reference_patterns().line.finditer(text, start, end)]
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
        matches = [reference_patterns().first_entry.match(self.text, *line) for line in lines]
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
        for found in reference_patterns().entry_or_address.finditer(self.text, begin, stop):
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
    found = reference_patterns().address.search(words)
    if found is None:
        return _tidy(words), None
    url = _trim_address(found[0])
    before = words[: found.start()].rstrip(_BEFORE_ADDRESS)
    after = words[found.start() + len(url) :].lstrip(_AFTER_ADDRESS)
    text = _tidy(f"{before} {after}" if before else _unquote(after))
    is_link = text.startswith("[") and text.endswith("]")
    return (text[1:-1] if is_link else text), url


def _unquote(words: str) -> str:
    """Take a title out of its quotes: ``[1]: https://… "Title"``."""
    is_quoted = len(words) > 1 and words[0] in _QUOTES and words[-1] in _QUOTES
    return words[1:-1] if is_quoted else words


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _trim_address(address: str) -> str:
    """Leave out the stops and brackets that belong to the text around an address."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _ENDS_OF_ADDRESS or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
