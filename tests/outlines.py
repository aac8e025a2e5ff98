"""What tests compare of an article: its outline, its numbers, the codes of its doubts."""

from __future__ import annotations

from rareinsight.model import Article

#: A heading and the insights below it, each as in the text.
Outline = list[tuple[str | None, list[str]]]


def outline(article: Article) -> Outline:
    return [
        (section.heading, [insight.span.cut(article.raw) for insight in section.insights])
        for section in article.sections
    ]


def numbers(article: Article) -> list[list[int]]:
    """The numbers that each insight cites."""
    return [[citation.number for citation in insight.citations] for insight in article.insights]


def codes(article: Article) -> list[str]:
    return [doubt.code for doubt in article.diagnostics]
