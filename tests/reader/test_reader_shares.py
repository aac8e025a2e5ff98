"""Cutting: shares are the text again, they begin where articles begin, and what is too long is passed over."""

from __future__ import annotations

import json
import random
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight
from dumps import collect, digest, dump, numbers
from rareinsight.reader import bounds, read
from rareinsight.reader.cutting import Cut, cut_lines, cut_text
from rareinsight.reader.seams import find_seam
from rareinsight.reader.shares import split_text

CORPUS = sorted(Path(__file__).parent.parent.glob("corpus/*.txt"))


DIGEST = rareinsight.formats()["digest"]


def cuts(text: str, size: int, share: int) -> list[Cut]:
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    return list(cut_text(pieces, partial(split_text, DIGEST), partial(find_seam, DIGEST), share=share))


@given(st.integers(1, 60), st.integers(100, 5000), st.integers(500, 5000))
def test_shares_are_the_text_and_begin_with_articles(count: int, size: int, share: int) -> None:
    text = dump(count)
    found = cuts(text, size, share)
    assert "".join(cut.text or "" for cut in found) == text
    assert [text[cut.offset :].startswith("Copper number") for cut in found] == [True] * len(found)
    assert max(len(cut.text or "") for cut in found) < share + 2 * len(digest(0))


@pytest.mark.parametrize("shuffle", range(5))
def test_the_articles_of_a_page_are_those_of_its_shares(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shuffle: int
) -> None:
    dumps = [path.read_text(encoding="utf-8").strip() for path in CORPUS if path.name[0] not in "xl"]
    random.Random(shuffle).shuffle(dumps)  # noqa: S311 - no secret
    text = "\n\n".join(dumps)
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(cut_text, "__kwdefaults__", {"share": 2000})
    parsed = [article.raw for article in read(path)]
    assert parsed == [article.raw for article in rareinsight.parse_many(text)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("tag", ["", "Workflow\n"])
def test_shares_know_where_the_page_has_its_headers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, tag: str
) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    long = " and fell on" * 20
    whole = [tag + digest(number, f"Prices fell{long}") for number in range(60)]
    text = "".join(each.partition("\n\n")[2] if dice.random() < 1 / 3 else each for each in whole)
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(cut_text, "__kwdefaults__", {"share": 2000})
    parsed = [article.raw for article in read(path)]
    assert parsed == [article.raw for article in rareinsight.parse_many(text)]
    assert len(parsed) == 60


@pytest.mark.parametrize(
    "first", ["Core Insights", "# A Title", "Group 1", "[1] Metal Daily, https://metal.example/1"]
)
def test_shares_are_bounded_whatever_articles_begin_with(first: str) -> None:
    text = f"{first}\n- Prices fell [1]\n- Mines closed [2]\n\nCore Insights\n- Costs rose [3]\n\n" * 500
    found = cuts(text, 1000, 2000)
    assert "".join(cut.text or "" for cut in found) == text
    assert max(len(cut.text or "") for cut in found) < 2 * 2000 + 500


LONG = "and fell on " * 20
#: What the shares of a text once read otherwise than the text, as they did not know what stands above them.
DIFFERENT = [
    "".join(
        f"\nWorkflow\nLead Falls\nMetal Daily·2025-08-26 08:14\nCore Insights - Up {LONG}[1]\n"
        for _ in range(3)
    )
    + "\nCopper Is Dear Again\n",
    f"Core Insights - Prices rose {LONG}[1] - Mines closed [2]\n" * 2 + "Core Insights\nWorkflow\n",
    (
        f"{LONG * 3}\nTin Falls\nMetal Daily·2025-08-26 08:14\nCore Insights - Up {LONG}[1] - Reportify\n\nWorkflow\n"
        f"Tin Rises\nMetal Daily·2025-08-26 08:14\n\nCore Insights - Up {LONG}[1]\n"
    ),
]


@pytest.mark.parametrize("text", DIFFERENT)
@pytest.mark.parametrize("share", [300, 400])
def test_shares_are_read_as_the_text_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, share: int
) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(cut_text, "__kwdefaults__", {"share": share})
    found, expected = list(read(path)), list(rareinsight.parse_many(text))
    assert [(each.raw, each.title) for each in found] == [(each.raw, each.title) for each in expected]
    assert found == expected


@given(st.lists(st.text("ab\r\n {}", max_size=20)), st.integers(1, 30))
def test_lines_are_never_cut(pieces: list[str], share: int) -> None:
    text = "".join(pieces)
    found = list(cut_lines(pieces, share=share))
    assert all((cut.text or "").endswith("\n") for cut in found[:-1])
    kept = "".join(cut.text or "" for cut in found)
    assert text.startswith(kept)
    assert text[len(kept) :].strip() == ""


def test_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LONGEST_RECORD", 100_000)
    long = json.dumps({"text": "x" * 2_000_000})
    lines = [json.dumps({"text": digest(0)}), long, json.dumps({"text": digest(2)})]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(lines))
    articles, notices = collect(path, field="text")
    assert numbers(articles) == [0, 2]
    assert [(notice.code, notice.record) for notice in notices] == [("long-record", 1)]
    assert [article.origin.record for article in articles if article.origin] == [0, 2]


def test_an_article_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "LONGEST_RECORD", 100_000)
    path = tmp_path / "dump.txt"
    path.write_text(digest(0) + "x" * 3_000_000 + "\n" + dump(3))
    articles, notices = collect(path)
    assert numbers(articles) == [0, 0, 1, 2]
    assert [(notice.code, notice.offset) for notice in notices] == [("long-record", len(digest(0)))]


def test_an_article_of_too_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_text(digest(0) + "- x\n" * (bounds.MOST_LINES + 10) + dump(3))
    articles, notices = collect(path)
    assert sum(bool(article.sections) for article in articles) == 3
    assert [notice.code for notice in notices] == ["long-record"]
    assert notices[0].message.endswith("more than 100000 lines")


def test_a_file_of_nothing_but_too_long_records_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "LONGEST_RECORD", 10_000)
    path = tmp_path / "dump.txt"
    path.write_text(("x" * 1_500_000 + "\n") * 20)
    articles, notices = collect([path, path])
    assert articles == []
    assert [notice.code for notice in notices] == ([*["long-record"] * 16, "damaged-file"]) * 2
