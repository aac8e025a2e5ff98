"""What is fuzzed, each target with the contract that every input has to keep; README.md says them in words.

A target takes bytes and returns, or raises where the contract is broken. Nothing here needs Atheris, so that the corpus
and every find run as ordinary tests too (``tests/parse/test_fuzz.py``).
"""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Final

from rich.console import Console
from selectolax.lexbor import LexborHTMLParser

import rareinsight as ri
import rareinsight.html as pages
from declared import PLACES, declare, fill
from promises import check_pickling, check_spans, check_tiling
from rareinsight._show.console import draw
from rareinsight.cli.printing import spell

CORPUS: Final = Path(__file__).parent / "corpus"
#: What a terminal would obey: all control characters but the line feed.
_OBEYED: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LAYOUTS: Final = (
    ri.Layout(),
    ri.Layout(headings="hashes", marker="-", stop="before"),
    ri.Layout(lines="one", blank_lines=False, header="below", stop="after"),
)


def text_of(data: bytes) -> str:
    """Any bytes are a text; those that are no UTF-8 are lone surrogates in it."""
    return data.decode("utf-8", "surrogateescape")


def keeps_promises(text: str, format: ri.Format | None = None) -> ri.Article:
    """Read a text in every way; nothing is raised, no text is lost, spans nest and cut what they are spans of."""
    article = ri.parse(text, format=format)
    check_tiling(article, text)
    check_spans(article)
    for evidence in ri.explain(text, format=format):
        if evidence.span.cut(text) != evidence.text:
            raise AssertionError(f"{evidence} is not what its span cuts")
    articles = list(ri.parse_many(text, format=format))
    for each in articles:
        check_tiling(each, each.raw)
        check_spans(each)
    if "".join(each.raw for each in articles) != text:
        raise AssertionError("text is lost between articles")
    with suppress(ri.ParseError):
        ri.parse(text, format=format, strict=True)
    return article


def parse(data: bytes) -> None:
    """``parse``, ``parse_many``, ``explain``, ``detect`` and pickling on any text."""
    text = text_of(data)
    check_pickling(keeps_promises(text))
    if ri.detect(text) not in (None, *ri.formats()):
        raise AssertionError("a format was detected that nobody knows")


def stream(data: bytes) -> None:
    """However a text is cut, ``parse_stream`` gives the articles of ``parse_many``; the last bytes say where."""
    text, sizes = text_of(data[:-3]), cycle([each % 32 for each in data[-3:]] + [7])
    chunks = list[str]()
    rest = text
    while rest:
        size = next(sizes)
        chunks.append(rest[:size])
        rest = rest[size:]
    streamed, whole = list(ri.parse_stream(chunks)), list(ri.parse_many(text))
    if list(map(repr, streamed)) != list(map(repr, whole)):
        raise AssertionError(f"cut into {chunks} the articles are {streamed}, whole {whole}")


def declared(data: bytes) -> None:
    """A format that can be declared can be read by, written by, described and pickled; four bytes declare it."""
    format = declare(data[:4])
    if format is None:
        return
    check_pickling(format)
    spell(format)
    article = keeps_promises(fill(text_of(data[4:]), format), format)
    for layout in _LAYOUTS:
        with suppress(ValueError):
            ri.render(article, layout, format=format)


def render(data: bytes) -> None:
    """``render`` writes an article so that it reads the same, or refuses with a ``ValueError``."""
    article = ri.parse(text_of(data))
    for layout in _LAYOUTS:
        with suppress(ValueError):
            # headings that are not declared may be those of another format
            if ri.parse(ri.render(article, layout), format=article.format) != article:
                raise AssertionError(f"{layout!r} says something else")


def link(data: bytes) -> None:
    """``link`` takes any list of references, its own or one that is given: what stands behind the first place."""
    text, _, paragraphs = text_of(data).partition(PLACES[0])
    article = ri.parse(text)
    for linked in (ri.link(article), ri.link(article, paragraphs), ri.link(article, paragraphs.split("\n"))):
        check_spans(linked)
        numbers = [each.number for each in linked.references]
        if numbers != sorted(set(numbers), key=lambda number: -1 if number is None else number):
            raise AssertionError(f"references are {numbers}")


def html(data: bytes) -> None:
    """Pages hold texts as text: no tag, script or handler comes out of one."""
    check_page(ri.parse(text_of(data)))


def check_page(article: ri.Article) -> None:
    """A page of an article has nothing that would run or be fetched, but for its own script."""
    for page in (pages.render(article), article._repr_html_() or ""):
        for node in LexborHTMLParser(page).css("*"):
            if node.tag in {"iframe", "object", "embed", "base", "img", "form"}:
                raise AssertionError(f"a page has <{node.tag}>")
            for name, value in node.attributes.items():
                if name.startswith("on") or name == "srcdoc" or (value or "").strip().lower().startswith("javascript:"):
                    raise AssertionError(f"a page has {name}={value!r}")
        if page.count("<script") > 1:
            raise AssertionError("a page has a script that is not ours")


def terminal(data: bytes) -> None:
    """Nothing is printed that a terminal would obey."""
    text = text_of(data)
    check_printed(ri.parse(text))
    try:
        ri.parse(text, strict=True)
    except ri.ParseError as error:
        if found := _OBEYED.search(str(error)):
            raise AssertionError(f"{found[0]!r} is in a message") from error


def check_printed(article: ri.Article) -> None:
    """A terminal that shows an article as a tree gets no control characters."""
    printed = io.StringIO()
    Console(file=printed, width=80, color_system=None).print(draw(article))
    if found := _OBEYED.search(printed.getvalue()):
        raise AssertionError(f"{found[0]!r} is printed")


def from_json(data: bytes) -> None:
    """``from_json`` refuses bytes with a ``ValueError``, or makes an article that goes through JSON unchanged."""
    try:
        article = ri.from_json(data)
    except ValueError:
        return
    if repr(ri.from_json(ri.to_json(article))) != repr(article):
        raise AssertionError(f"{article!r} changes on its way through JSON")
    check_pickling(article)
    for use in (ri.Article.pieces, ri.render, ri.link, check_page, check_printed):
        with suppress(ValueError):  # places in JSON need not lie in the text
            use(article)


_NAMES: Final = (
    "a.txt",
    "a.jsonl",
    "a.json",
    "a.csv",
    "a.html",
    "a.warc",
    "a.gz",
    "a.zip",
    "a.md",
    "a.zst",
    "a.tar",
    "a",
)


def dump(data: bytes) -> None:
    """Whatever a file holds, ``read`` yields articles and notices; its first byte says what it is called."""
    if not data:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _NAMES[data[0] % len(_NAMES)])
        path.write_bytes(data[1:])
        for article in ri.read(path, report=lambda _: None):
            check_tiling(article, article.raw)


TARGETS: Final = {
    each.__name__: each for each in (parse, stream, declared, render, link, html, terminal, from_json, dump)
}


def corpus_of(target: str) -> Path:
    """Return the folder of inputs that a target begins with; those that take a text share theirs."""
    own = CORPUS / target
    return own if own.is_dir() else CORPUS / "texts"
