"""The families that the format began with are exact by the certain rows alone, in every layout that can be declared.

A: a core and groups, titled or bare; B: bare groups; B2: titled groups. On real pages all their insights are cited.
"""

from typing import Final

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import rareinsight as ri
from rareinsight.model import Article, Citation, Insight
from rareinsight.testing import articles, layouts
from rows import CERTAIN

DIGEST: Final = ri.formats()["digest"]
#: What of the format these families have.
PLAIN: Final = DIGEST.evolve(
    headings=[heading for heading in DIGEST.headings if heading.role == "core"],
    numbered=[shape for shape in DIGEST.numbered if shape.role == "group"],
    free_headings=False,
    heading_links=[],
)


@st.composite
def plain_articles(draw: st.DrawFn) -> Article:
    """Digests of these families, each insight cited, and no marker's character in any."""
    article = draw(articles(PLAIN))
    sections = [
        evolve(section, insights=[cited(each) for each in section.insights if not _has_marker(each.text)])
        for section in article.sections
    ]
    assume(all(section.insights and not _has_marker(section.heading or "") for section in sections))
    words = [each.text.split() for section in sections for each in section.insights]
    assume(len(words) <= 2 or all(len({each[place] for each in words}) > 1 for place in (0, -1)))  # see `exclusions`
    return evolve(article, sections=sections)


def cited(insight: Insight) -> Insight:
    return insight if insight.citations else evolve(insight, citations=[Citation(1)])


def _has_marker(text: str) -> bool:
    return bool(set(text.split()) & set(DIGEST.markers))


@given(plain_articles(), layouts(PLAIN))
def test_plain_families_need_only_certain_rows(article: Article, layout: ri.Layout) -> None:
    text = ri.render(article, layout)
    assert ri.parse(text) == article
    body = [each for each in ri.explain(text) if each.label in ("heading", "insight", "in heading", "in insight")]
    assert {each.row for each in body} <= CERTAIN | {"hashed"}  # as Markdown says
