"""Find the figures in a claim that are missing from the paragraphs it cites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Final

from rareinsight.model import Article, Insight, Span

_FIGURE: Final = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_THOUSANDS: Final = re.compile(r",(?=[0-9]{3}(?![0-9]))")


def lacking_figures(article: Article, insight: Insight) -> Iterator[Span]:
    """Yield the figures of an insight that occur in none of the paragraphs cited for them.

    Claims that cite something not linked are skipped, as are those that cite list entries, which are only titles.

    >>> from rareinsight import link, parse
    >>> article = link(parse("Core Insights - Sales rose 12% to 3,400 tons [1]"), ["They sold 3400 t."])
    >>> [span.cut(article.raw) for span in lacking_figures(article, article.insights[0])]
    ['12']
    """
    paragraphs = {entry.cites: entry.text for entry in article.references if entry.url is None}
    for claim, citations in groupby(insight.citations, attrgetter("claim_span")):
        numbers = [citation.cites for citation in citations]
        if paragraphs.keys() >= set(numbers):
            known = {_value(figure) for number in numbers for figure in _FIGURE.findall(paragraphs[number])}
            for figure in _FIGURE.finditer(article.raw, claim.start, claim.end):
                if _value(figure[0]) not in known:
                    yield Span(*figure.span())


def _value(figure: str) -> str:
    """Normalize a figure: plain digits, no thousands separators, no redundant zeros."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", figure))
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).lstrip("0") or "0"
