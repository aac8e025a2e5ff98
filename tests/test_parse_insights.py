"""Insights as they were seen on pages: markers, ends, citations, labels, and sentences that mislead."""

import pytest

import rareinsight as ri
from outlines import codes, numbers, outline
from rareinsight._declarations.digest import DIGEST

# --- insights --------------------------------------------------------------------------------------------------
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


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\t", "  ", "\u2009"])
def test_blanks_around_markers(blank: str) -> None:
    article = ri.parse(
        f"Group{blank}1{blank}-{blank}Prices{blank}fell{blank}[1]{blank}-{blank}Costs rose [2]"
    )
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    assert [(section.role, section.index) for section in article.sections] == [("group", 1)]


@pytest.mark.parametrize("run", ["[1]", "[1].", "【1】", "[1]。"])
def test_markers_glued_to_citations(run: str) -> None:
    article = ri.parse(f"Group 1 - Prices fell {run}- Costs rose {run}- Sales, high - end ones, grew [2]")
    assert [insight.text.rstrip(".。") for insight in article.insights] == [
        "Prices fell",
        "Costs rose",
        "Sales, high - end ones, grew",
    ]


def test_a_mark_of_byte_order_is_no_text() -> None:
    article = ri.parse("\ufeffCore Insights - Prices fell [1]")
    assert outline(article) == [("Core Insights", ["Prices fell [1]"])]
    assert article.raw.startswith("\ufeff")


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
    ("Prices fell [1-3]", "Prices fell", [1, 2, 3]),
    ("Prices fell [1–3][5]", "Prices fell", [1, 2, 3, 5]),
    ("Prices fell 【1】", "Prices fell", [1]),
    ("Prices fell ［1］", "Prices fell", [1]),
    ("Prices fell.", "Prices fell.", []),
]


@pytest.mark.parametrize(("insight", "text", "cited"), ENDS)
@pytest.mark.parametrize(
    "after", [" - Costs rose [9]", " Group 2 - Costs rose [9]", "\n- Costs rose [9]", "\n"]
)
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
    article = ri.parse(text, format=DIGEST.evolve(name="notes", citations=(shape,)))
    assert numbers(article) == [[3], [3]]
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]
    assert [each.span.cut(text) for insight in article.insights for each in insight.citations] == [
        citation
    ] * 2


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
    article = ri.parse("Group 1 - Prices fell [1][2], and costs rose [3] - Sales [1, 3] grew.")
    claims = [(each.number, each.claim) for insight in article.insights for each in insight.citations]
    assert claims == [
        (1, "Prices fell"),
        (2, "Prices fell"),
        (3, "and costs rose"),
        (1, "Sales"),
        (3, "Sales"),
    ]
    first, second = article.insights[1].citations
    assert first.span == second.span
    assert first.span.cut(article.raw) == "[1, 3]"
    assert {number: len(insights) for number, insights in article.cited.items()} == {1: 2, 2: 1, 3: 2}


# --- what misleads ---------------------------------------------------------------------------------------------
SENTENCES = [
    *("The short - term view is good", "Hot - Rolled Coil got dearer", "Sales fell week - on - week in May"),
    *(
        "Stocks last from August 4 - August 8, 2025",
        "The basis is - 60 now",
        "1 - 7月销量上升",
        "为 - 50、 - 30",
    ),
    *(
        "It was 3.5 - 4.0 million tons",
        "Sino - US trade fell",
        "Mid - to - high income rose",
        "PTA - SC由强转弱",
    ),
    *(
        "The spread SF - SM rose",
        "Two - way trade grew to -24.6%",
        "变动分别为+5.02%、-18.44%",
        "It grew 2. 5% again",
    ),
    *(
        "The core viewpoint of the news is that prices fell",
        "Orion Group Inc. grew",
        "Group 1 countries agreed",
    ),
    *("Members of Group 2 met again", "Its key points and arguments are old", "The core insights: none"),
    *(
        "Margins (gross - net) fell",
        "He said “buy - now” twice",
        "《方案(2026 - 2027年)》出台",
        "一季度、二季度均上升",
    ),
    *("Rates of [the bank] fell", "It cost $5 - $6 a share", "Prices rose 5% - 6% in May", "新增14 2万人"),
    *("The U.S. - led group met", "Shares of Makers Inc. - not the bonds - fell"),
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


NO_DIGESTS = [
    "Rain is due in the south.",
    "The core viewpoint of the news is that prices fell.",
    "一、 二、 三、",
    "今天的核心观点是,铜价上涨。",
    "A list:\n- milk\n- eggs\n",
    "See the report - it is long - for more.",
    "x = a[1] - b[2]\n",
    "晨会纪要\nDaily·2025-08-07 00:10\n一、宏观 二、策略 核心观点:震荡上行 - 均衡配置 …\n",
]


@pytest.mark.parametrize("text", NO_DIGESTS)
def test_other_texts_are_no_digests(text: str) -> None:
    article = ri.parse(text)
    assert article.sections == ()
    assert "no-digest" in codes(article)
    assert article.format is None
    assert ri.detect(text) is None


def test_garbled_text() -> None:
    text = "CoreInsights−Salesreached1.2billioninMay[1]−Costsfell[2]Group1:Rivals−Pricesrose[3]"
    article = ri.parse(text)
    assert [insight.span.cut(text) for insight in article.insights][-2:] == ["Costsfell[2]", "Pricesrose[3]"]
    group = article.sections[-1]
    assert (group.role, group.heading, group.index, group.label) == ("group", "Group1:Rivals", 1, "Rivals")
    assert "garbled-text" in codes(article)


CUTS = [
    ("Core Insights - Prices fell [1] - Costs rose [2", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [1, ", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs rose [1-2", [[1], []], "cut-citation"),
    ("Core Insights - Prices fell [1] - Costs ro", [[1], []], "cut-off"),
    ("Core Insights\n- Prices fell [1]\n- Costs rose [2]\nGrou", [[1], [2]], "cut-off"),
    ("Core Insights\n- Prices fell [1]\n- Costs rose [2]\n\nCore Insi", [[1], [2]], "cut-off"),
    ("Core Insights - Prices fell [1] Financial Perf", [[1]], "cut-off"),
]


@pytest.mark.parametrize(("text", "cited", "code"), CUTS)
def test_texts_that_are_cut_off(text: str, cited: list[list[int]], code: str) -> None:
    article = ri.parse(text)
    assert numbers(article) == cited
    assert article.truncated
    assert code in codes(article)


@pytest.mark.parametrize("stop", [" .", "..", " 。", ";", "；", " . "])
def test_stops_apart_from_citations_at_the_end_of_a_line(stop: str) -> None:
    article = ri.parse(f"Core Insights\n- Prices fell [1]{stop}\nGroup 1\n- Stocks fell [2]{stop}\n")
    assert [section.heading for section in article.sections] == ["Core Insights", "Group 1"]
    assert [insight.text.rstrip(".。;；") for insight in article.insights] == ["Prices fell", "Stocks fell"]
    assert codes(article) == ["missing-title", "missing-source"]


@pytest.mark.parametrize("listed", ["[1,\u00a03]", "[1,  3]", "[1\u2009;\u20093]"])
def test_blanks_of_any_kind_in_a_list_of_citations(listed: str) -> None:
    article = ri.parse(f"Core Insights - Prices fell {listed} - Costs rose [2]")
    assert numbers(article) == [[1, 3], [2]]


@pytest.mark.parametrize("ranged", ["[1—3]", "［1－3］", "[1 – 3]"])
def test_dashes_of_any_kind_in_a_range_of_citations(ranged: str) -> None:
    assert numbers(ri.parse(f"Core Insights - Prices fell {ranged}")) == [[1, 2, 3]]


def test_furniture_inside_a_body_is_no_part_of_it() -> None:
    text = "Core Insights\n- Prices fell [1]\nicon\n- Costs rose\nSearch\u00a0documents\nGroup 1\n- A b [3]"
    article = ri.parse(text)
    assert [section.heading for section in article.sections] == ["Core Insights", "Group 1"]
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose", "A b"]
    assert [piece.span.cut(text) for piece in article.pieces() if piece.kind == "boilerplate"] == [
        "icon",
        "Search\u00a0documents",
    ]


def test_a_statement_that_ends_in_a_quote_is_whole() -> None:
    assert not ri.parse('Core Insights - A is so [1] - He said: "It is so."').truncated
    assert ri.parse('Core Insights - A is so [1] - He said: "It is').truncated


def test_citations_in_mid_sentence_below_a_core_heading() -> None:
    text = (
        "A Title\nDaily News·2025-08-26 08:14\n\nCore Insights - Going by the mills [1], the output fell.\nGroup 1\n"
        "- Going by the ministry [2], costs rose.\n- Ports are full [3]."
    )
    assert numbers(ri.parse(text)) == [[1], [2], [3]]


def test_citations_that_are_links_in_brackets_cost_no_digest() -> None:
    article = ri.parse("Core Insights\n- Prices fell [[1]](https://a.example/x)\n- Costs rose [2]\n")
    assert numbers(article) == [[1], [2]]


def test_all_that_is_decided_of_numbers_is_explained() -> None:
    text = "Group 1 - Filed as [20250826] [1] - Costs rose [1-99999] - Stocks shrank [2"
    rules = {evidence.text: evidence.rule for evidence in ri.explain(text)}
    assert (rules["[20250826]"], rules["[1-99999]"], rules["[2"]) == (
        "long-number",
        "long-number",
        "cut-citation",
    )


@pytest.mark.parametrize("stop", [".", "。", ";", "；", "!", "?", ""])
def test_a_marker_right_after_citations_and_their_stop(stop: str) -> None:
    (section,) = ri.parse(f"Core Insights - Prices fell [1]{stop}- Costs rose [2]").sections
    assert [insight.text for insight in section.insights] == [f"Prices fell{stop}", "Costs rose"]


def test_a_digest_that_breaks_off_below_two_headings() -> None:
    text = "Tin\nNews·2025-08-26 08:14\nCore Insights\n\nGroup 1: Metals\n- Prices fell\n- Costs rose and the ..."
    assert [len(section.insights) for section in ri.parse(text).sections] == [0, 2]


@pytest.mark.parametrize("place", ["by the north", "in the spring"])
def test_insights_without_citations_after_what_is_no_name(place: str) -> None:
    text = f"Core Insights - Short - term rates rose [1]. - Sales were up {place} - Margins of all firms fell [2]."
    (section,) = ri.parse(text).sections
    assert section.insights[1].text == f"Sales were up {place}"


# --- names that spaced dashes join ------------------------------------------------------------------------------
JOINED = [
    "Prices rose a little. The Russia - Ukraine war drags on",
    "Prices fell. After the U.S. - China truce, oil rose",
    "Prices fell. Under the Tokyo - Osaka deal, duties fell",
    "Growth slowed. Hot - Rolled Coil fell",
    "Growth slowed. The Y - P spread may widen",
    "Growth slowed. The 61% - Fe fines fell",
    "Prices fell. Trans - Pacific rates fell",
    "Prices fell. Sino - US relations eased",
    "Prices fell. South - to - North transfers rose",
    "Growth in the whole Asia - Pacific region slowed to 3%",
    "Growth in the Asia - Pacific region slowed, and the China - ASEAN trade grew as the US - China talks went on",
    "Demand for seats on the Tokyo - Osaka line grew by a tenth",
    "The firm will build its new plant with South - Korean partners next year in Texas",
    "Brazil and Mexico take dossiers in Chinese - English bilingual form since spring",
    "Stocks of palm oil in mid - October were higher than in September",
    "Stocks of palm oil at the end - of - October were higher than in September",
    "The bank gave loans to a non - OPEC producer group last year in May",
    "Sales of used cars rose to a pre - Covid level of about three million",
    "The maker has 30,000 sets now. The Thailand - Suzhou split is 6:4",
    "Hearings run from 9 a.m. - 4 p.m. on January 14",
    "Rates on the trans - Pacific route fell 8%",
    "Investors should hold ex - U.S. cyclicals and memory through June",
    "MPOB put the end - December stocks at 3.05 million tons",
    "Devin Nunes was named co - CEO in December and stays",
    "The debt - to - GDP ratio of the country is 114% this year",
    "Passages through Bab el - Mandeb are far below the level of 2023",
    "Two lines will leave the ports of Prince Rupert - Fairview and Vancouver in May",
]


@pytest.mark.parametrize("words", JOINED)
@pytest.mark.parametrize(
    "beside", ["", "- The long-term view is kept [9]. ", "- Short - term rates fell [9]. "]
)
@pytest.mark.parametrize("heading", ["Group 1", "Core Views", "Rates Today"])
def test_names_that_a_spaced_dash_joins(words: str, beside: str, heading: str) -> None:
    (section,) = ri.parse(f"{heading} - {words} [1]. {beside}- Other news came [2].").sections
    assert section.insights[0].text == f"{words}."
    assert len(section.insights) == (3 if beside else 2)


@pytest.mark.parametrize("words", ["The Asia - Pacific region grew 3%", "Asia - Pacific growth was 3%"])
def test_names_that_a_spaced_dash_joins_after_citations(words: str) -> None:
    (section,) = ri.parse(f"Core Views - Growth slowed [1]. {words} [2]. - Other news came [3].").sections
    assert section.insights[0].text == f"Growth slowed. {words}."


def test_names_that_a_spaced_dash_joins_below_a_heading() -> None:
    words = "The U.S. - Thailand duty on tires is 19%"
    *_, section = ri.parse(f"Core Views - Up [1] Supply - {words} [2]. - Other news came [3].").sections
    assert (section.heading, section.insights[0].text) == ("Supply", f"{words}.")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("All rose this year. Cash Flow - It grew by a third [1]", "Cash Flow"),
        ("All rose this year. Costs - They grew by a third [1]", "Costs"),
        ("All rose this year. The Road Ahead - Prices may rise [1]", "The Road Ahead"),
        ("All rose [1]. China - Sales rose by a third [2]", "China"),
    ],
)
def test_headings_before_a_dash_that_joins_no_names(text: str, heading: str) -> None:
    article = ri.parse(f"Core Insights - {text} - Other news came [9].")
    assert [section.heading for section in article.sections] == ["Core Insights", heading]


@pytest.mark.parametrize(
    "figures",
    ["10 - 15%", "RMB 200,000 - 250,000 per ton", "1.2 - 1.4 times", "HKD 12.40 - HKD 13.10 a share"],
)
def test_ranges_in_a_list_that_a_colon_opens(figures: str) -> None:
    (section,) = ri.parse(
        f"Group 1 - Sales are as follows: - Cars rose {figures} [7]. - Bikes fell [8]."
    ).sections
    assert [insight.text for insight in section.insights] == [
        "Sales are as follows:",
        f"Cars rose {figures}.",
        "Bikes fell.",
    ]


def test_an_uncited_insight_that_ends_in_a_quotation() -> None:
    told = 'Fidji Simo wrote that the hires "had been in the works for several weeks"'
    text = (
        f"Group 1 - The lab lost its founders [1][3] - {told} - The lab raised $2 billion in seed money [4]"
    )
    (section,) = ri.parse(text).sections
    assert [insight.text for insight in section.insights][1:] == [
        told,
        "The lab raised $2 billion in seed money",
    ]


@pytest.mark.parametrize(
    "figures", ["12.40 - HKD 13.10 a share", "USD 10 - HKD 12 a share", "a stake - HKD 13 a share"]
)
def test_a_currency_on_one_side_makes_no_range(figures: str) -> None:
    (section,) = ri.parse(f"Group 1 - Sales are as follows: - Cars rose {figures} [7].").sections
    assert len(section.insights) == 3
