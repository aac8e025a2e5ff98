"""From lines to articles, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from rareinsight._grammar.grammar import Grammar, compile_format
from rareinsight._parse.articles import Draft, header_of, split_articles
from rareinsight._parse.check import check
from rareinsight._parse.cutter import Body, cut_body
from rareinsight._parse.labels import decide
from rareinsight._parse.lines import split_lines
from rareinsight._parse.oddities import may_be_odd
from rareinsight._parse.tree import build, make_article
from rareinsight._parse.verdict import is_digest
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Article


class Stages(NamedTuple):
    """How pages of a kind are read."""

    split: Callable[[Iterable[str], Grammar], Iterator[Draft]]  #: into articles
    cut: Callable[[Body], None]  #: into chunks
    decide: Callable[[Body], None]  #: on the label of each
    is_digest: Callable[[Body], bool]


_OF_DIGESTS: Final = Stages(split_articles, cut_body, decide, is_digest)


def stages_of(format: Format) -> Stages:
    """Return how pages of a format are read: as Markdown, or as digests."""
    if not format.markdown:
        return _OF_DIGESTS
    from rareinsight._parse import markdown  # only answers need it

    return Stages(markdown.split_markdown, markdown.cut_markdown, markdown.decide_markdown, markdown.is_answer)


def read_articles(lines: Iterable[str], format: Format, limits: Limits | None = None) -> Iterator[Article]:
    """Yield the articles on some lines, linked to the lists below them."""
    grammar = compile_format(format, limits)
    for article in _read_all(lines, grammar, _read_and_look_again):
        yield _with_references(article, grammar)


def read_once(text: str, format: Format) -> Iterator[Article]:
    """Yield the articles of a text without looking again at what is odd."""
    return _read_all(split_lines(text), compile_format(format, None), _read)


def _read_all(
    lines: Iterable[str], grammar: Grammar, read: Callable[[Draft, Grammar], Iterable[Article]]
) -> Iterator[Article]:
    is_after_digest = is_after_title = False
    for draft in stages_of(grammar.format).split(lines, grammar):
        draft.is_after_digest, draft.is_after_title = is_after_digest, is_after_title
        for article in read(draft, grammar):
            is_after_digest |= bool(article.sections)
            is_after_title = article.title is not None
            yield article


def _read(draft: Draft, grammar: Grammar) -> list[Article]:
    """Read an article, from its lines to its diagnostics."""
    stages = stages_of(grammar.format)
    body = read_body(draft, grammar)
    header = header_of(draft, grammar)
    sections = build(body) if stages.is_digest(body) else ()
    article = make_article(body, header, sections, check(body, header, sections))
    body.forget()
    return [article]


def read_body(draft: Draft, grammar: Grammar) -> Body:
    """Return the body of an article, cut into chunks that have been labelled."""
    stages, body = stages_of(grammar.format), Body(draft, grammar)
    stages.cut(body)
    stages.decide(body)
    return body


def _read_and_look_again(draft: Draft, grammar: Grammar) -> list[Article]:
    """Read an article and, if the result may be odd, once more by the conventions of its page."""
    articles = _read(draft, grammar)
    if grammar.format.markdown or not may_be_odd(articles[0], grammar):
        return articles
    from rareinsight._dialect import look_again  # few pages need it

    return look_again(articles[0], grammar, lambda text: _read_all(split_lines(text), grammar, _read))


def _with_references(article: Article, grammar: Grammar) -> Article:
    """Link an article to the entries below it if its format is Markdown or declares what entries look like."""
    has_list = grammar.format.markdown and any([each.code == "reference-list" for each in article.diagnostics])
    if not article.sections or not (grammar.entries.shapes or has_list):
        return article
    from rareinsight.references import link_entries

    return link_entries(article, grammar)
