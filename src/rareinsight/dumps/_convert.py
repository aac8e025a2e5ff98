"""Whole dumps to one file of articles: complete or absent, resumable, with a list of what failed.

What comes of a piece of work is a part, a file in a folder beside the output's place, complete or absent too. A run
puts the parts one after the other. One that goes on with another does nothing else, but for parts that are not there.
"""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final
from zlib import crc32

from attrs import astuple, define, evolve, field, frozen

from rareinsight import Article, Format, Origin, from_json, to_json
from rareinsight._arguments import nearest
from rareinsight.dumps._files import import_zstd, items_of
from rareinsight.dumps._places import Place, Source, find_places
from rareinsight.dumps._reading import Piece, in_pieces, read_item, work
from rareinsight.dumps._records import Notice, Options, Record, Report, check_report, import_extra, log, make_notice
from rareinsight.limits import DEFAULTS, Limits

_GZIP_LEVEL: Final = 6
#: How many bytes of columns a row group of Parquet holds at least, the last one but.
_ROW_GROUP: Final = 1 << 24
_Write = Callable[[Iterable[bytes], BinaryIO], object]
_OTHER_RUN: Final = "can't resume: inputs or settings have changed; to start again, overwrite instead of resuming"
_ADD: Final = "INSERT OR IGNORE INTO seen VALUES (?)"


@define
class Summary:
    """Counts of a run.

    ``diagnostics`` counts those of the articles by code, ``notices`` what happened to files and records, and ``read``
    the bytes of the files, of the ``size`` of all if that is known. ``was_complete`` is set if there was nothing to do,
    as the output was complete.
    """

    articles: int = 0
    insights: int = 0
    citations: int = 0
    non_digests: int = 0
    repeats: int = 0
    rejected: int = 0
    read: int = 0
    size: int | None = None
    diagnostics: Counter[str] = field(factory=Counter[str])
    notices: Counter[str] = field(factory=Counter[str])
    seconds: float = 0.0
    was_complete: bool = False


def convert(  # noqa: D417, PLR0913 - each is a choice of its own, given by name; some are those of `read`
    source: Source | Iterable[Source],
    output: str | os.PathLike[str],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    workers: int = 1,
    limits: Limits | None = None,
    unique: bool = False,
    resume: bool = False,
    overwrite: bool = False,
    report: Report = log,
    progress: Callable[[Summary], object] | None = None,
) -> Summary:
    r"""Write the articles of files into one file.

    The output is complete or absent: until the run is complete, its results are kept in ``OUTPUT.partial``. If a run
    is interrupted, ``resume`` continues it, and the output is byte for byte that of an uninterrupted run. Files and
    records that fail are listed in ``OUTPUT.rejected.jsonl``, with reason and origin; texts that are not digests are
    counted. With ``resume``, a hidden file beside the output, ``.OUTPUT.settings``, keeps what it was made of.

    Args:
        source: What to read. The other arguments are those of :func:`read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``).
        unique: Drop articles with the same content as an earlier one, by ``article.fingerprint``.
        resume: Resume an interrupted run; without one, begin. A complete output of the same run is left as it is.
        overwrite: Overwrite an existing file.
        progress: Called after each piece with the counts so far.

    Returns:
        The counts of all of the output.

    Raises:
        FileExistsError: The output already exists.
        FileNotFoundError: A source does not exist, or the folder of the output does not exist.
        ValueError: The output has none of the endings, it is also an input, or the run to resume had other settings
            or inputs.
        OSError: The output can't be written; ``resume`` continues once it can be.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> dump, output = Path(folder.name, "dump.txt"), Path(folder.name, "out.jsonl")
    >>> dump.write_text("Core Insights - Prices fell [1]\n")
    32
    >>> convert(dump, output).articles, output.read_text()[:16]
    (1, '{"title":null,"s')
    >>> folder.cleanup()
    """
    options = Options(
        format, field, encoding, separator, workers=workers, limits=DEFAULTS if limits is None else limits
    )
    check_report(report)
    target = Path(output)
    ending = _ending_of(target)
    if not target.parent.is_dir() or target.is_dir():
        number = errno.EISDIR if target.is_dir() else errno.ENOENT
        raise OSError(number, os.strerror(number), str(target))
    places, folder = _inputs_of(source, target), _beside(target, "partial")
    name = format.name if isinstance(format, Format) else format
    accepted = evolve(options.limits, workers=1)  # any number of workers writes the same
    paths, made_of = [each.path for each in places], _beside(target, "settings", ".")
    settings = crc32(repr((ending, unique, name, field, encoding, separator, accepted, paths)).encode())
    if target.exists() and not overwrite and not (resume and folder.exists()):
        if not resume:
            raise FileExistsError(errno.EEXIST, "it exists; pass `overwrite` to replace it", str(target))
        if made_of.exists() and made_of.read_text() != str(settings):
            raise ValueError(_OTHER_RUN)
        return Summary(was_complete=True)
    try:
        with _locked(folder) as lock:
            for each in () if resume else folder.glob("*.part"):
                each.unlink()
            run = _Run(_Job(options, folder, unique, resume), lock, report, progress)
            run.write(places, settings, target, _OUTPUTS[ending])
        shutil.rmtree(folder)
    except OSError as error:
        if error.filename is None or folder in (Path(error.filename), *Path(error.filename).parents):
            error.filename = str(target)  # users know no other
        raise
    return run.summary


def _beside(output: Path, ending: str, before: str = "") -> Path:
    return output.with_name(f"{before}{output.name}.{ending}")


@contextmanager
def _locked(folder: Path) -> Generator[sqlite3.Connection, None, None]:
    """Make the folder for parts, and keep other processes out of it; SQLite can, on every system."""
    with suppress(FileExistsError):
        folder.mkdir()
    try:
        with closing(sqlite3.connect(folder / "lock", timeout=0, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield lock
    except sqlite3.Error as error:
        words = f"{folder} can't be used ({error}); move or delete it"
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            words = "another process is writing this output"
        raise OSError(errno.EAGAIN, words, str(folder)) from error


def _inputs_of(source: Source | Iterable[Source], output: Path) -> list[Place | Notice]:
    """Return the files to read but for those that belong to the output.

    An output may lie in a folder that is read, and is no input of the next run. But a file that was named, or that is
    all there is to read, is meant: to write would destroy it, to leave it out would make an empty output of it.
    """
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    own = {*map(_identity, (output, _beside(output, "partial"), _beside(output, "rejected.jsonl")))} - {None}
    found = [each for places in find_places(sources) for each in places]
    inputs = [
        each
        for each in found
        if isinstance(each, Notice) or own.isdisjoint((_identity(each.path), _identity(Path(each.path).parent)))
    ]
    meant = [str(name) for name in sources if _identity(name) in own]
    if len(inputs) < len(found) and all(isinstance(each, Notice) for each in inputs):
        meant.append(str(output))
    if meant:
        raise ValueError(f"{meant[0]} is an input, so it can't be the output")
    return inputs


def _identity(path: Source) -> tuple[int, int] | None:
    """Return what a file is known by to the system, whatever it is called; ``None`` if it is not there."""
    try:
        status = Path(str(path).removeprefix("file://")).stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


@frozen
class _Part:
    """What became of a piece, whose ``key`` it has, and the lines of its articles.

    An entry tells of an article its fingerprint, if repeats are to be dropped, and its insights, citations and codes.
    """

    key: int
    notices: list[Notice]
    entries: list[tuple[str | None, int, int, list[str]]]
    non_digests: int
    lines: list[bytes]

    def write(self, path: Path) -> None:
        """Write the part to a file, whole or not at all."""
        notices, lines = list(map(astuple, self.notices)), b"".join(self.lines)
        head = json.dumps((crc32(lines), self.key, notices, self.entries, self.non_digests)).encode()
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_bytes(b"%b\n%b" % (head, lines))
        unfinished.replace(path)

    @classmethod
    def read(cls, path: Path) -> _Part | None:
        """Return the part in a file; ``None`` if there is none, or not all of it after a power failure."""
        try:
            head, _, lines = path.read_bytes().partition(b"\n")
            checksum, key, notices, entries, non_digests = json.loads(head)
        except (FileNotFoundError, ValueError):
            return None
        part = cls(key, [Notice(*each) for each in notices], entries, non_digests, lines.splitlines(keepends=True))
        return part if checksum == crc32(lines) else None


@frozen
class _Job:
    """Make parts of pieces, in whatever process."""

    options: Options
    folder: Path
    unique: bool
    resume: bool

    def path_of(self, piece: Piece) -> Path:
        """Return the place of the part of a piece."""
        return self.folder / f"{piece.number}.part"

    def __call__(self, piece: Piece) -> list[object]:
        """Make the part of a piece, unless an earlier run has made it."""
        if self.resume and piece.number is not None and _Part.read(self.path_of(piece)):
            return []
        notices, articles, lines, non_digests = list[Notice](), list[Article](), list[bytes](), 0
        for item in piece.items:
            found = list(read_item(item, self.options))
            non_digests += isinstance(item, Record) and item.is_page and not found
            for each in found:
                if isinstance(each, Notice):
                    notices.append(each)
                elif not each.sections:
                    non_digests += 1
                elif isinstance(line := _line_of(each), bytes):
                    lines.append(line)
                    articles.append(each)
                else:
                    notices.append(line)
        _Part(piece.key, notices, list(map(self._entry_of, articles)), non_digests, lines).write(self.path_of(piece))
        return []

    def _entry_of(self, article: Article) -> tuple[str | None, int, int, list[str]]:
        citations = sum(len(insight.citations) for insight in article.insights)
        codes = [each.code for each in article.diagnostics]
        return article.fingerprint if self.unique else None, len(article.insights), citations, codes


def _line_of(article: Article) -> bytes | Notice:
    """Return the line of an article, or what is told if it can't be written."""
    try:
        return to_json(article).encode() + b"\n"
    except Exception as error:
        origin = article.origin or Origin()
        return make_notice("failed-record", origin.path, error, record=origin.record, offset=origin.offset)


@define
class _Run:
    """One run: pieces to parts, and parts to the output."""

    job: _Job
    database: sqlite3.Connection
    report: Report
    progress: Callable[[Summary], object] | None
    summary: Summary = field(factory=Summary)

    def write(self, places: list[Place | Notice], settings: int, output: Path, write: _Write) -> None:
        """Read all files, and write the output and the list of what failed, complete or not at all."""
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        self.summary.size = None if None in sizes else sum(filter(None, sizes))
        pieces = (piece.keyed(settings) for piece in in_pieces(items_of(places, self.job.options), eager=False))
        unfinished, rejected, made_of = (self.job.folder / name for name in ("output", "rejected", "settings"))
        if self.job.resume and made_of.exists() and made_of.read_text() not in ("", str(settings)):
            raise ValueError(_OTHER_RUN)  # before parts of two runs are mixed
        made_of.write_text(str(settings))
        with unfinished.open("wb") as file, rejected.open("wb") as listed:
            write(filter(None, self._parts(pieces, listed)), file)
            for each in (file, listed):
                each.flush()
                os.fsync(each.fileno())
        if self.summary.rejected:
            rejected.replace(_beside(output, "rejected.jsonl"))
        else:
            _beside(output, "rejected.jsonl").unlink(missing_ok=True)  # of an earlier run
        kept = _beside(output, "settings", ".")
        if self.job.resume:
            made_of.replace(kept)
        else:
            kept.unlink(missing_ok=True)
        unfinished.replace(output)

    def _parts(self, pieces: Iterator[Piece], listed: BinaryIO) -> Iterator[bytes]:
        """Yield the lines of all parts, without the articles that were there before."""
        start = time.monotonic()
        self.database.execute("CREATE TEMP TABLE seen (fingerprint TEXT PRIMARY KEY) WITHOUT ROWID")
        for piece, _ in work(pieces, self.job, self.job.options.workers):
            part = _Part.read(self.job.path_of(piece))
            if part is None or part.key != piece.key:
                raise ValueError(_OTHER_RUN)
            listed.writelines(self._told(part.notices))
            yield b"".join(self._lines_of(part))
            self.summary.read = piece.read
            self.summary.seconds = time.monotonic() - start
            if self.progress is not None:
                self.progress(self.summary)

    def _told(self, notices: list[Notice]) -> Iterator[bytes]:
        """Report notices, and yield the lines in the list of what failed of those that are errors."""
        for notice in notices:
            self.report(notice)
            self.summary.notices[notice.code] += 1
            if notice.severity == "error":
                self.summary.rejected += 1
                place = {"path": notice.path, "record": notice.record, "offset": notice.offset}
                entry = {"reason": notice.code, "message": notice.message, "origin": place}
                yield json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"

    def _lines_of(self, part: _Part) -> Iterator[bytes]:
        """Yield the lines of the articles that were not there before, and count them."""
        self.summary.non_digests += part.non_digests
        for line, (fingerprint, insights, citations, codes) in zip(part.lines, part.entries, strict=True):
            if fingerprint and not self.database.execute(_ADD, (fingerprint,)).rowcount:
                self.summary.repeats += 1
                continue
            self.summary.articles += 1
            self.summary.insights += insights
            self.summary.citations += citations
            self.summary.diagnostics.update(codes)
            yield line


def _write_lines(pack: Callable[[BinaryIO], Any], lines: Iterable[bytes], file: BinaryIO) -> None:
    with pack(file) as packed:
        packed.writelines(lines)


def _write_parquet(lines: Iterable[bytes], file: BinaryIO) -> None:
    pa, pq = (import_extra(name, "writing Parquet", "arrow") for name in ("pyarrow", "pyarrow.parquet"))
    from rareinsight.arrow import SCHEMA, to_table

    group = list[Any]()
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for part in lines:
            group.append(to_table(map(from_json, part.splitlines())))
            if sum(table.nbytes for table in group) >= _ROW_GROUP:
                writer.write_table(pa.concat_tables(group))
                group.clear()
        if group:
            writer.write_table(pa.concat_tables(group))


#: The kinds of output by the endings of their names: how lines of JSON are written, given many at a time.
_OUTPUTS: Final[dict[str, _Write]] = {
    ".jsonl": partial(_write_lines, nullcontext),
    ".jsonl.gz": partial(_write_lines, lambda file: gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)),
    ".jsonl.zst": partial(_write_lines, lambda file: import_zstd().open(file, "wb")),
    ".parquet": _write_parquet,
}


def _ending_of(path: Path) -> str:
    """Return the ending that tells the kind of an output, if it can be had."""
    for ending, write in _OUTPUTS.items():
        if path.name.endswith(ending) and path.name != ending:
            write((), BytesIO())  # which needs what the kind needs
            return ending
    found = "".join(path.suffixes[-2:])
    raise ValueError(f"can't tell the kind of output from {path.name!r}: {nearest(found, list(_OUTPUTS))}")
