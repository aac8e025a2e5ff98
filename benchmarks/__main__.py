"""Measure everything in one go: ``python -m benchmarks``.

Written are the tables in ``docs/_benchmarks``; the run replaces the last one of its kind, in pure Python or compiled.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from benchmarks import cases, report

_CLOCKS: Final = {
    "quick": cases.Clock(3, 0.05, 0.5, 1),
    "normal": cases.Clock(5, 0.3, 4, 10),
    "full": cases.Clock(9, 1, 20, 100),
}


def measure(clock: cases.Clock) -> report.Run:
    """Measure everything."""
    rows = [*cases.seed_rows(cases.measure_seed(clock)), *cases.many_rows(clock), *cases.web_rows(clock)]
    rows += [*cases.file_rows(clock), *cases.start_rows(clock)]
    hostile = cases.measure_hostile(clock)
    return report.Run(report.describe_run(), [*rows, *cases.hostile_rows(hostile)], hostile)


def main() -> None:
    """Measure and tell."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("mode", choices=list(_CLOCKS), nargs="?", default="normal", help="how thoroughly to measure")
    options.add_argument("--output", type=Path, default=report.FOLDER, help="where to write the tables")
    asked = options.parse_args()
    runs = report.load_runs(asked.output) | {report.kind_of_this(): measure(_CLOCKS[asked.mode])}
    print(report.write_report(runs, asked.output))


if __name__ == "__main__":
    main()
