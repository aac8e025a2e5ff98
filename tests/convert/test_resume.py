"""A run that is ended at any point, by anything, can be gone on with, and the output is the undisturbed one."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dumps import digest, dump
from rareinsight.convert import convert
from rareinsight.reader import cutting

#: Converts with small shares, so that a small input takes many.
PROGRAM = """
import sys
from rareinsight.convert import convert
from rareinsight.reader import cutting
cutting.cut_text.__kwdefaults__ = cutting.cut_lines.__kwdefaults__ = {"share": 2000}
source, output, workers, unique, resume = sys.argv[1:]
convert(source, output, workers=int(workers), unique=unique == "1", resume=resume == "1", others=True, report=str)
"""


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(dump(120))
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(100, 220)]
    (folder / "b.jsonl").write_text("\n".join([*records, "{broken", json.dumps({"text": "Rain is due."})]))
    return folder


def start(inputs: Path, output: Path, *, workers: int, unique: bool, resume: bool) -> subprocess.Popen[bytes]:
    arguments = [str(inputs), str(output), str(workers), str(int(unique)), str(int(resume))]
    return subprocess.Popen([sys.executable, "-c", PROGRAM, *arguments], stderr=subprocess.PIPE)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def make_folders(folder: Path, ending: str) -> tuple[Path, Path]:
    """Make a folder for a run that nobody disturbs and one for a run that is killed; skip what can't be written."""
    if ending == ".parquet":
        pytest.importorskip("pyarrow")
    undisturbed, disturbed = folder / "undisturbed", folder / "disturbed"
    undisturbed.mkdir()
    disturbed.mkdir()
    return undisturbed, disturbed


@pytest.mark.parametrize(
    ("ending", "workers", "unique"),
    [
        (".jsonl", 1, False),
        (".jsonl.gz", 2, True),
        pytest.param(".jsonl", 2, True, marks=pytest.mark.full),
        pytest.param(".jsonl.zst", 2, False, marks=pytest.mark.full),
        pytest.param(".parquet", 1, True, marks=pytest.mark.full),
        pytest.param(".parquet", 2, False, marks=pytest.mark.full),
    ],
)
def test_killed_again_and_again_the_output_is_the_same(
    inputs: Path, tmp_path: Path, ending: str, workers: int, unique: bool
) -> None:
    undisturbed, disturbed = make_folders(tmp_path, ending)
    with start(inputs, undisturbed / f"out{ending}", workers=2, unique=unique, resume=False) as done:
        assert done.wait() == 0
    dice = random.Random(f"{ending}{workers}{unique}")  # noqa: S311 - no secret
    output = disturbed / f"out{ending}"
    kills, journal = 0, disturbed / f"out{ending}.partial" / "journal"
    for attempt in range(40):
        process = start(inputs, output, workers=workers, unique=unique, resume=attempt > 0)
        wanted = _lines(journal) + dice.randint(0, 12)  # lines of the journal, so that every attempt gets on
        while process.poll() is None and _lines(journal) <= wanted and kills < 8:
            time.sleep(0.001)
        time.sleep(dice.random() * 0.01)
        if process.poll() is None and kills < 8:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
            assert not output.exists() or output.read_bytes() == (undisturbed / output.name).read_bytes()
            continue
        _, errors = process.communicate()
        assert process.returncode == 0, errors
        break
    assert kills > 1
    assert contents(disturbed) == contents(undisturbed)


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
@pytest.mark.parametrize("place", ["Folder.sync", "Folder.hand_over", "shutil.rmtree"])
def test_killed_at_its_end_a_run_is_gone_on_with(
    inputs: Path, tmp_path: Path, ending: str, place: str
) -> None:
    undisturbed, disturbed = make_folders(tmp_path, ending)
    convert(inputs, undisturbed / f"out{ending}", others=True, report=str)
    output = disturbed / f"out{ending}"
    script = (
        "import os, shutil, sys\n"
        "from rareinsight.convert import convert\n"
        "from rareinsight.convert.folder import Folder\n"
        f"{place} = lambda *_, **__: os.kill(os.getpid(), 9)\n"
        "convert(sys.argv[1], sys.argv[2], others=True, report=str)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, inputs, output], check=False)
    assert done.returncode == -signal.SIGKILL
    assert output.exists() == (place == "shutil.rmtree")
    convert(inputs, output, others=True, resume=True, report=str)
    assert contents(disturbed) == contents(undisturbed)


def _lines(journal: Path) -> int:
    try:
        return journal.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


@pytest.fixture
def half_done(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The output of a run that was stopped half way."""
    for cut in (cutting.cut_text, cutting.cut_lines):
        monkeypatch.setattr(cut, "__kwdefaults__", {"share": 2000})
    output = tmp_path / "out.jsonl"
    _stop_after(inputs, output, 10)
    return output


def _stop_after(inputs: Path, output: Path, shares: int) -> None:
    count = iter(range(shares))

    def stop(_: object) -> None:
        if next(count, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(inputs, output, report=str, progress=stop)
    assert not output.exists()


def test_a_run_that_was_stopped_is_gone_on_with(inputs: Path, half_done: Path) -> None:
    told: list[int] = []
    resumed = convert(
        inputs, half_done, report=str, resume=True, progress=lambda each: told.append(each.skipped)
    )
    whole = half_done.with_name("whole.jsonl")
    undisturbed = convert(inputs, whole, report=str)
    assert half_done.read_bytes() == whole.read_bytes()
    assert min(told) > 0
    resumed.seconds = undisturbed.seconds = 0
    assert resumed == undisturbed


@pytest.mark.parametrize("cut", [1, 10, 500])
def test_a_journal_cut_short_is_gone_back_on(inputs: Path, half_done: Path, cut: int) -> None:
    journal = half_done.with_name("out.jsonl.partial") / "journal"
    journal.write_bytes(journal.read_bytes()[:-cut])
    convert(inputs, half_done, report=str, resume=True)
    whole = half_done.with_name("whole.jsonl")
    convert(inputs, whole, report=str)
    assert half_done.read_bytes() == whole.read_bytes()


def test_without_resume_a_run_begins_anew(inputs: Path, half_done: Path) -> None:
    (inputs / "b.jsonl").unlink()
    assert convert(inputs, half_done, report=str).articles == 120


def test_other_inputs_are_refused(inputs: Path, half_done: Path) -> None:
    (inputs / "a.txt").write_text(digest(7) + dump(119))
    with pytest.raises(ValueError, match="inputs are not those"):
        convert(inputs, half_done, report=str, resume=True)


def test_other_settings_are_refused(inputs: Path, half_done: Path) -> None:
    with pytest.raises(ValueError, match="another field, unique"):
        convert(inputs, half_done, field="text", unique=True, report=str, resume=True)


def test_two_processes_never_write_one_output(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"

    def interfere(_: object) -> None:
        other = start(inputs, output, workers=1, unique=False, resume=True)
        _, errors = other.communicate()
        assert other.returncode
        assert b"another process" in errors
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(inputs, output, report=str, progress=interfere)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if not mount or not unmount or os.name != "posix" or os.geteuid():
        pytest.skip("only the superuser can mount")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False)
    if made.returncode:
        pytest.skip("no tmpfs may be mounted here")
    yield folder
    subprocess.run([unmount, folder], check=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_full_disk_stops_the_run_and_room_lets_it_go_on(
    inputs: Path, tmp_path: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    for cut in (cutting.cut_text, cutting.cut_lines):
        monkeypatch.setattr(cut, "__kwdefaults__", {"share": 2000})
    output = small_disk / "out.jsonl"
    with pytest.raises(OSError, match="No space left") as caught:
        convert(inputs, output, workers=workers, report=str)
    assert caught.value.errno == 28
    assert not output.exists()
    subprocess.run([shutil.which("mount") or "", "-o", "remount,size=8m", small_disk], check=True)
    convert(inputs, output, workers=workers, report=str, resume=True)
    whole = tmp_path / "whole.jsonl"
    convert(inputs, whole, report=str)
    assert output.read_bytes() == whole.read_bytes()
