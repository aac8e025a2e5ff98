"""An article parses the same from its own ``raw``, unless the page around it had a say, in one of three ways."""

from collections.abc import Iterator

import pytest

import rareinsight as ri
from rareinsight._parse.lines import split_lines
from rareinsight.detection import choose_format
from score import HELD, load, rounds


def reasons(text: str) -> Iterator[str]:
    """Say for each article that parses differently on its own what on the page explains it."""
    articles, format = list(ri.parse_many(text)), choose_format(iter(split_lines(text)), None)[1]
    for number, article in enumerate(articles):
        above, below = articles[:number], articles[number + 1 :]
        if list(ri.parse_many(article.raw)) == [article]:
            continue
        if list(ri.parse_many(article.raw, format=format)) == [article]:
            yield "format of the page"
        elif any(each.sections for each in above) and any(
            list(ri.parse_many(each.raw + article.raw, format=format))[1:] == [article] for each in above
        ):
            yield "below a digest"
        elif below and next(ri.parse_many(article.raw + below[0].raw, format=format)) == article:
            yield "above another article"
        else:
            yield f"unexplained: {article.raw[:80]!r}"


@pytest.mark.parametrize(
    ("name", "round"),
    [
        pytest.param(name, round, marks=() if name in ("real", "cases") else pytest.mark.slow)
        for name, round in rounds()
        if name != HELD
    ],
)
def test_articles_parse_the_same_from_their_own_raw_or_the_page_says_why(name: str, round: str) -> None:
    pages = [page.text for page in load(name, round) if len(page.labels) > 1]
    found = {reason for text in pages for reason in reasons(text)}
    assert found <= {"format of the page", "below a digest", "above another article"}
