"""``rareinsight explain``: every candidate mark, what it was taken for, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click
from rich.cells import cell_len
from rich.text import Text

from rareinsight import Format, Span
from rareinsight import explain as explain_text
from rareinsight.cli import printable
from rareinsight.cli.inputs import Found, HowToRead, Inputs, reading_options
from rareinsight.cli.screen import Screen

#: How many code points are shown before and after a mark.
_BEFORE, _AFTER = 24, 40
_LABEL_STYLES: Final = {"heading": "magenta", "insight": "green"}


@click.command
@reading_options
def explain(inputs: tuple[str, ...], how: HowToRead) -> int:
    """Tell what each mark was taken for.

    A line for every chunk of the text: its place, what it was decided to be, the row that decided, and its words with
    those around it.
    """
    screen, read = Screen(), Inputs(inputs, how)
    for found in read:
        screen.print_lines(_explain_article(found, how["format"]), cut=True)
    return read.status


def _explain_article(found: Found, format: Format | None) -> Iterator[Text]:
    raw = found.article.raw
    all_evidence = explain_text(raw, format=format)
    places = [found.place(evidence.span.start) for evidence in all_evidence]
    rows = [
        (f"{found.name}:{place.line}:{place.column}", evidence.label, evidence.rule)
        for place, evidence in zip(places, all_evidence, strict=True)
    ]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row, evidence in zip(rows, all_evidence, strict=True):
        place, label, rule = (printable(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        style = _LABEL_STYLES.get(evidence.label, "yellow")
        line = Text.assemble(
            (place, "dim"), "  ", (label, style), "  ", rule, "  ", _in_context(raw, evidence.span)
        )
        line.rstrip()
        yield line


def _in_context(raw: str, span: Span) -> Text:
    """Return a mark between the words that stand around it."""
    left, right = raw[max(span.start - _BEFORE, 0) : span.start], raw[span.end : span.end + _AFTER]
    return Text.assemble(
        (f"{printable(left)} «", "dim"), (printable(span.cut(raw)), "bold"), (f"» {printable(right)}", "dim")
    )
