"""Articles, layouts and digests of a format, as Hypothesis strategies.

Every article that :func:`articles` gives can be written in every layout that :func:`layouts` gives, and is
read back as an equal one: that is what the two are made for, and what :func:`~.check_format` tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

from attrs import fields
from hypothesis import strategies as st
from hypothesis.vendor.pretty import for_type_by_name

from rareinsight.format import Format, Heading, Numbered, places_of
from rareinsight.layout import Layout, choices, settle
from rareinsight.model import Article, Citation, Insight, Role, Section
from rareinsight.registry import find_format, formats
from rareinsight.testing.printing import Digest, print_article, print_layout
from rareinsight.testing.sentences import SOURCES, free_headings, labels, statements, titles
from rareinsight.writer import spell_numbered, write

for_type_by_name(Article.__module__, Article.__name__, print_article)
for_type_by_name(Layout.__module__, Layout.__name__, print_layout)

#: Draws sections with these insights below their headings.
_Plan = Callable[[st.DrawFn, Format], list[Section]]


def articles(format: Format | str | None = None) -> st.SearchStrategy[Article]:
    """Articles that digests of a format can hold.

    Args:
        format: a format or the name of a registered one; without it, the first registered.

    Returns:
        A strategy of articles without spans or raw text. They shrink to one section with one short insight.
    """
    chosen = _choose_format(format)

    @st.composite
    def articles_of_format(draw: st.DrawFn) -> Article:  # so that it prints without the whole declaration
        return _draw_article(draw, chosen)

    return articles_of_format()


def layouts(format: Format | str | None = None) -> st.SearchStrategy[Layout]:
    """Layouts that digests of a format can have; they shrink to :attr:`.Layout.canonical`.

    Args:
        format: a format or the name of a registered one; without it, the first registered.
    """
    space = choices(_choose_format(format))

    @st.composite
    def layouts_of_format(draw: st.DrawFn) -> Layout:
        chosen = {name: draw(st.sampled_from(values)) for name, values in space.items()}
        # the first value is what the default stands for, and a layout prints without its defaults
        return settle({name: value for name, value in chosen.items() if value != space[name][0]})

    return layouts_of_format()


def digests(format: Format | str | None = None) -> st.SearchStrategy[Digest]:
    """Digests of a format: texts, each with the article that must come out.

    Args:
        format: a format or the name of a registered one; without it, the first registered.
    """
    chosen = _choose_format(format)

    @st.composite
    def digests_of_format(draw: st.DrawFn) -> Digest:
        article, layout = draw(articles(chosen)), draw(layouts(chosen))
        return Digest(write(article, layout, chosen), article, layout)

    return digests_of_format()


def register_strategies() -> None:
    """Make ``st.from_type(Article)`` work, and the like; Hypothesis calls this when it is loaded."""
    st.register_type_strategy(Article, lambda _: articles())
    st.register_type_strategy(Layout, lambda _: layouts())
    st.register_type_strategy(Digest, lambda _: digests())


def _choose_format(format: Format | str | None) -> Format:
    return next(iter(formats().values())) if format is None else find_format(format)


def _draw_article(draw: st.DrawFn, format: Format) -> Article:
    sections: list[Section] = []
    core = [word for heading in format.headings if heading.role == "core" for word in heading.words]
    plans = list(_plans(format))
    if core and (not plans or draw(st.booleans())):
        sections.append(Section("core", draw(st.sampled_from(core)), insights=draw(_insights(format))))
    if plans and (not sections or draw(st.booleans())):
        sections += draw(st.sampled_from(plans))(draw, format)
    title, source, published = draw(_headers(format))
    return Article(title, source, published, sections)


# --- headers -----------------------------------------------------------------------------------------------


@st.composite
def _headers(draw: st.DrawFn, format: Format) -> tuple[str | None, str | None, datetime | None]:
    """Draw a title or none, and source and date as far as a header line of the format has them."""
    title = draw(st.none() | titles(format))
    lines = [set(places_of(shape)) for shape in format.source_lines]
    kinds = [kind for kind in lines if kind <= {"source", "date"} and "date" in kind]
    kind = draw(st.sampled_from([set[str](), *kinds]))
    source = draw(st.sampled_from(SOURCES)) if "source" in kind else None
    return title, source, draw(_moments()) if "date" in kind else None


def _moments() -> st.SearchStrategy[datetime]:
    zones = st.none() | st.integers(-12 * 4, 14 * 4).map(
        lambda quarters: timezone(timedelta(minutes=15 * quarters))
    )
    return st.builds(
        datetime,
        st.integers(2000, 2035),
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(0, 23),
        st.integers(0, 59),
        tzinfo=zones,
    )


# --- sections ----------------------------------------------------------------------------------------------


@st.composite
def _insights(draw: st.DrawFn, format: Format) -> list[Insight]:
    """Draw the insights of a section; the first is cited, for without any citation a dash may be anything."""
    said = statements(format)
    made: list[Insight] = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(said)
        cited = (
            draw(st.lists(st.integers(1, 120), min_size=not number, max_size=4)) if format.citations else []
        )
        made.append(Insight(text, [Citation(each) for each in cited]))
    return made


def _plans(format: Format) -> Iterator[_Plan]:
    """Yield the ways in which the body of a digest of ``format`` can be divided below its core."""
    if any(numbered.role == "group" for numbered in format.numbered):
        yield _groups
    if any(_stands_alone(heading) for heading in format.headings):
        yield _known
    if format.free_headings:
        yield _free
    if any(_is_enumerated(numbered, 1) for numbered in format.numbered):
        yield _outline


def _groups(draw: st.DrawFn, format: Format) -> list[Section]:
    shape = draw(st.sampled_from([numbered for numbered in format.numbered if numbered.role == "group"]))
    sections: list[Section] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        label = draw(st.none() | labels(format)) if shape.is_worded else draw(labels(format))
        heading = spell_numbered(shape, number, label)
        sections.append(Section("group", heading, number, label, shape.level, draw(_insights(format))))
    return sections


def _stands_alone(heading: Heading) -> bool:
    """Whether a heading is one wherever it stands, whatever follows it."""
    traits = (each for each in fields(Heading) if each.name not in ("words", "role"))
    return heading.role != "core" and all(getattr(heading, each.name) == each.default for each in traits)


def _known(draw: st.DrawFn, format: Format) -> list[Section]:
    words: list[tuple[Role, str]] = [
        (heading.role, word)
        for heading in format.headings
        if _stands_alone(heading)
        for word in heading.words
    ]
    chosen = draw(st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True))
    return [Section(role, word, insights=draw(_insights(format))) for role, word in chosen]


def _free(draw: st.DrawFn, format: Format) -> list[Section]:
    words = st.sampled_from(free_headings(format))
    chosen = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    return [Section("other", word, insights=draw(_insights(format))) for word in chosen]


def _is_enumerated(numbered: Numbered, level: int) -> bool:
    return numbered.role == "other" and numbered.level == level and len(places_of(numbered.shape)) == 1


def _outline(draw: st.DrawFn, format: Format) -> list[Section]:
    """Draw numbered headings, some of them with headings of the second level below."""
    outer = draw(st.sampled_from([shape for shape in format.numbered if _is_enumerated(shape, 1)]))
    inner = [shape for shape in format.numbered if _is_enumerated(shape, 2)]
    sections: list[Section] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        sections.append(draw(_numbered(format, outer, number, 1)))
        if bool(inner) and draw(st.booleans()):
            shape = draw(st.sampled_from(inner))
            sections.append(draw(_numbered(format, shape, 1, 2)))
    return sections


@st.composite
def _numbered(draw: st.DrawFn, format: Format, shape: Numbered, number: int, level: int) -> Section:
    label = draw(labels(format))
    heading = spell_numbered(shape, number, label)
    return Section("other", heading, number, label, level, draw(_insights(format)))
