"""An article as a tree of words: what ``str`` returns and consoles draw in colour."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rareinsight._markdown import plain_heading, plain_words
from rareinsight._messages import count, printable
from rareinsight.diagnostics import find_lines
from rareinsight.model import Article, Diagnostic, Insight, Origin, Section, Severity

SEVERITY_STYLES: Final[dict[Severity, str]] = {"info": "blue", "warning": "yellow", "error": "bold red"}
#: The names of files in which even the first text is a record.
_TABLE: Final = re.compile(r"\.(?:jsonl?|jsonlines|ndjson|csv|tsv|tab|parquet|arrow|feather)(?:\.\w+)?$", re.IGNORECASE)
_MAX_LEVEL: Final = 20  #: headings of deeper levels, which no page has, are drawn on this one
#: The sign before a heading, and its style.
ROLES: Final = {"core": ("★", "bold magenta"), "group": ("●", "bold cyan"), "other": ("○", "bold blue")}


class Branch(NamedTuple):
    """Words with their styles, and the branches below them."""

    words: list[tuple[str, str]]
    branches: list[Branch]


def tree_of(node: Article | Section, place: Callable[[int], str] | None = None) -> Branch:
    """Return the tree of an article or a section; ``place`` formats an offset, by default as line and column."""
    if isinstance(node, Section):
        return _section(node, {})
    tree = Branch(header_of(node), [])
    links = {reference.cites: reference.url for reference in node.references if reference.url}
    branches = [(0, tree)]
    for section in node.sections:
        level = min(section.level, _MAX_LEVEL)
        while branches[-1][0] >= level:
            branches.pop()
        branch = _section(section, links)
        branches[-1][1].branches.append(branch)
        branches.append((level, branch))
    if node.diagnostics:
        locate = find_lines(node.raw)
        place = place or (lambda offset: "{}:{}".format(*locate(min(offset, len(node.raw)))))
        found = [Branch(list(_diagnostic(each, place)), []) for each in in_order(node.diagnostics)]
        tree.branches.append(Branch([("? Diagnostics", "bold yellow")], found))
    return tree


def draw(node: Article | Section) -> str:
    """Return the tree of an article or a section as text."""
    return "\n".join(_lines(tree_of(node)))


def _lines(branch: Branch) -> Iterator[str]:
    yield from "".join(words for words, _ in branch.words).split("\n")
    for number, each in enumerate(branch.branches, 1):
        first, then = ("└── ", "    ") if number == len(branch.branches) else ("├── ", "│   ")
        for line in _lines(each):
            yield first + line
            first = then


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics in text order, those about the whole text first."""
    return sorted(diagnostics, key=lambda each: each.span.start if each.span else -1)


def name_of(origin: Origin | None) -> str:
    """Return the file that an article was read from, with the number of the record in a table."""
    origin = origin or Origin()
    path = "<stdin>" if origin.path == "-" else origin.path or ""
    return f"{path}#{origin.record}" if origin.record or origin.fields or _TABLE.search(path) else path


def header_of(article: Article) -> list[tuple[str, str]]:
    """Return the title, source and date, and counts of an article, one per line."""
    title = (printable(plain_words(article.title)), "bold") if article.title else ("no title", "italic dim")
    published = article.published and article.published.isoformat(" ", "minutes")
    facts = " · ".join(printable(fact) for fact in (article.source, published) if fact)
    insights = article.insights
    citations = sum(len(insight.citations) for insight in insights)
    totals = {"section": len(article.sections), "insight": len(insights), "citation": citations}
    counts = ", ".join(count(number, noun) for noun, number in totals.items())
    return [title, ("\n" + facts if facts else "", "cyan"), (f"\n{counts}", "dim")]


def paragraphs_of(article: Article, most: int, most_cited: int) -> tuple[dict[int, int], Sequence[int], str]:
    """Return how many insights cite each paragraph, the numbers to show in a map, and what share is cited."""
    cited = {number: len(insights) for number, insights in article.cited.items() if isinstance(number, int)}
    known = {entry.number for entry in article.references} - {None}
    last = max([*cited, *(number or 0 for number in known)], default=0)
    numbers = range(min(1, *cited, last), last + 1) if cited else range(0)
    there = len(cited.keys() & known) if known else len(cited)
    first = "the first " * (not known and last > 1)
    share = f"{there:,} of {first}{count(len(known) or last, 'paragraph')} cited"
    return cited, numbers if len(numbers) <= most else [*cited][:most_cited], share


def _section(section: Section, links: dict[int | str, str]) -> Branch:
    sign, style = ROLES[section.role]
    heading = (
        ("no heading", "italic dim") if section.heading is None else (printable(plain_heading(section.heading)), style)
    )
    insights = [Branch(list(_statement(insight, links)), []) for insight in section.insights]
    return Branch([(f"{sign} ", style), heading], insights)


def _statement(insight: Insight, links: dict[int | str, str]) -> Iterator[tuple[str, str]]:
    words = printable(insight.plain)
    end = words.find(insight.label) + len(insight.label) if insight.label else 0
    yield words[:end], "bold"
    yield words[end:], ""
    for place, citation in enumerate(insight.citations):
        link = links.get(citation.cites)
        yield "" if place else " ", ""
        yield f"[{printable(str(citation.cites))}]", f"green link {link}" if link else "green"


def _diagnostic(diagnostic: Diagnostic, place: Callable[[int], str]) -> Iterator[tuple[str, str]]:
    yield diagnostic.code, SEVERITY_STYLES[diagnostic.severity]
    yield f" {printable(diagnostic.message)}", ""
    if diagnostic.span is not None:
        yield f" ({place(diagnostic.span.start)})", "dim"
