"""What is checked of a declaration: each check says what is wrong, where it stands and how to mend it.

A wrong declaration is refused where it is written, not weeks later where a text is read with it.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from attrs import Attribute

from rareinsight.errors import nearest

#: Signs that are recognised around a heading without being declared: blanks, Markdown's, the colon after it.
_AROUND_HEADINGS: Final = " \t\u3000#*:："
#: A longer word is no heading.
LONGEST_HEADING: Final = 80
#: The places a shape may have, and what stands in them.
PLACES: Final = {
    "n": "a number in Arabic digits",
    "c": "a number in Chinese numerals",
    "r": "a number in Roman numerals",
    "source": "the name of the publisher",
    "date": "a date, with or without a time and a zone",
    "text": "words, as many as there are",
    "url": "an address, without blanks",
}


class _Shapes(NamedTuple):
    """What the shapes of a field have: at least one of the places that are needed, and those that it may have."""

    example: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    may_be_bare: bool = False
    has_each_once: bool = True
    begins: str = ""


_SHAPES: Final = {
    "shape": _Shapes("Group {n}", needs=("n", "c", "r"), has_each_once=False),
    "heading_links": _Shapes("[{text}]({url})", needs=("text",), takes=("url",), begins="["),
    "numbered_markers": _Shapes("{n}.", needs=("n",)),
    "citations": _Shapes("[{n}]", needs=("n",), takes=("text", "url")),
    "source_lines": _Shapes("{source}·{date}", needs=("date",), takes=("source",), may_be_bare=True),
}

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
        raise TypeError(f"{_where(owner, field)}: {value!r} is neither True nor False")


def check_text_or_none(owner: object, field: _Field, value: object) -> None:
    """Refuse what is neither a text nor left open."""
    if not (value is None or isinstance(value, str)):
        raise TypeError(f"{_where(owner, field)}: {value!r} is neither a str nor None")


def check_choice(*choices: str) -> _Check:
    """Return a check of fields that hold one of a few words."""

    def check(owner: object, field: _Field, value: object) -> None:
        if value not in choices:
            raise ValueError(f"{_where(owner, field)}: {value!r} is unknown, {nearest(str(value), choices)}")

    return check


def check_name(owner: object, field: _Field, name: object) -> None:
    """Refuse a name that is none."""
    if not isinstance(name, str):
        raise TypeError(f"{_where(owner, field)}: {name!r} is not a str")
    if not name.strip():
        raise ValueError(f"{_where(owner, field)} is empty: give the name that articles of the format carry")


def check_level(owner: object, field: _Field, level: object) -> None:
    """Refuse a level that no heading has."""
    if not isinstance(level, int) or isinstance(level, bool):
        raise TypeError(f"{_where(owner, field)}: {level!r} is not a whole number")
    if level < 1:
        raise ValueError(f"{_where(owner, field)}: {level} is no level, the highest headings have level 1")


def _where(owner: object, field: _Field) -> str:
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
        where = _where(owner, field)
        if isinstance(values, str):
            raise TypeError(f"{where}: {values!r} is one string, write [{wrapped.format(repr(values))}]")
        if not isinstance(values, tuple):
            raise TypeError(f"{where}: {values!r} is no list; write [{wrapped.format('...')}]")
        for value in cast("tuple[object, ...]", values):
            if isinstance(value, str) and kind is not str:
                raise TypeError(f"{where}: {value!r} is a string, write {wrapped.format(repr(value))}")
            if not isinstance(value, kind):
                raise TypeError(f"{where}: {value!r} is no {kind.__name__}")

    return check


_check_strings = check_all(str, "{}")


def check_words(owner: object, field: _Field, words: tuple[str, ...]) -> None:
    """Refuse words that are empty or of several lines."""
    _check_strings(owner, field, words)
    for word in words:
        if not word.strip():
            raise ValueError(f"{_where(owner, field)} holds {word!r}: remove it, it would match everywhere")
        if len(word.splitlines()) > 1:
            raise ValueError(
                f"{_where(owner, field)} holds {word!r}: give each of its lines as a word of its own"
            )


def check_headings(owner: object, field: _Field, words: tuple[str, ...]) -> None:
    """Refuse headings with signs that belong to the text around them."""
    check_words(owner, field, words)
    for word in words:
        if len(word) > LONGEST_HEADING:
            raise ValueError(
                f"{_where(owner, field)} holds {word!r}: no heading of more than {LONGEST_HEADING} characters is "
                "looked for; with free_headings=True longer ones are told by their form"
            )
        if "{" in word and "}" in word:
            raise ValueError(
                f"{_where(owner, field)} holds {word!r}: words stand for themselves; write Numbered({word!r}) for "
                "headings with a number"
            )
        bare = word.strip(_AROUND_HEADINGS)
        if bare != word:
            raise ValueError(
                f"{_where(owner, field)} holds {word!r}: write {bare!r}; blanks, colons and Markdown's signs "
                "around a heading are recognised without being declared"
            )


def check_markers(owner: object, field: _Field, markers: tuple[str, ...]) -> None:
    """Refuse markers with blanks."""
    check_words(owner, field, markers)
    for marker in markers:
        if len(marker.split()) > 1 or marker != marker.strip():
            raise ValueError(
                f"{_where(owner, field)} holds {marker!r}: a marker has no blanks, those around it are "
                f"looked for anyway; write {marker.split()[0]!r}"
            )
        if "{n}" in marker and field.name == "markers":
            raise ValueError(
                f"{_where(owner, field)} holds {marker!r}: markers stand for themselves; write "
                f"numbered_markers=[{marker!r}] for insights that are numbered"
            )


# --- shapes ------------------------------------------------------------------------------------------------------


def check_shapes(owner: object, field: _Field, shapes: str | tuple[str, ...]) -> None:
    """Refuse shapes that can't stand in the field."""
    where, several = _where(owner, field), shapes
    if field.name == "shape":
        if not isinstance(shapes, str):
            raise TypeError(f"{where}: {shapes!r} is no str")
        several = (shapes,)
    check_words(owner, field, cast("tuple[str, ...]", several))
    for shape in several:
        _check_shape(where, shape, _SHAPES[field.name])


def _check_shape(where: str, shape: str, wanted: _Shapes) -> None:
    try:
        parts = parts_of(shape)
    except ValueError as error:
        raise ValueError(f"{where}: {shape!r} is no shape as {wanted.example!r} is: {error}") from None
    places = [place for _, place in parts if place is not None]
    for place in places:
        if place not in wanted.needs + wanted.takes:
            known = "; ".join(f"{{{name}}} is {PLACES[name]}" for name in wanted.needs + wanted.takes)
            raise ValueError(f"{where}: {shape!r} has an unknown place {{{place}}}: {known}")
    if not shape.startswith(wanted.begins):
        raise ValueError(
            f"{where}: {shape!r} does not begin with {wanted.begins!r}, and links are looked for at that sign only, "
            f"as in {wanted.example!r}"
        )
    if not set(wanted.needs) & set(places):
        needs = " or ".join(f"{{{place}}}" for place in wanted.needs)
        raise ValueError(
            f"{where}: {shape!r} has no {needs}; write where it stands, as in {wanted.example!r}"
        )
    if len(set(places)) < len(places) and wanted.has_each_once:
        raise ValueError(f"{where}: {shape!r} has a place twice; write each once, as in {wanted.example!r}")
    if "" in [text for text, place in parts[1:] if place is not None]:
        raise ValueError(f"{where}: nothing parts the places of {shape!r}; write the sign between them")
    if not (wanted.may_be_bare or any(text.strip() for text, _ in parts)):
        raise ValueError(
            f"{where}: {shape!r} would be anything; write the signs around it, as in {wanted.example!r}"
        )


def parts_of(shape: str) -> list[tuple[str, str | None]]:
    """Return the parts of a shape in order: some text, and the place that follows it, ``None`` at the end.

    >>> parts_of("Group {n}:"), parts_of("{{{n}")
    ([('Group ', 'n'), (':', None)], [('{', 'n')])
    """
    parts: list[tuple[str, str | None]] = []
    before = ""
    for text, place, width, conversion in string.Formatter().parse(shape):
        if width or conversion:
            raise ValueError(f"write {{{place}}} with nothing more in the braces")
        before += text
        if place is not None:
            parts.append((before, place))
            before = ""
    return [*parts, (before, None)] if before else parts


def signs_of(shape: str) -> tuple[str, ...]:
    """Return what of a shape is fixed: the signs around its places, without blanks.

    >>> signs_of("【{n}†{text}】")
    ('【', '†', '】')
    """
    return tuple("".join(text.split()) for text, _ in parts_of(shape))
