"""Which format a text is of: most of the world's text is turned away by searching for a few substrings.

A digest has a leading heading of its format where a heading can stand, or else citations and the traces of
:mod:`rareinsight.traces`. So a text is looked through for a handful of substrings that all leading headings share,
and for the brackets of citations; only where one is found, and looks as it does in a digest, is the text read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

import regex

from rareinsight._format.shapes import CHINESE_NUMERALS
from rareinsight.format import Format
from rareinsight.model import Article
from rareinsight.patterns import compile_format
from rareinsight.traces import holds_traces
from rareinsight.vocabulary import spellings_of

#: How much of a text decides between formats that could all be meant.
DECISIVE: Final = 65_536
#: How far before a substring its heading may begin, and after it end.
_NEAR: Final = 48
#: How many places of a substring are looked at.
_MOST_PLACES: Final = 50
_DIGITS: Final = {"{n}": "[0-9]", "{c}": f"[{CHINESE_NUMERALS}]", "{r}": "[IVX]"}
_PLACES: Final = {"{n}": "[0-9]{1,4}", "{c}": f"[{CHINESE_NUMERALS}]{{1,5}}", "{r}": "(?-i:[IVX]{1,5})"}


class Token(NamedTuple):
    """A substring that several headings share, as declared or in capitals, and what goes on after it in them."""

    sign: str
    text: re.Pattern[str]
    rest: regex.Pattern[str]


class Signature(NamedTuple):
    """The leading headings of a format: what to look for, and where it can stand."""

    tokens: tuple[Token, ...]
    heading: regex.Pattern[str]


@lru_cache(maxsize=256)
def compile_signature(format: Format) -> Signature:
    """Return the signature of ``format``, made on first use."""
    words = _leading_words(format)
    bare = {shape.shape for shape in format.numbered if not shape.is_worded}
    heading = (
        "|".join(sorted((_spell(word) for word in words if word not in bare), key=len, reverse=True))
        or "(?!)"
    )
    number = "|".join(_spell(word) for word in words if word in bare) or "(?!)"
    number_before = r"(?:\S{1,3}[.、)）]\s?)?"
    begins = rf"(?:\A|[\r\n.。\]】］)）]|\s{{2}})[\s\ufeff#*]*{number_before}"
    markers = "|".join(map(regex.escape, format.markers))
    ends = rf"(?:[*:：]|[^\S\r\n])*(?:[\r\n]|\Z|[-–—−*•●▪◦‣:：]|{markers or '(?!)'}|[0-9一二三四五六七八九十(（])"
    # 未提及 报告的核心观点 - 铜价上涨: nothing closes what stands before it, but a marker or the number one follows
    before_marker = rf"\s{number_before}(?:{heading})[:：]?\s++(?:1[.、)]|(?:{markers or '(?!)'})\s)"
    # Attendees: Ann, Bob Summary: The pilot ends: beside a heading that holds text
    if not format.free_headings and any(each.holds_text for each in format.headings):
        before_marker += rf"|\s(?:{heading})[:：]\s"
    return Signature(
        tokens=tuple(token for text in _covering_texts(words) for token in _tokens(text, words)),
        heading=regex.compile(
            rf"{begins}(?:(?:{heading}){ends}|(?:{number})[^\S\r\n]{{0,3}}\S)|{before_marker}",
            regex.IGNORECASE,
        ),
    )


def _leading_words(format: Format) -> list[str]:
    """The headings without which no digest of the format is: its cores and groups, or all if it has none."""
    leading = [word for heading in format.headings if heading.role != "other" for word in heading.words]
    leading += [shape.shape for shape in format.numbered if shape.role != "other"]
    others = [word for heading in format.headings for word in heading.words]
    others += [shape.shape for shape in format.numbered if shape.is_worded or not format.headings]
    return list(dict.fromkeys(spellings_of(leading or others)))


def _spell(word: str) -> str:
    """Spell a word or shape as a pattern; a place stands for digits of any kind, or words."""
    parts = re.split(r"(\{\w+\})", word)
    return "".join(_PLACES.get(part) or regex.escape(part).replace(r"\ ", r"\s{0,3}") for part in parts)


def _covering_texts(words: list[str]) -> list[str]:
    """Choose few substrings so that every word holds one of them."""
    uncovered: dict[str, set[str]] = {word: _texts_of(word) for word in words}
    chosen: list[str] = []
    while uncovered:
        counts = Counter(text for texts in uncovered.values() for text in texts)
        best = max(sorted(counts), key=lambda text: (counts[text], len(text)))
        chosen.append(best)
        uncovered = {word: texts for word, texts in uncovered.items() if best not in texts}
    return chosen


def _texts_of(word: str) -> set[str]:
    """The substrings by which a word may be found: its parts with a large letter, in Chinese its pairs of signs."""
    fixed = max(re.split(r"\{\w+\}", word), key=len).strip() or word
    if fixed.replace("’", "").isascii():
        parts = fixed.split() or [fixed]
        return {part for part in parts if not part.islower()} or {max(parts, key=len)}
    return {fixed[at : at + 2] for at in range(max(1, len(fixed) - 1))}


def _tokens(text: str, words: list[str]) -> Iterator[Token]:
    """Yield the ways to look for a text.

    The standard library's engine, given a first sign to skip to, finds a word in half the time of ``str.find``.
    """
    endings = {word.partition(text)[2] for word in words if text in word}
    spelled = sorted(map(_spell, endings), key=len, reverse=True)
    rest = regex.compile(f"(?:{'|'.join(spelled)})", regex.IGNORECASE)
    written: dict[str, list[str]] = {}
    for each in dict.fromkeys((text, text.upper())):
        written.setdefault(each[0], []).append(re.escape(each[1:]))
    for sign, others in written.items():
        yield Token(sign, re.compile(f"{re.escape(sign)}(?:{'|'.join(others)}){_next_sign(endings)}"), rest)


def _next_sign(endings: set[str]) -> str:
    """Spell with which sign the rest of a heading begins, if all of them have a rest."""
    begins: set[str] = set()
    for ending in map(str.lstrip, endings):
        place = re.match(r"\{\w\}", ending)
        signs = (ending[:1].lower(), ending[:1].upper())
        begins |= {_DIGITS[place[0]]} if place else set(map(re.escape, signs))
    return "" if "" in begins else rf"(?=\s{{0,3}}(?:{'|'.join(sorted(begins))}))"


def could_be(text: str, format: Format) -> bool:
    """Whether ``text`` holds what no text of ``format`` is without."""
    if holds_traces(text, format):
        return True
    signature = compile_signature(format)
    for token in signature.tokens:
        # most texts end here: asking twice takes less than going through the places of each token
        if token.sign in text and token.text.search(text) and _holds_heading(text, token, signature.heading):
            return True
    return False


def _holds_heading(text: str, token: Token, heading: regex.Pattern[str]) -> bool:
    """Whether a token stands in a heading where one can stand, or so often that reading is quicker than asking."""
    places = (found.span() for found in token.text.finditer(text) if token.rest.match(text, found.end()))
    for start, end in islice(places, _MOST_PLACES):
        if heading.search(text, max(0, start - _NEAR), end + _NEAR):
            return True
    return next(places, None) is not None


def detect_among(
    text: str, formats: Iterable[Format], read: Callable[[str, Format], Iterable[Article]]
) -> Format | None:
    """Return the format that ``text`` is best read by, ``None`` if it is of none.

    Args:
        text: any text; its beginning decides.
        formats: those to choose among; of two that read it equally well the first is taken.
        read: how a text is read by a format.
    """
    candidates = [format for format in formats if could_be(text, format)]
    if len(candidates) > 1:
        scores = [_score(read(text[:DECISIVE], format), format) for format in candidates]
        best = max(range(len(candidates)), key=scores.__getitem__)
        if any(scores[best]):
            return candidates[best]
    return next(
        (format for format in candidates if any(article.sections for article in read(text, format))), None
    )


def _score(articles: Iterable[Article], format: Format) -> tuple[int, int, int, int]:
    """How well a format reads a text: by words and header lines that it declares, by numbers, by citations.

    A number is weak evidence: what opens an insight in one format may look like a heading in another. Those that are
    declared to lead to groups weigh more than others.
    """
    patterns = compile_format(format)
    declared = groups = numbers = citations = 0
    for article in articles:
        declared += article.source is not None
        for section in article.sections:
            heading = (section.heading or "").strip("*:： ").casefold()
            worded = patterns.worded_at(heading[:1])
            is_declared = (
                heading in patterns.words
                or section.role == "core"
                or any(pattern.match(heading) for _, pattern in worded)
            )
            declared += is_declared
            groups += section.role == "group" and not is_declared
            numbers += section.index is not None and not is_declared
            citations += sum(len(insight.citations) for insight in section.insights)
    return declared, groups, numbers, citations
