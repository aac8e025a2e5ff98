"""Records with fields: which one holds the text, and the others as JSON can say them."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (JSON has none)

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any, Final

from rareinsight import Format, detect, parse
from rareinsight.dumps._encodings import decode_record
from rareinsight.dumps._kinds import USUAL_FIELDS
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, UnreadableError, make_notice
from rareinsight.dumps._records import TOO_DEEP, Options, Record, is_too_deep
from rareinsight.dumps._texts import whole_lines

#: How many records are looked at to find the field that holds the text.
_SAMPLE: Final = 50
#: A row of a table or a value of JSON: its number in the file, and its values by their names.
Row = tuple[int, dict[str, Any]]


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
            if isinstance(value, str) and value:
                lengths[name] += len(value)
                if format is not None or detect(value) is not None:
                    digests[name] += bool(parse(value, format=format).sections)
    usual = {name: -place for place, name in enumerate(USUAL_FIELDS)}
    return max(
        lengths, key=lambda name: (digests[name], usual.get(name.lower(), -len(usual)), lengths[name]), default=None
    )


def choose_field(
    sample: Sequence[Mapping[str, object]], options: Options, path: str, notices: list[Notice]
) -> str | None:
    """Return the field that holds the text: the one that was named, or the one that is found, which is told.

    Raises:
        UnreadableError: None of the records has the field that was named.
    """
    if options.field is None:
        name = find_text_field(sample, options.format)
        if name is not None:
            notices.append(make_notice("text-field", path, repr(name)))
        return name
    names = list(dict.fromkeys(chain.from_iterable(sample)))
    if names and options.field not in names:
        raise UnreadableError(f"there is no {options.field!r}: {nearest(options.field, names)}", "unknown-field")
    return options.field


def nearest(name: str, known: list[str]) -> str:
    """Return what to add to a message about a name nobody knows."""
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(map(repr, known[:20]))}"


def records_of_rows(
    found: Iterator[Row | Notice], options: Options, path: str, notices: list[Notice]
) -> Iterator[Record | Notice]:
    """Yield the records in the rows of a table or the objects of a JSON file."""
    sample = list(_sample_of(found))
    rows = [each[1] for each in sample if not isinstance(each, Notice)]
    texts = [{name: _text_of(value, path, 0)[0] for name, value in row.items()} for row in rows]
    name = choose_field(texts, options, path, notices)
    for each in chain(sample, found):
        if isinstance(each, Notice):
            yield each
            continue
        number, values = each
        text, told = _text_of(values.pop(name or "", None), path, number)
        yield from told
        if not text or text.isspace():
            yield make_notice("missing-text", path, f"in {name!r}" if name else "", record=number)
        else:
            yield Record(path, number, text, {key: plain(value) for key, value in values.items()}, text_field=name)


def _sample_of(found: Iterator[Row | Notice]) -> Iterator[Row | Notice]:
    """Yield the first rows, no more of them than a record may hold."""
    size = 0
    for each in islice(found, _SAMPLE):
        yield each
        if not isinstance(each, Notice):
            size += sum(len(value) for value in each[1].values() if isinstance(value, str | bytes))
        if size > LONGEST_RECORD:
            return


def _text_of(value: object, path: str, number: int) -> tuple[str | None, list[Notice]]:
    """Return the text in a cell of text or bytes, and what there is to tell of bytes that are no UTF-8."""
    if isinstance(value, bytes):
        return decode_record(value, "utf-8", path, number)
    return value if isinstance(value, str) else None, []


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


def records_of_lines(
    text: Iterator[str], options: Options, path: str, notices: list[Notice]
) -> Iterator[Record | Notice]:
    """Yield the lines of JSON in a text, each a record still to be decoded."""
    lines = enumerate(line for piece in whole_lines(text) for line in _split(piece))
    sample = list(islice(lines, _SAMPLE))
    name = choose_field([_object_of(line) for _, line in sample], options, path, notices)
    for number, line in chain(sample, lines):
        if isinstance(line, int):
            yield make_notice("long-record", path, f"{line:,} characters", record=number)
        elif line and not line.isspace():
            yield Record(path, number, line, form="line", text_field=name)


def _split(piece: str | int) -> list[str] | list[int]:
    """Return the lines of a text that ends where a line does."""
    return [piece] if isinstance(piece, int) else piece.removesuffix("\n").split("\n")


def _object_of(line: str | int) -> dict[str, Any]:
    """Return the fields in a line; none if it is no JSON object."""
    try:
        found: object = json.loads(line) if isinstance(line, str) else None
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def rows_of_json(pieces: Iterable[str], path: str) -> Iterator[Row | Notice]:
    """Yield the objects of JSON, those of an array one by one, and texts as objects; what is no JSON ends them.

    >>> list(rows_of_json(['[{"id": 1}, {"i', 'd": 2}]'], "dump"))
    [(0, {'id': 1}), (1, {'id': 2})]
    """
    decode, source = json.JSONDecoder().raw_decode, iter(pieces)
    waiting, number, wanted, ended, depth = "", 0, 1, False, 0
    while True:
        while not ended and len(waiting) < wanted:
            piece = next(source, None)
            ended = piece is None
            waiting += piece or ""
        rest, wanted = waiting.lstrip(" \t\r\n,[]"), 1
        between, waiting = waiting[: len(waiting) - len(rest)], rest
        depth += between.count("[") - between.count("]")
        if not waiting and ended:
            if depth > 0:
                yield make_notice("damaged-file", path, "it ends within an array", record=number)
            return
        try:
            value, end = decode(waiting) if waiting else (None, 0)
        except (ValueError, RecursionError) as error:
            if not ended and len(waiting) <= LONGEST_RECORD and not isinstance(error, RecursionError):
                wanted = max(2 * len(waiting), 1 << 16)
                continue
            code = "long-record" if len(waiting) > LONGEST_RECORD else "broken-record"
            yield make_notice(code, path, f"what follows is not read ({error})", record=number)
            return
        if end:
            yield _row_of(number, value, path)
            waiting, number = waiting[end:], number + 1


def _row_of(number: int, value: object, path: str) -> Row | Notice:
    if isinstance(value, str):
        return number, {"text": value}
    if not isinstance(value, dict) or is_too_deep(value):
        detail = TOO_DEEP if isinstance(value, dict) else "no JSON object"
        return make_notice("broken-record", path, detail, record=number)
    return number, value
