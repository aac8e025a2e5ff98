"""A text that comes in pieces gives the articles of the whole one, wherever it is cut, one at a time."""

from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from outlines import everything
from rareinsight.testing import Digest, digests
from samples import digest
from score import Page, load
from soup import any_texts, soups

#: What Hypothesis prints of a digest of 40 insights is long.
pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
#: Small texts in which much happens; every one is cut at every place, within ``\r\n`` too.
SMALL = [page for page in load("cases") if page.record["name"].startswith("stream")]
small = pytest.mark.parametrize("page", SMALL, ids=repr)


def with_header(digest: Digest) -> tuple[str, ri.Article] | None:
    """Return a digest, with a title and a source line if it has no title; ``None`` if these are elsewhere or parts."""
    text, article = digest.text.removeprefix("\ufeff"), digest.article
    has_byline = article.source is not None or article.published is not None
    if digest.layout.header != "above" or (article.title is not None and not has_byline):
        return None
    if article.title is not None:
        return text, article
    titled = evolve(article, title="A Title")
    if has_byline:
        return f"A Title\n{text}", titled
    dated = evolve(titled, source="Daily News", published=datetime(2025, 8, 26, 8, 14))
    return f"A Title\nDaily News·2025-08-26 08:14\n{text}", dated


headed = digests().map(with_header).filter(bool)


def read_stream(chunks: list[str]) -> list[object]:
    return list(map(everything, ri.parse_stream(chunks)))


def read_whole(text: str) -> list[object]:
    return list(map(everything, ri.parse_many(text)))


@small
def test_stream_of_two_chunks_cut_anywhere(page: Page) -> None:
    text, whole = page.text, read_whole(page.text)
    for cut in range(len(text) + 1):
        assert read_stream([text[:cut], text[cut:]]) == whole


@small
def test_stream_of_single_characters(page: Page) -> None:
    text = page.text
    assert read_stream(list(text)) == read_whole(text)
    assert read_stream(["", *text, "", ""]) == read_whole(text)


@st.composite
def cut_texts(draw: st.DrawFn) -> list[str]:
    """A text with line ends of any system in chunks, some of them empty."""
    line_end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = draw(any_texts() | st.lists(soups(max_size=6), max_size=5).map("\n".join))
    text = text.replace("\n", line_end) + draw(st.sampled_from(["", line_end]))
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=8))
    return [text[start:end] for start, end in pairwise([0, *sorted(cuts), len(text)])]


@given(cut_texts())
def test_stream_of_any_chunks_of_any_text(chunks: list[str]) -> None:
    assert read_stream(chunks) == read_whole("".join(chunks))


def test_stream_may_be_an_open_file(seed: str) -> None:
    assert list(map(everything, ri.parse_stream(StringIO(seed, newline="")))) == read_whole(seed)


def test_stream_without_chunks_gives_no_article() -> None:
    assert list(ri.parse_stream([])) == list(ri.parse_stream(["", ""])) == list(ri.parse_many("")) == []


def test_strict_stream_raises_at_the_article_with_a_warning() -> None:
    articles = ri.parse_stream([digest(1), digest(2).replace("[3]", "[0]"), digest(4)], strict=True)
    assert next(articles).title == "Copper number 1"
    with pytest.raises(ri.ParseError, match="zero-citation"):
        next(articles)


def test_stream_gives_articles_early_and_holds_little() -> None:
    taken = 0

    def digests() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 501):
            yield digest(taken - 1)

    for number, article in enumerate(ri.parse_stream(digests())):
        assert article.title == f"Copper number {number}"
        assert taken <= number + 4
    assert taken == 500


@pytest.mark.parametrize("line", ["Rain is due in the south.\n", "\n", "Workflow\n", "Group 1 - Prices fell [1]\n"])
def test_endless_stream_gives_articles(line: str) -> None:
    """No line repeated for ever is held for ever: an article is closed a bounded number of lines after its body."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        yield "A Title\nDaily News·2025-08-26 08:14\nGroup 1 - Prices fell [1]\n"
        while taken < 20_000:
            taken += 1
            yield line
        raise AssertionError("the stream was read to its end before the first article came out")

    article = next(ri.parse_stream(lines()))
    assert article.title == "A Title"


# --- several articles --------------------------------------------------------------------------------------------


@pytest.mark.slow
@given(headed, headed, st.sampled_from(["\n", "\n\n", "\n\n\n"]))
def test_digests_below_one_another_are_articles_of_their_own(
    first: tuple[str, ri.Article], second: tuple[str, ri.Article], gap: str
) -> None:
    text = first[0] + gap + second[0]
    articles = ri.parse_many(text, format="digest")  # an outline in Markdown may be an answer
    assert [each for each in articles if each.sections] == [first[1], second[1]]
