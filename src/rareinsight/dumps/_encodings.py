"""Bytes to text: which encoding, and what to do with bytes that are not of it."""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Iterator
from itertools import chain
from typing import Final

from rareinsight.dumps._notices import Notice, UnreadableError, make_notice, missing_extra

#: Marks at the start of a file and the codec that reads them; those of UTF-32 begin like those of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Codecs for something else than the text of a file, or slow beyond measure.
_NO_TEXT: Final = ("punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem")
#: What is thought of where text is no UTF-8. (Those of one byte a character can't be told apart.)
_GUESSED: Final = ["gb18030", "big5", "cp932", "euc_jp", "cp949"]
#: From so large a share of bytes on that are of no encoding, a file is taken for something else than text.
_TOO_MANY: Final = 0.3
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
#: How much of a page is looked at, and how many places of one file are told one by one.
_HEAD: Final = 1 << 16
_TOLD: Final = 20


def known_encoding(name: str) -> str | None:
    """Return the name of an encoding of text as Python knows it; ``None`` if it is none.

    >>> known_encoding("GBK"), known_encoding("punycode")
    ('gbk', None)
    """
    try:
        found = codecs.lookup(name).name
        b" ".decode(found, "replace")  # there are codecs that are not for text
    except (LookupError, ValueError):
        return None
    return None if found.replace("_", "-") in _NO_TEXT else found


def find_encoding(head: bytes, wanted: str | None) -> tuple[str, bool]:
    r"""Return the encoding of a text, and whether it was guessed.

    Args:
        head: The first bytes of the text.
        wanted: The encoding that somebody named; a byte order mark knows better.

    Raises:
        UnreadableError: It can't be told.

    >>> find_encoding(b"\xff\xfeC\x00", None), find_encoding("铜价上涨".encode("gbk"), None)
    (('utf-16', False), ('gb18030', True))
    """
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), wanted)
    if marked:
        return marked, False
    if wide := _wide(head):
        return wide, True
    if len(head) - len(head.translate(None, _CONTROLS)) > _TOO_MANY * len(head):
        raise UnreadableError("it is not text")
    valid = head.decode("utf-8", "ignore")
    strange = len(head) - len(valid.encode())
    if strange <= 3 and head.startswith(valid.encode()):  # cut inside a character, if anywhere
        return "utf-8", False
    guess = _guess(head) if strange > sum(not each.isascii() for each in valid) else None
    if guess is None and strange > _TOO_MANY * len(head):
        raise UnreadableError("it is not UTF-8; if it is text, say so with `encoding`")
    return guess or "utf-8", guess is not None


def _wide(head: bytes) -> str | None:
    """Return which UTF-16 it is by where its zeros stand: text has spaces and ends of lines."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) <= len(head) // 100:
        return None
    name = "utf-16-be" if even else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(name, "replace")
    shown = sum(each.isprintable() or each.isspace() for each in text)
    return name if shown - text.count("\ufffd") > (1 - _TOO_MANY) * len(text) else None


def _guess(head: bytes) -> str | None:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        raise UnreadableError(str(missing_extra("text that is no UTF-8", "encodings"))) from None
    found = list(from_bytes(head, cp_isolation=_GUESSED, enable_fallback=False))
    # a few signs alone can be of several; then the first of these is the likeliest
    likely = {name for match in found if match.chaos <= found[0].chaos for name in match.could_be_from_charset}
    return next((name for name in _GUESSED if name in likely), None)


def encoding_of_page(content: bytes, named: str | None) -> str:
    """Return the encoding of a page: the one that the server or the page names, else the one that it seems to be in.

    >>> encoding_of_page(b'<meta charset="GBK"><p>Core Insights', None), encoding_of_page(b"Copper", "undefined")
    ('gbk', 'utf-8')
    """
    in_page = _CHARSET.search(content, 0, 4096)
    for name in (named, in_page and in_page[1].decode("ascii", "replace")):
        if name and (known := known_encoding(name)):
            return known
    try:
        return find_encoding(content[:_HEAD], None)[0]
    except UnreadableError:
        return "utf-8"


class _PassedOver(threading.local):
    """The places of bytes that were passed over while this thread decoded."""

    places: list[tuple[int, int]]


_passed_over = _PassedOver()


def _pass_over(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _passed_over.places.append((error.start, error.end))
    return "", error.end


codecs.register_error("rareinsight-pass-over", _pass_over)


def decode(pieces: Iterator[bytes], encoding: str, path: str, notices: list[Notice]) -> Iterator[str]:
    """Yield the text of a file in pieces; what is told of bytes that are passed over is added to the notices."""
    decoder = codecs.getincrementaldecoder(encoding)("rareinsight-pass-over")
    position = told = 0
    for piece in chain(pieces, (b"",)):
        base = position - len(decoder.getstate()[0])
        position += len(piece)
        _passed_over.places = []
        text = decoder.decode(piece, not piece)
        for start, end in _passed_over.places[: _TOLD - told]:
            detail = f"{end - start} of {encoding}"
            notices.append(make_notice("undecodable-bytes", path, detail, offset=base + start))
        told += len(_passed_over.places)
        yield text
    if told > _TOLD:
        notices.append(make_notice("undecodable-bytes", path, f"at {told - _TOLD:,} more places"))


def decode_record(data: bytes, encoding: str, path: str, record: int) -> tuple[str, list[Notice]]:
    r"""Return the text of one record, and what there is to tell of bytes in it that were passed over."""
    try:
        return data.decode(encoding), []  # all but a few
    except UnicodeError:
        _passed_over.places = []
        text = data.decode(encoding, "rareinsight-pass-over")
    lost = sum(end - start for start, end in _passed_over.places)
    return text, [make_notice("undecodable-bytes", path, f"{lost} of {encoding}", record=record)]
