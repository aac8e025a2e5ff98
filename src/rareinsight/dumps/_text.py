"""Bytes to text, and long texts in bounded memory, however long their lines and their articles are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import chain, groupby
from typing import Final

from attrs import evolve

from rareinsight import Article, Origin, parse_stream
from rareinsight.dumps._records import (
    Notice,
    Options,
    Record,
    UnreadableError,
    import_extra,
    known_encoding,
    make_notice,
)

#: Marks at the start of a file and the codec that reads them; those of UTF-32 begin like those of UTF-16.
_MARKS: Final[dict[str, tuple[bytes, ...]]] = {
    "utf-8-sig": (codecs.BOM_UTF8,),
    "utf-32": (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE),
    "utf-16": (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE),
}
#: What is thought of where text is no UTF-8. (Those of one byte a character can't be told apart.)
_GUESSED: Final = ["gb18030", "big5", "cp932", "euc_jp", "cp949"]
_WIDE: Final = ["utf_16_le", "utf_16_be"]
#: From so large a share of bytes on that are of no encoding, a file is taken for something else than text.
_TOO_MANY: Final = 0.3
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
#: How much of a file is looked at to know what it is, in bytes.
HEAD: Final = 1 << 16
#: How many places of one file are told one by one.
_TOLD: Final = 20
#: No text goes on after so much that is blank.
_BLANKS: Final = 4_000


def find_encoding(head: bytes, wanted: str | None = None) -> tuple[str, bool]:
    """Return the encoding of a text by its first bytes, and whether it was guessed.

    ``wanted`` is the encoding that somebody named; a byte order mark knows better.
    """
    marked = next((codec for codec, marks in _MARKS.items() if head.startswith(marks)), wanted)
    if marked:
        return marked, False
    if 0 in head and (wide := _guess(head, _WIDE)):
        return wide, True
    if len(head) - len(head.translate(None, _CONTROLS)) > _TOO_MANY * len(head):
        raise UnreadableError("it is not text")
    valid = head.decode("utf-8", "ignore")
    strange = len(head) - len(valid.encode())
    if strange <= 3 and head.startswith(valid.encode()):  # cut inside a character, if anywhere
        return "utf-8", False
    guess = _guess(head, _GUESSED) if strange > sum(not each.isascii() for each in valid) else None
    if guess is None and strange > _TOO_MANY * len(head):
        raise UnreadableError("it is not UTF-8 text; if it is text, name its encoding")
    return guess or "utf-8", guess is not None


def _guess(head: bytes, names: list[str]) -> str | None:
    normalizer = import_extra("charset_normalizer", "reading text that is not UTF-8", "encodings")
    found = list(normalizer.from_bytes(head, cp_isolation=names, enable_fallback=False))
    # a few signs alone can be of several; then the first of these is the likeliest
    likely = {name for match in found if match.chaos <= found[0].chaos for name in match.could_be_from_charset}
    return next((name for name in names if name in likely), None)


def encoding_of_page(content: bytes, named: str | None = None) -> str:
    """Return the encoding of a page: the one that the server or the page names, else the one that it seems to be in."""
    in_page = _CHARSET.search(content, 0, 4096)
    for name in (named, in_page and in_page[1].decode("ascii", "replace")):
        if name and (known := known_encoding(name)):
            return known
    try:
        return find_encoding(content[:HEAD])[0]
    except UnreadableError:
        return "utf-8"


def decode(
    pieces: Iterable[bytes], encoding: str, path: str, notices: list[Notice], record: int | None = None
) -> Iterator[str]:
    """Yield the text of a file or a record in pieces, without bytes that are none.

    What is told of those, the first place in each piece, is added to the notices.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    position = told = 0
    for piece in chain(pieces, (b"",)):
        state = decoder.getstate()
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            decoder.setstate(state)
            decoder.errors = "ignore"
            text = decoder.decode(piece, not piece)
            decoder.errors = "strict"
            told += 1
            if told <= _TOLD:
                place = position - len(state[0]) + error.start
                notices.append(make_notice("undecodable-bytes", path, encoding, record=record, offset=place))
        position += len(piece)
        yield text
    if told > _TOLD:
        detail = f"at {told - _TOLD:,} more places"
        notices.append(make_notice("undecodable-bytes", path, detail, record=record))


def whole_lines(pieces: Iterable[str], longest: int) -> Iterator[str | int]:
    """Yield a text in pieces that end where lines do; of a line that is too long, only its length."""
    waiting, size = list[str](), 0
    for piece in pieces:
        end = piece.rfind("\n") + 1
        first = piece.find("\n") + 1
        if size + first > longest and end:
            yield size + first
            waiting, size, piece, end = [], 0, piece[first:], end - first  # noqa: PLW2901 - the rest of it
        if end:
            yield "".join((*waiting, piece[:end]))
            waiting, size = [], 0
        size += len(piece) - end
        waiting = [*waiting, piece[end:]] if size <= longest else []
    if size > longest:
        yield size
    elif size:
        yield "".join(waiting)


def lines_of(text: Iterable[str], longest: int) -> Iterator[str | int]:
    """Yield lines; of one that is too long, only its length."""
    for piece in whole_lines(text, longest):
        yield from [piece] if isinstance(piece, int) else StringIO(piece, newline="\n")


def separated(text: Iterable[str], path: str, separator: str, longest: int) -> Iterator[Record | Notice]:
    """Yield the texts between lines that are the separator, numbered from 0; blank ones are none."""
    number, wanted = 0, separator.strip()
    for is_between, lines in groupby(
        lines_of(text, longest), lambda line: isinstance(line, str) and line.strip() == wanted
    ):
        held, size = list[str](), 0
        for line in () if is_between else lines:
            size += line if isinstance(line, int) else len(line)
            held += [line] if isinstance(line, str) and size <= longest else []
        if size > longest:
            yield make_notice("long-record", path, f"{size:,} characters", record=number)
        elif not all(map(str.isspace, held)):
            yield Record(path, number, "".join(held))
        else:
            continue
        number += 1


def read_stream(pieces: Iterable[str], path: str, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of a text as it is read; a line or an article that is too long comes as a notice."""
    longest, is_empty = options.limits.record_size, True
    offset = held = stretch = 0  # held is what the parser has been given and has not returned

    def stretch_of(piece: str | int) -> int:
        """Return which stretch of text a piece belongs to; 0 if it is passed over."""
        nonlocal held, stretch
        if isinstance(piece, int) or (len(piece) >= _BLANKS and piece.isspace()):
            return 0
        held += len(piece)
        stretch += not stretch or held > 2 * longest
        return stretch

    for number, group in groupby(whole_lines(pieces, longest), stretch_of):
        if not number:
            for each in group:
                if isinstance(each, int):
                    yield make_notice("long-record", path, f"a line of {each:,} characters", record=0, offset=offset)
                is_empty = is_empty and not isinstance(each, int)
                offset += each if isinstance(each, int) else len(each)
            continue
        try:
            texts = (each for each in group if isinstance(each, str))  # all are
            for article in parse_stream(texts, format=options.format, limits=options.limits):
                yield from placed(article, Origin(path, 0, offset), options)
                held -= len(article.raw)
                offset += len(article.raw)
                is_empty = is_empty and article.raw.isspace()
        except Exception as error:  # what the parser holds is lost
            yield make_notice("failed-record", path, error, record=0, offset=offset)
            offset, held, stretch = offset + held, 0, stretch + 1
    if is_empty:
        yield make_notice("empty-file", path)


def placed(article: Article, origin: Origin, options: Options, *, is_page: bool = False) -> Iterator[Article | Notice]:
    """Yield an article with its origin, unless it is not wanted or too long, which is told."""
    if len(article.raw) > options.limits.record_size:
        detail = f"{len(article.raw):,} characters"
        yield make_notice("long-record", origin.path, detail, record=origin.record, offset=origin.offset)
        return
    only_digests = is_page if options.only_digests is None else options.only_digests
    if article.sections or not (only_digests or article.raw.isspace()):
        yield evolve(article, origin=origin)
