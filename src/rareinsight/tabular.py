"""Articles as flat rows, one per insight or citation, for data frames, spreadsheets and databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain, count, starmap
from typing import Literal, TypedDict, overload

from rareinsight._messages import expect_each, refusal
from rareinsight.model import Article, Insight, Origin


class Row(TypedDict):
    """The columns that rows of insights and of citations share."""

    article_id: str  #: the fingerprint of the article; repeats of an article end in ``-2``, ``-3`` and so on
    insight_id: str  #: ``article_id``, a dot, and the number of the insight in the article, from 0
    title: str | None  #: the title of the article
    source: str | None  #: who published it
    published: datetime | None  #: when, in local time, as in the text
    published_offset: int | None  #: the offset of that time from UTC in seconds, positive east, if known
    format: str | None  #: the name of the format
    path: str | None  #: the file or URL
    record: int | None  #: the number of the record in the file, from 0
    offset: int | None  #: where the article starts in the record
    section: int  #: the number of the section in the article, from 0
    role: str  #: ``"core"``, ``"group"`` or ``"other"``
    section_index: int | None  #: the number in its heading
    section_title: str | None  #: what to show as its heading
    section_level: int  #: 1 for a top heading, 2 for one below it, and so on
    label: str | None  #: the run-in label of the insight
    insight: str  #: its text, without citations
    level: int  #: 1, or one more than the level of the bullet it is indented under


class InsightRow(Row):
    """A row of :func:`rows`: an insight with its section and its article."""

    numbers: list[int]  #: the numbers that it cites, in order, with repeats
    keys: list[str]  #: the keys that it cites instead of numbers, in order, with repeats
    start: int  #: where it starts in ``raw``
    end: int  #: where it ends in ``raw``


class CitationRow(Row):
    """A row of :func:`rows` with ``by="citation"``: a citation with its insight, section and article."""

    citation_id: str  #: ``insight_id``, a dot, and the number of the citation in the insight, from 0
    number: int | None  #: the number cited, unless it is a key
    key: str | None  #: the key cited, unless it is a number
    claim: str  #: the words that the citation supports
    reference: str | None  #: the text that it refers to, if linked or listed
    url: str | None  #: the address there
    start: int  #: where its bracket starts in ``raw``
    end: int  #: where its bracket ends in ``raw``
    claim_start: int  #: where the claim starts in ``raw``
    claim_end: int  #: where the claim ends in ``raw``


@overload
def rows(articles: Iterable[Article], by: Literal["insight"] = "insight") -> Iterator[InsightRow]: ...
@overload
def rows(articles: Iterable[Article], by: Literal["citation"]) -> Iterator[CitationRow]: ...
def rows(articles: Iterable[Article], by: str = "insight") -> Iterator[InsightRow] | Iterator[CitationRow]:
    """Yield a dict for each insight or citation of articles, as the rows of a table.

    Each row has all columns, with values of the same types. The ids depend on the content of an article, and for equal
    articles on their order, so they are the same on every machine. To number repeats, the fingerprints of all articles
    are kept in memory. Polars guesses the types of columns from the first rows; to set them, pass
    ``schema=get_type_hints(InsightRow)``.

    Args:
        articles: The articles, taken one at a time. One without insights has no rows.
        by: ``"insight"`` for a row per insight, ``"citation"`` for a row per citation.

    Returns:
        The rows, in order, with the columns of :class:`InsightRow` or :class:`CitationRow`.

    Raises:
        TypeError: One of ``articles`` is not an article.
        ValueError: ``by`` is neither ``"insight"`` nor ``"citation"``.

    >>> from rareinsight import parse
    >>> articles = [parse("Core Insights - Copper is short [1][3]")]
    >>> [(row["role"], row["insight"], row["numbers"]) for row in rows(articles)]
    [('core', 'Copper is short', [1, 3])]
    >>> [(row["number"], row["claim"]) for row in rows(articles, by="citation")]
    [(1, 'Copper is short'), (3, 'Copper is short')]
    """
    if by not in ("insight", "citation"):
        raise refusal("by", "'insight' or 'citation'", by, ValueError)
    found = with_ids(expect_each(Article, articles=articles))
    if by == "citation":
        return chain.from_iterable(starmap(citation_rows, found))
    return chain.from_iterable(starmap(insight_rows, found))


def with_ids(articles: Iterable[Article]) -> Iterator[tuple[str, Article]]:
    """Yield articles, each with its id."""
    seen = Counter[str]()
    for article in articles:
        fingerprint = article.fingerprint
        seen[fingerprint] += 1
        yield fingerprint if seen[fingerprint] == 1 else f"{fingerprint}-{seen[fingerprint]}", article


def insight_rows(article_id: str, article: Article) -> Iterator[InsightRow]:
    """Yield a row for each insight of an article."""
    for row, insight in _places_in(article_id, article):
        numbers = [each.number for each in insight.citations if each.number is not None]
        keys = [each.key for each in insight.citations if each.key is not None]
        yield {**row, "numbers": numbers, "keys": keys, "start": insight.start, "end": insight.end}


def citation_rows(article_id: str, article: Article) -> Iterator[CitationRow]:
    """Yield a row for each citation of an article."""
    references = {each.cites: each for each in reversed(article.references)}
    for row, insight in _places_in(article_id, article):
        for number, citation in enumerate(insight.citations):
            reference = references.get(citation.cites)
            yield {
                **row, "citation_id": f"{row['insight_id']}.{number}",
                "number": citation.number, "key": citation.key, "claim": citation.claim,
                "reference": reference.text if reference else None, "url": reference.url if reference else None,
                "start": citation.start, "end": citation.end,
                "claim_start": citation.claim_start, "claim_end": citation.claim_end,
            }  # fmt: skip


def _places_in(article_id: str, article: Article) -> Iterator[tuple[Row, Insight]]:
    """Yield each insight of an article with the first columns of its rows."""
    origin, numbers = article.origin or Origin(), count()
    for section_number, section in enumerate(article.sections):
        section_title = section.title  # computed, and perhaps long
        for insight in section.insights:
            row: Row = {
                "article_id": article_id, "insight_id": f"{article_id}.{next(numbers)}",
                "title": article.title, "source": article.source, "published": clock_of(article),
                "published_offset": offset_in_seconds(article), "format": article.format,
                "path": origin.path, "record": origin.record, "offset": origin.offset,
                "section": section_number, "role": section.role, "section_index": section.index,
                "section_title": section_title, "section_level": section.level,
                "label": insight.label, "insight": insight.text, "level": insight.level,
            }  # fmt: skip
            yield row, insight


def clock_of(article: Article) -> datetime | None:
    """Return when an article was published, in local time, as in the text."""
    return article.published and article.published.replace(tzinfo=None)


def offset_in_seconds(article: Article) -> int | None:
    """Return the offset of that time from UTC."""
    offset = None if article.published is None else article.published.utcoffset()
    if offset is None:
        return None
    if offset % timedelta(seconds=1):
        raise ValueError(f"the offset from UTC is {offset}, with a fraction of a second")
    return offset // timedelta(seconds=1)
