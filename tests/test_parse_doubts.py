"""Every doubt of the table is raised by its example, and points at its place."""

import pytest

import rareinsight as ri
from outlines import codes
from rareinsight.diagnostics import DIAGNOSTICS


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_the_example_of_a_diagnostic_raises_it(code: str) -> None:
    row = DIAGNOSTICS[code]
    article = ri.parse(row.example)
    if code.endswith("-reference"):
        article = ri.link(article)
    assert code in codes(article)
    (doubt, *_) = [doubt for doubt in article.diagnostics if doubt.code == code]
    assert (doubt.severity, doubt.message[: len(row.message)]) == (row.severity, row.message)


@pytest.mark.parametrize("code", DIAGNOSTICS)
def test_rows_of_the_table_of_diagnostics(code: str) -> None:
    row = DIAGNOSTICS[code]
    assert row.code == code == "-".join(code.split()).lower()
    assert row.severity in ("info", "warning", "error")
    assert not row.message.endswith(".")
    assert row.advice.endswith(".")


PLACES = [
    ("Group 1 - Prices fell [1] Group 1 - Costs rose [2]", "duplicate-group", "Group 1"),
    ("Group 1 - Prices fell [1] Group 3 - Costs rose [2]", "skipped-group", "Group 3"),
    ("Core Insights - Prices fell [1] - Costs rose. - Stocks shrank [2]", "uncited-insight", "Costs rose."),
    ("Core Insights - Prices fell [0]", "zero-citation", "[0]"),
    ("Core Insights - Filed as [20250826081400] - Prices fell [1]", "long-number", "[20250826081400]"),
    ("Core Insights [1] - Prices fell [2]", "stray-citation", "[1]"),
    ("Core Insights - Prices fell [1] - Costs rose [2", "cut-citation", "[2"),
    (
        "A\nDaily News·2025-02-30 08:14\n\nCore Insights - Prices fell [1]",
        "impossible-date",
        "2025-02-30 08:14",
    ),
    ("Here is what matters. Core Insights - Prices fell [1]", "unplaced-text", "Here is what matters."),
]


@pytest.mark.parametrize(("text", "code", "place"), PLACES)
def test_doubts_point_at_their_place(text: str, code: str, place: str) -> None:
    article = ri.parse(text)
    (doubt,) = [doubt for doubt in article.diagnostics if doubt.code == code]
    assert doubt.span is not None
    assert doubt.span.cut(text).strip() == place


def test_lines_that_belong_to_nothing_are_told_each() -> None:
    text = "Group 1\n- Prices fell [1]\nShare this.\nShare - today.\n- Costs rose [3]"
    article = ri.parse(text)
    unplaced = [doubt.span for doubt in article.diagnostics if doubt.code == "unplaced-text"]
    assert [span.cut(text).strip() for span in unplaced if span] == ["Share this.", "Share - today."]


def test_a_line_with_a_dash_that_is_cited_after_all_is_an_insight() -> None:
    article = ri.parse(
        "Group 1\n- Prices fell [1]\nShare this.\nSome - not all - say so [2]\n- Costs rose [3]"
    )
    assert [insight.text for insight in article.insights] == [
        "Prices fell",
        "Some - not all - say so",
        "Costs rose",
    ]


def test_doubts_are_told_in_the_order_of_the_text() -> None:
    text = "A\nDaily News·2025-02-30 08:14\n\nCore Insights - Filed as [20250826] [1] - Costs rose [2"
    starts = [doubt.span.start for doubt in ri.parse(text).diagnostics if doubt.span is not None]
    assert len(starts) > 2
    assert starts == sorted(starts)
