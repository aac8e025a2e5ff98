"""What is in a pile of articles, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from attrs import asdict, define, field

from rareinsight.model import Article


@define
class Statistics:
    """Counts over articles.

    Articles by source and by month (``"2025-08"``) and sections by role count digests alone; those without a
    source or a date are under ``None``. ``citations_per_insight`` says how many insights have so many
    citations, ``doubts`` counts diagnostics by code.
    """

    articles: int = 0
    non_digests: int = 0
    sections: int = 0
    insights: int = 0
    citations: int = 0
    truncated: int = 0
    sources: Counter[str | None] = field(factory=Counter[str | None])
    months: Counter[str | None] = field(factory=Counter[str | None])
    roles: Counter[str] = field(factory=Counter[str])
    citations_per_insight: Counter[int] = field(factory=Counter[int])
    doubts: Counter[str] = field(factory=Counter[str])

    def count(self, article: Article) -> None:
        """Count an article."""
        self.doubts.update(doubt.code for doubt in article.diagnostics)
        if not article.sections:
            self.non_digests += 1
            return
        self.articles += 1
        self.truncated += article.truncated
        self.sources[article.source or None] += 1
        self.months[None if article.published is None else f"{article.published:%Y-%m}"] += 1
        self.sections += len(article.sections)
        self.roles.update(section.role for section in article.sections)
        for insight in article.insights:
            self.insights += 1
            self.citations += len(insight.citations)
            self.citations_per_insight[len(insight.citations)] += 1

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON can say them, the most frequent first; ``None`` is the key ``""``."""
        return {name: _as_json(value) for name, value in asdict(self, recurse=False).items()}


def _as_json(value: int | Counter[Any]) -> object:
    if isinstance(value, int):
        return value
    return {"" if key is None else str(key): count for key, count in value.most_common()}


def gather(articles: Iterable[Article]) -> Statistics:
    """Count articles.

    Args:
        articles: The articles, such as :func:`rareinsight.read` yields them.

    Returns:
        The counts.

    >>> from rareinsight import parse
    >>> statistics = gather([parse("Core Insights - Prices fell [1][3] - Mines closed [2]"), parse("Rain.")])
    >>> statistics.articles, statistics.non_digests, dict(statistics.citations_per_insight)
    (1, 1, {2: 1, 1: 1})
    """
    statistics = Statistics()
    for article in articles:
        statistics.count(article)
    return statistics
