"""Crawls in WARC and WET files: cut into records here, which are read by fastwarc (extra ``warc``).

fastwarc ends with the first record that is damaged. So records are found here by their length and by where the next
one begins: where the two differ, the length is wrong, and only that record is lost.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (the stubs of fastwarc leave some open)

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
_START: Final = re.compile(rb"\s*WARC/[01]\.\d+\r?\n")
_NEXT: Final = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d+\r?\n)")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_LONGEST_HEAD: Final = 1 << 16
#: The longest that may stand between the end of a record and the first bytes of the next.
_BETWEEN: Final = 32


def pages_of(pieces: Iterator[bytes], path: str) -> Iterator[Record | Notice]:
    """Yield the pages of a crawl that are text or HTML, numbered in the order of the file."""
    number = 0
    for data, problem in _cut(pieces):
        found: Record | Notice | None
        try:
            found = problem and make_notice(problem[0], path, problem[1], record=number)
            found = found or _read_record(data, number, path)
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


def _cut(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, tuple[str, str] | None]]:
    """Yield the records as they lie in the file, or what is wrong with them."""
    buffer = _Buffer(pieces)
    while buffer.fill(1):
        buffer.fill(_LONGEST_HEAD)
        start = _START.match(buffer.data)
        head = _HEAD_END.search(buffer.data, start.end() - 2, _LONGEST_HEAD) if start else None
        if head is None:
            if buffer.data.strip(b"\r\n\0"):
                yield b"", ("broken-record", "there is no record where one should begin")
            buffer.pass_to_next(0)
            continue
        found = _LENGTH.search(buffer.data, 0, head.end())
        length = int(found[1]) if found else 0
        end = head.end() + length
        if length > LONGEST_RECORD:
            yield b"", ("long-record", f"{length:,} bytes")
            buffer.pass_to_next(head.end() - 4)
        elif found and _ends(buffer, end):
            yield bytes(buffer.data[:end]).lstrip(), None
            del buffer.data[:end]
        else:
            yield b"", ("broken-record", "its length is wrong, or it is cut short; it was passed over")
            buffer.pass_to_next(head.end() - 4)


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
    record, content = _decoded(record, data) if record.is_http else (record, b"")
    kind = record.http_content_type if record.is_http_parsed else record.headers.get("Content-Type")
    kind = (kind or "text/plain").partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind in _HTML):
        return None
    content = content or record.reader.read(LONGEST_RECORD + 1)
    if len(content) > LONGEST_RECORD:
        return make_notice("long-record", path, f"more than {LONGEST_RECORD:,} bytes unpacked", record=number)
    fields = dict[str, object](record.headers.to_dict())
    encoding = encoding_of_page(content, record.http_charset if record.is_http_parsed else None)
    return Record(path, number, content, fields, "html" if kind in _HTML else "text", None, encoding, page=True)


def _decoded(record: WarcRecord, data: bytes) -> tuple[WarcRecord, bytes]:
    """Return a body without its codings; many crawlers store it decoded, and the headers that tell of codings too."""
    try:
        record.parse_http(auto_decode="all")
        return record, record.reader.read(LONGEST_RECORD + 1)
    except OSError:
        record = WarcRecord.from_bytes(data)
        record.parse_http(auto_decode="none")
        content = record.reader.read(LONGEST_RECORD + 1)
        if 0 in content[:1000]:
            raise  # it is coded, and damaged
        return record, content
