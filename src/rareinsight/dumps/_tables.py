"""Records with fields: JSON, CSV, Parquet and Arrow to rows, and rows to records.

CSV and JSON lines are read by Python's own readers, not by Arrow's (extra ``arrow``), which give up the whole file for
one line too many or one byte too strange.
"""

# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false
# (what is in JSON and in CSV has no types)

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count, islice
from typing import IO, Any, Final

from rareinsight import Format, detect, parse
from rareinsight.diagnostics import nearest
from rareinsight.dumps._kinds import USUAL_FIELDS
from rareinsight.dumps._records import Notice, Options, Record, UnreadableError, import_extra, make_notice
from rareinsight.dumps._text import decode, lines_of
from rareinsight.limits import Limits

#: How many records are looked at to find the field that holds the text.
_SAMPLE: Final = 50
#: … and how much of each of their texts.
_BEGINNING: Final = 1 << 14
#: How many rows of Parquet are held at once: few, as a word that many rows share is stored once.
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
    if not sample:
        yield make_notice("empty-file", path)
    found = [each[1] for each in sample if not isinstance(each, Notice)]
    name = options.field
    if name is None:
        name = find_text_field(found, options.format)
        notices += [] if name is None else [make_notice("text-field", path, repr(name))]
    elif found and not any(name in row for row in found):
        detail = f"there is no {name!r}. {nearest(name, [*dict.fromkeys(chain.from_iterable(found))][:20])}"
        raise UnreadableError(detail, "unknown-field")
    for each in chain(sample, rows):
        yield each if isinstance(each, Notice) else _record_of(*each, name, path, options.limits, notices)


def _record_of(
    number: int, values: dict[str, Any], name: str | None, path: str, limits: Limits, notices: list[Notice]
) -> Record | Notice:
    text = values.pop(name or "", None)
    if isinstance(text, bytes):
        text = "".join(decode([text], "utf-8", path, notices, number))
    if not isinstance(text, str) or not text or text.isspace():
        return make_notice("missing-text", path, f"in {name!r}" if name else "", record=number)
    try:
        fields = {key: plain(value, limits.record_levels - 1) for key, value in values.items()}
    except RecursionError:
        detail = f"its fields nest more than {limits.record_levels} levels deep"
        return make_notice("broken-record", path, detail, record=number)
    return Record(path, number, text, fields)


def find_text_field(records: Iterable[Mapping[str, object]], format: Format | str | None = None) -> str | None:
    """Return the name of the field that holds the text.

    That is the field with the most digests in it, then the one with the most usual name, then the one with
    the longest texts. ``None`` if no field holds text.
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


def plain(value: Any, levels: int) -> object:  # noqa: ANN401 - whatever a table holds
    """Return a value as JSON can say it: moments in ISO 8601, other things as Python prints them.

    Raises:
        RecursionError: It nests more than so many levels deep.
    """
    if levels < 0:
        raise RecursionError
    if isinstance(value, dict):
        return {str(key): plain(inner, levels - 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner, levels - 1) for inner in value]
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
    for number, line in enumerate(lines_of(text, limits.record_size)):
        if isinstance(line, int):
            yield make_notice("long-record", path, f"{line:,} characters", record=number)
        elif not line.isspace():
            try:
                yield _row_of(json.loads(line), number, path)
            except (ValueError, RecursionError) as error:
                yield make_notice("broken-record", path, f"not JSON ({error})", record=number)


def rows_of_json(text: Iterable[str], path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the objects of JSON, those of an array one by one, and texts as objects; what is no JSON ends them."""
    decode_next, pieces = json.JSONDecoder().raw_decode, iter(text)
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
            value, end = decode_next(waiting)
        except (ValueError, RecursionError) as error:
            if not ended and len(waiting) <= limits.record_size and not isinstance(error, RecursionError):
                wanted = max(2 * len(waiting), 1 << 16)
                continue
            code = "long-record" if len(waiting) > limits.record_size else "broken-record"
            yield make_notice(code, path, f"what follows is not read ({error})", record=number)
            return
        yield _row_of({"text": value} if isinstance(value, str) else value, number, path)
        waiting, number = waiting[end:], number + 1
    if depth > 0:
        yield make_notice("damaged-file", path, "it ends within an array", record=number)


def _row_of(value: Any, number: int, path: str) -> Row | Notice:  # noqa: ANN401 - a value of JSON
    is_object = isinstance(value, dict)
    return (number, value) if is_object else make_notice("broken-record", path, "no JSON object", record=number)


# --- CSV ---------------------------------------------------------------------------------------------------------


def rows_of_csv(text: Iterable[str], path: str, limits: Limits, separator: str) -> Iterator[Row | Notice]:
    """Yield the rows of a table in text, by the names in its first line."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_size))  # there is one for all, made for small cells
    # in the place of a line that is too long, one that the reader will say that of
    long = "x" * (csv.field_size_limit() + 1)
    lines = (long if isinstance(line, int) else line for line in lines_of(text, limits.record_size))
    rows = csv.DictReader(lines, delimiter=separator)
    cells = len(rows.fieldnames or ())
    for number in count():
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield make_notice("broken-record", path, str(error), record=number)
            continue
        if row is None:
            return
        if None in row or None in row.values():
            yield make_notice(
                "broken-record", path, f"its number of cells is not that of the header, {cells}", record=number
            )
        else:
            yield number, row


# --- Parquet and Arrow -------------------------------------------------------------------------------------------


def rows_of_arrow(stream: IO[bytes], kind: str | None, path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the rows of a file of Parquet or Arrow that can be read from any place.

    Raises:
        UnreadableError: The file is damaged; what stands before was read.
    """
    library = "pyarrow.parquet" if kind == "parquet" else "pyarrow.ipc"
    arrow, number = import_extra(library, "reading Parquet and Arrow", "arrow"), 0
    try:
        for batch in _batches(arrow, stream, kind):
            for at in range(batch.num_rows):  # one by one: of large rows no more is to be held
                columns = [column.slice(at, 1) for column in batch.columns]
                yield from _row_of_arrow(dict(zip(batch.schema.names, columns, strict=True)), number, path, limits)
                number += 1
    except Exception as error:  # damaged, or of what pyarrow was built without
        raise UnreadableError(f"{kind} at record {number}: {error}", "damaged-file") from error


def _batches(arrow: Any, stream: IO[bytes], kind: str | None) -> Iterator[Any]:  # noqa: ANN401 - a module
    if kind == "parquet":
        yield from arrow.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False).iter_batches(_ROWS)
    elif kind == "stream":
        yield from arrow.open_stream(stream)
    else:
        file = arrow.open_file(stream)
        yield from map(file.get_batch, range(file.num_record_batches))


def _row_of_arrow(cells: dict[str, Any], number: int, path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield a row, after what is told of it, or that it is too long; cells come as arrays of one value."""
    size, values = 0, dict[str, object]()
    for name, cell in cells.items():
        array = cell.dictionary_decode() if hasattr(cell, "dictionary") else cell
        size += array.nbytes
        if size > limits.record_size:
            yield make_notice("long-record", path, f"more than {limits.record_size:,} bytes", record=number)
            return
        try:
            values[name] = _value_in(array)
        except Exception as error:
            yield make_notice("unreadable-field", path, f"{name!r} ({error})", record=number)
    yield number, values


def _value_in(array: Any) -> object:  # noqa: ANN401 - an array of any type
    """Return the first value; as bytes what is no UTF-8, as text what Python can't hold, such as far dates."""
    try:
        return array[0].as_py()
    except Exception as error:
        return array.cast("binary" if isinstance(error, UnicodeDecodeError) else "string")[0].as_py()
