"""Measure everything in one go: ``python -m benchmarks``.

Written are the tables in ``docs/_benchmarks``; the run replaces the last one of its kind, in pure Python or compiled.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Final

from benchmarks import cases, report

#: GitHub shows a line that begins like this beside the run.
_WARNING: Final = "::warning title=slower than the last release::" if os.environ.get("GITHUB_ACTIONS") else "SLOWER "
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
    options.add_argument("--against", type=Path, help="the folder of earlier tables; print what has become slower")
    asked = options.parse_args()
    if asked.output == report.FOLDER and report.commit_of_this().endswith("-dirty"):
        options.error("commit first, so that the tables name what was measured; or give another folder with --output")
    kind, run = report.kind_of_this(), measure(_CLOCKS[asked.mode])
    before = report.load_runs(asked.against).get(kind) if asked.against else None
    print(report.write_report(report.load_runs(asked.output) | {kind: run}, asked.output))
    if asked.against and before is None:
        print(f"{asked.against} holds no run in {kind} to compare with")
    for line in report.lost_rows(run, before) if before else ():
        print(f"{_WARNING}{kind}: {line}")


if __name__ == "__main__":
    main()
