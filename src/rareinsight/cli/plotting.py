"""``rareinsight stats --plot``: the articles that are counted, drawn as well."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

import click

from rareinsight.model import Article


def plot_option(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the option ``--plot``."""
    option = click.option(
        "--plot",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Draw what is there over time and what insights rest on: ….svg, ….png or ….pdf.",
    )
    return option(command)


@contextmanager
def plotted(articles: Iterable[Article], plot: Path | None) -> Generator[Iterable[Article], None, None]:
    """Hand articles on; when all are read, draw them if that is wanted."""
    if plot is None:
        yield articles
        return
    from rareinsight.plot import Counts, check_name, save

    check_name(plot)
    counts = Counts()
    yield counts.count(articles)
    save(counts, plot)
