"""Workers: the same articles in the same order, whoever dies on the way, and nothing left behind."""

import contextlib
import json
import os
import signal
import sys
import textwrap
import time
from pathlib import Path

import pytest
from attrs import evolve

import rareinsight as ri
from commands import run_python
from rareinsight.dumps import _reading, convert
from samples import collect, digest, dump, numbers

pytest.importorskip("loky")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of several kinds, in many pieces."""
    monkeypatch.setattr(_reading, "_RECORDS", 8)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        (folder / f"a{number:02}.txt").write_text(digest(number))
    (folder / "a60.txt").write_text(dump(100)[len(dump(60)) :])
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(100, 200)]
    (folder / "b.jsonl").write_text("\n".join([*records[:50], "{broken", *records[50:]]))
    return folder


def children() -> list[int]:
    """The processes that this one started and that are still there, but for those that loky keeps for itself."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    found: list[int] = []
    for each in listed:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it may end while the list is read
            if b"resource_tracker" not in Path(f"/proc/{each}/cmdline").read_bytes():
                found.append(int(each))
    return found


def test_workers_give_the_articles_of_one_process(folder: Path) -> None:
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


def test_killed_workers_lose_no_articles(folder: Path) -> None:
    found, killed = list[int](), 0
    for article in ri.read(folder, workers=2, report=str):
        found += numbers([article])
        if len(found) in (20, 60, 120):
            for worker in children():
                with contextlib.suppress(ProcessLookupError):  # loky ends its workers once one of them is gone
                    os.kill(worker, signal.SIGKILL)
                    killed += 1
    assert found == list(range(200))
    assert killed
    assert children() == []


#: In every process: a parser that two texts kill.
SITE = """
    import os
    from rareinsight.dumps import _articles
    read = _articles.parse_many
    def parse_many(text, **options):
        if "number 42\\n" in text or "number 142\\n" in text:
            os.kill(os.getpid(), 9)
        return read(text, **options)
    _articles.parse_many = parse_many
"""


@pytest.mark.slow
def test_record_that_kills_its_workers_is_skipped(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(SITE))
    program = (
        "import sys\nfrom rareinsight.dumps import _reading, convert\n_reading._RECORDS = 8\n"
        "notices = []\nconvert(sys.argv[1], sys.argv[2], workers=2, report=notices.append)\n"
        "print(*[(n.path[-7:], n.record) for n in notices if n.code == 'lost-record'], sep=',')"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = run_python("-c", program, folder, tmp_path / "o.jsonl", variables={"PYTHONPATH": path})
    assert done.returncode == 0, done.stderr
    assert done.stdout == "('a42.txt', 0),('b.jsonl', 42)\n"
    kept = numbers(list(ri.read(tmp_path / "o.jsonl", field="raw", report=str)))
    assert kept == [number for number in range(200) if number not in (42, 142)]
    rejected = (tmp_path / "o.jsonl.rejected.jsonl").read_text()
    assert rejected.count("lost-record") == 2


@pytest.mark.slow
@pytest.mark.parametrize("how", ["break", "raise KeyboardInterrupt", "os.kill(os.getpid(), 9)"])
def test_workers_end_with_their_parent(folder: Path, how: str) -> None:
    program = f"""
        import os, sys, time
        from rareinsight import read
        from rareinsight.dumps import _reading
        _reading._RECORDS = 8
        for number, article in enumerate(read(sys.argv[1], workers=2, report=str)):
            if number == 20:
                print(open(f"/proc/{{os.getpid()}}/task/{{os.getpid()}}/children").read(), flush=True)
                {how}
    """
    started = [int(word) for word in run_python("-c", textwrap.dedent(program), folder).stdout.split()]
    assert started
    until = time.monotonic() + 10
    while time.monotonic() < until and any(Path(f"/proc/{each}").exists() for each in started):
        time.sleep(0.1)
    assert [each for each in started if Path(f"/proc/{each}").exists()] == []


def test_workers_do_not_run_the_main_script_again(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nprint('once')\nfrom rareinsight import read\n"
        "print(sum(1 for _ in read(sys.argv[1], workers=2, report=str)))"
    )
    done = run_python(script, folder)
    assert (done.stdout, done.stderr) == ("once\n200\n", "")


def test_single_chunk_starts_no_workers(folder: Path) -> None:
    for _ in ri.read(folder / "a01.txt", workers=2):
        assert children() == []
    convert(folder / "a01.txt", folder / "o.jsonl", workers=4)
