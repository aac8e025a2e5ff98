"""One article as text: where its title, its source line and its body stand in it, and what that takes to read."""

from __future__ import annotations

from typing import NamedTuple

from rareinsight.bare_headings import BareHeading
from rareinsight.header_lines import Header


class Sheet(NamedTuple):
    """An article's text and the places in it; places are code points, half-open.

    ``header`` is what the source line says, ``header_at`` where that line begins. ``unbroken`` is the text to read
    the body from: as long as ``raw``, with blanks for what is none of it; line ends at ``joined`` are blanks, too.
    A sheet that ``is_cut_short`` is all that came of a digest. ``text`` is the line of the body, and
    ``first`` the heading that it begins with, if they have been cut out and read already.
    """

    raw: str
    unbroken: str
    title: tuple[int, int] | None
    header: Header | None
    header_at: int
    body: tuple[int, int] | None
    is_cut_short: bool = False
    text: str | None = None
    first: BareHeading | None = None
    has_words: bool = True
    joined: frozenset[int] = frozenset()
