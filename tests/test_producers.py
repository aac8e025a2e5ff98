"""Producers that no built-in format knows, each declared in a few lines, each page read to the character."""

from datetime import datetime
from typing import Final

import pytest

import rareinsight as ri
from rareinsight import Format, Heading, Numbered
from rareinsight._format import registry

NEWSLETTER: Final = Format(
    "newsletter",
    headings=[Heading(["TL;DR"], role="core"), Heading(["Key takeaways", "What to watch"])],
    markers=["→"],
    source_lines=["By {source} | {date}"],
    boilerplate=["View in browser", "Share"],
)

MORNING_PAPER: Final = Format(
    "早报",
    numbered=[Numbered("{c}、", role="group")],
    markers=[],
    numbered_markers=["{n}、", "{n}."],
    source_lines=["{source} {date}"],
)

MINUTES: Final = Format(
    "minutes",
    headings=[Heading(["Decisions"], role="core"), Heading(["Present", "Actions"])],
    markers=[],
    unmarked=True,
    source_lines=["{source}, {date}"],
)

BRIEFING: Final = Format(
    "briefing",
    headings=[Heading(["Bottom line"], role="core")],
    numbered=[Numbered("Part {r}.", role="group")],
    markers=["=>", "+"],
    citations=["<{n}>", "(see {n})"],
    source_lines=["{date} / {source}"],
)

NEWSLETTER_PAGE: Final = """\
View in browser

# Rates stay high for longer
By Ann Smith | May 4, 2026

## TL;DR
→ The Fed held rates for a third time.
→ Markets now price one cut this year, not two; short - term bonds fell.

## Key takeaways
→ Housing is the weak spot: starts fell 8%, the lowest since 2020.
→ Banks gain - for now

**What to watch**
→ Payrolls on Friday

Share
"""

MORNING_PAGE: Final = """\
财经早报
华财社 2026-05-04 07:30
一、宏观
1、央行开展逆回购500亿元。
2、一季度GDP增长5.2%
二、公司
1. 鹏岚能源一季度净利润增长三成,毛利率2.5个百分点的升幅居首。
2. 长江电缆中标12亿元项目 - 股价涨停
三、海外
1、美联储维持利率不变
"""

MINUTES_PAGE: Final = """\
Weekly staff meeting
Town Hall, 12 May 2026

Present: Ann, Bob, Carl

Decisions:
The budget is approved
Decisions of last week stand
No hiring before July - not even interns [sic]

ACTIONS
Bob: order the desks by 1 June
Actions speak louder than minutes, says Carl
"""

BRIEFING_PAGE: Final = """\
Copper at a record
2026-05-04 / Metal Wire
Bottom line => Copper is short <1><3> => Prices of copper + tin rose (see 2)
Part I. Mines + Two closed <2>. => Peru's reopen <4, 5>
Part II. => Cables get dearer (see 12)
"""

#: What a careful reader finds: title, source, date, and each section with role, heading, index, label and insights.
EXPECTED: Final = {
    "newsletter": (
        NEWSLETTER,
        NEWSLETTER_PAGE,
        ("Rates stay high for longer", "Ann Smith", datetime(2026, 5, 4)),
        [
            (
                "core",
                "TL;DR",
                None,
                None,
                [
                    "The Fed held rates for a third time.",
                    "Markets now price one cut this year, not two; short - term bonds fell.",
                ],
            ),
            (
                "other",
                "Key takeaways",
                None,
                None,
                [
                    "Housing is the weak spot: starts fell 8%, the lowest since 2020.",
                    "Banks gain - for now",
                ],
            ),
            ("other", "**What to watch**", None, None, ["Payrolls on Friday"]),
        ],
    ),
    "早报": (
        MORNING_PAPER,
        MORNING_PAGE,
        ("财经早报", "华财社", datetime(2026, 5, 4, 7, 30)),
        [
            ("group", "一、宏观", 1, "宏观", ["央行开展逆回购500亿元。", "一季度GDP增长5.2%"]),
            (
                "group",
                "二、公司",
                2,
                "公司",
                [
                    "鹏岚能源一季度净利润增长三成,毛利率2.5个百分点的升幅居首。",
                    "长江电缆中标12亿元项目 - 股价涨停",
                ],
            ),
            ("group", "三、海外", 3, "海外", ["美联储维持利率不变"]),
        ],
    ),
    "minutes": (
        MINUTES,
        MINUTES_PAGE,
        ("Weekly staff meeting", "Town Hall", datetime(2026, 5, 12)),
        [
            ("other", "Present:", None, None, ["Ann, Bob, Carl"]),
            (
                "core",
                "Decisions:",
                None,
                None,
                [
                    "The budget is approved",
                    "Decisions of last week stand",
                    "No hiring before July - not even interns [sic]",
                ],
            ),
            (
                "other",
                "ACTIONS",
                None,
                None,
                ["Bob: order the desks by 1 June", "Actions speak louder than minutes, says Carl"],
            ),
        ],
    ),
    "briefing": (
        BRIEFING,
        BRIEFING_PAGE,
        ("Copper at a record", "Metal Wire", datetime(2026, 5, 4)),
        [
            ("core", "Bottom line", None, None, ["Copper is short", "Prices of copper + tin rose"]),
            ("group", "Part I. Mines", 1, "Mines", ["Two closed.", "Peru's reopen"]),
            ("group", "Part II.", 2, None, ["Cables get dearer"]),
        ],
    ),
}


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them registered, and nothing else beside the built-in ones."""
    monkeypatch.setattr(registry, "_registry", registry._Registry())
    for declared, *_ in EXPECTED.values():
        ri.register(declared)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_is_detected_and_read_to_the_character(name: str, newline: str) -> None:
    declared, page, header, sections = EXPECTED[name]
    article = ri.parse(page.replace("\n", newline))
    assert article.format == declared.name
    assert (article.title, article.source, article.published) == header
    assert [
        (each.role, each.heading, each.index, each.label, [insight.text for insight in each.insights])
        for each in article.sections
    ] == sections
    assert "".join(piece.span.cut(article.raw) for piece in article.pieces()) == article.raw
    assert {doubt.code for doubt in article.diagnostics} <= {"date-without-time"}


def test_the_citations_of_the_briefing() -> None:
    article = ri.parse(BRIEFING_PAGE)
    numbers = [[citation.number for citation in insight.citations] for insight in article.insights]
    assert numbers == [[1, 3], [2], [2], [4, 5], [12]]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_arrives_in_pieces(name: str) -> None:
    _, page, _, _ = EXPECTED[name]
    (whole,) = ri.parse_many(page)
    (streamed,) = ri.parse_stream(iter(page))
    assert streamed == whole
    assert streamed.raw == page


# --- what has gone wrong ------------------------------------------------------------------------------------------


def test_lines_that_are_insights_are_not_joined() -> None:
    declared = Format("points", [Heading(["Pros"])], unmarked=True)
    article = ri.parse("Pros\nExports of rare earths fell, while stocks shrank\nPrices fell", format=declared)
    assert [insight.text for insight in article.insights] == [
        "Exports of rare earths fell, while stocks shrank",
        "Prices fell",
    ]


def test_a_title_below_uncited_insights_is_not_joined_to_the_last() -> None:
    declared = Format("points", [Heading(["Pros"])], markers=["+"])
    article = ri.parse("Pros\n+ Prices grew from 1.5 to 2.3 billion yuan\nCopper Climbs", format=declared)
    assert article.title == "Copper Climbs"


@pytest.mark.parametrize("text", ["In brief → Copper is short.", "1. Rivals\n→ Copper is short."])
def test_a_format_is_detected_by_a_heading_before_a_marker_of_its_own(text: str) -> None:
    headings = [Heading(["In brief"], role="core")] if text.startswith("In") else []
    ri.register(Format("arrows", headings, [Numbered("{n}.", role="group")], markers=["→"]))
    assert ri.detect(text) == "arrows"


def test_words_outweigh_numbers_in_detection() -> None:
    headings = [Heading(["Steps taken"], role="core")]
    ri.register(Format("steps", headings, numbered_markers=["{n})"], citations=["[{n}]"]))
    text = "Steps taken\n1) Short - term rates fell [1]\n2) Prices fell\n3) Costs rose"
    assert ri.detect(text) == "steps"


def test_a_group_has_its_declared_level() -> None:
    declared = Format("annexes", [Heading(["Gist"])], [Numbered("Annex {r}", role="group", level=2)])
    assert [each.level for each in ri.parse("Gist\n- A\n\nAnnex I\n- B", format=declared).sections] == [1, 2]
