"""Source lines, titles and dates as people write them; dates that are declared, and zones."""

from datetime import datetime
from random import Random
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

import rareinsight as ri
from rareinsight._grammar.bylines import guess_source

TITLE, SOURCE = "Tides slow the works in the old harbour", "Port Gazette"
BODY = "Core Insights - Dredging stopped for a week [1][2] - Costs rose [4] Group 1 - Two cranes arrived in May [2]"
DAY, MORNING, EVENING = datetime(2025, 8, 26), datetime(2025, 8, 26, 8, 14), datetime(2025, 8, 26, 20, 14)

DATES = {
    "20250826": DAY,
    "20250826 08:14": MORNING,
    "20250826 0814": MORNING,
    "20250826T081400": MORNING,
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
    "2025-08-26-08:14": MORNING,
    "2025 / 08 / 26": DAY,
    "26AUG2025": DAY,
    "Aug 26,2025": DAY,
    "2025年8月26日(火) 8:14": MORNING,
    "2025年8月26日 晚上8点14分": EVENING,
    "2025年8月26日20时14分18秒": EVENING.replace(second=18),
    "2025年8月26日｜20:14": EVENING,
    "2025-08-26 PM 8:14": EVENING,
}


@pytest.mark.parametrize("zone", ["（北京时间）", "（东八区）", " 台北時間", " (HKT)"])
def test_chinese_zone_may_be_in_brackets(zone: str) -> None:
    article = ri.parse(f"{TITLE}\n{SOURCE}·2025-08-26 08:14{zone}\n\n{BODY}")
    assert article.published is not None
    assert article.published.isoformat() == "2025-08-26T08:14:00+08:00"


@pytest.mark.parametrize("date", DATES)
def test_published_is_read_from_dates_as_people_write_them(date: str) -> None:
    article = ri.parse(f"{TITLE}\n{SOURCE}·{date}\n\n{BODY}")
    assert (article.title, article.source, article.published) == (TITLE, SOURCE, DATES[date])
    assert article.published_span is not None
    assert article.published_span.cut(article.raw) == date


@pytest.mark.parametrize("number", ["Q20250826", "AB-20250826", "120250826", "20250826-1", "20251326", "20250832"])
def test_eight_digits_inside_a_longer_number_or_word_are_not_a_date(number: str) -> None:
    assert ri.parse(f"{TITLE}\n{SOURCE}·{number}\n\n{BODY}").published is None


def test_time_before_a_date_is_no_part_of_the_source() -> None:
    article = ri.parse(f"{TITLE}\n{SOURCE} · 8:14 AM · Aug 26, 2025\n\n{BODY}")
    assert (article.source, article.published) == (SOURCE, MORNING)


def test_weekday_in_a_source_is_part_of_its_name() -> None:
    article = ri.parse(f"{TITLE}\nThe Monday Monitor | 26 August 2025\n\n{BODY}")
    assert (article.source, article.published) == ("The Monday Monitor", DAY)


CHINESE, DAILY = "旧港区潮汐拖慢施工进度", "港口日报"
#: Headers with the title, the source and the moment above.
HEADERS = [
    *(f"{TITLE}\n{SOURCE}{sign}2025-08-26 08:14" for sign in (" | ", " / ", ", ", " - ", " – ", " — ", " ~ ")),
    *(f"{TITLE}\n2025-08-26 08:14{sign}{SOURCE}" for sign in (" :: ", " @ ", " > ", " → ", " ★ ", "…", "\t")),
    f"{TITLE}\n{SOURCE} [2025-08-26 08:14]",
    f"{TITLE}\n<{SOURCE}> 2025-08-26 08:14",
    f"{TITLE}\n(Source: {SOURCE}, 26 August 2025, 8:14 AM)",
    f"{TITLE}\n*{SOURCE}, 26 August 2025 at 8:14 a.m.*",
    f"{TITLE}\nSource: {SOURCE}\nPublished: 26 August 2025 08:14",
    f"{TITLE}\nPublished on: August 26, 2025 8:14 AM\nPublished by: {SOURCE}",
    f"{TITLE}\n\nBy: {SOURCE}\n\nDate: 26 August 2025, 08:14",
    f"{TITLE}\n**Source:** {SOURCE}\n**Date:** 2025-08-26 08:14",
    f"{TITLE}\nSource: {SOURCE} | Date: 2025-08-26 08:14",
    f"{TITLE}\nDate: 2025-08-26 08:14 | Source: {SOURCE}",
    f"{TITLE}\n[Source: {SOURCE}] [Date: 2025-08-26 08:14]",
    f"{TITLE}\nPublished by {SOURCE} on 26 August 2025 at 8.14 a.m.",
    f"{TITLE}\nBy {SOURCE}\nAug. 26, 2025 8:14 AM",
    f"{TITLE}\n{SOURCE}\n2025-08-26 08:14",
    f"{TITLE}\n2025-08-26 08:14\n{SOURCE}",
    f"{TITLE}\n\n{SOURCE}\n\nTuesday, 26 August 2025, 08:14",
    f"{TITLE}\n\n2025-08-26 08:14\n\n{SOURCE}",
    f"{SOURCE} | 2025-08-26 08:14\n\n# {TITLE}",
    f"Title: {TITLE}\nSource: {SOURCE}\nDate: 2025-08-26 08:14",
    f"Source: {SOURCE}\nDate: 2025-08-26 08:14\nTitle: {TITLE}",
    f"**Headline:** {TITLE}\nPublished: 2025-08-26 08:14\nPublisher: {SOURCE}",
    f"## {TITLE} ##\n{SOURCE}·2025-08-26 08:14",
    f"__{TITLE}__\n{SOURCE}·2025-08-26 08:14",
    f"*{TITLE}*\n{SOURCE}·2025-08-26 08:14",
    f"“{TITLE}”\n{SOURCE}·2025-08-26 08:14",
    f'"{TITLE}"\n{SOURCE}·2025-08-26 08:14',
    f"# **{TITLE}**\n{SOURCE}·2025-08-26 08:14",
    f"📰 {TITLE}\n📅 {SOURCE}·2025-08-26 08:14",
    f"\u200f{TITLE}\u200f\n\u200e{SOURCE}·2025-08-26 08:14\u200e",
    f"> {TITLE}\n{SOURCE}·2025-08-26 08:14",
    f"=====\n{TITLE}\n=====\n{SOURCE}·2025-08-26 08:14",
    f"# {TITLE}\n\nCreated: 26 August 2025 08:14\nTags: cranes\nSource: {SOURCE}",
    f"{TITLE}\nAuthor: Jane Doe\nSource: {SOURCE}\nDate: 2025-08-26 08:14",
    f"{TITLE}\nSource: {SOURCE}\nCategory: Ports\nDate: 2025-08-26 08:14",
    f"{TITLE}\nTags: cranes\nURL: https://ports.example\nMedia: {SOURCE}\nTime: 2025-08-26 08:14",
    f"{TITLE}\nPublished: 2025-08-26 08:14\nUpdated: 27 August 2025\nSource: {SOURCE}",
    f"- Title: {TITLE}\n- Source: {SOURCE}\n- Date: 2025-08-26 08:14",
    f"* Source: {SOURCE}\n* Date: 2025-08-26 08:14\n\n{TITLE}",
    f"{TITLE}\nsource - {SOURCE}\ndate - 2025-08-26 08:14",
    f"{TITLE}\n{SOURCE} · 2025-08-26 08:14 · 3 min read",
    f"{TITLE}\n{SOURCE} | 3 min | 26 Aug 2025, 08:14",
    f"{TITLE}\n{SOURCE} | 26 Aug 2025 @ 08:14",
    f"{TITLE}\nPrinted in {SOURCE} on 26 August 2025 08:14",
    f"{TITLE}\nTaken from {SOURCE}, 26 August 2025 08:14",
    f"{TITLE}\nAccording to {SOURCE}, 26 August 2025 08:14",
    f"{TITLE}\nArticle source: {SOURCE}\nArticle date: 2025-08-26 08:14",
    f"% {TITLE}\n% {SOURCE}\n% 26 August 2025 08:14",
    f"# {TITLE}\n{SOURCE}\n26 August 2025 08:14",
    f"{TITLE}\n{SOURCE} 2025-08-26 08:14 阅读 1.2万",
    f"{TITLE}\n{SOURCE} 2025-08-26 08:14 字号：大 中 小",
    f"{TITLE}\n文 / {SOURCE} 2025-08-26 08:14",
    f"{TITLE}\nIn {SOURCE}, 26 August 2025 08:14",
    f"{TITLE}\nFirst appeared in {SOURCE}, 26 August 2025 08:14",
    f"{TITLE}\nThis article appeared in {SOURCE} on 26 August 2025 at 08:14",
    f"{TITLE}\nCourtesy of {SOURCE}, 26 August 2025 08:14",
    f"{TITLE}\nPublisher: {SOURCE} · Issued: 26 August 2025 08:14",
    f"{TITLE}\nSource: {SOURCE}\nPub. date: 2025-08-26 08:14",
    f"{TITLE}\n{SOURCE} | Tues 26 August 2025, 08:14",
    f"`{TITLE}`\n{SOURCE}·2025-08-26 08:14",
    f"h1. {TITLE}\n{SOURCE}·2025-08-26 08:14",
]  # fmt: skip
#: … with the Chinese title and source, and the moment above.
CHINESE_HEADERS = [
    f"标题：{CHINESE}\n来源：{DAILY}\n发布时间：2025-08-26 08:14",
    f"{CHINESE}\n时间:2025年8月26日 08:14\n来源:{DAILY}",
    f"{CHINESE}\n来源：{DAILY} 发布时间：2025年8月26日 星期二 08:14",
    f"{CHINESE}\n【来源】{DAILY}【时间】2025-08-26 08:14",
    f"{CHINESE}\n（来源：{DAILY} 2025年8月26日 上午8:14）",
    f"{CHINESE}\n{DAILY} 2025年8月26日（星期二）08:14",
    f"{CHINESE}\n2025年8月26日 周二 08:14 {DAILY}",
    f"{CHINESE}\n{DAILY}\n2025-08-26 08:14",
    f"{CHINESE}\n2025/08/26 08:14\n来源：{DAILY}",
    f"{CHINESE}\n{DAILY} 更新于 2025-08-26 08:14",
    f"{CHINESE}\n{DAILY} 2025-08-26 08:14 刊发",
    f"{CHINESE}\n{DAILY} 2025年8月26日 08:14 浙江",
    f"{CHINESE}\n摘编自{DAILY}，2025年8月26日 08:14",
    f"{CHINESE}\n文章来源：{DAILY}\n文章日期：2025年8月26日 08:14",
    f"{CHINESE}\n信源：{DAILY}｜时间：2025年8月26日 08:14",
    f"{CHINESE}\n载于{DAILY}，2025年8月26日 08:14",
    f"{CHINESE}\n{DAILY} · 2025-08-26 08:14 · 阅读约4分钟",
    f"{CHINESE}\n文章来源：{DAILY}\n发布时间：2025-08-26 08:14",
    f"{CHINESE}\n发布机构：{DAILY}\n发布日期：2025-08-26 08:14",
    f"{CHINESE}\n创建时间：2025年8月26日 08:14\n标签：港口\n来源：{DAILY}",
    f"{CHINESE}\n供稿：{DAILY}\n2025-08-26 08:14",
    f"{CHINESE}\n{DAILY} 2025年8月26日 08:14讯",
    f"{CHINESE}\n{DAILY}｜2025-08-26 08:14｜共1,860字",
    f"{CHINESE}\n{DAILY}·2025年8月26日 08:14（农历七月初四）",
]


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("header", [*HEADERS, *CHINESE_HEADERS])
def test_header_is_read_with_any_separator(header: str, gap: str) -> None:
    title, source = (CHINESE, DAILY) if CHINESE in header else (TITLE, SOURCE)
    article, *others = ri.parse_many(header + gap + BODY)
    assert (article.title, article.source, article.published) == (title, source, MORNING)
    assert [section.role for section in article.sections] == ["core", "group"]
    assert not others
    is_declared = f"{SOURCE}·2025" in header
    assert ("guessed-header" in {each.code for each in article.diagnostics}) != is_declared
    assert all(each.severity == "info" for each in article.diagnostics)


@pytest.mark.parametrize(
    "source", ["metalwatch.com", "Dow Jones & Co.", "Yahoo!", "Bloomberg News / Reuters", "36Kr", "BBC"]
)
@pytest.mark.parametrize(
    "line",
    ["{} | 2025-08-26 08:14", "2025-08-26 08:14 — {}", "Source: {}\nDate: 2025-08-26 08:14", "{}\n2025-08-26 08:14"],
)
def test_source_keeps_what_belongs_to_its_name(source: str, line: str) -> None:
    assert ri.parse(f"{TITLE}\n{line.format(source)}\n\n{BODY}").source == source


@pytest.mark.parametrize("line", ["Why Rents Rose Last Year\n{}", "Copper\n{}"])
def test_short_title_above_a_date_is_not_a_source(line: str) -> None:
    page = f"Markets\n{line.format('2025-08-26 08:14')}\n\n{BODY}"
    assert (ri.parse(page).title, ri.parse(page).source) == (line.partition("\n")[0], None)


@pytest.mark.parametrize(
    "header",
    [
        f"{TITLE}\nSource: {SOURCE}\nDate: yesterday",
        f"{TITLE}\n{SOURCE} 2 hours ago",
        f"{TITLE}\n({SOURCE}, August 26)",
        f"{TITLE}\n{SOURCE} of some day, 26 August 2025",
        f"{TITLE}\nAugust 2025, {SOURCE}",
        f"{TITLE}, {SOURCE}, 2025-08-26",
        f"{SOURCE} wrote on 26-08-2025\n{TITLE}",
        f"Tides slow works\n{SOURCE} · 3 hours ago",
        f"{TITLE}. {SOURCE} - August 26, 2025 {BODY}",
        f"{SOURCE}\n{TITLE}\n2025-08-26 08:14",
        f"9:02 Ann: {TITLE}",
        f"上午 9:02 {CHINESE}",
        f"Ann {CHINESE} 2025年5月7日 18:30",
        "Created by Ann Lee, last modified on Nov 04, 2025",
        f'{{"id": 1, "body": "{TITLE}',
        f'"The ""quiet"" {TITLE}',
    ],
)
def test_header_that_is_not_read_is_reported(header: str) -> None:
    diagnostics = ri.parse(f"{header}\n\n{BODY}").diagnostics
    assert [each.severity for each in diagnostics if each.code == "unread-header"][:1] == ["warning"]


def test_source_may_begin_like_words_that_introduce_one() -> None:
    assert ri.parse(f"{TITLE}\nTuned In·2025-08-26 08:14\n\n{BODY}").source == "Tuned In"


@pytest.mark.parametrize("years", ["2025 - 2026", "2025/26", "Mid-2025–2026"])
def test_years_in_a_title_are_no_date(years: str) -> None:
    article = ri.parse(f"{TITLE}, {years}\n\n{BODY}")
    assert article.title == f"{TITLE}, {years}"
    assert {each.severity for each in article.diagnostics} == {"info"}


def test_field_name_before_a_title_belongs_to_nothing() -> None:
    article = ri.parse(f"Title: {TITLE}\n{SOURCE}·2025-08-26 08:14\n\n{BODY}")
    assert article.title == TITLE
    assert [each.span and each.span.cut(article.raw) for each in article.diagnostics] == ["Title: "]


# a plain title below its fields may as well be above those of the next article
@pytest.mark.parametrize("header", [each for each in HEADERS if not each.startswith("* ")])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n---\n\n"])
def test_each_article_of_a_page_has_its_own_header(header: str, between: str) -> None:
    titles = [TITLE, "Cranes stand idle again after the storm", "Ferries sail twice a day from May"]
    articles = list(ri.parse_many(between.join(f"{header.replace(TITLE, title)}\n\n{BODY}" for title in titles)))
    assert [article.title for article in articles] == titles
    assert {(article.source, article.published, len(article.sections)) for article in articles} == {
        (SOURCE, MORNING, 2)
    }


# --- declarations and time zones -----------------------------------------------------------------------------------

DIGEST = ri.formats()["digest"]


@pytest.mark.parametrize(("first", "moment"), [("day", datetime(2026, 3, 5)), ("month", datetime(2026, 5, 3))])
def test_slashed_date_follows_the_declaration(first: Literal["day", "month"], moment: datetime) -> None:
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
def test_zone_abbreviations_are_those_of_the_tz_database(place: str, seed_of_examples: int) -> None:
    random = Random(seed_of_examples)  # noqa: S311 - not for secrets
    for month in range(1, 13):
        day = datetime(
            random.randint(2015, 2035), month, random.randint(1, 28), random.randint(4, 23), tzinfo=ZoneInfo(place)
        )
        published = read_date(f"{day:%Y-%m-%d %H:%M %Z}")
        assert published is not None
        assert (published, published.utcoffset()) == (day, day.utcoffset())


@pytest.mark.parametrize(
    ("name", "place"), [("ET", "New_York"), ("CT", "Chicago"), ("MT", "Denver"), ("PT", "Los_Angeles")]
)
def test_american_zones_follow_daylight_saving_time(name: str, place: str, seed_of_examples: int) -> None:
    zone, years = ZoneInfo(f"America/{place}"), Random(seed_of_examples).sample(range(2007, 2036), 3)  # noqa: S311
    days = [datetime(year, month, day) for year in years for month in (3, 11) for day in range(1, 16)]
    for moment in (day.replace(hour=hour) for day in days for hour in (0, 1, 3)):
        published = read_date(f"{moment:%Y-%m-%d %H:%M} {name}")
        assert published is not None
        assert published.utcoffset() == zone.utcoffset(moment)


def test_guess_source_refuses_a_long_line() -> None:
    assert guess_source("By Port Gazette") is not None
    assert guess_source("By Port Gazette" * 100) is None


def test_date_may_have_full_width_digits() -> None:
    article = ri.parse(f"{TITLE}\n{SOURCE}·２０２５年８月２６日\n\nCore Insights\n- A [1]\n- B [2]")
    assert (article.source, str(article.published)) == (SOURCE, "2025-08-26 00:00:00")


@pytest.mark.parametrize("source", ["Outlook 2025 (2025)", "Prices Mid-2025 (2025)"])
def test_year_in_brackets_is_part_of_the_name_of_a_source(source: str) -> None:
    article = ri.parse(f"{TITLE}\n{source}·2025-08-26\n\n{BODY}")
    assert (article.source, article.published) == (source, DAY)


@pytest.mark.parametrize("source", ["In Depth News", "From the Field", "Via Nova", "Origin Weekly"])
def test_word_that_introduces_sources_may_begin_the_name_of_one(source: str) -> None:
    assert ri.parse(f"{TITLE}\n{source}·2025-08-26\n\n{BODY}").source == source


def test_time_to_read_before_a_source_is_left_out() -> None:
    article = ri.parse(f"{TITLE}\n3 min read · {SOURCE} · 2025-08-26 08:14\n\n{BODY}")
    assert (article.title, article.source) == (TITLE, SOURCE)
    assert [each.span.cut(article.raw) for each in article.diagnostics if each.span] == ["3 min read · "]
