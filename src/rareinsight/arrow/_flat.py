"""Flat tables, one row per insight or citation, for pandas, Polars, DuckDB and the like.

Text that many rows share (titles, sources, headings, claims) is dictionary-encoded: stored once, whatever the
number of rows.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from operator import attrgetter
from typing import Any, Final, NamedTuple

import pyarrow as pa

from rareinsight._messages import expect_each
from rareinsight.arrow._articles import clock_of, numbers_of
from rareinsight.model import Article, Citation, Insight, Section


class _Place(NamedTuple):
    """An insight with its section and article, each with its number; for a row per citation, the citation too."""

    number: int
    article: Article
    section_number: int
    section: Section
    insight_number: int
    insight: Insight
    citation: Citation | None = None


#: Columns: the type of each, and how to get its value from a place.
_Columns = Mapping[str, tuple[pa.DataType, Callable[[_Place], object]]]

_WORDS: Final = pa.dictionary(pa.int32(), pa.string())

_INSIGHTS: Final[_Columns] = {
    "article": (pa.int64(), attrgetter("number")),
    "title": (_WORDS, attrgetter("article.title")),
    "source": (_WORDS, attrgetter("article.source")),
    "published": (pa.timestamp("us"), lambda place: clock_of(place.article)),
    "section": (pa.int32(), attrgetter("section_number")),
    "role": (_WORDS, attrgetter("section.role")),
    "index": (pa.int32(), attrgetter("section.index")),
    "heading": (_WORDS, attrgetter("section.title")),
    "insight": (pa.int32(), attrgetter("insight_number")),
    "label": (pa.string(), attrgetter("insight.label")),
    "text": (pa.string(), attrgetter("insight.text")),
    "citations": (pa.list_(pa.int32()), lambda place: numbers_of(place.insight)),
    "start": (pa.int64(), attrgetter("insight.start")),
    "end": (pa.int64(), attrgetter("insight.end")),
}

_CITATIONS: Final[_Columns] = {
    **{name: _INSIGHTS[name] for name in ("article", "section", "role", "insight")},
    "number": (pa.int32(), attrgetter("citation.number")),
    "key": (pa.string(), attrgetter("citation.key")),
    "claim": (_WORDS, attrgetter("citation.claim")),
    "start": (pa.int64(), attrgetter("citation.start")),
    "end": (pa.int64(), attrgetter("citation.end")),
    "claim_start": (pa.int64(), attrgetter("citation.claim_start")),
    "claim_end": (pa.int64(), attrgetter("citation.claim_end")),
}


def insights_table(articles: Iterable[Article]) -> pa.Table:
    """Return the insights of all articles, one row per insight.

    Returns:
        A table with the columns ``article`` (its number among those given, from 0), ``title``, ``source``,
        ``published`` (as in the text), ``section`` (its number in the article, from 0), ``role``,
        ``index``, ``heading`` (what to show: ``section.title``), ``insight`` (its number in the article, from
        0), ``label``, ``text``, ``citations`` (the numbers), ``start`` and ``end`` (code points of ``raw``).

    >>> from rareinsight import parse
    >>> insights_table([parse("Core Insights - Copper is short [1][3]")]).select(["role", "text"]).to_pylist()
    [{'role': 'core', 'text': 'Copper is short'}]
    """
    return _table(_INSIGHTS, list(_places_in(articles)))


def citations_table(articles: Iterable[Article]) -> pa.Table:
    """Return the citations of all articles, one row per citation.

    Returns:
        A table with the columns ``article``, ``section``, ``role`` and ``insight``, as in
        :func:`insights_table`, ``number`` (the paragraph cited) or else ``key``, ``claim`` (the supported words),
        ``start`` and ``end`` of its bracket, ``claim_start`` and ``claim_end`` (code points of ``raw``).

    >>> from rareinsight import parse
    >>> table = citations_table([parse("Core Insights - Copper is short [1][3]")])
    >>> table.select(["number", "claim"]).to_pylist()
    [{'number': 1, 'claim': 'Copper is short'}, {'number': 3, 'claim': 'Copper is short'}]
    """
    insights = _places_in(articles)
    return _table(_CITATIONS, [each._replace(citation=one) for each in insights for one in each.insight.citations])


def _places_in(articles: Iterable[Article]) -> Iterator[_Place]:
    for number, article in enumerate(expect_each(Article, articles=articles)):
        counter = count()
        for section_number, section in enumerate(article.sections):
            for insight in section.insights:
                yield _Place(number, article, section_number, section, next(counter), insight)


def _table(columns: _Columns, places: list[_Place]) -> pa.Table:
    arrays = [_array(list(map(get, places)), type) for type, get in columns.values()]
    return pa.table(arrays, names=list(columns))


def _array(values: list[Any], type: pa.DataType) -> pa.Array[Any]:
    if type != _WORDS:
        return pa.array(values, type)
    codes: dict[str, int] = {}
    indices = [None if word is None else codes.setdefault(word, len(codes)) for word in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(codes, pa.string()))
