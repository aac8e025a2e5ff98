"""How much memory the compressed batches of an Arrow file ask for, read from their messages before any is unpacked.

pyarrow allocates whatever a buffer claims to unpack to, and offers no limit. A message is a table of flatbuffers,
in which fields are found through a list of offsets, followed by buffers that start with their unpacked size.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import calcsize, iter_unpack, unpack_from
from typing import IO, Any, Final

from rareinsight.dumps._archives import find_signature
from rareinsight.dumps._records import UnreadableError, import_extra

_MAGIC: Final = b"ARROW1\0\0"
#: How a message begins.
_MESSAGE: Final = b"\xff\xff\xff\xff"
#: The numbers of fields: of a message, of a dictionary in it, of a batch.
_HEADER, _DATA, _BUFFERS, _COMPRESSION = 2, 1, 2, 3
_MAX_FAILURES: Final = 1000


def largest_batch(stream: IO[bytes]) -> tuple[int, bool]:
    """Return how many bytes the largest compressed batch claims to unpack to, and whether all messages can be read."""
    pa, ipc = (import_extra(name, "reading Arrow", "arrow") for name in ("pyarrow", "pyarrow.ipc"))
    stream.seek(0)
    at = len(_MAGIC) if stream.read(len(_MAGIC)) == _MAGIC else 0
    source, largest, failures = pa.PythonFile(stream, "r"), 0, 0
    while at >= 0:
        source.seek(at)
        try:
            message = ipc.read_message(source)
            body = memoryview(message.body or b"")
            largest = max(largest, _claimed(message.type, message.metadata.to_pybytes(), body))
            at = source.tell()
        except Exception as error:
            failures += not isinstance(error, EOFError)  # of a stream, which others may follow
            at = find_signature(stream, _MESSAGE, at + len(_MESSAGE))
        if failures > _MAX_FAILURES:
            raise UnreadableError(f"more than {_MAX_FAILURES:,} messages can't be read", "damaged-file")
    return largest, not failures


def _claimed(type: str, metadata: bytes, body: memoryview) -> int:
    batch = _inner(metadata, _inner(metadata, 0, None), _HEADER) if type in ("record batch", "dictionary") else 0
    batch = _inner(metadata, batch, _DATA) if type == "dictionary" else batch
    if not batch or not _inner(metadata, batch, _COMPRESSION):
        return 0
    places = _structs(metadata, _inner(metadata, batch, _BUFFERS), "<qq")
    return sum(max(unpack_from("<q", body, start)[0], 0) for start, length in places if length)


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
