"""Texts that were broken into lines of one width say the same as those that were not."""

import re
from collections.abc import Callable
from itertools import chain
from textwrap import wrap

import pytest

import rareinsight as ri
from outlines import outline
from rareinsight.wrapping import columns

HEADER = "铜价为何上涨:矿山停产之后\n江声财经·2025-08-26 08:14\n"
CHINESE = (
    "报告行业投资评级 未提及 报告的核心观点 - 铜价本周上涨4.2%,收于81,250元/吨,周变动各为 - 50、 - 30,"
    "库存连降五周 [1][3] - 1 - 7月精铜产量同比多9.6%,现货升水走阔,Copper Fields 的检修推迟到10 - 11月 [2] "
    "根据相关目录分别进行总结 第一部分 供需情况 - 智利两座矿山停产,影响全年供给约28万吨,冶炼厂加工费跌到负值 "
    "[4][12] - 电网投资增长,家电排产下降 [5] (二)后市展望 - 短期偏强,关注83,000元/吨一线的压力,跨期可做正套 [6]"
)
ENGLISH = (
    "Core Insights - Copper rose 4.2% in the week, and its stocks fell for the fifth time in a row [1][3] - "
    "Short - term rates fell while long - term ones stayed where they had been for the whole of the year [2] "
    "Group 1: Supply and Demand - Two mines in the north are closed until the autumn, which takes 280,000 tons "
    "out of the year [4][12] - Grid spending grew [5] Group 2: Outlook - A range of 9,600 - 9,900 dollars is "
    "seen for the coming quarter [6]"
)


def by_columns(text: str, width: int) -> list[str]:
    """Break Chinese between any two of its characters, as terminals do."""
    lines = [""]
    for word in re.findall("[!-~–]+|.", text):
        if columns(lines[-1] + word) > width:
            lines.append("")
        lines[-1] += word
    return [line.strip() for line in lines]


def squeezed(text: str) -> list[tuple[str, list[str]]]:
    """Headings and insights without their blanks, some of which a line end has replaced."""
    return [
        ("".join((heading or "").split()), ["".join(insight.split()) for insight in insights])
        for heading, insights in outline(ri.parse(text))
    ]


@pytest.mark.parametrize("breaking", [wrap, by_columns])
@pytest.mark.parametrize("body", [CHINESE, ENGLISH], ids=["Chinese", "English"])
@pytest.mark.parametrize("page", ["{header}{body}", "{header}\n{body}\n", "{body}\n{header}", "{body}"])
@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_a_wrapped_line(breaking: Callable[[str, int], list[str]], body: str, page: str, width: int) -> None:
    text = page.format(header=HEADER, body="\n".join(breaking(body, width)))
    article = ri.parse(text)
    assert squeezed(text) == squeezed(body)
    assert article.title == (HEADER.split("\n", maxsplit=1)[0] if "{header}" in page else None)


@pytest.mark.parametrize("breaking", [wrap, by_columns])
@pytest.mark.parametrize("body", [CHINESE, ENGLISH], ids=["Chinese", "English"])
@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
def test_wrapped_insights(breaking: Callable[[str, int], list[str]], body: str, width: int) -> None:
    article = ri.parse(body)
    lines = [section.heading or "" for section in article.sections[:1]] + ["未提及"] * (body is CHINESE)
    for section in article.sections[body is CHINESE :]:
        lines += [section.heading or ""] * (section is not article.sections[0])
        lines += [f"- {insight.span.cut(body)}" for insight in section.insights]
    whole = HEADER + "\n".join(lines)
    text = HEADER + "\n".join(chain.from_iterable(breaking(line, width) for line in lines))
    assert squeezed(text) == squeezed(whole) == squeezed(body)


def test_a_wrapped_chinese_label_has_no_blank() -> None:
    text = HEADER + "\n".join(by_columns(CHINESE.replace("供需情况", "供需情况与库存变化趋势分析"), 50))
    assert [section.label for section in ri.parse(text).sections if section.label] == [
        "供需情况与库存变化趋势分析",
        "后市展望",
    ]


def test_lines_of_insights_are_not_wrapped() -> None:
    first, second = (
        "铜价上涨，矿山停产，库存连降五周，下游补库意愿不强[1]",
        "铝价下跌，产能见顶，库存小幅累积[2]",
    )
    (section,) = ri.parse(f"{HEADER}核心观点\n{first}\n{second}\n").sections
    assert [len(insight.span) for insight in section.insights] == [len(first), len(second)]


def test_citations_alone_on_a_line_are_no_list_of_references() -> None:
    text = (
        HEADER
        + "库存情况\n- 截至九月末,全市场铜库存占全年消费量的百分之三,处于低位。\n[1][2]\n- 铝库存小幅累积。[2]"
    )
    assert [len(insight.citations) for insight in ri.parse(text).insights] == [2, 1]


def test_a_title_below_is_no_end_of_a_wrapped_insight() -> None:
    text = "Core Insights\n- Prices fell, while stocks shrank [1](#1)\nCopper Climbs"
    article = ri.parse(text)
    assert (article.title, len(article.insights)) == ("Copper Climbs", 1)
