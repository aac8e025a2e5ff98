"""The formats known by name: built-in ones, those of installed packages, and those registered in code.

Packages provide them as entry points in the group ``rareinsight.formats``; their metadata is read only when needed.
"""

from __future__ import annotations

import sys
import warnings
from functools import cached_property
from importlib.machinery import PathFinder
from pathlib import Path
from threading import RLock
from typing import Final

from rareinsight._formats.digest import DIGEST
from rareinsight._messages import expect, nearest
from rareinsight.format import Format

_GROUP: Final = "rareinsight.formats"  #: the group of entry points that are formats
REGISTERED: Final = "registered"  #: where formats come from that are registered in code
#: The built-in formats other than ``digest``, made by :mod:`rareinsight._formats.producers`.
SHIPPED: Final = (
    "perplexity", "chatgpt", "chatgpt-deep-research", "claude", "consensus", "copilot", "deepseek", "deepwiki",
    "doubao", "gemini", "gemini-deep-research", "grok", "kimi", "manus", "meeting-notes", "notebooklm",
    "openai-assistants", "openai-web-search", "zai", "answer",
)  # fmt: skip


class _Registry:
    """The known formats by name, and where each comes from; the only global state of the library."""

    def __init__(self) -> None:
        self._provided: dict[str, tuple[Format, str]] = {DIGEST.name: (DIGEST, "built in")}
        self._registered: dict[str, tuple[Format, str]] = {}  #: these replace provided ones of the same name
        self._is_loaded = False
        self._lock = RLock()
        self._update()

    def _update(self) -> None:
        self.known: dict[str, tuple[Format, str]] = self._provided | self._registered
        self.formats: dict[str, Format] = {name: format for name, (format, _) in self.known.items()}
        self.plain: list[Format] = [*filter(is_plain, self.formats.values())]

    def put(self, format: Format, origin: str, *, replace: bool = False) -> None:
        """Add a format, unless its name is taken by another."""
        with self._lock:
            known, other = self.known.get(format.name, (None, ""))
            if known == format:
                return
            if known and not replace:
                raise ValueError(
                    f"a format named {format.name!r} already exists ({other}): give this one another name, or "
                    "pass replace=True to replace that one"
                )
            same_kind = self._registered if origin == REGISTERED else self._provided
            same_kind[format.name] = format, origin
            self._update()

    def remove(self, name: str) -> Format:
        """Remove a registered format; the one that it replaced, if any, is known again."""
        with self._lock:
            if name not in self._registered:
                raise ValueError(f"no format {name!r} was registered; {nearest(name, self._registered)}")
            removed, _ = self._registered.pop(name)
            self._update()
            return removed

    @cached_property
    def has_packages(self) -> bool:
        """Whether an installed package may have formats; this is five times as fast as asking for entry points."""
        finders = (each for each in sys.meta_path if each is not PathFinder)
        return any(hasattr(each, "find_distributions") for each in finders) or any(map(_may_have_formats, sys.path))

    def complete(self) -> None:
        """Add the formats of installed packages, once; warn about those that can't be loaded."""
        problems: list[str] = []
        with self._lock:
            if self._is_loaded:
                return  # or being loaded: a package may use formats while creating its own
            self._is_loaded = True
            from importlib.metadata import entry_points  # not needed for a known name
            from traceback import format_exception_only

            from rareinsight._formats.producers import make

            for shipped in map(make, SHIPPED):
                self.put(shipped, "built in")
            points = entry_points(group=_GROUP)
            found = [(f"{each.dist.name} {each.dist.version}" if each.dist else "", each) for each in points]
            for package, point in sorted(found):  # in the same order on every machine
                try:
                    format = point.load()
                    expect(Format, **{point.value: format})
                    self.put(format, package)
                except KeyboardInterrupt:  # of the user
                    raise
                except BaseException as error:  # noqa: BLE001 - a faulty package must not affect others
                    fault = format_exception_only(error)[-1].strip()  # even if it has no message
                    problems.append(f"the format {point.name!r} of {package} was skipped: {fault}")
        for problem in problems:
            warnings.warn(problem, RuntimeWarning, stacklevel=3)


def _may_have_formats(path: str) -> bool:
    """Whether a package in a folder may have formats; archives, and what can't be read, always may."""
    try:
        files = [*Path(path).glob("*-info/entry_points.txt")]
        return Path(path).is_file() or any(_GROUP in file.read_text("utf-8", "replace") for file in files)
    except OSError:
        return True


def is_plain(format: Format) -> bool:
    """Whether a format is recognised by its headings: it has no signs, nor is it for answers of any producer."""
    return not (format.signs or format.markdown)


_registry = _Registry()


def formats() -> dict[str, Format]:
    """Return the known formats by name: built-in ones, those of installed packages, and registered ones.

    If two formats match a text equally well, detection prefers the earlier one.

    >>> formats()["digest"].references[0]
    'References'
    """
    _registry.complete()
    return {**_registry.formats}


def plain_formats() -> list[Format]:
    """Return the known formats that are plain; this does not load the other built-in formats."""
    if _registry.has_packages:
        _registry.complete()
    return _registry.plain


def origin_of(name: str) -> str:
    """Return where a known format comes from: ``built in``, a package with its version, or ``registered``."""
    _registry.complete()
    return _registry.known[find_format(name).name][1]


def register(format: Format, *, replace: bool = False) -> Format:
    """Register a format under its name, for detection, ``format="name"`` and the command line.

    Args:
        format: the format.
        replace: whether to replace another format with the same name.

    Returns:
        The format, so that it can be declared and registered in one expression.

    Raises:
        TypeError: ``format`` is not a :class:`Format`.
        ValueError: another format has the same name, and ``replace`` is false.
    """
    expect(Format, format=format)
    expect(bool, replace=replace)
    _registry.complete()
    _registry.put(format, REGISTERED, replace=replace)
    return format


def unregister(name: str) -> Format:
    """Undo :func:`register`; a format that was replaced is known again.

    Args:
        name: the name of the format.

    Returns:
        The format that was registered.

    Raises:
        TypeError: ``name`` is not a ``str``.
        ValueError: no format of this name was registered.

    >>> from rareinsight.format import Heading
    >>> memos = register(Format("memos", headings=[Heading(["In short"])]))
    >>> unregister("memos") is memos, "memos" in formats()
    (True, False)
    """
    expect(str, name=name)
    return _registry.remove(name)


def find_format(format: Format | str) -> Format:
    """Return a format given directly or by name."""
    if isinstance(format, Format):
        return format
    expect(Format | str, format=format)
    if format in SHIPPED and format not in _registry.known:
        from rareinsight._formats.producers import make  # not needed for digests

        return make(format)
    known = _registry.formats if format in _registry.known else formats()
    if format not in known:
        raise ValueError(f"unknown format {format!r}; {nearest(format, known)}")
    return known[format]
