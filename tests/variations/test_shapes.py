"""Shapes that people write come out as a reader sees them, without a warning."""

import hypothesis
import pytest
from hypothesis import given

from digests import Variation
from shapes import SHAPES, shaped
from test_variations import check


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("language", "aspect"), [(language, aspect) for language in SHAPES for aspect in SHAPES[language]]
)
def test_shapes_parse_as_a_reader_sees_them(language: str, aspect: str, seed_of_examples: int) -> None:
    def check_shape(variation: Variation) -> None:
        check(variation)

    hypothesis.seed(seed_of_examples)(given(shaped(language, aspect))(check_shape))()
