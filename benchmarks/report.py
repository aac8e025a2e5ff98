"""Rows as the tables and pictures of the docs: ``docs/_benchmarks``, which ``docs/benchmarks.md`` includes."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.plot import draw_bars
from benchmarks.rows import Measured, Row, growth, hostile_names, speed
from benchmarks.texts import ROOT

FOLDER: Final = ROOT / "docs" / "_benchmarks"

_GROUPS: Final = {
    "seed": "One article: the seed",
    "many": "Many articles",
    "dumps": "Dumps in files",
    "web": "Text that is no digest",
    "hostile": "Hostile texts",
    "start": "Start-up",
    "memory": "Memory",
}
_LIBRARIES: Final = ("attrs", "regex", "msgspec", "cattrs", "mistune", "markdown-it-py", "pyarrow")
_SEED_BARS: Final = ("msgspec", "scan", "from_json", "parse", "script", "cattrs", "markdown-it", "mistune")


def describe_run(mode: str) -> dict[str, str]:
    """Return when, where and on what a run was made."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "mode": mode,
        "version": version("rareinsight"),
        "commit": _commit(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in _LIBRARIES if _is_installed(name)),
    }


def write_report(
    about: dict[str, str], rows: Sequence[Row], measured: Measured, folder: Path = FOLDER
) -> str:
    """Write tables and pictures into ``folder``; return the tables."""
    told = [
        f"Measured on {about['date']} ({about['mode']} mode), rareinsight {about['version']} at `{about['commit']}`,",
        f"{about['python']}, {about['machine']}; {about['libraries']}.",
    ]
    tables = ["\n".join(told)]
    for group, title in _GROUPS.items():
        chosen = [row for row in rows if row.group == group]
        if chosen:
            tables.append(f"## {title}\n\n" + _table(chosen))
    if hostile_names(measured):
        tables.append("### Each of the hostile texts\n\n" + _hostile_table(measured))
    text = "\n\n".join(tables) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.inc").write_text(text, encoding="utf-8")
    bars = [(name, measured[f"seed/{name}"] * 1e6) for name in _SEED_BARS]
    picture = draw_bars(
        "The seed article, microseconds", sorted(bars, key=lambda bar: bar[1]), "µs", frozenset({"parse"})
    )
    (folder / "seed.svg").write_text(picture, encoding="utf-8")
    return text


def _table(rows: Sequence[Row]) -> str:
    lines = ["| | measured | aim |", "|---|--:|:--|", *map(_line, rows)]
    return "\n".join(lines)


def _line(row: Row) -> str:
    sign = {None: "", True: " ✓", False: " ✗"}[row.is_reached]
    bound = "≤" if row.better == "less" else "≥"
    aim = "" if row.aim is None else f"{bound} {row.aim:g}{sign}"
    return f"| {row.what} | {row.value:.3g} {row.unit} | {aim} |"


def _hostile_table(measured: Measured) -> str:
    lines = ["| text | MB/s, small | MB/s, large | growth |", "|---|--:|--:|--:|"]
    for name in hostile_names(measured):
        small, large = (speed(measured, f"hostile/{name}/{size}") for size in ("small", "large"))
        lines.append(f"| {name} | {small:.3g} | {large:.3g} | {growth(measured, name):.2f} |")
    return "\n".join(lines)


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except ImportError:
        return False
    return True


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - git
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
