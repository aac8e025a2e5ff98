"""The formats that are known by name: the built-in ones, those registered, those that plug-ins bring."""

from __future__ import annotations

from rareinsight.builtin import BUILT_IN
from rareinsight.errors import nearest
from rareinsight.format import Format

_registered: dict[str, Format] = {format.name: format for format in BUILT_IN}


def formats() -> dict[str, Format]:
    """Return the known formats by name, built-in ones first."""
    return dict(_registered)


def register(format: Format, *, replace: bool = False) -> Format:
    """Make a format known by its name, for ``parse``, ``detect`` and the command line; return it."""
    if not isinstance(format, Format):
        raise TypeError(f"expected a Format, got {type(format).__name__}")
    if format.name in _registered and not replace and _registered[format.name] != format:
        raise ValueError(f"a format named {format.name!r} is known already; give replace=True to replace it")
    _registered[format.name] = format
    return format


def find_format(format: Format | str) -> Format:
    """Return a format given as itself or by name."""
    if isinstance(format, Format):
        return format
    if not isinstance(format, str):
        raise TypeError(f"expected a Format or the name of one, got {type(format).__name__}")
    try:
        return _registered[format]
    except KeyError:
        raise ValueError(f"no format is named {format!r}. {nearest(format, _registered)}") from None
