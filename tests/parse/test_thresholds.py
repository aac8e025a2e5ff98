"""Thresholds: how long, or how many, something may be, and that one more is parsed as something else."""

from collections.abc import Callable

import pytest

import rareinsight as ri
from rareinsight._grammar.form import is_title

CORE, HEADER = "Core Insights - Prices fell [1]", "Daily News·2025-08-26 08:14"


def tin(count: int, word: str = "Tin") -> str:
    return " ".join(["Tin", *[word] * (count - 1)])


#: What is limited, a text of a given size, and the largest size that is accepted.
EDGES: list[tuple[str, Callable[[int], str], int]] = [
    ("words of a heading above a marker", lambda n: f"{CORE}\n{tin(n)}\n- Costs rose [2]", 14),
    ("words of a heading before a marker", lambda n: f"{CORE}\n\n{tin(n)} - Costs rose [2]", 14),
    ("words of a heading above all", lambda n: f"{tin(n)}\n- Costs rose [2]\n- Sales grew [3]", 14),
    ("words of a heading with a star", lambda n: f"核心观点 * 线上 * 价格下跌了约三成[1] * {tin(n)} * 库存下降[2]", 9),
    ("words of a heading behind a dash", lambda n: f"- {tin(n)} - Costs rose by a third [2] Group 1 - Up [3]", 9),
    ("words of a heading that is cut off", lambda n: f"{CORE} {tin(n)}", 9),
    ("words of a heading in small letters", lambda n: f"{CORE}\n{tin(n, 'falls')} - Costs rose [2]", 5),
    (
        "words of a heading that a dash goes on",
        lambda n: f"{CORE} {tin(n)} - Night Trains - Prices fell for a third week [2] - Up [3]",
        3,
    ),
    ("words behind a dash in a heading", lambda n: f"{CORE} Spot - {tin(n)} - Prices fell again [2]", 9),
    ("words of text below a heading", lambda n: f"公司及行业 {tin(n)} 核心观点 - 销量上升 [1]", 3),
    ("characters of a bullet of bullets", lambda n: f"{CORE} - {'铜' * n} - 铜价上涨 - 铝价下跌[2]", 24),
    ("characters of a heading", lambda n: f"{CORE}\n{'铜' * n}\n- 铝价下跌[2]", 36),
    ("characters of a label", lambda n: f"{CORE} - {'铜' * n}: 铜价上涨 [2]", 16),
    ("characters of a line in a paragraph", lambda n: f"A Title\n{'x' * n}", 80),
    ("the first number of a list", lambda n: f"Core Insights {n}. Fish is rare [1].", 12),
    ("words of a title beside a guess", lambda n: f"{tin(n)}\nDaily News | 2025-08-26 08:14\n{CORE}", 40),
    ("words of a source that is guessed", lambda n: f"A Title\n{tin(n)} | 2025-08-26 08:14\n{CORE}", 9),
    ("characters of a source line", lambda n: f"A Title\n{'T' * (n - 17)}·2025-08-26 08:14\n{CORE}", 200),
    ("insights cited in the middle", lambda n: "Tin\n" + "- Up [1]\n" * (6 - n) + "- Tin [2] fell\n" * n, 2),
    ("insights of which one is cited", lambda n: "A Title\n\nTin Mines\n- Cod fell [1]\n" + "- Up\n" * n, 2),
    ("insights that end in one mark", lambda n: "Core Insights\n- Up (1)\n" + "- Costs fell\n" * (n - 1), 3),
    ("characters that belong to nothing", lambda n: f"{'T' * n}. Group 1 - Prices fell [123]", 15),
    ("lines before a mistyped heading", lambda n: "Rain\n" * n + "Core Insigts", 19),
    ("brackets before a citation", lambda n: "Rain (or so) " * n + "again [1].", 99),
]


@pytest.mark.parametrize(("make", "most"), [edge[1:] for edge in EDGES], ids=[edge[0] for edge in EDGES])
def test_limit_is_exact(make: Callable[[int], str], most: int) -> None:
    fewer, just, more = (shown(make(count)) for count in (most - 1, most, most + 1))
    assert fewer == just != more


#: Titles recognized by their form, and lines that are nearly titles.
FORMS = [
    *(("Kilns and Clay", "Kilns and clay"), ("The Clay of Horizon Inc.", "The Clay."), ("2 Kilns", "2,5 % .")),
    *(("Kilns, Clay", "Kilns,"), ("Kilns (and Clay)", "Kilns (and Clay"), ("**Kilns**", "**Kilns")),
    *(("Clay in No. 4", "Clay at Sea. Kilns"), ("eVTOL", "evTOL"), ("T" * 160, "T" * 161)),
    *(("窑炉", "窑炉，黏土"), ("窑" * 36, "窑" * 37), ("窑" * 9 + ":泥,瓦", "窑" * 10 + ":泥,瓦")),
    *(("窑（！）炉", "窑!炉"), ("窑:泥,瓦", "窑:泥,瓦5%"), ("窑炉：", "、窑炉"), ("窑炉", "窑炉、")),
]


@pytest.mark.parametrize(("title", "other"), FORMS)
def test_titles_are_recognized_by_form(title: str, other: str) -> None:
    assert is_title(title)
    assert not is_title(other)


def shown(page: str) -> list[tuple[object, ...]]:
    """The parts of the articles of a page, the ends of headings, the last insight, and the diagnostics."""
    return [
        (
            {piece.kind for piece in article.pieces()},
            [section.heading and section.heading[-1] for section in article.sections],
            [(said.text[:3], bool(said.label)) for said in article.insights[-1:]],
            {each.message for each in article.diagnostics},
        )
        for article in ri.parse_many(page)
    ]
