"""An article's text with something put around what was found in it: tags, links, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rareinsight.model import Article, Citation, Insight, Section

#: What an article's tree is made of.
Node: TypeAlias = Section | Insight | Citation


def annotate(article: Article, function: Callable[[Node], tuple[str, str] | None]) -> str:
    """Return the text of an article with something put around chosen nodes of its tree.

    Args:
        article: an article that was read; what is put in stands around ``node.span`` of ``article.raw``.
        function: what to put before and after a section, an insight or a citation; ``None`` for nothing. As spans
            nest, so do the pairs; citations that share a bracket (``[1, 3]``) stand inside one another.

    >>> from rareinsight.parsing import parse
    >>> article = parse("Core Insights - Copper is short [1][3]")
    >>> annotate(article, lambda node: (f"<a href='#{node.number}'>", "</a>") if isinstance(node, Citation) else None)
    "Core Insights - Copper is short <a href='#1'>[1]</a><a href='#3'>[3]</a>"
    """
    if not isinstance(article, Article):
        raise TypeError(f"expected an Article, got {type(article).__name__}")
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for node in _nodes(article):  # outer ones come first
        put = function(node)
        if put is not None and node.start < node.end:
            before[node.start] = before.get(node.start, "") + put[0]
            after[node.end] = put[1] + after.get(node.end, "")
    done, parts = 0, list[str]()
    for place in sorted({*before, *after}):
        parts += article.raw[done:place], after.get(place, ""), before.get(place, "")
        done = place
    return "".join([*parts, article.raw[done:]])


def _nodes(article: Article) -> Iterator[Node]:
    for section in article.sections:
        yield section
        for insight in section.insights:
            yield insight
            yield from insight.citations
