"""Kept columns in types whose rows can be taken one by one: no views, as Polars hands them over, and no runs."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

_VIEWS: Final[dict[pa.DataType, pa.DataType]] = {
    pa.string_view(): pa.string(),
    pa.binary_view(): pa.binary(),
}


def plain_field(field: pa.Field[Any]) -> pa.Field[Any]:
    """Return a field with its type plain.

    >>> plain_field(pa.field("id", pa.string_view(), nullable=False))
    pyarrow.Field<id: string not null>
    """
    return field.with_type(plain_type(field.type))


def plain_type(type: pa.DataType) -> pa.DataType:
    """Return the type without views and runs, also in lists and structs.

    >>> plain_type(pa.list_(pa.binary_view()))
    ListType(list<item: binary>)
    """
    if isinstance(type, pa.RunEndEncodedType):
        return plain_type(type.value_type)
    if isinstance(type, pa.StructType):
        return pa.struct(list(map(plain_field, type)))
    if isinstance(type, pa.ListType):
        return pa.list_(plain_field(type.value_field))
    if isinstance(type, pa.LargeListType):
        return pa.large_list(plain_field(type.value_field))
    return _VIEWS.get(type, type)


def plain_columns(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch with its columns plain; it is the same one if they are already."""
    fields = list(map(plain_field, batch.schema))
    if fields == list(batch.schema):
        return batch
    return pa.RecordBatch.from_arrays(list(map(_plain, batch.columns)), schema=pa.schema(fields))


def _plain(column: pa.Array[Any]) -> pa.Array[Any]:
    if isinstance(column.type, pa.RunEndEncodedType):
        column = pc.call_function("run_end_decode", [column])
    return column.cast(plain_type(column.type))
