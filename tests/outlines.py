"""Texts that show what must come out of them, ``⟦a heading⟧ - ⟨an insight [1]⟩``, and what tests compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest
from attrs import astuple

from rareinsight.format import Format
from rareinsight.model import Article

#: A heading and the insights below it, each as in the text.
Outline = list[tuple[str | None, list[str]]]
_MARKED: Final = re.compile("⟦([^⟧]*)⟧|⟨([^⟩]*)⟩")


def unmarked(marked: str) -> tuple[str, Outline]:
    """Return a text without the brackets that show its headings and insights, and what they show."""
    sections: Outline = []
    for found in _MARKED.finditer(marked):
        heading, insight = found.groups()
        if heading is not None:
            sections.append((heading, []))
            continue
        if not sections:
            sections.append((None, []))
        sections[-1][1].append(insight)
    return re.sub("[⟦⟧⟨⟩]", "", marked), sections


def outline(article: Article) -> Outline:
    return [
        (section.heading, [insight.span.cut(article.raw) for insight in section.insights])
        for section in article.sections
    ]


def numbers(article: Article) -> list[list[int | None]]:
    """The numbers that each insight cites."""
    return [[citation.number for citation in insight.citations] for insight in article.insights]


def codes(article: Article) -> list[str]:
    return [diagnostic.code for diagnostic in article.diagnostics]


def to_mend(reason: str, *values: object) -> Any:  # noqa: ANN401 - pytest names no type for it
    """A case that comes out wrong today though real pages have such: the reason says what is wrong."""
    return pytest.param(*values, marks=pytest.mark.xfail(reason=reason, strict=True), id=f"to mend: {reason}")


def everything(article: Article) -> Any:  # noqa: ANN401 - nested tuples
    """All that an article holds, places too, which equality does not look at."""
    return astuple(article)


def maybe_full(formats: Iterable[Format], quick: Iterable[str], mend: Mapping[str, str]) -> list[Any]:
    """Formats to check: all but a few only where there is time, those that break a promise with the reason."""
    return [
        pytest.param(
            format,
            marks=[
                *([] if format.name in quick else [pytest.mark.full]),
                *([pytest.mark.xfail(reason=mend[format.name], strict=True)] if format.name in mend else []),
            ],
            id=format.name,
        )
        for format in formats
    ]
