"""The benchmarks run and tell what they are to tell; how fast anything is, no test asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GROUPS = [
    "One article",
    "Many articles",
    "Dumps in files",
    "no digest",
    "Hostile texts",
    "Start-up",
    "Memory",
]


@pytest.mark.full
def test_quick_mode_tells_all_rows(tmp_path: Path) -> None:
    pytest.importorskip("pytest_benchmark")
    command = [sys.executable, "-m", "benchmarks", "--quick", "--output", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    tables = (tmp_path / "results.inc").read_text(encoding="utf-8")
    assert tables in done.stdout
    for group in GROUPS:
        assert any(line.startswith("## ") and group in line for line in tables.splitlines())
    aims = [line for line in tables.splitlines() if "✓" in line or "✗" in line]
    assert len(aims) >= 20
    assert (tmp_path / "seed.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(("before", "count"), [(1.0, 1), (1.1, 0), (1.2, 0), (None, 0)])
def test_only_what_is_a_tenth_dearer_is_a_regression(before: float | None, count: int) -> None:
    history = pytest.importorskip("benchmarks.history", reason="the benchmarks are not part of the wheel")
    rows = pytest.importorskip("benchmarks.rows")
    row = rows.Row("parse", "seed", "`parse`", 1.2, "×", 1.2)
    costs = {} if before is None else {"parse": before}
    assert len(history.find_regressions(costs, [row])) == count
