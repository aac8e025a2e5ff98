"""Articles, layouts and digests of a format, as Hypothesis strategies.

Every article from :func:`articles` can be written in every layout from :func:`layouts` and parses back to an
equal one, as :func:`~.check_format` tests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Final

from attrs import AttrsInstance, evolve, fields, frozen
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

from rareinsight._formats.registry import find_format
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.rendering import Layout, Writer, choices, fill, settle, spell_numbered
from rareinsight.testing._words import TITLE_JOINTS, Picker, heading_words, names, needs_no_marker, pick, sentences

#: How many insights a section has, and how many citations an insight: usually few.
_COUNTS: Final = (*[1, 1, 2, 1, 3, 4] * 4, 20, 60)
_RUNS: Final = (*[1, 0, 2, 1, 0, 1] * 2, 3, 4, 25)
#: A sentence that is no title.
_NO_TITLE: Final = re.compile(r"(?!.*[\u3040-\ud7a3]).* [a-z]{4}")
#: After these, a full stop may not end a sentence, and a paragraph without a marker may be another article.
_ABBREVIATED: Final = re.compile(
    r"(?:(?<!\w)[^\W_]|[0-9]|[A-Z]{2}|(?i:\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|no|vs|Inc\.|approx\.|vs\.)))\Z"
    r"|[a-zA-Z]\.[a-zA-Z]\.\Z"
)
_PARAGRAPH: Final = 80
_IS_CASELESS: Final = re.compile(r"[^A-Za-z\u00c0-\u05ff]*\Z").match  #: of scripts without capitals, as Chinese is
#: A title below the body has more than three words, or more than six Chinese characters.
_MORE_THAN_A_NOTE: Final = re.compile(r"\s*\S+(?:\s+\S+){3}|.*[\u3040-\u9fff]{7}")
#: What may end a date: ``2026-03-05 07:15 A.M. Post``.
_END_OF_DATE: Final = re.compile(r"[AP]\.?M\b|[A-Z]{2,5}\b", re.IGNORECASE)
#: Markers that are also dashes in sentences.
_DASHES: Final = ("-", "–", "—", "−")
_DASH: Final = re.compile(r"\s[-–—−]\s")
#: Where citations may also stand: between two words in lowercase that no bracket encloses.
_PLACES: Final = re.compile(r"(?<= )[a-z]{2,}(?= [a-z]{2})(?![^\[(]{0,200}+[\])])")
_DAYS: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%Y年%m月%d日", "%d %B %Y", "%B %d, %Y", "%b %d, %Y")
#: Draws sections of one kind; the given level is that of the top ones.
_Plan = Callable[[int], list[Section]]


class _Drawing:
    """Draws the parts of an article of a format."""

    def __init__(self, draw: st.DrawFn, format: Format) -> None:
        self.draw, self.format, self.is_by_line = draw, format, needs_no_marker(format)
        others = [each for each in format.headings if each.role != "core"]
        self.leaves = [each for each in others if not each.holds_headings]
        self.parents = [each for each in others if each.holds_headings]

    def article(self) -> Article:
        format, sections, plans = self.format, list[Section](), self.plans()
        cores = [partial(self.word, heading) for heading in format.headings if heading.role == "core"]
        cores += [partial(self.numbered, shape, 1, 1) for shape in format.numbered if shape.role == "core"]
        if cores and (not plans or self.draw(st.booleans())):
            sections.append(pick(self.draw, cores)())
        if plans and (not sections or self.draw(st.booleans())):
            sections += pick(self.draw, plans)(1)
        if format.lead and self.draw(st.booleans()):
            said = sentences(format)
            if self.is_by_line:  # nearly half of all could be titles, too many for a filter
                several = st.lists(said, min_size=9, max_size=9)
                said = several.map(lambda each: next(filter(_NO_TITLE.match, each), "Analysts expect more"))
            sections.insert(0, self.section(Section("other"), said))
        drawn = Article(*self.header(has_lead=sections[0].heading is None), _cite_before_mentions(sections))
        texts = [each.text for each in drawn.insights]
        for end in (0, -1):  # a word at one end of most could be part of their markers or citations
            most = max(Counter(text.split(" ")[end] for text in texts).values(), default=0)
            assume(len(texts) < 2 or most < min(len(texts), max(3, 0.6 * len(texts))))
        # text that repeats the title is left out
        return evolve(drawn, title=None) if drawn.title in (*texts, *(each.heading for each in sections)) else drawn

    def header(self, *, has_lead: bool) -> tuple[str | None, str | None, datetime | None]:
        """Draw a title or none, and the source and date of a source line; above a lead, a title could be a heading."""
        format = self.format
        places = pick(self.draw, [(), *map(places_of, format.source_lines)])
        sources, titles = names(format, 4, marks=True), names(format, 12, TITLE_JOINTS, marks=True)
        titles |= titles.map("The {}?".format)
        if any("{date} {source}" in shape for shape in format.source_lines):
            sources = sources.filter(lambda it: not _END_OF_DATE.match(it))
        if not places and "below" in choices(format)["header"]:
            titles = titles.filter(_MORE_THAN_A_NOTE.match)
        has_none = not format.titles if format.markdown else has_lead and format.free_headings
        zones = st.none() | st.integers(-48, 56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
        moments = st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31))
        return (
            None if has_none else self.draw(st.none() | titles),
            self.draw(sources) if "source" in places else None,
            self.draw(moments).replace(microsecond=0, tzinfo=self.draw(zones)) if "date" in places else None,
        )

    def plans(self, *, below: bool = False) -> list[_Plan]:
        """Return the ways to divide a body, or what is below a heading, that the format has."""
        format, links = self.format, self.format.heading_links
        plans: tuple[tuple[object, _Plan], ...] = (
            (not below and self.outlined("group"), partial(self.outline, role="group")),
            (self.leaves, self.known),
            (format.free_headings or format.markdown, self.free),
            (self.outlined("other"), self.outline),
            (not below and self.parents, self.nested),
            (not below and links, partial(self.free, shapes=links)),
        )
        return [plan for is_had, plan in plans if is_had]

    def known(self, _level: int) -> list[Section]:
        """Draw headings of the vocabulary, none of them twice."""
        chosen = [self.word(pick(self.draw, self.leaves)) for _ in range(self.draw(st.integers(1, 3)))]
        return [*{f"{section.heading}".casefold(): section for section in chosen}.values()]

    def nested(self, level: int) -> list[Section]:
        """Draw a heading that is followed directly by headings, and those headings."""
        parent, plans = self.word(pick(self.draw, self.parents)), self.plans(below=True)
        return [evolve(parent, insights=()), *pick(self.draw, plans)(level + 1)] if plans else [parent]

    def free(self, level: int, shapes: tuple[str, ...] = ("{text}",)) -> list[Section]:
        """Draw headings of any words, perhaps links; a dash below them could be part of them, or begin another link."""
        said = sentences(self.format, marks=False)
        any_name = names(self.format).filter(lambda name: self.is_by_line or not name.endswith("."))
        chosen = self.draw(st.lists(any_name, min_size=1, max_size=4))
        headings = [fill(pick(self.draw, shapes), text=words, url="#1") for words in chosen]
        return [self.section(Section("other", heading, level=level), said) for heading in headings]

    def outlined(self, role: str) -> list[Numbered]:
        """Return the shapes of numbered headings of a role with a single number, or else those of any outline."""
        shapes = [shape for shape in self.format.numbered if shape.role == role]
        return [shape for shape in shapes if len(places_of(shape.shape)) == 1] or shapes

    def outline(self, level: int, role: str = "other") -> list[Section]:
        """Draw numbered headings, some with headings of a deeper level below, such as 2.1 below 2."""
        format, shapes = self.format, self.outlined(role)
        outer = pick(self.draw, [shape for shape in shapes if shape.level == min(each.level for each in shapes)])
        inner = [shape for shape in shapes if shape.level == outer.level + 1]
        inner += [each for each in format.numbered if each.shape.rstrip(".") == f"{outer.shape.rstrip('.')}.{{n}}"]
        level = level if format.markdown else max(level, outer.level)  # Markdown's signs alone tell levels
        # numbers are in order, but in words they may have gaps, repeats and any order, with one 1 at most
        numbers = st.integers(1, 5).map(lambda size: [*range(1, size + 1)])
        if is_worded(outer.shape):
            any_order = st.lists(st.integers(2, 39 if "{r}" in outer.shape else 99), min_size=1, max_size=5)
            numbers |= any_order | any_order.map(lambda several: [1, *several])
        sections: list[Section] = []
        for number in self.draw(numbers):
            sections.append(self.numbered(outer, number, level))
            if bool(inner) and self.draw(st.booleans()):
                sections.append(self.numbered(pick(self.draw, inner), 1, level + 1, above=number))
        return sections

    def numbered(self, shape: Numbered, number: int, level: int, above: int = 0) -> Section:
        """Draw a section below a numbered heading, with a label if the number is not enough."""
        is_word, is_outline = is_worded(shape.shape), len(places_of(shape.shape)) > 1
        label = self.draw(st.none() | names(self.format) if is_word else names(self.format))
        full = evolve(shape, shape=shape.shape.replace("{n}", f"{above or number}", 1)) if is_outline else shape
        heading = spell_numbered(full, number, label, pick(self.draw, ":："))
        index, label = (None, None) if shape.role == "core" else (None if is_outline else number, label)
        return self.section(Section(shape.role, heading, index, label, level), sentences(self.format, marks=not label))

    def word(self, heading: Heading) -> Section:
        """Draw a section below a heading of the vocabulary, with its variable part filled in."""
        format, shape = self.format, pick(self.draw, (*heading.words, *heading.families))
        if "{text}" in shape:
            alike = names(format, 3).filter(str.isascii if shape.isascii() else _IS_CASELESS)
            alike = alike.filter(lambda name: not name.endswith(format.references))
            shape = " ".join(shape.replace("{text}", self.draw(st.just("") | alike)).split())
        # where there is a Part 1 there is a Part 2
        words = re.sub(r"(?<= )[0-9]{1,2}\Z", lambda _: f"{self.draw(st.integers(1, 9))}", shape)
        if heading.opens_title:
            words = f"{words}: {self.draw(names(format))}?"
        held = sentences(format, marks=False).filter(lambda it: not _ABBREVIATED.search(it))
        section = Section(heading.role, words)
        if heading.holds_text and self.draw(st.booleans()):
            return evolve(section, insights=[Insight(self.draw(held))])
        # without citations, text beside its heading is recognised by its words alone
        return self.section(section, held if heading.holds_text and not format.citations else sentences(format))

    def section(self, bare: Section, said: st.SearchStrategy[str]) -> Section:
        """Draw the insights of a section, of which the first has citations, and its heading in capitals or not.

        Other insights have some if only these identify them; below headings that any text may have, every other one.
        """
        format, loud = self.format, f"{bare.heading}".upper()
        # neither if the length changes (ß becomes SS), nor an address
        may_be_loud = bare.heading and not bare.label and len(loud) == len(bare.heading) and "](" not in loud
        if may_be_loud and self.draw(st.booleans()):
            bare = evolve(bare, heading=loud)
        is_kept = choices(format)["marker"][0] in format.kept_markers  # in the text
        kept = [f"{marker} " for marker in format.kept_markers] if is_kept else [""]
        all_cited = self.is_by_line and (format.free_headings or not format.unmarked)
        apart = 1 if all_cited else max(_COUNTS) if bare.role != "other" or bare.heading is None else 2
        if self.is_by_line and not format.citations:
            said = said.filter(lambda text: len(text) <= _PARAGRAPH)
        texts, insights = self.draw(st.lists(said, min_size=2, max_size=4)), list[Insight]()
        for number in range(pick(self.draw, _COUNTS)):
            text, picker = texts[number % len(texts)], Picker(self.draw)
            is_unclear = bool(_ABBREVIATED.search(text)) or (self.is_by_line and len(text) > _PARAGRAPH)
            citations = _citations(format, picker, is_cited=number % apart == 0 or is_unclear)
            insights.append(Insight(picker.pick(kept) + text, citations))
        return evolve(bare, insights=insights)


def _citations(format: Format, picker: Picker, *, is_cited: bool) -> list[Citation]:
    """Pick citations that the shapes of a format can spell; only one bare number, as several would merge."""
    shape = choices(format)["citation"][0]
    places = [place.partition(":") for _, place in parts_of(shape or "") if place]
    for name, _, prefix in (place for place in places if place[0] in ("n", "s", "key")):
        count = max(is_cited, min(1 if shape == "{n}" else 25 if name == "n" else 4, picker.pick(_RUNS)))
        largest = picker.pick((30, 999)) if name == "n" else 9
        numbers = [picker.pick(range(1, largest + 1)) for _ in range(count)]
        return [Citation(None, key=f"{prefix}{each}search1") if name == "key" else Citation(each) for each in numbers]
    return []


def _cite_before_mentions(sections: list[Section]) -> list[Section]:
    """Let citations end what is before a number out of sequence, one word or a year, which may be a mention."""
    citations = [each for section in sections for insight in section.insights for each in insight.citations][:1]
    last = 0
    for place, section in enumerate(sections[1:]):
        *others, above = sections[place].insights or [None]
        last, heading = sections[place].index or last, section.heading or ""
        is_alone = " " not in heading or heading[-1].isdigit()
        is_mention = section.index != last + 1 if section.index else is_alone
        if (is_mention or heading.partition(" ")[0][-1:].isdecimal()) and above and not above.citations:
            sections[place] = evolve(sections[place], insights=[*others, evolve(above, citations=citations)])
    return sections


def without_asides(layout: Layout, article: Article, format: Format) -> Layout:
    """Return a layout in which no dash after a heading can be part of a statement: ``Group 1 - Hot - Rolled [1]``."""
    marker = layout.marker or choices(format)["marker"][0]
    others = [each for each in format.markers if each not in _DASHES]
    if not others or marker not in _DASHES or layout.lines in ("all", "headings"):
        return layout
    for insights in (each.insights for each in article.sections if each.insights and each.heading):
        is_line, first = layout.lines == "insights", insights[0].text
        is_parted = len(insights) > 1 and (is_line or any(insight.citations for insight in insights[:-1]))
        is_aside = (marker != "-" or first[0].islower()) and not is_parted
        if is_aside or (is_line and _DASH.search(first)):
            return evolve(layout, marker=others[0])
    return layout


class MixedWriter(Writer):
    """Writes each section and each citation of an article in one of a few layouts."""

    def __init__(self, draw: st.DrawFn, article: Article, layouts: list[Layout], format: Format) -> None:
        super().__init__(article, settle(layouts[0], format), format, is_careful=False)
        self.draw, self.picker = draw, Picker(draw)
        self.after_marker = pick(draw, " \u00a0")
        # a page has only one of these
        shared = {name: getattr(self.layout, name) for name in ("lines", "blank_lines", "header")}
        self.layouts: Final = [self.layout]
        for layout in layouts[1:]:
            with suppress(ValueError):  # the lines of the page rule it out
                self.layouts.append(without_asides(evolve(settle(layout, format), **shared), article, format))

    def page(self, article: Article) -> str:
        has_top = bool(self.format.boilerplate) and self.draw(st.booleans())
        text = (fill(self.format.boilerplate[0]) + "\n" if has_top else "") + super().page(article)
        return self.picker.pick(("", "\ufeff")) + text.replace("\n", self.picker.pick(("\n", "\r\n", "\r")))

    def choose(self, lines: list[str]) -> str:
        return self.picker.pick(lines)

    def moment(self, moment: datetime) -> str:
        """Write a date in one of the forms in which pages do, with its time and zone."""
        time = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
        day, zone = moment.strftime(self.picker.pick(_DAYS)), moment.isoformat()[-len("+00:00") :]
        return f"{day} {time}{zone if moment.tzinfo else ''}"

    def section(self, section: Section) -> str:
        page, self.picker = self.layout, Picker(self.draw)
        self.layout = self.picker.pick(self.layouts)
        written = super().section(section)
        self.layout = page
        return written

    def heading(self, section: Section) -> str | None:
        """Write a heading; one that is not declared would be below the others if it was bold."""
        heading, is_bold = section.heading or "", self.layout.headings == "bold" and self.format.free_headings
        is_declared = section.role != "other" or section.index or heading.casefold() in heading_words(self.format)
        return section.heading if "](" in heading or (is_bold and not is_declared) else super().heading(section)

    def insight(self, insight: Insight, number: int, is_lead: bool) -> str:
        """Write an insight, some of its citations inside it, and with any space before them or none."""
        page, words, citations = self.layout, insight.text, insight.citations
        self.layout = evolve(self.picker.pick(self.layouts), marker=page.marker)
        # without a space, superscripts are a power, and bare numbers a decimal
        raised = "<sup>{n}</sup>" if words[-1].isdigit() else "{s}"
        is_bare = self.layout.citation in ("{n}", "{s}", raised)
        self.before_citations = " " if is_bare else self.picker.pick((" ", "", "\u00a0"))
        ends = [] if is_bare or len(citations) < 2 else [found.end() for found in _PLACES.finditer(words)]
        # a heading may begin after citations, and one before them would get them
        openings = (*heading_words(self.format), *(each.shape.partition("{")[0] for each in self.format.numbered))
        folded = words.casefold()
        is_free = bool(ends) and not any(word[:1].isalpha() and word.casefold() in folded for word in openings)
        if is_free and self.picker.pick((False, True)):
            end, size = self.picker.pick(ends), self.picker.pick(range(1, len(citations)))
            words = words[:end] + self.before_citations + self.citations(citations[:size]) + words[end:]
            citations = citations[size:]
        written = super().insight(Insight(words, citations), number, is_lead)
        self.layout = page
        return written


@frozen
class Digest:
    """A digest of a format, as drawn by :func:`digests`.

    Attributes:
        text: the text.
        article: the article that parsing must return.
        layout: the layout of the text.
    """

    text: str
    article: Article
    layout: Layout


def _print(node: AttrsInstance, printer: RepresentationPrinter, _cycle: bool) -> None:
    """Print a value for Hypothesis as code to paste, without places and defaults, which are most of an article."""
    told = ((each, getattr(node, each.name)) for each in fields(type(node)) if each.eq or each.name == "heading")
    printer.repr_call(type(node).__name__, [], {each.name: value for each, value in told if value != each.default})


for _type in (Article, Section, Insight, Citation, Layout, Digest):
    for_type_by_name(_type.__module__, _type.__name__, _print)


def articles(format: Format | str | None = None) -> st.SearchStrategy[Article]:
    """Articles that digests of a format can contain.

    Args:
        format: a format or the name of a registered one; defaults to ``digest``.

    Returns:
        A strategy for articles without spans or raw text. They shrink to one section with one short insight.
    """
    chosen = find_format(format or "digest")
    return st.composite(lambda draw: _Drawing(draw, chosen).article())()


def layouts(format: Format | str | None = None) -> st.SearchStrategy[Layout]:
    """Layouts that digests of a format can have; they shrink to :attr:`.Layout()`.

    Args:
        format: a format or the name of a registered one; defaults to ``digest``.
    """
    space = choices(find_format(format or "digest"))

    @st.composite
    def layouts_of_format(draw: st.DrawFn) -> Layout:
        layout = Layout()
        for name, values in space.items():
            value = pick(draw, values)
            if value != values[0]:  # which is what the default means
                with suppress(ValueError):  # the lines drawn before may rule it out
                    layout = evolve(layout, **{name: value})
        return layout

    return layouts_of_format()


def digests(format: Format | str | None = None) -> st.SearchStrategy[Digest]:
    """Digests of a format: texts, each with the article that parsing must return.

    Args:
        format: a format or the name of a registered one; defaults to ``digest``.
    """
    chosen = find_format(format or "digest")
    written, laid_out = articles(chosen), st.lists(layouts(chosen), min_size=1, max_size=3)

    @st.composite
    def digests_of_format(draw: st.DrawFn) -> Digest:
        article = draw(written)
        several = [without_asides(each, article, chosen) for each in draw(laid_out)]
        return Digest(MixedWriter(draw, article, several, chosen).page(article), article, several[0])

    return digests_of_format()


def register_strategies() -> None:
    """Make ``st.from_type(Article)`` and the like work; Hypothesis calls this when it is loaded."""
    st.register_type_strategy(Article, lambda _: articles())
    st.register_type_strategy(Layout, lambda _: layouts())
    st.register_type_strategy(Digest, lambda _: digests())
