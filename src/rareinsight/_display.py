"""How articles are shown in terminals, notebooks and rich consoles."""

from __future__ import annotations

from importlib import import_module


def printable(text: str) -> str:
    r"""Make a text safe for a terminal: whitespace collapsed, control and direction characters made visible.

    >>> printable("Copper\n\x1b[2J rose")
    'Copper �[2J rose'
    """
    folded = " ".join(text.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in folded)


def count(number: int, noun: str) -> str:
    """Return how many there are, such as ``1 section`` or ``2,000 insights``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def shorten(text: str, most: int) -> str:
    """Return a text in quotes, safe for a terminal, truncated to ``most`` characters."""
    quoted = repr(printable(text[:most]))
    return quoted if len(text) <= most >= len(quoted) - 2 else f"{quoted[:most]}…{quoted[-1]}"


class Displayed:
    """A node that is shown as a tree: by ``str``, in notebooks and by rich consoles.

    Drawing it needs extras, which are imported by name on first use, like all of the public API.
    """

    __slots__ = ()

    def __str__(self) -> str:
        drawn: str = import_module("rareinsight._tree").draw(self)
        return drawn

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows; ``None``, for the ``repr``, without the extra ``html``."""
        try:
            html: str = import_module("rareinsight.html").snippet(self)
        except ImportError:
            return None
        return html

    def __rich__(self) -> object:
        drawn: object = import_module("rareinsight._console").draw(self)
        return drawn
