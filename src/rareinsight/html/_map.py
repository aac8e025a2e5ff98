"""The citation map: paragraphs across, insights down, a filled cell where an insight cites a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rareinsight._messages import count
from rareinsight._show.tree import paragraphs_of
from rareinsight.model import Article, Role

#: The most paragraphs with a column each, cited ones with a column if there are more, and insights with a row each.
_MAX_COLUMNS, _MAX_CITED, _MAX_ROWS = 120, 300, 200
_WIDTH, _MAX_CELL, _MIN_CELL = 500, 34, 5
#: The height of rows, by the most there can be.
_HEIGHTS: Final = ((16, 16), (32, 11), (64, 7))
#: Pixels on the left for section names, above for the counts, for the highest bar, and between sections.
_LEFT, _TOP, _BAR, _GAP = 26, 44, 24, 6
#: An insight, or a whole section if there are too many: name, role, sign, top edge, the numbers it cites.
Row = tuple[str, Role, str, int, tuple[int, ...]]


def map_of(article: Article) -> dict[str, Any] | None:
    """Return the geometry of the map of an article, in pixels; ``None`` without citations."""
    cited, numbers, share = paragraphs_of(article, _MAX_COLUMNS, _MAX_CITED)
    if not cited:
        return None
    most = max(cited.values())
    cell = min(max((_WIDTH - _LEFT) // len(numbers), _MIN_CELL), _MAX_CELL)
    by_section = len(article.insights) > _MAX_ROWS
    nodes = article.sections if by_section else article.insights
    height = next((height for rows, height in _HEIGHTS if len(nodes) <= rows), 4)
    rows = list(_rows(article, height, by_section=by_section))[:_MAX_ROWS]
    return {
        # the left edge of the column of each paragraph, and the height of the bar above it if it is cited
        "columns": {number: _LEFT + cell * place for place, number in enumerate(numbers)},
        "bars": {number: round(_BAR * times / most) for number, times in cited.items()},
        "rows": rows,
        "cell": cell,
        "row": height,
        "step": -(-(8 + 7 * len(str(max(numbers)))) // cell),  # how many columns a number needs
        "left": _LEFT,
        "width": _LEFT + cell * len(numbers) + 2,
        "height": rows[-1][3] + height + 2,
        "summary": ", ".join(filter(None, [share, *_summary(article, cited)])),
    }


def _rows(article: Article, height: int, *, by_section: bool) -> Iterator[Row]:
    top, number = _TOP, 0
    for order, section in enumerate(article.sections):
        sign = "★" if section.role == "core" else str(section.index or "")
        rows = [section.insights] if by_section else [(insight,) for insight in section.insights]
        for place, insights in enumerate(rows):
            name = f"s{order}" if by_section else f"i{number + place}"
            numbers = dict.fromkeys(each.cites for insight in insights for each in insight.citations)
            yield name, section.role, "" if place else sign, top, tuple(n for n in numbers if isinstance(n, int))
            top += height
        number += len(section.insights)
        top += _GAP * bool(rows and not by_section)


def _summary(article: Article, cited: dict[int, int]) -> Iterator[str]:
    """Yield what else to say about the map; some parts may be empty."""
    known = {entry.number for entry in article.references} - {None}
    lost = len(cited.keys() - known) if known else 0
    uncited = sum(not insight.citations for insight in article.insights)
    most = max(cited, key=cited.__getitem__)
    yield f"the first {_MAX_CITED} of them shown" * (len(cited) > _MAX_CITED)
    yield f"{lost} cited but missing" * bool(lost)
    yield f"{count(uncited, 'insight')} without citation" * bool(uncited)
    yield f"paragraph {most} most often ({count(cited[most], 'insight')})" * (cited[most] > 1)
    if len(article.insights) > _MAX_ROWS:
        yield f"one row per section{f', the first {_MAX_ROWS}' * (len(article.sections) > _MAX_ROWS)}"
