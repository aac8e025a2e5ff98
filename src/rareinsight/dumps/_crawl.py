"""Crawls in WARC and WET files: cut into records here, which are read by fastwarc (extra ``warc``).

fastwarc ends with the first record that is damaged. So records are found here by their length and by where the next
one begins: where the two differ, the length is wrong, and only that record is lost.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Any, Final

from rareinsight.dumps._places import ByteStream
from rareinsight.dumps._records import Notice, Record, describe_error, import_extra, make_notice
from rareinsight.dumps._text import decode, encoding_of_page

_warc: Final = import_extra("fastwarc.warc", "reading WARC and WET", "warc")
_PAGES: Final = _warc.conversion | _warc.response | _warc.resource
_HTML: Final = ("text/html", "application/xhtml+xml")
_START: Final = re.compile(rb"\s*WARC/[01]\.\d+\r?\n")
_HEAD: Final = re.compile(rb"\s*WARC/[01]\.\d+\r?\n(?:.{0,60000}?\r?\n)?\r?\n", re.DOTALL)
_NEXT: Final = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d+\r?\n)")
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_LONGEST_HEAD: Final = 1 << 16
#: The longest that may stand between the end of a record and the first bytes of the next.
_BETWEEN: Final = 32
_GZIP: Final = b"\x1f\x8b\x08"
_PACKED: Final = 1 << 15
_PIECE: Final = 1 << 18


class Members:
    """What a crawl of gzip members holds; of a damaged one what stands before, or a record of no length."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream
        self._pieces = filter(None, self._unpacked())

    def read(self, _size: int = -1, /) -> bytes:
        """Return the next bytes, however many."""
        return next(self._pieces, b"")

    def _unpacked(self) -> Iterator[bytes]:
        data = self._stream.read(_PACKED)
        while data:
            member, taken, piece = zlib.decompressobj(31), data, b""
            try:
                while not member.eof:
                    piece = member.decompress(taken, _PIECE)
                    yield piece
                    taken = member.unconsumed_tail
                    if not (taken or piece or member.eof):
                        taken = data = self._stream.read(_PACKED)
                        if not data:
                            raise zlib.error("it is cut short")  # noqa: TRY301 - as zlib does for all else
                data = member.unused_data.lstrip(b"\0") or self._stream.read(_PACKED)
            except zlib.error:
                yield b"\r\n\r\n" if piece else b"\r\n\r\nWARC/1.0\r\n\r\n\r\n\r\n"
                data = data[1:]
                while (at := data.find(_GZIP)) < 0 and (more := self._stream.read(_PACKED)):
                    data = data[-2:] + more
                data = data[at:] if at >= 0 else b""


def pages_of(pieces: Iterator[bytes], path: str, notices: list[Notice], longest: int) -> Iterator[Record | Notice]:
    """Yield the pages of a crawl that are text or HTML, numbered in the order of the file."""
    number = 0
    for data in _cut(pieces, longest):
        found: Record | Notice | None
        if isinstance(data, tuple):
            found = make_notice(data[0], path, data[1], record=number)
        else:
            try:
                found = _read_record(data, number, path, notices, longest)
            except BaseException as error:
                # fastwarc is Rust: what it did not foresee comes as a panic, which is no Exception
                if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                    raise
                found = make_notice("broken-record", path, describe_error(error), record=number)
        if found is not None:
            yield found
            number += 1


class _Buffer:
    """The bytes of a file that have been read and not been passed yet."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.data = bytearray()

    def fill(self, size: int) -> bool:
        """Read on until so many bytes are there; return whether they are."""
        while len(self.data) < size:
            piece = next(self._pieces, None)
            if piece is None:
                return False
            self.data += piece
        return True

    def pass_to_next(self, at: int) -> None:
        """Pass on to where the next record begins from a place on, or to the end."""
        while not (found := _NEXT.search(self.data, at)):
            del self.data[: max(len(self.data) - _BETWEEN, at, 0)]
            at = 0
            if not self.fill(len(self.data) + 1):
                self.data.clear()
                return
        del self.data[: found.end()]


def _cut(pieces: Iterator[bytes], longest: int) -> Iterator[bytes | tuple[str, str]]:
    """Yield the records as they lie in the file, or what is wrong with them: a code and words."""
    buffer = _Buffer(pieces)
    while buffer.fill(1):
        buffer.fill(_LONGEST_HEAD)
        head = _HEAD.match(buffer.data)
        found = _LENGTH.search(head[0]) if head else None
        length = int(found[1]) if found else 0
        if head and found and length <= longest and _ends(buffer, end := head.end() + length):
            yield bytes(buffer.data[:end]).lstrip()
            del buffer.data[:end]
            continue
        if length > longest:
            yield "long-record", f"{length:,} bytes"
        elif head:
            yield "broken-record", "its length is wrong, or it is cut short; it was passed over"
        elif buffer.data.strip(b"\r\n\0"):
            yield "broken-record", "there is no record where one should begin"
        buffer.pass_to_next(head.end() - 4 if head else 0)


def _ends(buffer: _Buffer, end: int) -> bool:
    """Whether a record that ends here is followed by the next one, or by nothing more."""
    if not buffer.fill(end):
        return False
    buffer.fill(end + _BETWEEN)
    rest = bytes(buffer.data[end : end + _BETWEEN])
    return rest[:1] in (b"\r", b"\n") and (not rest.strip(b"\r\n\0") or _START.match(rest) is not None)


def _read_record(data: bytes, number: int, path: str, notices: list[Notice], longest: int) -> Record | Notice | None:
    """Return a page of text or HTML; ``None`` for all else."""
    record = _warc.WarcRecord.from_bytes(data)
    if not record.record_type & _PAGES:
        return None
    kind, charset, content = record.headers.get("Content-Type"), None, b""
    if record.is_http:
        page, content = _decoded(record, data, longest)
        kind, charset = page.http_content_type, page.http_charset
    kind = (kind or "text/plain").partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind in _HTML):
        return None
    content = content or record.reader.read(longest + 1)
    if len(content) > longest:
        return make_notice("long-record", path, f"more than {longest:,} bytes unpacked", record=number)
    text = "".join(decode([content], encoding_of_page(content, charset), path, notices, number))
    return Record(path, number, text, dict(record.headers.to_dict()), is_html=kind in _HTML, is_page=True)


def _decoded(record: Any, data: bytes, longest: int) -> tuple[Any, bytes]:  # noqa: ANN401 - a record of fastwarc
    """Return a body without its codings; many crawlers store it decoded, and the headers that tell of codings too."""
    try:
        record.parse_http(auto_decode="all")
        return record, record.reader.read(longest + 1)
    except OSError:
        record = _warc.WarcRecord.from_bytes(data)
        record.parse_http(auto_decode="none")
        content = record.reader.read(longest + 1)
        if 0 in content[:1000]:
            raise  # it is coded, and damaged
        return record, content
