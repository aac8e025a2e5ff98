"""Measure everything in one go: ``python -m benchmarks``.

The cases are pytest-benchmark's (``test_*.py``; CodSpeed runs the same ones); what takes a process of its own is in
:mod:`benchmarks.processes`. Every number is held against a yardstick of the same run, as machines differ and
are busy. Written are ``docs/_benchmarks``, and with ``--save`` a line of ``benchmarks/history.jsonl``; with
``--compare`` the exit status is 1 if a row has become dearer by more than a tenth since the last such line.

Needs the dependency group ``benchmarks``, and a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.dumps import measure_dumps
from benchmarks.history import append_entry, find_regressions, last_entry
from benchmarks.modes import MODES, Mode
from benchmarks.processes import measure_kept, measure_start, measure_streams
from benchmarks.report import FOLDER, describe_run, write_report
from benchmarks.rows import Measured, Row, make_rows
from benchmarks.texts import ROOT


def measure_cases(name: str, *files: str) -> dict[str, float]:
    """Run the cases in some files in a new process; return the median seconds of each, and what else it tells."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "cases.json"
        command = [sys.executable, "-m", "pytest", "-q", *(f"benchmarks/test_{file}.py" for file in files)]
        command += [
            f"--mode={name}",
            f"--benchmark-json={target}",
            f"--benchmark-max-time={MODES[name].seconds}",
            "--benchmark-warmup=on",
            "--benchmark-quiet",
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        cases = json.loads(target.read_text(encoding="utf-8"))["benchmarks"]
    found: dict[str, float] = {}
    for case in cases:
        group = case["name"].partition("[")[0].removeprefix("test_")
        key = "/".join([group, *(case["params"] or {}).values()])
        found[key] = case["stats"]["median"]
        found |= {f"{key}:{what}": value for what, value in case["extra_info"].items()}
    return found


def measure(name: str) -> tuple[Measured, list[Row]]:
    """Return the median measurements of all passes, and the rows: each the median of its passes, too."""
    mode: Mode = MODES[name]
    once = measure_cases(name, "hostile") | measure_kept() | measure_streams(mode) | measure_dumps(mode)
    passes = [
        once | measure_cases(name, "seed", "corpus", "detect") | measure_start(mode)
        for _ in range(mode.passes)
    ]
    rows = [
        sorted(each, key=lambda row: row.cost)[len(each) // 2]
        for each in zip(*map(make_rows, passes), strict=True)
    ]
    return {key: median(each[key] for each in passes) for key in passes[0]}, rows


def compare(name: str, rows: Sequence[Row]) -> list[str]:
    """Tell and return what costs a tenth more than in the last entry of the mode."""
    last = last_entry(name)
    if last is None:
        print(f"the history has no run in {name} mode to compare with", file=sys.stderr)
        return []
    regressions = find_regressions(last["costs"], rows)
    told = regressions or ["nothing costs a tenth more"]
    print(f"since {last['date']}, {last['version']} at {last['commit']}:", *told, sep="\n", file=sys.stderr)
    return regressions


def main() -> int:
    """Measure and tell."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").partition("\n\n")[0]
    )
    modes = options.add_mutually_exclusive_group()
    modes.add_argument("--quick", action="store_const", const="quick", dest="mode", help="a minute, for CI")
    modes.add_argument(
        "--full", action="store_const", const="full", dest="mode", help="more passes, a gigabyte"
    )
    options.add_argument("--save", action="store_true", help="add the run to the history")
    options.add_argument("--compare", action="store_true", help="exit with 1 if anything is a tenth dearer")
    options.add_argument("--output", type=Path, default=FOLDER, help="where to write tables and pictures")
    asked = options.parse_args()
    name = asked.mode or "normal"
    measured, rows = measure(name)
    about = describe_run(name)
    print(write_report(about, rows, measured, asked.output))
    regressions = compare(name, rows) if asked.compare else []
    if asked.save:
        append_entry(about, rows)
    return 1 if regressions else 0


if __name__ == "__main__":
    sys.exit(main())
