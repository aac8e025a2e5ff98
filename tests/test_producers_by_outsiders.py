"""What outsiders declared is read exactly, detected, and keeps all that is promised of formats."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import pytest

import rareinsight as ri
from declarations import FORMATS
from rareinsight import Format
from rareinsight._build.detection import detect_among
from rareinsight.testing import check_format

FOLDER: Final = Path(__file__).parent / "producers"

#: A format, and a page of it with what is expected of its article.
PAGES: Final[list[tuple[Format, dict[str, Any]]]] = [
    (format, page)
    for format in FORMATS
    for page in json.loads((FOLDER / f"{format.name}.json").read_text(encoding="utf-8"))
]


def said_by(article: ri.Article) -> dict[str, Any]:
    """What an article says, as the pages' authors wrote it down."""
    moment = article.published and article.published.replace(tzinfo=None).isoformat(timespec="minutes")
    return {
        "title": article.title,
        "source": article.source,
        "published": moment,
        "sections": [
            {
                "role": section.role,
                "index": section.index,
                "label": section.label,
                "insights": [
                    {"text": each.text, "citations": [citation.number for citation in each.citations]}
                    for each in section.insights
                ],
            }
            for section in article.sections
        ],
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("number", range(len(PAGES)), ids=[f"{format.name}" for format, _ in PAGES])
def test_a_page_is_read_as_its_author_reads_it(number: int, newline: str) -> None:
    format, page = PAGES[number]
    text = page["text"].replace("\r\n", "\n").replace("\n", newline)
    assert said_by(ri.parse(text, format=format)) == {name: page[name] for name in page if name != "text"}


@pytest.mark.parametrize("number", range(len(PAGES)), ids=[f"{format.name}" for format, _ in PAGES])
def test_a_page_is_detected_among_all(number: int) -> None:
    format, page = PAGES[number]
    known = [*ri.formats().values(), *FORMATS]
    found = detect_among(page["text"], known, lambda text, each: ri.parse_many(text, format=each))
    assert found is format


@pytest.mark.full
@pytest.mark.parametrize("format", FORMATS, ids=attrgetter("name"))
def test_all_that_is_promised_holds(format: Format) -> None:
    check_format(format)
