"""What no test draws, and why: each reason is a limit of what a text alone can tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._formats.registry import find_format
from rareinsight._shapes import is_worded
from rareinsight.format import Format
from rareinsight.testing._words import pattern_of


class Exclusion(NamedTuple):
    """Something that no test of a format draws.

    Attributes:
        what: what is not drawn.
        why: what else it could be.
    """

    what: str
    why: str


class _Row(NamedTuple):
    """An exclusion, the formats that have it, and a pattern that finds it in a sentence or name, if one can."""

    what: str
    why: str
    applies: Callable[[Format], object]
    pattern: str


_DASH: Final = " [-–—−] "
_OPENERS: Final = "The|A|An|In|On|At|This|These|It|There|As|For|With|By|From|If|When|While|Both|Among|But|Since|So"


def _row(what: str, why: str, applies: Callable[[Format], object], pattern: str = "") -> _Row:
    return _Row(what, why, applies, pattern)


def _has_dashes(format: Format) -> bool:
    return not (format.markdown or {*"-–—−"}.isdisjoint(format.markers))


_ROWS: Final[tuple[_Row, ...]] = (
    _row(
        "a spaced dash before a word that begins sentences",
        "it begins an insight: Prices fell - The mine closed",
        _has_dashes,
        rf"{_DASH}(?:{_OPENERS})\b",
    ),
    _row(
        "a spaced dash behind a colon, or before a label",
        "a colon opens a list of bullets, and such a list may hold pairs of a key and a value",
        _has_dashes,
        rf"[:：]{_DASH}|{_DASH}.*[:：](?![0-9])",
    ),
    _row(
        "a spaced dash behind a letter or figure that begins the sentence",
        "these could be a heading or a key: A - Mines closed",
        lambda _: True,
        rf"\A\S{{1,2}}{_DASH}",
    ),
    _row(
        "a spaced dash behind Chinese words, unless a figure follows",
        "a bullet that is a title opens a list of bullets: - 风险 - 价格下跌",
        _has_dashes,
        rf"\A[^A-Za-z0-9]+{_DASH}(?![0-9])",
    ),
    _row(
        "a spaced dash in a heading, and in the insights below one that is not declared or has a label",
        "it ends the heading, or is part of it: Outlook - by Region - Prices fell",
        _has_dashes,
    ),
    _row(
        "an insight without citations that ends in an abbreviation or a single letter",
        "its stop does not end a sentence: shipped to the U.S. - Prices fell",
        lambda of: of.citations,
    ),
    _row(
        "a first insight without citations, and below a heading outside the vocabulary every other one",
        "it may be a heading itself (* Copper * Prices fell [1]), and few citations make no digest",
        lambda of: of.citations,
    ),
    _row(
        "a small letter alone at the end of a sentence",
        "with a number in brackets behind it, it is an index: h[0]",
        lambda of: of.markdown,
        r"(?:\A|[\s(=+*/-])[a-z]\Z",
    ),
    _row(
        "a number right behind a stop or at the end of a sentence",
        "citations without brackets look the same: Prices fell.2",
        lambda of: "{n}" in of.citations,
        r"[.。!?！？,;:] ?[0-9]|[0-9]\Z",
    ),
    _row(
        "an address",
        "a numbered line with one is an entry of a list of references",
        lambda of: of.numbered_markers and not of.markdown,
        "https?://",
    ),
    _row(
        "an address behind a number that begins a sentence",
        "the sentence could be an entry of a list of references",
        lambda _: True,
        r"\A[(（]?[0-9]{1,4}[)）]?\s.*https?://",
    ),
    _row(
        "a number in words at the beginning of a sentence, unless a word in lowercase follows",
        "it may be a heading: Group 2 Silver",
        lambda of: of.free_headings and any(is_worded(each.shape) for each in of.numbered),
    ),
    _row(
        "a link at the beginning of a sentence",
        "a bullet with one is an entry of a list of references",
        lambda of: of.entries,
        r"\A\[",
    ),
    _row(
        "a line that begins with a small letter, if lines need no marker",
        "it goes on the line above",
        lambda of: of.unmarked or not (of.markers or of.numbered_markers),
    ),
    _row(
        "text right beside its heading that begins with a small letter, ends in a number or has a dash",
        "it goes on the heading, or a heading begins in it",
        lambda of: any(each.holds_text for each in of.headings),
    ),
    _row(
        "a single word in lowercase",
        "behind a number, it is no sentence",
        lambda of: of.numbered_markers and not of.markdown,
        r"\A[a-z]+\Z",
    ),
    _row("a sentence that begins with a hash", "it begins headings of Markdown", lambda _: True, r"\A#"),
    _row("a sentence that ends in a colon", "it introduces the ones below", lambda _: True, r"[:：]\Z"),
    _row("a sentence or name without letters", "it may be the number of a page", lambda _: True, r"\A[\W\d_]*\Z"),
    _row(
        "a heading in the words of the title, and a second core or first group",
        "the one repeats the title, the other begins another article",
        lambda _: True,
    ),
    _row(
        "numbers of headings out of sequence, unless a word or sign is part of their shape",
        "they may be figures: prices rose by 7. Exports fell",
        lambda of: any(not is_worded(each.shape) for each in of.numbered),
    ),
    _row(
        "a heading with a number out of sequence, or of a single word, behind an insight without citations",
        "in running text, it may be a mention: as in 2024. Part 7 rose",
        lambda of: of.citations,
    ),
    _row(
        "a source line without a title, where the first heading is in no vocabulary",
        "the heading could be the title",
        lambda of: of.free_headings,
    ),
    _row(
        "a title of up to three words without a source line, where titles may stand below the body",
        "it may be a note below the digest",
        lambda of: not (of.unmarked or of.markdown),
    ),
)


def exclusions(format: Format | str) -> list[Exclusion]:
    """Return what no test of a format draws, since it could be read in two ways, and why.

    Args:
        format: a format or the name of a registered one.

    Returns:
        What digests of :func:`~rareinsight.testing.digests` never contain; a digest that does may be misread.

    >>> [exclusion.what for exclusion in exclusions("gemini-deep-research")][:2]
    ['a spaced dash behind a letter or figure that begins the sentence', 'an insight without citations that ends ...']
    """
    chosen = find_format(format)
    return [Exclusion(row.what, row.why) for row in _ROWS if row.applies(chosen)]


@lru_cache(maxsize=128)
def left_out(format: Format, *, marks: bool = True) -> re.Pattern[str]:
    """Return a pattern of what no sentence of a test contains; without marks, none of the format's markers either."""
    patterns = [row.pattern for row in _ROWS if row.pattern and row.applies(format)]
    worded = [pattern_of(each.shape) for each in format.numbered if is_worded(each.shape)]
    if worded and format.free_headings:
        patterns.append(rf"\A(?i:{'|'.join(worded)})(?! [a-z])")
    if not marks and format.markers:
        patterns.append(rf"(?<!\S)(?:{'|'.join(map(re.escape, format.markers))})(?!\S)")
    return re.compile("|".join(patterns))
