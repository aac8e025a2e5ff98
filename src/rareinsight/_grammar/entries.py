"""Lists of references: what their headings and entries look like.

Without a heading, the first entry needs a number in square brackets at the start of its line, or an address.
"""

from __future__ import annotations

import re
from typing import Final

from rareinsight._grammar.form import AROUND_HEADING
from rareinsight._grammar.spelling import CLOSE, NOTHING, OPEN, any_of, by_length, in_set
from rareinsight._patterns import deferred
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD
from rareinsight.format import Format

_SPACES: Final = r"[ \t\u00a0\u3000\ufeff\u200b]*+"
#: What may precede the number of an entry: ``[Source 1] Title``, ``Ref. 1: Title``.
WORD: Final = r"(?i:source|reference|ref|note|footnote|citation|quelle|fuente|来源|來源|资料|出典|注)[.:：]?\s?"
#: The brackets of a number, which may be a link to its first citation: ``[[1]](#cite-1) Title``, or to its source.
_OPEN: Final = rf"{OPEN}(?:\\?\[(?=[0-9]{{1,9}}\\?\]\]\())?"
_CLOSED: Final = r"(?:\](?=\()(?:\(#[^\s()]{0,80}\))?)?"
#: A number that is a link to its source: ``[\[1\]](https://…)``.
_LINKED: Final = r"\[\\?\[[0-9]{1,9}\\?\]\]\([^\s()]++\)[ \t]++"
#: The number of an entry; without square brackets (``weak``), it may also number points or paragraphs.
_NUMBER: Final = (
    rf"(?P<entry>\\?{_OPEN}\^?(?:{WORD}|[0-9]{{1,3}}_)?(?P<number>[0-9]{{1,9}})\^?\\?(?P<close>{CLOSE}){_CLOSED}"
    rf"|(?P<weak>[(（](?:{WORD})?(?P<number>[0-9]{{1,6}})(?P<close>[)）])"
    rf"|(?P<plain>(?P<number>[0-9]{{1,6}})\\?(?:(?P<close>[.．)）:：]|\s[–—-])(?=\s|\*\*)|(?P<close>、))"
    rf"|{WORD}(?P<number>[0-9]{{1,6}})(?P<close>[:：])|#(?P<number>[0-9]{{1,6}})(?P<close>)(?=\s))))"
)
#: Not ``[5][6] - Prices fell``, where a wrapped sentence continues.
_NO_RUN: Final = rf"(?!{OPEN}[0-9]{{1,9}}{CLOSE})"
_ENTRY: Final = rf"{_NUMBER}{_SPACES}[:：]?{_SPACES}{_NO_RUN}(?=[^\s,.;:，。；：])"
ENTRY: Final = deferred(_ENTRY, by_regex=True)
FIRST_ENTRY: Final = deferred(
    rf"{_SPACES}(?P<marker>[^\w\s\[【［(（\\#]{{1,3}}[ \t]++)?"
    rf"(?P<others>(?:{OPEN}[0-9]{{1,9}}{CLOSE}[ \t]++|{_LINKED})*){_ENTRY}",
    by_regex=True,
)
_ADDRESS: Final = r"(?i:https?)://[^\s<>\"“”，。；）】」》]+"
ADDRESS: Final = deferred(_ADDRESS)
ENTRY_OR_ADDRESS: Final = deferred(rf"(?P<address>{_ADDRESS})|{_ENTRY}", by_regex=True)

#: ``[1] Title``, ``[^1]: Title``, ``[2] [1] Title``, ``[[1]](#cite-1) Title``, ``[\[1\]](https://…) Title``.
_STRONG: Final = deferred(
    rf"(?:{OPEN}[0-9]{{1,9}}{CLOSE}\s){{0,20}}{_OPEN}\^?(?:[0-9]{{1,3}}_)?[0-9]{{1,9}}\^?{CLOSE}{_CLOSED}(?<!\]\]):?\s*"
    rf"(?:[^\s\-–\[【［,.;:，。；：][^\[]|\[[^\W\d_])|(?:{_LINKED}){{1,20}}+\w"
)
#: ``1. Title``, ``(2) Title``, ``- 3) Title``.
_WEAK: Final = deferred(r"(?:[-*•]\s+)?[(（]?[0-9]{1,4}(?:[.．](?![0-9])|[)）、:：]|\s)\s*\S")
_ONE: Final = deferred(r"1(?<![0-9]1)[\]】).、]")
_BEFORE_ENTRY: Final = "[【(:：" + SPACES  #: what may be between the heading of a list and its first entry
_ANY_ADDRESS: Final = deferred(r"(?i:https?)://\S")

_COUNT: Final = deferred(r"\s?[(（][0-9]{1,3}[)）][:：*]*\Z")  #: how many entries there are: ``Sources (8)``

_PICTURES: Final = deferred(r"\A[#*\s]*[^\x00-\u2000\w\s]++[\ufe0f\s]*")  #: what may precede a heading: ``📚 Sources``

_AROUND: Final = f"{AROUND_HEADING}=【】〖〗「」『』〔〕[]()"
LONG_RULE: Final = "-" * 20  #: what programs write above sources that have no heading
#: Words that the names of lists end with.
_NAMES: Final = frozenset(("references", "sources", "citations", "bibliography"))


class Entries:
    """The lists of references that a format declares, compiled."""

    def __init__(self, format: Format) -> None:
        self.headings: Final = frozenset(word.casefold() for word in format.references)
        self._shortest: Final = min(map(len, self.headings), default=0)
        self._firsts: Final = frozenset(word[: self._shortest] for word in self.headings)
        self._inner: Final = deferred(_spell_inner(format))
        self._words: Final = format.references
        words = (word for each in format.headings for word in each.words if word.endswith(self._words))
        self._others: Final = tuple(words)  #: headings of sections: ``Earnings Call Notes``
        self.shapes: Final = tuple(deferred(any_of([shape], are_named=True)) for shape in format.entries)

    def read(self, line: str) -> dict[str, str | None]:
        """Return the parts of an entry of the list below, by placeholder; empty if the line is not an entry."""
        found = next(filter(None, (entry.fullmatch(line) for entry in self.shapes)), None)
        return {} if found is None else found.groupdict()

    def is_heading(self, words: str) -> bool:
        """Whether a line is the heading of a list of references, with or without the first entry after it."""
        words = words if words.isascii() else _PICTURES.sub("", words)
        first = words[: 2 * MAX_WORD].lstrip(_AROUND)[: self._shortest].casefold()
        if first[: self._shortest] not in self._firsts:  # nearly all lines stop here
            return False
        entry = _STRONG.search(words, 0, MAX_WORD)
        head = words[: 2 * MAX_WORD if entry is None else entry.start()].removesuffix("&#x20;")
        head = _COUNT.sub("", head)
        return head.strip(_AROUND).casefold() in self.headings

    def names_list(self, words: str) -> bool:
        """Whether the last word of a heading names a list of references: ``Web Search Citations``."""
        return words.strip(AROUND_HEADING).casefold().rpartition(" ")[2] in self.headings & _NAMES

    def heading_inside(self, text: str, start: int, end: int) -> int | None:
        """Return where the heading of a list begins inside a line, above its first entry: ``… [3]. Sources: [1] …``."""
        for one in _ONE.finditer(text, start, end):
            begin, stop = max(start, one.start() - MAX_WORD), one.start()
            words = text[begin:stop].rstrip(_BEFORE_ENTRY)
            if words.endswith(self._words) and not words.endswith(self._others):
                found = self._inner.search(text, begin, stop)
                if found is not None:
                    return found.start()
        return None


def may_be_entry(words: str, *, is_bracketed: bool) -> bool:
    """Whether a line may be an entry: it has a number in brackets first, or another number first and an address."""
    return (is_bracketed and _STRONG.match(words) is not None) or (
        _WEAK.match(words) is not None and _ANY_ADDRESS.search(words) is not None
    )


def begins_entry(words: str) -> bool:
    """Whether a line of a list begins with the number of an entry."""
    return _STRONG.match(words) is not None or _WEAK.match(words) is not None


def _spell_inner(format: Format) -> str:
    """Return a pattern for the heading of a list of references, up to the number of its first entry."""
    firsts = in_set(word[0] for word in format.references)
    rests = "|".join(re.escape(word[1:]) for word in by_length(format.references))
    return rf"[{firsts}](?<=[\s.。].)(?<![–—]\s.)(?:{rests})\s?[:：]?\s?[\[【(]?\Z" if firsts else NOTHING
