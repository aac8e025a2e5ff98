"""A declaration compiled: the words and shapes of a format as the few patterns that reading needs.

They are spelled in :mod:`rareinsight.spelling`, compiled when a format is first used, and kept with it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

import regex

from rareinsight._format.shapes import CHINESE_NUMERALS
from rareinsight.format import Format, Heading, Numbered
from rareinsight.spelling import LINK, fill, spell_heading_candidates, spell_numbered, spell_row, spell_scan
from rareinsight.vocabulary import Vocabulary, spellings_of

#: The signs that the numbers of a shape begin with.
_FIRST_SIGNS: Final = {"{n}": "0123456789", "{c}": CHINESE_NUMERALS, "{r}": "IVX"}

_Entry = TypeVar("_Entry")
#: A shape of numbered headings and what it is read with.
NumberedPattern = tuple[Numbered, regex.Pattern[str]]


class Patterns(NamedTuple):
    """What a format is read with."""

    scan: regex.Pattern[str]
    row: re.Pattern[str]
    words: dict[str, Heading]
    numbered: dict[str, tuple[NumberedPattern, ...]]
    worded: dict[str, tuple[NumberedPattern, ...]]
    vocabulary: Vocabulary
    candidates: re.Pattern[str]
    heading_link: regex.Pattern[str] | None
    header_lines: tuple[HeaderShape, ...]
    furniture: frozenset[str]
    references: frozenset[str]
    signs_of_references: frozenset[str]
    reference_beginnings: frozenset[str]
    title_endings: tuple[str, ...]
    has_citations: bool
    free_headings: bool

    def numbered_at(self, sign: str) -> tuple[NumberedPattern, ...]:
        """The numbered shapes that may begin with ``sign``."""
        return self.numbered.get(sign, ())

    def worded_at(self, sign: str) -> tuple[NumberedPattern, ...]:
        """Those of them that need no label to be a heading, as ``Group {n}``."""
        return self.worded.get(sign, ())

    def may_be_references(self, beginning: str) -> bool:
        """Whether a word above a list of references may begin with these two signs."""
        signs = beginning.casefold()
        return signs in self.reference_beginnings or signs[:1] in self.reference_beginnings


class HeaderShape(NamedTuple):
    """The shape of a header line as the signs around its places: found by searching for them."""

    places: tuple[str, ...]
    before: str
    between: str
    after: str
    ends_in_date: bool
    has_blanks: bool
    #: the commonest header line of the shape, if it has one: a source, a sign, and a date as most pages write it
    common: re.Pattern[str] | None


#: A date as most pages write it: ``2025-08-26 08:14``.
_COMMON_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}"


def _header_shape(shape: str) -> HeaderShape:
    parts = list(string.Formatter().parse(shape))
    places = tuple(name for _, name, _, _ in parts if name is not None)
    texts = [text.strip() or text for text, *_ in parts] + [""]
    after = texts[len(places)]
    between = texts[1] if len(places) > 1 else ""
    return HeaderShape(
        places,
        texts[0],
        between,
        after,
        ends_in_date=not after and places[-1:] == ("date",),
        has_blanks=any(" " in signs for signs in (texts[0], between, after)),
        common=_spell_common(between) if places == ("source", "date") and not (texts[0] or after) else None,
    )


def _spell_common(between: str) -> re.Pattern[str] | None:
    """Spell a source, the signs ``between``, and a date; nothing where blanks part them, which dates hold too."""
    if between.isspace():
        return None
    return re.compile(rf"([^{re.escape(between[0])}]*+){re.escape(between)}\s*+({_COMMON_DATE})\Z")


def _numbered_patterns(format: Format, *, broken: bool = False) -> list[tuple[str, NumberedPattern]]:
    """List what each numbered shape begins with, and its pattern; Roman numbers, which letters begin, last."""
    shapes = sorted(format.numbered, key=lambda numbered: numbered.shape.startswith("{r}"))
    initials = [shape.shape[:3] if shape.shape.startswith("{") else shape.shape[0] for shape in shapes]
    compiled = [regex.compile(spell_numbered(shape, broken=broken), regex.IGNORECASE) for shape in shapes]
    return list(zip(initials, zip(shapes, compiled, strict=True), strict=True))


def _group_by_sign(pairs: Iterable[tuple[str, _Entry]]) -> dict[str, tuple[_Entry, ...]]:
    """Map every sign that entries may begin with, small or large, to those entries."""
    grouped: dict[str, list[_Entry]] = {}
    for initial, entry in pairs:
        signs = _FIRST_SIGNS.get(initial) or {initial.lower(), initial.upper()}
        for sign in signs:
            grouped.setdefault(sign, []).append(entry)
    return {sign: tuple(entries) for sign, entries in grouped.items()}


def _words(format: Format) -> dict[str, Heading]:
    """Map each word, casefolded, to its heading; with its blanks lost too, as formulas and line ends lose them."""
    spelled = {
        word.casefold(): heading for heading in format.headings for word in spellings_of(heading.words)
    }
    return {word.replace(" ", ""): heading for word, heading in spelled.items()} | spelled


@lru_cache(maxsize=64)
def compile_wrapped(format: Format) -> Patterns:
    """Return the patterns for a text in lines of one width, the ends of which break Chinese words too."""
    return compile_format(format)._replace(
        numbered=_group_by_sign(_numbered_patterns(format, broken=True)),
        vocabulary=Vocabulary(format.headings, broken=True),
        candidates=re.compile(spell_heading_candidates(format, broken=True)),
    )


@lru_cache(maxsize=256)
def compile_format(format: Format) -> Patterns:
    """Return the patterns of ``format``, compiled on first use."""
    numbered = _numbered_patterns(format)
    link = [fill(shape, text=r"(?P<text>[^\[\]\r\n]{1,200})", url=LINK) for shape in format.heading_links]
    return Patterns(
        scan=regex.compile(spell_scan(format)),
        row=re.compile(spell_row(format)),
        words=_words(format),
        numbered=_group_by_sign(numbered),
        worded=_group_by_sign(pair for pair in numbered if pair[1][0].is_worded),
        vocabulary=Vocabulary(format.headings),
        candidates=re.compile(spell_heading_candidates(format)),
        heading_link=regex.compile("|".join(link)) if link else None,
        header_lines=tuple(_header_shape(shape) for shape in format.source_lines),
        has_citations=bool(format.citations),
        free_headings=format.free_headings,
        furniture=frozenset(word.casefold() for word in format.boilerplate),
        references=frozenset(word.casefold() for word in format.references),
        signs_of_references=frozenset("#*").union(
            *({word[0].lower(), word[0].upper()} for word in format.references)
        ),
        reference_beginnings=frozenset(word[:2].casefold() for word in format.references),
        title_endings=format.title_endings,
    )
