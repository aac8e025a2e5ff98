"""``rareinsight check``: diagnostics, printed as linters do."""

from __future__ import annotations

import click
from rich.text import Text

from rareinsight import Diagnostic
from rareinsight._tree import SEVERITY_STYLES
from rareinsight.cli import Status
from rareinsight.cli.inputs import Found, Inputs, reading_options
from rareinsight.cli.screen import Screen


@click.command
@reading_options
@click.option("--info", is_flag=True, help="Include diagnostics of severity info.")
def check(read: Inputs, info: bool) -> None:
    """List all diagnostics, as linters do.

    One line each: file:line:column: code message. If there are any, the exit status is 1.
    """
    screen = Screen()
    for found in read:
        listed = found.findings(with_info=info)
        screen.print_lines(_line(found, each) for each in listed)
        if listed:
            read.note(Status.DOUBTFUL)


def _line(found: Found, diagnostic: Diagnostic) -> Text:
    line = Text(found.describe(diagnostic))
    line.highlight_regex(rf"(?<=: ){diagnostic.code}(?= )", SEVERITY_STYLES[diagnostic.severity])
    return line
