"""Articles as Arrow columns: one function from batches to batches, for every engine that supports Arrow.

Needs the extra ``arrow``. :data:`SCHEMA` describes the columns; :func:`parse_batches` is for Spark,
Dask, Ray and similar engines, :func:`parse_table` for those that pass tables; :func:`to_table`
and :func:`from_table` convert articles that are already parsed; :func:`insights_table` and
:func:`citations_table` return flat tables for analysis.

A claim is not stored: it is the part of ``raw`` between two stored offsets. Copies of a claim of a megabyte with a
hundred thousand citations after it would exhaust any machine's memory.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow is untyped, and its third-party stubs leave many types unknown)

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta, timezone
from functools import cache, partial
from itertools import chain
from typing import Any, Final, cast, get_type_hints

import msgspec
from attrs import asdict, evolve, frozen

from rareinsight._formats.registry import find_format
from rareinsight._messages import expect, expect_each, nearest, refusal
from rareinsight.diagnostics import make_diagnostic
from rareinsight.format import Format
from rareinsight.jsonio import json_schema
from rareinsight.limits import Limits
from rareinsight.model import Article, Origin, Span
from rareinsight.parsing import parse, parse_many
from rareinsight.tabular import CitationRow, InsightRow, clock_of, offset_in_seconds, rows

try:
    import pyarrow as pa
    import pyarrow.compute as pc
except ImportError as _error:
    raise ImportError("rareinsight.arrow needs pyarrow: pip install 'rareinsight[arrow]'", name="pyarrow") from _error

__all__ = ["SCHEMA", "citations_table", "from_table", "insights_table", "parse_batches", "parse_table", "spark_ddl"]
__all__ += ["to_table"]

#: The version of the schema, in its metadata under `rareinsight.schema`. Engines are strict about types: Spark matches
#: columns by position, without ``large_string`` and dictionaries. So types are plain and in a fixed order; changing
#: either increments the version.
VERSION: Final = 3
_Parse = Callable[[str], Iterator[Article]]
_SPARK_TYPES: Final[dict[Any, str]] = {
    pa.string(): "string", pa.bool_(): "boolean", pa.int64(): "bigint", pa.timestamp("us"): "timestamp_ntz",
}  # fmt: skip
#: The columns of text that differ from row to row. What rows share (titles, headings, claims) is stored once for all.
_OF_INSIGHT: Final = ("insight_id", "label", "insight")
_OF_CITATION: Final = ("citation_id", "key")
_MAX_MESSAGE: Final = 1000
#: The exceptions raised if a value does not fit a column.
_UNFIT: Final = (ValueError, TypeError, OverflowError, RecursionError, pa.ArrowException)
_BYTES: Final[dict[pa.DataType, pa.DataType]] = {
    pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view(),
}  # fmt: skip
#: The code points after which a batch is yielded, far below the 2 GB limit of Arrow strings, and the rows.
_BATCH_SIZE: Final = 16_000_000
_BATCH_ROWS: Final = 10_000
_TEXT_TYPES: Final = (pa.string(), pa.large_string(), pa.string_view(), pa.null())
_VIEWS: Final[dict[pa.DataType, pa.DataType]] = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
_NO_TEXT: Final = Article(diagnostics=(make_diagnostic("empty-text", detail="null"),))

_JSON: Final = cast("dict[str, Any]", json_schema())
#: The types of columns by those of JSON, of which objects are written as JSON.
_TYPES: Final[dict[str, pa.DataType]] = {
    "string": pa.string(), "object": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
}  # fmt: skip
#: The descriptions of columns that differ from the field of the same name, or have none.
_OWN: Final = {
    "published": "When, in local time, as in the text.",
    "raw": "The text of the article; null if there was none.",
    "record": "The number of the record in it; null after `parse_batches` with `first_record=None`.",
    "fields": "The other fields of the record, as a JSON object.",
    "published_offset": "Offset of that time from UTC in seconds, positive east; null if unknown.",
    "error": "The exception, a bug in rareinsight or damage, that prevented parsing; otherwise null.",
}
#: The columns that have no field in articles, and the one that JSON has no type for.
_MORE: Final[Any] = {"published": {"type": "timestamp"}, "published_offset": {"type": "integer"}, "error": {}}


def _fields(properties: dict[str, Any]) -> list[pa.Field[Any]]:
    """Return the fields of a class of the model as JSON describes them, without the words of claims."""
    return [
        pa.field(name, _type(each), metadata={"description": _OWN.get(name) or each["description"]})
        for name, each in properties.items()
        if name != "claim"
    ]


def _type(described: dict[str, Any]) -> pa.DataType:
    described = next(each for each in described.get("anyOf", [described]) if each.get("type") != "null")
    if "$ref" in described:
        return pa.struct(_fields(_JSON["$defs"][described["$ref"].rpartition("/")[2]]["properties"]))
    if "items" in described:
        return pa.list_(_type(described["items"]))
    return _TYPES[described.get("type", "string")]


#: One row per article. Offsets count code points of ``raw``, from 0; ends are exclusive.
SCHEMA: Final = pa.schema(_fields(_JSON["properties"] | _MORE), metadata={"rareinsight.schema": str(VERSION)})


def find_field(schema: pa.Schema, name: str) -> pa.Field[Any]:
    """Return a column; the error for an unknown one suggests a similar name."""
    if name not in schema.names:
        raise ValueError(f"there is no column {name!r}; {nearest(name, schema.names)}")
    return schema.field(name)


def retyped(type: pa.DataType, others: Mapping[pa.DataType, pa.DataType]) -> pa.DataType:
    """Return a type with some types replaced, including those of elements and fields."""
    if isinstance(type, pa.StructType):
        return pa.struct([field.with_type(retyped(field.type, others)) for field in type])
    if isinstance(type, pa.ListType):
        return pa.list_(type.value_field.with_type(retyped(type.value_type, others)))
    if isinstance(type, pa.LargeListType):
        return pa.large_list(type.value_field.with_type(retyped(type.value_type, others)))
    return others.get(type, type)


def damage_in(batch: pa.RecordBatch) -> pa.ArrowException | None:
    """Return what is wrong with a batch, except invalid UTF-8: wrong offsets crash the process or expose memory."""
    try:
        batch.validate()
        for column in batch.columns:
            column.view(retyped(column.type, _BYTES)).validate(full=True)
    except pa.ArrowException as error:
        return error
    return None


def spark_ddl(*kept: str) -> str:
    """Return the columns of :func:`parse_batches` as Spark DDL, for ``mapInArrow``.

    Args:
        kept: The kept columns, in the order of ``keep``, each in Spark DDL.

    Returns:
        A list of columns in Spark DDL: first the kept ones, then those of :data:`SCHEMA`.

    >>> spark_ddl("id bigint", "day date")[:57]
    'id bigint, day date, `title` string, `source` string, `pu'
    """
    return ", ".join([*kept, *(f"`{field.name}` {_spark_type(field.type)}" for field in SCHEMA)])


def _spark_type(type: pa.DataType) -> str:
    if isinstance(type, pa.ListType):
        return f"array<{_spark_type(type.value_type)}>"
    if isinstance(type, pa.StructType):
        return f"struct<{', '.join(f'`{field.name}`: {_spark_type(field.type)}' for field in type)}>"
    return _SPARK_TYPES[type]


@frozen
class Row:
    """The data of a row: an article, or why there is none; the number of its text; its size."""

    number: int
    article: Article
    raw: str | None
    origin: Origin | None
    error: str | None = None
    weight: int = 0


def to_table(articles: Iterable[Article]) -> pa.Table:
    """Convert articles to a table with :data:`~rareinsight.arrow.SCHEMA`, one row per article, in order.

    Args:
        articles: The articles; may be a generator.

    Returns:
        The table. :func:`from_table` converts it to equal articles.

    Raises:
        TypeError: One of them is not an article.
        ValueError: A column can't hold a value of an article, such as a lone surrogate. The message
            names the article and the column.

    >>> to_table([Article(title="Copper")])["title"].to_pylist()
    ['Copper']
    """
    given = expect_each(Article, articles=articles)
    found = (Row(number, article, article.raw, article.origin) for number, article in enumerate(given))
    batches = (pa.RecordBatch.from_arrays(make_columns(some), schema=SCHEMA) for some in in_portions(found))
    return pa.Table.from_batches(batches, SCHEMA)


def in_portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield lists of rows, each as long as a batch may be."""
    portion: list[Row] = []
    size = 0
    for row in rows:
        portion.append(row)
        size += len(row.raw or "") + row.weight
        if size >= _BATCH_SIZE or len(portion) >= _BATCH_ROWS:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def make_columns(rows: Sequence[Row], *, with_errors: bool = False) -> list[pa.Array[Any]]:
    """Return the columns of some rows; one that does not fit is an error, or is replaced by one that says why."""
    columns: list[pa.Array[Any]] = []
    for field in SCHEMA:
        try:
            columns.append(pa.array([_cell(row, field.name) for row in rows], field.type))
        except _UNFIT as error:
            if len(rows) > 1:
                alone = (make_columns([row], with_errors=with_errors) for row in rows)
                return list(map(pa.concat_arrays, zip(*alone, strict=True)))
            words = f"article {rows[0].number} does not fit the column {field.name!r}: {error}"
            if not with_errors:
                raise ValueError(words) from error
            return make_columns([evolve(rows[0], article=Article(), raw=None, error=describe(ValueError(words)))])
    return columns


def describe(error: Exception) -> str:
    """Return an exception as a string that any column can hold."""
    return f"{type(error).__name__}: {error}"[:_MAX_MESSAGE].encode(errors="backslashreplace").decode()


def _cell(row: Row, column: str) -> object:
    """Return the value of a row in a column, as plain data."""
    match column:
        case "raw" | "error":
            return getattr(row, column)
        case "published":
            return clock_of(row.article)
        case "published_offset":
            return offset_in_seconds(row.article)
        case "origin":
            return row.origin and {**asdict(row.origin, recurse=False), "fields": _json(row.origin)}
        case _:
            return msgspec.to_builtins(getattr(row.article, column))


def _json(origin: Origin) -> str:
    fields = dict(origin.fields)
    written = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    if json.loads(written) != fields:  # tuples, or keys that are not strings
        raise ValueError("JSON can't represent them unchanged")
    return written


def from_table(table: pa.Table) -> list[Article]:
    """Convert a table to articles.

    Args:
        table: A table with the columns of :data:`~rareinsight.arrow.SCHEMA` and possibly others. Large strings
            and lists, as created by Polars, are accepted.

    Returns:
        Equal articles, even in fields that equality ignores; a row without a text becomes one without sections.

    Raises:
        ValueError: Columns are missing or have other types, the table is damaged or was made by a later version, or a
            row contains an error instead of an article.

    >>> articles = [Article(title="Copper"), Article(title="Tin")]
    >>> from_table(to_table(articles)) == articles
    True
    """
    version = int((table.schema.metadata or {}).get(b"rareinsight.schema", VERSION))
    if version > VERSION:
        raise ValueError(f"the table has version {version} of the schema; this rareinsight reads up to {VERSION}")
    for name in SCHEMA.names:
        find_field(table.schema, name)
    table = table.select(SCHEMA.names)
    for error in filter(None, map(damage_in, table.to_batches())):
        raise ValueError(f"the table is damaged: {error}")
    try:
        table = table.cast(SCHEMA)
    except pa.ArrowException as error:
        raise ValueError(f"the columns are not those of SCHEMA: {error}") from error
    batches = table.to_batches(max_chunksize=1000)
    return [read_article(row) for batch in batches for row in batch.to_pylist()]


def read_article(row: dict[str, Any]) -> Article:
    """Return the article in a row of a table, which is changed."""
    if row["error"] is not None:
        raise ValueError(
            f"a row contains an error instead of an article: {row['error']}. "
            "Drop such rows with table.filter(pyarrow.compute.field('error').is_null())"
        )
    raw = row["raw"] = row["raw"] or ""
    if row["published"] and row["published_offset"] is not None:
        row["published"] = row["published"].replace(tzinfo=timezone(timedelta(seconds=row["published_offset"])))
    cut = cache(Span.cut)  # the citations of a run share their claim, as after parsing
    for insight in chain.from_iterable(section["insights"] for section in row["sections"]):
        for citation in insight["citations"]:
            citation["claim"] = cut(Span(citation["claim_start"], citation["claim_end"]), raw)
    if row["origin"] is not None:
        row["origin"]["fields"] = json.loads(row["origin"]["fields"])
    return msgspec.convert(row, Article)


def insights_table(articles: Iterable[Article]) -> pa.Table:
    """Return the insights of all articles, one row per insight.

    Returns:
        A table with the columns of :class:`~rareinsight.InsightRow`.

    >>> from rareinsight import parse
    >>> insights_table([parse("Core Insights - Copper is short [1][3]")]).select(["role", "insight"]).to_pylist()
    [{'role': 'core', 'insight': 'Copper is short'}]
    """
    return _flat_table(InsightRow, _OF_INSIGHT, list(rows(articles)))


def citations_table(articles: Iterable[Article]) -> pa.Table:
    """Return the citations of all articles, one row per citation.

    Returns:
        A table with the columns of :class:`~rareinsight.CitationRow`.

    >>> from rareinsight import parse
    >>> table = citations_table([parse("Core Insights - Copper is short [1][3]")])
    >>> table.select(["number", "claim"]).to_pylist()
    [{'number': 1, 'claim': 'Copper is short'}, {'number': 3, 'claim': 'Copper is short'}]
    """
    return _flat_table(CitationRow, _OF_CITATION, list(rows(articles, by="citation")))


def _flat_table(kind: type, own: tuple[str, ...], found: list[Any]) -> pa.Table:
    described = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"] | _MORE
    types = {name: _type(described[name]) for name in get_type_hints(kind)}  # in their order
    return pa.table(
        {name: _flat_column([row[name] for row in found], types[name], is_shared=name not in own) for name in types}
    )


def _flat_column(values: list[Any], type: pa.DataType, *, is_shared: bool) -> pa.Array[Any]:
    if type != pa.string() or not is_shared:
        return pa.array(values, type)
    codes: dict[str, int] = {}
    indices = [None if word is None else codes.setdefault(word, len(codes)) for word in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(codes, pa.string()))


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    limits: Limits | None = None,
    first_record: int | None = 0,
) -> Iterator[pa.RecordBatch]:
    """Parse the texts in a column, one batch after another.

    Each text yields a row for each of its articles, as parsed by :func:`~rareinsight.parse_many`; ``origin.record``
    is the number of the text, ``origin.offset`` where the article starts in it. A null or a text that is not a digest
    yields a row without sections. An unexpected failure yields a row with the exception in ``error`` and the rest
    of the text in ``raw``; other rows are not affected. A damaged batch yields one row, with ``error``.

    Args:
        batches: The texts. One batch is held in memory at a time.
        column: Name of the column with the texts, a ``string``, ``large_string`` or ``string_view``.
        keep: Names of columns to copy to each article's row, such as a key, as engines lose the order. Views
            and run-end encoded columns become plain ones with the same values.
        format: A format or the name of a registered one; by default, the format of each text is detected.
        limits: How much of a text is accepted; defaults to :class:`~rareinsight.Limits`.
        first_record: The number of the first text; counting continues through all batches. None for no
            numbers: on a cluster, where workers don't know the position of a text, keep a key column instead.

    Returns:
        The articles: the kept columns, then those of :data:`~rareinsight.arrow.SCHEMA`. An empty batch yields
        none, one with a lot of text several.

    Raises:
        TypeError: ``keep`` is a single string, or the column does not hold texts.
        ValueError: A batch lacks a column, a kept column has the name of one in SCHEMA, or no format has this name.

    >>> batch = pa.RecordBatch.from_pydict({"id": [7], "text": ["Core Insights - Copper is short [1][3]"]})
    >>> [articles] = parse_batches([batch], keep=["id"])
    >>> articles["id"][0], articles["sections"][0][0]["insights"][0]["text"]
    (<pyarrow.Int64Scalar: 7>, <pyarrow.StringScalar: 'Copper is short'>)
    """
    if isinstance(keep, str):
        raise TypeError(f"keep takes a list of names; for one column, use keep=[{keep!r}]")
    for name in keep:
        if name in SCHEMA.names:
            raise ValueError(f"can't keep {name!r}: articles have a column with this name, so rename yours first")
    parse("", limits=limits)  # raises if they have the wrong type
    expect(str, column=column)
    expect(int | None, first_record=first_record)
    if first_record is not None and first_record < 0:
        raise refusal("first_record", "an integer >= 0 or None", first_record, ValueError)
    given = expect_each(pa.RecordBatch, batches=batches)
    chosen = None if format is None else find_format(format)
    parse_text = partial(parse_many, format=chosen, limits=limits)
    return _parse_each(given, column, list(keep), parse_text, first_record)


def parse_table(
    table: pa.Table,
    *,
    column: str = "text",
    keep: Sequence[str] = (),
    format: Format | str | None = None,
    limits: Limits | None = None,
    first_record: int | None = 0,
) -> pa.Table:
    """Parse the texts in a column of a table: :func:`parse_batches` for engines that pass tables.

    Arguments and errors are those of :func:`parse_batches`.

    >>> parse_table(pa.table({"text": ["Rain is due.", None]}))["raw"].to_pylist()
    ['Rain is due.', None]
    """
    expect(pa.Table, table=table)
    found = parse_batches(
        table.to_batches(), column=column, keep=keep, format=format, limits=limits, first_record=first_record
    )
    return pa.Table.from_batches(found, _output_schema(table.schema, keep))


def _output_schema(schema: pa.Schema, keep: Sequence[str]) -> pa.Schema:
    kept = [_plain_field(find_field(schema, name)) for name in keep]
    return pa.schema([*kept, *SCHEMA]).with_metadata(SCHEMA.metadata)


def _parse_each(
    batches: Iterable[pa.RecordBatch], column: str, keep: list[str], parse_text: _Parse, first: int | None
) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        type = find_field(batch.schema, column).type
        if type not in _TEXT_TYPES:
            raise TypeError(f"column {column!r}: expected strings, got {type}")
        schema = _output_schema(batch.schema, keep)
        if error := damage_in(batch):
            kept = [pa.nulls(1, schema.field(name).type) for name in keep]
            found = iter([Row(0, Article(), None, Origin(None, first, 0), describe(error))])
        else:
            kept = [_plain(batch.column(name), schema.field(name).type) for name in keep]
            found = _read_texts(batch.column(column), kept, parse_text, first)
        for portion in in_portions(found):
            numbers = pa.array([row.number for row in portion], pa.int64())
            copies = [column.take(numbers) for column in kept]
            yield pa.RecordBatch.from_arrays([*copies, *make_columns(portion, with_errors=True)], schema=schema)
        if first is not None:
            first += batch.num_rows


def _read_texts(
    texts: pa.Array[Any], kept: list[pa.Array[Any]], parse_text: _Parse, first: int | None
) -> Iterator[Row]:
    """Yield a row for each article in each text of a batch, at least one per text."""
    own = [getattr(column, "indices", column) for column in kept]  # of a dictionary, a row does not copy the words
    for number, cell in enumerate(texts):
        weight = sum(column.slice(number, 1).nbytes for column in own)
        record = None if first is None else first + number
        offset, text = 0, None
        try:
            text = cell.as_py()
            bare = [_NO_TEXT if text is None else parse("")]
            for article in parse_text(text) if text else bare:
                raw = None if text is None else article.raw
                yield Row(number, article, raw, Origin(None, record, offset), weight=weight)
                offset += len(article.raw)
        except Exception as error:  # a bug must not stop the job
            rest = text and text[offset:]
            yield Row(number, Article(), rest, Origin(None, record, offset), describe(error), weight)


def _plain_field(field: pa.Field[Any]) -> pa.Field[Any]:
    """Return the field without views, as passed by Polars, and run-end encoding: ``take`` does not support them."""
    type = field.type.value_type if isinstance(field.type, pa.RunEndEncodedType) else field.type
    return field.with_type(retyped(type, _VIEWS))


def _plain(column: pa.Array[Any], type: pa.DataType) -> pa.Array[Any]:
    if isinstance(column.type, pa.RunEndEncodedType):
        column = pc.call_function("run_end_decode", [column])
    return column.cast(type)
