"""Header lines: source and date of an article, ``Daily News·2025-08-26 08:14``, told by the signs around them."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rareinsight._format.dates import (
    ENDS_OF_MOMENTS,
    WORDS_AT_ENDS_OF_MOMENTS,
    Moment,
    read_common_form,
    read_cut_moment,
    read_moment,
)
from rareinsight.patterns import HeaderShape, Patterns
from rareinsight.signs import has_word

_LINE_ENDS: Final = "\r\n"
_MOST_SIGNS_IN_DATE: Final = 6
_LENGTH_OF_YEAR: Final = 4
#: Blanks that are no single space.
_OTHER_BLANKS: Final = re.compile(r"\s\s|[^\S ]")


class Header(NamedTuple):
    """What a header line says: the places of source and date in the line, and the moment."""

    source: tuple[int, int] | None
    date: tuple[int, int]
    moment: Moment


def read_header(text: str, start: int, end: int, patterns: Patterns) -> Header | None:
    """Read ``text[start:end]``, one line with its end, as a header line; ``None`` if it is none."""
    # at the very end of a text a date may be cut off anywhere
    could_end_in_date = (
        text[end - 1] in ENDS_OF_MOMENTS
        or text[-1] not in _LINE_ENDS
        or text.endswith(WORDS_AT_ENDS_OF_MOMENTS, start, end)
    )
    for shape in patterns.header_lines:
        if shape.ends_in_date and not could_end_in_date:
            continue
        header = _read_shape(text, start, end, shape)
        if header is None and shape.has_blanks and _OTHER_BLANKS.search(text, start, end):
            header = _read_with_plain_blanks(text, start, end, shape)
        if header is not None:
            return header
    return None


def _read_with_plain_blanks(text: str, start: int, end: int, shape: HeaderShape) -> Header | None:
    """Read a line as if all its blanks were the single spaces of its shape: ``By {source} on {date}``."""
    kept = [at for at in range(start, end) if not (text[at].isspace() and text[at - 1 : at].isspace())]
    plain = "".join([" " if text[at].isspace() else text[at] for at in kept])
    header = _read_shape(plain + text[end:], 0, len(plain), shape)
    if header is None:
        return None
    source, (first, last) = header.source, header.date
    return header._replace(
        source=source and (kept[source[0]], kept[source[1] - 1] + 1), date=(kept[first], kept[last - 1] + 1)
    )


def _read_shape(text: str, start: int, end: int, shape: HeaderShape) -> Header | None:
    """Read a line as ``{source}·{date}`` or the like, by the signs around the places."""
    if shape.common is not None and (found := shape.common.match(text, start, end)) is not None:
        return _read_common(text, start, found)
    if not (text.startswith(shape.before, start, end) and text.endswith(shape.after, start, end)):
        return None
    start, end = start + len(shape.before), end - len(shape.after)
    if len(shape.places) == 1:
        place = _strip(text, start, end)
        moment = read_moment(text[slice(*place)]) if shape.places == ("date",) else None
        return Header(None, place, moment) if moment else None
    source_first = shape.places[0] == "source"
    for sign in _places_of(shape.between, text, start, end, from_the_right=source_first):
        left, right = _strip(text, start, sign), _strip(text, sign + len(shape.between), end)
        source, date = (left, right) if source_first else (right, left)
        words = text[date[0] : date[1]]
        moment = read_moment(words)
        # after a blank the end of a text may be any number, unless it begins as a year does: 2025-
        if text[-1] not in _LINE_ENDS and (not shape.between.isspace() or len(words) > _LENGTH_OF_YEAR):
            moment = read_cut_moment(words) or moment
        if moment and has_word(text[source[0] : source[1]]):
            return Header(_without_ticker(text, *source), date, moment)
    return None


def _read_common(text: str, start: int, found: re.Match[str]) -> Header | None:
    """Read the commonest header line in two thirds of the time that looking for its signs takes."""
    source = _strip(text, start, found.end(1))
    moment = read_common_form(found[2])
    if moment is None or not has_word(text[source[0] : source[1]]):
        return None
    return Header(_without_ticker(text, *source), found.span(2), moment)


def _places_of(sign: str, text: str, start: int, end: int, *, from_the_right: bool) -> list[int]:
    """Find where ``sign`` may part source and date: from the right, or where the date comes first with the longest.

    Dates hold blanks and commas too: ``Harbor Ledger, March 5, 2026``, ``2026-03-05 07:15 Harbor Ledger``.
    """
    at = text.rfind(sign, start, end) if from_the_right else text.find(sign, start, end)
    places: list[int] = []
    while at >= 0 and len(places) < _MOST_SIGNS_IN_DATE:
        places.append(at)
        at = text.rfind(sign, start, at) if from_the_right else text.find(sign, at + 1, end)
    return places if from_the_right else places[::-1]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    stripped = words.strip()
    start += len(words) - len(words.lstrip())
    return start, start + len(stripped)


def _without_ticker(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a company and its ticker before a source: ``OrionOrion(US:ORNX) Chip Watch``."""
    close = text.rfind(") ", start, end)
    if close < 0:
        return start, end
    opening = text.rfind("(", start, close)
    ticker, company = text[opening + 1 : close], text[start:opening]
    is_ticker = ticker.isascii() and ticker.isupper() and (":" in ticker or "." in ticker)
    # 枫桥医疗枫桥医疗(07719): a page sets the company's name twice, once for its picture
    is_twice = len(company) > 1 and company[: len(company) // 2] * 2 == company
    return _strip(text, close + 1, end) if is_ticker or is_twice else (start, end)
