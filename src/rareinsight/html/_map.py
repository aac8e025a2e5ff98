"""The citation map: paragraphs across, insights down, a filled cell where one rests on the other."""

from __future__ import annotations

from collections import Counter
from typing import Final

from attrs import frozen

from rareinsight.model import Article, Role

#: Up to here every paragraph has its column, those that are cited have, and every insight has its row.
_MOST_COLUMNS, _MOST_CITED, _MOST_ROWS = 120, 300, 200
_WIDTH: Final = 500
_WIDEST, _NARROWEST = 34, 5
#: The height of rows, by how many of them there are at most.
_HEIGHTS: Final = ((16, 16), (32, 11), (64, 7), (_MOST_ROWS, 4))
#: Room on the left for the names of sections, above for the counts, and between sections.
LEFT, TOP, GAP = 26, 44, 6


@frozen
class Row:
    """An insight, or a whole section where there are too many of them."""

    name: str
    role: Role
    top: int
    numbers: tuple[int, ...]
    sign: str = ""


@frozen
class Map:
    """The geometry of a map, in pixels."""

    columns: dict[int, int]  # a paragraph's number, and the left side of its column
    rows: tuple[Row, ...]
    counts: dict[int, int]
    cell: int
    row: int
    summary: str
    left: int = LEFT

    @property
    def width(self) -> int:
        """The width of the drawing."""
        return LEFT + self.cell * len(self.columns) + 2

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return self.rows[-1].top + self.row + 2

    @property
    def step(self) -> int:
        """How many columns one number needs."""
        return -(-(8 + 7 * len(str(max(self.columns)))) // self.cell)

    def bar(self, number: int) -> int:
        """The height of the bar above a column."""
        return round(24 * self.counts.get(number, 0) / max(self.counts.values()))


def map_of(article: Article) -> Map | None:
    """Lay out the map of an article; there is none without citations."""
    cited = {number: len(insights) for number, insights in article.cited.items()}
    if not cited:
        return None
    known = [entry.number for entry in article.references]
    last = max([*cited, *known])
    numbers = range(min(1, *cited, last), last + 1) if last <= _MOST_COLUMNS else [*cited][:_MOST_CITED]
    by_section = len(article.insights) > _MOST_ROWS
    count = len(article.sections) if by_section else len(article.insights)
    height = next((height for most, height in _HEIGHTS if count <= most), 4)
    cell = min(max((_WIDTH - LEFT) // len(numbers), _NARROWEST), _WIDEST)
    columns = {number: LEFT + cell * place for place, number in enumerate(numbers)}
    rows = _rows(article, height, by_section=by_section)
    return Map(columns, tuple(rows), cited, cell, height, _summary(article, cited))


def _rows(article: Article, height: int, *, by_section: bool) -> list[Row]:
    rows, top, number = list[Row](), TOP, 0
    for count, section in enumerate(article.sections):
        sign = "★" if section.role == "core" else str(section.index or "")
        groups = [section.insights] if by_section else [(insight,) for insight in section.insights]
        for place, insights in enumerate(groups):
            name = f"s{count}" if by_section else f"i{number + place}"
            numbers = Counter(citation.number for insight in insights for citation in insight.citations)
            rows.append(Row(name, section.role, top, tuple(numbers), "" if place else sign))
            top += height
        number += len(section.insights)
        top += GAP * bool(groups and not by_section)
    return rows[:_MOST_ROWS]


def _summary(article: Article, cited: dict[int, int]) -> str:
    known = {entry.number for entry in article.references}
    lost = len(cited.keys() - known) if known else 0
    uncited = sum(not insight.citations for insight in article.insights)
    most = max(cited, key=lambda number: cited[number])
    of = len(known) if known else f"the first {max(cited)}"
    more = max(len(cited) - _MOST_CITED, 0) if max(cited) > _MOST_COLUMNS else 0
    rows = f"each row a section{f', the first {_MOST_ROWS}' * (len(article.sections) > _MOST_ROWS)}"
    parts = (
        f"{len(cited) - lost} of {of} paragraphs cited",
        f"the first {_MOST_CITED} of them shown" * bool(more),
        f"{lost} that {'is' if lost == 1 else 'are'} not there" * bool(lost),
        f"{uncited} insight{'s' * (uncited != 1)} without citation" * bool(uncited),
        f"most often paragraph {most}, by {cited[most]} insight{'s' * (cited[most] != 1)}",
    )
    return ", ".join(part for part in (*parts, rows * (len(article.insights) > _MOST_ROWS)) if part)
