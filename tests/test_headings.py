"""Headings as they stand on real pages, and what each says: role, index, label, level.

In the texts ⟦…⟧ is a heading and ⟨…⟩ an insight. What is wrong with a whole page stands with the page, in ``pages/``.
"""

import pytest

import rareinsight as ri
from outlines import outline, to_mend, unmarked

CORE = [
    *("Core Insights", "Core Viewpoint", "Core Viewpoints", "Core View", "Core Views", "Core Points"),
    *("Core Insights and Arguments", "Key Points and Arguments", "Report's Core View", "core insights"),
    *("文章核心观点", "报告的核心观点", "核心观点与论据", "核心观点", "二、纪要提到的核心观点和论据", "報告的核心觀點"),
    *("報告核心觀點", "紀要核心觀點", "研報的核心觀點"),
]


@pytest.mark.parametrize("heading", CORE)
@pytest.mark.parametrize("end", ["", ":", "：", " :"])
def test_core_headings(heading: str, end: str) -> None:
    article = ri.parse(f"{heading}{end} - Prices fell [1] Group 1 - Costs rose [2]")
    assert outline(article)[0] == (heading + end, ["Prices fell [1]"])
    core, group = article.sections
    assert (core.role, core.index, core.label, core.level) == ("core", None, None, 1)
    assert (article.core, article.groups) == (core, (group,))


@pytest.mark.parametrize("heading", ["行业评级与核心观点", "2025年11月外贸数据核心观点"])
def test_a_heading_that_holds_a_core_is_one(heading: str) -> None:
    assert ri.parse(f"{heading} - 铜价下跌[1]").sections[0].role == "core"


#: Heading as in the text, role, index, label.
HEADINGS = [
    ("Group 1", "group", 1, None),
    ("Group 12", "group", 12, None),
    ("Group 2: Rivals", "group", 2, "Rivals"),
    ("Group 2：Rivals", "group", 2, "Rivals"),
    ("GROUP 2: Rivals", "group", 2, "Rivals"),
    ("group 2: Rivals", "group", 2, "Rivals"),
    ("Group 2. Rivals", "group", 2, "Rivals"),
    ("Group 3: Core Viewpoints", "group", 3, "Core Viewpoints"),
    ("Group 2: Core View of the Report", "group", 2, "Core View of the Report"),
    ("Group 4: Supply - Demand Situation", "group", 4, "Supply - Demand Situation"),
    ("Group 5: 现状与趋势", "group", 5, "现状与趋势"),
    ("2. Share and Revenue:", "other", 2, "Share and Revenue"),
    ("3. Orders:", "other", 3, "Orders"),
    ("3.1 Prices", "other", None, "Prices"),
    ("(一)储能", "other", 1, "储能"),
    ("（二）储能业务", "other", 2, "储能业务"),
    ("一、涉及公司", "other", 1, "涉及公司"),
    ("十一、风险", "other", 11, "风险"),
    ("IX. Outlook", "other", 9, "Outlook"),
    ("X. Annexes", "other", 10, "Annexes"),
    ("第二部分 行情回顾", "other", 2, "行情回顾"),
    ("Section 1: Trade", "other", 1, "Trade"),
    ("Financial Performance", "other", None, None),
    ("Trends and Outlook for 2026", "other", None, None),
    ("U.S. Market", "other", None, None),
    ("Non - ferrous Metals Market", "other", None, None),
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
    assert outline(article) == [("Core Insights", ["Prices fell [1]"]), (heading, ["Costs rose by a third [2]"])]
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
        "一、增长 (一)生产 （1）工业 - 增长5%[1] （2）服务业 - 增长6%[2] (二)消费 - 增长4%[3]",
        [("一、增长", 1), ("(一)生产", 2), ("（1）工业", 3), ("（2）服务业", 3), ("(二)消费", 2)],
    ),
    (
        "1. Market 1.1 Copper - Prices fell [1] 1.2 Zinc - Prices rose [2] 2. Policy - None [3]",
        [("1. Market", 1), ("1.1 Copper", 2), ("1.2 Zinc", 2), ("2. Policy", 1)],
    ),
    (
        "1. Market 1.1 Copper 1.1.1 Peru - Prices fell [1] 1.1.2 Chile - Prices rose [2] 1.2 Zinc - None [3]",
        [("1. Market", 1), ("1.1 Copper", 2), ("1.1.1 Peru", 3), ("1.1.2 Chile", 3), ("1.2 Zinc", 2)],
    ),
    (
        "Core Insights - Prices fell [1] Summary by Sections Revenue and Profit - Sales rose [2] Cash Flow - Up [3]",
        [("Core Insights", 1), ("Summary by Sections", 1), ("Revenue and Profit", 2), ("Cash Flow", 2)],
    ),
    (
        "Core Insights - Prices fell [1] Group 1 - Sales rose [2] Group 2: Rivals - Costs fell [3]",
        [("Core Insights", 1), ("Group 1", 1), ("Group 2: Rivals", 1)],
    ),
    # shapes that stand deep have their level without a part above
    (
        "Core Insights - Prices fell [1] (1) Copper - Down [2] (2) Zinc - Up [3]",
        [("Core Insights", 1), ("(1) Copper", 3), ("(2) Zinc", 3)],
    ),
    (
        "Core Insights - Prices fell [1] 1) Copper - Down [2] 2) Zinc - Up [3]",
        [("Core Insights", 1), ("1) Copper", 3), ("2) Zinc", 3)],
    ),
    (
        "核心观点 - 铜价下跌[1] (一)生产 - 增长4%[2] (二)消费 - 增长3%[3]",
        [("核心观点", 1), ("(一)生产", 2), ("(二)消费", 2)],
    ),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS, ids=lambda value: str(value)[:12])
def test_levels(text: str, levels: list[tuple[str, int]]) -> None:
    assert [(section.heading, section.level) for section in ri.parse(text).sections] == levels


HEADER = "铜价何去何从\n江声财经·2025-08-26 08:14\n"
STRUCTURES = [
    # no heading above the first insight
    "- ⟨Prices of copper fell again [1]⟩ - ⟨Costs rose [2]⟩ ⟦Group 1⟧ - ⟨Sales rose [3]⟩",
    # headings above and beside headings
    "⟦核心观点⟧\n- ⟨产量上升 [1]⟩\n⟦财务表现⟧\n⟦成本和费用⟧\n- ⟨成本下降 [2]⟩\n- ⟨费用持平 [2]⟩",
    "⟦核心观点⟧ - ⟨铜价下跌[1]⟩\n\n⟦供需与库存⟧\n\n⟦**供应**⟧ - ⟨产量下降[3]⟩\n\n⟦**库存**⟧ - ⟨库存上升[4]⟩",
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Summary by Sections⟧ ⟦Revenue and Profit⟧ - ⟨Sales rose [2]⟩",
    "⟦财务数据关键指标变化⟧ - ⟦收入和利润⟧ - ⟨收入上升 [1]⟩",
    "⟦Summary of Key Points⟧ ⟦Core Viewpoint⟧ - ⟨Prices fell [1]⟩",
    "⟦Summary by Sections:⟧ ⟦Terms of the Loan:⟧ - ⟨It runs for six years [1]⟩",
    "⟦Group 1: Rating⟧ - ⟨None is given [1]⟩ ⟦Group 2: Core Viewpoints⟧ ⟦Overall View⟧ - ⟨Prices fell [2]⟩",
    "⟦Group 1: Rating⟧ - ⟨None is given [1]⟩ ⟦Group 2: Summary by Sections⟧ ⟦By Region⟧ - ⟨Prices fell [2]⟩",
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Summary by Sections⟧ ⟦Revenue and P⟧",
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Summary by Sections⟧ ⟦铜价上涨,铝价下跌⟧ - ⟨库存下降[2]⟩",
    "⟦Summary of Key Points from the Expert Call⟧ ⟦Companies and Industry Involved⟧ - ⟨Tin is dear [1]⟩",
    "⟦Core View⟧ - ⟨Tin is dear [1]⟩ ⟦Investment Rating⟧ ⟨It stays.⟩ ⟦**Industry Overview**⟧ - ⟨Costs fell [1]⟩",
    "⟦**Report Summary**⟧ ⟦Cash Flow⟧ - ⟨It fell [1]⟩",
    "⟦**Summary of the Conference Call**:⟧ ⟦**Industry Overview**:⟧ - ⟨Prices fell [1]⟩",
    "⟦投资要点⟧ • ⟨收入上升[1]⟩ • ⟨各品类收入同比如下:⟩ • ⟨鞋靴:2亿元[2]⟩ • ⟨装备:4亿元[3]⟩",
    "⟦Core Insights⟧ - ⟨Fish is dear [1]⟩ ⟦Q&A Session⟧ ⟦The Minister's View⟧ - ⟨He said no [2]⟩",
    "⟦Core View⟧ - ⟨Fish is dear [1]⟩ ⟦Directory Summaries⟧ ⟦Supply Side⟧ - ⟨Stocks are low [2]⟩",
    "⟦Core Insights⟧ - ⟨Dear [1]⟩ ⟦Key Points:⟧ ⟦1. Cod:⟧ - ⟨Cheap [2]⟩ ⟦Other Points:⟧ ⟦1. Hake⟧ - ⟨Dear [4]⟩",
    "⟦1. Market Review⟧ ⟦1.1. Cod⟧ - ⟨Cheap [1].⟩ ⟦1.2. Eel⟧ - ⟨Rare [2].⟩",
    "⟦Core Views⟧ - ⟨Up [1]⟩ ⟦Summary by Sections⟧ ⟦By Region⟧ - ⟨None [4]⟩ ⟦From Loss to Profit⟧ - ⟨Up [2]⟩",
    # text below a heading without a marker, and what belongs to nothing
    "⟦报告行业投资评级⟧ ⟨未提及⟩ ⟦报告的核心观点⟧ - ⟨销量上升 [1]⟩",
    "⟦Report Industry Investment Rating⟧ ⟨No rating is given [1]⟩ ⟦Core View⟧ - ⟨Prices fell [2]⟩",
    "⟦报告行业投资评级⟧ - ⟨中性 [4]⟩ ⟦报告的核心观点⟧ ⟨销量上升 [1]⟩",
    "Here is what matters. ⟦Core Insights⟧ - ⟨Prices fell [1]⟩",
    '⟦Investment Rating⟧ ⟨The industry rating is "Recommended".⟩ ⟦Core Views⟧ - ⟨Prices fell [1]⟩',
    "⟦Group 1⟧ - ⟨Costs fell [1]⟩ ⟦Investment Rating⟧ - ⟨None is given.⟩ ⟦Core View⟧ ⟨Prices fell ag⟩",
    "⟦公司及行业⟧ ⟨讨论了铜与锡[1]⟩ ⟦核心观点⟧ - ⟨铜价上升[2]⟩",
    "⟦公司投资评级⟧ ⟨Neutral again⟩",
    # words and numbers of headings inside others, and in text
    "⟦核心观点⟧ - ⟨收入增长 [1]⟩ - ⟨Prices came to 12.5x (2025E: 9.8x)⟩ ⟦行业与公司⟧ - ⟨公司甲 [2]⟩",
    "⟦Core View⟧ - ⟨Prices fell [1]⟩ ⟦2. Bank of the North and Bank of the South⟧ - ⟨Both grew [2]⟩",
    "⟦Core Views⟧ - ⟨Prices fell [1]⟩ ⟦3. Policy Risk: Section 232⟧ - ⟨A probe began in May [2]⟩",
    "⟦Group 1: Fish⟧ - ⟨Cod fell [1].⟩ ⟦Group 2: Gadus Group 2.3 Million Cod Recalled⟧ - ⟨Output rose [2]⟩",
    "⟦Core Insights and Arguments⟧ ⟦1. 800G and 1.6T Mix:⟧ - ⟨Shipments rise [3]⟩ ⟦2. Lasers:⟧ - ⟨They are few [4]⟩",
    "⟦Core Insights⟧ - ⟨Fish is dear [1]⟩ ⟦Question & Answer Section⟧ ⟦Question: Tin Tariff⟧ - ⟨It is 2% [2]⟩",
    "⟦Core Insights⟧ ⟦1. Coal:⟧ - ⟨610 yuan [1]⟩ ⟦2. Steel:⟧ - ⟨3,120 yuan [2]⟩",
    # spaced dashes in headings and at the beginning of insights
    "⟦核心观点⟧\n- ⟨产量上升 [1]⟩\n⟦2025 - 2027年供需⟧\n- ⟨缺口扩大 [2]⟩",
    "⟦Q&A Session⟧ ⟦Question: Was it timing - or demand?⟧ - ⟨It was demand [1]⟩ ⟦Question: Costs⟧ - ⟨They fell [2]⟩",
    "⟦Group 1: Box Office – and Beyond⟧ - ⟨Films sold well [1]⟩ - ⟨Songs did not [2]⟩",
    "⟦Outlook⟧ - ⟨Costs fall [1]⟩ ⟦Guidance⟧ - ⟨Sales of C$310 - C$325 million [2]⟩",
    "⟦Group 6: Costs for Shippers⟧ - ⟨A 10,000 - TEU ship burns 1,000 tons more [16]⟩",
    "⟦Group 1: Fish⟧ - ⟨Cod fell [1]⟩ ⟦Group 2: Outlook for 2026 - 2027⟧ - ⟨A low - risk label is due [2]⟩",
    "⟦Group 1: Fish⟧ - ⟨Cod fell [1]⟩ ⟦Group 2: Catch of 2026⟧ - ⟨12% more is due [2]⟩",
    "⟦Core Insights⟧ - ⟨Trade rose in May. The EU (not the UK) - Mercosur pact opens markets [1]⟩",
    "⟦Group 1: Short Seats: Night Trains Are Back⟧ - ⟨The Hamburg - Venice sleeper sold 92% of its berths [1]⟩",
    "⟦Core Views⟧ - ⟨Fish is dear [1]⟩ ⟦Question: Could the sale of Profagro - Sur be next?⟧ - ⟨It is studied [2]⟩",
    "⟦核心观点⟧ - ⟨铜价下跌[1]⟩ ⟦PTA⟧ - ⟨PTA - SC由120元走弱到80元[2]⟩ - ⟨库存上升[3]⟩",
    "⟦核心观点⟧ * ⟦线上⟧ * ⟨价格下跌了约三成[1]⟩ * ⟦价格带⟧ * ⟨60 - 80元一档增长最快[2]⟩",
    # titles that are like sentences, remarks, small letters
    "Hessler raises dividend after a strong quarter\n⟦Quarterly Results⟧\n- ⟨Sales rose by 12% [1]⟩\n",
    "A Title\nDaily·2025-03-04 09:30\n⟦Scores⟧\n- ⟨41% were re-rated[1].⟩\n⟦Rules⟧\n- ⟨80% of firms report[2].⟩",
    "⟦Core Views⟧ - ⟨Costs fell [5].⟩ ⟦Forecast Table (RMB million)⟧ - ⟨2025E: 112 [6]⟩ - ⟨2026E: 116 [6]⟩",
    "⟦Core Views⟧ - ⟨Costs fell [5].⟩ ⟦Forecast Table (RMB million):⟧ - ⟨2025E: revenue 112 [6]⟩",
    "⟦业绩⟧ - ⟨增[1]⟩ ⟦展望⟧ - ⟨iOS好[2]⟩",
    "⟦Core Viewpoint⟧ - ⟨Sales up [1].⟩ ⟦Retail⟧ - ⟨eBay lagged [2].⟩ ⟦Cars⟧ - ⟨e-POWER sells [3].⟩",
    # signs other than the hyphen, lists, links
    "⟦Group 1⟧ - ⟨Profits are as follows:⟩ - ⟨2024E: up 5% [1]⟩ - ⟨2025E: up 6% [2]⟩",
    "⟦Core Insights⟧ * ⟦**Copper**⟧ - ⟨Prices fell [1]⟩ * ⟦**Zinc**⟧ - ⟨Prices rose [2]⟩",
    "⟦[Sales](index=3&type=section)⟧ ⟨Sales rose[5](index=5&type=chunk).⟩ - ⟨Costs fell[6](index=6&type=chunk).⟩",
    "⟦核心观点⟧ * ⟦Cloud Business⟧ * ⟨AI带动云收入增长[1]⟩",
    "⟦核心观点⟧ * ⟦产品⟧ * ⟨定价类占29% 毛利率高12pct[2]⟩ * ⟦渠道⟧ * ⟨加盟商退⟩",
    "⟦Group 1⟧ - ⟨Fish is dear [1];⟩ - ⟨Cod is cheap [2];⟩",
    # numbers as headings and as markers
    "⟦核心观点⟧ 1. ⟨销量上升[2]。⟩ 2. ⟨成本下降[3]。⟩",
    "⟦核心观点⟧ - ⟨销量上升[1]⟩ ⟦2.1B端⟧ - ⟨销量上升[2]⟩ ⟦2.3G端⟧ - ⟨价格上升[3]⟩",
    "⟦1. Rates⟧ - ⟨Fuel is flat [1]⟩ - ⟨Coal is unchanged⟩ ⟦2. Drivers⟧ - ⟨Steel is dear [2]⟩",
    "⟦核心观点⟧ - ⟨稳[1]⟩ ⟦1）行情⟧ - ⟨快[1]⟩",
    HEADER + "⟦供需情况⟧\n1. ⟨产量上升[1]⟩\n2. ⟨库存下降[2]⟩\n⟦后市展望⟧\n1. ⟨价格看涨[3]⟩\n2. ⟨短期震荡⟩",
    HEADER + "⟦供需情况⟧\n1、⟨产量上升[1]⟩\n2、⟨库存下降[2]⟩\n⟦后市展望⟧\n3、⟨价格看涨[3]⟩",
    "⟦供需情况⟧ 1. ⟨产量上升[1]⟩ 2. ⟨库存下降[2]。⟩ ⟦后市展望⟧ 1. ⟨价格看涨[3]⟩",
    HEADER + "⟦供需情况⟧\n1. ⟨产量上升[1]⟩\n2. ⟨库存已经连续下降。⟩\n⟦后市展望⟧\n1. ⟨价格看涨[3]⟩",
    HEADER + "⟦2. Costs⟧ - ⟨They rose [1]⟩\n\n⟦3. New Funds⟧ - ⟨1,285, 1.6% fewer [6]⟩\n\n⟦4. Risks⟧ - ⟨Few [7]⟩",
    "⟦Industry Involved⟧ - ⟨The call is about rock [1].⟩ ⟦Core Points⟧ 1. ⟨Rock is dear [2].⟩ 2. ⟨Mines close [3].⟩",
    HEADER + "⟦1. Demand for 1.6T:⟧ - ⟨More [1]⟩ ⟦2. Plants of 2.4GW⟧ - ⟨Two built [2]⟩\n⟦2.1AI芯片⟧ - ⟨产能上升[3]⟩",
    HEADER + "⟦1. 供给端⟧\n1. ⟨产量上升[1]⟩\n2. ⟨检修增多[1]⟩\n⟦2. 需求端⟧\n1. ⟨库存下降[2]⟩",
    HEADER + "⟦核心观点⟧\n1. ⟨产量上升[1]⟩\n2. ⟨库存下降[2]⟩\n⟦3. 风险提示⟧\n- ⟨需求走弱[3]⟩",
    HEADER + "⟦1. 供给端⟧\n- ⟨产量上升[1]⟩\n⟦2. 需求端⟧\n- ⟨库存下降[2]⟩",
    "⟦1. 供给端⟧ - ⟨产量上升[1]⟩ - ⟨检修增多[1]⟩ ⟦2. 需求端⟧ - ⟨库存下降[2]⟩",
    "⟦一、二级市场⟧ - ⟨指数回落 [1]⟩ ⟦二、一级市场⟧ - ⟨年内发行17只 [2]⟩",
    "⟦9.9元的压力⟧ - ⟨客单价下降[3]⟩ ⟦开店热⟧ - ⟨新增1.6万家[1]⟩",
    "⟦Core Insights⟧\n⟦Outlook for 2026⟧ - ⟨1 - 7 months of sales rose [1]⟩",
    "⟦Group 2: Tit - for - Tat⟧ - ⟨Costs rose [2]⟩",
    "⟦一、价格⟧ 1. ⟨铜价走高[1]⟩ 2. ⟨铝价在2 - 3元之间[2]⟩ ⟦二、库⟧",
    "⟦Core Insights⟧ - ⟨Prices fell [1].⟩ ⟨Group 1 holds lithium [2].⟩",
    "⟦1. Market⟧ - ⟨Prices fell [1]⟩ ⟨1.1 falls again in May [2].⟩",
    # cut off in a heading
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Financial Performance⟧",
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Group 2⟧",
    HEADER + "⟦供需情况⟧\n1. ⟨产量上升[1]⟩\n⟦后市展⟧",
    "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ --- ⟦Group 1⟧ - ⟨Costs rose [2]⟩ --- ⟦Group 2⟧ - ⟨Sales rose [3]⟩",
    # what comes out wrong today
    to_mend(
        "a compound in the unmarked text below a link is read as a heading",
        "⟦[Debt](index=3&type=section&id=Debt)⟧ ⟨The short - term debt fell in the year⟩ - "
        "⟨Sales rose to $3.1 million[6](index=6&type=chunk)⟩ - ⟨Costs fell[7](index=7&type=chunk)⟩",
    ),
    to_mend(
        "a compound in the unmarked text below a core is read as a heading",
        "⟦Core View⟧\n⟨Short - term rates fell in the peak - season [1].⟩\n⟦Group 1⟧\n- ⟨Costs rose [2]⟩",
    ),
    to_mend(
        "a heading in bold right behind a plain one is read as its end",
        "⟦核心观点⟧ - ⟨产量上升 [1]⟩ ⟦政策支持⟧ ⟦**措施与对象**⟧ - ⟨审批变慢 [2]⟩ ⟦**效果**⟧ - ⟨很好 [3]⟩",
    ),
    to_mend(
        "cut off inside a known heading that a shorter one begins",
        "⟦Core Insights⟧ - ⟨Prices fell [1]⟩ ⟦Business Line Data and Key Metrics Chang⟧",
    ),
    "⟦Core Insights⟧\n- ⟨Prices fell [1]⟩\n- ⟨Costs rose [2]⟩\n⟦Group 1: Ri⟧",
    "⟦1. Industry News and Deals⟧ ⟦1.1 Industry News⟧ - ⟨Tin is dear [1]⟩ ⟦1.2 Deals⟧ - ⟨None [2]⟩",
]


@pytest.mark.parametrize("marked", STRUCTURES)
def test_structures(marked: str) -> None:
    text, expected = unmarked(marked)
    for newline in ("\n", "\r\n"):
        assert outline(ri.parse(text.replace("\n", newline))) == expected


def test_a_number_that_is_no_heading_is_no_label() -> None:
    article = ri.parse("9.9元的压力 - 客单价下降[3] 开店热 - 新增1.6万家[1]")
    assert [(section.index, section.label) for section in article.sections] == [(None, None), (None, None)]
