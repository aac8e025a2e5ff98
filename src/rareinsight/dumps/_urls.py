"""Files at URLs, through fsspec (extra ``io``): ``https://``, ``s3://``, ``gs://``, and more."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (fsspec has no types)

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from rareinsight.dumps._notices import describe_error, missing_extra
from rareinsight.dumps._places import ByteStream, Place

try:
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise missing_extra("reading URLs", "io") from _error

#: Servers that can't list what they have: a URL there is one file.
_UNLISTED: Final = ("http", "https")
#: After how many seconds without a byte a server is given up.
PATIENCE: float = 30.0
_WAITING: Final = 1 << 14


def places_of_url(url: str) -> Iterator[Place]:
    """Return the files that a URL names: one, those of a folder, or those of a glob.

    Raises:
        FileNotFoundError: It names none.
        ImportError: The protocol needs a package that is not installed; the message names it.
        ValueError: fsspec does not know the protocol.
    """
    is_unlisted = url.partition("://")[0] in _UNLISTED
    options: dict[str, object] = {}
    if is_unlisted:
        from aiohttp import ClientTimeout

        patience = ClientTimeout(total=None, sock_connect=PATIENCE, sock_read=PATIENCE)
        options = {"client_kwargs": {"timeout": patience, "read_bufsize": _WAITING}}
    system, path = url_to_fs(url, **options)
    if is_unlisted:
        names = [path]
    elif any(sign in path for sign in "*?["):
        names = sorted(system.glob(path))
    else:
        names = sorted(system.find(path))  # of a file, the file
    if not names:
        raise FileNotFoundError(2, "No file there", url)
    # what streams gives out each byte that has arrived; what can seek asks for blocks of megabytes
    streamed = {"block_size": 0} if is_unlisted else {}
    return (
        Place(
            system.unstrip_protocol(name),
            partial(_open, system, name, streamed),
            _size(system, name),
            open_anywhere=partial(_open, system, name, {}),
        )
        for name in names
    )


def _size(system: Any, name: str) -> int | None:  # noqa: ANN401 - fsspec has no types
    """Return the size of a file if it can be had: it tells the time that is left, and is worth no failure."""
    try:
        size = system.info(name).get("size")
    except Exception:
        return None
    return size if isinstance(size, int) else None


@contextmanager
def _open(system: Any, name: str, options: dict[str, Any]) -> Generator[ByteStream, None, None]:  # noqa: ANN401
    """Open a file; whatever the libraries below raise about it is an ``OSError``, as for files on a disk."""
    try:
        stream = system.open(name, "rb", **options)
    except Exception as error:
        raise _as_os_error(error) from error
    with stream:
        yield _Remote(stream, _WAITING if options else None)


class _Remote:
    """An open file at a URL: as it is, but that reading it raises nothing but ``OSError``."""

    def __init__(self, stream: ByteStream, most: int | None) -> None:
        self._stream = stream
        self._most = most

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes; of what streams, few at a time: what aiohttp holds is lost with the connection."""
        try:
            return self._stream.read(size if self._most is None or 0 <= size < self._most else self._most)
        except Exception as error:
            raise _as_os_error(error) from error


def _as_os_error(error: Exception) -> OSError:
    """Return an error in words: what the server said, or that it said nothing."""
    if isinstance(error, FileNotFoundError):  # so fsspec calls whatever keeps it from opening a file
        if not isinstance(error.__cause__, Exception):
            return FileNotFoundError(2, "the server has no such file (404 Not Found)")
        error = error.__cause__
    status = getattr(error, "status", None)
    if isinstance(status, int):
        return OSError(0, f"the server says {status} {getattr(error, 'message', '')}".rstrip())
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return OSError(0, f"the server sent nothing for {PATIENCE:g} seconds")
    return OSError(0, describe_error(error))
