"""How far a run is: a bar where somebody looks at a terminal, a line a minute everywhere else."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from rareinsight.dumps import Progress as Standing

_SECONDS: Final = 60


def display() -> Bar | Log:
    """Return what suits the standard error; to be used in a ``with``."""
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    return Bar(console) if console.is_terminal else Log()


class Bar:
    """A bar on a terminal."""

    def __init__(self, console: Console) -> None:
        columns = BarColumn(), TextColumn("{task.percentage:>3.0f} %  {task.description}")
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, standing: Standing) -> None:
        """Show how far the run is."""
        words = describe(standing)
        self._bar.update(self._task, total=standing.total, completed=standing.read, description=words)

    def tell(self, words: str) -> None:
        """Print words above the bar."""
        self._bar.console.print(words, soft_wrap=True)


class Log:
    """A line a minute, with the time, for a log."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: lines stay."""

    def show(self, standing: Standing) -> None:
        """Print how far the run is, if a minute is over."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _SECONDS
            self.tell(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {describe(standing)}")

    def tell(self, words: str) -> None:
        """Print words."""
        print(words, file=sys.stderr, flush=True)


def describe(standing: Standing) -> str:
    """Return how far a run is, in words.

    >>> from rareinsight.dumps import Summary
    >>> describe(Standing(read=50_000_000, total=200_000_000, skipped=0, seconds=5, summary=Summary(articles=75)))
    '50 of 200 MB, 75 articles, 10.0 MB/s, 0:00:15 left'
    """
    speed = (standing.read - standing.skipped) / standing.seconds if standing.seconds else 0.0
    whole = "" if standing.total is None else f"of {standing.total / 1e6:.0f} "
    parts = [
        f"{standing.read / 1e6:.0f} {whole}MB",
        f"{standing.summary.articles:,} articles",
        f"{speed / 1e6:.1f} MB/s",
    ]
    if standing.total is not None and speed:
        parts.append(f"{timedelta(seconds=round((standing.total - standing.read) / speed))} left")
    return ", ".join(parts)
