"""What a run did, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from attrs import asdict, define, field, fields

from rareinsight.model import Article


def _counter(counts: Mapping[str, int]) -> Counter[str]:
    return Counter(counts)


@define
class Summary:
    """Counts of a run; those of its shares, added up.

    ``text_bytes`` counts the text that was read, in bytes of UTF-8; ``doubts`` diagnostics by code,
    ``notices`` what happened to files and records by code.
    """

    articles: int = 0
    insights: int = 0
    citations: int = 0
    non_digests: int = 0
    repeats: int = 0
    rejected: int = 0
    text_bytes: int = 0
    doubts: Counter[str] = field(factory=Counter[str], converter=_counter)
    notices: Counter[str] = field(factory=Counter[str], converter=_counter)
    seconds: float = 0.0

    @property
    def speed(self) -> float:
        """Megabytes of text a second."""
        return self.text_bytes / 1e6 / self.seconds if self.seconds else 0.0

    def count(self, article: Article) -> None:
        """Count an article."""
        self.articles += 1
        for insight in article.insights:
            self.insights += 1
            self.citations += len(insight.citations)
        self.doubts.update(doubt.code for doubt in article.diagnostics)

    def add(self, other: Summary) -> None:
        """Add the counts of another run."""
        for each in fields(Summary):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def subtract(self, other: Summary) -> None:
        """Take the counts of something back."""
        for each in fields(Summary):
            setattr(self, each.name, getattr(self, each.name) - getattr(other, each.name))

    def as_json(self) -> dict[str, Any]:
        """Return the counts as JSON can say them."""
        return {**asdict(self), "doubts": dict(self.doubts), "notices": dict(self.notices)}
