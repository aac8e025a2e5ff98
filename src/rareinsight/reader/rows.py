"""Records that come with their text and other fields apart: rows of a table, pages of a crawl."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, cast

from rareinsight.reader.bounds import LONGEST_RECORD
from rareinsight.reader.decoding import decode, passed_over_notice
from rareinsight.reader.notices import Notice

_CHARACTERS: Final = 1 << 18
_ROWS: Final = 250


class Record(NamedTuple):
    """A row of a table: its number in the file, and its values by the names of their columns."""

    number: int
    values: dict[str, object]


class Row(NamedTuple):
    """One record: its number in the file, its text if it has one, its other fields as JSON can say them.

    What is not ``plausible`` is nothing like a digest, and was asked for all the same.
    """

    number: int
    text: str | None
    fields: dict[str, object]
    plausible: bool = True


class Unlike(NamedTuple):
    """A page that is nothing like a digest; all that is kept of it is how long it was, in bytes of UTF-8."""

    length: int


class Batch(NamedTuple):
    """Some records, and what was noticed on the way to them."""

    rows: list[Row]
    notices: list[Notice]


def batched(found: Iterable[Row | Notice]) -> Iterator[Batch]:
    """Yield records in batches of about a quarter of a megabyte of text, that of their other fields included."""
    batch, size = Batch([], []), 0
    for each in found:
        if isinstance(each, Notice):
            batch.notices.append(each)
        else:
            batch.rows.append(each)
            size += len(each.text or "") + _size(each.fields)
        if size >= _CHARACTERS or len(batch.rows) + len(batch.notices) >= _ROWS:
            yield batch
            batch, size = Batch([], []), 0
    if batch.rows or batch.notices:
        yield batch


def _size(value: object) -> int:
    """Return about how much text the fields of a record hold."""
    if isinstance(value, dict):
        return sum(map(_size, cast("dict[object, object]", value).values()))
    if isinstance(value, list):
        return sum(map(_size, cast("list[object]", value)))
    return len(value) if isinstance(value, str | bytes) else 1


def sample_of(found: Iterator[Record | Notice], count: int) -> Iterator[Record | Notice]:
    """Yield the first rows of a table, up to ``count`` and no more than a record may hold."""
    size = 0
    while count > 0 and size < LONGEST_RECORD and (each := next(found, None)) is not None:
        yield each
        if isinstance(each, Record):
            count, size = count - 1, size + _size(each.values)


def row_of(number: int, values: dict[str, object], name: str | None, path: str) -> Iterator[Row | Notice]:
    """Yield a row of a table, and before it what there is to tell of it.

    Args:
        number: Its number in the file.
        values: Its values by the names of their columns.
        name: The column that holds the text.
        path: The name of the file, for the notices.
    """
    text, passed_over = text_of(values.pop(name or "", None))
    if passed_over:
        yield passed_over_notice(passed_over, "utf-8", path, number)
    yield Row(number, text, {key: plain(value) for key, value in values.items()})


def text_of(value: object) -> tuple[str | None, list[tuple[int, int]]]:
    """Return the text in a column of strings or of bytes, and the places of bytes in it that are no UTF-8."""
    if isinstance(value, bytes):
        return decode(value, "utf-8")
    return value if isinstance(value, str) else None, []


def plain(value: object) -> object:
    """Return a value as JSON can say it: moments in ISO 8601, other things as Python prints them.

    >>> plain({"day": dt.date(2025, 8, 26), "scores": (1, math.nan)})
    {'day': '2025-08-26', 'scores': [1, None]}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in cast("dict[object, object]", value).items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in cast("list[object]", value)]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _as_text(value)


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
