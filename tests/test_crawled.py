"""Articles as crawlers give them are placed in one step each, and what is not just so is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from rareinsight.beginnings import Above
from rareinsight.crawled import CrawledArticles
from rareinsight.lines import split_lines
from rareinsight.parser import articles_of
from rule_tables import everything, read_by_tables
from stacks import ENDS, LINES, TAIL, stacked_pages

DIGEST = ri.formats()["digest"]


def article(number: int, *, above: str = "", below: str = "\n") -> str:
    """One article of a crawl, its body longer than any line of a wrapped paragraph."""
    body = f"Core Insights - Prices rose {TAIL} [{number}]. Group 1 - Mines closed [2][3]."
    return f"{above}Copper Climbs to {number}\nMetal Daily·2025-08-26 08:14\n\n{body}\n{below}"


def place(page: str) -> tuple[list[str], str]:
    """The texts of the articles that are placed in steps, and the rest of the page."""
    crawled = CrawledArticles(split_lines(page), DIGEST)
    return [sheet.raw for sheet in crawled.sheets()], "".join(crawled.rest())


@given(st.lists(st.sampled_from(["", "Workflow\n", "icon\n\nWorkflow\n"]), min_size=1, max_size=9))
def test_all_articles_of_a_crawl_are_placed_in_steps(tags: list[str]) -> None:
    articles = [article(number, above=tag) for number, tag in enumerate(tags, 4)]
    assert place("".join(articles)) == (articles, "")


def test_tags_may_stand_above_the_first_article_of_a_page() -> None:
    page = article(4, above="Metals\n\nicon\nWorkflow\n")
    assert place(page) == ([page], "")


def test_a_title_may_be_longer_than_its_source_line_and_shorter() -> None:
    page = article(4).replace("Climbs", "Climbs Once More and Nobody Knows the Reason Why It Did")
    assert place(page) == ([page], "")


#: What makes the last of three articles one to look at line by line: above its body, and so in the one above it, too,
#: whose end it tells; and in or below its body.
_ABOVE = {
    "raw text": ("Copper Climbs to 6", f"Raw text {TAIL}.\nCopper Climbs to 6"),
    "a tag below another article": ("Copper Climbs to 6", "Metals\nCopper Climbs to 6"),
    "a number that a list may go on with": ("Copper Climbs to 6", "6 Reasons"),
    "a title that is a heading": ("Copper Climbs to 6", "## Copper Climbs"),
    "a long title": ("Copper Climbs to 6", "Copper Climbs " * 20),
    "no source line": ("Metal Daily·2025-08-26 08:14\n", ""),
    "no digest": ("Core Insights - Prices rose", "They rose"),
}
_BELOW = {
    "a body in lines": (" Group 1 - Mines", "\nGroup 1\n- Mines"),
    "text": ("[2][3].\n\n", "[2][3].\n\nRead more about copper and its price\n"),
    "many blank lines": ("[2][3].\n\n", "[2][3].\n\n" + 9 * "\n" + "icon\n"),
}


@pytest.mark.parametrize("reason", [*_ABOVE, *_BELOW])
def test_a_page_is_left_alone_from_where_it_is_not_just_so(reason: str) -> None:
    first, second, last = article(4), article(5), article(6)
    changed = last.replace(*(_ABOVE | _BELOW)[reason])
    if reason == "no digest":
        changed = changed.replace("[", "(")
    assert changed != last
    placed, rest = place(first + second + changed)
    assert placed == ([first] if reason in _ABOVE else [first, second])
    assert "".join(placed) + rest == first + second + changed


@given(stacked_pages())
def test_what_is_placed_in_steps_is_placed_so_line_by_line(page: str) -> None:
    placed, rest = place(page)
    assert "".join(placed) + rest == page
    found, by_lines = list(ri.parse_many(page, format=DIGEST)), read_by_tables(page, DIGEST)
    assert list(map(everything, found)) == list(map(everything, by_lines))
    assert [article.raw for article in found[: len(placed)]] == placed


_BODY = f"Core Insights - Prices rose {TAIL} [1]. Group 1 - Mines closed [2][3]."
_BELOW_BODIES = st.sampled_from(
    [
        "Core Insi",
        "Grou",
        "Prices and Costs -",
        "goes on in small letters",
        "Copper Climbs - Reportify",
        "Title " * 40,
    ]
)


@pytest.mark.parametrize("above", ["", "\n", "\n \n"])
@pytest.mark.parametrize(
    "header", ["", "Copper Climbs", "Copper Climbs\nDaily·2025-08-26 08:14", "铜价\n2025-08-26"]
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_page_of_one_body_is_placed_in_a_step(above: str, header: str, end: str) -> None:
    page = f"{above}{_BODY}\n{header}".rstrip("\n") + end
    assert place(page) == ([page], "")
    assert list(map(everything, ri.parse_many(page, format=DIGEST))) == list(
        map(everything, read_by_tables(page, DIGEST))
    )


@pytest.mark.parametrize(
    "line", ["Core Insi", "Prices -", "Daily·2025-08-26 08:14", "- More [4]", "2. Costs", "\n"]
)
def test_a_page_with_something_else_below_its_body_is_left_alone(line: str) -> None:
    assert place(f"{_BODY}\n{line}") == ([], f"{_BODY}\n{line}")


def test_a_body_that_is_cut_off_is_left_alone() -> None:
    page = f"{_BODY} - Costs\nCopper Climbs"
    assert place(page) == ([], page)


@given(
    lines=st.lists(LINES | _BELOW_BODIES, min_size=1, max_size=5),
    end=ENDS,
    ends=st.booleans(),
    above=st.builds(Above, st.booleans(), st.booleans(), st.booleans()),
)
def test_short_pages_are_placed_as_they_are_line_by_line(
    lines: list[str], end: str, ends: bool, above: Above
) -> None:
    """Whatever stands above them, if they are the rest of a page."""
    page = split_lines(end.join(lines) + end * ends)
    in_steps, by_lines = articles_of(page, DIGEST, above=above), articles_of(page, DIGEST, [], above=above)
    assert list(map(everything, in_steps)) == list(map(everything, by_lines))


@pytest.mark.parametrize("blank", ["\ufeff\n", "\u200b\n", " \u200b \n"])
def test_a_blank_line_below_a_body_is_of_its_article(blank: str) -> None:
    first, second = article(4, below=blank), article(5)
    assert [found.raw for found in ri.parse_many(first + second)] == [first, second]


@pytest.mark.parametrize(
    "body",
    [
        f"Section 1 - Prices rose {TAIL} ...\u200b\n",  # raw text cut short
        f"Core Insights - Foo·2025-08-26 08:14{' ' * 300}\n",  # a source line, blanks and all
        f"References - Prices rose {TAIL} [1]. - Mines closed [2].\n",
        f"- Prices rose {TAIL} [1]. - Mines closed [2].\n",
        f"Core Insights -\x1cPrices rose {TAIL} [1].\x1c- Mines closed [2].\n",
    ],
)
def test_a_line_is_what_it_is_line_by_line(body: str) -> None:
    page = f"Copper Climbs\nMetal Daily·2025-08-26 08:14\n{body}"
    found = list(map(everything, ri.parse_many(page, format=DIGEST)))
    assert found == list(map(everything, read_by_tables(page, DIGEST)))


def test_a_word_with_a_number_is_no_numbered_heading() -> None:
    format = ri.Format(
        "parts",
        headings=[ri.Heading(["Core"], role="core"), ri.Heading(["Part 1", "Part 30"], holds_text=True)],
        numbered=[ri.Numbered("Part {n}")],
        markers=["-"],
        citations=["[{n}]"],
    )
    for number in (1, 30):
        page = f"Title\nPart {number} - Foo goes [1]. - Bar is [2]. Part 2 - Baz is [3]."
        assert [section.index for section in ri.parse(page, format=format).sections] == [None, 2]
        found = list(map(everything, ri.parse_many(page, format=format)))
        assert found == list(map(everything, read_by_tables(page, format)))


def test_an_article_may_begin_above_a_list_of_the_one_before() -> None:
    format = ri.Format(
        "notes",
        headings=[ri.Heading(["Overview"], role="core")],
        markers=["-"],
        citations=["[{n}]"],
        source_lines=["{source}·{date}"],
        references=["References"],
    )
    for entry in ("References", "[1] Metal Daily, https://a.example/1"):
        page = f"Daily·2025-08-25 10:00\nA raw line.\n{entry}\nCopper Climbs\nDaily·2025-08-26 08:14\n"
        articles = list(ri.parse_many(page, format=format))
        assert "".join(found.raw for found in articles) == page
