"""Reading: from what the user names to articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TypeVar

from rareinsight import Article, Format, parse
from rareinsight.dumps._files import items_of
from rareinsight.dumps._notices import Notice, Report, log
from rareinsight.dumps._places import Source, find_places
from rareinsight.dumps._records import Options, Piece, in_pieces, read_item
from rareinsight.dumps._text import known_encoding
from rareinsight.limits import DEFAULTS, Limits

_T = TypeVar("_T")


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
    options = make_options(format, field, encoding, separator, only_digests, workers, limits)
    pieces = in_pieces(items_of(chain.from_iterable(find_places(source)), options), eager=True)
    return _reported(work(pieces, partial(read_piece, options), workers), report)


def make_options(
    format: Format | str | None,
    field: str | None,
    encoding: str | None,
    separator: str | None,
    only_digests: bool | None,
    workers: int,
    limits: Limits | None,
) -> Options:
    """Return how to read, having checked what can be checked at once."""
    parse("", format=format, limits=limits)  # which says what these should have been
    limits = limits or DEFAULTS
    for name, value in (("field", field), ("encoding", encoding), ("separator", separator)):
        if not isinstance(value, str | None):
            raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if encoding is not None and known_encoding(encoding) is None:
        raise ValueError(f"unknown text encoding {encoding!r}; for example 'utf-8', 'utf-16' or 'gb18030'")
    if separator is not None and (not separator.strip() or len(separator.splitlines()) > 1):
        raise ValueError(f"separator must be one line that is not blank, not {separator!r}")
    if not 1 <= workers <= limits.workers:
        raise ValueError(f"workers must be from 1 to {limits.workers}, not {workers}")
    return Options(format, field, encoding, separator and separator.strip(), only_digests, limits)


def work(
    pieces: Iterator[Piece], job: Callable[[Piece], Iterable[_T]], workers: int
) -> Iterator[tuple[Piece, Iterable[_T]]]:
    """Yield each piece with the results of a job for it, in order, done here or by workers."""
    if workers == 1:
        return ((piece, job(piece)) for piece in pieces)
    from rareinsight.dumps._workers import results

    return results(pieces, job, workers)


def read_piece(options: Options, piece: Piece) -> Iterator[Article | Notice]:
    """Yield the articles of a piece, and what there is to tell of it."""
    for item in piece.items:
        yield from read_item(item, options)


def _reported(found: Iterator[tuple[Piece, Iterable[Article | Notice]]], report: Report) -> Iterator[Article]:
    for _, results in found:
        for each in results:
            if isinstance(each, Notice):
                report(each)
            else:
                yield each
