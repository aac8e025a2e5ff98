"""From a file to what it consists of: what it is compressed with, what it holds, and archives in archives."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from importlib import import_module
from itertools import chain
from typing import IO, Any, Final, cast

from attrs import define, field

from rareinsight.dumps._kinds import binary_kind, text_kind
from rareinsight.dumps._notices import Notice, UnreadableError, describe_error, make_notice, missing_extra
from rareinsight.dumps._places import PIECE, ByteStream, Place, printable
from rareinsight.dumps._records import Item, Options, Record
from rareinsight.dumps._tables import Row, records_of, rows_of_arrow, rows_of_csv, rows_of_json, rows_of_lines
from rareinsight.dumps._text import HEAD, decode, encoding_of_page, find_encoding, read_stream, separated

#: How much is looked at of what comes as it comes: a line or so.
_LIVE_HEAD: Final = 1 << 12
#: A longer text is not held, but parsed as it is read, in the process that reads it.
LONGEST_HELD: Final = 1 << 22
_OTHER_ZIPS: Final = {"[Content_Types].xml": "Microsoft Office document", "mimetype": "e-book or OpenDocument file"}


def items_of(places: Iterable[Place | Notice], options: Options) -> Iterator[tuple[Item, int]]:
    """Yield what is in all files, in order, each with how many bytes had been read by then."""
    before = 0
    for place in places:
        if isinstance(place, Notice):
            yield place, before
            continue
        file = None
        try:
            with place.open() as stream:
                file = _File(place.path, stream, options, place.open_anywhere is None, place.open_anywhere)
                for item in file.items():
                    yield item, before + file.position
        except OSError as error:
            yield make_notice("unreadable-file", place.path, describe_error(error)), before
        before += place.size or (file.position if file else 0)


def import_zstd() -> Any:  # noqa: ANN401 - one of two modules
    """Return the module for Zstandard: part of Python from 3.14 on, before that its backport (extra ``zstd``)."""
    try:
        return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    except ImportError:
        raise missing_extra("Zstandard", "zstd") from None


_OPENERS: Final[dict[str, Callable[[Any], Any]]] = {
    "gzip": gzip.open,
    "bz2": bz2.open,
    "xz": lzma.open,
    "zstd": lambda file: import_zstd().open(file),
}


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
            data = self.stream.read(min(size, PIECE) if size > 0 else PIECE)
        except (ImportError, UnreadableError):
            raise
        except Exception as error:  # of a disk, a connection, zipfile, tarfile, zlib …
            raise UnreadableError(describe_error(error), "damaged-file") from error
        self.position += len(data)
        return data

    def _tell(self, code: str, detail: str) -> None:
        place = self.position if code == "damaged-file" else None
        self.notices.append(make_notice(code, self.path, detail, offset=place))

    def _refuse_field(self, kind: str) -> None:
        if self.options.field is not None:
            raise UnreadableError(f"{kind} has no fields", "unknown-field")

    def _pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file; damage ends them, and is told."""
        try:
            while piece := self.read(PIECE):
                yield piece
        except UnreadableError as error:
            self._tell(error.code, str(error))

    def _items(self) -> Iterator[Item]:
        wanted = _LIVE_HEAD if self.is_live else HEAD
        while len(self.head) < wanted and (more := self.read(wanted - len(self.head))):
            self.head += more
            if self.is_live and b"\n" in self.head:
                break
        self._ahead = self.head
        kind = binary_kind(self.head)
        ways = {None: self._of_text, "zip": self._of_zip, "tar": self._of_tar, "warc": self._of_crawl}
        if kind and kind in _OPENERS:
            yield from self._of_compressed(kind)
        else:
            yield from ways.get(kind, partial(self._of_rows, kind))()

    def _inside(self, path: str, stream: Any) -> Iterator[Item]:  # noqa: ANN401 - of zipfile, tarfile, gzip …
        most = self.options.limits.archive_levels
        if self.depth == most:
            raise UnreadableError(f"archives nest more than {most} levels deep", "unreadable-file")
        yield from _File(path, stream, self.options, self.is_live, depth=self.depth + 1).items()

    # --- texts and records ---------------------------------------------------------------------------------------

    def _of_text(self) -> Iterator[Item]:
        encoding, is_guess = find_encoding(self.head, self.options.encoding)
        kind = text_kind(self.head.decode(encoding, "ignore"), self.path, self.options.field)
        if kind == "html":
            import_module("rareinsight.dumps._html")  # to say at once what has to be installed
            encoding = encoding_of_page(self.head) if encoding == "utf-8" else encoding
        if is_guess:
            self._tell("guessed-encoding", encoding)
        text = decode(self._pieces(), encoding, self.path, self.notices)
        if kind in ("text", "html"):
            yield from self._of_plain(text, is_html=kind == "html")
        else:
            yield from self._of_rows(kind, text)

    def _of_plain(self, text: Iterator[str], *, is_html: bool) -> Iterator[Item]:
        self._refuse_field("HTML" if is_html else "plain text")
        limits = self.options.limits
        if self.options.separator is not None and not is_html:
            for found in separated(text, self.path, self.options.separator, limits.record_size):
                yield found if isinstance(found, Notice) else Record(self.path, *found)
            return
        held, size, most = list[str](), 0, limits.record_size if is_html else 0 if self.is_live else LONGEST_HELD
        for piece in text:
            held.append(piece)
            size += len(piece)
            if size > most:
                break
        else:
            yield Record(self.path, 0, "".join(held), is_html=is_html)
            return
        if is_html:
            yield make_notice("long-record", self.path, f"more than {limits.record_size:,} characters", record=0)
            return
        only_digests = bool(self.options.only_digests)
        yield from read_stream(chain(held, text), self.path, self.options.format, limits, only_digests=only_digests)

    def _of_rows(self, kind: str | None, text: Iterable[str] = ()) -> Iterator[Item]:
        limits = self.options.limits
        ways: dict[str | None, Callable[[], Iterator[Row | Notice]]] = {
            "lines": lambda: rows_of_lines(text, self.path, limits),
            "json": lambda: rows_of_json(text, self.path, limits),
            "csv": lambda: rows_of_csv(text, self.path, ",", limits),
            "tsv": lambda: rows_of_csv(text, self.path, "\t", limits),
        }
        with ExitStack() as opened:
            rows = ways[kind]() if kind in ways else rows_of_arrow(self._anywhere(opened), kind, self.path, limits)
            yield from records_of(rows, self.options, self.path, self.notices)

    def _of_crawl(self) -> Iterator[Item]:
        import_module("rareinsight.dumps._html")  # likewise
        from rareinsight.dumps._crawl import pages_of

        self._refuse_field("a crawl")
        yield from pages_of(self._pieces(), self.path, self.notices, self.options.limits.record_size)

    # --- archives ------------------------------------------------------------------------------------------------

    def _of_compressed(self, method: str) -> Iterator[Item]:
        try:
            if method == "gzip" and zlib.decompressobj(31).decompress(self.head, 8).startswith(b"WARC/"):
                from rareinsight.dumps._crawl import Members

                unpacked: Any = Members(self)
            else:
                unpacked = _OPENERS[method](self)
        except (OSError, ValueError, zlib.error) as error:
            raise UnreadableError(f"the {method} data is damaged ({error})", "damaged-file") from error
        yield from self._inside(self.path, unpacked)

    def _of_zip(self) -> Iterator[Item]:
        with ExitStack() as opened:
            try:
                archive = opened.enter_context(zipfile.ZipFile(self._anywhere(opened)))
            except (zipfile.BadZipFile, OSError, ValueError) as error:
                code = error.code if isinstance(error, UnreadableError) else "damaged-file"
                raise UnreadableError(str(error), code) from error
            for name in archive.namelist():
                if name in _OTHER_ZIPS:
                    raise UnreadableError(_OTHER_ZIPS[name])
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
        if self.reopen is not None:
            stream = opened.enter_context(self.reopen())
            if getattr(stream, "seekable", bool)():
                return cast("IO[bytes]", stream)
        most = self.options.limits.member_size
        spooled = opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - ruff sees it not
        while piece := self.read(PIECE):
            spooled.write(piece)
            if spooled.tell() > most:
                raise UnreadableError(
                    f"more than {most:,} bytes inside another file; unpack it first", "unreadable-file"
                )
        spooled.seek(0)
        return spooled


def _is_hidden(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
