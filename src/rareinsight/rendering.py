"""Articles written as text: the inverse of reading, checked by reading.

Whatever :func:`render` returns is read back as an equal article; where that can't be, it raises and shows the
place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rareinsight.diagnostics import ParseError
from rareinsight.format import Format
from rareinsight.layout import Layout
from rareinsight.model import Article, Citation, Diagnostic, Insight, Span
from rareinsight.parser import parse
from rareinsight._format.registry import find_format, formats
from rareinsight.writer import bare_text, write

#: How many characters of a text a message shows.
_LONGEST_EXCERPT: Final = 80


class Difference(NamedTuple):
    """The first place in which an article is read otherwise than it was given."""

    path: str
    given: object
    read: object
    span: Span | None


class RenderError(ValueError):
    """An article can't be written in a layout so that it reads the same.

    Attributes:
        text: the text that was written and then refused.
        difference: what of the article reads differently: ``.path``, ``.given``, ``.read`` and the ``.span``
            in the text.
    """

    text: str
    difference: Difference

    def __init__(self, text: str, difference: Difference) -> None:
        self.text = text
        self.difference = difference
        super().__init__(text, difference)

    def __str__(self) -> str:
        path, given, read, span = self.difference
        message = f"{_excerpt(given, read)} was given, {_excerpt(read, given)} would be read"
        shown = Diagnostic(path, "error", message, span)
        return str(ParseError([shown], self.text))


def render(article: Article, layout: Layout = Layout.canonical, *, format: Format | str | None = None) -> str:
    """Write an article as the text of a digest.

    Args:
        article: what the text has to say; spans and ``raw`` play no part. Headings keep their wording where
            it still says what their section says, and are made from role, number and label where not.
        layout: how it has to look.
        format: the format to write, or its name; without it, that of the article, else the first registered.

    Returns:
        A text that :func:`~rareinsight.parse` reads as an equal article.

    Raises:
        RenderError: The text would be read differently, as where a sentence looks like a heading; the error
            shows where.
        ValueError: The layout or the article needs something that the format does not have.

    >>> from rareinsight import Section
    >>> insight = Insight("Prices fell", [Citation(1), Citation(3)])
    >>> article = Article(sections=[Section("core", "Core Insights", insights=[insight])])
    >>> print(render(article, Layout.one_line))
    Core Insights - Prices fell [1][3]
    >>> render(Article(title="Group 1", sections=article.sections))
    Traceback (most recent call last):
        ...
    rareinsight.rendering.RenderError: title: 'Group 1' was given, None would be read
    """
    if not isinstance(article, Article):
        raise TypeError(f"expected an Article, got {type(article).__name__}")
    if not isinstance(layout, Layout):
        raise TypeError(f"expected a Layout, such as Layout.markdown, got {layout!r}")
    chosen = _choose_format(article, format)
    text = write(article, layout, chosen)
    difference = first_difference(article, parse(text, format=chosen))
    if difference is not None:
        raise RenderError(text, difference)
    return text


def _choose_format(article: Article, format: Format | str | None) -> Format:
    if format is not None:
        return find_format(format)
    known = formats()
    return known.get(article.format or "") or next(iter(known.values()))


# --- comparing ---------------------------------------------------------------------------------------------


def first_difference(given: Article, read: Article) -> Difference | None:
    """Find the first place in which the content of two articles differs; its span counts in ``read.raw``."""
    for path, one, other, span in _compare(given, read):
        if one != other:
            return Difference(path, one, other, span)
    return None if given == read else Difference("article", given, read, None)


def _compare(given: Article, read: Article) -> Iterator[tuple[str, object, object, Span | None]]:
    """Yield what equality looks at, of both articles, by its path."""
    yield "title", given.title, read.title, read.title_span
    yield "source", given.source, read.source, read.source_span
    yield "published", given.published, read.published, read.published_span
    for number, (one, other) in enumerate(zip(given.sections, read.sections, strict=False)):
        path = f"sections[{number}]"
        span = other.span if other.heading is None else other.heading_span
        for name in ("role", "index", "label", "level"):
            yield f"{path}.{name}", getattr(one, name), getattr(other, name), span
        yield from _compare_insights(path, one.insights, other.insights)
        yield f"number of {path}.insights", len(one.insights), len(other.insights), other.span
    last = read.sections[min(len(given.sections), len(read.sections)) - 1].span if read.sections else None
    yield "number of sections", len(given.sections), len(read.sections), last


def _compare_insights(
    path: str, given: Sequence[Insight], read: Sequence[Insight]
) -> Iterator[tuple[str, object, object, Span]]:
    for number, (one, other) in enumerate(zip(given, read, strict=False)):
        place = f"{path}.insights[{number}]"
        yield f"{place}.text", bare_text(one.text), bare_text(other.text), other.span
        yield f"{place}.citations", _numbers(one.citations), _numbers(other.citations), other.span


def _numbers(citations: Sequence[Citation]) -> list[int]:
    return [citation.number for citation in citations]


def _excerpt(value: object, other: object) -> str:
    """Spell a value; of a long text the part from shortly before it differs from the other."""
    if not isinstance(value, str) or not isinstance(other, str) or len(value) <= _LONGEST_EXCERPT:
        return repr(value)
    same = next(
        (at for at, pair in enumerate(zip(value, other, strict=False)) if pair[0] != pair[1]), len(other)
    )
    start = max(0, min(same, len(value)) - _LONGEST_EXCERPT // 4)
    part = value[start : start + _LONGEST_EXCERPT]
    return repr(("…" if start else "") + part + ("…" if start + len(part) < len(value) else ""))
