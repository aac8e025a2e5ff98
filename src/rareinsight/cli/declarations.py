"""Commands for formats: ``formats`` lists and describes them, ``infer`` prints a declaration, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final, cast, get_args

import click
from attrs import fields

from rareinsight._dialect.samples import infer_format
from rareinsight._formats.registry import find_format, origin_of
from rareinsight._formats.registry import formats as known_formats
from rareinsight.cli.inputs import usage_errors
from rareinsight.cli.status import Status
from rareinsight.dumps import read
from rareinsight.format import Format, Heading, Numbered
from rareinsight.model import Role

#: A description lists at most this many words, then counts the rest.
_MAX_LISTED: Final = 20


@click.command
@click.argument("names", metavar="[NAME]...", nargs=-1)
@usage_errors()
def formats(names: tuple[str, ...]) -> int:
    """List the registered formats and where they come from.

    With names: describe the words and shapes of these formats.
    """
    known = known_formats()
    width = max(map(len, known))
    listed = [f"{name:{width}}  {origin_of(name)}" for name in known]
    click.echo("\n".join([describe(find_format(name)) for name in names] or listed))
    return Status.OK


def describe(format: Format) -> str:
    """Describe a format: what its declaration says, headings by their roles."""
    said: dict[str, object] = {}
    for role in get_args(Role):
        words = [each.shape for each in format.numbered if each.role == role]
        words += [word for each in format.headings if each.role == role for word in (*each.words, *each.families)]
        said[f"{role} headings"] = words
    others = (each.name for each in fields(Format) if each.name not in ("name", "headings", "numbered"))
    said |= {name.replace("_", " "): getattr(format, name) for name in others}
    return "\n".join([f"{format.name}:", *(f"  {name}: {_listed(value)}" for name, value in said.items() if value)])


def _listed(value: object) -> str:
    if not isinstance(value, tuple | list):
        return "yes" if value is True else str(value)
    words = cast("tuple[str, ...]", value)
    return " · ".join(words[:_MAX_LISTED]) + (f" … and {len(words) - _MAX_LISTED} more" if words[_MAX_LISTED:] else "")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="inferred", show_default=True, help="The name of the format.")
@usage_errors()
def infer(files: tuple[Path, ...], name: str) -> Status:
    """Print a declaration that reads the pages in some files.

    It is the shortest that does. Three pages or more of one producer are best; look it over before you use it.
    """
    found = read(files, only_digests=False)
    records = groupby(found, lambda article: article.origin and (article.origin.path, article.origin.record))
    pages = ["".join(article.raw for article in articles) for _, articles in records]
    click.echo(spell(infer_format(pages, name=name)))
    return Status.OK


def spell(format: Format) -> str:
    """Return a declaration as Python code: of what differs from a registered format, or from the defaults.

    >>> print(spell(Format("notes", headings=[Heading(["In short"], role="core")], markers=["→"])))
    ri.Format(
        name='notes',
        headings=[ri.Heading(words=['In short'], role='core')],
        markers=['→'],
    )
    """
    similar = (each for each in known_formats().values() if format.headings and each.headings == format.headings)
    known = next(similar, None)
    opening = "ri.Format(" if known is None else f"ri.formats()[{known.name!r}].evolve("
    return "\n".join([opening, *(f"    {said}," for said in _changes(format, known)), ")"])


def _changes(declared: Format | Heading | Numbered, known: Format | None = None) -> Iterator[str]:
    """Yield the arguments of a declaration that differ from those of a known one, or from the defaults."""
    for each in fields(type(declared)):
        value = getattr(declared, each.name)
        if each.init and value != getattr(known, each.name, each.default):
            yield f"{each.name}={_spell(value)}"


def _spell(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spell, cast('tuple[object, ...]', value)))}]"
    if isinstance(value, Heading | Numbered):
        return f"ri.{type(value).__name__}({', '.join(_changes(value))})"
    return repr(value)
