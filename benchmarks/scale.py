"""Measure what docs/scale.md tells, and write it there: ``python -m benchmarks.scale``.

The rates are of one core, in time that the process had, so that a busy machine does not matter much. The
engines are timed by the clock: let the machine do nothing else. Needs the dependency group ``clusters`` and the
extra ``warc``.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq

from benchmarks.crawl import write_wet
from benchmarks.texts import ROOT, corpus, count_bytes
from benchmarks.web import KINDS, make_pages
from rareinsight import detect, parse, parse_many, read
from rareinsight.arrow import SCHEMA, from_table, parse_batches, parse_table, to_table

PAGE: Final = ROOT / "docs" / "scale.md"
START, END = "<!-- measured -->\n", "<!-- end of measured -->"

#: WET files of one crawl (February 2019, as Common Crawl publishes it), and how much they unpack to (estimated).
WET_FILES, WET_BYTES, UNPACKED = 64_000, 7.62 * 2**40, 2.5

#: A network of 1 Gbit/s, in bytes a second.
LINE: Final = 1e9 / 8

FILES: Final = 8

#: Records of the WET file that is read, and the row that tells of it.
RECORDS: Final = 20_000
GZIPPED: Final = "`read`, a WET file, gzipped"

ENGINES: Final = {
    "one process, `parse_batches`": ["-m", "benchmarks.scale", "--one"],
    "one machine, `read(workers=2)`": ["-m", "benchmarks.scale", "--read"],
    "Dask, two workers": ["examples/dask_digest.py"],
    "Ray, two cores": ["examples/ray_digest.py"],
    "Spark, `local[2,4]`": ["examples/spark_digest.py", "--master", "local[2,4]"],
    "Spark, `local-cluster[2,1,1024]`": ["examples/spark_digest.py", "--master", "local-cluster[2,1,1024]"],
}


def rate(function: Callable[[], object], size: int) -> float:
    """Return the best of three runs, in bytes a second of the process's own time."""
    times: list[float] = []
    for _ in range(3):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return size / min(times)


def measure_core() -> dict[str, float]:
    """Return what one core does, in bytes of text a second."""
    pages, web = corpus() * 4, [page for kind in KINDS for page in make_pages(kind, 100)]
    size = sum(map(count_bytes, pages))
    table = pa.table({"text": pages})
    articles = [parse(page) for page in pages]
    columns = to_table(articles)
    return {
        "`detect`, web pages that are no digests": rate(
            lambda: [*map(detect, web)], sum(map(count_bytes, web))
        ),
        "`detect`, digests": rate(lambda: [*map(detect, pages)], size),
        "`parse`, which reads the first article of a page": rate(lambda: [*map(parse, pages)], size),
        "`parse_many`, which reads all articles of a page": rate(
            lambda: [[*parse_many(page)] for page in pages], size
        ),
        "`parse_batches`, which does so too": rate(lambda: parse_table(table), size),
        "`to_table` alone": rate(lambda: to_table(articles), size),
        "`from_table`": rate(lambda: from_table(columns), size),
        "`read`, a WET file, unpacked": rate_of_crawl(zipped=False),
        GZIPPED: rate_of_crawl(zipped=True),
    }


def rate_of_crawl(*, zipped: bool) -> float:
    """Return what one core reads of a WET file with a digest in two thousand pages, in bytes of text a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "crawl.wet")
        size, _ = write_wet(path, RECORDS, RECORDS // 2000, zipped=zipped)
        return rate(lambda: sum(1 for _ in read(path)), size)


def make_texts(folder: Path, count: int) -> Path:
    """Write so many digests to some Parquet files; return their folder."""
    pages = corpus()
    texts = [f"{pages[number % len(pages)]}\n\nNumber {number}" for number in range(count)]
    table = pa.table({"id": range(count), "text": texts})
    source = folder / f"texts-{count}"
    source.mkdir()
    size = -(-count // FILES)
    for number in range(FILES):
        pq.write_table(table.slice(number * size, size), source / f"{number}.parquet")
    return source


def run_one(source: Path, target: Path) -> None:
    """Read a folder of texts in this process."""
    with pq.ParquetWriter(target, pa.schema([("id", pa.int64()), *SCHEMA])) as writer:
        for batch in parse_batches(pa.dataset.dataset(source).to_batches(batch_size=1000), keep=["id"]):
            writer.write_batch(batch)


def run_read(source: Path, target: Path) -> None:
    """Read a folder of texts with two processes of our own."""
    with pq.ParquetWriter(target, SCHEMA) as writer:
        writer.write_table(to_table(read(source, field="text", workers=2)))


def time_engine(command: Iterable[str], source: Path, target: Path) -> float:
    """Return the seconds that an engine takes from the command to the last row."""
    quiet = {"SPARK_LOCAL_IP": "127.0.0.1", "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own scripts
        [sys.executable, *command, str(source), str(target)],
        cwd=ROOT,
        env=os.environ | quiet,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start


def measure_engines(small: int, large: int) -> dict[str, tuple[float, float]]:
    """Return the seconds that each engine takes for few and for many digests, the better of two runs."""
    found: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [make_texts(folder, small), make_texts(folder, large)]
        for engine, command in ENGINES.items():
            few, many = (
                min(
                    time_engine(command, source, folder / f"{source.name}-{len(found)}-{run}")
                    for run in range(2)
                )
                for source in sources
            )
            found[engine] = few, many
            print(f"{engine}: {few:.1f} s, {many:.1f} s", file=sys.stderr)
    return found


def write_report(
    core: dict[str, float], engines: dict[str, tuple[float, float]], small: int, large: int
) -> str:
    """Return the measured part of the page, in Markdown."""
    size = sum(map(count_bytes, corpus())) / len(corpus())
    text = WET_BYTES * UNPACKED
    hours, cores = text / core[GZIPPED] / 3600, LINE * UNPACKED / core[GZIPPED]
    rates = "\n".join(f"| {name} | {bytes_a_second / 1e6:,.1f} |" for name, bytes_a_second in core.items())
    times = "\n".join(
        f"| {name} | {few:.1f} s | {many:.1f} s | {(large - small) / max(many - few, 0.001):,.0f} |"
        for name, (few, many) in engines.items()
    )
    machine = f"Python {platform.python_version()}, pyarrow {pa.__version__}, {os.cpu_count()} cores"
    return f"""\
{machine}; digests of {size:,.0f} bytes on average.

| on one core | MB/s |
|---|---|
{rates}

| from the command to the last row | {small:,} digests | {large:,} digests | digests a second, once running |
|---|---|---|---|
{times}

A crawl of Common Crawl as plain text (WET) was {WET_FILES:,} files with {WET_BYTES / 2**40:.2f} TiB, gzipped, in
February 2019. *Estimate*: unpacked {UNPACKED} times that, {text / 1e12:.0f} TB, nearly none of it digests. At
the rate of `read` above that is **{hours:,.0f} core hours**; the digests found add little. A line of 1 Gbit/s
brings {LINE * UNPACKED / 1e6:,.0f} MB of such text a second, which keeps {cores:,.1f} cores busy.
"""


def main() -> None:
    """Measure, and put the numbers into the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--one", action="store_true", help="only run one process over SOURCE")
    options.add_argument("--read", action="store_true", help="only run read(workers=2) over SOURCE")
    options.add_argument("--digests", type=int, default=20_000)
    options.add_argument("paths", nargs="*", type=Path)
    asked = options.parse_args()
    if asked.one or asked.read:
        (run_one if asked.one else run_read)(*asked.paths)
        return
    small, large = asked.digests // 50, asked.digests
    report = write_report(measure_core(), measure_engines(small, large), small, large)
    print(report)
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    PAGE.write_text(before + START + report + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
