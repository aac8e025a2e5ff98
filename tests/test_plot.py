"""Plots of the contents of a dump."""

from pathlib import Path

import pytest
from matplotlib.patches import Rectangle

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


def test_draw_counts_what_articles_cite() -> None:
    days, citations, pairs, _ = plot.draw([ri.parse(TEXT), ri.parse("Rain.")]).axes
    assert [bar.get_height() for bar in days.patches if isinstance(bar, Rectangle)] == [1]
    heights = [bar.get_height() for bar in citations.patches if isinstance(bar, Rectangle)]
    assert heights == [1, 0, 1], "one insight without a citation, one with two"
    table = pairs.images[0].get_array()
    assert table is not None
    assert table.tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
