"""How far a run is: a bar where somebody looks at a terminal, a line a minute everywhere else."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from rareinsight.cli import complain
from rareinsight.dumps import Progress as Standing

_SECONDS: Final = 60


class Display:
    """The standard error during a run; to be used in a ``with``."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        columns = BarColumn(), TextColumn("{task.percentage:>3.0f} %  {task.description}")
        shown = self._console.is_terminal
        self._bar = Progress(*columns, console=self._console, transient=True, disable=not shown)
        self._task = self._bar.add_task("", total=None)
        self._next = time.monotonic() + _SECONDS

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, standing: Standing) -> None:
        """Show how far the run is."""
        words = describe(standing)
        self._bar.update(self._task, total=standing.total, completed=standing.read, description=words)
        if not self._console.is_terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS
            complain(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {words}")


def describe(standing: Standing) -> str:
    """Return how far a run is, in words.

    >>> from rareinsight.dumps import Summary
    >>> describe(Standing(read=50_000_000, total=200_000_000, skipped=0, seconds=5, summary=Summary(articles=75)))
    '50 of 200 MB, 75 articles, 10.0 MB/s, 0:00:15 left'
    """
    speed = (standing.read - standing.skipped) / standing.seconds if standing.seconds else 0.0
    whole = "" if standing.total is None else f"of {standing.total / 1e6:.0f} "
    articles = f"{standing.summary.articles:,} articles"
    words = f"{standing.read / 1e6:.0f} {whole}MB, {articles}, {speed / 1e6:.1f} MB/s"
    if standing.total is None or not speed:
        return words
    return f"{words}, {timedelta(seconds=round((standing.total - standing.read) / speed))} left"
