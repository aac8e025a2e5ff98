"""A result is mapped back to the page only if its places are in order there."""

from attrs import evolve

import rareinsight as ri
from rareinsight._dialect.translation import is_nested


def test_is_nested_needs_places_in_order() -> None:
    article = ri.parse("Core Insights\n- Prices rose [1]\n\nGroup 1\n- Costs fell [2]")
    assert is_nested(article)
    assert not is_nested(evolve(article, sections=article.sections[::-1]))
