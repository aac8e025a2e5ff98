"""Crawls in WARC and WET files, through fastwarc (extra ``warc``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from rareinsight.reader.cutting import LONGEST_RECORD
from rareinsight.reader.decoding import decode
from rareinsight.reader.markup import text_of_html
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.places import ByteStream
from rareinsight.reader.rows import Row, Unlike

try:
    from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
except ImportError as _error:
    raise ImportError("to read WARC and WET: pip install 'rareinsight[warc]'") from _error

_TYPES: Final = WarcRecordType.conversion | WarcRecordType.response | WarcRecordType.resource
_HTML: Final = ("text/html", "application/xhtml+xml")
_OF_WET: Final = "text/plain"


def pages_of(
    stream: ByteStream, path: str, is_wanted: Callable[[str], bool]
) -> Iterator[Row | Notice | Unlike]:
    """Yield the pages of a crawl that are text or HTML, numbered in the order of the file.

    Args:
        stream: The file, compressed or not.
        path: Its name, for the notices; damage ends the pages with one.
        is_wanted: Tells by the text of a page whether to make a record of it.
    """
    number = 0
    for record in _records_of(stream):
        if isinstance(record, str):
            yield make_notice("damaged-file", path, record)
            return
        kind = record.http_content_type if record.is_http_parsed else record.headers.get("Content-Type")
        if kind != _OF_WET:  # told apart first: it is nearly all there is in a WET file
            kind = (kind or _OF_WET).partition(";")[0].strip().lower()
            if not (kind.startswith("text/") or kind in _HTML):
                continue
        if record.content_length > LONGEST_RECORD:
            yield make_notice("long-record", path, f"{record.content_length} bytes", record=number)
        else:
            text, notice = _text_of(record, kind, number, path)
            if notice is not None:
                yield notice
            if is_wanted(text):
                yield Row(number, text, dict[str, object](record.headers.to_dict()))
            else:
                yield Unlike(len(text))
        number += 1


def _records_of(stream: ByteStream) -> Iterator[WarcRecord | str]:
    """Yield the records; if the file is damaged, what is wrong with it comes last."""
    records = iter(ArchiveIterator(stream, record_types=_TYPES, auto_decode="all"))  # type: ignore[arg-type]  # it asks for no more than we have
    while True:
        try:
            record = next(records, None)
        except BaseException as error:
            # fastwarc is Rust: what it did not foresee comes as a panic, which is no Exception
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            yield str(error)
            return
        if record is None:
            return
        yield record


def _text_of(record: WarcRecord, kind: str, number: int, path: str) -> tuple[str, Notice | None]:
    """Return the text of a page, and what there is to tell of bytes in it that are none."""
    content, notice = record.reader.read(), None
    encoding = (record.http_charset if record.is_http_parsed else None) or "utf-8"
    try:
        text, passed_over = decode(content, encoding)
    except LookupError:
        text, passed_over = decode(content, "utf-8")
    if passed_over:
        lost = sum(end - start for start, end in passed_over)
        detail = f"{lost} of {encoding}, the first at {passed_over[0][0]}"
        notice = make_notice("undecodable-bytes", path, detail, record=number)
    return text_of_html(text) if kind in _HTML else text, notice
