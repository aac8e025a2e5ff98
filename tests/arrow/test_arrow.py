from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from commands import run_python
from rareinsight.arrow import (
    SCHEMA,
    citations_table,
    from_table,
    insights_table,
    parse_batches,
    parse_table,
    spark_ddl,
    to_table,
)
from rareinsight.model import Article, Citation, Insight, Origin, Section
from strategies import articles, read_articles, texts

PAGE = (
    "Copper runs short\nDaily Metal·2025-08-26 08:14\nCore Insights - Copper is short [1][3]\n"
    "Tin follows\nDaily Metal·2025-08-27 09:30\nCore Insights - Tin is short [2] Group 1: Mines - One shut.\n"
)
DIGEST = "Core Insights - Copper is short [1][3] - Prices rose [2]. Group 1: Mines - Two closed [4]"

digest_texts = st.sampled_from([PAGE, DIGEST, "Rain is due in the south.", ""]) | texts(surrogates=False)
text_types = st.sampled_from([pa.string(), pa.large_string(), pa.string_view()])


def content(article: Article) -> dict[str, Any]:
    """All fields of an article, each claim as in ``raw``, as a hand-made one may say anything."""
    fields = attrs.asdict(article)
    for section in fields["sections"]:
        for citation in (each for insight in section["insights"] for each in insight["citations"]):
            citation["claim"] = article.raw[citation["claim_start"] : citation["claim_end"]]
    return fields


def read_all(text: str) -> list[Article]:
    return list(ri.parse_many(text)) or [ri.parse(text)]


def plant_fault(monkeypatch: pytest.MonkeyPatch, found: Article | Exception) -> None:
    """Make texts with ``FAULT`` in them give ``found`` after their first article."""

    def parse_many(text: str, *, format: ri.Format | None, limits: ri.Limits | None) -> Iterator[Article]:
        for article in ri.parse_many(text, format=format, limits=limits):
            yield article
            if "FAULT" in text and isinstance(found, Exception):
                raise found
            if "FAULT" in text and isinstance(found, Article):
                yield found

    monkeypatch.setattr("rareinsight.arrow.parse_many", parse_many)


@given(st.lists(articles(surrogates=False), max_size=3))
def test_table_round_trips_all_but_claims_outside_the_text(found: list[Article]) -> None:
    again = from_table(to_table(found))
    assert again == found
    assert [attrs.asdict(article) for article in again] == list(map(content, found))
    assert [str(article.published) for article in again] == [str(article.published) for article in found]


@given(read_articles())
def test_table_round_trips_claims_in_the_text(article: Article) -> None:
    [again] = from_table(to_table([article]))
    assert attrs.asdict(again) == attrs.asdict(article)


@given(st.lists(articles(surrogates=False), max_size=3))
def test_from_table_reads_large_strings_and_lists(found: list[Article]) -> None:
    def large(type: pa.DataType) -> pa.DataType:
        if pa.types.is_list(type):
            return pa.large_list(large(type.value_type))
        if pa.types.is_struct(type):
            return pa.struct([(field.name, large(field.type)) for field in type])
        return pa.large_string() if type == pa.string() else type

    schema = pa.schema([(field.name, large(field.type)) for field in SCHEMA])
    assert from_table(to_table(found).cast(schema)) == found


@given(st.lists(digest_texts, max_size=4), text_types)
def test_parse_batches_parses_as_parse_does(found: list[str], text_type: pa.DataType) -> None:
    table = parse_table(pa.table({"text": pa.array(found, text_type)}))
    expected = [article for text in found for article in read_all(text)]
    again = from_table(table)
    assert again == expected
    for one, other in zip(again, expected, strict=True):
        assert attrs.asdict(attrs.evolve(one, origin=None)) == attrs.asdict(attrs.evolve(other, origin=None))


@given(st.lists(digest_texts, max_size=4), st.integers(1, 4))
def test_parse_batches_does_not_depend_on_batch_boundaries(found: list[str], size: int) -> None:
    table = pa.table({"id": pa.array(range(len(found)), pa.int64()), "text": pa.array(found, pa.string())})
    parts = list(parse_batches(table.to_batches(max_chunksize=size), keep=["id"]))
    whole = parse_table(table, keep=["id"])
    assert pa.Table.from_batches(parts, whole.schema).equals(whole, check_metadata=True)


@given(digest_texts)
def test_parse_batches_gives_the_place_of_each_article(text: str) -> None:
    table = pa.table({"text": ["", text]})
    first, *origins = [row["origin"] for row in parse_table(table).to_pylist()]
    found = read_all(text)
    assert [origin["record"] for origin in [first, *origins]] == [0] + [1] * max(1, len(found))
    assert first["offset"] == 0
    for origin, article in zip(origins, found, strict=bool(found)):
        assert text[origin["offset"] :].startswith(article.raw)


@given(st.lists(articles(surrogates=False), max_size=3))
def test_flat_tables_hold_the_rows(found: list[Article]) -> None:
    assert insights_table(found).to_pylist() == list(ri.rows(found))
    assert citations_table(found).to_pylist() == list(ri.rows(found, by="citation"))


def test_flat_tables_have_the_same_columns_whatever_they_hold() -> None:
    assert insights_table([]).schema == insights_table([ri.parse(DIGEST)]).schema
    assert citations_table([]).schema == citations_table([ri.parse(DIGEST)]).schema


def test_every_column_is_described() -> None:
    def fields(type: pa.DataType) -> Iterator[pa.Field[pa.DataType]]:
        if pa.types.is_list(type):
            yield from fields(type.value_type)
        elif pa.types.is_struct(type):
            for field in type:
                yield field
                yield from fields(field.type)

    for field in fields(pa.struct(list(SCHEMA))):
        assert field.metadata is not None
        assert field.metadata[b"description"].endswith(b".")
    assert SCHEMA.metadata == {b"rareinsight.schema": b"3"}


@pytest.mark.parametrize(
    ("text", "code"), [(None, "empty-text"), ("", "empty-text"), ("Rain is due in the south.", "no-digest")]
)
def test_parse_batches_reports_a_text_that_is_not_a_digest(text: str | None, code: str) -> None:
    [row] = parse_table(pa.table({"text": pa.array([text], pa.string())})).to_pylist()
    assert (row["raw"], row["sections"], row["error"]) == (text, [], None)
    assert code in [diagnostic["code"] for diagnostic in row["diagnostics"]]


def test_parse_batches_accepts_a_column_of_nulls() -> None:
    assert parse_table(pa.table({"text": [None, None]}))["raw"].to_pylist() == [None, None]


def test_parse_batches_gives_a_row_per_article_with_kept_columns() -> None:
    table = parse_table(pa.table({"id": [7, 8], "page": [PAGE, DIGEST]}), column="page", keep=["id"])
    assert table.column_names == ["id", *SCHEMA.names]
    assert table["id"].to_pylist() == [7, 7, 8]
    assert table["title"].to_pylist() == ["Copper runs short", "Tin follows", None]


def test_parse_batches_puts_a_failure_into_the_error_column(monkeypatch: pytest.MonkeyPatch) -> None:
    plant_fault(monkeypatch, RuntimeError("planted \ud800"))
    table = parse_table(pa.table({"text": [DIGEST, PAGE + "FAULT", DIGEST]}))
    assert table["error"].to_pylist() == [None, None, "RuntimeError: planted \\ud800", None]
    rows = table.to_pylist()
    assert rows[2]["origin"]["offset"] == len(rows[1]["raw"])
    assert "".join(row["raw"] for row in rows) == DIGEST + PAGE + "FAULT" + DIGEST
    with pytest.raises(ValueError, match="RuntimeError: planted"):
        from_table(table)
    good = table.filter(pc.field("error").is_null())
    assert from_table(good) == [ri.parse(DIGEST), *list(ri.parse_many(PAGE + "FAULT"))[:1], ri.parse(DIGEST)]


def test_parse_batches_puts_an_article_that_does_not_fit_into_the_error_column(monkeypatch: pytest.MonkeyPatch) -> None:
    plant_fault(monkeypatch, Article(title="\ud800"))
    table = parse_table(pa.table({"text": [DIGEST, DIGEST + " FAULT"]}))
    assert [bool(error) for error in table["error"].to_pylist()] == [False, False, True]


def test_parse_batches_puts_invalid_utf_8_into_the_error_column() -> None:
    broken = pa.StringArray.from_buffers(2, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"\xffa"))
    table = parse_table(pa.table({"text": broken}))
    assert [bool(error) for error in table["error"].to_pylist()] == [True, False]


def damaged_texts() -> pa.Array[Any]:
    """Two texts, the first of which ends far beyond the end of the column."""
    return pa.StringArray.from_buffers(2, pa.py_buffer(b"\0\0\0\0\0\0\1\0\2\0\0\0"), pa.py_buffer(b"ab"))


def test_parse_batches_yields_one_error_for_a_damaged_batch() -> None:
    batches = [
        pa.RecordBatch.from_arrays([pa.array([[f"{number}"], []]), texts], ["id", "text"])
        for number, texts in enumerate([pa.array([DIGEST, "A"]), damaged_texts(), pa.array([DIGEST, "B"])])
    ]
    found = list(parse_batches(batches, keep=["id"]))
    assert [records_of(batch) for batch in found] == [[0, 1], [2], [4, 5]]
    assert [[bool(error) for error in batch["error"].to_pylist()] for batch in found] == [
        [False] * 2,
        [True],
        [False] * 2,
    ]
    assert (found[1]["raw"].to_pylist(), found[1]["id"].to_pylist()) == ([None], [None])
    assert found[2]["id"].to_pylist() == [["2"], []]


def test_parse_batches_does_not_count_a_dictionary_for_each_row() -> None:
    words = pa.array([f"{number} " * 50_000 for number in range(200)]).dictionary_encode()
    batch = pa.RecordBatch.from_pydict({"id": words, "text": ["Rain is due."] * 200})
    [found] = parse_batches([batch], keep=["id"])
    assert found["id"].equals(words)


def test_parse_batches_refuses_damaged_kept_columns() -> None:
    [row] = parse_table(pa.table({"id": damaged_texts(), "text": [DIGEST, "A"]}), keep=["id"]).to_pylist()
    assert row["error"].startswith("ArrowInvalid")


def test_from_table_refuses_a_damaged_table() -> None:
    table = to_table([Article(), Article()])
    with pytest.raises(ValueError, match="the table is damaged"):
        from_table(table.set_column(0, "title", damaged_texts()))


def test_parse_batches_splits_very_many_articles_of_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rareinsight.arrow._BATCH_ROWS", 100)
    article = "A\nDaily·2025-08-26 08:14\nGroup 1 - A [1]\n"
    batch = pa.RecordBatch.from_pydict({"text": [article * 120]})
    assert [found.num_rows for found in parse_batches([batch])] == [100, 20]


def test_to_table_stores_a_long_claim_once() -> None:
    text = "Core Insights - " + "copper " * 10_000 + "[1]" * 10_000
    [article] = read_all(text)
    assert len(article.insights[0].citations) == 10_000
    assert parse_table(pa.table({"text": [text]})).nbytes < 20 * len(text)
    assert citations_table([article]).nbytes < 30 * len(text)


def records_of(batch: pa.RecordBatch) -> list[int | None]:
    """The numbers of the texts that the rows say they are of."""
    numbers: list[int | None] = pc.struct_field(batch["origin"], "record").to_pylist()
    return numbers


@given(st.lists(st.lists(st.integers(0, 2), max_size=3), max_size=3), st.integers(0, 5))
def test_parse_batches_numbers_the_texts(counts: list[list[int]], first: int) -> None:
    article = "A\nDaily·2025-08-26 08:14\nGroup 1 - A [1]\n"
    texts = [[article * count or "Rain is due." for count in batch] for batch in counts]
    batches = [pa.RecordBatch.from_pydict({"text": pa.array(batch, pa.string())}) for batch in texts]
    records = [number for found in parse_batches(batches, first_record=first) for number in records_of(found)]
    flat = [count for batch in counts for count in batch]
    assert records == [first + at for at, count in enumerate(flat) for _ in range(max(1, count))]


def test_parse_batches_numbers_texts_only_with_first_record() -> None:
    batch, empty = (
        pa.RecordBatch.from_pydict({"text": pa.array(each, pa.string())}) for each in ([None, "A", DIGEST], [])
    )
    assert [records_of(found) for found in parse_batches([batch, empty, batch])] == [[0, 1, 2], [3, 4, 5]]
    assert [records_of(found) for found in parse_batches([batch], first_record=None)] == [[None] * 3]
    assert list(parse_batches([])) == list(parse_batches([empty])) == []
    assert parse_table(pa.table([empty["text"]], ["text"])).schema.equals(SCHEMA, check_metadata=True)


@pytest.mark.parametrize(
    ("ids", "plain"),
    [
        (pa.array(["a", None, "c"], pa.string_view()), pa.string()),
        (pa.array([b"a", None, b"c"], pa.binary_view()), pa.binary()),
        (pa.array([["a"], None, ["b", "c"]], pa.list_(pa.string_view())), pa.list_(pa.string())),
        (pa.array([["a"], None, []], pa.large_list(pa.binary_view())), pa.large_list(pa.binary())),
        (pa.array([{"b": "a"}, None, {}], pa.struct([("b", pa.string_view())])), pa.struct([("b", pa.string())])),
        (pa.RunEndEncodedArray.from_arrays(pa.array([2, 3], pa.int32()), pa.array(["a", "b"])), pa.string()),
    ],
)
def test_parse_batches_keeps_views_and_runs_as_plain_columns(ids: pa.Array[Any], plain: pa.DataType) -> None:
    table = pa.table([ids, pa.array([PAGE, DIGEST, None])], names=["id", "text"])
    kept = parse_table(table, keep=["id"])["id"]
    assert kept.type == plain
    first, second, third = ids.to_pylist()
    assert kept.to_pylist() == [first, first, second, third]
    assert parse_table(table.slice(0, 0), keep=["id"]).schema.field("id").type == plain


@pytest.mark.parametrize(
    ("article", "column"),
    [
        (Article(title="\ud800"), "title"),
        (Article(published=datetime(2025, 1, 1, tzinfo=timezone(timedelta(microseconds=1)))), "published_offset"),
        (Article(sections=[Section("core", insights=[Insight("A", [Citation(2**63)])])]), "sections"),
        (Article(origin=Origin(fields={"key": (1, 2)})), "origin"),
        (Article(origin=Origin(fields={"key": float("nan")})), "origin"),
    ],
)
def test_to_table_names_the_column_that_does_not_fit(article: Article, column: str) -> None:
    with pytest.raises(ValueError, match=f"article 1 does not fit the column '{column}'"):
        to_table([Article(), article])


def test_from_table_refuses_tables_without_articles() -> None:
    table = to_table([Article()])
    with pytest.raises(ValueError, match="no column 'title'"):
        from_table(table.drop_columns("title"))
    with pytest.raises(ValueError, match="not those of SCHEMA"):
        from_table(table.set_column(0, "title", pa.array([["a"]])))
    with pytest.raises(ValueError, match="version 4"):
        from_table(table.replace_schema_metadata({"rareinsight.schema": "4"}))


def test_spark_ddl_declares_every_column() -> None:
    declared = spark_ddl("id bigint")
    assert declared.startswith("id bigint, `title` string, `source` string, `published` timestamp_ntz, ")
    assert "`insights`: array<struct<`text`: string, `citations`: array<struct<`number`: bigint, " in declared
    assert declared.endswith("`end`: bigint>, `published_offset` bigint, `error` string")


def test_missing_pyarrow_names_the_extra() -> None:
    code = "import sys; sys.modules['pyarrow'] = None; import rareinsight.arrow"
    done = run_python("-c", code)
    assert "ImportError: rareinsight.arrow needs pyarrow: pip install 'rareinsight[arrow]'" in done.stderr
