"""How much memory the compressed batches of an Arrow file ask for, read from their messages before any is unpacked.

pyarrow allocates whatever a buffer claims to unpack to, and offers no limit. A message is a table of flatbuffers,
in which fields are found through a list of offsets, followed by buffers that start with their unpacked size.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from io import IOBase
from struct import calcsize, iter_unpack, unpack_from
from typing import IO, Any, Final, cast

import pyarrow as pa
from pyarrow import ipc

_MAGIC: Final = b"ARROW1"
#: The numbers of fields: of a message, of a dictionary in it, of a batch, and of the list at the end of a file.
_HEADER, _DATA, _BUFFERS, _COMPRESSION, _LISTS = 2, 1, 2, 3, (2, 3)


def largest_batch(stream: IO[bytes]) -> tuple[int, bool]:
    """Return how many bytes the largest compressed batch claims to unpack to, and whether all messages can be read."""
    stream.seek(0)
    at = 8 if stream.read(len(_MAGIC)) == _MAGIC else 0
    has_list, listed, largest, are_readable = at > 0, list[int](), 0, True
    with suppress(Exception):  # it may be damaged as well
        listed = sorted(_listed(stream)) if has_list else []
    source = pa.PythonFile(cast("IOBase", stream), "r")
    while True:
        source.seek(at)
        try:
            message = ipc.read_message(source)
            body = memoryview(message.body or b"")
            largest = max(largest, _claimed(message.type, message.metadata.to_pybytes(), body))
            at = source.tell()
        except Exception as error:
            is_end, following = isinstance(error, EOFError), bisect_right(listed, at)
            are_readable &= is_end
            if is_end and not has_list and source.tell() > at:
                at = source.tell()  # another stream may follow
            elif following == len(listed):
                return largest, are_readable
            else:
                at = listed[following]


def _claimed(type: str, metadata: bytes, body: memoryview) -> int:
    batch = _inner(metadata, _inner(metadata, 0, None), _HEADER) if type in ("record batch", "dictionary") else 0
    batch = _inner(metadata, batch, _DATA) if type == "dictionary" else batch
    if not batch or not _inner(metadata, batch, _COMPRESSION):
        return 0
    places = _structs(metadata, _inner(metadata, batch, _BUFFERS), "<qq")
    return sum(max(unpack_from("<q", body, start)[0], 0) for start, length in places if length)


def _listed(stream: IO[bytes]) -> Iterator[int]:
    """Yield where the dictionaries and batches start that the end of a file lists."""
    stream.seek(-10, os.SEEK_END)
    size = int.from_bytes(stream.read(4), "little")
    stream.seek(-10 - size, os.SEEK_END)
    footer = stream.read(size)
    for field in _LISTS:
        for start, *_ in _structs(footer, _inner(footer, _inner(footer, 0, None), field), "<qi4xq"):
            yield start


def _inner(data: bytes, table: int, field: int | None) -> int:
    """Return where the table or list starts that a field of a table refers to; 0 if the table has no such field."""
    at = table
    if field is not None:
        fields = table - unpack_from("<i", data, table)[0]
        if 4 + 2 * field >= unpack_from("<H", data, fields)[0]:
            return 0
        offset = unpack_from("<H", data, fields + 4 + 2 * field)[0]
        if not offset:
            return 0
        at += offset
    return int(at + unpack_from("<I", data, at)[0])


def _structs(data: bytes, at: int, kind: str) -> Iterator[tuple[Any, ...]]:
    size = unpack_from("<I", data, at)[0] * calcsize(kind)
    return iter_unpack(kind, data[at + 4 : at + 4 + size])
