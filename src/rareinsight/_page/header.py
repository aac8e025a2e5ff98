"""Header lines: source and date of an article, ``Daily News·2025-08-26 08:14``, told by the shapes of a format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._format.dates import Moment, read_cut_moment, read_moment
from rareinsight._format.shapes import places_of
from rareinsight.format import Format

#: No header line is longer.
LONGEST_HEADER: Final = 200
_MOST_SPLITS: Final = 6
_YEAR: Final = 4
_DIGIT: Final = re.compile("[0-9]")
_HOLDS_WORD: Final = re.compile(r"[^\W_]")
#: A middle dot whose two bytes were read in a wrong encoding.
_MISREAD_DOTS: Final = ("ยท", "Â·", "路")
#: A company before its publisher, or instead of it: ``OrionOrion(US:ORNX) Sea News``, ``枫桥枫桥(07719)``.
_COMPANY: Final = re.compile(r"(?P<name>[^()（）]{2,60}?)\s?[(（](?P<ticker>[A-Za-z0-9.:]{1,14})[)）]\s*")


class Header(NamedTuple):
    """What a header line says: the places of source and date in the line, and the moment."""

    source: tuple[int, int] | None
    date: tuple[int, int]
    moment: Moment


class _Shape(NamedTuple):
    """A declared shape of header lines: what stands before, between and after its places."""

    before: re.Pattern[str]
    between: re.Pattern[str]
    after: re.Pattern[str] | None
    is_spaced: bool
    places: tuple[str, ...]


def read_header(text: str, format: Format, *, is_last: bool = False) -> Header | None:
    """Read one line, its end left out, as a header line; ``None`` if it is none.

    Args:
        text: the line.
        format: the format whose shapes count.
        is_last: whether the text ends with the line, so that the date may be cut off.
    """
    if len(text) > LONGEST_HEADER or _DIGIT.search(text) is None:
        return None
    for shape in _shapes_of(format):
        header = _read_shape(text, shape, is_last=is_last)
        if header is not None:
            return header
    return None


@lru_cache(maxsize=64)
def _shapes_of(format: Format) -> tuple[_Shape, ...]:
    shapes: list[_Shape] = []
    for declared in format.source_lines:
        before, *rest = re.split(r"\{\w+\}", declared)
        places = places_of(declared)
        between, after = rest if len(places) > 1 else ("", rest[0])
        dots = "|".join(map(_spell, ("·", *_MISREAD_DOTS))) if between.strip() == "·" else _spell(between)
        ending = re.compile(_spell(after) + r"\Z") if after else None
        shapes.append(_Shape(re.compile(_spell(before)), re.compile(dots), ending, between.isspace(), places))
    return tuple(shapes)


def _spell(text: str) -> str:
    """Spell the fixed text of a shape; its spaces stand for any."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


def _read_shape(text: str, shape: _Shape, *, is_last: bool) -> Header | None:
    before = shape.before.match(text)
    after = shape.after.search(text) if shape.after is not None else None
    if before is None or (after is None and shape.after is not None):
        return None
    start, end = _strip(text, before.end(), len(text) if after is None else after.start())
    if len(shape.places) == 1:
        return _read_single(text, start, end, is_source=shape.places[0] == "source", is_last=is_last)
    source_first = shape.places[0] == "source"
    splits = [found.span() for found in shape.between.finditer(text, start, end)]
    # dates hold spaces and commas too: Harbor Ledger, March 5, 2026
    for at, to in splits[: -_MOST_SPLITS - 1 : -1] if source_first else splits[:_MOST_SPLITS][::-1]:
        left, right = _strip(text, start, at), _strip(text, to, end)
        source, date = (left, right) if source_first else (right, left)
        moment = _read_date(text[date[0] : date[1]], is_last=is_last, is_clear=not shape.is_spaced)
        if moment is not None and _HOLDS_WORD.search(text, *source):
            return Header(_without_company(text, *source), date, moment)
    return None


def _read_single(text: str, start: int, end: int, *, is_source: bool, is_last: bool) -> Header | None:
    """Read a line that is a date, behind a company and its ticker at the most: ``NameName(HK:1)2025-09-12 09:00``."""
    if is_source:
        return None
    company = _COMPANY.match(text, start, end)
    at = company.end() if company is not None and _is_company(company) else start
    moment = _read_date(text[at:end], is_last=is_last and at > start, is_clear=True)
    return Header(None, (at, end), moment) if moment is not None else None


def _read_date(words: str, *, is_last: bool, is_clear: bool) -> Moment | None:
    # behind a space the end of a text may be any number, unless it begins as a year does: 2025-
    cut = read_cut_moment(words) if is_last and (is_clear or len(words) > _YEAR) else None
    return cut or read_moment(words)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return start, max(start, start + len(words.strip()))


def _without_company(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Leave out a company and its ticker before a source."""
    company = _COMPANY.match(text, start, end)
    if company is None or not _is_company(company):
        return start, end
    return (company.end(), end) if company.end() < end else None


def _is_company(found: re.Match[str]) -> bool:
    """Whether a page sets a company's name twice, once for its picture, or a ticker with its market."""
    name, ticker = found["name"].strip(), found["ticker"]
    is_twice = len(name) % 2 == 0 and name[: len(name) // 2] == name[len(name) // 2 :]
    return is_twice or (ticker.isupper() and (":" in ticker or "." in ticker or ticker in name))
