"""Files at URLs, through fsspec (extra ``io``): ``https://``, ``s3://``, ``gs://``, and more."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final

from attrs import frozen

from rareinsight.dumps._notices import describe_error, missing_extra
from rareinsight.dumps._places import ByteStream, Place

try:
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise missing_extra("reading URLs", "io") from _error

#: Servers that can't list what they have: a URL there is one file.
_UNLISTED: Final = ("http", "https")
#: After how many seconds without a byte a server is given up.
PATIENCE: Final = 30.0

#: What fsspec needs for each kind of server.
_PACKAGES: Final = {
    **dict.fromkeys(_UNLISTED, "'rareinsight[io]'"),
    **dict.fromkeys(("s3", "s3a"), "s3fs"),
    **dict.fromkeys(("gs", "gcs"), "gcsfs"),
    **dict.fromkeys(("abfs", "abfss", "az", "adl"), "adlfs"),
}


@frozen
class RemotePlace:
    """A file at a URL."""

    path: str
    system: Any
    name: str
    size: int | None
    is_live: bool = False

    @contextmanager
    def open(self, *, anywhere: bool = False) -> Generator[ByteStream, None, None]:
        """Open the file; whatever the libraries below raise about it is an ``OSError``, as for files on a disk."""
        # what streams gives out each byte that has arrived; what can seek asks for blocks of megabytes
        streamed = {} if anywhere or not self.path.startswith("http") else {"block_size": 0}
        try:
            stream = self.system.open(self.name, "rb", **streamed)
        except ImportError:
            raise
        except Exception as error:
            raise _as_os_error(error) from error
        with stream:
            yield _Remote(stream)


class _Remote:
    """An open file at a URL: as it is, but that reading it raises nothing but ``OSError``."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        try:
            return self._stream.read(size)
        except Exception as error:
            raise _as_os_error(error) from error


def places_of_url(url: str) -> Iterator[Place]:
    """Return the files that a URL names: one, those of a folder, or those of a glob.

    Raises:
        FileNotFoundError: It names none.
        ImportError: The protocol needs a package that is not installed; the message names it.
        ValueError: fsspec does not know the protocol.
    """
    scheme = url.partition("://")[0].rpartition("::")[2]
    system, path = _connect(url, scheme)
    if scheme in _UNLISTED:
        names = [path]
    elif any(sign in path for sign in "*?["):
        names = sorted(system.glob(path))
    elif system.isdir(path):
        names = sorted(system.find(path))
    else:
        names = [path] if system.exists(path) else []
    if not names:
        raise FileNotFoundError(2, "No file there", url)
    return (RemotePlace(system.unstrip_protocol(name), system, name, _size(system, name)) for name in names)


def _connect(url: str, scheme: str) -> tuple[Any, str]:
    options: dict[str, object] = {}
    try:
        if scheme in _UNLISTED:
            from aiohttp import ClientTimeout

            patience = ClientTimeout(total=None, sock_connect=PATIENCE, sock_read=PATIENCE)
            options = {"client_kwargs": {"timeout": patience}}
        system, path = url_to_fs(url, **options)
    except ImportError as error:
        wanted = _PACKAGES.get(scheme)
        raise ImportError(f"to read {scheme} URLs: {f'pip install {wanted}' if wanted else error}") from error
    return system, path


def _size(system: Any, name: str) -> int | None:  # noqa: ANN401 - fsspec has no types
    """Return the size of a file if it can be had: it tells the time that is left, and is worth no failure."""
    try:
        size = system.info(name).get("size")
    except Exception:
        return None
    return size if isinstance(size, int) else None


def _as_os_error(error: Exception) -> OSError:
    """Return an error in words: what the server said, or that it said nothing."""
    status = getattr(error, "status", None)
    if isinstance(error, FileNotFoundError):
        return FileNotFoundError(2, "the server has no such file (404 Not Found)")
    if isinstance(status, int):
        return OSError(f"the server says {status} {getattr(error, 'message', '')}".rstrip())
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return OSError(f"the server sent nothing for {PATIENCE:g} seconds")
    return error if isinstance(error, OSError) and error.strerror else OSError(describe_error(error))
