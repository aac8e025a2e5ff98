"""Plots of the contents of a dump."""

from pathlib import Path

import pytest

import rareinsight as ri
from rareinsight import plot

TEXT = "Copper runs short\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3] - Tin is not.\n"


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
