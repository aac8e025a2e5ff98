"""``rareinsight show``: an article as a tree, or as a map of its citations."""

from __future__ import annotations

import click
from rich.console import Group
from rich.text import Text
from rich.tree import Tree

from rareinsight._console import CitationMap, draw
from rareinsight._display import printable
from rareinsight._tree import header_of
from rareinsight.cli.inputs import Found, Inputs, reading_options, strict_option
from rareinsight.cli.screen import Screen


@click.command
@reading_options
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
        screen.print_wrapped(_map(found) if as_map else _tree(found))
        last = found.name


def _tree(found: Found) -> Tree:
    return draw(found.article, lambda offset: "{}:{}".format(*found.place(offset)))


def _map(found: Found) -> Group:
    return Group(Text.assemble(*header_of(found.article)), Text(), CitationMap(found.article))
