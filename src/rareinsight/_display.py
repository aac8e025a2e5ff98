"""Words for people: safe for a terminal, counted, and in a line."""

from __future__ import annotations


def printable(text: str) -> str:
    r"""Make a text safe for a terminal: whitespace collapsed, control and direction characters made visible.

    >>> printable("Copper\n\x1b[2J rose")
    'Copper �[2J rose'
    """
    folded = " ".join(text.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in folded)


def count(number: int, noun: str) -> str:
    """Return how many there are, such as ``1 section`` or ``2,000 insights``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def shorten(text: str, most: int) -> str:
    """Return a text in quotes, safe for a terminal, truncated to ``most`` characters."""
    quoted = repr(printable(text[:most]))
    return quoted if len(text) <= most >= len(quoted) - 2 else f"{quoted[:most]}…{quoted[-1]}"
