"""Pages of several articles, by somebody who did not know the rules: which titles, and which sections below them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import rareinsight as ri

S, S2 = "Daily·2025-08-26 08:14\n", "Daily·2025-08-27 08:14\n"

Pages = Sequence[tuple[str | None, Sequence[str | None]]]
PAGES: Sequence[tuple[str, Pages]] = [
    # titles without source lines above bodies in lines
    (
        (
            "Copper Runs Short\nCore Insights\n- Mines closed [1]\nGroup 1\n- Prices rose [2]\n\n"
            "Tin Follows\nDemand at Home\n- Fridges sell well [1]\nExports\n- Ships are full [2]\n"
        ),
        [
            ("Copper Runs Short", ["Core Insights", "Group 1"]),
            ("Tin Follows", ["Demand at Home", "Exports"]),
        ],
    ),
    (
        (
            "Copper Runs Short\nDemand at Home\n- Down [1]\nExports\n- Up [2]\n\n"
            "Tin Follows\nCore Insights\n- Flat [1]\nGroup 1\n- Up [2]\n"
        ),
        [
            ("Copper Runs Short", ["Demand at Home", "Exports"]),
            ("Tin Follows", ["Core Insights", "Group 1"]),
        ],
    ),
    # blank lines between sections part no articles
    (
        "Copper Runs Short\nDemand at Home\n- Down [1]\n\nExports\n- Up [2]\n\nThe Market\nPrices\n- Flat [1]\n",
        [("Copper Runs Short", ["Demand at Home", "Exports", "The Market", "Prices"])],
    ),
    # a page that ends where a shape might be repeated
    (
        "Copper Runs Short\nDemand\n- Down [1]\n\nTin Follows",
        [("Copper Runs Short", ["Demand", "Tin Follows"])],
    ),
    # an entry of raw text, without a source line, at the end of a page
    *(
        (
            f"铜\n{S}Group 1 - Up [1]. Group 2 - Down [2].\n锡\n{S2}Core Views - Up [1]. Group 1 - A [2].\n{entry}",
            [
                ("铜", ["Group 1", "Group 2"]),
                ("锡", ["Core Views", "Group 1"]),
                ("众生药业III期完成入组", []),
            ],
        )
        for entry in [
            "众生药业III期完成入组\n2月5日晚间,众生药业公告,试验完成全部参与者入组。",
            "众生药业III期完成入组\n2月5日晚间,众生药业公告。试验完成全部参与者入组,此前",
            "众生药业III期完成入组\n2月5日晚间,众生药业公告。试验完成、\n全部参与者入组,航线增幅居前。",
        ]
    ),
    # such entries between digests
    (
        (
            "Copper Runs Short\nCore Insights - Down [1] Group 1 - A [2]\n\nZinc Is Next\nCore Insights - Up [1]\n\n"
            "Tin Follows\nThe strike of the miners has entered its second week. Ships wait outside.\n\n"
            "Lead Is Last\nCore Insights - Up [1]\n"
        ),
        [
            ("Copper Runs Short", ["Core Insights", "Group 1"]),
            ("Zinc Is Next", ["Core Insights"]),
            ("Tin Follows", []),
            ("Lead Is Last", ["Core Insights"]),
        ],
    ),
    # lines of the page below a body
    *(
        (
            (
                f"Copper Runs Short\n{S}Core Insights - Mines closed [1]\n{gap}{line}\n{gap}"
                f"Tin Follows\n{S2}Core Insights - Tin fell [1]\n"
            ),
            [("Copper Runs Short", ["Core Insights"]), ("Tin Follows", ["Core Insights"])],
        )
        for line in ("Read more", "分享 收藏 评论(3)", "阅读全文", "Tin Follows")
        for gap in ("", "\n")
    ),
    # titles that begin as headings do
    *(
        (
            f"{first}\n{gap}Core Insights - Mines closed [1]\n\n{second}\n{gap}Core Insights - Tin fell [1]\n",
            [(first, ["Core Insights"]), (second, ["Core Insights"])],
        )
        for first, second in [
            ("1. Copper Runs Short", "2. Tin Follows"),
            ("Group 1 Automotive Beats Estimates", "第二部分:行业展望"),
            ("核心观点:美联储年内或再降两次", "Q&A: What the Passport Means"),
            ("Company Overview: Helion Foods", "Copper Runs Short"),
        ]
        for gap in ("", "\n")
    ),
    (
        f"Q&A: The Passport\n{S}Core Insights - Mines closed [1]\nQ&A: The Passport - Reportify\n",
        [("Q&A: The Passport", ["Core Insights"])],
    ),
    # excerpts of digests, and of other text
    *(
        (f"Copper Runs Short\n{S}{body} ...\n{rest}", [("Copper Runs Short", headings), *more])
        for body, headings in [
            ("Core Insights - Stocks shrank to nine days of", ["Core Insights"]),
            ("Group 1 - Stocks shrank - Mines closed", ["Group 1"]),
            ("The core insights - so they say", []),
        ]
        for rest, more in [("", []), (f"Tin\n{S2}Core Insights - Up [1]", [("Tin", ["Core Insights"])])]
    ),
    # an ending of titles at the end of a body
    (
        f"Tin Rises\n{S}Core Insights - Prices rose [1] - Reportify\n{S2}",
        [("Tin Rises", ["Core Insights"]), (None, [])],
    ),
    # titles below their bodies
    (
        (
            "Core Insights - Down [1]\nCopper Runs Short\n\nCore Insights - Up [1]\nTin Follows\n\n"
            "Core Insights - Flat [1]\nZinc Is Next\n"
        ),
        [(title, ["Core Insights"]) for title in ("Copper Runs Short", "Tin Follows", "Zinc Is Next")],
    ),
    # a page that begins in the middle of an article
    (
        (
            f"Group 2 - Down [1]\nCopper Runs Short\n{S}Core Insights - Up [1]\n"
            f"Tin Follows\n{S2}Core Insights - Flat [1]\n"
        ),
        [
            (None, ["Group 2"]),
            ("Copper Runs Short", ["Core Insights"]),
            ("Tin Follows", ["Core Insights"]),
        ],
    ),
    (
        f"rose on the week [4] - Buyers wait [5] Group 2 - Down [1]\nCopper Runs Short\n{S}Core Insights - Up [1]\n",
        [(None, [None, "Group 2"]), ("Copper Runs Short", ["Core Insights"])],
    ),
    (
        "Coffee Futures Slip\nCore Insights - Down [1]\nQ&A: What the Passport Means\nGroup 1: Scope - Wide [2]\n",
        [("Coffee Futures Slip", ["Core Insights"]), ("Q&A: What the Passport Means", ["Group 1: Scope"])],
    ),
    # a parent right below the source line
    (
        f"Copper\n{S}Chapter One\nCosts\n- They rose [1]\n- Again [2]\nPrices\n- Up [3]\n",
        [("Copper", ["Chapter One", "Costs", "Prices"])],
    ),
    (f"铜\n{S}市场\n价格\n- 上涨[1]\n", [("铜", ["市场", "价格"])]),
    # a title below its source line, tags, references
    (
        f"{S}Copper Runs Short\n1. Demand - Fridges sell [1] 2. Exports - Ships are full [2]\n",
        [("Copper Runs Short", ["1. Demand", "2. Exports"])],
    ),
    (
        f"Copper\n{S}#Metals #Copper\n行业概况 - 价格企稳[1] 出口 - 订单多[2]\n",
        [("Copper", ["行业概况", "出口"])],
    ),
    (f"#MeToo Is Here\n{S}Core Insights - Up [1]\n", [("#MeToo Is Here", ["Core Insights"])]),
    (
        f"Copper\n{S}Core Insights - Up [1]\n来源:\n[1] Metal Daily https://metal.example/1\n",
        [("Copper", ["Core Insights"])],
    ),
]


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_pages(page: str, expected: Pages) -> None:
    articles = list(ri.parse_many(page))
    assert [(each.title, [part.heading for part in each.sections]) for each in articles] == list(expected)
    assert "".join(article.raw for article in articles) == page
