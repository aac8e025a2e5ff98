"""Parsing a text or a stream: choose the format, then read the articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from rareinsight._messages import expect, refusal
from rareinsight._parse.lines import join_pieces, split_lines
from rareinsight._pipeline import read_articles
from rareinsight.detection import choose_format
from rareinsight.diagnostics import ParseError, make_diagnostic
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Article, Span


def parse(
    text: str, *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Article:
    """Parse one digest.

    Args:
        text: the digest as crawled or copied; no cleaning is needed.
        format: a format or the name of a registered one; detected by default.
        strict: whether to raise if a diagnostic is a warning or an error.
        limits: how much input is accepted; defaults to :class:`Limits`.

    Returns:
        The article, or the first of several. Parsing never fails because of the text: what was left out, guessed or
        not understood is in ``article.diagnostics``.

    Raises:
        TypeError: an argument is not of its type.
        ValueError: no format has this name.
        ParseError: ``strict`` is set and there is a warning or an error; its ``article`` is what was parsed.

    >>> article = parse("Core Insights - Prices fell [1][3] Group 1 - Costs rose [2]")
    >>> [(section.heading, section.insights[0].text) for section in article.sections]
    [('Core Insights', 'Prices fell'), ('Group 1', 'Costs rose')]
    """
    expect(bool, strict=strict)
    article = next(parse_many(text, format=format, limits=limits), None)
    article = article or Article(raw=text, diagnostics=(make_diagnostic("empty-text"),))
    if len(article.raw) < len(text):
        rest = make_diagnostic("more-articles", Span(len(article.raw), len(text)))
        article = evolve(article, raw=text, diagnostics=(*article.diagnostics, rest))
    return _checked(article, strict=strict)


def parse_many(
    text: str, *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Iterator[Article]:
    r"""Parse all articles in a ``str``, such as a page or a dump; joined, their ``raw`` is ``text``.

    Arguments and errors are those of :func:`parse`.

    >>> page = "First\nDaily·2025-08-26 08:14\nGroup 1 - A [1]\nSecond\nDaily·2025-08-25 10:00\nGroup 1 - B [1]"
    >>> [article.title for article in parse_many(page)]
    ['First', 'Second']
    """
    expect(str, text=text)
    return _parse_lines(iter(split_lines(text)), format, limits, strict=strict)


def parse_stream(
    chunks: Iterable[str], *, format: Format | str | None = None, strict: bool = False, limits: Limits | None = None
) -> Iterator[Article]:
    r"""Parse the articles in an open file or any other iterable of ``str``, in constant memory.

    Each article is yielded as soon as the next one starts. The articles are those of :func:`parse_many`, wherever
    the chunks are split.

    Arguments and errors are those of :func:`parse`; by default the format is detected from the beginning of the stream.

    >>> [article.title for article in parse_stream(["A Ti", "tle\nDaily·2025-08-26 08:14\nGroup 1 - A [1]"])]
    ['A Title']
    """
    given: object = chunks
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise refusal("chunks", "an iterable of str", chunks)
    return _parse_lines(join_pieces(chunks), format, limits, strict=strict)


def _parse_lines(
    lines: Iterator[str], format: Format | str | None, limits: Limits | None, *, strict: bool
) -> Iterator[Article]:
    expect(bool, strict=strict)
    expect(Limits | None, limits=limits)
    lines, chosen = choose_format(lines, format)
    return (_checked(article, strict=strict) for article in read_articles(lines, chosen, limits))


def _checked(article: Article, *, strict: bool) -> Article:
    serious = [each for each in article.diagnostics if each.severity != "info"] if strict else []
    if serious:
        raise ParseError(serious, article.raw, article)
    return article
