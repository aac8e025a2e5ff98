"""Articles to Arrow columns and back.

The columns are built level by level: all titles, then all sections of all articles, then all their insights.
That takes a quarter of the time that ``pyarrow`` takes over a dict an article. What a column holds is the
attribute of its name, but for the few in ``_GETTERS``.

A claim is not stored: it is the part of ``raw`` between two stored offsets. Copied, a claim of a megabyte
with a hundred thousand citations behind it would fill any machine.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any, Final

import msgspec
import pyarrow as pa
from attrs import frozen

from rareinsight.arrow._schema import SCHEMA, VERSION
from rareinsight.model import Article, Insight, Origin, Span

#: The code points after which a batch is given out, far below the 2 GB of Arrow's strings, and the rows.
_BATCH_SIZE: Final = 16_000_000
_BATCH_ROWS: Final = 10_000

#: The columns whose values a row has by itself; all others are its article's.
_OF_ROW: Final = ("raw", "origin", "error")

#: What is raised where a value does not fit a column.
_UNFIT: Final = (ValueError, TypeError, OverflowError, RecursionError, pa.ArrowException)


@frozen
class Row:
    """What a row is made of: an article, or why there is none; the number of what it is read from; what it weighs."""

    number: int
    article: Article
    raw: str | None
    origin: Origin | None
    error: str | None = None
    weight: int = 0


def to_table(articles: Iterable[Article]) -> pa.Table:
    """Return articles as a table of :data:`~rareinsight.arrow.SCHEMA`, a row an article, in their order.

    Args:
        articles: The articles; they may come from a generator.

    Returns:
        The table. :func:`from_table` makes equal articles of it.

    Raises:
        TypeError: One of them is not an article.
        ValueError: A column can't hold what an article does, such as a lone surrogate or a number above
            2,147,483,647. The message names the article and the column.

    >>> to_table([Article(title="Copper")])["title"].to_pylist()
    ['Copper']
    """
    rows = (_make_row(number, article) for number, article in enumerate(articles))
    batches = (pa.RecordBatch.from_arrays(make_columns(some), schema=SCHEMA) for some in in_portions(rows))
    return pa.Table.from_batches(batches, SCHEMA)


def in_portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows, as many at a time as a batch may hold."""
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


def make_columns(rows: Sequence[Row]) -> list[pa.Array[Any]]:
    """Return the columns of ``SCHEMA`` for some rows, or name the article and the column that can't hold it."""
    articles = [row.article for row in rows]
    columns: list[pa.Array[Any]] = []
    for field in SCHEMA:
        try:
            columns.append(_column(rows if field.name in _OF_ROW else articles, field))
        except _UNFIT as error:
            for row in rows if len(rows) > 1 else ():
                make_columns([row])  # raises for the one that does not fit
            place = f"article {rows[0].number} does not fit the column {field.name!r}"
            raise ValueError(f"{place}: {error}") from error
    return columns


def _make_row(number: int, article: object) -> Row:
    if not isinstance(article, Article):
        raise TypeError(f"to_table takes articles, but number {number} is of type {type(article).__name__}")
    return Row(number, article, article.raw, article.origin)


def _column(owners: Sequence[Any], field: pa.Field[Any], *, are_whole: bool = True) -> pa.Array[Any]:
    """Return the column of a field of ``owners``, of which some may be ``None`` unless all ``are_whole``."""
    get = _GETTERS.get(field.name) or attrgetter(field.name)
    if are_whole:  # in nearly all columns: half of the time
        return _array(list(map(get, owners)), field.type)
    return _array([None if owner is None else get(owner) for owner in owners], field.type)


def _array(values: list[Any], type: pa.DataType) -> pa.Array[Any]:
    """Return values as an array: lists by their elements, structs by their attributes."""
    if isinstance(type, pa.ListType):
        offsets = pa.array([0, *accumulate(map(len, values))], pa.int32())
        elements = list(chain.from_iterable(values))
        return pa.ListArray.from_arrays(offsets, _array(elements, type.value_type), type=type)
    if isinstance(type, pa.StructType):
        fields = list(type)
        are_missing = [value is None for value in values]
        are_whole = True not in are_missing
        columns = [_column(values, field, are_whole=are_whole) for field in fields]
        return pa.StructArray.from_arrays(columns, fields=fields, mask=pa.array(are_missing, pa.bool_()))
    return pa.array(values, type)


def clock_of(article: Article) -> datetime | None:
    """Return when the article appeared, as it stands in the text."""
    return article.published and article.published.replace(tzinfo=None)


def _offset_in_seconds(article: Article) -> int | None:
    offset = None if article.published is None else article.published.utcoffset()
    if offset is None:
        return None
    if offset % timedelta(seconds=1):
        raise ValueError(f"the offset from UTC is {offset}, with a fraction of a second")
    return offset // timedelta(seconds=1)


def _json(origin: Origin) -> str:
    if not origin.fields:
        return "{}"
    fields = dict(origin.fields)
    written = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    if json.loads(written) != fields:  # tuples, or keys that are no texts
        raise ValueError("JSON can't represent them unchanged")
    return written


def numbers_of(insight: Insight) -> list[int | None]:
    """Return the numbers that an insight cites, in order, repeats kept; ``None`` for what has a key instead."""
    return [citation.number for citation in insight.citations]


_GETTERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "published": clock_of,
    "published_offset": _offset_in_seconds,
    "citations": numbers_of,
    "places": attrgetter("citations"),
    "fields": _json,
}


def from_table(table: pa.Table) -> list[Article]:
    """Return the articles of a table.

    Args:
        table: A table with the columns of :data:`~rareinsight.arrow.SCHEMA`, among others perhaps. Large strings
            and lists, as Polars makes them, will do.

    Returns:
        Equal articles, also in what equality passes over; a row without a text gives one without sections.

    Raises:
        ValueError: Columns are missing or of other types, the table was made by a later version, or a row
            holds an error in place of an article.

    >>> articles = [Article(title="Copper"), Article(title="Tin")]
    >>> from_table(to_table(articles)) == articles
    True
    """
    version = int((table.schema.metadata or {}).get(b"rareinsight.schema", VERSION))
    if version > VERSION:
        raise ValueError(f"the table has version {version} of the schema; this rareinsight reads {VERSION}")
    missing = [name for name in SCHEMA.names if name not in table.column_names]
    if missing:
        raise ValueError(f"the table has no column {', '.join(map(repr, missing))}")
    try:
        table = table.select(SCHEMA.names).cast(SCHEMA)
    except pa.ArrowException as error:
        raise ValueError(f"the columns are not those of SCHEMA: {error}") from error
    batches = table.to_batches(max_chunksize=1000)
    return [_read_article(row) for batch in batches for row in batch.to_pylist()]


def _read_article(row: dict[str, Any]) -> Article:
    if row["error"] is not None:
        raise ValueError(
            f"a row holds an error in place of an article: {row['error']}. "
            "Keep to the others with table.filter(pyarrow.compute.field('error').is_null())"
        )
    raw = row["raw"] = row["raw"] or ""
    if row["published"] and row["published_offset"] is not None:
        row["published"] = row["published"].replace(tzinfo=timezone(timedelta(seconds=row["published_offset"])))
    for insight in chain.from_iterable(section["insights"] for section in row["sections"]):
        insight["citations"] = _read_citations(insight, raw)
    if row["origin"] is not None:
        row["origin"]["fields"] = json.loads(row["origin"]["fields"])
    return msgspec.convert(row, Article)


def _read_citations(insight: dict[str, Any], raw: str) -> list[dict[str, Any]]:
    cut = cache(Span.cut)  # the citations of one run share their claim, as the parser's do
    return [
        {"number": number, "claim": cut(Span(place["claim_start"], place["claim_end"]), raw), **place}
        for number, place in zip(insight["citations"], insight["places"], strict=True)
    ]
