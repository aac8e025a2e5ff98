"""Digests as anybody might write them come out as a reader sees them, or a warning says what is odd."""

import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import hypothesis
import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

import rareinsight as ri
from digests import ASPECTS, Variation, in_all_lines, sample, tree_of, variations, vary
from languages import CHINESE, ENGLISH
from outlines import everything
from promises import check_spans, check_tiling, count_steps

#: Coverage takes twice the time, and other tests cover the same.
pytestmark = pytest.mark.no_cover


class Bounds(NamedTuple):
    """The share that must come out right, that may be wrong without a warning, and of the right ones with one."""

    right: float
    silent: float
    noisy: float = 0.006


#: For each aspect, in English and in Chinese.
BOUNDS: Final = {
    "beside citations": (Bounds(0.98, 0.002), Bounds(0.977, 0.001)),
    "citations": (Bounds(0.986, 0.001), Bounds(0.986, 0.001)),
    "core heading": (Bounds(0.997, 0.001), Bounds(0.999, 0.001)),
    "group heading": (Bounds(0.989, 0.006), Bounds(0.995, 0.004)),
    "header": (Bounds(1, 0), Bounds(1, 0)),
    "lines": (Bounds(1, 0), Bounds(1, 0)),
    "marker": (Bounds(0.983, 0.003), Bounds(0.993, 0.001)),
    "stop": (Bounds(1, 0), Bounds(1, 0)),
    "tail": (Bounds(1, 0), Bounds(1, 0)),
    "title": (Bounds(1, 0), Bounds(1, 0)),
    "whole text": (Bounds(1, 0), Bounds(1, 0)),
}
BOUNDS_OF_THREE: Final = (Bounds(0.974, 0.004), Bounds(0.984, 0.003))
#: By how many standard deviations a sample may be worse than all variations are.
DEVIATIONS: Final = 3.5
LANGUAGES: Final = {"English": ENGLISH, "Chinese": CHINESE}
#: Aspects of which every variation comes out right: what fails there is made as simple as it can be.
ALL_RIGHT: Final = [aspect for aspect, bounds in BOUNDS.items() if all(each.right == 1 for each in bounds)]


class Verdict(NamedTuple):
    """What came out of a variation."""

    variation: Variation
    articles: Sequence[ri.Article]

    @property
    def is_right(self) -> bool:
        return tree_of(self.articles[0]) == self.variation.tree and not self.articles[0].truncated

    @property
    def warns(self) -> bool:
        return any(each.severity != "info" for article in self.articles for each in article.diagnostics)

    def __str__(self) -> str:
        """Show the text, what a reader sees, and what was found."""
        codes = [each.code for article in self.articles for each in article.diagnostics]
        found = tree_of(self.articles[0])
        return (
            f"{self.variation.changes}\n  text   {self.variation.text!r}\n  reader {self.variation.tree}\n"
            f"  found  {found}\n  {'truncated ' * self.articles[0].truncated}{codes}"
        )


def judge(variation: Variation) -> Verdict:
    return Verdict(variation, list(ri.parse_many(variation.text)))


def check_shares(
    count: int, start: int, choose: Callable[[random.Random], Sequence[str]], language: str, bounds: Sequence[Bounds]
) -> None:
    """Draw variations, and compare what comes out of them with the least share right and the most in silence."""
    shares = bounds[list(LANGUAGES).index(language)]
    verdicts = [judge(variation) for variation in sample(start, count, choose, LANGUAGES[language])]
    right = [verdict for verdict in verdicts if verdict.is_right]
    silent = [verdict for verdict in verdicts if not verdict.is_right and not verdict.warns]
    noisy = [verdict for verdict in right if verdict.warns]
    told = len(verdicts) - len(right) - len(silent)
    worst = Counter(f"{aspect}: {name}" for each in silent for aspect, name in each.variation.changes.items())
    report = "\n".join(
        [
            f"seed {start}: {len(right)} right, {told} told, {len(silent)} silent of {count}, {len(noisy)} noisy",
            f"in silence most often: {worst.most_common(5)}",
            *map(str, silent[:3] or [verdict for verdict in verdicts if not verdict.is_right][:3] or noisy[:3]),
        ]
    )
    assert len(verdicts) == count, report
    assert count - len(right) <= most_of(count, 1 - shares.right), report
    assert len(silent) <= most_of(count, shares.silent), report
    assert len(noisy) <= most_of(count, shares.noisy), report


def most_of(count: int, share: float) -> float:
    """Return how many of a sample may have what a share of all have."""
    return count * share + DEVIATIONS * math.sqrt(count * share * (1 - share)) + (share > 0)


@given(variations())
def test_plain_digests_parse_as_a_reader_sees_them(variation: Variation) -> None:
    check(variation)


@pytest.mark.parametrize("aspect", ALL_RIGHT)
def test_reliable_aspects_parse_as_a_reader_sees_them(aspect: str, seed_of_examples: int) -> None:
    def check_aspect(variation: Variation) -> None:
        check(variation)

    hypothesis.seed(seed_of_examples)(given(variations(aspect))(check_aspect))()


def check(variation: Variation) -> None:
    verdict = judge(variation)
    note(str(verdict))
    assert verdict.is_right
    assert not verdict.warns
    assert ri.detect(variation.text) == "digest"


@st.composite
def misspelt(draw: st.DrawFn) -> Variation:
    """A plain digest in which a letter of a heading is left out, written twice, or has changed places with the next."""
    random = draw(st.randoms(use_true_random=False))
    variation = vary(random, [], ENGLISH)
    assert variation is not None
    text = variation.text
    word = random.choice(list(re.finditer(r"Core|Insights|Group(?= [0-9])", text)))
    at = random.randrange(word.start() + 1, word.end() - 1)
    one, other = text[at], text[at + 1]
    changed = random.choice([other, one * 2 + other, other + one if one != other else one])
    return variation._replace(text=text[:at] + changed + text[at + 2 :])


@given(misspelt())
def test_misspelt_headings_are_read_and_reported(variation: Variation) -> None:
    verdict = judge(variation)
    note(str(verdict))
    assert verdict.is_right
    assert verdict.warns


any_variations = st.lists(st.sampled_from(ASPECTS), max_size=3, unique=True).flatmap(
    lambda aspects: variations(*aspects)
)


@given(any_variations)
def test_variations_lose_no_text_and_have_exact_places(variation: Variation) -> None:
    articles = list(ri.parse_many(variation.text))
    assert "".join(article.raw for article in articles) == variation.text
    for article in articles:
        check_tiling(article, article.raw)
        check_spans(article)


@given(any_variations, any_variations, st.integers(1, 40))
def test_variations_in_a_stream_are_the_same_articles(first: Variation, second: Variation, size: int) -> None:
    """What a reader learns from one article does not carry over to the next, whatever the chunks."""
    text = f"{first.text}\n\n{second.text}"
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    assert list(map(everything, ri.parse_stream(chunks))) == list(map(everything, ri.parse_many(text)))


body_variations = st.sampled_from(["citations", "core heading", "group heading", "lines", "marker", "stop"]).flatmap(
    variations
)


@given(body_variations, body_variations)
def test_articles_of_a_page_have_conventions_of_their_own(first: Variation, second: Variation) -> None:
    """Below the usual header, an article is what it is alone, whatever is written above and below."""
    alone = [ri.parse(each.text) for each in (first, second)]
    assume(all(article.sections for article in alone))  # one insight in odd signs may be too little
    together = ri.parse_many(f"{first.text}\n\n{second.text}\n")
    assert [tree_of(article) for article in together if article.sections] == [*map(tree_of, alone)]


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["citations", "core heading", "group heading", "marker", "stop"])
def test_lines_of_a_digest_may_be_parted_wrapped_and_indented(aspect: str, seed_of_examples: int) -> None:
    """A digest that is read right with a line for each heading and insight is read right however these are parted."""
    draw = random.Random(seed_of_examples)  # noqa: S311 - not for secrets
    for _ in range(30):
        pages = in_all_lines(draw, [aspect], draw.choice([*LANGUAGES.values()]))
        if pages and judge(pages[0]).is_right:
            wrong = [str(verdict) for verdict in map(judge, pages) if not verdict.is_right]
            assert not wrong, "\n".join(wrong)


@pytest.mark.slow
@pytest.mark.parametrize("aspect", ["citations", "core heading", "group heading", "lines", "marker", "whole text"])
def test_twice_as_many_insights_take_about_twice_the_steps(aspect: str) -> None:
    for start in range(3):
        steps = list[int]()
        for times in (20, 40):
            draw = random.Random(start)  # noqa: S311 - not for secrets
            if variation := vary(draw, [aspect], times=times):
                steps.append(count_steps(lambda text: list(ri.parse_many(text)), variation.text))
        assert not steps or steps[1] <= 2.3 * steps[0], (start, steps)


@pytest.mark.parametrize("language", ["English", pytest.param("Chinese", marks=pytest.mark.slow)])
@pytest.mark.parametrize("aspect", ASPECTS)
def test_variations_of_one_aspect_parse_correctly(aspect: str, language: str, seed_of_examples: int) -> None:
    check_shares(100, seed_of_examples, lambda _: [aspect], language, BOUNDS[aspect])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_variations_of_three_aspects_parse_correctly(language: str, seed_of_examples: int) -> None:
    check_shares(500, seed_of_examples, lambda draw: draw.sample(ASPECTS, 3), language, BOUNDS_OF_THREE)


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_many_variations_of_one_aspect_parse_correctly(aspect: str, language: str, seed_of_examples: int) -> None:
    check_shares(1000, seed_of_examples, lambda _: [aspect], language, BOUNDS[aspect])


@pytest.mark.full
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_variations_of_three_aspects_parse_correctly(language: str, seed_of_examples: int) -> None:
    check_shares(3000, seed_of_examples, lambda draw: draw.sample(ASPECTS, 3), language, BOUNDS_OF_THREE)
