"""Answers with sources come out as a reader sees them, however assistants write them."""

from collections.abc import Sequence
from random import Random

import hypothesis
import pytest
from hypothesis import assume, given, note
from hypothesis import strategies as st

import rareinsight as ri
from answers import USUAL, VALUES, Saved, answer_of, write_answer
from languages import CHINESE, ENGLISH

pytestmark = pytest.mark.no_cover

#: A statement or two with citations may be of any text.
FEWEST = 3


@st.composite
def answers(draw: st.DrawFn, aspects: Sequence[str]) -> Saved:
    """Draw an answer of which some aspects are written in any way."""
    choices = USUAL | {aspect: draw(st.sampled_from(VALUES[aspect])) for aspect in aspects}
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - not for secrets
    saved = write_answer(random, draw(st.sampled_from((ENGLISH, CHINESE))), choices)
    assume(all(sum(len(each.statements) for each in answer.chapters) >= FEWEST for answer in saved.answers))
    return saved


def check(saved: Saved, *, may_warn: bool) -> None:
    articles = [*ri.parse_many(saved.text)]
    told = [each.code for article in articles for each in article.diagnostics if each.severity != "info"]
    found = tuple(map(answer_of, articles))
    note(f"{saved.choices}\n{saved.text}\nreader {saved.answers}\nfound  {found}\n{told}")
    assert found == saved.answers or (may_warn and told)
    assert may_warn or not told


@pytest.mark.parametrize("aspect", VALUES)
def test_answers_parse_as_a_reader_sees_them(aspect: str, seed_of_examples: int) -> None:
    aspects = (aspect, "body") if aspect in ("marker", "indent") else (aspect,)

    def check_answer(saved: Saved) -> None:
        check(saved, may_warn=False)

    hypothesis.seed(seed_of_examples)(given(answers(aspects))(check_answer))()


@given(answers([*VALUES]))
def test_answers_written_in_any_way_parse_as_a_reader_sees_them_or_warn(saved: Saved) -> None:
    check(saved, may_warn=True)
