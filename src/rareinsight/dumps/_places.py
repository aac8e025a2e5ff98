"""From sources (files, folders, globs, URLs, ``-``) to single files, in a fixed order."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from io import FileIO
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from rareinsight.dumps import _records
from rareinsight.dumps._records import Notice, describe_error, import_extra, make_notice, without_password

Source = str | os.PathLike[str]  #: what can be read: a path, a folder, a glob, a URL, or ``"-"`` for standard input
#: How many bytes are read at a time: few, as what a library has buffered is lost if the connection breaks.
PIECE: Final = 1 << 14
_ON_DISK: Final = re.compile(r"\A(?:file|local)://")  #: the scheme of files on disk, whose links fsspec would follow
Opener = Callable[[], AbstractContextManager[Any]]  #: opens a file, which only needs a method ``read``


@frozen
class Place:
    """A file: name, size and version. Without ``open_anywhere``, it can only be read once, as it arrives."""

    path: str
    open: Opener
    size: int | None = None
    open_anywhere: Opener | None = None
    version: str = ""


def find_places(sources: Source | Iterable[Source], *, follow_links: bool) -> Iterator[Place | Notice]:
    """Return the files of each source, in the order of their names, and notices about those that can't be accessed."""
    named = [sources] if isinstance(sources, str | os.PathLike) else sources
    if not hasattr(named, "__iter__") or any(hasattr(named, of_no_list) for of_no_list in ("decode", "read")):
        raise TypeError(f"expected a path, a glob, a URL or a list of them, got {type(sources).__name__}")
    return chain.from_iterable([_places_of(source, follow_links) for source in named])


def _places_of(source: Source, follow_links: bool) -> Iterator[Place | Notice]:
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"expected a path, a glob or a URL, got {type(source).__name__}")
    if source == "-":
        if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]  # as if the process has none
            raise OSError(errno.EBADF, "standard input is closed", "-")
        raw = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
        return iter([Place("-", lambda: nullcontext(raw))])
    name = _ON_DISK.sub("", os.fspath(source))
    if "://" in name:
        return _places_of_url(name)
    if os.path.lexists(name):
        return _places_below([(Path(name), None, Path(name))], follow_links)
    if not glob.has_magic(name) or not (found := _matches(Path(name))):
        raise FileNotFoundError(2, "No such file, folder or glob", name)
    # what is named may be a link; what is found by a glob may only lead to where the glob starts
    parts = Path(name).parts
    home = Path(*takewhile(lambda part: not glob.has_magic(part), parts))
    return _places_below([(path, home, home if "**" in parts[:-1] else path) for path in found], follow_links)


def _matches(pattern: Path) -> list[Path]:
    """Return the files and folders that a glob matches; hidden ones only if it names them."""
    anchor = Path(pattern.anchor)
    wanted = pattern.relative_to(anchor)
    # not from glob, whose `**` follows links: two that lead back result in 2 ** 40 paths
    found = sorted(anchor.glob(str(wanted)))
    return [path for path in found if not is_hidden(path.relative_to(anchor).parts) or is_hidden(wanted.parts)]


def identity(path: Source) -> tuple[int, int] | None:
    """Return what identifies a file, whatever name it has; ``None`` if it does not exist."""
    try:
        status = Path(_ON_DISK.sub("", os.fspath(path))).stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def is_hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") and part != ".." for part in parts)


def _places_below(found: list[tuple[Path, Path | None, Path]], follow_links: bool) -> Iterator[Place | Notice]:
    """Yield each file once; paths come with the folder they may not lead out of, if any, and that of their contents."""
    seen, waiting = set[str](), found[::-1]
    while waiting:
        path, home, top = waiting.pop()
        real = os.path.realpath(path)  # not Path.resolve, which raises for links in a circle
        link = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - as above
        if not seen.isdisjoint((real, link)):
            continue
        if home is not None and not follow_links and not Path(real).is_relative_to(os.path.realpath(home)):
            yield make_notice("outside-link", encodable(path), encodable(real))
            seen.add(link)
            continue
        seen.add(real)
        try:
            if path.is_dir():
                inner = sorted(each for each in path.iterdir() if each.name[0] != ".")
                waiting += [(each, top, top) for each in sorted(inner, key=os.path.isdir)[::-1]]
            else:
                yield _place_of(path, is_named=home is None)
        except OSError as error:
            yield make_notice("unreadable-file", encodable(path), error)


def _place_of(path: Path, *, is_named: bool) -> Place | Notice:
    """Return a file to read; pipes only if they are named, as they may never end."""
    status, shown, opener = path.stat(), encodable(path), partial(FileIO, path)
    if stat.S_ISREG(status.st_mode):
        return Place(shown, opener, status.st_size, opener, str(status.st_mtime_ns))
    if is_named and not stat.S_ISSOCK(status.st_mode):
        return Place(shown, opener)
    return make_notice("unreadable-file", shown, "it is a pipe, a socket or a device")


def encodable(path: Path | str) -> str:
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
        # as it is stored: aiohttp would unpack it, and not notice if it is cut short
        stored = {"auto_decompress": False, "headers": {"Accept-Encoding": "identity"}}
        options = {"client_kwargs": {"timeout": patience, "read_bufsize": PIECE, **stored}}
        # a streamed file returns the bytes that have arrived; one with random access requests megabytes
        streamed = {"block_size": 0}
    with _os_errors(url, "No file there"):
        system, path = core.url_to_fs(url, **options)
        names = [path] if is_web else sorted(system.glob(path) if glob.has_magic(path) else system.find(path))
        if not names:
            raise FileNotFoundError
    return (_remote_place(system, name, streamed) for name in names)


def _remote_place(system: Any, name: str, streamed: dict[str, Any]) -> Place:
    shown, known = without_password(system.unstrip_protocol(name)), dict[str, Any]()

    def opener(**options: object) -> Any:
        with _os_errors(shown, "the server has no such file (404 Not Found)"):
            return system.open(name, "rb", **options)

    with suppress(Exception):  # the size is only used to estimate the remaining time
        known = dict(system.info(name))
    return Place(shown, partial(opener, **streamed), known.get("size"), opener, repr(sorted(known.items())))


@contextmanager
def _os_errors(url: str, missing: str) -> Generator[None, None, None]:
    """Raise any error of the libraries as an ``OSError``, as for files on disk."""
    try:
        yield
    except Exception as error:
        if isinstance(error, FileNotFoundError) and not error.__cause__:
            raise FileNotFoundError(2, missing, without_password(url)) from error
        words = describe_error(cause := error.__cause__ or error)
        words = words if isinstance(cause, OSError) or hasattr(cause, "status") else f"it can't be opened ({words})"
        raise OSError(0, words, without_password(url)) from error
