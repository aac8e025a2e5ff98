"""Messages to users: text that is safe to show, and errors about misuse.

Misuse is refused at once, with the name of the argument or field, what was expected and what was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial, wraps
from reprlib import repr as excerpt  # a whole text would hide what the message says
from types import UnionType
from typing import Any, Final, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

from attrs import Attribute

_Value = TypeVar("_Value")
# attrs passes each field with its type, which no check needs
Check: TypeAlias = "Callable[[object, Attribute[Any], Any], None]"

#: What to do about a wrong value, by what was expected and the type that was given.
_HINTS: Final = {
    ("a str", "bytes"): ": decode it first, as in text.decode('utf-8')",
    ("an Article", "str"): ": parse it first, as in parse(text)",
    ("a Layout or None", "str"): ": use one such as Layout(lines='one')",
    ("an iterable of str", "str"): ": use parse_many instead",
    ("an iterable of RecordBatch", "Table"): ": use parse_table instead",
}


def printable(text: str) -> str:
    """Make a text safe for a terminal: whitespace collapsed, control and direction characters made visible."""
    folded = " ".join(text.split())
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in folded)


def count(number: int, noun: str) -> str:
    """Return a number and its noun, such as ``1 section`` or ``2,000 insights``."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


def shorten(text: str, most: int) -> str:
    """Return a text in quotes, safe for a terminal, truncated to ``most`` characters."""
    quoted = repr(printable(text[:most]))
    return quoted if len(text) <= most >= len(quoted) - 2 else f"{quoted[:most]}…{quoted[-1]}"


def expect(kind: type | UnionType, **given: object) -> None:
    """Refuse arguments, given by name, that are not of a type; ``True`` is not an ``int``."""
    kinds = _kinds_of(kind)
    for name, value in given.items():
        if type(value) not in kinds and not _is_a(kinds, value):
            raise refusal(name, _named(kinds), value)


def expect_each(kind: type[_Value], **given: Iterable[_Value]) -> Iterator[_Value]:
    """Return an iterator over an argument, given by name, that refuses values that are not of a type."""
    ((name, values),) = given.items()
    if not isinstance(values, Iterable):
        raise refusal(name, f"an iterable of {kind.__name__}", values)
    return (_expected(kind, f"{name}[{number}]", value) for number, value in enumerate(values))


def _expected(kind: type[_Value], name: str, value: _Value) -> _Value:
    expect(kind, **{name: value})
    return value


def refusal(name: str, expected: str, given: object, error: type[Exception] = TypeError) -> Exception:
    """Return the error about an argument or a field."""
    hint = _HINTS.get((expected, type(given).__name__), "")
    return error(f"{name}: expected {expected}, got {excerpt(given)}{hint}")


def _kinds_of(kind: type | UnionType) -> tuple[type, ...]:
    return kind.__args__ if isinstance(kind, UnionType) else (kind,)


def _is_a(kinds: tuple[type, ...], value: object) -> bool:
    return isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)


def _named(kinds: tuple[type, ...]) -> str:
    names = " or ".join(kind.__name__.replace("NoneType", "None") for kind in kinds)
    return f"an {names}" if names.startswith(tuple("AIOai")) else f"a {names}"


def refuse_unknown_fields(declared: type[_Value]) -> type[_Value]:
    """Make a class refuse fields that it does not have, and suggest the nearest one."""
    accept: Callable[..., None] = declared.__init__
    known = [field for field in accept.__annotations__ if field != "return"]

    @wraps(accept)
    def init(self: _Value, *values: object, **named: object) -> None:
        for given in named:
            if given not in known:
                raise TypeError(f"{declared.__name__} has no field {given!r}; {nearest(given, known)}")
        accept(self, *values, **named)

    # set like this because type checkers give each class an `__init__` of its own type
    setattr(declared, "__init__", init)  # noqa: B010
    return declared


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what to add to a message about an unknown name: the most similar name, or else all names."""
    from difflib import get_close_matches  # here, as it is rarely needed

    names = sorted(known)
    folded = {each.casefold(): each for each in names}
    if near := get_close_matches(name.casefold(), folded, n=1):
        return f"did you mean {folded[near[0]]!r}?"
    return f"available: {', '.join(map(repr, names)) or 'none'}"


def checked(
    is_right: Callable[[Any], object], expected: str, error: type[Exception] = ValueError, sure: tuple[type, ...] = ()
) -> Check:
    """Return a validator that refuses wrong values; those whose type is in ``sure`` are right without a check."""

    def check(owner: object, field: Attribute[Any], value: object) -> None:
        if type(value) not in sure and not is_right(value):
            raise refusal(f"{type(owner).__name__}.{field.name}", expected, value, error)

    return check


def is_a(kind: type | UnionType) -> Check:
    """Return a validator for fields of a type."""
    kinds = _kinds_of(kind)
    return checked(partial(_is_a, kinds), _named(kinds), TypeError, sure=kinds)


def each_is_a(kind: type) -> Check:
    """Return a validator for fields that are tuples of a type and have the converter :func:`as_tuple`."""

    def check(owner: object, field: Attribute[Any], values: object) -> None:
        where = f"{type(owner).__name__}.{field.name}"
        if not isinstance(values, tuple):
            raise refusal(where, f"a list of {kind.__name__}", values)
        for at, value in enumerate(cast("tuple[object, ...]", values)):
            if not isinstance(value, kind):
                raise refusal(f"{where}[{at}]", _named((kind,)), value)

    return check


def in_range(least: int, most: int | None = None) -> Check:
    """Return a validator for fields that are integers within bounds."""
    return checked(
        lambda value: _is_a((int,), value) and least <= value and (most is None or value <= most),
        f"an integer >= {least:,}" if most is None else f"an integer from {least:,} to {most:,}",
    )


def one_of(*choices: str | None) -> Check:
    """Return a validator for fields that are one of a few values."""
    return checked(lambda value: value in choices, f"one of {', '.join(map(repr, choices))}")


def typed(_: type, declared: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """Make each field without a validator refuse values of other types; for `field_transformer` of attrs.

    Integers are left alone, as they have bounds. Classes with such fields can't postpone annotations.
    """
    return [each if each.validator or each.type is int else each.evolve(validator=_of(each.type)) for each in declared]


def _of(hint: Any) -> Check:  # noqa: ANN401 - of any type
    """Return a validator for fields with a type hint."""
    arguments = get_args(hint)
    if get_origin(hint) is Literal:
        return one_of(*arguments)
    if get_origin(hint) is tuple:
        return each_is_a(arguments[0])
    return is_a(hint if isinstance(hint, UnionType) else get_origin(hint) or hint)


def as_tuple(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Return several values as a tuple; anything else is left for the validator to refuse by name."""
    given: object = values
    is_one = isinstance(given, str) or not isinstance(given, Iterable)
    return cast("tuple[_Value, ...]", given) if is_one else tuple(values)
