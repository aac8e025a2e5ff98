"""Reading: from what the user names to pieces of work, and from those to articles."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Final, TypeVar

from attrs import evolve, frozen

from rareinsight import Article, Format, Origin, detect, parse_many
from rareinsight.dumps._files import items_of
from rareinsight.dumps._places import Source, find_places
from rareinsight.dumps._records import Item, Notice, Options, Record, Report, describe_error, log, make_notice
from rareinsight.limits import DEFAULTS, Limits

_T = TypeVar("_T")
#: How much text, and how many records, are worked on at a time.
_CHARACTERS: Final = 1 << 18
_RECORDS: Final = 250


def read(
    source: Source | Iterable[Source],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    only_digests: bool | None = None,
    workers: int = 1,
    limits: Limits | None = None,
    report: Report = log,
) -> Iterator[Article]:
    r"""Read the articles of files.

    What a file holds is told by its content and, where that can't tell, by its name: text, Markdown, JSON, JSON
    lines, CSV, TSV, HTML, Parquet, Arrow, WARC, WET, and any of these in gzip, bz2, xz, zstd, zip and tar. Memory is
    bounded, whatever a file unpacks to. What can't be read is reported and passed over.

    Args:
        source: A path, a folder (read with all that is in it, in the order of names), a glob, ``"-"`` for the
            standard input, a URL (extra ``io``), or an iterable of these.
        format: A format or the name of a registered one; without it, the format is detected.
        field: The field or column that holds the text; without it, it is found. A file without it is refused.
        encoding: How text is encoded that has no byte order mark; by default UTF-8, or what it seems to be.
        separator: A line that stands between the articles of plain text; each is then a record.
        only_digests: Leave out articles without sections; by default only in WARC and WET.
        workers: How many processes parse. The articles and their order are the same for any number.
        limits: How much of a file or a text is accepted; by default what :class:`~rareinsight.Limits` says.
        report: Called with a :class:`~rareinsight.dumps.Notice` for each thing that could not be read, before the
            articles that follow it; by default notices are logged by ``rareinsight.dumps``.

    Returns:
        The articles, in the order of files and records. Each has its ``origin``: the path or URL, the number
        of the record in the file from 0 (0 in plain text), its offset in the record in code points, and the
        other fields of the record.

    Raises:
        FileNotFoundError: A source names no file. (A file in a folder that can't be read is reported.)
        ImportError: An extra is needed; the message says which.
        TypeError: A source is neither text nor a path, or an option is of the wrong type.
        ValueError: No format, or no encoding of text, has the name, ``separator`` is no line with words, or
            ``workers`` is not a number from 1 to ``limits.workers``.

    >>> import pathlib, tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> path = pathlib.Path(folder.name, "dump.jsonl")
    >>> path.write_text('{"id": 7, "text": "Core Insights - Prices fell [1]"}\n')
    53
    >>> for article in read(path, field="text"):
    ...     print(article.insights[0].text, article.origin.record, article.origin.fields)
    Prices fell 0 {'id': 7}
    >>> folder.cleanup()
    """
    options = Options(format, field, encoding, separator, only_digests, workers, limits or DEFAULTS)
    pieces = in_pieces(items_of(chain.from_iterable(find_places(source)), options), eager=True)
    return _reported(work(pieces, partial(_read_piece, options), workers), report)


def _read_piece(options: Options, piece: Piece) -> Iterator[Article | Notice]:
    return chain.from_iterable(read_item(item, options) for item in piece.items)


def _reported(found: Iterator[tuple[Piece, Iterable[Article | Notice]]], report: Report) -> Iterator[Article]:
    for _, results in found:
        for each in results:
            if isinstance(each, Notice):
                report(each)
            else:
                yield each


# --- pieces of work ----------------------------------------------------------------------------------------------


@frozen
class Piece:
    """Some items in their order; ``read`` is how many bytes of all files had been read by then."""

    items: tuple[Item, ...]
    read: int = 0

    @property
    def is_parsed(self) -> bool:
        """Whether it consists of articles; they share no piece with records."""
        return isinstance(self.items[0], Article)

    def add_to(self, checksum: int) -> int:
        """Return the checksum of all pieces up to this one, from that of those before it."""
        for item in self.items:
            told = (item.origin, item.raw) if isinstance(item, Article) else item
            checksum = zlib.crc32(repr(told).encode("utf-8", "surrogatepass"), checksum)
        return checksum


def in_pieces(items: Iterable[tuple[Item, int]], *, eager: bool) -> Iterator[Piece]:
    """Yield items in pieces of about a quarter of a megabyte of text; if ``eager``, each article at once."""
    waiting, size, before = list[Item](), 0, 0
    for item, read in items:
        is_parsed = isinstance(item, Article)
        if waiting and is_parsed != isinstance(waiting[-1], Article):
            yield Piece(tuple(waiting), before)
            waiting, size = [], 0
        waiting.append(item)
        before = read
        size += _size_of(item)
        if size >= _CHARACTERS or len(waiting) >= _RECORDS or (eager and is_parsed):
            yield Piece(tuple(waiting), read)
            waiting, size = [], 0
    if waiting:
        yield Piece(tuple(waiting), before)


def _size_of(item: Item) -> int:
    if isinstance(item, Record):
        return len(item.text) + len(repr(item.fields))
    return 100 + (len(item.raw) if isinstance(item, Article) else 0)


def work(
    pieces: Iterator[Piece], job: Callable[[Piece], Iterable[_T]], workers: int
) -> Iterator[tuple[Piece, Iterable[_T]]]:
    """Yield each piece with the results of a job for it, in order, done here or by workers."""
    if workers == 1:
        return ((piece, job(piece)) for piece in pieces)
    from rareinsight.dumps._workers import results

    return results(pieces, job, workers)


# --- the work: records to articles -------------------------------------------------------------------------------


def read_item(item: Item, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of an item, each with its origin; what fails comes as a notice in its place."""
    if not isinstance(item, Record):
        yield item
        return
    offset = 0
    only_digests = item.is_page if options.only_digests is None else options.only_digests
    is_wanted = not item.is_page or options.only_digests is False or options.format is not None
    try:
        text = item.text
        if item.is_html:
            from rareinsight.dumps._html import text_of_html

            text = text_of_html(text, options.limits.html_levels)
        if len(text) > options.limits.record_size:
            yield make_notice("long-record", item.path, f"{len(text):,} characters", record=item.number)
        elif not text or text.isspace():
            if not item.is_page:
                yield make_notice("empty-file", item.path)
        elif is_wanted or detect(text) is not None:
            for article in parse_many(text, format=options.format, limits=options.limits):
                origin = Origin(item.path, item.number, offset, item.fields)
                offset += len(article.raw)
                if article.sections or not (only_digests or article.raw.isspace()):
                    yield evolve(article, origin=origin)
    except Exception as error:
        yield make_notice("failed-record", item.path, describe_error(error), record=item.number, offset=offset)
