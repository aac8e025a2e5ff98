"""The lines above the first heading, without symbols around them and with English names of fields."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Final

import regex

from rareinsight._dialect.page import Line
from rareinsight._dialect.translation import Edit
from rareinsight._grammar.bylines import field_of, guess_source
from rareinsight._grammar.dates import find_moment
from rareinsight._grammar.form import count_words, has_word, strip_span
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
_SOURCE: Final = r"(?P<source>[\p{Lu}\p{Lo}](?:(?!\s[-–—]\s)[^|｜·•\t\0\"“”]){1,40}?)"
_TITLE: Final = r"(?P<title>[^\0]+[^\0\s|｜·•–—(（\[-])"
_QUOTED: Final = r"[\"“„«‘'「『《](?P<title>[^\0\"“”„«»「」『』《》]{8,}?)[.,]?[\"”“»’'」』》]"
_PARTING: Final = r"(?:\s?[|｜·•\t]\s?|\s[-–—]\s)"
#: A title and a source on one line, with the date as ``\0`` or next to it, the clearest first.
_ON_ONE_LINE: Final = tuple(
    regex.compile(shape)
    for shape in (
        rf"{_QUOTED}\P{{L}}{{1,4}}{_SOURCE}\W*\0+\W*",  # “Tin rose.” Reuters, 3 March 2026
        rf"{_SOURCE}\P{{L}}{{1,4}}{_QUOTED}\W*\0+\W*",  # Reuters, “Tin rose” (3 March 2026)
        rf"{_SOURCE}\W*\0+\W*{_QUOTED}\W*",  # Reuters (3 March 2026). “Tin rose”
        rf"{_TITLE}(?:{_PARTING}|\s?[(（\[]){_SOURCE}\W*\0+\W*",  # Tin rose – Reuters – 3 March 2026
        rf"{_SOURCE}\s?[|｜·•\t]\s?{_TITLE}\W*\0+\W*",
        rf"\W*\0+\W*{_SOURCE}{_PARTING}{_TITLE}",  # 3 March 2026 | Reuters | Tin rose
        rf"\W*\0+\W*{_TITLE}{_PARTING}{_SOURCE}",
        rf"{_TITLE}\s\|\s{_SOURCE}",  # Tin rose | Reuters: after a dash, there may be more of the title
    )
)
_MAX_HEADER: Final = 300  #: the most characters of a line with all of them
_MIN_FIELDS: Final = 3  #: the fewest lines of a header whose title is a field


def header_edits(raw: str, lines: list[Line], source: Span | None) -> list[Edit]:
    """Return the edits to the lines above the first heading, where ``source`` was found."""
    if source is None:
        gaps = (gap for line in lines for gap in _NEXT_FIELD.finditer(raw, line.start, line.end))
        breaks = [Edit(*gap.span(), "\n ") for gap in gaps if field_of(raw[gap.end() : gap.end() + MAX_WORD])]
        if breaks:
            return breaks
    is_title_inside = source is not None and len(lines) == 1 and " · " in source.cut(raw)
    if (source is None or is_title_inside) and (parts := _parted(raw, lines)):
        return parts
    fields = [_FIELD.fullmatch(raw, line.start, line.end) for line in lines if has_word(raw[line.start : line.end])]
    return [*_named(fields)] or [edit for line in lines for edit in _bare(raw, line, source, is_first=line is lines[0])]


def _parted(raw: str, lines: list[Line]) -> list[Edit]:
    """Name the parts of a line that is a title and a source, with the date in it or on the line next to it."""
    texts = [raw[line.start : line.end] for line in lines]
    dates = ((place, date) for place, text in enumerate(texts) if (date := find_moment(text)) is not None)
    place, date = next(dates, (0, None))
    if date is None:
        return []
    start, end, _ = date
    parts = {"Date": (start, end)}
    text = texts[place][:start] + "\0" * (end - start) + texts[place][end:]
    if not has_word(text):
        place = place - 1 if place else len(lines) - 1
        text, parts = texts[place], {}
    found = _parts_in(text) if len(text) <= _MAX_HEADER else None
    if found is None:
        return []
    others = texts[:place] + texts[place + 1 :]
    if any(count_words(each) > count_words(found["title"]) for each in others):  # then that is the title
        return []
    parts |= {"Title": found.span("title"), "Source": found.span("source")}
    at, edits = lines[place].start, list[Edit]()
    for name, (start, end) in sorted(parts.items(), key=itemgetter(1)):
        edits.append(Edit(at, lines[place].start + start, f"\n{name}: "))
        at = lines[place].start + end
    return [*edits, Edit(at, lines[place].end, "")]


def _parts_in(text: str) -> regex.Match[str] | None:
    r"""Return the title and the source in a line in which ``\0`` stands for the date, if it has them."""
    for shape in _ON_ONE_LINE:
        found = shape.fullmatch(text)
        if found is None or guess_source(found["source"]) is None:
            continue
        if count_words(found["title"]) > count_words(found["source"]):
            return found
    return None


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
    names = {each: field_of(f"{each['word']}:") for each in found}
    if any(names.values()) and not names[found[0]] and len(found) == _MIN_FIELDS:  # then the title has no name
        del names[found.pop(0)]
    dates = [each for each in found if find_moment(each["value"]) is not None]
    are_known = all(each["colon"] and field_of(each[0]) for each in found)
    signs = {":" if each["colon"] else each["sign"] for each in found}
    are_fields = len(signs) == 1 and (len(found) > 1 or ":" in signs)
    is_name = len(found) == 1 and found[0]["word"] > "\u2e80"
    if not (dates and are_fields) or are_known or is_name:  # Reuters – 2025-08-26, 面粉周刊：2025-08-26
        return
    names[dates[0]] = names[dates[0]] or "date"
    unnamed = sorted((each for each in found if not names[each]), key=lambda each: count_words(each["value"]))
    missing = ("source", "title")["source" in names.values() : 1 if len(unnamed) < len(found) - 1 else 2]
    names |= zip(unnamed, missing, strict=False)
    for field in [each for each in found[-_MIN_FIELDS:] if names[each]]:
        start, end = field.span("value")
        is_quoted = field["value"][0] in "\"'" and field["value"].endswith(field["value"][0])
        yield Edit(field.start(), start + is_quoted, f"{names[field].title()}: ")
        yield Edit(end - is_quoted, field.end(), "")
