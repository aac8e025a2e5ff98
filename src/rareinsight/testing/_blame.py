"""Why a digest was misread: the page, what was expected, what came out, and which part of the declaration to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from textwrap import indent
from typing import Any, Final, cast

from attrs import asdict, evolve

from rareinsight.format import Format, Heading
from rareinsight.model import Article
from rareinsight.parsing import parse
from rareinsight.rendering import check_equal

#: The fields that decide about a part of an article, by the end of its path.
_FIELDS: Final = {
    "title": "titles, title_line, boilerplate or source_lines",
    "source": "source_lines",
    "published": "source_lines",
    "number": "citations",
    "key": "citations",
    "text": "markers, citations or numbered",
}


#: ``attrs.evolve`` with fields by name, where no type checker follows.
_changed: Final = cast("Callable[..., Any]", evolve)


class MisreadError(AssertionError):
    """A digest that is parsed into another article than the one it was written from."""

    def __init__(self, format: Format, text: str, expected: Article, reason: str) -> None:
        super().__init__(reason)
        self.format, self.text, self.expected = format, text, expected

    def explain(self) -> str:
        """Return the page, both articles, and the field to change."""
        got = evolve(parse(self.text, format=self.format), diagnostics=())
        parts = {"page": self.text, "expected": f"{self.expected}", "got": f"{got}", "change": self.blame()}
        return "\n".join(f"{name}:\n{indent(shown, '    ')}" for name, shown in parts.items())

    def blame(self) -> str:
        """Return the part of the declaration without which the page is read as expected, or the fields to look at."""
        for name, part, changed in _smaller(self.format, self.text.casefold()):
            read = parse(self.text, format=changed)
            if read.sections and read == self.expected:
                return f"Format.{name}: without {part!r}, this page is read as expected"
        path = str(self).partition(":")[0].rpartition(".")[2]
        return f"Format.{_FIELDS.get(path, 'headings, numbered or markers')}"


def read_as(format: Format, text: str, expected: Article) -> Article:
    """Parse a text; raise a :class:`MisreadError` unless it is the expected article."""
    read = parse(text, format=format)
    if not read.sections:
        raise MisreadError(format, text, expected, read.diagnostics[0].message)
    try:
        check_equal(expected, read)
    except ValueError as error:
        raise MisreadError(format, text, expected, str(error)) from None
    return read


def _smaller(format: Format, text: str) -> Iterator[tuple[str, object, Format]]:
    """Yield a format without each of its parts: the name of the field, the part, and the rest."""
    for name, value in asdict(format, recurse=False).items():
        changes: list[tuple[object, object]] = [(True, False)] if value is True else []
        parts = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
        for place, part in enumerate(parts):
            smaller = _without(part, text) if isinstance(part, Heading) else [(part, ())]
            changes += [(what, (*parts[:place], *rest, *parts[place + 1 :])) for what, rest in smaller]
        for what, changed in changes:
            with suppress(ValueError):  # it can't do without
                yield name, what, _changed(format, **{name: changed})


def _without(heading: Heading, text: str) -> Iterator[tuple[object, tuple[Heading, ...]]]:
    """Yield each word and family of a heading that may be in a text, and each of its flags, with the rest."""
    for name in ("words", "families"):
        declared: tuple[str, ...] = getattr(heading, name)
        for word in declared:
            if any(part.strip().casefold() in text for part in word.split("{text}") if part.strip()):
                rest = tuple(each for each in declared if each != word)
                is_empty = not (rest or (heading.families if name == "words" else heading.words))
                yield word, () if is_empty else (_changed(heading, **{name: rest}),)
    for flag in ("holds_headings", "holds_text", "opens_title"):
        if getattr(heading, flag):
            yield f"{flag}=True", (_changed(heading, **{flag: False}),)
