"""The labelled pages in other physical layouts: one line is what crawlers give, people paste others."""

from typing import Any

import pytest

import rareinsight as ri
from labels import CUT_IN_TITLE, LABELLED, found_article
from rewriting import REWRITINGS, Label, rewrite, without_cut

#: Families whose layout is what they are: numbers without brackets, links, garbled text.
FIXED = "GLNX"
#: A group's label that is a heading of the vocabulary, with a colon, before another heading with a colon.
AMBIGUOUS = {("r-c024", "one line, colons")}


def articles_to_rewrite() -> list[tuple[str, Label]]:
    found: list[tuple[str, Label]] = []
    for dump in LABELLED:
        if dump.label["family"] in FIXED or dump.name in CUT_IN_TITLE:
            continue
        *_, last = dump.label["articles"]
        for number, label in enumerate(dump.label["articles"]):
            whole = without_cut(label) if dump.label["truncated"] and label is last else label
            if any(section["insights"] for section in whole["sections"]):
                found.append((f"{dump.name} {number}", whole))
    return found


ARTICLES = articles_to_rewrite()


@pytest.mark.parametrize("name", REWRITINGS)
def test_an_article_says_the_same_in_another_layout(name: str) -> None:
    wrong: list[Any] = []
    for article, label in ARTICLES:
        text, expected = rewrite(label, REWRITINGS[name])
        found = [found_article(each) for each in ri.parse_many(text)]
        for each in found:
            del each["numbers"]
        if found != [expected] and (article.split()[0], name) not in AMBIGUOUS:
            wrong.append((article, expected, found))
    assert not wrong
