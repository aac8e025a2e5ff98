"""Dumps of numbered digests, and a way to read them that keeps the notices."""

from pathlib import Path
from typing import Any

from rareinsight import Article, read
from rareinsight.dumps import Notice


def digest(number: int, words: str = "Prices fell by a third") -> str:
    """One article; its number ends its title."""
    return (
        f"Copper number {number}\nDaily Metal·2025-08-{number % 28 + 1:02d} 08:14\n\n"
        f"Core Insights - {words} [{number}][3] Group 1 - 铜价上涨 [2] - Mines closed – “again” [1, 4]\n\n"
    )


def dump(count: int) -> str:
    """A number of articles, numbered from 0."""
    return "".join(map(digest, range(count)))


def numbers(articles: list[Article]) -> list[int]:
    """The numbers of the digests that were read."""
    return [int((article.title or "").split()[-1]) for article in articles if article.sections]


def collect(
    source: str | Path | list[str | Path],
    **options: Any,  # noqa: ANN401 - those of `read`
) -> tuple[list[Article], list[Notice]]:
    """Return what was read and what was reported."""
    notices: list[Notice] = []
    articles = list(read(source, report=notices.append, **options))
    return articles, notices
