"""Pages of a crawl that hold lists and numbers in brackets and are no digests."""

from pathlib import Path

import pytest

import rareinsight as ri

TEXTS = {
    path.stem: path.read_bytes().decode("utf-8")
    for path in sorted((Path(__file__).parent / "other_texts").glob("*.txt"))
}
#: Lists below a heading of the vocabulary or a numbered group: a digest may look so.
LOOK_LIKE_DIGESTS = {
    *("code-python", "en-minutes", "en-patent", "exam-questions", "minutes-council", "readme-footnotes"),
    *("second-code-r-session", "second-log-server", "slides-dump", "table-plain"),
}
#: Of these, what `detect` turns away before it is read.
TURNED_AWAY = {"en-patent"}


@pytest.mark.parametrize("name", TEXTS)
def test_other_texts_are_no_digests(name: str) -> None:
    is_taken = any(article.sections for article in ri.parse_many(TEXTS[name]))
    assert is_taken == (name in LOOK_LIKE_DIGESTS)
    assert ri.detect(TEXTS[name]) == ("digest" if is_taken and name not in TURNED_AWAY else None)


def test_all_texts_are_there() -> None:
    assert len(TEXTS) == 160
    assert set(TEXTS) > LOOK_LIKE_DIGESTS > TURNED_AWAY


def test_a_heading_above_lines_of_text_makes_no_digest() -> None:
    title = "Minutes of the Harbour Committee\n"
    assert (
        ri.parse(f"{title}Held in the Net Loft\nPresent: Ann, Bob\n\n1. Moorings. They are worn.\n").sections
        == ()
    )
    assert ri.parse(title).sections
