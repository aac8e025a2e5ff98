"""Many articles, to look through in a notebook or to write as one page."""

from __future__ import annotations

from collections import UserList
from pathlib import Path
from typing import Final

from rareinsight.html._render import render, snippet
from rareinsight.model import Article

#: How many articles a notebook shows; the page has them all.
_SHOWN: Final = 50


class Gallery(UserList[Article]):
    """A list of articles that a notebook shows, folded, and that can be saved as a page.

    >>> from rareinsight import parse_many
    >>> gallery = Gallery(parse_many("Core Insights - Copper is short [1]"))
    >>> len(gallery), "Copper is short" in gallery.render()
    (1, True)
    """

    def __repr__(self) -> str:
        return f"<Gallery of {len(self):,} articles>"

    def _repr_html_(self) -> str:
        return snippet(self[:_SHOWN], max(len(self) - _SHOWN, 0))

    def render(self, *, explained: bool = False, title: str | None = None) -> str:
        """Return the page of all articles; see :func:`rareinsight.html.render`."""
        return render(self, explained=explained, title=title)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, and return where it is."""
        target = Path(path)
        target.write_text(self.render(), encoding="utf-8")
        return target
