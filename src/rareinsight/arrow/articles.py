"""Arrow columns back to articles."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pyarrow as pa

from rareinsight.arrow.schema import SCHEMA, VERSION
from rareinsight.model import Article, Citation, Diagnostic, Insight, Origin, Reference, Section, Span

_Row = dict[str, Any]


def from_table(table: pa.Table) -> list[Article]:
    """Return the articles of a table.

    Args:
        table: A table with the columns of :data:`~rareinsight.arrow.SCHEMA`, as
            :func:`~rareinsight.arrow.to_table` and :func:`~rareinsight.arrow.parse_batches` give it. Large
            strings and lists, as Polars makes them, will do; other columns are passed over.

    Returns:
        Equal articles, with their spans, claims, raw text, diagnostics and origin; a row without a text gives
        an article without sections.

    Raises:
        ValueError: Columns are missing or of other types, the table was made by a later version, or a row
            holds an error in place of an article.

    >>> from rareinsight.arrow import to_table
    >>> articles = [Article(title="Copper"), Article(title="Tin")]
    >>> from_table(to_table(articles)) == articles
    True
    """
    version = int((table.schema.metadata or {}).get(b"rareinsight.schema", VERSION))
    if version > VERSION:
        raise ValueError(
            f"the table has version {version} of the schema, but this rareinsight reads {VERSION}"
        )
    missing = [name for name in SCHEMA.names if name not in table.column_names]
    if missing:
        raise ValueError(f"the table has no column {', '.join(map(repr, missing))}")
    try:
        table = table.select(SCHEMA.names).cast(SCHEMA)
    except pa.ArrowException as error:
        raise ValueError(f"the columns are not those of SCHEMA: {error}") from error
    return list(map(_read_article, _each_row(table)))


def _each_row(table: pa.Table) -> Iterator[_Row]:
    for batch in table.to_batches(max_chunksize=1000):
        yield from batch.to_pylist()


def _read_article(row: _Row) -> Article:
    if row["error"] is not None:
        raise ValueError(
            f"a row holds an error in place of an article: {row['error']}. "
            "Keep to the others with table.filter(pyarrow.compute.field('error').is_null())"
        )
    raw = row["raw"] or ""
    return Article(
        title=row["title"],
        source=row["source"],
        published=_moment(row["published"], row["published_offset"]),
        sections=[_read_section(section, raw) for section in row["sections"]],
        references=[Reference(**reference) for reference in row["references"]],
        diagnostics=[_read_diagnostic(diagnostic) for diagnostic in row["diagnostics"]],
        truncated=row["truncated"],
        raw=raw,
        format=row["format"],
        origin=_read_origin(row["origin"]),
        title_span=_read_span(row["title_span"]),
        source_span=_read_span(row["source_span"]),
        published_span=_read_span(row["published_span"]),
    )


def _read_section(row: _Row, raw: str) -> Section:
    row["insights"] = [_read_insight(insight, raw) for insight in row["insights"]]
    return Section(**row)


def _read_insight(row: _Row, raw: str) -> Insight:
    claims: dict[Span, str] = {}  # the citations of one run share their claim, as the parser's do
    citations: list[Citation] = []
    for number, place in zip(row["citations"], row.pop("places"), strict=True):
        span = Span(place["claim_start"], place["claim_end"])
        if span not in claims:
            claims[span] = span.cut(raw)
        citations.append(Citation(number, claims[span], **place))
    row["citations"] = citations
    return Insight(**row)


def _read_diagnostic(row: _Row) -> Diagnostic:
    row["span"] = _read_span(row["span"])
    return Diagnostic(**row)


def _read_origin(row: _Row | None) -> Origin | None:
    if row is None:
        return None
    row["fields"] = json.loads(row["fields"])
    return Origin(**row)


def _moment(clock: datetime | None, offset: int | None) -> datetime | None:
    if clock is None or offset is None:
        return clock
    return clock.replace(tzinfo=timezone(timedelta(seconds=offset)))


def _read_span(row: Mapping[str, int] | None) -> Span | None:
    return None if row is None else Span(**row)
