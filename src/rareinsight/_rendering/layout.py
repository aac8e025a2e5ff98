"""How a digest looks on the page, as a value: line breaks, markers, citations, stops, header and the rest.

A layout says nothing about what an article says: two texts of one article in two layouts are read as equal.
Which values its fields can have is derived from the format (:func:`choices`), so that whoever declares a format gets
its writing and its test data with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, Literal, get_args

from attrs import field, fields, frozen

from rareinsight._format.checks import choice, flag, refuse_unknown_fields, text_or_none
from rareinsight._format.shapes import places_of
from rareinsight.format import Format

# the plainest value of each comes first
Lines = Literal["all", "insights", "headings", "sections", "one"]
Numbers = Literal["apart", "listed", "ranged"]
Stop = Literal["kept", "none", "before", "after"]
HeadingStyle = Literal["plain", "hashes", "bold"]
HeadingCase = Literal["kept", "upper"]
Header = Literal["above", "below"]
Newline = Literal["\n", "\r\n", "\r"]

#: The values of ``lines`` with which every insight begins a line, and those that give headings their own.
LINE_PER_INSIGHT: Final = ("all", "insights")
LINE_PER_HEADING: Final = ("all", "headings")
#: Markers that stand between words too: without citations only the start of a line tells which is meant.
_ALSO_IN_SENTENCES: Final = frozenset("-–—−*+")


def is_numbered(marker: object) -> bool:
    """Whether a marker is a shape of numbers, as ``{n}.``."""
    return isinstance(marker, str) and "{n}" in marker


#: A field, which of its values go with some ``lines`` only, these, and why.
_NEEDS: Final[tuple[tuple[str, Callable[[object], bool], tuple[str, ...], str], ...]] = (
    ("headings", lambda style: style == "hashes", LINE_PER_HEADING, "a Markdown heading has a line of its own"),
    ("marker", lambda marker: marker == "", ("all",), "without markers only lines tell headings and insights apart"),
    ("marker", is_numbered, ("all",), "a number opens an insight at the start of a line only"),
)  # fmt: skip


@refuse_unknown_fields
@frozen(repr=False)
class Layout:
    r"""One way to lay out digests. Which parts an article has is not a matter of layout.

    Attributes:
        lines: what begins a line: ``"one"`` line for the whole body, ``"sections"``, ``"headings"`` (and the
            insights below each in one line), ``"insights"`` (the first beside its heading), or ``"all"``.
        blank_lines: whether blank lines part header and sections.
        marker: what stands before each insight, or a shape as ``"{n}."`` by which those of a section are numbered;
            ``None`` for the format's first (none, where insights are unmarked), ``""`` for none.
        marked_text: whether the text that a heading holds (:class:`.Heading` with ``holds_text``) has a marker, as
            other insights have; without one it stands beside its heading.
        citation: the shape of a citation; ``None`` for the format's first.
        numbers: ``"apart"`` as ``[1][2][3]``, ``"listed"`` as ``[1, 2, 3]`` or ``"ranged"`` as ``[1-3]``.
        citation_space: whether a space stands before citations.
        stop: the full stop that closes an insight: as in its text (``"kept"``), ``"none"``, ``"before"`` the
            citations or ``"after"`` them. Where nothing else parts an insight from what follows, it stands anyway.
        headings: ``"plain"``, with ``"hashes"`` or ``"bold"`` as Markdown has them.
        heading_case: as they are (``"kept"``) or in capitals (``"upper"``); labels are content and stay.
        colon: what stands between the number and the label of a heading; ``None`` for ``":"``.
        header: title and source line ``"above"`` the body or ``"below"``.
        newline: the end of a line.
        byte_order_mark: whether the text begins with a byte order mark.
        hard_spaces: whether the spaces around markers and citations are no-break ones.
        boilerplate: whether a line of boilerplate stands on top.
        canonical: the defaults: every heading and insight on a line of its own.
        markdown: headings with hashes, dashes before insights.
        one_line: the whole body on one line.
        crawled: the same with title and source below it, as most pages come out of a crawl.

    Raises:
        ValueError: a field has no such value, or not with these ``lines``.

    >>> Layout(lines="one", marker="•")
    Layout(lines='one', marker='•')
    """

    canonical: ClassVar[Layout]
    markdown: ClassVar[Layout]
    one_line: ClassVar[Layout]
    crawled: ClassVar[Layout]

    lines: Lines = field(default="all", validator=choice(*get_args(Lines)))
    blank_lines: bool = field(default=True, validator=flag)
    marker: str | None = field(default=None, validator=text_or_none)
    marked_text: bool = field(default=True, validator=flag)
    citation: str | None = field(default=None, validator=text_or_none)
    numbers: Numbers = field(default="apart", validator=choice(*get_args(Numbers)))
    citation_space: bool = field(default=True, validator=flag)
    stop: Stop = field(default="kept", validator=choice(*get_args(Stop)))
    headings: HeadingStyle = field(default="plain", validator=choice(*get_args(HeadingStyle)))
    heading_case: HeadingCase = field(default="kept", validator=choice(*get_args(HeadingCase)))
    colon: str | None = field(default=None, validator=text_or_none)
    header: Header = field(default="above", validator=choice(*get_args(Header)))
    newline: Newline = field(default="\n", validator=choice(*get_args(Newline)))
    byte_order_mark: bool = field(default=False, validator=flag)
    hard_spaces: bool = field(default=False, validator=flag)
    boilerplate: bool = field(default=False, validator=flag)

    def __attrs_post_init__(self) -> None:
        for name, applies, lines, reason in _NEEDS:
            value = getattr(self, name)
            if applies(value) and self.lines not in lines:
                raise ValueError(
                    f"Layout.{name}={value!r} does not go with lines={self.lines!r}: {reason}, so choose lines="
                    f"{' or '.join(map(repr, lines))}"
                )

    def __repr__(self) -> str:
        values = [(each.name, getattr(self, each.name), each.default) for each in fields(Layout)]
        return f"Layout({', '.join(f'{name}={value!r}' for name, value, usual in values if value != usual)})"

    def suits(self, format: Format) -> bool:
        """Whether digests of ``format`` can have this layout."""
        return all(getattr(self, name) in (None, *values) for name, values in choices(format).items())

    def check(self, format: Format) -> None:
        """Raise a ``ValueError`` that names the choice there is, where :meth:`suits` is false."""
        for name, values in choices(format).items():
            if (value := getattr(self, name)) not in (None, *values):
                raise ValueError(
                    f"Layout.{name}={value!r}: digests of format {format.name!r} can't have it; "
                    f"choose {' or '.join(map(repr, values))}"
                )


Layout.canonical = Layout()
Layout.markdown = Layout(headings="hashes", marker="-", stop="before")
Layout.one_line = Layout(lines="one", blank_lines=False)
Layout.crawled = Layout(lines="one", blank_lines=False, header="below", stop="after")


def choices(format: Format) -> dict[str, tuple[object, ...]]:
    """Return the space of layouts of a format: the values that each field can have, the plainest first.

    >>> from rareinsight.format import Heading
    >>> notes = Format("notes", headings=[Heading(["Overview"])], markers=["•", "-"], citations=["[{n}]"])
    >>> choices(notes)["marker"], choices(notes)["citation"]
    (('•', '-'), ('[{n}]',))
    """
    cited, own = bool(format.citations), own_marker(format)
    markers = _markers_of(format)
    holds_text = any(heading.holds_text for heading in format.headings)
    return {
        "lines": _lines_of(format),
        "blank_lines": (True, False),
        "marker": markers if own else ("", *markers),
        "marked_text": (True, False) if own and holds_text else (True,),
        "citation": written_citations(format) or (None,),
        "numbers": get_args(Numbers) if takes_lists(format) else ("apart",),
        "citation_space": (True, False),
        "stop": get_args(Stop) if cited else ("kept", "none", "before"),
        "headings": ("plain", "hashes") if format.markdown else get_args(HeadingStyle),
        "heading_case": get_args(HeadingCase),
        "colon": (":", "："),
        "header": get_args(Header) if own and not (format.unmarked or format.markdown) else ("above",),
        "newline": get_args(Newline),
        "byte_order_mark": (False, True),
        "hard_spaces": (False, True),
        "boilerplate": (False, True) if format.boilerplate else (False,),
    }


def _lines_of(format: Format) -> tuple[object, ...]:
    if format.unmarked or format.markdown or own_marker(format) not in format.markers:
        return ("all",)
    # citations are what tells a marker from a dash inside a row of insights
    if format.citations:
        return get_args(Lines)
    return ("all",) if _ALSO_IN_SENTENCES.intersection(format.markers) else LINE_PER_INSIGHT


def own_marker(format: Format) -> str:
    """Return the marker that insights have by default, ``""`` for none; free headings are told by it."""
    may_have_none = format.unmarked and not format.free_headings
    return "" if may_have_none else next(iter(_markers_of(format)), "")


def _markers_of(format: Format) -> tuple[str, ...]:
    """Return the markers that an insight may have: those that belong to texts only where there are no others."""
    markers = (*format.markers, *format.numbered_markers)
    return tuple(marker for marker in markers if marker not in format.kept_markers) or markers


def written_citations(format: Format) -> tuple[str, ...]:
    """Return the shapes that citations can be written in, the plainest first, which has the fewest places.

    Those with a number if there are such, and superscripts, which end at 9, if there are no others.
    """
    by_places = sorted(format.citations, key=lambda shape: len(places_of(shape)))
    kinds = [tuple(shape for shape in by_places if place in places_of(shape)) for place in ("n", "s", "key")]
    return kinds[0] or kinds[1] or kinds[2]


def takes_lists(format: Format) -> bool:
    """Whether one bracket of the format may hold several numbers."""
    return any("n" in places_of(shape) for shape in format.citations) and "{n}" not in format.citations


def settle(chosen: Mapping[str, object]) -> Layout:
    """Return the layout of the values chosen, those left out that its ``lines`` rule out.

    >>> settle({"lines": "one", "headings": "hashes"})
    Layout(lines='one')
    """
    values = dict(chosen)
    for name, applies, lines, _ in _NEEDS:
        if applies(values.get(name)) and values.get("lines", "all") not in lines:
            del values[name]
    return Layout(**values)  # type: ignore[arg-type]  # each field's validator checks its value
