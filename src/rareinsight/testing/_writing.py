"""Digests as text, in layouts that change within a page, and with headings that are not read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from attrs import evolve
from hypothesis import strategies as st

from rareinsight._layout import Layout, choices, settle
from rareinsight.format import Format
from rareinsight.model import Article, Insight, Section
from rareinsight.rendering import Writer, fill
from rareinsight.testing._words import pick

#: Lines that introduce a digest, and belong to nothing.
PREAMBLES: Final = ("Here is what matters in this report:", "Here are the key points.", "以下为要点整理：")
#: Markers that are also dashes in sentences.
_DASHES: Final = ("-", "–", "—", "−")
#: What a page has only one of.
_OF_PAGE: Final = ("lines", "blank_lines", "header")
#: Where citations may also stand: between two words in lowercase that no bracket encloses.
_PLACES: Final = re.compile(r"(?<= )[a-z]{2,}(?= [a-z]{2})(?![^\[(]{0,200}+[\])])")
_DAYS: Final = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%Y年%m月%d日", "%d %B %Y", "%B %d, %Y", "%b %d, %Y",
)  # fmt: skip


def without_asides(layout: Layout, article: Article, format: Format) -> Layout:
    """Return a layout in which no dash behind a heading on its line may be one inside a statement.

    It is none if one is behind citations or a line begins with one, and, unless it is long, if no small letter follows.
    """
    marker = choices(format)["marker"][0] if layout.marker is None else layout.marker
    others = [each for each in format.markers if each not in _DASHES]
    for heading, insights in ((each.heading, each.insights) for each in article.sections if each.insights):
        is_dash = marker in _DASHES and (marker != "-" or insights[0].text[0].islower())
        is_parted = layout.lines == "insights" or any(insight.citations for insight in insights[:-1])
        is_shared = heading is not None and layout.lines not in ("all", "headings")
        if is_shared and is_dash and others and not (is_parted and len(insights) > 1):
            return evolve(layout, marker=others[0])
    return layout


class MixedWriter(Writer):
    """Writes each section and each citation of an article in one of a few layouts."""

    def __init__(self, draw: st.DrawFn, article: Article, layouts: list[Layout], format: Format) -> None:
        super().__init__(article, settle(layouts[0], format), format, is_careful=False)
        self.draw: Final = draw
        self.headings: Final = tuple(word.casefold() for each in format.headings for word in each.words)
        self.space: Final = pick(draw, " \u00a0")
        shared = {name: getattr(self.layout, name) for name in _OF_PAGE}
        self.layouts: Final = [self.layout]
        for layout in layouts[1:]:
            with suppress(ValueError):  # the lines of the page rule it out
                self.layouts.append(without_asides(evolve(settle(layout, format), **shared), article, format))

    def page(self, article: Article) -> str:
        """Write the whole article, with what pages put around it."""
        has_top = bool(self.format.boilerplate) and self.draw(st.booleans())
        text = (fill(self.format.boilerplate[0]) + "\n" if has_top else "") + super().page(article)
        return pick(self.draw, ("", "\ufeff")) + text.replace("\n", pick(self.draw, ("\n", "\r\n", "\r")))

    def header(self, article: Article) -> Iterator[str]:
        """Yield the title and the source line, and below them a preamble, where it is told from titles and headings."""
        yield from super().header(article)
        is_told = self.format.free_headings and not (self.format.unmarked or self.format.markdown)
        is_between = self.layout.header == "above" and article.sections[0].heading is not None
        if is_told and is_between and (article.source or article.published) and self.draw(st.booleans()):
            yield pick(self.draw, PREAMBLES)

    def choose(self, lines: list[str]) -> str:
        """Return one of the shapes that a source line may have."""
        return pick(self.draw, lines)

    def moment(self, moment: datetime) -> str:
        """Write a date in one of the forms in which pages do, with its time and zone."""
        time = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        day, zone = moment.strftime(pick(self.draw, _DAYS)), moment.isoformat()[-len("+00:00") :]
        return f"{day} {time}{zone if moment.tzinfo else ''}"

    def section(self, section: Section) -> str:
        """Write a heading and the insights below it."""
        page, self.layout = self.layout, pick(self.draw, self.layouts)
        written = super().section(section)
        self.layout = page
        return written

    def heading(self, section: Section) -> str | None:
        """Write a heading as it was drawn, with the signs of Markdown, in capitals if no label is part of it."""
        heading, format, layout = section.heading, self.format, self.layout
        if heading is None or "](" in heading:
            return heading
        named, has_colon = f": {section.label}", any(each.shape.endswith(":") for each in format.numbered)
        if heading.endswith(named) and not has_colon and self.draw(st.booleans()):
            heading = f"{heading.removesuffix(named)}：{named[1:]}"
        upper = heading.upper()
        if section.label is None and len(upper) == len(heading) and self.draw(st.booleans()):  # not ß as SS
            heading = upper
        # a heading that is not declared is below the others if it is bold
        is_declared = section.role != "other" or any(section.heading in each.words for each in format.headings)
        if layout.headings == "bold" and not is_declared and section.index is None and format.free_headings:
            return heading
        return super().heading(evolve(section, heading=heading))

    def opening(self, insight: Insight, number: int) -> str:
        """Write what precedes an insight."""
        written = super().opening(insight, number)
        return written[:-1] + self.space if written.endswith(" ") else written

    def insight(self, insight: Insight, number: int, is_lead: bool) -> str:
        """Write an insight, some of its citations inside it, and with any space before them or none."""
        layout, words, citations = self.layout, insight.text, insight.citations
        self.layout = evolve(pick(self.draw, self.layouts), marker=layout.marker)
        # without a space, superscripts are a power, and bare numbers a decimal
        is_bare = self.layout.citation in ("{n}", "{s}")
        space = pick(self.draw, (" ", "", "\u00a0"))
        places = [found.end() for found in _PLACES.finditer(words)] if not is_bare else []
        # behind citations, a heading may begin
        places = [place for place in places if not words[place + 1 :].casefold().startswith(self.headings)]
        if len(citations) > 1 and places and self.draw(st.booleans()):
            place, size = pick(self.draw, places), self.draw(st.integers(1, len(citations) - 1))
            words = words[:place] + space + self.citations(citations[:size]) + words[place:]
            citations = citations[size:]
        written, run = super().insight(Insight(words, citations), number, is_lead), self.citations(citations)
        self.layout = layout
        before, separator, after = written.rpartition(f" {run}") if run and not is_bare else ("", "", written)
        return before + (space + run if separator else "") + after
