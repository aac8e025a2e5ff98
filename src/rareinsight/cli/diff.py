"""``rareinsight diff``: compares two results for the same texts, node by node."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from difflib import SequenceMatcher
from itertools import islice, zip_longest
from operator import itemgetter
from pathlib import PurePath
from typing import Any, Final, cast

import click
from attrs import define, field
from rich.text import Text

from rareinsight._messages import printable
from rareinsight.cli.inputs import FORMAT_OPTION, Inputs, reading_command
from rareinsight.cli.printing import Screen
from rareinsight.cli.status import Status
from rareinsight.dumps import Notice
from rareinsight.dumps._articles import read_item
from rareinsight.dumps._records import Options, Record
from rareinsight.format import Format
from rareinsight.jsonio import from_json
from rareinsight.model import CLOSING_STOPS, Article, Citation, Insight, Origin, Section

_CITATION: Final = re.compile(r"\[([0-9]{1,6}(?:, ?[0-9]{1,6})*)\]")
#: The most nodes of which each is compared with each.
_MAX_COMPARED: Final = 200
_STYLES: Final = {"-": "red", "+": "green", " ": "dim"}


@define
class Page:
    """A record: the articles that it was labelled or written with, if any, and what to parse otherwise."""

    name: str
    options: Options
    labelled: list[Article] = field(factory=list[Article])
    items: list[Record | Article] = field(factory=list[Record | Article])

    def parse(self, read: Inputs) -> list[Article]:
        """Return the articles as they are parsed; failures are reported."""
        found = [each for item in self.items for each in read_item(self.options, item)]
        for each in found:
            if isinstance(each, Notice):
                read.log(each)
        return [each for each in found if isinstance(each, Article)]


#: The pages of an input, by file and record.
_Pages = dict[tuple[str, int], Page]


@reading_command
@click.option("--second-format", help="The format of the second input; default: that of the first.", **FORMAT_OPTION)
def diff(read: Inputs, second_format: Format | None) -> None:
    """Compare two results for the same texts.

    An input contains texts, which are parsed, articles written by `parse` or `convert` (perhaps by another version),
    which are not, or labelled pages: JSON with texts and their articles. With a single input, the texts are parsed and
    compared with their labels. Lines with - are only in the first input, lines with + only in the second.
    """
    if len(read.sources) > 2:
        raise click.UsageError("give two inputs, or one file of labelled pages")
    formats, sides = (read.how["format"], second_format or read.how["format"]), list[_Pages]()
    for source, format in zip(sources := read.sources, formats, strict=False):
        read.sources, read.how["format"] = [source], format
        sides.append(_pages(read, Options(**read.how), is_alone=len(sources) == 1))
    if read.status == Status.FAILED:
        return
    if len(sides) == 1 and not any(page.labelled for page in sides[0].values()):
        raise click.UsageError("these texts have no labels; give a second input")
    for page in _side_by_side(read, *sides) if len(sides) == 2 else _with_labels(read, *sides):
        for sign, words in _compare(*page):
            Screen().print_lines([Text(f"{sign} {printable(words)}", _STYLES.get(sign, "bold"))])
            read.note(Status.REPORTED)


def _pages(read: Inputs, options: Options, *, is_alone: bool) -> _Pages:
    """Return the pages of an input; articles that were written belong to the record that they were read from."""
    pages = _Pages()
    for item in read.items(options):
        origin = item.origin or Origin() if isinstance(item, Article) else Origin(item.path, item.number)
        is_row = isinstance(item, Record) and item.kind == "row"
        name = f"{origin.path}#{origin.record}" if is_row else origin.path or ""
        try:
            labelled = _labels_of(item.content) if isinstance(item, Record) and is_row else []
        except (KeyError, TypeError, ValueError) as error:
            read.note(Status.REPORTED, f"{name}: invalid labels: {error!r}")
            continue
        if not is_alone and labelled and labelled[0].origin and labelled[0].origin.path:
            origin = labelled[0].origin
        page = pages.setdefault((origin.path or "", origin.record or 0), Page(name, options))
        page.labelled += labelled
        page.items.append(item)
    return pages


def _labels_of(content: str | dict[str, Any]) -> list[Article]:
    """Return the articles of a labelled page, or the one of a record that was written; none for another record."""
    try:
        record: Any = json.loads(content) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        return []  # reported when it is parsed
    if not isinstance(record, dict):
        return []
    if not {"sections", "diagnostics"} <= record.keys():
        return [_labelled(label) for label in cast("dict[str, Any]", record).get("articles", [])]
    if "published_offset" in record:  # it is a row of Parquet, so the extra is there
        from rareinsight.arrow._articles import read_article

        return [read_article({**record})]
    return [from_json(json.dumps(record))]


def _with_labels(read: Inputs, pages: _Pages) -> Iterator[tuple[str, list[Article], list[Article]]]:
    return ((page.name, page.labelled, page.parse(read)) for page in pages.values() if page.labelled)


def _side_by_side(read: Inputs, ours: _Pages, theirs: _Pages) -> Iterator[tuple[str, list[Article], list[Article]]]:
    """Yield the articles of both inputs by record."""
    names = _renamed(dict.fromkeys(path for path, _ in ours), dict.fromkeys(path for path, _ in theirs))
    theirs = {(names.get(path, path), record): page for (path, record), page in theirs.items()}
    for place in dict.fromkeys([*ours, *theirs]):
        pages = [side[place] for side in (ours, theirs) if place in side]
        first, second = (
            side[place].labelled or side[place].parse(read) if place in side else [] for side in (ours, theirs)
        )
        yield pages[0].name, first, second


def _renamed(ours: Collection[str], theirs: Collection[str]) -> dict[str, str]:
    """Return the first names of files that have another one in the second input: in other folders, or the only ones."""
    own, others = [path for path in ours if path not in theirs], [path for path in theirs if path not in ours]
    if len(own) == len(others) == 1:
        return {others[0]: own[0]}
    names, by_name = dict[str, str](), {PurePath(path).name: path for path in own}
    for path in others:
        if (same := by_name.pop(PurePath(path).name, None)) is not None:
            names[path] = same
    return names


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


def _compare(name: str, ours: list[Article], theirs: list[Article]) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its sign, below the names of page and section."""
    for number, (one, other) in enumerate(_aligned(ours, theirs), 1):
        changes = list(_changes(list(_nodes(one)), list(_nodes(other))))
        if changes:
            yield "@", f"{name}, article {number}"
            yield from changes


def _aligned(ours: list[Article], theirs: list[Article]) -> Iterator[tuple[Article | None, Article | None]]:
    """Yield the articles of a record in pairs: those that start at the same place, and between them in order."""
    starts = ([str(each.origin and each.origin.offset) for each in articles] for articles in (ours, theirs))
    first, second = iter(ours), iter(theirs)
    for _, removed, added in _stretches(*starts):
        yield from zip_longest(islice(first, len(removed)), islice(second, len(added)))


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
