"""Articles, layouts and digests of a format, as Hypothesis strategies.

Every article from :func:`articles` can be written in every layout from :func:`layouts` and parses back to an
equal one, as :func:`~.check_format` tests.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Final

from attrs import AttrsInstance, evolve, fields, frozen
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter, for_type_by_name

from rareinsight._formats.registry import find_format, formats
from rareinsight._layout import Layout, choices
from rareinsight._shapes import places_of
from rareinsight.format import Format
from rareinsight.model import Article, Citation, Insight, Section
from rareinsight.testing._exclusions import left_out
from rareinsight.testing._sections import bodies
from rareinsight.testing._words import names, pick
from rareinsight.testing._writing import MixedWriter, without_asides

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
    return (
        None if has_none else draw(st.none() | titles),
        draw(sources) if "source" in kind else None,
        draw(_moments()) if "date" in kind else None,
    )


def _named(format: Format, known: tuple[str, ...], most: int, joints: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Known names that the format does not leave out, and others of up to so many words."""
    kept = [name for name in known if not left_out(format).search(name)]
    return names(format, most, joints, marks=True) | st.sampled_from(kept)


def _moments() -> st.SearchStrategy[datetime]:
    quarters = st.integers(-12 * 4, 14 * 4)
    zones = st.none() | quarters.map(lambda number: timezone(timedelta(minutes=15 * number)))
    days, hours = (st.integers(1950, 2099), st.integers(1, 12), st.integers(1, 28)), st.integers(0, 23)
    return st.builds(datetime, *days, hours, st.integers(0, 59), tzinfo=zones)
