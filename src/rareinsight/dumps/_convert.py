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
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from attrs import asdict, define, evolve, field, frozen

from rareinsight import Article, Format, Origin, to_json
from rareinsight.dumps._files import items_of
from rareinsight.dumps._notices import Notice, Report, describe_error, log, make_notice
from rareinsight.dumps._outputs import Output, Summary, add_counts, counts_of, output_of
from rareinsight.dumps._places import Place, Source, find_places
from rareinsight.dumps._reading import make_options, work
from rareinsight.dumps._records import Options, Piece, Record, in_pieces, read_item, size_of
from rareinsight.limits import Limits

#: At most so many seconds of work are lost when a run is ended.
SECONDS_BETWEEN_SAVES: float = 1.0
_LISTS: Final = ("rejected", "others")
_TABLES: Final = (
    "run (settings TEXT, pieces INTEGER, checksum INTEGER, summary TEXT, is_complete INTEGER)",
    "part (output BLOB, rejected BLOB, others BLOB)",
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


@frozen
class Progress:
    """How far a run has come: bytes of the files read, of how many if that is known, and what was counted.

    ``skipped`` of the bytes were done by the run that is gone on with; ``seconds`` count from this one's
    start.
    """

    read: int
    total: int | None
    skipped: int
    seconds: float
    summary: Summary


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
    others: bool = False,
    resume: bool = False,
    overwrite: bool = False,
    report: Report = log,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    r"""Write the articles of files into one file.

    The output is complete or absent: until it is done, what there is of it lies in ``OUTPUT.partial``. A run that was
    ended, by whatever, leaves that behind; with ``resume`` it is gone on with, and what comes out is byte for byte
    what would have come out undisturbed. Files and records that fail are listed in ``OUTPUT.rejected.jsonl``, with
    reason and origin.

    Args:
        source: What to read. The arguments that are not told of here are those of :func:`read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``).
        unique: Drop articles whose content was there before, by ``article.fingerprint``.
        others: List texts that are no digest in ``OUTPUT.others.jsonl``; they are counted in any case.
        resume: Go on with a run that was ended; without one, begin. An output that is complete stays as it is.
        overwrite: Write over a file that is there.
        progress: Called after each piece with a :class:`Progress`.

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
    options = make_options(format, field, encoding, separator, False if others else None, workers, limits)
    target = Path(output)
    kind = output_of(target)
    if not target.parent.is_dir() or target.is_dir():
        number = errno.EISDIR if target.is_dir() else errno.ENOENT
        raise OSError(number, os.strerror(number), str(target))
    places = _inputs_of(source, target)
    if target.exists() and not overwrite and not (resume and _partial_of(target).exists()):
        if resume:
            return Summary(was_complete=True)
        raise FileExistsError(17, "it exists; pass `overwrite` to replace it", str(target))
    name = format.name if isinstance(format, Format) else format
    settings = {"output": kind.ending, "format": name, "field": field, "encoding": encoding, "separator": separator}
    settings["limits"] = str(evolve(options.limits, workers=1))  # any number of workers writes the same
    job = _Job(options, kind, unique, others)
    try:
        with _database_of(target) as database:
            run = _Run(database, job, report, {**settings, "unique": unique, "others": others}, resume=resume)
            if not run.is_complete:
                run.do(places, workers, progress)
            for each in _LISTS if others else _LISTS[:1]:
                run.write(each, list_of(target, each))
            run.write("output", target, kind)
    except OSError as error:
        if error.filename is None or str(error.filename).endswith(".partial"):
            error.filename = str(target)  # users know no other
        raise
    return run.summary


def list_of(output: Path, what: str) -> Path:
    """Return where records that were ``rejected`` are listed, or ``others`` that are no digest.

    >>> list_of(Path("out.jsonl.gz"), "rejected").name
    'out.jsonl.gz.rejected.jsonl'
    """
    return output.with_name(f"{output.name}.{what}.jsonl")


def _partial_of(output: Path) -> Path:
    return output.with_name(output.name + ".partial")


@contextmanager
def _database_of(output: Path) -> Generator[sqlite3.Connection, None, None]:
    """Open the file that holds an output until it is complete, and remove it at the end, unless that is an error."""
    partial = _partial_of(output)
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
    own = {*map(_identity, (output, _partial_of(output), *(list_of(output, each) for each in _LISTS)))} - {None}
    inputs, left_out = list[Place | Notice](), ""
    for name, places in zip(sources, find_places(sources), strict=True):
        for place in places:
            if isinstance(place, Notice) or _identity(place.path) not in own:
                inputs.append(place)
            else:
                left_out = place.path
        if _identity(name) in own:
            raise ValueError(f"{name} is an input, so it can't be the output")
    if left_out and all(isinstance(each, Notice) for each in inputs):
        raise ValueError(f"{left_out} is an input, so it can't be the output")
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
    """What became of some records: their part of the output, texts that are no digest, and the counts.

    ``entries`` are the articles one by one, if repeats are to be dropped: fingerprint, counts, line.
    """

    output: bytes = b""
    others: list[bytes] = field(factory=list[bytes])
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[tuple[bytes, Summary, bytes]] = field(factory=list[tuple[bytes, Summary, bytes]])
    counts: Summary = field(factory=Summary)


@frozen
class _Job:
    """Make parts of the output of pieces."""

    options: Options
    kind: Output
    unique: bool
    others: bool

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
                    part.others += [_listed(each.origin, title=each.title)] if self.others else []
        part.output = self.kind.make_part(lines) if lines else b""
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
            part.entries.append((bytes.fromhex(article.fingerprint), counts_of(article), line))
        else:
            add_counts(part.counts, counts_of(article))
        yield line


def _listed(origin: Origin | Notice | None, **entry: str | None) -> bytes:
    origin = origin or Origin()
    place = {"path": origin.path, "record": origin.record, "offset": origin.offset}
    line = json.dumps({**entry, "origin": place}, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace") + b"\n"


class _Run:
    """One run: pieces to parts, and those to the database."""

    def __init__(
        self, database: sqlite3.Connection, job: _Job, report: Report, settings: dict[str, object], *, resume: bool
    ) -> None:
        self._execute = database.execute
        self._job = job
        self._report = report
        self._execute("PRAGMA locking_mode = EXCLUSIVE")
        self._execute("BEGIN EXCLUSIVE")
        for table in _TABLES:
            self._execute(f"CREATE TABLE IF NOT EXISTS {table}")
        found = self._execute("SELECT * FROM run").fetchone() if resume else None
        if found is None:
            for table in _TABLES:
                self._execute(f"DELETE FROM {table.split()[0]}")  # noqa: S608 - the names are ours
            found = (json.dumps(settings), 0, 0, json.dumps(asdict(Summary())), False)
            self._execute("INSERT INTO run VALUES (?, ?, ?, ?, ?)", found)
        self._pieces, self._checksum, self.is_complete = int(found[1]), int(found[2]), bool(found[4])
        self.summary = Summary(**json.loads(found[3]))
        before = json.loads(found[0])
        if before != settings:
            changed = ", ".join(sorted(name for name in settings if settings[name] != before.get(name)))
            raise ValueError(f"can't resume: the earlier run had a different {changed}; start again without `resume`")

    def do(self, places: list[Place | Notice], workers: int, progress: Callable[[Progress], object] | None) -> None:
        """Read all files and keep all parts."""
        start, saved, before = time.monotonic(), -SECONDS_BETWEEN_SAVES, self.summary.seconds
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        total = None if None in sizes else sum(filter(None, sizes))
        pieces = in_pieces(items_of(places, self._job.options), eager=False)
        skipped = self._pass_over(pieces)
        for piece, parts in work(pieces, self._job, workers):
            for part in parts:
                self._take(part)
            self._pieces += 1
            self._checksum = piece.add_to(self._checksum)
            self.summary.text_size += sum(map(size_of, piece.items))
            seconds = time.monotonic() - start
            self.summary.seconds = before + seconds
            if seconds - saved >= SECONDS_BETWEEN_SAVES:
                self._save(is_complete=False)
                saved = seconds
            if progress is not None:
                progress(Progress(piece.read, total, skipped, seconds, self.summary))
        self._save(is_complete=True)

    def _pass_over(self, pieces: Iterator[Piece]) -> int:
        """Pass over the pieces that are done, and return how many bytes had been read for them."""
        read = checksum = 0
        for piece in islice(pieces, self._pieces):
            read, checksum = piece.read, piece.add_to(checksum)
        if checksum != self._checksum:
            raise ValueError("can't resume: the inputs have changed; start again without `resume`")
        return read

    def _take(self, part: _Part) -> None:
        """Keep a part, without the articles that were there before."""
        rejected = b""
        for notice in part.notices:
            self._report(notice)
            self.summary.notices[notice.code] += 1
            if notice.severity == "error":
                self.summary.rejected += 1
                rejected += _listed(notice, reason=notice.code, message=notice.message)
        add_counts(self.summary, part.counts)
        kept = list[bytes]()
        for fingerprint, counts, line in part.entries:
            if self._execute("INSERT OR IGNORE INTO seen VALUES (?)", (fingerprint,)).rowcount > 0:
                add_counts(self.summary, counts)
                kept.append(line)
            else:
                self.summary.repeats += 1
        if len(kept) < len(part.entries):
            part.output = self._job.kind.make_part(kept) if kept else b""
        row = (part.output, rejected, b"".join(part.others))
        if any(row):
            self._execute("INSERT INTO part VALUES (?, ?, ?)", row)

    def _save(self, *, is_complete: bool) -> None:
        new = self._pieces, self._checksum, json.dumps(asdict(self.summary)), is_complete
        self._execute("UPDATE run SET pieces = ?, checksum = ?, summary = ?, is_complete = ?", new)
        self._execute("COMMIT")
        self._execute("BEGIN EXCLUSIVE")

    def write(self, column: str, target: Path, kind: Output | None = None) -> None:
        """Write the output or a list to its file, complete or not at all; a list that is empty is none."""
        parts = self._execute(f"SELECT {column} FROM part WHERE length({column}) ORDER BY rowid")  # noqa: S608 - likewise
        unfinished = target.with_name(f".{target.name}.partial")  # hidden from who reads the folder
        with unfinished.open("wb") as file:
            (kind or output_of(target)).write((part for (part,) in parts), file)
            file.flush()
            os.fsync(file.fileno())
            is_empty = not file.tell()
        if kind or not is_empty:
            unfinished.replace(target)
        else:
            unfinished.unlink()
            target.unlink(missing_ok=True)
