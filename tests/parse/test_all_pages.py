"""What holds of each page in ``pages/``, whether it comes out right or not."""

import random
from collections.abc import Iterator
from typing import Final

import pytest

import rareinsight as ri
from outlines import codes
from promises import check_spans, check_tiling
from rareinsight._formats.registry import SHIPPED
from score import HELD, Page, articles_of, detected, load, rounds

#: Each test takes all pages, and coverage twice the time.
pytestmark = pytest.mark.no_cover
every_round = pytest.mark.parametrize(("name", "round"), rounds())
#: These are checked on every run of the tests, the others with the slow ones.
_QUICK: Final = ("real", "cases")


@pytest.mark.parametrize(
    ("name", "round"), [pytest.param(*each, marks=[] if each[0] in _QUICK else pytest.mark.slow) for each in rounds()]
)
def test_page_text_is_kept(name: str, round: str) -> None:
    for page in load(name, round):
        articles = articles_of(page.text, page.format)
        assert "".join(article.raw for article in articles) == page.text, page
        for article in articles:
            check_tiling(article, article.raw)
            check_spans(article)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "round"), [each for each in rounds() if each[0] not in ("unseen", HELD)])
def test_parse_gives_the_first_article_of_a_page(name: str, round: str) -> None:
    for page in load(name, round):
        first, *others = articles_of(page.text, page.format)
        article = ri.parse(page.text, format=page.format)
        assert article == first, page
        assert article.raw == page.text, page
        assert ("more-articles" in codes(article)) == bool(others), page


@pytest.mark.slow
@every_round
def test_parse_stream_gives_the_same_for_any_chunks_of_a_page(name: str, round: str) -> None:
    for page in load(name, round):
        streamed = tuple(ri.parse_stream(cut_at_random(page), format=page.format))
        assert streamed == articles_of(page.text, page.format), page
        assert "".join(article.raw for article in streamed) == page.text, page


def cut_at_random(page: Page) -> Iterator[str]:
    """Cut a page in some places, the same ones on every run."""
    rng = random.Random(repr(page))  # noqa: S311 - no secret
    places = sorted(rng.randrange(len(page.text) + 1) for _ in range(8))
    for start, end in zip([0, *places], [*places, len(page.text)], strict=True):
        yield page.text[start:end]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "round"), [each for each in rounds() if each[0] != HELD])
def test_detect_does_not_take_digests_for_answers(name: str, round: str) -> None:
    digests = [page for page in load(name, round) if page.is_scored and page.record.get("format") in (None, "digest")]
    assert not [page for page in digests if detected(page.text) in SHIPPED]
