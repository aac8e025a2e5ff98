"""Linking citations to references, such as the entries below a digest, with diagnostics for those that don't match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from attrs import evolve

from rareinsight._grammar.form import AROUND_WORDS
from rareinsight._grammar.grammar import Grammar
from rareinsight._parse.lines import join_blocks, split_lines
from rareinsight.diagnostics import make_diagnostic
from rareinsight.model import Article, Diagnostic, Reference, Span

_CODES: Final = frozenset(("missing-reference", "unused-reference", "duplicate-reference"))
#: The most characters of an entry that spans several lines.
_LONGEST_ENTRY: Final = 800


class Listed(NamedTuple):
    """A reference, and its span if it is in the article's own text."""

    reference: Reference
    span: Span | None = None


def link_entries(article: Article, grammar: Grammar) -> Article:
    """Link an article to the entries below it that have a shape of its format, if there are any."""
    entries = list(read_shaped(article, grammar))
    return link_listed(article, entries) if entries else article


def link_listed(article: Article, given: list[Listed]) -> Article:
    """Return an article with the given references and the diagnostics about them."""
    # references without number and key are told apart by their position
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


def _diagnose(article: Article, listed: list[Listed], repeated: list[Listed]) -> Iterator[Diagnostic]:
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


def read_shaped(article: Article, grammar: Grammar) -> Iterator[Listed]:
    """Yield the entries below an article that have a declared shape, on one line or on several."""
    at, end = below_digest(article)
    begun, start = "", at
    for line in join_blocks(split_lines(article.raw[at:end]), grammar):
        words = line.strip(AROUND_WORDS)
        first, entry = at + line.index(words), grammar.entry_in(words)
        if entry or not begun or len(begun) > _LONGEST_ENTRY:
            begun, start = "", first
        begun = f"{begun} {words}".strip()
        if entry := entry or grammar.entry_in(begun):
            number, text, url, key = (entry.get(name) for name in ("n", "text", "url", "key"))
            reference = Reference(int(number) if number else None, text or "", url, key)
            yield Listed(reference, Span(start, first + len(words)))
            begun = ""
        at += len(line)


def below_digest(article: Article) -> tuple[int, int]:
    """Return where a list of references can be: from the end of the last section to the start of the next article."""
    start = max((section.end for section in article.sections), default=0)
    rest = (each.span for each in article.diagnostics if each.code == "more-articles")
    return start, min((span.start for span in rest if span is not None), default=len(article.raw))
