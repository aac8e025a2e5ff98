"""``rareinsight diff``: two readings of the same texts, node by node."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
from rich.text import Text

from rareinsight import from_json, parse_many
from rareinsight.cli import Status
from rareinsight.cli.arguments import STANDARD, format_option
from rareinsight.cli.inputs import UnreadableError, read_text
from rareinsight.cli.screen import Screen, printable
from rareinsight.format import Format
from rareinsight.model import CLOSING_STOPS, Article
from rareinsight.registry import find_format

_CITATION: Final = re.compile(r"\[([0-9]{1,6}(?:, ?[0-9]{1,6})*)\]")
_STYLES: Final = {"-": "red", "+": "green", " ": "dim"}

#: A node as it is compared: its kind, its words, and what else it says.
Node = tuple[object, ...]


class Page(NamedTuple):
    """A text, where there is one, and what was read in it."""

    name: str
    text: str | None
    articles: list[list[Node]]


@click.command
@click.argument("first", metavar="A", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("second", metavar="[B]", required=False, type=click.Path(path_type=Path, allow_dash=True))
@format_option
@click.option("--second-format", metavar="NAME", help="The format of B, if it is not that of A.")
def diff(first: Path, second: Path | None, format: Format | None, second_format: str | None) -> int:
    """Compare two readings of the same texts.

    Each is a text, which is parsed, the JSON lines that `parse` wrote (of another version, say), or labelled
    pages: JSON with the articles that a page should give. Without B, the texts in A are parsed and compared with
    what A says of them. Lines with - are only in A, lines with + only in B.
    """
    try:
        other = format if second_format is None else find_format(second_format)
        left = read_side(first, format)
        right = parse_side(left, other) if second is None else read_side(second, other)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    except (UnreadableError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    lines = list(compare(left, right))
    Screen().print_lines(
        [Text(f"{sign} {words}".rstrip(), _STYLES.get(sign, "bold")) for sign, words in lines]
    )
    return Status.DOUBTFUL if lines else Status.OK


def read_side(path: Path, format: Format | None) -> list[Page]:
    """Read one side: a text is one page, and each line or object of JSON is one."""
    text, name = "".join(read_text(path)), "<stdin>" if path == STANDARD else path.name
    records = _records(text)
    if not records:
        return [Page(name, text, [list(nodes_of(article)) for article in parse_many(text, format=format)])]
    return [_page_of(record, f"{name}:{number}") for number, record in enumerate(records, 1)]


def parse_side(pages: Iterable[Page], format: Format | None) -> list[Page]:
    """Parse the texts of pages anew."""
    return [
        page._replace(articles=[list(nodes_of(each)) for each in parse_many(page.text, format=format)])
        for page in pages
        if page.text is not None
    ]


def compare(left: Iterable[Page], right: Iterable[Page]) -> Iterator[tuple[str, str]]:
    """Yield the lines that differ, each with its sign, below the name of the page and the section they are in."""
    for one, other in zip_longest(left, right):
        name = (one or other or Page("", None, [])).name
        pairs = zip_longest(
            one.articles if one else [], other.articles if other else [], fillvalue=list[Node]()
        )
        for number, (ours, theirs) in enumerate(pairs, 1):
            changes = list(_changes(ours, theirs))
            if changes:
                yield "@", f"{name}, article {number}"
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
    said = " ".join(str(each) for each in rest if each is not None)
    return f"{kind}: {printable(str(words))}{f' ({said})' * bool(said)}"


def nodes_of(article: Article) -> Iterator[Node]:
    """Yield the nodes of an article."""
    moment = None if article.published is None else article.published.isoformat(timespec="minutes")
    yield from _header(article.title, article.source, moment)
    for section in article.sections:
        yield "section", section.heading, section.role, section.index, section.label
        for insight in section.insights:
            words = insight.span.cut(article.raw) or insight.text
            yield _insight(words, [citation.number for citation in insight.citations])


def _labelled_nodes(label: dict[str, Any]) -> Iterator[Node]:
    """Yield the nodes of an article as it is labelled."""
    yield from _header(label["title"], label["source"], label["published"])
    for section in label["sections"]:
        yield "section", section["heading"], section["role"], section["index"], section["label"]
        for words in section["insights"]:
            numbers = [int(number) for run in _CITATION.findall(words) for number in run.split(",")]
            yield _insight(words, numbers)


def _header(title: str | None, source: str | None, published: str | None) -> Iterator[Node]:
    yield from (
        (name, value)
        for name, value in (("title", title), ("source", source), ("published", published))
        if value
    )


def _insight(words: str, numbers: list[int]) -> Node:
    return "insight", " ".join(words.split()).rstrip(CLOSING_STOPS), *numbers


def _records(text: str) -> list[dict[str, Any]]:
    """Return the objects of JSON or JSON lines; none if the text is something else."""
    if not text.lstrip().startswith("{"):
        return []
    for documents in ([text], filter(str.strip, text.split("\n"))):
        try:
            return [json.loads(document) for document in documents]
        except ValueError:
            continue
    return []


def _page_of(record: dict[str, Any], place: str) -> Page:
    name = f"{place} {record.get('name') or ''}".rstrip()
    if "articles" in record:
        return Page(name, record.get("text"), [list(_labelled_nodes(label)) for label in record["articles"]])
    article = from_json(json.dumps(record))
    return Page(name, article.raw, [list(nodes_of(article))])
