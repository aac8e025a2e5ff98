"""How far a run is: a bar where somebody looks at a terminal, a line a minute everywhere else."""

from __future__ import annotations

import time
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from rareinsight.cli import complain
from rareinsight.dumps import Summary

_SECONDS: Final = 60


class Display(Progress):
    """The standard error during a run; to be used in a ``with``."""

    def __init__(self) -> None:
        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        articles = TextColumn("{task.description}")
        columns = BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(), articles
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self.add_task("", total=None)
        self._next = time.monotonic() + _SECONDS

    def show(self, summary: Summary) -> None:
        """Show how far the run is."""
        words = f"{summary.articles:,} articles"
        self.update(self._task, total=summary.size, completed=summary.read, description=words)
        if not self.console.is_terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS
            whole = "" if summary.size is None else f" of {summary.size / 1e6:,.0f}"
            complain(f"{time.strftime('%H:%M:%S')} {summary.read / 1e6:,.0f}{whole} MB read, {words}")
