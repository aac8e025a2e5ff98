"""From a file to its records: what it is compressed with, what it holds, and archives in archives."""

from __future__ import annotations

import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from itertools import chain, islice
from typing import IO, Final, cast

from attrs import define, field

from rareinsight.dumps._compression import PIECE, DamagedError, compression_of, decompress
from rareinsight.dumps._encodings import NoTextError, decode, encoding_of_page, find_encoding
from rareinsight.dumps._fields import SAMPLE, Row, UnknownFieldError, choose_field, records_of_rows
from rareinsight.dumps._json import TOO_DEEP, is_too_deep, values_of
from rareinsight.dumps._kinds import Kind, UnknownKindError, binary_kind, text_kind
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, describe_error, make_notice
from rareinsight.dumps._places import ByteStream, Place, printable
from rareinsight.dumps._records import Options, Record, Stream
from rareinsight.dumps._texts import separated, whole_lines

#: How much of a file is looked at to know what it is, in bytes; of what comes as it comes, a line or so.
_HEAD: Final = 1 << 16
_LIVE_HEAD: Final = 1 << 12
#: A longer text is not held, but parsed as it is read, in the process that reads it.
LONGEST_HELD: Final = 1 << 22
#: How deep archives and compressed files may lie in each other, and how much of an archive is put on the disk where it
#: can't be read from any place as it lies.
_DEEPEST: Final = 5
_MOST_SPOOLED: Final = 1 << 30

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
                file = _File(place.path, stream, options, place.is_live, place.open)
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
    reopen: Callable[..., AbstractContextManager[ByteStream]] | None = None
    depth: int = 0
    position: int = 0
    kind: Kind | None = None
    head: bytes = b""
    notices: list[Notice] = field(factory=list[Notice])
    _ahead: bytes = b""

    def items(self) -> Iterator[Item]:
        """Yield what is in the file; what is wrong with it comes as a notice, and ends it."""
        try:
            for item in self._items():
                yield from self._told()
                yield item
        except UnknownFieldError as error:
            self._tell("unknown-field", str(error))
        except (UnknownKindError, NoTextError) as error:
            self._tell("unknown-file", str(error))
        except DamagedError as error:
            self.notices.append(make_notice("damaged-file", self.path, str(error), offset=self.position))
        yield from self._told()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, those that have been looked at first.

        Raises:
            DamagedError: The file can't be read on: a disk or a connection failed, or the archive is damaged.
        """
        if self._ahead:
            size = len(self._ahead) if size < 0 else size
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        try:
            data = self.stream.read(size)
        except DamagedError:
            raise
        except Exception as error:  # of zipfile, tarfile, zlib, fsspec …
            raise DamagedError(f"it can't be read on ({describe_error(error)})") from error
        self.position += len(data)
        return data

    def _tell(self, code: str, detail: str) -> None:
        self.notices.append(make_notice(code, self.path, detail))

    def _told(self) -> Iterator[Notice]:
        yield from self.notices
        self.notices.clear()

    def _look(self) -> None:
        """Look at the first bytes."""
        wanted = _LIVE_HEAD if self.is_live else _HEAD
        while len(self.head) < wanted and (more := self.read(wanted - len(self.head))):
            self.head += more
            if self.is_live and b"\n" in self.head:
                break
        self._ahead = self.head

    def _items(self) -> Iterator[Item]:
        self._look()
        if compression_of(self.head):
            yield from self._unpacked()
            return
        self.kind = binary_kind(self.head)
        if self.kind is None:
            yield from self._of_text()
        elif self.kind == "zip":
            yield from self._of_zip()
        elif self.kind == "tar":
            yield from self._of_tar()
        elif self.kind == "warc":
            yield from self._of_warc()
        else:
            yield from self._of_arrow(self.kind)

    def _inside(self, path: str, stream: ByteStream) -> _File:
        """Return a file in this one."""
        if self.depth == _DEEPEST:
            raise UnknownKindError(f"archives lie in archives more than {_DEEPEST} deep")
        return _File(path, stream, self.options, self.is_live, depth=self.depth + 1)

    def _unpacked(self) -> Iterator[Item]:
        def on_damage(error: DamagedError) -> bytes:
            if inner.kind != "warc":
                raise error
            return b"\r\n\r\n"  # here the record ends that is damaged; it is told as a broken one

        method = compression_of(self.head)
        pieces = decompress(self, method, on_damage) if method else iter(())
        inner = self._inside(self.path, _Pieces(pieces))
        yield from inner.items()

    def _pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file; damage ends them, and is told."""
        try:
            while piece := self.read(PIECE):
                yield piece
        except DamagedError as error:
            self.notices.append(make_notice("damaged-file", self.path, str(error), offset=self.position))

    def _of_text(self) -> Iterator[Item]:
        encoding, is_guess = find_encoding(self.head, self.options.encoding)
        beginning = self.head.decode(encoding, "ignore")
        if is_guess:
            self._tell("guessed-encoding", encoding)
        self.kind = text_kind(beginning, self.path, self.options.field)
        if self.kind == "html":
            yield from self._of_html(encoding)
            return
        text = decode(self._pieces(), encoding, self.path, self.notices)
        if encoding not in ("utf-8-sig", "utf-16", "utf-32"):
            text = _without_mark(text)
        if self.kind == "text":
            yield from self._of_plain(text)
        elif self.kind == "lines":
            yield from self._of_lines(text)
        else:
            yield from records_of_rows(self._rows(text, self.kind), self.options, self.path, self.notices)

    def _rows(self, text: Iterator[str], kind: Kind) -> Iterator[Row | Notice]:
        if kind == "json":
            return _rows_of_json(text, self.path)
        from rareinsight.dumps._tables import rows_of_csv

        return rows_of_csv(text, self.path, "\t" if kind == "tsv" else ",")

    def _refuse_field(self, kind: str) -> None:
        if self.options.field is not None:
            raise UnknownFieldError(f"{kind} has no fields; read it without `field`")

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
        from rareinsight.dumps import _html as _needed  # noqa: F401 - to say at once what has to be installed

        self._refuse_field("HTML")
        content = b"".join(islice(self._pieces(), LONGEST_RECORD // PIECE + 1))
        if len(content) > LONGEST_RECORD:
            yield make_notice("long-record", self.path, f"more than {LONGEST_RECORD:,} bytes", record=0)
            return
        if encoding == "utf-8":
            encoding = encoding_of_page(content, None)
        yield Record(self.path, 0, content, form="html", encoding=encoding)

    def _of_lines(self, text: Iterator[str]) -> Iterator[Item]:
        lines = enumerate(line for piece in whole_lines(text) for line in _split(piece))
        sample = list(islice(lines, SAMPLE))
        known = [found for _, line in sample if (found := _object_of(line)) is not None]
        name = choose_field(known, self.options, self.path, self.notices)
        for number, line in chain(sample, lines):
            if isinstance(line, int):
                yield make_notice("long-record", self.path, f"{line:,} characters", record=number)
            elif line and not line.isspace():
                yield Record(self.path, number, line, form="line", field=name)

    def _of_warc(self) -> Iterator[Item]:
        from rareinsight.dumps import _html as _needed  # noqa: F401 - likewise
        from rareinsight.dumps._crawl import pages_of

        self._refuse_field("a crawl")
        yield from pages_of(self._pieces(), self.path)

    def _of_arrow(self, kind: Kind) -> Iterator[Item]:
        from rareinsight.dumps._tables import rows_of_arrow

        with ExitStack() as opened:
            stream = cast("ByteStream", self._anywhere(opened))
            rows = rows_of_arrow(stream, kind, self.path)
            yield from records_of_rows(rows, self.options, self.path, self.notices)

    def _of_zip(self) -> Iterator[Item]:
        with ExitStack() as opened:
            try:
                archive = opened.enter_context(zipfile.ZipFile(self._anywhere(opened)))
            except (zipfile.BadZipFile, OSError, ValueError) as error:
                raise DamagedError(f"the zip archive is damaged ({error})") from error
            names = archive.namelist()
            for name, kind in (("[Content_Types].xml", "a document of Microsoft Office"), ("mimetype", "an e-book")):
                if name in names:
                    raise UnknownKindError(f"it is {kind}, which is not read")
            for member in archive.infolist():
                if member.is_dir() or _is_hidden(member.filename):
                    continue
                path = f"{self.path}/{printable(member.filename)}"
                try:
                    stream = archive.open(member)
                except Exception as error:
                    yield make_notice("unreadable-file", path, describe_error(error))
                    continue
                with stream:
                    yield from self._inside(path, stream).items()

    def _of_tar(self) -> Iterator[Item]:
        try:
            with tarfile.open(fileobj=cast("IO[bytes]", self), mode="r|") as archive:
                for member in archive:
                    stream = archive.extractfile(member) if member.isreg() else None
                    if stream is not None and not _is_hidden(member.name):
                        yield from self._inside(f"{self.path}/{printable(member.name)}", stream).items()
        except (tarfile.TarError, EOFError, ValueError) as error:
            if isinstance(error, UnknownKindError):
                raise
            raise DamagedError(f"the tar archive is damaged ({error})") from error

    def _anywhere(self, opened: ExitStack) -> IO[bytes]:
        """Return the file as one that can be read from any place: itself, or what it holds, put on the disk."""
        if self.reopen is not None and not self.is_live:
            stream = opened.enter_context(self.reopen(anywhere=True))
            if getattr(stream, "seekable", bool)():
                return cast("IO[bytes]", stream)
        spooled = opened.enter_context(tempfile.TemporaryFile())
        while piece := self.read(PIECE):
            spooled.write(piece)
            if spooled.tell() > _MOST_SPOOLED:
                raise UnknownKindError(f"it is {self.kind}, more than {_MOST_SPOOLED:,} bytes of it; unpack it first")
        spooled.seek(0)
        return spooled


class _Pieces:
    """Pieces of bytes as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = piece
        size = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _without_mark(text: Iterator[str]) -> Iterator[str]:
    first = next((piece for piece in text if piece), "")
    yield first.removeprefix("\ufeff")
    yield from text


def _split(piece: str | int) -> list[str] | list[int]:
    """Return the lines of a text that ends where a line does."""
    return [piece] if isinstance(piece, int) else piece.removesuffix("\n").split("\n")


def _object_of(line: str | int) -> dict[str, object] | None:
    try:
        found: object = json.loads(line) if isinstance(line, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _rows_of_json(text: Iterable[str], path: str) -> Iterator[Row | Notice]:
    for found in values_of(text, path):
        if isinstance(found, Notice):
            yield found
            continue
        number, value = found
        row: object = {"text": value} if isinstance(value, str) else value
        if not isinstance(row, dict) or is_too_deep(row):
            detail = TOO_DEEP if isinstance(row, dict) else "no JSON object"
            yield make_notice("broken-record", path, detail, record=number)
        else:
            yield number, cast("dict[str, object]", row)
