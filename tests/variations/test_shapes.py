"""Shapes that people write come out as a reader sees them, without a warning."""

import hypothesis
import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from digests import Variation
from shapes import SHAPES, shaped, shaped_twice
from test_variations import check, judge

pytestmark = pytest.mark.no_cover


@pytest.mark.parametrize(
    ("language", "aspect"), [(language, aspect) for language in SHAPES for aspect in SHAPES[language]]
)
def test_shapes_parse_as_a_reader_sees_them(language: str, aspect: str, seed_of_examples: int) -> None:
    def check_shape(variation: Variation) -> None:
        check(variation)

    hypothesis.seed(seed_of_examples)(given(shaped(language, aspect))(check_shape))()


@given(st.sampled_from([*SHAPES]).flatmap(shaped_twice))
def test_two_shapes_parse_as_a_reader_sees_them_or_warn(variation: Variation) -> None:
    verdict = judge(variation)
    note(str(verdict))
    assert verdict.is_right or verdict.warns
