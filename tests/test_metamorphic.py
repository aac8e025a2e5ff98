"""What a change of the text has to change in the article, and what not: on every page of the corpus.

No label is needed for these, so they hold on pages nobody has read.
"""

import re

import pytest

import rareinsight as ri
from outlines import outline
from soup import pages

PAGES = pages()
NAMES = [f"page {number}" for number in range(len(PAGES))]

#: Two words of a sentence between which translation might have left a dash.
_WORD_PAIR = re.compile(r"(?<= )[a-z]{3,} (?=[a-z]{3,} [a-z]{3,} )")

every_page = pytest.mark.parametrize("page", PAGES, ids=NAMES)


def read(text: str) -> list[ri.Article]:
    return list(ri.parse_many(text))


def shown(text: str) -> list[object]:
    """The articles with the wording of their headings, which equality does not look at."""
    return [
        (article, [" ".join((section.heading or "").split()) for section in article.sections])
        for article in read(text)
    ]


# --- furniture and line ends -----------------------------------------------------------------------------------


@every_page
@pytest.mark.parametrize("furniture", ["Workflow\n", "icon\n\nSearch documents\n", "\n\n", "\ufeff"])
def test_furniture_above_changes_nothing(page: str, furniture: str) -> None:
    assert shown(furniture + page) == shown(page)


@every_page
@pytest.mark.parametrize("furniture", ["\n", "\n\nWorkflow\n", "\nicon", "\n\n\ufeff"])
def test_furniture_below_changes_nothing(page: str, furniture: str) -> None:
    if read(page)[-1].truncated:
        return  # below a text that is cut off the furniture would go on with it
    assert shown(page + furniture) == shown(page)


@every_page
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_do_not_matter(page: str, newline: str) -> None:
    assert shown(page.replace("\r\n", "\n").replace("\n", newline)) == shown(page)


@every_page
def test_blanks_at_line_ends_do_not_matter(page: str) -> None:
    assert shown(page.replace("\n", "  \n")) == shown(page)


# --- the header moved, pages joined ----------------------------------------------------------------------------

HEADER = "可控核聚变迎产业元年: A Title\nDaily News·2025-08-26 08:14"
#: The bodies of whole digests, each without the header it was found with.
BODIES = [
    article.raw[article.sections[0].start : article.sections[-1].end]
    for page in PAGES
    for article in read(page)
    if article.sections and not article.truncated
]

every_body = pytest.mark.parametrize("body", BODIES, ids=[f"body {number}" for number in range(len(BODIES))])


@every_body
@pytest.mark.parametrize(
    "page",
    [
        "{header}\n{body}",
        "{header}\n\n{body}\n",
        "Workflow\n{header}\n\n{body}",
        "{body}\n{header}",
        "{body}\n\n{header}\n",
        "Workflow\n{body}\n\n{header}\n",
    ],
)
def test_title_and_source_line_may_stand_above_or_below(body: str, page: str) -> None:
    (article,) = read(page.format(header=HEADER, body=body))
    assert (article.title, article.source) == (HEADER.split("\n", maxsplit=1)[0], "Daily News")
    assert outline(article) == outline(read(body)[0])
    assert article.sections == read(body)[0].sections


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\nWorkflow\n"])
def test_joined_pages_are_the_articles_of_each(gap: str) -> None:
    joined = [
        HEADER.replace("A Title", f"Title {number}") + "\n\n" + body for number, body in enumerate(BODIES)
    ]
    assert shown(gap.join(joined)) == [article for page in joined for article in shown(page)]


# --- the text cut short ----------------------------------------------------------------------------------------


@every_page
def test_cut_after_a_cited_insight_the_text_says_the_same_up_to_there(page: str) -> None:
    whole = read(page)[0]
    for insight in whole.insights:
        if not insight.citations or (whole.truncated and insight is whole.insights[-1]):
            continue
        cut = read(page[: insight.end])[0]
        assert outline(cut) == _outline_up_to(whole, insight.end)
        assert not cut.truncated
        assert cut.title in (whole.title, None)


def _outline_up_to(article: ri.Article, end: int) -> list[tuple[str | None, list[str]]]:
    return [
        (section.heading, [each.span.cut(article.raw) for each in section.insights if each.end <= end])
        for section in article.sections
        if section.start < end
    ]


# --- a dash between two words ----------------------------------------------------------------------------------


#: In filings of links the first insight of a section has neither marker nor citation, so that a dash ends it.
PLAIN_PAGES = [page for page in PAGES if "(index=" not in page]


@pytest.mark.parametrize("page", PLAIN_PAGES, ids=[NAMES[PAGES.index(page)] for page in PLAIN_PAGES])
def test_a_dash_between_two_words_is_text(page: str) -> None:
    whole = read(page)[0]
    if "uncertain-marker" in [doubt.code for doubt in whole.diagnostics]:
        return  # markers were believed because there was no such dash
    before = [insight.text for insight in whole.insights]
    for pair in list(_WORD_PAIR.finditer(page))[::7]:
        after = read(page[: pair.end()] + "- " + page[pair.end() :])[0]
        assert [insight.text.replace(pair[0] + "- ", pair[0]) for insight in after.insights] == before
