"""From texts in Arrow batches to articles in Arrow batches: the one function that engines call."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from rareinsight._formats.registry import find_format
from rareinsight._messages import expect, expect_each, refusal
from rareinsight.arrow._articles import Row, describe, in_portions, make_columns
from rareinsight.arrow._schema import SCHEMA, damage_in, find_field, retyped
from rareinsight.diagnostics import make_diagnostic
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Article, Origin
from rareinsight.parsing import parse, parse_many

_TEXT_TYPES: Final = (pa.string(), pa.large_string(), pa.string_view(), pa.null())
_VIEWS: Final[dict[pa.DataType, pa.DataType]] = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
_NO_TEXT: Final = Article(diagnostics=(make_diagnostic("empty-text", detail="null"),))

_Parse = Callable[[str], Iterator[Article]]


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    limits: Limits | None = None,
    first_record: int | None = 0,
) -> Iterator[pa.RecordBatch]:
    """Parse the texts in a column, one batch after another.

    Each text yields a row for each of its articles, as parsed by :func:`~rareinsight.parse_many`; ``origin.record``
    is the number of the text, ``origin.offset`` where the article starts in it. A null or a text that is not a digest
    yields a row without sections. An unexpected failure yields a row with the exception in ``error`` and the rest
    of the text in ``raw``; other rows are not affected. A damaged batch yields one row, with ``error``.

    Args:
        batches: The texts. One batch is held in memory at a time.
        column: Name of the column with the texts, a ``string``, ``large_string`` or ``string_view``.
        keep: Names of columns to copy to each article's row, such as a key, as engines lose the order. Views
            and run-end encoded columns become plain ones with the same values.
        format: A format or the name of a registered one; by default, the format of each text is detected.
        limits: How much of a text is accepted; defaults to :class:`~rareinsight.Limits`.
        first_record: The number of the first text; counting continues through all batches. None for no
            numbers: on a cluster, where workers don't know the position of a text, keep a key column instead.

    Returns:
        The articles: the kept columns, then those of :data:`~rareinsight.arrow.SCHEMA`. An empty batch yields
        none, one with a lot of text several.

    Raises:
        TypeError: ``keep`` is a single string, or the column does not hold texts.
        ValueError: A batch lacks a column, a kept column has the name of one in SCHEMA, or no format has this name.

    >>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["Core Insights - Copper is short [1][3]"]})
    >>> [articles] = parse_batches([batch], keep=["id"])
    >>> articles["id"][0], articles["sections"][0][0]["insights"][0]["text"]
    (<pyarrow.Int64Scalar: 7>, <pyarrow.StringScalar: 'Copper is short'>)
    """
    if isinstance(keep, str):
        raise TypeError(f"keep takes a list of names; for one column, use keep=[{keep!r}]")
    for name in keep:
        if name in SCHEMA.names:
            raise ValueError(f"can't keep {name!r}: articles have a column with this name, so rename yours first")
    parse("", limits=limits)  # raises if they have the wrong type
    expect(str, column=column)
    expect(int | None, first_record=first_record)
    if first_record is not None and first_record < 0:
        raise refusal("first_record", "an integer >= 0 or None", first_record, ValueError)
    given = expect_each(pa.RecordBatch, batches=batches)
    chosen = None if format is None else find_format(format)
    parse_text = partial(parse_many, format=chosen, limits=limits)
    return _parse_each(given, column, list(keep), parse_text, first_record)


def parse_table(
    table: pa.Table,
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    limits: Limits | None = None,
    first_record: int | None = 0,
) -> pa.Table:
    """Parse the texts in a column of a table: :func:`parse_batches` for engines that pass tables.

    Arguments and errors are those of :func:`parse_batches`.

    >>> parse_table(pa.table({"text": ["Rain is due.", None]}))["raw"].to_pylist()
    ['Rain is due.', None]
    """
    expect(pa.Table, table=table)
    found = parse_batches(
        table.to_batches(), column=column, keep=keep, format=format, limits=limits, first_record=first_record
    )
    return pa.Table.from_batches(found, _output_schema(table.schema, keep))


def _output_schema(schema: pa.Schema, keep: Sequence[str]) -> pa.Schema:
    kept = [_plain_field(find_field(schema, name)) for name in keep]
    return pa.schema([*kept, *SCHEMA]).with_metadata(SCHEMA.metadata)


def _parse_each(
    batches: Iterable[pa.RecordBatch], column: str, keep: list[str], parse_text: _Parse, first: int | None
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        type = find_field(batch.schema, column).type
        if type not in _TEXT_TYPES:
            raise TypeError(f"column {column!r}: expected strings, got {type}")
        schema = _output_schema(batch.schema, keep)
        if error := damage_in(batch):
            kept = [pa.nulls(1, schema.field(name).type) for name in keep]
            found = iter([Row(0, Article(), None, Origin(None, first, 0), describe(error))])
        else:
            kept = [_plain(batch.column(name), schema.field(name).type) for name in keep]
            found = _read_texts(batch.column(column), kept, parse_text, first)
        for rows in in_portions(found):
            numbers = pa.array([row.number for row in rows], pa.int64())
            copies = [column.take(numbers) for column in kept]
            yield pa.RecordBatch.from_arrays([*copies, *make_columns(rows, with_errors=True)], schema=schema)
        if first is not None:
            first += batch.num_rows


def _read_texts(
    texts: pa.Array[Any], kept: list[pa.Array[Any]], parse_text: _Parse, first: int | None
) -> Iterator[Row]:
    """Yield a row for each article in each text of a batch, at least one per text."""
    own = [getattr(column, "indices", column) for column in kept]  # of a dictionary, a row does not copy the words
    for number, cell in enumerate(texts):
        weight = sum(column.slice(number, 1).nbytes for column in own)
        record = None if first is None else first + number
        offset, text = 0, None
        try:
            text = cell.as_py()
            bare = [_NO_TEXT if text is None else parse("")]
            for article in parse_text(text) if text else bare:
                raw = None if text is None else article.raw
                yield Row(number, article, raw, Origin(None, record, offset), weight=weight)
                offset += len(article.raw)
        except Exception as error:  # a bug must cost its own text, not the job
            rest = text and text[offset:]
            yield Row(number, Article(), rest, Origin(None, record, offset), describe(error), weight)


def _plain_field(field: pa.Field[Any]) -> pa.Field[Any]:
    """Return the field without views, as passed by Polars, and run-end encoding: ``take`` does not support them."""
    type = field.type.value_type if isinstance(field.type, pa.RunEndEncodedType) else field.type
    return field.with_type(retyped(type, _VIEWS))


def _plain(column: pa.Array[Any], type: pa.DataType) -> pa.Array[Any]:
    if isinstance(column.type, pa.RunEndEncodedType):
        column = pc.call_function("run_end_decode", [column])
    return column.cast(type)
