"""The formats known by name: built-in ones, those of installed packages, and those registered in code.

A package provides a format as an entry point in the group ``rareinsight.formats``. Installed packages are searched
once, when formats are detected, listed or registered, or an unknown name is requested: neither importing
the library nor parsing with a built-in format reads any package metadata.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Final

from rareinsight._arguments import expect, nearest, refusal
from rareinsight._format.digest import DIGEST
from rareinsight.format import Format

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: The built-in formats besides ``digest``, each in a module of :mod:`rareinsight._format.producers`.
SHIPPED: Final = (
    "perplexity", "chatgpt", "chatgpt-deep-research", "claude", "consensus", "copilot", "deepseek", "deepwiki",
    "doubao", "gemini", "gemini-deep-research", "grok", "kimi", "manus", "meeting-notes", "notebooklm",
    "openai-assistants", "openai-web-search", "zai",
)  # fmt: skip


class _Registry:
    """The known formats by name, and where each comes from; the only global state of the library."""

    def __init__(self) -> None:
        self.formats = {DIGEST.name: DIGEST}
        self.origins = dict.fromkeys(self.formats, "built in")
        self._is_loaded = False
        self._lock = RLock()

    def put(self, format: Format, origin: str, *, replace: bool = False) -> None:
        """Add a format, unless its name is taken by another."""
        with self._lock:
            known = self.formats.get(format.name)
            if known is not None and known != format and not replace:
                raise ValueError(
                    f"a format named {format.name!r} already exists ({self.origins[format.name]}): give this one "
                    "another name, or pass replace=True to replace that one"
                )
            if known != format:
                self.origins[format.name] = origin
                self.formats[format.name] = format

    def complete(self) -> None:
        """Add the formats of installed packages, once; warn about those that can't be loaded."""
        with self._lock:
            if self._is_loaded:
                return  # or being loaded: a package may use formats while creating its own
            self._is_loaded = True
            for shipped in map(load, SHIPPED):
                self.put(shipped, "built in")
            broken = [problem for point in _entry_points() if (problem := self._add(point)) is not None]
        for problem in broken:
            warnings.warn(problem, RuntimeWarning, stacklevel=3)

    def _add(self, point: EntryPoint) -> str | None:
        """Add the format of an entry point; return what is wrong with it, or ``None``."""
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"
        try:
            format = point.load()
            if not isinstance(format, Format):
                raise refusal(point.value, "a Format", format)  # noqa: TRY301
            self.put(format, package)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a faulty package must not affect others
            return f"the format {point.name!r} of {package} was skipped: {type(error).__name__}: {error}"
        return None


def load(name: str) -> Format:
    """Import and return a built-in format that has its own module."""
    format: Format = import_module(f"rareinsight._format.producers.{name.replace('-', '_')}").FORMAT
    return format


def _entry_points() -> list[EntryPoint]:
    """Return the entry points that provide formats, in the same order on every machine."""
    from importlib.metadata import entry_points  # not needed for a known name

    found = entry_points(group="rareinsight.formats")
    return sorted(found, key=lambda point: (point.dist.name if point.dist else "", point.name))


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
    if format not in _registry.formats:
        _registry.complete()
    try:
        return _registry.formats[format]
    except KeyError:
        raise ValueError(f"unknown format {format!r}; {nearest(format, formats())}") from None
