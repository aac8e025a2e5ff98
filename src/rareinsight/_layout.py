"""How a digest looks on a page: line breaks, markers, citations, stops, header and so on.

A layout does not affect content. The possible values of its fields are derived from the format (:func:`choices`).
"""

from typing import Any, Final, Literal, get_args

from attrs import Attribute, fields, frozen

from rareinsight._messages import is_a, one_of, refuse_unknown_fields
from rareinsight._shapes import NUMERALS, places_of
from rareinsight.format import Format

#: Markers that also occur between words: without citations, only one at the start of a line is unambiguous.
_ALSO_IN_SENTENCES: Final = frozenset("-–—−*+")


def _typed(_: type, declared: "list[Attribute[Any]]") -> "list[Attribute[Any]]":
    """Make each field refuse values of other types; this is why annotations are not postponed in this module."""
    return [
        each.evolve(validator=one_of(*get_args(each.type)) if type(each.default) is str else is_a(each.type or object))
        for each in declared
    ]


@refuse_unknown_fields
@frozen(field_transformer=_typed)
class Layout:
    r"""One way to lay out digests, whatever parts an article has.

    Attributes:
        lines: what starts a new line: ``"one"`` line for the whole body, ``"sections"``, ``"headings"`` (with the
            insights below each on one line), ``"insights"`` (the first next to its heading), or ``"all"``.
        blank_lines: whether blank lines separate the header and sections.
        marker: the marker of each insight, or a shape such as ``"{n}."`` to number those of a section; ``None``
            for the format's first (none, if insights are unmarked), ``""`` for none.
        citation: the shape of a citation; ``None`` for the format's first.
        numbers: ``"apart"`` as ``[1][2][3]``, ``"listed"`` as ``[1, 2, 3]`` or ``"ranged"`` as ``[1-3]``.
        stop: the full stop at the end of an insight: as in its text (``"kept"``), ``"none"``, ``"before"`` the
            citations or ``"after"`` them. It is always there if nothing else separates the insight from the next.
        headings: ``"plain"``, with ``"hashes"`` or ``"bold"``, as in Markdown.
        header: title and source line ``"above"`` the body or ``"below"``.

    Raises:
        ValueError: a field does not have this value, or not with these ``lines``.
    """

    # the plainest value of each type comes first
    lines: Literal["all", "insights", "headings", "sections", "one"] = "all"
    blank_lines: bool = True
    marker: str | None = None
    citation: str | None = None
    numbers: Literal["apart", "listed", "ranged"] = "apart"
    stop: Literal["kept", "none", "before", "after"] = "kept"
    headings: Literal["plain", "hashes", "bold"] = "plain"
    header: Literal["above", "below"] = "above"

    def __attrs_post_init__(self) -> None:
        is_numbered = any(f"{{{place}}}" in f"{self.marker}" for place in NUMERALS)
        needs = (
            (self.headings == "hashes", "headings", ("all", "headings"), "a Markdown heading needs its own line"),
            (self.marker == "", "marker", ("all",), "without markers, only line breaks separate insights"),
            (is_numbered, "marker", ("all",), "a number starts an insight only at the start of a line"),
        )
        for applies, name, lines, reason in needs:
            if applies and self.lines not in lines:
                fault = f"Layout.{name}={getattr(self, name)!r} can't be combined with lines={self.lines!r}"
                raise ValueError(f"{fault}: {reason}, so use lines={' or '.join(map(repr, lines))}")


def choices(format: Format) -> dict[str, tuple[Any, ...]]:
    """Return the values that each field of a layout can have in a format, the plainest first."""
    values = {each.name: get_args(each.type) or (each.default, not each.default) for each in fields(Layout)}
    # the lines of a quote are one paragraph
    usual = [marker for marker in format.markers if marker != ">" or not format.markdown]
    markers = (*usual, *format.numbered_markers)
    # markers that are part of the text of an insight are only used if there are no others
    markers = tuple(marker for marker in markers if marker not in format.kept_markers) or markers
    own = "" if format.unmarked and not format.free_headings else next(iter(markers), "")
    is_listed = "{n}" not in format.citations and any("n" in places_of(shape) for shape in format.citations)
    # numbers, or else superscripts, which end at 9, or else keys; the shape with the fewest places first
    shapes = sorted(format.citations, key=lambda shape: len(places_of(shape)))
    kinds = (tuple(shape for shape in shapes if place in places_of(shape)) for place in ("n", "s", "key"))
    is_by_line = format.unmarked or format.markdown or own not in format.markers
    # within a line, only citations distinguish a marker from a dash
    is_by_line |= not format.citations and not _ALSO_IN_SENTENCES.isdisjoint(format.markers)
    return values | {
        "lines": ("all",) if is_by_line else values["lines"] if format.citations else ("all", "insights"),
        "marker": markers if own else ("", *markers),
        "citation": next(filter(None, kinds), (None,)),
        "numbers": values["numbers"] if is_listed else ("apart",),
        "stop": values["stop"] if format.citations else ("kept", "none", "before"),
        "headings": ("plain", "hashes") if format.markdown else values["headings"],
        "header": values["header"] if own and not (format.unmarked or format.markdown) else ("above",),
    }


def settle(layout: Layout, format: Format) -> Layout:
    """Return a layout with each ``None`` replaced by the format's own value; raise ``ValueError`` if impossible."""
    settled: dict[str, Any] = {}
    for name, values in choices(format).items():
        value = getattr(layout, name)
        if value not in (None, *values):
            possible = " or ".join(map(repr, values))
            raise ValueError(f"Layout.{name}={value!r} is not possible in format {format.name!r}; use {possible}")
        settled[name] = values[0] if value is None else value
    return Layout(**settled)
