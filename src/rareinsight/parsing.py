"""Text in, articles out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rareinsight._build.articles import build_article
from rareinsight._decide.page import split_articles
from rareinsight._page.grammar import compile_format
from rareinsight._page.lines import split_lines
from rareinsight.format import Format
from rareinsight.model import Article


def articles_of(lines: Iterable[str], format: Format) -> Iterator[Article]:
    grammar = compile_format(format)
    for draft in split_articles(lines, grammar):
        yield build_article(draft, grammar)
