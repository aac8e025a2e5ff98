"""How a digest looks on the page, as a value: line breaks, markers, citations, stops, header and so on.

A layout does not affect content: texts of one article in two layouts are parsed as equal.
The values its fields can have are derived from the format (:func:`choices`), so that declaring a format is enough
to get its rendering and its test data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final, Literal, get_args

from attrs import evolve, field, fields, frozen

from rareinsight._format.shapes import places_of
from rareinsight._messages import is_a, one_of, refuse_unknown_fields
from rareinsight.format import Format

# the plainest value of each comes first
Lines = Literal["all", "insights", "headings", "sections", "one"]
Numbers = Literal["apart", "listed", "ranged"]
Stop = Literal["kept", "none", "before", "after"]
HeadingStyle = Literal["plain", "hashes", "bold"]
HeadingCase = Literal["kept", "upper"]
Header = Literal["above", "below"]
Newline = Literal["\n", "\r\n", "\r"]

#: Markers that also occur between words: without citations, only one at the start of a line is unambiguous.
_ALSO_IN_SENTENCES: Final = frozenset("-–—−*+")
#: A field, which of its values require certain ``lines``, these, and why.
_NEEDS: Final[tuple[tuple[str, Callable[[object], bool], tuple[str, ...], str], ...]] = (
    ("headings", lambda style: style == "hashes", ("all", "headings"), "a Markdown heading needs its own line"),
    ("marker", lambda marker: marker == "", ("all",), "without markers, only line breaks separate insights"),
    ("marker", lambda marker: "{n}" in str(marker), ("all",), "a number starts an insight only at the start of a line"),
)  # fmt: skip


@refuse_unknown_fields
@frozen(repr=False)
class Layout:
    r"""One way to lay out digests, whatever parts an article has.

    Attributes:
        lines: what starts a new line: ``"one"`` line for the whole body, ``"sections"``, ``"headings"`` (with the
            insights below each on one line), ``"insights"`` (the first beside its heading), or ``"all"``.
        blank_lines: whether blank lines separate the header and sections.
        marker: the marker of each insight, or a shape such as ``"{n}."`` to number those of a section; ``None``
            for the format's first (none, if insights are unmarked), ``""`` for none.
        marked_text: whether the text that a heading holds (:class:`.Heading` with ``holds_text``) has a marker, like
            other insights; otherwise it is put beside its heading.
        citation: the shape of a citation; ``None`` for the format's first.
        numbers: ``"apart"`` as ``[1][2][3]``, ``"listed"`` as ``[1, 2, 3]`` or ``"ranged"`` as ``[1-3]``.
        citation_space: whether a space precedes citations.
        stop: the full stop at the end of an insight: as in its text (``"kept"``), ``"none"``, ``"before"`` the
            citations or ``"after"`` them. It is always there if nothing else separates the insight from the next.
        headings: ``"plain"``, with ``"hashes"`` or ``"bold"``, as in Markdown.
        heading_case: unchanged (``"kept"``) or in capitals (``"upper"``); labels are content and never change.
        colon: what separates the number and the label of a heading; ``None`` for ``":"``.
        header: title and source line ``"above"`` the body or ``"below"``.
        newline: the line ending.
        byte_order_mark: whether the text starts with a byte order mark.
        hard_spaces: whether the spaces around markers and citations are non-breaking.
        boilerplate: whether the text starts with a line of boilerplate.
        canonical: the defaults: every heading and insight on its own line.
        markdown: headings with hashes, dashes before insights.
        one_line: the whole body on one line.
        crawled: the same with title and source below it, like most crawled pages.

    Raises:
        ValueError: a field does not have this value, or not with these ``lines``.

    >>> Layout(lines="one", marker="•")
    Layout(lines='one', marker='•')
    """

    canonical: ClassVar[Layout]
    markdown: ClassVar[Layout]
    one_line: ClassVar[Layout]
    crawled: ClassVar[Layout]

    lines: Lines = field(default="all", validator=one_of(*get_args(Lines)))
    blank_lines: bool = field(default=True, validator=is_a(bool))
    marker: str | None = field(default=None, validator=is_a(str | None))
    marked_text: bool = field(default=True, validator=is_a(bool))
    citation: str | None = field(default=None, validator=is_a(str | None))
    numbers: Numbers = field(default="apart", validator=one_of(*get_args(Numbers)))
    citation_space: bool = field(default=True, validator=is_a(bool))
    stop: Stop = field(default="kept", validator=one_of(*get_args(Stop)))
    headings: HeadingStyle = field(default="plain", validator=one_of(*get_args(HeadingStyle)))
    heading_case: HeadingCase = field(default="kept", validator=one_of(*get_args(HeadingCase)))
    colon: str | None = field(default=None, validator=is_a(str | None))
    header: Header = field(default="above", validator=one_of(*get_args(Header)))
    newline: Newline = field(default="\n", validator=one_of(*get_args(Newline)))
    byte_order_mark: bool = field(default=False, validator=is_a(bool))
    hard_spaces: bool = field(default=False, validator=is_a(bool))
    boilerplate: bool = field(default=False, validator=is_a(bool))

    def __attrs_post_init__(self) -> None:
        for name, applies, lines, reason in _NEEDS:
            value = getattr(self, name)
            if applies(value) and self.lines not in lines:
                raise ValueError(
                    f"Layout.{name}={value!r} can't be combined with lines={self.lines!r}: {reason}, so use lines="
                    f"{' or '.join(map(repr, lines))}"
                )

    def __repr__(self) -> str:
        values = [(each.name, getattr(self, each.name), each.default) for each in fields(Layout)]
        return f"Layout({', '.join(f'{name}={value!r}' for name, value, usual in values if value != usual)})"

    def suits(self, format: Format) -> bool:
        """Whether digests of ``format`` can have this layout."""
        return all(getattr(self, name) in (None, *values) for name, values in choices(format).items())

    def check(self, format: Format) -> None:
        """Raise a ``ValueError`` that lists the possible values, unless :meth:`suits` is true."""
        for name, values in choices(format).items():
            if (value := getattr(self, name)) not in (None, *values):
                raise ValueError(
                    f"Layout.{name}={value!r} is not possible in format {format.name!r}; "
                    f"use {' or '.join(map(repr, values))}"
                )


Layout.canonical = Layout()
Layout.markdown = Layout(headings="hashes", marker="-", stop="before")
Layout.one_line = Layout(lines="one", blank_lines=False)
Layout.crawled = Layout(lines="one", blank_lines=False, header="below", stop="after")


def choices(format: Format) -> dict[str, tuple[Any, ...]]:
    """Return the values that each field of a layout can have in a format, the plainest first.

    >>> from rareinsight.format import Heading
    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•", "-"], citations=["[{n}]"])
    >>> choices(notes)["marker"], choices(notes)["citation"]
    (('•', '-'), ('[{n}]',))
    """
    markers = (*format.markers, *format.numbered_markers)
    # those that stay in the text of an insight are written only if there are no others
    markers = tuple(marker for marker in markers if marker not in format.kept_markers) or markers
    own = "" if format.unmarked and not format.free_headings else next(iter(markers), "")
    is_listed = "{n}" not in format.citations and any("n" in places_of(shape) for shape in format.citations)
    # numbers, or else superscripts, which end at 9, or else keys; the shape with the fewest places first
    shapes = sorted(format.citations, key=lambda shape: len(places_of(shape)))
    kinds = (tuple(shape for shape in shapes if place in places_of(shape)) for place in ("n", "s", "key"))
    holds_text = any(heading.holds_text for heading in format.headings)
    # within a line, only citations distinguish a marker from a dash
    has_dashes = not _ALSO_IN_SENTENCES.isdisjoint(format.markers)
    lines = get_args(Lines) if format.citations else ("all",) if has_dashes else ("all", "insights")
    return {
        "lines": ("all",) if format.unmarked or format.markdown or own not in format.markers else lines,
        "blank_lines": (True, False),
        "marker": markers if own else ("", *markers),
        "marked_text": (True, False) if own and holds_text else (True,),
        "citation": next(filter(None, kinds), (None,)),
        "numbers": get_args(Numbers) if is_listed else ("apart",),
        "citation_space": (True, False),
        "stop": get_args(Stop) if format.citations else ("kept", "none", "before"),
        "headings": ("plain", "hashes") if format.markdown else get_args(HeadingStyle),
        "heading_case": get_args(HeadingCase),
        "colon": (":", "："),
        "header": get_args(Header) if own and not (format.unmarked or format.markdown) else ("above",),
        "newline": get_args(Newline),
        "byte_order_mark": (False, True),
        "hard_spaces": (False, True),
        "boilerplate": (False, True) if format.boilerplate else (False,),
    }


def settle(layout: Layout, format: Format) -> Layout:
    """Return a layout with the marker, the citation and the colon of a format where it has none."""
    own = {name: values[0] for name, values in choices(format).items() if getattr(layout, name) is None}
    return evolve(layout, **own)
