"""Statistics: they add up to what is in the articles, and the commands tell the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rareinsight.stats import gather

from dumps import dump
from rareinsight.model import Article
from strategies import articles


@given(st.lists(articles(), max_size=5))
def test_counts_add_up(some: list[Article]) -> None:
    counts = gather(some)
    digests = [article for article in some if article.sections]
    assert counts.articles + counts.non_digests == len(some)
    assert counts.articles == sum(counts.sources.values()) == sum(counts.months.values()) == len(digests)
    assert counts.sections == sum(counts.roles.values())
    assert counts.insights == sum(counts.citations_per_insight.values())
    assert counts.citations == sum(number * count for number, count in counts.citations_per_insight.items())
    assert sum(counts.doubts.values()) == sum(len(article.diagnostics) for article in some)
    listed = json.loads(json.dumps(counts.as_json()))
    assert sum(listed["sources"].values()) == counts.articles


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rareinsight", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    pytest.importorskip("click")
    path = tmp_path / "page.txt"
    path.write_text(dump(30), encoding="utf-8")
    return path


def test_the_command_stats(page: Path) -> None:
    told = run("stats", page)
    assert (told.returncode, told.stderr) == (0, "")
    assert "30  articles" in told.stdout
    assert "30  Daily Metal" in told.stdout
    assert json.loads(run("stats", page, "--json").stdout)["months"] == {"2025-08": 30}


def test_the_command_convert(page: Path) -> None:
    output = page.with_name("out.jsonl")
    done = run("convert", page, "-o", output, "--unique")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[:3] == ["30", "articles", str(output)]
    assert len(output.read_bytes().splitlines()) == 30


def test_the_command_convert_tells_what_fails(page: Path) -> None:
    page.with_name("b.jsonl").write_text('{"text": "Core Insights - Prices fell [1]"}\n{broken\n')
    output = page.with_name("out.jsonl.gz")
    done = run("convert", page.parent, "-o", output, "--workers", "1", "--field", "text")
    assert done.returncode == 1
    assert "b.jsonl, record 1: broken-record" in done.stderr
    assert "out.rejected.jsonl" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "-o", "out.jsonl"], "nowhere"),
        (["page.txt", "-o", "out.json"], "did you mean '.jsonl'?"),
        (["page.txt", "-o", "nowhere/out.jsonl"], "nowhere/out.jsonl.partial"),
        (["page.txt", "-o", "out.jsonl", "--encoding", "utf-9"], "utf-9"),
    ],
)
def test_misuse_is_told_in_one_line(
    page: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(page.parent)
    done = run("convert", *arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert words in done.stderr
    assert [path.name for path in page.parent.iterdir()] == ["page.txt"]
