"""Insights as they stand on real pages: markers, ends, citations, labels, and sentences that mislead.

In the texts ⟦…⟧ is a heading and ⟨…⟩ an insight.
"""

import pytest

import rareinsight as ri
from outlines import codes, numbers, outline, to_mend, unmarked

ONE_LINE_MARKERS = ["-", "*", "•", "–", "—", "●", "▪", "·"]


@pytest.mark.parametrize("marker", ONE_LINE_MARKERS)
def test_markers_in_one_line(marker: str) -> None:
    article = ri.parse(f"Group 1 {marker} Prices fell [1] {marker} Costs rose [2]. {marker} Sales grew")
    assert outline(article) == [("Group 1", ["Prices fell [1]", "Costs rose [2].", "Sales grew"])]


@pytest.mark.parametrize("marker", [*ONE_LINE_MARKERS, "−"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n  ", "\n\u3000"])
def test_one_insight_a_line(marker: str, newline: str) -> None:
    lines = ["Group 1", f"{marker} Prices fell [1]", f"{marker} Costs rose.", f"{marker} Sales grew [2]", ""]
    article = ri.parse(newline.join(lines))
    assert outline(article) == [("Group 1", ["Prices fell [1]", "Costs rose.", "Sales grew [2]"])]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u3000", "\t", "  "])
def test_spaces_around_markers(space: str) -> None:
    text = "Group 1 - Prices fell [1] -".replace(" ", space)
    article = ri.parse(f"{text}{space}Costs rose [2]")
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    assert [(section.role, section.index) for section in article.sections] == [("group", 1)]


@pytest.mark.parametrize("run", ["[1]", "[1].", "【1】", "[1]。"])
def test_markers_glued_to_citations(run: str) -> None:
    article = ri.parse(f"Group 1 - Prices fell {run}- Costs rose {run}- Sales, high - end ones, grew [2]")
    texts = [insight.text.rstrip(".。") for insight in article.insights]
    assert texts == ["Prices fell", "Costs rose", "Sales, high - end ones, grew"]


ENDS = [
    ("Prices fell [1]", "Prices fell", [1]),
    ("Prices fell [1][2]", "Prices fell", [1, 2]),
    ("Prices fell [1][2].", "Prices fell.", [1, 2]),
    ("Prices fell.[1]", "Prices fell.", [1]),
    ("Prices fell. [1]", "Prices fell.", [1]),
    ("Prices fell[5].", "Prices fell.", [5]),
    ("铜价下跌[5]。", "铜价下跌。", [5]),
    ("Prices fell [34][10][7][101]", "Prices fell", [34, 10, 7, 101]),
    ("Prices fell [1] [2]", "Prices fell", [1, 2]),
    ("Prices [1] fell in May [2]", "Prices fell in May", [1, 2]),
    ("Prices fell [1], costs rose [2]", "Prices fell, costs rose", [1, 2]),
    ("Prices fell [6,7]", "Prices fell", [6, 7]),
    ("Prices fell [1, 3]", "Prices fell", [1, 3]),
    ("Prices fell [1,\u00a03]", "Prices fell", [1, 3]),
    ("Prices fell [1-3]", "Prices fell", [1, 2, 3]),
    ("Prices fell [1–3][5]", "Prices fell", [1, 2, 3, 5]),
    ("Prices fell ［1－3］", "Prices fell", [1, 2, 3]),
    ("It has Permit [2012] 1173 [1]", "It has Permit [2012] 1173", [1]),
    ("It has Permit [1998]第7号 [1]", "It has Permit [1998]第7号", [1]),
    ("Prices fell [1 and 2 & 3]", "Prices fell", [1, 2, 3]),
    ("Prices fell [1 und 2 et 3 e 4 y 5]", "Prices fell", [1, 2, 3, 4, 5]),
    ("Prices fell [1](https://a.example/x_(y))", "Prices fell", [1]),
    ("Prices fell 【1】", "Prices fell", [1]),
    ("Prices fell ［1］", "Prices fell", [1]),
    ("Prices fell.", "Prices fell.", []),
    to_mend(
        "a range of prices in brackets is read as citations",
        "Prices stay in the range [3450, 3750] [2]",
        "Prices stay in the range [3450, 3750]",
        [2],
    ),
    ("Most are in the U.K. [1].", "Most are in the U.K.", [1]),
]


@pytest.mark.parametrize(("insight", "text", "cited"), ENDS)
@pytest.mark.parametrize("after", [" - Costs rose [9]", " Group 2 - Costs rose [9]", "\n- Costs rose [9]", "\n"])
def test_ends_of_insights(insight: str, text: str, cited: list[int], after: str) -> None:
    article = ri.parse(f"Group 1 - Sales rose [8] - {insight}{after}")
    found = article.insights[1]
    assert found.span.cut(article.raw) == insight
    assert (found.text, [citation.number for citation in found.citations]) == (text, cited)
    assert len(article.insights) == (2 if after == "\n" else 3)


@pytest.mark.parametrize("shape", ["[^{n}]", "【{n}†source】", "[[{n}]]({url})"])
def test_citations_that_are_off_until_declared(shape: str) -> None:
    citation = shape.format(n=3, url="https://example.com/a")
    text = f"Core Insights\n- Prices fell {citation}\n- Costs rose {citation}\n"
    assert 3 not in ri.parse(text).cited or "[3]" in citation
    article = ri.parse(text, format=ri.formats()["digest"].evolve(name="notes", citations=(shape,)))
    assert numbers(article) == [[3], [3]]
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    found = [each.span.cut(text) for insight in article.insights for each in insight.citations]
    assert found == [citation] * 2


LABELS = [
    ("**Copper**: prices fell [1]", "Copper"),
    ("**Copper:** prices fell [1]", "Copper"),
    ("Trips: 17 % more than last year [1]", "Trips"),
    ("关税: 对进口货物征的税 [1]", "关税"),
    ("关税：对进口货物征的税 [1]", "关税"),
    ("Prices fell: they had to [1]", None),
    ("The kiln is old: bricks, glaze [1]", None),
    ("Trade opens at 9:30 again [1]", None),
    ("Prices fell [1]", None),
]


@pytest.mark.parametrize(("insight", "label"), LABELS)
def test_run_in_labels(insight: str, label: str | None) -> None:
    article = ri.parse(f"Core Insights - {insight} - Costs rose [2]")
    assert [each.label for each in article.insights] == [label, None]
    assert article.insights[0].span.cut(article.raw) == insight


def test_claims() -> None:
    text = "Group 1 - Prices fell [1][2], and costs rose [3] - Sales [1, 3] grew. - Costs of mines rose [2]"
    article = ri.parse(text)
    claims = [(each.number, each.claim) for insight in article.insights for each in insight.citations]
    first = [(1, "Prices fell"), (2, "Prices fell"), (3, "and costs rose")]
    assert claims == [*first, (1, "Sales"), (3, "Sales"), (2, "Costs of mines rose")]
    left, right = article.insights[1].citations
    assert left.span == right.span
    assert left.span.cut(article.raw) == "[1, 3]"
    assert {number: len(insights) for number, insights in article.cited.items()} == {1: 2, 2: 2, 3: 2}


# --- what misleads ---------------------------------------------------------------------------------------------
SENTENCES = [
    *("The short - term view is good", "Hot - Rolled Coil got dearer", "Sales fell week - on - week in May"),
    *("Stocks last from August 4 - August 8, 2025", "The basis is - 60 now", "为 - 50、 - 30"),
    *("It was 3.5 - 4.0 million tons", "Sino - US trade fell", "Mid - to - high income rose"),
    *("PTA - SC由强转弱", "The spread SF - SM rose", "Two - way trade grew to -24.6%", "变动分别为+5.02%、-18.44%"),
    *("It grew 2. 5% again", "The core viewpoint of the news is that prices fell", "Orion Group Inc. grew"),
    *("Group 1 countries agreed", "Members of Group 2 met again", "Its key points and arguments are old"),
    *("The core insights: none", "Margins (gross - net) fell", "He said “buy - now” twice"),
    *("《方案(2026 - 2027年)》出台", "一季度、二季度均上升", "Rates of [the bank] fell", "It cost $5 - $6 a share"),
    *("Prices rose 5% - 6% in May", "新增14 2万人", "The U.S. - led group met"),
    *("Shares of Makers Inc. - not the bonds - fell", "CBFI - South Line rates rose by a third"),
    *("It is in the Automotive - Retail and Wholesale - Parts industry", "Gross Margin - CAX: 61.9%"),
    "*ST Name was fined",
    "2 - year Treasury Bond: the yield rose",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_that_mislead(sentence: str) -> None:
    for text in (
        f"Core Insights - {sentence} [1] - Costs rose by a third [2]",
        f"Core Insights - Costs rose by a third [2] - {sentence} [1]",
        f"Core Insights - Costs rose [2] Group 1 - {sentence} [1] Group 2 - Sales grew [3]",
        f"Core Insights\n- {sentence} [1].\n- Costs rose by a third [2].\n",
    ):
        cuts = [insight.span.cut(text).rstrip(".") for insight in ri.parse(text).insights]
        assert f"{sentence} [1]" in cuts
        assert len(cuts) == 1 + text.count("Costs rose") + text.count("Sales grew")


#: Names that a dash joins, in and after a sentence.
JOINED = [
    "Prices rose a little. The Russia - Ukraine war drags on",
    "Growth slowed. Hot - Rolled Coil fell",
    "Growth slowed. The Y - P spread may widen",
    "Growth slowed. The 61% - Fe fines fell",
    "Prices fell. Trans - Pacific rates fell",
    "Prices fell. South - to - North transfers rose",
    "Growth in the whole Asia - Pacific region slowed to 3%",
    "The firm will build its new plant with South - Korean partners next year in Texas",
    "Stocks of palm oil in mid - October were higher than in September",
    "Stocks of palm oil at the end - of - October were higher than in September",
    "The bank gave loans to a non - OPEC producer group last year in May",
    "The maker has 30,000 sets now. The Thailand - Suzhou split is 6:4",
    "Hearings run from 9 a.m. - 4 p.m. on January 14",
    "Investors should hold ex - U.S. cyclicals and memory through June",
    "Devin Nunes was named co - CEO in December and stays",
    "The debt - to - GDP ratio of the country is 114% this year",
]


@pytest.mark.parametrize("words", JOINED)
@pytest.mark.parametrize("beside", ["", "- The long-term view is kept [9]. ", "- Short - term rates fell [9]. "])
@pytest.mark.parametrize("heading", ["Group 1", "Core Views"])
def test_names_that_a_spaced_dash_joins(words: str, beside: str, heading: str) -> None:
    (section,) = ri.parse(f"{heading} - {words} [1]. {beside}- Other news came [2].").sections
    assert section.insights[0].text == f"{words}."
    assert len(section.insights) == (3 if beside else 2)


@pytest.mark.parametrize(
    "figures", ["10 - 15%", "RMB 200,000 - 250,000 per ton", "1.2 - 1.4 times", "HKD 12.40 - HKD 13.10 a share"]
)
def test_ranges_in_a_list_that_a_colon_opens(figures: str) -> None:
    text = f"Group 1 - Sales are as follows: - Cars rose {figures} [7]. - Bikes fell [8]."
    texts = [insight.text for insight in ri.parse(text).insights]
    assert texts == ["Sales are as follows:", f"Cars rose {figures}.", "Bikes fell."]


OUTLINES = [
    "\ufeff⟦Core Insights⟧ - ⟨Prices fell [1]⟩",
    "⟦Core View⟧ - ⟨Prices of copper fell [1]⟩ - ⟨Orders were flat [3] (see [3]).⟩ ⟦Group 2⟧ - ⟨Costs rose [2]⟩",
    # a list of pairs, as calls have them
    "⟦Company Overview⟧ - ⟨Company: Lanfeng⟩ - ⟨Market Cap: 310 million⟩ - ⟨Price: $12 [1]⟩ ⟦Outlook⟧ - ⟨Good [1]⟩",
    # garbled by a math renderer
    "⟦CoreInsights⟧−⟨Salesreached1.2billioninMay[1]⟩−⟨Costsfell[2]⟩⟦Group1:Rivals⟧−⟨Pricesrose[3]⟩−⟨Othersfell[3]⟩",
    # a digest that breaks off below two headings
    "Tin\nNews·2025-08-26 08:14\n⟦Core Insights⟧\n\n⟦Group 1: Metals⟧\n- ⟨Prices fell⟩\n- ⟨Costs rose and the ...⟩",
    # boilerplate in a body
    "⟦Core Insights⟧\n- ⟨Prices fell [1]⟩\nicon\n- ⟨Costs rose⟩\nSearch\u00a0documents\n⟦Group 1⟧\n- ⟨A b [3]⟩",
    "⟦Core Insights⟧ - ⟨By mills [1], output fell.⟩ ⟦Group 1⟧ - ⟨By the ministry [2], costs rose.⟩",
]


@pytest.mark.parametrize("marked", OUTLINES)
def test_outlines(marked: str) -> None:
    text, expected = unmarked(marked)
    assert outline(ri.parse(text)) == expected


# --- what is no digest, and what is cut off -----------------------------------------------------------------------
NO_DIGESTS = [
    "Rain is due in the south.",
    "The core viewpoint of the news is that prices fell.",
    "一、 二、 三、",
    "今天的核心观点是,铜价上涨。",
    "A list:\n- milk\n- eggs\n",
    "See the report - it is long - for more.",
    "x = a[1] - b[2]\n",
    "晨会纪要\nDaily·2025-08-07 00:10\n一、宏观 二、策略 核心观点:震荡上行 - 均衡配置 …\n",
    "Minutes of the Harbour Committee\nHeld in the Loft\nPresent: Ann, Bob\n\n1. Moorings. They are worn.\n",
    "铜价\n江声财经·2025-08-26 08:14\n核心观点 锌精矿加工费下降,冶炼厂冬储 ...",
]


@pytest.mark.parametrize("text", NO_DIGESTS)
def test_other_texts_are_no_digests(text: str) -> None:
    article = ri.parse(text)
    assert article.sections == ()
    assert "no-digest" in codes(article)
    assert article.format is None
    assert ri.detect(text) is None


CUTS = [
    ("Core Insights - Prices fell [1] - Costs rose [2", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [1, ", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [1-2", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs ro", [[1], []], "cut-off"),
    ("Core Insights - Prices fell [1] Financial Perf", [[1]], "cut-off"),
    ('Core Insights - A is so [1] - He said: "It is', [[1], []], "cut-off"),
    (
        "One\nDaily·2025-08-26\nCore Insights - Prices fell [1]\nTwo\nDaily·2025-08-25\nGroup 1 - Prices of compan",
        [[]],
        "cut-off",
    ),
    ("One\nDaily·2025-08-26\nCore Insights - Prices fell [1]\nTwo\nDaily·2025-08-25\nMarket Outl", [], "cut-off"),
    ("One\nDaily·2025-08-26\nCore Insights - Prices fell [1]\nTwo\nDaily·2025-08-25\nRain is du", [], "cut-off"),
    ("Core Insights - Prices fell [1]。因为成本,也", [[1]], "cut-off"),
]


@pytest.mark.parametrize(("text", "cited", "code"), CUTS)
def test_texts_that_are_cut_off(text: str, cited: list[list[int]], code: str) -> None:
    *_, article = ri.parse_many(text)
    assert numbers(article) == cited
    assert article.truncated
    (span,) = (each.span for each in article.diagnostics if each.code == code)
    assert span is not None
    assert article.raw.rstrip().endswith(span.cut(article.raw).strip())
    assert code != "cut-off" or len(span) == 1


def test_a_statement_that_ends_in_a_quote_is_whole() -> None:
    assert not ri.parse('Core Insights - A is so [1] - He said: "It is so."').truncated


def test_in_markdown_numbers_that_cite_nothing_are_text_and_bullets_without_words_nothing() -> None:
    text = "## Prices\n\n- Prices fell [9-2] again\n-\n- Sales of [1234567] rose\n\n[1]\n"
    article = ri.parse(text, format="perplexity")
    assert [insight.text for insight in article.insights] == ["Prices fell [9-2] again", "Sales of [1234567] rose"]
    assert numbers(article) == [[], [1]]
    assert [each.span and each.span.cut(text) for each in article.diagnostics if each.code == "long-number"] == [
        "[9-2]",
        "[1234567]",
    ]


@pytest.mark.parametrize("marker", ["1.", "(1)", "-"])
def test_bullets_stand_below_what_they_are_indented_under(marker: str) -> None:
    article = ri.parse(
        f"Core Insights\n{marker} Prices fell [1]\n    - Copper fell [2]\n        - Peru [3]\n- Up [4]\n"
    )
    assert [insight.level for insight in article.insights] == [1, 2, 3, 1]
