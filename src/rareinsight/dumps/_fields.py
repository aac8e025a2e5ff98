"""Which field of a record holds the text, and the others as JSON can say them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Final

from rareinsight import Format, detect, parse
from rareinsight.dumps._encodings import decode_record
from rareinsight.dumps._kinds import USUAL_FIELDS, UnknownKindError
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, make_notice
from rareinsight.dumps._records import Options, Record

#: How many records are looked at to find the field that holds the text.
SAMPLE: Final = 50

#: A row of a table or a value of JSON: its number in the file, and its values by their names.
Row = tuple[int, Mapping[str, object]]


class UnknownFieldError(UnknownKindError):
    """A file has no field of the name that was given."""


def find_text_field(records: Iterable[Mapping[str, object]], format: Format | str | None = None) -> str | None:
    """Return the name of the field that holds the text.

    That is the field with the most digests in it, then the one with the most usual name, then the one with
    the longest texts. ``None`` if no field holds text.

    >>> find_text_field([{"id": "a7", "page": "Core Insights - Prices fell [1]", "url": "https://example.org"}])
    'page'
    """
    digests: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    for record in records:
        for name, value in record.items():
            if isinstance(value, str) and value:
                lengths[name] += len(value)
                if format is not None or detect(value) is not None:
                    digests[name] += bool(parse(value, format=format).sections)
    usual = {name: -place for place, name in enumerate(USUAL_FIELDS)}
    return max(
        lengths,
        key=lambda name: (digests[name], usual.get(name.lower(), -len(usual)), lengths[name]),
        default=None,
    )


def choose_field(
    sample: list[Mapping[str, object]], options: Options, path: str, notices: list[Notice]
) -> str | None:
    """Return the field that holds the text: the one that was named, or the one that is found, which is told.

    Raises:
        UnknownFieldError: None of the records has the field that was named.
    """
    if options.field is None:
        name = find_text_field(sample, options.format)
        if name is not None:
            notices.append(make_notice("text-field", path, repr(name)))
        return name
    names = list(dict.fromkeys(chain.from_iterable(sample)))
    if sample and options.field not in names:
        raise UnknownFieldError(f"there is no field {options.field!r}: {nearest(options.field, names)}")
    return options.field


def nearest(name: str, known: list[str]) -> str:
    """Return what to add to a message about a name nobody knows."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(map(repr, known[:20]))}"


def records_of_rows(
    found: Iterator[Row | Notice], options: Options, path: str, notices: list[Notice]
) -> Iterator[Record | Notice]:
    """Yield the records in the rows of a table or the objects of a JSON file.

    Args:
        found: The rows.
        options: How to read them.
        path: The name of the file, for the notices.
        notices: Where it is told which field was found.

    Raises:
        UnknownFieldError: None of the first records has the field that was named.
    """
    sample = list(_sample_of(found))
    rows = [each[1] for each in sample if not isinstance(each, Notice)]
    texts = [{name: text_of(value, path)[0] for name, value in row.items()} for row in rows]
    name = choose_field([*texts], options, path, notices)
    for each in chain(sample, found):
        if isinstance(each, Notice):
            yield each
            continue
        number, values = each
        text, told = text_of(values.get(name or ""), path, number)
        yield from told
        if not text or text.isspace():
            yield make_notice("missing-text", path, f"in {name!r}" if name else "", record=number)
            continue
        fields = {key: plain(value) for key, value in values.items() if key != name}
        yield Record(path, number, text, fields, field=name)


def _sample_of(found: Iterator[Row | Notice]) -> Iterator[Row | Notice]:
    """Yield the first rows, no more of them than a record may hold."""
    size = 0
    for each in islice(found, SAMPLE):
        yield each
        if not isinstance(each, Notice):
            size += sum(len(value) for value in each[1].values() if isinstance(value, str | bytes))
        if size > LONGEST_RECORD:
            return


def text_of(value: object, path: str, number: int = 0) -> tuple[str | None, list[Notice]]:
    """Return the text in a column of strings or of bytes, and what there is to tell of bytes that are no UTF-8."""
    if isinstance(value, bytes):
        return decode_record(value, "utf-8", path, number)
    return value if isinstance(value, str) else None, []


def plain(value: object) -> object:
    """Return a value as JSON can say it: moments in ISO 8601, other things as Python prints them.

    >>> plain({"day": dt.date(2025, 8, 26), "scores": (1, math.nan)})
    {'day': '2025-08-26', 'scores': [1, None]}
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
