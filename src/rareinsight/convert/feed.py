"""Shares on their way to the workers, measured so that a run that was interrupted can be resumed."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator

from rareinsight.convert.folder import State
from rareinsight.reader.share import Share


class Feed:
    """The shares on their way to the workers, and what is to be counted once they are done."""

    def __init__(self, shares: Iterator[Share]) -> None:
        self._shares = shares
        self._waiting: deque[tuple[int, int]] = deque()
        self._checksum = 0

    def __iter__(self) -> Iterator[Share]:
        for share in self._shares:
            self._waiting.append(self._measure(share))
            yield share

    def skip(self, state: State) -> int:
        """Pass over the shares that are done, and return how many bytes had been read for them.

        Raises:
            ValueError: They are not those of the run before.
        """
        read = 0
        for _ in range(state.shares):
            share = next(self._shares, None)
            if share is None:
                break
            self._measure(share)
            read = share.read
        if self._checksum != state.checksum:
            raise ValueError("the inputs are not those of the run before; it can't be resumed")
        return read

    def count(self, state: State) -> None:
        """Count one more share as done."""
        state.checksum, size = self._waiting.popleft()
        state.summary.text_bytes += size
        state.shares += 1

    def _measure(self, share: Share) -> tuple[int, int]:
        """Return the checksum of all text so far, and how many bytes of it are in this share."""
        texts = [share.text, *(row.text or "" for row in share.rows)]
        content = "\0".join(texts).encode("utf-8", "surrogatepass")
        self._checksum = zlib.crc32(content, self._checksum)
        return self._checksum, len(content) + share.unlike_bytes
