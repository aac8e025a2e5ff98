"""Pages of whole lines in any order: bodies, titles, source lines, furniture, lists, raw text, and the like.

Where an article begins and ends is told by these; a digest as crawlers give it, with a line missing, is among them.
"""

from __future__ import annotations

from hypothesis import strategies as st

TAIL = (
    "as mines stay closed and smelters run short of ore, which nobody had planned for, while stocks at the "
    * 3
)
LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "Copper climbs again",
        "3 Things About Copper",
        "2. The next of a list",
        "Workflow",
        "Search documents",
        "Metal Daily·2025-08-26 08:14",
        "2025-08-26 08:14",
        "铜价再度上涨",
        "References",
        "[1] Metal Daily, https://example.org/1",
        "# Copper climbs",
        "## Core Insights",
        "- Prices fell on the week [1]",
        "1. Prices fell on the week [1]",
        "[5][6]. - Mines closed [2].",
        "Raw text that ends in nothing much ...",
        f"Raw text {TAIL}.",
        f"Core Insights - Prices rose {TAIL} [1]. Group 1: Supply - Mines closed [2].",
        f"Core Insights - Prices rose {TAIL} and were cut",
        f"Group 1 - Prices rose {TAIL} [1]. - Mines closed [2].",
        f"**Summary of Key Points** Core Viewpoint - Prices rose {TAIL} [1].",
        f"Prices in Short - They rose {TAIL} [1].",
        f"- Prices rose {TAIL} [1].",
        f"1. Group 1 - Prices rose {TAIL} [1].",
        f"[7] Group 2 - Prices rose {TAIL} [1].",
        f"核心观点 - 铜价{'本周继续上涨，' * 40} [1]。",
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n"])


#: What most seams look like; a line of it may be missing.
SEAM = [
    f"Core Insights - Prices rose {TAIL} [1]. Group 1: Supply - Mines closed [2].",
    "",
    "Workflow",
    "Copper climbs again",
    "Metal Daily·2025-08-26 08:14",
    "",
    f"Group 1 - Prices rose {TAIL} [1]. - Mines closed [2].",
]


@st.composite
def seams(draw: st.DrawFn) -> list[str]:
    digest, *below = SEAM
    missing = draw(st.sets(st.integers(0, len(below) - 1), max_size=3))
    above = draw(
        st.sampled_from([[digest], [], ["References", f"1. {digest}"], [f"[7] {digest}"], [f"- {digest}"]])
    )
    return above + [line for number, line in enumerate(below) if number not in missing]


@st.composite
def stacked_pages(draw: st.DrawFn) -> str:
    """Lines in any order, and digests one below the other with any of their lines missing."""
    blocks = draw(
        st.lists(st.one_of(st.lists(LINES, min_size=1, max_size=5), seams()), min_size=3, max_size=9)
    )
    end = draw(ENDS)
    return end.join(line for block in blocks for line in block) + end
