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
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import IO, Any, Final

from rareinsight import Format, detect, parse
from rareinsight._arguments import nearest
from rareinsight.dumps._kinds import USUAL_FIELDS, separator_of
from rareinsight.dumps._records import Item, Notice, Options, Record, Row, UnreadableError, import_extra, make_notice
from rareinsight.dumps._text import decode, lines_of
from rareinsight.limits import Limits

#: How many records are looked at to find the field that holds the text, and how much of each of their texts.
_SAMPLE: Final = 50
_BEGINNING: Final = 1 << 14
#: How many rows of Parquet are held at once: few, as a word that many rows share is stored once.
_ROWS: Final = 16
_BUFFER: Final = 1 << 20
_NO_OBJECT: Final = "not a JSON object"
#: Between JSON objects on one line, and in some texts.
_SEVERAL: Final = re.compile(r"\}\s*\{")


def with_text_field(
    found: Iterator[Row | Notice], options: Options, path: str, notices: list[Notice]
) -> Iterator[Row | Notice]:
    """Yield the rows of a file with the field that holds the text; what is told of that is added to the notices."""
    sample, size = list[Row | Notice](), 0
    for each in islice(found, _SAMPLE):
        sample.append(each)
        size += size_of(each)
        if size > options.limits.record_size:
            break
    if not sample:
        yield make_notice("empty-file", path)
    looked_at = [_values_of(each) for each in sample if isinstance(each, Row)]
    name, rows = options.field, [values for values in looked_at if isinstance(values, dict)]
    if name is None:
        name = find_text_field(rows, options.format)
        notices += [] if name is None else [make_notice("text-field", path, repr(name))]
    elif rows and not any(name in row for row in rows):
        detail = f"there is no {name!r}. {nearest(name, [*dict.fromkeys(chain.from_iterable(rows))][:20])}"
        raise UnreadableError(detail, "unknown-field")
    for each in chain(sample, found):
        yield each if isinstance(each, Notice) else Row(path, each.number, each.values, name)


def size_of(item: Item) -> int:
    """Return about how much text is in an item."""
    if isinstance(item, Row):
        values = [item.values] if isinstance(item.values, str) else item.values.values()
        return sum(len(each if isinstance(each, str | bytes) else repr(each)) for each in values)
    return 100 + (0 if isinstance(item, Notice) else len(item.text if isinstance(item, Record) else item.raw))


def record_of(row: Row, limits: Limits) -> Iterator[Record | Notice]:
    """Yield the record in a row, after what is told of it, or what is wrong with it."""
    values, notices = _values_of(row), list[Notice]()
    if isinstance(values, str):
        yield make_notice("broken-record", row.path, values, record=row.number)
        return
    text = values.get(row.name or "")
    if isinstance(text, bytes):
        text = "".join(decode([text], "utf-8", row.path, notices, row.number))
        yield from notices
    if not isinstance(text, str) or not text or text.isspace():
        yield make_notice("missing-text", row.path, f"in {row.name!r}" if row.name else "", record=row.number)
        return
    others = {key: value for key, value in values.items() if key != row.name}
    try:
        yield Record(row.path, row.number, text, {key: plain(others[key], limits.record_levels - 1) for key in others})
    except RecursionError:
        detail = f"its fields nest more than {limits.record_levels} levels deep"
        yield make_notice("broken-record", row.path, detail, record=row.number)


def _values_of(row: Row) -> dict[str, Any] | str:
    """Return the values of a row by their names, or what is wrong with its JSON."""
    try:
        value = json.loads(row.values) if isinstance(row.values, str) else row.values
    except (ValueError, RecursionError) as error:
        return f"not JSON ({error})"
    return value if isinstance(value, dict) else _NO_OBJECT


def find_text_field(rows: Iterable[Mapping[str, object]], format: Format | str | None = None) -> str | None:
    """Return the name of the field that holds the text.

    That is the field with the most digests in it, then the one with the most usual name, then the one with
    the longest texts. ``None`` if no field holds text.
    """
    texts, usual = defaultdict[str, list[str]](list), {name: -place for place, name in enumerate(USUAL_FIELDS)}
    for name, value in chain.from_iterable(row.items() for row in rows):
        text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else value
        texts[name] += [text] if isinstance(text, str) and text else []

    def weight(name: str) -> tuple[int, int, int]:
        beginnings = [text[:_BEGINNING] for text in texts[name]]
        found = [parse(each, format=format) for each in beginnings if format is not None or detect(each) is not None]
        digests = sum(bool(article.sections) for article in found)
        return digests, usual.get(name.lower(), -len(usual)), sum(map(len, texts[name]))

    return max((name for name in texts if texts[name]), key=weight, default=None)


def plain(value: Any, levels: int) -> object:  # noqa: ANN401 - whatever a table holds
    """Return a value that nests no deeper as JSON can say it: moments in ISO 8601, others as Python prints them."""
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


def rows_of_lines(text: Iterable[str], path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the lines of JSON lines."""
    number = 0
    for line in lines_of(text, limits.record_size):
        found: list[Row | Notice]
        if isinstance(line, int):
            found = [make_notice("long-record", path, f"{line:,} characters", record=number)]
        elif _SEVERAL.search(line):
            found = list(rows_of_json([line], path, limits, number))
        else:
            found = [] if line.isspace() else [Row(path, number, line)]
        yield from found
        number += len(found) or 1


def rows_of_json(text: Iterable[str], path: str, limits: Limits, number: int = 0) -> Iterator[Row | Notice]:
    """Yield the objects of JSON, those of an array one by one, and texts as objects; what is no JSON ends them."""
    decode_next, pieces = json.JSONDecoder().raw_decode, iter(text)
    waiting, wanted, depth, ended = "", 0, 0, False
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
        row = {"text": value} if isinstance(value, str) else value
        is_row = isinstance(row, dict)
        yield Row(path, number, row) if is_row else make_notice("broken-record", path, _NO_OBJECT, record=number)
        waiting, number = waiting[end:], number + 1
    if depth > 0:
        yield make_notice("damaged-file", path, "it ends within an array", record=number)


def rows_of_csv(text: Iterable[str], path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the rows of a table in text, by the names in its first line."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_size))  # there is one for all, made for small cells
    lines, number = _Lines(lines_of(text, limits.record_size)), 0
    read = partial(csv.reader, delimiter=separator_of(lines.first), strict=True)
    names, is_read = next(read(lines.following()), []), False
    while not is_read:
        lines.taken.clear()
        try:
            for cells in read(lines.following()):
                lines.taken.clear()
                if len(cells) == len(names):
                    yield Row(path, number, dict(zip(names, cells, strict=True)))
                elif cells:
                    detail = f"expected {len(names)} cells, as in the header, got {len(cells)}"
                    yield make_notice("broken-record", path, detail, record=number)
                number += bool(cells)
            is_read = True
        except csv.Error as error:
            detail = "a quotation mark is not closed" if "end of data" in str(error) else str(error)
            yield make_notice("broken-record", path, detail + lines.go_back(), record=number)
            number += 1


class _Lines:
    """The lines of a table; those after the first that a malformed row has taken are read again.

    Hardly more is read again than has been read once, so that the time it takes stays in proportion.
    """

    def __init__(self, lines: Iterator[str | int]) -> None:
        # in place of a line that is too long, or makes a row too long, the reader gets one that it refuses
        self._refused = "x" * (csv.field_size_limit() + 1)
        self._lines = (self._refused if isinstance(line, int) else line for line in lines)
        self.first = next(self._lines, "")
        self.taken = list[str]()
        self._again = deque([self.first])
        self._spare = csv.field_size_limit()

    def following(self) -> Iterator[str]:
        """Yield the next lines, each of which is taken for the current row."""
        size = 0
        while line := self._again.popleft() if self._again else next(self._lines, ""):
            size = len(line) + (size if self.taken else 0)
            self._spare += len(line)
            self.taken.append(line)
            yield line if size < len(self._refused) else self._refused

    def go_back(self) -> str:
        """Have all but the first of the lines taken read again; return what is to be said if that can't be."""
        size = sum(map(len, self.taken[1:]))
        if size > self._spare:
            return f"; {len(self.taken) - 1} more lines were skipped"
        self._spare -= 2 * size  # of which reading it again gives back one
        self._again.extendleft(reversed(self.taken[1:]))
        return ""


def rows_of_arrow(stream: IO[bytes], kind: str, path: str, limits: Limits) -> Iterator[Row | Notice]:
    """Yield the rows of a file of Parquet or Arrow that can be read from any place."""
    library, number = "pyarrow.parquet" if kind == "parquet" else "pyarrow.ipc", -1
    arrow = import_extra(library, "reading Parquet and Arrow", "arrow")
    # one by one: of large rows no more is to be held
    rows = (batch.slice(at, 1) for batch in _batches(arrow, stream, kind) for at in range(batch.num_rows))
    try:
        for number, row in enumerate(rows):
            cells = [each.dictionary_decode() if hasattr(each, "dictionary") else each for each in row.columns]
            if sum(cell.nbytes for cell in cells) > limits.record_size:
                yield make_notice("long-record", path, f"more than {limits.record_size:,} bytes", record=number)
                continue
            try:
                yield Row(path, number, dict(zip(row.schema.names, map(_value_in, cells), strict=True)))
            except Exception as error:
                yield make_notice("broken-record", path, error, record=number)
    except Exception as error:  # damaged, or of what pyarrow was built without
        raise UnreadableError(f"{kind} at record {number + 1}: {error}", "damaged-file") from error


def _batches(arrow: Any, stream: IO[bytes], kind: str) -> Iterator[Any]:  # noqa: ANN401 - a module
    if kind == "parquet":
        yield from arrow.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False).iter_batches(_ROWS)
    elif kind == "stream":
        yield from arrow.open_stream(stream)
    else:
        file = arrow.open_file(stream)
        yield from map(file.get_batch, range(file.num_record_batches))


def _value_in(array: Any) -> object:  # noqa: ANN401 - an array of any type
    """Return the first value; as bytes what is no UTF-8, as text what Python can't hold, such as far dates."""
    try:
        return array[0].as_py()
    except Exception as error:
        return array.cast("binary" if isinstance(error, UnicodeDecodeError) else "string")[0].as_py()
