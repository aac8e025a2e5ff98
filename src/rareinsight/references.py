"""Citations lead somewhere: the paragraphs of the source article, or the list of references below a digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._format.registry import formats
from rareinsight._references import find_list, read_entries
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Reference, Span

_CODES: Final = frozenset(("missing-reference", "unused-reference", "duplicate-reference"))


class _Listed(NamedTuple):
    """A reference, and where it stands in the article's own text, if it does."""

    reference: Reference
    span: Span | None = None


def link(article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | None = None) -> Article:
    r"""Say what the citations of an article lead to.

    Args:
        article: the digest.
        paragraphs: what the numbers stand for. The paragraphs of the source article, as a sequence that is
            counted from 1 or as a mapping from number to text; or a ``str`` that holds a list of references
            (``[1] Title https://…``, ``1. Title``, ``[1]: https://…``, one a line or run on). Without it, the
            list below the digest in ``article.raw`` is taken.

    Returns:
        The article with ``references``: all that was listed, cited or not, by number. Paragraphs keep their text
        as it is; entries of a list are parted into text (which may be empty) and address. What an earlier
        call has linked is replaced. New diagnostics are ``missing-reference`` (a number that leads nowhere,
        at its first citation), ``unused-reference`` (a listed number that nobody cites) and
        ``duplicate-reference`` (a number that is listed again; the first counts). The latter two have a span
        where the list stands in ``article.raw``.

    Raises:
        TypeError: it is not an article, or the paragraphs are nothing that can be numbered.
        ValueError: a number is below 0.

    >>> from rareinsight.parsing import parse
    >>> article = link(parse("Core Insights - Copper is short [1][2]\n\nSources\n[1] Metal https://metal.example/1"))
    >>> article.references
    (Reference(number=1, text='Metal', url='https://metal.example/1'),)
    >>> [(each.code, each.span.cut(article.raw)) for each in article.diagnostics if each.severity == "warning"]
    [('missing-reference', '[2]')]
    """
    _check_article(article)
    given = list(_list_references(article, paragraphs))
    first = {entry.reference.number: entry for entry in reversed(given)}
    listed = [first[number] for number in sorted(first)]
    repeated = [entry for entry in given if first[entry.reference.number] is not entry]
    kept = (each for each in article.diagnostics if each.code not in _CODES)
    return evolve(
        article,
        references=[entry.reference for entry in listed],
        diagnostics=[*kept, *_diagnose(article, listed, repeated)],
    )


def _diagnose(article: Article, listed: list[_Listed], repeated: list[_Listed]) -> Iterator[Diagnostic]:
    first_citations: dict[int, Span] = {}
    for insight in article.insights:
        for citation in insight.citations:
            first_citations.setdefault(citation.number, citation.span)
    numbers = {entry.reference.number for entry in listed}
    for number, span in first_citations.items():
        if number not in numbers:
            yield make_diagnostic("missing-reference", span, str(number))
    for entry in listed:
        if entry.reference.number not in first_citations:
            yield make_diagnostic("unused-reference", entry.span, str(entry.reference.number))
    for entry in repeated:
        yield make_diagnostic("duplicate-reference", entry.span, str(entry.reference.number))


# --- what is listed ----------------------------------------------------------------------------------------------


def _list_references(article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | None) -> Iterator[_Listed]:
    """Yield what the numbers stand for, in the order it was given in."""
    if paragraphs is None:
        start, end = _below_digest(article)
        begin = find_list(article.raw, _find_headings(article), start, end)
        for entry in () if begin is None else read_entries(article.raw, begin, end):
            yield _Listed(Reference(entry.number, entry.text, entry.url), Span(entry.start, entry.end))
    elif isinstance(paragraphs, str):
        begin = find_list(paragraphs, _find_headings(article))
        for entry in read_entries(paragraphs, begin or 0):
            yield _Listed(Reference(entry.number, entry.text, entry.url))
    else:
        _check_paragraphs(paragraphs)
        pairs = paragraphs.items() if isinstance(paragraphs, Mapping) else enumerate(paragraphs, start=1)
        for number, text in pairs:
            yield _Listed(_make_reference(number, text))


def _below_digest(article: Article) -> tuple[int, int]:
    """Where a list of references may stand: below the last section, above what belongs to the next article."""
    start = max((section.end for section in article.sections), default=0)
    rest = (each.span for each in article.diagnostics if each.code == "more-articles")
    return start, min((span.start for span in rest if span is not None), default=len(article.raw))


def _find_headings(article: Article) -> set[str]:
    """The words above a list: those of the article's format or, where nobody knows that, of all formats."""
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
        hint = ": a set has no order, so nobody knows which is number 1"
    elif isinstance(paragraphs, Iterable):
        hint = ": make a list of them, as in list(paragraphs)"
    raise TypeError(
        "paragraphs are a sequence of str, a mapping from number to str, or a str with a list of references, "
        f"not {name}{hint}"
    )


def _make_reference(number: object, text: object) -> Reference:
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"the number of a paragraph is an int, not {number!r}, a {type(number).__name__}")
    if number < 0:
        raise ValueError(f"paragraphs are counted from 1, so none has the number {number}")
    if not isinstance(text, str):
        raise TypeError(f"paragraph {number} is a str, not a {type(text).__name__}")
    return Reference(number, text)
