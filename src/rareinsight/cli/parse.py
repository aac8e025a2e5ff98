"""``rareinsight parse``: articles as lines of JSON."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

import click

from rareinsight import to_json
from rareinsight.cli import Status, complain
from rareinsight.cli.inputs import STANDARD, Inputs, output_option, reading_options, strict_option
from rareinsight.dumps._places import matches

#: Characters that a terminal obeys, and JSON does not escape.
_OBEYED: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@click.command
@reading_options
@output_option(default=STANDARD, help="Write to a file.")
@strict_option
def parse(read: Inputs, output: Path) -> None:
    """Write articles as JSON, one a line."""
    if output != STANDARD and any(_would_read(source, output) for source in read.sources):
        raise click.BadParameter(f"{output} is an input, so it can't be the output", param_hint="--output")
    with click.open_file(str(output), "wb") as lines:
        for found in read:
            try:
                line = to_json(found.article)
            except ValueError as error:
                complain(f"{found.name}: {error}")
                read.note(Status.DOUBTFUL)
                continue
            lines.write(_OBEYED.sub(lambda each: f"\\u{ord(each[0]):04x}", line).encode() + b"\n")


def _would_read(source: str, output: Path) -> bool:
    """Whether a file is among those that a source names."""
    if source == "-" or "://" in source:
        return False
    real = Path(os.path.realpath(output))
    return any(Path(os.path.realpath(each)) in (real, *real.parents) for each in matches(source))
