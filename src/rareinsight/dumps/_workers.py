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
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Any, Final, Generic, TypeVar, cast

import msgspec

from rareinsight import Article, Format, formats, register
from rareinsight.dumps._notices import make_notice, missing_extra
from rareinsight.dumps._records import Piece, Record

try:
    from loky.process_executor import ProcessPoolExecutor  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise missing_extra("more than one worker", "workers") from _error

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
    ahead = list[Piece]()
    for piece in pieces:
        if ahead or not _is_parsed(piece):
            ahead.append(piece)
        else:
            yield piece, list(job(piece))
        if len(ahead) == 2:
            break
    if len(ahead) < 2:
        yield from [(piece, list(job(piece))) for piece in ahead]
        return
    pool, tasks = _Pool(job, count), deque[tuple[Piece, Future[list[Any]]]]()
    try:
        for piece in chain(ahead, pieces):
            tasks.append((piece, pool.submit(piece)))
            while tasks and (len(tasks) > _UNDER_WAY * count or tasks[0][1].done()):
                yield pool.take(tasks)
        while tasks:
            yield pool.take(tasks)
    finally:
        pool.end()


class _Pool(Generic[_T]):
    """Processes that do one job."""

    def __init__(self, job: Callable[[Piece], Iterable[_T]], count: int) -> None:
        self._job = job
        self._count = count
        self._start(count)

    def _start(self, count: int) -> None:
        known = list(formats().values())
        self._pool = ProcessPoolExecutor(count, timeout=None, initializer=_begin, initargs=(known, os.getpid()))

    def end(self) -> None:
        self._pool.shutdown(wait=True, kill_workers=True)

    def submit(self, piece: Piece) -> Future[list[Any]]:
        """Give a piece to a worker."""
        future: Future[list[Any]] = Future()
        if _is_parsed(piece):
            future.set_result(list(self._job(piece)))
            return future
        try:
            return cast("Future[list[Any]]", self._pool.submit(_run, self._job, piece))
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
            self._restart(self._count)
        piece, future = tasks.popleft()
        found: list[Any] = [_DECODER.decode(each) if isinstance(each, bytes) else each for each in future.result()]
        return piece, found

    def _alone(self, piece: Piece) -> list[_T]:
        """Return the results of a piece that a worker may have died of, without the records that it dies of."""
        found = list[_T]()
        for item in piece.items:
            for _ in range(2):
                future = self.submit(Piece((item,)))
                if not _is_broken(future):
                    found += future.result()
                    break
                self._restart(1)
            else:
                place = (item.path, item.number) if isinstance(item, Record) else (None, None)
                found += self._job(Piece((make_notice("lost-record", place[0], record=place[1]),)))
        return found

    def _restart(self, count: int) -> None:
        """Start anew, and see that it can be done."""
        for _ in range(_MOST_STILLBORN):
            self.end()
            self._start(count)
            if self._pool.submit(os.getpid).exception() is None:
                return
        raise RuntimeError(f"{_MOST_STILLBORN} workers in a row ended before they began")


def _is_parsed(piece: Piece) -> bool:
    return any(isinstance(item, Article) for item in piece.items)


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
