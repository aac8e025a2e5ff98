"""What a dump in a file takes: streamed, read and converted, by one process and by two, beside a loop of ``parse``.

Each way runs in a process of its own and is timed by the clock, the start of its workers included.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.modes import Mode
from benchmarks.texts import ROOT, dump

_BEFORE: Final = """
import resource, sys, time
from rareinsight import parse, parse_many, parse_stream, to_json
from rareinsight.dumps import convert
from rareinsight import read
from benchmarks.texts import seed
to_json(next(parse_many(seed())))
path, out = sys.argv[1:]
unit = 1024 if sys.platform == "darwin" else 1  # the kernel counts bytes there, KiB elsewhere
digests = lambda articles: sum(1 for article in articles if article.sections)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024
if __name__ == "__main__":
    before, start = peak(), time.perf_counter()
"""
_AFTER: Final = """
    print(time.perf_counter() - start, peak() - before, count)
"""
#: Ways to read a dump; a text has to be in memory as a list of articles for the loop, which is not counted.
WAYS: Final = {
    "loop": """
    articles = [article.raw for article in parse_many(open(path, encoding="utf-8", newline="").read())]
    start = time.perf_counter()
    count = digests(map(parse, articles))""",
    "stream": """
    with open(path, encoding="utf-8", newline="") as file:
        count = digests(parse_stream(file))""",
    "read": """
    count = digests(read(path))""",
    "read, 2 workers": """
    count = digests(read(path, workers=2))""",
    "convert": """
    count = convert(path, out).articles""",
    "convert, 2 workers": """
    count = convert(path, out, workers=2).articles""",
}


def measure_dumps(mode: Mode) -> dict[str, float]:
    """Return seconds a megabyte of each way, and MiB of memory above the import."""
    found: dict[str, float] = {}
    counts = set[float]()
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "dump.txt")
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(dump(mode.dump_megabytes))
        size = path.stat().st_size / 1e6
        for way, code in WAYS.items():
            program, out = Path(name, "program.py"), Path(name, "out.jsonl")
            program.write_text(_BEFORE + code + _AFTER, encoding="utf-8")
            out.unlink(missing_ok=True)
            seconds, memory, count = map(float, _run(program, path, out).split())
            counts.add(count)
            found[f"file/{way}"] = seconds / size
            found[f"file-memory/{way}"] = memory
    if len(counts) != 1:
        raise SystemExit(f"not every way finds the same articles: {counts}")
    return found


def _run(program: Path, path: Path, out: Path) -> str:
    command = [sys.executable, str(program), str(path), str(out)]
    places = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": places}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own programs
    return done.stdout
