"""Rendering articles as text, in any layout: the inverse of parsing, and checked by parsing.

A heading keeps its wording if that agrees with its section, and is built from role, number and label otherwise;
parsing determines what a wording means. A layout does not affect content; its possible values follow from the format.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from string import ascii_lowercase
from typing import Any, Final, Literal, cast, get_args

from attrs import define, evolve, fields, frozen

from rareinsight._formats.registry import find_format, formats
from rareinsight._messages import expect, refuse_unknown_fields, typed
from rareinsight._shapes import CHINESE_DIGITS, NUMERALS, SUPERSCRIPTS, is_worded, parts_of, places_of
from rareinsight.diagnostics import ParseError
from rareinsight.format import Format, Numbered
from rareinsight.model import Article, Citation, Diagnostic, Insight, Section, Span, text_without_stop
from rareinsight.parsing import parse

__all__ = ["Layout", "RenderError", "render"]

_MAX_EXCERPT: Final = 80  #: the most characters of a text that a message shows
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
#: Fills the placeholders of a shape for which there is no content.
_ANYTHING: Final = {"a": "1", "n": "1", "text": "words", "lines": "words", "date": "2026-03-01"}
_OTHER_STOPS: Final = tuple("!?！？…:：;；")  #: characters that end a sentence without a full stop
#: Markers that also occur between words: without citations, only one at the start of a line is unambiguous.
_ALSO_IN_SENTENCES: Final = frozenset("-–—−*+")


@refuse_unknown_fields
@frozen(field_transformer=typed)
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

    # the first value of each type is the plainest
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


@define(eq=False)
class RenderError(ValueError):
    """An article can't be rendered in a layout, as the text would be parsed differently.

    Attributes:
        text: the rejected text.
        path: what differs first, such as ``sections[0].insights[2].text``.
        difference: its value in the article, and that in the text.
        span: its span in the text, if it has one.
    """

    text: str
    path: str
    difference: str
    span: Span | None

    def __str__(self) -> str:
        return str(ParseError([Diagnostic(self.path, "error", self.difference, self.span)], self.text))


def render(article: Article, layout: Layout | None = None, *, format: Format | str | None = None) -> str:
    """Render an article as the text of a digest.

    Args:
        article: the article to render; spans and ``raw`` are ignored.
        layout: how the text looks; by default, every heading and insight has its own line.
        format: the format to use, or its name; defaults to that of the article, or else the first registered.

    Returns:
        A text that :func:`~rareinsight.parse` turns into an equal article, given the same format.

    Raises:
        RenderError: the text would be parsed differently, for example if a sentence looks like a heading.
        ValueError: the layout or the article needs something that the format does not have.

    >>> from rareinsight import Citation, Insight, Section
    >>> insight = Insight("Prices fell", [Citation(1), Citation(3)])
    >>> article = Article(sections=[Section("core", "Core Insights", insights=[insight])])
    >>> print(render(article, Layout(lines="one")))
    Core Insights - Prices fell [1][3]
    """
    expect(Article, article=article)
    expect(Layout | None, layout=layout)
    known = formats()
    chosen = known.get(article.format or "") or next(iter(known.values())) if format is None else find_format(format)
    # most headings keep their wording; to parse each by itself would take most of the time
    text = write(article, layout or Layout(), chosen, is_careful=False)
    with suppress(RenderError):
        check_equal(article, parse(text, format=chosen))
        return text
    text = write(article, layout or Layout(), chosen, is_careful=True)
    check_equal(article, parse(text, format=chosen))
    return text


def check_equal(given: Article, read: Article) -> None:
    """Raise a :class:`RenderError` with the first difference, unless two articles are equal."""
    one, other = dict(_compared(given)), dict(_compared(read))
    nearest = None
    for path in one | other:
        value, _ = one.get(path, (None, None))
        found, span = other.get(path, (None, nearest))
        if value != found:
            difference = f"{_excerpt(value, found)} would be read back as {_excerpt(found, value)}"
            raise RenderError(read.raw, path, difference, span)
        nearest = span or nearest


def _compared(
    node: Article | Section | Insight | Citation, path: str = ""
) -> Iterator[tuple[str, tuple[object, Span | None]]]:
    """Yield what equality compares, by path, with its span."""
    own = getattr(node, "heading_span", None) or node.span
    for each in fields(type(node)):
        value: object = getattr(node, each.name)
        if each.eq and isinstance(value, tuple):
            for number, child in enumerate(cast("tuple[Insight, ...]", value)):
                yield from _compared(child, f"{path}{each.name}[{number}].")
        elif each.eq:
            compared = each.eq_key(value) if each.eq_key else value
            yield f"{path}{each.name}", (compared, getattr(node, f"{each.name}_span", own))


def _excerpt(value: object, other: object) -> str:
    """Return the ``repr`` of a value or, for a long text, of the part around the first difference."""
    if isinstance(value, str) and isinstance(other, str):
        differing = (at for at, (one, two) in enumerate(zip(value, other, strict=False)) if one != two)
        start = max(0, next(differing, len(other)) - _MAX_EXCERPT // 4)
        value = "…" * (start > 0) + value[start : start + _MAX_EXCERPT]
    return repr(value)


def write(article: Article, layout: Layout, format: Format, *, is_careful: bool = True) -> str:
    """Write an article as text, without parsing it; if careful, rebuild headings that would be parsed differently."""
    return Writer(article, settle(layout, format), format, is_careful=is_careful).page(article)


class Writer:
    """Writes an article in a settled layout."""

    after_marker: str = " "
    before_citations: str = " "

    def __init__(self, article: Article, layout: Layout, format: Format, *, is_careful: bool) -> None:
        self.layout: Layout = layout
        self.format: Format = format
        self.is_careful: bool = is_careful
        self.urls: dict[int | str, str] = {each.cites: each.url for each in article.references if each.url}

    def page(self, article: Article) -> str:
        """Write the header and the body."""
        header, body = "\n".join(self.header(article)), [*map(self.section, article.sections)]
        body = [" ".join(filter(None, body))] if self.layout.lines == "one" else body
        blocks = filter(None, [header, *body] if self.layout.header == "above" else [*body, header])
        return ("\n" * (1 + self.layout.blank_lines)).join(blocks)

    def header(self, article: Article) -> Iterator[str]:
        """Yield the title and the source line, if the article has them."""
        if article.title is not None:
            shape = next(iter(self.format.titles), "{text}")
            yield fill(shape, text=article.title)
            if "{text}" not in shape:
                yield article.title
        written = {"source": article.source, "date": self.moment(article.published) if article.published else None}
        values = {name: value for name, value in written.items() if value is not None}
        lines = [each for each in self.format.source_lines if {*places_of(each)} == values.keys()]
        if lines:
            yield fill(self.choose(lines), **values)
        elif values:
            wanted = " and ".join(f"{{{name}}}" for name in values)
            raise ValueError(f"format {self.format.name!r} declares no source line with only {wanted}")

    def choose(self, lines: list[str]) -> str:
        """Return one of the shapes that a source line may have."""
        return lines[0]

    def moment(self, moment: datetime) -> str:
        """Write a date and a time."""
        return moment.isoformat(" ", "seconds" if moment.second or moment.microsecond else "minutes")

    def section(self, section: Section) -> str:
        """Write a heading and the insights below it."""
        heading = self.heading(section)
        insights = [self.insight(each, number, heading is None) for number, each in enumerate(section.insights, 1)]
        below = "\n" if self.layout.lines in ("all", "headings") else " "
        between = "\n" if self.layout.lines in ("all", "insights") else " "
        return below.join(filter(None, [heading, between.join(insights)]))

    def heading(self, section: Section) -> str | None:
        """Return the first wording of a heading that is parsed as this section; ``None`` for a lead."""
        format, heading, said = self.format, section.heading, Section(section.role, None, section.index, section.label)
        if said != Section("other"):
            is_group, number = section.role == "group", 1 if section.index is None else section.index
            order = {each: (each.level != section.level, is_worded(each.shape) != is_group) for each in format.numbered}
            shapes = sorted(order, key=order.__getitem__)
            made = [spell_numbered(each, number, section.label) for each in shapes if each.role == section.role]
            made += [word for each in format.headings if each.role == section.role for word in each.words[:1]]
            wordings = made if heading is None else [heading, *made]
            read = ((each, _read_alone(each, format) if self.is_careful else said) for each in wordings)
            agreeing = (each for each, found in read if found is not None and evolve(found, level=1) == said)
            heading = next(agreeing, heading or next(iter(made), None))
            if heading is None:
                raise ValueError(f"format {format.name!r} has no heading for {section!r}")
        if heading is None:
            return None
        is_bold = self.layout.headings == "bold" and "**" not in heading
        if is_bold and (not self.is_careful or _read_alone(f"**{heading}**", format) == _read_alone(heading, format)):
            heading = f"**{heading}**"
        hashes = "#" * (max(shape.count("#") for shape in ("#", *format.titles)) + section.level)  # below titles
        return f"{hashes} {heading}" if self.layout.headings == "hashes" or format.markdown else heading

    def opening(self, insight: Insight, number: int) -> str:
        """Return what precedes an insight, given its number in its section: a marker and a space, or nothing."""
        shape = self.layout.marker
        if not shape or insight.text.startswith(self.format.kept_markers):
            return ""
        marker = shape if shape in self.format.markers else spell_number(shape, number)
        # a full-width character needs no space, but 1、 before a figure would be a decimal
        is_tight = marker != shape and not (marker.isascii() or insight.text[:1].isdigit() or self.format.markdown)
        return marker if is_tight else marker + self.after_marker

    def insight(self, insight: Insight, number: int, is_lead: bool) -> str:
        """Write an insight, given its number in its section."""
        layout, opening, bare = self.layout, self.opening(insight, number), text_without_stop(insight.text)
        is_bare = layout.citation == "{n}"  # a number recognised by the stop right before it
        # only its stop separates an insight from the next one on its line, or a lead from a title
        is_apart = bool(insight.citations) or (layout.lines == "all" and not (is_lead and not opening))
        chinese = any("\u3040" <= character <= "\u9fff" for character in bare)
        usual = "" if bare.endswith(_OTHER_STOPS) else "。" if chinese else "."
        stop = {"kept": insight.text.rstrip()[len(bare) :], "none": ""}.get(layout.stop, usual)
        stop = stop or ("" if is_apart and not is_bare else usual)
        space = self.before_citations if insight.citations and not is_bare else ""
        citations = space + self.citations(insight.citations)
        return opening + bare + (citations + stop if layout.stop == "after" and not is_bare else stop + citations)

    def citations(self, citations: tuple[Citation, ...]) -> str:
        """Spell the brackets: one for each number or key, or one for all numbers."""
        numbers = [each.number for each in citations if each.number is not None]
        if self.layout.numbers == "apart" or not numbers or len(numbers) < len(citations):
            return "".join(self.bracket(each.cites, str(each.cites)) for each in citations)
        runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0] if self.layout.numbers == "ranged" else pair)
        rows = [[str(number) for _, number in run] for _, run in runs]
        return self.bracket(numbers[0], ", ".join(f"{row[0]}-{row[-1]}" if row[1:] else row[0] for row in rows))

    def bracket(self, first: int | str, listed: str) -> str:
        """Spell one bracket: numbers in the shape of the layout, a key in a shape that takes keys."""
        shapes = [each for each in self.format.citations if "key" in places_of(each)] if isinstance(first, str) else []
        shape = next(iter(shapes), self.layout.citation)
        if shape is None:
            raise ValueError(f"the article cites {listed}, but format {self.format.name!r} has no citations")
        digits = "".join(SUPERSCRIPTS[int(digit)] for digit in listed if digit.isdigit())
        return fill(shape, n=listed, s=digits, key=listed, url=self.urls.get(first, f"#{first}"), text="source")


@lru_cache(maxsize=1024)
def _read_alone(heading: str, format: Format) -> Section | None:
    """Parse a heading above an insight; return its section, or ``None`` unless it is parsed as one heading."""
    insight = Insight("Prices fell", [Citation(1)] if format.citations else ())
    text = write(Article(sections=[Section("other", heading, insights=[insight])]), Layout(), format)
    sections = parse(text, format=format).sections
    return evolve(sections[0], insights=()) if len(sections) == 1 and sections[0].heading is not None else None


def spell_numbered(numbered: Numbered, number: int, label: str | None, colon: str = ":") -> str:
    """Spell a numbered heading, ``Group 2: Rivals``; Chinese and Roman numerals up to 39."""
    spelled = spell_number(numbered.shape, number)
    if label is None:
        return spelled
    sign = colon if is_worded(numbered.shape) and not spelled.endswith(":") else ""
    space = " " if (sign or spelled[-1]).isascii() else ""  # full-width characters need none
    return f"{spelled}{sign}{space}{label}"


def spell_number(shape: str, number: int) -> str:
    """Spell a number in a shape: Chinese numerals up to 99; Roman ones start again after 39, letters after 26."""
    tens, ones = divmod(number, 10)
    chinese = CHINESE_DIGITS[tens % 10][: tens > 1] + "十"[: tens > 0] + CHINESE_DIGITS[ones][: ones > 0 or not tens]
    tens, ones = divmod((number - 1) % 39 + 1, 10)
    roman, letter = "X" * tens + _ROMAN_DIGITS[ones], ascii_lowercase[(number - 1) % 26]
    return fill(shape, n=str(number), c=chinese, r=roman, letter=letter)


def fill(shape: str, **values: str) -> str:
    """Fill the placeholders of a shape with values, or with anything if there is none."""
    known = _ANYTHING | values
    return "".join(text + (known[place.partition(":")[0]] if place else "") for text, place in parts_of(shape))
