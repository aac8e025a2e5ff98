"""The labelled pages in other physical layouts: one line is what crawlers give, people paste others.

An article that is read rightly as it was found says the same in each of them, but for the few whose marks are ambiguous
there.
"""

import re
from functools import cache

import pytest

import rareinsight as ri
from rewriting import REWRITINGS, Label, rewrite, without_cut
from score import HELD, SETS, found_in, is_right, load, without_numbers

#: Families whose layout is what they are: numbers without brackets, links, garbled text, small cases; and other
#: producers'.
FIXED = "GLNSX"
#: Wrapped lines, ranges and other brackets: such an article has a layout of its own, which stays.
IN_OTHER_LAYOUT = re.compile(r"\n|[【［][0-9]|\[[0-9]+[-–]")
#: How much of what comes out right in one line, as crawlers give it, has to come out right in each layout.
LEAST = 0.98
#: The same of a sample of about a hundred articles, or of all if there are fewer, as where the sdist is tested.
LEAST_OF_SAMPLE, SAMPLE, EVERY = 0.95, 100, 36
PLAIN = "one line"


@cache
def articles_to_rewrite() -> tuple[Label, ...]:
    """The articles of correctly parsed pages, without truncated ends."""
    found: list[Label] = []
    for page in (page for name in SETS if name != HELD for page in load(name)):
        if page.record["family"] in FIXED or "cut_unseen" in page.record or not (page.is_scored and is_right(page)):
            continue
        *_, last = page.record["articles"]
        for label in page.record["articles"]:
            whole = without_cut(label) if page.record["truncated"] and label is last else label
            insights = [insight for section in whole["sections"] for insight in section["insights"]]
            if insights and not any(map(IN_OTHER_LAYOUT.search, insights)):
                found.append(whole)
    return tuple(found)


def comes_out_right(label: Label, layout: str) -> bool:
    text, expected = rewrite(label, REWRITINGS[layout])
    return without_numbers(map(found_in, ri.parse_many(text))) == [expected]


@cache
def share(layout: str, start: int, step: int) -> float:
    """The share of sampled articles that are parsed correctly in a layout."""
    labels = articles_to_rewrite()[start::step]
    return sum(comes_out_right(label, layout) for label in labels) / len(labels)


@pytest.mark.slow
@pytest.mark.parametrize("layout", REWRITINGS)
def test_sample_of_articles_parses_alike_in_each_layout(layout: str) -> None:
    every = max(1, min(EVERY, len(articles_to_rewrite()) // SAMPLE))
    start = list(REWRITINGS).index(layout) % every
    assert share(layout, start, every) >= LEAST_OF_SAMPLE * share(PLAIN, start, every)


@pytest.mark.full
@pytest.mark.parametrize("layout", REWRITINGS)
def test_all_articles_parse_alike_in_each_layout(layout: str) -> None:
    assert share(layout, 0, 1) >= LEAST * share(PLAIN, 0, 1)
