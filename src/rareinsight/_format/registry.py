"""The formats that are known by name: those that ship, those of installed packages, those registered in code.

A package brings a format as an entry point of the group ``rareinsight.formats``. What is installed is looked up
once, when a format is to be detected, listed or registered, or an unknown name is asked for: neither importing
the library nor parsing with a built-in format reads any package's metadata.
"""

from __future__ import annotations

import warnings
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING, Final

from rareinsight._format.digest import DIGEST
from rareinsight.diagnostics import nearest
from rareinsight.format import Format

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

#: The formats that ship beside the digest, each in a module of :mod:`rareinsight._format.producers`.
SHIPPED: Final = (
    "perplexity", "chatgpt", "chatgpt-deep-research", "claude", "consensus", "copilot", "deepseek", "deepwiki",
    "doubao", "gemini", "gemini-deep-research", "grok", "kimi", "manus", "meeting-notes", "notebooklm",
    "openai-assistants", "openai-web-search", "zai",
)  # fmt: skip


class _Registry:
    """The known formats by name, and where each comes from; the one state that the library keeps."""

    def __init__(self) -> None:
        self.formats = {DIGEST.name: DIGEST}
        self.origins = dict.fromkeys(self.formats, "built in")
        self._is_loaded = False
        self._lock = RLock()

    def put(self, format: Format, origin: str, *, replace: bool = False) -> None:
        """Make a format known, unless its name stands for another."""
        with self._lock:
            known = self.formats.get(format.name)
            if known is not None and known != format and not replace:
                raise ValueError(
                    f"a format named {format.name!r} is known already ({self.origins[format.name]}): give this one "
                    "another name, or replace=True to replace that one"
                )
            if known != format:
                self.origins[format.name] = origin
                self.formats[format.name] = format

    def complete(self) -> None:
        """Add the formats of installed packages, once; warn of those that can't be had."""
        with self._lock:
            if self._is_loaded:
                return  # or being loaded: a package may ask for formats while its own is made
            self._is_loaded = True
            for shipped in map(load, SHIPPED):
                self.put(shipped, "built in")
            broken = [problem for point in _entry_points() if (problem := self._add(point)) is not None]
        for problem in broken:
            warnings.warn(problem, RuntimeWarning, stacklevel=3)

    def _add(self, point: EntryPoint) -> str | None:
        """Add the format of an entry point; return what is wrong with it, ``None`` if nothing is."""
        package = f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"
        try:
            format = point.load()
            if not isinstance(format, Format):
                raise TypeError(f"{point.value} is not a Format but {type(format).__name__}")  # noqa: TRY301
            self.put(format, package)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - what a package does wrong hurts no other
            return f"the format {point.name!r} of {package} is left out: {type(error).__name__}: {error}"
        return None


def load(name: str) -> Format:
    """Return a format that ships in a module of its own, which is imported now."""
    format: Format = import_module(f"rareinsight._format.producers.{name.replace('-', '_')}").FORMAT
    return format


def _entry_points() -> list[EntryPoint]:
    """Return the entry points that bring formats, in the same order on every machine."""
    from importlib.metadata import entry_points  # here, as a known name needs none of it

    found = entry_points(group="rareinsight.formats")
    return sorted(found, key=lambda point: (point.dist.name if point.dist else "", point.name))


_registry = _Registry()


def formats() -> dict[str, Format]:
    """Return the known formats by name: built-in ones, those of installed packages, those registered.

    Of two formats by which a text reads equally well, detection takes the earlier.

    >>> formats()["digest"].references[0]
    'References'
    """
    _registry.complete()
    return dict(_registry.formats)


def origin_of(name: str) -> str:
    """Return where a known format comes from: ``built in``, a package with its version, ``registered``.

    >>> origin_of("digest")
    'built in'
    """
    return _registry.origins[find_format(name).name]


def register(format: Format, *, replace: bool = False) -> Format:
    """Make a format known by its name: to detection, to ``format="name"`` and to the command line.

    Args:
        format: the format.
        replace: whether it may take the place of another format of its name.

    Returns:
        The format, so that a declaration can be registered where it is written.

    Raises:
        TypeError: ``format`` is no format.
        ValueError: another format has its name, and ``replace`` is not given.
    """
    if not isinstance(format, Format):
        raise TypeError(f"expected a Format, got {type(format).__name__}")
    _registry.complete()
    _registry.put(format, "registered", replace=replace)
    return format


def find_format(format: Format | str) -> Format:
    """Return a format given as itself or by name."""
    if isinstance(format, Format):
        return format
    if not isinstance(format, str):
        raise TypeError(f"expected a Format or the name of one, got {type(format).__name__}")
    if format in SHIPPED and format not in _registry.formats:
        return load(format)
    if format not in _registry.formats:
        _registry.complete()
    try:
        return _registry.formats[format]
    except KeyError:
        raise ValueError(f"no format is named {format!r}. {nearest(format, formats())}") from None
