"""Articles to HTML: a page, or a snippet for a notebook; one article, a section, or many articles."""

from __future__ import annotations

import base64
import hashlib
from collections import UserList
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rareinsight._messages import count, expect_each
from rareinsight._show.advice import ADVICE
from rareinsight.html._nodes import View
from rareinsight.html._shown import code, plain, shown
from rareinsight.model import Article, Section

#: The most articles a notebook shows; the page has them all.
_SHOWN: Final = 50


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
    views = [View(article, explained=explained) for article in _listed(articles)]
    if title is None:
        title = (views[0].article.title or "Untitled") if len(views) == 1 else count(len(views), "article")
    sources = sorted({view.article.source for view in views if view.article.source})
    style, script = _asset("page.css"), _asset("page.js")
    template = _environment().get_template("page.html.jinja")
    return template.render(
        views=views,
        title=plain(title),
        style=Markup(style),  # noqa: S704 - ours
        script=Markup(script),  # noqa: S704 - ours
        style_hash=_hash(style),
        script_hash=_hash(script),
        sources={source: number for number, source in enumerate(sources, 1)},
    )


def snippet(shown: Article | Section | Iterable[Article], more: int = 0) -> str:
    """Return articles as notebooks show them: no script, no requests, styles that affect nothing else.

    Args:
        shown: An article, a section, or articles, which are folded below their titles.
        more: The number of articles not shown.
    """
    kind = "article" if isinstance(shown, Article) else "section" if isinstance(shown, Section) else "folded"
    articles = [Article(sections=[shown])] if isinstance(shown, Section) else _listed(shown)
    style = Markup(_asset("page.css").partition("/* page */")[0])  # noqa: S704 - ours
    template = _environment().get_template("snippet.html.jinja")
    return template.render(views=[View(article) for article in articles], kind=kind, more=more, style=style)


class Gallery(UserList[Article]):
    """A list of articles that notebooks show folded and that can be saved as a page.

    >>> from rareinsight import parse_many
    >>> gallery = Gallery(parse_many("Core Insights - Copper is short [1]"))
    >>> len(gallery), "Copper is short" in gallery.render()
    (1, True)
    """

    def __repr__(self) -> str:
        return f"<Gallery of {count(len(self), 'article')}>"

    def _repr_html_(self) -> str:
        return snippet(self[:_SHOWN], max(len(self) - _SHOWN, 0))

    def render(self, *, explained: bool = False, title: str | None = None) -> str:
        """Return the page of all articles; see :func:`rareinsight.html.render`."""
        return render(self, explained=explained, title=title)

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, and return its path."""
        target = Path(path)
        target.write_text(self.render(), encoding="utf-8")
        return target


def _listed(articles: Article | Iterable[Article]) -> list[Article]:
    return list(expect_each(Article, articles=[articles] if isinstance(articles, Article) else articles))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rareinsight.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters["code"] = code
    environment.filters["plain"] = plain
    environment.filters["advice"] = _advice
    return environment


def _advice(code: str) -> str:
    return ADVICE[code][0] if code in ADVICE else ""


def _finalize(value: object) -> object:
    return shown(value) if type(value) is str else value


@cache
def _asset(name: str) -> str:
    return files("rareinsight.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
