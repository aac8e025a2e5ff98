"""The lines above the first heading, without symbols around them and with English names of fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from rareinsight._dialect.page import Line
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.bylines import field_of
from rareinsight._grammar.dates import find_moment
from rareinsight._grammar.form import has_word, strip_span
from rareinsight._pieces import SPACES
from rareinsight._shapes import MAX_WORD
from rareinsight.model import Span

#: Symbols around a line, and what a line may begin with: ``> Reuters``, ``![](a.png) Reuters``, ``@Reuters``.
_AROUND: Final = f"{SPACES}*_=~|"
_BEFORE: Final = regex.compile(r"[-–—>•*»›►▶→]\s+|!?\[[^\]]*\]\([^()\s]*\)\s*|@(?=\w)")
#: A field, in any language: ``Quelle: Reuters``, ``[date] 2025-08-26``.
_FIELD: Final = regex.compile(
    r"\W{0,4}(?P<word>\p{L}{2,15})\s?(?P<sign>(?P<colon>[:：]{1,2})|[=→–>|｜丨]|(?<!\s)[\]】])\s*(?P<value>.+?)(?:\s\|)?"
)
_NEXT_FIELD: Final = regex.compile(
    r"(?:\h+[|｜·•;；/]\h+|[｜丨]|\h{2,}|\h(?=[\p{Lu}\p{Lo}]))(?=\p{L}{2,15}[:：])"
)  #: what separates it from the one before, unlike a space in ``Prices in: a survey``
#: What separates a title from a source, above a date: ``Tin rose | Reuters``.
_NAME: Final = regex.compile(r"\s\|\s(?=\p{Lu}[^|]{2,40}\Z)")
_MIN_FIELDS: Final = 3  #: the fewest lines of a header whose title is a field


def header_edits(raw: str, lines: list[Line], source: Span | None) -> list[Edit]:
    """Return the edits to the lines above the first heading, where ``source`` was found."""
    if source is None:
        gaps = (gap for line in lines for gap in _NEXT_FIELD.finditer(raw, line.start, line.end))
        breaks = [Edit(*gap.span(), "\n ") for gap in gaps if field_of(raw[gap.end() : gap.end() + MAX_WORD])]
        if breaks:
            return breaks
        if len(lines) > 1 and (name := _NAME.search(raw, lines[-2].start, lines[-2].end)):
            return [Edit(*name.span(), "\n")]
    fields = [_FIELD.fullmatch(raw, line.start, line.end) for line in lines if has_word(raw[line.start : line.end])]
    return [*_named(fields)] or [edit for line in lines for edit in _bare(raw, line, source, is_first=line is lines[0])]


def _bare(raw: str, line: Line, source: Span | None, *, is_first: bool) -> list[Edit]:
    """Leave out the symbols around a line, or around the source in it."""
    at, until, around = line.start, line.end, _AROUND
    if source is not None and at <= source.start < until and raw[source.start] in "[(!@-–—>":
        at, until, around = source.start, source.end, "[]()"
    before = _BEFORE.match(raw, at)
    if before is not None and not (is_first and before[0][0] in "-–—*"):
        return [Edit(at, before.end(), "")]
    start, end = strip_span(raw, at, until, around)
    return [Edit(at, start, ""), Edit(end, until, "")] if at < start < end < until else []


def _named(fields: list[regex.Match[str] | None]) -> Iterator[Edit]:
    """Give fields English names if they are in another language."""
    if None in fields[1:] or len(fields) < _MIN_FIELDS:  # the first line is a title: ``Ferries: how full?``
        fields = fields[1:]
    found = [each for each in fields if each is not None]
    dates = [each for each in found if find_moment(each["value"]) is not None]
    names = {each: field_of(f"{each['word']}:") for each in found}
    are_known = all(each["colon"] and field_of(each[0]) for each in found)
    signs = {":" if each["colon"] else each["sign"] for each in found}
    are_fields = len(signs) == 1 and (len(found) > 1 or ":" in signs)
    is_name = len(found) == 1 and found[0]["word"] > "\u2e80"
    if not (dates and are_fields) or are_known or is_name:  # Reuters – 2025-08-26, 面粉周刊：2025-08-26
        return
    others = iter(("source", "title")["source" in names.values() : 1 if any(names.values()) else 2])
    for field in reversed(found[-_MIN_FIELDS:]):
        if name := names[field] or ("date" if field is dates[0] else next(others, "")):
            start, end = field.span("value")
            is_quoted = field["value"][0] in "\"'" and field["value"].endswith(field["value"][0])
            yield Edit(field.start(), start + is_quoted, f"{name.title()}: ")
            yield Edit(end - is_quoted, field.end(), "")
