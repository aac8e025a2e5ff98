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

#: Characters that affect terminals and that JSON does not escape.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@click.command
@reading_options
@output_option(default=STANDARD, help="Write to a file.")
@strict_option
def parse(read: Inputs, output: Path) -> None:
    """Write articles as JSON, one per line."""
    read.protect(output)
    all_found = iter(read)  # finds what globs and URLs match, before the output exists
    # the new output stays hidden until it is complete, as folders that are read may contain it
    is_hidden = not (output.exists() or all(map(os.path.isfile, {*read.sources} - {"-"})))
    with click.open_file(str(output), "wb", atomic=is_hidden) as lines:
        for found in all_found:
            try:
                line = to_json(found.article)
            except ValueError as error:
                complain(f"{found.name}: {error}")
                read.note(Status.DOUBTFUL)
                continue
            lines.write(_UNSAFE.sub(lambda each: f"\\u{ord(each[0]):04x}", line).encode() + b"\n")
