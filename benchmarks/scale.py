"""Time whole jobs on engines: ``python -m benchmarks.scale`` writes the table that docs/scale.md includes.

Needs the dependency group ``clusters``, and a machine that does little else: times are by the clock on the wall.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.report import FOLDER, describe_run
from benchmarks.texts import pages

_FEW, _MANY, _FILES = 400, 20_000, 8
_CONVERT: Final = ("-m", "rareinsight", "convert", "--field", "text", "-o")
_ENGINES: Final[dict[str, Sequence[str]]] = {
    "`rareinsight convert`": (*_CONVERT, "{target}.parquet", "{source}"),
    "`rareinsight convert --workers 2`": (*_CONVERT, "{target}.parquet", "--workers", "2", "{source}"),
    "Dask, two workers": ("examples/dask_digest.py", "{source}", "{target}"),
    "Ray, two cores": ("examples/ray_digest.py", "{source}", "{target}"),
    "Spark, `local[2,4]`": ("examples/spark_digest.py", "--master", "local[2,4]", "{source}", "{target}"),
}
_QUIET: Final = {"SPARK_LOCAL_IP": "127.0.0.1", "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


def make_texts(folder: Path, count: int) -> Path:
    """Write so many pages to some Parquet files; return their folder."""
    texts = [f"{pages()[number % len(pages())]}\n\nNumber {number}" for number in range(count)]
    table, source = pa.table({"id": range(count), "text": texts}), folder / f"texts-{count}"
    source.mkdir()
    size = -(-count // _FILES)
    for number in range(_FILES):
        pq.write_table(table.slice(number * size, size), source / f"{number}.parquet")
    return source


def time_engine(command: Sequence[str], source: Path, target: Path) -> float:
    """Return the seconds that an engine takes from the command to the last row."""
    filled = [sys.executable, *(part.format(source=source, target=target) for part in command)]
    start = time.perf_counter()
    subprocess.run(filled, env=os.environ | _QUIET, capture_output=True, check=True)  # noqa: S603 - our own scripts
    return time.perf_counter() - start


def main() -> None:
    """Measure, the better of two runs, and write the table."""
    lines = [
        f"Measured {describe_run()}",
        "",
        f"| from the command to the last row | {_FEW:,} pages | {_MANY:,} pages |",
    ]
    lines += ["|---|--:|--:|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [make_texts(folder, count) for count in (_FEW, _MANY)]
        for engine, command in _ENGINES.items():
            tries = [[folder / f"{source.name}-{len(lines)}-{run}" for run in range(2)] for source in sources]
            few, many = (
                min(time_engine(command, source, target) for target in targets)
                for source, targets in zip(sources, tries, strict=True)
            )
            lines.append(f"| {engine} | {few:.1f} s | {many:.1f} s |")
            print(lines[-1], flush=True)
    (FOLDER / "engines.inc").write_text("\n".join([*lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
