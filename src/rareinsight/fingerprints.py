"""What equality looks at, spelled and hashed: equal articles have equal fingerprints, on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from rareinsight.model import Article, text_without_stop

_SIZE: Final = 16
#: Moments are told apart by their distance from this one.
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def fingerprint_of(article: Article) -> str:
    """Return a hex digest of the content of an article.

    >>> fingerprint_of(Article(title="Copper", format="digest")) == fingerprint_of(Article(title="Copper"))
    True
    """
    digest = hashlib.blake2b(digest_size=_SIZE)
    for part in _content(article):
        encoded = ascii(part).encode()  # what `repr` escapes differs from one Python to the next
        digest.update(b"%d:" % len(encoded) + encoded)
    return digest.hexdigest()


def _content(article: Article) -> Iterator[object]:
    """Yield what equality looks at, flat and in order."""
    yield article.title
    yield article.source
    yield _moment(article.published)
    for section in article.sections:
        yield (section.role, section.index, section.label, section.level, len(section.insights))
        for insight in section.insights:
            yield text_without_stop(insight.text)
            yield tuple(citation.number for citation in insight.citations)


def _moment(published: datetime | None) -> str | int | None:
    """Spell a moment so that equal moments are spelled alike: aware ones as microseconds since 1970."""
    if published is None:
        return None
    if published.tzinfo is None:
        return published.isoformat()
    return (published.replace(fold=0) - _EPOCH) // timedelta(microseconds=1)
