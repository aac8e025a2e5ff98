"""Records with fields: from JSON, CSV, Parquet and Arrow to rows, and from rows to texts.

CSV and JSON lines are read by Python's own readers, not by Arrow's (extra ``arrow``), which reject a whole file because
of a single malformed line or invalid byte.
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
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import IO, Any, Final, Literal

from rareinsight._messages import nearest
from rareinsight.dumps._records import Notice, Options, Record, UnreadableError, import_extra, make_notice
from rareinsight.dumps._text import HEAD, USUAL_FIELDS, decode, find_encoding, lines_of, separator_of
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.parsing import detect, parse

#: How many records are used to find the field that contains the text, and how much of each value.
_SAMPLE: Final = 50
_BEGINNING: Final = 1 << 14
#: How many rows of Parquet are in memory at once: few, as a value that many rows share is only stored once in the file.
_ROWS: Final = 16
_BUFFER: Final = 1 << 20
#: A row: a mapping from names to values, or a JSON object; or the error if it can't be read.
_Row = dict[str, Any] | str | Exception
#: Between JSON objects on one line, and in some texts.
_SEVERAL: Final = re.compile(r"\}\s*\{")


def with_text_field(
    found: Iterable[_Row], options: Options, path: str, notices: list[Notice]
) -> Iterator[Record | Notice]:
    """Yield the rows of a file with the field that contains the text; notices about it are appended to ``notices``."""
    sample, size, following = list[_Row](), 0, iter(found)
    for each in islice(following, _SAMPLE):
        sample.append(each)
        size += len(str(each))
        if size > options.limits.record_size:
            break
    if all(each == "" for each in sample):
        yield make_notice("empty-file", path)
    name, rows = options.field, [values for values in map(_values_of, sample) if isinstance(values, dict)]
    if name is None:
        name = find_text_field(rows, options.format)
        notices += [] if name is None else [make_notice("text-field", path, repr(name))]
    elif rows and not any(name in row for row in rows):
        detail = f"there is no {name!r}. {nearest(name, [*dict.fromkeys(chain.from_iterable(rows))][:20])}"
        raise UnreadableError(detail, "unknown-field")
    yield from records_of(chain(sample, following), path, "row", name)


def records_of(
    found: Iterable[_Row], path: str, kind: Literal["text", "row"] = "text", field: str | None = None
) -> Iterator[Record | Notice]:
    """Yield the rows of a file as numbered records."""
    for number, each in enumerate(found):
        if isinstance(each, Exception):
            yield make_notice("broken-record", path, each, record=number)
        elif each != "":
            yield Record(path, number, each, kind, field)


def text_of_row(row: Record, options: Options, notices: list[Notice]) -> tuple[str, dict[str, object]]:
    """Return the text in a row and its other fields; notices about the text are appended to ``notices``."""
    values = _values_of(row.content)
    if isinstance(values, Exception):
        raise values
    text = values.get(row.field or "")
    if isinstance(text, bytes):
        encoding, tell = find_encoding(text[:HEAD], options.encoding)
        if tell is not None:
            notices.append(tell(row.path, record=row.number))
        text = "".join(decode([text], encoding, row.path, notices, row.number))
    if not isinstance(text, str) or not text or text.isspace():
        raise UnreadableError(f"in {row.field!r}" if row.field else "", "missing-text")
    try:
        return text, {key: plain(values[key], options.limits.record_levels - 1) for key in values if key != row.field}
    except RecursionError:
        words = f"its fields nest more than {options.limits.record_levels} levels deep"
        raise UnreadableError(words, "broken-record") from None


def _values_of(row: _Row) -> dict[str, Any] | Exception:
    try:
        value = json.loads(row) if isinstance(row, str) else row
    except (ValueError, RecursionError) as error:
        return UnreadableError(f"not JSON ({error})", "broken-record")
    return value if isinstance(value, dict | Exception) else UnreadableError("not a JSON object", "broken-record")


def find_text_field(rows: Iterable[Mapping[str, object]], format: Format | str | None = None) -> str | None:
    """Return the name of the field that contains the text; ``None`` if no field contains text.

    That is the field with the most digests or, if several have as many, the one with the most usual name, and then the
    one with the longest texts.
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
    """Return a value as JSON can represent it: dates in ISO 8601, other types as Python prints them.

    Raises:
        RecursionError: it nests more deeply than ``levels``.
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


def rows_of_lines(text: Iterable[str], limits: Limits) -> Iterator[_Row]:
    """Yield the JSON of each line, and each of several objects on a line; blank lines count as rows."""
    for line in lines_of(text, limits.record_size):
        if isinstance(line, int):
            yield UnreadableError(f"{line:,} characters", "long-record")
        elif _SEVERAL.search(line):
            yield from rows_of_json([line], limits)
        else:
            yield "" if line.isspace() else line


def rows_of_json(text: Iterable[str], limits: Limits) -> Iterator[_Row]:
    """Yield JSON objects, also those in an array, and strings as objects; the first invalid JSON ends them."""
    decode_next, waiting, wanted, depth = json.JSONDecoder().raw_decode, "", 0, 0
    for piece in chain(text, (None,)):
        waiting += piece or ""
        while piece is None or len(waiting) > wanted:
            between, waiting = waiting, waiting.lstrip(" \t\r\n,[]")
            between = between[: len(between) - len(waiting)]
            depth += between.count("[") - between.count("]")
            if not waiting:
                break
            try:
                value, end = decode_next(waiting)
            except (ValueError, RecursionError) as error:
                is_long = len(waiting) > limits.record_size
                if piece is None or is_long or isinstance(error, RecursionError):
                    code = "long-record" if is_long else "broken-record"
                    yield UnreadableError(f"what follows is not read ({error})", code)
                    return
                wanted = max(2 * len(waiting), 1 << 16)
                break
            yield _values_of({"text": value} if isinstance(value, str) else value)
            waiting, wanted = waiting[end:], 0
    if depth > 0:
        yield UnreadableError("it ends within an array", "damaged-file")


def rows_of_csv(text: Iterable[str], limits: Limits) -> Iterator[_Row]:
    """Yield the rows of a CSV table, by the names in its first line.

    After a malformed row, reading resumes at its second line. The total length of what is read again is limited by the
    length of the file, so the time stays linear.
    """
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_size))  # a global setting, made for small cells
    refused = "x" * (csv.field_size_limit() + 1)  # in place of a line that is too long, or makes a row too long
    lines = (refused if isinstance(line, int) else line for line in lines_of(text, limits.record_size))
    again, taken, spare = deque([next(lines, "")]), list[str](), limits.record_size

    def following() -> Iterator[str]:
        size = 0
        while line := again.popleft() if again else next(lines, ""):
            size += len(line)
            taken.append(line)
            yield line if size < len(refused) else refused

    read = partial(csv.reader, delimiter=separator_of(again[0]), strict=True)
    names = next(read(following()), [])
    while taken:
        taken.clear()
        try:
            cells = next(read(following()), [])
            if cells and len(cells) == len(names):
                yield dict(zip(names, cells, strict=True))
            elif cells:
                words = f"expected {len(names)} cells, as in the header, got {len(cells)}"
                yield UnreadableError(words, "broken-record")
            spare += sum(map(len, taken))
        except csv.Error as error:
            detail, size = str(error), sum(map(len, taken[1:]))
            if "end of data" in detail:
                detail = "a quotation mark is not closed"
            if size > spare:
                detail += f"; {len(taken) - 1} more lines were skipped"
            else:
                again.extendleft(reversed(taken[1:]))
                spare -= size
            yield UnreadableError(detail, "broken-record")


def rows_of_arrow(stream: IO[bytes], kind: str, limits: Limits) -> Iterator[_Row]:
    """Yield the rows of a Parquet or Arrow file that supports random access; a damaged part of it costs that part."""
    library = "pyarrow.parquet" if kind == "parquet" else "pyarrow.ipc"
    arrow = import_extra(library, "reading Parquet and Arrow", "arrow")
    from rareinsight.arrow._schema import damage_in

    for part in _parts(arrow, stream, kind):
        try:
            for batch in part():
                if error := damage_in(batch):
                    yield UnreadableError(f"{kind}: {error}", "damaged-file")
                    continue
                for at in range(batch.num_rows):  # one by one, as rows can be large
                    yield _row_of(batch.slice(at, 1), limits)
        except Exception as error:  # damaged, or not supported by this build of pyarrow
            yield UnreadableError(f"{kind}: {error}", "damaged-file")


def _row_of(row: Any, limits: Limits) -> _Row:  # noqa: ANN401 - a batch
    cells = [each.dictionary_decode() if hasattr(each, "dictionary") else each for each in row.columns]
    if sum(cell.nbytes for cell in cells) > limits.record_size:
        return UnreadableError(f"more than {limits.record_size:,} bytes", "long-record")
    try:
        return dict(zip(row.schema.names, map(_value_in, cells), strict=True))
    except Exception as error:
        return error


def _parts(arrow: Any, stream: IO[bytes], kind: str) -> Iterator[Callable[[], Iterable[Any]]]:  # noqa: ANN401 - a module
    """Yield functions that return the batches of a part of a file; each can be read even if others are damaged."""
    if kind == "stream":
        yield partial(arrow.open_stream, stream)
    elif kind == "parquet":
        file = arrow.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        for number in range(file.num_row_groups):
            yield partial(file.iter_batches, _ROWS, [number])
    else:
        file = arrow.open_file(stream)
        for number in range(file.num_record_batches):
            yield partial(map, file.get_batch, [number])


def _value_in(array: Any) -> object:  # noqa: ANN401 - an array of any type
    """Return the first value: bytes if it is not UTF-8, text if Python can't represent it, such as distant dates."""
    try:
        return array[0].as_py()
    except Exception as error:
        return array.cast("binary" if isinstance(error, UnicodeDecodeError) else "string")[0].as_py()
