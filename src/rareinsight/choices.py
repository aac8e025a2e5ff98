"""The choices that a format leaves to whoever lays out its digests: which values each field of a layout can have."""

from __future__ import annotations

from typing import Final

from rareinsight._format.shapes import places_of
from rareinsight.format import Format

LINES: Final = ("all", "insights", "headings", "sections", "one")
NUMBERS: Final = ("apart", "listed", "ranged")
STOPS: Final = ("kept", "none", "before", "after")
HEADING_STYLES: Final = ("plain", "hashes", "bold")
HEADING_CASES: Final = ("kept", "upper")
HEADERS: Final = ("above", "below")
#: The signs after the number of a heading.
COLONS: Final = (":", "：")
NEWLINES: Final = ("\n", "\r\n", "\r")

#: Markers that stand between words too: without citations only the start of a line tells which is meant.
_ALSO_IN_SENTENCES: Final = frozenset("-–—−*+")

#: The values of ``lines`` with which every insight begins a line, and those that give headings their own.
LINE_PER_INSIGHT: Final = ("all", "insights")
LINE_PER_HEADING: Final = ("all", "headings")


def choices(format: Format) -> dict[str, tuple[object, ...]]:
    """Return the space of layouts of a format: the values that each field of a :class:`.Layout` can have.

    The first value of each is the plainest.

    >>> from rareinsight.format import Heading
    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•", "-"], citations=["[{n}]"])
    >>> choices(notes)["marker"], choices(notes)["citation"]
    (('•', '-'), ('[{n}]',))
    """
    cited, own = bool(format.citations), own_marker(format)
    citations = tuple(sorted(format.citations, key=_number_of_places))
    markers = (*format.markers, *format.numbered_markers)
    holds_text = any(heading.holds_text for heading in format.headings)
    return {
        "lines": _lines_of(format),
        "blank_lines": (True, False),
        "marker": markers if own else ("", *markers),
        "marked_text": (True, False) if own and holds_text else (True,),
        "citation": citations or (None,),
        "numbers": NUMBERS if cited else ("apart",),
        "citation_space": (True, False),
        "stop": STOPS if cited else ("kept", "none", "before"),
        "headings": HEADING_STYLES,
        "heading_case": HEADING_CASES,
        "colon": COLONS,
        "header": HEADERS if own and not format.unmarked else ("above",),
        "newline": NEWLINES,
        "byte_order_mark": (False, True),
        "hard_spaces": (False, True),
        "boilerplate": (False, True) if format.boilerplate else (False,),
    }


def _lines_of(format: Format) -> tuple[object, ...]:
    if format.unmarked or own_marker(format) not in format.markers:
        return ("all",)
    # citations are what tells a marker from a dash inside a row of insights
    if format.citations:
        return LINES
    return ("all",) if _ALSO_IN_SENTENCES.intersection(format.markers) else LINE_PER_INSIGHT


def own_marker(format: Format) -> str:
    """Return the marker that a format's insights have by default, ``""`` where they have none.

    Free headings are told from insights by the markers of these, so that there insights have them though they
    need none.
    """
    if format.unmarked and not format.free_headings:
        return ""
    return next(iter((*format.markers, *format.numbered_markers)), "")


def spell_marker(marker: str, number: int) -> str:
    """Spell a marker: a sign is itself, a shape is its number with the signs around it.

    >>> spell_marker("-", 2), spell_marker("{n}.", 2)
    ('-', '2.')
    """
    return marker.format(n=number) if is_numbered(marker) else marker


def plainest_citation(format: Format) -> str | None:
    """Return the shape of a citation with the fewest places; ``None`` in a format without citations."""
    return min(format.citations, key=_number_of_places, default=None)


def _number_of_places(shape: str) -> int:
    return len(places_of(shape))


def is_numbered(marker: object) -> bool:
    """Whether a marker is a shape of numbers, as ``{n}.``, and no sign."""
    return isinstance(marker, str) and "{n}" in marker
