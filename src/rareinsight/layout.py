"""How a digest looks on the page, as a value: line breaks, markers, citations, stops, header and the rest.

A layout says nothing about what an article says: two texts of one article in two layouts are read as equal.
Which values its fields can have is derived from the format (:func:`~.choices.choices`), so that whoever declares a
format gets its writer and its test data with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Final, Literal, NamedTuple

from attrs import field, fields, frozen

from rareinsight._format import checks
from rareinsight._format.checks import refuse_unknown_fields
from rareinsight.choices import (
    HEADERS,
    HEADING_CASES,
    HEADING_STYLES,
    LINE_PER_HEADING,
    LINES,
    NEWLINES,
    NUMBERS,
    STOPS,
    choices,
    is_numbered,
)
from rareinsight.format import Format

Lines = Literal["one", "sections", "headings", "insights", "all"]
Numbers = Literal["apart", "listed", "ranged"]
Stop = Literal["kept", "none", "before", "after"]
HeadingStyle = Literal["plain", "hashes", "bold"]
HeadingCase = Literal["kept", "upper"]
Header = Literal["above", "below"]
Newline = Literal["\n", "\r\n", "\r"]

#: The fields whose values depend on the format.
_OF_FORMAT: Final = (
    "lines",
    "marker",
    "marked_text",
    "citation",
    "numbers",
    "stop",
    "colon",
    "header",
    "boilerplate",
)


class _Need(NamedTuple):
    """Values that a field can have only while ``lines`` is one of some."""

    field: str
    applies: Callable[[object], bool]
    lines: tuple[str, ...]
    reason: str


def _is_hashes(headings: object) -> bool:
    return headings == "hashes"


def _is_none(marker: object) -> bool:
    return marker == ""


_NEEDS: Final = (
    _Need("headings", _is_hashes, LINE_PER_HEADING, "a Markdown heading has a line of its own"),
    _Need("marker", _is_none, ("all",), "without markers only their lines tell headings and insights apart"),
    _Need("marker", is_numbered, ("all",), "a number opens an insight at the start of a line only"),
)


@refuse_unknown_fields
@frozen(repr=False)
class Layout:
    r"""One way to lay out digests; the defaults are :attr:`canonical`.

    Which parts an article has is not a matter of layout: one without a title is written without.

    Args:
        lines: what begins a line: ``"one"`` line for the whole body, ``"sections"``, ``"headings"`` (and the
            insights below each in one line), ``"insights"`` (the first beside its heading), or ``"all"``.
        blank_lines: whether blank lines part header and sections.
        marker: the sign before each insight, or a shape as ``"{n}."`` by which those of a section are numbered;
            ``None`` for the format's first (none, where insights are unmarked), ``""`` for none.
        marked_text: whether the text that a heading holds (:class:`.Heading` with ``holds_text``) has a marker, as
            other insights have; without one it stands beside its heading.
        citation: the shape of a citation; ``None`` for the format's first.
        numbers: ``"apart"`` as ``[1][2][3]``, ``"listed"`` as ``[1, 2, 3]`` or ``"ranged"`` as ``[1-3]``.
        citation_space: whether a space stands before citations.
        stop: the full stop that closes an insight: as in its text (``"kept"``), ``"none"``, ``"before"`` the
            citations or ``"after"`` them. Where nothing else parts an insight from what follows, it stands anyway.
        headings: ``"plain"``, with ``"hashes"`` or ``"bold"`` as Markdown has them.
        heading_case: headings as they are (``"kept"``) or their words in capitals (``"upper"``); labels are
            content and stay.
        colon: the sign between the number and the label of a heading; ``None`` for the format's first.
        header: title and source line ``"above"`` the body or ``"below"``.
        newline: the end of a line.
        byte_order_mark: whether the text begins with a byte order mark.
        hard_spaces: whether the spaces around markers and citations are no-break ones.
        boilerplate: whether a line of page furniture stands on top.

    Raises:
        ValueError: a field has no such value, or not with these ``lines``.

    >>> Layout(lines="one", marker="•")
    Layout(lines='one', marker='•')
    """

    canonical: ClassVar[Layout]
    markdown: ClassVar[Layout]
    one_line: ClassVar[Layout]
    crawled: ClassVar[Layout]

    lines: Lines = field(default="all", validator=checks.choice(*LINES))
    blank_lines: bool = field(default=True, validator=checks.flag)
    marker: str | None = field(default=None, validator=checks.text_or_none)
    marked_text: bool = field(default=True, validator=checks.flag)
    citation: str | None = field(default=None, validator=checks.text_or_none)
    numbers: Numbers = field(default="apart", validator=checks.choice(*NUMBERS))
    citation_space: bool = field(default=True, validator=checks.flag)
    stop: Stop = field(default="kept", validator=checks.choice(*STOPS))
    headings: HeadingStyle = field(default="plain", validator=checks.choice(*HEADING_STYLES))
    heading_case: HeadingCase = field(default="kept", validator=checks.choice(*HEADING_CASES))
    colon: str | None = field(default=None, validator=checks.text_or_none)
    header: Header = field(default="above", validator=checks.choice(*HEADERS))
    newline: Newline = field(default="\n", validator=checks.choice(*NEWLINES))
    byte_order_mark: bool = field(default=False, validator=checks.flag)
    hard_spaces: bool = field(default=False, validator=checks.flag)
    boilerplate: bool = field(default=False, validator=checks.flag)

    def __attrs_post_init__(self) -> None:
        for need in _NEEDS:
            value = getattr(self, need.field)
            if need.applies(value) and self.lines not in need.lines:
                raise ValueError(
                    f"Layout.{need.field}={value!r} does not go with lines={self.lines!r}: "
                    f"{need.reason}, so choose lines={' or '.join(map(repr, need.lines))}"
                )

    def __repr__(self) -> str:
        changed = [
            f"{attribute.name}={getattr(self, attribute.name)!r}"
            for attribute in fields(Layout)
            if getattr(self, attribute.name) != attribute.default
        ]
        return f"Layout({', '.join(changed)})"

    def suits(self, format: Format) -> bool:
        """Whether digests of ``format`` can have this layout."""
        possible = choices(format)
        return all(getattr(self, name) in (None, *possible[name]) for name in _OF_FORMAT)

    def check(self, format: Format) -> None:
        """Raise a ``ValueError`` that names the choice there is, where :meth:`suits` is false."""
        possible = choices(format)
        for name in _OF_FORMAT:
            value = getattr(self, name)
            if value is not None and value not in possible[name]:
                raise ValueError(
                    f"Layout.{name}={value!r}: digests of format {format.name!r} can't have it; "
                    f"choose {' or '.join(map(repr, possible[name]))}"
                )


Layout.canonical = Layout()
Layout.markdown = Layout(headings="hashes", marker="-", stop="before")
Layout.one_line = Layout(lines="one", blank_lines=False)
Layout.crawled = Layout(lines="one", blank_lines=False, header="below", stop="after")

#: The layouts that have a name.
NAMED: Final = {
    "canonical": Layout.canonical,
    "markdown": Layout.markdown,
    "one_line": Layout.one_line,
    "crawled": Layout.crawled,
}


def settle(chosen: Mapping[str, object]) -> Layout:
    """Return the layout of the values chosen, those left out that its ``lines`` rule out.

    >>> settle({"lines": "one", "headings": "hashes"})
    Layout(lines='one')
    """
    values = dict(chosen)
    for need in _NEEDS:
        if need.applies(values.get(need.field)) and values.get("lines", "all") not in need.lines:
            del values[need.field]
    return Layout(**values)  # type: ignore[arg-type]  # each field's validator checks its value
