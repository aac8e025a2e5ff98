"""Producers declared from the docs alone, in at most 15 lines each: read exactly, and all that is promised holds."""

import inspect
import sys
from datetime import datetime
from operator import attrgetter
from typing import Final, TypeAlias

import pytest

import rareinsight as ri
from rareinsight import Format, Heading, Numbered
from rareinsight.testing import check_format

BOARD: Final = Format(
    "board minutes",
    headings=[Heading(["Decisions"], role="core"), Heading(["Attendees", "Open points", "Next meeting"])],
    markers=["-"],
    numbered_markers=["{n}."],
    source_lines=["{source}, {date}"],
)

DAILY: Final = Format(
    "晨报",
    numbered=[Numbered("{c}、", role="group")],
    markers=[],
    numbered_markers=["{n}、"],
    source_lines=["来源:{source} {date}"],
    boilerplate=["点击关注", "分享"],
)

ASSISTANT: Final = Format(
    "assistant",
    free_headings=True,
    unmarked=True,
    lead=True,
    markers=["-", "*"],
    citations=["[{n}]"],
    references=["Sources"],
    source_lines=[],
)

RELEASE: Final = Format(
    "release notes",
    headings=[Heading(["Added", "Changed", "Fixed", "Removed"])],
    markers=["•"],
    source_lines=["Released {date}", "{source} ({date})"],
)

EXAM: Final = Format(
    "exam",
    headings=[Heading(["Summary"], role="core")],
    numbered=[Numbered("Q{n}", role="group")],
    markers=["-"],
    numbered_markers=["A{n}", "A{n}:"],
    source_lines=["{source} / {date}"],
)

_Header: TypeAlias = tuple[str | None, str | None, datetime | None]
_Section: TypeAlias = tuple[str, str | None, int | None, list[tuple[str, list[int]]]]

#: What a careful reader finds: title, source and date, and each section's role, title, index and insights with the
#: numbers they cite.
PAGES: Final[tuple[tuple[Format, str, _Header, list[_Section]], ...]] = (
    (
        BOARD,
        """\
Minutes of the Board

Harbour Trust, 3 March 2026

Attendees: Ann Lee, Bob Ray (chair), Carl Ito

Decisions:
1. The pier is rebuilt in 2027 - not before.
2. Fees rise by 2.5% from 1 May.
3. Hot - Rolled steel is bought
   where it is cheapest.

Open points:
- Who pays for the lights?
- Insurance: three offers by June

Next meeting: 7 April 2026, 18:00
""",
        ("Minutes of the Board", "Harbour Trust", datetime(2026, 3, 3)),
        [
            ("other", "Attendees:", None, [("Ann Lee, Bob Ray (chair), Carl Ito", [])]),
            (
                "core",
                "Decisions:",
                None,
                [
                    ("The pier is rebuilt in 2027 - not before.", []),
                    ("Fees rise by 2.5% from 1 May.", []),
                    ("Hot - Rolled steel is bought where it is cheapest.", []),
                ],
            ),
            (
                "other",
                "Open points:",
                None,
                [("Who pays for the lights?", []), ("Insurance: three offers by June", [])],
            ),
            ("other", "Next meeting:", None, [("7 April 2026, 18:00", [])]),
        ],
    ),
    (
        DAILY,
        """\
点击关注
晨报:央行再降息
来源:华社财经 2026年3月3日 07:15
一、要闻
1、央行下调利率25个基点。
2、3月PMI为50.2,高于预期
二、 公司新闻
1、江海电力拟投资12亿元;项目年内开工。
三、海外
1、美元指数跌0.4%
分享
""",
        ("晨报:央行再降息", "华社财经", datetime(2026, 3, 3, 7, 15)),
        [
            ("group", "要闻", 1, [("央行下调利率25个基点。", []), ("3月PMI为50.2,高于预期", [])]),
            ("group", "公司新闻", 2, [("江海电力拟投资12亿元;项目年内开工。", [])]),
            ("group", "海外", 3, [("美元指数跌0.4%", [])]),
        ],
    ),
    (
        ASSISTANT,
        """\
Heat pumps save money in most homes built after 1990 [1][2].

### Costs
- Installation costs 8,000 - 12,000 euros [2].
- Running costs fall by 30 % [1, 3]

### Limits
Older houses need new radiators [3].

Sources:
1. Heat pumps in practice - https://energy.example/hp
2. What a heat pump costs - https://costs.example/2026
3. Old houses - https://old.example
""",
        (None, None, None),
        [
            ("other", None, None, [("Heat pumps save money in most homes built after 1990.", [1, 2])]),
            (
                "other",
                "Costs",
                None,
                [
                    ("Installation costs 8,000 - 12,000 euros.", [2]),
                    ("Running costs fall by 30 %", [1, 3]),
                ],
            ),
            ("other", "Limits", None, [("Older houses need new radiators.", [3])]),
        ],
    ),
    (
        RELEASE,
        """\
Kestrel 4.2
Released 2026-02-11

ADDED
• Dark mode: follows the system
• Export to CSV - with headers
Fixed
• Crash on start-up [#1423]
• Tabs · again · keep their order
""",
        ("Kestrel 4.2", None, datetime(2026, 2, 11)),
        [
            (
                "other",
                "ADDED",
                None,
                [("Dark mode: follows the system", []), ("Export to CSV - with headers", [])],
            ),
            (
                "other",
                "Fixed",
                None,
                [("Crash on start-up [#1423]", []), ("Tabs · again · keep their order", [])],
            ),
        ],
    ),
    (
        EXAM,
        """\
Biology, final exam
Hillside School / 12 June 2026

Summary
- Cells

Q1: What is osmosis?
A1 Water moves through a membrane.
Q2: Name two organelles
A1: Nucleus
A2: Ribosome - for example.
A3 A1c is none.
""",
        ("Biology, final exam", "Hillside School", datetime(2026, 6, 12)),
        [
            ("core", "Summary", None, [("Cells", [])]),
            ("group", "What is osmosis?", 1, [("Water moves through a membrane.", [])]),
            (
                "group",
                "Name two organelles",
                2,
                [("Nucleus", []), ("Ribosome - for example.", []), ("A1c is none.", [])],
            ),
        ],
    ),
)
FORMATS: Final = tuple(format for format, *_ in PAGES)


@pytest.mark.parametrize(
    ("format", "page", "header", "sections"), PAGES, ids=lambda value: getattr(value, "name", "")
)
def test_a_page_is_read_exactly(format: Format, page: str, header: _Header, sections: list[_Section]) -> None:
    article = ri.parse(page, format=format)
    assert (article.title, article.source, article.published) == header
    assert [
        (
            section.role,
            section.title,
            section.index,
            [(each.text, [citation.number for citation in each.citations]) for each in section.insights],
        )
        for section in article.sections
    ] == sections
    assert ri.parse(ri.render(article, format=format), format=format) == article


def test_the_sources_of_an_answer() -> None:
    article = ri.link(ri.parse(PAGES[2][1], format=ASSISTANT))
    assert [(each.text, each.url) for each in article.references] == [
        ("Heat pumps in practice", "https://energy.example/hp"),
        ("What a heat pump costs", "https://costs.example/2026"),
        ("Old houses", "https://old.example"),
    ]


@pytest.mark.usefixtures("few_examples")
@pytest.mark.parametrize("format", FORMATS, ids=attrgetter("name"))
def test_all_that_is_promised_holds(format: Format) -> None:
    check_format(format)


def test_a_declaration_has_at_most_15_lines() -> None:
    source = inspect.getsource(sys.modules[__name__])
    declarations = source.split(": Final = Format(\n")[1:]
    assert len(declarations) == len(FORMATS)
    assert all(1 + declaration.split("\n)\n")[0].count("\n") + 2 <= 15 for declaration in declarations)
