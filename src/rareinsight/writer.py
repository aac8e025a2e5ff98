"""An article written in a layout, line by line; that it reads the same is checked by :mod:`.render`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from attrs import evolve

from rareinsight.choices import (
    LINE_PER_HEADING,
    LINE_PER_INSIGHT,
    is_numbered,
    own_marker,
    plainest_citation,
    spell_marker,
)
from rareinsight._format.shapes import places_of
from rareinsight.format import Format
from rareinsight.layout import Layout
from rareinsight.model import CLOSING_STOPS, Article, Citation, Insight, Section
from rareinsight.patterns import compile_format
from rareinsight.signs import is_caseless
from rareinsight.wording import spell_heading

_HARD_BLANK: Final = "\u00a0"
_BYTE_ORDER_MARK: Final = "\ufeff"
#: Signs that end a sentence by themselves, so that no full stop follows them.
_OTHER_STOPS: Final = tuple("!?！？…:：;；")


def write(article: Article, layout: Layout, format: Format) -> str:
    """Write an article as text, without reading it back.

    Raises:
        ValueError: The layout or the article needs something that the format does not have.
    """
    layout.check(format)
    writer = _Writer(article, layout, format)
    header, body = writer.header(), writer.body()
    blank = [""] if layout.blank_lines and header and body else []
    lines = [*header, *blank, *body] if layout.header == "above" else [*body, *blank, *header]
    top = [format.boilerplate[0]] if layout.boilerplate else []
    return (_BYTE_ORDER_MARK if layout.byte_order_mark else "") + layout.newline.join(top + lines)


class _Writer:
    """An article on its way to lines of text."""

    def __init__(self, article: Article, layout: Layout, format: Format) -> None:
        self.article = article
        self.layout = layout
        self.format = format
        self.blank = _HARD_BLANK if layout.hard_spaces else " "
        self.marker = own_marker(format) if layout.marker is None else layout.marker
        self.shape = plainest_citation(format) if layout.citation is None else layout.citation
        self.urls = {reference.number: reference.url for reference in article.references if reference.url}

    def header(self) -> list[str]:
        """The title and the source line, as far as the article has them."""
        title, source, published = self.article.title, self.article.source, self.article.published
        places = {name for name, value in (("source", source), ("date", published)) if value is not None}
        lines = [] if title is None else [title]
        if places:
            shape = next(
                (shape for shape in self.format.source_lines if set(places_of(shape)) == places), None
            )
            if shape is None:
                wanted = " and ".join(sorted(places))
                raise ValueError(f"format {self.format.name!r} has no header line for {wanted} alone")
            lines.append(shape.format(source=source, date=published and _spell_date(published)))
        return lines

    def body(self) -> list[str]:
        """The sections, each as one line or several."""
        lines: list[str] = []
        for section in self.article.sections:
            if lines and self.layout.blank_lines and self.layout.lines != "one":
                lines.append("")
            lines += self.section(section)
        return [self.blank.join(lines)] if self.layout.lines == "one" and lines else lines

    def section(self, section: Section) -> list[str]:
        insights = list(section.insights)
        if self.is_held(section):
            plain = spell_heading(section, evolve(self.layout, headings="plain"), self.format)
            heading = [f"{plain}{self.blank}{self.insight(insights.pop(0), '')}"]
        else:
            words = spell_heading(section, self.layout, self.format)
            heading = [] if words is None else [words]
        lines = [
            self.insight(insight, self.opening(insight, number), is_lead=not heading)
            for number, insight in enumerate(insights, 1)
        ]
        if self.layout.lines not in LINE_PER_INSIGHT:
            lines = [self.blank.join(lines)] if lines else []
        if self.layout.lines in LINE_PER_HEADING:
            return heading + lines
        return [self.blank.join([*heading, *lines[:1]]), *lines[1:]]

    def is_held(self, section: Section) -> bool:
        """Whether the first insight of a section is text that its heading holds, beside it and without a marker."""
        if self.layout.marked_text or section.heading is None or not section.insights:
            return False
        if self.layout.header == "below" and self.article.title is None:
            return False  # the line right above a source line is the title
        word = compile_format(self.format).words.get(section.heading.casefold())
        return word is not None and word.holds_text and not section.insights[0].citations

    def opening(self, insight: Insight, number: int) -> str:
        """What stands before the insight of that number in its section: a marker and its blank, or nothing."""
        if not self.marker:
            return ""
        marker = spell_marker(self.marker, number)
        # a full-width sign brings its own blank, and without one 1、 before a figure is a decimal
        is_tight = is_numbered(self.marker) and not marker.isascii() and not insight.text[:1].isdigit()
        return marker if is_tight else marker + self.blank

    def insight(self, insight: Insight, opening: str, *, is_lead: bool = False) -> str:
        # nothing but its stop parts an insight from the next one in its line, or a lead from a title
        needs_stop = not insight.citations and (self.layout.lines != "all" or (is_lead and not opening))
        text, stop = bare_text(insight.text), self.stop_of(insight, needs_stop=needs_stop)
        if not insight.citations:
            return f"{opening}{text}{stop}"
        citations = (self.blank if self.layout.citation_space else "") + self.citations(insight.citations)
        return opening + text + (citations + stop if self.layout.stop == "after" else stop + citations)

    def stop_of(self, insight: Insight, *, needs_stop: bool) -> str:
        """The full stop that closes an insight in this layout, or nothing."""
        text = insight.text.rstrip()
        bare = bare_text(text)
        own = text[len(bare) :]
        if self.layout.stop == "kept" and (own or not needs_stop):
            return own
        if (self.layout.stop == "none" and not needs_stop) or bare.endswith(_OTHER_STOPS):
            return ""
        return "。" if is_caseless(bare) else "."

    def citations(self, citations: Sequence[Citation]) -> str:
        numbers = [citation.number for citation in citations]
        if self.shape is None:
            raise ValueError(
                f"format {self.format.name!r} has no citations, and the article cites {numbers}: "
                "write it in a format that has, or leave them out"
            )
        brackets = [[number] for number in numbers] if self.layout.numbers == "apart" else [numbers]
        return "".join(self.bracket(self.shape, bracket) for bracket in brackets)

    def bracket(self, shape: str, numbers: list[int]) -> str:
        listed = _ranges(numbers) if self.layout.numbers == "ranged" else [str(number) for number in numbers]
        url = self.urls.get(numbers[0], f"#{numbers[0]}")
        return shape.format(n=", ".join(listed), url=url, text="source")


def _spell_date(published: datetime) -> str:
    return published.isoformat(" ", "seconds" if published.second or published.microsecond else "minutes")


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Spell numbers with a range for each row of successive ones: ``1-3``, ``7``."""
    rows = [
        [number for _, number in row]
        for _, row in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])
    ]
    return [str(row[0]) if len(row) == 1 else f"{row[0]}-{row[-1]}" for row in rows]


def bare_text(text: str) -> str:
    """Return an insight's text without the stop that may close it, which is no content."""
    return text.rstrip(CLOSING_STOPS).rstrip()
