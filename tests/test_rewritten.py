"""The labelled pages in other physical layouts: one line is what crawlers give, people paste others."""

import re
from typing import Any

import pytest

import rareinsight as ri
from labels import CUT_IN_TITLE, LABELLED, found_article
from rewriting import REWRITINGS, Label, rewrite, without_cut

#: Families whose layout is what they are: numbers without brackets, links, garbled text.
FIXED = "GLNX"
#: Wrapped lines, ranges and other brackets: such an article has a layout of its own, which stays.
IN_OTHER_LAYOUT = re.compile(r"\n|[【［][0-9]|\[[0-9]+[-–]")
#: A label with a hyphen, or a heading in bold or after an uncited insight, with a colon before the marker.
AMBIGUOUS = {(name, "one line, colons") for name in ("p-m03", "r-m01", "c-p06", "r-i07", "c-m01")}
AMBIGUOUS |= {(name, "one line, colons") for name in ("b2-y01", "b2-y03", "r-y03")}
AMBIGUOUS |= {(name, "one line, colons") for name in ("b2-k01", "e-k05", "r-k10", "r-k28", "o-y02")}
AMBIGUOUS |= {(name, "one line, colons") for name in ("c-d001", "t-d004")}
AMBIGUOUS |= {(name, "one line, bold") for name in ("t-k05", "o-y02")}
AMBIGUOUS |= {("t-k05", "bold"), ("o-y02", "glued")}
#: An uncited insight without a stop, and a line below that begins with a title.
AMBIGUOUS.add(("z-v05", "tight sections"))
#: Two names that a dash joins, which only the stops of the other insights tell from two insights.
AMBIGUOUS.add(("ao-18", "glued"))
#: A first heading that is as long as a title, above a numbered one.
AMBIGUOUS |= {("bq-28", "no header"), ("bq-28", "header below")}
AMBIGUOUS |= {("c-q04", name) for name in ("one line, colons", "tight sections")}
#: Two headings in a row of which only the stars of the page tell the second.
TOLD_BY_STARS = ("t-m02", "t-y03")
#: Headings that only the one line of the page tells, or its links.
TOLD_BY_LINE = ("f-i02", "p-i02", "p-i07", "z-i10", "f-q01", "f-q02", "f-y04", "o-k03", "f-f02", "z-d014")


def articles_to_rewrite() -> list[tuple[str, Label]]:
    found: list[tuple[str, Label]] = []
    for dump in LABELLED:
        if dump.label["family"] in FIXED or dump.name in CUT_IN_TITLE + TOLD_BY_STARS + TOLD_BY_LINE:
            continue
        *_, last = dump.label["articles"]
        for number, label in enumerate(dump.label["articles"]):
            whole = without_cut(label) if dump.label["truncated"] and label is last else label
            insights = [insight for section in whole["sections"] for insight in section["insights"]]
            if insights and not any(IN_OTHER_LAYOUT.search(insight) for insight in insights):
                found.append((f"{dump.name} {number}", whole))
    return found


ARTICLES = articles_to_rewrite()


def check_layout(name: str, articles: list[tuple[str, Label]]) -> None:
    wrong: list[Any] = []
    for article, label in articles:
        text, expected = rewrite(label, REWRITINGS[name])
        found = [found_article(each) for each in ri.parse_many(text)]
        for each in found:
            del each["numbers"]
        if found != [expected] and (article.split()[0], name) not in AMBIGUOUS:
            wrong.append((article, expected, found))
    assert not wrong


@pytest.mark.parametrize(("number", "name"), list(enumerate(REWRITINGS)))
def test_an_article_says_the_same_in_another_layout(number: int, name: str) -> None:
    check_layout(name, ARTICLES[number % 6 :: 6])


@pytest.mark.full
@pytest.mark.parametrize("name", REWRITINGS)
def test_all_articles_say_the_same_in_another_layout(name: str) -> None:
    check_layout(name, ARTICLES)
