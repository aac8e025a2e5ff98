"""JSON that is not one record a line: an array of records, a single one, or one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from rareinsight.dumps._notices import LONGEST_RECORD, Notice, make_notice

#: How deep the fields of a record may nest: far less than what Python, JSON and Arrow can write back.
MOST_LEVELS: Final = 100
TOO_DEEP: Final = f"its fields nest more than {MOST_LEVELS} levels deep"
_BETWEEN: Final = " \t\r\n,"


def is_too_deep(value: object) -> bool:
    """Whether a value nests more than :data:`MOST_LEVELS` deep; told without recursion.

    >>> is_too_deep({"tags": ["a"]})
    False
    """
    level = [value]
    for _ in range(MOST_LEVELS + 1):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()  # pyright: ignore[reportUnknownVariableType]
    return value if isinstance(value, list | tuple) else ()  # pyright: ignore[reportUnknownVariableType]


def values_of(pieces: Iterable[str], path: str) -> Iterator[tuple[int, object] | Notice]:
    """Yield the values of JSON with their numbers, those of an array one by one; what is no JSON ends them.

    >>> list(values_of(['[{"id": 1}, {"i', 'd": 2}]'], "dump"))
    [(0, {'id': 1}), (1, {'id': 2})]
    """
    decoder, source = json.JSONDecoder(), iter(pieces)
    waiting, number, inside, ended = "", 0, False, False
    wanted = 1
    while True:
        while not ended and len(waiting) < wanted:
            piece = next(source, None)
            ended = piece is None
            waiting += piece or ""
        waiting = waiting.lstrip(_BETWEEN)
        if waiting.startswith("]") and inside:
            inside, waiting = False, waiting[1:]
        elif waiting.startswith("[") and not inside:
            inside, waiting = True, waiting[1:]
        elif waiting:
            found = _first_value(decoder, waiting)
            if found is None and not ended and len(waiting) <= LONGEST_RECORD:
                wanted = max(2 * len(waiting), 1 << 16)
                continue
            if found is None:
                code = "long-record" if len(waiting) > LONGEST_RECORD else "broken-record"
                yield make_notice(code, path, "what follows it is not read", record=number)
                return
            yield number, found[0]
            waiting, number = waiting[found[1] :], number + 1
        elif ended:
            if inside:
                yield make_notice("damaged-file", path, "it ends within an array", record=number)
            return
        wanted = 1


def _first_value(decoder: json.JSONDecoder, text: str) -> tuple[object, int] | None:
    """Return the value that a text begins with, and its length; ``None`` if it is none or goes on."""
    if not text.startswith(("{", "[", '"')):
        return None
    try:
        return decoder.raw_decode(text)
    except (ValueError, RecursionError):
        return None
