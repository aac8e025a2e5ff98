"""How nodes and errors are shown: by ``str``, in notebooks and on rich consoles.

The modules that draw them import the model, and some need extras, so the model must not import them. Instead, the
package itself fills in a table of what draws what, and each is imported on first use.
"""

from __future__ import annotations

from importlib import import_module

#: The functions that draw, as ``module:function``, by what they draw; filled in by ``rareinsight/__init__.py``.
DRAWN_BY: dict[str, str] = {}


def draw(what: str, shown: object) -> object:
    """Return something drawn by the function for ``what``, imported on first use."""
    module, _, name = DRAWN_BY[what].partition(":")
    drawn: object = getattr(import_module(module), name)(shown)
    return drawn


class Displayed:
    """A node that is shown as a tree: by ``str``, in notebooks and by rich consoles."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(draw("text", self))

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows; ``None``, for the ``repr``, without the extra ``html``."""
        try:
            return str(draw("page", self))
        except ImportError:
            return None

    def __rich__(self) -> object:
        return draw("console", self)
