"""Tables: CSV by Python's own reader, Parquet and Arrow files through pyarrow (extra ``arrow``)."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

from rareinsight.dumps._fields import Row
from rareinsight.dumps._kinds import Kind
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, UnreadableError, make_notice, missing_extra

_ROWS: Final = 256
_BUFFER: Final = 1 << 20


def rows_of_csv(pieces: Iterable[str], path: str, separator: str) -> Iterator[Row | Notice]:
    r"""Yield the rows of a table in text, by the names in its first line.

    The reader is Python's, not Arrow's, which gives up the whole file for one row too short or one byte too strange.

    Raises:
        UnreadableError: The first row, which names the columns, is damaged.

    >>> list(rows_of_csv(["id,text\n7,", "Copper\n"], "dump.csv", ","))
    [(0, {'id': '7', 'text': 'Copper'})]
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_RECORD))  # there is one for all, made for small cells
    rows = csv.reader(_lines(pieces), delimiter=separator)
    try:
        names, number = next(rows, []), 0
    except csv.Error as error:
        raise UnreadableError(f"its first row can't be read ({error})", "damaged-file") from error
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            row = []
            yield make_notice("broken-record", path, str(error), record=number)
        if row is None:
            return
        if len(row) == len(names):
            yield number, dict(zip(names, row, strict=True))
        elif row:
            detail = f"{len(row)} cells, where the header has {len(names)}"
            yield make_notice("broken-record", path, detail, record=number)
        number += bool(row)


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


def rows_of_arrow(stream: IO[bytes], kind: Kind | None, path: str) -> Iterator[Row | Notice]:
    """Yield the rows of a file of Parquet or Arrow that can be read from any place.

    Raises:
        UnreadableError: The file is damaged; what stands before was read.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("reading Parquet and Arrow", "arrow") from None
    number = 0
    try:
        for batch in _batches(stream, kind):
            yield from _rows_of(batch, number, path)
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:  # damaged, or of what pyarrow was built without
        raise UnreadableError(f"{kind} at record {number}: {error}", "damaged-file") from error


def _batches(stream: Any, kind: Kind | None) -> Iterator[Any]:  # noqa: ANN401 - as pyarrow asks for it
    import pyarrow as pa

    if kind == "parquet":
        yield from _parquet_batches(stream)
    elif kind == "stream":
        yield from pa.ipc.open_stream(stream)
    else:
        file = pa.ipc.open_file(stream)
        yield from map(file.get_batch, range(file.num_record_batches))


def _parquet_batches(stream: IO[bytes]) -> Iterator[Any]:
    """Yield as many rows at a time as are of some megabytes: a word that many rows share is stored once."""
    import pyarrow.compute as pc
    from pyarrow import parquet as pq

    file = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    words = [
        name for name, kind in zip(file.schema_arrow.names, file.schema_arrow.types, strict=True) if kind in _words()
    ]
    sharing = pq.ParquetFile(
        stream, metadata=file.metadata, read_dictionary=words, buffer_size=_BUFFER, pre_buffer=False
    )
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        first: Any = next(sharing.iter_batches(1, [group], words), None)
        dictionaries: list[Any] = [column.dictionary for column in first.columns] if first else []
        shared = [pc.max(pc.binary_length(each)).as_py() or 0 for each in dictionaries]
        weight = max(about.total_byte_size // max(about.num_rows, 1), *shared, 1)
        yield from file.iter_batches(max(1, min(_ROWS, LONGEST_RECORD // weight)), [group])


def _words() -> list[Any]:
    import pyarrow as pa

    return [pa.string(), pa.binary(), pa.large_string(), pa.large_binary()]


def _rows_of(batch: Any, first: int, path: str) -> Iterator[Row | Notice]:  # noqa: ANN401 - pyarrow's
    heavy = batch.nbytes > LONGEST_RECORD
    # a batch of usual rows at once; of large ones no more than one is to be held
    for start in range(0, batch.num_rows, 1 if heavy else _ROWS):
        part = batch.slice(start, 1 if heavy else _ROWS)
        if heavy and part.nbytes > LONGEST_RECORD:
            yield make_notice("long-record", path, f"{part.nbytes:,} bytes", record=first + start)
            continue
        columns = dict[str, list[object]]()
        for name, column in zip(batch.schema.names, part.columns, strict=True):
            try:
                columns[name] = _values_of(column)
            except Exception as error:
                yield make_notice("unreadable-field", path, f"{name!r} ({error})", record=first + start)
        for at in range(part.num_rows):
            yield first + start + at, {name: values[at] for name, values in columns.items()}


def _values_of(column: Any) -> list[object]:  # noqa: ANN401 - an array of any type
    """Return the values of a column; as bytes what is no UTF-8, as text what Python can't hold, such as far dates."""
    import pyarrow as pa

    if isinstance(column, pa.DictionaryArray):
        column = column.dictionary_decode()
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return list(column.cast(pa.binary()).to_pylist())
    except Exception:
        return list(column.cast(pa.string()).to_pylist())
