"""The formats known by name: built-in ones, those of installed packages, and those registered in code.

A package provides a format as an entry point in the group ``rareinsight.formats``. Installed packages are searched
once, when formats are detected, listed or registered, or an unknown name is requested: neither importing
the library nor parsing with a built-in format reads any package metadata.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from operator import itemgetter
from threading import RLock
from typing import Final

from rareinsight._formats.digest import DIGEST
from rareinsight._messages import expect, nearest
from rareinsight.format import Format

#: The built-in formats besides ``digest``, each in a module of :mod:`rareinsight._formats.producers`.
SHIPPED: Final = (
    "perplexity", "chatgpt", "chatgpt-deep-research", "claude", "consensus", "copilot", "deepseek", "deepwiki",
    "doubao", "gemini", "gemini-deep-research", "grok", "kimi", "manus", "meeting-notes", "notebooklm",
    "openai-assistants", "openai-web-search", "zai",
)  # fmt: skip


class _Registry:
    """The known formats by name, and where each comes from; the only global state of the library."""

    def __init__(self) -> None:
        self.formats = {DIGEST.name: DIGEST}
        self.origins = {DIGEST.name: "built in"}
        self._is_loaded = False
        self._lock = RLock()

    def put(self, format: Format, origin: str, *, replace: bool = False) -> None:
        """Add a format, unless its name is taken by another."""
        with self._lock:
            known = self.formats.get(format.name)
            if known == format:
                return
            if known is not None and not replace:
                raise ValueError(
                    f"a format named {format.name!r} already exists ({self.origins[format.name]}): give this one "
                    "another name, or pass replace=True to replace that one"
                )
            self.formats[format.name], self.origins[format.name] = format, origin

    def complete(self) -> None:
        """Add the formats of installed packages, once; warn about those that can't be loaded."""
        problems: list[str] = []
        with self._lock:
            if self._is_loaded:
                return  # or being loaded: a package may use formats while creating its own
            self._is_loaded = True
            from importlib.metadata import entry_points  # not needed for a known name

            for shipped in map(load, SHIPPED):
                self.put(shipped, "built in")
            points = entry_points(group="rareinsight.formats")
            found = [(f"{each.dist.name} {each.dist.version}" if each.dist else "", each) for each in points]
            for package, point in sorted(found, key=itemgetter(0)):  # in the same order on every machine
                try:
                    format = point.load()
                    expect(Format, **{point.value: format})
                    self.put(format, package)
                except (Exception, SystemExit) as error:  # noqa: BLE001 - a faulty package must not affect others
                    fault = f"{type(error).__name__}: {error}"
                    problems.append(f"the format {point.name!r} of {package} was skipped: {fault}")
        for problem in problems:
            warnings.warn(problem, RuntimeWarning, stacklevel=3)


def load(name: str) -> Format:
    """Import and return a built-in format that has its own module."""
    format: Format = import_module(f"rareinsight._formats.producers.{name.replace('-', '_')}").FORMAT
    return format


_registry = _Registry()


def formats() -> dict[str, Format]:
    """Return the known formats by name: built-in ones, those of installed packages, and registered ones.

    If two formats match a text equally well, detection prefers the earlier one.

    >>> formats()["digest"].references[0]
    'References'
    """
    _registry.complete()
    return dict(_registry.formats)


def origin_of(name: str) -> str:
    """Return where a known format comes from: ``built in``, a package with its version, or ``registered``.

    >>> origin_of("digest")
    'built in'
    """
    return _registry.origins[find_format(name).name]


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
    _registry.put(format, "registered", replace=replace)
    return format


def find_format(format: Format | str) -> Format:
    """Return a format given directly or by name."""
    if isinstance(format, Format):
        return format
    expect(Format | str, format=format)
    if format in SHIPPED and format not in _registry.formats:
        return load(format)
    known = _registry.formats if format in _registry.formats else formats()
    if format not in known:
        raise ValueError(f"unknown format {format!r}; {nearest(format, known)}")
    return known[format]
