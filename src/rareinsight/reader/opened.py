"""An open file whose first bytes have been looked at, without taking them from those who read on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from rareinsight.reader.compression import PIECE, DamagedError, Method, compression_of, decompress
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.places import ByteStream

#: How much of a file is looked at to know what it is.
_HEAD: Final = 1 << 16


class Opened:
    """An open file, its first bytes still to come."""

    def __init__(self, stream: ByteStream, path: str) -> None:
        self.stream = stream
        self.path = path
        self._position = 0
        self._ahead = b""
        while len(self._ahead) < _HEAD and (more := stream.read(_HEAD - len(self._ahead))):
            self._ahead += more
        self.method: Method | None = compression_of(self._ahead)
        self.head: bytes = self._unpacked_head()

    @property
    def seekable(self) -> bool:
        """Whether any place of the file, as it is uncompressed, can be read."""
        return self.method is None and bool(getattr(self.stream, "seekable", lambda: False)())

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes as they lie in the file."""
        if self._ahead:
            size = len(self._ahead) if size < 0 else size
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            data = self._next(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes have been read."""
        return self._position

    def unpacked(self) -> Iterator[bytes]:
        """Yield the bytes of the file, unpacked.

        Raises:
            DamagedError: They are cut short or damaged; what came before has been yielded.
        """
        return decompress(self, self.method) if self.method else iter(lambda: self.read(PIECE), b"")

    def pieces(self, notices: list[Notice]) -> Iterator[bytes]:
        """Yield the bytes of the file, unpacked; damage ends them and is added to the notices."""
        offset = 0
        try:
            for piece in self.unpacked():
                offset += len(piece)
                yield piece
        except DamagedError as error:
            notices.append(make_notice("damaged-file", self.path, str(error), offset=offset))

    def _next(self, size: int) -> bytes:
        """Return the next bytes; where the connection or the disk fails, the file ends as a damaged one does."""
        try:
            return self.stream.read(size)
        except OSError as error:
            raise DamagedError(f"it can't be read on ({error.strerror or error})") from error

    def _unpacked_head(self) -> bytes:
        if not self.method:
            return self._ahead
        try:
            return next(decompress(BytesIO(self._ahead), self.method), b"")[:_HEAD]
        except DamagedError:
            return b""
