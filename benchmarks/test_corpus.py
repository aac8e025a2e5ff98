"""Many articles: the corpus a page at a time, as one dump, as a stream, and as Arrow columns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import chain

import pytest

from benchmarks.conftest import Measure
from benchmarks.texts import corpus, corpus_page, count_bytes, crawl, dump
from rareinsight import parse, parse_many, parse_stream

SIZE = sum(map(count_bytes, corpus()))
drain = deque[object](maxlen=0).extend


def read_each(pages: Iterable[str]) -> None:
    """Read every page for all its articles."""
    drain(chain.from_iterable(map(parse_many, pages)))


def test_pages(measure: Measure) -> None:
    """A page at a time."""
    measure(read_each, corpus(), size=SIZE)


def test_dump(measure: Measure) -> None:
    """All pages as one text."""
    measure(lambda: drain(parse_many(corpus_page())), size=count_bytes(corpus_page()))


def test_crawl(measure: Measure) -> None:
    """Articles that leave nothing to decide, as one text."""
    measure(lambda: drain(parse_many(crawl())), size=count_bytes(crawl()))


def test_articles(measure: Measure) -> None:
    """The articles of that text, each by itself: what ``parse_many`` is held against."""
    articles = [article.raw for article in parse_many(corpus_page())]
    measure(lambda: drain(map(parse, articles)), size=count_bytes(corpus_page()))


def test_stream(measure: Measure) -> None:
    """A megabyte that comes in chunks."""
    chunks = list(dump(1))
    measure(lambda: drain(parse_stream(chunks)), size=sum(map(count_bytes, chunks)))


def test_batches(measure: Measure) -> None:
    """The pages in Arrow batches, to articles in Arrow batches."""
    pa = pytest.importorskip("pyarrow")
    parse_batches = pytest.importorskip("rareinsight.arrow").parse_batches
    batch = pa.RecordBatch.from_pydict({"text": corpus()})
    measure(lambda: drain(parse_batches([batch])), size=SIZE)
