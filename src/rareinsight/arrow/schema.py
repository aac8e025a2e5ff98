"""The columns of an article: their names, types and what each of them holds.

Engines are strict about types: Spark matches columns by position and knows neither ``large_string`` nor
dictionaries. So the types are the plain ones and their order is fixed; a change of either raises
:data:`VERSION`. Every field says in its metadata what it holds.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from typing import Final

import pyarrow as pa

#: The version of the schema, in its metadata under ``rareinsight.schema``.
VERSION: Final = 1


def _field(name: str, type: pa.DataType, description: str) -> pa.Field[pa.DataType]:
    return pa.field(name, type, metadata={"description": description})


def _offset(name: str, description: str) -> pa.Field[pa.DataType]:
    return _field(name, pa.int64(), description)


_SPAN: Final = pa.struct([_offset("start", "Where it starts."), _offset("end", "Where it ends, exclusive.")])

_PLACE: Final = pa.struct(
    [
        _offset("start", "Where the bracket starts."),
        _offset("end", "Where the bracket ends."),
        _offset("claim_start", "Where the words that the citation backs start."),
        _offset("claim_end", "Where they end."),
    ]
)

_INSIGHT: Final = pa.struct(
    [
        _field("text", pa.string(), "The statement without its citations, blanks tidied."),
        _field("citations", pa.list_(pa.int32()), "The numbers it cites, in order, repeats kept."),
        _field("places", pa.list_(_PLACE), "Where each of these citations and its claim stand in `raw`."),
        _field("label", pa.string(), "The label that it opens with, such as `Trips` in `Trips: 17 % more`."),
        _offset("start", "Where it starts, marker left out."),
        _offset("end", "Where it ends, citations and closing stop included."),
    ]
)

_SECTION: Final = pa.struct(
    [
        _field("role", pa.string(), "`core`, `group` or `other`."),
        _field("heading", pa.string(), "The heading as it stands in the text; null before any heading."),
        _field("index", pa.int32(), "The number in the heading."),
        _field("label", pa.string(), "The words of a numbered heading."),
        _field("level", pa.int32(), "1, or 2 below a heading of level 1."),
        _field("insights", pa.list_(_INSIGHT), "The statements below the heading, in order."),
        _offset("start", "Where the section starts."),
        _offset("end", "Where its last insight ends."),
        _offset("heading_start", "Where the heading starts; 0 without one."),
        _offset("heading_end", "Where the heading ends; 0 without one."),
    ]
)

_REFERENCE: Final = pa.struct(
    [
        _field("number", pa.int32(), "The number that is cited."),
        _field("text", pa.string(), "The paragraph, or the entry of the list of references."),
        _field("url", pa.string(), "Its address."),
    ]
)

_DIAGNOSTIC: Final = pa.struct(
    [
        _field("code", pa.string(), "Its stable name."),
        _field("severity", pa.string(), "`info`, `warning` or `error`."),
        _field("message", pa.string(), "What is doubtful, in words."),
        _field("span", _SPAN, "The place; null for the whole text."),
    ]
)

_ORIGIN: Final = pa.struct(
    [
        _field("path", pa.string(), "The file or address."),
        _field(
            "record",
            pa.int64(),
            "The number of the record in it; null after `parse_batches` with `first_record=None`.",
        ),
        _offset("offset", "Where the article starts in the text of the record."),
        _field("fields", pa.string(), "The other fields of the record, as a JSON object."),
    ]
)

#: An article a row. Offsets count code points of `raw`, from 0; ends are exclusive.
SCHEMA: Final = pa.schema(
    [
        _field("title", pa.string(), "Title of the article that the digest is of."),
        _field("source", pa.string(), "Who published that article."),
        _field("published", pa.timestamp("us"), "When, by the clock of the place: as it stands in the text."),
        _field(
            "published_offset", pa.int32(), "Seconds by which that clock is ahead of UTC; null if not told."
        ),
        _field("sections", pa.list_(_SECTION), "The body, in order; empty if the text is not a digest."),
        _field("references", pa.list_(_REFERENCE), "What the numbers lead to, once linked."),
        _field("diagnostics", pa.list_(_DIAGNOSTIC), "The doubts met on the way."),
        _field("truncated", pa.bool_(), "Whether the text ends in the middle of something."),
        _field("raw", pa.string(), "The text of the article; null where there was none."),
        _field("format", pa.string(), "Name of the format it was read as; null if the text is not a digest."),
        _field("origin", _ORIGIN, "Where the text was found."),
        _field("title_span", _SPAN, "Place of the title."),
        _field("source_span", _SPAN, "Place of the source."),
        _field("published_span", _SPAN, "Place of the date."),
        _field(
            "error", pa.string(), "The failure that left the article unread: a bug in rareinsight; else null."
        ),
    ],
    metadata={"rareinsight.schema": str(VERSION)},
)

_SPARK_TYPES: Final[dict[pa.DataType, str]] = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.timestamp("us"): "timestamp_ntz",
}


def spark_ddl(*kept: str) -> str:
    """Write the columns that :func:`parse_batches` gives in the words of Spark, for ``mapInArrow``.

    Args:
        kept: The columns that are kept, in the order of ``keep``, each as Spark declares it.

    Returns:
        A list of columns in Spark's DDL: first the kept ones, then those of :data:`SCHEMA`.

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
