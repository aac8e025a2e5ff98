"""``rareinsight diff``: two readings of the same texts, node by node."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import chain, groupby, zip_longest
from typing import Any, Final

import click
from attrs import frozen
from rich.text import Text

from rareinsight import Article, Format, from_json
from rareinsight._display import printable
from rareinsight.cli import Status
from rareinsight.cli.inputs import Found, HowToRead, Inputs, reading_options, to_format
from rareinsight.cli.screen import Screen
from rareinsight.model import CLOSING_STOPS

_CITATION: Final = re.compile(r"\[([0-9]{1,6}(?:, ?[0-9]{1,6})*)\]")
_STYLES: Final = {"-": "red", "+": "green", " ": "dim"}

#: A node as it is compared: its kind, its words, and what else it says.
Node = tuple[object, ...]


@frozen
class Page:
    """A text: the nodes of each article as it is parsed, and as its record says, if it does."""

    name: str
    said: list[list[Node]] | None
    parsed: list[list[Node]]


@click.command
@reading_options
@click.option(
    "--second-format",
    metavar="NAME",
    callback=to_format,
    help="The format of the second input, if it is not that of the first.",
)
def diff(inputs: tuple[str, ...], how: HowToRead, second_format: Format | None) -> int:
    """Compare two readings of the same texts.

    Each is texts, which are parsed, the JSON lines that `parse` wrote (of another version, say), or labelled
    pages: JSON with the articles that a page should give. Of one input alone, the texts are parsed and compared
    with what it says of them. Lines with - are only in the first, lines with + only in the second.
    """
    if len(inputs) > 2:
        raise click.UsageError("two inputs can be compared, or one with what it says itself")
    reads = [Inputs([source], how) for source in inputs]
    if second_format is not None:
        reads[-1].how = how.copy()
        reads[-1].how["format"] = second_format
    sides = [list(_pages(read)) for read in reads]
    if any(read.status == Status.FAILED for read in reads):
        return Status.FAILED
    left = [page.parsed if page.said is None else page.said for page in sides[0]]
    right = [page.parsed if page.said is None or len(sides) == 1 else page.said for page in sides[-1]]
    if len(sides) == 1 and not any(page.said for page in sides[0]):
        raise click.UsageError("the texts say nothing of their articles; name a second input to compare with")
    lines = list(compare([page.name for page in sides[0]], left, right))
    Screen().print_lines([Text(f"{sign} {words}".rstrip(), _STYLES.get(sign, "bold")) for sign, words in lines])
    return max([Status.DOUBTFUL if lines else Status.OK, *(read.status for read in reads)])


def _pages(read: Inputs) -> Iterator[Page]:
    """Yield the texts of an input."""
    for name, group in groupby(read, lambda found: found.name):
        articles = list(group)
        yield Page(name, _said(articles[0]), [list(nodes_of(found.article)) for found in articles])


def _said(found: Found) -> list[list[Node]] | None:
    """Return what the record says of its articles, if it is a labelled page or was written by ``parse``."""
    record: dict[str, Any] = dict(found.article.origin.fields) if found.article.origin else {}
    try:
        if "articles" in record:
            return [list(_labelled_nodes(label)) for label in record["articles"]]
        if {"sections", "diagnostics"} <= record.keys():
            return [list(nodes_of(from_json(json.dumps(record | {"raw": found.article.raw}))))]
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(f"{found.name}: its articles are not understood: {error!r}") from error
    return None


def compare(
    names: Iterable[str], left: list[list[list[Node]]], right: list[list[list[Node]]]
) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its sign, below the name of the page and the section they are in."""
    if len(left) != len(right):  # articles of one page may be lines of JSON on the other side
        names, left, right = list(names)[:1], [[*chain(*left)]], [[*chain(*right)]]
    for name, one, other in zip(names, left, right, strict=True):
        for number, (ours, theirs) in enumerate(zip_longest(one, other, fillvalue=list[Node]()), 1):
            changes = list(_changes(ours, theirs))
            if changes:
                yield "@", f"{printable(name)}, article {number}"
                yield from changes


def _changes(ours: list[Node], theirs: list[Node]) -> Iterator[tuple[str, str]]:
    below: Node | None = None
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            below = next((node for node in reversed(ours[a:b]) if node[0] == "section"), below)
            continue
        if below:
            yield " ", _described(below)
            below = None
        yield from (("-", _described(node)) for node in ours[a:b])
        yield from (("+", _described(node)) for node in theirs[c:d])


def _described(node: Node) -> str:
    kind, words, *rest = node
    told = " ".join(str(each) for each in rest if each is not None)
    return f"{kind}: {printable(str(words))}{f' ({told})' * bool(told)}"


def nodes_of(article: Article) -> Iterator[Node]:
    """Yield the nodes of an article."""
    moment = None if article.published is None else article.published.isoformat(timespec="minutes")
    yield from _header(article.title, article.source, moment)
    for section in article.sections:
        yield "section", section.heading, section.role, section.index, section.label
        for insight in section.insights:
            words = insight.span.cut(article.raw) or insight.text
            yield _insight(words, [citation.cites for citation in insight.citations])


def _labelled_nodes(label: dict[str, Any]) -> Iterator[Node]:
    """Yield the nodes of an article as it is labelled."""
    yield from _header(label["title"], label["source"], label["published"])
    for section in label["sections"]:
        yield "section", section["heading"], section["role"], section["index"], section["label"]
        for words in section["insights"]:
            numbers = [int(number) for run in _CITATION.findall(words) for number in run.split(",")]
            yield _insight(words, numbers)


def _header(*values: str | None) -> Iterator[Node]:
    named = zip(("title", "source", "published"), values, strict=True)
    yield from ((name, value) for name, value in named if value)


def _insight(words: str, numbers: Sequence[int | str]) -> Node:
    return "insight", " ".join(words.split()).rstrip(CLOSING_STOPS), *numbers
