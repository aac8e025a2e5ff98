"""Plots of the contents of a dump."""

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from matplotlib.axes import Axes
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


def labels(axes: Axes) -> list[str]:
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]  # a figure has it
    return [label.get_text() for label in axes.get_xticklabels()]


@pytest.mark.parametrize(("days", "first", "last"), [(1, "2025-08-26", "2025-08-26"), (20, "2025-08-26", "2025-09-13")])
def test_plot_of_days_has_each_date_once(days: int, first: str, last: str) -> None:
    article = ri.parse(TEXT)
    assert article.published is not None
    found = [evolve(article, published=article.published + timedelta(days=day)) for day in range(days)]
    axes = plot.draw(found).axes[0]
    dates = labels(axes)
    assert (dates[0], dates[-1], len({*dates})) == (first, last, len(dates))
    assert len(dates) <= 8
    left, right = axes.get_xlim()
    assert right - left >= 7, "a single bar does not fill the plot"


@pytest.mark.parametrize("text", ["Core Insights - A [1][30]", ""])
def test_plots_have_labels_and_no_repeated_ticks(text: str) -> None:
    _, *others, bar = plot.draw([ri.parse(text)]).axes
    assert [axes.get_xlabel() for axes in others] == ["paragraphs", "paragraph"]
    assert [axes.get_ylabel() for axes in (*others, bar)] == ["insights", "paragraph", "insights"]
    assert [len({*labels(axes)}) for axes in others] == [len(labels(axes)) for axes in others]


def test_figure_is_saved_by_its_own_method_as_save_does(tmp_path: Path) -> None:
    plot.save([ri.parse(TEXT)], tmp_path / "a.svg")
    plot.draw([ri.parse(TEXT)]).savefig(tmp_path / "b.svg", metadata={"Date": None})
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
