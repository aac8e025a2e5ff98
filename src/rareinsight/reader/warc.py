"""Crawls in WARC and WET files, through fastwarc (extra ``warc``).

They are unpacked here, not by fastwarc, which does not tell whether its data came to an end or broke off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from rareinsight.reader.bodies import LongBodyError, decoded
from rareinsight.reader.bounds import LONGEST_RECORD
from rareinsight.reader.compression import PIECE, DamagedError
from rareinsight.reader.decoding import decode, passed_over_notice
from rareinsight.reader.markup import text_of_html
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.rows import Row, Unlike

try:
    from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType
except ImportError as _error:
    raise ImportError("to read WARC and WET: pip install 'rareinsight[warc]'") from _error

_PAGES: Final = WarcRecordType.conversion | WarcRecordType.response | WarcRecordType.resource
_HTML: Final = ("text/html", "application/xhtml+xml")
_OF_WET: Final = "text/plain"
#: What stands behind every record, the last one too.
_END: Final = b"\r\n\r\n"
_CUT_SHORT: Final = "the last record is cut short"


class _CutShortError(DamagedError):
    """The file ends before its last record does."""


def pages_of(
    pieces: Iterator[bytes], path: str, is_plausible: Callable[[str], bool], *, everything: bool = False
) -> Iterator[Row | Notice | Unlike]:
    """Yield the pages of a crawl that are text or HTML, numbered in the order of the file.

    Args:
        pieces: The bytes of the file, unpacked; if they are damaged, what is wrong comes as a ``DamagedError``.
        path: Its name, for the notices; damage ends the pages with one.
        is_plausible: Tells by the text of a page whether it may be a digest.
        everything: Whether to make records of other pages too.
    """
    feed, number = _Feed(pieces), 0
    try:
        for record in _records_of(feed):
            kind = _kind_of(record)
            if kind is None:
                _pass_over(record)
                continue
            for found in _read_page(record, kind, number, path):
                if isinstance(found, Notice):
                    yield found
                elif (plausible := is_plausible(found)) or (everything and found.strip()):
                    yield Row(number, found, dict[str, object](record.headers.to_dict()), plausible)
                else:
                    yield Unlike(len(found if found.isascii() else found.encode("utf-8", "surrogatepass")))
            number += 1
    except DamagedError as error:
        detail = str(feed.damage or error)
        if isinstance(error, _CutShortError):
            detail += "; the record that it breaks off in was passed over"
        yield make_notice("damaged-file", path, detail, record=number, offset=feed.tell())
    else:
        yield from feed.last_notices(path)


class _Feed:
    """The bytes of a file as fastwarc asks for them; remembers how many they were and how they ended."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._ahead = self._tail = b""
        self._position = 0
        self.damage: str | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, none at the end or where the damage is."""
        try:
            self._ahead = self._ahead or next(self._pieces, b"")
        except DamagedError as error:  # it is Rust that asks, and would make something else of it
            self.damage = str(error)
        size = len(self._ahead) if size < 0 else size
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        self._position += len(data)
        self._tail = (self._tail + data[-len(_END) :])[-len(_END) :]
        return data

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._position

    def last_notices(self, path: str) -> list[Notice]:
        """Return what there is to tell of the end, once all records have been read."""
        detail = self.damage or ("" if self._tail == _END else _CUT_SHORT)
        return [make_notice("damaged-file", path, detail, offset=self._position)] if detail else []


def _records_of(feed: _Feed) -> Iterator[WarcRecord]:
    """Yield the records, the headers of pages read.

    Raises:
        DamagedError: What follows is no record.
    """
    archive = ArchiveIterator(feed, parse_http=False, stream_detect=False, buffer_size=PIECE)  # type: ignore[arg-type]  # it asks for no more than we have
    records = iter(archive)
    while True:
        try:
            record = next(records, None)
            if record is not None and record.is_http and record.record_type & _PAGES:
                record.parse_http()  # pyright: ignore[reportUnknownMemberType]  # its stubs
        except BaseException as error:
            # fastwarc is Rust: what it did not foresee comes as a panic, which is no Exception
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            raise DamagedError(str(error)) from error
        if record is None:
            return
        yield record


def _kind_of(record: WarcRecord) -> str | None:
    """Return the media type of a page of text or HTML, ``None`` for all else."""
    if not record.record_type & _PAGES:
        return None
    kind = record.http_content_type if record.is_http_parsed else record.headers.get("Content-Type")
    if kind == _OF_WET:  # told apart first: it is nearly all there is in a WET file
        return kind
    kind = (kind or _OF_WET).partition(";")[0].strip().lower()
    return kind if kind.startswith("text/") or kind in _HTML else None


def _pass_over(record: WarcRecord) -> None:
    if record.consume() < record.content_length:
        raise _CutShortError(_CUT_SHORT)


def _read_page(record: WarcRecord, kind: str, number: int, path: str) -> Iterator[str | Notice]:
    """Yield the text of a page, and before it what there is to tell of it; without a text it is passed over."""
    if record.content_length > LONGEST_RECORD:
        _pass_over(record)
        yield make_notice("long-record", path, f"{record.content_length} bytes", record=number)
        return
    content = record.reader.read()
    if len(content) < record.content_length or not (content or record.headers.get("Content-Length")):
        raise _CutShortError(_CUT_SHORT)
    try:
        if record.is_http_parsed:
            content = _decoded(content, record.http_headers)
    except LongBodyError as error:
        yield make_notice("long-record", path, str(error), record=number)
    except DamagedError as error:
        yield make_notice("broken-record", path, f"{error}; it was passed over", record=number)
    else:
        yield from _text_of(
            content, record.http_charset if record.is_http_parsed else None, kind, number, path
        )


def _decoded(content: bytes, headers: HeaderMap) -> bytes:
    transfer, coding = headers.get("Transfer-Encoding"), headers.get("Content-Encoding")
    return decoded(content, _names(transfer), _names(coding)) if transfer or coding else content


def _names(value: str | None) -> list[str]:
    return [name.strip().lower() for name in (value or "").split(",")]


def _text_of(
    content: bytes, charset: str | None, kind: str, number: int, path: str
) -> Iterator[str | Notice]:
    """Yield the text of a page, and before it what there is to tell of bytes in it that are none."""
    encoding = charset or "utf-8"
    try:
        text, passed_over = decode(content, encoding)
    except LookupError:
        text, passed_over = decode(content, "utf-8")
    if passed_over:
        yield passed_over_notice(passed_over, encoding, path, number)
    yield text_of_html(text) if kind in _HTML else text
