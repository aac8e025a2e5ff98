"""What is the same of equal articles, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Final

from rareinsight.model import Article, text_tidied, text_without_stop

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def fingerprint(article: Article) -> str:
    """Return a hex digest of what equality compares."""
    hashed = blake2b(digest_size=16)
    for part in _content(article):
        encoded = ascii(part).encode()  # what `repr` escapes depends on the Python version
        hashed.update(b"%d:" % len(encoded) + encoded)
    return hashed.hexdigest()


def _content(article: Article) -> Iterator[object]:
    """Yield what equality compares, flat and in order."""
    yield text_tidied(article.title)
    yield text_tidied(article.source)
    yield _moment(article.published)
    for section in article.sections:
        yield (section.role, section.index, text_tidied(section.label), section.level, len(section.insights))
        for insight in section.insights:
            yield text_without_stop(insight.text)
            yield tuple(citation.cites for citation in insight.citations)


def _moment(published: datetime | None) -> str | int | None:
    """Return a value that is the same for equal moments: for aware ones, microseconds since 1970."""
    if published is None:
        return None
    if published.tzinfo is None:
        return published.isoformat()
    return (published.replace(fold=0) - _EPOCH) // timedelta(microseconds=1)
