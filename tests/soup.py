"""Texts that nobody writes: anything at all, soups of marks, and digests with parts cut out, doubled, swapped.

Most bugs of a parser sit where two marks meet that never met before, so the soups are made of nothing else.
"""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

TESTS = Path(__file__).parent

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
    ".|。|. |:|：|; |,|，|(|)|《|》|“|”|**|#|·|%|5|Ⅳ|²|٣|\ud800|\udfff|\U0001f642|e\u0301|\x00|\ufdd0|İ|ǅ|ß",
)
INGREDIENTS = [ingredient for row in _ROWS for ingredient in row.split("|")]


def soups(*, max_size: int = 30) -> st.SearchStrategy[str]:
    """Marks, words and blanks in any order."""
    return st.lists(st.sampled_from(INGREDIENTS) | st.text(max_size=3), max_size=max_size).map("".join)


def pages() -> list[str]:
    """The pages of the corpus, and the seed."""
    paths = [*sorted((TESTS / "corpus").glob("*.txt")), *(TESTS.parent / "seeds").glob("*.txt")]
    return [path.read_bytes().decode("utf-8") for path in paths]


@st.composite
def mangled_pages(draw: st.DrawFn) -> str:
    """A page of the corpus after a few accidents."""
    text = draw(st.sampled_from(_PAGES))
    for _ in range(draw(st.integers(1, 4))):
        start, middle, end = sorted(draw(st.integers(0, len(text))) for _ in range(3))
        first, second = text[start:middle], text[middle:end]
        mark = draw(st.sampled_from(INGREDIENTS))
        replacement = draw(
            st.sampled_from(
                ["", second + first, first + first + second, first + "\n" + second, first + mark + second]
            )
        )
        text = text[:start] + replacement + text[end:]
    return text


_PAGES = pages()


def any_texts() -> st.SearchStrategy[str]:
    """Any text: arbitrary signs, soups, mangled pages."""
    anything = st.text(st.characters(), max_size=60)
    return anything | soups() | mangled_pages()
