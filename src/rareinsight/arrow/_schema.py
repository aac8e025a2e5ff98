"""The columns of an article: their names, types and descriptions.

Engines are strict about types: Spark matches columns by position and supports neither ``large_string`` nor
dictionaries. So the types are plain and their order is fixed; changing either increments
``VERSION``. The metadata of every field describes it.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow is untyped, and its third-party stubs leave many types unknown; the same in all modules here)

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from rareinsight._messages import nearest

#: The version of the schema, in its metadata under ``rareinsight.schema``.
VERSION: Final = 2

_TEXT: Final = pa.string()
_NUMBER: Final = pa.int32()
_OFFSET: Final = pa.int64()


def _struct(**fields: tuple[pa.DataType, str]) -> pa.StructType:
    return pa.struct([pa.field(name, type, metadata={"description": text}) for name, (type, text) in fields.items()])


_SPAN: Final = _struct(start=(_OFFSET, "Where it starts."), end=(_OFFSET, "Where it ends, exclusive."))

_PLACE: Final = _struct(
    start=(_OFFSET, "Where the bracket starts."),
    end=(_OFFSET, "Where the bracket ends."),
    claim_start=(_OFFSET, "Where the words that the citation supports start."),
    claim_end=(_OFFSET, "Where they end."),
    key=(_TEXT, "What the bracket holds instead of a number."),
)

_INSIGHT: Final = _struct(
    text=(_TEXT, "The statement without its citations, whitespace normalized."),
    citations=(pa.list_(_NUMBER), "The numbers it cites, in order, with repeats; null for a key."),
    places=(pa.list_(_PLACE), "The places of these citations and their claims in `raw`."),
    label=(_TEXT, "The label it starts with, such as `Trips` in `Trips: 17 % more`."),
    start=(_OFFSET, "Where it starts, after its marker."),
    end=(_OFFSET, "Where it ends, including citations and closing stop."),
    level=(_NUMBER, "1, or one more than the level of the bullet it is indented under."),
)

_SECTION: Final = _struct(
    role=(_TEXT, "`core`, `group` or `other`."),
    heading=(_TEXT, "The heading as in the text; null before any heading."),
    index=(_NUMBER, "The number in the heading."),
    label=(_TEXT, "The words of a numbered heading."),
    level=(_NUMBER, "1, or 2 below a heading of level 1."),
    insights=(pa.list_(_INSIGHT), "The insights below the heading, in order."),
    start=(_OFFSET, "Where the section starts."),
    end=(_OFFSET, "Where its last insight ends."),
    heading_start=(_OFFSET, "Where the heading starts; 0 without one."),
    heading_end=(_OFFSET, "Where the heading ends; 0 without one."),
)

_REFERENCE: Final = _struct(
    number=(_NUMBER, "The number that is cited."),
    text=(_TEXT, "The paragraph, or the entry of the list of references."),
    url=(_TEXT, "Its address."),
    key=(_TEXT, "The key that is cited instead of a number."),
)

_DIAGNOSTIC: Final = _struct(
    code=(_TEXT, "Its stable name."),
    severity=(_TEXT, "`info`, `warning` or `error`."),
    message=(_TEXT, "What was left out, guessed or not understood."),
    span=(_SPAN, "The place; null for the whole text."),
)

_ORIGIN: Final = _struct(
    path=(_TEXT, "The file or address."),
    record=(_OFFSET, "The number of the record in it; null after `parse_batches` with `first_record=None`."),
    offset=(_OFFSET, "Where the article starts in the text of the record."),
    fields=(_TEXT, "The other fields of the record, as a JSON object."),
)

_ARTICLE: Final = _struct(
    title=(_TEXT, "Title of the digested article."),
    source=(_TEXT, "Who published that article."),
    published=(pa.timestamp("us"), "When, in local time, as in the text."),
    published_offset=(_NUMBER, "Offset of that time from UTC in seconds, positive east; null if unknown."),
    sections=(pa.list_(_SECTION), "The body, in order; empty if the text is not a digest."),
    references=(pa.list_(_REFERENCE), "What the citations refer to, once linked."),
    diagnostics=(pa.list_(_DIAGNOSTIC), "What was left out, guessed or not understood."),
    truncated=(pa.bool_(), "Whether the text appears to be cut off."),
    raw=(_TEXT, "The text of the article; null if there was none."),
    format=(_TEXT, "Name of the format it was parsed as; null if the text is not a digest."),
    origin=(_ORIGIN, "Where the text was found."),
    title_span=(_SPAN, "Place of the title."),
    source_span=(_SPAN, "Place of the source."),
    published_span=(_SPAN, "Place of the date."),
    error=(_TEXT, "The exception, a bug in rareinsight, that prevented parsing; otherwise null."),
)

#: One row per article. Offsets count code points of `raw`, from 0; ends are exclusive.
SCHEMA: Final = pa.schema(list(_ARTICLE), metadata={"rareinsight.schema": str(VERSION)})


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
    """Return what is wrong with a batch: with wrong offsets, reading it ends the process or returns other memory.

    Strings may be invalid UTF-8, as that only affects the value itself.
    """
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
