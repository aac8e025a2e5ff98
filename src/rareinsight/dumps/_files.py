"""From a file to its records and long texts, through archives in archives, and from these to articles."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, groupby
from typing import IO, Final, TypeVar, cast

from attrs import define, evolve, field

from rareinsight.detection import detect
from rareinsight.dumps._archives import DECOMPRESSORS, members_of_tar, members_of_zip, unpack
from rareinsight.dumps._places import PIECE, Place
from rareinsight.dumps._records import Item, Notice, Options, Record, UnreadableError, make_notice
from rareinsight.dumps._rows import READERS, records_of, separated, text_of_row, with_text_field
from rareinsight.dumps._text import HEAD, binary_kind, decode, encoding_in_page, find_encoding, text_kind, whole_lines
from rareinsight.model import Article, Origin
from rareinsight.parsing import parse_stream

_BLANKS: Final = 4_000  #: a text ends before this many blank characters
_T = TypeVar("_T")
_LIVE_HEAD: Final = 1 << 12  #: how much of a live stream determines its type, in bytes: a line or so
_MAX_ENDS: Final = 10  #: how many reads past the end are tolerated; tarfile trusts headers that claim there is more
#: A longer text is not kept in memory, but parsed as it is read, in the process that reads it.
MAX_HELD: Final = 1 << 22
_NESTED: Final = ("zip", "tar", *DECOMPRESSORS)  #: the types of files that contain others


def read_item(options: Options, item: Item) -> Iterator[Article | Notice]:
    """Yield the articles of an item; a failure is yielded as a notice instead."""
    if not isinstance(item, Record):
        yield item
        return
    try:
        yield from _articles_of(item, options)
    except Exception as error:
        yield make_notice("failed-record", item.path, error, record=item.number)


def _articles_of(record: Record, options: Options) -> Iterator[Article | Notice]:
    notices = list[Notice]()
    try:
        is_row = record.kind == "row"
        text, fields = text_of_row(record, options, notices) if is_row else (str(record.content), record.fields)
    finally:
        yield from notices
    if len(text) > options.limits.record_size:
        raise UnreadableError(f"more than {options.limits.record_size:,} characters", "long-record")
    if record.kind == "html":
        from rareinsight.dumps._pages import text_of_html

        text = text_of_html(text, options.limits.html_levels)
    if not text or text.isspace():
        if not record.is_page:
            yield make_notice("empty-file", record.path)
    elif not record.is_page or options.only_digests is False or options.format is not None or detect(text):
        yield from _Text(evolve(record, fields=fields), options).articles([text])
    else:
        yield make_notice("non-digest", record.path, "it is of no known format", record=record.number)


@define
class _Text:
    """A text that has been read up to ``offset``."""

    record: Record
    options: Options
    offset: int = 0

    def articles(self, text: Iterable[str]) -> Iterator[Article | Notice]:
        """Yield the requested articles; one that is too long is yielded as a notice instead."""
        limits, only_digests = self.options.limits, self.options.only_digests
        found = parse_stream(text, format=self.options.format, limits=limits)
        drops_blanks = only_digests is not None  # otherwise, lines are counted
        if self.record.is_page and not drops_blanks:  # which is kept, or left out, as a whole
            held = list(found)
            found, only_digests = iter(held), not any(article.sections for article in held)
        for article in found:
            is_blank = article.raw.isspace()
            if len(article.raw) > limits.record_size:
                yield self.notice("long-record", f"{len(article.raw):,} characters")
            elif article.sections or not (only_digests or (is_blank and drops_blanks)):
                origin = Origin(self.record.path, self.record.number, self.offset, self.record.fields)
                yield evolve(article, origin=origin)
            elif not is_blank:
                reason = next((each.message for each in article.diagnostics if each.code == "no-digest"), "")
                yield self.notice("non-digest", reason)
            self.offset += len(article.raw)

    def notice(self, code: str, detail: str) -> Notice:
        return make_notice(code, self.record.path, detail, record=self.record.number, offset=self.offset)


def read_stream(pieces: Iterable[str], path: str, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of a text as it is read; a line or an article that is too long is yielded as a notice."""
    text, longest = _Text(Record(path, 0, ""), options), options.limits.record_size
    start = end = 0
    number, is_blank, drops_blanks = 1, True, options.only_digests is not None

    def stretch_of(piece: str | int) -> int:
        """Return the number of the stretch that a piece belongs to, or 0 if it is not parsed."""
        nonlocal start, end, number, is_blank
        start, end = end, end + (piece if isinstance(piece, int) else len(piece))
        number += start - text.offset > 2 * longest
        is_blank = is_blank and isinstance(piece, str) and piece.isspace()
        is_dropped = isinstance(piece, int) or (drops_blanks and len(piece) >= _BLANKS and piece.isspace())
        return 0 if is_dropped else number

    for stretch, found in groupby(whole_lines(pieces, longest), stretch_of):
        text.offset = start
        if stretch:
            yield from text.articles(cast("Iterator[str]", found))
            continue
        for piece in found:
            text.offset = start
            if isinstance(piece, int):
                yield text.notice("long-record", f"a line of {piece:,} characters")
    if is_blank:
        yield make_notice("empty-file", path)


def items_of(places: Iterable[Place | Notice], options: Options, depth: int = 0) -> Iterator[tuple[Item, int]]:
    """Yield the items of all files, in order, each with the number of bytes read so far."""
    before = 0
    for place in places:
        if isinstance(place, Notice):
            yield place, before
            continue
        file = None
        try:
            with place.open() as stream:
                # `read` would join several pieces, and lose those before an error
                pieces = iter(partial(getattr(stream, "read1", stream.read), PIECE), b"")
                file = _File(place, pieces, options, depth, place.path, depth == 0 and place.open_anywhere is None)
                for item in file.items():
                    yield item, before + file.position
        except Exception as error:
            yield make_notice("unreadable-file", place.path, error), before
        before += place.size or (file.position if file else 0)


def _raise(error: Exception) -> bytes:
    raise error


@define(eq=False)
class _File:
    """One file: on its own, in an archive, or unpacked from a compressed file."""

    place: Place
    pieces: Iterator[bytes]
    options: Options
    depth: int
    name: str  #: what its type may be recognized by
    is_live: bool
    position: int = 0  #: the furthest that has been read
    notices: list[Notice] = field(factory=list[Notice])
    _ends: int = 0

    def items(self) -> Iterator[Item]:
        """Yield the items of the file; an error is yielded as a notice, and ends it."""
        for item in self._guarded(self._items()):
            while self.notices:
                yield self.notices.pop(0)
            yield item
        yield from self.notices

    def read(self, _size: int = -1, /) -> bytes:
        """Return the next piece, starting with the bytes that determine the type."""
        piece = next(self.pieces, b"")
        self.position += len(piece)
        self._ends += not piece
        if self._ends > _MAX_ENDS or (self._ends == 1 and self.position < (self.place.size or 0)):
            raise UnreadableError("it is cut short", "damaged-file")
        return piece

    def _guarded(self, found: Iterator[_T]) -> Iterator[_T]:
        """Yield what is found until that fails, and report why: an error raised by a library means a damaged file."""
        try:
            yield from found
        except Exception as error:
            is_known = isinstance(error, UnreadableError) and error.code != "damaged-file"
            self._report(error, None if is_known else self.position)

    def _report(self, error: Exception, offset: int | None) -> None:
        self.notices.append(make_notice("damaged-file", self.place.path, error, offset=offset))

    def _read_head(self) -> bytes:
        """Return the first bytes, which are read again; what is wrong after them is raised after them."""
        head, failures, wanted = b"", list[Exception](), _LIVE_HEAD if self.is_live else HEAD
        try:
            while len(head) < wanted and not (self.is_live and b"\n" in head) and (piece := self.read()):
                head += piece
        except Exception as error:
            if not head:
                raise
            failures.append(error)
        self.pieces, self.position = chain([head], map(_raise, failures), self.pieces), 0
        return head

    def _items(self) -> Iterator[Item]:
        head = self._read_head()
        kind, limits = binary_kind(head, self.name), self.options.limits
        if kind in _NESTED and self.depth == limits.archive_levels:
            raise UnreadableError(f"archives nest more than {self.depth} levels deep", "unreadable-file")
        if kind == "tar":
            yield from self._of_members(members_of_tar(self, self.place.path))
        elif kind in DECOMPRESSORS:
            place, name = evolve(self.place, size=None, open_anywhere=None), self.name.rpartition(".")[0] or self.name
            content = unpack(kind, self, self._report)
            yield from _File(place, content, self.options, self.depth + 1, name, self.is_live).items()
        elif kind == "text":
            yield from self._of_text(head)
        elif kind == "warc":
            from rareinsight.dumps._pages import pages_of

            yield from pages_of(self._guarded(iter(self.read, b"")), self.place.path, self.notices, limits.record_size)
        else:
            with self._anywhere() as file:
                if kind == "zip":
                    found = self._of_members(members_of_zip(file, self.place.path))
                else:
                    from rareinsight.dumps._batches import rows_of_table

                    found = with_text_field(rows_of_table(file, kind, limits), self.options, self.place.path)
                for item in found:
                    if not file.closed:
                        self.position = max(self.position, file.tell())
                    yield item

    def _of_members(self, members: Iterator[Place | Notice]) -> Iterator[Item]:
        is_empty = True
        for item, _ in items_of(members, self.options, self.depth + 1):
            is_empty = False
            yield item
        if is_empty:
            yield make_notice("empty-file", self.place.path)

    def _of_text(self, head: bytes) -> Iterator[Item]:
        limits, separator = self.options.limits, self.options.separator
        found = find_encoding(head, self.options.encoding)
        kind = text_kind(head.decode(found[0], "ignore"), self.name, self.options.field)
        if kind == "html":
            found = find_encoding(head, self.options.encoding, encoding_in_page(head))
        text = decode(self._guarded(iter(self.read, b"")), found, self.place.path, self.notices)
        if kind in READERS:
            return with_text_field(READERS[kind](text, limits), self.options, self.place.path)
        if kind == "text" and separator is not None:
            return records_of(enumerate(separated(text, separator, limits.record_size)), self.place.path)
        held, size, most = list[str](), 0, limits.record_size if kind == "html" else 0 if self.is_live else MAX_HELD
        while size <= most and (piece := next(text, None)) is not None:
            held.append(piece)
            size += len(piece)
        if size > most and kind == "text":
            return read_stream(chain(held, text), self.place.path, self.options)
        return iter([Record(self.place.path, 0, "".join(held), "html" if kind == "html" else "text")])

    @contextmanager
    def _anywhere(self) -> Generator[IO[bytes], None, None]:
        """Open the file for random access: itself if possible, otherwise a copy on disk."""
        if self.place.open_anywhere is not None:
            with self.place.open_anywhere() as stream:
                if getattr(stream, "seekable", bool)():
                    yield stream
                    return
        most = self.options.limits.member_size
        with tempfile.TemporaryFile() as spooled:
            for piece in iter(self.read, b""):
                spooled.write(piece)
                if spooled.tell() > most:
                    words = f"more than {most:,} bytes inside another file; unpack it first"
                    raise UnreadableError(words, "unreadable-file")
            spooled.seek(0)
            yield spooled
