"""A worker process: shares come in by its standard input, results leave by its standard output.

It is started by :mod:`rareinsight.reader.workers` as a plain ``python -c``, not by multiprocessing, which
would run the user's script again in every worker.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import threading
from io import FileIO
from struct import Struct
from typing import BinaryIO, Final, Protocol

from rareinsight._format.registry import register
from rareinsight.format import Format
from rareinsight.reader.parsing import Step
from rareinsight.reader.share import Share

#: A message: what it is (see below), the length of its content, the content. The streams have no buffers: those
#: have locks, and a thread that waits in one for the next message would bar whoever ends it from closing the stream.
HEADER: Final = Struct(">cQ")
READY: Final = b"r"
STEP: Final = b"s"
RESULT: Final = b"d"
FAILURE: Final = b"e"
#: How much is read at once, in bytes; a pipe seldom holds more.
_PIECE: Final = 1 << 16


class Job(Protocol):
    """What a worker does with each share."""

    def run(self, share: Share, step: Step | None = None) -> bytes:
        """Return the result for one share."""
        ...


def send(stream: BinaryIO, kind: bytes, content: bytes = b"") -> None:
    """Write one message."""
    message = memoryview(HEADER.pack(kind, len(content)) + content)
    while message:
        message = message[stream.write(message) :]


def receive(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """Return the next message; ``None`` when the other side is gone."""
    header = _read(stream, HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    content = _read(stream, length)
    return (kind, content) if len(content) == length else None


def _read(stream: BinaryIO, size: int) -> bytes:
    """Return so many bytes; fewer only at the end."""
    pieces = list[bytes]()
    while size and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def main() -> None:
    """Work until there is nothing more to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides when to stop
    tasks, results = FileIO(0), FileIO(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not mix with the results
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    job: Job
    formats: list[Format]
    first = receive(tasks)
    if first is None:
        return
    formats, job = pickle.loads(first[1])
    for known in formats:
        register(known, replace=True)
    threading.Thread(target=_take_in, args=(tasks, waiting), daemon=True).start()
    send(results, READY)
    while True:
        _work(job, pickle.loads(waiting.get()), results)


def _take_in(tasks: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """Take in shares while others are worked on; end with the process that sends them."""
    while (message := receive(tasks)) is not None:
        waiting.put(message[1])
    os._exit(0)


def _work(job: Job, share: Share, results: BinaryIO) -> None:
    def tell(at: int) -> None:
        send(results, STEP, b"%d" % at)

    try:
        send(results, RESULT, job.run(share, tell if share.watched else None))
    except Exception as error:
        try:
            content = pickle.dumps(error)
        except Exception:
            content = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"))
        send(results, FAILURE, content)
