"""Titles, sources and dates as they stand on real pages, and pages of several articles."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

import rareinsight as ri
from outlines import codes, outline, to_mend

BODY = (
    "Core Insights - Prices of copper fell for the third week in a row, as stocks in the bonded zones grew [1]. - "
    "Smelters cut their runs [2]. Group 1 - Costs of the mines rose by a tenth [2][3]."
)
SOURCE = "Daily News·2025-08-26 08:14"
MOMENT = datetime(2025, 8, 26, 8, 14)
MIDNIGHT = datetime(2025, 8, 26)

TITLES = [
    *(
        "“战略矿产之王”稀土:为什么会让美国人破大防?",
        "港股异动 | 民生保障",
        "晨会丨【早报】今日要闻",
        "Why Copper? A Story",
        "****",
    ),
    *("Copper - The Long View", "1. 稀土", "一、二线城市怎么买房", "核心观点:降息还有几次", "风险提示", "2025 Outlook"),
    *("A", "Group 1 Automotive Beats Estimates", "Q&A: What the Passport Means", "Company Overview: Helion Foods"),
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "page",
    [
        "{title}\n{source}\n\n{body}",
        "{title}\n{source}\n{body}\n",
        "**{title}**\n{source}\n\n{body}",
        "\n\nWorkflow\n{title}\n{source}\n\n{body}",
        "Search documents\nicon\n\n{title}\n\n{source}\n\n{body}",
        "{body}\n\n{title}\n{source}",
        "{body}\n{title}\n{source}\n",
        "\ufeff{title}\r\n{source}\r\n\r\n{body}\r\n",
    ],
)
def test_titles_with_a_source_line(title: str, page: str) -> None:
    (article,) = ri.parse_many(page.format(title=title, source=SOURCE, body=BODY))
    assert (article.title, article.source, article.published) == (title, "Daily News", MOMENT)
    assert article.sections == ri.parse(BODY).sections


@pytest.mark.parametrize("title", ["“战略矿产之王”稀土:为什么?", "Copper: The Long View", "港股异动 | 民生保障"])
@pytest.mark.parametrize(
    "page",
    [
        *("{title}\n\n{body}", "{title}\n{body}", "Workflow\n{title}\n\n{body}", "{body}\n\n{title}"),
        *("{body}\n{title}\n", "{body}\n{title} - Reportify\n", "{title}\n{body}\n{title} - Reportify"),
    ],
)
def test_titles_alone(title: str, page: str) -> None:
    (article,) = ri.parse_many(page.format(title=title, body=BODY))
    assert (article.title, article.source, article.published) == (title, None, None)
    assert article.sections == ri.parse(BODY).sections


def test_a_digest_without_header() -> None:
    article = ri.parse(BODY)
    assert (article.title, article.source, article.published) == (None, None, None)
    assert codes(article) == ["missing-title", "missing-source"]


@pytest.mark.parametrize("source", ["2 1 Shi Ji Jing Ji Bao Dao", "东澜财经", "36Kr", "A·B", "Daily News (Asia)"])
@pytest.mark.parametrize("dot", ["·", "· ", " · "])
def test_sources(source: str, dot: str) -> None:
    article = ri.parse(f"A Title\n{source}{dot}2025-08-26 08:14\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", source, MOMENT)


@pytest.mark.parametrize(
    ("company", "is_company"),
    [
        *(("ZijinZijin(copper)", True), ("Zijin(SH:601899)", True), ("Zijin(HK.2899)", True), ("BABA(BABA)", True)),
        *(("ZijinZijon(copper)", False), ("Zijin Mining(Copper)", False), ("Zijin(china)", False)),
    ],
)
def test_a_company_before_a_source_is_told_by_its_ticker_or_its_name_twice(company: str, is_company: bool) -> None:
    article = ri.parse(f"A Title\n{company}Metal Daily·2025-08-26 08:14\n\n{BODY}")
    assert article.source == ("Metal Daily" if is_company else f"{company}Metal Daily")


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("OrionOrion(US:ORNX) Chip Watch·2025-08-26 08:14", "Chip Watch"),
        ("BRSKBriskco(BRSK) Chip Watch·2025-08-26 08:14", "Chip Watch"),
        ("CompanyCompany(HK:02392)2025-08-26 08:14", None),
        ("Chip Watchยท2025-08-26 08:14", "Chip Watch"),
    ],
)
def test_what_stands_beside_a_source_is_no_part_of_it(line: str, source: str | None) -> None:
    article = ri.parse(f"A Title\n{line}\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", source, MOMENT)
    assert (article.source_span and article.source_span.cut(article.raw)) == source


def test_a_title_below_its_source_line() -> None:
    article = ri.parse(f"{SOURCE}\nA Title\n{BODY}")
    assert (article.title, article.source, codes(article)) == ("A Title", "Daily News", [])


@pytest.mark.parametrize("line", ["and stay low for now", "iPhones rose as well"])
def test_a_last_line_in_small_letters_is_no_title(line: str) -> None:
    assert ri.parse(f"Core Insights\n- Prices fell [1]\n{line}").title is None


# --- dates -----------------------------------------------------------------------------------------------------
EAST, HALF = timezone(timedelta(hours=8)), timezone(-timedelta(hours=5, minutes=30))
DATES = [
    *((date, MOMENT) for date in ("2025-08-26 08:14", "2025/08/26 08:14", "2025.08.26 08:14", "2025-8-26 8:14")),
    *((date, MOMENT) for date in ("2025-08-26T08:14", "Aug 26, 2025 08:14", "Aug 26, 2025, 8:14 AM")),
    *((date, MOMENT) for date in ("Tue, 26 Aug 2025 08:14", "26 August 2025 08:14", "26 Aug 2025, 08:14")),
    *((date, MOMENT) for date in ("26.08.2025 08:14", "Dienstag, 26. August 2025, 08:14")),
    *((date, MOMENT) for date in ("mardi 26 août 2025 à 08:14", "2025年8月26日 上午8:14", "2025年8月26日 08:14")),
    *((date, MOMENT) for date in ("2025年08月26日08:14", "2025 年 8 月 26 日 08:14")),
    *((date, MIDNIGHT) for date in ("2025-08-26", "2025/8/26", "Aug 26, 2025", "26 August 2025", "2025年8月26日")),
    *((date, MIDNIGHT) for date in ("26. August 2025", "26 de agosto de 2025", "26 agosto 2025")),
    ("terça-feira, 26 de agosto de 2025", MIDNIGHT),
    ("2025-08-26 08:14:30", datetime(2025, 8, 26, 8, 14, 30)),
    ("2025-08-26 下午8:14", datetime(2025, 8, 26, 20, 14)),
    ("August 26, 2025 8:14 pm", datetime(2025, 8, 26, 20, 14)),
    ("Aug. 26th, 2025 12:00 am", MIDNIGHT),
    ("2025-08-26 08:14 EST", MOMENT.replace(tzinfo=timezone(timedelta(hours=-5)))),
    ("2025-08-26 08:14 CEST", MOMENT.replace(tzinfo=timezone(timedelta(hours=2)))),
    ("2025-08-26 08:14 (UTC+8)", MOMENT.replace(tzinfo=EAST)),
    ("2025-08-26 08:14 北京时间", MOMENT.replace(tzinfo=EAST)),
    ("2025-08-26 08:14 GMT+8", MOMENT.replace(tzinfo=EAST)),
    ("2025-08-26T08:14:00+08:00", MOMENT.replace(tzinfo=EAST)),
    ("2025-08-26 08:14 -0530", MOMENT.replace(tzinfo=HALF)),
    ("2025-08-26 08:14Z", MOMENT.replace(tzinfo=UTC)),
    ("2025-08-26 08:14 UTC", MOMENT.replace(tzinfo=UTC)),
]


@pytest.mark.parametrize(("date", "moment"), DATES)
@pytest.mark.parametrize("source", ["Daily News", None])
def test_dates(date: str, moment: datetime, source: str | None) -> None:
    line = date if source is None else f"{source}·{date}"
    article = ri.parse(f"A Title\n{line}\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", source, moment)
    assert article.published is not None
    assert article.published.utcoffset() == moment.utcoffset()
    assert article.published_span is not None
    assert article.published_span.cut(article.raw) == date
    assert ("date-without-time" in codes(article)) == (":" not in date)


def read_date(date: str) -> datetime | None:
    return ri.parse(f"A Title\nDaily News·{date}\n\n{BODY}").published


PLACES = [
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "UTC", "Europe/Lisbon"),
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "Europe/Moscow", "Asia/Singapore", "Asia/Hong_Kong"),
    *("Asia/Tokyo", "Asia/Seoul", "Australia/Sydney", "Pacific/Auckland"),
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("month", [1, 7])
def test_zones_have_the_names_that_the_world_gives_them(place: str, month: int) -> None:
    moment = datetime(2026, month, 15, 12, tzinfo=ZoneInfo(place))
    assert read_date(f"{moment:%Y-%m-%d %H:%M %Z}") == moment


@pytest.mark.parametrize(
    ("name", "place"), [("ET", "New_York"), ("CT", "Chicago"), ("MT", "Denver"), ("PT", "Los_Angeles")]
)
def test_american_zones_save_daylight_when_america_does(name: str, place: str) -> None:
    zone = ZoneInfo(f"America/{place}")
    days = [datetime(year, month, day) for year in (2025, 2026, 2027) for month in (3, 11) for day in range(1, 16)]
    for moment in (day.replace(hour=hour) for day in days for hour in (0, 1, 3)):
        published = read_date(f"{moment:%Y-%m-%d %H:%M} {name}")
        assert published is not None
        assert published.utcoffset() == zone.utcoffset(moment)


@pytest.mark.parametrize(
    "date", ["2025-02-30 08:14", "2025-13-01", "2025-08-26 25:00", "2025年2月30日", "Feb 30, 2025"]
)
def test_impossible_dates(date: str) -> None:
    article = ri.parse(f"A Title\nDaily News·{date}\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", "Daily News", None)
    assert codes(article) == ["impossible-date"]
    assert article.diagnostics[0].span == article.published_span


@pytest.mark.parametrize("end", ["2025-08-26 08:1", "2025-08-2", "2025-08-", "2025-08", "2025", "20"])
def test_dates_cut_off(end: str) -> None:
    *_, last = ri.parse_many(f"One\n{SOURCE}\n{BODY}\nTwo\nDaily News·{end}")
    assert (last.title, last.source, last.published, last.sections) == ("Two", "Daily News", None, ())


# --- several articles ------------------------------------------------------------------------------------------
#: What a page shows of each article: its title and how many sections it has.
_Shown = list[tuple[str | None, int]]
RAW = "Rain is due in the south, says the weather service, and it will last for a week or two ..."
PAGES = [
    # digests in a row, one of them twice, and raw text among them
    (
        f"Orion\nWorkflow\nOne\n{SOURCE}\n{BODY}\nTwo\n{SOURCE}\n{BODY}\n\nThree\n{SOURCE}\n{RAW}\nOne\n{SOURCE}\n{BODY}",
        [("One", 2), ("Two", 2), ("Three", 0), ("One", 2)],
    ),
    # without source lines
    (f"Why One\n{BODY}\n\nWhy Two\n{BODY}\n", [("Why One", 2), ("Why Two", 2)]),
    (f"{BODY}\n\n{BODY}\n{BODY}", [(None, 2), (None, 2), (None, 2)]),
    # cut off in the head of the next article
    (f"One\n{SOURCE}\n{BODY}\nAnother Title of the Next", [("One", 2), ("Another Title of the Next", 0)]),
    (f"One\n{SOURCE}\n{BODY}\n钢铁股早段齐升 钢铁稳增长方案", [("One", 2), ("钢铁股早段齐升 钢铁稳增长方案", 0)]),
    to_mend(
        "a next title above half a source line is a heading",
        f"One\n{SOURCE}\n{BODY}\nTwo Is Next\nDaily Ne",
        [("One", 2), ("Two Is Next", 0)],
    ),
    # lines of the page between them
    (f"One\n{SOURCE}\n{BODY}\nicon\nSearch documents\nTwo\n{SOURCE}\n{BODY}\n", [("One", 2), ("Two", 2)]),
    # below citations that are links, and what only looks like a second header
    ("Core Insights - Prices fell [1](#1) Group 1 - Costs rose [1](#1)\nCopper Climbs", [("Copper Climbs", 2)]),
    (f"One\n{SOURCE}\n{BODY}\n{SOURCE}\n", [("One", 2), (None, 0)]),
]


@pytest.mark.parametrize(("page", "shown"), PAGES)
def test_pages_of_several_articles(page: str, shown: _Shown) -> None:
    articles = list(ri.parse_many(page))
    assert [(article.title, len(article.sections)) for article in articles] == shown
    assert [article.format for article in articles] == ["digest" if count else None for _, count in shown]
    assert "".join(article.raw for article in articles) == page
    assert ("more-articles" in codes(ri.parse(page))) == (len(shown) > 1)


@pytest.mark.parametrize(
    "body",
    [
        "报告行业投资评级 未提及 报告的核心观点 美豆反弹,榨利 - 180元/吨 [3] 现货 - 张家港2,910元/吨 [4]",
        "1. 投资评级 未提及 2. 核心观点 - 铜价上涨 [1] - 库存下降 [2]",
        to_mend(
            "a title right above a body that opens with a marker is a heading",
            "- 铜价上涨 [1] - 库存下降 [2] 后市展望 - 短期偏强 [3]",
        ),
    ],
)
@pytest.mark.parametrize("above", ["", "Workflow\n白糖\nicon\n搜索文档\n"])
def test_a_title_right_above_a_body_in_one_line_is_no_heading(body: str, above: str) -> None:
    title = "2026年度铜市日历:哪些时点要盯"
    article = ri.parse(f"{above}{title}\n{body}")
    assert article.title == title
    assert outline(article) == outline(ri.parse(body))


@pytest.mark.parametrize("body", ["Core Insights - Prices fell [1]", "Group 1 - Prices fell [1]"])
def test_a_short_body_above_its_source_line(body: str) -> None:
    article = ri.parse(f"{body}\n\n{SOURCE}")
    assert (article.title, len(article.sections)) == (None, 1)
