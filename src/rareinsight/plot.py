"""Plots of many articles (extra ``plot``): their dates and sources, and what their insights cite."""

# pyright: reportUnknownMemberType=false
# (matplotlib leaves many arguments untyped)

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from rareinsight._messages import expect_each, printable
from rareinsight.model import Article

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import get_font_names
    from matplotlib.ticker import MaxNLocator
except ImportError as _error:
    raise ImportError("plots need an extra: pip install 'rareinsight[plot]'") from _error

_SOURCES: Final = 6  #: the number of sources with their own colour; the others share one
_COLOURS: Final = ("#1d5b9e", "#8f2c66", "#27695a", "#c77a1b", "#6a5acd", "#4d8fac")
_OTHERS, _NONE = "#cfccc4", "#8f8d88"
_MONTHS: Final = 4  #: from this many months on, articles are counted by month, otherwise by day
#: The most ticks along an axis, and the fewest days or months that the plot of articles spans.
_TICKS, _WEEK = 8, 7
_PARAGRAPHS: Final = 30  #: the last paragraph in the table of pairs; few articles are longer
_MAX_CITATIONS: Final = 8
#: Fallback fonts for characters missing from the first, if installed.
_FONTS: Final = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei")
_QUIET: Final[Any] = {
    "font.size": 9, "figure.dpi": 150, "svg.hashsalt": "rareinsight", "axes.edgecolor": "#8a8a86",
    "axes.spines.top": False, "axes.spines.right": False, "axes.titlelocation": "left", "axes.titleweight": "bold",
    "svg.fonttype": "none",  # words stay words, in whatever script
}  # fmt: skip


def _style() -> Any:  # noqa: ANN401 - matplotlib's type for the keys is not public
    fonts = set(get_font_names())
    return _QUIET | {"font.family": ["DejaVu Sans", *(font for font in _FONTS if font in fonts)]}


class _StyledFigure(Figure):
    """A figure that looks the same wherever it is drawn: fonts are looked up late."""

    def draw(self, renderer: RendererBase) -> None:
        with mpl.rc_context(_style()):
            super().draw(renderer)


def draw(articles: Iterable[Article]) -> Figure:
    """Draw articles over time by source, citations per insight, and paragraphs cited together.

    Args:
        articles: any number of articles, read one at a time.

    Returns:
        The figure, which can be changed before it is saved with ``savefig``.

    Raises:
        TypeError: one of them is not an article.

    >>> from rareinsight import parse
    >>> [axes.get_title(loc="left") for axes in draw([parse("Core Insights - Prices fell [1][3]")]).axes[1:3]]
    ['Insights by paragraphs cited', 'Paragraphs cited together']
    """
    days, citations, pairs = Counter[tuple[date, str]](), Counter[int](), Counter[tuple[int, int]]()
    for article in expect_each(Article, articles=articles):
        if article.sections and article.published is not None:
            days[article.published.date(), article.source or ""] += 1
        for insight in article.insights:
            cited = {citation.cites for citation in insight.citations}
            citations[min(len(cited), _MAX_CITATIONS)] += 1
            pairs.update(combinations(sorted(n for n in cited if isinstance(n, int) and n <= _PARAGRAPHS), 2))
    with mpl.rc_context(_style()):
        figure = _StyledFigure(figsize=(9.6, 6.2), layout="constrained")
        grid = figure.add_gridspec(2, 2)
        _draw_days(figure.add_subplot(grid[0, :]), days)
        _draw_citations(figure.add_subplot(grid[1, 0]), citations)
        _draw_pairs(figure.add_subplot(grid[1, 1]), pairs)
    return figure


def save(articles: Iterable[Article], path: str | Path) -> Path:
    """Draw articles to a file; its suffix sets the type: ``.svg``, ``.png`` or ``.pdf``.

    On the same machine, the same articles give the same SVG, byte for byte.

    Args:
        articles: any number of articles, read one at a time.
        path: the file to write.

    Returns:
        The path.

    Raises:
        TypeError: one of the articles is not an article.
        ValueError: the suffix is none of these.
    """
    target = Path(path)
    kind = target.suffix.lower().removeprefix(".")
    if kind not in {"svg", "png", "pdf"}:
        raise ValueError(f"plots can be saved as .svg, .png or .pdf, not as {target.name!r}")
    dated = {"svg": "Date", "pdf": "CreationDate"}.get(kind)
    figure = draw(articles)
    with warnings.catch_warnings():
        if kind == "svg":
            warnings.filterwarnings("ignore", "Glyph ")  # the viewer's fonts matter, not ours
        figure.savefig(target, format=kind, metadata={dated: None} if dated else None)
    return target


def _draw_days(axes: Axes, days: Counter[tuple[date, str]]) -> None:
    by_month = len({(day.year, day.month) for day, _ in days}) >= _MONTHS
    totals = Counter[str]()
    for (_, source), count in days.items():
        totals[source] += count * bool(source)
    known = [source for source, count in totals.most_common(_SOURCES) if count]
    labels = [*(printable(source).replace("$", r"\$") for source in known), "other sources", "no source"]
    bars, floor = [Counter[int]() for _ in labels], Counter[int]()
    for (day, source), count in days.items():
        at = known.index(source) if source in known else -2 if source else -1
        bars[at][day.year * 12 + day.month - 1 if by_month else day.toordinal()] += count
    for label, counts, colour in zip(labels, bars, [*_COLOURS[: len(known)], _OTHERS, _NONE], strict=True):
        if counts:
            below = [floor[at] for at in counts]
            axes.bar([*counts], [*counts.values()], bottom=below, color=colour, width=0.8, label=label)
            floor += counts
    first, last = min(floor, default=0), max(floor, default=0)
    places, margin = range(first, last + 1, (last - first) // _TICKS + 1), max(_WEEK - (last - first), 1) / 2
    axes.set_xlim(first - margin, last + margin)
    names = (f"{at // 12}-{at % 12 + 1:02}" if by_month else date.fromordinal(at).isoformat() for at in places if floor)
    axes.set_xticks(places, list(names))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set(title=f"Articles by {'month' if by_month else 'day'} and source", ylabel="articles")
    if floor:
        axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1, 1))


def _draw_citations(axes: Axes, citations: Counter[int]) -> None:
    numbers = range(max(citations, default=0) + 1)
    axes.bar(numbers, [citations[number] for number in numbers], color=_COLOURS[0], width=0.8)
    axes.set_xticks(numbers, [f"{number}+" if number == _MAX_CITATIONS else str(number) for number in numbers])
    axes.set(title="Insights by paragraphs cited", xlabel="paragraphs", ylabel="insights")
    axes.set_ylim(0, max([1, *citations.values()]) * 1.05)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _draw_pairs(axes: Axes, pairs: Counter[tuple[int, int]]) -> None:
    last = max((number for pair in pairs for number in pair), default=1)
    table = [[pairs[min(x, y), max(x, y)] for x in range(1, last + 1)] for y in range(1, last + 1)]
    most, edge = max([1, *pairs.values()]), last + 0.5
    image = axes.imshow(table, "Blues", vmin=0, vmax=most, origin="lower", extent=(0.5, edge, 0.5, edge))
    ticks = range(1, last + 1, last // _TICKS + 1)
    axes.set(title="Paragraphs cited together", xlabel="paragraph", ylabel="paragraph", xticks=ticks, yticks=ticks)
    axes.figure.colorbar(image, ax=axes, shrink=0.8, ticks=MaxNLocator(integer=True), label="insights")
