"""One article: ``parse`` beside what else makes or loads such a tree."""

from __future__ import annotations

from collections.abc import Callable

import mistune
import pytest
from markdown_it import MarkdownIt

from benchmarks.conftest import Measure
from benchmarks.plain_tree import make_cattrs_loader, make_msgspec_loader
from benchmarks.texts import as_markdown, count_bytes, seed
from benchmarks.yardsticks import count_marks, read_with_script
from rareinsight import parse
from rareinsight.jsonio import from_json, to_json

ARTICLE = parse(seed())
JSON = to_json(ARTICLE)
MARKDOWN = as_markdown(ARTICLE)

CASES: dict[str, tuple[Callable[..., object], str]] = {
    "parse": (parse, seed()),
    "script": (read_with_script, seed()),
    "msgspec": (make_msgspec_loader(), JSON),
    "cattrs": (make_cattrs_loader(), JSON),
    "mistune": (mistune.create_markdown(renderer="ast"), MARKDOWN),
    "markdown-it": (MarkdownIt().parse, MARKDOWN),
    "scan": (count_marks, seed()),
    "from_json": (from_json, JSON),
}


def test_yardsticks_do_the_same_work() -> None:
    """The script finds what ``parse`` finds, the loaders load it; else they would be no yardsticks."""
    expected = [
        (section.heading, [(i.text, [c.number for c in i.citations]) for i in section.insights])
        for section in ARTICLE.sections
    ]
    script = read_with_script(seed())
    assert [
        (section["heading"], [(i["text"], i["citations"]) for i in section["insights"]])
        for section in script["sections"]
    ] == expected
    assert (script["title"], script["source"]) == (ARTICLE.title, ARTICLE.source)
    for load in (make_msgspec_loader(), make_cattrs_loader()):
        loaded = load(JSON)
        assert loaded.published == ARTICLE.published
        assert [[i.text for i in section.insights] for section in loaded.sections] == [
            [text for text, _ in insights] for _, insights in expected
        ]


@pytest.mark.parametrize("case", CASES)
def test_seed(case: str, measure: Measure) -> None:
    """The seed article, or its tree as JSON, or its content as Markdown."""
    function, text = CASES[case]
    assert measure(function, text, size=count_bytes(text))
