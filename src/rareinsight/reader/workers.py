"""Shares to workers and results back, in order and in bounded memory, however many workers die on the way.

A worker has two shares at a time, one to work on and one to go on with. Results are given out in the order of
the shares; no more shares are taken in than a few for each worker.

A share whose worker died is done again, and the new worker tells every step. If that one dies too, the share
is taken apart at the step where it did, and the rest of it read carefully; what ends a third worker is given
up, with a notice, and the rest goes on.
"""

from __future__ import annotations

import json
import pickle
import queue
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final, Self, cast

from attrs import define, evolve, field

from rareinsight._format.registry import formats
from rareinsight.reader.share import Share
from rareinsight.reader.splitting import is_empty, lose, split
from rareinsight.reader.worker import FAILURE, READY, RESULT, STEP, Job, receive, send

#: How many shares a worker holds, and how many are under way for each worker in all.
_HELD: Final = 2
_UNDER_WAY: Final = 3
#: After so many records of one share were given up, all the rest of it is; after so many workers that died at
#: their start, the run is.
_MOST_LOST: Final = 20
_MOST_STILLBORN: Final = 3
#: How many seconds to wait for the last word of a dead worker; a process that it started may hold the pipe open.
_PATIENCE: Final = 5.0

#: How a worker starts: it finds its modules where this process does.
_PROGRAM: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from rareinsight.reader.worker import main
main()
"""


@define(eq=False)
class _Slot:
    """One share on its way, its result once it is there, and what befell it."""

    share: Share
    last: bool
    result: bytes | None = None
    deaths: int = 0
    lost: int = 0


@define(eq=False)
class _Worker:
    """A process, the thread that listens to it, the shares it has, and the step it told last."""

    process: subprocess.Popen[bytes]
    listener: threading.Thread = field(init=False)
    slots: deque[_Slot] = field(factory=deque[_Slot])
    ready: bool = False
    step: int | None = None

    @property
    def tasks(self) -> BinaryIO:
        return cast("BinaryIO", self.process.stdin)


class Pool:
    """Workers that do one job. To be used in a ``with``, which ends them."""

    def __init__(self, job: Job, count: int) -> None:
        self._job = pickle.dumps((list(formats().values()), job))
        self._events: queue.SimpleQueue[tuple[_Worker, bytes, bytes]] = queue.SimpleQueue()
        self._slots: deque[_Slot] = deque()
        self._unassigned: deque[_Slot] = deque()
        self._stillborn = 0
        self._workers: list[_Worker] = []
        self._count = count
        # a script may end with the pool in use: then too, while threads still run
        self._end = weakref.finalize(self, _end, self._workers)

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._workers.append(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def results(self, shares: Iterator[Share]) -> Iterator[tuple[Share, bytes, bool]]:
        """Yield each share with its result, in order, and whether it is all that was given in as one share.

        Raises:
            Exception: Whatever the job raised in a worker.
            RuntimeError: The workers die before they have begun.
        """
        more = True
        while True:
            while more and len(self._slots) < _UNDER_WAY * self._count:
                share = next(shares, None)
                if share is None:
                    more = False
                else:
                    slot = _Slot(share, last=True)
                    self._slots.append(slot)
                    self._unassigned.append(slot)
                    self._assign()
            while self._slots and self._slots[0].result is not None:
                slot = self._slots.popleft()
                yield slot.share, slot.result or b"", slot.last
                self._take_events(wait=False)
            if self._slots:
                self._take_events(wait=True)
            elif not more:
                return

    def _take_events(self, *, wait: bool) -> None:
        """Take in what the workers tell; wait for the first of it or not at all."""
        while wait or not self._events.empty():
            worker, kind, content = self._events.get()
            wait = False
            if kind == READY:
                worker.ready, self._stillborn = True, 0
            elif kind == STEP:
                worker.step = int(content)
            elif kind == RESULT:
                worker.slots.popleft().result, worker.step = content, None
            elif kind == FAILURE:
                raise pickle.loads(content)
            else:
                self._replace(worker)
            self._assign()

    def _assign(self) -> None:
        """Give shares to the workers that hold the fewest."""
        while self._unassigned:
            worker = min(self._workers, key=lambda each: len(each.slots))
            if len(worker.slots) >= _HELD:
                return
            slot = self._unassigned.popleft()
            worker.slots.append(slot)
            try:
                send(worker.tasks, RESULT, pickle.dumps(slot.share))
            except OSError:
                return  # it is dead, and the event that tells so is on its way

    def _start(self) -> _Worker:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the main process alone
        )
        worker = _Worker(process)
        worker.listener = threading.Thread(target=self._listen, args=(worker,), daemon=True)
        worker.listener.start()
        with suppress(OSError):  # likewise
            send(worker.tasks, RESULT, self._job)
        return worker

    def _listen(self, worker: _Worker) -> None:
        """Pass on what a worker tells, the end of it included."""
        stream = cast("BinaryIO", worker.process.stdout)
        with suppress(OSError, ValueError):  # the stream is closed at the end of the run
            while (message := receive(stream)) is not None:
                self._events.put((worker, *message))
        if (
            self._end.alive
        ):  # else a thread that still reads at the end of the process would start another worker
            self._events.put((worker, b"", b""))

    def _replace(self, dead: _Worker) -> None:
        """Start a worker in place of a dead one, and take back the shares that it had."""
        _end([dead])
        if not dead.ready:
            self._stillborn += 1
            if self._stillborn == _MOST_STILLBORN:
                raise RuntimeError(f"{_MOST_STILLBORN} workers in a row ended before they began")
        slots = list(dead.slots)
        self._workers[self._workers.index(dead)] = self._start()
        if slots and dead.ready:
            slots[:1] = self._retry(slots[0], dead.step)
        self._unassigned.extendleft(reversed(slots))

    def _retry(self, slot: _Slot, step: int | None) -> list[_Slot]:
        """Return what to do for a share whose worker died; see the top of this file."""
        slot.deaths += 1
        if step is None or slot.deaths == 1:
            if slot.deaths > _MOST_STILLBORN:
                raise RuntimeError(f"{slot.deaths} workers in a row ended before they began")
            slot.share = evolve(slot.share, watched=True)
            return [slot]
        before, rest = split(slot.share, step)
        if slot.share.careful:
            lost, rest = lose(rest, slot.deaths)
            again = evolve(rest, careful=False)
            parts, counts = [before, lost, again], (slot.deaths, slot.lost + 1)
            if slot.lost + 1 == _MOST_LOST:
                raise RuntimeError(f"{_MOST_LOST} records of {slot.share.path} ended their workers")
        else:
            parts, counts = [before, evolve(rest, careful=True)], (slot.deaths, slot.lost)
        return self._put_in_place(slot, [part for part in parts if not is_empty(part)], *counts)

    def _put_in_place(self, slot: _Slot, parts: list[Share], deaths: int, lost: int) -> list[_Slot]:
        """Put the parts of a share where it was."""
        slots = [_Slot(part, last=False, deaths=deaths, lost=lost) for part in parts]
        slots[-1].last = slot.last
        at = self._slots.index(slot)
        self._slots.remove(slot)
        for each in reversed(slots):
            self._slots.insert(at, each)
        return slots


def _end(workers: list[_Worker]) -> None:
    """End processes, and the threads and pipes that served them."""
    for worker in workers:
        worker.process.kill()
    for worker in workers:
        worker.process.wait()
        if worker.listener is not threading.current_thread():  # whose garbage collection may have led here
            worker.listener.join(_PATIENCE)
        for stream in (worker.process.stdin, worker.process.stdout):
            if stream is not None:
                stream.close()
