"""Header lines: source and date of an article, ``Daily News·2025-08-26 08:14``, told by the shapes of a format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._format.dates import DayOrder, Moment, find_moment, read_cut_moment, read_moment
from rareinsight._format.shapes import places_of
from rareinsight._page.shapes import is_title, size_of
from rareinsight.format import Format

#: No header line is longer.
LONGEST_HEADER: Final = 200
_YEAR: Final = 4
_DIGIT: Final = re.compile("[0-9]")
#: A date has so many: 5 March 2026.
_FEWEST_DIGITS: Final = 5
_HOLDS_WORD: Final = re.compile(r"[^\W_]")
#: A middle dot whose two bytes were read in a wrong encoding, and other dots that are written for it.
_OTHER_DOTS: Final = ("ยท", "Â·", "路", *"‧∙⋅・･•")
#: A company before its publisher, or instead of it: ``OrionOrion(US:ORNX) Sea News``, ``枫桥枫桥(07719)``.
_COMPANY: Final = re.compile(r"(?P<name>[^()（）]{2,60}?)\s?[(（](?P<ticker>[A-Za-z0-9.:]{1,14})[)）]\s*")
#: Words before a source or a date that are no part of it; those before a colon are none of a declared shape's either.
_LEAD: Final = re.compile(
    r"(?i:(?:(?:(?:last|first)\s)?(?:published|updated|posted|released)(?:\s(?:on|at|by))?|date|by|from|via|source|author)\b"
    r"|[来來]源|出[处處]|作者|[发發]布[时時][间間]|[发發]布于|[发發]表|日期|[时時][间間])\s*(?P<colon>[:：])?\s*"
)
#: What may part a name and a date, or stand around them.
_PARTING: Final = " \t\u00a0\u3000|｜•·,，、;-–—−/:：()（）[]【】" + "".join(_OTHER_DOTS)
#: The name in a guessed header line has no more words, and ends in none of these.
_LONGEST_NAME: Final = 6
_OPEN_WORDS: Final = frozenset(
    ("of", "on", "in", "for", "to", "from", "until", "since", "by", "at", "and", "the", "week")
)
_ZONE_NAME: Final = re.compile(r"\s?[(（]?[A-Z]{2,5}[)）]?")


class Header(NamedTuple):
    """What a header line says.

    Attributes:
        source, date: their places in the line.
        moment: what the date means.
        aside: the place of a company that stands before the source, or instead of it.
        guess: the shape that a format had to declare for such a line, where it declares none.
    """

    source: tuple[int, int] | None
    date: tuple[int, int]
    moment: Moment
    aside: tuple[int, int] | None = None
    guess: str = ""


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
        header = _read_shape(text, shape, format.slashed_dates, is_last=is_last)
        if header is not None:
            return header
    return None


def guess_header(text: str, format: Format) -> Header | None:
    """Read one line as a header line of a shape that is not declared: a short name and a date, or a date."""
    if len(text) > LONGEST_HEADER or not format.source_lines or len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return None
    found = find_moment(text, format.slashed_dates)
    if found is None:
        return None
    start, end, moment = found
    zone = _ZONE_NAME.fullmatch(text, end)
    if zone is not None:
        end, moment = len(text), Moment(moment.value, "unknown-zone")
    (left, left_end), (right, right_end) = _strip(text, 0, start, _PARTING), _strip(text, end, len(text), _PARTING)
    lead = _LEAD.match(text, left, left_end)
    if lead is not None:  # Published by Daily Metal on 26 August 2025
        left, left_end = lead.end(), left_end - 3 * text.endswith(" on", lead.end(), left_end)
    if left < left_end and right < right_end:
        return None
    name, name_end = (left, left_end) if left < left_end else (right, right_end)
    if name == name_end:
        return Header(None, (start, end), moment, None, f"{text[:start]}{{date}}{text[end:]}")
    if not _is_name(text[name:name_end]):
        return None
    (at, to, place), (then, end_of_all, other) = sorted(((name, name_end, "{source}"), (start, end, "{date}")))
    shape = f"{text[:at]}{place}{text[to:then]}{other}{text[end_of_all:]}"
    guess = "" if shape in format.source_lines else shape  # but for a zone that is not known
    return _with_source(text, (name, name_end), (start, end), moment, guess)


def _is_name(words: str) -> bool:
    last = words.rsplit(maxsplit=1)[-1]
    is_short = size_of(words) <= _LONGEST_NAME and is_title(words)
    return is_short and last.lower() not in _OPEN_WORDS and any(map(str.isalpha, words))


@lru_cache
def _shapes_of(format: Format) -> tuple[_Shape, ...]:
    shapes: list[_Shape] = []
    for declared in format.source_lines:
        before, *rest = re.split(r"\{\w+\}", declared)
        places = places_of(declared)
        between, after = rest if len(places) > 1 else ("", rest[0])
        dots = "|".join(map(_spell, ("·", *_OTHER_DOTS))) if between.strip() == "·" else _spell(between)
        ending = re.compile(_spell(after) + r"\Z") if after else None
        shapes.append(_Shape(re.compile(_spell(before)), re.compile(dots), ending, between.isspace(), places))
    return tuple(shapes)


def _spell(text: str) -> str:
    """Spell the fixed text of a shape; its spaces stand for any."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


def _read_shape(text: str, shape: _Shape, first: DayOrder | None, *, is_last: bool) -> Header | None:
    before = shape.before.match(text)
    after = shape.after.search(text) if shape.after is not None else None
    if before is None or (after is None and shape.after is not None):
        return None
    start, end = _strip(text, before.end(), len(text) if after is None else after.start())
    if len(shape.places) == 1:
        return None if shape.places[0] == "source" else _read_single(text, start, end, first, is_last=is_last)
    source_first = shape.places[0] == "source"
    splits = [found.span() for found in shape.between.finditer(text, start, end)]
    # dates hold spaces and commas too: Harbor Ledger, March 5, 2026
    for at, to in splits[::-1]:
        left, right = _strip(text, start, at), _strip(text, to, end)
        source, date = (left, right) if source_first else (right, left)
        moment = _read_date(text[date[0] : date[1]], first, is_last=is_last, is_clear=not shape.is_spaced)
        if moment is not None:
            return _with_source(text, source, date, moment)
    return None


def _read_single(text: str, start: int, end: int, first: DayOrder | None, *, is_last: bool) -> Header | None:
    """Read a line that is a date, behind a company and its ticker at the most: ``NameName(HK:1)2025-09-12 09:00``."""
    at = _after_company(text, start, end)
    moment = _read_date(text[at:end], first, is_last=is_last, is_clear=True)
    return Header(None, (at, end), moment, (start, at) if at > start else None) if moment is not None else None


def _read_date(words: str, first: DayOrder | None, *, is_last: bool, is_clear: bool) -> Moment | None:
    # behind a space the end of a text may be any number, unless it begins as a year does: 2025-
    cut = read_cut_moment(words) if is_last and (is_clear or len(words) > _YEAR) else None
    return cut or read_moment(words, first)


def _strip(text: str, start: int, end: int, around: str | None = None) -> tuple[int, int]:
    words = text[start:end]
    start += len(words) - len(words.lstrip(around))
    return start, max(start, start + len(words.strip(around)))


def _with_source(text: str, name: tuple[int, int], date: tuple[int, int], moment: Moment, guess: str = "") -> Header:
    """Return a header line with a source, without what stands before one: ``来源:``, a company and its ticker."""
    start, end = name
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead is not None and lead["colon"] else start
    at = _after_company(text, start, end)
    return Header((at, end) if at < end else None, date, moment, (start, at) if start < at else None, guess)


def _after_company(text: str, start: int, end: int) -> int:
    company = _COMPANY.match(text, start, end)
    return company.end() if company is not None and _is_company(company) else start


def _is_company(found: re.Match[str]) -> bool:
    """Whether a page sets a company's name twice, once for its picture, or a ticker with its market."""
    name, ticker = found["name"].strip(), found["ticker"]
    is_twice = name[: len(name) // 2] == name[len(name) // 2 :]
    return is_twice or ticker in name or (ticker.isupper() and (":" in ticker or "." in ticker))
