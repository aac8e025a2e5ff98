"""``rareinsight show``: an article as a tree."""

from __future__ import annotations

from pathlib import Path

import click
from rich.tree import Tree

from rareinsight._console import draw_article
from rareinsight.cli.arguments import files_argument, format_option, strict_option
from rareinsight.cli.inputs import Found, Inputs
from rareinsight.cli.map import draw_citations, map_option
from rareinsight.cli.screen import Screen, styled
from rareinsight.format import Format


@click.command
@files_argument
@format_option
@strict_option
@map_option
def show(files: tuple[Path, ...], format: Format | None, strict: bool, as_map: bool) -> int:
    """Show articles as trees.

    Sections carry a sign of their role: a star for the core, a dot for a group, a ring for others. Insights
    end in the numbers of their citations. Diagnostics come last, each with its line and column.
    """
    draw = draw_citations if as_map else _draw
    screen, inputs, last = Screen(), Inputs(files, format, strict), None
    for found in inputs:
        if last is not None:
            screen.print()
        if len(files) > 1 and found.name != last:
            screen.print_lines([styled(found.name, "dim underline")])
        screen.print_wrapped(draw(found))
        last = found.name
    return inputs.status


def _draw(found: Found) -> Tree:
    return draw_article(found.article, lambda offset: "{0.line}:{0.column}".format(found.place(offset)))
