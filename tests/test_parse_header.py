"""Titles, sources and dates as they were seen on pages, and pages of several articles."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

import rareinsight as ri
from outlines import codes

# --- header ----------------------------------------------------------------------------------------------------
BODY = "Core Insights - Prices fell [1] Group 1 - Costs rose [2]"
SOURCE = "Daily News·2025-08-26 08:14"
MOMENT = datetime(2025, 8, 26, 8, 14)

TITLES = [
    *(
        "“战略矿产之王”稀土:为什么会让美国人破大防?",
        "港股异动 | 民生保障",
        "晨会丨【早报】今日要闻",
        "Why Copper? A Story",
    ),
    *(
        "Copper - The Long View",
        "1. 稀土",
        "一、二线城市怎么买房",
        "核心观点:降息还有几次",
        "风险提示",
        "2025 Outlook",
        "A",
    ),
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    "page",
    [
        "{title}\n{source}\n\n{body}",
        "{title}\n{source}\n{body}\n",
        "Workflow\n{title}\n{source}\n\n{body}",
        "Search documents\nicon\n\n{title}\n\n{source}\n\n{body}",
        "{body}\n\n{title}\n{source}",
        "{body}\n{title}\n{source}\n",
        "\ufeff{title}\r\n{source}\r\n\r\n{body}\r\n",
    ],
)
def test_titles_with_a_source_line(title: str, page: str) -> None:
    text = page.format(title=title, source=SOURCE, body=BODY)
    (article,) = ri.parse_many(text)
    assert (article.title, article.source, article.published) == (title, "Daily News", MOMENT)
    assert article.sections == ri.parse(BODY).sections


@pytest.mark.parametrize(
    "title", ["“战略矿产之王”稀土:为什么?", "Copper: The Long View", "港股异动 | 民生保障"]
)
@pytest.mark.parametrize(
    "page",
    [
        "{title}\n\n{body}",
        "{title}\n{body}",
        "Workflow\n{title}\n\n{body}",
        "{body}\n\n{title}",
        "{body}\n{title}\n",
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


SOURCES = [
    *("Hua Er Jie Jian Wen", "2 1 Shi Ji Jing Ji Bao Dao", "东澜财经", "36Kr", "A·B", "Daily News (Asia)"),
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("dot", ["·", "· ", " · "])
def test_sources(source: str, dot: str) -> None:
    article = ri.parse(f"A Title\n{source}{dot}2025-08-26 08:14\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", source, MOMENT)


def test_a_ticker_before_a_source_is_no_part_of_it() -> None:
    article = ri.parse(f"A Title\nOrionOrion(US:ORNX) Chip Watch·2025-08-26 08:14\n\n{BODY}")
    assert article.source == "Chip Watch"
    assert article.source_span is not None
    assert article.source_span.cut(article.raw) == "Chip Watch"


MIDNIGHT = datetime(2025, 8, 26)
DATES = [
    ("2025-08-26 08:14", MOMENT),
    ("2025/08/26 08:14", MOMENT),
    ("2025.08.26 08:14", MOMENT),
    ("2025-8-26 8:14", MOMENT),
    ("2025-08-26T08:14", MOMENT),
    ("2025-08-26 08:14:30", datetime(2025, 8, 26, 8, 14, 30)),
    ("Aug 26, 2025 08:14", MOMENT),
    ("Aug 26, 2025, 8:14 AM", MOMENT),
    ("Tue, 26 Aug 2025 08:14", MOMENT),
    ("26. August 2025", MIDNIGHT),
    ("Dienstag, 26. August 2025, 08:14", MOMENT),
    ("26.08.2025 08:14", MOMENT),
    ("mardi 26 août 2025 à 08:14", MOMENT),
    ("26 de agosto de 2025", MIDNIGHT),
    ("26 agosto 2025", MIDNIGHT),
    ("terça-feira, 26 de agosto de 2025", MIDNIGHT),
    ("2025年8月26日 上午8:14", MOMENT),
    ("2025-08-26 下午8:14", datetime(2025, 8, 26, 20, 14)),
    ("2025-08-26 08:14 EST", MOMENT.replace(tzinfo=timezone(timedelta(hours=-5)))),
    ("2025-08-26 08:14 CEST", MOMENT.replace(tzinfo=timezone(timedelta(hours=2)))),
    ("2025-08-26 08:14 (UTC+8)", MOMENT.replace(tzinfo=timezone(timedelta(hours=8)))),
    ("2025-08-26 08:14 北京时间", MOMENT.replace(tzinfo=timezone(timedelta(hours=8)))),
    ("August 26, 2025 8:14 pm", datetime(2025, 8, 26, 20, 14)),
    ("Aug. 26th, 2025 12:00 am", MIDNIGHT),
    ("26 August 2025 08:14", MOMENT),
    ("26 Aug 2025, 08:14", MOMENT),
    ("2025年8月26日 08:14", MOMENT),
    ("2025年08月26日08:14", MOMENT),
    ("2025 年 8 月 26 日 08:14", MOMENT),
    ("2025-08-26 08:14Z", datetime(2025, 8, 26, 8, 14, tzinfo=UTC)),
    ("2025-08-26 08:14 UTC", datetime(2025, 8, 26, 8, 14, tzinfo=UTC)),
    ("2025-08-26 08:14 GMT+8", datetime(2025, 8, 26, 8, 14, tzinfo=timezone(timedelta(hours=8)))),
    ("2025-08-26T08:14:00+08:00", datetime(2025, 8, 26, 8, 14, tzinfo=timezone(timedelta(hours=8)))),
    (
        "2025-08-26 08:14 -0530",
        datetime(2025, 8, 26, 8, 14, tzinfo=timezone(-timedelta(hours=5, minutes=30))),
    ),
    ("2025-08-26", MIDNIGHT),
    ("2025/8/26", MIDNIGHT),
    ("Aug 26, 2025", MIDNIGHT),
    ("26 August 2025", MIDNIGHT),
    ("2025年8月26日", MIDNIGHT),
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


@pytest.mark.parametrize(
    "date",
    [
        "2025-02-30 08:14",
        "2025-13-01",
        "2025-00-10 08:14",
        "2025-08-26 25:00",
        "2025年2月30日",
        "Feb 30, 2025",
    ],
)
def test_impossible_dates(date: str) -> None:
    article = ri.parse(f"A Title\nDaily News·{date}\n\n{BODY}")
    assert (article.title, article.source, article.published) == ("A Title", "Daily News", None)
    assert codes(article) == ["impossible-date"]
    assert article.diagnostics[0].span == article.published_span


@pytest.mark.parametrize(
    "end", ["2025-08-26 08:1", "2025-08-2", "2025-08-", "2025-08", "2025-", "2025", "20"]
)
def test_dates_cut_off(end: str) -> None:
    *_, last = ri.parse_many(f"One\nDaily News·2025-08-26 08:14\n{BODY}\nTwo\nDaily News·{end}")
    assert last.title == "Two"
    assert (last.source, last.sections) == ("Daily News", ())


def test_a_title_below_its_source_line() -> None:
    article = ri.parse(f"{SOURCE}\nA Title\n{BODY}")
    assert (article.title, article.source, codes(article)) == ("A Title", "Daily News", [])


def test_a_number_at_the_end_of_a_line_is_no_date_that_was_cut_off() -> None:
    format = ri.formats()["digest"].evolve(name="wire", source_lines=["{source} {date}"])
    article = ri.parse("Core Insights\n- Prices fell [1]\n- Costs rose by 20", format=format)
    assert (article.source, len(article.insights)) == (None, 2)


# --- several articles ------------------------------------------------------------------------------------------
CRAWLED = f"One\n{SOURCE}\n{BODY}\n"


@pytest.mark.parametrize(
    ("end", "title"),
    [
        ("Another Title of the Next", "Another Title of the Next"),
        ("钢铁股早段齐升 钢铁稳增长方案", "钢铁股早段齐升 钢铁稳增长方案"),
        ("Another Title of the Next\nDaily Ne", "Another Title of the Next"),
    ],
)
def test_a_page_that_is_cut_off_in_the_head_of_its_second_article(end: str, title: str) -> None:
    first, second = ri.parse_many(CRAWLED + end)
    assert (first.title, [section.heading for section in first.sections]) == (
        "One",
        ["Core Insights", "Group 1"],
    )
    assert (second.title, second.sections) == (title, ())


def test_a_page_of_articles() -> None:
    page = (
        "Orion\nWorkflow\n"
        f"One\nDaily News·2025-08-26 08:14\n{BODY}\n"
        f"Two\nDaily News·2025-08-25 10:00\nGroup 1 - Prices fell [1]\n\n"
        "Three\nDaily News·2025-08-24 10:00\nRain is due in the south, says the weather service ...\n"
        f"One\nDaily News·2025-08-26 08:14\n{BODY}"
    )
    articles = list(ri.parse_many(page))
    assert [article.title for article in articles] == ["One", "Two", "Three", "One"]
    assert [len(article.sections) for article in articles] == [2, 1, 0, 2]
    assert [article.format for article in articles] == ["digest", "digest", None, "digest"]
    assert articles[0] == articles[3]
    assert articles[0].fingerprint == articles[3].fingerprint
    assert "no-digest" in codes(articles[2])
    assert codes(ri.parse(page)) == ["more-articles"]


@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize("parting", ["", "\n"])
def test_an_article_without_header_does_not_take_that_of_the_next(gap: str, parting: str) -> None:
    # else all that follow it would have the title, source and date of their neighbours
    whole = [f"{number} Ways\nDaily News·2025-08-26 08:14\n{gap}{BODY}\n" for number in range(2, 6)]
    page = parting.join([whole[0], f"{BODY}\n", *whole[1:]])
    articles = list(ri.parse_many(page))
    assert [article.title for article in articles] == ["2 Ways", None, "3 Ways", "4 Ways", "5 Ways"]
    assert "".join(article.raw for article in articles) == page


@pytest.mark.parametrize("title", ["", "Why Copper Climbs\n", "Why Copper Climbs\n\n"])
@pytest.mark.parametrize("parting", ["\n", "\n\n"])
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_a_second_core_below_a_parent_begins_an_article(title: str, parting: str, gap: str) -> None:
    page = f"{title}Summary of Key Points{gap}{BODY}"
    first, second = ri.parse_many(page + parting + page)
    assert [section.heading for section in first.sections] == [
        "Summary of Key Points",
        "Core Insights",
        "Group 1",
    ]
    assert first.sections == second.sections
    assert first.title == second.title == (title.strip() or None)


@pytest.mark.parametrize(("gap", "parting"), [("", ""), ("", "\n"), ("\n", "\n")])
def test_headers_below_their_bodies(gap: str, parting: str) -> None:
    whole = [f"{BODY}\n{gap}{number} Ways\nDaily News·2025-08-26 08:14\n" for number in range(2, 5)]
    articles = list(ri.parse_many(parting.join([*whole[:1], f"{BODY}\n", *whole[1:]])))
    assert [article.title for article in articles] == ["2 Ways", None, "3 Ways", "4 Ways"]


@pytest.mark.parametrize("above", ["", "Workflow\n白糖\nicon\n搜索文档\n"])
@pytest.mark.parametrize("gap", ["", "\n"])
@pytest.mark.parametrize(
    "body",
    [
        "- 铜价上涨 [1] - 库存下降 [2] 后市展望 - 短期偏强 [3]",
        "1 - 2月:春季躁动 - 小盘占优 [1] 四季度 - 高低切换 [2]",
        "报告行业投资评级 未提及 报告的核心观点 美豆反弹,榨利 - 180元/吨 [3] 现货 - 张家港2,910元/吨 [4]",
        "1. 投资评级 未提及 2. 核心观点 - 铜价上涨 [1] - 库存下降 [2]",
    ],
)
def test_a_title_right_above_a_body_in_one_line_is_no_heading(body: str, gap: str, above: str) -> None:
    article = ri.parse(f"{above}2026年度铜市日历:哪些时点要盯\n{gap}{body}")
    assert article.title == "2026年度铜市日历:哪些时点要盯"
    assert article.title not in [section.heading for section in article.sections]


def test_a_title_below_linked_citations_is_no_wrapped_line() -> None:
    body = "Core Insights - Prices of copper and tin fell [1](#1) Group 1 - Costs of mines rose [1](#1)"
    article = ri.parse(f"{body}\nCopper Climbs")
    assert article.title == "Copper Climbs"
    assert len(article.insights) == 2


def test_a_tag_above_page_furniture_is_no_heading_though_it_is_worded_as_one() -> None:
    text = "报告行业投资评级\n搜索文档\n铜业月报\nDaily· 2025-08-26 13:30\n报告行业投资评级 - 推荐(维持)[1]"
    (article,) = ri.parse_many(text)
    assert (article.title, article.source) == ("铜业月报", "Daily")
    assert [section.heading for section in article.sections] == ["报告行业投资评级"]


def test_an_hour_that_no_clock_face_has() -> None:
    article = ri.parse("A Title\nDaily·2025-08-26 13:30 pm\nGroup 1 - Prices fell [1]")
    assert article.published is None
    assert "impossible-date" in {doubt.code for doubt in article.diagnostics}


def test_a_line_of_signs_without_width_is_read() -> None:
    text = "Group 1 - The price of copper fell for the third day in a row\n\x85\ufeff"
    assert ri.parse(text).raw == text


def test_text_without_end_is_parted_into_articles_of_a_bounded_length() -> None:
    text = "Some words of a page.\n" * 4100
    articles = list(ri.parse_many(text))
    assert "".join(article.raw for article in articles) == text
    assert len(articles) > 1
    assert not any(article.sections for article in articles)
