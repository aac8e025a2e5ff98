"""What consoles, the command line and plots show."""

import json
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import commands
import rareinsight as ri
from rareinsight import plot
from rareinsight._show.console import CitationMap

#: The command line in 80 columns.
run = partial(commands.run, COLUMNS="80")
TEXT = "Copper runs short\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3] - Tin is not.\n"


def shown(what: object, width: int = 60) -> str:
    console = Console(width=width, file=StringIO(), color_system=None)
    console.print(what)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_console_draws_articles_and_sections() -> None:
    article = ri.parse(TEXT)
    assert "★ Core Insights" in shown(article)
    assert "uncited-insight an insight has no citation (4:42)" in " ".join(shown(article, 90).split())
    assert shown(article.sections[0]).splitlines()[1] == "├── Copper is short [1][3]"


def test_console_links_citations_with_an_address() -> None:
    article = ri.link(ri.parse(TEXT + "\nSources\n[1] Metal https://metal.example/1\n"))
    console = Console(width=60, file=StringIO(), force_terminal=True, color_system="standard", legacy_windows=False)
    console.print(article)
    assert isinstance(console.file, StringIO)
    assert "https://metal.example/1\x1b\\" in console.file.getvalue()


@pytest.mark.parametrize("width", [8, 20, 40, 120])
def test_citation_map_fits_the_width(width: int) -> None:
    many = " - ".join(f"Copper {n} [{n}][{n * 3}]" for n in range(1, 40))
    lines = shown(CitationMap(ri.parse(f"Core Insights - {many}")), width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert sum(line.count("■") for line in lines[2:]) >= min(39, width - 4)


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


def test_plot_is_reproducible_for_any_articles(tmp_path: Path) -> None:
    hostile = ri.Article(
        source="$x_1$ <b>\u202e长河", published=ri.parse(TEXT).published, sections=ri.parse(TEXT).sections
    )
    first, second = (plot.save([ri.parse(TEXT), hostile], tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second
    assert "长河" in first.decode()
    assert plot.save([], tmp_path / "empty.png").stat().st_size > 1000
    with pytest.raises(ValueError, match=r"'c\.gif'"):
        plot.save([], tmp_path / "c.gif")


def test_counts_match_the_articles() -> None:
    counts = plot.Counts()
    assert len(list(counts.count([ri.parse(TEXT), ri.parse("Rain.")]))) == 2
    assert dict(counts.citations) == {2: 1, 0: 1}
    assert dict(counts.pairs) == {(1, 3): 1}
    assert [(str(day), source) for day, source in counts.days] == [("2025-08-26", "Daily Metal")]
