"""From dumps to one file of articles: lines of JSON, packed or not, and tables made of these lines.

The results of each piece of work are kept until the file is complete.
"""

from __future__ import annotations

import csv
import errno
import gzip
import os
import pickle
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import datetime
from functools import partial
from itertools import accumulate, chain, groupby, tee
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, NamedTuple, cast, get_type_hints
from zlib import crc32

import msgspec
from attrs import asdict, astuple, define, evolve, field

from rareinsight._formats.registry import find_format, formats
from rareinsight._messages import nearest, refusal
from rareinsight.dumps._archives import import_zstd
from rareinsight.dumps._files import items_of, read_item
from rareinsight.dumps._places import Place, Source, find_places, identity
from rareinsight.dumps._records import Item, Notice, Options, Piece, Report, import_extra, log, make_notice
from rareinsight.dumps._workers import in_pieces, work
from rareinsight.format import Format
from rareinsight.jsonio import from_json, to_json
from rareinsight.limits import DEFAULTS, Limits
from rareinsight.model import Article, Origin
from rareinsight.tabular import InsightRow, citation_rows, clock_of, insight_rows, offset_in_seconds, rows, with_ids

_GZIP_LEVEL: Final = 6
_ROW_GROUP: Final = 1 << 24  #: the size of a row group of Parquet, in bytes of JSON; the last one may be smaller
#: How often a database holds a claim for a run of citations: each of a hundred thousand may have the same long one.
_MAX_CLAIMS: Final = 20
#: Values that each row of an article repeats, and the most characters of them, so that rows don't grow with the page.
_REPEATED: Final = ("title", "source", "section_title")
_MAX_REPEATED: Final = 1000
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  #: what makes spreadsheets take text for a formula
#: Trigrams, as words are not separated by spaces in Chinese.
_TABLES: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TABLE articles (
        article_id TEXT PRIMARY KEY, title TEXT, source TEXT, published TEXT, published_offset INTEGER, format TEXT,
        path TEXT, record INTEGER, offset INTEGER, fields TEXT, truncated INTEGER, raw TEXT
    );
    CREATE TABLE insights (
        rowid INTEGER PRIMARY KEY, insight_id TEXT UNIQUE, article_id TEXT REFERENCES articles, section INTEGER,
        role TEXT, section_index INTEGER, section_title TEXT, section_level INTEGER, label TEXT, insight TEXT,
        level INTEGER, start INTEGER, end INTEGER
    );
    CREATE TABLE citations (
        citation_id TEXT PRIMARY KEY, insight_id TEXT REFERENCES insights (insight_id), number INTEGER, key TEXT,
        claim TEXT, start INTEGER, end INTEGER, claim_start INTEGER, claim_end INTEGER
    );
    CREATE TABLE "references" (article_id TEXT REFERENCES articles, number INTEGER, key TEXT, text TEXT, url TEXT);
    CREATE TABLE diagnostics (
        article_id TEXT REFERENCES articles, code TEXT, severity TEXT, message TEXT, start INTEGER, end INTEGER
    );
    CREATE VIRTUAL TABLE search USING fts5 (insight, content = insights, tokenize = trigram);
"""
_INDEXES: Final = """
    CREATE INDEX insights_of_article ON insights (article_id);
    CREATE INDEX citations_of_insight ON citations (insight_id);
    CREATE INDEX references_of_article ON "references" (article_id);
    CREATE INDEX diagnostics_of_article ON diagnostics (article_id);
    INSERT INTO search (search) VALUES ('rebuild');
"""

_SQLITE_ERRORS: Final = {
    sqlite3.SQLITE_BUSY: (errno.EAGAIN, "another process is writing this output"),
    sqlite3.SQLITE_FULL: (errno.ENOSPC, os.strerror(errno.ENOSPC)),
}

_fields_of: Final = partial(asdict, recurse=False)
Write = Callable[[Iterable[bytes], Path], object]  #: writes lines of JSON, many at a time, to a new file


def _articles_in(lines: Iterable[bytes]) -> Iterator[Article]:
    return (from_json(line) for part in lines for line in part.splitlines())


def _write_lines(pack: Callable[[BinaryIO], Any], lines: Iterable[bytes], path: Path) -> None:
    with path.open("wb") as file, pack(file) as packed:
        packed.writelines(lines)


def _write_csv(lines: Iterable[bytes], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # without the mark, Excel reads another encoding
        table = csv.writer(file)
        table.writerow(get_type_hints(InsightRow))
        table.writerows(map(_cell, _shortened(row).values()) for row in rows(_articles_in(lines)))


def _shortened(row: InsightRow) -> dict[str, Any]:
    """Return a row whose repeated values are cut if they are too long."""
    cells: dict[str, Any] = {**row}
    long = (name for name in _REPEATED if len(cells[name] or "") > _MAX_REPEATED)
    return cells | {name: f"{cells[name][:_MAX_REPEATED]}…" for name in long}


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(map(str, cast("list[object]", value)))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_sqlite(lines: Iterable[bytes], path: Path) -> None:
    path.unlink(missing_ok=True)  # of an interrupted run
    with open_database(path, _TABLES) as database:
        inserts = dict[str, str]()
        for table in ("articles", "insights", "citations", "references", "diagnostics"):
            columns = database.execute("SELECT name FROM pragma_table_info(?) WHERE name <> 'rowid'", (table,))
            names = [name for (name,) in columns]
            inserts[table] = f'INSERT INTO "{table}" ({", ".join(names)}) VALUES (:{", :".join(names)})'  # noqa: S608
        for article_id, article in with_ids(_articles_in(lines)):
            for table, found in _records_of(article_id, article):
                database.executemany(inserts[table], found)
        database.executescript(_INDEXES)


@contextmanager
def open_database(path: Path, script: str) -> Generator[sqlite3.Connection, None, None]:
    """Open a database that nothing else writes, and run a script; its errors are raised as an ``OSError``."""
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
            database.executescript(script)
            yield database
    except sqlite3.Error as error:
        unforeseen = errno.EIO, f"{path.parent} can't be used ({error})"
        number, words = _SQLITE_ERRORS.get(error.sqlite_errorcode & 0xFF, unforeseen)
        raise OSError(number, words, str(path)) from error


def _records_of(article_id: str, article: Article) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Yield the records of an article for each table; they have all its columns, and perhaps others."""
    own, origin, clock = {"article_id": article_id}, article.origin or Origin(), clock_of(article)
    moment = {"published": clock and clock.isoformat(" "), "published_offset": offset_in_seconds(article)}
    place = {**_fields_of(origin), "fields": msgspec.json.encode(origin.fields).decode()}
    yield "articles", [{**_fields_of(article), **place, **moment, **own}]
    yield "insights", map(_shortened, insight_rows(article_id, article))
    citations = list(citation_rows(article_id, article))
    before = chain([None] * _MAX_CLAIMS, (row["claim_start"] for row in citations))
    placed = zip(citations, before, strict=False)
    claims = (None if row["claim_start"] == start else row["claim"] for row, start in placed)
    yield "citations", ({**row, "claim": claim} for row, claim in zip(citations, claims, strict=True))
    yield "references", ({**_fields_of(each), **own} for each in article.references)
    for each in article.diagnostics:
        start, end = (each.span.start, each.span.end) if each.span else (None, None)
        yield "diagnostics", [{**_fields_of(each), **own, "start": start, "end": end}]


def _write_parquet(lines: Iterable[bytes], path: Path) -> None:
    parquet = import_extra("pyarrow.parquet", "writing Parquet", "arrow")
    from rareinsight.arrow import SCHEMA, to_table

    parts, again = tee(lines)
    sized = zip(accumulate(map(len, again)), parts, strict=True)
    with path.open("wb") as file, parquet.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for _, group in groupby(sized, lambda each: each[0] // _ROW_GROUP):
            writer.write_table(to_table(_articles_in(part for _, part in group)))


#: How each type of output is written, by the ending of its name.
_OUTPUTS: Final[dict[str, Write]] = {
    ".jsonl": partial(_write_lines, nullcontext),
    ".jsonl.gz": partial(_write_lines, lambda file: gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)),
    ".jsonl.zst": partial(_write_lines, lambda file: import_zstd().open(file, "wb")),
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".sqlite": _write_sqlite,
}


def find_output(path: Path) -> tuple[str, Write]:
    """Return the ending of an output, which determines its type, and what writes it."""
    for ending, write in _OUTPUTS.items():
        if path.name.endswith(ending) and path.name != ending:
            with TemporaryDirectory() as folder:
                write((), Path(folder, "output"))  # raises if an extra is missing
            return ending, write
    found = "".join(path.suffixes[-2:])
    raise ValueError(f"can't tell the type of output from {path.name!r}: {nearest(found, list(_OUTPUTS))}")


#: The parts of a run. No other process can open them; a killed process or a power failure loses at most the last ones.
_PARTS: Final = """
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS parts (number INTEGER PRIMARY KEY, key INTEGER, outcomes BLOB);
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
        is_live = any(isinstance(each, Place) and each.open_anywhere is None for each in places)
        if is_live or not made_of.exists() or made_of.read_text() != f"{settings} {target.stat().st_size}":
            words = "is complete, but of another run, or has changed"
            raise ValueError(f"{target} {words}; to replace it, overwrite instead of resuming")
        return Summary(was_complete=True)
    try:
        with suppress(FileExistsError):
            folder.mkdir()
        with open_database(folder / "parts", _PARTS) as parts:
            parts.execute("DELETE FROM parts WHERE ?", (not resume,))
            run = _Run(options, int(settings), parts, report, progress or (lambda _: None))
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


def _settings_of(options: Options, places: list[Place | Notice], ending: str, unique: bool) -> str:
    """Return a checksum of all that affects the output, which the number of workers does not."""
    declared = formats().values() if options.format is None else [find_format(options.format)]
    accepted = evolve(options, format=None, workers=1, limits=evolve(options.limits, workers=1))
    inputs = [(each.path, each.size, each.version) if isinstance(each, Place) else each for each in places]
    return str(crc32(repr((ending, unique, accepted, [*map(astuple, declared)], inputs)).encode()))


def _inputs_of(source: Source | Iterable[Source], outputs: list[Path], follow_links: bool) -> list[Place | Notice]:
    """Return the files to read, without the outputs; refuse an output that is named as an input or is the only one."""
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
    """Yield the outcomes of an item, in any process."""
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
    settings: int
    parts: sqlite3.Connection
    report: Report
    progress: Callable[[Summary], object]
    summary: Summary = field(factory=Summary)

    def write(self, places: list[Place | Notice], unique: bool, folder: Path, write: Write) -> None:
        """Read all files; write the output and the list of what failed."""
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        self.summary.size = None if None in sizes else sum(filter(None, sizes))
        self.progress(self.summary)
        pieces = map(self._unless_done, in_pieces(items_of(places, self.options), eager=False))
        output = folder / "output"
        with (folder / "rejected").open("wb") as rejected:
            made = work(pieces, partial(_outcomes_of, self.options, unique), self.options.workers)
            write(filter(None, self._lines(made, rejected)), output)
            rejected.flush()
            with output.open("r+b") as written:
                for each in (written, rejected):
                    os.fsync(each.fileno())
        self.summary.read = self.summary.size or self.summary.read  # the end of a zip is its directory
        self.progress(self.summary)

    def _unless_done(self, piece: Piece) -> Piece:
        """Return a piece with the checksum of its items; without items if its part is there already."""
        content = [(item.origin, item.raw) if isinstance(item, Article) else item for item in piece.items]
        key = crc32(pickle.dumps(content, 5), self.settings)
        done = self.parts.execute("SELECT key FROM parts WHERE number = ?", (piece.number,)).fetchone()
        if done not in (None, (key,)):
            words = "inputs or settings have changed; to start again, overwrite instead of resuming"
            raise ValueError(f"can't resume: {words}")
        return evolve(piece, key=key, items=() if done else piece.items)

    def _lines(self, made: Iterator[tuple[Piece, Iterable[_Outcome]]], rejected: BinaryIO) -> Iterator[bytes]:
        """Yield the lines of each part, without repeated articles."""
        start = time.monotonic()
        for piece, results in made:
            outcomes = list(results)
            if piece.items:
                row = piece.number, piece.key, msgspec.msgpack.encode(outcomes)
                self.parts.execute("INSERT INTO parts VALUES (?, ?, ?)", row)
            else:
                row = self.parts.execute("SELECT outcomes FROM parts WHERE number = ?", (piece.number,)).fetchone()
                outcomes = _OUTCOMES.decode(row[0])
            yield b"".join(line for each in outcomes for line in self._count(each, rejected))
            self.summary.read = piece.read
            self.summary.seconds = time.monotonic() - start
            self.progress(self.summary)

    def _count(self, outcome: _Outcome, rejected: BinaryIO) -> Iterator[bytes]:
        """Count an outcome; yield the line of an article unless it is a repeat, and list failures."""
        if isinstance(outcome, Notice):
            self.report(outcome)
            self.summary.non_digests += outcome.code == "non-digest"
            self.summary.notices[outcome.code] += outcome.code != "non-digest"
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
            yield outcome.line
