"""Seams: wherever one is found, an article begins, whatever the lines above and below are."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

import rareinsight
from dumps import digest
from rareinsight.lines import read_lines, split_lines
from rareinsight.lookahead import Ahead
from rareinsight.pages import split_articles
from rareinsight.patterns import compile_format
from rareinsight.reader.seams import find_seam

DIGEST = rareinsight.formats()["digest"]
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
def pages(draw: st.DrawFn) -> str:
    blocks = draw(
        st.lists(st.one_of(st.lists(LINES, min_size=1, max_size=5), seams()), min_size=3, max_size=9)
    )
    end = draw(ENDS)
    return end.join(line for block in blocks for line in block) + end


def check_seams(page: str) -> int:
    """Check that articles begin at all seams of a page; return how many seams there are."""
    lines = Ahead(read_lines(split_lines(page), DIGEST, compile_format(DIGEST)))
    frames = list(split_articles(lines, DIGEST))
    begins = [0, *accumulate(len(frame.raw) for frame in frames)]
    headed = [begin for begin, frame in zip(begins[1:], frames, strict=False) if frame.has_header_above]
    count = 0
    for headers_above, start in ((False, 0), (True, min(headed, default=len(page)))):
        at = start
        while seam := find_seam(DIGEST, page, at, len(page), headers_above=headers_above):
            assert seam.start in begins
            at, count = seam.start, count + 1
    return count


@given(pages())
def test_articles_begin_at_seams(page: str) -> None:
    check_seams(page)


@given(st.lists(st.sampled_from(["", "Workflow\n"]), min_size=3, max_size=9), pages())
def test_every_article_of_a_crawl_is_a_seam_but_the_first(tags: list[str], below: str) -> None:
    crawl = "".join(f"\n{tag}{digest(number, TAIL)}" for number, tag in enumerate(tags))
    assert check_seams(crawl + "\n" + below) >= len(tags) - 2
