"""``rareinsight stats``: what is in a pile of articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click
from rich.table import Table

from rareinsight.cli import Status
from rareinsight.cli.plotting import plot_option, plotted
from rareinsight.cli.reading import HowToRead, Notices, reading_options
from rareinsight.cli.screen import Screen, printable
from rareinsight.reader import read
from rareinsight.stats import Statistics, gather

#: How many sources are listed; there may be thousands.
_SOURCES: Final = 20


@click.command
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print all counts as JSON.")
@plot_option
def stats(inputs: tuple[str, ...], how: HowToRead, as_json: bool, plot: Path | None) -> int:
    """Count what is in files, folders, globs and URLs."""
    notices = Notices()
    try:
        with plotted(read(inputs, **how, report=notices), plot) as articles:
            statistics = gather(articles)
    except (ValueError, ImportError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps(statistics.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(statistics)
    return Status.DOUBTFUL if notices.errors else Status.OK


def _print(statistics: Statistics) -> None:
    screen = Screen()
    totals = ("articles", "non_digests", "sections", "insights", "citations", "truncated")
    rows = [(name.replace("_", " "), getattr(statistics, name)) for name in totals]
    screen.print_wrapped(_table("", [(name, count) for name, count in rows if count or name == "articles"]))
    sources = statistics.sources.most_common(_SOURCES)
    for heading, counts in (
        ("Articles by source", sources),
        ("Articles by month", _in_order(statistics.months)),
        ("Sections by role", statistics.roles.most_common()),
        ("Insights by citations", sorted(statistics.citations_per_insight.items())),
        ("Doubts", statistics.doubts.most_common()),
    ):
        if counts:
            screen.print()
            screen.print_wrapped(_table(heading, counts))
    if more := len(statistics.sources) - len(sources):
        screen.print(f"and {more:,} more sources", soft_wrap=True)


def _in_order(counts: Counter[str | None]) -> list[tuple[str | None, int]]:
    return sorted(counts.items(), key=lambda each: each[0] or "")


def _table(heading: str, counts: Iterable[tuple[object, int]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    if heading:
        table.add_row("", heading)
    for name, count in counts:
        table.add_row(f"{count:,}", "none" if name is None else printable(str(name)))
    return table
