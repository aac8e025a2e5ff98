"""``rareinsight explain``: every chunk of a text, how it was interpreted, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click
from rich.cells import cell_len
from rich.text import Text

from rareinsight import Format
from rareinsight import explain as explain_text
from rareinsight._display import printable
from rareinsight.cli.inputs import Found, Inputs, reading_options
from rareinsight.cli.screen import Screen

_LABEL_STYLES: Final = {"heading": "magenta", "insight": "green"}


@click.command
@reading_options
def explain(read: Inputs) -> None:
    """Show how each chunk of a text was interpreted.

    One line each: position, interpretation, rule, text, and the facts that the rule checked. If a text is not a
    digest, the last line says what is missing.
    """
    screen = Screen()
    for found in read:
        screen.print_lines(_explain_article(found, read.how["format"]), cut=True)


def _explain_article(found: Found, format: Format | None) -> Iterator[Text]:
    all_evidence = explain_text(found.article.raw, format=format)
    rows = [
        (":".join(map(str, (found.name, *found.place(evidence.span.start)))), evidence.label, evidence.rule)
        for evidence in all_evidence
    ]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row, evidence in zip(rows, all_evidence, strict=True):
        place, label, rule = (printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        style = _LABEL_STYLES.get(evidence.label.removeprefix("in "), "yellow")
        if evidence.label == "no digest":
            yield Text.assemble((place, "dim"), "  ", ("no digest", "red"), f": {'; '.join(evidence.facts)}")
            continue
        facts = f"  ({', '.join(evidence.facts)})" if evidence.facts else ""
        text = (printable(evidence.text), "bold")
        yield Text.assemble((place, "dim"), "  ", (label, style), "  ", rule, "  ", text, (facts, "dim"))
