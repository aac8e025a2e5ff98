"""Pieces of work, and processes that do them, even if some of these are killed.

Each process is served by a thread, which passes it one piece at a time through pipes. So if a process ends, it is known
what it was doing, and no other one is affected. Unlike processes of multiprocessing, they don't run the user's script.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from typing import Any, Final, Generic, NamedTuple, TypeVar

from rareinsight._formats.registry import formats, origin_of, register
from rareinsight.dumps._records import Item, Record, make_notice
from rareinsight.model import Article

_T = TypeVar("_T")
#: The size of a piece of work: in characters, and in records.
_CHARACTERS: Final = 1 << 18
_RECORDS: Final = 250
_UNDER_WAY: Final = 3  #: how many pieces per worker are submitted ahead
#: How many workers a single record may kill before it is skipped; the first kills may have other causes.
_TRIES: Final = 10
_STARTS: Final = 100  #: how often a worker may be killed as it starts
_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[1:]; from rareinsight.dumps._workers import serve; serve()"
_ENDED: Final = (EOFError, BrokenPipeError, pickle.UnpicklingError)  #: what is raised if a worker ends


class Piece(NamedTuple):
    """Some items in order; ``read`` counts the bytes read so far."""

    items: tuple[Item, ...]
    read: int


def in_pieces(items: Iterable[tuple[Item, int]], *, eager: bool) -> Iterator[Piece]:
    """Yield items in pieces of about 260,000 characters; if ``eager``, yield an article as soon as it is there."""
    waiting, size, read = list[Item](), 0, 0
    for item, read in items:
        waiting.append(item)
        size += len(item.raw if isinstance(item, Article) else str(item.content) if isinstance(item, Record) else "")
        if size >= _CHARACTERS or len(waiting) >= _RECORDS or (eager and isinstance(item, Article)):
            yield Piece(tuple(waiting), read)
            waiting, size = [], 0
    if waiting:
        yield Piece(tuple(waiting), read)


def work(
    pieces: Iterator[Piece], job: Callable[[Item], Iterable[_T]], workers: int
) -> Iterator[tuple[Piece, Iterable[_T]]]:
    """Yield each piece with the results of a job for its items, in order; a single piece starts no workers."""
    for piece in pieces:
        following = None if workers == 1 or _is_parsed(piece.items) else next(pieces, None)
        if following is None:
            yield piece, chain.from_iterable(map(job, piece.items))
        else:
            yield from Pool(job, workers).share(chain((piece, following), pieces))


def _is_parsed(items: tuple[Item, ...]) -> bool:
    return not any(isinstance(item, Record) for item in items)


class Pool(Generic[_T]):
    """Processes that do one job for many items."""

    def __init__(self, job: Callable[[Item], Iterable[_T]], count: int) -> None:
        self._job, self._count, self._is_closed = job, count, False
        self._own, self._workers = threading.local(), set[subprocess.Popen[bytes]]()

    def share(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Iterable[_T]]]:
        tasks, executor = deque[tuple[Piece, Future[list[Any]]]](), ThreadPoolExecutor(self._count)
        try:
            for piece in pieces:
                tasks.append((piece, executor.submit(self._results_of, piece.items)))
                while tasks and (len(tasks) > _UNDER_WAY * self._count or tasks[0][1].done()):
                    yield tasks[0][0], tasks.popleft()[1].result()
            while tasks:
                yield tasks[0][0], tasks.popleft()[1].result()
        finally:
            self._is_closed = True
            for worker in [*self._workers]:
                worker.kill()
            executor.shutdown(cancel_futures=True)
            for worker in [*self._workers]:
                self._end(worker)

    def _results_of(self, items: tuple[Item, ...]) -> list[Any]:
        """Return the results for some items; an item that ends every worker is reported instead."""
        if _is_parsed(items):  # it is not worth sending
            return [each for item in items for each in self._job(item)]
        for _ in range(_TRIES if len(items) == 1 else 2):
            results = self._answer(self._worker(), items)
            if results is not None:
                return results
        if len(items) > 1:
            return [each for item in items for each in self._results_of((item,))]
        return [make_notice("lost-record", item.path, record=item.number) for item in items if isinstance(item, Record)]

    def _worker(self) -> subprocess.Popen[bytes]:
        """Return the worker of this thread, a new one if that has ended."""
        worker: subprocess.Popen[bytes] | None = getattr(self._own, "worker", None)
        if worker is not None and worker.poll() is None:
            return worker
        # formats that a worker can find itself need not be sent
        known = [each for name, each in formats().items() if origin_of(name) == "registered"]
        for _ in range(_STARTS):
            command = [sys.executable, "-c", _PROGRAM, *map(str, sys.path)]
            # in a process group of its own, as Ctrl-C is left to this process
            worker = self._own.worker = subprocess.Popen(  # noqa: S603 - Python itself
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
            )
            self._workers.add(worker)
            if self._is_closed:  # perhaps since it was started: it is ended after this thread
                raise CancelledError
            if self._answer(worker, (known, self._job)) is not None:
                return worker
        raise ChildProcessError(errno.ECHILD, "worker processes are killed as they start", sys.executable)

    def _answer(self, worker: subprocess.Popen[bytes], content: object) -> list[Any] | None:
        """Return what a worker sends back for some content; ``None`` if it is killed."""
        try:
            _send(content, worker.stdin)
            return list(pickle.load(worker.stdout))  # type: ignore[arg-type]  # it is a pipe
        except _ENDED:
            self._end(worker)
            if worker.returncode > 0:  # it was not killed
                words = f"worker processes end with status {worker.returncode}"
                raise ChildProcessError(errno.ECHILD, words, sys.executable) from None
            return None

    def _end(self, worker: subprocess.Popen[bytes]) -> None:
        self._workers.discard(worker)
        worker.kill()
        with suppress(OSError), worker:  # closes the pipes
            pass


def _send(content: object, pipe: Any) -> None:
    pickle.dump(content, pipe, 5)
    pipe.flush()


def serve() -> None:
    """Run what the main process sends until it closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a plugin prints is no answer
    with suppress(*_ENDED):
        known, job = pickle.load(requests)
        for each in known:
            register(each, replace=True)
        _send([], answers)  # it has started
        while True:
            _send([each for item in pickle.load(requests) for each in job(item)], answers)
    os._exit(0)  # without another attempt to send the last answer
