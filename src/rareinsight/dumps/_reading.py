"""Reading: from sources to pieces of work, and from these to articles, in this process or in workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain
from typing import Any, Final, Generic, TypeVar

import msgspec
from attrs import frozen

from rareinsight._formats.registry import formats, origin_of, register
from rareinsight._messages import refusal
from rareinsight.dumps._articles import read_item
from rareinsight.dumps._files import items_of
from rareinsight.dumps._places import Source, find_places
from rareinsight.dumps._records import Item, Notice, Options, Record, Report, import_extra, log, make_notice
from rareinsight.format import Format
from rareinsight.limits import DEFAULTS, Limits
from rareinsight.model import Article

_T = TypeVar("_T")
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Article)
#: The size of a piece of work: in characters, and in records.
_CHARACTERS: Final = 1 << 18
_RECORDS: Final = 250
#: How many pieces per worker are submitted ahead.
_UNDER_WAY: Final = 3


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

    The type of a file is determined by its content or, if that is ambiguous, by its name: text, Markdown, JSON, JSON
    lines, CSV (separated by commas, semicolons, tabs or bars), HTML, Parquet, Arrow, WARC, WET, and any of these in
    gzip, bz2, xz, zstd, zip and tar. Memory is bounded, whatever a file unpacks to. What can't be read is reported and
    skipped.

    Args:
        source: A path, a folder (read recursively, in the order of names), a glob, ``"-"`` for standard input, a URL
            (extra ``io``), or an iterable of these.
        format: A format or the name of a registered one; detected by default.
        field: The field or column that contains the text; detected by default. A file without it is skipped.
        encoding: The encoding of text without a byte order mark; by default UTF-8, or what it appears to be.
        separator: A line that separates articles in plain text; each is then a record.
        only_digests: Whether to leave out articles without sections; by default only in WARC and WET.
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
        ImportError: URLs or workers require an extra; the message says which. (A file that requires one is reported.)
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
    options = Options(format, field, encoding, separator, only_digests, workers, DEFAULTS if limits is None else limits)
    if not callable(report):
        raise refusal("report", "a function", report)
    pieces = in_pieces(items_of(chain.from_iterable(find_places(source)), options), eager=True)
    found = work(pieces, partial(read_item, options), workers)
    return _reported(chain.from_iterable(results for _, results in found), report)


def _reported(found: Iterator[Article | Notice], report: Report) -> Iterator[Article]:
    for each in found:
        if isinstance(each, Notice):
            report(each)
        else:
            yield each


@frozen
class Piece:
    """Some items in order; ``read`` is the number of bytes of all files read by then.

    ``key`` distinguishes pieces with the same number.
    """

    items: tuple[Item, ...]
    read: int = 0
    number: int = 0
    key: int = 0

    @property
    def is_parsed(self) -> bool:
        """Whether nothing is left to parse, so that it is not worth sending to a worker."""
        return not any(isinstance(item, Record) for item in self.items)


def in_pieces(items: Iterable[tuple[Item, int]], *, eager: bool) -> Iterator[Piece]:
    """Yield items in pieces of about 260,000 characters; if ``eager``, yield an article as soon as it is there."""
    waiting, size, read, number = list[Item](), 0, 0, 0
    for item, read in items:
        waiting.append(item)
        size += len(item.raw if isinstance(item, Article) else str(item.content) if isinstance(item, Record) else "")
        if size >= _CHARACTERS or len(waiting) >= _RECORDS or (eager and isinstance(item, Article)):
            yield Piece(tuple(waiting), read, number)
            waiting, size, number = [], 0, number + 1
    if waiting:
        yield Piece(tuple(waiting), read, number)


def work(
    pieces: Iterator[Piece], job: Callable[[Item], Iterable[_T]], workers: int
) -> Iterator[tuple[Piece, Iterable[_T]]]:
    """Yield each piece with the results of a job for its items, in order.

    Several workers do the job, unless there is only one piece, or it has already been parsed.
    """
    for piece in pieces:
        following = None if workers == 1 or piece.is_parsed else next(pieces, None)
        if following is None:
            yield piece, chain.from_iterable(map(job, piece.items))
        else:
            yield from _Pool(job, workers).share(chain((piece, following), pieces))


class _Pool(Generic[_T]):
    """Processes that do one job, even if some of them die.

    They are loky's (extra ``workers``): unlike those of multiprocessing, they don't run the user's script again, and a
    death raises an error instead of hanging. As the error does not say which piece was the cause, the first one that
    was submitted is done again record by record, skipping those that kill a worker twice, and then the others.
    """

    def __init__(self, job: Callable[[Item], Iterable[_T]], count: int) -> None:
        self._job = job
        self._count = count
        self._tasks = deque[tuple[Piece, Future[list[Any]]]]()

    def share(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Iterable[_T]]]:
        """Yield each piece with its results, in order."""
        self._start()
        try:
            for piece in pieces:
                self._tasks.append((piece, self._submit(piece)))
                while self._tasks and (len(self._tasks) > _UNDER_WAY * self._count or self._tasks[0][1].done()):
                    yield self._take()
            while self._tasks:
                yield self._take()
        finally:
            self._executor.shutdown(wait=True, kill_workers=True)

    def _start(self) -> None:
        # formats that a worker can find itself would fill the pipe and block until it has started
        known = [each for name, each in formats().items() if origin_of(name) == "registered"]
        executor = import_extra("loky.process_executor", "more than one worker", "workers").ProcessPoolExecutor
        self._executor = executor(self._count, timeout=None, initializer=_begin, initargs=(known, os.getpid()))

    def _submit(self, piece: Piece) -> Future[list[Any]]:
        future = Future[list[Any]]()
        try:
            if not piece.is_parsed:
                future = self._executor.submit(_run, self._job, piece.items)
            else:
                future.set_result(_run(self._job, piece.items))
        except BrokenProcessPool as error:
            future.set_exception(error)  # raised when the result is needed
        return future

    def _take(self) -> tuple[Piece, Iterable[_T]]:
        """Return the first piece and its results; if a worker has died, repeat what may have been the cause."""
        piece, future = self._tasks.popleft()
        try:
            found = future.result()
        except BrokenProcessPool:
            self._restart()
            found = [each for item in piece.items for each in self._found_alone(item)]
            self._tasks = deque((each, self._submit(each)) for each, _ in self._tasks)
        return piece, map(_unpack, found)

    def _found_alone(self, item: Item) -> list[Any]:
        """Return the results for an item, or a notice if it kills a worker twice."""
        for _ in range(2):
            try:
                return self._submit(Piece((item,))).result()
            except BrokenProcessPool:
                self._restart()
        return [make_notice("lost-record", item.path, record=item.number)] if isinstance(item, Record) else []

    def _restart(self) -> None:
        """Start again; raise an error if that fails."""
        self._executor.shutdown(wait=True, kill_workers=True)
        self._start()
        self._executor.submit(os.getpid).result()


def _begin(known: list[Format], parent: int) -> None:
    """Prepare a worker: it knows the formats, leaves Ctrl-C to the main process, and ends with it."""

    def end_with_parent() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in known:
        register(each, replace=True)
    threading.Thread(target=end_with_parent, daemon=True).start()


def _run(job: Callable[[Item], Iterable[Any]], items: Iterable[Item]) -> list[Any]:
    """Return the results of a job, each article already encoded, as pickling it would take twice as long."""
    return list(map(_pack, chain.from_iterable(map(job, items))))


def _pack(found: object) -> object:
    try:
        return _ENCODER.encode(found) if isinstance(found, Article) else found
    except Exception:  # it has lone surrogates, or numbers of more than 64 bits
        return found


def _unpack(found: Any) -> Any:  # noqa: ANN401 - whatever a job makes
    return _DECODER.decode(found) if isinstance(found, bytes) else found
