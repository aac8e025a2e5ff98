"""What is checked of a declaration: each check says what is wrong, where it stands and how to mend it.

A wrong declaration is refused where it is written, not weeks later where a text is read with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Final, NamedTuple, TypeAlias, TypeVar, cast

from attrs import Attribute

from rareinsight._format.shapes import parts_of, places_of
from rareinsight.diagnostics import nearest

#: A longer word is no heading, in characters.
LONGEST_WORD: Final = 80
#: What is recognised around a heading without being declared: spaces, Markdown's characters, the colon after it.
_AROUND_HEADINGS: Final = " \t\u3000#*:："
#: What only regular expressions hold.
_PATTERN: Final = re.compile(r"\\[dDwWsSbB]")
#: Where the parts of a declaration belong.
_FIELDS_BY_TYPE: Final = {"Heading": "headings", "Numbered": "numbered"}
#: The places a shape may have, and what stands in them.
_PLACES: Final = {
    "n": "a number in Arabic digits",
    "s": "superscript digits, a number each",
    "key": "what is cited where it is no number: an id, a name, a path, an address",
    "a": "the number of the answer",
    "lines": "anything, over lines as well",
    "c": "a number in Chinese numerals",
    "r": "a number in Roman numerals",
    "source": "the name of the publisher",
    "date": "a date, with or without a time and a zone",
    "text": "words, as many as there are",
    "url": "an address, without spaces",
}

_Value = TypeVar("_Value")
# attrs hands over each field with its type, which no check looks at
_Field: TypeAlias = "Attribute[Any]"
_Check: TypeAlias = Callable[[object, _Field, Any], None]
#: Whether something is wrong with a word.
_Fault: TypeAlias = Callable[[str], object]


def _where(owner: object, field: _Field) -> str:
    return f"{type(owner).__name__}.{field.name}"


def refuse_unknown_fields(declared: type[_Value]) -> type[_Value]:
    """Have a class answer to a field it does not have with the one that was meant."""
    accept: Callable[..., None] = declared.__init__
    known = [field for field in accept.__annotations__ if field != "return"]

    @wraps(accept)
    def init(self: _Value, *values: object, **named: object) -> None:
        for given in named:
            if given not in known:
                raise TypeError(f"{declared.__name__} has no field {given!r}: {nearest(given, known)}")
        accept(self, *values, **named)

    # set like this, since to a type checker every class has an `__init__` of its own kind
    setattr(declared, "__init__", init)  # noqa: B010
    return declared


def _check_value(
    kinds: tuple[type, ...], refusal: str, is_right: Callable[[Any], object] = lambda _: True, hint: str = ""
) -> _Check:
    def check(owner: object, field: _Field, value: object) -> None:
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError(f"{_where(owner, field)}: {value!r} is {refusal}")
        if not is_right(value):
            raise ValueError(f"{_where(owner, field)}: {value!r} is {hint}")

    return check


flag: Final = _check_value((bool,), "neither True nor False")
text_or_none: Final = _check_value((str, type(None)), "neither a str nor None")
name: Final = _check_value((str,), "not a str", str.strip, "empty: give the name that articles of the format carry")
level: Final = _check_value(
    (int,), "not a whole number", lambda depth: depth >= 1, "no level, the highest headings have level 1"
)


def choice(*choices: str | None) -> _Check:
    """Return a check of fields that hold one of a few words."""

    def check(owner: object, field: _Field, value: object) -> None:
        if value not in choices:
            raise ValueError(
                f"{_where(owner, field)}: {value!r} is unknown, {nearest(str(value), filter(None, choices))}"
            )

    return check


def as_tuple(values: Iterable[_Value]) -> tuple[_Value, ...]:
    """Return several values as a tuple; what is not several is left for the check to refuse by name."""
    given: object = values
    if isinstance(given, str) or not isinstance(given, Iterable):
        return cast("tuple[_Value, ...]", given)
    return tuple(values)


def as_words(values: Iterable[str]) -> tuple[str, ...]:
    """Return several words as a tuple, as :func:`as_tuple` does; mypy follows no generic converter."""
    return as_tuple(values)


def each(kind: type, wrapped: str) -> _Check:
    """Return a check of fields that hold several values of a type; ``wrapped`` shows how one is made of a string."""

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
                field_of_value = _FIELDS_BY_TYPE.get(type(value).__name__)
                hint = f"; write {field_of_value}=[...]" if field_of_value else ""
                raise TypeError(f"{where}: {value!r} is no {kind.__name__}{hint}")

    return check


_check_strings: Final = each(str, "{}")


def _check_words(faults: _Faults = (), shaped: _Shaped | None = None) -> _Check:
    """Return a check of fields that hold words, or shapes, none of which has any of the faults."""

    def check(owner: object, field: _Field, values: tuple[str, ...]) -> None:
        _check_strings(owner, field, values)
        for value in values:
            fault = next((hint for is_faulty, hint in (*_OF_WORDS, *faults) if is_faulty(value)), None)
            fault = fault or (shaped and shaped.fault_of(value))
            if fault:
                raise ValueError(f"{_where(owner, field)}: {value!r} {fault}")

    return check


class _Shaped(NamedTuple):
    """What the shapes of a field have: at least one of the places that are needed, and those that it may have."""

    example: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    may_be_bare: bool = False
    repeats: str = ""
    begins: str = ""
    is_told_by_signs: bool = False

    def fault_of(self, shape: str) -> str | None:
        """Return what is wrong with a shape, as the end of a sentence that begins with it; nothing if it is right."""
        try:
            parts = parts_of(shape)
        except ValueError as error:
            return f"is no shape as {self.example!r} is: {error}"
        places = list(places_of(shape))
        unknown = next((place for place in places if place not in self.needs + self.takes), None)
        known = "; ".join(f"{{{name}}} is {_PLACES[name]}" for name in self.needs + self.takes)
        needs = " or ".join(f"{{{place}}}" for place in self.needs)
        once = [place for place in places if place in self.needs[:1]]
        is_twice = not self.repeats and len(set(once)) < len(once)
        is_mixed = self.repeats != "" and len(places) > 1 and set(places) != {self.repeats}
        is_glued = "" in [text for text, place in parts[1:] if place is not None]
        is_bare = not self.may_be_bare and not any(text for text, _ in parts)
        is_elsewhere = not shape.startswith(self.begins)
        is_open = self.is_told_by_signs and parts[0][0] == "" and shape not in ("{n}", "{s}")
        fixed = "".join(text for text, _ in parts)
        is_unclosed = self.is_told_by_signs and any(
            fixed.count(left) > fixed.count(right) for left, right in ("[]", "()", "【】", "（）", "〔〕", "{}", "<>")
        )
        as_in = f"as in {self.example!r}"
        faults = (
            (unknown is not None, f"has an unknown place {{{unknown}}}: {known}"),
            (bool(self.needs) and not set(self.needs) & set(places), f"has no {needs}; write where it stands, {as_in}"),
            (is_twice, f"has a place twice; write each once, {as_in}"),
            (is_mixed, "has several places, those of an outline: write {n} for each, as in '{n}.{n}'"),
            (is_elsewhere, f"does not begin with {self.begins!r}, where links are looked for, {as_in}"),
            (is_glued, "has nothing between its places; write what parts them"),
            (is_bare, f"would be anything; write the characters around it, {as_in}"),
            (is_unclosed, "opens a bracket that it does not close; write both, as in '[{n}]'"),
            (is_open, f"does not begin with a character of its own; write the one before the place, {as_in}"),
        )
        return next((hint for is_faulty, hint in faults if is_faulty), None)


_Faults: TypeAlias = "tuple[tuple[_Fault, str], ...]"
# fmt: off
#: What may be wrong with words, and how the message goes on after them.
_OF_WORDS: Final[_Faults] = (
    (lambda word: not word.strip(), "would match everywhere; remove it"),
    (_PATTERN.search, "looks like a pattern, and words stand for themselves"),
    (lambda word: len(word.splitlines()) > 1, "has several lines; give each as a word of its own"),
)
_OF_FAMILIES: Final[_Faults] = (
    (lambda word: len(word) > LONGEST_WORD, "is too long for a heading; free_headings=True tells such by form"),
    (lambda word: word.strip(_AROUND_HEADINGS) != word,
     "has spaces, colons or Markdown's characters around it, which are recognised anyway; leave them out"),
)
_OF_HEADINGS: Final[_Faults] = (
    *_OF_FAMILIES,
    (lambda word: "{" in word and "}" in word, "has a place, and words stand for themselves; write Numbered(...)"),
)
_OF_GLUED_MARKERS: Final[_Faults] = (
    (lambda marker: len(marker.split()) > 1 or marker != marker.strip(),
     "has spaces; leave them out, those around a marker are looked for anyway"),
)
_OF_MARKERS: Final[_Faults] = (
    *_OF_GLUED_MARKERS,
    (str.isalnum, "stands in sentences too; markers are signs, such as '•', or have some, such as '(a)'"),
    (lambda marker: "{n}" in marker, "has a place, and markers stand for themselves; write numbered_markers=[...]"),
)
_OF_CITATIONS: Final[_Faults] = (
    (lambda shape: shape != shape.strip(), "has spaces around it; leave them out, they are no part of a citation"),
)
_OF_LINES: Final[_Faults] = (
    (lambda word: any(f"{{{place}}}" in word for place in _PLACES),
     "has a place, and words stand for themselves; write it without"),
)
# fmt: on

lines: Final = _check_words(_OF_LINES)
headings: Final = _check_words(_OF_HEADINGS)
families: Final = _check_words(_OF_FAMILIES, shaped=_Shaped("Summary of {text}", ("text",), repeats="text"))
glued_markers: Final = _check_words(_OF_GLUED_MARKERS)
markers: Final = _check_words(_OF_MARKERS)
heading_links: Final = _check_words(shaped=_Shaped("[{text}]({url})", ("text",), ("url",), begins="["))
numbered_markers: Final = _check_words(shaped=_Shaped("{n}.", ("n",)))
citations: Final = _check_words(
    _OF_CITATIONS,
    shaped=_Shaped("[{n}]", ("n", "s", "key"), ("a", "text", "url", "lines"), may_be_bare=True, is_told_by_signs=True),
)
openings: Final = _check_words(shaped=_Shaped("[span_{a}]", (), ("a", "text")))
entries: Final = _check_words(shaped=_Shaped("[{n}]: {url}", ("n", "key", "text"), ("a", "url", "date", "lines")))
titles: Final = _check_words(shaped=_Shaped("# {text}", (), ("text", "n")))
boilerplate: Final = _check_words(shaped=_Shaped("<{text}>", (), ("text", "lines", "n", "date"), may_be_bare=True))
signs: Final = _check_words()
source_lines: Final = _check_words(shaped=_Shaped("{source}·{date}", ("date",), ("source",), may_be_bare=True))
_numbered: Final = _check_words(shaped=_Shaped("Group {n}", ("n", "c", "r"), repeats="n"))


def shape(owner: object, field: _Field, value: object) -> None:
    """Refuse what is no shape of a numbered heading."""
    if not isinstance(value, str):
        raise TypeError(f"{_where(owner, field)}: {value!r} is no str")
    _numbered(owner, field, (value,))


def check_one_meaning(declared: Iterable[tuple[str, str, str]]) -> None:
    """Refuse a word that is declared twice with two meanings; each is given with its field and meaning."""
    known: dict[str, str] = {}
    for field, word, meaning in declared:
        other = known.setdefault(word.casefold(), meaning)
        if other != meaning:
            raise ValueError(f"{field}: {word!r} is declared both as {other} and as {meaning}; remove one of them")


def check_marker_signs(
    markers: Sequence[str], glued: Sequence[str], words: Sequence[str], citations: Sequence[str]
) -> None:
    """Refuse markers that stand in headings as well, and those without spaces that citations begin with."""
    joined = "\n".join(words).casefold()  # searched first, since a vocabulary may have thousands of words
    for marker in markers:
        for word in words if marker.casefold() in joined else ():
            parts = word if marker in glued else (*word.split(), word.casefold())
            if marker in parts or marker.casefold() in parts:
                raise ValueError(
                    f"Format.markers: {marker!r} would open an insight inside the heading {word!r}; leave out one "
                    "of them"
                )
    check_among("Format.glued_markers", glued, markers)
    for marker in glued:
        for shape in citations:
            if shape.startswith(marker):
                raise ValueError(
                    f"Format.glued_markers: {marker!r} begins the citation {shape!r} too; leave it out here, so that "
                    "it needs spaces"
                )


def check_among(field: str, chosen: Sequence[str], markers: Sequence[str]) -> None:
    """Refuse as a kind of marker what is no marker."""
    for marker in chosen:
        if marker not in markers:
            raise ValueError(f"{field}: {marker!r} is not among the markers {list(markers)!r}")


def check_told_apart(citations: Sequence[str], others: Iterable[tuple[str, str]]) -> None:
    """Refuse citations that nothing tells apart, from each other or from the other shapes, given with their field."""
    known: dict[tuple[str, ...], str] = {}
    for field, shape in (*(("Format.citations", shape) for shape in citations), *others):
        fixed = ["".join(text.split()) for text, _ in parts_of(shape)]
        signs = (*fixed, *{"n", "c", "r", "s", "key"}.intersection(places_of(shape)))
        citation = known.get(signs)
        if citation is not None and (field, shape) != ("Format.citations", citation):
            raise ValueError(
                f"{field}: nothing tells {shape!r} and the citation {citation!r} apart, the characters around their "
                "places are the same; keep one of them"
            )
        if field == "Format.citations":
            known[signs] = shape
