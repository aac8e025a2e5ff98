"""From text to lines and chunks: everything about form that is needed before a decision."""

from importlib.machinery import EXTENSION_SUFFIXES, PathFinder

_SPEC = PathFinder.find_spec(f"{__name__}.lines", __path__)
#: Whether the core is compiled.
__compiled__ = _SPEC is not None and str(_SPEC.origin).endswith(tuple(EXTENSION_SUFFIXES))
