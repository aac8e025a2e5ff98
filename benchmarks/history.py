"""What earlier runs measured, a line of JSON each, and what has become slower since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.rows import Row
from benchmarks.texts import ROOT

HISTORY: Final = ROOT / "benchmarks" / "history.jsonl"
#: So much dearer, relative to its yardstick, is a regression.
TENTH: Final = 1.1


def last_entry(mode: str) -> dict[str, Any] | None:
    """Return the last entry of a mode, ``None`` if there is none."""
    if not HISTORY.exists():
        return None
    entries = [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines()]
    return next((entry for entry in reversed(entries) if entry["mode"] == mode), None)


def append_entry(about: dict[str, str], rows: Sequence[Row]) -> None:
    """Add a run to the history."""
    entry = about | {"costs": {row.key: round(row.cost, 4) for row in rows}}
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def find_regressions(costs: dict[str, float], rows: Sequence[Row]) -> list[str]:
    """Return a line on every row that costs over a tenth more than before, relative to its yardstick."""
    return [
        f"{row.key}: {row.cost / costs[row.key]:.2f} times the cost of the last entry ({row.what})"
        for row in rows
        if costs.get(row.key) and row.cost > TENTH * costs[row.key]
    ]
