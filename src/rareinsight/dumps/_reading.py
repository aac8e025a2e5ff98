"""Reading: from what the user names to articles."""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from operator import attrgetter
from typing import Any, Final

from attrs import fields, frozen, has

from rareinsight import Article, Citation, Diagnostic, Format, Insight, Origin, Section, parse
from rareinsight.dumps._encodings import known_encoding
from rareinsight.dumps._files import items_of
from rareinsight.dumps._notices import Notice, Report, log
from rareinsight.dumps._places import Source, find_places
from rareinsight.dumps._records import Options, Piece, Stream, in_pieces, read_piece
from rareinsight.dumps._texts import read_stream

_MOST_WORKERS: Final = 256


def read(
    source: Source | Iterable[Source],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    only_digests: bool | None = None,
    workers: int = 1,
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
            ``workers`` is not a number from 1.

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
    options = make_options(format, field, encoding, separator, only_digests)
    check_workers(workers)
    pieces = in_pieces(items_of(chain.from_iterable(find_places(source)), options))
    return _articles(_found(pieces, options, workers), report)


def make_options(
    format: Format | str | None,
    field: str | None,
    encoding: str | None,
    separator: str | None,
    only_digests: bool | None,
) -> Options:
    """Return how to read, having checked what can be checked at once."""
    if format is not None:
        parse("", format=format)  # which says what it should have been
    for name, value in (("field", field), ("encoding", encoding), ("separator", separator)):
        if not isinstance(value, str | None):
            raise TypeError(f"{name} is text, not {type(value).__name__}")
    if encoding is not None and known_encoding(encoding) is None:
        raise ValueError(f"no encoding of text is named {encoding!r}; 'utf-8', 'utf-16' and 'gb18030' are")
    if separator is not None and (not separator.strip() or len(separator.splitlines()) > 1):
        raise ValueError(f"separator is a line with something on it, not {separator!r}")
    return Options(format, field, encoding, separator and separator.strip(), only_digests)


def check_workers(workers: int) -> None:
    """Raise if ``workers`` is no number of processes."""
    if not 1 <= workers <= _MOST_WORKERS:
        raise ValueError(f"workers is a number from 1 to {_MOST_WORKERS}, not {workers}")


def _found(pieces: Iterator[Piece | Stream], options: Options, workers: int) -> Iterator[Article | Notice]:
    pairs: Iterator[tuple[Piece | Stream, list[bytes]]] = ((piece, []) for piece in pieces)
    if workers > 1:
        from rareinsight.dumps._workers import results

        pairs = results(pieces, _ReadJob(options), workers)
    for piece, pickled in pairs:
        if isinstance(piece, Stream):
            yield from read_stream(piece, options)
        elif workers == 1:
            yield from read_piece(piece, options)
        else:
            yield from chain.from_iterable(map(pickle.loads, pickled))


@frozen
class _ReadJob:
    """What a worker does with a piece."""

    options: Options

    def __call__(self, piece: Piece) -> bytes:
        """Return what is in a piece, pickled."""
        written = BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _REDUCERS
        pickler.dump(list(read_piece(piece, self.options)))
        return written.getvalue()


def _reducer(model: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values_of = attrgetter(*(each.name for each in fields(model)))
    return lambda value: (model, values_of(value))


#: How articles are pickled: what makes an object, and its values; attrs by itself takes twice as long.
_REDUCERS: Final = copyreg.dispatch_table | {
    model: _reducer(model) for model in (Article, Section, Insight, Citation, Diagnostic, Origin) if has(model)
}


def _articles(found: Iterable[Article | Notice], report: Report) -> Iterator[Article]:
    """Yield the articles, report the notices."""
    for each in found:
        if isinstance(each, Notice):
            report(each)
        else:
            yield each
