"""``rareinsight diff``: compares two results for the same texts, node by node."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any, Final, NamedTuple

import click
from rich.text import Text

from rareinsight._messages import printable
from rareinsight.cli.inputs import FORMAT_OPTION, Inputs, reading_command
from rareinsight.cli.printing import Screen
from rareinsight.cli.status import Status
from rareinsight.format import Format
from rareinsight.jsonio import from_json
from rareinsight.model import CLOSING_STOPS, Article, Citation, Insight, Section

_CITATION: Final = re.compile(r"\[([0-9]{1,6}(?:, ?[0-9]{1,6})*)\]")
#: The most nodes of which each is compared with each.
_MAX_COMPARED: Final = 200
_STYLES: Final = {"-": "red", "+": "green", " ": "dim"}


class Page(NamedTuple):
    """A text: its articles by its labels, if it has any, and as they are parsed."""

    name: str
    labelled: list[Article]
    parsed: list[Article]


@reading_command
@click.option("--second-format", help="The format of the second input; default: that of the first.", **FORMAT_OPTION)
def diff(read: Inputs, second_format: Format | None) -> None:
    """Compare two results for the same texts.

    An input contains texts, which are parsed, JSON lines written by `parse` (perhaps by another version), or
    labelled pages: JSON with texts and their articles. The texts of a single input are parsed and compared with
    their labels. Lines with - are only in the first input, lines with + only in the second.
    """
    if len(read.sources) > 2:
        raise click.UsageError("give two inputs, or one file of labelled pages")
    formats = (read.how["format"], second_format or read.how["format"])[-len(read.sources) :]
    sides: list[list[Page]] = []
    for source, format in zip(read.sources, formats, strict=True):
        read.sources, read.how["format"] = [source], format
        sides.append(list(_pages(read)))
    if read.status == Status.FAILED:
        return
    if len(sides) == 1 and all(page.labelled is page.parsed for page in sides[0]):
        raise click.UsageError("these texts have no labels; give a second input")
    pages = sides[0] if len(sides) == 1 else _side_by_side(*sides)
    lines = [line for page in pages for line in _compare(*page)]
    Screen().print_lines([Text(f"{sign} {printable(words)}", _STYLES.get(sign, "bold")) for sign, words in lines])
    if lines:
        read.note(Status.REPORTED)


def _pages(read: Inputs) -> Iterator[Page]:
    """Yield the texts of an input, with the articles of labelled pages and of JSON lines written by ``parse``."""
    for name, group in groupby(read, lambda found: found.name):
        parsed = [found.article for found in group]
        record: dict[str, Any] = dict(parsed[0].origin.fields) if parsed[0].origin else {}
        try:
            if "articles" in record:
                labelled = [_labelled(label) for label in record["articles"]]
            elif {"sections", "diagnostics"} <= record.keys():
                labelled = [from_json(json.dumps(record | {"raw": parsed[0].raw}))]
            else:
                labelled = parsed
        except (KeyError, TypeError, ValueError) as error:
            raise click.ClickException(f"{name}: invalid labels: {error!r}") from error
        yield Page(name, labelled, parsed)


def _labelled(label: dict[str, Any]) -> Article:
    """Return a labelled article: its insights have citations, but no spans."""
    sections = [
        Section(each["role"], each["heading"], each["index"], each["label"], insights=map(_insight, each["insights"]))
        for each in label["sections"]
    ]
    published = label["published"] and datetime.fromisoformat(label["published"])
    return Article(label["title"], label["source"], published, sections)


def _insight(words: str) -> Insight:
    return Insight(words, [Citation(int(number)) for run in _CITATION.findall(words) for number in run.split(",")])


def _side_by_side(first: list[Page], second: list[Page]) -> list[Page]:
    """Return the pages of two inputs in pairs, or all as one: an input may have one line of JSON per article."""
    if len(first) == len(second):
        return [Page(one.name, one.labelled, other.labelled) for one, other in zip(first, second, strict=True)]
    ours, theirs = ([article for page in side for article in page.labelled] for side in (first, second))
    return [Page((first or second)[0].name, ours, theirs)]


def _compare(name: str, ours: list[Article], theirs: list[Article]) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its sign, below the names of page and section."""
    for number, (one, other) in enumerate(zip_longest(ours, theirs), 1):
        changes = list(_changes(list(_nodes(one)), list(_nodes(other))))
        if changes:
            yield "@", f"{name}, article {number}"
            yield from changes


def _changes(ours: list[str], theirs: list[str]) -> Iterator[tuple[str, str]]:
    below = ""
    for is_equal, removed, added in _stretches(ours, theirs):
        if is_equal:
            below = next((node for node in reversed(removed) if node.startswith("section: ")), below)
            continue
        if below:
            yield " ", below
            below = ""
        yield from (("-", node) for node in removed)
        yield from (("+", node) for node in added)


def _stretches(ours: list[str], theirs: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    """Yield stretches of two lists that are equal, or that differ, in linear time.

    Between nodes that occur once in both lists, a few are compared as difflib does, each with each.
    """
    start, other = 0, 0
    for end, other_end in [*_anchors(ours, theirs), (len(ours), len(theirs))]:
        removed, added = ours[start:end], theirs[other:other_end]
        if len(removed) + len(added) > _MAX_COMPARED:
            yield False, removed, added
        else:
            for tag, a, b, c, d in SequenceMatcher(None, removed, added, autojunk=False).get_opcodes():
                yield tag == "equal", removed[a:b], added[c:d]
        start, other = end + 1, other_end + 1
        yield True, ours[end:start], theirs[other_end:other]


def _anchors(ours: list[str], theirs: list[str]) -> list[tuple[int, int]]:
    """Return where nodes are that occur once in both lists, as many as are in the same order in both."""
    once, other_once = ({node for node, number in Counter(nodes).items() if number == 1} for nodes in (ours, theirs))
    shared = once & other_once
    places = {node: place for place, node in enumerate(theirs) if node in shared}
    # the last pairs of the chains of each length that end first, and the pair before each
    last, before = list[tuple[int, int]](), dict[tuple[int, int], tuple[int, int] | None]()
    for pair in ((place, places[node]) for place, node in enumerate(ours) if node in places):
        at = bisect_left(last, pair[1], key=itemgetter(1))
        before[pair] = last[at - 1] if at else None
        last[at : at + 1] = [pair]
    chain, link = list[tuple[int, int]](), last[-1] if last else None
    while link is not None:
        chain.append(link)
        link = before[link]
    return chain[::-1]


def _nodes(article: Article | None) -> Iterator[str]:
    """Yield the nodes of an article, each as it is compared and printed; none without one."""
    if article is None:
        return
    published = article.published and article.published.isoformat(timespec="minutes")
    header = {"title": article.title, "source": article.source, "published": published}
    yield from (f"{kind}: {words}" for kind, words in header.items() if words)
    for section in article.sections:
        yield _described("section", section.heading, section.role, section.index, section.label)
        for insight in section.insights:
            words = " ".join((insight.span.cut(article.raw) or insight.text).split())
            yield _described("insight", words.rstrip(CLOSING_STOPS), *(each.cites for each in insight.citations))


def _described(kind: str, words: str | None, *facts: object) -> str:
    known = " ".join(str(fact) for fact in facts if fact is not None)
    return f"{kind}: {words} ({known})" if known else f"{kind}: {words}"
