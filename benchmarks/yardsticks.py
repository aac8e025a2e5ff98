"""What rareinsight is measured by: a script anyone would write, and loaders of a tree.

The tree that is loaded is that of :func:`rareinsight.to_json`, spans and claims included, into attrs classes with the
fields of the model and no checks: the least that a typed tree can cost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import cattrs
import msgspec

from rareinsight.model import Article


def read_with_script(text: str) -> dict[str, Any]:
    """Read a digest as a user would who has seen this one: dicts, no spans, no diagnostics, no other layout."""
    header, _, body = text.partition("\n\n")
    title, source_line = header.splitlines()[-2:]
    source, _, published = source_line.partition("·")
    parts = re.split(r"(Core Insights|Group \d+)", body)[1:]
    sections = []
    for heading, content in zip(parts[::2], parts[1::2], strict=True):
        insights = []
        for words, run in re.findall(r"- (.+?) ((?:\[\d+\])+)", content):
            insights.append({"text": words, "citations": [int(number) for number in re.findall(r"\d+", run)]})
        sections.append({"heading": heading, "insights": insights})
    moment = datetime.strptime(published, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the text gives no zone
    return {"title": title, "source": source, "published": moment, "sections": sections}


@cache
def _plain(hint: Any) -> Any:  # noqa: ANN401 - a type hint is anything
    """Return a type hint with the classes of the model replaced by plain ones of the same fields."""
    if attrs.has(hint):
        types = get_type_hints(hint)
        fields = {each.name: attrs.field(type=_plain(types[each.name])) for each in attrs.fields(hint)}
        return attrs.make_class(hint.__name__, fields, frozen=True, slots=True)
    parts = tuple(_plain(each) if isinstance(each, type) else each for each in get_args(hint))
    if (origin := get_origin(hint)) is tuple:
        return origin[parts]
    return parts[0] | None if len(parts) == 2 and parts[1] is type(None) else hint


def make_msgspec_loader() -> Callable[[str], Any]:
    """Return the loader of msgspec."""
    return msgspec.json.Decoder(_plain(Article)).decode


def make_cattrs_loader() -> Callable[[str], Any]:
    """Return the loader that most people use: ``json``, then cattrs."""
    converter = cattrs.Converter()
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    plain = _plain(Article)
    return lambda text: converter.structure(json.loads(text), plain)
