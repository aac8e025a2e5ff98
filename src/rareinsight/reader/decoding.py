"""Bytes to text: byte order marks, encodings, and what to do with bytes that are of none."""

from __future__ import annotations

import codecs
import threading
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight.reader.notices import Notice, make_notice

#: Marks at the start of a file and the codec that reads them; those of UTF-32 begin like those of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How many places of one file are told one by one.
_TOLD: Final = 20


class _PassedOver(threading.local):
    """The places of bytes that were passed over while this thread decoded."""

    places: list[tuple[int, int]]


_passed_over = _PassedOver()


def encoding_of(head: bytes, encoding: str) -> str:
    r"""Return the encoding that a byte order mark tells, else ``encoding``.

    >>> encoding_of(b"\xff\xfeC\x00", "utf-8"), encoding_of(b"Core", "gbk")
    ('utf-16', 'gbk')
    """
    return next((codec for mark, codec in _MARKS if head.startswith(mark)), encoding)


class Decoder:
    """Decodes one file piece by piece and remembers the bytes it passed over."""

    def __init__(self, path: str, encoding: str) -> None:
        self.path = path
        self.encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("rareinsight-pass-over")
        self._position = 0
        self._places: list[tuple[int, int]] = []
        self._told = self._more = 0

    def decode(self, pieces: Iterable[bytes]) -> Iterator[str]:
        """Yield the text of the pieces, in pieces."""
        for piece in pieces:
            yield self._decode(piece)
        yield self._decode(b"", final=True)

    def notices(self) -> list[Notice]:
        """Return what is new about bytes that were passed over; places are bytes of the file."""
        new = [
            make_notice("undecodable-bytes", self.path, f"{end - start} of {self.encoding}", offset=start)
            for start, end in self._places[: _TOLD - self._told]
        ]
        self._told += len(new)
        self._more += sum(end - start for start, end in self._places[len(new) :])
        self._places.clear()
        return new

    def last_notices(self) -> list[Notice]:
        """Return what is left to tell at the end of the file: that there were more places than were told."""
        new, more = self.notices(), self._more
        return [*new, make_notice("undecodable-bytes", self.path, f"{more} more")] if more else new

    def _decode(self, piece: bytes, *, final: bool = False) -> str:
        base = self._position - len(self._decoder.getstate()[0])
        self._position += len(piece)
        _passed_over.places = []
        text = self._decoder.decode(piece, final)
        for start, end in _passed_over.places:
            if self._places and self._places[-1][1] == base + start:
                self._places[-1] = (self._places[-1][0], base + end)
            else:
                self._places.append((base + start, base + end))
        return text


def decode(data: bytes, encoding: str) -> tuple[str, list[tuple[int, int]]]:
    r"""Return the text of ``data``, and the places of the bytes in it that were passed over.

    >>> decode(b"Cop\xffper", "utf-8")
    ('Copper', [(3, 4)])
    """
    try:
        return data.decode(encoding), []  # all but a few pages of a crawl, each a microsecond sooner
    except UnicodeError:
        _passed_over.places = []
        return data.decode(encoding, "rareinsight-pass-over"), _passed_over.places


def passed_over_notice(places: list[tuple[int, int]], encoding: str, path: str, record: int) -> Notice:
    """Return what there is to tell of bytes of one record that were passed over."""
    lost = sum(end - start for start, end in places)
    detail = f"{lost} of {encoding}, the first at {places[0][0]}"
    return make_notice("undecodable-bytes", path, detail, record=record)


def _pass_over(error: UnicodeError) -> tuple[str, int]:
    """Note the bytes that can't be decoded, and go on behind them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _passed_over.places.append((error.start, error.end))
    return "", error.end


codecs.register_error("rareinsight-pass-over", _pass_over)
