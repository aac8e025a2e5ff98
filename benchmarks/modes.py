"""How thoroughly to measure: a minute for CI, some for a release, half an hour for what takes a gigabyte."""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class Mode:
    """What one run takes.

    Args:
        passes: how often all cases run, each time in a process of its own; the median counts.
        seconds: how long a case is repeated in a pass.
        web_pages: pages of web text of each kind.
        hostile_sizes: characters of a small and of a large hostile text.
        hostile_seconds: how long a large one may take; one that is slower is cut down.
        hostile_rounds: how often a large one is read, a small one five times as often; in one pass only.
        stream_megabytes: the dumps that are read as a stream, the smallest first.
        dump_megabytes: the dump in a file that is read and converted.
        launches: how often a program is started.
    """

    passes: int
    seconds: float
    web_pages: int
    hostile_sizes: tuple[int, int]
    hostile_seconds: float
    hostile_rounds: int
    stream_megabytes: tuple[int, ...]
    dump_megabytes: int
    launches: int


MODES: Final = {
    "quick": Mode(1, 0.15, 8, (16_000, 64_000), 0.25, 1, (1, 8), 3, 5),
    "normal": Mode(3, 0.5, 20, (64_000, 1_000_000), 4, 3, (1, 100), 45, 15),
    "full": Mode(5, 1.0, 20, (64_000, 1_000_000), 10, 5, (1, 100, 1000), 1000, 25),
}
