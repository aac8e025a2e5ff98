"""Parquet files, through pyarrow (extra ``arrow``): a row is a record, one of its columns the text."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import IO, Final, cast

from rareinsight.reader.decoding import decode
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.places import ByteStream

try:
    import pyarrow as pa
    from pyarrow import parquet as pq
except ImportError as _error:
    raise ImportError("to read Parquet: pip install 'rareinsight[arrow]'") from _error

#: What pyarrow raises about files: they are damaged, cut short, or need what it was built without.
_FAILURES: Final = (pa.ArrowException, OSError, ValueError)
_ROWS: Final = 256
_BUFFER: Final = 1 << 20


def records_of(stream: ByteStream, path: str, notices: list[Notice]) -> Iterator[dict[str, object]]:
    """Yield the rows of a Parquet file by the names of their columns, a few hundred held at a time.

    Args:
        stream: The file; it must be one that can be read from any place.
        path: Its name, for the notices.
        notices: Where damage is told, which ends the rows.
    """
    try:
        file = pq.ParquetFile(cast("IO[bytes]", stream), buffer_size=_BUFFER, pre_buffer=False)
        batches = file.iter_batches(_ROWS)  # pyright: ignore[reportUnknownMemberType]  # its stubs
        for batch in batches:
            yield from cast("list[dict[str, object]]", batch.to_pylist())
    except _FAILURES as error:
        notices.append(make_notice("damaged-file", path, str(error)))


def text_of(value: object) -> str | None:
    """Return the text in a column of strings, or of bytes that are UTF-8."""
    return (
        decode(value, "utf-8")[0] if isinstance(value, bytes) else value if isinstance(value, str) else None
    )


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
