"""``rareinsight stats``: what is in a pile of articles, in numbers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click
from attrs import asdict, define, field
from rich.table import Table

from rareinsight import Article
from rareinsight._display import printable
from rareinsight.cli.inputs import HowToRead, Inputs, reading_options
from rareinsight.cli.screen import Screen

#: How many sources are listed; there may be thousands.
_SOURCES: Final = 20

_Counts = Counter[str | int | None]


@define
class _Statistics:
    """Counts over articles; those by source, by month (``"2025-08"``) and by role are of digests alone."""

    articles: int = 0
    non_digests: int = 0
    sections: int = 0
    insights: int = 0
    citations: int = 0
    truncated: int = 0
    sources: _Counts = field(factory=_Counts)
    months: _Counts = field(factory=_Counts)
    roles: _Counts = field(factory=_Counts)
    citations_per_insight: _Counts = field(factory=_Counts)
    diagnostics: _Counts = field(factory=_Counts)

    def count(self, article: Article) -> None:
        """Count an article."""
        self.diagnostics.update(each.code for each in article.diagnostics)
        if not article.sections:
            self.non_digests += 1
            return
        self.articles += 1
        self.truncated += article.truncated
        self.sources[article.source or None] += 1
        self.months[None if article.published is None else f"{article.published:%Y-%m}"] += 1
        self.sections += len(article.sections)
        self.roles.update(section.role for section in article.sections)
        for insight in article.insights:
            self.insights += 1
            self.citations += len(insight.citations)
            self.citations_per_insight[len(insight.citations)] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON can say them, the most frequent first; ``None`` is the key ``""``."""
        counts = asdict(self, recurse=False)
        for name, found in counts.items():
            if not isinstance(found, int):
                counts[name] = {"" if key is None else str(key): count for key, count in found.most_common()}
        return counts


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
    totals = ("articles", "non_digests", "sections", "insights", "citations", "truncated")
    rows = [(name.replace("_", " "), getattr(statistics, name)) for name in totals]
    screen.print_wrapped(_table("", [(name, count) for name, count in rows if count or name == "articles"]))
    sources = statistics.sources.most_common(_SOURCES)
    for heading, counts in (
        ("Articles by source", sources),
        ("Articles by month", sorted(statistics.months.items(), key=lambda each: str(each[0] or ""))),
        ("Sections by role", statistics.roles.most_common()),
        ("Insights by citations", sorted(statistics.citations_per_insight.items(), key=lambda each: int(each[0] or 0))),
        ("Diagnostics", statistics.diagnostics.most_common()),
    ):
        if counts:
            screen.print()
            screen.print_wrapped(_table(heading, counts))
    if more := len(statistics.sources) - len(sources):
        screen.print(f"and {more:,} more sources", soft_wrap=True)


def _table(heading: str, counts: Iterable[tuple[object, int]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    if heading:
        table.add_row("", heading)
    for name, count in counts:
        table.add_row(f"{count:,}", "none" if name is None else printable(str(name)))
    return table
