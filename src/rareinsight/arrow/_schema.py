"""The columns of an article: their names, types and descriptions.

Engines are strict about types: Spark matches columns by position and supports neither ``large_string`` nor
dictionaries. So the types are plain and their order is fixed; changing either increments
``VERSION``. The metadata of every field describes it.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow is untyped, and its third-party stubs leave many types unknown; the same in all modules here)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

import pyarrow as pa

from rareinsight._messages import nearest
from rareinsight.jsonio import json_schema

#: The version of the schema, in its metadata under ``rareinsight.schema``.
VERSION: Final = 2

_TEXT: Final = pa.string()
_NUMBER: Final = pa.int32()
_OFFSET: Final = pa.int64()
_JSON: Final = cast("dict[str, Any]", json_schema())
#: The descriptions of fields that articles don't have, or that hold something else there.
_OWN: Final = {
    "citations": "The numbers it cites, in order, with repeats; null for a key.",
    "places": "The places of these citations and their claims in `raw`.",
    "published": "When, in local time, as in the text.",
    "published_offset": "Offset of that time from UTC in seconds, positive east; null if unknown.",
    "raw": "The text of the article; null if there was none.",
    "record": "The number of the record in it; null after `parse_batches` with `first_record=None`.",
    "fields": "The other fields of the record, as a JSON object.",
    "error": "The exception, a bug in rareinsight or damage, that prevented parsing; otherwise null.",
}


def _fields(name: str, **types: pa.DataType) -> list[pa.Field[Any]]:
    """Return the fields of a class of the model, with their types in Arrow and their descriptions in JSON."""
    described = _JSON["$defs"].get(name, _JSON)["properties"]
    texts = {field: _OWN.get(field) or described[field]["description"] for field in types}
    return [pa.field(field, type, metadata={"description": texts[field]}) for field, type in types.items()]


_SPAN: Final = pa.struct(_fields("Span", start=_OFFSET, end=_OFFSET))
_PLACE: Final = pa.struct(
    _fields("Citation", start=_OFFSET, end=_OFFSET, claim_start=_OFFSET, claim_end=_OFFSET, key=_TEXT)
)
_INSIGHT: Final = pa.struct(
    _fields("Insight", text=_TEXT, citations=pa.list_(_NUMBER), places=pa.list_(_PLACE), label=_TEXT)
    + _fields("Insight", start=_OFFSET, end=_OFFSET, level=_NUMBER)
)
_SECTION: Final = pa.struct(
    _fields(
        "Section", role=_TEXT, heading=_TEXT, index=_NUMBER, label=_TEXT, level=_NUMBER, insights=pa.list_(_INSIGHT)
    )
    + _fields("Section", start=_OFFSET, end=_OFFSET, heading_start=_OFFSET, heading_end=_OFFSET)
)
_REFERENCE: Final = pa.struct(_fields("Reference", number=_NUMBER, text=_TEXT, url=_TEXT, key=_TEXT))
_DIAGNOSTIC: Final = pa.struct(_fields("Diagnostic", code=_TEXT, severity=_TEXT, message=_TEXT, span=_SPAN))
_ORIGIN: Final = pa.struct(_fields("Origin", path=_TEXT, record=_OFFSET, offset=_OFFSET, fields=_TEXT))
_ARTICLE: Final = _fields(
    "Article",
    title=_TEXT,
    source=_TEXT,
    published=pa.timestamp("us"),
    published_offset=_NUMBER,
    sections=pa.list_(_SECTION),
    references=pa.list_(_REFERENCE),
    diagnostics=pa.list_(_DIAGNOSTIC),
    truncated=pa.bool_(),
    raw=_TEXT,
    format=_TEXT,
    origin=_ORIGIN,
    **dict.fromkeys(("title_span", "source_span", "published_span"), _SPAN),
    error=_TEXT,
)

#: One row per article. Offsets count code points of ``raw``, from 0; ends are exclusive.
SCHEMA: Final = pa.schema(_ARTICLE, metadata={"rareinsight.schema": str(VERSION)})


def find_field(schema: pa.Schema, name: str) -> pa.Field[Any]:
    """Return the column of a name, or raise with the nearest."""
    if name not in schema.names:
        raise ValueError(f"there is no column {name!r}; {nearest(name, schema.names)}")
    return schema.field(name)


def retyped(type: pa.DataType, others: Mapping[pa.DataType, pa.DataType]) -> pa.DataType:
    """Return a type in which some types are replaced, also those of elements and fields."""
    if isinstance(type, pa.StructType):
        return pa.struct([field.with_type(retyped(field.type, others)) for field in type])
    if isinstance(type, pa.ListType):
        return pa.list_(type.value_field.with_type(retyped(type.value_type, others)))
    if isinstance(type, pa.LargeListType):
        return pa.large_list(type.value_field.with_type(retyped(type.value_type, others)))
    return others.get(type, type)


_BYTES: Final[dict[pa.DataType, pa.DataType]] = {
    pa.string(): pa.binary(),
    pa.large_string(): pa.large_binary(),
    pa.string_view(): pa.binary_view(),
}


def damage_in(batch: pa.RecordBatch) -> pa.ArrowException | None:
    """Return what is wrong with a batch but for invalid UTF-8: wrong offsets end the process, or give other memory."""
    try:
        batch.validate()
        for column in batch.columns:
            column.view(retyped(column.type, _BYTES)).validate(full=True)
    except pa.ArrowException as error:
        return error
    return None


_SPARK_TYPES: Final[dict[pa.DataType, str]] = {
    _TEXT: "string",
    pa.bool_(): "boolean",
    _NUMBER: "int",
    _OFFSET: "bigint",
    pa.timestamp("us"): "timestamp_ntz",
}


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
