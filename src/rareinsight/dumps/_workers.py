"""Pieces to workers and results back, in order and in bounded memory, however many workers die on the way.

The processes are loky's (extra ``workers``): unlike those of multiprocessing they don't run the user's script again,
and a death is an error and no hang. As it is not told which piece a worker died of, all that were under way are done
again, one by one; a piece that kills alone is halved until it is one record. If that kills twice, it is left out.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (loky has no types)

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Final, Self

from rareinsight import Format, formats, register
from rareinsight.dumps._notices import Notice, make_notice, missing_extra
from rareinsight.dumps._records import Piece, Record, Stream

try:
    from loky.process_executor import ProcessPoolExecutor  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise missing_extra("more than one worker", "workers") from _error

#: How many pieces are under way for each worker, and how many workers in a row may die with nothing to do.
_UNDER_WAY: Final = 3
_MOST_STILLBORN: Final = 3

#: A piece on its way, and what becomes of it.
_Task = tuple[Piece, "Future[list[bytes]]"]


class _Workers:
    """Processes that do one job; to be used in a ``with``, which ends them."""

    def __init__(self, job: Callable[[Piece], bytes], count: int) -> None:
        self._job = job
        self._count = count
        self._pool = _start(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, kill_workers=True)

    def submit(self, piece: Piece) -> _Task:
        """Give a piece to a worker."""
        try:
            return piece, self._pool.submit(_run, self._job, piece)
        except BrokenProcessPool as error:
            failed: Future[list[bytes]] = Future()
            failed.set_exception(error)  # to be told where the result is asked for
            return piece, failed

    def take(self, tasks: deque[_Task]) -> tuple[Piece, list[bytes]]:
        """Return the first piece and its results; if a worker has died, do again what it may have died of."""
        if isinstance(tasks[0][1].exception(), BrokenProcessPool):
            self._restart(1)
            for at, (piece, future) in enumerate(tasks):
                if isinstance(future.exception(), BrokenProcessPool):
                    tasks[at] = piece, Future()
                    tasks[at][1].set_result(self._alone(piece))
            self._restart(self._count)
        piece, future = tasks.popleft()
        return piece, future.result()

    def _alone(self, piece: Piece) -> list[bytes]:
        """Return the results of a piece that a worker may have died of, without the record that it dies of."""
        half = len(piece.items) // 2
        for _ in range(1 if half else 2):
            try:
                return list(self._pool.submit(_run, self._job, piece).result())
            except BrokenProcessPool:
                self._restart(1)
        if half:
            return self._alone(Piece(piece.items[:half])) + self._alone(Piece(piece.items[half:]))
        return [self._job(Piece(tuple(map(_lost, piece.items))))]

    def _restart(self, count: int) -> None:
        """Start anew, and see that it can be done."""
        for _ in range(_MOST_STILLBORN):
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = _start(count)
            if self._pool.submit(os.getpid).exception() is None:
                return
        raise RuntimeError(f"{_MOST_STILLBORN} workers in a row ended before they began")


def _start(count: int) -> ProcessPoolExecutor:
    known = list(formats().values())
    return ProcessPoolExecutor(count, timeout=None, initializer=_begin, initargs=(known, os.getpid()))


def _run(job: Callable[[Piece], bytes], piece: Piece) -> list[bytes]:
    return [job(piece)]


def _lost(item: Record | Notice) -> Notice:
    return make_notice("lost-record", item.path, record=item.number) if isinstance(item, Record) else item


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
    pieces: Iterator[Piece | Stream], job: Callable[[Piece], bytes], count: int
) -> Iterator[tuple[Piece | Stream, list[bytes]]]:
    """Yield each piece with the results of the job for it, in order: one, or more if a worker died of it.

    A stream is given back, for the caller to read before the next piece is asked for: it may be of the same file. For
    a single piece no worker is started.
    """
    first = next(pieces, None)
    if first is None:
        return
    second = next(pieces, None) if isinstance(first, Piece) else None
    if isinstance(first, Piece) and second is None:
        yield first, [job(first)]
        return
    tasks: deque[_Task] = deque()
    with _Workers(job, count) as workers:
        for piece in chain((first,), filter(None, (second,)), pieces):
            if isinstance(piece, Piece):
                tasks.append(workers.submit(piece))
            while tasks and (len(tasks) > _UNDER_WAY * count or isinstance(piece, Stream)):
                yield workers.take(tasks)
            if isinstance(piece, Stream):
                yield piece, []
        while tasks:
            yield workers.take(tasks)
