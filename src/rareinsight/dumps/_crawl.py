"""Crawls in WARC and WET files: cut into records here, which are read by fastwarc (extra ``warc``).

fastwarc ends with the first record that is damaged. So records are found here by their length and by where the next one
begins: where the two differ, the length is wrong, and only that record is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rareinsight.dumps._encodings import encoding_of_page
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, describe_error, make_notice, missing_extra
from rareinsight.dumps._records import Record

try:
    from fastwarc.warc import WarcRecord, WarcRecordType
except ImportError as _error:
    raise missing_extra("reading WARC and WET", "warc") from _error

_PAGES: Final = WarcRecordType.conversion | WarcRecordType.response | WarcRecordType.resource
_HTML: Final = ("text/html", "application/xhtml+xml")
_NEXT: Final = re.compile(rb"\r?\n\r?\nWARC/[01]\.\d+\r?\n")
_START: Final = re.compile(rb"[\r\n]*WARC/[01]\.\d+\r?\n")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_LONGEST_HEAD: Final = 1 << 16
#: The longest that may stand between the end of a record and the first bytes of the next.
_BETWEEN: Final = 32


def pages_of(pieces: Iterator[bytes], path: str) -> Iterator[Record | Notice]:
    """Yield the pages of a crawl that are text or HTML, numbered in the order of the file.

    Args:
        pieces: The bytes of the file, unpacked.
        path: Its name. What is wrong with a record comes as a notice in its place.
    """
    number = 0
    for data in _cut(pieces):
        if isinstance(data, str):
            code = "long-record" if data.endswith("bytes") else "broken-record"
            yield make_notice(code, path, data, record=number)
        else:
            try:
                found = _read_record(data, number, path)
            except BaseException as error:
                # fastwarc is Rust: what it did not foresee comes as a panic, which is no Exception
                if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                    raise
                found = make_notice("broken-record", path, describe_error(error), record=number)
            if found is None:
                continue
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

    def find_next(self, at: int) -> int:
        """Return where the next record begins from a place on; the end of the file if none does."""
        while True:
            found = _NEXT.search(self.data, at)
            if found:
                return found.end() - len(found[0].lstrip(b"\r\n"))
            passed = max(len(self.data) - _BETWEEN, at, 0)
            if len(self.data) > 2 * LONGEST_RECORD:  # of what is lost, no more is held than a record
                del self.data[:passed]
                passed = 0
            if not self.fill(len(self.data) + 1):
                return len(self.data)
            at = passed


def _cut(pieces: Iterator[bytes]) -> Iterator[bytes | str]:
    """Yield the records as they lie in the file, or what is wrong with them."""
    buffer = _Buffer(pieces)
    while buffer.fill(1):
        buffer.fill(_LONGEST_HEAD)
        start = _START.match(buffer.data)
        head = _HEAD_END.search(buffer.data, start.end() - 2, _LONGEST_HEAD) if start else None
        if head is None:
            if bytes(buffer.data).strip(b"\r\n\0") or len(buffer.data) >= _LONGEST_HEAD:
                yield "there is no record where one should begin"
            del buffer.data[: buffer.find_next(0)]
            continue
        length = _LENGTH.search(buffer.data, 0, head.end())
        end = head.end() + (int(length[1]) if length else 0)
        if end - head.end() > LONGEST_RECORD:
            yield f"{end - head.end():,} bytes"
            del buffer.data[: buffer.find_next(head.end())]
        elif length and _ends(buffer, end):
            yield bytes(buffer.data[:end]).lstrip(b"\r\n")
            del buffer.data[:end]
        else:
            yield "its length is wrong, or it is cut short; it was passed over"
            del buffer.data[: buffer.find_next(head.end() - 4)]
        while buffer.fill(1) and buffer.data[:1] in (b"\r", b"\n"):
            del buffer.data[: len(buffer.data) - len(buffer.data.lstrip(b"\r\n"))]


def _ends(buffer: _Buffer, end: int) -> bool:
    """Whether a record that ends here is followed by the next one, or by nothing more."""
    if not buffer.fill(end):
        return False
    buffer.fill(end + _BETWEEN)
    rest = bytes(buffer.data[end : end + _BETWEEN])
    return rest[:1] in (b"\r", b"\n") and (not rest.strip(b"\r\n\0") or _START.match(rest) is not None)


def _read_record(data: bytes, number: int, path: str) -> Record | Notice | None:
    """Return a page of text or HTML; ``None`` for all else."""
    record = WarcRecord.from_bytes(data)
    if not record.record_type & _PAGES:
        return None
    if record.is_http:
        record.parse_http(auto_decode="all")
    kind = record.http_content_type if record.is_http_parsed else record.headers.get("Content-Type")
    kind = (kind or "text/plain").partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind in _HTML):
        return None
    content = _content_of(record, data)
    if len(content) > LONGEST_RECORD:
        return make_notice("long-record", path, f"more than {LONGEST_RECORD:,} bytes unpacked", record=number)
    fields = dict[str, object](record.headers.to_dict())
    encoding = encoding_of_page(content, record.http_charset if record.is_http_parsed else None)
    return Record(path, number, content, fields, "html" if kind in _HTML else "text", None, encoding, page=True)


def _content_of(record: WarcRecord, data: bytes) -> bytes:
    """Return the body of a page without its codings.

    Crawlers often store a body as it is once decoded and leave the headers that tell of codings.
    """
    try:
        return record.reader.read(LONGEST_RECORD + 1)
    except OSError:
        plain = WarcRecord.from_bytes(data)
        plain.parse_http(auto_decode="none")
        content = plain.reader.read(LONGEST_RECORD + 1)
        if content[:2] == b"\x1f\x8b" or b"\0" in content[:1000]:
            raise  # it is coded, and damaged
        return content
