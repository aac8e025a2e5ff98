"""What is shown of articles where people look: in terminals, and in notebooks and consoles that ask for it."""

from __future__ import annotations

from importlib import import_module


def printable(text: str) -> str:
    r"""Return a text as it may reach a terminal: spaces folded, control and direction characters made visible.

    >>> printable("Copper\n\x1b[2J rose")
    'Copper �[2J rose'
    """
    folded = " ".join(text.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in folded)


def shorten(text: str, most: int) -> str:
    """Return a text in quotes, fit for a terminal, cut where it is longer than so many characters."""
    quoted = repr(printable(text[:most]))
    return quoted if len(text) <= most >= len(quoted) - 2 else f"{quoted[:most]}…{quoted[-1]}"


class Displayed:
    """A node that is shown as a tree: by ``str``, in notebooks and by consoles of rich.

    What draws it needs extras and is imported when somebody asks, by name as all of the public API is.
    """

    __slots__ = ()

    def __str__(self) -> str:
        drawn: str = import_module("rareinsight._tree").draw(self)
        return drawn

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows; ``None`` without the extra ``html``, and it shows the ``repr``."""
        try:
            html: str = import_module("rareinsight.html").snippet(self)
        except ImportError:
            return None
        return html

    def __rich__(self) -> object:
        drawn: object = import_module("rareinsight._console").draw(self)
        return drawn
