"""Pieces to workers and results back, in order and in bounded memory, however many workers die on the way.

The processes are loky's (extra ``workers``): unlike those of multiprocessing they do not run the user's script again, and
the death of one is an error and no hang. As it is not told which piece a worker died of, all that were under way are
done again, one by one; a piece that dies alone too is halved until it is one record. If that ends its worker twice, it
is left out, with a notice.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Final, Generic, Self, TypeVar

from attrs import define

from rareinsight import Format, formats, register
from rareinsight.dumps._notices import Notice, make_notice, missing_extra
from rareinsight.dumps._records import Piece, Record, Stream

try:
    from loky.process_executor import ProcessPoolExecutor  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise missing_extra("more than one worker", "workers") from _error

_Result = TypeVar("_Result")

#: How many pieces are under way for each worker.
_UNDER_WAY: Final = 3
#: How many workers in a row may die with nothing to do.
_MOST_STILLBORN: Final = 3


@define(eq=False)
class _Task(Generic[_Result]):
    """A piece on its way, and what became of it if that is not the future's to tell."""

    piece: Piece
    future: Future[_Result]
    redone: list[_Result] | None = None


class _Workers(Generic[_Result]):
    """Processes that do one job; to be used in a ``with``, which ends them."""

    def __init__(self, job: Callable[[Piece], _Result], count: int) -> None:
        self._job = job
        self._count = count
        self._pool = self._start(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, kill_workers=True)

    def submit(self, piece: Piece) -> _Task[_Result]:
        """Give a piece to a worker."""
        try:
            return _Task(piece, self._pool.submit(self._job, piece))
        except BrokenProcessPool as error:  # to be told where the result is asked for
            failed: Future[_Result] = Future()
            failed.set_exception(error)
            return _Task(piece, failed)

    def take(self, tasks: deque[_Task[_Result]]) -> tuple[Piece, list[_Result]]:
        """Return the first piece and its results; if a worker has died, do again what it may have died of."""
        task = tasks.popleft()
        if task.redone is not None:
            return task.piece, task.redone
        try:
            return task.piece, [task.future.result()]
        except BrokenProcessPool:
            self._redo([task, *tasks])
        return task.piece, task.redone or []

    def _redo(self, tasks: list[_Task[_Result]]) -> None:
        self._restart(1)
        for task in tasks:
            if task.redone is None and isinstance(task.future.exception(), BrokenProcessPool):
                task.redone = self._alone(task.piece)
        self._restart(self._count)

    def _alone(self, piece: Piece) -> list[_Result]:
        """Return the results of a piece that a worker may have died of, without the record that it dies of."""
        for _ in range(2 if len(piece.items) == 1 else 1):
            try:
                return [self._pool.submit(self._job, piece).result()]
            except BrokenProcessPool:
                self._restart(1)
        half = len(piece.items) // 2
        if half:
            parts = Piece(piece.items[:half]), Piece(piece.items[half:])
            return [result for part in parts for result in self._alone(part)]
        return [self._job(Piece(tuple(map(_lost, piece.items))))]

    def _restart(self, count: int) -> None:
        """Start anew, and see that it can be done."""
        for _ in range(_MOST_STILLBORN):
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = self._start(count)
            try:
                self._pool.submit(os.getpid).result()
            except BrokenProcessPool:
                continue
            return
        raise RuntimeError(f"{_MOST_STILLBORN} workers in a row ended before they began")

    def _start(self, count: int) -> ProcessPoolExecutor:
        known = list(formats().values())
        return ProcessPoolExecutor(count, timeout=None, initializer=_begin, initargs=(known, os.getpid()))


def _lost(item: Record | Notice) -> Notice:
    if isinstance(item, Notice):
        return item
    return make_notice("lost-record", item.path, "it was left out", record=item.number)


def _begin(known: list[Format], parent: int) -> None:
    """Make a worker ready: it knows the formats, leaves Ctrl-C to the main process, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in known:
        register(each, replace=True)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def results(
    pieces: Iterator[Piece | Stream], job: Callable[[Piece], _Result], count: int
) -> Iterator[tuple[Piece | Stream, list[_Result]]]:
    """Yield each piece with the results of the job for it, in order: one, or more if a worker died of it.

    Args:
        pieces: The pieces; a stream is given back, for the caller to read.
        job: What is done with each piece; it is pickled, and so is what it returns.
        count: How many workers there are. For a single piece none is started.

    Raises:
        RuntimeError: The workers die before they have begun.
    """
    first = next(pieces, None)
    second = next(pieces, None) if isinstance(first, Piece) else None
    if isinstance(first, Piece) and second is None:
        yield first, [job(first)]
        return
    tasks: deque[_Task[_Result]] = deque()
    with _Workers(job, count) as workers:
        for piece in _chained(first, second, pieces):
            if isinstance(piece, Stream):
                while tasks:
                    yield workers.take(tasks)
                yield piece, []
                continue
            tasks.append(workers.submit(piece))
            if len(tasks) > _UNDER_WAY * count:
                yield workers.take(tasks)
        while tasks:
            yield workers.take(tasks)


def _chained(
    first: Piece | Stream | None, second: Piece | Stream | None, rest: Iterator[Piece | Stream]
) -> Iterator[Piece | Stream]:
    """Yield the pieces, none asked for before the one before it is done with: it may be read from the same file."""
    if first is not None:
        yield first
    if second is not None:
        yield second
    yield from rest
