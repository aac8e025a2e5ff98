"""Records with fields, from JSON and CSV.

Arrow's own readers of JSON and CSV reject a whole file because of a single malformed line, so Python's are used.
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
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, dropwhile, groupby, islice
from typing import Any, Final, Literal, cast

from rareinsight._messages import nearest
from rareinsight.detection import detect
from rareinsight.dumps._records import Notice, Options, Record, UnreadableError, distinct, make_notice
from rareinsight.dumps._text import HEAD, USUAL_FIELDS, Window, decode, find_encoding, lines_of, separator_of
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.parsing import parse

#: How many records are used to find the field that contains the text, and how much of each value.
_SAMPLE: Final = 50
_BEGINNING: Final = 1 << 14
#: A row: a mapping from names to values, or a JSON object; or the error if it can't be read.
_Row = dict[str, Any] | str | Exception
_SEVERAL: Final = re.compile(r"\}\s*\{")  #: between JSON objects on one line, and in some texts
_BETWEEN: Final = re.compile(r"[ \t\r\n,\[\]\x1e\ufeff]*+")
_AROUND: Final = " \t\r\n,\0\x1e\ufeff"  #: what may surround the JSON of a line, for example where files were joined
#: What follows a string in an array, and a string elsewhere.
_AFTER_ELEMENT: Final = re.compile(r"[ \t\r\n]*+[,\]]")
_AFTER_STRING: Final = re.compile(r'[ \t\r\n]*+(?:[\],"{\[]|\Z)')
#: How an object in JSON begins, and with its first key, or a string.
_FIRST: Final = r'\{\s*+"'
_KEY: Final = re.compile(r'(?:\{\s*+("(?:[^"\\]|\\.)*+")\s*+:|")?')
#: The longest token of JSON that is not a string, and how much of a text is searched twice, in characters.
_MAX_TOKEN: Final = 20
_OVERLAP: Final = 1000


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object, of which no value is lost if names are repeated."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names, values = zip(*pairs, strict=True)
    return dict(zip(distinct(names), values, strict=True))


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object)


def with_text_field(found: Iterable[_Row], options: Options, path: str) -> Iterator[Record | Notice]:
    """Yield the rows of a file as records with the field that contains the text."""
    following = ((number, each) for number, each in enumerate(found) if each != "")
    sample, size = list[tuple[int, _Row]](), 0
    for number, each in islice(following, _SAMPLE):
        sample.append((number, each))
        size += len(str(each))
        if size > options.limits.record_size:
            break
    if not sample:
        yield make_notice("empty-file", path)
    name, rows = options.field, [row for _, each in sample if isinstance(row := values_of(each), dict)]
    if name is None:
        weights = _weights_of_fields(rows, options.format)
        name = max(weights, key=weights.__getitem__, default=None)
        if name is not None and [digests for digests, *_ in weights.values()].count(weights[name][0]) > 1:
            yield make_notice("text-field", path, repr(name))
    elif rows and not any(name in row for row in rows):
        detail = f"{name!r}; {nearest(name, [*dict.fromkeys(chain.from_iterable(rows))][:20])}"
        raise UnreadableError(detail, "unknown-field")
    yield from records_of(chain(sample, following), path, "row", name)


def records_of(
    found: Iterable[tuple[int, _Row]], path: str, kind: Literal["text", "row"] = "text", field: str | None = None
) -> Iterator[Record | Notice]:
    for number, each in found:
        if isinstance(each, Exception):
            yield make_notice("broken-record", path, each, record=number)
        else:
            yield Record(path, number, each, kind, field)


def text_of_row(row: Record, options: Options, notices: list[Notice]) -> tuple[str, dict[str, object]]:
    """Return the text in a row and its other fields; notices about the text are appended to ``notices``."""
    values = values_of(row.content)
    if isinstance(values, Exception):
        raise values
    text = values.get(row.field or "")
    if isinstance(text, bytes):
        text = "".join(decode([text], find_encoding(text[:HEAD], options.encoding), row.path, notices, row.number))
    if not isinstance(text, str) or not text or text.isspace():
        words = f"the field {row.field!r} is missing, empty or not a string" if row.field else ""
        raise UnreadableError(words, "missing-text")
    return text, {key: _plain(values[key], options.limits.record_levels - 1) for key in values if key != row.field}


def values_of(row: _Row) -> dict[str, Any] | Exception:
    try:
        value = _DECODER.decode(row.strip(_AROUND)) if isinstance(row, str) else row
    except (ValueError, RecursionError) as error:
        return UnreadableError(f"not JSON ({error})", "broken-record")
    return value if isinstance(value, dict | Exception) else UnreadableError("not a JSON object", "broken-record")


def _weights_of_fields(rows: list[dict[str, Any]], format: Format | str | None) -> dict[str, tuple[int, int, int]]:
    """Return how many digests each field with texts contains, how usual its name is, and how long its texts are."""
    texts, weights = defaultdict[str, list[str]](list), dict[str, tuple[int, int, int]]()
    for name, value in chain.from_iterable(row.items() for row in rows):
        text = value.decode("utf-8", "ignore") if isinstance(value, bytes) else value
        if isinstance(text, str) and text:
            texts[name].append(text)
    usual = {name: -place for place, name in enumerate(USUAL_FIELDS)}
    for name, found in texts.items():
        beginnings = [text[:_BEGINNING] for text in found]
        articles = [parse(each, format=format) for each in beginnings if format is not None or detect(each) is not None]
        digests = sum(bool(article.sections) for article in articles)
        weights[name] = digests, usual.get(name.lower(), -len(usual)), sum(map(len, found))
    return weights


def _plain(value: Any, levels: int) -> object:
    """Return a value as JSON can represent it."""
    if levels < 0:
        raise UnreadableError("its fields nest too deeply", "broken-record")
    if isinstance(value, dict):
        return {str(key): _plain(inner, levels - 1) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, levels - 1) for inner in value]
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
    """Yield JSON objects, and strings as objects, in linear time; after an invalid one, reading resumes at the next."""
    window, depth, size, spare, beginning = Window(iter(text), ""), 0, HEAD, limits.record_size, ""
    while True:
        between = cast("re.Match[str]", _BETWEEN.match(window.data, window.at))  # it may be empty
        depth, window.at = depth + between[0].count("[") - between[0].count("]"), between.end()
        if added := window.fill(size):
            spare += added
            continue
        # only a part of the text, as an error takes longer the more text precedes it
        part = window.data[window.at : window.at + size]
        if not part:
            break
        try:
            value, end = _DECODER.raw_decode(part)
            if isinstance(value, str) and not (_AFTER_ELEMENT if depth > 0 else _AFTER_STRING).match(part, end):
                raise json.JSONDecodeError("a stray quotation mark", part, end)
        except (ValueError, RecursionError) as error:
            reached, words = (error.pos, error.msg) if isinstance(error, json.JSONDecodeError) else (0, str(error))
            is_cut = len(part) - reached < _MAX_TOKEN or words.startswith("Unterminated string")
            is_long = len(part) > limits.record_size
            if is_cut and not is_long and len(part) == size:
                size *= 2
                continue
            spare -= len(part) if is_cut else reached
            following = beginning or (_FIRST if re.search(_FIRST, part) else '"')
            is_found = spare >= 0 and window.pass_next(re.compile(rf"[,}}]\s*+(?={following})"), _OVERLAP)
            words = words if is_found else f"what follows is not read ({words})"
            yield UnreadableError(words, "long-record" if is_cut and is_long else "broken-record")
            if not is_found:
                return
        else:
            first = cast("re.Match[str]", _KEY.match(part))  # it may be empty
            beginning = rf"\{{\s*+{re.escape(first[1])}\s*+:" if first[1] else first[0] or beginning
            window.at += end
            yield values_of({"text": value} if isinstance(value, str) else value)
        size = HEAD
    if depth > 0:
        yield UnreadableError("it ends within an array", "damaged-file")


def rows_of_csv(text: Iterable[str], limits: Limits) -> Iterator[_Row]:
    """Yield the rows of a CSV table, in linear time; a malformed row costs its first line."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.record_size))  # a global setting, made for small cells
    refused = "x" * (csv.field_size_limit() + 1)  # in place of a line that is too long, or makes a row too long
    every = (refused if isinstance(line, int) else line for line in lines_of(text, limits.record_size))
    lines = dropwhile(str.isspace, every)
    again, taken, spare = deque([next(lines, "")]), list[str](), limits.record_size

    def following() -> Iterator[str]:
        size = 0
        while line := again.popleft() if again else next(lines, ""):
            size += len(line)
            taken.append(line)
            yield line if size < len(refused) else refused

    read = partial(csv.reader, delimiter=separator_of(again[0]), strict=True)
    names = next(read(following()), [])
    if any(map(detect, names)):  # it is no header
        again.extendleft(reversed(taken))
        names = [f"column {number}" for number, _ in enumerate(names, 1)]
    names = list(distinct(names))
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


def separated(text: Iterable[str], separator: str, longest: int) -> Iterator[str | UnreadableError]:
    """Yield the texts between lines that are the separator, without blank ones."""
    for is_between, lines in groupby(lines_of(text, longest), lambda line: str(line).strip() == separator.strip()):
        held, size = list[str](), 0
        for line in () if is_between else lines:
            size += line if isinstance(line, int) else len(line)
            held += [line] if isinstance(line, str) and size <= longest else []
        if size > longest:
            yield UnreadableError(f"{size:,} characters", "long-record")
        elif not all(map(str.isspace, held)):
            yield "".join(held)


#: What reads each type of text with records.
READERS: Final = {"lines": rows_of_lines, "json": rows_of_json, "csv": rows_of_csv}
