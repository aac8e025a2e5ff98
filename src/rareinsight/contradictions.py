"""What a declaration may not say: two things of one word, or one thing by signs that mean another as well.

Each value may be right by itself (:mod:`rareinsight.checks`, :mod:`rareinsight.shape_checks`) and still be wrong
beside the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rareinsight.shape_checks import signs_of


def check_roles(where: str, roles: Iterable[tuple[str, str]]) -> None:
    """Refuse words or shapes, given with their roles, that have two."""
    known: dict[str, str] = {}
    for word, role in roles:
        other = known.setdefault(word.casefold(), role)
        if other != role:
            raise ValueError(
                f"{where}: {word!r} is declared both {other!r} and {role!r}; a word has one role, "
                "remove one of them"
            )


def check_apart(fields: dict[str, Sequence[str]]) -> None:
    """Refuse a word that two of the fields hold, given by their names: a line is one of these or another."""
    known: dict[str, str] = {}
    for field, words in fields.items():
        for word in words:
            other = known.setdefault(word.casefold(), field)
            if other != field:
                raise ValueError(
                    f"{field}: {word!r} is one of {other} too; a line is one of them, remove the other"
                )


def check_marker_signs(
    markers: Sequence[str], glued: Sequence[str], words: Iterable[str], citations: Iterable[str]
) -> None:
    """Refuse markers that stand in headings as well, and those without blanks that citations begin with.

    Args:
        markers: the signs that open an insight.
        glued: those of them that need no blanks.
        words: the words of the headings.
        citations: the shapes of citations.
    """
    words = tuple(words)
    joined = "\n".join(words).casefold()  # searched first, since a vocabulary may have thousands of words
    for marker in markers:
        for word in words if marker.casefold() in joined else ():
            if marker.casefold() == word.casefold():
                raise ValueError(f"Format.markers: {marker!r} is a heading too; keep it as one of them")
            if marker in (word if marker in glued else word.split()):
                raise ValueError(
                    f"Format.markers: {marker!r} would open an insight inside the heading {word!r}; leave out "
                    "one of them"
                )
    for marker in glued:
        if marker not in markers:
            raise ValueError(f"Format.glued_markers: {marker!r} is not among the markers {list(markers)!r}")
        for shape in citations:
            if shape.startswith(marker):
                raise ValueError(
                    f"Format.glued_markers: {marker!r} begins the citation {shape!r} too; leave it out here, "
                    "so that it needs blanks"
                )


def check_number_signs(citations: Sequence[str], headings: Iterable[str], markers: Iterable[str]) -> None:
    """Refuse shapes of numbers that nothing tells apart.

    Args:
        citations: the shapes of citations.
        headings: those of numbered headings.
        markers: those of numbers that open an insight.
    """
    known: dict[tuple[str, ...], str] = {}
    for shape in citations:
        other = known.setdefault(signs_of(shape), shape)
        if other is not shape:
            raise ValueError(
                f"Format.citations: nothing tells {other!r} and {shape!r} apart, the signs around their places "
                "are the same; keep one of them"
            )
    markers = set(markers)
    for shape in markers:
        if signs_of(shape) in known:
            raise ValueError(
                f"Format.numbered_markers: {shape!r} is the citation {known[signs_of(shape)]!r} too; keep one of them"
            )
    for shape in headings:
        if signs_of(shape) in known:
            raise ValueError(
                f"Format.citations: {known[signs_of(shape)]!r} has the signs of the numbered heading {shape!r}; keep "
                "one of them"
            )
        if shape in markers:
            raise ValueError(
                f"Format.numbered_markers: {shape!r} is a numbered heading too; keep it as one of them"
            )
