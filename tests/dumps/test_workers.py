"""Workers give the same articles in the same order even if processes die, and leave nothing behind."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

import rareinsight as ri
from commands import COMMAND, run, run_python
from rareinsight.dumps import _workers, convert
from samples import collect, digest, dump, numbers


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of several kinds, in many pieces."""
    monkeypatch.setattr(_workers, "_RECORDS", 8)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        (folder / f"a{number:02}.txt").write_text(digest(number))
    (folder / "a60.txt").write_text(dump(100)[len(dump(60)) :])
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(100, 200)]
    (folder / "b.jsonl").write_text("\n".join([*records[:50], "{broken", *records[50:]]))
    return folder


def children_of(process: int) -> list[int]:
    """The processes that one has started, in any thread, and that are still there."""
    found = list[int]()
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # threads and processes end meanwhile
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def still_running(processes: list[int]) -> list[int]:
    """Those of some processes that have not ended, even if nobody has asked for their status."""
    found = list[int]()
    for each in processes:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if Path(f"/proc/{each}/stat").read_text().rpartition(") ")[2][0] not in "ZX":
                found.append(each)
    return found


def wait_for_the_end(processes: list[int]) -> None:
    until = time.monotonic() + 60
    while still_running(processes):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.fixture
def children() -> Callable[[], list[int]]:
    """The processes that this one has started during a test and that are still there."""
    before = children_of(os.getpid())
    return lambda: [each for each in children_of(os.getpid()) if each not in before]


def test_workers_give_the_articles_of_one_process(folder: Path, children: Callable[[], list[int]]) -> None:
    alone, notices = collect(folder)
    assert numbers(alone) == list(range(200))
    together, same_notices = collect(folder, workers=3)
    assert [repr(article) for article in together] == [repr(article) for article in alone]
    assert [article.raw for article in together] == [article.raw for article in alone]
    assert same_notices == notices
    assert children() == []


def test_workers_know_registered_formats(folder: Path) -> None:
    mine = evolve(ri.formats()["digest"], name="mine")
    found = [article.format for article in ri.read(folder, workers=2, format=mine, report=str)]
    assert set(found) == {"mine"}


def test_killed_workers_lose_no_articles(folder: Path, children: Callable[[], list[int]]) -> None:
    found, killed = list[int](), 0
    for article in ri.read(folder, workers=2, report=str):
        found += numbers([article])
        if len(found) in (20, 120):
            for worker in children():
                os.kill(worker, signal.SIGKILL)
                killed += 1
    assert found == list(range(200))
    assert killed
    assert children() == []


KILLED = "os.kill(os.getpid(), 9)"


def test_workers_killed_as_they_start_lose_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = f"import os; log = open({str(tmp_path / 'log')!r}, 'a'); log.write('.'); log.flush()\n"
    program += f"if log.tell() <= 30: {KILLED}\n"
    monkeypatch.setattr(_workers, "_PROGRAM", program + _workers._PROGRAM)
    articles, notices = collect(folder, workers=2)
    assert numbers(articles) == list(range(200))
    assert [notice.code for notice in notices if notice.severity == "error"] == ["broken-record"]
    assert (tmp_path / "log").stat().st_size > 30


#: Converts in small pieces, and prints how many articles there were and what was an error.
PROGRAM = """
import sys
from rareinsight.dumps import _workers, convert
_workers._RECORDS = 4
errors = []
report = lambda notice: errors.append(str(notice)) if notice.severity != "info" else None
print(convert(sys.argv[1], sys.argv[2], workers=2, report=report).articles, errors)
"""


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(range(1), marks=pytest.mark.slow),
        *(pytest.param(range(at, at + 10), marks=pytest.mark.full) for at in range(0, 50, 10)),
    ],
)
def test_workers_killed_at_random_lose_nothing(tmp_path: Path, runs: range) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": digest(number) * 10}) for number in range(100)))
    expected, killed = tmp_path / "expected.jsonl", 0
    convert(tmp_path / "a.jsonl", expected, report=str)
    for number in runs:
        dice, output = random.Random(number), tmp_path / f"{number}.jsonl"  # noqa: S311 - no secret
        command: list[str | Path] = [sys.executable, "-c", PROGRAM, tmp_path / "a.jsonl", output]
        kills = most = dice.randint(2, 8)
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None:
                # the first worker as soon as it is there: on a fast machine it has done everything in half a second
                time.sleep(dice.uniform(0, 0.5) if kills < most else 0.001)
                for worker in dice.sample(started := children_of(process.pid), min(1, len(started), kills)):
                    kills -= 1
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(worker, signal.SIGKILL)
                        killed += 1
            printed, errors = process.communicate()
        assert (process.returncode, errors, printed) == (0, "", "1000 []\n")
        assert output.read_bytes() == expected.read_bytes()
    assert killed >= len(runs)


@pytest.mark.parametrize(
    ("ending", "delay"),
    [
        (signal.SIGTERM, 0),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in [(signal.SIGINT, 0), (signal.SIGINT, 0.5)]),
        pytest.param(signal.SIGTERM, 0.5, marks=pytest.mark.slow),
    ],
)
def test_workers_print_no_traceback_after_a_signal(tmp_path: Path, ending: signal.Signals, delay: float) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": digest(number) * 50}) for number in range(2000)))
    command = [*COMMAND, "convert", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "o.jsonl"), "--workers", "2"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, process_group=0) as process:
        while not (started := children_of(process.pid)):
            time.sleep(0.01)
        time.sleep(delay)
        os.killpg(process.pid, ending)
        assert process.stderr is not None
        errors = process.stderr.read()
    stopped = ending == signal.SIGINT
    assert errors.splitlines()[1:] == []
    assert errors.startswith("rareinsight: stopped; to continue" if stopped else "")
    assert process.returncode == (130 if stopped else 143)
    wait_for_the_end(started)


#: In every process: a parser that a text kills.
SITE = """
    import os
    from rareinsight.dumps import _files
    read = _files.parse_stream
    def parse_stream(chunks, **options):
        if "number 142\\n" in "".join(chunks):
            os.kill(os.getpid(), 9)
        return read(chunks, **options)
    _files.parse_stream = parse_stream
"""


@pytest.mark.slow
def test_record_that_kills_its_workers_is_skipped(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(SITE))
    program = (
        "import sys\nfrom rareinsight.dumps import _workers, convert\n_workers._RECORDS, _workers._TRIES = 8, 3\n"
        "notices = []\nconvert(sys.argv[1], sys.argv[2], workers=2, report=notices.append)\n"
        "print(*[(n.path[-7:], n.record) for n in notices if n.code == 'lost-record'], sep=',')"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = run_python("-c", program, folder, tmp_path / "o.jsonl", variables={"PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    assert done.stdout == "('b.jsonl', 42)\n"
    kept = numbers(list(ri.read(tmp_path / "o.jsonl", field="raw", report=str)))
    assert kept == [number for number in range(200) if number != 142]
    rejected = (tmp_path / "o.jsonl.rejected.jsonl").read_text()
    assert rejected.count("lost-record") == 1


@pytest.mark.slow
@pytest.mark.parametrize("how", ["break", "raise KeyboardInterrupt", "os.kill(os.getpid(), 9)"])
def test_workers_end_with_their_parent(folder: Path, how: str) -> None:
    program = f"""
        import os, sys, time
        from pathlib import Path
        from rareinsight import read
        from rareinsight.dumps import _workers
        _workers._RECORDS = 8
        for number, article in enumerate(read(sys.argv[1], workers=2, report=str)):
            if number == 20:
                print(*[path.read_text() for path in Path("/proc/self/task").glob("*/children")], flush=True)
                {how}
    """
    started = [int(word) for word in run_python("-c", textwrap.dedent(program), folder).stdout.split()]
    assert started
    wait_for_the_end(started)


def test_workers_do_not_run_the_main_script_again(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nprint('once')\nfrom rareinsight import read\n"
        "print(sum(1 for _ in read(sys.argv[1], workers=2, report=str)))"
    )
    done = run_python(script, folder)
    assert (done.stdout, done.stderr) == ("once\n200\n", "")


def test_single_chunk_starts_no_workers(folder: Path, children: Callable[[], list[int]]) -> None:
    for _ in ri.read(folder / "a01.txt", workers=2):
        assert children() == []
    convert(folder / "a01.txt", folder / "o.jsonl", workers=4)


@pytest.mark.parametrize(
    ("program", "words"),
    [("raise SystemExit(3)", "end with status 3"), (f"import os; {KILLED}", "are killed as they start")],
)
def test_workers_that_fail_to_start_are_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, children: Callable[[], list[int]], program: str, words: str
) -> None:
    monkeypatch.setattr(_workers, "_PROGRAM", program)
    monkeypatch.setattr(_workers, "_STARTS", 3)
    with pytest.raises(ChildProcessError, match=words):
        collect(folder, workers=2)
    assert str(folder) not in "".join(map(os.path.realpath, Path("/proc/self/fd").iterdir())), "files are closed"
    done = run("check", folder, "--workers", "2")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"rareinsight: {sys.executable}: worker processes {words}\n"
    assert children() == []
