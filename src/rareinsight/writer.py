"""An article written in a layout, line by line; that it reads the same is checked by :mod:`.render`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Final

from attrs import evolve

from rareinsight.format import Format, Numbered, places_of
from rareinsight.layout import (
    COLONS,
    LINE_PER_HEADING,
    LINE_PER_INSIGHT,
    Layout,
    own_marker,
    plainest_citation,
)
from rareinsight.model import CLOSING_STOPS, Article, Citation, Insight, Section
from rareinsight.parser import parse
from rareinsight.shapes import is_chinese

_HARD_BLANK: Final = "\u00a0"
_BYTE_ORDER_MARK: Final = "\ufeff"
#: Signs that end a sentence by themselves, so that no full stop follows them.
_OTHER_STOPS: Final = tuple("!?！？…:：;；")
_CHINESE_DIGITS: Final = "〇一二三四五六七八九"
_ROMAN_DIGITS: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


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
    top = [format.furniture[0]] if layout.furniture else []
    return (_BYTE_ORDER_MARK if layout.byte_order_mark else "") + layout.newline.join(top + lines)


class _Writer:
    """An article on its way to lines of text."""

    def __init__(self, article: Article, layout: Layout, format: Format) -> None:
        self.article = article
        self.layout = layout
        self.format = format
        self.blank = _HARD_BLANK if layout.hard_blanks else " "
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
        insights = [self.insight(insight) for insight in section.insights]
        words = spell_heading(section, self.layout, self.format)
        heading = [] if words is None else [words]
        if self.layout.lines not in LINE_PER_INSIGHT:
            insights = [self.blank.join(insights)] if insights else []
        if self.layout.lines in LINE_PER_HEADING:
            return heading + insights
        return [self.blank.join([*heading, *insights[:1]]), *insights[1:]]

    def insight(self, insight: Insight) -> str:
        text, stop = bare_text(insight.text), self.stop_of(insight)
        opening = f"{self.marker}{self.blank}" if self.marker else ""
        if not insight.citations:
            return f"{opening}{text}{stop}"
        citations = (self.blank if self.layout.citation_blank else "") + self.citations(insight.citations)
        return opening + text + (citations + stop if self.layout.stop == "after" else stop + citations)

    def stop_of(self, insight: Insight) -> str:
        """The full stop that closes an insight in this layout, or nothing."""
        text = insight.text.rstrip()
        bare = bare_text(text)
        own = text[len(bare) :]
        parts_insights = not insight.citations and self.layout.lines != "all"
        if self.layout.stop == "kept" and (own or not parts_insights):
            return own
        if (self.layout.stop == "none" and not parts_insights) or bare.endswith(_OTHER_STOPS):
            return ""
        return "。" if is_chinese(bare) else "."

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


# --- headings ----------------------------------------------------------------------------------------------


def spell_heading(section: Section, layout: Layout, format: Format) -> str | None:
    """Return the heading of a section in a layout; ``None`` for insights before any heading."""
    kept = section.heading
    if kept is None and section.role == "other" and section.index is None and section.label is None:
        return None
    is_labelled_group = section.role == "group" and section.label is not None
    if kept is None or is_labelled_group or not _says(kept, section, format):
        kept = _compose(section, layout, format)
    if layout.heading_case == "upper" and "](" not in kept:
        kept = _unless_misread(kept.upper(), kept, format)
    if layout.headings == "bold" and "**" not in kept:
        return _unless_misread(f"**{kept}**", kept, format)
    return f"{'#' * (section.level + 1)} {kept}" if layout.headings == "hashes" else kept


def _unless_misread(changed: str, kept: str, format: Format) -> str:
    """Return the changed wording, or the one it had where the change would change what it says."""
    return changed if _read_alone(changed, format) == _read_alone(kept, format) else kept


def _says(heading: str, section: Section, format: Format) -> bool:
    """Whether a heading by itself says what its section says; its level may come from its place."""
    read = _read_alone(heading, format)
    return read is not None and evolve(read, level=1) == Section(
        section.role, None, section.index, section.label
    )


@lru_cache(maxsize=1024)
def _read_alone(heading: str, format: Format) -> Section | None:
    """Ask the parser what a heading says above an insight; ``None`` if it is not read as one heading."""
    marker = own_marker(format) and f"{own_marker(format)} "
    shape = plainest_citation(format)
    citation = f" {shape.format(n=1, url='#1', text='source')}" if shape else ""
    sections = parse(f"{heading}\n{marker}Prices fell{citation}", format=format).sections
    if len(sections) != 1 or sections[0].heading is None:
        return None
    return evolve(sections[0], insights=())


def _compose(section: Section, layout: Layout, format: Format) -> str:
    """Make a heading from role, number and label; keep what wording there is, if they give none."""
    numbered = _shape_for(section, format)
    if numbered is not None:
        colon = COLONS[0] if layout.colon is None else layout.colon
        return spell_numbered(numbered, 1 if section.index is None else section.index, section.label, colon)
    words = [word for heading in format.headings if heading.role == section.role for word in heading.words]
    if section.role != "other" and words:
        return words[0]
    if not section.heading and not words:
        raise ValueError(f"format {format.name!r} has no heading for {section!r}")
    return section.heading or words[0]


def _shape_for(section: Section, format: Format) -> Numbered | None:
    """Choose the shape of a numbered heading: one of the section's role, and of its level if there is one."""
    if section.role == "core" or (section.index is None and section.label is None):
        return None
    fitting = [
        numbered
        for numbered in format.numbered
        if numbered.role == section.role
        and (len(places_of(numbered.shape)) == 1) == (section.index is not None)
    ]
    fitting.sort(
        key=lambda numbered: (
            numbered.level != section.level,
            numbered.is_worded != (section.role == "group"),
        )
    )
    return fitting[0] if fitting else None


def spell_numbered(numbered: Numbered, number: int, label: str | None, colon: str = ":") -> str:
    """Spell a numbered heading.

    >>> spell_numbered(Numbered("Group {n}"), 2, "Rivals"), spell_numbered(Numbered("{c}、"), 12, "储能")
    ('Group 2: Rivals', '十二、储能')
    """
    spelled = numbered.shape.format(n=number, c=_chinese_numeral(number), r=_roman_numeral(number))
    if label is None:
        return spelled
    sign = colon if numbered.is_worded else ""
    # full-width signs bring their own blank
    blank = " " if (sign or spelled[-1]).isascii() else ""
    return f"{spelled}{sign}{blank}{label}"


def _chinese_numeral(number: int) -> str:
    """Spell a number below a hundred as Chinese headings do: 三, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    digit = _CHINESE_DIGITS[ones] if ones or not tens else ""
    return digit if not tens else f"{'' if tens == 1 else _CHINESE_DIGITS[tens % 10]}十{digit}"


def _roman_numeral(number: int) -> str:
    """Spell a number below forty as Roman headings do: IV, XXIX."""
    return "X" * (number // 10) + _ROMAN_DIGITS[number % 10]
