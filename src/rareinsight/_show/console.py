"""How rich consoles show an article: its tree, and its citation map in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.cells import set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text
from rich.tree import Tree

from rareinsight._messages import printable
from rareinsight._show.tree import ROLES, Branch, paragraphs_of, tree_of
from rareinsight.model import Article, Section

_BARS: Final = " ▁▂▃▄▅▆▇█"
_FEW_WORDS: Final = 12  #: the minimum width of the column of words next to the map


def draw(node: Article | Section, place: Callable[[int], str] | None = None) -> Tree:
    """Return the tree of an article or a section; ``place`` formats an offset."""
    return _grow(tree_of(node, place))


def _grow(branch: Branch) -> Tree:
    tree = Tree(Text.assemble(*branch.words), guide_style="dim")
    tree.children += map(_grow, branch.branches)
    return tree


class CitationMap:
    """Paragraphs across, insights down, a block where an insight cites a paragraph."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        left = max(options.max_width - 4, 1)
        cited, numbers, share = paragraphs_of(self.article, left, left)
        if not cited:
            yield Text("no citations", "dim")
            return
        step = 2 if len(numbers) * 2 <= left else 1
        scale = ""
        for place, number in enumerate(numbers):
            if number in cited and len(scale) <= place * step - bool(place):
                scale = scale.ljust(place * step) + str(number)
        yield Text(f"    {scale}")
        most = max(cited.values())
        heights = (-(-8 * cited.get(number, 0) // most) for number in numbers)
        yield Text("    " + "".join(_BARS[height].ljust(step) for height in heights).rstrip(), "dim")
        yield from self._rows(numbers, step, left - len(numbers) * step)
        yield Text(share, "dim")

    def _rows(self, numbers: Sequence[int], step: int, left: int) -> Iterator[Text]:
        for section in self.article.sections:
            sign, style = ROLES[section.role]
            sign = sign if section.role == "core" else str(section.index or sign)
            for place, insight in enumerate(section.insights):
                cited = {citation.number for citation in insight.citations}
                line = Text(("" if place else sign[:3]).ljust(4), style)
                for number in numbers:
                    line.append(("■" if number in cited else "·").ljust(step), style if number in cited else "dim")
                if left >= _FEW_WORDS:
                    line.append(
                        " " + set_cell_size(printable(insight.text), left - 1).rstrip(), "" if cited else "yellow"
                    )
                yield line
