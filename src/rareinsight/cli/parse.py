"""``rareinsight parse``: articles as lines of JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from rareinsight.cli.arguments import STANDARD, files_argument, format_option, strict_option
from rareinsight.cli.inputs import Inputs
from rareinsight.format import Format
from rareinsight.jsonio import to_json


@click.command
@files_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, allow_dash=True),
    default=STANDARD,
    help="Write to a file.",
)
@format_option
@strict_option
def parse(files: tuple[Path, ...], output: Path, format: Format | None, strict: bool) -> int:
    """Write articles as JSON, one a line."""
    if any(_is_same(output, file) for file in files):
        raise click.BadParameter(f"{output} is to be read, so it can't be written", param_hint="--output")
    inputs = Inputs(files, format, strict)
    with _open_output(output) as lines:
        for found in inputs:
            lines.write(to_json(found.article).encode() + b"\n")
    return inputs.status


def _is_same(output: Path, file: Path) -> bool:
    return STANDARD not in (output, file) and output.exists() and file.exists() and output.samefile(file)


def _open_output(output: Path) -> BinaryIO:
    return output.open("wb") if output != STANDARD else open(sys.stdout.fileno(), "wb", closefd=False)
