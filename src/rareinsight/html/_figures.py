"""Find the figures in a claim that are missing from the paragraphs it cites."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Final

from rareinsight.model import Article, Insight, Span

_FIGURE: Final = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_THOUSANDS: Final = re.compile(r",(?=[0-9]{3}(?![0-9]))")
#: Claims with more citations than this are not checked, as each figure is looked for in each paragraph.
_MAX_CITED: Final = 100


def lacking_figures(article: Article) -> Callable[[Insight], Iterator[Span]]:
    """Return a function that yields the figures of an insight that occur in none of the paragraphs cited for them.

    Claims that cite something not linked are skipped, as are those that cite list entries, which are only titles.

    >>> from rareinsight import link, parse
    >>> article = link(parse("Core Insights - Sales rose 12% to 3,400 tons [1]"), ["They sold 3400 t."])
    >>> lacking = lacking_figures(article)
    >>> [span.cut(article.raw) for span in lacking(article.insights[0])]
    ['12']
    """
    paragraphs = {entry.cites: entry.text for entry in article.references if entry.url is None}

    @cache
    def figures_of(cited: int | str) -> frozenset[str]:
        return frozenset(map(_value, _FIGURE.findall(paragraphs[cited])))

    def lacking(insight: Insight) -> Iterator[Span]:
        for claim, citations in groupby(insight.citations, attrgetter("claim_span")):
            cited = {citation.cites for citation in citations}
            if len(cited) <= _MAX_CITED and paragraphs.keys() >= cited:
                for figure in _FIGURE.finditer(article.raw, claim.start, claim.end):
                    value = _value(figure[0])
                    if not any(value in figures_of(each) for each in cited):
                        yield Span(*figure.span())

    return lacking


def _value(figure: str) -> str:
    """Normalize a figure: plain digits, no thousands separators, no redundant zeros."""
    plain = _THOUSANDS.sub("", unicodedata.normalize("NFKC", figure))
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).lstrip("0") or "0"
