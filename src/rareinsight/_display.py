"""Words for people: safe for a terminal, counted, and in a line."""

from __future__ import annotations

from rareinsight.model import Article, Insight, Section


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


def summarize(node: Article | Section | Insight) -> str:
    """Return a node in a line, which is its ``repr``."""
    if isinstance(node, Article):
        said = [shorten(each, most) for each, most in ((node.title, 80), (node.source, 30)) if each is not None]
        said += [node.published.isoformat(" ", "minutes")] if node.published is not None else []
        said += [count(len(node.sections), "section"), count(len(node.insights), "insight")]
        return f"<Article {', '.join([*said, count(len(node.diagnostics), 'diagnostic')])}>"
    if isinstance(node, Section):
        heading = "" if node.heading is None else f" {shorten(node.heading, 80)}"
        return f"<Section {node.role}{heading}: {count(len(node.insights), 'insight')}>"
    numbers = "".join(f"[{citation.cites}]" for citation in node.citations[:20])
    return f"<Insight {shorten(node.text, 100)}{' ' * bool(numbers)}{numbers}>"
