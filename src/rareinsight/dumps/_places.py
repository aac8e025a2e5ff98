"""From what the user names (files, folders, globs, URLs, ``-``) to single files, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import FileIO
from pathlib import Path
from typing import Protocol

from attrs import frozen

from rareinsight.dumps._notices import Notice, describe_error, make_notice

#: What can be read: a path, a folder, a glob, a URL, ``"-"`` for the standard input.
Source = str | os.PathLike[str]


class ByteStream(Protocol):
    """All that is asked of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


class Place(Protocol):
    """One file: its name as an origin tells it, its size in bytes if that is known, and how to open it.

    What ``is_live`` may take its time: its bytes are read as they come.
    """

    @property
    def path(self) -> str: ...
    @property
    def size(self) -> int | None: ...
    @property
    def is_live(self) -> bool: ...

    def open(self, *, anywhere: bool = False) -> AbstractContextManager[ByteStream]:
        """Open the file; with ``anywhere``, so that it can be read from any place if that is possible."""
        ...


@frozen
class LocalPlace:
    """A file on this machine."""

    path: str
    file: Path
    size: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is a pipe or a device."""
        return self.size is None

    def open(self, *, anywhere: bool = False) -> AbstractContextManager[ByteStream]:  # noqa: ARG002
        """Open the file, unbuffered."""
        return FileIO(self.file)


@frozen
class StandardInput:
    """The standard input, which stays open."""

    path: str = "-"
    size: None = None
    is_live: bool = True

    def open(self, *, anywhere: bool = False) -> AbstractContextManager[ByteStream]:  # noqa: ARG002
        """Return the stream itself."""
        return nullcontext(getattr(sys.stdin.buffer, "raw", sys.stdin.buffer))


def find_places(sources: Source | Iterable[Source]) -> list[Iterator[Place | Notice]]:
    """Return the files of each source, in the order of their names; what can't be reached comes as a notice.

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
        return iter([StandardInput()])
    if isinstance(source, str) and "://" in source:
        from rareinsight.dumps._urls import places_of_url

        return places_of_url(source)
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path, a glob or a URL, got {type(source).__name__}")
    path = Path(source)
    if os.path.lexists(path):
        return _places_under(path, set())
    if isinstance(source, str) and glob.has_magic(source):
        return _places_of_glob(source)
    raise FileNotFoundError(2, "No such file, folder or glob", str(path))


def _places_of_glob(pattern: str) -> Iterator[Place | Notice]:
    """Return what a glob matches, folders with all that is in them, each file once; hidden names only if asked for."""
    anchor = Path(Path(pattern).anchor)
    wanted = str(Path(pattern).relative_to(anchor))
    shows_hidden = any(part.startswith(".") for part in Path(wanted).parts)
    # pathlib, as its `**` follows no links: in glob's, two links that lead back make 2 ** 40 paths
    found = sorted(
        path
        for path in anchor.glob(wanted)
        if shows_hidden or not any(part.startswith(".") for part in path.relative_to(anchor).parts)
    )
    if not found:
        raise FileNotFoundError(2, "No file matches", pattern)
    seen = set[str]()
    return (each for path in found for each in _places_under(path, seen))


def _places_under(top: Path, seen: set[str]) -> Iterator[Place | Notice]:
    """Yield the file ``top``, or the files in the folder ``top``, those in ``seen`` left out."""
    home = os.path.realpath(top)  # not Path.resolve, which raises for links in a circle
    if not top.is_dir():
        yield from _place_of_file(top, home, seen, named=True)
        return
    problems = list[OSError]()
    for here, folders, files in os.walk(top, onerror=problems.append):
        folders[:] = sorted(name for name in folders if _is_to_read(Path(here, name)))
        for name in folders:
            target = os.path.realpath(Path(here, name))
            if not f"{target}{os.sep}".startswith(f"{home}{os.sep}"):
                yield make_notice("outside-link", printable(Path(here, name)), printable(target))
        real = home + here[len(str(top)) :]
        for name in sorted(files):
            if name[0] != ".":
                yield from _place_of_file(Path(here, name), f"{real}{os.sep}{name}", seen, named=False)
        yield from map(_unreadable, problems)
        problems.clear()


def _is_to_read(folder: Path) -> bool:
    """Whether a folder in a folder is read: no hidden one, and nothing that ``convert`` has not finished."""
    is_unfinished = folder.name.endswith(".partial") and (folder / "journal").is_file()
    return folder.name[0] != "." and not is_unfinished


def _place_of_file(path: Path, real: str, seen: set[str], *, named: bool) -> Iterator[Place | Notice]:
    """Yield a file to read; a pipe or a device only if it was named, as it may never end."""
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            status, real = path.stat(), os.path.realpath(path)
    except OSError as error:
        yield _unreadable(error, path)
        return
    if real in seen:  # of a file and the links to it, the first is read
        return
    seen.add(real)
    if stat.S_ISREG(status.st_mode):
        yield LocalPlace(printable(path), path, status.st_size)
    elif named and not stat.S_ISSOCK(status.st_mode):
        yield LocalPlace(printable(path), path)
    else:
        yield make_notice("unreadable-file", printable(path), "it is a pipe, a socket or a device")


def _unreadable(error: OSError, path: Path | None = None) -> Notice:
    return make_notice("unreadable-file", printable(path or error.filename), describe_error(error))


def printable(path: Path | str) -> str:
    r"""Return a path as text that any file can hold: bytes that are no text are written as ``\xff``.

    >>> printable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
