"""Whole dumps to one file of articles: complete or absent, resumable, with a list of what failed.

Until it is complete, an output lies in an SQLite database beside its place: what its last transaction left is there,
whatever ended the run, and it is locked against other processes.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final
from zlib import crc32

from attrs import asdict, define, evolve, field, frozen

from rareinsight import Article, Format, Origin, to_json
from rareinsight.dumps._files import items_of
from rareinsight.dumps._outputs import Output, output_of
from rareinsight.dumps._places import Place, Source, find_places
from rareinsight.dumps._reading import Piece, in_pieces, read_item, work
from rareinsight.dumps._records import Notice, Options, Record, Report, describe_error, log, make_notice
from rareinsight.limits import DEFAULTS, Limits

#: At most so many seconds of work are lost when a run is ended.
SECONDS_BETWEEN_SAVES: float = 1.0
_TABLES: Final = (
    "piece (output BLOB, rejected BLOB, checksum INTEGER, summary TEXT)",
    "seen (fingerprint BLOB PRIMARY KEY) WITHOUT ROWID",
)
#: Errors of SQLite as the system would tell them: their numbers, and words.
_ERRORS: Final[Mapping[int, tuple[int, str]]] = {
    sqlite3.SQLITE_FULL: (errno.ENOSPC, "No space left on device"),
    sqlite3.SQLITE_BUSY: (errno.EAGAIN, "another process is writing this output"),
    sqlite3.SQLITE_CORRUPT: (errno.EIO, "{partial} is damaged; delete it and start again"),
    sqlite3.SQLITE_NOTADB: (errno.EIO, "{partial} is in the way and is not an unfinished output; move or delete it"),
    sqlite3.SQLITE_CANTOPEN: (errno.EIO, "the unfinished output, {partial}, can't be opened"),
}


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
    kind = output_of(target)
    if not target.parent.is_dir() or target.is_dir():
        number = errno.EISDIR if target.is_dir() else errno.ENOENT
        raise OSError(number, os.strerror(number), str(target))
    places = _inputs_of(source, target)
    if target.exists() and not overwrite and not (resume and _beside(target, "partial").exists()):
        if resume:
            return Summary(was_complete=True)
        raise FileExistsError(errno.EEXIST, "it exists; pass `overwrite` to replace it", str(target))
    name = format.name if isinstance(format, Format) else format
    accepted = evolve(options.limits, workers=1)  # any number of workers writes the same
    settings = repr((kind.ending, unique, name, field, encoding, separator, accepted))
    try:
        with _database_of(target) as database:
            run = _Run(database, _Job(options, kind, unique), report, resume=resume)
            run.do(places, progress, crc32(settings.encode()))
            rejected = _beside(target, "rejected.jsonl")
            if run.summary.rejected:
                run.write("rejected", rejected)
            else:
                rejected.unlink(missing_ok=True)  # of an earlier run
            run.write("output", target)
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(".partial"):
            error.filename = str(target)  # users know no other
        raise
    return run.summary


def _beside(output: Path, ending: str) -> Path:
    return output.with_name(f"{output.name}.{ending}")


@contextmanager
def _database_of(output: Path) -> Generator[sqlite3.Connection, None, None]:
    """Open the file that holds an output until it is complete, and remove it at the end, unless that is an error."""
    partial = _beside(output, "partial")
    try:
        with closing(sqlite3.connect(partial, timeout=0, isolation_level=None)) as database:
            yield database
    except sqlite3.Error as error:
        number, words = _ERRORS.get(error.sqlite_errorcode & 255, (errno.EIO, str(error)))
        raise OSError(number, words.format(partial=partial), str(output)) from error
    partial.with_name(f"{partial.name}-journal").unlink(missing_ok=True)  # SQLite's own, of a run that was killed
    partial.unlink()


def _inputs_of(source: Source | Iterable[Source], output: Path) -> list[Place | Notice]:
    """Return the files to read but for those that belong to the output.

    An output may lie in a folder that is read, and is no input of the next run. But a file that was named, or that is
    all there is to read, is meant: to write would destroy it, to leave it out would make an empty output of it.
    """
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    own = {*map(_identity, (output, _beside(output, "partial"), _beside(output, "rejected.jsonl")))} - {None}
    found = [each for places in find_places(sources) for each in places]
    inputs = [each for each in found if isinstance(each, Notice) or _identity(each.path) not in own]
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
    """What became of some records: their part of the output, what there is to tell, and the counts.

    ``entries`` are the articles one by one, if repeats are to be dropped: fingerprint, counts, line.
    """

    output: bytes = b""
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[tuple[bytes, Summary, bytes]] = field(factory=list[tuple[bytes, Summary, bytes]])
    counts: Summary = field(factory=Summary)


@frozen
class _Job:
    """Make parts of the output of pieces."""

    options: Options
    kind: Output
    unique: bool

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
        part.output = self.kind.make_part(lines)
        return [part]

    def _line_of(self, article: Article, part: _Part) -> Iterator[bytes]:
        """Yield the line of an article, unless it can't be written; count it."""
        origin = article.origin or Origin()
        try:
            line = to_json(article).encode() + b"\n"
        except Exception as error:
            place = {"record": origin.record, "offset": origin.offset}
            part.notices.append(make_notice("failed-record", origin.path, describe_error(error), **place))
            return
        if self.unique:
            part.entries.append((bytes.fromhex(article.fingerprint), _counts_of(article), line))
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
    """One run: pieces to parts, and those to the database."""

    def __init__(self, database: sqlite3.Connection, job: _Job, report: Report, *, resume: bool) -> None:
        self._execute = database.execute
        self._job = job
        self._report = report
        self._execute("PRAGMA locking_mode = EXCLUSIVE")
        self._execute("BEGIN EXCLUSIVE")
        for table in _TABLES:
            self._execute(f"CREATE TABLE IF NOT EXISTS {table}")
            if not resume:
                self._execute(f"DELETE FROM {table.split()[0]}")  # noqa: S608 - the names are ours
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
        kept = list[bytes]()
        for fingerprint, counts, line in part.entries:
            if self._execute("INSERT OR IGNORE INTO seen VALUES (?)", (fingerprint,)).rowcount > 0:
                _add_counts(self.summary, counts)
                kept.append(line)
            else:
                self.summary.repeats += 1
        if len(kept) < len(part.entries):
            part.output = self._job.kind.make_part(kept)
        row = part.output, rejected, checksum, json.dumps(asdict(self.summary))
        self._execute("INSERT INTO piece VALUES (?, ?, ?, ?)", row)

    def _save(self) -> None:
        self._execute("COMMIT")
        self._execute("BEGIN EXCLUSIVE")

    def write(self, column: str, target: Path) -> None:
        """Write the output or the list of what failed to its file, complete or not at all."""
        parts = self._execute(f"SELECT {column} FROM piece ORDER BY rowid")  # noqa: S608 - likewise
        unfinished = target.with_name(f".{target.name}.partial")  # hidden from who reads the folder
        with unfinished.open("wb") as file:
            output_of(target).write((part for (part,) in parts if part), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)


def _listed(notice: Notice) -> bytes:
    place = {"path": notice.path, "record": notice.record, "offset": notice.offset}
    entry = {"reason": notice.code, "message": notice.message, "origin": place}
    return json.dumps(entry, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
