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
from benchmarks.hostile import HOSTILE
from benchmarks.texts import ROOT, pages

FOLDER: Final = ROOT / "docs" / "_benchmarks"
_SIGNS: Final = {None: "", True: " ✓", False: " ✗"}
KINDS: Final = ("pure Python", "compiled")
_TIMES: Final = ("µs", "ms")
#: What users ask, and the row that answers it; the other rows are in ``results.json``.
_SHOWN: Final = (
    ("One article of 2.4 kB", ("One article: the seed", "`parse`")),
    (
        "… compared with a 15-line `re` script",
        ("One article: the seed", "`parse` ÷ a 15-line `re` script, dicts without spans"),
    ),
    (
        "… with mistune on the same content as Markdown",
        ("One article: the seed", "`parse` ÷ mistune on the same content as Markdown"),
    ),
    ("Thousands of pages, one after another", ("Many articles: the labelled pages", "`parse_many`, a page at a time")),
    ("A dump as a stream", ("Many articles: the labelled pages", "`parse_stream`, a megabyte in chunks")),
    ("… and the memory it takes", ("Start-up and memory", "`parse_stream`, the most it holds of 4 MB")),
    ("Files of JSON lines, with two processes", ("A dump in JSON lines", "`read` with 2 workers")),
    (
        "Arrow batches, for data frames and clusters",
        ("Many articles: the labelled pages", "`parse_batches`, from Arrow to Arrow"),
    ),
    ("Other text, turned away by `detect`", ("`detect`", "prose")),
    ("… with footnotes, as in an encyclopedia", ("`detect`", "encyclopedia")),
    ("Import, and a first `parse`", ("Start-up and memory", "the same, and a first `parse`")),
    ("`rareinsight show` of a file, from start to end", ("Start-up and memory", "`rareinsight show` of the seed")),
    ("The slowest of texts made to be slow", ("Hostile texts", f"the slowest of {len(HOSTILE)}")),
    (
        "… and how much more a character of it costs if it is 15 times as long",
        ("Hostile texts", "a character of a large text ÷ one of a small, at most"),
    ),
)
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


def commit_of_this() -> str:
    """Return the commit at hand; it ends in ``-dirty`` if files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def describe_run() -> str:
    """Tell when, where and on what a run was made."""
    commit = commit_of_this()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, rareinsight {version('rareinsight')} at `{commit or 'unknown'}`, "
        f"{platform.python_implementation()} {platform.python_version()}, {machine}, {len(pages())} labelled pages; "
        f"{libraries}."
    )


def write_report(runs: dict[str, Run], folder: Path) -> str:
    """Write the tables into ``folder``; return the tables."""
    about = [f"*{kind}*: {runs[kind].about}" for kind in KINDS if kind in runs]
    columns = [{(row.group, row.what): row for row in runs[kind].rows} if kind in runs else {} for kind in KINDS]
    rows = {**columns[1], **columns[0]}
    lines = [
        f"| {question} | {' | '.join(_cells(rows[place], columns))} |" for question, place in _SHOWN if place in rows
    ]
    parts = ["\n".join([f"| | {' | '.join(KINDS)} | aim |", "|---|--:|--:|:--|", *lines]), *about]
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
