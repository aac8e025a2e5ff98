"""Tables: CSV by Python's own reader, Parquet and Arrow files through pyarrow (extra ``arrow``).

A few kB of Parquet can hold gigabytes, as a word that many rows share is stored once. So as many rows are
unpacked at a time as are known to be of some megabytes, and a row is weighed before it becomes Python's.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import IO, Any, Final, cast

from rareinsight.dumps._compression import DamagedError
from rareinsight.dumps._fields import Row
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, make_notice, missing_extra
from rareinsight.dumps._places import ByteStream

_ROWS: Final = 256
_BUFFER: Final = 1 << 20


def rows_of_csv(pieces: Iterable[str], path: str, separator: str) -> Iterator[Row | Notice]:
    r"""Yield the rows of a table in text, by the names in its first line.

    The reader is Python's, not Arrow's, which gives up the whole file for one row too short or one byte too strange.

    >>> list(rows_of_csv(["id,text\n7,", "Copper\n"], "dump.csv", ","))
    [(0, {'id': '7', 'text': 'Copper'})]
    """
    with suppress(OverflowError):
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))  # there is one for all, made for small cells
    rows = csv.reader(_lines(pieces), delimiter=separator)
    names, number = next(rows, []), -1
    while True:
        number += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield make_notice("broken-record", path, str(error), record=number)
            continue
        if row is None:
            return
        if not row:  # a blank line
            number -= 1
        elif len(row) == len(names):
            yield number, dict(zip(names, row, strict=True))
        else:
            detail = f"{len(row)} cells, where the header has {len(names)}"
            yield make_notice("broken-record", path, detail, record=number)


def _lines(pieces: Iterable[str]) -> Iterator[str]:
    waiting = ""
    for piece in pieces:
        *lines, waiting = (waiting + piece).split("\n")
        yield from (f"{line}\n" for line in lines)
        if len(waiting) > LONGEST_RECORD:  # the reader will say so
            yield waiting
            waiting = ""
    if waiting:
        yield waiting


def rows_of_arrow(stream: ByteStream, kind: str, path: str) -> Iterator[Row | Notice]:
    """Yield the rows of a file of Parquet or Arrow, a few hundred held at a time, and what there is to tell of them.

    Args:
        stream: The file; but for a ``stream`` of Arrow it must be one that can be read from any place.
        kind: ``parquet``, ``arrow`` (the file format of Arrow) or ``stream``.
        path: Its name, for the notices.

    Raises:
        DamagedError: The file is damaged; what stands before was read.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("reading Parquet and Arrow", "arrow") from None
    open_batches: dict[str, Callable[[IO[bytes]], Iterator[Any]]] = {
        "parquet": _parquet_batches,
        "arrow": _arrow_batches,
        "stream": lambda source: iter(pa.ipc.open_stream(source)),
    }
    number = 0
    try:
        for batch in open_batches[kind](cast("IO[bytes]", stream)):
            yield from _rows_of(batch, number, path)
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:  # cut short, damaged, or of what pyarrow was built without
        raise DamagedError(f"{kind} after record {number - 1}: {error}" if number else str(error)) from error


def _arrow_batches(stream: IO[bytes]) -> Iterator[Any]:
    import pyarrow as pa

    file = pa.ipc.open_file(stream)
    return map(file.get_batch, range(file.num_record_batches))


def _parquet_batches(stream: IO[bytes]) -> Iterator[Any]:
    from pyarrow import parquet as pq

    file = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    columns = map(file.schema.column, range(len(file.schema)))
    words = [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]
    sharing = pq.ParquetFile(
        stream, metadata=file.metadata, read_dictionary=words, buffer_size=_BUFFER, pre_buffer=False
    )
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        first = next(sharing.iter_batches(1, [group]), None)
        shared = max(map(_longest_shared, first.columns), default=0) if first else 0
        weight = max(about.total_byte_size // max(about.num_rows, 1), shared, 1)
        yield from file.iter_batches(max(1, min(_ROWS, LONGEST_RECORD // weight)), [group])


def _longest_shared(column: Any) -> int:  # noqa: ANN401 - an array of any type
    """Return how long the longest of the words is that the rows of a column share, in bytes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column, pa.DictionaryArray):
        words: Any = column.dictionary
        return pc.max(pc.binary_length(words)).as_py() or 0
    if isinstance(column, pa.StructArray):
        return max(map(_longest_shared, column.flatten()), default=0)
    return _longest_shared(column.flatten()) if isinstance(column, pa.ListArray | pa.LargeListArray) else 0


def _rows_of(batch: Any, first: int, path: str) -> Iterator[Row | Notice]:  # noqa: ANN401 - pyarrow's
    columns = [_readable(column) for column in batch.columns]
    heavy = sum(column.nbytes for column in columns) > LONGEST_RECORD
    # a batch of usual rows at once, in half the time; of large ones no more than one is to be held
    slices = [(at, 1) for at in range(batch.num_rows)] if heavy else [(0, batch.num_rows)]
    for start, count in slices:
        parts = [column.slice(start, count) for column in columns]
        size = sum(part.nbytes for part in parts)
        if size > LONGEST_RECORD:
            yield make_notice("long-record", path, f"{size} bytes", record=first + start)
            continue
        for number, row in enumerate(zip(*map(_values_of, parts), strict=True), first + start):
            values = dict(zip(batch.schema.names, row, strict=True))
            for name, value in list(values.items()):
                if isinstance(value, Exception):
                    del values[name]
                    yield make_notice("unreadable-field", path, f"{name!r} ({value})", record=number)
            yield number, values


def _readable(column: Any) -> Any:  # noqa: ANN401 - an array of any type
    """Return a column as Python can hold it: by the microsecond, its words in the rows, its zones known."""
    import pyarrow as pa

    wanted = _readable_type(column.type)
    with suppress(pa.ArrowException):  # what can't be read will be told value by value
        return column if wanted == column.type else column.cast(wanted, safe=False)
    return column


def _readable_type(kind: Any) -> Any:  # noqa: ANN401 - a type of Arrow
    import pyarrow as pa

    types: Any = pa.types
    if types.is_dictionary(kind):
        return _readable_type(kind.value_type)
    if types.is_timestamp(kind):
        return pa.timestamp("us" if kind.unit == "ns" else kind.unit, _known_zone(kind.tz))
    if types.is_struct(kind):
        return pa.struct([field.with_type(_readable_type(field.type)) for field in kind])
    if types.is_list(kind) or types.is_large_list(kind):
        return (pa.list_ if types.is_list(kind) else pa.large_list)(_readable_type(kind.value_type))
    return {pa.time64("ns"): pa.time64("us"), pa.duration("ns"): pa.duration("us")}.get(kind, kind)


def _known_zone(zone: str | None) -> Any:  # noqa: ANN401 - the stubs want the types of its two cases apart
    """Return a zone, or UTC, in which all moments are stored, if this machine does not know it."""
    import pyarrow as pa

    try:
        pa.scalar(0, pa.timestamp("s", zone)).as_py()
    except Exception:
        return "UTC"
    return zone


def _values_of(column: Any) -> list[object]:  # noqa: ANN401 - an array of any type
    """Return the values of a column; a text that is no UTF-8 as bytes, an error in the place of what can't be held."""
    try:
        return cast("list[object]", column.to_pylist())
    except Exception:
        return [_value_of(cell) for cell in column]


def _value_of(cell: Any) -> object:  # noqa: ANN401 - a cell of any type
    try:
        return cast("object", cell.as_py())
    except UnicodeDecodeError as error:
        return cell.as_buffer().to_pybytes() if hasattr(cell, "as_buffer") else error
    except Exception as error:
        return error
