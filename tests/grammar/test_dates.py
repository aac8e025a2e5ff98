"""Any moment is read however its day, its time and its zone are written, or it is said what is wrong with it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Final, Literal, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from outlines import codes

#: Which number of a date comes first.
Order = Literal["day", "month"]
DIGEST: Final = ri.formats()["digest"]
TITLE, SOURCE = "Tides slow the works in the old harbour", "Port Gazette"
BODY: Final = (
    "Core Insights - Dredging stopped for a week [1][2] - Costs rose [4] Group 1 - Two cranes arrived in May [2]"
)

_NUMERALS: Final = "〇一二三四五六七八九"
#: The months in several languages, in full and cut, as dates in these languages have them.
_MONTHS: Final = [
    names.split()
    for names in (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    )
]
_ENGLISH: Final = _MONTHS[:2]
_WEEKDAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Day(NamedTuple):
    """The numbers of a day, which need not exist."""

    year: int
    month: int
    day: int


class Time(NamedTuple):
    """The numbers of a time."""

    hour: int
    minute: int


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("一二三"[tens - 1] if tens > 1 else "") + "十" * (tens > 0) + _NUMERALS[ones] * (ones > 0)


def _ordinal(day: int) -> str:
    return f"{day}{'th' if day in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


#: Ways to write a day of which every number has its place.
_DAYS: Final[Sequence[Callable[[Day], str]]] = (
    *(lambda it, sign=sign: f"{it.year}{sign}{it.month:02}{sign}{it.day:02}" for sign in ("-", "/", ".", "_", "")),
    lambda it: f"{it.year}年{it.month}月{it.day}日",
    lambda it: (
        "".join(_NUMERALS[int(digit)] for digit in str(it.year)) + f"年{_chinese(it.month)}月{_chinese(it.day)}日"
    ),
    lambda it: f"{it.day:02}.{it.month:02}.{it.year}",
    *(lambda it, names=names: f"{it.day} {names[it.month - 1]} {it.year}" for names in _MONTHS),
    *(lambda it, names=names: f"{names[it.month - 1]} {it.day}, {it.year}" for names in _ENGLISH),
    *(lambda it, names=names: f"{names[it.month - 1]} {_ordinal(it.day)}, {it.year}" for names in _ENGLISH),
    *(lambda it, names=names: f"{it.year}-{names[it.month - 1]}-{it.day:02}" for names in _ENGLISH),
    lambda it: f"{it.day:02}{_ENGLISH[1][it.month - 1].upper()}{it.year}",
    lambda it: f"{it.day} de {_MONTHS[4][it.month - 1]} de {it.year}",
)
#: Ways to write a time, with hours up to 23 or up to twelve.
_TIMES: Final[Sequence[Callable[[Time], str]]] = (
    *[lambda it: f"{it.hour:02}:{it.minute:02}"] * 3,
    lambda it: f"{it.hour}:{it.minute:02}:00",
    lambda it: f"{it.hour}时{it.minute}分",
    lambda it: f"{it.hour}点{it.minute:02}分",
    lambda it: f"{it.hour % 12 or 12}:{it.minute:02} {'AP'[it.hour >= 12]}M",
    lambda it: f"{it.hour % 12 or 12}.{it.minute:02} {'ap'[it.hour >= 12]}.m.",
    lambda it: f"{'上下'[it.hour >= 12]}午{it.hour % 12 or 12}:{it.minute:02}",
)
#: What is between a day and a time.
_GAPS: Final = (" ", ", ", " at ", " | ")
_SPACES: Final = (" ", " ", "  ", "\u00a0")
#: What is around a source and a date.
_HEADERS: Final = (
    *(f"{SOURCE}·{{}}", f"{SOURCE} | {{}}", f"{SOURCE} - {{}}", f"Source: {SOURCE}\nDate: {{}}", f"{SOURCE}\n{{}}"),
    *(f"{{}} | {SOURCE}", f"Published by {SOURCE} on {{}}", f"Date: {{}}\nSource: {SOURCE}"),
)

days: Final = st.builds(Day, st.integers(1950, 2099), st.integers(1, 12), st.integers(1, 31))
times: Final = st.builds(Time, st.integers(0, 23), st.integers(0, 59))
zones: Final = st.integers(-47, 55).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
headers: Final = st.sampled_from(_HEADERS)


class Written(NamedTuple):
    """A date as it is written, what it means, and the code that says what is missing or wrong."""

    text: str
    moment: datetime | None
    code: str = ""


@st.composite
def dates(draw: st.DrawFn) -> Written:
    """A day in any form, perhaps with its weekday, a time and a zone."""
    day, time, zone = draw(days), draw(st.none() | times), draw(st.none() | zones)
    moment = _moment(day, time, None if time is None else zone)
    weekday = f"{_WEEKDAYS[moment.weekday()]}, " if moment and draw(st.booleans()) else ""
    text = weekday + draw(st.sampled_from(_DAYS))(day)
    if time is not None:
        text += draw(st.sampled_from(_GAPS)) + draw(st.sampled_from(_TIMES))(time)
        text += "" if zone is None else f" {_offset(zone)}"
    code = "impossible-date" if moment is None else "date-without-time" if time is None else ""
    return Written(text.replace(" ", draw(st.sampled_from(_SPACES))), moment, code)


def _moment(day: Day, time: Time | None, zone: timezone | None) -> datetime | None:
    """Return the moment of a day and a time, if there is such a day."""
    with suppress(ValueError):
        return datetime(*day, *(time or (0, 0)), tzinfo=zone)
    return None


def _offset(zone: timezone) -> str:
    minutes = zone.utcoffset(None) // timedelta(minutes=1)
    return f"{'-+'[minutes >= 0]}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


@st.composite
def dates_in_numbers(draw: st.DrawFn, first: Order | None) -> Written:
    """A day of which either number may be the month if both are up to twelve, unless it is said which comes first."""
    day = draw(days)
    numbers = (day.month, day.day) if first == "month" else (day.day, day.month)
    text = draw(st.sampled_from("-/")).join([*(f"{number:02}" for number in numbers), f"{day.year}"])
    if first is None and day.day <= 12 and day.day != day.month:
        return Written(text, None, "uncertain-date")
    moment = _moment(day, None, None)
    return Written(text, moment, "impossible-date" if moment is None else "date-without-time")


def check(header: str, date: Written, format: ri.Format) -> None:
    """Check what is read of a header with a date, and what is reported about the date."""
    article = ri.parse(f"{TITLE}\n{header.format(date.text)}\n\n{BODY}", format=format)
    assert (article.title, article.source, article.published) == (TITLE, SOURCE, date.moment)
    assert article.published is None or date.moment is None or article.published.tzinfo == date.moment.tzinfo
    assert article.published_span is not None
    assert article.published_span.cut(article.raw) == date.text
    assert [each for each in codes(article) if "date" in each or "zone" in each] == [date.code] * bool(date.code)
    assert [section.role for section in article.sections] == ["core", "group"]


@given(headers, dates())
def test_dates_are_read_however_they_are_written(header: str, date: Written) -> None:
    check(header, date, DIGEST)


orders: Final[st.SearchStrategy[Order | None]] = st.sampled_from([None, "day", "month"])


@given(headers, orders.flatmap(lambda first: st.tuples(st.just(first), dates_in_numbers(first))))
def test_dates_of_numbers_are_read_if_their_order_is_known(header: str, written: tuple[Order | None, Written]) -> None:
    first, date = written
    check(header, date, DIGEST.evolve(slashed_dates=first))
