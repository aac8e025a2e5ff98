"""Articles to HTML: a page, or a snippet for a notebook; one article, a section, or many articles."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rareinsight._markdown import plain_heading, plain_words, split_bold
from rareinsight._messages import count, expect_each
from rareinsight._show.advice import ADVICE
from rareinsight._show.tree import name_of
from rareinsight.html._nodes import View, code, plain, shown
from rareinsight.model import Article, Section

_MAX_TITLE: Final = 80  #: how many characters of a text serve as the title of an article without one


def render(articles: Article | Iterable[Article], *, explained: bool | None = None, title: str | None = None) -> str:
    """Render a page for one article, or for many with an index.

    Args:
        articles: An article or any number of them; linked ones show their paragraphs.
        explained: Whether the page can show why the text was parsed as it was, which parses it again; by default,
            only for a single article.
        title: The title of the page; defaults to that of the article.

    Returns:
        Self-contained HTML.

    Raises:
        TypeError: ``articles`` is not an article or articles.

    >>> from rareinsight import parse
    >>> page = render(parse("Core Insights - Copper is short [1][3]"))
    >>> page[:15], "Copper is short" in page, "src=" in page
    ('<!doctype html>', True, False)
    """
    if explained is None:
        explained = isinstance(articles, Article)
    given = expect_each(Article, articles=[articles] if isinstance(articles, Article) else articles)
    views = [View(article, explained=explained) for article in given]
    if title is None:
        title = views[0].title if len(views) == 1 else count(len(views), "article")
    sources = sorted({view.article.source for view in views if view.article.source})
    codes = Counter(code for view in views for code in {each.code for each in view.article.diagnostics})
    style, script = _asset("page.css"), _asset("page.js")
    template = _environment().get_template("page.html.jinja")
    return template.render(
        views=views,
        title=plain(title),
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        sources={source: number for number, source in enumerate(sources, 1)},
        codes=dict(sorted(codes.items())),
        names=list(_names_of([view.article for view in views])),
    )


def snippet(node: Article | Section) -> str:
    """Return an article or a section as notebooks show it: no script, no requests, styles that affect nothing else."""
    view = View(Article(sections=[node]) if isinstance(node, Section) else node)
    style = Markup(_asset("page.css").partition("/* page */")[0])  # noqa: S704 - ours
    template = _environment().get_template("snippet.html.jinja")
    return template.render(view=view, is_section=isinstance(node, Section), style=style)


def _names_of(articles: list[Article]) -> Iterator[tuple[str, str, str]]:
    """Yield what an index shows of articles: title, which of several with this title, and file and record."""
    beginnings = (each.raw.strip()[:_MAX_TITLE] for each in articles)
    named = zip(articles, beginnings, strict=True)
    titles = [(plain_words(each.title) if each.title else plain_heading(words)) or "Untitled" for each, words in named]
    totals, seen = Counter(titles), Counter[str]()
    for title, article in zip(titles, articles, strict=True):
        seen[title] += 1
        which = f"{seen[title]:,} of {totals[title]:,}" if totals[title] > 1 else ""
        yield title, which, name_of(article.origin)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rareinsight.html", "."), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_finalize,
    )  # fmt: skip
    environment.filters |= {"code": code, "plain": plain, "advice": _advice, "bold": _bold, "hash": _hash}
    return environment


def _advice(code: str) -> str:
    return ADVICE.get(code, "")


def _bold(text: str) -> Markup:
    """Escape a text, and show its bold words as bold."""
    bold, [parts] = Markup("<b>{}</b>"), split_bold([text])
    return Markup().join(bold.format(shown(words)) if is_bold else shown(words) for words, is_bold in parts)


def _finalize(value: object) -> object:
    return shown(value) if type(value) is str else value


@cache
def _asset(name: str) -> str:
    return files("rareinsight.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
