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
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tarfile import HeaderError
from typing import IO, Any, Final, Self, cast

from rareinsight.dumps._places import PIECE, Opener, Place, encodable, is_hidden
from rareinsight.dumps._records import Notice, UnreadableError, import_extra, make_notice

#: What a member of a zip begins with, and what may follow its content: another one, its sizes, or the directory.
_LOCAL: Final = re.compile(rb"PK\x03\x04")
_AFTER: Final = re.compile(rb"PK(?:\x03\x04|\x07\x08|\x01\x02)")
_HEADER: Final = struct.Struct("<4x2xHH4xLLLHH")
_IS_ENCRYPTED, _IS_STREAMED, _IS_UTF_8 = 1, 8, 1 << 11
_UNKNOWN: Final = 0xFFFFFFFF  #: a size that is too large for the header
_ZEROS, _OTHER = "EOFHeaderError", "InvalidHeaderError"  #: for blocks of a tar that are not headers
_OTHER_ZIPS: Final = {"[Content_Types].xml": "Microsoft Office document", "mimetype": "e-book or OpenDocument file"}
#: What unpacks a stream of each kind of compressed file, and how a stream begins.
DECOMPRESSORS: Final[dict[str, tuple[Callable[[], Any], re.Pattern[bytes]]]] = {
    "gzip": (lambda: zlib.decompressobj(31), re.compile(rb"\x1f\x8b\x08[\0-\x1f].{4}[\0\2\4][\0-\x0d\xff]", re.DOTALL)),
    "bz2": (bz2.BZ2Decompressor, re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")),
    "xz": (lzma.LZMADecompressor, re.compile(rb"\xfd7zXZ\0")),
    "zstd": (lambda: import_zstd().ZstdDecompressor(), re.compile(rb"\x28\xb5\x2f\xfd")),
}
_BEGINNING: Final = 10  #: the longest of these beginnings, in bytes


def import_zstd() -> Any:
    """Return the module for Zstandard: that of Python 3.14 and newer, or its backport (extra ``zstd``)."""
    return import_extra("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd", "Zstandard", "zstd")


def unpack(kind: str, packed: Any, report: Callable[[Exception, int], object]) -> Iterator[bytes]:
    """Yield the content of a compressed file; damage and its place are reported, and the next stream follows."""
    make, beginning = DECOMPRESSORS[kind]
    size, data = 0, packed.read(PIECE)
    while data:
        stream, fed = make(), data
        try:
            while not stream.eof:
                piece = stream.decompress(fed, PIECE)
                fed = getattr(stream, "unconsumed_tail", b"")
                if piece:
                    size += len(piece)
                    yield piece
                elif not (fed or stream.eof or (fed := packed.read(PIECE))):
                    raise UnreadableError("it is cut short", "damaged-file")  # noqa: TRY301 - as other damage is
                data = fed or data
        except Exception as error:
            data = data[1:]
            while not (found := beginning.search(data)) and (more := packed.read(PIECE)):
                data = data[-_BEGINNING:] + more
            if not found:
                raise
            data = data[found.start() :]
            report(error, size)
            yield b"\n\n"  # texts, or pages, on both sides remain apart
        else:
            data = stream.unused_data
            while not (data := data.lstrip(b"\0")) and (data := packed.read(PIECE)):
                pass


def _visible(path: str, name: str, opener: Opener) -> list[Place]:
    return [] if is_hidden(Path(name).parts) else [Place(f"{path}/{encodable(name)}", opener)]


def members_of_tar(stream: Any, path: str) -> Iterator[Place | Notice]:
    """Yield the files in a tar; after damage, reading resumes at the next header."""
    blocks = Counter[str]()  # those before a header, by the kind of error

    class Header(tarfile.TarInfo):
        @classmethod
        def fromtarfile(cls, tarfile: Any) -> Self:
            try:
                return super().fromtarfile(tarfile)
            except HeaderError as error:
                blocks[type(error).__name__] += 1
                raise

    with cast("Any", tarfile).open(fileobj=stream, mode="r|", tarinfo=Header, ignore_zeros=True) as archive:
        while True:
            at = archive.fileobj.tell()
            try:
                member = archive.next()
            except (tarfile.ReadError, ValueError):  # such as a broken map of a sparse file
                blocks[_OTHER] += 1
                archive.offset = archive.fileobj.tell()
                if archive.offset == at:
                    raise
                continue
            if member is None:
                break
            archive.members.clear()  # there may be millions
            if lost := blocks[_ZEROS] + blocks[_OTHER]:
                yield make_notice("damaged-file", path, f"{lost:,} blocks belong to no file")
                blocks.clear()
            is_unknown = member.type not in tarfile.SUPPORTED_TYPES and member.name[-1:] != "/"
            if member.isreg() or (is_unknown and member.size):
                yield from _visible(path, member.name, partial(archive.extractfile, member))
        if blocks[_OTHER] or blocks[_ZEROS] < 2:  # of which the end of a tar has two or more
            yield make_notice("damaged-file", path, "its end is missing or damaged")


def members_of_zip(file: IO[bytes], path: str) -> Iterator[Place | Notice]:
    """Yield the files in a zip in the order of their headers, including files that its directory does not list."""
    problem, infos = "", list[zipfile.ZipInfo]()
    try:
        infos = zipfile.ZipFile(file).infolist()
    except Exception as error:
        problem = str(error)
    for kind in _OTHER_ZIPS.keys() & {info.filename for info in infos}:
        raise UnreadableError(_OTHER_ZIPS[kind])
    listed = {info.header_offset: info for info in infos if _LOCAL.match(read_at(file, info.header_offset, 4))}
    at, lost, unlisted, offsets = 0, len(infos) - len(listed), 0, [*sorted(listed), file.seek(0, 2)]
    while (at := find_signature(file, _LOCAL, at)) >= 0:
        found, start = _read_header(file, at)
        info, following = listed.pop(at, found), offsets[bisect(offsets, at)]
        if info.orig_filename != found.orig_filename:
            info, lost = found, lost + 1
        unlisted += info is found
        if info is found and (info.flag_bits & _IS_STREAMED or info.compress_size == _UNKNOWN):
            if info.flag_bits & _IS_STREAMED:
                del info.CRC
            end = find_signature(file, _AFTER, start)
            info.file_size, info.compress_size = sys.maxsize, end - start if end >= 0 else sys.maxsize
        info.compress_size = min(info.compress_size, max(following - start, 0))
        if info.file_size or not info.is_dir():
            yield from _visible(path, info.filename, partial(_open_member, file, start, info))
        at = following if info.compress_size == following - start else start + info.compress_size
    lost += len(listed)
    if problem or lost or unlisted:
        words = f"its directory lists {lost:,} files that are not there, and lacks {unlisted:,} that are"
        yield make_notice("damaged-file", path, problem or words)


def read_at(file: IO[bytes], at: int, size: int) -> bytes:
    file.seek(at)
    return file.read(size)


def find_signature(file: IO[bytes], signature: re.Pattern[bytes], at: int) -> int:
    """Return where a signature of four bytes occurs next, which is nearly always right there; -1 if nowhere."""
    while len(data := read_at(file, at, PIECE)) >= 4:
        if found := signature.search(data):
            return at + found.start()
        at += len(data) - 3
    return -1


def _read_header(file: IO[bytes], at: int) -> tuple[zipfile.ZipInfo, int]:
    """Return what the header of a member says, which may be damaged, and where its content starts."""
    header = read_at(file, at, _HEADER.size).ljust(_HEADER.size, b"\0")
    flags, method, crc, packed, size, *lengths = _HEADER.unpack(header)
    info = zipfile.ZipInfo(file.read(lengths[0]).decode("utf-8" if flags & _IS_UTF_8 else "cp437", "replace"))
    info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size = flags, method, crc, packed, size
    return info, at + _HEADER.size + sum(lengths)


def _open_member(file: IO[bytes], start: int, info: zipfile.ZipInfo) -> zipfile.ZipExtFile:
    if info.flag_bits & _IS_ENCRYPTED:
        raise UnreadableError("it is encrypted", "unreadable-file")
    file.seek(start)
    return zipfile.ZipExtFile(file, "r", info)
