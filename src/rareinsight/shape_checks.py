"""What is checked of the shapes of a declaration, which are words with places in braces: ``[{n}]``, ``Group {n}``."""

from __future__ import annotations

import string
from typing import Any, Final, NamedTuple, TypeAlias, cast

from attrs import Attribute

from rareinsight.checks import check_words, where_of

# attrs hands over each field with its type, which no check looks at
_Field: TypeAlias = "Attribute[Any]"
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
#: Signs after a number in any sentence.
_STOPS: Final = " .,;:!?)。，；：！？）"


class _Shapes(NamedTuple):
    """What the shapes of a field have: at least one of the places that are needed, and those that it may have."""

    example: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    may_be_bare: bool = False
    has_each_once: bool = True
    begins: str = ""
    is_told_by_signs: bool = False


_SHAPES: Final = {
    "shape": _Shapes("Group {n}", needs=("n", "c", "r"), has_each_once=False),
    "heading_links": _Shapes("[{text}]({url})", needs=("text",), takes=("url",), begins="["),
    "numbered_markers": _Shapes("{n}.", needs=("n",)),
    "citations": _Shapes("[{n}]", needs=("n",), takes=("text", "url"), is_told_by_signs=True),
    "source_lines": _Shapes("{source}·{date}", needs=("date",), takes=("source",), may_be_bare=True),
}


def check_lines(owner: object, field: _Field, words: tuple[str, ...]) -> None:
    """Refuse lines that :func:`check_words` refuses, and those with places, which stand for themselves."""
    check_words(owner, field, words)
    for word in words:
        if any(f"{{{place}}}" in word for place in PLACES):
            raise ValueError(
                f"{where_of(owner, field)} holds {word!r}: words stand for themselves; write them without places"
            )


def check_shapes(owner: object, field: _Field, shapes: str | tuple[str, ...]) -> None:
    """Refuse shapes that can't stand in the field."""
    where, several = where_of(owner, field), shapes
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
    _check_places(where, shape, [place for _, place in parts if place is not None], wanted)
    _check_signs(where, shape, parts, wanted)


def _check_places(where: str, shape: str, places: list[str], wanted: _Shapes) -> None:
    for place in places:
        if place not in wanted.needs + wanted.takes:
            known = "; ".join(f"{{{name}}} is {PLACES[name]}" for name in wanted.needs + wanted.takes)
            raise ValueError(f"{where}: {shape!r} has an unknown place {{{place}}}: {known}")
    if not set(wanted.needs) & set(places):
        needs = " or ".join(f"{{{place}}}" for place in wanted.needs)
        raise ValueError(
            f"{where}: {shape!r} has no {needs}; write where it stands, as in {wanted.example!r}"
        )
    if wanted.has_each_once and len(set(places)) < len(places):
        raise ValueError(f"{where}: {shape!r} has a place twice; write each once, as in {wanted.example!r}")
    if not wanted.has_each_once and len(places) > 1 and set(places) != {"n"}:
        raise ValueError(
            f"{where}: {shape!r} has several places, which are the number of an outline: write them as {{n}}, as in "
            "'{n}.{n}'"
        )


def _check_signs(where: str, shape: str, parts: list[tuple[str, str | None]], wanted: _Shapes) -> None:
    if not shape.startswith(wanted.begins):
        raise ValueError(
            f"{where}: {shape!r} does not begin with {wanted.begins!r}, and links are looked for at that sign only, "
            f"as in {wanted.example!r}"
        )
    if "" in [text for text, place in parts[1:] if place is not None]:
        raise ValueError(f"{where}: nothing parts the places of {shape!r}; write the sign between them")
    if not (wanted.may_be_bare or any(text.strip() for text, _ in parts)):
        raise ValueError(
            f"{where}: {shape!r} would be anything; write the signs around it, as in {wanted.example!r}"
        )
    if wanted.is_told_by_signs and shape.startswith("{") and not shape.rpartition("}")[2].strip(_STOPS):
        raise ValueError(
            f"{where}: {shape!r} is any number before a stop; write the sign before it, as in {wanted.example!r}"
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
