"""Compressed files, told by their first bytes and unpacked as they are read, by the standard library's readers."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Iterator
from typing import IO, Any, Final, Literal, cast

from rareinsight.dumps._notices import missing_extra
from rareinsight.dumps._places import ByteStream

Method = Literal["gzip", "bz2", "xz", "zstd"]

#: How many bytes are read, and come out, at a time.
PIECE: Final = 1 << 18
_PACKED: Final = 1 << 15
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"
_BZ2_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")


def compression_of(head: bytes) -> Method | None:
    """Tell from the first bytes of a file how it is compressed."""
    if head.startswith(_GZIP_MAGIC):
        return "gzip"
    if head.startswith(b"BZh") and head[4:10] in _BZ2_BLOCKS:
        return "bz2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50
    return "zstd" if head.startswith(b"\x28\xb5\x2f\xfd") or skippable else None


def open_unpacked(stream: ByteStream, method: Method, head: bytes) -> ByteStream:
    """Return what a compressed file holds; ``head`` is what it begins with, still to be read."""
    packed = cast("IO[bytes]", stream)
    if method == "gzip":
        is_crawl = zlib.decompressobj(31).decompress(head, 8).startswith(b"WARC/")
        return _Pieces(_members(stream)) if is_crawl else gzip.GzipFile(fileobj=packed)
    if method == "zstd":
        return cast("ByteStream", import_zstd().ZstdFile(packed))
    return bz2.BZ2File(packed) if method == "bz2" else lzma.LZMAFile(packed)


def import_zstd() -> Any:  # noqa: ANN401 - one of two modules
    """Return the module for Zstandard: part of Python from 3.14 on, before that its backport (extra ``zstd``)."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise missing_extra("Zstandard", "zstd") from None
    return zstd


def _members(stream: ByteStream) -> Iterator[bytes]:
    """Yield what the members of a crawl hold; of a damaged one what stands before, or a record of no length."""
    data = stream.read(_PACKED)
    while data:
        member, taken, piece = zlib.decompressobj(31), data, b""
        try:
            while not member.eof:
                piece = member.decompress(taken, PIECE)
                yield piece
                taken = member.unconsumed_tail
                if not (taken or piece or member.eof):
                    taken = data = stream.read(_PACKED)
                    if not data:
                        raise zlib.error("it is cut short")  # noqa: TRY301 - as zlib does for all else
            data = member.unused_data.lstrip(b"\0") or stream.read(_PACKED)
        except zlib.error:
            yield b"\r\n\r\n" if piece else b"\r\n\r\nWARC/1.0\r\n\r\n\r\n\r\n"
            data = _next_magic(data[1:], stream)


def _next_magic(data: bytes, stream: ByteStream) -> bytes:
    """Return the file from the next place on where a member of gzip may begin."""
    while (at := data.find(_GZIP_MAGIC)) < 0:
        more = stream.read(_PACKED)
        if not more:
            return b""
        data = data[-2:] + more
    return data[at:]


class _Pieces:
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        self._rest = self._rest or next(filter(None, self._pieces), b"")
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data
