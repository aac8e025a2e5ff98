"""``rareinsight check``: doubts as a linter tells them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from rich.text import Text

from rareinsight.cli import Status
from rareinsight.cli.arguments import files_argument, format_option
from rareinsight.cli.inputs import Found, Inputs
from rareinsight.cli.screen import SEVERITY_STYLES, Screen, printable
from rareinsight.format import Format
from rareinsight.model import Diagnostic

_FINDINGS: Final = frozenset(("warning", "error"))


@click.command
@files_argument
@format_option
@click.option("--info", is_flag=True, help="List what is only worth knowing too, and count it.")
def check(files: tuple[Path, ...], format: Format | None, info: bool) -> int:
    """List doubts as linters do.

    Each is a line: file:line:column: code message. If there is any, the exit status is 1.
    """
    screen, inputs = Screen(), Inputs(files, format, skip_empty=False)
    for found in inputs:
        doubts = [doubt for doubt in found.doubts if info or doubt.severity in _FINDINGS]
        screen.print_lines(_line(found, doubt) for doubt in doubts)
        if doubts:
            inputs.note(Status.DOUBTFUL)
    return inputs.status


def _line(found: Found, doubt: Diagnostic) -> Text:
    line = Text(printable(found.describe(doubt)))
    line.highlight_regex(rf"(?<=: ){doubt.code}(?= )", SEVERITY_STYLES[doubt.severity])
    return line
