"""The commands that write pages and plots."""

import json
from functools import partial
from pathlib import Path

import pytest

import commands

#: The command line in 80 columns.
run = partial(commands.run, COLUMNS="80")
TEXT = "Copper runs short\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3] - Tin is not.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_view_writes_a_page_and_prints_its_path(page: Path, tmp_path: Path) -> None:
    done = run("view", page, at=tmp_path)
    assert (done.returncode, done.stdout) == (0, "rareinsight.html\n")
    written = (tmp_path / "rareinsight.html").read_text(encoding="utf-8")
    assert "Copper is short" in written
    assert run("view", page, "-o", "-", at=tmp_path).stdout == written
    (tmp_path / "dump.jsonl").write_text(f"{json.dumps({'text': TEXT})}\n" * 3, encoding="utf-8")
    done = run("view", "dump.jsonl", "--most", "2", "-o", "two.html", at=tmp_path)
    assert "2 articles" in (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "rareinsight: only the first 2 articles are shown; use --most N\n" in done.stderr


def test_stats_plot_shows_the_counts(page: Path, tmp_path: Path) -> None:
    done = run("stats", page, "--plot", "out.svg", at=tmp_path)
    assert done.returncode == 0, done.stderr
    drawn = (tmp_path / "out.svg").read_text(encoding="utf-8")
    assert all(words in drawn for words in ("Articles by day and source", "Daily Metal", "Paragraphs cited together"))
