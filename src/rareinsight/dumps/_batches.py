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
from struct import iter_unpack, unpack_from
from typing import IO, Any, Final

from attrs import define, field

from rareinsight.dumps._archives import find_signature
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
#: The numbers of the fields that lead from a message to a batch, and of fields of that.
_WAYS: Final = {"record batch": (2,), "dictionary": (2, 1)}
_BUFFERS, _COMPRESSION = 2, 3
_KINDS: Final = ("schema", "dictionary", "record batch", "end")
_MAX_FAILURES: Final = 1000
_MAX_KEPT: Final = 1 << 26  #: how large dictionaries may be, in bytes, to be kept for what follows a damaged batch
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
    cells = [each.dictionary_decode() if hasattr(each, "dictionary") else each for each in row.columns]
    if sum(cell.nbytes for cell in cells) > longest:
        return UnreadableError(f"more than {longest:,} bytes", "long-record")
    try:
        return dict(zip(distinct(row.schema.names), map(_value_in, cells), strict=True))
    except Exception as error:
        return error


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
    opened = _Stream(most, is_file=True)
    try:
        file = _ipc.open_file(stream)
        opened.take("schema", file.schema.serialize().to_pybytes())
        opened.count = file.num_record_batches
    except Exception as error:
        yield error
    yield from _batches(stream, opened, len(_MAGIC))


def _of_streams(stream: IO[bytes], most: int) -> Iterator[Any]:
    """Yield the batches of streams that follow each other, and what is wrong."""
    yield from _batches(stream, _Stream(most))
    stream.seek(-len(_END), 2)
    if stream.read() != _END:
        yield UnreadableError("its end is missing", "damaged-file")


def _batches(stream: IO[bytes], opened: _Stream, at: int = 0) -> Iterator[Any]:
    found, failures = 0, 0
    for kind, message, problem in _messages(stream, at, opened.most):
        is_lost = kind not in _KINDS
        if problem:
            yield problem
        elif is_lost and not failures:
            yield UnreadableError("some messages can't be read", "damaged-file")
        if names := opened.left_out(kind, is_lost=is_lost):
            yield UnreadableError(f"what follows is read without {names}", "damaged-file")
        try:
            batch = opened.take(kind, message)
        except Exception as error:
            batch, is_lost = error, True
        if batch is not None:
            yield batch
            found += not is_lost
        failures += is_lost
        if kind == "end" and opened.count is not None and found >= opened.count:  # what follows is the list
            break
        if failures > _MAX_FAILURES:
            raise UnreadableError(f"more than {_MAX_FAILURES:,} messages can't be read", "damaged-file")
    if opened.count not in (None, found) and not failures:
        yield UnreadableError(f"its list has {opened.count:,} batches, not {found:,}", "damaged-file")


@define
class _Stream:
    """A stream whose messages are passed to a reader one by one; after damage, another reader is opened."""

    most: int
    is_file: bool = False
    count: int | None = None  #: how many batches the list of a file has
    _has_dictionaries: bool = False
    _is_damaged: bool = False
    _opening: bytearray = field(factory=bytearray)  #: the schema and the dictionaries
    _new: bytearray = field(factory=bytearray)  #: dictionaries that the reader has not read yet
    _given: io.BytesIO = field(factory=io.BytesIO)
    _reader: Any = None
    _options: Any = None  #: set if columns are left out

    def take(self, kind: str, message: bytes) -> Any:
        """Return the batch in a message; of other messages, keep what the batches that follow need."""
        if kind == "schema":
            self._opening, self._reader, self._options = bytearray(message), None, None
            self._has_dictionaries = False
        elif kind == "dictionary" and self._options is None:
            if len(self._opening) > (_MAX_KEPT if self._reader else self.most):
                self._opening = bytearray()
            self._opening += message
            self._new += message
            self._has_dictionaries = True
        return self._read(message) if kind == "record batch" else None

    def _read(self, message: bytes) -> Any:
        self._given.seek(0)
        self._given.truncate()
        self._given.write((self._new if self._reader else self._opening) + message)
        self._given.seek(0)
        reader, self._reader = self._reader or _ipc.open_stream(self._given, options=self._options), None
        batch, self._reader, self._new = reader.read_next_batch(), reader, bytearray()
        return batch

    def left_out(self, kind: str, *, is_lost: bool) -> str:
        """Return the names of columns that are left out from a message on, as dictionaries may be lost."""
        self._is_damaged = kind != "schema" and (self._is_damaged or is_lost)
        # in a file, dictionaries that have been read are not replaced
        is_kept = self.is_file and self._has_dictionaries and kind != "dictionary"
        if is_kept or not self._is_damaged or self._options or not self._opening:
            return ""
        schema, written = _ipc.open_stream(self._opening).schema, io.BytesIO()
        with _ipc.new_stream(written, schema) as file:  # with dictionaries that are empty
            file.write_batch(_pyarrow.RecordBatch.from_pylist([], schema))
        found = _messages(written, 0, self.most)
        self._opening = bytearray().join(message for kind, message, _ in found if kind in ("schema", "dictionary"))
        plain = [at for at, column in enumerate(schema) if "dictionary<" not in str(column.type)]
        self._options = _ipc.IpcReadOptions(included_fields=plain or [len(schema)])  # an empty list would mean all
        self._reader = None
        return ", ".join(repr(column.name) for at, column in enumerate(schema) if at not in plain)


def _messages(stream: IO[bytes], at: int, most: int) -> Iterator[tuple[str, bytes, Exception | None]]:
    """Yield the kind of each message and its bytes; no kind where none can be read, or an error if it is too large."""
    source, is_ended = _pyarrow.PythonFile(stream, "r"), True
    while at >= 0:
        source.seek(at)
        try:
            message = _ipc.read_message(source)
            claimed = _claimed(message.type, message.metadata.to_pybytes(), message.body)
        except Exception as error:
            is_ended = isinstance(error, EOFError)  # a stream, which others may follow
            yield "end" if is_ended else "", b"", None
            at = find_signature(stream, _START, at + len(_MESSAGE))
            continue
        at = source.tell()
        if is_ended and message.type != "schema":  # which would begin a stream
            yield "", b"", None
        is_ended = False
        if claimed > most:
            words = f"a batch claims to unpack to {claimed:,} bytes; the limit `member_size` is {most:,}"
            yield "", b"", UnreadableError(words, "long-record")
        else:
            yield message.type, message.serialize().to_pybytes(), None


def _claimed(kind: str, metadata: bytes, body: Any) -> int:
    """Return how many bytes a message claims to unpack to."""
    way, batch = _WAYS.get(kind, ()), unpack_from("<I", metadata)[0]
    for number in way:
        batch = batch and _inner(metadata, batch, number)
    if not (way and batch and _inner(metadata, batch, _COMPRESSION)):
        return 0
    places = _inner(metadata, batch, _BUFFERS)
    buffers = metadata[places + 4 : places + 4 + 16 * unpack_from("<I", metadata, places)[0]]
    return sum(max(unpack_from("<q", body, at)[0], 0) for at, length in iter_unpack("<qq", buffers) if length)


def _inner(data: bytes, table: int, field: int) -> int:
    """Return where the table or list starts that a field of a table refers to; 0 if the table has no such field."""
    fields = table - unpack_from("<i", data, table)[0]
    place, size = 4 + 2 * field, unpack_from("<H", data, fields)[0]
    offset = unpack_from("<H", data, fields + place)[0] if place < size else 0
    return int(table + offset + unpack_from("<I", data, table + offset)[0]) if offset else 0
