"""Any declaration is either refused or gives articles with nested spans."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rareinsight as ri
from declarations import declarations, texts_of
from outlines import everything
from promises import check_spans, check_tiling


@pytest.mark.slow
@pytest.mark.usefixtures("own_registry")
@settings(max_examples=150)
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
def test_parse_finds_citations_after_markers_that_look_like_them(
    marker: str, citation: str, text: str, cited: list[list[int | str]], *, markdown: bool
) -> None:
    format = ri.Format(
        "any", [ri.Heading(["Points"])], numbered_markers=[marker], citations=[citation], markdown=markdown
    )
    article = ri.parse(f"{'# ' * markdown}Points\n{text}\n", format=format)
    check_spans(article)
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    assert [[each.cites for each in insight.citations] for insight in article.insights] == cited


def test_citation_in_bars_is_not_taken_for_a_table() -> None:
    format = ri.Format("any", [ri.Heading(["Points"])], citations=["|{key}|"], markdown=True)
    article = ri.parse("# Points\n|b| Prices fell\n- Costs rose |c|\n", format=format)
    check_spans(article)
    assert [[each.key for each in insight.citations] for insight in article.insights] == [["b"], ["c"]]


@pytest.mark.parametrize(
    ("word", "citations", "text"),
    [
        ("核心", ["<sup>{n}</sup>"], "D[2]\n核心<sup>1</sup>T[9]"),
        ("Takeaways", ["[{n}]"], "Tkeaways<sup>1</sup>[1]Takeaways*T"),
        ("1", ["\\({n})"], "S4) 1][1]\n[1,2]"),
        ("[1\\]", ["]{s}", "[{key:S}]"], ")]³[1\\]][Sa]"),
    ],
)
def test_parse_does_not_infer_conventions_that_divide_a_citation_or_a_heading(
    word: str, citations: list[str], text: str
) -> None:
    plain = ri.Format("any", [ri.Heading([word], holds_text="]" in word)], citations=citations)
    for format in (plain, plain.evolve(markers=[]), plain.evolve(markers=["–"], unmarked=True, lead=True)):
        check_spans(ri.parse(text, format=format))


#: Numbered markers, and the numbers that they are used with.
NUMBERS = {
    "{n})": "1) 2) 3)",
    "{r}.": "I. II. III.",
    "({r})": "(i) (ii) (iii)",
    "{c}、": "一、 二、 三、",
    "（{c}）": "（一） （二） （三）",
    "{letter})": "a) b) c)",
    "{letter}.": "A. B. C.",
}
POINTS = ["Copper is scarce", "Tin is rare", "Mines closed", "Smelters too", "Ports as well"]


def numbered_format(shape: str, *, markdown: bool = False) -> ri.Format:
    headings = [ri.Heading(["Core Points"], role="core"), ri.Heading(["Background"])]
    return ri.Format("numbered", headings, markers=[], numbered_markers=[shape], citations=["[{n}]"], markdown=markdown)


def numbered_page(numbers: str, between: str, *, are_cited: bool, hashes: str = "") -> str:
    signs = [*numbers.split()[:2], *numbers.split()]
    ends = [f" [{number}]" if are_cited else "." for number in range(1, 6)]
    said = [f"{sign} {point}{end}" for sign, point, end in zip(signs, POINTS, ends, strict=True)]
    return f"{hashes}Core Points\n{between.join(said[:2])}\n\n{hashes}Background\n{between.join(said[2:])}\n"


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize("shape", NUMBERS)
def test_numbers_of_any_notation_are_markers_as_declared(shape: str, *, markdown: bool) -> None:
    format = numbered_format(shape, markdown=markdown)
    text = numbered_page(NUMBERS[shape], "\n", are_cited=True, hashes="## " * markdown)
    article = ri.parse(text, format=format)
    assert [insight.text for insight in article.insights] == POINTS
    assert ri.parse(ri.render(article, format=format), format=format) == article


@pytest.mark.parametrize("shape", ["({r})", "{letter})", "{letter}."])
def test_numbers_of_any_notation_are_inferred_as_they_are_declared(shape: str) -> None:
    page = numbered_page(NUMBERS[shape], "\n", are_cited=True)
    pages = [
        page.replace("Core Points", "Core Insights"),
        page.replace("Core Points", "Core Insights").replace("Tin", "Zinc"),
    ]
    format = ri.infer_format(pages, name="inferred")
    assert format.numbered_markers == (shape,)
    assert [insight.text for insight in ri.parse(pages[0], format=format).insights] == POINTS


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("are_cited", [False, True])
@pytest.mark.parametrize("shape", NUMBERS)
def test_insights_merged_by_a_declaration_have_a_warning(shape: str, between: str, *, are_cited: bool) -> None:
    format = numbered_format(shape)
    for numbers in NUMBERS.values():
        text = numbered_page(numbers, between, are_cited=are_cited)
        article = ri.parse(text, format=format)
        told = {each.code for each in article.diagnostics if each.severity != "info"}
        are_right = [insight.text.rstrip(".") for insight in article.insights] == POINTS
        assert are_right or told, text
