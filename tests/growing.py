"""Digests of any declared format that grow: each repeats one thing that a digest has."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Final, TypeAlias

import rareinsight as ri
from rareinsight._shapes import parts_of
from rareinsight.rendering import fill, spell_numbered

#: Makes a text of about the given number of code points.
Maker: TypeAlias = Callable[[int], str]

_LISTED: Final = "[{n}] A Title {n} https://example.com/{n}\n"


def digests_that_grow(format: ri.Format) -> dict[str, Maker]:
    """Return what makes digests of a format, by what they repeat."""
    hashes = "## " if format.markdown else ""
    words = [word for each in format.headings for word in each.words[:1]] or ["Overview"]
    # a second core may begin another article
    others = [word for each in format.headings if each.role == "other" for word in each.words[:1]] or ["Cash Flow"]
    shapes = sorted(format.citations, key=len)
    marker = next(iter(format.markers), "") or fill(next(iter(format.numbered_markers), "-"), n="1")
    top = "".join(f"{sign}\n" for sign in format.signs[:1]) + f"{hashes}{words[0]}\n"

    def numbered(number: int) -> str:
        shape = next(iter(format.numbered), None)
        if shape is None:
            return f"Cash Flow {number}"
        # other numerals than Arabic ones are spelled up to 39
        return spell_numbered(shape, number if "{n}" in shape.shape else number % 39 + 1, f"Part {number}")

    def cite(number: int) -> str:
        return _spell(shapes[0], number) if shapes else ""

    def entry(number: int) -> str:
        shape = next(iter(format.entries), "")
        return _spell(shape, number) + "\n" if shape else _LISTED.format(n=number)

    lines: dict[str, Callable[[int], str]] = {
        "insights": lambda number: f"{marker} Prices fell {number}% {cite(number)}\n",
        "insights without citations": lambda number: f"{marker} Prices fell {number}%.\n",
        "equal insights": lambda _: f"{marker} Prices fell {cite(1)}\n{marker} Costs rose {cite(2)}\n",
        "headings": lambda number: f"{hashes}{others[number % len(others)]}\n{marker} A {number} {cite(number)}\n",
        "numbered headings": lambda number: f"{hashes}{numbered(number)}\n{marker} A {number} {cite(number)}\n",
    }
    makers = {name: _repeat(line, before=f"{top}{marker} Costs rose {cite(1)}\n") for name, line in lines.items()}
    opened = f"{top}{marker} Prices fell "
    makers["citations of one claim"] = _repeat(lambda number: f"{cite(number)} ", before=opened)
    makers["claims of one insight"] = _repeat(lambda number: f"it fell {number}% {cite(number)}, ", before=opened)
    makers["citations of one long claim"] = lambda size: (
        f"{top}{marker} {'word 12 ' * (size // 16)}{_repeat(lambda number: f'{cite(number)} ')(size // 2)}\n"
    )
    makers["references"] = lambda size: (
        _repeat(lines["insights"], before=top)(size // 2) + "\n\nReferences\n" + _repeat(entry)(size // 2)
    )
    makers["insights under a long title"] = lambda size: (
        f"{'Word ' * (size // 10)}\n" + _repeat(lines["insights"], before=top)(size // 2)
    )
    makers["insights under a long heading"] = lambda size: (
        f"{top}{marker} Costs rose {cite(1)}\n{hashes}{numbered(1)}: {'Word ' * (size // 10)}\n"
        + _repeat(lines["insights"])(size // 2)
    )
    return makers


def _repeat(line: Callable[[int], str], *, before: str = "") -> Maker:
    def make(size: int) -> str:
        return before + "".join(_lines(line, size - len(before)))

    return make


def _lines(line: Callable[[int], str], size: int) -> Iterator[str]:
    for number in count(1):
        yield line(number)
        size -= len(line(number))
        if size <= 0:
            return


def _spell(shape: str, number: int) -> str:
    """Fill a shape with a number, or with a key that begins as declared."""
    keys = [place.partition(":")[2] for _, place in parts_of(shape) if place and place.startswith("key")]
    key = "".join(f"{begin or 'key'}{number}" for begin in keys)
    values = {"n": str(number), "key": key, "url": f"https://example.com/{number}", "s": "¹²³"[number % 3]}
    return fill(shape, **values, text=f"Title {number}")
