"""Which field of a record holds the text, where the user did not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, cast

from rareinsight._format.registry import find_format, formats
from rareinsight.detection import could_be
from rareinsight.format import Format
from rareinsight.parser import parse

Fields = Mapping[str, object]

#: Names under which texts are kept, the most telling first; they decide where no record is a digest.
_USUAL: Final = (
    "text",
    "digest",
    "content",
    "raw",
    "body",
    "raw_content",
    "article",
    "page_content",
    "markdown",
)


#: How deep the fields of a record may nest: far less than what Python, JSON and Arrow can write back.
MOST_LEVELS: Final = 100
TOO_DEEP: Final = f"its fields nest more than {MOST_LEVELS} levels deep"


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
    """Return what is in a value that may nest."""
    if isinstance(value, dict):
        return cast("dict[object, object]", value).values()
    return cast("list[object]", value) if isinstance(value, list | tuple) else ()


def candidates(format: Format | str | None) -> tuple[Format, ...]:
    """Return the formats that a text may be of: the one that was named, or all that are known."""
    return tuple(formats().values()) if format is None else (find_format(format),)


def is_plausible(text: str, formats: tuple[Format, ...]) -> bool:
    """Whether a text may be a digest at all; told by substrings, before any pattern runs."""
    return any([could_be(text, each) for each in formats])


def find_text_field(records: Iterable[Fields], format: Format | str | None = None) -> str | None:
    """Return the name of the field that holds the text.

    That is the field with the most digests in it, then the one with the most usual name, then the one with
    the longest texts. ``None`` if no field holds text.

    >>> find_text_field([{"id": "a7", "page": "Core Insights - Prices fell [1]", "url": "https://example.org"}])
    'page'
    """
    known = candidates(format)
    digests: Counter[str] = Counter()
    lengths: Counter[str] = Counter()
    for record in records:
        for name, value in record.items():
            if isinstance(value, str) and value:
                lengths[name] += len(value)
                digests[name] += is_plausible(value, known) and bool(parse(value, format=format).sections)
    usual = {name: -place for place, name in enumerate(_USUAL)}
    unusual = -len(_USUAL)
    return max(
        lengths,
        key=lambda name: (digests[name], usual.get(name.lower(), unusual), lengths[name]),
        default=None,
    )
