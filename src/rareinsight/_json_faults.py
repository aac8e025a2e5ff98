"""What is wrong with the JSON of an article, in our own words: those of msgspec change from release to release."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from math import isfinite
from typing import Any, Final, Literal, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from rareinsight._messages import nearest, shorten
from rareinsight.model import Article, Citation

#: The longest integer that Python reads from a text by default, in digits.
_MAX_DIGITS: Final = 4300


def _is_time(value: object) -> bool:
    try:
        msgspec.convert(value, datetime)
    except msgspec.ValidationError:
        return False
    return True


#: What a value of each type must be, in words, and whether a JSON value is that.
_EXPECTED: Final[dict[object, tuple[str, Callable[[object], bool]]]] = {
    str: ("a string", lambda value: isinstance(value, str)),
    int: ("an integer", lambda value: type(value) is int),
    bool: ("true or false", lambda value: isinstance(value, bool)),
    datetime: ("a date and time such as 2025-08-26T08:14:00", _is_time),
    tuple: ("an array", lambda value: isinstance(value, list | tuple)),
    Mapping: ("an object", lambda value: isinstance(value, dict)),
}


def hints_of(node: type) -> dict[str, Any]:
    """Return the types of the fields of a model class in JSON, where a claim may be that of the citation before."""
    return get_type_hints(node) | ({"claim": str | None} if node is Citation else {})


def fault_in_json(text: str | bytes, error: Exception) -> str:
    """Return why a text is not the JSON of an article, given the error it caused."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    try:
        value = json.loads(text.decode() if isinstance(text, bytes) else text, parse_int=_integer)
    except UnicodeDecodeError as wrong:
        return f"it is not UTF-8: byte 0x{wrong.object[wrong.start]:02X} at offset {wrong.start}"
    except json.JSONDecodeError as wrong:
        return f"it is not valid JSON at line {wrong.lineno}, column {wrong.colno}"
    return fault_in_article(value, error)


def fault_in_article(value: object, error: Exception) -> str:
    """Return why a JSON value is not an article, given the error it caused."""
    obstacles = (f"it has {obstacle}" for obstacle in obstacles_in(value, "$"))
    return next(chain(_faults(Article, value, "$"), obstacles), str(error))  # the last only if msgspec knows better


def obstacles_in(value: object, path: str) -> Iterator[str]:
    """Yield the values that JSON does not have, with their paths."""
    if type(value) is dict:
        for key, inner in cast("dict[object, object]", value).items():
            if type(key) is str:
                yield from obstacles_in(key, f"{path} (a key)")
                yield from obstacles_in(inner, f"{path}.{key}" if key.isidentifier() else f"{path}[{key!a}]")
            else:
                yield f"a key of type {type(key).__name__}, at `{path}`"
    elif type(value) is list:
        for number, inner in enumerate(cast("list[object]", value)):
            yield from obstacles_in(inner, f"{path}[{number}]")
    elif isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError as error:
            yield f"the lone surrogate U+{ord(value[error.start]):X}, at `{path}`, offset {error.start}"
    elif type(value) is float and not isfinite(value):
        yield f"{value}, at `{path}`"
    elif value is not None and type(value) not in (bool, int, float):
        yield f"a value of type {type(value).__name__}, at `{path}`"


def _faults(hint: Any, value: object, path: str, least: int = 0) -> Iterator[str]:
    """Yield what is wrong with a value that should be of a type, innermost first."""
    kinds = [kind for kind in get_args(hint) if kind is not type(None)] if type(None) in get_args(hint) else [hint]
    kind = get_origin(kinds[0]) or kinds[0]
    if kind is object or (value is None and kinds[0] is not hint):
        return
    if kind is Literal:
        if value not in get_args(kinds[0]):
            *others, last = map(repr, get_args(kinds[0]))
            yield f"{path} must be {', '.join(others)} or {last}, got {_shown(value)}"
        return
    expected, is_right = _EXPECTED[Mapping if attrs.has(kind) else kind]
    if not is_right(value):
        yield f"{path} must be {expected}, got {_shown(value)}"
    elif attrs.has(kind):
        yield from _faults_of_fields(kind, cast("dict[str, object]", value), path)
    elif kind is tuple:
        for number, each in enumerate(cast("list[object]", value)):
            yield from _faults(get_args(kinds[0])[0], each, f"{path}[{number}]")
    elif kind is int and cast("int", value) < least:
        yield f"{path} must be at least {least}, got {value}"


def _faults_of_fields(node: type, given: dict[str, object], path: str) -> Iterator[str]:
    """Yield what is wrong with the fields of an object, and then with the object as a whole."""
    hints = hints_of(node)
    fields = {field.name: field for field in attrs.fields(node)}
    for name, value in given.items():
        if name not in fields:
            yield f"{path} has an unknown field {name!r}; {nearest(name, fields)}"
        else:
            yield from _faults(hints[name], value, f"{path}.{name}", int(name == "level"))
    for name, field in fields.items():
        if name not in given and field.default is attrs.NOTHING:
            yield f"{path}.{name} is missing"
    try:
        msgspec.convert({name: value for name, value in given.items() if (name, value) != ("claim", None)}, node)
    except msgspec.ValidationError as error:
        yield f"{path}: {error.__cause__ or error}"  # the model's own error


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MAX_DIGITS else float(digits)


def _shown(value: object) -> str:
    """Return a JSON value as it is written, shortened."""
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "an array"
    return shorten(value, 40) if isinstance(value, str) else json.dumps(value)
