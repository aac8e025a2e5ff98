"""Commands that print what articles are: ``show``, ``check``, ``explain`` and ``detect``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import click
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.text import Text

from rareinsight._messages import count, printable
from rareinsight._show.console import CitationMap, draw
from rareinsight._show.tree import SEVERITY_STYLES, header_of
from rareinsight.cli.inputs import Found, Inputs, reading_command, strict_option
from rareinsight.cli.status import Status
from rareinsight.explanation import Candidate, list_candidates
from rareinsight.explanation import explain as explain_text
from rareinsight.format import Format

_LABEL_STYLES: Final = {"heading": "magenta", "insight": "green"}


class Screen(Console):
    """The standard output, with colours and styles in terminals, and as plain text elsewhere."""

    def __init__(self) -> None:
        no_color = bool(os.environ.get("NO_COLOR"))  # rich would drop only the colours, not bold and dim
        super().__init__(color_system=None if no_color else "auto", markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave it to the group of commands: rich would exit with status 1."""
        raise BrokenPipeError

    def print_lines(self, lines: Iterable[Text], *, cut: bool = False) -> None:
        """Print lines without wrapping them, or cut to the width of a terminal."""
        for line in lines:
            if cut and self.is_terminal:
                self.print(line, no_wrap=True, overflow="ellipsis")
            else:
                self.print(line, soft_wrap=True)

    def print_wrapped(self, renderable: RenderableType) -> None:
        """Print something within the width of the terminal, without spaces at the ends of lines."""
        with self.capture() as captured:
            self.print(renderable)
        for line in captured.get().split("\n")[:-1]:
            self.out(line.rstrip(), highlight=False)


@reading_command
@strict_option
@click.option("--map", "as_map", is_flag=True, help="Show maps of which insight cites which paragraph.")
def show(read: Inputs, as_map: bool) -> None:
    """Show articles as trees.

    A star marks the core, a dot a group, and a ring any other section. Insights end in the numbers of their
    citations. Diagnostics come last, each with its line and column.
    """
    screen, inputs, last = Screen(), read.sources, None
    for found in read:
        if last is not None:
            screen.print()
        if found.name != last and (found.name not in inputs or len(inputs) > 1) and found.name != "<stdin>":
            screen.print_lines([Text(printable(found.name), "dim underline")])
        citations = Group(Text.assemble(*header_of(found.article)), Text(), CitationMap(found.article))
        screen.print_wrapped(citations if as_map else draw(found.article, found.place))
        last = found.name


@reading_command
@click.option("--info", is_flag=True, help="Include diagnostics of severity info.")
def check(read: Inputs, info: bool) -> None:
    """Print all diagnostics, one per line.

    Each line reads file:line:column: code message. If there are any, the exit status is 1.
    """
    screen = Screen()
    for found in read:
        for diagnostic in found.diagnostics(with_info=info):
            line = Text(found.describe(diagnostic))
            line.highlight_regex(rf"(?<=: ){diagnostic.code}(?= )", SEVERITY_STYLES[diagnostic.severity])
            screen.print_lines([line])
            read.note(Status.REPORTED)


@reading_command
def explain(read: Inputs) -> None:
    """Show how each chunk of a text was interpreted.

    One line each: position, label, row, text, and the facts that the row requires. If a text is not a
    digest, the last line says what is missing.
    """
    screen = Screen()
    for found in read:
        screen.print_lines(_explain_article(found, read.how["format"]), cut=True)


@reading_command
def detect(read: Inputs) -> None:
    """Show which formats a text could have, and why.

    The format that is detected comes first. Each line tells how many citations, groups and declared headings it reads.
    """
    if read.how["format"] is not None:
        raise click.UsageError("detect finds the format: omit --format")
    screen = Screen()
    for name, group in groupby(read, lambda found: found.name):
        candidates = list_candidates("".join(found.article.raw for found in group))
        if not candidates:
            read.note(Status.REPORTED)
        widths = [max(map(len, column)) for column in zip(*map(_cells, candidates), strict=True)]
        rows = ["  ".join(map(str.ljust, _cells(each), widths)).rstrip() for each in candidates]
        screen.print_lines([Text(f"{printable(name)}: {row}") for row in rows or ["no format"]])


def _cells(candidate: Candidate) -> tuple[str, ...]:
    declared, groups, citations = candidate.score
    counts = count(citations, "citation"), count(groups, "group"), count(declared, "declared word")
    return candidate.format.name, *counts, printable(candidate.reason)


def _explain_article(found: Found, format: Format | None) -> Iterator[Text]:
    all_evidence = explain_text(found.article.raw, format=format)
    rows = [(f"{found.name}:{found.place(each.span.start)}", each.label, each.row) for each in all_evidence]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row, evidence in zip(rows, all_evidence, strict=True):
        place, label, name = (printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        style = _LABEL_STYLES.get(evidence.label.removeprefix("in "), "yellow")
        if evidence.label == "no digest":
            yield Text.assemble((place, "dim"), "  ", ("no digest", "red"), f": {'; '.join(evidence.facts)}")
            continue
        facts = f"  ({', '.join(evidence.facts)})" if evidence.facts else ""
        text = (printable(evidence.text), "bold")
        yield Text.assemble((place, "dim"), "  ", (label, style), "  ", name, "  ", text, (facts, "dim"))
