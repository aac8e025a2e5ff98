"""Dates in source lines, in the few forms that pages use: with locales, results would depend on what is installed."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Final, Literal, NamedTuple

from rareinsight._patterns import deferred
from rareinsight._shapes import CHINESE_DIGITS, read_number

#: The names of the months in English, German, French, Spanish, Italian and Portuguese, and their abbreviations.
_MONTHS: Final = {name: number for number, names in enumerate((
    "jan january januar jänner janv janvier ene enero gen gennaio janeiro",
    "feb february februar fév févr février febrero febbraio fev fevereiro",
    "mar march märz mär mrz mars marzo março", "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio maio", "jun june juni juin junio giu giugno junho",
    "jul july juli juil juillet julio lug luglio julho", "aug august août aoû ago agosto",
    "sep sept september septembre septiembre setiembre set settembre setembro",
    "oct october okt oktober octobre octubre ott ottobre out outubro", "nov november novembre noviembre novembro",
    "dec december dez dezember déc décembre dic diciembre dicembre dezembro",
), 1) for name in names.split()}  # fmt: skip
#: The names of the weekdays in these languages, which may be cut to three letters: ``Thu, 5 Mar 2026``.
_WEEKDAYS: Final = (
    "tues weds thurs monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves "
    "viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda terça quarta quinta "
    "sexta"
)
#: Time zones by name, in hours from UTC: those of email (RFC 5322, 4.3), and some that occur on digest pages.
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "CET": 1, "CEST": 2, "BST": 1, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8,
    "北京时间": 8, "北京時間": 8, "台北时间": 8, "台北時間": 8, "东八区": 8, "東八區": 8,
    "BEIJING TIME": 8, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "MSK": 3, "EET": 2, "EEST": 3, "WET": 0, "WEST": 1,
    "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}  # fmt: skip
#: American zones whose name doesn't say whether daylight saving time is in effect: from the second Sunday in March to
#: the first in November.
_SAVING: Final = frozenset(("ET", "CT", "MT", "PT"))
#: Names that several zones share: Central Standard Time, China Standard Time; British and Bangladesh.
_SHARED_NAMES: Final = frozenset(("CST", "BST"))
DayOrder = Literal["day", "month"]  #: which comes first in ``05/03/2026``


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_YEAR, _DAY = r"(?P<year>[0-9]{4})", r"(?P<day>[0-9]{1,2})"
_MONTH: Final = r"(?P<month>[0-9]{1,2})"
_NAMED: Final = rf"(?P<name>{_one_of(_MONTHS)})\.?"
_ORDINAL: Final = rf"{_DAY}(?:st|nd|rd|th|er|[.ºª])?"
_GAP: Final = r"(?:\s{1,2}|[/-])"
#: The digits of years in Chinese; a circle may stand for zero.
YEAR_DIGITS: Final = "〇○" + CHINESE_DIGITS
_NUMERAL: Final = f"[{YEAR_DIGITS}十]"
_FORMS: Final = (
    r"(?<![\w-])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?:(?=T[0-9]{4})|(?![\w-]))",
    rf"{_YEAR}\s?(?P<sep>[-/._])\s?{_MONTH}\s?(?P=sep)\s?{_DAY}",  # 2025-08-26
    rf"{_YEAR}\s?[年년]\s?{_MONTH}\s?[月월]\s?{_DAY}\s?[日号號일]",  # 2025年8月26日
    rf"(?P<year>{_NUMERAL}{{4}})年(?P<month>{_NUMERAL}{{1,2}})月(?P<day>{_NUMERAL}{{1,3}})[日号號]",
    rf"{_ORDINAL}{_GAP}?(?:(?:de|of)\s{{1,2}})?{_NAMED},?{_GAP}?(?:de\s{{1,2}})?{_YEAR}",  # 26 August 2025
    rf"{_YEAR},?{_GAP}{_NAMED}{_GAP}{_ORDINAL}",  # 2025 August 26
    rf"{_DAY}\s?\.\s?{_MONTH}\s?\.\s?{_YEAR}",  # 26.08.2025
    rf"(?P<one>[0-9]{{1,2}})(?P<sep>[-/])(?P<other>[0-9]{{1,2}})(?P=sep){_YEAR}",  # 08/26/2025
)
#: Aug 26, 2025: searched for separately, as it may begin with any letter.
_NAME_FIRST: Final = rf"{_NAMED}{_GAP}{_ORDINAL}(?:,\s{{0,2}}|{_GAP}){_YEAR}"
_ZONE: Final = (
    rf"[(（]?(?P<zone>(?:UTC|GMT)?(?P<sign>[+-])(?P<zone_hour>[0-9]{{1,2}}):?(?P<zone_minute>[0-9]{{2}})?"
    rf"|{_one_of(_ZONES)})[)）]?"
)
_TIME: Final = (
    r"(?:(?:(?P<half>[上下])午|(?P<half>[早晚])[上间間]?|[凌清](?P<half>晨)|(?P<half>[ap])\.?m\.?(?=\s?[0-9]))\s?)?"
    r"(?:(?P<hour>[0-9]{1,2})[:：](?P<minute>[0-9]{2})(?:[:：](?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"|(?P<hour>[0-9]{1,2})\s?[时時点點]\s?(?:(?P<minute>[0-9]{1,2})\s?分?(?:(?P<second>[0-9]{1,2})秒)?)?"  # 7时15分
    r"|(?<=[0-9]{8}[T\s])(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})(?P<second>[0-9]{2})?"  # 20250826T081400
    r"|(?<![0-9])(?P<hour>[0-9]{1,2})(?:[.h](?P<minute>[0-9]{2})|(?=\s{0,2}(?:[ap]\.?m|Uhr|h))))"
    rf"(?:\s{{0,2}}(?:(?P<half>[ap])\.?m\.?|Uhr|h|hs|hrs|horas)(?!\p{{L}}))?(?:\s{{0,2}}{_ZONE}(?!\p{{L}}))?"
)
_WEEKDAY: Final = (
    rf"[(（]?(?:\b(?:{'|'.join({day[:cut]: 0 for cut in (None, 3) for day in _WEEKDAYS.split()})})(?!\p{{L}})"
    r"(?:-feira|\s(?:morning|afternoon|evening|night))?|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|(?<=[(（])[月火水木金土日](?=[)）])|[月火水木金土日]曜日|[월화수목금토일]요일)[.)）]?"
)
#: What separates a day, its weekday and its time: ``3. März 2026, um 17.45 Uhr``, ``5 de marzo de 2026 | a las 8:05``.
_BETWEEN: Final = (
    r"\s{0,2}(?:[,，、_｜丨/-]|\s[-–—|·]\s)?\s{0,2}(?:[⌚⏰\U0001f550-\U0001f567]\ufe0f?\s?)?"
    r"(?:(?:T|@|at|on|the|à|um|kl\.?|a las|às|alle(?: ore)?|ore)(?![a-z]))?\s{0,2}"
)
_WHEN: Final = f"(?:{_WEEKDAY}|{_TIME})"
_FOLLOWING: Final = rf"(?:{_BETWEEN}{_WHEN}){{0,2}}(?![0-9])"
#: A date in figures, one with the name of its month first, and what precedes the day of a date.
_DATES: Final = tuple(
    deferred(day + _FOLLOWING, re.IGNORECASE, by_regex=True)
    for day in (rf"(?=[0-9]|{_NUMERAL})(?<![0-9])(?:{'|'.join(_FORMS)})", rf"(?<![0-9]){_NAME_FIRST}")
)
_PRECEDING: Final = deferred(rf"(?<![0-9])(?:{_WHEN}{_BETWEEN}){{1,2}}\Z", re.IGNORECASE, by_regex=True)
_MAX_DATE, _MAX_BEFORE = 80, 60  #: the most characters of a date, and of what precedes its day

_COMMON_DATE: Final = "0000-00-00"
_COMMON_FORM: Final = "0000-00-00 00:00"
_ZEROS: Final = str.maketrans("123456789", "0" * 9)


class Moment(NamedTuple):
    """What a date in a text means."""

    value: datetime | None  #: ``None`` for a date that does not exist, is cut off, or is ambiguous
    code: str = ""  #: the code of the diagnostic to report


def read_moment(text: str, first: DayOrder | None = None) -> Moment | None:
    """Read a text as one date, with or without time and zone; ``first`` is what comes first in ``05/03/2026``."""
    text = text.strip()
    # nearly all pages have this form, which patterns would take ten times as long to read
    if len(text) == len(_COMMON_FORM) and text.translate(_ZEROS) == _COMMON_FORM:
        with suppress(ValueError):
            return Moment(datetime.fromisoformat(text))
    found = find_moment(text, first) if len(text) <= _MAX_DATE else None
    return found[2] if found is not None and found[:2] == (0, len(text)) else None


def find_moment(text: str, first: DayOrder | None = None, at: int = 0) -> tuple[int, int, Moment] | None:
    """Return the place of the first date whose day is after ``at``, and what it means; ``None`` if there is none."""
    found = min(filter(None, (day.search(text, at) for day in _DATES)), key=lambda each: each.start(), default=None)
    if found is None:
        return None
    start, end = found.span()
    parts = found.groupdict()
    preceding = _PRECEDING.search(text, max(0, start - _MAX_BEFORE), start)
    if preceding is not None:
        start = preceding.start()
        parts.update((name, value) for name, value in preceding.groupdict().items() if value is not None)
    return start, end, _moment_of(parts, first)


def read_cut_moment(text: str) -> Moment | None:
    """Read the end of a text as a date that is cut off, ``2025-08-``; ``None`` if it is not."""
    zeros = text.strip().translate(_ZEROS)
    is_cut = zeros not in ("", _COMMON_DATE, _COMMON_FORM) and _COMMON_FORM.startswith(zeros)
    return Moment(None, "cut-date") if is_cut else None


def _moment_of(parts: dict[str, str | None], first: DayOrder | None) -> Moment:
    name, zone = parts.get("name"), (parts["zone"] or "").upper()
    units = ("year", "month", "day", "minute", "second", "one", "other")
    year, month, day, minute, second, one, other = (read_number(parts.get(unit) or "0") for unit in units)
    month = _MONTHS[name.lower()] if name else month
    if one:
        day, month = one, other
        if first is None and max(day, month) <= 12 and day != month:
            return Moment(None, "uncertain-date")
        if first == "month" or (first is None and month > 12):
            day, month = month, day
    try:
        value = datetime(year, month, day, _hour_of(parts), minute, second, tzinfo=_zone_of(parts))
    except ValueError:  # the 30th of February, 25:00, a zone of +99:00
        return Moment(None, "impossible-date")
    if zone in _SAVING and _saves_daylight(value):
        value = value.replace(tzinfo=timezone(timedelta(hours=_ZONES[zone] + 1)))
    if parts["hour"] is None:
        return Moment(value, "date-without-time")
    return Moment(value, "uncertain-zone" if zone in _SHARED_NAMES else "")


def _saves_daylight(value: datetime) -> bool:
    """Whether daylight saving time is in effect: from the 2nd Sunday in March to the 1st in November, at 2 a.m."""
    begins, ends = (value.replace(month=month, day=day, hour=2, minute=0) for month, day in ((3, 8), (11, 1)))
    begins, ends = (each + timedelta(days=6 - each.weekday()) for each in (begins, ends))
    return begins <= value < ends


def _hour_of(parts: dict[str, str | None]) -> int:
    hour, half = int(parts["hour"] or 0), (parts["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{hour} is not an hour of a twelve-hour clock")
    return hour % 12 + 12 * (half in ("p", "下", "晚")) if half else hour


def _zone_of(parts: dict[str, str | None]) -> timezone | None:
    if parts["zone"] is None:
        return None
    hours, minutes = (int(parts[unit] or 0) for unit in ("zone_hour", "zone_minute"))
    offset = timedelta(hours=hours + _ZONES.get(parts["zone"].upper(), 0), minutes=minutes)
    return timezone(-offset if parts["sign"] == "-" else offset)
