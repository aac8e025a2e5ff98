"""Files at URLs, through fsspec (extra ``io``): ``s3://``, ``gs://``, ``https://``, and more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
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


class _FileSystem(Protocol):
    """What is asked of a file system of fsspec, which has no types."""

    def glob(self, path: str) -> list[str]: ...
    def find(self, path: str) -> list[str]: ...
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
    system, path = cast("tuple[_FileSystem, str]", url_to_fs(url))
    scheme = url.partition("://")[0]
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
    return (Place(system.unstrip_protocol(name), partial(system.open, name, "rb")) for name in names)
