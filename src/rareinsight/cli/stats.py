"""``rareinsight stats``: what is in a pile of articles, in numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from rich.table import Table

from rareinsight import Article
from rareinsight._display import printable
from rareinsight.cli.inputs import HowToRead, Inputs, reading_options
from rareinsight.cli.screen import Screen

#: How many of a kind are listed; there may be thousands of sources.
_MOST: Final = 20
#: What is counted by groups: its heading, and whether the most frequent come first.
_HEADINGS: Final = {
    "sources": ("Articles by source", True),
    "months": ("Articles by month", False),
    "roles": ("Sections by role", True),
    "citations_per_insight": ("Insights by citations", False),
    "diagnostics": ("Diagnostics", True),
}

_Counts = Counter[str | int | None]


class _Statistics:
    """Counts over articles; those by source, by month (``"2025-08"``) and by role are of digests alone."""

    def __init__(self) -> None:
        names = ("articles", "non_digests", "sections", "insights", "citations", "truncated")
        self.totals: _Counts = Counter(dict.fromkeys(names, 0))
        self.groups: dict[str, _Counts] = {name: Counter() for name in _HEADINGS}

    def count(self, article: Article) -> None:
        """Count an article."""
        self.groups["diagnostics"].update(each.code for each in article.diagnostics)
        if not article.sections:
            self.totals["non_digests"] += 1
            return
        cited = [len(insight.citations) for insight in article.insights]
        self.totals["articles"] += 1
        self.totals["truncated"] += article.truncated
        self.totals["sections"] += len(article.sections)
        self.totals["insights"] += len(cited)
        self.totals["citations"] += sum(cited)
        self.groups["sources"][article.source or None] += 1
        self.groups["months"][None if article.published is None else f"{article.published:%Y-%m}"] += 1
        self.groups["roles"].update(section.role for section in article.sections)
        self.groups["citations_per_insight"].update(cited)

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON can say them, the most frequent first; ``None`` is the key ``""``."""
        groups = {
            name: {"" if key is None else str(key): count for key, count in counts.most_common()}
            for name, counts in self.groups.items()
        }
        return {**{str(name): count for name, count in self.totals.items()}, **groups}


@click.command
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print all counts as JSON.")
@click.option(
    "--plot",
    "drawing",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Draw what is there over time and what insights rest on: ….svg, ….png or ….pdf.",
)
def stats(inputs: tuple[str, ...], how: HowToRead, as_json: bool, drawing: Path | None) -> int:
    """Count what is in files, folders, globs and URLs."""
    read, statistics = Inputs(inputs, how), _Statistics()
    with _drawn(drawing) as draw:
        for article in read.articles():
            statistics.count(article)
            draw(article)
    if as_json:
        click.echo(json.dumps(statistics.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(statistics)
    return read.status


@contextmanager
def _drawn(drawing: Path | None) -> Generator[Callable[[Article], object], None, None]:
    """Take articles one by one, and draw them in the end if that is wanted."""
    if drawing is None:
        yield bool
        return
    try:
        from rareinsight.plot import Counts, check_name, save  # here, as it takes longer than the counting

        check_name(drawing)
    except (ImportError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    counts = Counts()
    yield counts.add
    save(counts, drawing)


def _print(statistics: _Statistics) -> None:
    screen = Screen()
    rows = [(str(name).replace("_", " "), count) for name, count in statistics.totals.items()]
    screen.print_wrapped(_table("", [(name, count) for name, count in rows if count or name == "articles"]))
    for name, (heading, is_by_count) in _HEADINGS.items():
        counts = statistics.groups[name].most_common()
        shown = counts[:_MOST] if is_by_count else sorted(counts, key=lambda each: str(each[0] or "").zfill(9))
        if shown:
            screen.print()
            screen.print_wrapped(_table(heading, shown))
        if more := len(counts) - len(shown):
            screen.print(f"and {more:,} more", soft_wrap=True)


def _table(heading: str, counts: Iterable[tuple[object, int]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    if heading:
        table.add_row("", heading)
    for name, count in counts:
        table.add_row(f"{count:,}", "none" if name is None else printable(str(name)))
    return table
