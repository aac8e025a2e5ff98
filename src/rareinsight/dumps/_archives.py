"""Archives and compressed files, read to their end, so that no damage goes unnoticed and what follows it is read."""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import sys
import tarfile
import zipfile
import zlib
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, Final, cast

from rareinsight.dumps._places import PIECE
from rareinsight.dumps._records import UnreadableError, import_extra

#: A member: its name, and what opens it.
Member = tuple[str, Callable[[], Any]]
#: What the headers in a tar contain, and where.
_TAR: Final = b"ustar"
_TAR_AT: Final = 257
#: How often the end of a tar may be read: over it, the reader goes on for as long as a header says.
_MAX_ENDS: Final = 10
_LOCAL: Final = b"PK\3\4"
_DESCRIPTOR: Final = b"PK\7\x08"
_HEADER: Final = struct.Struct("<4x2xHH4xLLLHH")
_IS_ENCRYPTED, _IS_STREAMED, _IS_UTF_8 = 1, 8, 1 << 11
_UNKNOWN: Final = 0xFFFFFFFF
#: Sizes that are too large for the header: those unpacked and packed.
_LARGE: Final = re.compile(rb"\x01\0[\x10-\xff]\0(.{16})", re.DOTALL)
_SIZES: Final = struct.Struct("<QQ")
_FAR: Final = 1 << 62
_OTHER_ZIPS: Final = {"[Content_Types].xml": "Microsoft Office document", "mimetype": "e-book or OpenDocument file"}


def import_zstd() -> Any:  # noqa: ANN401 - one of two modules
    """Return the module for Zstandard: that of Python 3.14 and newer, or its backport (extra ``zstd``)."""
    return import_extra("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd", "Zstandard", "zstd")


#: What unpacks a stream of each kind of compressed file, and how a stream begins.
DECOMPRESSORS: Final[dict[str, tuple[Callable[[], Any], re.Pattern[bytes]]]] = {
    "gzip": (lambda: zlib.decompressobj(31), re.compile(rb"\x1f\x8b\x08[\0-\x1f].{4}[\0\2\4][\0-\x0d\xff]", re.DOTALL)),
    "bz2": (bz2.BZ2Decompressor, re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    "xz": (lzma.LZMADecompressor, re.compile(rb"\xfd7zXZ\0")),
    "zstd": (lambda: import_zstd().ZstdDecompressor(), re.compile(rb"\x28\xb5\x2f\xfd")),
}
#: The most bytes of these beginnings.
_BEGINNING: Final = 10


class Unpacked:
    """The content of a compressed file; after a damaged stream, reading resumes at the next one.

    Python's own readers ignore a second stream if its first bytes are damaged. ``lost`` is called with what is wrong,
    where in the content, and whether the stream had begun there, and returns what to read instead.
    """

    def __init__(self, kind: str, packed: Any, lost: Callable[[Exception, int, bool], bytes]) -> None:  # noqa: ANN401
        self._pieces = _unpack(*DECOMPRESSORS[kind], packed, lost)

    def read(self, _size: int, /) -> bytes:
        """Return the next piece; none at the end of the file."""
        return next(self._pieces, b"")


def _unpack(
    make: Callable[[], Any],
    beginning: re.Pattern[bytes],
    packed: Any,  # noqa: ANN401 - anything with a `read`
    lost: Callable[[Exception, int, bool], bytes],
) -> Iterator[bytes]:
    size, data = 0, packed.read(PIECE)
    while data:
        stream, fed, start = make(), data, size
        problem: Exception | None = None
        while not (stream.eof or problem):
            try:
                piece = stream.decompress(fed, PIECE)
            except Exception as error:
                problem = error
                continue
            fed = getattr(stream, "unconsumed_tail", b"")
            if piece:
                size += len(piece)
                yield piece
            elif not (fed or stream.eof or (fed := packed.read(PIECE))):
                problem = UnreadableError("it is cut short", "damaged-file")
            data = fed or data
        if problem:
            data = data[1:]
            while not (found := beginning.search(data)) and (more := packed.read(PIECE)):
                data = data[-_BEGINNING:] + more
            if not found:
                raise problem
            data = data[found.start() :]
            yield lost(problem, size, size > start)
        else:
            data = stream.unused_data
            while not (data := data.lstrip(b"\0")) and (data := packed.read(PIECE)):
                pass


class _Blocks:
    """The blocks of a tar, of which the last two can be read again; ``failure`` is the error that ended them."""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401 - anything with a `read`
        self._stream = stream
        self._data: bytes = b""
        self._last: bytes = b""
        self._read = self._ends = 0
        self.failure: Exception | None = None

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, fewer only at the end."""
        self._fill(size)
        data, self._data = self._data[:size], self._data[size:]
        self._last = (self._last + data)[-2 * tarfile.BLOCKSIZE :] if data else b""
        self._read += len(data)
        self._ends += not data
        if self._ends > _MAX_ENDS:
            raise UnreadableError("it is cut short", "damaged-file")
        return data

    def find_header(self) -> tuple[bool, int, int]:
        """Go to the next header; return whether there is one, and how many zero and other blocks precede it."""
        zeros = others = self._ends = 0
        before, last = self._last[: -tarfile.BLOCKSIZE], self._last[-tarfile.BLOCKSIZE :]
        # a header that can't be used, although nothing follows it, is not read again
        self._data, self._last = (last if self._read != tarfile.BLOCKSIZE else b"") + self._data, b""
        while block := self.read(tarfile.BLOCKSIZE):
            try:
                tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
            except tarfile.HeaderError:
                zeros, others = zeros + (not block.strip(b"\0")), others + any(block)
                # where bytes are missing, a header starts within a block, perhaps of the file before
                block, before = (before if others else b"") + block, b"" if others else before
                self._fill(tarfile.BLOCKSIZE)
                start = (block + self._data[: tarfile.BLOCKSIZE]).find(_TAR, _TAR_AT + 1) - _TAR_AT
                if 0 < start < len(block):
                    self._data = block[start:] + self._data
            else:
                self._data, self._last, self._read = block + self._data, b"", 0
                return True, zeros, others
        return False, zeros, others

    def _fill(self, size: int) -> None:
        try:
            while self.failure is None and len(self._data) < size and (more := self._stream.read(PIECE)):
                self._data += more
        except Exception as error:
            self.failure = error


def members_of_tar(stream: Any) -> Iterator[Member | UnreadableError]:  # noqa: ANN401 - anything with a `read`
    """Yield the files in a tar; after damage, reading resumes at the next header."""
    blocks, problem = cast("Any", _Blocks(stream)), ""
    while True:
        is_header, zeros, others = blocks.find_header()
        if others or (is_header and zeros):
            problem = problem or f"{zeros + others:,} blocks belong to no file"
        elif not (is_header or zeros or blocks.failure):
            problem = problem or "its end is missing"
        if problem:
            yield UnreadableError(problem, "damaged-file")
        if not is_header:
            break
        problem = ""
        try:
            with tarfile.open(fileobj=blocks, mode="r|", bufsize=tarfile.BLOCKSIZE) as archive:
                while member := archive.next():
                    cast("Any", archive).members.clear()  # there may be millions
                    is_unknown = member.type not in tarfile.SUPPORTED_TYPES and member.name[-1:] != "/"
                    if member.isreg() or (is_unknown and member.size):
                        yield member.name, partial(archive.extractfile, member)
        except Exception as error:
            problem = str(error)
    if blocks.failure:
        raise blocks.failure


def members_of_zip(file: IO[bytes]) -> Iterator[Member | UnreadableError]:
    """Yield the files in a zip in the order of their headers, also those that its directory does not list."""
    problem, infos = "", list[zipfile.ZipInfo]()
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except Exception as error:
        problem = str(error)
    for kind in _OTHER_ZIPS.keys() & {info.filename for info in infos}:
        raise UnreadableError(_OTHER_ZIPS[kind])
    listed, at, unlisted = {info.header_offset: info for info in infos if _has_header(file, info)}, 0, 0
    lost, offsets = len(infos) - len(listed), [*sorted(listed), _FAR]
    while (at := _find(file, _LOCAL, at)) >= 0:
        found, start = _read_header(file, at)
        info = listed.pop(at, found)
        if info.orig_filename != found.orig_filename:
            info, lost = found, lost + 1
        unlisted += info is found
        following = offsets[bisect(offsets, at)]
        info.compress_size = min(info.compress_size, max(following - start, 0))
        if not info.is_dir():
            yield info.filename, partial(_open_member, file, start, info)
        at = following if info.compress_size == following - start else start + info.compress_size
    lost += len(listed)
    if problem or lost or unlisted:
        words = f"its directory lists {lost:,} files that are not there, and lacks {unlisted:,} that are"
        yield UnreadableError(problem or words, "damaged-file")


def _has_header(file: IO[bytes], info: zipfile.ZipInfo) -> bool:
    file.seek(info.header_offset)
    return file.read(len(_LOCAL)) == _LOCAL


def _find(file: IO[bytes], signature: bytes, at: int) -> int:
    """Return where a signature occurs next; it is nearly always there."""
    size = 64
    while True:
        file.seek(at)
        data = file.read(size)
        if (found := data.find(signature)) >= 0:
            return at + found
        if len(data) < size:
            return -1
        at += size - len(signature) + 1
        size = min(2 * size, 1 << 16)


def _read_header(file: IO[bytes], at: int) -> tuple[zipfile.ZipInfo, int]:
    """Return what the header of a member says, which may be damaged, and where its content starts."""
    file.seek(at)
    flags, method, crc, packed, size, *lengths = _HEADER.unpack(file.read(_HEADER.size).ljust(_HEADER.size, b"\0"))
    name = file.read(lengths[0]).decode("utf-8" if flags & _IS_UTF_8 else "cp437", "replace")
    info, start = zipfile.ZipInfo(name), at + _HEADER.size + sum(lengths)
    if packed == _UNKNOWN and (large := _LARGE.search(file.read(lengths[1]))):
        size, packed = _SIZES.unpack(large[1])
    info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size = flags, method, crc, packed, size
    if flags & _IS_STREAMED or packed == _UNKNOWN:
        del info.CRC
        info.file_size, after = _FAR, _find(file, _DESCRIPTOR, start)
        info.compress_size = after - start if after >= 0 else _FAR
    return info, start


def _open_member(file: IO[bytes], start: int, info: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    if info.flag_bits & _IS_ENCRYPTED:
        raise UnreadableError("it is encrypted", "unreadable-file")
    file.seek(start)
    return zipfile.ZipExtFile(file, "r", info)
