"""Rendering articles as text: the inverse of parsing, and checked by parsing.

Whatever :func:`render` returns parses back to an equal article; if that is impossible, it raises and shows the
place. The wording of a heading is kept if it agrees with its section, and built from role, number and label otherwise;
what a wording means is not decided here: the parser is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, takewhile
from typing import Final, TypeAlias, cast

from attrs import define, evolve, fields

from rareinsight._format.registry import find_format, formats
from rareinsight._format.shapes import CHINESE_DIGITS, SUPERSCRIPTS, parts_of, places_of
from rareinsight._layout import Layout, settle
from rareinsight._messages import expect
from rareinsight.diagnostics import ParseError
from rareinsight.format import Format, Numbered
from rareinsight.model import Article, Citation, Diagnostic, Insight, Section, Span, text_without_stop
from rareinsight.parsing import parse

__all__ = ["Layout", "RenderError", "render"]

_Node: TypeAlias = Article | Section | Insight | Citation
#: The most characters of a text that a message shows.
_LONGEST_EXCERPT: Final = 80
#: What starts a line, for each value of ``lines``: a section, the first insight below a heading, the other insights.
_STARTING_LINES: Final[dict[str, tuple[str, ...]]] = {
    "all": ("section", "first", "other"),
    "insights": ("section", "other"),
    "headings": ("section", "first"),
    "sections": ("section",),
    "one": (),
}
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
#: Fills the placeholders of a shape that carry no content.
_ANYTHING: Final = {"a": "1", "n": "1", "text": "words", "lines": "words", "date": "2026-03-01"}
#: Characters that end a sentence without a full stop.
_OTHER_STOPS: Final = tuple("!?！？…:：;；")


@define(eq=False)
class RenderError(ValueError):
    """An article can't be rendered in a layout such that it parses back the same.

    Attributes:
        text: the rejected text.
        path: what differs first, such as ``sections[0].insights[2].text``.
        given: its value in the article that was given.
        read: its value in the article that was read back.
        span: its place in the text, if it has one.
    """

    text: str
    path: str
    given: object
    read: object
    span: Span | None

    def __str__(self) -> str:
        message = f"{_excerpt(self.given, self.read)} would be read back as {_excerpt(self.read, self.given)}"
        return str(ParseError([Diagnostic(self.path, "error", message, self.span)], self.text))


def render(article: Article, layout: Layout = Layout.canonical, *, format: Format | str | None = None) -> str:
    """Render an article as the text of a digest.

    Args:
        article: the article to render; spans and ``raw`` are ignored. Headings keep their wording if it agrees
            with the role, number and label of their section, and are built from these otherwise.
        layout: how the text looks.
        format: the format to use, or its name; defaults to that of the article, or else the first registered.

    Returns:
        A text that :func:`~rareinsight.parse` turns into an equal article.

    Raises:
        RenderError: The text would be parsed differently, for example if a sentence looks like a heading; the
            error shows where.
        ValueError: The layout or the article needs something that the format does not have.

    >>> from rareinsight import Citation, Insight, Section
    >>> insight = Insight("Prices fell", [Citation(1), Citation(3)])
    >>> article = Article(sections=[Section("core", "Core Insights", insights=[insight])])
    >>> print(render(article, Layout.one_line))
    Core Insights - Prices fell [1][3]
    >>> render(Article(title="Group 1", sections=article.sections))
    Traceback (most recent call last):
        ...
    rareinsight.rendering.RenderError: title: 'Group 1' would be read back as None
    """
    expect(Article, article=article)
    expect(Layout, layout=layout)
    known = formats()
    own = known.get(article.format or "") or next(iter(known.values()))
    chosen = own if format is None else find_format(format)
    text = write(article, layout, chosen)
    check_equal(article, parse(text, format=chosen))
    return text


def check_equal(given: Article, read: Article) -> None:
    """Raise a :class:`RenderError` that shows the first difference, unless two articles are equal."""
    one, other = dict(_compared(given)), dict(_compared(read))
    nearest = None
    for path in one | other:
        value, _ = one.get(path, (None, None))
        found, span = other.get(path, (None, nearest))
        if value != found:
            raise RenderError(read.raw, path, value, found, span)
        nearest = span or nearest


def _compared(node: _Node, path: str = "") -> Iterator[tuple[str, tuple[object, Span | None]]]:
    """Yield what equality compares, by path, with its place."""
    own = getattr(node, "heading_span", None) or node.span
    for each in fields(type(node)):
        value: object = getattr(node, each.name)
        if each.eq and isinstance(value, tuple):
            for number, child in enumerate(cast("tuple[_Node, ...]", value)):
                yield from _compared(child, f"{path}{each.name}[{number}].")
        elif each.eq:
            compared = each.eq_key(value) if each.eq_key else value
            yield f"{path}{each.name}", (compared, getattr(node, f"{each.name}_span", own))


def _excerpt(value: object, other: object) -> str:
    """Return the ``repr`` of a value; of a long text, only the part around the first difference."""
    if not isinstance(value, str) or not isinstance(other, str) or len(value) <= _LONGEST_EXCERPT:
        return repr(value)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(value, other, strict=False)))
    start = max(0, same - _LONGEST_EXCERPT // 4)
    part = value[start : start + _LONGEST_EXCERPT]
    return repr(("…" if start else "") + part + ("…" if start + len(part) < len(value) else ""))


# --- writing ----------------------------------------------------------------------------------------------------------


def write(article: Article, layout: Layout, format: Format) -> str:
    """Write an article as text.

    Raises:
        ValueError: The layout or the article needs something that the format does not have.
    """
    layout = settle(layout, format)
    header, body = list(_header(article, format)), _Writer(article, layout, format).body()
    between = [""] if layout.blank_lines and header and body else []
    lines = [*header, *between, *body] if layout.header == "above" else [*body, *between, *header]
    top = [fill(format.boilerplate[0], **_ANYTHING)] if layout.boilerplate else []
    return ("\ufeff" if layout.byte_order_mark else "") + layout.newline.join(top + lines)


def _header(article: Article, format: Format) -> Iterator[str]:
    """Yield the title and the source line, if the article has them."""
    if article.title is not None:
        shape = next(iter(format.titles), "{text}")
        yield fill(shape, text=article.title, n="1")
        if "{text}" not in shape:
            yield article.title
    moment = article.published
    date = moment and moment.isoformat(" ", "seconds" if moment.second or moment.microsecond else "minutes")
    values = {name: value for name, value in (("date", date), ("source", article.source)) if value is not None}
    if values:
        line = next((each for each in format.source_lines if {*places_of(each)} == values.keys()), None)
        if line is None:
            wanted = " and ".join(f"{{{name}}}" for name in values)
            raise ValueError(f"format {format.name!r} declares no source line with only {wanted}")
        yield line.format_map(values)


class _Writer:
    """Writes the body of an article as lines of text."""

    def __init__(self, article: Article, layout: Layout, format: Format) -> None:
        self.article, self.layout, self.format = article, layout, format
        self.space = "\u00a0" if layout.hard_spaces else " "
        self.marker = layout.marker or ""
        self.urls = {reference.cites: reference.url for reference in article.references if reference.url}

    def body(self) -> list[str]:
        """Return the lines of all sections."""
        lines: list[str] = []
        for section in self.article.sections:
            if lines and self.layout.blank_lines and self.layout.lines != "one":
                lines.append("")
            for kind, text in self.parts(section):
                if kind in _STARTING_LINES[self.layout.lines] or not lines:
                    lines.append(text)
                else:
                    lines[-1] += self.space + text
        return lines

    def parts(self, section: Section) -> Iterator[tuple[str, str]]:
        """Yield the heading and the insights of a section, each with what it may start a line as."""
        insights, is_held = list(section.insights), self.is_held(section)
        layout = evolve(self.layout, headings="plain") if is_held else self.layout
        heading = _spell_heading(section, layout, self.format)
        if is_held:
            heading = f"{heading}{self.space}{self.insight(insights.pop(0), '')}"
        if heading is not None:
            yield "section", heading
        for number, insight in enumerate(insights, 1):
            kind = "other" if number > 1 else "section" if heading is None else "first"
            yield kind, self.insight(insight, self.opening(insight, number), is_lead=heading is None)

    def is_held(self, section: Section) -> bool:
        """Whether the first insight of a section is text that its heading holds, written without a marker."""
        heading, layout, format = section.heading, self.layout, self.format
        if layout.marked_text or not heading or not section.insights or section.insights[0].citations:
            return False
        # the line right above a source line is the title, and one of words may be
        is_above_source = layout.header == "below" and self.article.title is None
        if is_above_source or (format.free_headings and layout.lines != "one" and heading[0].isascii()):
            return False
        holding = (word.casefold() for each in format.headings if each.holds_text for word in each.words)
        return heading.casefold() in holding

    def opening(self, insight: Insight, number: int) -> str:
        """Return what precedes the insight with this number in its section: a marker and its space, or nothing."""
        if insight.text.startswith(self.format.kept_markers):
            return ""
        marker = self.marker.replace("{n}", str(number))
        # a full-width character needs no space, but 1、 before a figure would be a decimal
        is_tight = marker != self.marker and not marker.isascii() and not insight.text[:1].isdigit()
        return marker if is_tight or not marker else marker + self.space

    def insight(self, insight: Insight, opening: str, *, is_lead: bool = False) -> str:
        # only its stop separates an insight from the next one on its line, or a lead from a title
        needs_stop = not insight.citations and (self.layout.lines != "all" or (is_lead and not opening))
        is_bare = self.layout.citation == "{n}"  # a number recognised by the stop right before it
        text, stop = opening + text_without_stop(insight.text), self.stop_of(insight.text, needs_stop or is_bare)
        if not insight.citations:
            return text + stop
        space = self.space if self.layout.citation_space and not is_bare else ""
        citations = space + self.citations(insight.citations)
        return text + (citations + stop if self.layout.stop == "after" and not is_bare else stop + citations)

    def stop_of(self, text: str, needed: bool) -> str:
        """Return the full stop that closes an insight in this layout, or nothing."""
        bare = text_without_stop(text)
        own = text.rstrip()[len(bare) :]
        if self.layout.stop == "kept" and (own or not needed):
            return own
        if (self.layout.stop == "none" and not needed) or bare.endswith(_OTHER_STOPS):
            return ""
        return "。" if any("\u3040" <= character <= "\u9fff" for character in bare) else "."

    def citations(self, citations: tuple[Citation, ...]) -> str:
        """Spell the brackets: one for each number or key, or one for all numbers."""
        cited = [citation.cites for citation in citations]
        if self.layout.citation is None:
            raise ValueError(
                f"format {self.format.name!r} has no citations, but the article cites {cited}: "
                "use a format that has them, or remove them"
            )
        numbers = [each for each in cited if isinstance(each, int)]
        if self.layout.numbers == "apart" or len(numbers) < len(cited):
            return "".join(self.bracket(self.layout.citation, each, str(each)) for each in cited)
        runs = groupby(enumerate(numbers), lambda pair: pair[1] - pair[0] if self.layout.numbers == "ranged" else pair)
        rows = [[str(number) for _, number in run] for _, run in runs]
        listed = ", ".join(f"{row[0]}-{row[-1]}" if row[1:] else row[0] for row in rows)
        return self.bracket(self.layout.citation, numbers[0], listed)

    def bracket(self, shape: str, first: int | str, listed: str) -> str:
        """Spell one bracket: numbers in the shape of the layout, a key in a shape that takes keys."""
        if isinstance(first, str):
            shape = next((each for each in self.format.citations if "key" in places_of(each)), shape)
        digits = "".join(SUPERSCRIPTS[int(digit)] for digit in listed if digit.isdigit())
        values = {"n": listed, "s": digits, "key": listed, "url": self.urls.get(first, f"#{first}"), "text": "source"}
        return fill(shape, **_ANYTHING | values)


def _spell_heading(section: Section, layout: Layout, format: Format) -> str | None:
    """Return the heading of a section in a layout, or ``None`` for insights before any heading."""
    kept, said = section.heading, Section(section.role, None, section.index, section.label)
    if kept is None and said == Section("other"):
        return None
    is_labelled_group = section.role == "group" and section.label is not None
    read = None if kept is None or is_labelled_group else _read_alone(kept, format)
    if kept is None or read is None or evolve(read, level=1) != said:  # the level may depend on its place
        kept = _compose(section, layout, format)
    if layout.heading_case == "upper" and "](" not in kept:
        kept = _unless_misread(kept.upper(), kept, format)
    if layout.headings == "bold" and "**" not in kept:
        return _unless_misread(f"**{kept}**", kept, format)
    return f"{_hashes(section.level, format)} {kept}" if layout.headings == "hashes" or format.markdown else kept


def _hashes(level: int, format: Format) -> str:
    """Return the ``#`` of a Markdown heading, one level below those of titles."""
    return "#" * (max([1, *(len(shape) - len(shape.lstrip("#")) for shape in format.titles)]) + level)


def _unless_misread(changed: str, kept: str, format: Format) -> str:
    """Return the changed wording, or the original if the change would alter its meaning."""
    return changed if _read_alone(changed, format) == _read_alone(kept, format) else kept


@lru_cache(maxsize=1024)
def _read_alone(heading: str, format: Format) -> Section | None:
    """Parse a heading above an insight; return ``None`` unless it is parsed as one heading."""
    insight = Insight("Prices fell", [Citation(1)] if format.citations else ())
    article = Article(sections=[Section("other", insights=[insight])])
    heading = f"{_hashes(1, format)} {heading}" if format.markdown else heading
    lines = [heading, *_Writer(article, settle(Layout(), format), format).body()]
    sections = parse("\n".join(lines), format=format).sections
    is_one = len(sections) == 1 and sections[0].heading is not None
    return evolve(sections[0], insights=()) if is_one else None


def _compose(section: Section, layout: Layout, format: Format) -> str:
    """Build a heading from role, number and label; keep its wording if they give none."""
    has_index, is_group = section.index is not None, section.role == "group"
    fitting = [
        each for each in format.numbered if each.role == section.role and (len(places_of(each.shape)) == 1) == has_index
    ]
    if fitting and section.role != "core" and (has_index or section.label is not None):
        best = min(fitting, key=lambda each: (each.level != section.level, each.is_worded != is_group))
        return spell_numbered(best, 1 if section.index is None else section.index, section.label, layout.colon)
    words = [word for heading in format.headings if heading.role == section.role for word in heading.words]
    if section.role != "other" and words:
        return words[0]
    if not section.heading and not words:
        raise ValueError(f"format {format.name!r} has no heading for {section!r}")
    return section.heading or words[0]


def spell_numbered(numbered: Numbered, number: int, label: str | None, colon: str = ":") -> str:
    """Spell a numbered heading.

    >>> spell_numbered(Numbered("Group {n}"), 2, "Rivals"), spell_numbered(Numbered("{c}、"), 12, "储能")
    ('Group 2: Rivals', '十二、储能')
    """
    spelled = fill(numbered.shape, **_numerals(number))
    if label is None:
        return spelled
    sign = colon if numbered.is_worded else ""
    space = " " if (sign or spelled[-1]).isascii() else ""  # full-width characters need none
    return f"{spelled}{sign}{space}{label}"


def _numerals(number: int) -> dict[str, str]:
    """Spell a number below forty in each kind of numerals.

    >>> [_numerals(number)["c"] for number in (3, 10, 12)], _numerals(29)
    (['三', '十', '十二'], {'n': '29', 'c': '二十九', 'r': 'XXIX'})
    """
    tens, ones = divmod(number, 10)
    chinese = ("" if tens < 2 else CHINESE_DIGITS[tens % 10]) + "十" * bool(tens)
    chinese += CHINESE_DIGITS[ones] if ones or not tens else ""
    return {"n": str(number), "c": chinese, "r": "X" * tens + _ROMAN_DIGITS[ones]}


def fill(shape: str, **values: str) -> str:
    """Fill the places of a shape with values.

    >>> fill("[^{a}_{n}]", a="1", n="3")
    '[^1_3]'
    """
    return "".join(text + (values[place.partition(":")[0]] if place else "") for text, place in parts_of(shape))
