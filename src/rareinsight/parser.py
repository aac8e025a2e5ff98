"""Text in, articles out: lines, pages, marks, evidence and tree in a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._format.registry import find_format, formats
from rareinsight.articles import read_article
from rareinsight.beginnings import NOTHING_ABOVE, Above
from rareinsight.crawled import BELOW_CRAWLED, CrawledArticles
from rareinsight.detection import DECISIVE, could_be, detect_among
from rareinsight.diagnostics import ParseError, make_diagnostic
from rareinsight.format import Format
from rareinsight.lines import check_chunk, join_chunks, read_lines, split_lines
from rareinsight.model import Article, Span
from rareinsight.pages import split_articles
from rareinsight.patterns import compile_format
from rareinsight.state import Decision

_STRICT: Final = frozenset(("warning", "error"))


def parse(text: str, *, format: Format | str | None = None, strict: bool = False) -> Article:
    """Read one digest.

    Args:
        text: the digest as it was crawled or copied; nothing has to be cleaned.
        format: a format or the name of a registered one; without it, the format is detected.
        strict: raise where a diagnostic is a warning or an error.

    Returns:
        The article. Whatever the text holds, nothing is raised for it: doubts are in ``article.diagnostics``.
        Of a text with several articles it is the first.

    Raises:
        TypeError: ``text`` is not a ``str``.
        ValueError: no format has the name.
        ParseError: ``strict`` and there is a warning.

    >>> article = parse("Core Insights - Prices fell [1][3] Group 1 - Costs rose [2]")
    >>> [(section.heading, section.insights[0].text) for section in article.sections]
    [('Core Insights', 'Prices fell'), ('Group 1', 'Costs rose')]
    """
    _check_text(text)
    chosen = _choose_format(text, format)
    articles = articles_of(split_lines(text), chosen)
    article = next(articles, None)
    if article is None:
        article = Article(raw=text, format=None, diagnostics=(make_diagnostic("empty-text"),))
    if len(article.raw) < len(text):
        rest = make_diagnostic("more-articles", Span(len(article.raw), len(text)))
        article = evolve(article, raw=text, diagnostics=(*article.diagnostics, rest))
    if strict:
        _raise_for(article)
    return article


def parse_many(text: str, *, format: Format | str | None = None, strict: bool = False) -> Iterator[Article]:
    r"""Read all articles of one page or dump held in a ``str``; joined, their ``raw`` is ``text``.

    Args, errors: those of :func:`parse`.

    >>> page = "First\nDaily·2025-08-26 08:14\nGroup 1 - A [1]\nSecond\nDaily·2025-08-25 10:00\nGroup 1 - B [1]"
    >>> [article.title for article in parse_many(page)]
    ['First', 'Second']
    """
    _check_text(text)
    return _checked(articles_of(split_lines(text), _choose_format(text, format)), strict=strict)


def parse_stream(
    chunks: Iterable[str], *, format: Format | str | None = None, strict: bool = False
) -> Iterator[Article]:
    r"""Read the articles of an open file or any other iterable of ``str``, in constant memory.

    An article is given out as soon as the next one has begun. The articles are those of :func:`parse_many`,
    wherever the chunks are cut.

    Args, errors: those of :func:`parse`; without a ``format`` the beginning of the stream decides.

    >>> [article.title for article in parse_stream(["A Ti", "tle\nDaily·2025-08-26 08:14\nGroup 1 - A [1]"])]
    ['A Title']
    """
    if isinstance(chunks, str | bytes):
        raise TypeError(
            f"parse_stream takes an iterable of str, such as an open file, not one {type(chunks).__name__}: "
            "use parse_many for a text"
        )
    if not isinstance(chunks, Iterable):
        raise TypeError(f"parse_stream takes an iterable of str, such as an open file, not {chunks!r}")
    if format is not None:
        chosen, whole = find_format(format), iter(chunks)
    elif len(list(formats().values())) == 1:
        chosen, whole = next(iter(formats().values())), iter(chunks)
    else:
        chosen, whole = _choose_by_beginning(iter(chunks))
    return _checked(articles_of(join_chunks(whole), chosen), strict=strict)


def detect(text: str) -> str | None:
    """Return the name of the format that ``text`` is of, ``None`` if it is of none.

    >>> detect("Core Insights - Prices fell [1]"), detect("Rain is due in the south.")
    ('digest', None)
    """
    _check_text(text)
    found = detect_among(text, list(formats().values()), _read_text)
    return None if found is None else found.name


class Evidence(NamedTuple):
    """Why a mark was taken for what it was: its place, the verdict and the rule that gave it."""

    span: Span
    text: str
    verdict: str
    rule: str


def explain(text: str, *, format: Format | str | None = None) -> tuple[Evidence, ...]:
    """Tell every candidate mark of the first article in ``text``, what was decided of it and by which rule.

    >>> [evidence.rule for evidence in explain("Core Insights - Short - term rates fell [1]")]
    ['bare-heading', 'marker-after-heading', 'compound', 'citations']
    """
    _check_text(text)
    chosen = _choose_format(text, format)
    trace: list[Decision] = []
    next(articles_of(split_lines(text), chosen, trace), None)
    return tuple(
        Evidence(Span(start, end), text[start:end], verdict, rule) for start, end, verdict, rule in trace
    )


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        hint = ": decode it first, as in text.decode('utf-8')" if isinstance(text, bytes | bytearray) else ""
        raise TypeError(f"expected a str, got {type(text).__name__}{hint}")


def _choose_format(text: str, format: Format | str | None) -> Format:
    if format is not None:
        return find_format(format)
    known = list(formats().values())
    candidates = [each for each in known if could_be(text[:DECISIVE], each)] if len(known) > 1 else known
    if len(candidates) > 1:
        return detect_among(text, candidates, _read_text) or candidates[0]
    return candidates[0] if candidates else known[0]


def _choose_by_beginning(chunks: Iterator[str]) -> tuple[Format, Iterator[str]]:
    """Choose a format by the beginning of a stream, and return the whole of the stream with it."""
    beginning: list[str] = []
    length = 0
    for chunk in chunks:
        check_chunk(chunk)
        beginning.append(chunk)
        length += len(chunk)
        if length >= DECISIVE:
            break
    return _choose_format("".join(beginning), None), chain(beginning, chunks)


def _read_text(text: str, format: Format) -> Iterator[Article]:
    return articles_of(split_lines(text), format)


def _checked(articles: Iterator[Article], *, strict: bool) -> Iterator[Article]:
    for article in articles:
        if strict:
            _raise_for(article)
        yield article


def _raise_for(article: Article) -> None:
    doubts = tuple(doubt for doubt in article.diagnostics if doubt.severity in _STRICT)
    if doubts:
        raise ParseError(doubts, article.raw)


def articles_of(
    lines: Iterable[str],
    format: Format,
    trace: list[Decision] | None = None,
    *,
    above: Above = NOTHING_ABOVE,
) -> Iterator[Article]:
    """Yield the articles of a page, or of the rest of one; see :func:`rareinsight.pages.split_articles`.

    Args:
        lines: the lines of the page.
        format: the format to read them by.
        trace: where to keep what was decided of each mark.
        above: what stands above these lines, if they are the rest of a page.
    """
    if trace is None:
        crawled = CrawledArticles(lines, format, above)
        for sheet in crawled.sheets():
            above = BELOW_CRAWLED
            yield read_article(sheet, format)
        lines = crawled.rest()
    classified = read_lines(lines, format, compile_format(format))
    for frame in split_articles(classified, format, above=above):
        yield read_article(frame.sheet(), format, trace=trace)
