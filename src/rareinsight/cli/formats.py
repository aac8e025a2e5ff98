"""``rareinsight formats``: the registered formats."""

from __future__ import annotations

import click

from rareinsight._format.registry import find_format, origin_of
from rareinsight._format.registry import formats as known_formats
from rareinsight.cli import Status


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
def formats(names: tuple[str, ...]) -> int:
    """List the registered formats and where they come from.

    With names: describe the words and shapes of these formats.
    """
    for line in [find_format(name).describe() for name in names] or _list_formats():
        click.echo(line)
    return Status.OK


def _list_formats() -> list[str]:
    known = known_formats()
    width = max(map(len, known))
    return [f"{name:{width}}  {origin_of(name)}" for name in known]
