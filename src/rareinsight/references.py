"""Linking citations to the paragraphs of the source article, or to the list of references below a digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from attrs import evolve

from rareinsight._formats.registry import formats
from rareinsight._grammar.entries import find_list, read_entries
from rareinsight._grammar.grammar import compile_format
from rareinsight._messages import expect, refusal
from rareinsight._parse.lines import split_lines
from rareinsight._parse.linking import Listed, below_digest, link_listed, read_shaped
from rareinsight.diagnostics import make_diagnostic
from rareinsight.format import Format
from rareinsight.model import Article, Reference, Span

_NO_LIST: Final = "the text given contains no list of references; to link paragraphs, pass a list of them"


def link(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None = None
) -> Article:
    r"""Link the citations of an article to what they refer to.

    Args:
        article: the digest.
        paragraphs: what the citations refer to: the paragraphs of the source article, as a sequence counted from 1
            or a mapping from number or key to text; or a ``str`` that contains a list of references
            (``[1] Title https://…``, ``1. Title``, ``[1]: https://…``, one per line or run together). Defaults to
            the list below the digest in ``article.raw``.

    Returns:
        The article with ``references``: everything listed, cited or not, by number. Paragraphs keep their text
        unchanged; list entries are split into text (which may be empty) and address. The result of an earlier
        call is replaced. New diagnostics are ``missing-reference`` (a number that is not listed, at its first
        citation; without a span, that a ``str`` contains no list), ``unused-reference`` (a listed number that is never
        cited) and ``duplicate-reference`` (a number that is listed again; the first counts). The latter two have a
        span if the list is in ``article.raw``.

    Raises:
        TypeError: ``article`` is not an article, or the paragraphs are not a list or a mapping of ``str``.
        ValueError: a number is not an integer of 0 or more.

    >>> from rareinsight.parsing import parse
    >>> article = link(parse("Core Insights - Copper is short [1][2]\n\nSources\n[1] Metal https://metal.example/1"))
    >>> article.references
    (Reference(number=1, text='Metal', url='https://metal.example/1', key=None),)
    >>> [(each.code, each.span.cut(article.raw)) for each in article.diagnostics if each.severity == "warning"]
    [('missing-reference', '[2]')]
    """
    expect(Article, article=article)
    given = list(_list_references(article, paragraphs))
    linked = link_listed(article, given)
    if given or not isinstance(paragraphs, str):
        return linked
    return evolve(linked, diagnostics=[make_diagnostic("missing-reference", detail=_NO_LIST), *linked.diagnostics])


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
        given: object = paragraphs
        if not isinstance(given, Sequence | Mapping) or isinstance(given, bytes | bytearray):
            raise refusal("paragraphs", "a list or a mapping of str, or a str with a list of references", paragraphs)
        pairs = paragraphs.items() if isinstance(paragraphs, Mapping) else enumerate(paragraphs, start=1)
        for number, text in pairs:
            yield Listed(_make_reference(number, text))


def _blank_boilerplate(raw: str, format: Format) -> str:
    """Return a text with its lines of boilerplate replaced by spaces."""
    grammar = compile_format(format, None)
    return "".join(" " * len(line) if grammar.is_boilerplate(line.strip()) else line for line in split_lines(raw))


def _find_headings(article: Article) -> set[str]:
    """Return the words above a list: those of the article's format or, if that is unknown, of all formats."""
    known = formats()
    declared = [known[article.format]] if article.format in known else known.values()
    return {word.casefold() for one in declared for word in one.references}


# --- misuse ------------------------------------------------------------------------------------------------------


def _make_reference(number: int | str, text: str) -> Reference:
    expect(str, **{f"paragraphs[{number!r}]": text})
    if isinstance(number, str) and not number.isdigit():
        return Reference(None, text, key=number)
    return Reference(cast("int", number), text)
