"""The texts that are read: the seed article, the labelled corpus, dumps of any size, the seed as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Final

from rareinsight import Article

ROOT: Final = Path(__file__).parents[1]
_CHUNK: Final = 65_536


def count_bytes(text: str) -> int:
    """Return the size of a text in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def seed() -> str:
    """The seed article as it was crawled."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return _read(path)


@cache
def corpus() -> tuple[str, ...]:
    """The labelled pages of each layout, some with several articles."""
    lines = _read(ROOT / "tests" / "pages" / "first.jsonl").split("\n")
    return tuple(json.loads(line)["text"] for line in lines if line)


@cache
def corpus_page() -> str:
    """The corpus as one dump."""
    return "".join(page.rstrip("\r\n") + "\n\n" for page in corpus())


@cache
def crawl() -> str:
    """The seed a hundred times as one dump, as crawlers give articles."""
    return 100 * (seed().rstrip("\r\n") + "\n\n")


def dump(megabytes: int) -> Iterator[str]:
    """Yield a dump of about that many megabytes in chunks: the corpus, over and over."""
    page, left = corpus_page(), megabytes * 1_000_000
    chunks = [page[at : at + _CHUNK] for at in range(0, len(page), _CHUNK)]
    for chunk, size in cycle([(chunk, count_bytes(chunk)) for chunk in chunks]):
        if left <= 0:
            return
        yield chunk
        left -= size


def as_markdown(article: Article) -> str:
    """Return the content of an article as Markdown: headings, lists, citations in brackets."""
    lines = [f"# {article.title}", "", f"{article.source}, {article.published}", ""]
    for section in article.sections:
        lines += [f"## {section.heading}", ""]
        lines += [f"- {insight.span.cut(article.raw)}" for insight in section.insights] + [""]
    return "\n".join(lines)
