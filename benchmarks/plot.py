"""Bars as SVG, readable on light and on dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

_LINE: Final = 24
_NAMES, _BARS, _NUMBERS = 230, 400, 90
_OURS, _OTHERS = "#2a7f62", "#8a94a6"


def draw_bars(title: str, bars: Sequence[tuple[str, float]], unit: str, ours: frozenset[str]) -> str:
    """Return a picture of named numbers, one bar each.

    Args:
        title: what the picture shows.
        bars: names and numbers, from top to bottom.
        unit: of the numbers.
        ours: the names whose bars stand out.
    """
    longest = max(value for _, value in bars)
    width, height = _NAMES + _BARS + _NUMBERS, _LINE * (len(bars) + 1) + 8
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" fill="#7a8291"',
        ' font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>',
    ]
    for number, (name, value) in enumerate(bars, 1):
        top, length = number * _LINE + 4, max(1.0, _BARS * value / longest)
        colour = _OURS if name in ours else _OTHERS
        lines += [
            f'<text x="{_NAMES - 8}" y="{top + 15}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_NAMES}" y="{top + 3}" width="{length:.1f}" height="{_LINE - 8}" fill="{colour}"/>',
            f'<text x="{_NAMES + length + 6:.1f}" y="{top + 15}">{value:.3g} {escape(unit)}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])
