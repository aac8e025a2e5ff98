"""From lines to articles, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rareinsight._grammar.grammar import Grammar, compile_format
from rareinsight._parse import articles, labels, verdict
from rareinsight._parse.articles import Context, Draft, LookAhead, header_of, split_by
from rareinsight._parse.check import check
from rareinsight._parse.cutter import Body, Chunk, cut_body
from rareinsight._parse.labels import decide
from rareinsight._parse.lines import split_lines
from rareinsight._parse.oddities import may_be_odd
from rareinsight._parse.table import YES, Row, first_row
from rareinsight._parse.tree import build, make_article
from rareinsight.format import Format
from rareinsight.limits import Limits
from rareinsight.model import Article


class Stages(NamedTuple):
    """How pages of a kind are read: what is done to lines and bodies, and the tables that decide about them."""

    look: LookAhead  #: at each line and the next few
    lines: tuple[Row[Context], ...]  #: what each line is
    articles: tuple[Row[Context], ...]  #: where an article begins
    draft: type[Draft]
    cut: Callable[[Body], None]  #: into chunks
    marked: tuple[Row[Chunk], ...]  #: what a chunk after a marker is
    others: tuple[Row[Chunk], ...]  #: what any other is
    verdict: tuple[Row[Body], ...]  #: whether the body is a digest or an answer


def stages_of(format: Format) -> Stages:
    """Return how pages of a format are read: as Markdown, or as digests."""
    if not format.markdown:
        tables = articles.LINE_ROWS, articles.ARTICLE_ROWS, Draft
        return Stages(articles.look_ahead, *tables, cut_body, labels.MARKED, labels.GAP, verdict.DIGEST_ROWS)
    from rareinsight._parse import markdown  # only answers need it

    tables = markdown.MARKDOWN_LINES, markdown.MARKDOWN_ARTICLES, markdown.Answer
    chunks = markdown.MARKDOWN
    return Stages(markdown.look_at_lines, *tables, markdown.cut_markdown, chunks, chunks, markdown.ANSWERS)


def read_articles(lines: Iterable[str], format: Format, limits: Limits | None = None) -> Iterator[Article]:
    """Yield the articles on some lines, linked to the lists below them."""
    grammar = compile_format(format, limits)
    for article in _read_all(lines, grammar, None if format.markdown else may_be_odd):
        yield _with_references(article, grammar)


def is_read(text: str, format: Format) -> bool:
    """Whether a format finds sections in a text; an article that has some is not looked at again."""
    is_odd = None if format.markdown else _may_be_unread
    return any(article.sections for article in _read_all(split_lines(text), compile_format(format, None), is_odd))


def read_once(text: str, format: Format) -> Iterator[Article]:
    """Yield the articles of a text without looking again at what is odd."""
    return _read_all(split_lines(text), compile_format(format, None))


def _read_all(
    lines: Iterable[str],
    grammar: Grammar,
    is_odd: Callable[[Article, Grammar], bool] | None = None,
    after: tuple[bool, bool] = (False, False),
) -> Iterator[Article]:
    """Yield the articles on some lines; ``after`` says whether a digest is above them, and whether a title is."""
    stages, (is_after_digest, is_after_title) = stages_of(grammar.format), after
    for draft in split_by(stages.lines, stages.articles, stages.look(lines, grammar), grammar, stages.draft):
        draft.is_after_digest, draft.is_after_title = is_after_digest, is_after_title
        article = _read(draft, grammar, stages)
        is_asked = is_odd is not None and is_odd(article, grammar)
        for each in _look_again(article, grammar, (is_after_digest, is_after_title)) if is_asked else [article]:
            is_after_digest |= bool(each.sections)
            is_after_title = each.title is not None
            yield each


def _read(draft: Draft, grammar: Grammar, stages: Stages) -> Article:
    body = read_body(draft, grammar, stages)
    header = header_of(draft, grammar)
    is_digest = bool(body.chunks) and first_row(body, stages.verdict).label == YES
    sections = build(body) if is_digest else ()
    article = make_article(body, header, sections, check(body, header, sections))
    body.forget()
    return article


def read_body(draft: Draft, grammar: Grammar, stages: Stages) -> Body:
    """Return the body of an article, cut into chunks that have been labelled."""
    body = Body(draft, grammar)
    stages.cut(body)
    decide(body, stages.marked, stages.others)
    return body


def _may_be_unread(article: Article, grammar: Grammar) -> bool:
    return not article.sections and may_be_odd(article, grammar)


def _look_again(article: Article, grammar: Grammar, after: tuple[bool, bool]) -> list[Article]:
    from rareinsight._dialect import look_again  # few pages need it

    return look_again(article, grammar, lambda text: _read_all(split_lines(text), grammar, None, after))


def _with_references(article: Article, grammar: Grammar) -> Article:
    """Link an article to the entries below it if its format is Markdown or declares what entries look like."""
    has_list = any([each.code == "reference-list" for each in article.diagnostics])
    if not article.sections or not (grammar.entries.shapes or (grammar.format.markdown and has_list)):
        return article
    from rareinsight.references import link_listed, read_below

    entries = [*read_below(article, grammar)]
    return link_listed(article, entries) if entries or has_list else article
