"""Wrap the nodes of an article in its text: in tags, links or colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rareinsight._messages import expect, refusal
from rareinsight.model import Article, Citation, Insight, Section

#: The nodes of an article's tree.
Node: TypeAlias = Section | Insight | Citation


def annotate(article: Article, function: Callable[[Node], tuple[str, str] | None]) -> str:
    """Return the text of an article with chosen nodes of its tree wrapped in other text.

    Args:
        article: a parsed article; text is inserted around ``node.span`` in ``article.raw``.
        function: returns the text before and after a section, an insight or a citation, or ``None`` to leave it
            as it is. The pairs nest as the spans do; those of citations that share a bracket (``[1, 3]``) nest too.

    Raises:
        TypeError: ``article`` is not an article, or ``function`` returned something else.

    >>> from rareinsight.parsing import parse
    >>> article = parse("Core Insights - Copper is short [1][3]")
    >>> annotate(article, lambda node: (f"<a href='#{node.number}'>", "</a>") if isinstance(node, Citation) else None)
    "Core Insights - Copper is short <a href='#1'>[1]</a><a href='#3'>[3]</a>"
    """
    expect(Article, article=article)
    if not callable(function):
        raise refusal("function", "a function of a node", function)
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for node in _nodes(article):  # outer ones come first
        put: object = function(node)
        match put:
            case (str() as opening, str() as closing):
                if node.start < node.end:
                    before[node.start] = before.get(node.start, "") + opening
                    after[node.end] = closing + after.get(node.end, "")
            case None:
                pass
            case _:
                raise refusal("what the function returned", "a pair such as ('<b>', '</b>') or None", put)
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
