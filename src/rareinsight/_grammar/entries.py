"""Lists of references below a digest: where they begin, and what their entries say.

A list is recognised by its heading, one of the format's ``references``, or by its first entry: a number in square
brackets at the very start of a line, or any other number followed by an address. ``[1] Title https://…``,
``1. Title``, ``[1]: https://…``, ``[^1]: Title``, ``Source 1: Title`` and their full-width forms are entries, each on
its own line or several on one.
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
#: The number of an entry; without square brackets (``weak``), it may also number points or paragraphs.
_NUMBER: Final = (
    rf"(?P<entry>[\[【［]\^?(?:{_WORD})?(?P<number>[0-9]{{1,9}})(?P<sign>[\]】］])"
    rf"|(?P<weak>[(（](?:{_WORD})?(?P<number>[0-9]{{1,6}})(?P<sign>[)）])"
    rf"|(?P<plain>(?P<number>[0-9]{{1,6}})(?:(?P<sign>[.．)）])(?=\s)|(?P<sign>、))"
    rf"|{_WORD}(?P<number>[0-9]{{1,6}})(?P<sign>[:：]))))"
)
#: Not ``[5][6] - Prices fell``, where a wrapped sentence continues.
_NO_RUN: Final = r"(?![\[【［][0-9]{1,9}[\]】］])"
_ENTRY: Final = rf"{_NUMBER}{_SPACES}[:：]?{_SPACES}{_NO_RUN}(?=[^\s,.;:，。；：])"
_FIRST_ENTRY: Final = rf"{_SPACES}(?P<marker>[-*•][ \t]++)?{_ENTRY}"
_ADDRESS: Final = r"(?i:https?)://[^\s<>\"“”，。；）】」》]+"
_ENTRY_OR_ADDRESS: Final = rf"(?P<address>{_ADDRESS})|{_ENTRY}"
_LINE: Final = r"[^\r\n]+"

_AROUND_HEADING: Final = "#*_-•:： \t\u00a0\u3000\ufeff\u200b"
_BETWEEN_ENTRIES: Final = " \t\r\n-–—•*|;；"
_BEFORE_ADDRESS: Final = " \t-–—|:：,，(（<"
_AFTER_ADDRESS: Final = " \t-–—|.,;，。；)）>”]】」》"
_ENDS_OF_ADDRESS: Final = ".,;:!?'*]"
_QUOTES: Final = "\"“”'"
_LINE_ENDS: Final = ("\n", "\r\n", "\r")


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


def find_list(text: str, headings: Collection[str], start: int = 0, end: int | None = None) -> int | None:
    r"""Return where the entries of a list begin in a text without a digest, or below one.

    Without a heading, a number in square brackets at the very start of a line is enough; after a marker, or in other
    characters, an address has to follow.

    Args:
        text: the text.
        headings: the words above a list, casefolded.
        start: where to begin.
        end: where to end.

    >>> find_list("Read more\nReferences: [1] Copper runs short", {"references"})
    22
    """
    firsts: dict[str, int] = {}
    found = None
    for line in _compiled(_LINE).finditer(text, start, end):
        begin, stop = line.span()
        inside = _compiled(_ENTRY).search(text, begin, min(stop, begin + _LONGEST_HEADING))
        head = inside.start() if inside else stop
        if head - begin <= _LONGEST_HEADING and text[begin:head].strip(_AROUND_HEADING).casefold() in headings:
            return head
        entry = _compiled(_FIRST_ENTRY).match(text, begin, stop) if found is None else None
        if entry is not None:
            first = firsts.setdefault(entry["sign"], begin)
            is_weak = entry["weak"] is not None or entry["marker"] is not None
            if not is_weak or _compiled(_ADDRESS).search(text, entry.end(), stop):
                found = first
    return found


class Entry(NamedTuple):
    """One entry of a list: its number, text and address, and its start and end, including the number."""

    number: int
    text: str
    url: str | None
    start: int
    end: int


def read_entries(text: str, start: int = 0, end: int | None = None) -> Iterator[Entry]:
    """Yield the entries of the list that begins at ``start``, in order; see :func:`find_list`.

    All are numbered like the first one. A number at the start of a line begins an entry. Inside a line, one does after
    an address, or if it is the next number and no line begins with it: ``[1] Notes on [2]`` is one entry above ``[2]``.

    >>> for entry in read_entries("[1] Copper runs short https://metal.example/1 [2] Tin follows"):
    ...     print(entry.number, entry.text, entry.url)
    1 Copper runs short https://metal.example/1
    2 Tin follows None
    """
    for place in _find_entries(text, start, len(text) if end is None else end):
        words, url = _read_words(text[place.words : place.end].rstrip(_BETWEEN_ENTRIES))
        length = len(text[place.start : place.end].rstrip())
        yield Entry(place.number, words, url, place.start, place.start + length)


class _Place:
    """The place of an entry: from its number to its end, which moves as more of it is read."""

    def __init__(self, found: regex.Match[str], end: int) -> None:
        self.number = int(found["number"])
        self.start, self.words, self.end = found.start("entry"), found.end(), end
        self.has_address = False


def _find_entries(text: str, start: int, end: int) -> list[_Place]:
    lines = [line.span() for line in _compiled(_LINE).finditer(text, start, end)]
    firsts = [_compiled(_FIRST_ENTRY).match(text, *line) for line in lines]
    sign = next((first["sign"] for first in firsts if first), None)
    begun = {int(first["number"]) for first in firsts if first and first["sign"] == sign}
    places: list[_Place] = []
    for (begin, stop), first in zip(lines, firsts, strict=True):
        at = begin
        if first and first["sign"] == sign:
            places.append(_Place(first, stop))
            at = first.end()
        elif not places or places[-1].has_address or text[places[-1].end : begin] not in _LINE_ENDS:
            continue  # only an entry without an address yet continues on the next line
        behind = None
        for found in _compiled(_ENTRY_OR_ADDRESS).finditer(text, at, stop):
            last = places[-1]
            if found["address"] is not None:
                last.has_address, behind = True, found.end()
                continue
            is_behind = behind is not None and not text[behind : found.start()].strip(_AFTER_ADDRESS)
            behind = None
            if found["sign"] == sign and (is_behind or _is_next(found, last.number, begun)):
                last.end = found.start()
                places.append(_Place(found, stop))
        places[-1].end = stop
    return places


def _is_next(found: regex.Match[str], before: int, begun: Collection[int]) -> bool:
    """Whether a number inside a line is the next one and no line begins with it."""
    number, left = int(found["number"]), found.string[found.start() - 1]
    is_apart = left.isspace() or left in "。；;" if found["plain"] else not (left.isascii() and left.isalnum())
    return number == before + 1 and number not in begun and is_apart


def _read_words(words: str) -> tuple[str, str | None]:
    """Split the words of an entry into text and address."""
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
    """Return an address without the stops and brackets that belong to the text around it."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _ENDS_OF_ADDRESS or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
