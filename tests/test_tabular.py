"""Rows for data frames: every column of one type, ids that stay, and the real pandas and Polars."""

from datetime import datetime, timedelta, timezone
from typing import cast, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from rareinsight.model import Origin
from strategies import articles, evolve

DUMP = "Copper\nDaily Metal·2025-08-26 08:14\nCore Insights - Copper is scarce [1][3]. Group 2: Mines - Two closed [2]"


def is_of(hint: type, value: object) -> bool:
    """Whether a value is of the type that a column declares."""
    if get_origin(hint) is list:
        [kind] = get_args(hint)
        return isinstance(value, list) and all(isinstance(each, kind) for each in cast("list[object]", value))
    return isinstance(value, hint)


@given(st.lists(articles(), max_size=3))
def test_rows_have_every_column_with_values_of_its_type(found: list[ri.Article]) -> None:
    for kind, rows in (
        (ri.InsightRow, [dict(row) for row in ri.rows(found)]),
        (ri.CitationRow, [dict(row) for row in ri.rows(found, by="citation")]),
    ):
        hints = get_type_hints(kind)
        for row in rows:
            assert list(row) == list(hints)
            assert [name for name, hint in hints.items() if not is_of(hint, row[name])] == []


@given(st.lists(articles(surrogates=False), max_size=3))
def test_rows_match_the_articles(found: list[ri.Article]) -> None:
    places = [(a, s, i) for a in found for s in a.sections for i in s.insights]
    assert [(row["title"], row["role"], row["section_title"], row["insight"]) for row in ri.rows(found)] == [
        (article.title, section.role, section.title, insight.text) for article, section, insight in places
    ]
    assert [(row["number"], row["key"], row["claim"], row["start"]) for row in ri.rows(found, by="citation")] == [
        (each.number, each.key, each.claim, each.start) for *_, insight in places for each in insight.citations
    ]


@given(st.lists(articles(surrogates=False), max_size=3).map(lambda found: [*found, *found]))
def test_ids_are_unique_and_depend_on_content_and_order(found: list[ri.Article]) -> None:
    ids = [row["insight_id"] for row in ri.rows(found)]
    assert len({*ids}) == len(ids)
    written = [ri.from_json(ri.to_json(evolve(article, raw="", origin=None))) for article in found]
    assert [row["insight_id"] for row in ri.rows(written)] == ids
    citations = list(ri.rows(found, by="citation"))
    assert {row["insight_id"] for row in citations} <= {*ids}
    assert len({row["citation_id"] for row in citations}) == len(citations)


def test_ids_are_the_same_on_every_machine(seed: str) -> None:
    first, *_, last = ri.rows([ri.parse(seed), ri.parse(seed)])
    assert first["insight_id"] == "bf71c157b6b51bd4603321e2cc2466e7.0"
    assert last["insight_id"] == first["article_id"] + "-2.11"


def test_rows_say_where_an_article_was_read() -> None:
    article = evolve(ri.parse(DUMP), origin=Origin("dump.jsonl", 7, 40))
    for row in (*ri.rows([article]), *ri.rows([article], by="citation")):
        assert (row["path"], row["record"], row["offset"]) == ("dump.jsonl", 7, 40)
        assert (row["format"], row["published"]) == ("digest", datetime(2025, 8, 26, 8, 14))


def test_citation_rows_have_the_text_that_is_cited() -> None:
    article = ri.link(ri.parse(DUMP), ["Copper ran out.", "Two mines closed."])
    found = [(row["number"], row["reference"]) for row in ri.rows([article], by="citation")]
    assert found == [(1, "Copper ran out."), (3, None), (2, "Two mines closed.")]


def late_values() -> list[ri.Article]:
    """Many articles without a value in some columns, then one with a value in each."""
    return [*[ri.parse("Core Insights - Copper is scarce")] * 200, ri.parse(DUMP.replace("Two", "Mines: Two"))]


def test_pandas_keeps_integers_whole() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(ri.rows(late_values())).convert_dtypes()
    assert (str(frame["section_index"].dtype), frame["section_index"].sum()) == ("Int64", 2)
    assert frame["published"].dt.year.max() == 2025
    counts = frame.explode("numbers").groupby("numbers").size()
    assert counts.to_dict() == {1: 1, 2: 1, 3: 1}


def test_polars_takes_the_types_of_the_columns() -> None:
    polars = pytest.importorskip("polars")
    found = late_values()
    inferred = polars.DataFrame(ri.rows(found), infer_schema_length=None)
    typed = polars.DataFrame(ri.rows(found), schema=get_type_hints(ri.InsightRow))
    nothing = polars.DataFrame(ri.rows([]), schema=get_type_hints(ri.InsightRow))
    assert typed.schema == nothing.schema
    assert typed.rows() == inferred.rows()
    assert typed["section_index"].sum() == 2
    citations = polars.DataFrame(ri.rows(found, by="citation"), schema=get_type_hints(ri.CitationRow))
    assert typed.join(citations, on="insight_id").height == 3


def test_rows_have_the_offset_of_the_date_in_seconds() -> None:
    zone = timezone(timedelta(hours=5, minutes=30))
    article = evolve(ri.parse("Core Insights - Prices fell [1]"), published=datetime(2025, 8, 26, 8, tzinfo=zone))
    (row,) = ri.rows([article])
    assert (row["published"], row["published_offset"]) == (datetime(2025, 8, 26, 8), 19800)


def test_rows_refuse_an_offset_with_a_fraction_of_a_second() -> None:
    zone = timezone(timedelta(seconds=1, microseconds=5))
    article = evolve(ri.parse("Core Insights - Prices fell [1]"), published=datetime(2025, 8, 26, tzinfo=zone))
    with pytest.raises(ValueError, match="fraction of a second"):
        list(ri.rows([article]))
