"""Random texts: any characters, mixed marks, mangled pages, and lines of pages in any order.

Most bugs of a parser sit where two marks meet that never met before, so the soups are made of nothing else. Where an
article begins and ends is told by lines, so pages of lines have digests one below the other with any line missing.
"""

from functools import cache

from hypothesis import strategies as st

from score import load

#: What decides how a digest is read, and what stands between; the bars part the ingredients.
_ROWS = (
    " - |- |* | * |• |•| − |−| – |--- |\n- |\n* |\n1. |1. | 2. |---",
    "[1]|[1][3]| [2]|[1, 3]|[1-3]|[3-1]|[0]|[1234567]|【1】|［1］|[2|[1, |[^1]|[5](index=5&type=chunk)",
    "Core Insights|core viewpoint|Group 1|Group 2: Rivals|Investment Rating|Summary by Sections|Q&A|Question: ",
    "核心观点|报告的核心观点|报告行业投资评级 未提及|风险提示|财务数据|铜价上涨|一、|(一)|第一部分 ",
    "（1）|2.1 |II. |Section 1: |Summary of Key Points|# |## |[A](/b)|References|[1] A Title https://example.com/a(b)",
    "Prices fell|Costs rose by a third|Trips: up|**Copper**: |**Copper** |short|term|Outlook|U.S.|Inc.",
    "A Title|Daily News·2025-08-26 08:14|东澜财经· 2025-08-26|2025-02-30|2025-08-|Workflow|icon",
    "\n|\n\n|\r\n|\r| |  |\t|\u00a0|\u3000|\ufeff|\u200b|\u2028|\x0b|\x85",
    "<b>|</b>|<li>|<br>|<sup>1</sup>|&bull; |\\item |\\textbf{|}|[b]|[sup]|[/sup]|\\[1\\]|[[1]](#1)|> ",
    "Source: |Date: |① |Step 1: |first, |(see 1)|¹|para. 1|Group Two|Gruop 1|Core Insigths|→ |✓|[p1]|〔1〕|={3}|__|{|<",
    ".|。|. |:|：|; |,|，|(|)|《|》|“|”|**|#|·|%|5|Ⅳ|²|٣|\ud800|\udfff|\U0001f642|e\u0301|\x00|\ufdd0|İ|ǅ|ß",
)
INGREDIENTS = [*(ingredient for row in _ROWS for ingredient in row.split("|")), " " * 99]

#: Enough for a line to look like a body.
_TAIL = "as mines stay closed and smelters run short of ore, which nobody had planned for, while stocks at the "
_BODY = f"Core Insights - Prices rose {_TAIL} [1]. Group 1: Supply - Mines closed {_TAIL} [2]."
_LINES = [
    *("", "", "Copper climbs again", "3 Things About Copper", "2. The next of a list", "Workflow", "铜价再度上涨"),
    *("Metal Daily·2025-08-26 08:14", "2025-08-26 08:14", "References", "[1] Metal Daily, https://example.org/1"),
    *("# Copper climbs", "## Core Insights", "- Prices fell on the week [1]", "1. Prices fell on the week [1]"),
    *("[5][6]. - Mines closed [2].", "Raw text that ends in nothing much ...", f"Raw text {_TAIL}.", _BODY),
    *(f"Group 1 - Prices rose {_TAIL} [1]. - Mines closed [2].", f"Core Insights - Prices rose {_TAIL} and were cut"),
    *(f"Prices in Short - They rose {_TAIL} [1].", f"- Prices rose {_TAIL} [1]."),
    f"核心观点 - 铜价{'本周继续上涨，' * 40} [1]。",
]
#: What most seams look like.
_SEAM = [_BODY, "", "Workflow", "Copper climbs again", "Metal Daily·2025-08-26 08:14", "", _BODY]


def soups(*, max_size: int = 30) -> st.SearchStrategy[str]:
    """Marks, words and spaces in any order."""
    return st.lists(st.sampled_from(INGREDIENTS) | st.text(max_size=3), max_size=max_size).map("".join)


@cache
def pages() -> list[str]:
    """A page of each layout."""
    return [page.text for page in load("first")]


@st.composite
def mangled_pages(draw: st.DrawFn) -> str:
    """A page after a few accidents: parts cut out, doubled, swapped."""
    text = draw(st.sampled_from(pages()))
    for _ in range(draw(st.integers(1, 4))):
        start, middle, end = sorted(draw(st.integers(0, len(text))) for _ in range(3))
        first, second = text[start:middle], text[middle:end]
        mark = draw(st.sampled_from(INGREDIENTS))
        accidents = ["", second + first, first + first + second, first + "\n" + second, first + mark + second]
        text = text[:start] + draw(st.sampled_from(accidents)) + text[end:]
    return text


@st.composite
def stacked_pages(draw: st.DrawFn) -> str:
    """Lines in any order, and digests one below the other with any of their lines missing."""
    lines = st.lists(st.sampled_from(_LINES), min_size=1, max_size=5)
    missing = st.sets(st.integers(0, len(_SEAM) - 1), max_size=3)
    seams = missing.map(lambda gone: [line for number, line in enumerate(_SEAM) if number not in gone])
    blocks = draw(st.lists(lines | seams, min_size=2, max_size=7))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return end.join(line for block in blocks for line in block) + end


def any_texts() -> st.SearchStrategy[str]:
    """Any text: arbitrary characters, soups, mangled and stacked pages."""
    return st.text(st.characters(), max_size=60) | soups() | mangled_pages() | stacked_pages()
