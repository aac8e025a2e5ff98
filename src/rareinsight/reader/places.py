"""From what the user names (files, folders, globs, URLs, ``-``) to single files, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Protocol

from attrs import frozen

from rareinsight.reader.notices import Notice, make_notice

#: What can be read: a path, a folder, a glob, a URL, ``"-"`` for the standard input.
Source = str | os.PathLike[str]


class ByteStream(Protocol):
    """All that is asked of a file: its next bytes, and its place."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


@frozen
class Place:
    """One file: its name as an origin tells it, how to open it, and its size in bytes if that is known."""

    path: str
    open: Callable[[], AbstractContextManager[ByteStream]]
    size: int | None = None


def find_places(sources: Source | Iterable[Source]) -> list[Iterator[Place | Notice]]:
    """Return the files of each source, in the order of their names; what can't be reached comes as a notice.

    Folders are read with all that is in them, names with a leading dot left out; each folder once, so that
    links that lead back end nowhere.

    Raises:
        FileNotFoundError: A source names no file.
        TypeError: A source is neither text nor a path.
    """
    if isinstance(sources, str | os.PathLike):
        return [_places_of(sources)]
    if not hasattr(sources, "__iter__") or hasattr(sources, "decode"):
        raise TypeError(f"expected a path, a glob, a URL or a list of them, got {type(sources).__name__}")
    return [_places_of(source) for source in sources]


def _places_of(source: Source) -> Iterator[Place | Notice]:
    if source == "-":
        return iter([Place("-", lambda: nullcontext(sys.stdin.buffer))])
    if isinstance(source, str) and "://" in source:
        from rareinsight.reader.urls import places_of_url

        return places_of_url(source)
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path, a glob or a URL, got {type(source).__name__}")
    path = Path(source)
    if path.exists() or path.is_symlink():
        return _places_under(path)
    if isinstance(source, str) and glob.has_magic(source):
        return _places_of_glob(source)
    raise FileNotFoundError(2, "No such file, folder or glob", str(path))


def _places_of_glob(pattern: str) -> Iterator[Place | Notice]:
    found = sorted(_matches(pattern))
    if not found:
        raise FileNotFoundError(2, "No file matches", pattern)
    return _places_of_matches(map(Path, found), files_only="**" in pattern)


def _matches(pattern: str) -> Iterator[str]:
    """Yield what a glob matches; ``**`` enters each folder once, so that links that lead back end nowhere."""
    parts = pattern.replace(os.altsep or os.sep, os.sep).split(os.sep)  # noqa: PTH206 - "./" counts
    if "**" not in parts:
        # not Path.glob, which takes no absolute pattern and shows files with a leading dot
        yield from glob.glob(pattern)  # noqa: PTH207 - it takes absolute patterns
        return
    at = parts.index("**")
    before, after = os.sep.join(parts[:at]), os.sep.join(parts[at + 1 :] or ["*"])  # noqa: PTH118 - likewise
    for top in glob.glob(f"{before}{os.sep}") if before or at else [""]:  # noqa: PTH207 - likewise
        for folder in _folders_under(top):
            yield from _matches(os.path.join(glob.escape(folder), after))  # noqa: PTH118 - "" is no path


def _folders_under(top: str) -> Iterator[str]:
    """Yield a folder and those in it, each once, whatever links lead to it; hidden ones are passed over."""
    waiting, seen = [top], set[str]()
    while waiting:
        here = waiting.pop()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        yield here
        inner = glob.glob(os.path.join(glob.escape(here), f"*{os.sep}"))  # noqa: PTH118, PTH207 - likewise
        waiting += sorted(inner, reverse=True)


def _places_of_matches(paths: Iterable[Path], *, files_only: bool) -> Iterator[Place | Notice]:
    """Yield the matches, folders with all that is in them; each file once, whatever links lead to it."""
    seen: set[str] = set()
    for path in paths:
        real = os.path.realpath(path)  # not Path.resolve, which raises for links in a circle
        if real not in seen and not (files_only and path.is_dir()):
            seen.add(real)
            yield from _places_under(path)


def _places_under(path: Path) -> Iterator[Place | Notice]:
    """Yield the file ``path``, or the files in the folder ``path``."""
    waiting, seen = [path], set[tuple[int, int]]()
    while waiting:
        here = waiting.pop()
        try:
            status = here.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield _place_of_file(here, status, named=here == path)
            elif (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                waiting += sorted(filter(_is_to_read, here.iterdir()), reverse=True)
        except OSError as error:
            yield make_notice("unreadable-file", printable(here), error.strerror or str(error))


def _is_to_read(path: Path) -> bool:
    """Whether what lies in a folder is of it: no hidden file, and nothing that ``convert`` has not finished."""
    is_unfinished = path.name.endswith(".partial") and (path / "journal").is_file()
    return path.name[0] != "." and not is_unfinished


def _place_of_file(path: Path, status: os.stat_result, *, named: bool) -> Place | Notice:
    """Return a file to read; a pipe or a device only if it was named, as it may never end."""
    if stat.S_ISREG(status.st_mode):
        return Place(printable(path), partial(FileIO, path), status.st_size)
    if named and not stat.S_ISSOCK(status.st_mode):
        return Place(printable(path), partial(FileIO, path))
    return make_notice("unreadable-file", printable(path), "it is a pipe, a socket or a device")


def printable(path: Path | str) -> str:
    r"""Return a path as text that any file can hold: bytes that are no text are written as ``\xff``.

    >>> printable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
