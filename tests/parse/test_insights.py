"""Citations of insights: those that must be declared, their claims, and text that only looks like a citation."""

import pytest

import rareinsight as ri
from outlines import codes, numbers
from promises import check_spans


@pytest.mark.parametrize("shape", ["[^{n}]", "【{n}†source】", "[[{n}]]({url})"])
def test_undeclared_citations_are_read_as_declared_ones(shape: str) -> None:
    citation = shape.format(n=3, url="https://example.com/a")
    text = f"Core Insights\n- Prices fell {citation}\n- Costs rose {citation}\n"
    declared = ri.parse(text, format=ri.formats()["digest"].evolve(name="notes", citations=(shape,)))
    assert numbers(declared) == [[3], [3]]
    assert ri.parse(text) == declared
    assert [insight.text for insight in declared.insights] == ["Prices fell", "Costs rose"]
    found = [each.span.cut(text) for insight in declared.insights for each in insight.citations]
    assert found == [citation] * 2


@pytest.mark.parametrize("run", ["[3-5, 2]", "[5, 3-4]", "[9, 8-9]"])
def test_range_next_to_a_smaller_number_is_not_reversed(run: str) -> None:
    article = ri.parse(f"Core Insights\n- Prices fell {run}\n- Costs rose [1]")
    assert "reversed-range" not in codes(article)


def test_claim_is_the_text_before_its_citations() -> None:
    text = "Group 1 - Prices fell [1][2], and costs rose [3] - Sales [1, 3] grew. - Costs of mines rose [2]"
    article = ri.parse(text)
    claims = [(each.number, each.claim) for insight in article.insights for each in insight.citations]
    first = [(1, "Prices fell"), (2, "Prices fell"), (3, "and costs rose")]
    assert claims == [*first, (1, "Sales"), (3, "Sales"), (2, "Costs of mines rose")]
    left, right = article.insights[1].citations
    assert left.span == right.span
    assert left.span.cut(article.raw) == "[1, 3]"
    assert {number: len(insights) for number, insights in article.cited.items()} == {1: 2, 2: 2, 3: 2}


def test_markdown_numbers_are_text_and_empty_bullets_are_ignored() -> None:
    text = "## Prices\n\n- Prices fell [1-200] again\n-\n- Sales of [1234567] rose\n\n[1]\n"
    article = ri.parse(text, format="perplexity")
    assert [insight.text for insight in article.insights] == ["Prices fell [1-200] again", "Sales of [1234567] rose"]
    assert numbers(article) == [[], [1]]
    left = [(each.code, each.span and each.span.cut(text)) for each in article.diagnostics]
    assert [each for each in left if each[0] in ("wide-range", "long-number")] == [
        ("wide-range", "[1-200]"),
        ("long-number", "[1234567]"),
    ]


def test_lines_quoted_in_a_reply_are_read_without_the_quotes() -> None:
    article = ri.parse("On Monday Ann wrote:\n> Core Insights\n> - Tin rose\n> again [1]\n> - Zinc fell [2]\n")
    assert [insight.text for insight in article.insights] == ["Tin rose again", "Zinc fell"]


def test_citations_on_lines_of_their_own_belong_to_the_insight_above() -> None:
    (insight,) = ri.parse("Core Insights\n- Prices rose [1] ;\n[2]\n[3]").insights
    assert (insight.text, [each.number for each in insight.citations]) == ("Prices rose", [1, 2, 3])


@pytest.mark.parametrize("text", ["- [1] Tin rose - [2] Zinc fell", "Core Insights * [1] Tin rose * [2] Zinc fell"])
def test_citations_precede_what_they_back_on_one_line(text: str) -> None:
    insights = ri.parse(text).insights
    assert [(each.text, each.citations[0].number) for each in insights] == [("Tin rose", 1), ("Zinc fell", 2)]


def test_citations_that_precede_what_they_back_have_it_as_claim() -> None:
    text = "Core Insights\n- [1][2] Copper is scarce.\n- [3] Tin is costly [4]. And zinc is not.\n"
    article = ri.parse(text)
    assert [insight.text for insight in article.insights] == ["Copper is scarce.", "Tin is costly. And zinc is not."]
    claims = [(each.number, each.claim) for insight in article.insights for each in insight.citations]
    assert claims == [(1, "Copper is scarce"), (2, "Copper is scarce"), (3, "Tin is costly"), (4, "Tin is costly")]
    check_spans(article)
    assert ri.parse(ri.render(article)) == article
    assert not {*codes(article)} - {"missing-title", "missing-source", "several-insights"}


def test_citations_after_stray_markers_are_reported() -> None:
    article = ri.parse("Core Insights Copper is scarce - [1] Tin is costly - [2] Group 1 - Zinc is not [3]")
    assert "stray-citation" in codes(article) or article.sections == ()


def test_reversed_and_wide_ranges_are_distinguished() -> None:
    article = ri.parse("Core Insights - Copper is scarce [5-2] - Tin is [1-200] dear [3, 2] - Zinc is not [7–7]")
    assert numbers(article) == [[5, 4, 3, 2], [3, 2], [7]]
    found = [(each.code, each.span and each.span.cut(article.raw)) for each in article.diagnostics if each.span]
    assert found == [("reversed-range", "[5-2]"), ("wide-range", "[1-200]")]


@pytest.mark.parametrize(("mark", "spelled"), [("", ""), (":", ""), ("：", ""), ("::", ": "), (" :", ": ")])
def test_colon_right_behind_citations_that_come_first_belongs_to_them(mark: str, spelled: str) -> None:
    article = ri.parse(f"Core Insights\n- [1]{mark} Prices fell\n- [2][3]: Tin: rose\n")
    check_spans(article)
    assert [insight.text for insight in article.insights] == [f"{spelled}Prices fell", "Tin: rose"]
    assert article.insights[0].citations[0].claim == "Prices fell"


def test_citations_between_marker_and_words_may_be_parted() -> None:
    article = ri.parse("Core Insights\n- [1]: Prices fell\n- [6]: [7] Zinc rose\n- [2]: Gold fell")
    assert numbers(article) == [[1], [6, 7], [2]]


@pytest.mark.parametrize("words", ["Prices (old)", "铜价（试行）", "Prices (old)(new)"])
def test_citation_with_a_word_in_round_brackets_may_follow_others(words: str) -> None:
    format = ri.Format("notes", [ri.Heading(["Overview"])], markers=["-"], citations=["(p. {n})"])
    (insight,) = ri.parse(f"Overview\n- {words}(p. 1)(p. 2)", format=format).insights
    assert (insight.text, [each.number for each in insight.citations]) == (words, [1, 2])


def test_short_last_line_is_an_insight_where_every_line_is() -> None:
    format = ri.Format("notes", [ri.Heading(["Overview"])], markers=[], unmarked=True, citations=["[{n}]"])
    article = ri.parse(f"Metals Today\n\nOverview\nPrices {'fell ' * 20}[1]\nStrikes", format=format)
    assert [insight.text for insight in article.insights][1:] == ["Strikes"]


@pytest.mark.parametrize("words", ["“cold”", '"cold"', "'cold'", "‘cold’", "(cold)", "**cold**"])
def test_number_without_brackets_cites_behind_quotation_marks_and_a_stop(words: str) -> None:
    article = ri.parse(f"## Prices\n- Demand is {words}.2\n", format="gemini-deep-research")
    assert [[each.number for each in insight.citations] for insight in article.insights] == [[2]]


def test_number_of_a_heading_does_not_begin_inside_a_word() -> None:
    first, second = ri.parse("Investment Ratings - AI. Investment Rating - Prices [1]").sections
    assert ([each.text for each in first.insights], second.heading) == (["AI."], "Investment Rating")


@pytest.mark.parametrize("above", ["", "Core Insights - Tin rose [4] "])
def test_heading_that_ends_in_notes_begins_no_list_of_references(above: str) -> None:
    article = ri.parse(f"{above}Earnings Call Notes 1. Prices - Tin fell [1] - Zinc rose [2]")
    assert [each.heading for each in article.sections][-2:] == ["Earnings Call Notes", "1. Prices"]
    assert [each.text for each in article.insights][-2:] == ["Tin fell", "Zinc rose"]
