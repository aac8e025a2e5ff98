"""Source lines, titles and dates as people write them, and what stands below a digest; dates that are declared, too."""

from datetime import datetime

import pytest

import rareinsight as ri

TITLE, SOURCE = "Tides slow the works in the old harbour", "Port Gazette"
BODY = "Core Insights - Dredging stopped for a week [1][2] - Costs rose [4] Group 1 - Two cranes arrived in May [2]"
DAY, MORNING, EVENING = datetime(2025, 8, 26), datetime(2025, 8, 26, 8, 14), datetime(2025, 8, 26, 20, 14)

DATES = {
    "20250826": DAY,
    "20250826 08:14": MORNING,
    "2025-Aug-26": DAY,
    "2025 August 26": DAY,
    "2025_08_26": DAY,
    "26-Aug-2025": DAY,
    "26/Aug/2025": DAY,
    "Aug-26-2025": DAY,
    "26th August 2025": DAY,
    "26th of August, 2025": DAY,
    "August 26th, 2025": DAY,
    "Sept. 26, 2025": datetime(2025, 9, 26),
    "26 August 2025, Tuesday": DAY,
    "Tuesday 2025-08-26": DAY,
    "Tuesday the 26th of August 2025": DAY,
    "Dienstag, 26. August 2025, 8.14 Uhr": MORNING,
    "2025-08-26 (Tue) 08:14": MORNING,
    "2025-08-26 Tuesday 08:14": MORNING,
    "2025年8月26日 星期二": DAY,
    "2025年8月26日（星期二）08:14": MORNING,
    "二〇二五年八月二十六日": DAY,
    "2025年8月26日(火曜日)": DAY,
    "August 26, 2025 8:14 PM": EVENING,
    "8.14 p.m., 26 August 2025": EVENING,
    "8:14 am on 26 August 2025": MORNING,
    "08:14 26/08/2025": MORNING,
    "08h14, 26 août 2025": MORNING,
    "2025-08-26 | 08:14": MORNING,
}


@pytest.mark.parametrize("date", DATES)
def test_published_is_read_from_dates_as_people_write_them(date: str) -> None:
    article = ri.parse(f"{TITLE}\n{SOURCE}·{date}\n\n{BODY}")
    assert (article.title, article.source, article.published) == (TITLE, SOURCE, DATES[date])
    assert article.published_span is not None
    assert article.published_span.cut(article.raw) == date


@pytest.mark.parametrize("number", ["Q20250826", "AB-20250826", "120250826", "20250826-1", "20251326", "20250832"])
def test_eight_digits_inside_a_longer_number_or_word_are_no_date(number: str) -> None:
    assert ri.parse(f"{TITLE}\n{SOURCE}·{number}\n\n{BODY}").published is None


def test_weekday_in_the_name_of_a_source_belongs_to_the_name() -> None:
    article = ri.parse(f"{TITLE}\nThe Monday Monitor | 26 August 2025\n\n{BODY}")
    assert (article.source, article.published) == ("The Monday Monitor", DAY)
