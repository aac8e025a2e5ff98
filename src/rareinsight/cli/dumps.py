"""Commands for whole dumps: ``convert`` writes their articles to one file, ``stats`` counts what they contain."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from rareinsight._messages import count, printable
from rareinsight.cli.inputs import Inputs, non_digests_option, output_option, reading_command, usage_errors
from rareinsight.cli.status import complain
from rareinsight.dumps import Summary
from rareinsight.dumps import convert as convert_files
from rareinsight.model import Article

#: The seconds between two lines of progress if there is no terminal.
_SECONDS: Final = 60
#: The most rows of a table; there may be thousands of sources.
_MAX_ROWS: Final = 20
#: What is counted, by its name in JSON: the heading of its table, whether the most frequent come first, and what an
#: article counts as. Sources and months are those of digests only; ``""`` stands for none.
_TABLES: Final[dict[str, tuple[str, bool, Callable[[Article], Iterable[str | int]]]]] = {
    "sources": ("Articles by source", True, lambda each: [each.source or ""] * bool(each.sections)),
    "months": ("Articles by month", False, lambda each: [str(each.published or "")[:7]] * bool(each.sections)),
    "roles": ("Sections by role", True, lambda each: [section.role for section in each.sections]),
    "citations_per_insight": (
        "Insights by citations",
        False,
        lambda each: [len(insight.citations) for insight in each.insights],
    ),
    "diagnostics": ("Diagnostics", True, lambda each: [diagnostic.code for diagnostic in each.diagnostics]),
}


@reading_command
@output_option(
    "-o",
    "--output",
    required=True,
    help="Write to a file: ….jsonl, ….jsonl.gz, ….jsonl.zst, ….parquet, ….csv or ….sqlite.",
)
@non_digests_option
@click.option("--unique", is_flag=True, help="Drop articles with the same content as an earlier one.")
@click.option("--resume", is_flag=True, help="Resume an interrupted run.")
@click.option("--overwrite", is_flag=True, help="Overwrite an existing file.")
def convert(read: Inputs, output: Path, **options: Any) -> None:  # noqa: ANN401 - click's
    """Write the articles of dumps to one file.

    A dump is a file, a folder, a glob or a URL. The output is either complete or absent.
    Files and records that fail are listed in FILE.rejected.jsonl, with reason and origin.
    """
    try:
        with usage_errors(), Display() as shown:
            summary = convert_files(read.sources, output, **read.how, **options, report=read.log, progress=shown.show)
    except FileExistsError as error:
        raise click.ClickException(f"{output} exists; use --overwrite to replace it") from error
    except KeyboardInterrupt:
        complain("stopped; to continue, run the same command with --resume")
        raise click.Abort from None
    if summary.was_complete:
        complain(f"{output} is already complete; nothing to do")
    else:
        _print_summary(summary, output)


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


def _print_summary(summary: Summary, output: Path) -> None:
    counts = [
        (count(summary.articles, "article"), str(output)),
        (count(summary.insights, "insight"), ""),
        (count(summary.citations, "citation"), ""),
        (count(summary.non_digests, "non-digest"), ""),
        (count(summary.repeats, "repeat"), "dropped"),
        (f"{summary.rejected:,} rejected", f"{output}.rejected.jsonl"),
        *((f"{number:,} {code}", "diagnostic") for code, number in summary.diagnostics.most_common()),
        *((f"{number:,} {code}", "notice") for code, number in summary.notices.most_common()),
    ]
    shown = counts[:3] + [row for row in counts[3:] if not row[0].startswith("0 ")]
    size, seconds = summary.read / 1e6, summary.seconds
    shown.append((f"{size:,.1f} MB read", f"in {seconds:.1f} s ({size / (seconds or 1):.1f} MB/s)"))
    _print_counts(shown, least=12)


@reading_command
@non_digests_option
@click.option("--json", "as_json", is_flag=True, help="Print all counts as JSON.")
@output_option("--plot", "output", help="Plot articles over time and what insights cite: ….svg, ….png or ….pdf.")
def stats(read: Inputs, as_json: bool, output: Path | None) -> None:
    """Count articles, sections, insights, citations and diagnostics."""
    tables, truncated = {name: Counter[str | int]() for name in _TABLES}, 0

    def counted() -> Iterator[Article]:
        nonlocal truncated
        for article in read.articles():
            read.non_digests += not article.sections
            truncated += article.truncated
            for name, (_, _, counts_as) in _TABLES.items():
                tables[name].update(counts_as(article))
            yield article

    if output is None:
        deque(counted(), maxlen=0)
    else:
        from rareinsight.plot import save  # here, as importing it takes longer than counting

        read.protect(output)
        with usage_errors():
            save(counted(), output)
    totals = {
        "articles": tables["sources"].total(),
        "non_digests": read.non_digests,
        "sections": tables["roles"].total(),
        "insights": tables["citations_per_insight"].total(),
        "citations": sum(int(each) * times for each, times in tables["citations_per_insight"].items()),
        "truncated": truncated,
    }
    if as_json:
        groups = {name: dict(counts.most_common()) for name, counts in tables.items()}
        click.echo(json.dumps({**totals, **groups}, ensure_ascii=False, indent=2))
    else:
        nouns = {name: name.replace("_", "-").removesuffix("s") for name in totals} | {"truncated": "truncated article"}
        shown = [count(number, nouns[name]) for name, number in totals.items() if number or name == "articles"]
        _print_counts([(words, "") for words in shown])
        for name, (heading, is_by_count, _) in _TABLES.items():
            _print_table(heading, tables[name].most_common(), is_by_count=is_by_count)


def _print_table(heading: str, counts: list[tuple[str | int, int]], *, is_by_count: bool) -> None:
    shown = counts[:_MAX_ROWS] if is_by_count else sorted(counts)
    if shown:
        rows = [(f"{number:,} {printable(str(label)) or 'none'}", "") for label, number in shown]
        click.echo()
        _print_counts([(f" {heading}", ""), *rows])
    if more := len(counts) - len(shown):
        click.echo(f"and {more:,} more")


def _print_counts(rows: list[tuple[str, str]], least: int = 0) -> None:
    """Print rows of counts and remarks, such as ``("2 repeats", "dropped")``, the numbers aligned at the right."""
    width = max([least, *(words.index(" ") for words, _ in rows)])
    cells = ((*words.partition(" "), remark) for words, remark in rows)
    lines = (f"{number:>{width}}  {name:<17} {remark}".rstrip() for number, _, name, remark in cells)
    click.echo("\n".join(lines))
