"""Labelled pages with one sign damaged, and whether a reader could still know what was meant.

One marker, one bracket of a citation, or the colon or number of a heading is dropped, doubled or swapped for another
sign. The signs are found with the labels alone. Where roles, numbers, the number of insights or citations then differ
from the label, a warning must say so that the page did not have before, unless the damaged page is well-formed again.

It is where a page that was never damaged would be written like that, and what came out is how one would read it:

- A marker inside a line is gone. What stood in front of it goes on then: ``- A rose [1]. B fell [2]`` is one insight,
  as citations in the middle of insights are common; insights without citations behind it can be part of that too, as
  a dash behind a plain word is no marker. A heading that only its marker told from text is a part of the insight then.
- A marker at the start of a line is gone, and the line above ends neither in a citation nor in a stop: the line is
  the second one of a wrapped insight.

No other damage is excused: not a half or swapped bracket, not a sign that no other insight of the page has, not a
number that is missing, comes twice or leaves a gap, and no line without a marker among lines with one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Final, NamedTuple

import rareinsight as ri
from score import HELD, SETS, Page, articles_of, cites_right, is_right, load

KINDS: Final = ("marker", "bracket", "colon", "number")
#: What a sign is swapped for: signs of the same kind first, then what a slip of the finger or a scanner makes of it.
_SWAPS: Final = {
    "marker": ["*", "•", "→", "+", "~", "=", "✓", "_", "›", "🔹"],
    "bracket": ["(", ")", "{", "}", "<", ">", "|", "l", "【", "［", "/"],
    "colon": [";", ".", ",", "-", "–", "|", "…", "=", "·"],
    "number": ["0", "7", "9", "l", "O", "A", "?", "#", "X"],
}
_CITATION: Final = re.compile(r"[\[【［]\s*\d[\d\s,，、;；†\w–-]*[\]】］]")
_ENDS_CLOSED: Final = re.compile(r"[\]】］.。!?！？;；:：]\W{0,2}$")


class Site(NamedTuple):
    """A sign of a page that can be damaged, and the insight or heading whose sign it is, as counted in the page."""

    kind: str
    start: int
    end: int
    article: int
    section: int
    insight: int


class Shape(NamedTuple):
    """What is compared of a section: its role and number, and the numbers that each of its insights cites."""

    role: str
    number: int | None
    cited: tuple[tuple[int, ...], ...]


Shapes = tuple[tuple[Shape, ...], ...]


class Target(NamedTuple):
    """A labelled page that comes out right, the signs in it, and its shape."""

    page: Page
    sites: tuple[Site, ...]
    shapes: Shapes
    warnings: Counter[str]


class Mutation(NamedTuple):
    """A page after one accident."""

    target: Target
    site: Site
    what: str
    text: str

    def __str__(self) -> str:
        """Say what was done to which page, and show the place."""
        before, after = self.target.page.text, self.text
        start, end = max(0, self.site.start - 60), self.site.end + 60
        return f"{self.target.page!r}: {self.site.kind} {self.what}\n  {before[start:end]!r}\n  {after[start:end]!r}"


def shapes_of(articles: Sequence[ri.Article]) -> Shapes:
    """Return what is compared of the digests that were found."""
    return tuple(
        tuple(Shape(each.role, each.index, tuple(map(_cited, each.insights))) for each in article.sections)
        for article in articles
        if article.sections
    )


def _cited(insight: ri.Insight) -> tuple[int, ...]:
    return tuple(each.number for each in insight.citations if each.number is not None)


def warnings_of(articles: Sequence[ri.Article]) -> Counter[str]:
    """Count the codes above info."""
    told = (each for article in articles for each in article.diagnostics)
    return Counter(each.code for each in told if each.severity != "info")


@cache
def _pages() -> list[Page]:
    """Return the pages that are labelled, and parsed as the common format."""
    pages = (page for name in SETS if name != HELD for page in load(name))
    return [page for page in pages if page.is_scored and page.format is None and page.labels]


@cache
def _target(at: int) -> Target | None:
    """Return a page with its signs, if it comes out right and the signs can be found by its labels."""
    page = _pages()[at]
    articles = articles_of(page.text)
    if "known_wrong" in page.record or not all(article.sections and article.format == "digest" for article in articles):
        return None
    sites = tuple(_sites(page)) if is_right(page) and cites_right(page) else ()
    return Target(page, sites, shapes_of(articles), warnings_of(articles)) if sites else None


def _sites(page: Page) -> Iterator[Site]:
    """Find the symbols of a page; its headings and insights follow each other in the order of the label."""
    text, place = page.text, 0
    for at, article in enumerate(page.record["articles"]):
        for number, section in enumerate(article["sections"]):
            heading = (section["heading"] or "").strip()
            start = text.find(heading, place)
            if start < 0:
                return
            place = start + len(heading)
            yield from _heading_sites(section, heading, start, at, number)
            for count, insight in enumerate(each.strip() for each in section["insights"]):
                start = text.find(insight, place)
                if start < 0:
                    return
                sign = re.fullmatch(r"\s*([^\w\s:：]{1,3})\s*", text[place:start])
                if sign and len(set(sign[1])) == 1:
                    yield Site("marker", place + sign.start(1), place + sign.end(1), at, number, count)
                for citation in _CITATION.finditer(insight):
                    yield Site("bracket", start + citation.start(), start + citation.start() + 1, at, number, count)
                    yield Site("bracket", start + citation.end() - 1, start + citation.end(), at, number, count)
                place = start + len(insight)


def _heading_sites(section: dict[str, object], heading: str, start: int, article: int, number: int) -> Iterator[Site]:
    if section["index"] is None:
        return
    digits = re.search(rf"(?<!\d){section['index']}(?!\d)", heading)
    if digits:
        yield Site("number", start + digits.start(), start + digits.end(), article, number, -1)
    colon = re.search("[:：]", heading)
    if colon:
        yield Site("colon", start + colon.start(), start + colon.end(), article, number, -1)


def mutate(random: Random) -> Mutation:
    """Damage one sign of one page; each kind of sign and of damage is as likely."""
    kind, what = random.choice(KINDS), random.choice(("dropped", "doubled", "swapped"))
    target, sites = _draw(random, kind)
    site = random.choice(sites)
    text, sign = target.page.text, target.page.text[site.start : site.end]
    other = {"dropped": "", "doubled": sign * 2, "swapped": random.choice([s for s in _SWAPS[kind] if s != sign])}[what]
    rest = text[site.end :]
    if not other and text[: site.start].endswith((" ", "\n", "")) and rest.startswith(" ") and kind == "marker":
        rest = rest[1:]
    named = f"swapped for {other!r}" if what == "swapped" else what
    return Mutation(target, site, named, text[: site.start] + other + rest)


def _draw(random: Random, kind: str) -> tuple[Target, list[Site]]:
    """Draw a page that has signs of a kind, and return them."""
    while True:
        target = _target(random.randrange(len(_pages())))
        sites = [site for site in target.sites if site.kind == kind] if target else []
        if target and sites:
            return target, sites


def is_well_formed(mutation: Mutation, found: Shapes) -> bool:
    """Return whether the damaged page is as one that was never damaged, and was read like that: see above."""
    site, text = mutation.site, mutation.target.page.text
    if site.kind != "marker" or mutation.what != "dropped":
        return False
    above = text[: site.start].rstrip(" \t\u00a0\u3000")
    is_line_start = above.endswith(("\n", "\r")) or not above
    if is_line_start and (not above.strip() or _ENDS_CLOSED.search(above.strip())):
        return False
    return any(found == shapes for shapes in _readings(mutation))


def _readings(mutation: Mutation) -> Iterator[Shapes]:
    """Return the shapes of the page in which the insight, and perhaps those after it, continue what precedes it."""
    site, shapes = mutation.site, mutation.target.shapes
    sections = list(shapes[site.article])
    section = sections[site.section]
    cited = list(section.cited)
    first = site.insight
    if not first:
        if not site.section or (section.role, section.number) != ("other", None):
            return
        above = sections.pop(site.section - 1)
        cited, first = [*(above.cited or [()]), *cited], max(1, len(above.cited))
        section = above
    at = site.section if site.insight else site.section - 1
    for last in range(first, len(cited)):
        joined = sum(cited[first - 1 : last + 1], ())
        sections[at] = section._replace(cited=(*cited[: first - 1], joined, *cited[last + 1 :]))
        yield (*shapes[: site.article], tuple(sections), *shapes[site.article + 1 :])
        if cited[last]:  # what stands behind a citation begins an insight
            return
