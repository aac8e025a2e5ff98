"""Bylines: the source and date of an article, ``Daily News·2025-08-26 08:14``, by the shapes of a format."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rareinsight._grammar.dates import Moment, find_moment, read_cut_moment, read_moment
from rareinsight._grammar.form import SMALL_WORDS, count_words, is_title, strip_span
from rareinsight._patterns import deferred
from rareinsight._shapes import places_of
from rareinsight.format import Format

#: The most characters of a source line.
_MAX_LENGTH: Final = 200
_YEAR: Final = 4
_DIGIT: Final = deferred("[0-9]")
#: The year of a date, which a time may be glued to: 26.08.202508:14, 20250826, 二〇二五年.
_IN_DATES: Final = deferred(
    r"(?<![0-9])[0-9]{4}(?![0-9](?![0-9]?[:.\s时時点點ahpuAHPU]))|(?<![0-9])(?:19|20)[0-9]{6}(?![0-9])|(?<=[〇零]..)年"
)
#: A middle dot whose two bytes were decoded wrongly, and other dots that are used in its place.
_OTHER_DOTS: Final = ("ยท", "Â·", "路", *"‧∙⋅・･•")
#: A company before the publisher or in its place: ``OrionOrion(US:ORNX) Sea News``, ``枫桥枫桥(07719)``.
_COMPANY: Final = deferred(r"(?P<name>[^()（）]{2,60}?)\s?[(（](?P<ticker>[A-Za-z0-9.:]{1,14})[)）]\s*")
#: Words before a source or a date that are not part of it: in guessed source lines, and with a colon in declared ones.
_LEAD: Final = deferred(
    r"(?i:(?:(?:(?:last|first)\s)?(?:published|updated|posted|released)(?:\s(?:on|at|by))?|date|by|from|via|source|author)\b"
    r"|[来來]源|出[处處]|作者|[发發]布[时時][间間]|[发發]布于|[发發]表|日期|[时時][间間])\s*(?P<colon>[:：])?\s*"
)
#: What may separate a name and a date, or surround them.
_PARTING: Final = " \t\u00a0\u3000|｜•·,，、;-–—−/:：()（）[]【】" + "".join(_OTHER_DOTS)
#: The most words of the name in a guessed source line.
_LONGEST_NAME: Final = 6
_ZONE_NAME: Final = deferred(r"\s?[(（]?[A-Z]{2,5}[)）]?")


class Byline(NamedTuple):
    """The parts of a source line, as ranges in the line."""

    source: tuple[int, int] | None
    date: tuple[int, int]
    moment: Moment  #: what the date means
    aside: tuple[int, int] | None = None  #: a company before the source, or in its place
    guess: str = ""  #: the shape that the format would have to declare, if it does not


def read_byline(text: str, format: Format, *, is_last: bool = False) -> Byline | None:
    """Read a line as a declared source line, ``None`` if it is not one; at the end of a text, its date may be cut."""
    is_dated = len(text) <= _MAX_LENGTH and _IN_DATES.search(text) is not None
    if len(text) > _MAX_LENGTH or not (is_dated or (is_last and _DIGIT.search(text))):
        return None
    for around, between, is_date_last in _shapes_of(format):
        if (inner := around.fullmatch(text)) is None:
            continue
        start, end = inner.span(1)
        if between is None:  # a company may precede the date: NameName(HK:1)2025-09-12 09:00
            splits = [(_after_company(text, start, end),) * 2]
        else:
            splits = [found.span() for found in between.finditer(text, start, end)]
        # dates contain spaces and commas too: Harbor Ledger, March 5, 2026
        for at, to in reversed(splits):
            left, right = strip_span(text, start, at), strip_span(text, to, end)
            source, date = (left, right) if is_date_last else (right, left)
            words = text[date[0] : date[1]]
            # after a space or comma, the end of a text can be any number, unless it starts like a year: 2025-
            is_cut = is_last and (len(words) > _YEAR or text[at:to].strip(" \t\u3000,，") != "")
            moment = read_cut_moment(words) if is_cut else None
            moment = moment or (read_moment(words, format.slashed_dates) if is_dated else None)
            if moment is not None:
                return _with_source(text, source, date, moment)
    return None


def guess_byline(text: str, format: Format) -> Byline | None:
    """Read a line as a source line of an undeclared shape: a short name and a date, or a date."""
    may_be = len(text) <= _MAX_LENGTH and format.source_lines and _IN_DATES.search(text) is not None
    found = find_moment(text, format.slashed_dates) if may_be else None
    if found is None:
        return None
    start, end, moment = found
    zone = _ZONE_NAME.fullmatch(text, end)
    if zone is not None:
        end, moment = len(text), Moment(moment.value, "unknown-zone")
    left, left_end = strip_span(text, 0, start, _PARTING)
    right, right_end = strip_span(text, end, len(text), _PARTING)
    lead = _LEAD.match(text, left, left_end)
    if lead is not None:  # Published by Daily Metal on 26 August 2025
        left, left_end = lead.end(), left_end - 3 * text.endswith(" on", lead.end(), left_end)
    if left < left_end and right < right_end:
        return None
    name, name_end = (left, left_end) if left < left_end else (right, right_end)
    places = [(start, end, "{date}")]
    if name < name_end:
        words = text[name:name_end]
        if count_words(words) > _LONGEST_NAME or not is_title(words) or words.split()[-1].lower() in SMALL_WORDS:
            return None
        places.append((name, name_end, "{source}"))
    shape = text
    for at, to, place in sorted(places, reverse=True):
        shape = shape[:at] + place + shape[to:]
    guess = "" if shape in format.source_lines else shape  # which differs only in an unknown time zone
    return _with_source(text, (name, name_end), (start, end), moment, guess)


@lru_cache
def _shapes_of(format: Format) -> list[tuple[re.Pattern[str], re.Pattern[str] | None, bool]]:
    """Return what surrounds and separates the placeholders of each declared shape, and whether the date comes last."""
    shapes: list[tuple[re.Pattern[str], re.Pattern[str] | None, bool]] = []
    for declared in format.source_lines:
        before, *between, after = re.split(r"\{\w+\}", declared)
        parting = ("·", *_OTHER_DOTS) if "".join(between).strip() == "·" else between
        around = deferred(f"{_spell(before)}(.*){_spell(after)}")
        middle = deferred("|".join(map(_spell, parting))) if between else None
        shapes.append((around, middle, places_of(declared)[-1] == "date"))
    return shapes


def _spell(text: str) -> str:
    """Return a pattern for the fixed text of a shape, in which a space matches any whitespace."""
    return r"\s+".join(map(re.escape, re.split(r"\s+", text)))


def _with_source(text: str, name: tuple[int, int], date: tuple[int, int], moment: Moment, guess: str = "") -> Byline:
    """Return a byline whose source excludes what precedes it: ``来源:``, a company and its ticker."""
    start, end = name
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead is not None and lead["colon"] else start
    at = _after_company(text, start, end)
    return Byline((at, end) if at < end else None, date, moment, (start, at) if start < at else None, guess)


def _after_company(text: str, start: int, end: int) -> int:
    """Return where a company ends: its name twice (once as the text of a picture), or a ticker with a market."""
    found = _COMPANY.match(text, start, end)
    if found is None:
        return start
    name, ticker = found["name"].strip(), found["ticker"]
    is_twice = name[: len(name) // 2] == name[len(name) // 2 :]
    has_market = ticker.isupper() and (":" in ticker or "." in ticker)
    return found.end() if is_twice or has_market or ticker in name else start
