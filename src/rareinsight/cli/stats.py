"""``rareinsight stats``: counts of articles, sections, insights, citations and diagnostics."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click
from rich.table import Table

from rareinsight import Article
from rareinsight._display import printable
from rareinsight.cli.inputs import Inputs, reading_options
from rareinsight.cli.screen import Screen, counted

#: The most rows of a table; there may be thousands of sources.
_MOST: Final = 20
_TOTALS: Final = ("articles", "non_digests", "sections", "insights", "citations", "truncated")
#: The tables of counts: the heading of each, and whether the most frequent come first.
_HEADINGS: Final = {
    "sources": ("Articles by source", True),
    "months": ("Articles by month", False),
    "roles": ("Sections by role", True),
    "citations_per_insight": ("Insights by citations", False),
    "diagnostics": ("Diagnostics", True),
}


class _Statistics:
    """Counts of articles; those by source, by month (``"2025-08"``) and by role are of digests only."""

    def __init__(self) -> None:
        self.totals = Counter(dict.fromkeys(_TOTALS, 0))
        self.groups = {name: Counter[str | int]() for name in _HEADINGS}

    def count(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Yield articles, counting each; a missing source or date counts as ``""``."""
        for article in articles:
            cited = [len(insight.citations) for insight in article.insights]
            if article.sections:
                self.totals.update(articles=1, truncated=article.truncated, sections=len(article.sections))
                self.totals.update(insights=len(cited), citations=sum(cited))
                self.groups["sources"][article.source or ""] += 1
                self.groups["months"]["" if article.published is None else f"{article.published:%Y-%m}"] += 1
            else:
                self.totals["non_digests"] += 1
            self.groups["roles"].update(section.role for section in article.sections)
            self.groups["citations_per_insight"].update(cited)
            self.groups["diagnostics"].update(each.code for each in article.diagnostics)
            yield article


@click.command
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print all counts as JSON.")
@click.option(
    "--plot",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Plot articles over time and what insights cite: ….svg, ….png or ….pdf.",
)
def stats(read: Inputs, as_json: bool, output: Path | None) -> None:
    """Count articles, sections, insights, citations and diagnostics."""
    statistics = _Statistics()
    articles = statistics.count(read.articles())
    if output is None:
        deque(articles, maxlen=0)
    else:
        from rareinsight.plot import save  # here, as importing it takes longer than counting

        read.protect(output)
        save(articles, output)
    if as_json:
        groups = {name: dict(counts.most_common()) for name, counts in statistics.groups.items()}
        click.echo(json.dumps({**statistics.totals, **groups}, ensure_ascii=False, indent=2))
    else:
        _print(statistics)


def _print(statistics: _Statistics) -> None:
    screen = Screen()
    totals = [(counted(count, name.replace("_", "-")), count) for name, count in statistics.totals.items()]
    screen.print_wrapped(_table("", [(name, count) for name, count in totals if count or name == "articles"]))
    for name, (heading, is_by_count) in _HEADINGS.items():
        counts = statistics.groups[name].most_common()
        shown = counts[:_MOST] if is_by_count else sorted(counts)
        if shown:
            screen.print()
            screen.print_wrapped(_table(heading, shown))
        if more := len(counts) - len(shown):
            screen.print(f"and {more:,} more", soft_wrap=True)


def _table(heading: str, counts: Iterable[tuple[str | int, int]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    if heading:
        table.add_row("", heading)
    for name, count in counts:
        table.add_row(f"{count:,}", printable(str(name)) or "none")
    return table
