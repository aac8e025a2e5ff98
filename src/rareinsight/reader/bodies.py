"""What a server sent, as the browser would see it: chunks joined and codings undone, within the bound on records.

Crawlers often store a body as it is once decoded and leave the headers that tell of codings. So a body is
decoded only where it looks as its headers say.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Final

import regex

from rareinsight.reader.bounds import LONGEST_RECORD
from rareinsight.reader.compression import PIECE, DamagedError, compression_of, decompress

_CHUNK: Final = regex.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r\n")
_RAW_DEFLATE: Final = -15


class LongBodyError(ValueError):
    """A body is longer than a record may be."""


def decoded(body: bytes, transfer: Sequence[str], content: Sequence[str]) -> bytes:
    r"""Return a body without its codings.

    Args:
        body: The bytes that were stored.
        transfer: The names in its ``Transfer-Encoding``, in their order.
        content: Those in its ``Content-Encoding``. Names that are not known change nothing.

    Raises:
        DamagedError: It is cut short or damaged.
        LongBodyError: It is longer than a record may be; no more than that is decoded.

    >>> decoded(b"6\r\nCopper\r\n0\r\n\r\n", ["chunked"], [])
    b'Copper'
    """
    for name in (*reversed(transfer), *reversed(content)):
        undo = _CODINGS.get(name)
        if undo is not None:
            body = _bounded(undo(body))
    return body


def _bounded(pieces: Iterable[bytes]) -> bytes:
    found, size = list[bytes](), 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > LONGEST_RECORD:
            raise LongBodyError(f"more than {LONGEST_RECORD} bytes once it is decoded")
    return b"".join(found)


def _chunks(body: bytes) -> Iterator[bytes]:
    head = _CHUNK.match(body)
    if head is None:
        yield body
        return
    while (size := int(head[1], 16)) > 0:
        start, end = head.end(), head.end() + size
        yield body[start:end]
        head = _CHUNK.match(body, end + 2)
        if head is None:
            raise DamagedError("its chunks are cut short or damaged")


def _unpacked(body: bytes) -> Iterator[bytes]:
    method = compression_of(body)
    return iter([body]) if method is None else decompress(BytesIO(body), method)


def _deflated(body: bytes) -> Iterator[bytes]:
    """Undo deflate: most servers send it as zlib's format, as they should, some without its head."""
    for bits in (zlib.MAX_WBITS, _RAW_DEFLATE):
        unpacker = zlib.decompressobj(bits)
        try:
            found = unpacker.decompress(body, LONGEST_RECORD + 1)
        except zlib.error:
            continue
        if not unpacker.eof and len(found) <= LONGEST_RECORD:
            raise DamagedError("the deflate data is cut short")
        yield found
        return
    yield body


def _from_brotli(body: bytes) -> Iterator[bytes]:
    from fastwarc.stream_io import BrotliReader

    reader = BrotliReader(BytesIO(body))
    try:
        yield from iter(lambda: reader.read(PIECE), b"")
    except (OSError, ValueError) as error:
        raise DamagedError(f"the brotli data is damaged ({error})") from error


_CODINGS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "chunked": _chunks,
    "gzip": _unpacked,
    "x-gzip": _unpacked,
    "zstd": _unpacked,
    "deflate": _deflated,
    "br": _from_brotli,
}
