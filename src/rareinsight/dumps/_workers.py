"""Pieces to workers and results back, in order and in bounded memory, however many workers die on the way.

The processes are loky's (extra ``workers``): unlike those of multiprocessing they don't run the user's script again,
and a death is an error and no hang. As it is not told which piece a worker died of, all that were under way are done
again, record by record. A record that kills twice is left out.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Any, Final, Generic, TypeVar

import msgspec

from rareinsight import Article, Format, formats, register
from rareinsight.dumps._reading import Piece
from rareinsight.dumps._records import Record, import_extra, make_notice

_loky: Final = import_extra("loky.process_executor", "more than one worker", "workers")
_T = TypeVar("_T")
_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(Article)
#: How many pieces are under way for each worker, and how many workers in a row may die with nothing to do.
_UNDER_WAY: Final = 3
_MOST_STILLBORN: Final = 3


def results(
    pieces: Iterator[Piece], job: Callable[[Piece], Iterable[_T]], count: int
) -> Iterator[tuple[Piece, list[_T]]]:
    """Yield each piece with the results of the job for it, in order.

    What has been parsed already is done here, and for a single piece no worker is started.
    """
    for piece in pieces:
        following = None if piece.is_parsed else next(pieces, None)
        if following is None:
            yield piece, list(job(piece))
        else:
            yield from _shared(chain((piece, following), pieces), _Pool(job, count))


def _shared(pieces: Iterator[Piece], pool: _Pool[_T]) -> Iterator[tuple[Piece, list[_T]]]:
    tasks = deque[tuple[Piece, Future[list[Any]]]]()
    try:
        for piece in pieces:
            tasks.append((piece, pool.submit(piece)))
            while tasks and (len(tasks) > _UNDER_WAY * pool.count or tasks[0][1].done()):
                yield pool.take(tasks)
        while tasks:
            yield pool.take(tasks)
    finally:
        pool.end()


class _Pool(Generic[_T]):
    """Processes that do one job."""

    def __init__(self, job: Callable[[Piece], Iterable[_T]], count: int) -> None:
        self._job = job
        self.count = count
        self._start(count)

    def _start(self, count: int) -> None:
        known = list(formats().values())
        self._pool = _loky.ProcessPoolExecutor(count, timeout=None, initializer=_begin, initargs=(known, os.getpid()))

    def end(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, kill_workers=True)

    def submit(self, piece: Piece) -> Future[list[Any]]:
        """Give a piece to a worker, unless it has been parsed already."""
        future: Future[list[Any]] = Future()
        try:
            if not piece.is_parsed:
                future = self._pool.submit(_run, self._job, piece)
            else:
                future.set_result(list(self._job(piece)))
        except BrokenProcessPool as error:
            future.set_exception(error)  # to be told where the result is asked for
        return future

    def take(self, tasks: deque[tuple[Piece, Future[list[Any]]]]) -> tuple[Piece, list[_T]]:
        """Return the first piece and its results; if a worker has died, do again what it may have died of."""
        if _is_broken(tasks[0][1]):
            self._restart(1)
            for at, (piece, future) in enumerate(tasks):
                if _is_broken(future):
                    tasks[at] = piece, Future()
                    tasks[at][1].set_result(self._alone(piece))
            self._restart(self.count)
        piece, future = tasks.popleft()
        found: list[Any] = [_DECODER.decode(each) if isinstance(each, bytes) else each for each in future.result()]
        return piece, found

    def _alone(self, piece: Piece) -> list[Any]:
        """Return the results of a piece that a worker may have died of, without the records that it dies of."""
        found = list[Any]()
        for item in piece.items:
            for _ in range(2):
                future = self.submit(Piece((item,)))
                if not _is_broken(future):
                    found += future.result()
                    break
                self._restart(1)
            else:
                lost = make_notice("lost-record", item.path, record=item.number) if isinstance(item, Record) else item
                found += self._job(Piece((lost,)))
        return found

    def _restart(self, count: int) -> None:
        """Start anew, and see that it can be done."""
        for _ in range(_MOST_STILLBORN):
            self.end()
            self._start(count)
            if not _is_broken(self._pool.submit(os.getpid)):
                return
        raise RuntimeError(f"{_MOST_STILLBORN} workers in a row ended before they began")


def _is_broken(future: Future[Any]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


# --- in the worker -----------------------------------------------------------------------------------------------


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


def _run(job: Callable[[Piece], Iterable[object]], piece: Piece) -> list[object]:
    return list(map(_pack, job(piece)))


def _pack(found: object) -> object:
    """Return what travels to the main process for a result: pickled, articles would take twice as long."""
    try:
        return _ENCODER.encode(found) if isinstance(found, Article) else found
    except Exception:  # of lone surrogates, or numbers of more than 64 bits
        return found
