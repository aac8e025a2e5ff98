"""What is measured, and the aim it is held against.

Seconds are those of the process, the least of several runs: machines are busy, and what disturbs only makes slower.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, cycle, islice
from pathlib import Path
from timeit import Timer
from typing import Final

import mistune
import pyarrow as pa
from markdown_it import MarkdownIt
from msgspec import Struct

from benchmarks.hostile import HOSTILE
from benchmarks.texts import ROOT, as_markdown, bytes_of, dump, page_of_pages, pages, seed
from benchmarks.web import KINDS, make_pages
from benchmarks.yardsticks import make_cattrs_loader, make_msgspec_loader, read_with_script
from rareinsight import __compiled__, detect, parse, parse_many, parse_stream, read, to_json
from rareinsight.arrow import parse_batches

#: Code points of a small, a middling and a large hostile text.
SIZES: Final = (64_000, 256_000, 1_000_000)


def drain(function: Callable[..., Iterable[object]], *arguments: object) -> None:
    """Call a function and take all that it yields."""
    deque(function(*arguments), maxlen=0)


class Row(Struct, frozen=True):
    """One number: what it says, what it should reach, and whether more of it is better."""

    group: str
    what: str
    value: float
    unit: str
    aim: float | None = None
    more: bool = False

    @property
    def is_reached(self) -> bool | None:
        """Whether the aim is reached; ``None`` without one."""
        return None if self.aim is None else self.value >= self.aim if self.more else self.value <= self.aim


class Clock(Struct, frozen=True):
    """How thoroughly to measure: how often, for how long each time, and for how long to wait for a hostile text."""

    repeats: int
    seconds: float
    patience: float
    megabytes: float

    def seconds_of(self, function: Callable[[], object], *, real: bool = False) -> float:
        """Return the seconds of a call; ``real`` ones count what other processes do for it, too."""
        timer = Timer(function, gc.enable, time.perf_counter if real else time.process_time)
        once = max(timer.timeit(1), 1e-7)
        number = max(1, int(self.seconds / once))
        repeats = min(self.repeats, int(self.patience / (once * number)))
        return min([once, *(seconds / number for seconds in timer.repeat(repeats, number))])

    def speed_of(self, function: Callable[[], object], size: int, *, real: bool = False) -> float:
        """Return the megabytes a second at which a call reads so many bytes."""
        return size / self.seconds_of(function, real=real) / 1e6


THE_SCRIPT: Final = "the `re` script, the yardstick"
#: What ``parse`` is held against on the seed: its name, what it is, the aims for ``parse`` over it.
_YARDSTICKS: Final = (
    ("script", "a 15-line `re` script, dicts without spans", (4.0, 2.2)),
    ("msgspec", "msgspec loading the same tree into plain attrs classes", (None, None)),
    ("cattrs", "`json` and cattrs loading it", (None, None)),
    ("mistune", "mistune on the same content as Markdown", (0.5, 0.3)),
    ("markdown-it", "markdown-it-py on the same content as Markdown", (None, None)),
)


def measure_seed(clock: Clock) -> dict[str, float]:
    """Return the seconds of the seed article by ``parse`` and its yardsticks."""
    article = parse(seed())
    written, markdown = to_json(article), as_markdown(article)
    cases: Mapping[str, tuple[Callable[[str], object], str]] = {
        "parse": (parse, seed()),
        "script": (read_with_script, seed()),
        "msgspec": (make_msgspec_loader(), written),
        "cattrs": (make_cattrs_loader(), written),
        "mistune": (mistune.create_markdown(renderer="ast"), markdown),
        "markdown-it": (MarkdownIt().parse, markdown),
    }
    texts = [[insight.text for insight in section.insights] for section in article.sections]
    script = read_with_script(seed())
    if [[insight["text"] for insight in section["insights"]] for section in script["sections"]] != texts:
        raise SystemExit("the script does not find what parse finds, so it is no yardstick")
    return {name: clock.seconds_of(partial(function, text)) for name, (function, text) in cases.items()}


def seed_rows(seconds: Mapping[str, float]) -> Iterator[Row]:
    """Yield ``parse`` over each yardstick, and the script by itself, which tells how fast the machine is."""
    yield Row("One article: the seed", "`parse`", seconds["parse"] * 1e6, "µs")
    yield Row("One article: the seed", THE_SCRIPT, seconds["script"] * 1e6, "µs")
    for name, what, aims in _YARDSTICKS:
        ratio = seconds["parse"] / seconds[name]
        yield Row("One article: the seed", f"`parse` ÷ {what}", ratio, "×", aims[__compiled__])


#: The least MB/s that is wanted of ``parse_many`` on one page after another, in pure Python and compiled.
_PAGES: Final = (4, 7)
#: The least MB/s that is wanted of ``detect``.
_DETECT: Final = {"prose": 60, "code": 60, "logs": 60, "forum": 60, "chinese": 60, "encyclopedia": 15}


def many_rows(clock: Clock) -> Iterator[Row]:
    """Yield the speed of all ways to read many articles."""
    group, text, size = "Many articles: the labelled pages", page_of_pages(), bytes_of(page_of_pages())
    chunks, crawl = list(dump(1)), 100 * (seed().rstrip("\r\n") + "\n\n")
    batch = pa.RecordBatch.from_pydict({"text": list(pages())})
    ways: Mapping[str, tuple[Callable[[], object], int]] = {
        "`parse_many`, a page at a time": (lambda: drain(chain, *map(parse_many, pages())), size),
        "`parse_many`, all pages as one text": (partial(drain, parse_many, text), size),
        "`parse_many`, the seed a hundred times": (partial(drain, parse_many, crawl), bytes_of(crawl)),
        "`parse_stream`, a megabyte in chunks": (partial(drain, parse_stream, chunks), bytes_of(*chunks)),
        "`parse_batches`, from Arrow to Arrow": (partial(drain, parse_batches, [batch]), size),
    }
    speeds = {what: clock.speed_of(function, bytes_read) for what, (function, bytes_read) in ways.items()}
    for what, speed in speeds.items():
        aim = _PAGES[__compiled__] if what == "`parse_many`, a page at a time" else None
        yield Row(group, what, speed, "MB/s", aim, more=True)
    ratio = speeds["`parse_batches`, from Arrow to Arrow"] / speeds["`parse_many`, a page at a time"]
    yield Row(group, "`parse_batches`, its MB/s ÷ those of `parse_many`", ratio, "×", 0.9, more=True)


def file_rows(clock: Clock) -> Iterator[Row]:
    """Yield the speed of a dump in JSON lines, by the clock on the wall: workers start and work in it."""
    group = "A dump in JSON lines"
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "dump.jsonl")
        lines = [json.dumps({"text": page}, ensure_ascii=False) + "\n" for page in pages()]
        with path.open("w", encoding="utf-8") as file:
            file.writelines(islice(cycle(lines), int(clock.megabytes * 1e6 * len(lines) / bytes_of(*lines))))
        once = Clock(min(2, clock.repeats), 0, 600, 0)
        speeds = [
            once.speed_of(
                partial(drain, partial(read, path, field="text", workers=workers)), path.stat().st_size, real=True
            )
            for workers in (1, 2)
        ]
    for told, speed in zip(("`read`", "`read` with 2 workers"), speeds, strict=True):
        yield Row(group, told, speed, f"MB/s (of {clock.megabytes:g} MB)", more=True)
    yield Row(group, "seconds with 2 workers ÷ seconds with one", speeds[0] / speeds[1], "×", 0.6)


def web_rows(clock: Clock) -> Iterator[Row]:
    """Yield the speed of ``detect`` on text that is no digest, as most of the web is."""
    for kind in KINDS:
        made = make_pages(kind, 20)
        taken = sum(detect(page) is not None for page in made)
        speed = clock.speed_of(partial(drain, map, detect, made), bytes_of(*made))
        unit = "MB/s" + (f" ({taken} of {len(made)} taken for digests)" if taken else "")
        yield Row("`detect`", kind, speed, unit, _DETECT.get(kind), more=True)
    speed = clock.speed_of(partial(detect, seed()), bytes_of(seed()))
    yield Row("`detect`", "the seed, which is a digest", speed, "MB/s", more=True)


_MEASURED_AGAIN: Final = 8  #: how many of the texts that grow most are measured twice


def measure_hostile(clock: Clock) -> dict[str, tuple[float, float]]:
    """Return the speed of each hostile text when small and when large, in megabytes a second."""
    brief = Clock(3, 0.05, clock.patience, 0)
    speeds = {name: _speeds_of(make, brief) for name, make in HOSTILE.items()}
    # the highest of two hundred is often one that something else on the machine slowed down
    for name in sorted(speeds, key=lambda name: _growth_of(speeds[name]), reverse=True)[:_MEASURED_AGAIN]:
        speeds[name] = min(speeds[name], _speeds_of(HOSTILE[name], brief), key=_growth_of)
    return speeds


def _growth_of(speeds: tuple[float, float]) -> float:
    """Return how much longer a character of the large text takes than one of the small."""
    return speeds[0] / speeds[1]


def _speeds_of(make: Callable[[int], str], clock: Clock) -> tuple[float, float]:
    """Read a small text and a large one, or a middling one where that would take too long."""
    small, middling, large = map(make, SIZES)
    speed = clock.speed_of(partial(parse, small), bytes_of(small))
    longer = large if bytes_of(large) < 2 * clock.patience * speed * 1e6 else middling
    return speed, clock.speed_of(partial(parse, longer), bytes_of(longer))


def hostile_rows(hostile: Mapping[str, tuple[float, float]]) -> Iterator[Row]:
    """Yield the slowest of the hostile texts and the one that grows most."""
    group = "Hostile texts"
    slowest = min(hostile, key=lambda name: hostile[name][1])
    worst = max(hostile, key=lambda name: _growth_of(hostile[name]))
    yield Row(group, f"the slowest of {len(hostile)}", hostile[slowest][1], f"MB/s ({slowest})", 0.5, more=True)
    yield Row(
        group, "a character of a large text ÷ one of a small, at most", _growth_of(hostile[worst]), f"× ({worst})", 1.5
    )


_FIRST_PARSE: Final = "import rareinsight; rareinsight.parse('Core Insights - Prices fell [1]')"


def start_rows(clock: Clock) -> Iterator[Row]:
    """Yield how long programs take from start to end, and what a stream holds at once."""
    group, often = "Start-up and memory", Clock(5 * clock.repeats, 0, 60, 0)
    show = ("-m", "rareinsight", "show", str(next((ROOT / "seeds").glob("*.txt"))))
    programs = {
        "`python -c pass`, the yardstick": ("-c", "pass"),
        "`import attrs, regex, msgspec`": ("-c", "import attrs, regex, msgspec"),
        "`import rareinsight`": ("-c", "import rareinsight"),
        "the same, and a first `parse`": ("-c", _FIRST_PARSE),
        "`rareinsight show` of the seed": show,
    }
    seconds: list[float] = []
    for what, arguments in programs.items():
        run = partial(subprocess.run, [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        seconds.append(often.seconds_of(run, real=True))
        yield Row(group, what, seconds[-1] * 1000, "ms")
    nothing, libraries, _, first, shown = seconds
    yield Row(group, "import and first `parse` ÷ `import attrs, regex, msgspec`", first / libraries, "×", 2.2)
    yield Row(group, "`rareinsight show` ÷ `python -c pass`", shown / nothing, "×", 25)
    for megabytes in (0.5, 4):
        tracemalloc.start()
        drain(parse_stream, dump(megabytes))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        told = f"`parse_stream`, the most it holds of {megabytes:g} MB"
        yield Row(group, told, peak / 2**20, "MiB", 60)
