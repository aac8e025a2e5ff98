"""Parquet files, through pyarrow (extra ``arrow``): a row is a record, one of its columns the text.

A few kB of Parquet can hold gigabytes, as a word that many rows share is stored once. So as many rows are
unpacked at a time as are known to be of some megabytes, and a row is weighed before it becomes Python's.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, Final, cast

from rareinsight.reader.bounds import LONGEST_RECORD
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.places import ByteStream
from rareinsight.reader.rows import Record

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet as pq
except ImportError as _error:
    raise ImportError("to read Parquet: pip install 'rareinsight[arrow]'") from _error

from rareinsight.reader.cells import Unreadable, readable, values_of

#: What pyarrow raises about files: they are damaged, cut short, or need what it was built without.
_FAILURES: Final = (pa.ArrowException, OSError, ValueError)
_ROWS: Final = 256
_BUFFER: Final = 1 << 20


def records_of(stream: ByteStream, path: str, notices: list[Notice]) -> Iterator[Record | Notice]:
    """Yield the rows of a Parquet file, a few hundred held at a time, and what there is to tell of them.

    Args:
        stream: The file; it must be one that can be read from any place.
        path: Its name, for the notices.
        notices: Where damage is told, which ends the rows.
    """
    number = 0
    try:
        for batch in _batches(cast("IO[bytes]", stream)):
            yield from _rows_of(batch, number, path)
            number += batch.num_rows
    except _FAILURES as error:
        notices.append(make_notice("damaged-file", path, str(error)))


def _batches(stream: IO[bytes]) -> Iterator[pa.RecordBatch]:
    file = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    schema = file.schema
    words = [column.path for column in map(schema.column, range(len(schema))) if _holds_words(column)]
    sharing = pq.ParquetFile(
        stream, metadata=file.metadata, read_dictionary=words, buffer_size=_BUFFER, pre_buffer=False
    )
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        first = next(sharing.iter_batches(1, [group]), None)
        shared = max(map(_longest_shared, first.columns), default=0) if first else 0
        weight = max(about.total_byte_size // max(about.num_rows, 1), shared, 1)
        yield from file.iter_batches(max(1, min(_ROWS, LONGEST_RECORD // weight)), [group])


def _holds_words(column: Any) -> bool:  # noqa: ANN401 - pyarrow has no name for it
    return bool(column.physical_type == "BYTE_ARRAY")


def _longest_shared(column: pa.Array[Any]) -> int:
    """Return how long the longest of the words is that the rows of a column share, in bytes."""
    if isinstance(column, pa.DictionaryArray):
        words: Any = column.dictionary
        return pc.max(pc.binary_length(words)).as_py() or 0
    if isinstance(column, pa.StructArray):
        return max(map(_longest_shared, column.flatten()), default=0)
    return _longest_shared(column.flatten()) if isinstance(column, pa.ListArray | pa.LargeListArray) else 0


def _rows_of(batch: pa.RecordBatch, first: int, path: str) -> Iterator[Record | Notice]:
    names = batch.schema.names
    columns = [readable(column) for column in batch.columns]
    heavy = sum(column.nbytes for column in columns) > LONGEST_RECORD
    # a batch of usual rows at once, in half the time; of large ones no more than one is to be held
    slices = [(at, 1) for at in range(batch.num_rows)] if heavy else [(0, batch.num_rows)]
    for start, count in slices:
        parts = [column.slice(start, count) for column in columns]
        size = sum(part.nbytes for part in parts)
        if size > LONGEST_RECORD:
            yield make_notice("long-record", path, f"{size} bytes", record=first + start)
            continue
        for number, row in enumerate(zip(*map(values_of, parts), strict=True), first + start):
            values = dict(zip(names, row, strict=True))
            for name in [name for name, value in values.items() if isinstance(value, Unreadable)]:
                detail = f"{name!r} ({values.pop(name)})"
                yield make_notice("unreadable-field", path, detail, record=number)
            yield Record(number, values)
