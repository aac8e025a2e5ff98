"""Compressed files, told by their first bytes and unpacked in pieces of bounded size.

The readers of the standard library are not used: they raise where a file breaks off before they give out what stands
before, and xz takes as much memory there as a file asks for.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Literal, Protocol

from rareinsight.dumps._notices import missing_extra
from rareinsight.dumps._places import ByteStream

Method = Literal["gzip", "bz2", "xz", "zstd"]

#: How many bytes come out at a time, and how many are taken in: few, as what is left of them is copied at the end of
#: each member, and crawls have one for every page.
PIECE: Final = 1 << 18
_PACKED: Final = 1 << 15
#: The memory that unpacking xz may take; files made with `xz -9` need a quarter of it.
_XZ_MEMORY: Final = 1 << 28
_LONGEST_MAGIC: Final = 10
_BZ2_BLOCKS: Final = (b"1AY&SY", b"\x17rE8P\x90")
_GZIP_MAGIC: Final = b"\x1f\x8b\x08"


class DamagedError(ValueError):
    """A file is cut short or damaged."""


class Decompressor(Protocol):
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

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _zstd() -> Decompressor:
    return import_zstd().ZstdDecompressor()


def import_zstd():  # type: ignore[no-untyped-def]  # noqa: ANN201 - one of two modules
    """Return the module for Zstandard: part of Python from 3.14 on, before that its backport (extra ``zstd``)."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError:
        raise missing_extra("zstd", "zstd") from None
    return zstd


_OPEN: Final[dict[Method, Callable[[], Decompressor]]] = {
    "gzip": _Gzip,  # type: ignore[dict-item]  # `__getattr__` has the rest
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY),
    "zstd": _zstd,
}


def compression_of(head: bytes) -> Method | None:
    r"""Tell from the first bytes of a file how it is compressed.

    >>> compression_of(b"\x1f\x8b\x08\x00"), compression_of(b"Core Insights")
    ('gzip', None)
    """
    if head.startswith(_GZIP_MAGIC):
        return "gzip"
    if head.startswith(b"BZh") and head[4:_LONGEST_MAGIC] in _BZ2_BLOCKS:
        return "bz2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    skippable = head[1:4] == b"\x2a\x4d\x18" and head[0] & 0xF0 == 0x50
    return "zstd" if head.startswith(b"\x28\xb5\x2f\xfd") or skippable else None


def decompress(
    stream: ByteStream, method: Method, on_damage: Callable[[DamagedError], bytes] | None = None
) -> Iterator[bytes]:
    """Yield what a compressed file holds, all its members one after the other.

    Args:
        stream: The file.
        method: How it is compressed.
        on_damage: Called with what is wrong with a member of gzip, which is then passed over; what it returns is
            given out in the place of the rest of it. Without it, damage ends the file.

    Raises:
        DamagedError: The file is cut short or damaged; what came before has been yielded.
        ImportError: It is zstd, and that is not installed.
    """
    data = stream.read(_PACKED)
    while data:
        member, rest = _OPEN[method](), data
        try:
            for piece, rest in _member(member, data, stream, method):  # noqa: B007 - where the damage may be
                yield piece
        except DamagedError as error:
            if on_damage is None or method != "gzip":
                raise
            yield on_damage(error)
            data = _next_magic(rest, stream)
            continue
        data = member.unused_data
        while len(data := data.lstrip(b"\0")) < _LONGEST_MAGIC and (more := stream.read(_PACKED)):
            data += more
        if data and compression_of(data) != method:
            raise DamagedError(f"something else follows the {method} data")


def _member(
    member: Decompressor, data: bytes, stream: ByteStream, method: Method
) -> Iterator[tuple[bytes, bytes]]:
    """Yield the pieces that a member unpacks to, each with the packed bytes that were taken in last."""
    fed = data
    while not member.eof:
        try:
            piece = member.decompress(data, PIECE)
        except (OSError, ValueError, EOFError, MemoryError, zlib.error, lzma.LZMAError) as error:
            yield b"", fed
            raise DamagedError(f"the {method} data is damaged ({error})") from error
        except Exception as error:
            if type(error).__name__ != "ZstdError":  # the class is there only where zstd is
                raise
            raise DamagedError(f"the {method} data is damaged ({error})") from error
        data = b""
        yield piece, fed
        if not member.eof and member.needs_input:
            fed = data = stream.read(_PACKED)
            if not data and not piece:
                raise DamagedError(f"the {method} data is cut short")


def _next_magic(data: bytes, stream: ByteStream) -> bytes:
    """Return the file from the next place on where a member of gzip may begin; nothing if there is none."""
    data = data[1:]
    while (at := data.find(_GZIP_MAGIC)) < 0:
        more = stream.read(_PACKED)
        if not more:
            return b""
        data = data[-2:] + more
    return data[at:]
