"""What is checked of a declaration: each check says what is wrong, where it stands and how to mend it.

A wrong declaration is refused where it is written, not weeks later where a text is read with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final, TypeAlias, TypeVar, cast

from attrs import Attribute

from rareinsight.errors import nearest

#: Signs that are recognised around a heading without being declared: blanks, Markdown's, the colon after it.
_AROUND_HEADINGS: Final = " \t\u3000#*:："
#: What only regular expressions hold.
_PATTERN: Final = re.compile(r"\\[dDwWsSbB]")
#: A longer word is no heading.
LONGEST_HEADING: Final = 80
#: Where the parts of a declaration belong.
_FIELDS_BY_TYPE: Final = {"Heading": "headings", "Numbered": "numbered"}

_Value = TypeVar("_Value")
# attrs hands over each field with its type, which no check looks at
_Field: TypeAlias = "Attribute[Any]"
_Check: TypeAlias = Callable[[object, _Field, Any], None]


# --- single values -----------------------------------------------------------------------------------------------


def refuse_unknown_fields(declared: type[_Value]) -> type[_Value]:
    """Have a class answer to a field it does not have with the one that was meant."""
    accept: Callable[..., None] = declared.__init__
    known = [name for name in accept.__annotations__ if name != "return"]

    @wraps(accept)
    def init(self: _Value, *values: object, **named: object) -> None:
        for name in named:
            if name not in known:
                raise TypeError(f"{declared.__name__} has no field {name!r}: {nearest(name, known)}")
        accept(self, *values, **named)

    # set like this, since to a type checker every class has an `__init__` of its own kind
    setattr(declared, "__init__", init)  # noqa: B010
    return declared


def check_flag(owner: object, field: _Field, value: object) -> None:
    """Refuse what is neither true nor false."""
    if not isinstance(value, bool):
        raise TypeError(f"{where_of(owner, field)}: {value!r} is neither True nor False")


def check_text_or_none(owner: object, field: _Field, value: object) -> None:
    """Refuse what is neither a text nor left open."""
    if not (value is None or isinstance(value, str)):
        raise TypeError(f"{where_of(owner, field)}: {value!r} is neither a str nor None")


def check_choice(*choices: str) -> _Check:
    """Return a check of fields that hold one of a few words."""

    def check(owner: object, field: _Field, value: object) -> None:
        if value not in choices:
            raise ValueError(
                f"{where_of(owner, field)}: {value!r} is unknown, {nearest(str(value), choices)}"
            )

    return check


def check_name(owner: object, field: _Field, name: object) -> None:
    """Refuse a name that is none."""
    if not isinstance(name, str):
        raise TypeError(f"{where_of(owner, field)}: {name!r} is not a str")
    if not name.strip():
        raise ValueError(
            f"{where_of(owner, field)} is empty: give the name that articles of the format carry"
        )


def check_level(owner: object, field: _Field, level: object) -> None:
    """Refuse a level that no heading has."""
    if not isinstance(level, int) or isinstance(level, bool):
        raise TypeError(f"{where_of(owner, field)}: {level!r} is not a whole number")
    if level < 1:
        raise ValueError(f"{where_of(owner, field)}: {level} is no level, the highest headings have level 1")


def where_of(owner: object, field: _Field) -> str:
    """Name a field as messages do: ``Format.markers``."""
    return f"{type(owner).__name__}.{field.name}"


# --- several values ----------------------------------------------------------------------------------------------


def as_tuple(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Return several values as a tuple; what is not several is left for the check to refuse by name."""
    given: object = values
    if isinstance(given, str) or not isinstance(given, Iterable):
        return cast("tuple[_Value, ...]", given)
    return tuple(values)


def as_words(values: Iterable[str]) -> tuple[str, ...]:
    """Return several words as a tuple, as :func:`as_tuple` does."""
    return as_tuple(values)


def check_all(kind: type, wrapped: str) -> _Check:
    """Return a check of fields that hold several values of a type; ``wrapped`` shows how it is made of a string."""

    def check(owner: object, field: _Field, values: object) -> None:
        where = where_of(owner, field)
        if isinstance(values, str):
            raise TypeError(f"{where}: {values!r} is one string, write [{wrapped.format(repr(values))}]")
        if not isinstance(values, tuple):
            raise TypeError(f"{where}: {values!r} is no list; write [{wrapped.format('...')}]")
        for value in cast("tuple[object, ...]", values):
            if isinstance(value, str) and kind is not str:
                raise TypeError(f"{where}: {value!r} is a string, write {wrapped.format(repr(value))}")
            if not isinstance(value, kind):
                field_of_value = _FIELDS_BY_TYPE.get(type(value).__name__)
                hint = f"; write {field_of_value}=[...]" if field_of_value else ""
                raise TypeError(f"{where}: {value!r} is no {kind.__name__}{hint}")

    return check


_check_strings = check_all(str, "{}")


def check_words(owner: object, field: _Field, words: tuple[str, ...]) -> None:
    """Refuse words that are empty or of several lines."""
    _check_strings(owner, field, words)
    for word in words:
        if not word.strip():
            raise ValueError(f"{where_of(owner, field)} holds {word!r}: remove it, it would match everywhere")
        if _PATTERN.search(word):
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: words stand for themselves and are no patterns"
            )
        if len(word.splitlines()) > 1:
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: give each of its lines as a word of its own"
            )


def check_headings(owner: object, field: _Field, words: tuple[str, ...]) -> None:
    """Refuse headings with signs that belong to the text around them."""
    check_words(owner, field, words)
    for word in words:
        if len(word) > LONGEST_HEADING:
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: no heading of more than {LONGEST_HEADING} characters is "
                "looked for; with free_headings=True longer ones are told by their form"
            )
        if "{" in word and "}" in word:
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: words stand for themselves; write Numbered({word!r}) for "
                "headings with a number"
            )
        bare = word.strip(_AROUND_HEADINGS)
        if bare != word:
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: write {bare!r}; blanks, colons and Markdown's signs "
                "around a heading are recognised without being declared"
            )


def check_markers(owner: object, field: _Field, markers: tuple[str, ...]) -> None:
    """Refuse markers with blanks."""
    check_words(owner, field, markers)
    for marker in markers:
        if len(marker.split()) > 1 or marker != marker.strip():
            raise ValueError(
                f"{where_of(owner, field)} holds {marker!r}: a marker has no blanks, those around it are "
                f"looked for anyway; write {marker.split()[0]!r}"
            )
        if "{n}" in marker and field.name == "markers":
            raise ValueError(
                f"{where_of(owner, field)} holds {marker!r}: markers stand for themselves; write "
                f"numbered_markers=[{marker!r}] for insights that are numbered"
            )
