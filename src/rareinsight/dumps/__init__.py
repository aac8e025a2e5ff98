"""Dumps: files in, clean articles out.

``_places`` finds files, ``_files`` determines the type of each with ``_text``, ``_archives`` unpacks those that
contain others, ``_rows``, ``_batches`` and ``_pages`` split them into records, ``_workers`` has ``_files`` parse these
in pieces, in this process or in others, ``_convert`` runs and resumes all this, and ``_outputs`` writes the results.
Extras are imported if a file needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from rareinsight._messages import refusal
from rareinsight.dumps._convert import Summary, convert
from rareinsight.dumps._files import items_of, read_item
from rareinsight.dumps._places import Place, Source, find_places
from rareinsight.dumps._records import Notice, Options, Report, log, without_notices
from rareinsight.dumps._workers import in_pieces, work
from rareinsight.format import Format
from rareinsight.limits import DEFAULTS, Limits
from rareinsight.model import Article

__all__ = ["read", "convert", "Summary", "Notice", "Report", "Source"]


def read(
    source: Source | Iterable[Source],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    only_digests: bool | None = True,
    follow_links: bool = False,
    workers: int = 1,
    limits: Limits | None = None,
    report: Report = log,
) -> Iterator[Article]:
    r"""Read the articles of files.

    The type of a file is determined by its content or, if that is ambiguous, by its name: text, Markdown, JSON, JSON
    lines, CSV (separated by commas, semicolons, tabs or bars), HTML, Parquet, Arrow, WARC, WET, and any of these in
    gzip, bz2, xz, zstd, zip and tar. Memory is bounded, whatever a file unpacks to. What can't be read is reported and
    skipped.

    Args:
        source: A path, a folder (read recursively, in the order of names), a glob, ``"-"`` for standard input, a URL
            (extra ``io``), or an iterable of these.
        format: A format or the name of a registered one; detected by default.
        field: The field or column that contains the text; detected by default. A table without it is skipped;
            plain text and pages have no fields.
        encoding: The encoding of text without a byte order mark; by default UTF-8, or what it appears to be.
        separator: A line that separates articles in plain text; each is then a record.
        only_digests: Whether to leave out texts that are not digests, which are reported as ``non-digest``; ``None``
            leaves out only pages of WARC and WET without any digest. What is kept becomes articles without sections.
        follow_links: Whether links that lead out of a folder are followed; by default, they are reported.
        workers: The number of processes that parse. The articles and their order are the same for any number.
        limits: How much of a file or a text is accepted; defaults to :class:`~rareinsight.Limits`.
        report: Called with a :class:`~rareinsight.dumps.Notice` about anything that could not be read, before the
            articles that follow it; by default, notices are logged by ``rareinsight.dumps``.

    Returns:
        The articles, in the order of files and records. The ``origin`` of each contains the path or URL, the number
        of the record in the file, from 0 (0 in plain text), its offset in the record, in code points, and the
        other fields of the record.

    Raises:
        FileNotFoundError: A source does not exist. (A file in a folder that can't be read is reported.)
        ImportError: URLs require an extra; the message says which. (A file that requires one is reported.)
        TypeError: A source is neither a ``str`` nor a path, or an option is of the wrong type.
        ValueError: The format or the encoding is unknown, ``separator`` is blank or several lines, or ``workers`` is
            not a number from 1 to ``limits.workers``.

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
    limits = DEFAULTS if limits is None else limits
    options = Options(format, field, encoding, separator, only_digests, follow_links, workers, limits)
    if not callable(report):
        raise refusal("report", "a function", report)
    return read_places(find_places(source, follow_links=follow_links), options, report)


def read_places(places: Iterable[Place | Notice], options: Options, report: Report) -> Iterator[Article]:
    """Read the articles of files that have been found."""
    pieces = in_pieces(items_of(places, options), eager=True)
    found = work(pieces, partial(read_item, options), options.workers)
    return without_notices(chain.from_iterable(results for _, results in found), report)
