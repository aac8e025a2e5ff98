"""The columns of an article: the fields of the model, with their descriptions there as metadata.

Engines are strict about types: Spark matches columns by position and supports neither ``large_string`` nor
dictionaries. So the types are plain and their order is fixed; changing either increments ``VERSION``.
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
VERSION: Final = 3

_JSON: Final = cast("dict[str, Any]", json_schema())
_TYPES: Final[dict[str, pa.DataType]] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
    "object": pa.string(),
}
#: The descriptions of columns that hold something else than the field of the same name.
_OWN: Final = {
    "published": "When, in local time, as in the text.",
    "raw": "The text of the article; null if there was none.",
    "record": "The number of the record in it; null after `parse_batches` with `first_record=None`.",
    "fields": "The other fields of the record, as a JSON object.",
}
#: The columns of what articles don't have.
_MORE: Final[dict[str, Any]] = {
    "published_offset": {
        "type": "integer",
        "description": "Offset of that time from UTC in seconds, positive east; null if unknown.",
    },
    "error": {
        "type": "string",
        "description": "The exception, a bug in rareinsight or damage, that prevented parsing; otherwise null.",
    },
}


def _fields(described: dict[str, Any]) -> list[pa.Field[Any]]:
    """Return the fields of a class of the model as JSON describes it, without the words of claims."""
    return [
        pa.field(
            name,
            pa.timestamp("us") if name == "published" else _type(each),
            metadata={"description": _OWN.get(name) or each["description"]},
        )
        for name, each in described["properties"].items()
        if name != "claim"
    ]


def _type(described: dict[str, Any]) -> pa.DataType:
    described = next(each for each in described.get("anyOf", [described]) if each.get("type") != "null")
    if "$ref" in described:
        return pa.struct(_fields(_JSON["$defs"][described["$ref"].rpartition("/")[2]]))
    if "items" in described:
        return pa.list_(_type(described["items"]))
    return _TYPES[described.get("type", "string")]


#: One row per article. Offsets count code points of ``raw``, from 0; ends are exclusive.
SCHEMA: Final = pa.schema(
    _fields({"properties": _JSON["properties"] | _MORE}), metadata={"rareinsight.schema": str(VERSION)}
)


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
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int64(): "bigint",
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
