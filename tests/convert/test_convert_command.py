"""The command ``convert`` as a shell runs it: what it says, and with which status it ends."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dumps import digest

PYTHON = [sys.executable, "-m", "rareinsight"]


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return shell(shlex.join([*PYTHON, *map(str, arguments)]))


@pytest.mark.parametrize(("text", "counts"), [("", [0, 0, 0]), (digest(1), [1, 3, 5])])
def test_articles_insights_and_citations_are_always_told(
    tmp_path: Path, text: str, counts: list[int]
) -> None:
    (tmp_path / "in.txt").write_text(text)
    done = run("convert", tmp_path / "in.txt", "-o", tmp_path / "out.jsonl", "--workers", "1")
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split()[:2] for line in done.stdout.splitlines()]
    names = ["articles", "insights", "citations"]
    assert told[:3] == [[str(count), name] for count, name in zip(counts, names, strict=True)]
    assert [name for _, name in told[3:]] == ["MB"]


def test_an_output_that_is_to_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(digest(1))
    done = run("convert", path, "-o", path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"rareinsight: {path} is to be read, so it can't be written\n"
    assert path.read_text() == digest(1)


@pytest.mark.parametrize("command", ["parse", "show", "stats", "convert -o {output}"])
def test_a_standard_output_that_is_closed_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "in.txt").write_text(digest(1))
    arguments = command.format(output=tmp_path / "out.jsonl").split()
    done = shell(f"{shlex.join([*PYTHON, *arguments, str(tmp_path / 'in.txt')])} >&-")
    assert (done.returncode, done.stderr) == (2, "rareinsight: <stdout>: it is closed\n")
