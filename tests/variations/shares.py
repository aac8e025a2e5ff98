"""Print the share of plain variations that is parsed as a reader sees it: ``python tests/variations/shares.py``.

For each aspect, digests in English and Chinese are drawn that change it, the same ones in each run.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "pages")]

from digests import ASPECTS, sample  # noqa: E402
from languages import CHINESE, ENGLISH  # noqa: E402
from test_variations import judge  # noqa: E402

_DRAWN = 100


def main() -> None:
    """Print a line for each aspect, and one for all."""
    total = Counter[str]()
    for aspect in ASPECTS:
        counts = Counter[str]()
        for language in (ENGLISH, CHINESE):
            for variation in sample(1, _DRAWN, _only(aspect), language):
                verdict = judge(variation)
                counts["right" if verdict.is_right else "reported" if verdict.warns else "silent"] += 1
        print(_line(aspect, counts))
        total += counts
    print(_line("all", total))


def _only(aspect: str) -> Callable[[Random], Sequence[str]]:
    return lambda _: [aspect]


def _line(name: str, counts: Counter[str]) -> str:
    drawn = counts.total()
    told = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("reported", "silent"))
    return f"{name:15} {counts['right'] / drawn:7.1%}  {counts['right']:,} of {drawn:,}; {told}"


if __name__ == "__main__":
    main()
