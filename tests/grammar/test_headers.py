"""Dates that are declared, and zones; header lines, titles and pages of several articles stand in ``pages/``."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import rareinsight as ri

BODY = "Core Insights - Prices of copper fell again [1] - Stocks grew [2] Group 1 - Costs rose [3]"
DIGEST = ri.formats()["digest"]


@pytest.mark.parametrize(("first", "moment"), [("day", datetime(2026, 3, 5)), ("month", datetime(2026, 5, 3))])
def test_slashed_date_follows_the_declaration(first: str, moment: datetime) -> None:
    format = DIGEST.evolve(slashed_dates=first)
    assert ri.parse(f"A Title\nDaily Metal·05/03/2026\n\n{BODY}", format=format).published == moment


def read_date(date: str) -> datetime | None:
    return ri.parse(f"A Title\nDaily News·{date}\n\n{BODY}").published


PLACES = [
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "UTC", "Europe/Lisbon"),
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Moscow", "Asia/Singapore", "Asia/Hong_Kong"),
    *("Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland"),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("month", [1, 7])
def test_zone_abbreviations_are_those_of_the_tz_database(place: str, month: int) -> None:
    moment = datetime(2026, month, 15, 12, tzinfo=ZoneInfo(place))
    assert read_date(f"{moment:%Y-%m-%d %H:%M %Z}") == moment


@pytest.mark.parametrize(
    ("name", "place"), [("ET", "New_York"), ("CT", "Chicago"), ("MT", "Denver"), ("PT", "Los_Angeles")]
)
def test_american_zones_follow_daylight_saving_time(name: str, place: str) -> None:
    zone = ZoneInfo(f"America/{place}")
    days = [datetime(year, month, day) for year in (2025, 2026, 2027) for month in (3, 11) for day in range(1, 16)]
    for moment in (day.replace(hour=hour) for day in days for hour in (0, 1, 3)):
        published = read_date(f"{moment:%Y-%m-%d %H:%M} {name}")
        assert published is not None
        assert published.utcoffset() == zone.utcoffset(moment)
