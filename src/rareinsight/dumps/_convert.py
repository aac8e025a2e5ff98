"""From dumps to one file of articles; the results of each piece of work are kept until the file is complete."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple
from zlib import crc32

import msgspec
from attrs import astuple, define, evolve, field

from rareinsight._formats.registry import find_format, formats
from rareinsight._messages import refusal
from rareinsight.dumps._files import items_of, read_item
from rareinsight.dumps._outputs import Write, find_output, open_database
from rareinsight.dumps._places import Place, Source, find_places, identity
from rareinsight.dumps._records import Item, Notice, Options, Report, log, make_notice
from rareinsight.dumps._workers import Piece, in_pieces, work
from rareinsight.format import Format
from rareinsight.jsonio import to_json
from rareinsight.limits import DEFAULTS, Limits
from rareinsight.model import Origin

#: The parts of a run. Locked against other processes; after a crash or power failure, at most the last are missing.
_PARTS: Final = """
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, outcomes BLOB);
    CREATE TEMP TABLE seen (fingerprint TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_ADD: Final = "INSERT OR IGNORE INTO seen VALUES (?)"


@define
class Summary:
    """Counts of a run.

    ``diagnostics`` counts those of the articles by code, ``notices`` those about files and records. ``read`` is the
    number of bytes read so far, ``size`` that of all files, if known. ``was_complete`` is set if the output was already
    complete, so there was nothing to do.
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


def convert(  # noqa: D417, PLR0913 - independent options, passed by name; some are those of `read`
    source: Source | Iterable[Source],
    output: str | os.PathLike[str],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    only_digests: bool | None = True,
    follow_links: bool = False,
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
    counted. A hidden file next to the output, ``.OUTPUT.settings``, identifies the inputs, by their sizes and
    modification times, the settings, and the output, by its size.

    Args:
        source: What to read. The other arguments are those of :func:`read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``), ``….csv``
            or ``….sqlite``.
        unique: Drop articles with the same content as an earlier one, by ``article.fingerprint``.
        resume: Resume an interrupted run; without one, begin. A complete output of the same run is left as it is.
        overwrite: Overwrite an existing file.
        progress: Called at the start, after each piece and at the end with the counts so far.

    Returns:
        The counts of the whole output.

    Raises:
        FileExistsError: The output already exists.
        FileNotFoundError: A source does not exist, or the folder of the output does not exist.
        ValueError: The output has none of these endings or is also an input, or, if it is to be resumed, it is of a run
            with other settings or inputs.
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
    limits = DEFAULTS if limits is None else limits
    options = Options(format, field, encoding, separator, only_digests, follow_links, workers, limits)
    if not callable(report):
        raise refusal("report", "a function", report)
    target = Path(output)
    ending, write = find_output(target)
    if target.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    names = (f"{target.name}.partial", f"{target.name}.rejected.jsonl", f".{target.name}.settings")
    folder, rejected, made_of = map(target.with_name, names)
    places = _inputs_of(source, [target, folder, rejected], follow_links)
    settings = _settings_of(options, places, ending, unique)
    if target.exists() and not overwrite and not (resume and folder.exists()):
        if not resume:
            raise FileExistsError(errno.EEXIST, "it exists; pass `overwrite` to replace it", str(target))
        if not (settings and made_of.exists() and made_of.read_text() == f"{settings} {target.stat().st_size}"):
            words = "is the output of another run, or has been changed"
            raise ValueError(f"{target} {words}; to replace it, overwrite instead of resuming")
        return Summary(was_complete=True)
    try:
        with suppress(FileExistsError):
            folder.mkdir()
        with open_database(folder / "parts", _PARTS) as parts:
            _begin(parts, settings, resume)
            run = _Run(options, parts, report, progress or (lambda _: None))
            run.write(places, unique, folder, write)
        if (folder / "rejected").stat().st_size:
            (folder / "rejected").replace(rejected)
        else:
            rejected.unlink(missing_ok=True)  # from an earlier run
        made_of.write_text(f"{settings} {(folder / 'output').stat().st_size}")
        (folder / "output").replace(target)
        shutil.rmtree(folder)
    except OSError as error:
        if error.filename is None or folder in (Path(error.filename), *Path(error.filename).parents):
            error.filename = str(target)  # the only name that users know
        raise
    return run.summary


def _begin(parts: sqlite3.Connection, settings: int, resume: bool) -> None:
    """Keep the parts of a run that is resumed, whose settings must be the same; otherwise, delete all."""
    (known,) = parts.execute("PRAGMA user_version").fetchone()
    if resume and known not in (0, settings):
        words = "inputs or settings have changed; to start again, overwrite instead of resuming"
        raise ValueError(f"can't resume: {words}")
    if not (resume and known):
        parts.executescript(f"BEGIN; DELETE FROM parts; PRAGMA user_version = {settings}; COMMIT;")  # noqa: S608 - a number


def _settings_of(options: Options, places: list[Place | Notice], ending: str, unique: bool) -> int:
    """Return a checksum of all that affects the output; 0 if that is not known, as a pipe is read."""
    if any(isinstance(each, Place) and each.open_anywhere is None for each in places):
        return 0
    declared = formats().values() if options.format is None else [find_format(options.format)]
    accepted = evolve(options, format=None, workers=1, limits=evolve(options.limits, workers=1))
    inputs = [(each.path, each.size, each.version) if isinstance(each, Place) else each for each in places]
    return crc32(repr((ending, unique, accepted, [*map(astuple, declared)], inputs)).encode()) >> 1 or 1


def _inputs_of(source: Source | Iterable[Source], outputs: list[Path], follow_links: bool) -> list[Place | Notice]:
    """Return the files to read, without the outputs; refuse an output that is an input, or the only input."""
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    own = {*map(identity, outputs)} - {None}
    found = list(find_places(sources, follow_links=follow_links))
    inputs = [
        each
        for each in found
        if isinstance(each, Notice) or own.isdisjoint((identity(each.path), identity(Path(each.path).parent)))
    ]
    meant = [name for name in sources if identity(name) in own]
    if meant or (len(inputs) < len(found) and all(isinstance(each, Notice) for each in inputs)):
        raise ValueError(f"{[*meant, *outputs][0]} is an input, so it can't be the output")
    return inputs


class _Written(NamedTuple):
    """The line of an article, and its counts."""

    line: bytes
    fingerprint: str | None = None  #: only if repeats are dropped
    insights: int = 0
    citations: int = 0
    codes: tuple[str, ...] = ()


_Outcome = _Written | Notice
_OUTCOMES: Final = msgspec.msgpack.Decoder(list[_Outcome])


def _outcomes_of(options: Options, unique: bool, item: Item) -> Iterator[_Outcome]:
    for each in read_item(options, item):
        if isinstance(each, Notice):
            yield each
        else:
            place, citations = each.origin or Origin(), sum(len(insight.citations) for insight in each.insights)
            counts = len(each.insights), citations, tuple(diagnostic.code for diagnostic in each.diagnostics)
            try:
                yield _Written(to_json(each).encode() + b"\n", each.fingerprint if unique else None, *counts)
            except Exception as error:  # JSON can't represent it
                yield make_notice("failed-record", place.path, error, record=place.record, offset=place.offset)


@define
class _Run:
    """One run: turns pieces into parts, and writes these to the output."""

    options: Options
    parts: sqlite3.Connection
    report: Report
    progress: Callable[[Summary], object]
    summary: Summary = field(factory=Summary)

    def write(self, places: list[Place | Notice], unique: bool, folder: Path, write: Write) -> None:
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        self.summary.size = None if None in sizes else sum(filter(None, sizes))
        self.progress(self.summary)
        done = {number for (number,) in self.parts.execute("SELECT number FROM parts")}
        pieces = in_pieces(items_of(places, self.options), eager=False)
        left = (Piece((), piece.read) if number in done else piece for number, piece in enumerate(pieces))
        made = work(left, partial(_outcomes_of, self.options, unique), self.options.workers)
        with (folder / "rejected").open("wb") as rejected:
            write(filter(None, self._lines(made, rejected)), folder / "output")
            rejected.flush()
            with (folder / "output").open("r+b") as written:
                for each in (written, rejected):
                    os.fsync(each.fileno())
        self.summary.read = self.summary.size or self.summary.read  # the end of a zip is its directory
        self.progress(self.summary)

    def _lines(self, made: Iterator[tuple[Piece, Iterable[_Outcome]]], rejected: BinaryIO) -> Iterator[bytes]:
        """Yield the lines of each part, without repeated articles."""
        start = time.monotonic()
        for number, (piece, results) in enumerate(made):
            outcomes = list(results)
            if piece.items:
                self.parts.execute("INSERT INTO parts VALUES (?, ?)", (number, msgspec.msgpack.encode(outcomes)))
            else:
                row = self.parts.execute("SELECT outcomes FROM parts WHERE number = ?", (number,)).fetchone()
                outcomes = _OUTCOMES.decode(row[0])
            yield b"".join(self._count(each, rejected) for each in outcomes)
            self.summary.read, self.summary.seconds = piece.read, time.monotonic() - start
            self.progress(self.summary)

    def _count(self, outcome: _Outcome, rejected: BinaryIO) -> bytes:
        """Count an outcome, and list it if it is a failure; return the line of an article, unless it is a repeat."""
        if isinstance(outcome, Notice):
            self.report(outcome)
            if outcome.code == "non-digest":
                self.summary.non_digests += 1
            else:
                self.summary.notices[outcome.code] += 1
            if outcome.severity == "error":
                self.summary.rejected += 1
                place = {"path": outcome.path, "record": outcome.record, "offset": outcome.offset}
                entry = {"reason": outcome.code, "message": outcome.message, "origin": place}
                rejected.write(msgspec.json.encode(entry) + b"\n")
        elif outcome.fingerprint and not self.parts.execute(_ADD, (outcome.fingerprint,)).rowcount:
            self.summary.repeats += 1
        else:
            self.summary.articles += 1
            self.summary.insights += outcome.insights
            self.summary.citations += outcome.citations
            self.summary.diagnostics.update(outcome.codes)
            return outcome.line
        return b""
