"""Whatever a format declares: it is refused, or the spans of what is read nest."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rareinsight as ri
from declarations import declarations, texts_of
from outlines import everything
from rareinsight.testing._promises import check_spans, check_tiling


@pytest.mark.slow
@pytest.mark.usefixtures("own_registry")
@settings(max_examples=500)
@given(declarations(), st.data())
def test_parse_nests_spans_whatever_is_declared(declared: dict[str, Any], data: st.DataObject) -> None:
    with suppress(ValueError):  # the declaration is refused
        format = ri.register(ri.Format("any", **declared), replace=True)
        text = data.draw(texts_of(format))
        articles = list(ri.parse_many(text, format=format))
        assert "".join(article.raw for article in articles) == text
        for article in articles:
            check_tiling(article, article.raw)
            check_spans(article)
            assert everything(ri.from_json(ri.to_json(article))) == everything(article)


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    ("marker", "citation", "text", "cited"),
    [
        ("({n})", "({key})", "(1) Prices fell (q3.pdf)\n(2) Costs rose (q4.pdf)", [["q3.pdf"], ["q4.pdf"]]),
        ("[[{n}]]", "[{n}]", "[[1]] Prices fell [7]\n[[2]] Costs rose [8][9]", [[7], [8, 9]]),
        ("«{n}»", "«{key}»", "«1» Prices fell «b»\n«2» Costs rose «c»", [["b"], ["c"]]),
    ],
)
def test_parse_finds_citations_behind_markers_that_look_like_them(
    marker: str, citation: str, text: str, cited: list[list[int | str]], *, markdown: bool
) -> None:
    format = ri.Format(
        "any", [ri.Heading(["Points"])], numbered_markers=[marker], citations=[citation], markdown=markdown
    )
    article = ri.parse(f"{'# ' * markdown}Points\n{text}\n", format=format)
    check_spans(article)
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    assert [[each.cites for each in insight.citations] for insight in article.insights] == cited
