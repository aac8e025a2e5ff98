"""``rareinsight convert``: dumps to one file of articles."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.text import Text

from rareinsight._display import count
from rareinsight.cli import complain
from rareinsight.cli.inputs import Inputs, output_option, reading_options
from rareinsight.cli.screen import Screen, counted
from rareinsight.dumps import Summary
from rareinsight.dumps import convert as convert_files

#: The seconds between two lines of progress if there is no terminal.
_SECONDS: Final = 60


@click.command
@reading_options
@output_option(required=True, help="Write to a file: ….jsonl, ….jsonl.gz, ….jsonl.zst or ….parquet.")
@click.option("--unique", is_flag=True, help="Drop articles with the same content as an earlier one.")
@click.option("--resume", is_flag=True, help="Resume an interrupted run.")
@click.option("--overwrite", is_flag=True, help="Overwrite an existing file.")
def convert(read: Inputs, output: Path, **options: bool) -> None:
    """Write the articles of dumps to one file.

    A dump is a file, a folder, a glob or a URL. The output is either complete or absent.
    Files and records that fail are listed in FILE.rejected.jsonl, with reason and origin.
    """
    try:
        with Display() as shown:
            summary = convert_files(read.sources, output, **read.how, **options, report=read.tell, progress=shown.show)
    except FileExistsError as error:
        raise click.ClickException(f"{output} exists; use --overwrite to replace it") from error
    except KeyboardInterrupt:
        complain("stopped; to continue, run the same command with --resume")
        raise click.Abort from None
    if summary.was_complete:
        complain(f"{output} is already complete; nothing to do")
    else:
        _print(summary, output)


def _print(summary: Summary, output: Path) -> None:
    counts = [
        (summary.articles, counted(summary.articles, "articles"), str(output)),
        (summary.insights, counted(summary.insights, "insights"), ""),
        (summary.citations, counted(summary.citations, "citations"), ""),
        (summary.non_digests, counted(summary.non_digests, "non-digests"), ""),
        (summary.repeats, counted(summary.repeats, "repeats"), "dropped"),
        (summary.rejected, "rejected", f"{output}.rejected.jsonl"),
        *((number, code, "diagnostic") for code, number in summary.diagnostics.most_common()),
        *((number, code, "notice") for code, number in summary.notices.most_common()),
    ]
    shown = counts[:3] + [each for each in counts[3:] if each[0]]
    lines = [f"{number:>12,}  {name:<17} {remark}".rstrip() for number, name, remark in shown]
    size, seconds = summary.read / 1e6, summary.seconds
    speed = f"in {seconds:.1f} s ({size / (seconds or 1):.1f} MB/s)"
    lines.append(f"{size:>12,.1f}  {'MB read':<17} {speed}")
    Screen().print_lines(map(Text, lines))


class Display(Progress):
    """The progress of a run: a bar in terminals, one line per minute elsewhere."""

    def __init__(self) -> None:
        console = Console(stderr=True, markup=False, emoji=False, highlight=False)
        articles = TextColumn("{task.description}")
        columns = BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(), articles
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self.add_task("", total=None)
        self._next = time.monotonic() + _SECONDS

    def show(self, summary: Summary) -> None:
        """Show the progress of a run."""
        words = count(summary.articles, "article")
        self.update(self._task, total=summary.size, completed=summary.read, description=words)
        if not self.console.is_terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + _SECONDS
            whole = "" if summary.size is None else f" of {summary.size / 1e6:,.0f}"
            complain(f"{time.strftime('%H:%M:%S')} {summary.read / 1e6:,.0f}{whole} MB read, {words}")
