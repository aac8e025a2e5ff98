"""Reading line by line and by the decision tables alone, without the steps for what leaves nothing to decide."""

from __future__ import annotations

from rareinsight.articles import read_article
from rareinsight.format import Format
from rareinsight.lines import read_lines, split_lines
from rareinsight.model import Article
from rareinsight.pages import split_articles
from rareinsight.patterns import compile_format


def read_by_tables(text: str, format: Format, without: frozenset[str] = frozenset()) -> list[Article]:
    """Read a text as ``explain`` does."""
    lines = read_lines(split_lines(text), format, compile_format(format))
    frames = split_articles(lines, format)
    return [read_article(frame.sheet(), format, trace=[], without=without) for frame in frames]


def everything(article: Article) -> object:
    """All fields of an article, those that equality does not look at included."""
    return repr(article), article.raw, article.title_span, article.source_span, article.published_span
