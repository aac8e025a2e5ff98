"""Commands that write articles as a file: ``parse`` and ``convert`` as data, ``view`` as an HTML page."""

from __future__ import annotations

import re
import webbrowser
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
from attrs import asdict
from rich.console import Console

from rareinsight._messages import count
from rareinsight.cli.inputs import NON_DIGESTS, STANDARD, Inputs, output_option, reading_command, usage_errors
from rareinsight.cli.printing import print_counts
from rareinsight.cli.status import Status, complain
from rareinsight.dumps import Summary
from rareinsight.dumps import convert as convert_files
from rareinsight.dumps._outputs import find_output
from rareinsight.jsonio import to_json
from rareinsight.references import link

#: Characters that affect terminals and that JSON does not escape.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_PLAIN: Final = ("", ".json", ".jsonl", ".txt")  #: the endings of files that lines of JSON are written to as they are
_MAX_ARTICLES: Final = 2000  #: the most articles of a page by default; it stays responsive up to here


@reading_command(NON_DIGESTS)
@output_option("-o", "--output", default=STANDARD, help="Write to a file, also to ….csv, ….sqlite or ….parquet.")
def parse(read: Inputs, output: Path) -> None:
    """Write articles as JSON, one per line, or as a table."""
    read.protect(output)
    with usage_errors():
        write = _write_plain if output.suffix in _PLAIN else find_output(output)[1]
    target = output.resolve()
    if output == STANDARD or (target.exists() and not target.is_file()):  # a pipe or a device can't be replaced
        _write_plain(_lines_of(read), output)
    else:  # hidden until it is complete, as folders that are read may contain it
        with TemporaryDirectory(prefix=".", dir=target.parent) as folder:
            write(_lines_of(read), hidden := Path(folder, "output"))
            hidden.replace(target)
    if read.non_digests and not read.lists_non_digests:
        complain(f"left out {count(read.non_digests, 'non-digest')}; use --non-digests list or keep")


def _write_plain(lines: Iterable[bytes], path: Path) -> None:
    with click.open_file(str(path), "wb") as file:
        file.writelines(lines)


def _lines_of(read: Inputs) -> Iterator[bytes]:
    for found in read:
        try:
            line = to_json(found.article)
        except ValueError as error:
            read.note(Status.REPORTED, f"{found.name}: {error}")
            continue
        yield _UNSAFE.sub(lambda each: f"\\u{ord(each[0]):04x}", line).encode() + b"\n"


@reading_command(NON_DIGESTS)
@output_option("-o", "--output", required=True, help="Write .jsonl, .jsonl.gz, .jsonl.zst, .parquet, .csv or .sqlite.")
@click.option("--unique", is_flag=True, help="Drop articles with the same content as an earlier one.")
@click.option("--resume", is_flag=True, help="Resume an interrupted run.")
@click.option("--overwrite", is_flag=True, help="Overwrite an existing file.")
def convert(read: Inputs, output: Path, **options: Any) -> None:  # noqa: ANN401 - click's
    """Write the articles of dumps to one file.

    A dump is a file, a folder, a glob or a URL. The output is either complete or absent.
    Files and records that fail are listed in FILE.rejected.jsonl, with reason and origin.
    """
    try:
        with usage_errors(), _progress_bar() as show:
            summary = convert_files(
                read.sources, output, **asdict(read.options, recurse=False), **options, report=read.log, progress=show
            )
    except FileExistsError as error:
        raise click.ClickException(f"{output} exists; use --overwrite to replace it") from error
    except KeyboardInterrupt:
        complain("stopped; to continue, run the same command with --resume")
        raise click.Abort from None
    if summary.was_complete:
        complain(f"{output} is already complete; nothing to do")
        return
    size, seconds = summary.read / 1e6, summary.seconds
    counts = [
        (count(summary.articles, "article"), str(output)),
        (count(summary.insights, "insight"), ""),
        (count(summary.citations, "citation"), ""),
        (count(summary.non_digests, "non-digest"), ""),
        (count(summary.repeats, "repeat"), "dropped"),
        (f"{summary.rejected:,} rejected", f"{output}.rejected.jsonl"),
        *((f"{number:,} {code}", "diagnostic") for code, number in summary.diagnostics.most_common()),
        *((f"{number:,} {code}", "notice") for code, number in summary.notices.most_common()),
        (f"{size:,.1f} MB read", f"in {seconds:.1f} s ({size / (seconds or 1):.1f} MB/s)"),
    ]
    print_counts([row for row in counts if row in counts[:3] or not row[0].startswith("0 ")], least=12)


@contextmanager
def _progress_bar() -> Generator[Callable[[Summary], object], None, None]:
    """Show a bar while a dump is read, in a terminal; yield what is called with the counts so far."""
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda summary: bar.update(
            task, total=summary.size, completed=summary.read, description=count(summary.articles, "article")
        )


@reading_command()
@output_option("-o", "--output", default=Path("rareinsight.html"), show_default=True, help="Write to a file.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option("--explain/--no-explain", "explained", default=None, help="Show why the texts were parsed this way.")
@click.option(
    "--most", metavar="N", type=click.IntRange(1), default=_MAX_ARTICLES, show_default=True, help="At most N articles."
)
def view(read: Inputs, output: Path, opened: bool, explained: bool | None, most: int) -> None:
    """Write an HTML page that shows articles next to their texts.

    The page is a single file that makes no network requests. Citations are linked to the list of references below
    an article, if there is one. By default, only a page of a single article explains how it was parsed.
    """
    read.protect(output)
    if opened and output == STANDARD:
        raise click.BadParameter("standard output can't be opened", param_hint="--open")
    from rareinsight.html import render  # here, as the help lists this command without the extra too

    source = (found.article for found in read)
    # without a list of references, linking only gives diagnostics
    articles = [linked if (linked := link(each)).references else each for each in islice(source, most)]
    if not articles:
        read.note_nothing("there are no articles to show")
        return
    if next(source, None) is not None:
        complain(f"only the first {most:,} articles are shown; use --most N")
    with click.open_file(str(output), "wb") as file:
        file.write(render(articles[0] if len(articles) == 1 else articles, explained=explained).encode())
    if output != STANDARD:
        click.echo(output)
    if opened:
        webbrowser.open(output.resolve().as_uri())
