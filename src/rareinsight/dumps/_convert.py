"""Whole dumps to one file of articles: complete or absent, resumable, with a list of what failed.

Until it is complete, an output lies in parts in a folder beside its place, each process writing to a file of its own. A
journal there, an SQLite database, tells which parts are whole: what its last transaction left counts, whatever ended
the run. It is locked against other processes.
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
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import islice
from multiprocessing import current_process
from pathlib import Path
from typing import BinaryIO, Final
from zlib import crc32

from attrs import asdict, define, evolve, field, frozen

from rareinsight import Article, Format, Origin, from_json, to_json
from rareinsight.diagnostics import nearest
from rareinsight.dumps._files import import_zstd, items_of
from rareinsight.dumps._places import Place, Source, find_places
from rareinsight.dumps._reading import Piece, in_pieces, read_item, work
from rareinsight.dumps._records import Notice, Options, Record, Report, import_extra, log, make_notice
from rareinsight.limits import DEFAULTS, Limits

#: At most so many seconds of work are lost when a run is ended.
SECONDS_BETWEEN_SAVES: float = 1.0
_JOURNAL: Final = "journal"
_TABLES: Final = (
    "piece (name TEXT, at INTEGER, size INTEGER, rejected BLOB, checksum INTEGER, summary TEXT)",
    "seen (fingerprint BLOB PRIMARY KEY) WITHOUT ROWID",
)
_DAMAGED: Final = "{partial} is damaged; delete it and start again"
#: Errors of SQLite as the system would tell them: their numbers, and words.
_ERRORS: Final[Mapping[int, tuple[int, str]]] = {
    sqlite3.SQLITE_FULL: (errno.ENOSPC, "No space left on device"),
    sqlite3.SQLITE_BUSY: (errno.EAGAIN, "another process is writing this output"),
    sqlite3.SQLITE_CORRUPT: (errno.EIO, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (errno.EIO, _DAMAGED),
    sqlite3.SQLITE_CANTOPEN: (errno.EIO, "{partial} is in the way and is no unfinished output; move or delete it"),
}
_GZIP_LEVEL: Final = 6
#: How many bytes of columns a row group of Parquet holds at least, the last one but.
_ROW_GROUP: Final = 1 << 24


def _counter(counts: Mapping[str, int]) -> Counter[str]:
    return Counter(counts)


@define
class Summary:
    """Counts of a run.

    ``diagnostics`` counts those of the articles by code, ``notices`` what happened to files and records, and ``read``
    the bytes of the files, of the ``size`` that all have if that is known. A run that had nothing to do, as its output
    was complete, ``was_complete``.
    """

    articles: int = 0
    insights: int = 0
    citations: int = 0
    non_digests: int = 0
    repeats: int = 0
    rejected: int = 0
    read: int = 0
    size: int | None = None
    diagnostics: Counter[str] = field(factory=Counter[str], converter=_counter)
    notices: Counter[str] = field(factory=Counter[str], converter=_counter)
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

    The output is complete or absent: until it is done, what there is of it lies in ``OUTPUT.partial``. A run that was
    ended, by whatever, leaves that behind; with ``resume`` it is gone on with, and what comes out is byte for byte
    what would have come out undisturbed. Files and records that fail are listed in ``OUTPUT.rejected.jsonl``, with
    reason and origin; texts that are no digest are counted.

    Args:
        source: What to read. The arguments that are not told of here are those of :func:`read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``).
        unique: Drop articles whose content was there before, by ``article.fingerprint``.
        resume: Go on with a run that was ended; without one, begin. An output that is complete stays as it is.
        overwrite: Write over a file that is there.
        progress: Called after each piece with the counts so far.

    Returns:
        The counts of all of the output.

    Raises:
        FileExistsError: The output is there.
        FileNotFoundError: A source names no file, or the folder of the output is not there.
        ValueError: The output has none of the endings, it is itself to be read, or the run to go on with had
            other settings or inputs.
        OSError: The output can't be written; ``resume`` goes on once it can be.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> dump, output = Path(folder.name, "dump.txt"), Path(folder.name, "out.jsonl")
    >>> dump.write_text("Core Insights - Prices fell [1]\n")
    32
    >>> convert(dump, output).articles, output.read_text()[:16]
    (1, '{"title":null,"s')
    >>> folder.cleanup()
    """
    options = Options(format, field, encoding, separator, workers=workers, limits=limits or DEFAULTS)
    target = Path(output)
    kind = _output_of(target)
    if not target.parent.is_dir() or target.is_dir():
        number = errno.EISDIR if target.is_dir() else errno.ENOENT
        raise OSError(number, os.strerror(number), str(target))
    places, partial = _inputs_of(source, target), _beside(target, "partial")
    if target.exists() and not overwrite and not (resume and (partial / _JOURNAL).exists()):
        if not resume:
            raise FileExistsError(errno.EEXIST, "it exists; pass `overwrite` to replace it", str(target))
        shutil.rmtree(partial, ignore_errors=True)  # of a run that was killed when all else was done
        return Summary(was_complete=True)
    name = format.name if isinstance(format, Format) else format
    accepted = evolve(options.limits, workers=1)  # any number of workers writes the same
    settings = repr((kind.ending, unique, name, field, encoding, separator, accepted))
    try:
        with _journal_in(partial) as journal:
            run = _Run(journal, _Job(options, kind, unique, partial), report, resume=resume)
            run.do(places, progress, crc32(settings.encode()))
            run.write(target, _beside(target, "rejected.jsonl"))
    except OSError as error:
        if error.filename is None or partial in (Path(error.filename), *Path(error.filename).parents):
            error.filename = str(target)  # users know no other
        raise
    return run.summary


def _beside(output: Path, ending: str) -> Path:
    return output.with_name(f"{output.name}.{ending}")


@contextmanager
def _journal_in(partial: Path) -> Generator[sqlite3.Connection, None, None]:
    """Open the journal of a run in the folder of its parts, and remove that at the end, unless that is an error."""
    try:
        with suppress(FileExistsError):
            partial.mkdir()
        with closing(sqlite3.connect(partial / _JOURNAL, timeout=0, isolation_level=None)) as journal:
            yield journal
    except sqlite3.Error as error:
        number, words = _ERRORS.get(error.sqlite_errorcode & 255, (errno.EIO, str(error)))
        raise OSError(number, words.format(partial=partial), str(partial)) from error
    (partial / _JOURNAL).unlink()  # first, as without it there is nothing to go on with
    shutil.rmtree(partial)


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


# --- the work ----------------------------------------------------------------------------------------------------


@define
class _Part:
    """What became of a piece: where its part of the output is, what there is to tell, and the counts.

    ``place`` is the name of a file, an offset in it and a size. ``entries`` are the articles in their order, if repeats
    are to be dropped: fingerprint and counts.
    """

    place: tuple[str, int, int] = ("", 0, 0)
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[tuple[bytes, Summary]] = field(factory=list[tuple[bytes, Summary]])
    counts: Summary = field(factory=Summary)


@frozen
class _Job:
    """Make parts of the output of pieces, each process in a file of its own."""

    options: Options
    kind: _Output
    unique: bool
    folder: Path

    def __call__(self, piece: Piece) -> list[_Part]:
        """Return the part of a piece."""
        part, lines = _Part(), list[bytes]()
        for item in piece.items:
            found = list(read_item(item, self.options))
            part.counts.non_digests += isinstance(item, Record) and item.is_page and not found
            for each in found:
                if isinstance(each, Notice):
                    part.notices.append(each)
                elif each.sections:
                    lines += self._line_of(each, part)
                else:
                    part.counts.non_digests += 1
        self.write(part, lines)
        return [part]

    def write(self, part: _Part, lines: list[bytes]) -> None:
        """Write the lines of a part at the end of the file of this process."""
        name = f"{Path(current_process().name).name}.part"
        with (self.folder / name).open("ab") as file:
            size = file.write(self.kind.pack(lines)) if lines else 0
            part.place = name, file.tell() - size, size

    def read(self, place: tuple[str, int, int]) -> bytes:
        """Return what was written."""
        name, at, size = place
        with (self.folder / name).open("rb") as file:
            file.seek(at)
            return file.read(size)

    def _line_of(self, article: Article, part: _Part) -> Iterator[bytes]:
        """Yield the line of an article, unless it can't be written; count it."""
        origin = article.origin or Origin()
        try:
            line = to_json(article).encode() + b"\n"
        except Exception as error:
            place = {"record": origin.record, "offset": origin.offset}
            part.notices.append(make_notice("failed-record", origin.path, error, **place))
            return
        if self.unique:
            part.entries.append((bytes.fromhex(article.fingerprint), _counts_of(article)))
        else:
            _add_counts(part.counts, _counts_of(article))
        yield line


def _counts_of(article: Article) -> Summary:
    citations = sum(len(insight.citations) for insight in article.insights)
    codes = Counter(each.code for each in article.diagnostics)
    return Summary(articles=1, insights=len(article.insights), citations=citations, diagnostics=codes)


def _add_counts(summary: Summary, part: Summary) -> None:
    for name in ("articles", "insights", "citations", "non_digests", "diagnostics"):
        setattr(summary, name, getattr(summary, name) + getattr(part, name))


class _Run:
    """One run: pieces to parts, those to the journal, and in the end all parts to the output."""

    def __init__(self, journal: sqlite3.Connection, job: _Job, report: Report, *, resume: bool) -> None:
        self._execute = journal.execute
        self._job = job
        self._report = report
        self._unsaved = set[Path]()
        self._execute("PRAGMA locking_mode = EXCLUSIVE")
        self._execute("BEGIN EXCLUSIVE")
        for table in _TABLES:
            if not resume:
                self._execute(f"DROP TABLE IF EXISTS {table.split()[0]}")
            self._execute(f"CREATE TABLE IF NOT EXISTS {table}")
        for part in () if resume else job.folder.glob("*.part"):
            part.unlink()
        last = self._execute("SELECT rowid, checksum, summary FROM piece ORDER BY rowid DESC").fetchone()
        self._done: tuple[int, int] | None = last and last[:2]
        self.summary = Summary(**json.loads(last[2])) if last else Summary()

    def do(self, places: list[Place | Notice], progress: Callable[[Summary], object] | None, checksum: int) -> None:
        """Read all files and keep all parts; the checksum is that of the settings."""
        options, start = self._job.options, time.monotonic() - self.summary.seconds
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        self.summary.size = None if None in sizes else sum(filter(None, sizes))
        pieces = in_pieces(items_of(places, options), eager=False)
        if self._done is not None:
            for piece in islice(pieces, self._done[0]):
                checksum = piece.add_to(checksum)
            if checksum != self._done[1]:
                raise ValueError("can't resume: inputs or settings have changed; start again without `resume`")
        saved = 0.0
        for piece, parts in work(pieces, self._job, options.workers):
            checksum = piece.add_to(checksum)
            self.summary.read = piece.read
            self.summary.seconds = time.monotonic() - start
            for part in parts:
                self._take(part, checksum)
            if self.summary.seconds - saved >= SECONDS_BETWEEN_SAVES:
                self._save()
                saved = self.summary.seconds
            if progress is not None:
                progress(self.summary)
        self._save()

    def _take(self, part: _Part, checksum: int) -> None:
        """Keep a part, without the articles that were there before."""
        rejected = b""
        for notice in part.notices:
            self._report(notice)
            self.summary.notices[notice.code] += 1
            if notice.severity == "error":
                self.summary.rejected += 1
                rejected += _listed(notice)
        _add_counts(self.summary, part.counts)
        kept = [number for number, (fingerprint, _) in enumerate(part.entries) if self._is_new(fingerprint)]
        for number in kept:
            _add_counts(self.summary, part.entries[number][1])
        if len(kept) < len(part.entries):
            self.summary.repeats += len(part.entries) - len(kept)
            lines = self._job.kind.unpack(self._job.read(part.place))
            self._job.write(part, [lines[number] for number in kept])
        self._unsaved.add(self._job.folder / part.place[0])
        row = *part.place, rejected, checksum, json.dumps(asdict(self.summary))
        self._execute("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)", row)

    def _is_new(self, fingerprint: bytes) -> bool:
        return self._execute("INSERT OR IGNORE INTO seen VALUES (?)", (fingerprint,)).rowcount > 0

    def _save(self) -> None:
        for path in self._unsaved:
            with path.open("ab") as file:
                os.fsync(file.fileno())
        self._unsaved.clear()
        self._execute("COMMIT")
        self._execute("BEGIN EXCLUSIVE")

    def write(self, target: Path, rejected: Path) -> None:
        """Write the output and the list of what failed to their files, complete or not at all."""
        if self.summary.rejected:
            listed = self._execute("SELECT rejected FROM piece ORDER BY rowid")
            self._replace(rejected, lambda file: file.writelines(lines for (lines,) in listed))
        else:
            rejected.unlink(missing_ok=True)  # of an earlier run
        places = self._execute("SELECT name, at, size FROM piece WHERE size ORDER BY rowid")
        self._replace(target, lambda file: self._job.kind.write(map(self._job.read, places), file))

    def _replace(self, target: Path, write: Callable[[BinaryIO], object]) -> None:
        unfinished = self._job.folder / "output"
        with unfinished.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)


def _listed(notice: Notice) -> bytes:
    place = {"path": notice.path, "record": notice.record, "offset": notice.offset}
    entry = {"reason": notice.code, "message": notice.message, "origin": place}
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


# --- kinds of output ---------------------------------------------------------------------------------------------


@frozen
class _Output:
    """A kind of output: how lines of JSON are packed and unpacked, and how parts of what was packed are written.

    Parts of every kind can be put one after the other: lines, members of a gzip file, frames of a zstd file, streams of
    Arrow. Only Parquet needs a last step of its own.
    """

    ending: str
    pack: Callable[[list[bytes]], bytes]
    unpack: Callable[[bytes], list[bytes]]
    write: Callable[[Iterable[bytes], BinaryIO], object] = lambda parts, file: file.writelines(parts)


def _output_of(path: Path) -> _Output:
    """Return the kind of output that the name of a file asks for.

    Raises:
        ImportError: It needs an extra that is not installed.
        ValueError: It asks for none of the kinds.
    """
    for output in _OUTPUTS:
        if path.name.endswith(output.ending) and path.name != output.ending:
            output.pack([to_json(Article()).encode()])  # which needs what the kind needs
            return output
    endings = [output.ending for output in _OUTPUTS]
    raise ValueError(
        f"can't tell the kind of output from {path.name!r}: {nearest(''.join(path.suffixes[-2:]), endings)}"
    )


def _pack_arrow(lines: list[bytes]) -> bytes:
    arrow = import_extra("pyarrow", "writing Parquet", "arrow")
    from rareinsight.arrow import SCHEMA, to_table

    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, SCHEMA) as stream:
        stream.write_table(to_table(map(from_json, lines)))
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _unpack_arrow(part: bytes) -> list[bytes]:
    import pyarrow as pa

    from rareinsight.arrow import from_table

    return [to_json(article).encode() + b"\n" for article in from_table(pa.ipc.open_stream(part).read_all())]


def _write_parquet(parts: Iterable[bytes], file: BinaryIO) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    from rareinsight.arrow import SCHEMA

    group = list[pa.RecordBatch]()
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for part in parts:
            group += pa.ipc.open_stream(part)
            if sum(batch.nbytes for batch in group) >= _ROW_GROUP:
                writer.write_table(pa.Table.from_batches(group))
                group.clear()
        if group:
            writer.write_table(pa.Table.from_batches(group))


_OUTPUTS: Final = (
    _Output(".jsonl", b"".join, lambda part: part.splitlines(keepends=True)),
    _Output(
        ".jsonl.gz",
        lambda lines: gzip.compress(b"".join(lines), _GZIP_LEVEL, mtime=0),
        lambda part: gzip.decompress(part).splitlines(keepends=True),
    ),
    _Output(
        ".jsonl.zst",
        lambda lines: import_zstd().compress(b"".join(lines)),
        lambda part: import_zstd().decompress(part).splitlines(keepends=True),
    ),
    _Output(".parquet", _pack_arrow, _unpack_arrow, _write_parquet),
)
