"""Dumps: files in, clean articles out.

A file takes this way: :mod:`places` finds it, :mod:`opened` and :mod:`compression` give its bytes,
:mod:`kinds` says what it is, :mod:`decoding` gives its text, :mod:`cutting` and :mod:`rows` cut that into
shares (:mod:`shares`), :mod:`parsing` reads a share, in this process or in a worker (:mod:`workers`).
Everything but the last is cheap beside parsing. Libraries that are extras are imported where their format is
met, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from rareinsight._format.registry import find_format
from rareinsight.format import Format
from rareinsight.model import Article
from rareinsight.reader.bounds import LONGEST_RECORD
from rareinsight.reader.decoding import Decoder
from rareinsight.reader.notices import NOTICES, Notice, Report, log
from rareinsight.reader.places import Source, find_places
from rareinsight.reader.share import Options, Share
from rareinsight.reader.shares import shares_of

__all__ = ["LONGEST_RECORD", "NOTICES", "Notice", "Report", "Source", "read"]

_MOST_WORKERS: Final = 256


def read(
    source: Source | Iterable[Source],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    only_digests: bool | None = None,
    workers: int = 1,
    report: Report = log,
) -> Iterator[Article]:
    r"""Read the articles of files.

    Plain text with one or many articles, JSON lines, Parquet (extra ``arrow``) and WARC or WET (extra
    ``warc``) are told by their content, and so is what they are compressed with: gzip, bz2, xz, zstd. Memory
    is bounded, however large a file is and whatever it unpacks to. What can't be read is reported and passed
    over.

    Args:
        source: A path, a folder (read with all that is in it, in the order of names), a glob, ``"-"`` for the
            standard input, a URL (extra ``io``), or an iterable of these.
        format: A format or the name of a registered one; without it, the format is detected.
        field: The field of a JSON record, or the column of a table, that holds the text. Without it, it is
            found, and reported as ``text-field``.
        encoding: How text is encoded that has no byte order mark; by default UTF-8.
        only_digests: Leave out articles without sections. By default that is done for WARC and WET, where
            nearly all pages are something else.
        workers: How many processes parse. The articles and their order are the same for any number.
        report: Called with a :class:`Notice` for each thing that could not be read, before the articles that
            follow it; by default notices are logged by ``rareinsight.reader``.

    Returns:
        The articles, in the order of files and records. Each has its ``origin``: the path or URL, the number
        of the record in the file from 0 (0 in plain text), its offset in the record in code points, and the
        other fields of the record. A record of more than :data:`LONGEST_RECORD` code points (in Parquet and
        crawls: bytes), an article in plain text of more than that or of more than 100,000 lines, and a record
        whose fields nest more than 100 levels deep are reported and passed over.

    Raises:
        FileNotFoundError: A source names no file. (A file in a folder that can't be read is reported.)
        ImportError: A URL was given without the extra ``io``, or a file was met that needs another one.
        TypeError: A source is neither text nor a path, or ``field`` is no name.
        ValueError: No format, or no encoding of text, has the name, or ``workers`` is not a number from 1.

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
    options = make_options(format=format, field=field, encoding=encoding, only_digests=only_digests)
    check_workers(workers)
    shares = shares_of(chain.from_iterable(find_places(source)), options)
    return (
        _read_here(shares, options, report)
        if workers == 1
        else _read_shared(shares, options, report, workers)
    )


def make_options(
    *, format: Format | str | None, field: str | None, encoding: str | None, only_digests: bool | None
) -> Options:
    """Return how to read, having checked what can be checked at once."""
    if format is not None:
        find_format(format)
    if not isinstance(field, str | None):
        raise TypeError(f"field is the name of a field or a column, not {type(field).__name__}")
    if encoding is not None:
        _check_encoding(encoding)
    return Options(format, field, encoding, only_digests)


def _check_encoding(encoding: str) -> None:
    if not isinstance(encoding, str):
        raise TypeError(f"encoding is the name of one, not {type(encoding).__name__}")
    try:
        list(Decoder("", encoding).decode([b" "]))  # there are codecs that are for something else than text
    except Exception:
        raise ValueError(
            f"no encoding of text is named {encoding!r}; 'utf-8', 'utf-16' and 'gb18030' are"
        ) from None


def check_workers(workers: int) -> None:
    """Raise if ``workers`` is no number of processes."""
    if not 1 <= workers <= _MOST_WORKERS:
        raise ValueError(f"workers is a number from 1 to {_MOST_WORKERS}, not {workers}")


def _read_here(shares: Iterator[Share], options: Options, report: Report) -> Iterator[Article]:
    from rareinsight.reader.parsing import read_share

    for share in shares:
        yield from _sorted_out(chain(share.notices, read_share(share, options)), report)


def _read_shared(
    shares: Iterator[Share], options: Options, report: Report, workers: int
) -> Iterator[Article]:
    from rareinsight.reader.handover import unpack
    from rareinsight.reader.jobs import ReadJob
    from rareinsight.reader.workers import Pool

    with Pool(ReadJob(options), workers) as pool:
        for share, result, _ in pool.results(shares):
            yield from _sorted_out(chain(share.notices, unpack(result, share.path)), report)


def _sorted_out(found: Iterable[Article | Notice], report: Report) -> Iterator[Article]:
    """Yield the articles, report the notices."""
    for each in found:
        if isinstance(each, Notice):
            report(each)
        else:
            yield each
