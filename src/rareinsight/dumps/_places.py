"""From sources (files, folders, globs, URLs, ``-``) to single files, in a fixed order."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from rareinsight.dumps import _records
from rareinsight.dumps._records import Notice, describe_error, import_extra, make_notice

#: What can be read: a path, a folder, a glob, a URL, or ``"-"`` for standard input.
Source = str | os.PathLike[str]
#: How many bytes are read at a time: few, as what a library has buffered is lost if the connection breaks.
PIECE: Final = 1 << 14


#: Opens a file, which only needs a method ``read``.
Opener = Callable[[], AbstractContextManager[Any]]


@frozen
class Place:
    """One file: its name as in an origin, how to open it, and its size in bytes, if known.

    ``open_anywhere`` opens it for random access. Without it, the file is live: it is read as it arrives.
    """

    path: str
    open: Opener
    size: int | None = None
    open_anywhere: Opener | None = None


def find_places(sources: Source | Iterable[Source]) -> list[Iterator[Place | Notice]]:
    """Return the files of each source, in the order of their names, and notices about those that can't be accessed."""
    named = [sources] if isinstance(sources, str | os.PathLike) else sources
    if not hasattr(named, "__iter__") or any(hasattr(named, of_no_list) for of_no_list in ("decode", "read")):
        raise TypeError(f"expected a path, a glob, a URL or a list of them, got {type(sources).__name__}")
    return [_places_of(source) for source in named]


def _places_of(source: Source) -> Iterator[Place | Notice]:
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path, a glob or a URL, got {type(source).__name__}")
    if source == "-":
        raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        return iter([Place("-", lambda: nullcontext(raw))])
    if isinstance(source, str) and "://" in source:
        return _places_of_url(source)
    found, seen = matches(source), set[str]()
    if not found:
        raise FileNotFoundError(2, "No such file, folder or glob", str(source))
    parts = _without_last_stars(Path(source)).parts
    fixed = next((at for at, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    root = os.path.realpath(Path(*parts[:fixed])) if "**" in parts and fixed < len(parts) else None
    return (each for path in found for each in _places_under(path, seen, root))


def matches(source: Source) -> list[Path]:
    """Return the file or folder with a name, or those that a glob matches; hidden ones only if it names them."""
    if os.path.lexists(source):
        return [Path(source)]
    folders = _without_last_stars(Path(source))
    if folders != Path(source):
        return [path for path in matches(folders) if path.is_dir()]
    pattern = str(source)
    if not glob.has_magic(pattern):
        return []
    anchor = Path(Path(pattern).anchor)
    wanted = Path(pattern).relative_to(anchor)
    return [
        path  # from pathlib, whose `**` follows no links: with glob's, two links that lead back result in 2 ** 40 paths
        for path in sorted(anchor.glob(str(wanted)))
        if not is_hidden(path.relative_to(anchor).parts) or is_hidden(wanted.parts)
    ]


def _without_last_stars(pattern: Path) -> Path:
    """Return a glob without a final ``**``, which also matches files since Python 3.13; the folders are walked here."""
    while pattern.name == "**":
        pattern = pattern.parent
    return pattern


def is_hidden(parts: Iterable[str]) -> bool:
    """Whether a part of a path is hidden."""
    return any(part.startswith(".") and part != ".." for part in parts)


def _places_under(top: Path, seen: set[str], root: str | None) -> Iterator[Place | Notice]:
    """Yield the file ``top``, or the files in the folder ``top``; with a root, ``**`` found it below that."""
    if not top.is_dir() or (root is not None and top.is_symlink()):
        yield from _place_of(top, seen, root)
        return
    home = root or os.path.realpath(top)  # not Path.resolve, which raises for links in a circle
    problems = list[OSError]()
    for here, folders, files in os.walk(top, onerror=problems.append):
        folders[:] = sorted(name for name in folders if name[0] != ".")
        for name in (*folders, *sorted(name for name in files if name[0] != ".")):
            yield from _place_of(Path(here, name), seen, home)
    for problem in problems:
        yield make_notice("unreadable-file", printable(problem.filename), problem)


def _place_of(path: Path, seen: set[str], home: str | None) -> Iterator[Place | Notice]:
    """Yield a file to read; pipes only if named, not found in ``home``; report links to folders outside of that."""
    real, shown, opener = os.path.realpath(path), printable(path), partial(FileIO, path)
    try:
        status = path.stat()
    except OSError as error:
        yield make_notice("unreadable-file", shown, error)
        return
    if real in seen:  # a file with several links to it is read once
        return
    seen.add(real)
    if stat.S_ISREG(status.st_mode):
        yield Place(shown, opener, status.st_size, opener)
    elif stat.S_ISDIR(status.st_mode):
        if not Path(real).is_relative_to(home or real):
            yield make_notice("outside-link", shown, printable(real))
    elif home is None and not stat.S_ISSOCK(status.st_mode):
        yield Place(shown, opener)
    else:  # it may never end
        yield make_notice("unreadable-file", shown, "it is a pipe, a socket or a device")


def printable(path: Path | str) -> str:
    r"""Return a path as text that can be encoded: bytes that are not valid are written as ``\xff``."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _places_of_url(url: str) -> Iterator[Place]:
    """Return the files that a URL refers to: one, those in a folder, or those that a glob matches."""
    core = import_extra("fsspec.core", "reading URLs", "io")
    options, streamed = dict[str, Any](), dict[str, Any]()
    is_web = url.startswith(("http://", "https://"))  # without listings, so a URL is one file
    if is_web:
        aiohttp = import_extra("aiohttp", "reading URLs", "io")
        patience = aiohttp.ClientTimeout(None, sock_connect=_records.PATIENCE, sock_read=_records.PATIENCE)
        options = {"client_kwargs": {"timeout": patience, "read_bufsize": PIECE}}
        # a streamed file returns the bytes that have arrived; one with random access requests megabytes
        streamed = {"block_size": 0}
    system, path = core.url_to_fs(url, **options)
    names = [path] if is_web else sorted(system.glob(path) if glob.has_magic(path) else system.find(path))
    if not names:
        raise FileNotFoundError(2, "No file there", url)
    return (
        Place(
            system.unstrip_protocol(name),
            partial(_open_remote, system, name, **streamed),
            _size_of(system, name),
            partial(_open_remote, system, name),
        )
        for name in names
    )


def _size_of(system: Any, name: str) -> int | None:  # noqa: ANN401 - fsspec has no types
    """Return the size of a file if available; it is only used to estimate the remaining time."""
    with suppress(Exception):
        return int(system.size(name))
    return None


def _open_remote(system: Any, name: str, **options: object) -> Any:  # noqa: ANN401
    """Open a file; any error of the libraries is raised as an ``OSError``, as for files on disk."""
    try:
        return system.open(name, "rb", **options)
    except Exception as error:
        if isinstance(error, FileNotFoundError) and not error.__cause__:
            raise FileNotFoundError(2, "the server has no such file (404 Not Found)") from error
        raise OSError(0, describe_error(error.__cause__ or error)) from error
