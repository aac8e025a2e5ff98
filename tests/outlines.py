"""What tests compare of articles."""

from typing import Any

from attrs import astuple

from rareinsight.model import Article

#: A heading and the insights below it, each as in the text.
Outline = list[tuple[str | None, list[str]]]


def outline(article: Article) -> Outline:
    return [
        (section.heading, [insight.span.cut(article.raw) for insight in section.insights])
        for section in article.sections
    ]


def numbers(article: Article) -> list[list[int | None]]:
    """The numbers that each insight cites."""
    return [[citation.number for citation in insight.citations] for insight in article.insights]


def codes(article: Article) -> list[str]:
    return [diagnostic.code for diagnostic in article.diagnostics]


def unplaced(article: Article) -> list[str]:
    """The texts that a diagnostic says belong to nothing."""
    told = [each.span for each in article.diagnostics if each.code == "unplaced-text" and each.span]
    return [span.cut(article.raw).strip() for span in told]


def everything(article: Article) -> Any:  # noqa: ANN401 - nested tuples
    """All that an article holds, places too, which equality does not look at."""
    return astuple(article)
