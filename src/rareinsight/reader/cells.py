"""What Arrow holds as values of Python, however odd it is: far dates, unknown zones, bytes that are no text."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (pyarrow has no types of its own, and the stubs that others wrote for it leave many open.)

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

import pyarrow as pa

#: Types that count nanoseconds, which Python does not, and the same by microseconds.
_TOO_FINE: Final[dict[pa.DataType, pa.DataType]] = {
    pa.time64("ns"): pa.time64("us"),
    pa.duration("ns"): pa.duration("us"),
}
_NESTED: Final[tuple[tuple[type[pa.DataType], Callable[[pa.DataType], pa.DataType]], ...]] = (
    (pa.ListType, pa.list_),
    (pa.LargeListType, pa.large_list),
)
_WORDS: Final = (pa.StringScalar, pa.LargeStringScalar, pa.StringViewScalar)


class Unreadable(NamedTuple):
    """In the place of a value that Python can't hold: why."""

    reason: str

    def __str__(self) -> str:
        return self.reason


def readable(column: pa.Array[Any]) -> pa.Array[Any]:
    """Return a column as Python can hold it: by the microsecond, its words in the rows, its zones known."""
    wanted = _readable_type(column.type)
    if wanted == column.type:
        return column
    try:
        return column.cast(wanted, safe=False)
    except pa.ArrowException:
        return column  # what can't be read will be told value by value


def _readable_type(type: pa.DataType) -> pa.DataType:
    if isinstance(type, pa.DictionaryType):
        return _readable_type(type.value_type)
    if isinstance(type, pa.TimestampType):
        unit: Any = "us" if type.unit == "ns" else type.unit
        return pa.timestamp(unit, _known_zone(type.tz))
    if isinstance(type, pa.StructType):
        return pa.struct([field.with_type(_readable_type(field.type)) for field in type])
    for nested, make in _NESTED:
        if isinstance(type, nested):
            return make(_readable_type(cast("pa.ListType[Any]", type).value_type))
    return _TOO_FINE.get(type, type)


def _known_zone(zone: Any) -> Any:  # noqa: ANN401 - the stubs want the types of its two cases apart
    """Return a zone, or UTC, in which all moments are stored, if this machine does not know it."""
    try:
        pa.scalar(0, pa.timestamp("s", zone)).as_py()
    except Exception:
        return "UTC"
    return zone


def values_of(column: pa.Array[Any]) -> list[object]:
    """Return the values of a column; a text that is no UTF-8 as bytes, what can't be held as `Unreadable`."""
    try:
        return cast("list[object]", column.to_pylist())
    except Exception:
        return [_value_of(cell) for cell in column]


def _value_of(cell: pa.Scalar[Any]) -> object:
    try:
        return cell.as_py()
    except UnicodeDecodeError as error:
        return cell.as_buffer().to_pybytes() if isinstance(cell, _WORDS) else Unreadable(str(error))
    except Exception as error:
        return Unreadable(str(error))
