"""What nearly is a digest, a header line, a citation: what must come out, and which diagnostics have to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest

import rareinsight as ri
from outlines import codes

BODY: Final = "Core Insights - Prices of copper fell again [1] - Stocks grew [2] Group 1 - Costs rose [3]"
MOMENT: Final = datetime(2025, 8, 26, 8, 14)
DAY: Final = datetime(2025, 8, 26)
DIGEST: Final = ri.formats()["digest"]


def east(hours: int) -> datetime:
    return MOMENT.replace(tzinfo=timezone(timedelta(hours=hours)))


# --- header lines: the line, its source, its date, and what is told ------------------------------------------------
NO_TIME, GUESS = "date-without-time", "guessed-header"
HEADERS: Final[list[tuple[str, str | None, datetime | None, list[str]]]] = [
    *((f"Daily Metal{dot}2025-08-26 08:14", "Daily Metal", MOMENT, []) for dot in ("·", " • ", *"‧∙⋅・･", "ยท", "Â·")),
    *(
        (f"Daily Metal{sign}2025-08-26 08:14", "Daily Metal", MOMENT, [GUESS])
        for sign in (" | ", "｜", ", ", "，", " - ", " – ", "—", " / ", "/", " ", "\t", ": ", "：")
    ),
    ("Daily Metal (2025-08-26 08:14)", "Daily Metal", MOMENT, [GUESS]),
    ("2025-08-26 08:14 | Daily Metal", "Daily Metal", MOMENT, [GUESS]),
    ("来源：每日金属 2025-08-26 08:14", "每日金属", MOMENT, [GUESS]),
    ("来源:每日金属·2025-08-26 08:14", "每日金属", MOMENT, []),
    ("By Jane Roe, 26 August 2025", "Jane Roe", DAY, [GUESS, NO_TIME]),
    ("Published by Daily Metal on 26 August 2025", "Daily Metal", DAY, [GUESS, NO_TIME]),
    ("Daily Metal·Aug 26", None, None, []),
    *((f"{word} 2025-08-26 08:14", None, MOMENT, [GUESS]) for word in ("Published", "Updated on", "发布时间：", "Date:")),
    ("CopperCopper(HK:02392)·2025-08-26 08:14", None, MOMENT, []),
    ("CopperCopper(HK:02392) 2025-08-26 08:14", None, MOMENT, []),
    ("Daily Metal·2025-08-26 08:14 ET", "Daily Metal", east(-4), []),
    ("Daily Metal·2025-08-26 08:14 PT", "Daily Metal", east(-7), []),
    ("Daily Metal·2025-08-26 08:14 GMT+8", "Daily Metal", east(8), []),
    ("Daily Metal·2025-08-26 08:14 UTC", "Daily Metal", MOMENT.replace(tzinfo=UTC), []),
    ("Daily Metal·2025-08-26 08:14 CST", "Daily Metal", east(-6), ["uncertain-zone"]),
    ("Daily Metal·2025-08-26 08:14 XYT", "Daily Metal", MOMENT, ["unknown-zone"]),
    ("Daily Metal·08/26/2025 08:14", "Daily Metal", MOMENT, []),
    ("Daily Metal·26/08/2025", "Daily Metal", DAY, [NO_TIME]),
    ("Daily Metal·05/03/2026", "Daily Metal", None, ["uncertain-date"]),
    ("Daily Metal·2025年8月26日 8时14分", "Daily Metal", MOMENT, []),
    ("2025年8月26日 8時", None, datetime(2025, 8, 26, 8), []),
]
#: Lines that hold a date and are no header lines.
PLAIN: Final = ("Prices fell in the week to 2025-08-26", "2025-08-26 to 2025-08-30", "On 26 August 2025, prices fell.")


@pytest.mark.parametrize(("line", "source", "moment", "told"), HEADERS)
@pytest.mark.parametrize("page", ["A Title\n{}\n\n{}", "{}\nA Title\n\n{}", "{1}\n\nA Title\n{0}"])
def test_header_lines(page: str, line: str, source: str | None, moment: datetime | None, told: list[str]) -> None:
    article = ri.parse(page.format(line, BODY))
    if not told and moment is None:
        assert article.published is None
        assert line in [article.title, *unplaced(article)]
        return
    assert (article.title, article.source, article.published) == ("A Title", source, moment)
    assert (article.published and article.published.utcoffset()) == (moment and moment.utcoffset())
    assert [code for code in codes(article) if code != "missing-source"] == told
    assert article.sections == ri.parse(BODY).sections
    # what the diagnostic advises leaves nothing to guess
    for shape in [each.message.partition(": ")[2] for each in article.diagnostics if each.code == GUESS]:
        declared = ri.parse(article.raw, format=DIGEST.evolve(source_lines=[shape]))
        assert (declared.source, declared.published, GUESS in codes(declared)) == (source, moment, False), shape


@pytest.mark.parametrize(("first", "moment"), [("day", datetime(2026, 3, 5)), ("month", datetime(2026, 5, 3))])
def test_which_comes_first_in_a_date_is_declared(first: str, moment: datetime) -> None:
    format = DIGEST.evolve(slashed_dates=first)
    assert ri.parse(f"A Title\nDaily Metal·05/03/2026\n\n{BODY}", format=format).published == moment


@pytest.mark.parametrize("line", PLAIN)
def test_lines_with_a_date_that_are_no_header_lines(line: str) -> None:
    assert ri.parse(f"A Title\n{line}\n\n{BODY}").published is None


def test_guessed_header_lines_part_the_articles_of_a_page() -> None:
    page = "".join(f"Title {n}\nDaily Metal | 2025-08-2{n} 08:14\n\n{BODY}\n\n" for n in range(1, 5))
    articles = list(ri.parse_many(page))
    assert [article.title for article in articles] == [f"Title {n}" for n in range(1, 5)]
    assert [article.published and article.published.day for article in articles] == [21, 22, 23, 24]


def unplaced(article: ri.Article) -> list[str]:
    """The texts that a diagnostic says belong to nothing."""
    return [
        each.span.cut(article.raw).strip() for each in article.diagnostics if each.code == "unplaced-text" and each.span
    ]
