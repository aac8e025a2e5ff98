"""``rareinsight show --map``: which paragraphs the insights rest on."""

from __future__ import annotations

from collections.abc import Callable

import click
from rich.console import Group
from rich.text import Text

from rareinsight._console import CitationMap, draw_header
from rareinsight.cli.inputs import Found


def map_option(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the option ``--map``."""
    option = click.option("--map", "as_map", is_flag=True, help="Show as blocks what the insights rest on.")
    return option(command)


def draw_citations(found: Found) -> Group:
    """Return the map of an article below its header."""
    return Group(draw_header(found.article), Text(), CitationMap(found.article))
