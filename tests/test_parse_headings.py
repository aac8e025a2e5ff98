"""Headings as they were seen on pages, and what each says: role, index, label, level."""

import pytest

import rareinsight as ri
from outlines import Outline, outline

CORE = [
    *("Core Insights", "Core Viewpoint", "Core Viewpoints", "Core View", "Core Views", "Core Points"),
    *("Core Insights and Arguments", "Key Points and Arguments", "Report's Core View", "core insights"),
    *(
        "文章核心观点",
        "报告的核心观点",
        "核心观点与论据",
        "核心观点",
        "二、纪要提到的核心观点和论据",
        "報告的核心觀點",
    ),
]


@pytest.mark.parametrize("heading", CORE)
@pytest.mark.parametrize("end", ["", ":", "：", " :"])
def test_core_headings(heading: str, end: str) -> None:
    article = ri.parse(f"{heading}{end} - Prices fell [1] Group 1 - Costs rose [2]")
    assert outline(article)[0] == (heading + end, ["Prices fell [1]"])
    core, group = article.sections
    assert (core.role, core.index, core.label, core.level) == ("core", None, None, 1)
    assert (article.core, article.groups) == (core, (group,))


#: Heading as in the text, role, index, label.
HEADINGS = [
    ("Group 1", "group", 1, None),
    ("Group 12", "group", 12, None),
    ("Group 2: Rivals", "group", 2, "Rivals"),
    ("Group 2：Rivals", "group", 2, "Rivals"),
    ("GROUP 2: Rivals", "group", 2, "Rivals"),
    ("Group 2. Rivals", "group", 2, "Rivals"),
    ("第二部分、行情回顾", "other", 2, "行情回顾"),
    ("Group 3: Core Viewpoints", "group", 3, "Core Viewpoints"),
    ("Group 2: Core View of the Report", "group", 2, "Core View of the Report"),
    ("Group 4: Supply - Demand Situation", "group", 4, "Supply - Demand Situation"),
    ("Group 5: 现状与趋势", "group", 5, "现状与趋势"),
    ("3. Orders:", "other", 3, "Orders"),
    ("3. Orders", "other", 3, "Orders"),
    ("2. Share and Revenue:", "other", 2, "Share and Revenue"),
    ("3.1 Prices", "other", None, "Prices"),
    ("(一)储能", "other", 1, "储能"),
    ("（二）储能业务", "other", 2, "储能业务"),
    ("一、涉及公司", "other", 1, "涉及公司"),
    ("十一、风险", "other", 11, "风险"),
    ("第二部分 行情回顾", "other", 2, "行情回顾"),
    ("Section 1: Trade", "other", 1, "Trade"),
    ("Financial Performance", "other", None, None),
    ("Trends and Outlook for 2026", "other", None, None),
    ("U.S. Market", "other", None, None),
    ("Non - ferrous Metals Market", "other", None, None),
    ("Week - on - Week Change", "other", None, None),
    ("eVTOL Market", "other", None, None),
    ("现状与趋势", "other", None, None),
    ("风险提示", "other", None, None),
    ("**Copper**", "other", None, None),
]


#: The heading in one line with all the rest, and on a line of its own.
LINES = ("Core Insights - {0} {1} - {2}", "Core Insights\n- {0}\n\n{1}\n- {2}\n")


@pytest.mark.parametrize("lines", LINES, ids=["one line", "lines"])
@pytest.mark.parametrize(("heading", "role", "index", "label"), HEADINGS)
def test_headings(heading: str, role: str, index: int | None, label: str | None, lines: str) -> None:
    article = ri.parse(lines.format("Prices fell [1]", heading, "Costs rose by a third [2]"))
    assert outline(article) == [
        ("Core Insights", ["Prices fell [1]"]),
        (heading, ["Costs rose by a third [2]"]),
    ]
    section = article.sections[1]
    assert (section.role, section.index, section.label) == (role, index, label)
    assert section.title == (label or heading)


LEVELS = [
    (
        "一、市场 1、铜 - 铜价上涨[1] 2、铝 - 铝价下跌[2] 二、政策 - 政策利好[3]",
        [("一、市场", 1), ("1、铜", 2), ("2、铝", 2), ("二、政策", 1)],
    ),
    (
        "一、增长 (一)生产 1. 工业 - 增长5%[1] 2. 服务业 - 增长6%[2] (二)消费 - 增长4%[3]",
        [("一、增长", 1), ("(一)生产", 2), ("1. 工业", 3), ("2. 服务业", 3), ("(二)消费", 2)],
    ),
    (
        "1. Market 1.1 Copper - Prices fell [1] 1.2 Zinc - Prices rose [2] 2. Policy - None [3]",
        [("1. Market", 1), ("1.1 Copper", 2), ("1.2 Zinc", 2), ("2. Policy", 1)],
    ),
    (
        "Core Insights - Prices fell [1] Summary by Sections Revenue and Profit - Sales rose [2] Cash Flow - Up [3]",
        [("Core Insights", 1), ("Summary by Sections", 1), ("Revenue and Profit", 2), ("Cash Flow", 2)],
    ),
    (
        "Core Insights - Prices fell [1] Group 1 - Sales rose [2] Group 2: Rivals - Costs fell [3]",
        [("Core Insights", 1), ("Group 1", 1), ("Group 2: Rivals", 1)],
    ),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS, ids=lambda value: str(value)[:12])
def test_levels(text: str, levels: list[tuple[str, int]]) -> None:
    article = ri.parse(text)
    assert [(section.heading, section.level) for section in article.sections] == levels


STRUCTURES: list[tuple[str, Outline]] = [
    # no heading above the first insight
    ("- Prices fell [1] - Costs rose [2]", [(None, ["Prices fell [1]", "Costs rose [2]"])]),
    (
        "Prices fell [1] - Costs rose [2] Group 1 - Sales rose [3]",
        [(None, ["Prices fell [1]", "Costs rose [2]"]), ("Group 1", ["Sales rose [3]"])],
    ),
    # a parent heading on a line of its own, above another heading
    (
        "核心观点\n- 产量上升 [1]\n财务表现\n成本和费用\n- 成本下降 [2]\n- 费用持平 [2]",
        [("核心观点", ["产量上升 [1]"]), ("财务表现", []), ("成本和费用", ["成本下降 [2]", "费用持平 [2]"])],
    ),
    (
        "核心观点 - 产量上升 [1] 政策支持 **措施与对象** - 审批变慢 [2]",
        [("核心观点", ["产量上升 [1]"]), ("政策支持", []), ("**措施与对象**", ["审批变慢 [2]"])],
    ),
    # a heading whose words come again, and one between bullets
    (
        "财务表现 - 收入上升 [1] - 成本 - 成本下降3% [2]",
        [("财务表现", ["收入上升 [1]"]), ("成本", ["成本下降3% [2]"])],
    ),
    (
        "核心观点与论据 • 周期与动力 • 周期为7年 [8] • 细分现状 • 芯片占66% [5]",
        [("核心观点与论据", []), ("周期与动力", ["周期为7年 [8]"]), ("细分现状", ["芯片占66% [5]"])],
    ),
    # a figure before a known heading is no number of it
    (
        "核心观点 - 收入增长 [1] - Prices came to 12.5x (2025E: 9.8x) 行业与公司 - 公司甲 [2]",
        [
            ("核心观点", ["收入增长 [1]", "Prices came to 12.5x (2025E: 9.8x)"]),
            ("行业与公司", ["公司甲 [2]"]),
        ],
    ),
    # dashes in the text that a link holds
    (
        "[Results](index=3&id=Results) The short - term debt fell [5](index=5&id=a) - Sales rose [6](index=6&id=b)",
        [
            (
                "[Results](index=3&id=Results)",
                ["The short - term debt fell [5](index=5&id=a)", "Sales rose [6](index=6&id=b)"],
            )
        ],
    ),
    # headings that are lines with a dash
    (
        "核心观点\n- 产量上升 [1]\n2025 - 2027年供需\n- 缺口扩大 [2]",
        [("核心观点", ["产量上升 [1]"]), ("2025 - 2027年供需", ["缺口扩大 [2]"])],
    ),
    (
        "Core Insights\n- Prices fell [1]\n2. Supply - Side\n- Costs rose [2]",
        [("Core Insights", ["Prices fell [1]"]), ("2. Supply - Side", ["Costs rose [2]"])],
    ),
    # text below a heading, with a hyphen and without a marker
    (
        "Core View\nShort - term rates fell in the peak - season [1].\nGroup 1\n- Costs rose [2]",
        [
            ("Core View", ["Short - term rates fell in the peak - season [1]."]),
            ("Group 1", ["Costs rose [2]"]),
        ],
    ),
    # markers other than the hyphens, of which there are more
    (
        "Core Insights * Long - term and short - term rates fell [1] * All did [1] Supply - Side * Costs rose [2]",
        [
            ("Core Insights", ["Long - term and short - term rates fell [1]", "All did [1]"]),
            ("Supply - Side", ["Costs rose [2]"]),
        ],
    ),
    # a heading with a body but no marker
    (
        "报告行业投资评级 未提及 报告的核心观点 - 销量上升 [1]",
        [("报告行业投资评级", ["未提及"]), ("报告的核心观点", ["销量上升 [1]"])],
    ),
    (
        "Report Industry Investment Rating No rating is given [1] Core View - Prices fell [2]",
        [
            ("Report Industry Investment Rating", ["No rating is given [1]"]),
            ("Core View", ["Prices fell [2]"]),
        ],
    ),
    (
        "报告行业投资评级 - 中性 [4] 报告的核心观点 销量上升 [1]",
        [("报告行业投资评级", ["中性 [4]"]), ("报告的核心观点", ["销量上升 [1]"])],
    ),
    # two headings in a row
    (
        "Core Insights - Prices fell [1] Summary by Sections Revenue and Profit - Sales rose [2]",
        [
            ("Core Insights", ["Prices fell [1]"]),
            ("Summary by Sections", []),
            ("Revenue and Profit", ["Sales rose [2]"]),
        ],
    ),
    (
        "财务数据关键指标变化 - 收入和利润 - 收入上升 [1]",
        [("财务数据关键指标变化", []), ("收入和利润", ["收入上升 [1]"])],
    ),
    (
        "Summary of Key Points Core Viewpoint - Prices fell [1]",
        [("Summary of Key Points", []), ("Core Viewpoint", ["Prices fell [1]"])],
    ),
    # a summariser's preamble belongs to nothing
    ("Here is what matters. Core Insights - Prices fell [1]", [("Core Insights", ["Prices fell [1]"])]),
    ("以下为本次会议的内容: 一、涉及公司 - 铜价下跌[1]", [("一、涉及公司", ["铜价下跌[1]"])]),
    # after a colon as well a word that holds headings is one, if what follows has a colon too
    (
        "Summary by Sections: Terms of the Loan: - It runs for six years [1]",
        [("Summary by Sections:", []), ("Terms of the Loan:", ["It runs for six years [1]"])],
    ),
    # the parent of a heading in bold stands on a line of its own
    (
        "核心观点 - 铜价下跌[1] - 锡价上升[2]\n\n供需与库存\n\n**供应** - 产量下降[3]\n\n**库存** - 库存上升[4]",
        [
            ("核心观点", ["铜价下跌[1]", "锡价上升[2]"]),
            ("供需与库存", []),
            ("**供应**", ["产量下降[3]"]),
            ("**库存**", ["库存上升[4]"]),
        ],
    ),
    # a chapter, and a part of it that begins with the chapter's words
    (
        "Core View - Prices fell [1] 2. Price Range and Hedging Price Range - Sugar stays at 5,500 [2]",
        [
            ("Core View", ["Prices fell [1]"]),
            ("2. Price Range and Hedging", []),
            ("Price Range", ["Sugar stays at 5,500 [2]"]),
        ],
    ),
    (
        "Core View - Prices fell [1] 2. Bank of the North and Bank of the South - Both grew [2]",
        [
            ("Core View", ["Prices fell [1]"]),
            ("2. Bank of the North and Bank of the South", ["Both grew [2]"]),
        ],
    ),
    # words of the vocabulary in small letters, inside the text that a heading holds
    (
        'Investment Rating The industry rating is "Recommended". Core Views - Prices fell [1]',
        [
            ("Investment Rating", ['The industry rating is "Recommended".']),
            ("Core Views", ["Prices fell [1]"]),
        ],
    ),
    # a section below a rating that is cut off before its first citation
    (
        "Group 1 - Costs fell [1] Investment Rating - None is given. Core View Prices fell ag",
        [
            ("Group 1", ["Costs fell [1]"]),
            ("Investment Rating", ["None is given."]),
            ("Core View", ["Prices fell ag"]),
        ],
    ),
    # words and numbers of the vocabulary after a colon
    (
        "Core Views - Prices fell [1] 3. Policy Risk: Section 232 - A probe began in May [2]",
        [("Core Views", ["Prices fell [1]"]), ("3. Policy Risk: Section 232", ["A probe began in May [2]"])],
    ),
    # compounds in capitals: in a label, and at the start of an insight
    (
        "Group 1: Metals - High - Carbon steel fell [1] Group 2: Supply - Side - Output fell, short - term [2]",
        [
            ("Group 1: Metals", ["High - Carbon steel fell [1]"]),
            ("Group 2: Supply - Side", ["Output fell, short - term [2]"]),
        ],
    ),
    # dashes in questions
    (
        "Q&A Session Question: Was it timing - or demand? - It was demand [1] Question: Costs - They fell [2]",
        [
            ("Q&A Session", []),
            ("Question: Was it timing - or demand?", ["It was demand [1]"]),
            ("Question: Costs", ["They fell [2]"]),
        ],
    ),
    # other signs than the common one
    (
        "Group 1: Supply - Demand Gap • Mines ran at 85% from May 3 - May 7 [1] • Stocks fell week - on - week [2]",
        [
            (
                "Group 1: Supply - Demand Gap",
                ["Mines ran at 85% from May 3 - May 7 [1]", "Stocks fell week - on - week [2]"],
            )
        ],
    ),
    # marks of exclamation and question after citations
    (
        "Group 1\n- He did not say [1]!\n- Will it last [2]?\n",
        [("Group 1", ["He did not say [1]!", "Will it last [2]?"])],
    ),
    # a heading with nothing after it: cut off
    (
        "Core Insights - Prices fell [1] Financial Performance",
        [("Core Insights", ["Prices fell [1]"]), ("Financial Performance", [])],
    ),
    ("Core Insights - Prices fell [1] Group 2", [("Core Insights", ["Prices fell [1]"]), ("Group 2", [])]),
    # a spread of two codes at the start of an insight
    (
        "Outlook - Costs fall, short - term [1] Spread - The P - Y spread is wide [2] - The Y - OI one is not [3]",
        [
            ("Outlook", ["Costs fall, short - term [1]"]),
            ("Spread", ["The P - Y spread is wide [2]", "The Y - OI one is not [3]"]),
        ],
    ),
    # another sign than the common one, before a small word of a title
    (
        "Group 1: Box Office – and Beyond - Films sold well [1] - Songs did not [2]",
        [("Group 1: Box Office – and Beyond", ["Films sold well [1]", "Songs did not [2]"])],
    ),
    # an insight that begins with a label and is cut off behind a dash
    (
        "Group 1: Policy - Short - term rates fell [1] Group 2: Views - Bull: 6,900 by December - Bear: 6,0",
        [
            ("Group 1: Policy", ["Short - term rates fell [1]"]),
            ("Group 2: Views", ["Bull: 6,900 by December - Bear: 6,0"]),
        ],
    ),
    # a group with the label of a core, and the first of its parts
    (
        "Group 1: Rating - None is given [1] Group 2: Core Viewpoints Overall View - Prices fell [2]",
        [
            ("Group 1: Rating", ["None is given [1]"]),
            ("Group 2: Core Viewpoints", []),
            ("Overall View", ["Prices fell [2]"]),
        ],
    ),
    (
        "Group 1: Rating - None is given [1] Group 2: Core Insights From the Call - Prices fell [2]",
        [
            ("Group 1: Rating", ["None is given [1]"]),
            ("Group 2: Core Insights From the Call", ["Prices fell [2]"]),
        ],
    ),
    (
        "Group 1: Rating - None is given [1] Group 2: Summary by Sections By Region - Prices fell [2]",
        [
            ("Group 1: Rating", ["None is given [1]"]),
            ("Group 2: Summary by Sections", []),
            ("By Region", ["Prices fell [2]"]),
        ],
    ),
    # a chapter's heading above a numbered one
    (
        "A Title\nDaily·2025-03-04 09:30\nModels and Methods\n1. Model Name: Crowding Model\n- Mood is read [1]\n",
        [("Models and Methods", []), ("1. Model Name: Crowding Model", ["Mood is read [1]"])],
    ),
    # amounts of money on both sides of a dash
    (
        "Outlook - Costs fall [1] Guidance - Sales of C$310 - C$325 million [2]",
        [("Outlook", ["Costs fall [1]"]), ("Guidance", ["Sales of C$310 - C$325 million [2]"])],
    ),
    # a title in small letters above the first heading
    (
        "Hessler raises dividend after a strong quarter\nQuarterly Results\n- Sales rose by 12% [1]\n",
        [("Quarterly Results", ["Sales rose by 12% [1]"])],
    ),
    # sentences that begin with a figure, and citations glued to them
    (
        "A Title\nDaily·2025-03-04 09:30\nScores\n- 41% of firms were re-rated[1].\nRules\n- 80% of firms report[2].",
        [("Scores", ["41% of firms were re-rated[1]."]), ("Rules", ["80% of firms report[2]."])],
    ),
    # cut off in a heading, below one that holds others and inside a compound
    (
        "Core Insights - Prices fell [1] Summary by Sections Revenue and P",
        [("Core Insights", ["Prices fell [1]"]), ("Summary by Sections", []), ("Revenue and P", [])],
    ),
    (
        "Core Insights - Prices fell [1] Business Line Data and Key Metrics Chang",
        [("Core Insights", ["Prices fell [1]"]), ("Business Line Data and Key Metrics Chang", [])],
    ),
    (
        "Core Insights - Prices fell [1] Group 1: Supply - Demand Situ",
        [("Core Insights", ["Prices fell [1]"]), ("Group 1: Supply - Demand Situ", [])],
    ),
    # an insight that opens a list
    (
        "Group 1 - Profits are as follows: - 2024E: up 5% [1] - 2025E: up 6% [2]",
        [("Group 1", ["Profits are as follows:", "2024E: up 5% [1]", "2025E: up 6% [2]"])],
    ),
    # a heading with a comma below one that holds headings
    (
        "Core Insights - Prices fell [1] Summary by Sections 铜价上涨,铝价下跌 - 库存下降[2]",
        [
            ("Core Insights", ["Prices fell [1]"]),
            ("Summary by Sections", []),
            ("铜价上涨,铝价下跌", ["库存下降[2]"]),
        ],
    ),
    # a range after words that begin like a numbered heading
    (
        "Core Insights - Prices fell [1] 3. Orders for 2026 - 2027 rose by a third [2]",
        [("Core Insights", ["Prices fell [1] 3. Orders for 2026 - 2027 rose by a third [2]"])],
    ),
    # rules between sections
    (
        "Core Insights - Prices fell [1] --- Group 1 - Costs rose [2]",
        [("Core Insights", ["Prices fell [1]"]), ("Group 1", ["Costs rose [2]"])],
    ),
    # numbers as markers
    ("核心观点 1. 销量上升[2]。 2. 成本下降[3]。", [("核心观点", ["销量上升[2]。", "成本下降[3]。"])]),
    # two levels of stars
    (
        "Core Insights * **Copper** - Prices fell [1] * **Zinc** - Prices rose [2]",
        [("Core Insights", []), ("**Copper**", ["Prices fell [1]"]), ("**Zinc**", ["Prices rose [2]"])],
    ),
    # a rating in a few words after a colon
    (
        "Investment Rating: Buy (Maintained) Core Views - Tin is dear [1]",
        [("Investment Rating:", ["Buy (Maintained)"]), ("Core Views", ["Tin is dear [1]"])],
    ),
    (
        "Investment Rating: Buy\nCore Views\n- Tin is dear [1]",
        [("Investment Rating:", ["Buy"]), ("Core Views", ["Tin is dear [1]"])],
    ),
    (
        "行业投资评级：推荐(维持) 核心观点 - 锡价上升[1]",
        [("行业投资评级：", ["推荐(维持)"]), ("核心观点", ["锡价上升[1]"])],
    ),
    # a title that begins with a sum of money, not a range of such
    (
        "Core View - Up [1] $10,000 Copper - High [2] Cost - Low [3] $1 - $2 billion was paid [4]",
        [
            ("Core View", ["Up [1]"]),
            ("$10,000 Copper", ["High [2]"]),
            ("Cost", ["Low [3] $1 - $2 billion was paid [4]"]),
        ],
    ),
    # a part that begins with the words of its chapter
    (
        "3. Industry News and Deals 3.1 Industry News - Tin is dear [1]",
        [("3. Industry News and Deals", []), ("3.1 Industry News", ["Tin is dear [1]"])],
    ),
    # one word between stars is a heading above a cited insight, not in a list of names
    (
        "行业概述 * 讨论铜价[1] 核心观点 * 铜 * 矿山 * 三座矿山将于明年投产[2] * 锡价 * 锡锭[3]",
        [
            ("行业概述", ["讨论铜价[1]"]),
            ("核心观点", ["铜"]),
            ("矿山", ["三座矿山将于明年投产[2]", "锡价", "锡锭[3]"]),
        ],
    ),
    # what a call is about, in the words that summaries use
    (
        "Summary of Key Points from the Expert Call Companies and Industry Involved - Tin is dear [1]",
        [
            ("Summary of Key Points from the Expert Call", []),
            ("Companies and Industry Involved", ["Tin is dear [1]"]),
        ],
    ),
    (
        "公司及行业 讨论了铜与锡[1] 核心观点 - 铜价上升[2]",
        [("公司及行业", ["讨论了铜与锡[1]"]), ("核心观点", ["铜价上升[2]"])],
    ),
    # what only the signs around a heading tell, after text without citations
    (
        "Core View - Tin is dear [1] Investment Rating It stays. **Industry Overview** - Costs fell [1]",
        [
            ("Core View", ["Tin is dear [1]"]),
            ("Investment Rating", ["It stays."]),
            ("**Industry Overview**", ["Costs fell [1]"]),
        ],
    ),
    ("公司投资评级 Neutral again", [("公司投资评级", ["Neutral again"])]),
    (
        "**Report Summary** Cash Flow - It fell [1]",
        [("**Report Summary**", []), ("Cash Flow", ["It fell [1]"])],
    ),
    (
        "Core View - Tin is dear [1] - Prices of May 3 - May 9 fell. [Rivals](#1) - Costs fell [1]",
        [
            ("Core View", ["Tin is dear [1]", "Prices of May 3 - May 9 fell."]),
            ("[Rivals](#1)", ["Costs fell [1]"]),
        ],
    ),
    # linked headings and citations
    (
        "[Sales](index=3&type=section) Sales rose[5](index=5&type=chunk). - Costs fell[6](index=6&type=chunk).",
        [
            (
                "[Sales](index=3&type=section)",
                ["Sales rose[5](index=5&type=chunk).", "Costs fell[6](index=6&type=chunk)."],
            )
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), STRUCTURES, ids=lambda value: str(value)[:30])
def test_structures(text: str, expected: Outline) -> None:
    assert outline(ri.parse(text)) == expected


def test_a_compound_below_a_title_that_ends_in_the_first_part_of_one() -> None:
    article = ri.parse("Cash Flow - Prices fell [1]\n\nSupply and Demand - Hot - Rolled Coil output fell [1]")
    assert [section.heading for section in article.sections] == ["Cash Flow", "Supply and Demand"]
    assert [insight.text for insight in article.insights] == ["Prices fell", "Hot - Rolled Coil output fell"]


def test_numbered_lines_below_a_heading_that_holds_headings_are_headings() -> None:
    article = ri.parse("Summary by Sections\n\n1. 供需变化 - 铜价下跌 [1]\n\n2. 成本 - 成本上升 [2]")
    assert [section.index for section in article.sections] == [None, 1, 2]
    assert [insight.text for insight in article.insights] == ["铜价下跌", "成本上升"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            "Core Insights - Corn fell [1] Ports - Wheat fell to 1.8 million tons Freight Rates - A river is low [2]",
            ["Core Insights", "Ports", "Freight Rates"],
        ),
        (
            "核心观点 - 玉米下降[1] 后市展望 - 小麦出口减少至180万吨 运费与物流 - 河流水位偏低[2]",
            ["核心观点", "后市展望", "运费与物流"],
        ),
        (
            "Core Insights - Stocks grew in the towns Summary by Sections Costs - Costs rose [1] - Tin fell [2]",
            ["Core Insights", "Summary by Sections", "Costs"],
        ),
        (
            "Core Insights - The unit was sold to Silver Lake Partners - The deal closed in May [1]",
            ["Core Insights"],
        ),
    ],
)
def test_headings_right_after_a_statement_without_citations(text: str, headings: list[str]) -> None:
    article = ri.parse(text)
    assert [section.heading for section in article.sections] == headings


@pytest.mark.parametrize("core", ["報告核心觀點", "紀要核心觀點", "研報的核心觀點", "报告核心观点"])
def test_cores_in_traditional_chinese(core: str) -> None:
    assert ri.parse(f"{core} - 銅價下跌[1]").sections[0].role == "core"


@pytest.mark.parametrize("numbered", ["Section 1", "Part 1", "Group 1"])
def test_a_bare_number_below_a_word_that_holds_headings(numbered: str) -> None:
    article = ri.parse(f"Core Insights - Prices fell [1] Summary by Sections {numbered} - 铜价下跌 [1]")
    assert [section.heading for section in article.sections] == [
        "Core Insights",
        "Summary by Sections",
        numbered,
    ]


def test_a_sentence_and_a_chinese_heading_are_no_label() -> None:
    text = "Investment Rating - Sales to Group 1 countries fell. 纪要涉及的行业或者公司 - Prices fell [1]"
    assert [section.heading for section in ri.parse(text).sections] == [
        "Investment Rating",
        "纪要涉及的行业或者公司",
    ]


#: What probes by people who did not know the rules brought to light.
PROBED: list[tuple[str, Outline]] = [
    # headings with dashes above numbered insights
    (
        "核心观点 供给 - 需求 1. 价格上升[2]。 2. 成本下降[3]。 3. 销量上升[4]。",
        [("核心观点", []), ("供给 - 需求", ["价格上升[2]。", "成本下降[3]。", "销量上升[4]。"])],
    ),
    (
        "Core Points The Tokyo - Osaka line is due [1]. 1. Rock is dear [2]. 2. Ore is not [3]. 3. Tin is [4].",
        [
            (
                "Core Points",
                ["The Tokyo - Osaka line is due [1].", "Rock is dear [2].", "Ore is not [3].", "Tin is [4]."],
            )
        ],
    ),
    # letters that are no units
    (
        "核心观点 - 销量上升[1] 2.1B端 - 销量上升[2] 2.3G端 - 价格上升[3]",
        [("核心观点", ["销量上升[1]"]), ("2.1B端", ["销量上升[2]"]), ("2.3G端", ["价格上升[3]"])],
    ),
    # nothing joins words but dashes
    (
        "Core Insights • China • US tariffs hit exports hard [1] • Europe • Germany cut its orders [2]",
        [
            ("Core Insights", []),
            ("China", ["US tariffs hit exports hard [1]"]),
            ("Europe", ["Germany cut its orders [2]"]),
        ],
    ),
    (
        "核心观点 * Cloud Business * AI带动云收入增长[1]",
        [("核心观点", []), ("Cloud Business", ["AI带动云收入增长[1]"])],
    ),
    # a product where stars are no markers
    (
        "核心观点 - 销量 * 12个月的平均单价得出收入[1] - 成本下降[2]",
        [("核心观点", ["销量", "12个月的平均单价得出收入[1]", "成本下降[2]"])],
    ),
    (
        "Q&A Question: Costs of tin - They rose a lot. Will that last? - We think so [1]",
        [("Q&A", []), ("Question: Costs of tin", ["They rose a lot. Will that last?", "We think so [1]"])],
    ),
    (
        "**Core View:** - Prices fell [1] **Costs:** - They rose [2] Peak - Valley Spread: - It rose [2]",
        [
            ("**Core View:**", ["Prices fell [1]"]),
            ("**Costs:**", ["They rose [2]"]),
            ("Peak - Valley Spread:", ["It rose [2]"]),
        ],
    ),
    (
        "**Summary of the Conference Call**: **Industry Overview**: - Prices fell [1]",
        [("**Summary of the Conference Call**:", []), ("**Industry Overview**:", ["Prices fell [1]"])],
    ),
    (
        "Group 6: Costs for Shippers - A 10,000 - TEU ship burns 1,000 tons more [16]",
        [("Group 6: Costs for Shippers", ["A 10,000 - TEU ship burns 1,000 tons more [16]"])],
    ),
    (
        "Group 1: Fish - Cod fell [1] Group 2: Outlook for 2026 - 2027 - A low - risk label is due [2]",
        [
            ("Group 1: Fish", ["Cod fell [1]"]),
            ("Group 2: Outlook for 2026 - 2027", ["A low - risk label is due [2]"]),
        ],
    ),
    (
        "Group 1: Fish - Cod fell [1] Group 2: Catch of 2026 - 12% more is due [2]",
        [("Group 1: Fish", ["Cod fell [1]"]), ("Group 2: Catch of 2026", ["12% more is due [2]"])],
    ),
    (
        "Group 1: Fish - Cod fell [1] Group 2: Launches in 2025 - 5G - capable phones came [2] - Costs rose [3]",
        [
            ("Group 1: Fish", ["Cod fell [1]"]),
            ("Group 2: Launches in 2025", ["5G - capable phones came [2]", "Costs rose [3]"]),
        ],
    ),
    (
        "Group 1: Fish - Cod fell [1] Group 2: Targets for 2026 - 12% - 15% growth is planned [2]",
        [
            ("Group 1: Fish", ["Cod fell [1]"]),
            ("Group 2: Targets for 2026", ["12% - 15% growth is planned [2]"]),
        ],
    ),
    (
        "Group 1: Fish - Cod fell [1]. Group 2: Financial Results - An Overview - Sales rose by 3% [2]",
        [
            ("Group 1: Fish", ["Cod fell [1]."]),
            ("Group 2: Financial Results - An Overview", ["Sales rose by 3% [2]"]),
        ],
    ),
    (
        "Group 1: Fish - Cod fell [1]. Group 2: Gadus Group 2.3 Million Cod Recalled - Output rose [2]",
        [
            ("Group 1: Fish", ["Cod fell [1]."]),
            ("Group 2: Gadus Group 2.3 Million Cod Recalled", ["Output rose [2]"]),
        ],
    ),
    (
        "Core Insights - Fish is dear [1] The Price of a 1,350 - Yen Box - Rice costs 92 yen [2]",
        [
            ("Core Insights", ["Fish is dear [1]"]),
            ("The Price of a 1,350 - Yen Box", ["Rice costs 92 yen [2]"]),
        ],
    ),
    (
        "核心观点 * 产品 * 定价类占29% 毛利率高12pct[2] * 渠道 * 加盟商退",
        [("核心观点", []), ("产品", ["定价类占29% 毛利率高12pct[2]"]), ("渠道", ["加盟商退"])],
    ),
    (
        "Core Insights - Trade rose in May. The EU (not the UK) - Mercosur pact opens markets [1]",
        [("Core Insights", ["Trade rose in May. The EU (not the UK) - Mercosur pact opens markets [1]"])],
    ),
    (
        "Core Insights and Arguments 1. 800G and 1.6T Mix: - Shipments rise [3] 2. Lasers: - They are few [4]",
        [
            ("Core Insights and Arguments", []),
            ("1. 800G and 1.6T Mix:", ["Shipments rise [3]"]),
            ("2. Lasers:", ["They are few [4]"]),
        ],
    ),
    (
        "Core Insights - Fish is dear [1] Question & Answer Section Question: Tin Tariff - It costs 2 million [2]",
        [
            ("Core Insights", ["Fish is dear [1]"]),
            ("Question & Answer Section", []),
            ("Question: Tin Tariff", ["It costs 2 million [2]"]),
        ],
    ),
    (
        "投资要点 • 收入上升[1] • 各品类收入同比如下: • 鞋靴:2亿元[2] • 装备:4亿元[3]",
        [("投资要点", ["收入上升[1]", "各品类收入同比如下:", "鞋靴:2亿元[2]", "装备:4亿元[3]"])],
    ),
    (
        "Group 1: Short Seats: Night Trains Are Back - The Hamburg - Venice sleeper sold 92% of its berths [1]",
        [
            (
                "Group 1: Short Seats: Night Trains Are Back",
                ["The Hamburg - Venice sleeper sold 92% of its berths [1]"],
            )
        ],
    ),
    (
        "Core Views - Costs fell [5]. Forecast Table (RMB million) - 2025E: revenue 112 [6] - 2026E: revenue 116 [6]",
        [
            ("Core Views", ["Costs fell [5]."]),
            ("Forecast Table (RMB million)", ["2025E: revenue 112 [6]", "2026E: revenue 116 [6]"]),
        ],
    ),
    (
        "Core Views - Costs fell [5]. Forecast Table (RMB million): - 2025E: revenue 112 [6]",
        [("Core Views", ["Costs fell [5]."]), ("Forecast Table (RMB million):", ["2025E: revenue 112 [6]"])],
    ),
    (
        "## 3. Long - Term Logic\n- Trees grow old [3]\n## 4. Costs\n- They rise [4]",
        [("3. Long - Term Logic", ["Trees grow old [3]"]), ("4. Costs", ["They rise [4]"])],
    ),
    (
        "Core View: - Fish is dear [1] Cod: - Few [4] Peak - Valley Spread: - It fell [2] Risks: - Few [3]",
        [
            ("Core View:", ["Fish is dear [1]"]),
            ("Cod:", ["Few [4]"]),
            ("Peak - Valley Spread:", ["It fell [2]"]),
            ("Risks:", ["Few [3]"]),
        ],
    ),
    (
        "Core Views - Fish is dear [1] Question: Could the sale of Profagro - Sur be next? - It is studied [2]",
        [
            ("Core Views", ["Fish is dear [1]"]),
            ("Question: Could the sale of Profagro - Sur be next?", ["It is studied [2]"]),
        ],
    ),
    (
        "Market Data and Key Metrics Changes - U.S. - Mexico trade rose 9% [1] - Canada fell [2]",
        [("Market Data and Key Metrics Changes", ["U.S. - Mexico trade rose 9% [1]", "Canada fell [2]"])],
    ),
    (
        "核心观点 - 铜价下跌[1] PTA - PTA - SC由120元走弱到80元[2] - 库存上升[3]",
        [("核心观点", ["铜价下跌[1]"]), ("PTA", ["PTA - SC由120元走弱到80元[2]", "库存上升[3]"])],
    ),
    (
        "核心观点 * 线上 * 价格下跌了约三成[1] * 价格带 * 60 - 80元一档增长最快[2]",
        [("核心观点", []), ("线上", ["价格下跌了约三成[1]"]), ("价格带", ["60 - 80元一档增长最快[2]"])],
    ),
    (
        "Core Insights - Fish is dear [1] Q&A With the Minister - He said no [2]",
        [("Core Insights", ["Fish is dear [1]"]), ("Q&A With the Minister", ["He said no [2]"])],
    ),
    (
        "Core Insights - Fish is dear [1] Q&A Session The Minister's View - He said no [2]",
        [
            ("Core Insights", ["Fish is dear [1]"]),
            ("Q&A Session", []),
            ("The Minister's View", ["He said no [2]"]),
        ],
    ),
    (
        "Core View - Fish is dear [1] Directory Summaries Supply Side - Stocks are low [2]",
        [
            ("Core View", ["Fish is dear [1]"]),
            ("Directory Summaries", []),
            ("Supply Side", ["Stocks are low [2]"]),
        ],
    ),
    (
        "1. Rates - Fuel is flat [1] - Coal is unchanged 2. Drivers - Steel is dear [2]",
        [("1. Rates", ["Fuel is flat [1]", "Coal is unchanged"]), ("2. Drivers", ["Steel is dear [2]"])],
    ),
    (
        "1. Rates - Fuel is flat [1] - Coal rose by 3. Drivers - Steel is dear [2]",
        [("1. Rates", ["Fuel is flat [1]", "Coal rose by 3."]), ("Drivers", ["Steel is dear [2]"])],
    ),
    (
        "Core Insights - Fish is dear [1] Key Points: 1. Cod: - Cheap [2] Other Points: 1. Hake - Dear [4]",
        [
            ("Core Insights", ["Fish is dear [1]"]),
            ("Key Points:", []),
            ("1. Cod:", ["Cheap [2]"]),
            ("Other Points:", []),
            ("1. Hake", ["Dear [4]"]),
        ],
    ),
    (
        "1. Market Review 1.1. Cod - Cheap [1]. 1.2. Eel - Rare [2].",
        [("1. Market Review", []), ("1.1. Cod", ["Cheap [1]."]), ("1.2. Eel", ["Rare [2]."])],
    ),
    (
        "Group 1 - Fish is dear [1]; - Cod is cheap [2];",
        [("Group 1", ["Fish is dear [1];", "Cod is cheap [2];"])],
    ),
    (
        "Core Viewpoint - Beef is dear [1] U.S. - China Relations - Exports fell [2]",
        [("Core Viewpoint", ["Beef is dear [1]"]), ("U.S. - China Relations", ["Exports fell [2]"])],
    ),
    (
        "Group 1 - Beef is dear [1] Group 2: Risks - Frost - Frost cost half of the harvest [2]",
        [
            ("Group 1", ["Beef is dear [1]"]),
            ("Group 2: Risks - Frost", ["Frost cost half of the harvest [2]"]),
        ],
    ),
    ("业绩 - 增[1] 展望 - iOS好[2]", [("业绩", ["增[1]"]), ("展望", ["iOS好[2]"])]),
    (
        "Core Viewpoint - Sales up [1]. Retail - eBay lagged [2]. Cars - e-POWER sells [3].",
        [
            ("Core Viewpoint", ["Sales up [1]."]),
            ("Retail", ["eBay lagged [2]."]),
            ("Cars", ["e-POWER sells [3]."]),
        ],
    ),
    (
        "Core Views - Up [1] Summary by Sections By Region - None [4] From Loss to Profit - Up [2]",
        [
            ("Core Views", ["Up [1]"]),
            ("Summary by Sections", []),
            ("By Region", ["None [4]"]),
            ("From Loss to Profit", ["Up [2]"]),
        ],
    ),
    (
        "Core Insights 1. Coal: - 610 yuan [1] 2. Steel: - 3,120 yuan [2]",
        [("Core Insights", []), ("1. Coal:", ["610 yuan [1]"]), ("2. Steel:", ["3,120 yuan [2]"])],
    ),
    ("核心观点(2025年) - 升[1] 风险 - 无[2]", [("核心观点(2025年)", ["升[1]"]), ("风险", ["无[2]"])]),
    (
        "Core Views (Q3): - Up [1] Q&A Session (Excerpt) - He said no [2]",
        [("Core Views (Q3):", ["Up [1]"]), ("Q&A Session (Excerpt)", ["He said no [2]"])],
    ),
    (
        "Core Views - Up [1] Hot - Rolled Coil - 3,400 yuan [2] Risks - Rain [3]",
        [("Core Views", ["Up [1]"]), ("Hot - Rolled Coil", ["3,400 yuan [2]"]), ("Risks", ["Rain [3]"])],
    ),
    (
        "Group 1 - Sales rose [1] and costs fell. Group 2 - Flat [2].",
        [("Group 1", ["Sales rose [1] and costs fell."]), ("Group 2", ["Flat [2]."])],
    ),
    (
        "Group 1 - Up [4]. Group 2 - Flat (see [3]).",
        [("Group 1", ["Up [4]."]), ("Group 2", ["Flat (see [3])."])],
    ),
    ("业绩 - 升(见[1]) 展望 - 平(见[3])", [("业绩", ["升(见[1])"]), ("展望", ["平(见[3])"])]),
    ("核心观点 - 稳[1] 1）行情 - 快[1]", [("核心观点", ["稳[1]"]), ("1）行情", ["快[1]"])]),
    (
        "1. Rivals\n- Prices fell [1].\n- Peru is No. 2.\n",
        [("1. Rivals", ["Prices fell [1].", "Peru is No. 2."])],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PROBED, ids=[text for text, _ in PROBED])
def test_headings_that_were_probed(text: str, expected: Outline) -> None:
    assert outline(ri.parse(text)) == expected


def test_a_page_cut_inside_its_date_is_truncated() -> None:
    assert ri.parse("A Title\nDaily·2025-06").truncated
    assert not ri.parse("A Title\nDaily·2025-06-01").truncated


# --- headings that spaced dashes join -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "heading"),
    [
        *(
            ("2. Demand:", f"3. {label}:")
            for label in [
                "Space - based Solar",
                "AI - driven Demand",
                "US - China Trade",
                "Year - on - year Change",
                "T - Mobile",
            ]
        ),
        ("(2) Demand:", "(3) Long - term Outlook:"),
        ("1. **Demand**:", "2. **Long - term Outlook**:"),
        ("一、需求:", "二、AI - Agent应用:"),
        ("Group 1: Demand:", "Group 2: Long - term Outlook:"),
        ("核心观点", "High - NA进展"),
        ("核心观点", "A - H溢价"),
        ("Question: Costs", "Question: How about the EU - India deal"),
    ],
)
def test_headings_that_a_spaced_dash_joins(first: str, heading: str) -> None:
    article = ri.parse(f"{first} - P - type cells [5]. {heading} - 三家公司上线 [7]. - Other news [8].")
    assert [section.heading for section in article.sections] == [first, heading]
    assert [len(section.insights) for section in article.sections] == [1, 2]


@pytest.mark.parametrize("words", ["Rolls - Royce raised its guidance", "Sales of Rolls - Royce rose"])
def test_a_name_that_comes_again_is_no_end_of_a_label(words: str) -> None:
    text = f"Group 1: Numbers - {words} [1]. - Rolls - Royce pays more [2]. Group 2: Risks - Half - built [3]"
    first, _ = ri.parse(text).sections
    assert (first.heading, first.insights[0].text) == ("Group 1: Numbers", f"{words}.")
