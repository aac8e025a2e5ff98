"""Files of articles: lines of JSON, packed or not, and tables made of these lines."""

from __future__ import annotations

import csv
import errno
import gzip
import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from itertools import accumulate, groupby, tee
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, cast, get_type_hints

import msgspec
from attrs import asdict

from rareinsight._messages import nearest
from rareinsight.dumps._archives import import_zstd
from rareinsight.dumps._records import import_extra
from rareinsight.jsonio import MAX_CLAIMS, from_json
from rareinsight.model import Article, Origin
from rareinsight.tabular import InsightRow, citation_rows, clock_of, insight_rows, offset_in_seconds, rows, with_ids

_ROW_GROUP: Final = 1 << 24  #: the size of a row group of Parquet, in bytes of JSON; the last one may be smaller
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
    citations: list[Any] = list(citation_rows(article_id, article))
    for row, before in zip(citations[MAX_CLAIMS:], citations, strict=False):
        if row["claim_start"] == before["claim_start"]:
            row["claim"] = None
    yield "citations", citations
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
    ".jsonl.gz": partial(_write_lines, lambda file: gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0)),
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
