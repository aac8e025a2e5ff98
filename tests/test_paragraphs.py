"""Lines that were broken at one width are read as the line that they were."""

from __future__ import annotations

import textwrap

import pytest

import rareinsight as ri
from rareinsight.paragraphs import join_wrapped

BODY = (
    "Core Insights - The canal will close one of its two gates for repairs in the spring, and the queue of ships is "
    "likely to double [1][3]. - Owners may book a place in advance, at a price that is set by auction from Monday to "
    "Friday of each week [2]. Group 1: Winners, Losers, and the Short - Term Outlook - Tankers carry a surcharge of "
    "4% [4][10]. - Railways between the two coasts - long idle - expect a rush [5]."
)
TITLE = "Canal Closes a Gate\nHarbour Daily·2025-03-04 09:30\n\n"


def outline_of(text: str) -> object:
    return [
        (article.title, article.source, article.published, article.sections)
        for article in ri.parse_many(text)
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("width", range(52, 128))
def test_a_broken_line_says_what_the_line_says(width: int, line_end: str) -> None:
    broken = line_end.join(textwrap.wrap(BODY, width, break_on_hyphens=False))
    head = TITLE.replace("\n", line_end)
    assert outline_of(head + broken + line_end) == outline_of(TITLE + BODY)
    assert ri.parse(head + broken).raw == head + broken


#: A line of it that begins with citations and a heading looks like an entry of a list of references.
CITED_BELOW_BREAKS = (
    'Investment Rating - The analysts reiterate "Hold", with a fair value of HK$6.90. [1] Core Insights - The lock '
    "is full, the margin is not. [1][4] - Freight brings 34% of revenue, a record. [4] Summary by Sections Tugs "
    "and Tankers - Tugs won 5.1 billion, + 12%. [6] Capex - The pledge of 15 billion is one-third spent. [7]"
)


@pytest.mark.parametrize("width", range(62, 86))
def test_headings_between_broken_lines_are_headings(width: int) -> None:
    broken = "\n".join(textwrap.wrap(CITED_BELOW_BREAKS, width, break_on_hyphens=False))
    assert outline_of(TITLE + broken) == outline_of(TITLE + CITED_BELOW_BREAKS)


@pytest.mark.parametrize("width", range(60, 110, 7))
def test_a_title_below_broken_lines_is_the_title(width: int) -> None:
    broken = "\n".join(textwrap.wrap(BODY, width, break_on_hyphens=False))
    for title in ("A Title", "运河闸口关闭，航运排队时间翻倍"):
        article = ri.parse(f"{broken}\n{title}\nHarbour Daily·2025-03-04 09:30\n")
        assert (article.title, article.source) == (title, "Harbour Daily")
        assert article.sections == ri.parse(BODY).sections


def test_a_run_of_citations_may_begin_a_line() -> None:
    text = (
        "Group 1\n- Owners pay more to pass through the canal in spring\n[4][10].\n- Few of them\nmind [2].\n"
    )
    (section,) = ri.parse(text).sections
    assert [[citation.number for citation in insight.citations] for insight in section.insights] == [
        [4, 10],
        [2],
    ]


SHORT = [
    "Group 1 - Tankers pay a surcharge from May on [1]. - Tugs do not pay any of it, as\nfew know [3].",
    "Rates - Tankers carry a surcharge of four percent from the first day of May on, and\nrailways do not [1].",
]


@pytest.mark.parametrize("text", SHORT, ids=["a marker inside a line", "a sentence that goes on"])
def test_two_lines_may_be_one(text: str) -> None:
    assert outline_of(TITLE + text) == outline_of(TITLE + text.replace("\n", " "))


NOT_BROKEN = {
    "lines of a list": "- Tankers carry a surcharge of four percent from May on [1]\n"
    "- Railways on both coasts expect a rush from June on [2]\n- Insurers ask for more from now on, some say [3]\n",
    "titles": "Canal Closes One of Its Gates for Repairs in the Spring\nOwners Book a Place in Advance at a Price by "
    "Auction\nRailways on Both Coasts Expect a Rush From June On\n",
    "short lines": "Owners pay\nmore to pass\nthrough the\ncanal now\n",
    "two lines": "Owners pay more to pass through the canal in spring, and some\nwait outside\n",
    "a blank between": "Owners pay more to pass through the canal in spring, and some\n\nwait outside\n\na week\n",
}


@pytest.mark.parametrize("text", NOT_BROKEN.values(), ids=NOT_BROKEN)
def test_other_lines_stay_apart(text: str) -> None:
    lines = text.splitlines(keepends=True)
    assert list(join_wrapped(lines)) == [(line, False) for line in lines]


def test_joined_lines_are_the_lines() -> None:
    lines = textwrap.fill(BODY * 400, 80).splitlines(keepends=True)
    joined = list(join_wrapped(lines))
    assert "".join(line for line, _ in joined) == "".join(lines)
    assert max(line.count("\n") for line, _ in joined) <= 1000


def test_a_title_below_raw_text_cut_short_is_no_line_of_it() -> None:
    page = (
        "Parcel drone lands on wedding cake, insurer pays\nDaily Gull·2025-09-21 16:40\n"
        "A parcel drone with a pair of shoes aboard came down on a wedding cake in Swanage on Saturday. Nobody "
        'was \nhurt. The bride, Leanne Hobbs, said the shoes "were not even for us". The firm has paid for the '
        "cake, which \n"
        'had four tiers, and for a second one. "We had a pilot error - without a pilot," a spokesman said ...\n'
        "Larkspur Drones raises $70 million\nSeedbed·2025-09-18 12:00\nGroup 1 - Larkspur raised $70 million [1]\n"
    )
    assert [article.title for article in ri.parse_many(page)] == [
        "Parcel drone lands on wedding cake, insurer pays",
        "Larkspur Drones raises $70 million",
    ]
