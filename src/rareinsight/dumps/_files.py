"""From a file to its records: what it is compressed with, what it holds, and archives in archives."""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from importlib import import_module
from itertools import chain, islice
from typing import IO, Any, Final, cast

from attrs import define, field

from rareinsight.dumps._compression import PIECE, compression_of, open_unpacked
from rareinsight.dumps._encodings import decode, encoding_of_page, find_encoding
from rareinsight.dumps._fields import records_of_lines, records_of_rows, rows_of_json
from rareinsight.dumps._kinds import Kind, binary_kind, text_kind
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, UnreadableError, describe_error, make_notice
from rareinsight.dumps._places import ByteStream, Place, printable
from rareinsight.dumps._records import Options, Record, Stream
from rareinsight.dumps._tables import rows_of_arrow, rows_of_csv
from rareinsight.dumps._texts import separated

#: How much of a file is looked at to know what it is, in bytes; of what comes as it comes, a line or so.
_HEAD: Final = 1 << 16
_LIVE_HEAD: Final = 1 << 12
#: A longer text is not held, but parsed as it is read, in the process that reads it.
LONGEST_HELD: Final = 1 << 22
#: How deep archives may lie in each other, and how much of one is put on the disk to be read from any place.
_DEEPEST: Final = 5
_MOST_SPOOLED: Final = 1 << 30
_OTHER_ZIPS: Final = {"[Content_Types].xml": "a document of Microsoft Office", "mimetype": "an e-book or a document"}

Item = Record | Notice | Stream


def items_of(places: Iterable[Place | Notice], options: Options) -> Iterator[tuple[Item, int]]:
    """Yield the records of all files, in order, each with how many bytes had been read by then."""
    before = 0
    for place in places:
        if isinstance(place, Notice):
            yield place, before
            continue
        file = None
        try:
            with place.open() as stream:
                file = _File(place.path, stream, options, place.is_live, place.open_anywhere or place.open)
                for item in file.items():
                    yield item, before + file.position
        except OSError as error:
            yield make_notice("unreadable-file", place.path, describe_error(error)), before
        before += place.size or (file.position if file else 0)


@define(eq=False)
class _File:
    """One file, be it on its own, in an archive, or what a compressed file holds."""

    path: str
    stream: ByteStream
    options: Options
    is_live: bool = False
    reopen: Callable[[], AbstractContextManager[ByteStream]] | None = None
    depth: int = 0
    position: int = 0
    head: bytes = b""
    notices: list[Notice] = field(factory=list[Notice])
    _ahead: bytes = b""

    def items(self) -> Iterator[Item]:
        """Yield what is in the file; what is wrong with it comes as a notice, and ends it."""
        try:
            for item in self._items():
                while self.notices:
                    yield self.notices.pop(0)
                yield item
        except UnreadableError as error:
            self._tell(error.code, str(error))
        yield from self.notices

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, those that have been looked at first."""
        if self._ahead:
            size = len(self._ahead) if size < 0 else size
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        try:
            data = self.stream.read(size)
        except (ImportError, UnreadableError):
            raise
        except Exception as error:  # of a disk, a connection, zipfile, tarfile, zlib …
            raise UnreadableError(describe_error(error), "damaged-file") from error
        self.position += len(data)
        return data

    def _tell(self, code: str, detail: str) -> None:
        place = self.position if code == "damaged-file" else None
        self.notices.append(make_notice(code, self.path, detail, offset=place))

    def _items(self) -> Iterator[Item]:
        wanted = _LIVE_HEAD if self.is_live else _HEAD
        while len(self.head) < wanted and (more := self.read(wanted - len(self.head))):
            self.head += more
            if self.is_live and b"\n" in self.head:
                break
        self._ahead = self.head
        if method := compression_of(self.head):
            try:
                unpacked = open_unpacked(self, method, self.head)
            except (OSError, ValueError, zlib.error) as error:
                raise UnreadableError(f"the {method} data is damaged ({error})", "damaged-file") from error
            yield from self._inside(self.path, unpacked)
            return
        kind = binary_kind(self.head)
        ways = {None: self._of_text, "zip": self._of_zip, "tar": self._of_tar, "warc": self._of_crawl}
        yield from ways.get(kind, partial(self._of_rows, kind))()

    def _of_crawl(self) -> Iterator[Item]:
        import_module("rareinsight.dumps._html")  # to say at once what has to be installed
        from rareinsight.dumps._crawl import pages_of

        self._refuse_field("a crawl")
        yield from pages_of(self._pieces(), self.path)

    def _of_rows(self, kind: Kind | None, text: Iterable[str] = ()) -> Iterator[Item]:
        with ExitStack() as opened:
            if kind == "json":
                rows = rows_of_json(text, self.path)
            elif kind in ("csv", "tsv"):
                rows = rows_of_csv(text, self.path, "," if kind == "csv" else "\t")
            else:
                rows = rows_of_arrow(self._anywhere(opened), kind, self.path)
            yield from records_of_rows(rows, self.options, self.path, self.notices)

    def _inside(self, path: str, stream: Any) -> Iterator[Item]:  # noqa: ANN401 - of zipfile, tarfile, gzip …
        if self.depth == _DEEPEST:
            raise UnreadableError(f"archives lie in archives more than {_DEEPEST} deep")
        yield from _File(path, stream, self.options, self.is_live, depth=self.depth + 1).items()

    def _pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file; damage ends them, and is told."""
        try:
            while piece := self.read(PIECE):
                yield piece
        except UnreadableError as error:
            self._tell(error.code, str(error))

    def _of_text(self) -> Iterator[Item]:
        encoding, is_guess = find_encoding(self.head, self.options.encoding)
        if is_guess:
            self._tell("guessed-encoding", encoding)
        kind = text_kind(self.head.decode(encoding, "ignore"), self.path, self.options.field)
        if kind == "html":
            yield from self._of_html(encoding)
            return
        text = decode(self._pieces(), encoding, self.path, self.notices)
        if kind == "text":
            yield from self._of_plain(text)
        elif kind == "lines":
            yield from records_of_lines(text, self.options, self.path, self.notices)
        else:
            yield from self._of_rows(kind, text)

    def _refuse_field(self, kind: str) -> None:
        if self.options.field is not None:
            raise UnreadableError(f"{kind} has no fields; read it without `field`", "unknown-field")

    def _of_plain(self, text: Iterator[str]) -> Iterator[Item]:
        self._refuse_field("plain text")
        if self.options.separator is not None:
            yield from separated(text, self.path, self.options.separator)
            return
        held, size = list[str](), 0
        while not self.is_live and size <= LONGEST_HELD:
            piece = next(text, None)
            if piece is None:
                yield Record(self.path, 0, "".join(held))
                return
            held.append(piece)
            size += len(piece)
        yield Stream(self.path, chain(held, text))

    def _of_html(self, encoding: str) -> Iterator[Item]:
        import_module("rareinsight.dumps._html")  # likewise

        self._refuse_field("HTML")
        content = b"".join(islice(self._pieces(), LONGEST_RECORD // 1024))
        if len(content) > LONGEST_RECORD:
            yield make_notice("long-record", self.path, f"more than {LONGEST_RECORD:,} bytes", record=0)
            return
        encoding = encoding_of_page(content, None) if encoding == "utf-8" else encoding
        yield Record(self.path, 0, content, form="html", encoding=encoding)

    def _of_zip(self) -> Iterator[Item]:
        with ExitStack() as opened:
            try:
                archive = opened.enter_context(zipfile.ZipFile(self._anywhere(opened)))
            except (zipfile.BadZipFile, OSError, ValueError) as error:
                code = error.code if isinstance(error, UnreadableError) else "damaged-file"
                raise UnreadableError(str(error), code) from error
            for name in archive.namelist():
                if name in _OTHER_ZIPS:
                    raise UnreadableError(f"it is {_OTHER_ZIPS[name]}, which is not read")
            for member in archive.infolist():
                path = f"{self.path}/{printable(member.filename)}"
                if not member.is_dir() and not _is_hidden(member.filename):
                    try:
                        stream = archive.open(member)
                    except Exception as error:
                        yield make_notice("unreadable-file", path, describe_error(error))
                        continue
                    with stream:
                        yield from self._inside(path, stream)

    def _of_tar(self) -> Iterator[Item]:
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", self), mode="r|") as archive:
                for member in archive:
                    stream = archive.extractfile(member) if member.isreg() else None
                    if stream is not None and not _is_hidden(member.name):
                        yield from self._inside(f"{self.path}/{printable(member.name)}", stream)
        except (tarfile.TarError, EOFError) as error:
            raise UnreadableError(str(error), "damaged-file") from error

    def _anywhere(self, opened: ExitStack) -> IO[bytes]:
        """Return the file as one that can be read from any place: itself, or what it holds, put on the disk."""
        if self.reopen is not None and not self.is_live:
            stream = opened.enter_context(self.reopen())
            if getattr(stream, "seekable", bool)():
                return cast("IO[bytes]", stream)
        spooled = opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - ruff sees it not
        while piece := self.read(PIECE):
            spooled.write(piece)
            if spooled.tell() > _MOST_SPOOLED:
                raise UnreadableError(f"more than {_MOST_SPOOLED:,} bytes that can't be read in order; unpack it first")
        spooled.seek(0)
        return spooled


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
