"""Numbers as markers, at the starts of lines and in one line, beside numbered headings."""

import pytest

import rareinsight as ri
from outlines import Outline, outline

HEADER = "铜价何去何从\n江声财经·2025-08-26 08:14\n"

NUMBERED: list[tuple[str, Outline]] = [
    # free headings above numbers, which begin again or go on
    (
        "供需情况\n1. 产量上升[1]\n2. 库存下降[2]\n后市展望\n1. 价格看涨[3]\n2. 短期震荡",
        [("供需情况", ["产量上升[1]", "库存下降[2]"]), ("后市展望", ["价格看涨[3]", "短期震荡"])],
    ),
    (
        "供需情况\n1、产量上升[1]\n2、库存下降[2]\n后市展望\n3、价格看涨[3]",
        [("供需情况", ["产量上升[1]", "库存下降[2]"]), ("后市展望", ["价格看涨[3]"])],
    ),
    (
        "供需情况 1. 产量上升[1] 2. 库存下降[2]。 后市展望 1. 价格看涨[3]",
        [("供需情况", ["产量上升[1]", "库存下降[2]。"]), ("后市展望", ["价格看涨[3]"])],
    ),
    # an uncited insight above a heading
    (
        "供需情况\n1. 产量上升[1]\n2. 库存已经连续下降。\n后市展望\n1. 价格看涨[3]",
        [("供需情况", ["产量上升[1]", "库存已经连续下降。"]), ("后市展望", ["价格看涨[3]"])],
    ),
    # dashes in numbered insights
    (
        "供需情况\n1. 7 - 9月产量上升[1]\n2. 铜 - 铝价差扩大,周变动 - 50[2]\n3. PTA - SC价差回落[2]",
        [("供需情况", ["7 - 9月产量上升[1]", "铜 - 铝价差扩大,周变动 - 50[2]", "PTA - SC价差回落[2]"])],
    ),
    (
        "供需情况 1、产量上升[1]。 2、开工率在6% - 8%之间[3]。",
        [("供需情况", ["产量上升[1]。", "开工率在6% - 8%之间[3]。"])],
    ),
    # a figure below a numbered heading, which is no minus sign
    (
        "2. Costs - They rose [1]\n\n3. New Funds - 1,285 were filed, 1.6% fewer [6]\n\n4. Risks - Few [7]",
        [
            ("2. Costs", ["They rose [1]"]),
            ("3. New Funds", ["1,285 were filed, 1.6% fewer [6]"]),
            ("4. Risks", ["Few [7]"]),
        ],
    ),
    # a sign above the first number is a marker
    (
        "Industry Involved - The call is about rock [1]. Core Points 1. Rock costs more [2]. 2. Mines close [3].",
        [
            ("Industry Involved", ["The call is about rock [1]."]),
            ("Core Points", ["Rock costs more [2].", "Mines close [3]."]),
        ],
    ),
    # a dotted number with a unit is no number of a heading
    (
        "1. Demand for 1.6T: - More is ordered [1] 2. Plants of 2.4GW - Two built [2]\n2.1AI芯片 - 产能上升[3]",
        [
            ("1. Demand for 1.6T:", ["More is ordered [1]"]),
            ("2. Plants of 2.4GW", ["Two built [2]"]),
            ("2.1AI芯片", ["产能上升[3]"]),
        ],
    ),
    # numbered headings above numbered insights, and known ones
    (
        "1. 供给端\n1. 产量上升[1]\n2. 检修增多[1]\n2. 需求端\n1. 库存下降[2]",
        [("1. 供给端", ["产量上升[1]", "检修增多[1]"]), ("2. 需求端", ["库存下降[2]"])],
    ),
    (
        "核心观点\n1. 产量上升[1]\n2. 库存下降[2]\n3. 风险提示\n- 需求走弱[3]",
        [("核心观点", ["产量上升[1]", "库存下降[2]"]), ("3. 风险提示", ["需求走弱[3]"])],
    ),
    # what a rating says
    (
        "报告行业投资评级\n1. 未提及\n报告的核心观点\n1. 产量上升[1]",
        [("报告行业投资评级", ["未提及"]), ("报告的核心观点", ["产量上升[1]"])],
    ),
    # headings, as other markers follow
    (
        "1. 供给端\n- 产量上升[1]\n2. 需求端\n- 库存下降[2]",
        [("1. 供给端", ["产量上升[1]"]), ("2. 需求端", ["库存下降[2]"])],
    ),
    (
        "1. 供给端 - 产量上升[1] - 检修增多[1] 2. 需求端 - 库存下降[2]",
        [("1. 供给端", ["产量上升[1]", "检修增多[1]"]), ("2. 需求端", ["库存下降[2]"])],
    ),
    # a numeral in the title of a numbered heading, and a figure that is no number
    (
        "一、二级市场 - 指数回落 [1] 二、一级市场 - 年内发行17只 [2]",
        [("一、二级市场", ["指数回落 [1]"]), ("二、一级市场", ["年内发行17只 [2]"])],
    ),
    (
        "9.9元的压力 - 客单价下降[3] 开店热 - 新增1.6万家[1]",
        [("9.9元的压力", ["客单价下降[3]"]), ("开店热", ["新增1.6万家[1]"])],
    ),
    # cut off in a heading
    (
        "供需情况\n1. 产量上升[1]\n后市展",
        [("供需情况", ["产量上升[1]"]), ("后市展", [])],
    ),
]


@pytest.mark.parametrize(("body", "expected"), NUMBERED, ids=lambda value: str(value)[:30])
def test_numbers_as_markers(body: str, expected: Outline) -> None:
    for newline in ("\n", "\r\n"):
        article = ri.parse((HEADER + body).replace("\n", newline))
        assert outline(article) == expected
        assert article.title == "铜价何去何从"
        labels = {section.heading: section.label for section in article.sections}
        assert labels.get("9.9元的压力") is None


CUT: list[tuple[str, Outline]] = [
    ("核心观点 1. 散纤价格由16元涨到32元,年", [("核心观点", ["散纤价格由16元涨到32元,年"])]),
    ("文章核心观点 稳定币落地后,发行人", [("文章核心观点", ["稳定币落地后,发行人"])]),
    ("一、纪要涉及的行业或者公司 公司:海", [("一、纪要涉及的行业或者公司", ["公司:海"])]),
    (
        "财务数据关键指标变化 - 收入和利润 - 第二财季收入4.42亿",
        [("财务数据关键指标变化", []), ("收入和利润", ["第二财季收入4.42亿"])],
    ),
    (
        "供需情况 1. 产量上升[1] (二)今后重点 1. 多出货、理顺流程",
        [("供需情况", ["产量上升[1]"]), ("(二)今后重点", ["多出货、理顺流程"])],
    ),
]


@pytest.mark.parametrize(("body", "expected"), CUT, ids=lambda value: str(value)[:30])
def test_texts_that_are_cut_off_in_the_first_insight_of_a_section(body: str, expected: Outline) -> None:
    article = ri.parse(HEADER + body)
    assert outline(article) == expected
    assert article.truncated


def test_an_excerpt_of_raw_text_is_no_digest() -> None:
    assert ri.parse(HEADER + "核心观点 锌精矿加工费下降,冶炼厂冬储 ...").sections == ()


def test_a_range_of_months_right_after_a_numbered_heading() -> None:
    article = ri.parse("Copper Climbs\n1. Rivals - 1 - 7月销量下跌 [1]")
    assert outline(article) == [("1. Rivals", ["1 - 7月销量下跌 [1]"])]


def test_the_title_above_a_numbered_heading_is_no_heading() -> None:
    (title, body) = ("铜价何去何从", "1. 供给端 - 产量上升[1] - 检修增多[1] 2. 需求端 - 库存下降[2]")
    article = ri.parse(f"{title}\n{body}")
    assert (article.title, article.sections[0].heading) == (title, "1. 供给端")
