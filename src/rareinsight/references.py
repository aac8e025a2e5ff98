"""Citations lead somewhere: the paragraphs of the source article, or the list of references below a digest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._format.registry import formats
from rareinsight._page.grammar import Grammar, compile_format
from rareinsight._page.lines import AROUND_WORDS, join_blocks, split_lines
from rareinsight._references import find_list, read_entries
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Reference, Span

_CODES: Final = frozenset(("missing-reference", "unused-reference", "duplicate-reference"))


class _Listed(NamedTuple):
    """A reference, and where it stands in the article's own text, if it does."""

    reference: Reference
    span: Span | None = None


def link(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None = None
) -> Article:
    r"""Say what the citations of an article lead to.

    Args:
        article: the digest.
        paragraphs: what the numbers stand for. The paragraphs of the source article, as a sequence that is
            counted from 1 or as a mapping from number, or key, to text; or a ``str`` that holds a list of references
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
    (Reference(number=1, text='Metal', url='https://metal.example/1', key=None),)
    >>> [(each.code, each.span.cut(article.raw)) for each in article.diagnostics if each.severity == "warning"]
    [('missing-reference', '[2]')]
    """
    _check_article(article)
    return _link(article, list(_list_references(article, paragraphs)))


def link_entries(article: Article, grammar: Grammar) -> Article:
    """Link an article with the entries below it that have a shape of its format, if there are any."""
    entries = list(_read_shaped(article, grammar))
    return _link(article, entries) if entries else article


def _link(article: Article, given: list[_Listed]) -> Article:
    # what has neither number nor key is told by where it stands
    cited = [entry.reference.cites for entry in given]
    names = [f"#{place}" if name == "" else name for place, name in enumerate(cited)]
    first = dict(zip(reversed(names), reversed(given), strict=True))
    numbered = sorted(name for name in first if isinstance(name, int))
    listed = [first[name] for name in dict.fromkeys([*numbered, *names])]
    repeated = [entry for name, entry in zip(names, given, strict=True) if first[name] is not entry]
    kept = (each for each in article.diagnostics if each.code not in _CODES)
    return evolve(
        article,
        references=[entry.reference for entry in listed],
        diagnostics=[*kept, *_diagnose(article, listed, repeated)],
    )


def _diagnose(article: Article, listed: list[_Listed], repeated: list[_Listed]) -> Iterator[Diagnostic]:
    first_citations: dict[int | str, Span] = {}
    for insight in article.insights:
        for citation in insight.citations:
            first_citations.setdefault(citation.cites, citation.span)
    known = {entry.reference.cites for entry in listed}
    for cited, span in first_citations.items():
        if cited not in known:
            yield make_diagnostic("missing-reference", span, str(cited))
    for entry in listed:
        if entry.reference.cites != "" and entry.reference.cites not in first_citations:
            yield make_diagnostic("unused-reference", entry.span, str(entry.reference.cites))
    for entry in repeated:
        yield make_diagnostic("duplicate-reference", entry.span, str(entry.reference.cites))


# --- what is listed ----------------------------------------------------------------------------------------------


def _list_references(
    article: Article, paragraphs: str | Sequence[str] | Mapping[int, str] | Mapping[str, str] | None
) -> Iterator[_Listed]:
    """Yield what the numbers stand for, in the order it was given in."""
    format = formats().get(article.format or "")
    if paragraphs is None and format is not None and format.entries:
        yield from _read_shaped(article, compile_format(format, None))
    elif paragraphs is None:
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


def _read_shaped(article: Article, grammar: Grammar) -> Iterator[_Listed]:
    """Yield the entries below an article that have a declared shape."""
    at, end = _below_digest(article)
    for line in join_blocks(split_lines(article.raw[at:end]), grammar):
        words = line.strip(AROUND_WORDS)
        if entry := grammar.entry_in(words):
            number, start = entry.get("n"), at + line.index(words)
            reference = Reference(
                int(number) if number else None, entry.get("text") or "", entry.get("url"), entry.get("key")
            )
            yield _Listed(reference, Span(start, start + len(words)))
        at += len(line)


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
    if isinstance(number, str) and not number.isdigit():
        return Reference(None, _check_paragraph(number, text), key=number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError(f"the number of a paragraph is an int, not {number!r}, a {type(number).__name__}")
    if number < 0:
        raise ValueError(f"paragraphs are counted from 1, so none has the number {number}")
    return Reference(number, _check_paragraph(number, text))


def _check_paragraph(number: object, text: object) -> str:
    if not isinstance(text, str):
        raise TypeError(f"paragraph {number} is a str, not a {type(text).__name__}")
    return text
