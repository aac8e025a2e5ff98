"""From lines to articles, chunks, labels and sections: the stages of parsing, in this order."""

from importlib.machinery import EXTENSION_SUFFIXES, PathFinder

_SPEC = PathFinder.find_spec(f"{__name__}.lines", __path__)
#: Whether the core is compiled.
__compiled__ = _SPEC is not None and str(_SPEC.origin).endswith(tuple(EXTENSION_SUFFIXES))
