"""The command ``infer``, which prints the declaration of a format, ready to paste, that reads some pages."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import cast

import click
from attrs import NOTHING, Attribute, Factory, fields

from rareinsight._dialect.samples import infer_format
from rareinsight._formats.registry import formats
from rareinsight.cli.status import Status
from rareinsight.dumps import read
from rareinsight.format import Format, Heading, Numbered


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", default="inferred", show_default=True, help="The name of the format.")
def infer(files: tuple[Path, ...], name: str) -> Status:
    """Print a declaration that reads the pages in some files.

    It is the shortest that does. Three pages or more of one producer are best; look it over before you use it.
    """
    pages = [
        "".join(article.raw for article in articles)
        for file in files
        for _, articles in groupby(
            read(file, only_digests=False), key=lambda article: article.origin and article.origin.record
        )
    ]
    try:
        found = infer_format(pages, name=name)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(spell(found))
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
    known = next((each for each in formats().values() if each.headings == format.headings and each.headings), None)
    said = [
        f"    {field.name}={_spell(getattr(format, field.name))},"
        for field in fields(Format)
        if field.init
        and getattr(format, field.name) != (_default(field) if known is None else getattr(known, field.name))
    ]
    opening = "ri.Format(" if known is None else f"ri.formats()[{known.name!r}].evolve("
    return "\n".join([opening, *said, ")"])


def _spell(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spell, cast('tuple[object, ...]', value)))}]"
    if isinstance(value, Heading | Numbered):
        changed = ((field.name, getattr(value, field.name)) for field in fields(type(value)) if field.init)
        defaults = {field.name: _default(field) for field in fields(type(value))}
        said = (f"{name}={_spell(each)}" for name, each in changed if each != defaults[name])
        return f"ri.{type(value).__name__}({', '.join(said)})"
    return repr(value)


def _default(field: Attribute[object]) -> object:
    return None if field.default is NOTHING or isinstance(field.default, Factory) else field.default  # type: ignore[arg-type]  # attrs calls it a function
