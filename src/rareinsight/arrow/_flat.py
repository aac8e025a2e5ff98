"""Flat tables, one row per insight or citation, for pandas, Polars, DuckDB and the like.

Text that many rows share (titles, sources, headings, claims) is dictionary-encoded: stored once, whatever the
number of rows.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, get_args, get_type_hints

import pyarrow as pa

from rareinsight.model import Article
from rareinsight.tabular import CitationRow, InsightRow, rows

_SHARED: Final = pa.dictionary(pa.int32(), pa.string())
_TYPES: Final[Mapping[Any, pa.DataType]] = {
    int: pa.int64(),
    datetime: pa.timestamp("us"),
    list[int]: pa.list_(pa.int64()),
    list[str]: pa.list_(pa.string()),
}
#: The columns of text that differ from row to row.
_OF_INSIGHT: Final = ("insight_id", "label", "insight")
_OF_CITATION: Final = ("citation_id", "key")


def insights_table(articles: Iterable[Article]) -> pa.Table:
    """Return the insights of all articles, one row per insight.

    Returns:
        A table with the columns of :class:`~rareinsight.InsightRow`.

    >>> from rareinsight import parse
    >>> insights_table([parse("Core Insights - Copper is short [1][3]")]).select(["role", "insight"]).to_pylist()
    [{'role': 'core', 'insight': 'Copper is short'}]
    """
    return _table(InsightRow, _OF_INSIGHT, list(rows(articles)))


def citations_table(articles: Iterable[Article]) -> pa.Table:
    """Return the citations of all articles, one row per citation.

    Returns:
        A table with the columns of :class:`~rareinsight.CitationRow`.

    >>> from rareinsight import parse
    >>> table = citations_table([parse("Core Insights - Copper is short [1][3]")])
    >>> table.select(["number", "claim"]).to_pylist()
    [{'number': 1, 'claim': 'Copper is short'}, {'number': 3, 'claim': 'Copper is short'}]
    """
    return _table(CitationRow, _OF_CITATION, list(rows(articles, by="citation")))


def _table(kind: type, own: tuple[str, ...], found: list[Any]) -> pa.Table:
    hints = get_type_hints(kind)
    return pa.table(
        {name: _array([row[name] for row in found], hints[name], is_shared=name not in own) for name in hints}
    )


def _array(values: list[Any], hint: object, *, is_shared: bool) -> pa.Array[Any]:
    type = next((_TYPES[each] for each in (hint, *get_args(hint)) if each in _TYPES), None)
    if type is not None or not is_shared:
        return pa.array(values, type or pa.string())
    codes: dict[str, int] = {}
    indices = [None if word is None else codes.setdefault(word, len(codes)) for word in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(codes, pa.string()))
