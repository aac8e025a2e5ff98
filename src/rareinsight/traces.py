"""Traces that a digest without a leading heading leaves: its markers, header lines and other headings.

Encyclopedias, forums and code are full of brackets with numbers, so a citation alone tells little. What is read
(:mod:`rareinsight.articles`) as a digest has markers besides, or a header line, or a heading of the vocabulary, or
one that is a link. Each is looked for by a pattern that begins with one sign, to which the standard library's engine
skips at 3 GB/s: a page of 10 kB with citations is turned away in 40 µs, and reading it takes up to twelve thousand.

More is let through than is a digest. What is turned away although it could be read as one is told where that is
done: a dash in the midst of a sentence, an index of code.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby, islice
from typing import Final, NamedTuple

from rareinsight._format.dates import MONTHS, read_moment
from rareinsight.format import Format
from rareinsight.lexicon import SMALL_WORDS
from rareinsight.patterns import Patterns, compile_format
from rareinsight.shapes import LONGEST_TITLE, is_plain_title, is_title

#: What may stand between the end of an insight or heading and a marker.
_CLOSING: Final = r"\]】］)）\"'”’.。．:：*"
_CLOSED: Final = ("]", "】", "］", "\n", "\r")
_STOPS: Final = (". ", "。")
_NO_WIDTH: Final = r"\ufeff\u200b"
_MONTH: Final = (
    rf"(?=[{''.join(sorted({month[0] + month[0].upper() for month in MONTHS}))}])(?i:{'|'.join(MONTHS)})"
)
#: A line that may be a date and nothing else.
_DATE: Final = rf"(?P<date>(?:[0-9]|{_MONTH})[^\r\n]{{0,60}}+(?![^\r\n]))"
#: Where no other marker is, a text has as many headings before dashes as insights, and so at least one for so many
#: runs of citations.
_MOST_RUNS: Final = 4
_LONGEST_SMALL_WORD: Final = 12
_NEAR: Final = 4
#: How many of the brackets that are glued to names are looked at, and how much before and after each.
_MOST_TRIED, _LONGEST_PAIR, _LONGEST_NUMBER = 4, 40, 8

_Signed = tuple[tuple[str, re.Pattern[str]], ...]


class Traces(NamedTuple):
    """What is looked for in texts of one format, each with the sign that it begins with."""

    citations: _Signed
    no_indices: _Signed
    runs: _Signed
    glued: _Signed
    markers: _Signed
    dashes: _Signed
    links: _Signed
    headers: _Signed
    first_line: re.Pattern[str]
    headings: _Signed
    suffice: bool


@lru_cache(maxsize=256)
def compile_traces(format: Format) -> Traces:
    """Return the traces of ``format``, compiled on first use."""
    openings = tuple(dict.fromkeys(shape.split("{")[0] for shape in format.citations))
    markers = [sign for sign in format.markers if len(sign) == 1]
    heading = rf"\W{{0,8}}+(?={_beginnings(format)}"
    return Traces(
        citations=_signed((opening, "[0-9]") for opening in openings),
        no_indices=_signed((opening, rf"(?<![A-Za-z_]{re.escape(opening)})[0-9]") for opening in openings),
        runs=_signed((opening, rf"(?<![\]】］]{re.escape(opening)})[0-9]") for opening in openings),
        glued=_signed((sign, "") for sign in format.glued_markers),
        markers=_signed((sign, f"{_between_blanks(sign)}(?!{_between_words(sign)})") for sign in markers),
        dashes=_signed((sign, f"{_between_blanks(sign)}(?:{_between_words(sign)})?+") for sign in markers),
        links=(("(", re.compile(r"\]\(")),) if format.heading_links else (),
        headers=_signed(_headers(format)),
        first_line=re.compile(f"{heading}|{_DATE})"),
        headings=_signed((sign, heading + (f"|{_DATE})" if sign in "\r\n" else ")")) for sign in _CLOSED),
        suffice=_suffice_for(format),
    )


def _signed(patterns: Iterable[tuple[str, str]]) -> _Signed:
    """Compile patterns, each given as the signs that it begins with and the rest."""
    return tuple((signs[:1], re.compile(re.escape(signs) + rest)) for signs, rest in patterns)


def _suffice_for(format: Format) -> bool:
    """Whether a digest of ``format`` that has citations and no leading heading can't be without traces."""
    is_common = all(len(sign) == 1 for sign in format.markers) and not format.numbered_markers
    has_brackets = all(shape.startswith(("[", "【", "［")) for shape in format.citations)
    is_marked = bool(format.markers) and not (format.unmarked or format.lead)
    return format.free_headings and is_common and has_brackets and is_marked


def _between_blanks(sign: str) -> str:
    """Spell what stands around a marker, after its sign: blanks, or citations and their stop on the left."""
    sign = re.escape(sign)
    return rf"(?:(?<![^\s{_NO_WIDTH}\]】］]{sign})|(?<=[\]】］][.。．]{sign}))(?=\s|\Z)"


def _between_words(sign: str) -> str:
    """Spell what stands around a sign that joins words: a word on its left, a small letter or figure on its right."""
    left = rf"[^\s{_CLOSING}{_NO_WIDTH}][^\S\r\n]{re.escape(sign)}"
    return rf"(?<={left})\s{{1,3}}(?P<right>[a-z](?![a-z]?-?[A-Z])|[0-9])"


def _headers(format: Format) -> Iterator[tuple[str, str]]:
    """Yield what stands in header lines besides source and date, and how a date after it begins."""
    for shape in format.source_lines:
        signs = [text.strip() for text, *_ in string.Formatter().parse(shape) if text.strip()]
        if signs:
            before_date = shape.endswith(signs[0] + "{date}")
            yield signs[0], r"(?=\s{0,5}(?:[0-9A-Za-z]|\Z))" if before_date else ""


def _beginnings(format: Format) -> str:
    """Spell how the headings begin that by themselves tell the format: first words as declared or in capitals."""
    words = [word for heading in format.headings if not heading.opens_title for word in heading.words]
    words += [shape.shape.split("{")[0].strip() for shape in format.numbered if shape.role != "other"]
    seconds: dict[str, set[str]] = {}
    for word in filter(None, words):
        first, *others = word.split() if word[0].isascii() else (word[:2],)
        for written in (first, first.upper()):
            seconds.setdefault(written, set()).add(re.escape(others[0]) if others else "")
    spelled = [
        (word, rf"{re.escape(word[1:])}\s{{0,3}}+(?i:{_one_of(then)})") for word, then in seconds.items()
    ]
    grouped = groupby(sorted(spelled), key=lambda pair: pair[0][0])
    return (
        _one_of(f"{re.escape(sign)}(?:{_one_of(rest for _, rest in group)})" for sign, group in grouped)
        or "(?!)"
    )


def _one_of(spelled: Iterable[str]) -> str:
    return "|".join(sorted(spelled, key=lambda text: (-len(text), text)))


# --- looking for them --------------------------------------------------------------------------------------------


def holds_traces(text: str, format: Format) -> bool:
    """Whether ``text`` has a citation, and besides it what a digest of ``format`` without leading heading has."""
    traces = compile_traces(format)
    if not _holds(text, traces.citations):
        return False
    if not traces.suffice or _holds(text, traces.glued) or _holds(text, traces.headers):
        return True
    if not _holds(text, traces.no_indices) and not _follow_words(text, traces):
        return _holds(text, traces.markers)  # code, of which nothing but a marker makes a digest
    return _holds(text, traces.links) or _holds_marker(text, traces) or _holds_heading(text, traces, format)


def _holds(text: str, patterns: _Signed) -> bool:
    """Whether one of the patterns is found; looking for its sign alone first takes a twentieth of the time."""
    for sign, pattern in patterns:  # noqa: SIM110 - as `any(...)` it takes half as long again for short texts
        if sign in text and pattern.search(text):
            return True
    return False


def _follow_words(text: str, traces: Traces) -> bool:
    """Whether brackets that are glued to names, as in ``+ row[4]``, may be citations: words before one, or a link."""
    for found in islice(_runs_in(text, traces), _MOST_TRIED):
        before = text[max(0, found.start() - _LONGEST_PAIR) : found.start()].split()[-2:]
        if len(before) == 2 and before[0].rstrip(",").isalpha():
            return True
        if "](" in text[found.end() : found.end() + _LONGEST_NUMBER]:
            return True
    return False


def _runs_in(text: str, traces: Traces) -> Iterator[re.Match[str]]:
    """Yield where runs of citations begin, one kind of bracket after the other."""
    return chain.from_iterable(run.finditer(text) for sign, run in traces.runs if sign in text)


def _holds_heading(text: str, traces: Traces, format: Format) -> bool:
    """Whether a date, or a heading of the vocabulary, begins a line, or follows citations."""
    patterns = compile_format(format)
    first = traces.first_line.match(text)
    found = chain.from_iterable(begins.finditer(text) for sign, begins in traces.headings if sign in text)
    return any(_is_date_or_heading(each, patterns) for each in chain([first] if first else [], found))


def _is_date_or_heading(found: re.Match[str], patterns: Patterns) -> bool:
    if found.lastgroup:
        return read_moment(found["date"]) is not None
    return _is_known_heading(found.string, found.end(), patterns)


def _is_known_heading(text: str, at: int, patterns: Patterns) -> bool:
    """Whether a heading of the vocabulary stands at ``at``, and no sentence that begins with its words."""
    for shape, numbered in patterns.numbered_at(text[at]):
        if shape.role != "other" and numbered.match(text, at):
            return True
    found = patterns.vocabulary.longest_at(text, at, len(text))
    if found is None or found[0].opens_title:
        return False
    heading, end = found
    return (
        heading.runs_on_to != () or heading.holds_text or not text[end : end + _NEAR].lstrip()[:1].islower()
    )


def _holds_marker(text: str, traces: Traces) -> bool:
    """Whether there is a marker, by what stands around it.

    A dash before a small letter joins words, unless citations or a heading stand on its left. That ``As if - will
    prices rise`` begins with a heading is not believed in a text with fifty footnotes and no other marker.
    """
    weak: list[int] = []
    for sign, dash in traces.dashes:
        for found in dash.finditer(text) if sign in text else ():
            right, at = found["right"], found.start()
            if right is None:
                return True
            words = text[max(0, at - _LONGEST_SMALL_WORD) : at].split()
            if right > "9":
                if not words or not words[-1].islower() or words[-1] in SMALL_WORDS:  # others end no title
                    weak.append(at)
            elif not (words and words[-1][-1].isdigit()) and any(
                _is_after_title(text, at, closed) for closed in (_CLOSED, _STOPS)
            ):
                return True
    if not weak or _has_more_runs(text, traces, _MOST_RUNS * len(weak)):
        return False
    headings = sum(_is_after_title(text, at, _CLOSED) for at in weak)
    return headings > 0 and not _has_more_runs(text, traces, _MOST_RUNS * headings)


def _has_more_runs(text: str, traces: Traces, count: int) -> bool:
    """Whether ``text`` has more runs of citations than ``count``."""
    return next(islice(_runs_in(text, traces), count, None), None) is not None


def _is_after_title(text: str, end: int, closed: tuple[str, ...]) -> bool:
    """Whether what stands between a closed point and ``end`` has the form of a heading."""
    begin = max(0, end - LONGEST_TITLE - 1)
    start = max([text.rfind(sign, begin, end) for sign in closed]) + 1
    if not start and begin:
        return False
    gap = text[start:end].strip()
    title = gap.lstrip("#*0123456789.、()（） \t\u00a0\u3000\ufeff\u200b")
    if not title or title[0].islower():
        return False
    return is_title(title) or (title != gap and (gap[0] == "#" or is_plain_title(title)))
