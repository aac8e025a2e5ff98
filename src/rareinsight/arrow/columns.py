"""Articles to Arrow columns.

The columns are built level by level: all titles, then all sections of all articles, then all their insights.
That takes a quarter of the time that ``pyarrow`` takes over a dict an article. What a column holds is the
attribute of its name, but for the few in ``_GETTERS``.

A claim is not stored: it is the part of ``raw`` between two stored offsets. Copied, a claim of a megabyte
with a hundred thousand citations behind it would fill any machine.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any, Final

import pyarrow as pa
from attrs import frozen

from rareinsight.arrow.schema import SCHEMA
from rareinsight.model import Article, Origin

#: The code points of raw text after which a batch is given out, far below the 2 GB of Arrow's strings.
BATCH_SIZE: Final = 16_000_000

#: The rows after which a batch is given out.
BATCH_ROWS: Final = 10_000

#: The columns whose values a row has by itself; all others are its article's.
_OF_ROW: Final = ("raw", "origin", "error")

#: What is raised where a value does not fit a column.
_UNFIT: Final = (ValueError, TypeError, OverflowError, RecursionError, pa.ArrowException)


@frozen
class Row:
    """What a row is made of: an article, or the reason why there is none."""

    article: Article
    raw: str | None
    origin: Origin | None
    error: str | None = None


def to_table(articles: Iterable[Article]) -> pa.Table:
    """Return articles as a table of :data:`~rareinsight.arrow.SCHEMA`, a row an article, in their order.

    Args:
        articles: The articles; they may come from a generator.

    Returns:
        The table. :func:`from_table` makes equal articles of it.

    Raises:
        TypeError: One of them is not an article.
        ValueError: A column can't hold what an article does (a lone surrogate, a number above 2,147,483,647,
            an offset from UTC with a fraction of a second). The message names the article and the column.

    >>> to_table([Article(title="Copper")])["title"].to_pylist()
    ['Copper']
    """
    batches: list[pa.RecordBatch] = []
    rows: list[Row] = []
    size = 0
    for number, article in enumerate(articles):
        if not isinstance(article, Article):
            raise TypeError(
                f"to_table takes articles, but number {number} is of type {type(article).__name__}"
            )
        rows.append(Row(article, article.raw, article.origin))
        size += len(article.raw)
        if size >= BATCH_SIZE or len(rows) >= BATCH_ROWS:
            batches.append(_make_batch(rows, number + 1 - len(rows)))
            rows, size = [], 0
    batches.append(_make_batch(rows, sum(batch.num_rows for batch in batches)))
    return pa.Table.from_batches(batches, SCHEMA)


def make_columns(rows: list[Row]) -> list[pa.Array[Any]]:
    """Return the columns of ``SCHEMA`` for some rows."""
    articles = [row.article for row in rows]
    return [_column(rows if field.name in _OF_ROW else articles, field) for field in SCHEMA]


def _make_batch(rows: list[Row], first: int) -> pa.RecordBatch:
    """Return rows as a batch; ``first`` is the number of the first of them."""
    try:
        return pa.RecordBatch.from_arrays(make_columns(rows), schema=SCHEMA)
    except _UNFIT:
        for number, row in enumerate(rows, first):
            _check(row, number)
        raise


def _check(row: Row, number: int) -> None:
    """Name the column that can't hold what the row has for it."""
    for field in SCHEMA:
        try:
            _column([row if field.name in _OF_ROW else row.article], field)
        except _UNFIT as error:
            raise ValueError(f"article {number} does not fit the column {field.name!r}: {error}") from error


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
        return pa.StructArray.from_arrays(
            [_column(values, field, are_whole=are_whole) for field in fields],
            fields=fields,
            mask=pa.array(are_missing, pa.bool_()),
        )
    return pa.array(values, type)


def _clock(article: Article) -> datetime | None:
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
        raise ValueError("JSON can't carry them unchanged")
    return written


_GETTERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "published": _clock,
    "published_offset": _offset_in_seconds,
    "citations": lambda insight: [citation.number for citation in insight.citations],
    "places": attrgetter("citations"),
    "fields": _json,
}
