"""Linking citations to the paragraphs of the source article, or to the list of references below a digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rareinsight._build.linking import Listed, below_digest, link_listed, read_shaped
from rareinsight._format.registry import formats
from rareinsight._page.grammar import compile_format, fold
from rareinsight._page.lines import split_lines
from rareinsight._references import find_list, read_entries
from rareinsight.format import Format
from rareinsight.model import Article, Reference, Span


def link(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None = None
) -> Article:
    r"""Link the citations of an article to what they refer to.

    Args:
        article: the digest.
        paragraphs: what the citations refer to: the paragraphs of the source article, as a sequence counted from 1
            or a mapping from number or key to text; or a ``str`` that holds a list of references
            (``[1] Title https://…``, ``1. Title``, ``[1]: https://…``, one per line or run together). Defaults to
            the list below the digest in ``article.raw``.

    Returns:
        The article with ``references``: everything listed, cited or not, by number. Paragraphs keep their text
        unchanged; list entries are split into text (which may be empty) and address. The result of an earlier
        call is replaced. New diagnostics are ``missing-reference`` (a number that is not listed, at its first
        citation), ``unused-reference`` (a listed number that is never cited) and ``duplicate-reference`` (a
        number that is listed again; the first counts). The latter two have a span if the list is in
        ``article.raw``.

    Raises:
        TypeError: ``article`` is not an article, or the paragraphs can't be numbered.
        ValueError: a number is below 0.

    >>> from rareinsight.parsing import parse
    >>> article = link(parse("Core Insights - Copper is short [1][2]\n\nSources\n[1] Metal https://metal.example/1"))
    >>> article.references
    (Reference(number=1, text='Metal', url='https://metal.example/1', key=None),)
    >>> [(each.code, each.span.cut(article.raw)) for each in article.diagnostics if each.severity == "warning"]
    [('missing-reference', '[2]')]
    """
    _check_article(article)
    return link_listed(article, list(_list_references(article, paragraphs)))


# --- what is listed ----------------------------------------------------------------------------------------------


def _list_references(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None
) -> Iterator[Listed]:
    """Yield what the citations refer to, in the given order."""
    format = formats().get(article.format or "")
    if paragraphs is None and format is not None and format.entries:
        yield from read_shaped(article, compile_format(format, None))
    elif paragraphs is None:
        start, end = below_digest(article)
        raw = article.raw if format is None else _blank_boilerplate(article.raw, format)
        begin = find_list(raw, _find_headings(article), start, end)
        for entry in () if begin is None else read_entries(raw, begin, end):
            yield Listed(Reference(entry.number, entry.text, entry.url), Span(entry.start, entry.end))
    elif isinstance(paragraphs, str):
        begin = find_list(paragraphs, _find_headings(article))
        for entry in read_entries(paragraphs, begin or 0):
            yield Listed(Reference(entry.number, entry.text, entry.url))
    else:
        _check_paragraphs(paragraphs)
        pairs = paragraphs.items() if isinstance(paragraphs, Mapping) else enumerate(paragraphs, start=1)
        for number, text in pairs:
            yield Listed(_make_reference(number, text))


def _blank_boilerplate(raw: str, format: Format) -> str:
    """Replace the lines of a page that belong to nothing by spaces."""
    boilerplate = compile_format(format, None).boilerplate
    return "".join(" " * len(line) if fold(line.strip()) in boilerplate else line for line in split_lines(raw))


def _find_headings(article: Article) -> set[str]:
    """The words above a list: those of the article's format or, if that is unknown, of all formats."""
    known = formats()
    declared = [known[article.format]] if article.format in known else known.values()
    return {word.casefold() for one in declared for word in one.references}


# --- misuse ------------------------------------------------------------------------------------------------------


def _check_article(article: object) -> None:
    if not isinstance(article, Article):
        hint = ": parse it first, as in link(parse(text))" if isinstance(article, str) else ""
        raise TypeError(f"link takes one Article, not {type(article).__name__}{hint}")


def _check_paragraphs(paragraphs: object) -> None:
    name, hint = type(paragraphs).__name__, ""
    if isinstance(paragraphs, bytes | bytearray):
        hint = ": decode them first, as in text.decode('utf-8')"
    elif isinstance(paragraphs, Sequence | Mapping):
        return
    elif isinstance(paragraphs, set | frozenset):
        hint = ": a set has no order, so it is unclear which is number 1"
    elif isinstance(paragraphs, Iterable):
        hint = ": convert them to a list, as in list(paragraphs)"
    raise TypeError(
        "paragraphs must be a sequence of str, a mapping from number to str, or a str with a list of references, "
        f"not {name}{hint}"
    )


def _make_reference(number: object, text: object) -> Reference:
    if isinstance(number, str) and not number.isdigit():
        return Reference(None, _check_paragraph(number, text), key=number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"the number of a paragraph must be an int, not {number!r}, a {type(number).__name__}")
    if number < 0:
        raise ValueError(f"paragraphs are counted from 1, so none has the number {number}")
    return Reference(number, _check_paragraph(number, text))


def _check_paragraph(number: object, text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"paragraph {number} must be a str, not a {type(text).__name__}")
    return text
