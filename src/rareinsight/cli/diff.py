"""``rareinsight diff``: compares two results for the same texts, node by node."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from itertools import islice, zip_longest
from operator import itemgetter
from pathlib import PurePath
from typing import Final

import click
from attrs import evolve
from rich.text import Text

from rareinsight._messages import printable
from rareinsight._show.tree import name_of
from rareinsight.cli.inputs import Inputs, reading_command
from rareinsight.cli.printing import Screen
from rareinsight.cli.status import Status
from rareinsight.dumps._files import items_of, read_item
from rareinsight.dumps._records import Item, Record, without_notices
from rareinsight.dumps._rows import values_of
from rareinsight.jsonio import from_json
from rareinsight.model import Article, Origin, text_without_stop

_STYLES: Final = {"-": "red", "+": "green", " ": "dim"}
#: The articles of an input by file and record.
_Pages = defaultdict[tuple[str, int], list[Article]]


@reading_command()
def diff(read: Inputs) -> None:
    """Compare two results for the same texts.

    An input contains texts, which are parsed, or articles written by `parse` or `convert` (perhaps by another version),
    which are not. Lines with - are only in the first input, lines with + only in the second. Texts that are not digests
    are left out.
    """
    if len(read.sources) != 2:
        raise click.UsageError("diff compares two inputs")
    ours, theirs = (_pages(read, source) for source in read.sources)
    if read.status == Status.FAILED:
        return
    for sign, words in _compare(ours, theirs):
        Screen().print_line(Text(f"{sign} {printable(words)}", _STYLES.get(sign, "bold")))
        read.note(Status.REPORTED)


def _pages(read: Inputs, source: str) -> _Pages:
    """Return the articles of an input by the record that they are read from, or were when they were written."""
    pages, options = _Pages(list), evolve(read.options, field=None)  # written articles have no such field
    for item, _ in items_of(read.find([source]), options):
        for article in _articles_of(item, read):
            origin = article.origin or Origin()
            pages[origin.path or "", origin.record or 0].append(article)
    return pages


def _articles_of(item: Item, read: Inputs) -> Iterator[Article]:
    """Return the articles of an item: the one written there, or those of a text."""
    if isinstance(item, Record):
        own = Origin(item.path, item.number)
        try:
            written = _written_in(item)
        except (KeyError, TypeError, ValueError) as error:
            read.note(Status.REPORTED, f"{name_of(own)}: not a written article: {error!r}")
            return iter(())
        if written is not None:
            return iter([written if written.origin and written.origin.path else evolve(written, origin=own)])
        item = evolve(item, field=read.options.field or item.field)
    return without_notices(read_item(read.options, item), read.log)


def _written_in(record: Record) -> Article | None:
    """Return the article that a record consists of, unless it is another record."""
    values = values_of(record.content) if record.kind == "row" else {}
    if isinstance(values, Exception) or not {"sections", "diagnostics"} <= values.keys():
        return None
    if "published_offset" in values:  # it is a row of Parquet, so the extra is there
        from rareinsight.arrow import read_article

        return read_article({**values})
    return from_json(json.dumps(values))


def _compare(ours: _Pages, theirs: _Pages) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its sign, below the names of record and section."""
    names = _renamed({path for path, _ in ours}, {path for path, _ in theirs})
    theirs = _Pages(list, {(names.get(path, path), record): page for (path, record), page in theirs.items()})
    for place in dict.fromkeys([*ours, *theirs]):
        for number, (one, other) in enumerate(_aligned(ours[place], theirs[place]), 1):
            changes = list(_changes(list(_nodes(one)), list(_nodes(other))))
            if changes:
                yield "@", f"{name_of(Origin(*place))}, article {number}"
                yield from changes


def _renamed(ours: Collection[str], theirs: Collection[str]) -> dict[str, str]:
    """Return the first names of files of the second input: of those that alone have such an end, or of the only one."""
    names = dict(zip(theirs, ours, strict=True)) if len(ours) == len(theirs) == 1 else {}
    own, others = ({path: PurePath(path).parts for path in paths} for paths in (ours, theirs))
    for length in range(1, max(map(len, own.values()), default=0) + 1):
        first, second = _by_end(own, length), _by_end(others, length)
        names |= {second[end]: first[end] for end in first.keys() & second.keys()}
    return names


def _by_end(paths: dict[str, tuple[str, ...]], length: int) -> dict[tuple[str, ...], str]:
    """Return paths by the last of their parts, but none that others share."""
    shared = Counter(parts[-length:] for parts in paths.values())
    return {end: path for path, parts in paths.items() if shared[end := parts[-length:]] == 1}


def _aligned(ours: list[Article], theirs: list[Article]) -> Iterator[tuple[Article | None, Article | None]]:
    """Yield the articles of a record in pairs: those that start at the same place, and between them in order."""
    for articles in (ours, theirs):
        articles.sort(key=_start)
    starts = ([str(_start(each)) for each in articles] for articles in (ours, theirs))
    first, second = iter(ours), iter(theirs)
    for _, removed, added in _stretches(*starts):
        yield from zip_longest(islice(first, len(removed)), islice(second, len(added)))


def _start(article: Article) -> int:
    return (article.origin and article.origin.offset) or 0


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
    """Yield stretches of two lists that are equal, or that differ."""
    start, other = 0, 0
    for end, other_end in [*_pairs(ours, theirs), (len(ours), len(theirs))]:
        if start < end or other < other_end:
            yield False, ours[start:end], theirs[other:other_end]
        start, other = end + 1, other_end + 1
        yield True, ours[end:start], theirs[other_end:other]


def _pairs(ours: list[str], theirs: list[str]) -> list[tuple[int, int]]:
    """Return the places of equal nodes in the same order in both lists, in almost linear time, unlike difflib."""
    places = {node: place for place, node in enumerate(_numbered(theirs))}
    # the last pairs of the chains of each length that end first, and the pair before each
    last, before = list[tuple[int, int]](), dict[tuple[int, int], tuple[int, int] | None]()
    for pair in ((place, places[node]) for place, node in enumerate(_numbered(ours)) if node in places):
        at = bisect_left(last, pair[1], key=itemgetter(1))
        before[pair] = last[at - 1] if at else None
        last[at : at + 1] = [pair]
    chain, link = list[tuple[int, int]](), last[-1] if last else None
    while link is not None:
        chain.append(link)
        link = before[link]
    return chain[::-1]


def _numbered(nodes: list[str]) -> Iterator[tuple[str, int]]:
    seen = Counter[str]()
    for node in nodes:
        yield node, seen[node]
        seen[node] += 1


def _nodes(article: Article | None) -> Iterator[str]:
    """Yield the nodes of an article, each as it is compared and printed; none without one, or if it is no digest."""
    if article is None or not article.sections:
        return
    published = str(article.published) if article.published else None
    header = {"title": article.title, "source": article.source, "published": published}
    yield from (_described(kind, words) for kind, words in header.items() if words is not None)
    for section in article.sections:
        level = f"level {section.level}" if section.level > 1 else None
        yield _described("section", section.heading, section.role, section.index, section.label, level)
        for insight in section.insights:
            cited = ", ".join(str(each.cites) for each in insight.citations)
            yield _described("insight", text_without_stop(insight.text), f"cites {cited}" if cited else None)


def _described(kind: str, words: str | None, *facts: object) -> str:
    known = " ".join(str(fact) for fact in facts if fact is not None)
    return f"{kind}: {words} ({known})" if known else f"{kind}: {words}"
