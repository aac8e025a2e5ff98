"""Rendering articles as text: the inverse of parsing, and checked by parsing.

Whatever :func:`render` returns parses back to an equal article; if that is impossible, it raises and shows the
place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Final, NamedTuple

from attrs import define

from rareinsight._arguments import expect
from rareinsight._format.registry import find_format, formats
from rareinsight._rendering.layout import Layout
from rareinsight._rendering.lines import write
from rareinsight.diagnostics import ParseError
from rareinsight.format import Format
from rareinsight.model import Article, Diagnostic, Span, text_without_stop
from rareinsight.parsing import parse

__all__ = ["Difference", "Layout", "RenderError", "first_difference", "render"]

#: The most characters of a text that a message shows.
_LONGEST_EXCERPT: Final = 80


class Difference(NamedTuple):
    """The first place where an article differs from the one that was rendered.

    Attributes:
        path: what differs, such as ``sections[0].insights[2].text``.
        given: the value in the article that was given.
        read: the value in the article that was read back.
        span: its place in the text, if it has one.
    """

    path: str
    given: object
    read: object
    span: Span | None


@define(eq=False)
class RenderError(ValueError):
    """An article can't be rendered in a layout such that it parses back the same.

    Attributes:
        text: the rejected text.
        difference: what in the article differs, and where.
    """

    text: str
    difference: Difference

    def __str__(self) -> str:
        path, given, read, span = self.difference
        message = f"{_excerpt(given, read)} would be read back as {_excerpt(read, given)}"
        return str(ParseError([Diagnostic(path, "error", message, span)], self.text))


def render(article: Article, layout: Layout = Layout.canonical, *, format: Format | str | None = None) -> str:
    """Render an article as the text of a digest.

    Args:
        article: the article to render; spans and ``raw`` are ignored. Headings keep their wording if it agrees
            with the role, number and label of their section, and are built from these otherwise.
        layout: how the text looks.
        format: the format to use, or its name; defaults to that of the article, or else the first registered.

    Returns:
        A text that :func:`~rareinsight.parse` turns into an equal article.

    Raises:
        RenderError: The text would be parsed differently, for example if a sentence looks like a heading; the
            error shows where.
        ValueError: The layout or the article needs something that the format does not have.

    >>> from rareinsight import Citation, Insight, Section
    >>> insight = Insight("Prices fell", [Citation(1), Citation(3)])
    >>> article = Article(sections=[Section("core", "Core Insights", insights=[insight])])
    >>> print(render(article, Layout.one_line))
    Core Insights - Prices fell [1][3]
    >>> render(Article(title="Group 1", sections=article.sections))
    Traceback (most recent call last):
        ...
    rareinsight.rendering.RenderError: title: 'Group 1' would be read back as None
    """
    expect(Article, article=article)
    expect(Layout, layout=layout)
    known = formats()
    own = known.get(article.format or "") or next(iter(known.values()))
    chosen = own if format is None else find_format(format)
    text = write(article, layout, chosen)
    difference = first_difference(article, parse(text, format=chosen))
    if difference is not None:
        raise RenderError(text, difference)
    return text


def first_difference(given: Article, read: Article) -> Difference | None:
    """Return the first difference between the content of two articles; its span refers to ``read.raw``."""
    one, other = dict(_content(given)), dict(_content(read))
    nearest = None
    for path in one | other:
        value, _ = one.get(path, (None, None))
        found, span = other.get(path, (None, nearest))
        if value != found:
            return Difference(path, value, found, span)
        nearest = nearest if span is None else span
    return None if given == read else Difference("article", given, read, None)


def _content(article: Article) -> Iterator[tuple[str, tuple[object, Span | None]]]:
    """Yield what equality compares, by path, with its place."""
    for name in ("title", "source", "published"):
        yield name, (getattr(article, name), getattr(article, f"{name}_span"))
    for place, section in enumerate(article.sections):
        path = f"sections[{place}]"
        span = section.span if section.heading is None else section.heading_span
        for name in ("role", "index", "label", "level"):
            yield f"{path}.{name}", (getattr(section, name), span)
        for number, insight in enumerate(section.insights):
            numbers = [citation.number for citation in insight.citations]
            yield f"{path}.insights[{number}].text", (text_without_stop(insight.text), insight.span)
            yield f"{path}.insights[{number}].citations", (numbers, insight.span)


def _excerpt(value: object, other: object) -> str:
    """Return the ``repr`` of a value; of a long text, only the part around the first difference."""
    if not isinstance(value, str) or not isinstance(other, str) or len(value) <= _LONGEST_EXCERPT:
        return repr(value)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(value, other, strict=False)))
    start = max(0, same - _LONGEST_EXCERPT // 4)
    part = value[start : start + _LONGEST_EXCERPT]
    return repr(("…" if start else "") + part + ("…" if start + len(part) < len(value) else ""))
