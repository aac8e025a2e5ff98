"""From measurements to what is told of them: a row a claim, with the aim it is held against.

Measurements are seconds (of the calls), seconds a megabyte (of the rest as said in
:mod:`benchmarks.processes`) or bytes; a row divides one by another of the same run, or tells a speed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Final, Literal

from attrs import frozen

Measured = Mapping[str, float]

#: What everything that Python does on this machine is held against where a row is no ratio already.
YARDSTICK: Final = "seed/script"


@frozen
class Row:
    """One number of a report.

    Args:
        key: its name in the history.
        group: the table it stands in.
        what: what it says.
        value: the number, in ``unit``.
        cost: the same as a ratio to a yardstick of the same run, less being better: comparable over machines.
        aim: what ``value`` should reach, if there is an aim.
        better: whether less or more of it is better.
    """

    key: str
    group: str
    what: str
    value: float
    unit: str
    cost: float
    aim: float | None = None
    better: Literal["less", "more"] = "less"

    @property
    def is_reached(self) -> bool | None:
        """Whether the aim is reached; ``None`` without one."""
        if self.aim is None:
            return None
        return self.value <= self.aim if self.better == "less" else self.value >= self.aim


#: ``parse`` on the seed over what else makes such a tree: the yardstick, what it is, the aim.
_SEED: Final = (
    ("script", "a 15-line `re` script, dicts without spans", 0.7),
    ("msgspec", "msgspec loading the same tree into plain attrs classes", 4.0),
    ("cattrs", "`json` and cattrs loading it", 0.55),
    ("mistune", "mistune on the same content as Markdown", 0.18),
    ("markdown-it", "markdown-it-py on the same content as Markdown", None),
    ("from_json", "`rareinsight.jsonio.from_json`, checks and all", None),
    ("scan", "a bare `regex` scan for the marks, nothing made of them", None),
)


def make_rows(measured: Measured) -> list[Row]:
    """Return all rows that the measurements allow."""
    makers = (_seed_rows, _corpus_rows, _stream_rows, _dump_rows, _web_rows, _hostile_rows, _start_rows)
    return [row for make in makers for row in make(measured)]


def hostile_names(measured: Measured) -> list[str]:
    """Return the names of the hostile texts that were read, in order."""
    return [
        key.removeprefix("hostile/").removesuffix("/large")
        for key in measured
        if key.startswith("hostile/") and key.endswith("/large")
    ]


def speed(measured: Measured, key: str) -> float:
    """Return the megabytes a second at which a case reads."""
    return measured[f"{key}:bytes"] / measured[key] / 1e6


def _speed_row(
    measured: Measured, key: str, group: str, what: str, aim: float | None, yardstick: str = YARDSTICK
) -> Row:
    value = speed(measured, key)
    return Row(key, group, what, value, "MB/s", speed(measured, yardstick) / value, aim, "more")


def _seed_rows(measured: Measured) -> Iterator[Row]:
    for name, what, aim in _SEED:
        ratio = measured["seed/parse"] / measured[f"seed/{name}"]
        yield Row(f"seed/parse÷{name}", "seed", f"`parse` ÷ {what}", ratio, "×", ratio, aim)


def _corpus_rows(measured: Measured) -> Iterator[Row]:
    yield _speed_row(measured, "pages", "many", "`parse_many`, a page of the corpus at a time", 12)
    yield _speed_row(measured, "dump", "many", "`parse_many`, the corpus as one text", 12)
    yield _speed_row(measured, "crawl", "many", "`parse_many`, the seed a hundred times as one text", None)
    ratio = measured["dump"] / measured["articles"]
    yield Row(
        "dump÷articles", "many", "`parse_many` ÷ `parse` on each of its articles", ratio, "×", ratio, 1.15
    )
    yield _speed_row(measured, "stream", "many", "`parse_stream`, a megabyte in chunks", 12)
    if "batches" in measured:
        ratio = measured["pages"] / measured["batches"]
        yield Row(
            "batches",
            "many",
            "`parse_batches`, its MB/s ÷ those of `parse`",
            ratio,
            "×",
            1 / ratio,
            1.3,
            "more",
        )


def _stream_rows(measured: Measured) -> Iterator[Row]:
    names = [key.removeprefix("stream/") for key in measured if key.startswith("stream/")]
    first = names[0] if names else ""
    for name in names[1:]:
        ratio = measured[f"stream/{name}"] / measured[f"stream/{first}"]
        what = f"`parse_stream`, a character of {name} ÷ one of {first}"
        yield Row(f"stream/{name}", "many", what, ratio, "×", ratio, 1.2)
    for name in names:
        memory = measured[f"stream-memory/{name}"]
        yield Row(f"stream-memory/{name}", "memory", f"`parse_stream`, memory for {name}", memory, "MiB", 0)


#: The ways to read a dump in a file, what each is, and how many times the speed of one process two should reach.
_DUMPS: Final = (
    ("loop", "a loop of `parse` on its articles, which are in memory", None),
    ("stream", "`parse_stream` of the open file", None),
    ("read", "`read`", None),
    ("read, 2 workers", "`read(workers=2)`", 1.4),
    ("convert", "`convert` to JSON lines", None),
    ("convert, 2 workers", "`convert(workers=2)` to JSON lines", 1.8),
)


def _dump_rows(measured: Measured) -> Iterator[Row]:
    loop = measured["file/loop"]
    for way, what, aim in _DUMPS:
        seconds = measured[f"file/{way}"]
        yield Row(f"file/{way}", "dumps", what, 1 / seconds, "MB/s", seconds / loop, None, "more")
        if aim is not None:
            alone = way.partition(",")[0]
            ratio = measured[f"file/{alone}"] / seconds
            told = f"its speed ÷ that of `{alone}` in one process"
            yield Row(f"file/{way}÷{alone}", "dumps", told, ratio, "×", 1 / ratio, aim, "more")
    memory = measured["file-memory/stream"]
    yield Row("file-memory", "dumps", "`parse_stream`, memory above the import", memory, "MiB", memory, 60)


def _web_rows(measured: Measured) -> Iterator[Row]:
    kinds = [key for key in measured if key.startswith("detect/") and ":" not in key]
    for key in kinds:
        taken = measured[f"{key}:taken"]
        what = f"`detect`, {key.removeprefix('detect/')}" + (
            f" ({taken:.0f} taken for digests)" if taken else ""
        )
        yield _speed_row(measured, key, "web", what, 300, "brackets")
    size, seconds = sum(measured[f"{key}:bytes"] for key in kinds), sum(measured[key] for key in kinds)
    value = size / seconds / 1e6
    cost = speed(measured, "brackets") / value
    yield Row("detect", "web", "`detect`, all of these", value, "MB/s", cost, 300, "more")
    yield _speed_row(measured, "brackets", "web", 'the yardstick: `text.find("[")`', None, "brackets")
    yield _speed_row(measured, "detect_digest", "web", "`detect`, the seed, which is a digest", None)


def _hostile_rows(measured: Measured) -> Iterator[Row]:
    names = hostile_names(measured)
    if not names:
        return
    speeds = [speed(measured, f"hostile/{name}/large") for name in names]
    slowest = min(speeds)
    yardstick = speed(measured, YARDSTICK)
    mean = prod(speeds) ** (1 / len(speeds))
    worst = max(growth(measured, name) for name in names)
    what = f"the slowest of {len(names)} texts, the larger size"
    yield Row("hostile/slowest", "hostile", what, slowest, "MB/s", yardstick / slowest, 1, "more")
    yield Row("hostile/mean", "hostile", "their geometric mean", mean, "MB/s", yardstick / mean, None, "more")
    yield Row(
        "hostile/growth",
        "hostile",
        "a character of a large text ÷ one of a small, at most",
        worst,
        "×",
        worst,
        1.5,
    )


def growth(measured: Measured, name: str) -> float:
    """Return how much more a character of a large hostile text costs than one of a small text."""
    return speed(measured, f"hostile/{name}/small") / speed(measured, f"hostile/{name}/large")


def _start_rows(measured: Measured) -> Iterator[Row]:
    extra = measured["start/rareinsight"] - measured["start/attrs+regex"]
    own = measured["start/attrs+regex"] - measured["start/python"]
    whole = (measured["start/rareinsight"] - measured["start/python"]) / own
    yield Row(
        "start/import", "start", "`import rareinsight` beyond `import attrs, regex`", extra, "ms", whole, 10
    )
    first = measured["start/first-parse"] - measured["start/attrs+regex"]
    whole = (measured["start/first-parse"] - measured["start/python"]) / own
    yield Row("start/first-parse", "start", "the same, and a first `parse`", first, "ms", whole)
    version = measured["start/--version"]
    cost = version / measured["start/python"]
    yield Row("start/--version", "start", "`rareinsight --version`", version, "ms", cost, 150)
    yield Row("start/python", "start", "the yardstick: `python -c pass`", measured["start/python"], "ms", 1)
    ratio = measured["kept/article"] / measured["kept/tuples"]
    yield Row("kept", "memory", "an article kept ÷ its tree as tuples", ratio, "×", ratio, 1.3)
