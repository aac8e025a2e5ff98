"""``rareinsight formats``: the formats that are known by name."""

from __future__ import annotations

import click

from rareinsight._format.registry import find_format, origin_of
from rareinsight._format.registry import formats as known_formats
from rareinsight.cli import Status


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
def formats(names: tuple[str, ...]) -> int:
    """Name the known formats, and where they come from.

    With names: tell by which words and shapes the formats of these names are known.
    """
    try:
        described = [find_format(name).describe() for name in names]
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    for line in described or _list_formats():
        click.echo(line)
    return Status.OK


def _list_formats() -> list[str]:
    known = known_formats()
    width = max(map(len, known))
    return [f"{name:{width}}  {origin_of(name)}" for name in known]
