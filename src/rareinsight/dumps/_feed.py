"""Pieces on their way to the workers, measured so that a run that was ended can be gone on with."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from itertools import islice

from rareinsight.dumps._folder import State
from rareinsight.dumps._notices import Notice
from rareinsight.dumps._records import Piece, Record, Stream


class Feed:
    """The pieces on their way to the workers, measured so that a run that was ended can be gone on with."""

    def __init__(self, pieces: Iterator[Piece | Stream]) -> None:
        self._pieces = pieces
        self._waiting: deque[tuple[int, int] | None] = deque()
        self._checksum = self._streamed = 0

    def __iter__(self) -> Iterator[Piece | Stream]:
        for piece in self._pieces:
            if isinstance(piece, Stream):
                self._waiting.append(None)  # to be known once it has been read
                self._streamed = 0
                yield Stream(piece.path, self._passing(piece.text))
            else:
                size = sum(map(self._add, piece.items))
                self._waiting.append((self._checksum, size))
                yield piece

    def skip(self, state: State) -> int:
        """Pass over the pieces that are done, and return how many bytes had been read for them.

        Raises:
            ValueError: They are not those of the run before.
        """
        read = 0
        for piece in islice(self, state.pieces):
            if isinstance(piece, Piece):
                read = piece.read
            else:
                deque(piece.text, maxlen=0)
        self._waiting.clear()
        if self._checksum != state.checksum:
            raise ValueError("the inputs are not those of the run before; to begin anew, leave out `resume`")
        return read

    def count(self, state: State) -> None:
        """Count one more piece as done."""
        state.checksum, size = self._waiting.popleft() or (self._checksum, self._streamed)
        state.summary.text_bytes += size
        state.pieces += 1

    def _passing(self, text: Iterator[str]) -> Iterator[str]:
        for each in text:
            self._streamed += self._add(each)
            yield each

    def _add(self, item: Record | Notice | str) -> int:
        """Add something to the checksum, and return how much text it is."""
        content = item.content if isinstance(item, Record) else item if isinstance(item, str) else ""
        content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        if not isinstance(item, str):
            place = str(item) if isinstance(item, Notice) else f"{item.path}\0{item.number}\0{item.field}"
            self._checksum = zlib.crc32(place.encode("utf-8", "surrogatepass"), self._checksum)
        self._checksum = zlib.crc32(content, self._checksum)
        return len(content)
