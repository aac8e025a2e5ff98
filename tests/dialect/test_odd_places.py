"""Each question about what is odd, asked of a text that it concerns, with the diagnostics that the text gets."""

import pytest

import rareinsight as ri
from rareinsight._dialect import infer

TEXTS = {
    "citations in tags": ("Core Insights\n- A rose <sup>(1)</sup>\n- B fell <sup>(2)</sup>", "inferred-format"),
    "citations whose brackets differ": ("Core Insights\n- A rose ([1)\n- B fell ([2)", "inferred-format"),
    "numbers in dark circles": ("Core Insights\n❶ A rose [1]\n❷ B fell [2]", "inferred-format"),
    "a heading in brackets with spaces": ("[ Core Insights ]\n- A rose [1]\n- B fell [2]", None),
    "a dash before a heading": ("A\n-Core Insights - Prices fell [1]", None),
    "citations in bold tags": ("Core Insights\n✓ A rose <b>[1]</b>\n✓ B fell <b>[1]</b>", "inferred-format"),
    "nothing behind a label's sign": ("紀要核心觀點: -\nrices fell [1] Group - Costs rose [2]", None),
    "two headings that name groups": ("Copper Group - A rose [1]\nZinc Group - B fell [2]", None),
    "one letter above a core": ("报告行业投资O - 中性 [4]告的\n核心观点 销量上升 [1]", None),
    "a letter as a marker": ("The\nCore Insights\no Prices fell [1]", None),
    "an empty bracket behind a citation": ("Core Insights -rices rose [1][]", "broken-citation"),
    "a group behind a citation": ("Core Insights - A [1] ;Group 1 – - B [2]", None),
    "a question mark before a group": ("Core Insights - A rose [1]. ? Group 2 - B fell [2]", None),
    "noon on a twelve-hour clock": ("Source·2025-08-26 0:30 pm\nCore Insights - A [1]", None),
    "groups in spaced letters": (
        "Core Insights\n- A [1]\n\nG r o u p 1\n- B [2]\n\nG r o u p 2\n- C [3]",
        "inferred-format",
    ),
    "numbers instead of groups": ("Core Insights\n- A [1]\n\n#1\n- B fell [2]\n\n#2\n- C rose [3]", "possible-heading"),
    "a core on two lines": (
        "Title\nDaily·2025-08-26 08:14\n\nCore\nInsights\n- A rose [1]\n- B fell [2]\n\nGroup 1\n- C fell [3]",
        "possible-heading",
    ),
    "a line far to the right": (
        f"Core Insights\n- Prices rose [1]\n{' ' * 99}and stayed high [2]\n= Tin fell [3]",
        None,
    ),
    "a line that ends inside a bracket": ("Core Insights\nA rose [\n\n1]\nB fell [2]", None),
    "a letter in place of a number": (
        "1. Copper - Prices [1]\nO. Zinc - Prices [2]\n3. Tin - Prices [3]",
        "odd-number",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_parse_reports_what_is_odd(name: str) -> None:
    text, code = TEXTS[name]
    articles = [*ri.parse_many(text)]
    assert "".join(article.raw for article in articles) == text
    found = {each.code for article in articles for each in article.diagnostics}
    assert code is None or code in found


def test_detect_looks_for_a_list_of_sources_inside_a_line() -> None:
    assert ri.detect("Text [1]. More [2]. References: [1] https://a.example/x [2] https://b.example/y") == "answer"


def test_markdown_without_markers_is_read_by_lines() -> None:
    plain = ri.formats()["answer"].evolve(name="unmarked", markers=[], numbered_markers=[])
    assert [each.text for each in ri.parse("## Costs\n\nPrices fell [1].", format=plain).insights] == ["Prices fell."]


@pytest.mark.parametrize("trials", [0, infer._MAX_TRIALS])
def test_inferred_format_reads_its_pages_after_any_number_of_trials(
    monkeypatch: pytest.MonkeyPatch, trials: int
) -> None:
    monkeypatch.setattr(infer, "_MAX_TRIALS", trials)
    pages = [f"Main Points\n→ Prices fell ({number})\n→ Costs rose ({number + 1})" for number in (1, 3)]
    found = ri.infer_format(pages, name="points")
    assert [len(ri.parse(page, format=found).insights) for page in pages] == [2, 2]


def test_shortened_format_has_only_what_its_pages_need() -> None:
    page = "Main Points\n- Prices fell [1]\n- Costs rose [2]"
    long = ri.Format("long", [ri.Heading(["Main Points", "Risks"])], markers=["-", "•"], citations=["[{n}]", "({n})"])
    short = infer._shortened([page], long)
    assert (short.citations, short.headings[0].words[0]) == (("[{n}]",), "Main Points")
    assert short.markers == ri.Format("usual", [ri.Heading(["Main Points"])]).markers  # need not be declared
