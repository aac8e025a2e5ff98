"""Flat tables, an insight or a citation a row, for pandas, Polars, DuckDB and their like.

Words that many rows share (titles, sources, headings, claims) are dictionaries: stored once, whatever the
number of rows.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from rareinsight.model import Article, Insight, Section

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())

_INSIGHTS: Final = pa.schema(
    [
        ("article", pa.int64()),
        ("title", _WORDS),
        ("source", _WORDS),
        ("published", pa.timestamp("us")),
        ("section", pa.int32()),
        ("role", _WORDS),
        ("index", pa.int32()),
        ("heading", _WORDS),
        ("insight", pa.int32()),
        ("label", pa.string()),
        ("text", pa.string()),
        ("citations", pa.list_(pa.int32())),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)

_CITATIONS: Final = pa.schema(
    [
        ("article", pa.int64()),
        ("section", pa.int32()),
        ("role", _WORDS),
        ("insight", pa.int32()),
        ("number", pa.int32()),
        ("claim", _WORDS),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("claim_start", pa.int64()),
        ("claim_end", pa.int64()),
    ]
)


def insights_table(articles: Iterable[Article]) -> pa.Table:
    """Return the insights of all articles, a row an insight.

    Args:
        articles: The articles.

    Returns:
        A table with the columns ``article`` (its number among those given, from 0), ``title``, ``source``,
        ``published`` (as it stands in the text), ``section`` (its number in the article, from 0), ``role``,
        ``index``, ``heading`` (what to show: ``section.title``), ``insight`` (its number in the article, from
        0), ``label``, ``text``, ``citations`` (the numbers), ``start`` and ``end`` (code points of ``raw``).

    >>> from rareinsight import parse
    >>> insights_table([parse("Core Insights - Copper is short [1][3]")]).select(["role", "text"]).to_pylist()
    [{'role': 'core', 'text': 'Copper is short'}]
    """
    return _table(
        _INSIGHTS,
        (
            (
                *(number, article.title, article.source),
                article.published and article.published.replace(tzinfo=None),
                *(place, section.role, section.index, section.title),
                *(count, insight.label, insight.text, [citation.number for citation in insight.citations]),
                *(insight.start, insight.end),
            )
            for number, article in enumerate(articles)
            for place, section, count, insight in _insights(article)
        ),
    )


def citations_table(articles: Iterable[Article]) -> pa.Table:
    """Return the citations of all articles, a row a citation.

    Args:
        articles: The articles.

    Returns:
        A table with the columns ``article``, ``section``, ``role`` and ``insight``, as in
        :func:`insights_table`, ``number`` (the paragraph cited), ``claim`` (the words it backs), ``start``
        and ``end`` of its bracket, ``claim_start`` and ``claim_end`` (code points of ``raw``).

    >>> from rareinsight import parse
    >>> table = citations_table([parse("Core Insights - Copper is short [1][3]")])
    >>> table.select(["number", "claim"]).to_pylist()
    [{'number': 1, 'claim': 'Copper is short'}, {'number': 3, 'claim': 'Copper is short'}]
    """
    return _table(
        _CITATIONS,
        (
            (
                *(number, place, section.role, count, citation.number, citation.claim),
                *(citation.start, citation.end, citation.claim_start, citation.claim_end),
            )
            for number, article in enumerate(articles)
            for place, section, count, insight in _insights(article)
            for citation in insight.citations
        ),
    )


def _insights(article: Article) -> Iterator[tuple[int, Section, int, Insight]]:
    """Yield the insights of an article with their sections, both with their numbers."""
    count = 0
    for place, section in enumerate(article.sections):
        for insight in section.insights:
            yield place, section, count, insight
            count += 1


def _table(schema: pa.Schema, rows: Iterable[tuple[object, ...]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table(
        [_array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _array(values: Iterable[Any], type: pa.DataType) -> pa.Array[Any] | pa.ChunkedArray[Any]:
    if type != _WORDS:
        return pa.array(values, type)
    codes: dict[str, int] = {}
    indices = [None if word is None else codes.setdefault(word, len(codes)) for word in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(codes, pa.string()))
