"""Compressed files, told by their first bytes and unpacked in pieces of bounded size.

The size of a piece is bounded, whatever a file promises or hides: a few kB that unpack to terabytes come out
piece by piece, and are cut off by the bounds on records.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Literal, Protocol

from rareinsight.reader.places import ByteStream

Method = Literal["gzip", "bz2", "xz", "zstd"]

#: How many bytes are read, and how many come out, at a time.
PIECE: Final = 1 << 18
#: How many packed bytes are taken at a time: few, as what is left of them is copied at the end of each member, and
#: crawls have one for every page.
_PACKED: Final = 1 << 15
#: The memory that unpacking xz may take; files made with `xz -9` need a quarter of it.
_XZ_MEMORY: Final = 1 << 28
_LONGEST_MAGIC: Final = 10
_BZ2_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")


class DamagedError(ValueError):
    """A compressed file is cut short or damaged."""


class _Decompressor(Protocol):
    """What bz2, lzma and zstd have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib with the manners of the others: it keeps what it could not use yet."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _open_zstd() -> _Decompressor:
    from rareinsight.reader.zstd import ZstdDecompressor

    return ZstdDecompressor()


_OPEN: Final[dict[Method, Callable[[], _Decompressor]]] = {
    "gzip": _Gzip,
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY),
    "zstd": _open_zstd,
}


def compression_of(head: bytes) -> Method | None:
    r"""Tell from the first bytes of a file how it is compressed.

    >>> compression_of(b"\x1f\x8b\x08\x00"), compression_of(b"Core Insights")
    ('gzip', None)
    """
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"BZh") and head[4:_LONGEST_MAGIC] in _BZ2_BLOCKS:
        return "bz2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50
    return "zstd" if head.startswith(b"\x28\xb5\x2f\xfd") or skippable else None


def decompress(stream: ByteStream, method: Method) -> Iterator[bytes]:
    """Yield what a compressed file holds, all its members one after the other.

    Raises:
        DamagedError: The file is cut short or damaged; what came before has been yielded.
        ImportError: It is zstd, and that is not installed.
    """
    member, data, fed = _OPEN[method](), stream.read(_PACKED), False
    while True:
        piece = _next_piece(member, data, method)
        fed, data = fed or bool(data), b""
        if piece:
            yield piece
        if member.eof:
            data = _next_member(member.unused_data, stream, method)
            if not data:
                return
            member, fed = _OPEN[method](), False
        elif member.needs_input:
            data = stream.read(_PACKED)
            if not data and not piece:
                if fed:
                    raise DamagedError(f"the {method} data is cut short")
                return


def _next_piece(member: _Decompressor, data: bytes, method: Method) -> bytes:
    try:
        return member.decompress(data, PIECE)
    except (OSError, ValueError, EOFError, MemoryError, zlib.error, lzma.LZMAError) as error:
        raise DamagedError(f"the {method} data is damaged ({error})") from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":  # the class is there only where zstd is
            raise
        raise DamagedError(f"the {method} data is damaged ({error})") from error


def _next_member(data: bytes, stream: ByteStream, method: Method) -> bytes:
    """Return the bytes of the next member, zeros that fill up the file passed over; none at the end."""
    while len(data := data.lstrip(b"\0")) < _LONGEST_MAGIC and (more := stream.read(_PACKED)):
        data += more
    if data and compression_of(data) != method:
        raise DamagedError(f"something else follows the {method} data")
    return data
