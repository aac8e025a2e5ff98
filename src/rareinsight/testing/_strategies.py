"""Articles, layouts and digests of a format, as Hypothesis strategies.

Every article from :func:`articles` can be written in every layout from :func:`layouts` and parses back to an
equal one, as :func:`~.check_format` tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Final

from attrs import AttrsInstance, evolve, fields, frozen
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

from rareinsight._formats.registry import find_format, formats
from rareinsight._shapes import is_worded, parts_of, places_of
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.rendering import Layout, Writer, choices, fill, settle, spell_number
from rareinsight.testing._words import ABBREVIATIONS, NUMBERS, Picker, left_out, names, needs_no_marker, pick, sentences

#: Draws sections of one kind, the highest of them at the given level.
_Plan = Callable[[st.DrawFn, Format, int], list[Section]]
_MOST_INSIGHTS: Final = 60
#: How many insights a section has, and how many citations an insight: few, as a rule.
_COUNTS: Final = (*[1, 1, 2, 1, 3, 4] * 4, 20, _MOST_INSIGHTS)
_RUNS: Final = (1, 0, 2, 1, 0, 1, 3, 4, 1, 0, 2, 1, 0, 1, 2, 25)
_ABBREVIATED: Final = re.compile(rf"(?:(?<!\w)[^\W_]|[0-9]|[A-Z]{{2}}|{'|'.join(map(re.escape, ABBREVIATIONS))})\Z")
#: What insights of a section may not share: a word at both ends of all could be part of their markers or citations.
_ENDS: Final[tuple[Callable[[str], str], ...]] = (
    lambda text: text.partition(" ")[0],
    lambda text: text.rpartition(" ")[2],
)
#: A sentence that is no title.
_NO_TITLE: Final = re.compile(r"(?!.*[\u3040-\ud7a3]).* [a-z]{4}")
_LAST_NUMBER: Final = re.compile(r"(?<= )[0-9]{1,2}\Z")


@st.composite
def bodies(draw: st.DrawFn, format: Format) -> list[Section]:
    """Draw the sections of an article: at least one, in the usual order."""
    sections: list[Section] = []
    cores = [partial(_word, heading=heading) for heading in format.headings if heading.role == "core"]
    cores += [partial(_numbered, shape=each, number=1, level=1) for each in format.numbered if each.role == "core"]
    plans = [plan for is_had, plan in _PLANS if is_had(format)]
    if cores and (not plans or draw(st.booleans())):
        sections.append(pick(draw, cores)(draw, format))
    if plans and (not sections or draw(st.booleans())):
        sections += pick(draw, plans)(draw, format, 1)
    if format.lead and draw(st.booleans()):
        said = sentences(format).filter(_NO_TITLE.match) if needs_no_marker(format) else None
        sections.insert(0, Section("other", insights=_insights(draw, format, said)))
    return _cite_before_mentions(sections)


def _cite_before_mentions(sections: list[Section]) -> list[Section]:
    """Let citations end what is before a number out of sequence or alone, one word or a year, perhaps a mention."""
    citations = [each for section in sections for insight in section.insights for each in insight.citations]
    last = 0
    for place, section in enumerate(sections[1:]):
        *others, above = sections[place].insights or [None]
        last = sections[place].index or last
        heading, index = section.heading or "", section.index
        is_bare = heading.partition(" ")[0].isdecimal()
        is_short = index is None and (" " not in heading or heading[-1].isdigit())
        is_mention = is_bare or is_short or index not in (None, last + 1)
        if is_mention and citations and above and not above.citations:
            sections[place] = evolve(sections[place], insights=[*others, evolve(above, citations=citations[:1])])
    return sections


def _insights(
    draw: st.DrawFn,
    format: Format,
    said: st.SearchStrategy[str] | None = None,
    *,
    is_told: bool = True,
    is_whole: bool = True,
) -> list[Insight]:
    """Draw the insights of a section: each has citations if only these identify it, otherwise the first does.

    Below a heading that any text may have (``is_told`` is false), every other insight has citations, since there most
    must have them for the text to be a digest. Below one that may go on (``is_whole`` is false) a dash in the first
    insight could be part of it.
    """
    said = sentences(format, marks=is_whole) if said is None else said
    is_by_line, kept = needs_no_marker(format), [""]
    if is_by_line:
        said = said.filter(lambda text: not re.sub(r"\W+", "", text)[0].islower())
    if choices(format)["marker"][0] in format.kept_markers:  # in the text
        kept = [f"{marker} " for marker in format.kept_markers]
    all_cited = is_by_line and (format.free_headings or not format.unmarked)
    apart = 1 if all_cited else _MOST_INSIGHTS if is_told else 2
    texts = draw(st.lists(said, min_size=2, max_size=4, unique_by=_ENDS))
    made: list[Insight] = []
    for number in range(pick(draw, _COUNTS)):
        picker = Picker(draw(NUMBERS))
        text = texts[number % len(texts)]
        # the stop behind these may end no sentence
        is_cited = number % apart == 0 or _ABBREVIATED.search(text) is not None
        marker = picker.pick(kept)
        made.append(Insight(marker + text, _citations(draw, format, picker, is_cited) if format.citations else []))
    return made


def _citations(draw: st.DrawFn, format: Format, picker: Picker, is_cited: bool) -> list[Citation]:
    """Draw citations that the shapes of a format can spell; only one bare number, as several would merge."""
    shape = choices(format)["citation"][0]
    (place,) = (place for _, place in parts_of(shape) if place and place.partition(":")[0] in ("n", "s", "key"))
    count = max(is_cited, min(1 if shape == "{n}" else 25 if place == "n" else 4, picker.pick(_RUNS)))
    if place not in ("n", "s"):
        prefix = place.partition(":")[2]
        return [Citation(None, key=f"{prefix}{picker.pick(range(1, 10))}search1") for _ in range(count)]
    largest = 9 if place == "s" else picker.pick((30, 999))
    return [Citation(draw(st.integers(1, largest))) for _ in range(count)]


def _others(format: Format, *, hold_headings: bool) -> list[Heading]:
    """Return the headings of the vocabulary that are not core, and do or don't hold other headings."""
    return [each for each in format.headings if each.role != "core" and each.holds_headings == hold_headings]


def _known(draw: st.DrawFn, format: Format, _level: int) -> list[Section]:
    known = _others(format, hold_headings=False)
    chosen = [_word(draw, format, pick(draw, known)) for _ in range(draw(st.integers(1, 3)))]
    return [*{(section.heading or "").casefold(): section for section in chosen}.values()]  # none stands twice


def _parents(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    """Draw a heading that is followed directly by headings, and those headings."""
    parent = _word(draw, format, pick(draw, _others(format, hold_headings=True)))
    plans = [plan for is_had, plan in _PLANS if plan in _BELOW and is_had(format)]
    return [evolve(parent, insights=()), *pick(draw, plans)(draw, format, level + 1)] if plans else [parent]


def _word(draw: st.DrawFn, format: Format, heading: Heading) -> Section:
    """Draw a section below a heading of the vocabulary, with its variable part filled in."""
    shape = pick(draw, (*heading.words, *heading.families))
    if "{text}" in shape:
        alike = names(format, 4).filter(lambda label: label.isascii() == shape.isascii())
        shape = " ".join(shape.replace("{text}", draw(st.just("") | alike)).split())
    words = _LAST_NUMBER.sub(lambda _: f"{draw(st.integers(1, 9))}", shape)  # where there is a Part 1 there is a Part 2
    if heading.opens_title:
        words = f"{words}: {draw(names(format))}?"
    # right beside its heading, text without citations is recognised by its words alone
    held = sentences(format, marks=False).filter(lambda text: not text[-1].isdigit()) if heading.holds_text else None
    if held is not None and draw(st.booleans()):
        return Section(heading.role, words, insights=[Insight(draw(held))])
    return Section(
        heading.role,
        words,
        insights=_insights(draw, format, None if format.citations else held, is_told=heading.role != "other"),
    )


def _free(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    chosen = draw(st.lists(names(format), min_size=1, max_size=4))
    insights = partial(_insights, draw, format, is_told=False, is_whole=False)
    return [Section("other", word, level=level, insights=insights()) for word in chosen]


def _links(draw: st.DrawFn, format: Format, level: int) -> list[Section]:
    heading = pick(draw, format.heading_links).format(text=draw(names(format)), url="#1")
    # headings may follow a link: text between two markers below it may be one
    return [Section("other", heading, level=level, insights=_insights(draw, format, is_whole=False))]


def _outlined(format: Format, role: str) -> list[Numbered]:
    """Return the shapes of numbered headings of a role with a single number, or else those of any outline."""
    shapes = [shape for shape in format.numbered if shape.role == role]
    return [shape for shape in shapes if len(places_of(shape.shape)) == 1] or shapes


def _outline(draw: st.DrawFn, format: Format, level: int, role: str = "other") -> list[Section]:
    """Draw numbered headings, some with headings of a deeper level below, such as 2.1 below 2."""
    shapes = _outlined(format, role)
    outer = pick(draw, [shape for shape in shapes if shape.level == min(each.level for each in shapes)])
    inner = [shape for shape in shapes if shape.level == outer.level + 1]
    inner += [each for each in format.numbered if each.shape.rstrip(".") == f"{outer.shape.rstrip('.')}.{{n}}"]
    level = level if format.markdown else max(level, outer.level)  # Markdown's signs alone tell levels
    sections: list[Section] = []
    for number in draw(_sequences(outer)):
        sections.append(_numbered(draw, format, outer, number, level))
        if bool(inner) and draw(st.booleans()):
            sections.append(_numbered(draw, format, pick(draw, inner), 1, level + 1, above=number))
    return sections


def _sequences(shape: Numbered) -> st.SearchStrategy[list[int]]:
    """The numbers of headings, in order; those in words with gaps, repeats and in any order, but one 1 at most."""
    counted = st.integers(1, 5).map(lambda size: [*range(1, size + 1)])
    others = st.lists(st.integers(2, 39 if "{r}" in shape.shape else 99), min_size=1, max_size=5)
    return counted | others | others.map(lambda several: [1, *several]) if is_worded(shape.shape) else counted


def _numbered(draw: st.DrawFn, format: Format, shape: Numbered, number: int, level: int, above: int = 0) -> Section:
    """Draw a section below a numbered heading, with a label if the number is not enough."""
    label = draw(st.none() | names(format) if is_worded(shape.shape) else names(format))
    is_simple = len(places_of(shape.shape)) == 1
    heading = spell_number(shape.shape if is_simple else shape.shape.replace("{n}", f"{above or number}", 1), number)
    if label is not None:
        sign = ":" if is_worded(shape.shape) and not heading.endswith(":") else ""
        heading += sign + " " * (sign or heading[-1]).isascii() + label
    insights = _insights(draw, format, is_told=shape.role != "other", is_whole=label is None)
    if shape.role == "core":
        return Section("core", heading, level=level, insights=insights)
    return Section(shape.role, heading, number if is_simple else None, label, level, insights)


#: The ways to divide the body of a digest below its core, and which formats have each.
_PLANS: Final[tuple[tuple[Callable[[Format], object], _Plan], ...]] = (
    (lambda of: _outlined(of, "group"), partial(_outline, role="group")),
    (lambda of: _others(of, hold_headings=False), _known),
    (lambda of: _others(of, hold_headings=True), _parents),
    (lambda of: of.free_headings or of.markdown, _free),
    (lambda of: _outlined(of, "other"), _outline),
    (lambda of: of.heading_links, _links),
)
#: Those that may also occur below another heading.
_BELOW: Final = (_known, _free, _outline)


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


_SOURCES: Final = ("第一财经", "2 1 Shi Ji Jing Ji Bao Dao", "A.M. Post", "Journal d’Été")
#: Titles that mislead.
_TITLES: Final = (
    *("铜价上涨丨早报", "What's Next: Gold | Weekly", "“战略矿产之王”稀土:为什么会让美国人破大防?"),
    *("Q2 2025 Earnings: Sales Up 12%", "Fed Holds Rates at 4.25% - 4.50%", "【早报】央行:稳增长 防风险"),
)
_TITLE_JOINTS: Final = (" ", " ", " ", ": ", " - ", "? ", ", ")
#: A title below the body has more than three words, or more than six Chinese characters.
_MORE_THAN_A_NOTE: Final = re.compile(r"\s*\S+(?:\s+\S+){3}|.*[\u3040-\u9fff]{7}")
#: A company before the source, or twice, as its name and ticker: ``Orion (ORNX) Daily``, ``Orion 24 (24)``.
_COMPANY: Final = re.compile(r"\) |(\w{1,14}).{0,60}\(\1\)")
#: What may end a date: ``2026-03-05 07:15 A.M. Post``.
_END_OF_DATE: Final = re.compile(r"[AP]\.?M\b|[A-Z]{2,5}\b", re.IGNORECASE)


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
        format: a format or the name of a registered one; defaults to the first registered.

    Returns:
        A strategy for articles without spans or raw text. They shrink to one section with one short insight.
    """
    chosen = _choose_format(format)

    @st.composite
    def articles_of_format(draw: st.DrawFn) -> Article:  # prints without the whole declaration
        sections = draw(bodies(chosen))
        title, source, published = draw(_headers(chosen, has_lead=sections[0].heading is None))
        # a second time, it is left out
        return Article(None if title in [each.heading for each in sections] else title, source, published, sections)

    return articles_of_format()


def layouts(format: Format | str | None = None) -> st.SearchStrategy[Layout]:
    """Layouts that digests of a format can have; they shrink to :attr:`.Layout()`.

    Args:
        format: a format or the name of a registered one; defaults to the first registered.
    """
    space = choices(_choose_format(format))

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
        format: a format or the name of a registered one; defaults to the first registered.
    """
    chosen = _choose_format(format)
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


def _choose_format(format: Format | str | None) -> Format:
    return next(iter(formats().values())) if format is None else find_format(format)


@st.composite
def _headers(draw: st.DrawFn, format: Format, *, has_lead: bool) -> tuple[str | None, str | None, datetime | None]:
    """Draw a title or none, and the source and date that a source line of the format has.

    A title above a lead could also be a free heading.
    """
    kinds = [kind for shape in format.source_lines if set() < (kind := {*places_of(shape)}) <= {"source", "date"}]
    kind = pick(draw, [set[str](), *kinds])
    sources, titles = _named(format, _SOURCES, 4, (" ",)), _named(format, _TITLES, 12, _TITLE_JOINTS)
    is_after_date = any("{date} {source}" in shape for shape in format.source_lines)
    sources = sources.filter(lambda name: not (_COMPANY.search(name) or (is_after_date and _END_OF_DATE.match(name))))
    if not kind and "below" in choices(format)["header"]:
        titles = titles.filter(_MORE_THAN_A_NOTE.match)
    has_none = not format.titles if format.markdown else has_lead and format.free_headings
    days, quarters = (st.integers(1950, 2099), st.integers(1, 12), st.integers(1, 28)), st.integers(-12 * 4, 14 * 4)
    zones = st.none() | quarters.map(lambda number: timezone(timedelta(minutes=15 * number)))
    return (
        None if has_none else draw(st.none() | titles),
        draw(sources) if "source" in kind else None,
        draw(st.builds(datetime, *days, st.integers(0, 23), st.integers(0, 59), tzinfo=zones))
        if "date" in kind
        else None,
    )


def _named(format: Format, known: tuple[str, ...], most: int, joints: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Known names that the format does not leave out, and others of up to so many words."""
    kept = [name for name in known if not left_out(format).search(name)]
    return names(format, most, joints, marks=True) | st.sampled_from(kept)
