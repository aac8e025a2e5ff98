"""Texts in Arrow batches to articles in Arrow batches: the one function that engines call."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import pyarrow as pa

from rareinsight._format.registry import find_format
from rareinsight.arrow.columns import BATCH_ROWS, BATCH_SIZE, Row, make_columns
from rareinsight.arrow.kept import plain_columns, plain_field
from rareinsight.arrow.schema import SCHEMA
from rareinsight.diagnostics import make_diagnostic, nearest
from rareinsight.format import Format
from rareinsight.model import Article, Origin
from rareinsight.parsing import parse, parse_many

_TEXT_TYPES: Final = (pa.string(), pa.large_string(), pa.string_view(), pa.null())

_NO_TEXT: Final = Article(diagnostics=(make_diagnostic("empty-text", detail="null"),))

#: The signs of a failure's message that are kept.
_MESSAGE_SIZE: Final = 1000


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    first_record: int | None = 0,
) -> Iterator[pa.RecordBatch]:
    """Read the texts in a column, one batch after the other.

    A text gives a row for each of its articles, as :func:`~rareinsight.parse_many` reads them; ``origin.record``
    is the number of the text, and ``origin.offset`` tells where in it the article starts. A null and a text that is
    no digest give a row without sections, with a diagnostic. A failure that rareinsight did not foresee gives a row
    with the exception in ``error`` and what was left of the text in ``raw``; all other rows stand.

    Args:
        batches: The texts. One batch is held at a time.
        column: Name of the column with the texts, a ``string``, ``large_string`` or ``string_view``.
        keep: Names of the columns to copy to each article's row: a key above all, as engines lose the order. Views
            and run-end encoded columns become plain ones of the same values.
        format: A format or the name of a registered one; without it, the format of each text is detected.
        first_record: The number of the first text, from which the others are counted on through all batches;
            None for no numbers. A cluster hands out texts in parts, none of which knows its place: there a kept
            column tells, and None keeps the articles the same in whatever parts they came.

    Returns:
        The articles: the kept columns, then those of :data:`~rareinsight.arrow.SCHEMA`. Batches without a row
        give none, those with very much text several.

    Raises:
        TypeError: ``keep`` is one text, or the column does not hold texts.
        ValueError: A batch lacks a column, a kept column has a name of SCHEMA's, no format has the name.

    >>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["Core Insights - Copper is short [1][3]"]})
    >>> [articles] = parse_batches([batch], keep=["id"])
    >>> articles["id"][0], articles["sections"][0][0]["insights"][0]["text"]
    (<pyarrow.Int64Scalar: 7>, <pyarrow.StringScalar: 'Copper is short'>)
    >>> articles["origin"][0].as_py()
    {'path': None, 'record': 0, 'offset': 0, 'fields': '{}'}
    """
    _check_kept(keep)
    chosen = None if format is None else find_format(format)
    return _parse_each(batches, column, list(keep), chosen, first_record)


def parse_table(
    table: pa.Table,
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    first_record: int | None = 0,
) -> pa.Table:
    """Read the texts in a column of a table; :func:`parse_batches` for engines that hand over tables.

    Args, errors: those of :func:`parse_batches`.

    >>> parse_table(pa.table({"text": ["Rain is due.", None]}))["raw"].to_pylist()
    ['Rain is due.', None]
    >>> [origin["record"] for origin in parse_table(pa.table({"text": ["Rain is due.", None]}))["origin"].to_pylist()]
    [0, 1]
    """
    _check_kept(keep)
    schema = _output_schema(table.schema, list(keep))
    batches = parse_batches(
        table.to_batches(), column=column, keep=keep, format=format, first_record=first_record
    )
    return pa.Table.from_batches(batches, schema)


def _check_kept(keep: Sequence[str]) -> None:
    if isinstance(keep, str):
        raise TypeError(f"keep takes a list of names; for one column, keep=[{keep!r}]")
    for name in keep:
        if name in SCHEMA.names:
            raise ValueError(
                f"can't keep {name!r}, as an article has a column of that name: rename yours first"
            )


def _find(schema: pa.Schema, name: str) -> pa.Field[Any]:
    if name not in schema.names:
        raise ValueError(f"there is no column {name!r}. {nearest(name, schema.names)}")
    return schema.field(name)


def _output_schema(schema: pa.Schema, keep: list[str]) -> pa.Schema:
    kept = pa.schema([plain_field(_find(schema, name)) for name in keep])
    return pa.schema([*kept, *SCHEMA]).with_metadata(SCHEMA.metadata)


def _parse_each(
    batches: Iterable[pa.RecordBatch],
    column: str,
    keep: list[str],
    format: Format | None,
    first_record: int | None,
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found = _find(batch.schema, column).type
        if found not in _TEXT_TYPES:
            raise TypeError(f"the column {column!r} holds no texts but {found}")
        schema = _output_schema(batch.schema, keep)
        kept = plain_columns(batch.select(keep))
        for numbers, rows in _in_portions(batch.column(column), kept, format, first_record):
            taken = kept.take(pa.array(numbers, pa.int64()))
            yield pa.RecordBatch.from_arrays([*taken.columns, *_columns(rows)], schema=schema)
        if first_record is not None:
            first_record += batch.num_rows


def _in_portions(
    texts: pa.Array[Any], kept: pa.RecordBatch, format: Format | None, first_record: int | None
) -> Iterator[tuple[list[int], list[Row]]]:
    """Yield rows and the number of each one's text in the batch, as many at a time as a batch may hold."""
    numbers: list[int] = []
    rows: list[Row] = []
    size = 0
    for number, text in enumerate(texts):
        weight = kept.slice(number, 1).nbytes if kept.num_columns else 0
        record = None if first_record is None else first_record + number
        for row in _read_text(text, format, record):
            numbers.append(number)
            rows.append(row)
            size += len(row.raw or "") + weight
            if size >= BATCH_SIZE or len(rows) >= BATCH_ROWS:
                yield numbers, rows
                numbers, rows, size = [], [], 0
    if rows:
        yield numbers, rows


def _read_text(cell: pa.Scalar[Any], format: Format | None, record: int | None) -> Iterator[Row]:
    """Yield a row for each article of a text, one at least."""
    text: str | None = None
    offset = 0
    try:
        text = cell.as_py()
        if text is None:
            yield Row(_NO_TEXT, None, Origin(record=record, offset=0))
            return
        for article in parse_many(text, format=format):
            yield Row(article, article.raw, Origin(record=record, offset=offset))
            offset += len(article.raw)
        if not text:
            yield Row(parse(text, format=format), text, Origin(record=record, offset=0))
    except Exception as error:  # a bug must cost its own text, not the job
        rest = text and text[offset:]
        yield Row(Article(), rest, Origin(record=record, offset=offset), _told(error))


def _columns(rows: list[Row]) -> list[pa.Array[Any]]:
    """Return the columns of rows; those that no column can hold become rows that say why."""
    try:
        return make_columns(rows)
    except Exception:
        return make_columns([_holdable(row) for row in rows])


def _holdable(row: Row) -> Row:
    try:
        make_columns([row])
    except Exception as error:
        return Row(Article(), None, row.origin, _told(error))
    return row


def _told(error: Exception) -> str:
    """Return an exception in words that any column can hold."""
    return f"{type(error).__name__}: {error}"[:_MESSAGE_SIZE].encode(errors="backslashreplace").decode()
