"""Runs as the tables of the docs: ``docs/_benchmarks``, which ``docs/benchmarks.md`` includes.

``results.json`` keeps the last run in pure Python and the last one compiled; the tables show both.
"""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import msgspec

import rareinsight
from benchmarks.cases import THE_SCRIPT, Row
from benchmarks.texts import ROOT, pages

FOLDER: Final = ROOT / "docs" / "_benchmarks"
_SIGNS: Final = {None: "", True: " ✓", False: " ✗"}
KINDS: Final = ("pure Python", "compiled")
_TIMES: Final = ("µs", "ms")
#: What is left where a tenth is lost.
_MAX_LOST: Final = 0.9
_LIBRARIES: Final = ("attrs", "regex", "msgspec", "cattrs", "mistune", "markdown-it-py", "pyarrow")


class Run(msgspec.Struct):
    """One run: when and where, the rows, and the speed of each hostile text, small and large."""

    about: str
    rows: list[Row]
    hostile: dict[str, tuple[float, float]]


def kind_of_this() -> str:
    """Tell whether the rareinsight at hand is compiled."""
    return KINDS[rareinsight.__compiled__]


def load_runs(folder: Path) -> dict[str, Run]:
    """Return the last run of each kind."""
    path = folder / "results.json"
    return msgspec.json.decode(path.read_bytes(), type=dict[str, Run]) if path.exists() else {}


def describe_run() -> str:
    """Tell when, where and on what a run was made."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, rareinsight {version('rareinsight')} at `{commit or 'unknown'}`, "
        f"{platform.python_implementation()} {platform.python_version()}, {machine}, {len(pages())} labelled pages; "
        f"{libraries}."
    )


def write_report(runs: dict[str, Run], folder: Path) -> str:
    """Write the tables into ``folder``; return the tables."""
    parts = [f"*{kind}*: {runs[kind].about}" for kind in KINDS if kind in runs]
    columns = [{(row.group, row.what): row for row in runs[kind].rows} if kind in runs else {} for kind in KINDS]
    rows = [*{**columns[1], **columns[0]}.values()]
    for group in dict.fromkeys(row.group for row in rows):
        lines = [f"| {row.what} | {' | '.join(_cells(row, columns))} |" for row in rows if row.group == group]
        head = [f"## {group}\n", f"| | {' | '.join(KINDS)} | aim |", "|---|--:|--:|:--|"]
        parts.append("\n".join(head + lines))
    parts.append("\n".join(_hostile_lines(runs)))
    text = "\n\n".join(parts) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(runs)) + b"\n")
    (folder / "results.inc").write_text(text, encoding="utf-8")
    return text


def lost_rows(run: Run, before: Run) -> Iterator[str]:
    """Yield what a run lost a tenth or more of since an earlier one, which another machine may have made.

    Times and speeds are taken at the pace of the script, so that a slower machine is no loss.
    """
    earlier = {(row.group, row.what): row.value for row in before.rows}
    pace = {row.what: row.value / earlier.get((row.group, row.what), row.value) for row in run.rows}.get(THE_SCRIPT, 1)
    for row in run.rows:
        value = earlier.get((row.group, row.what))
        if value is None or row.what == THE_SCRIPT:
            continue
        now = row.value * pace if row.unit.startswith("MB/s") else row.value / pace if row.unit in _TIMES else row.value
        share = now / value if row.more else value / now
        if share <= _MAX_LOST:
            yield f"{row.group}, {row.what}: {share:.2f} of what it was ({value:.3g}, now {now:.3g} {row.unit})"


def _cells(row: Row, columns: Sequence[dict[tuple[str, str], Row]]) -> Iterator[str]:
    for column in columns:
        found = column.get((row.group, row.what))
        yield "" if found is None else f"{found.value:.3g} {found.unit}{_SIGNS[found.is_reached]}"
    wanted = [column[row.group, row.what].aim for column in columns if (row.group, row.what) in column]
    aims = [f"{'≥' if row.more else '≤'} {aim:g}" for aim in wanted if aim is not None]
    yield " / ".join(dict.fromkeys(aims))


def _hostile_lines(runs: dict[str, Run]) -> Iterator[str]:
    """Yield the table of all hostile texts: speed small and large, and how much dearer a character gets."""
    shown = [kind for kind in KINDS if kind in runs]
    heads = [f"{kind}: 64 kB | 1 MB | growth" for kind in shown]
    yield "### Each of the hostile texts, MB/s\n"
    yield f"| text | {' | '.join(heads)} |"
    yield "|---|" + "--:|--:|--:|" * len(shown)
    for name in runs[shown[0]].hostile:
        found = [runs[kind].hostile.get(name, (0.0, 0.0)) for kind in shown]
        cells = [f"{small:.3g} | {large:.3g} | {small / (large or 1):.2f}" for small, large in found]
        yield f"| {name} | {' | '.join(cells)} |"
