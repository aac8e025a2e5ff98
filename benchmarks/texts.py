"""The texts that are read: the seed article, the labelled pages, dumps of any size, the seed as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Final

from rareinsight import Article

ROOT: Final = Path(__file__).parents[1]
_LABELLED: Final = ROOT / "tests" / "pages" / "real.jsonl"
_CHUNK: Final = 65_536


def bytes_of(*texts: str) -> int:
    """Return the size of texts in UTF-8."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@cache
def seed() -> str:
    """The seed article as it was crawled."""
    (path,) = (ROOT / "seeds").glob("*.txt")
    return _read(path)


@cache
def pages() -> tuple[str, ...]:
    """The labelled pages, some with several articles; the corpus where they are not there."""
    if _LABELLED.exists():
        return tuple(json.loads(line)["text"] for line in _read(_LABELLED).splitlines())
    return tuple(map(_read, sorted((ROOT / "tests" / "corpus").glob("*.txt"))))


@cache
def page_of_pages() -> str:
    """The labelled pages as one text."""
    return "".join(page.rstrip("\r\n") + "\n\n" for page in pages())


def dump(megabytes: float) -> Iterator[str]:
    """Yield a dump of about that many megabytes in chunks: the labelled pages, over and over."""
    text, left = page_of_pages(), megabytes * 1e6
    chunks = [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)]
    for chunk, size in cycle([(chunk, bytes_of(chunk)) for chunk in chunks]):
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
