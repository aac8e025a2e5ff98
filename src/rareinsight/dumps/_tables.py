"""Records with fields: JSON, CSV, Parquet and Arrow to rows, and rows to records.

CSV and JSON lines are read by Python's own readers, not by Arrow's (extra ``arrow``), which give up the whole file for
one line too many or one byte too strange.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (JSON has no types, pyarrow none of its own, and the stubs that others wrote for it leave many open)

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain, islice
from typing import IO, Any, Final

from rareinsight import Format, detect, parse
from rareinsight.diagnostics import nearest
from rareinsight.dumps._kinds import USUAL_FIELDS
from rareinsight.dumps._notices import Notice, UnreadableError, make_notice, missing_extra
from rareinsight.dumps._records import Options, Record
from rareinsight.dumps._text import decode_record, whole_lines
from rareinsight.limits import Limits

#: How many records are looked at to find the field that holds the text.
_SAMPLE: Final = 50
#: … and how much of each of their texts.
_BEGINNING: Final = 1 << 14
#: How many rows of a table are held at once: few, as a word that many rows share is stored once.
_ROWS: Final = 16
_BUFFER: Final = 1 << 20
#: A row of a table or an object of JSON: its number in the file, and its values by their names.
Row = tuple[int, dict[str, Any]]


# --- rows to records ---------------------------------------------------------------------------------------------


def records_of(
    rows: Iterator[Row | Notice], options: Options, path: str, notices: list[Notice]
) -> Iterator[Record | Notice]:
    """Yield the records in rows; what is told of the file is added to the notices.

    Raises:
        UnreadableError: None of the first rows has the field that was named.
    """
    sample, size = list[Row | Notice](), 0
    for each in islice(rows, _SAMPLE):
        sample.append(each)
        size += 0 if isinstance(each, Notice) else sum(len(v) for v in each[1].values() if isinstance(v, str | bytes))
        if size > options.limits.record_size:
            break
    found = [each[1] for each in sample if not isinstance(each, Notice)]
    name = options.field
    if name is None:
        name = find_text_field(found, options.format)
        notices += [] if name is None else [make_notice("text-field", path, repr(name))]
    elif found and not any(name in row for row in found):
        detail = f"there is no {name!r}. {nearest(name, [*dict.fromkeys(chain.from_iterable(found))][:20])}"
        raise UnreadableError(detail, "unknown-field")
    for each in chain(sample, rows):
        if isinstance(each, Notice):
            yield each
            continue
        number, values = each
        text = values.pop(name or "", None)
        if isinstance(text, bytes):
            text = decode_record(text, "utf-8", path, number, notices)
        if isinstance(text, str) and text and not text.isspace():
            yield Record(path, number, text, {key: plain(value) for key, value in values.items()})
        else:
            yield make_notice("missing-text", path, f"in {name!r}" if name else "", record=number)


def find_text_field(records: Iterable[Mapping[str, object]], format: Format | str | None = None) -> str | None:
    """Return the name of the field that holds the text.

    That is the field with the most digests in it, then the one with the most usual name, then the one with
    the longest texts. ``None`` if no field holds text.

    >>> find_text_field([{"id": "a7", "page": "Core Insights - Prices fell [1]", "url": "https://example.org"}])
    'page'
    """
    digests, lengths = Counter[str](), Counter[str]()
    for record in records:
        for name, value in record.items():
            text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else value
            if isinstance(text, str) and text:
                lengths[name] += len(text)
                beginning = text[:_BEGINNING]
                if format is not None or detect(beginning) is not None:
                    digests[name] += bool(parse(beginning, format=format).sections)
    usual = {name: -place for place, name in enumerate(USUAL_FIELDS)}
    return max(
        lengths, key=lambda name: (digests[name], usual.get(name.lower(), -len(usual)), lengths[name]), default=None
    )


def plain(value: Any) -> object:  # noqa: ANN401 - whatever a table holds
    """Return a value as JSON can say it: moments in ISO 8601, other things as Python prints them.

    >>> plain({"day": dt.date(2025, 8, 26), "scores": (1, math.nan)})
    {'day': '2025-08-26', 'scores': [1, None]}
    """
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | bool | int) else str(value)


# --- JSON --------------------------------------------------------------------------------------------------------


def rows_of_lines(text: Iterable[str], path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the objects of JSON lines."""
    for number, line in enumerate(_lines(text, limits)):
        if isinstance(line, int):
            yield make_notice("long-record", path, f"{line:,} characters", record=number)
        elif not line.isspace():
            try:
                yield _row_of(json.loads(line), number, path, limits)
            except (ValueError, RecursionError) as error:
                detail = _too_deep(limits) if isinstance(error, RecursionError) else f"not JSON ({error})"
                yield make_notice("broken-record", path, detail, record=number)


def rows_of_json(text: Iterable[str], path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the objects of JSON, those of an array one by one, and texts as objects; what is no JSON ends them.

    >>> list(rows_of_json(['[{"id": 1}, {"i', 'd": 2}]'], "dump", Limits()))
    [(0, {'id': 1}), (1, {'id': 2})]
    """
    decode, pieces = json.JSONDecoder().raw_decode, iter(text)
    waiting, wanted, number, depth, ended = "", 0, 0, 0, False
    while waiting or not ended:
        while not ended and len(waiting) <= wanted:
            piece = next(pieces, None)
            ended, waiting = piece is None, waiting + (piece or "")
        rest = waiting.lstrip(" \t\r\n,[]")
        between, waiting, wanted = waiting[: len(waiting) - len(rest)], rest, 0
        depth += between.count("[") - between.count("]")
        if not waiting:
            continue
        try:
            value, end = decode(waiting)
        except (ValueError, RecursionError) as error:
            if not ended and len(waiting) <= limits.record_size and not isinstance(error, RecursionError):
                wanted = max(2 * len(waiting), 1 << 16)
                continue
            code = "long-record" if len(waiting) > limits.record_size else "broken-record"
            yield make_notice(code, path, f"what follows is not read ({error})", record=number)
            return
        yield _row_of({"text": value} if isinstance(value, str) else value, number, path, limits)
        waiting, number = waiting[end:], number + 1
    if depth > 0:
        yield make_notice("damaged-file", path, "it ends within an array", record=number)


def _row_of(value: Any, number: int, path: str, limits: Limits) -> Row | Notice:  # noqa: ANN401 - a value of JSON
    """Return an object that is no deeper than it may be, told without recursion."""
    if not isinstance(value, dict):
        return make_notice("broken-record", path, "no JSON object", record=number)
    level: list[Any] = [value]
    for _ in range(limits.record_levels + 1):
        inner = (each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list))
        level = list(chain.from_iterable(inner))
        if not level:
            return number, value
    return make_notice("broken-record", path, _too_deep(limits), record=number)


def _too_deep(limits: Limits) -> str:
    return f"its fields nest more than {limits.record_levels} levels deep"


def _lines(text: Iterable[str], limits: Limits) -> Iterator[str | int]:
    """Yield lines; of one that is too long, only its length."""
    for piece in whole_lines(text, limits.record_size):
        yield from [piece] if isinstance(piece, int) else StringIO(piece, newline="\n")


# --- CSV ---------------------------------------------------------------------------------------------------------


def rows_of_csv(text: Iterable[str], path: str, separator: str, limits: Limits) -> Iterator[Row | Notice]:
    r"""Yield the rows of a table in text, by the names in its first line.

    >>> list(rows_of_csv(["id,text\n7,", "Copper\n"], "dump.csv", ",", Limits()))
    [(0, {'id': '7', 'text': 'Copper'})]
    """
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_size))  # there is one for all, made for small cells
    # in the place of a line that is too long, one that the reader will say that of
    lines = ("x" * (csv.field_size_limit() + 1) if isinstance(line, int) else line for line in _lines(text, limits))
    rows = csv.reader(lines, delimiter=separator)
    try:
        names, number = next(rows, []), 0
    except csv.Error as error:
        raise UnreadableError(f"its first row can't be read ({error})", "damaged-file") from error
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            row = []
            yield make_notice("broken-record", path, str(error), record=number)
        if row is None:
            return
        if len(row) == len(names):
            yield number, dict(zip(names, row, strict=True))
        elif row:
            detail = f"{len(row)} cells, where the header has {len(names)}"
            yield make_notice("broken-record", path, detail, record=number)
        number += bool(row)


# --- Parquet and Arrow -------------------------------------------------------------------------------------------


def rows_of_arrow(stream: IO[bytes], kind: str | None, path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the rows of a file of Parquet or Arrow that can be read from any place.

    Raises:
        UnreadableError: The file is damaged; what stands before was read.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("reading Parquet and Arrow", "arrow") from None
    number = 0
    try:
        for batch in _batches(stream, kind):
            for start in range(0, batch.num_rows, _ROWS):
                part = batch.slice(start, _ROWS)
                columns = [each.dictionary_decode() if hasattr(each, "dictionary") else each for each in part.columns]
                yield from _rows_of(
                    part.from_arrays(columns, batch.schema.names), number + start, path, limits.record_size
                )
            number += batch.num_rows
    except (pa.ArrowException, OSError, ValueError) as error:  # damaged, or of what pyarrow was built without
        raise UnreadableError(f"{kind} at record {number}: {error}", "damaged-file") from error


def _batches(stream: Any, kind: str | None) -> Iterator[Any]:  # noqa: ANN401 - as pyarrow asks for it
    import pyarrow as pa

    if kind == "parquet":
        from pyarrow import parquet as pq

        yield from pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False).iter_batches(_ROWS)
    elif kind == "stream":
        yield from pa.ipc.open_stream(stream)
    else:
        file = pa.ipc.open_file(stream)
        yield from map(file.get_batch, range(file.num_record_batches))


def _rows_of(
    batch: Any,  # noqa: ANN401 - pyarrow's
    first: int,
    path: str,
    longest: int,
) -> Iterator[Row | Notice]:
    if batch.nbytes > longest:  # of large rows no more than one is to be held
        if batch.num_rows == 1:
            yield make_notice("long-record", path, f"{batch.nbytes:,} bytes", record=first)
            return
        for at in range(batch.num_rows):
            yield from _rows_of(batch.slice(at, 1), first + at, path, longest)
        return
    found = dict[str, list[object]]()
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            found[name] = _values_of(column)
        except Exception as error:
            yield make_notice("unreadable-field", path, f"{name!r} ({error})", record=first)
    for at in range(batch.num_rows):
        yield first + at, {name: values[at] for name, values in found.items()}


def _values_of(column: Any) -> list[object]:  # noqa: ANN401 - an array of any type
    """Return the values of a column; as bytes what is no UTF-8, as text what Python can't hold, such as far dates."""
    import pyarrow as pa

    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return list(column.cast(pa.binary()).to_pylist())
    except Exception:
        return list(column.cast(pa.string()).to_pylist())
