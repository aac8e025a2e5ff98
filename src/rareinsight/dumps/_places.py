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

from rareinsight.dumps._notices import Notice, describe_error, make_notice

#: What can be read: a path, a folder, a glob, a URL, ``"-"`` for the standard input.
Source = str | os.PathLike[str]


class ByteStream(Protocol):
    """All that is asked of a file."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


@frozen
class Place:
    """One file: its name as an origin tells it, how to open it, and its size in bytes if that is known.

    What ``is_live`` may take its time: it is read as it comes. ``open_anywhere`` opens what can be read from any
    place, if that is another way.
    """

    path: str
    open: Callable[[], AbstractContextManager[ByteStream]]
    size: int | None = None
    is_live: bool = False
    open_anywhere: Callable[[], AbstractContextManager[ByteStream]] | None = None


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
        raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        return iter([Place("-", lambda: nullcontext(raw), is_live=True)])
    if isinstance(source, str) and "://" in source:
        from rareinsight.dumps._urls import places_of_url

        return places_of_url(source)
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path, a glob or a URL, got {type(source).__name__}")
    if os.path.lexists(source):
        return _places_under(Path(source), set())
    if isinstance(source, str) and glob.has_magic(source):
        return _places_of_glob(source)
    raise FileNotFoundError(2, "No such file, folder or glob", str(source))


def _places_of_glob(pattern: str) -> Iterator[Place | Notice]:
    """Return what a glob matches, folders with all that is in them, each file once; hidden names if asked for."""
    anchor = Path(Path(pattern).anchor)
    wanted = Path(pattern).relative_to(anchor)
    found = [
        path  # pathlib's, whose `**` follows no links: in glob's, two that lead back make 2 ** 40 paths
        for path in sorted(anchor.glob(str(wanted)))
        if not _is_hidden(path.relative_to(anchor).parts) or _is_hidden(wanted.parts)
    ]
    if not found:
        raise FileNotFoundError(2, "No file matches", pattern)
    seen = set[str]()
    return (each for path in found for each in _places_under(path, seen))


def _is_hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") and part != ".." for part in parts)


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
    yield from map(_unreadable, problems)


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
        yield Place(printable(path), partial(FileIO, path), status.st_size)
    elif named and not stat.S_ISSOCK(status.st_mode):
        yield Place(printable(path), partial(FileIO, path), is_live=True)
    else:
        yield make_notice("unreadable-file", printable(path), "it is a pipe, a socket or a device")


def _unreadable(error: OSError, path: Path | None = None) -> Notice:
    return make_notice("unreadable-file", printable(path or error.filename), describe_error(error))


def printable(path: Path | str) -> str:
    r"""Return a path as text that any file can hold: bytes that are no text are written as ``\xff``."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
