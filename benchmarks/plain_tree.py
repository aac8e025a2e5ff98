"""The tree of an article as plain attrs classes without any checks: the least that a typed tree can cost.

:mod:`msgspec` and :mod:`cattrs` load it from the JSON of :func:`rareinsight.to_json`, spans and claims included.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import cattrs
import msgspec
from attrs import frozen


@frozen
class Span:
    """A range of code points."""

    start: int
    end: int


@frozen
class Citation:
    """A citation with its place and its claim."""

    number: int
    claim: str
    start: int
    end: int
    claim_start: int
    claim_end: int


@frozen
class Insight:
    """A statement with its place."""

    text: str
    citations: tuple[Citation, ...]
    label: str | None
    start: int
    end: int


@frozen
class Section:
    """A heading with its place, and the insights below it."""

    role: str
    heading: str | None
    index: int | None
    label: str | None
    level: int
    insights: tuple[Insight, ...]
    start: int
    end: int
    heading_start: int
    heading_end: int


@frozen
class Diagnostic:
    """A doubt."""

    code: str
    severity: str
    message: str
    span: Span | None


@frozen
class Article:
    """An article."""

    title: str | None
    source: str | None
    published: datetime | None
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...]
    truncated: bool
    raw: str
    format: str | None
    title_span: Span | None
    source_span: Span | None
    published_span: Span | None


def make_msgspec_loader() -> Callable[[str], Article]:
    """Return the loader of msgspec."""
    return msgspec.json.Decoder(Article).decode


def make_cattrs_loader() -> Callable[[str], Article]:
    """Return the loader that most people use: ``json``, then cattrs."""
    converter = cattrs.Converter()
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))

    def load(text: str) -> Article:
        fields: dict[str, Any] = json.loads(text)
        return converter.structure(fields, Article)

    return load
