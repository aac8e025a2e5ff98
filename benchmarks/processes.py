"""What takes a process of its own: start-up, the memory of a dump that streams by, that of an article kept.

Each program prints what it measured; none imports more than it measures.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.modes import Mode
from benchmarks.texts import ROOT

_IMPORTS: Final = {
    "python": "pass",
    "attrs+regex": "import attrs, regex",
    "rareinsight": "import rareinsight",
    "first-parse": "import rareinsight; rareinsight.parse('Core Insights - Prices fell [1]')",
}
#: How long a dump takes, and by how many MiB its reading raises what the process ever held.
_STREAM: Final = """
import resource, sys, time
from benchmarks.texts import dump, seed
from rareinsight import parse, parse_many, parse_stream
list(parse_stream(dump(0))), list(parse_many(seed()))
unit = 1024 if sys.platform == "darwin" else 1  # the kernel counts bytes there, KiB elsewhere
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024
before, start = peak(), time.perf_counter()
count = sum(1 for _ in parse_stream(dump(int(sys.argv[1]))))
print(time.perf_counter() - start, peak() - before, count)
"""
#: The bytes of an article that is kept, and of the same tree as tuples, the strings in them included.
_KEPT: Final = """
import gc, tracemalloc
import attrs
from benchmarks.texts import seed
from rareinsight import parse

def as_tuples(node):
    if attrs.has(type(node)):
        return tuple(as_tuples(getattr(node, field.name)) for field in attrs.fields(type(node)))
    return tuple(map(as_tuples, node)) if isinstance(node, tuple) else node

def held():
    gc.collect()
    return tracemalloc.get_traced_memory()[0]

parse(seed()), as_tuples(parse(seed()))
texts = [seed() + " " * (number % 2) for number in range(200)]
tracemalloc.start()
before = held()
articles = [parse(text) for text in texts]
kept = held() - before
tuples = [as_tuples(article) for article in articles]
del articles
print(kept / 200, (held() - before) / 200)
"""


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own programs
    return done.stdout


def _launch(*command: str) -> float:
    start = time.perf_counter()
    _run(*command)
    return (time.perf_counter() - start) * 1000


def measure_start(mode: Mode) -> dict[str, float]:
    """Return how many milliseconds programs take from start to end, in turn with each other."""
    script = Path(sys.executable).with_name("rareinsight")
    version = (str(script),) if script.exists() else (sys.executable, "-m", "rareinsight")
    programs = {name: (sys.executable, "-c", code) for name, code in _IMPORTS.items()}
    programs["--version"] = (*version, "--version")
    for command in programs.values():
        _run(*command)  # bytecode is written, files are in the cache
    rounds = [{name: _launch(*command) for name, command in programs.items()} for _ in range(mode.launches)]
    return {f"start/{name}": median(each[name] for each in rounds) for name in programs}


def measure_streams(mode: Mode) -> dict[str, float]:
    """Return seconds a megabyte, and MiB of memory, of dumps that stream by."""
    found: dict[str, float] = {}
    for megabytes in mode.stream_megabytes:
        seconds, memory, _ = map(float, _run(sys.executable, "-c", _STREAM, str(megabytes)).split())
        found[f"stream/{megabytes} MB"] = seconds / megabytes
        found[f"stream-memory/{megabytes} MB"] = memory
    return found


def measure_kept() -> dict[str, float]:
    """Return the bytes of an article kept, and of its tree as tuples."""
    kept, tuples = map(float, _run(sys.executable, "-c", _KEPT).split())
    return {"kept/article": kept, "kept/tuples": tuples}
