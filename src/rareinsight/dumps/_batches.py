"""Parquet and Arrow tables, read in parts, so that damage costs one part and no table fills the memory.

pyarrow reads nothing after the first damaged message of an Arrow file or stream, and it allocates whatever a
compressed buffer claims to unpack to. A message is a table of flatbuffers, in which fields are found through a list of
offsets, followed by buffers, which start with their unpacked size.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# (pyarrow is untyped)

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from struct import calcsize, iter_unpack, pack, unpack_from
from typing import IO, Any, Final

from attrs import define, field

from rareinsight.dumps._archives import find_signature, read_at
from rareinsight.dumps._records import UnreadableError, distinct, import_extra
from rareinsight.limits import Limits

_pyarrow, _ipc, _parquet = (
    import_extra(name, "reading Parquet and Arrow", "arrow") for name in ("pyarrow", "pyarrow.ipc", "pyarrow.parquet")
)
from rareinsight.arrow import damage_in  # noqa: E402 - needs it

_MAGIC: Final = b"ARROW1\0\0"
#: How a message begins, and how a stream ends.
_MESSAGE: Final = b"\xff\xff\xff\xff"
_END: Final = _MESSAGE + bytes(4)
_START: Final = re.compile(_MESSAGE)
_NEXT: Final = re.compile(_MESSAGE + rb"(?=...[\0-\x7f])", re.DOTALL)  #: with a length, which starts at a multiple of 8
#: The numbers of the fields that lead from a message to a batch, and of fields of that.
_WAYS: Final = {"record batch": (2,), "dictionary": (2, 1)}
_BUFFERS, _COMPRESSION, _DICTIONARIES = 2, 3, 2
_TAIL: Final = 10  #: how many bytes follow the list at the end of a file: its size, and how the file begins
_KINDS: Final = ("schema", "dictionary", "record batch")
_LOST: Final = UnreadableError("some messages can't be read", "damaged-file")
_MAX_LOSSES: Final = 1000
_Message = tuple[str, bytes, Exception | None]  #: its kind and its bytes, or what is wrong where none can be read
#: How many rows of Parquet are in memory at once: few, as a value that many rows share is only stored once in the file.
_ROWS: Final = 16
_BUFFER: Final = 1 << 20


def rows_of_table(stream: IO[bytes], kind: str, limits: Limits) -> Iterator[dict[str, Any] | Exception]:
    """Yield the rows of a Parquet or Arrow file that supports random access; damage costs only the damaged part."""
    batches = {"parquet": _of_parquet, "arrow": _of_file, "stream": _of_streams}[kind](stream, limits.member_size)
    try:
        for found in batches:
            batch = found if isinstance(found, Exception) else damage_in(found) or found
            if isinstance(batch, Exception):
                yield _described(kind, batch)
            else:  # one by one, as rows can be large
                yield from (_row_of(batch.slice(at, 1), limits.record_size) for at in range(batch.num_rows))
    except Exception as error:  # damaged, or not supported by this build of pyarrow
        yield _described(kind, error)


def _described(kind: str, error: Exception) -> UnreadableError:
    return error if isinstance(error, UnreadableError) else UnreadableError(f"{kind}: {error}", "damaged-file")


def _row_of(row: Any, longest: int) -> dict[str, Any] | Exception:
    try:
        cells = list(map(_cell_of, row.columns))
        if sum(cell.nbytes for cell in cells) > longest:
            return UnreadableError(f"more than {longest:,} bytes", "long-record")
        return dict(zip(distinct(row.schema.names), map(_value_in, cells), strict=True))
    except Exception as error:
        return error


def _cell_of(column: Any) -> Any:
    """Return the cell of one row, of a dictionary only the value that it needs."""
    if not hasattr(column, "dictionary"):
        return column
    index = column.indices[0].as_py()
    return _pyarrow.nulls(1) if index is None else column.dictionary.slice(index, 1)


def _value_in(array: Any) -> object:
    """Return the first value: bytes if it is not UTF-8, text if Python can't represent it, such as distant dates."""
    try:
        return array[0].as_py()
    except Exception as error:
        return array.cast("binary" if isinstance(error, UnicodeDecodeError) else "string")[0].as_py()


def _of_parquet(stream: IO[bytes], _most: int) -> Iterator[Any]:
    file = _parquet.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
    sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    for number, size in enumerate(sizes):
        try:
            yield from batches_in_group(file, number, size)
        except Exception as error:
            yield error
    if missing := file.metadata.num_rows - sum(sizes):
        raise UnreadableError(f"{missing:,} rows are missing", "damaged-file")


def batches_in_group(file: Any, number: int, size: int) -> Iterator[Any]:
    """Yield the batches of a row group; the reader may leave out all rows if the number of values is damaged."""
    shared = [field.name for field in file.schema_arrow if hasattr(field.type, "index_type")]
    plain = [name for name in file.schema_arrow.names if name not in shared]
    # the words of a dictionary are as large whatever the number of rows, so such columns are read at once
    whole, at = file.read_row_group(number, columns=shared), 0
    for batch in whole.to_batches():
        if error := damage_in(batch):
            raise error
    columns = [column.combine_chunks() for column in whole.columns]
    for batch in file.iter_batches(_ROWS, [number], columns=plain):
        words = [column.slice(at, _ROWS).dictionary_decode() for column in columns]
        yield batch.from_arrays([*batch.columns, *words], [*batch.schema.names, *shared]) if shared else batch
        at += batch.num_rows
    if at < size:
        raise UnreadableError(f"{size - at:,} rows are missing", "damaged-file")


def _of_file(stream: IO[bytes], most: int) -> Iterator[Any]:
    """Yield the batches of an Arrow file, which consists of a stream and a list of its batches, and what is wrong."""
    reader, count, listed = _Reader(most), None, list[int]()
    try:
        file = _ipc.open_file(stream)
        reader.open(file.schema.serialize().to_pybytes())
        count, listed = file.num_record_batches, _dictionaries_in(stream)
    except Exception as error:
        yield error
        reader.losses = 1
    schema, messages = _beginning_of(stream, most)
    # first the dictionaries, which may follow the batches that need them
    dictionaries = (islice(_messages(stream, at, most), 1) for at in listed)
    for message in chain([schema], chain.from_iterable(dictionaries)):
        yield from reader.take(*message)
    reader.knows_dictionaries = bool(listed)
    for kind, data, problem in messages:
        if kind == "end" and count is not None and reader.found >= count:  # what follows is the list
            break
        yield from reader.take(kind, data, None if kind == "end" and count is None else problem)
    if count not in (None, reader.found) and not reader.losses:
        yield UnreadableError(f"its list has {count:,} batches, not {reader.found:,}", "damaged-file")


def _dictionaries_in(stream: IO[bytes]) -> list[int]:
    """Return where the dictionaries of a file are, as the list at its end says."""
    end = stream.seek(0, 2) - _TAIL
    size = unpack_from("<i", read_at(stream, end, 4))[0]
    footer = read_at(stream, end - size, size)
    return sorted({at for (at,) in _structures(footer, unpack_from("<I", footer)[0], _DICTIONARIES, "<q16x")})


def _beginning_of(stream: IO[bytes], most: int) -> tuple[_Message, Iterator[_Message]]:
    """Return the schema of a file, which may follow zeros, or be without a mark, as Polars writes it, and the rest."""
    marked = find_signature(stream, _START, len(_MAGIC))
    before = read_at(stream, len(_MAGIC), min(max(marked - len(_MAGIC), 0), _BUFFER))
    messages = _messages(stream, len(_MAGIC) if before.strip(b"\0") else marked, most)
    first, schema = next(messages, ("", b"", _LOST)), _MESSAGE + pack("<i", len(before)) + before
    with suppress(OSError, ValueError):
        if first[2] and _ipc.open_stream(schema):
            first = "schema", schema, None
    return first, messages


def _of_streams(stream: IO[bytes], most: int) -> Iterator[Any]:
    """Yield the batches of streams that follow each other, and what is wrong."""
    reader = _Reader(most)
    for message in _messages(stream, 0, most):
        yield from reader.take(*message)


@define
class _Reader:
    """Reads batches message by message; once a dictionary may be lost, without the columns that need one."""

    most: int
    knows_dictionaries: bool = False  #: whether the dictionaries are known, whatever is lost
    found: int = 0
    losses: int = 0
    _schema: Any = None
    _plain: list[int] = field(factory=list[int])  #: the columns that need no dictionary
    _stream: Any = None  #: what reads all columns from what it is given
    _given: io.BytesIO = field(factory=io.BytesIO)
    _dictionaries: bytearray = field(factory=bytearray)  #: the dictionaries before the next batch

    def open(self, schema: bytes) -> None:
        given = io.BytesIO(schema)
        self._stream, self._given, self._dictionaries = _ipc.open_stream(given), given, bytearray()
        self._schema = self._stream.schema
        self._plain = [at for at, column in enumerate(self._schema) if "dictionary<" not in str(column.type)]

    def take(self, kind: str, message: bytes, problem: Exception | None) -> Iterator[Any]:
        batch = None
        try:
            batch = None if problem else self._read(kind, message)
        except Exception as error:
            problem = error
        if problem:
            if problem is not _LOST or not self.losses:
                yield problem
            self.losses += 1
            if self.losses > _MAX_LOSSES:
                raise UnreadableError(f"more than {_MAX_LOSSES:,} messages can't be read", "damaged-file")
            is_lacking = bool(self._dictionaries) or not (kind == "record batch" or self.knows_dictionaries)
            self._dictionaries.clear()
            if is_lacking and self._stream:
                self._stream = None
                if names := [repr(name) for at, name in enumerate(self._schema.names) if at not in self._plain]:
                    yield UnreadableError(f"what follows is read without {', '.join(names)}", "damaged-file")
        if batch is not None:
            self.found += 1
            yield batch

    def _read(self, kind: str, message: bytes) -> Any:
        """Return the batch in a message; of other messages, keep what the batches that follow need."""
        if kind == "schema":
            self._schema = self._stream = None
            self.open(message)
        elif kind == "dictionary" and not self.knows_dictionaries:
            if len(self._dictionaries) + len(message) > self.most:
                raise UnreadableError(f"dictionaries of more than {self.most:,} bytes", "long-record")
            self._dictionaries += message
        elif kind == "record batch" and self._stream:
            self._given.seek(0)
            self._given.write(self._dictionaries + message)
            self._given.truncate()
            self._given.seek(0)
            batch = self._stream.read_next_batch()
            self._dictionaries.clear()
            return batch
        elif kind == "record batch":
            return self._read_plain(message)
        return None

    def _read_plain(self, message: bytes) -> Any:
        """Return the columns of a batch that need no dictionary; of the others, it only contains indices."""
        if self._schema is None:
            raise UnreadableError("a batch has no schema", "damaged-file")
        columns = [each.with_type(getattr(each.type, "index_type", each.type)) for each in self._schema]
        batch = _ipc.read_record_batch(_pyarrow.py_buffer(message), _pyarrow.schema(columns))
        return batch.select(self._plain) if self._plain else None


def _messages(stream: IO[bytes], at: int, most: int) -> Iterator[_Message]:
    """Yield the kind of each message and its bytes, or what is wrong where none can be read."""
    source = _pyarrow.PythonFile(stream, "r")
    while at >= 0:
        source.seek(at)
        try:
            message = _ipc.read_message(source)
            metadata = message.metadata.to_pybytes()
            claimed, end = _claims(message.type, metadata, message.body)
        except Exception as error:
            mark, following = read_at(stream, at, len(_END) + 1), find_signature(stream, _START, at + len(_MESSAGE))
            # a stream, which another one may follow
            is_end = mark == _END or (mark[:-1] == _END and following == at + len(_END))
            yield "end" if isinstance(error, EOFError) else "", b"", None if is_end else _LOST
            at = following
            continue
        at = source.tell()
        if claimed > most:
            words = f"a batch claims to unpack to {claimed:,} bytes; the limit `member_size` is {most:,}"
            yield message.type, b"", UnreadableError(words, "long-record")
        else:
            yield message.type, message.serialize().to_pybytes(), None if message.type in _KINDS else _LOST
        # a length is wrong if the next message is in this one
        if _START.search(message.body, end) or any(each.start() % 8 == 0 for each in _NEXT.finditer(metadata)):
            yield "", b"", _LOST


def _claims(kind: str, metadata: bytes, body: Any) -> tuple[int, int]:
    """Return how many bytes a message claims to unpack to, and where its buffers end in its body."""
    batch = unpack_from("<I", metadata)[0]
    for number in _WAYS.get(kind, ()):
        batch = batch and _inner(metadata, batch, number)
    if kind not in _WAYS or not batch:
        return 0, 0
    buffers = _structures(metadata, batch, _BUFFERS, "<qq")
    is_compressed = bool(_inner(metadata, batch, _COMPRESSION))
    claimed = (max(unpack_from("<q", body, at)[0], 0) for at, length in buffers if is_compressed and length)
    return sum(claimed), max((at + length for at, length in buffers), default=0)


def _structures(data: bytes, table: int, field: int, form: str) -> list[Any]:
    start = _inner(data, table, field)
    count = unpack_from("<I", data, start)[0] if start else 0
    return list(iter_unpack(form, data[start + 4 : start + 4 + count * calcsize(form)]))


def _inner(data: bytes, table: int, field: int) -> int:
    """Return where the table or list starts that a field of a table refers to; 0 if the table has no such field."""
    fields = table - unpack_from("<i", data, table)[0]
    place, size = 4 + 2 * field, unpack_from("<H", data, fields)[0]
    offset = unpack_from("<H", data, fields + place)[0] if place < size else 0
    return int(table + offset + unpack_from("<I", data, table + offset)[0]) if offset else 0
