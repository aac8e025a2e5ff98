"""Commands for formats: ``formats`` lists and describes them, ``infer`` prints a declaration, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import click
from attrs import fields

from rareinsight._dialect.infer import infer_format
from rareinsight._formats.registry import find_format, origin_of
from rareinsight._formats.registry import formats as known_formats
from rareinsight.cli.inputs import Inputs, reading_command, usage_errors
from rareinsight.cli.printing import in_columns
from rareinsight.cli.status import Status
from rareinsight.format import Format, Heading, Numbered


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
@usage_errors()
def formats(names: tuple[str, ...]) -> int:
    """List the registered formats and where they come from.

    With names: print the declarations of these formats.
    """
    described = [spell(find_format(name)) for name in names]
    listed = in_columns([(name, origin_of(name)) for name in known_formats()])
    click.echo("\n".join(described or ["  ".join(row).rstrip() for row in listed]))
    return Status.OK


@reading_command()
@click.option("--name", default="inferred", show_default=True, help="The name of the format.")
def infer(read: Inputs, name: str) -> None:
    """Infer a format from sample pages.

    Prints the shortest declaration that reads them. Use three or more pages of one producer, and review the result.
    """
    pages = [text for _, text in read.pages()]
    if not pages:
        read.note_nothing("there are no pages to infer a format from")
        return
    with usage_errors():
        inferred = infer_format(pages, name=name)
    similar = (each for each in known_formats().values() if inferred.headings and each.headings == inferred.headings)
    click.echo(spell(inferred, next(similar, None)))


def spell(format: Format, known: Format | None = None) -> str:
    """Return a declaration as Python code: of what differs from a known format, or from the defaults."""
    opening = "ri.Format(" if known is None else f"ri.formats()[{known.name!r}].evolve("
    return "\n".join([opening, *(f"    {change}," for change in _changes(format, known)), ")"])


def _changes(declared: Format | Heading | Numbered, known: Format | None = None) -> Iterator[str]:
    """Yield the arguments of a declaration that differ from those of a known one, or from the defaults."""
    for each in fields(type(declared)):
        value = getattr(declared, each.name)
        if each.init and value != getattr(known, each.name, each.default):
            yield f"{each.name}={_spell_value(value)}"


def _spell_value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spell_value, cast('tuple[object, ...]', value)))}]"
    if isinstance(value, Heading | Numbered):
        return f"ri.{type(value).__name__}({', '.join(_changes(value))})"
    return repr(value)
