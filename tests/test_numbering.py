"""Numbers that are markers, and those that are not."""

from __future__ import annotations

import pytest

import rareinsight as ri
from outlines import outline

SECTIONS = [
    (
        "Core Insights",
        ["Sea freight fell by a third [1][2]", "Air freight - short - term above all - held up [3]"],
    ),
    (
        "Group 1: Supply - Demand Balance",
        ["Not stated", "24 ships were laid up [4]", "“Never again,” owners say [5]"],
    ),
    ("Rates and Routes", ["US$410 per box is the rate [6]", "The rest is open. [1]"]),
]


def written(sign: str, *, lines: bool) -> str:
    glue = "\n" if lines else " "
    return glue.join(
        glue.join([heading, *(f"{number}{sign} {text}" for number, text in enumerate(insights, 1))])
        for heading, insights in SECTIONS
    )


@pytest.mark.parametrize("lines", [True, False], ids=["lines", "one line"])
@pytest.mark.parametrize("sign", [".", ")"])
def test_numbers_that_count_up_below_each_heading_are_markers(sign: str, *, lines: bool) -> None:
    text = written(sign, lines=lines)
    assert outline(ri.parse(text)) == SECTIONS
    assert ri.parse(text) == ri.parse(text.replace("\n", "\r\n"))


def test_numbered_headings_above_numbered_insights_are_headings() -> None:
    text = (
        "Group 1: Summary by Catalog\n1. Copper\n1. Stocks fell by a third [1]\n2. Spot is firm [2]\n"
        "2. Zinc\n1. Mills cut runs [3]\n"
    )
    assert outline(ri.parse(text)) == [
        ("Group 1: Summary by Catalog", []),
        ("1. Copper", ["Stocks fell by a third [1]", "Spot is firm [2]"]),
        ("2. Zinc", ["Mills cut runs [3]"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1. Copper - Stocks fell by a third [1] 2. Zinc - Mills cut runs [2] 3. Tin - It is scarce [3]",
        "Core Insights - Stocks fell to 1. That is low [1] - Spot is firm at 2. Mills wait [2]",
        "Core Insights - Of three mines 1. Alba is shut, 2. Brava is for sale [1] - Spot is firm [2]",
    ],
)
def test_numbers_beside_signs_mark_nothing(text: str) -> None:
    insights = [insight.text for insight in ri.parse(text).insights]
    assert len(insights) == text.count(" - ")


#: What follows the first insight of the last section, and what comes out there.
CUT: dict[str, tuple[str, list[str] | None]] = {
    "a number": ("\n2.", []),
    "an insight": ("\n2. Two lines wait", ["Two lines wait"]),
    "a heading": ("\nRates and Rou", None),
}


@pytest.mark.parametrize(("end", "cut"), CUT.values(), ids=CUT)
def test_numbered_texts_may_be_cut_off(end: str, cut: list[str] | None) -> None:
    text = "Core Insights\n1. Freight fell by a third [1]\nGroup 1: Ships\n1. Of 90 ships 24 were laid up [4]"
    sections = outline(ri.parse(f"A Title\nHarbour Daily·2025-03-04 09:30\n{text}{end}"))
    insights = ["Of 90 ships 24 were laid up [4]"]
    expected = [
        ("Core Insights", ["Freight fell by a third [1]"]),
        ("Group 1: Ships", insights + (cut or [])),
    ]
    assert sections == expected + ([("Rates and Rou", [])] if cut is None else [])
