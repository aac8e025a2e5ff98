"""Reading a long text without the cyclic garbage collector going through its tree again and again.

CPython looks for cycles each time a few hundred objects more are alive than before, and every look at the oldest
of them goes through all there are. A tree that is being built has no cycles to find: a megabyte of citations took
2.0 times as long a character as 64 kB of them, and takes 1.2 times as long this way. Mercurial reads its manifests
in the same manner (``mercurial.util.nogc``).

The collector belongs to the process. So it is stopped only in a program of one thread, where nobody else can miss it
or give it orders meanwhile, and only while one article is read, never while a caller has the turn.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

#: From here on it is worth it, in code points: a digest of this length is one of a thousand.
LONG: Final = 10_000


@contextmanager
def paused_collection() -> Generator[None, None, None]:
    """Stop the cyclic garbage collector for a ``with`` block if it runs and there is one thread; start it again.

    >>> import gc
    >>> with paused_collection():
    ...     is_paused = not gc.isenabled()
    >>> is_paused or threading.active_count() > 1, gc.isenabled()
    (True, True)
    """
    if not gc.isenabled() or threading.active_count() > 1:
        yield
        return
    try:
        gc.disable()
        yield
    finally:
        gc.enable()
