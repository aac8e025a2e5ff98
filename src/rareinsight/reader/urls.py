"""Files at URLs, through fsspec (extra ``io``): ``https://``, ``s3://``, ``gs://``, and more."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Protocol, cast

from rareinsight.reader.notices import Notice
from rareinsight.reader.places import ByteStream, Place

try:
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # it has no types
except ImportError as _error:
    raise ImportError("to read URLs: pip install 'rareinsight[io]'") from _error

#: Servers that can't list what they have: a URL there is one file.
_UNLISTED = ("http", "https")

#: What fsspec needs for each kind of server.
_PACKAGES = {
    **dict.fromkeys(_UNLISTED, "'rareinsight[io]'"),
    **dict.fromkeys(("s3", "s3a"), "s3fs"),
    **dict.fromkeys(("gs", "gcs"), "gcsfs"),
    **dict.fromkeys(("abfs", "abfss", "az", "adl"), "adlfs"),
}

_About = Mapping[str, object]


class _FileSystem(Protocol):
    """What is asked of a file system of fsspec, which has no types."""

    def glob(self, path: str, *, detail: bool) -> dict[str, _About]: ...
    def find(self, path: str, *, detail: bool) -> dict[str, _About]: ...
    def info(self, path: str) -> _About: ...
    def isdir(self, path: str) -> bool: ...
    def exists(self, path: str) -> bool: ...
    def open(self, path: str, mode: str) -> AbstractContextManager[ByteStream]: ...
    def unstrip_protocol(self, path: str) -> str: ...


def places_of_url(url: str) -> Iterator[Place | Notice]:
    """Yield the files that a URL names: one, those of a folder, or those of a glob.

    Raises:
        FileNotFoundError: It names none.
        ImportError: The protocol needs a package that is not installed; the message names it.
        ValueError: fsspec does not know the protocol.
    """
    scheme = url.partition("://")[0].rpartition("::")[2]
    try:
        system, path = cast("tuple[_FileSystem, str]", url_to_fs(url))
    except ImportError as error:
        wanted = _PACKAGES.get(scheme)
        message = f"to read {scheme} URLs: {f'pip install {wanted}' if wanted else error}"
        raise ImportError(message) from error
    found: dict[str, _About | None]
    if scheme in _UNLISTED:
        found = {path: None}
    elif any(sign in path for sign in "*?["):
        found = {**system.glob(path, detail=True)}
    elif system.isdir(path):
        found = {**system.find(path, detail=True)}
    else:
        found = {path: None} if system.exists(path) else {}
    if not found:
        raise FileNotFoundError(2, "No file there", url)
    return (
        Place(system.unstrip_protocol(name), partial(_open, system, name), _size(system, name, found[name]))
        for name in sorted(found)
    )


def _size(system: _FileSystem, name: str, about: _About | None) -> int | None:
    """Return the size of a file if it can be had: it tells the time that is left, and is worth no failure."""
    try:
        size = (about or system.info(name)).get("size")
    except Exception:
        return None
    return size if isinstance(size, int) else None


@contextmanager
def _open(system: _FileSystem, name: str) -> Generator[ByteStream, None, None]:
    """Open a file; whatever the libraries below raise about it is an ``OSError``, as for files on a disk."""
    try:
        stream = system.open(name, "rb")
    except (OSError, ImportError):
        raise
    except Exception as error:
        raise _as_os_error(error) from error
    with stream as opened:
        yield _Remote(opened)


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
        except OSError:
            raise
        except Exception as error:
            raise _as_os_error(error) from error


def _as_os_error(error: Exception) -> OSError:
    return OSError(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)
