"""Articles to Arrow columns and back, and to flat tables, one row per insight or citation.

A claim is not stored: it is the part of ``raw`` between two stored offsets. Copies of a claim of a megabyte
with a hundred thousand citations after it would exhaust any machine's memory.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import chain
from typing import Any, Final, get_args, get_type_hints

import msgspec
import pyarrow as pa
from attrs import asdict, evolve, frozen

from rareinsight._messages import expect_each
from rareinsight.arrow._schema import SCHEMA, VERSION, damage_in, find_field
from rareinsight.model import Article, Origin, Span
from rareinsight.tabular import CitationRow, InsightRow, clock_of, offset_in_seconds, rows

#: The code points after which a batch is yielded, far below the 2 GB limit of Arrow strings, and the rows.
_BATCH_SIZE: Final = 16_000_000
_BATCH_ROWS: Final = 10_000

_MAX_MESSAGE: Final = 1000
#: The exceptions raised if a value does not fit a column.
_UNFIT: Final = (ValueError, TypeError, OverflowError, RecursionError, pa.ArrowException)

_TYPES: Final[Mapping[Any, pa.DataType]] = {
    int: pa.int64(),
    datetime: pa.timestamp("us"),
    list[int]: pa.list_(pa.int64()),
    list[str]: pa.list_(pa.string()),
}
#: The columns of text that differ from row to row. What rows share (titles, headings, claims) is stored once for all.
_OF_INSIGHT: Final = ("insight_id", "label", "insight")
_OF_CITATION: Final = ("citation_id", "key")


@frozen
class Row:
    """The data of a row: an article, or why there is none; the number of its text; its size."""

    number: int
    article: Article
    raw: str | None
    origin: Origin | None
    error: str | None = None
    weight: int = 0


def to_table(articles: Iterable[Article]) -> pa.Table:
    """Convert articles to a table with :data:`~rareinsight.arrow.SCHEMA`, one row per article, in order.

    Args:
        articles: The articles; may be a generator.

    Returns:
        The table. :func:`from_table` converts it to equal articles.

    Raises:
        TypeError: One of them is not an article.
        ValueError: A column can't hold a value of an article, such as a lone surrogate. The message
            names the article and the column.

    >>> to_table([Article(title="Copper")])["title"].to_pylist()
    ['Copper']
    """
    given = expect_each(Article, articles=articles)
    found = (Row(number, article, article.raw, article.origin) for number, article in enumerate(given))
    batches = (pa.RecordBatch.from_arrays(make_columns(some), schema=SCHEMA) for some in in_portions(found))
    return pa.Table.from_batches(batches, SCHEMA)


def in_portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield lists of rows, each as long as a batch may be."""
    portion: list[Row] = []
    size = 0
    for row in rows:
        portion.append(row)
        size += len(row.raw or "") + row.weight
        if size >= _BATCH_SIZE or len(portion) >= _BATCH_ROWS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def make_columns(rows: Sequence[Row], *, with_errors: bool = False) -> list[pa.Array[Any]]:
    """Return the columns of some rows; one that does not fit is an error, or is replaced by one that says why."""
    columns: list[pa.Array[Any]] = []
    for field in SCHEMA:
        try:
            columns.append(pa.array([_cell(row, field.name) for row in rows], field.type))
        except _UNFIT as error:
            if len(rows) > 1:
                alone = (make_columns([row], with_errors=with_errors) for row in rows)
                return list(map(pa.concat_arrays, zip(*alone, strict=True)))
            words = f"article {rows[0].number} does not fit the column {field.name!r}: {error}"
            if not with_errors:
                raise ValueError(words) from error
            return make_columns([evolve(rows[0], article=Article(), raw=None, error=describe(ValueError(words)))])
    return columns


def describe(error: Exception) -> str:
    """Return an exception as a string that any column can hold."""
    return f"{type(error).__name__}: {error}"[:_MAX_MESSAGE].encode(errors="backslashreplace").decode()


def _cell(row: Row, column: str) -> object:
    """Return the value of a row in a column, as plain data."""
    match column:
        case "raw" | "error":
            return getattr(row, column)
        case "published":
            return clock_of(row.article)
        case "published_offset":
            return offset_in_seconds(row.article)
        case "origin":
            return row.origin and {**asdict(row.origin, recurse=False), "fields": _json(row.origin)}
        case _:
            return msgspec.to_builtins(getattr(row.article, column))


def _json(origin: Origin) -> str:
    fields = dict(origin.fields)
    written = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    if json.loads(written) != fields:  # tuples, or keys that are not strings
        raise ValueError("JSON can't represent them unchanged")
    return written


def from_table(table: pa.Table) -> list[Article]:
    """Convert a table to articles.

    Args:
        table: A table with the columns of :data:`~rareinsight.arrow.SCHEMA` and possibly others. Large strings
            and lists, as created by Polars, are accepted.

    Returns:
        Equal articles, even in fields that equality ignores; a row without a text becomes one without sections.

    Raises:
        ValueError: Columns are missing or have other types, the table is damaged or was made by a later version, or a
            row contains an error instead of an article.

    >>> articles = [Article(title="Copper"), Article(title="Tin")]
    >>> from_table(to_table(articles)) == articles
    True
    """
    version = int((table.schema.metadata or {}).get(b"rareinsight.schema", VERSION))
    if version > VERSION:
        raise ValueError(f"the table has version {version} of the schema; this rareinsight reads up to {VERSION}")
    for name in SCHEMA.names:
        find_field(table.schema, name)
    table = table.select(SCHEMA.names)
    for error in filter(None, map(damage_in, table.to_batches())):
        raise ValueError(f"the table is damaged: {error}")
    try:
        table = table.cast(SCHEMA)
    except pa.ArrowException as error:
        raise ValueError(f"the columns are not those of SCHEMA: {error}") from error
    batches = table.to_batches(max_chunksize=1000)
    return [read_article(row) for batch in batches for row in batch.to_pylist()]


def read_article(row: dict[str, Any]) -> Article:
    """Return the article in a row of a table, which is changed."""
    if row["error"] is not None:
        raise ValueError(
            f"a row contains an error instead of an article: {row['error']}. "
            "Drop such rows with table.filter(pyarrow.compute.field('error').is_null())"
        )
    raw = row["raw"] = row["raw"] or ""
    if row["published"] and row["published_offset"] is not None:
        row["published"] = row["published"].replace(tzinfo=timezone(timedelta(seconds=row["published_offset"])))
    cut = cache(Span.cut)  # the citations of a run share their claim, as after parsing
    for insight in chain.from_iterable(section["insights"] for section in row["sections"]):
        for citation in insight["citations"]:
            citation["claim"] = cut(Span(citation["claim_start"], citation["claim_end"]), raw)
    if row["origin"] is not None:
        row["origin"]["fields"] = json.loads(row["origin"]["fields"])
    return msgspec.convert(row, Article)


def insights_table(articles: Iterable[Article]) -> pa.Table:
    """Return the insights of all articles, one row per insight.

    Returns:
        A table with the columns of :class:`~rareinsight.InsightRow`.

    >>> from rareinsight import parse
    >>> insights_table([parse("Core Insights - Copper is short [1][3]")]).select(["role", "insight"]).to_pylist()
    [{'role': 'core', 'insight': 'Copper is short'}]
    """
    return _flat_table(InsightRow, _OF_INSIGHT, list(rows(articles)))


def citations_table(articles: Iterable[Article]) -> pa.Table:
    """Return the citations of all articles, one row per citation.

    Returns:
        A table with the columns of :class:`~rareinsight.CitationRow`.

    >>> from rareinsight import parse
    >>> table = citations_table([parse("Core Insights - Copper is short [1][3]")])
    >>> table.select(["number", "claim"]).to_pylist()
    [{'number': 1, 'claim': 'Copper is short'}, {'number': 3, 'claim': 'Copper is short'}]
    """
    return _flat_table(CitationRow, _OF_CITATION, list(rows(articles, by="citation")))


def _flat_table(kind: type, own: tuple[str, ...], found: list[Any]) -> pa.Table:
    hints = get_type_hints(kind)
    return pa.table(
        {name: _flat_column([row[name] for row in found], hints[name], is_shared=name not in own) for name in hints}
    )


def _flat_column(values: list[Any], hint: object, *, is_shared: bool) -> pa.Array[Any]:
    type = next((_TYPES[each] for each in (hint, *get_args(hint)) if each in _TYPES), None)
    if type is not None or not is_shared:
        return pa.array(values, type or pa.string())
    codes: dict[str, int] = {}
    indices = [None if word is None else codes.setdefault(word, len(codes)) for word in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(codes, pa.string()))
