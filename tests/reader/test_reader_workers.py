"""Workers: the same articles in the same order, whoever dies on the way, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

import rareinsight
from dumps import collect, digest, dump, numbers
from rareinsight.model import Article
from rareinsight.reader import cutting, read
from rareinsight.reader.handover import pack, unpack
from rareinsight.reader.jobs import ReadJob
from rareinsight.reader.parsing import Step
from rareinsight.reader.share import Options, Share
from rareinsight.reader.shares import shares_of
from rareinsight.reader.workers import Pool

SMALL = 3000  # code points of a share, so that a small file has many


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of several kinds, in many shares."""
    monkeypatch.setattr(cutting.cut_text, "__kwdefaults__", {"share": SMALL})
    monkeypatch.setattr(cutting.cut_lines, "__kwdefaults__", {"share": SMALL})
    (tmp_path / "a.txt").write_text(dump(100))
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(100, 200)]
    (tmp_path / "b.jsonl").write_text("\n".join([*records[:50], "{broken", *records[50:]]))
    return tmp_path


def children() -> list[int]:
    """The processes that this one started and that are still there."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    return [int(word) for word in listed.read_text().split()]


def test_articles_are_handed_over_whole(seed: str) -> None:
    corpus = sorted(Path(__file__).parent.parent.glob("corpus/*.txt"))
    texts = [seed, "", "Rain.", *(path.read_text(encoding="utf-8") for path in corpus)]
    articles = [article for text in texts for article in rareinsight.parse_many(text)]
    handed = list(unpack(pack(articles), "a.txt"))
    assert list(map(repr, handed)) == [
        repr(article).replace(
            "origin=None", "origin=Origin(path='a.txt', record=None, offset=None, fields={})"
        )
        for article in articles
    ]
    assert [each.raw for each in handed if isinstance(each, rareinsight.Article)] == [
        article.raw for article in articles
    ]


@pytest.mark.parametrize("workers", [2, 3])
def test_workers_give_what_one_process_gives(folder: Path, workers: int) -> None:
    alone, notices = collect(folder)
    assert numbers(alone) == list(range(200))
    together, same_notices = collect(folder, workers=workers)
    assert [repr(article) for article in together] == [repr(article) for article in alone]
    assert same_notices == notices
    assert children() == []


def test_a_killed_worker_loses_nothing(folder: Path) -> None:
    found: list[int] = []
    killed = 0
    for article in read(folder, workers=2, report=str):
        found += numbers([article])
        if len(found) in (20, 60, 120):
            os.kill(children()[0], signal.SIGKILL)
            killed += 1
    assert killed == 3
    assert found == list(range(200))


def test_a_reader_that_stops_early_leaves_no_process(folder: Path) -> None:
    articles = read(folder, workers=2, report=str)
    next(articles)
    assert len(children()) == 2
    articles.close()  # type: ignore[attr-defined]  # it is a generator
    assert children() == []


@frozen
class Deadly:
    """Reads shares, but dies of every text with a certain word in it."""

    word: str

    def run(self, share: Share, step: Step | None = None) -> bytes:
        from rareinsight.reader import parsing

        def with_death(original: Callable[..., Iterator[Article]]) -> Callable[..., Iterator[Article]]:
            def parse(*text: object, **options: object) -> Iterator[Article]:
                for article in original(*text, **options):
                    if self.word in article.raw:
                        os.kill(os.getpid(), signal.SIGKILL)
                    yield article

            return parse

        for name in ("parse_many", "articles_of"):  # in the worker alone
            setattr(parsing, name, with_death(getattr(parsing, name)))
        return ReadJob(Options(field="text")).run(share, step)


@pytest.mark.parametrize("name", ["a.txt", "b.jsonl"])
def test_a_record_that_kills_every_worker_is_lost_alone(folder: Path, name: str) -> None:
    from rareinsight.reader.places import find_places

    path = folder / name
    path.write_text(path.read_text().replace("Prices fell", "Deadly prices fell", 1))
    (places,) = find_places(path)
    found: list[object] = []
    with Pool(Deadly("Deadly prices"), 2) as pool:
        for share, result, _ in pool.results(shares_of(places, Options(field="text"))):
            found += [*share.notices, *unpack(result, share.path)]
    lost = [
        each for each in found if isinstance(each, rareinsight.reader.Notice) and each.code == "lost-record"
    ]
    assert len(lost) == 1
    articles = [each for each in found if isinstance(each, rareinsight.Article)]
    first = 0 if name == "a.txt" else 100
    assert numbers(articles) == list(range(first + 1, first + 100))


@frozen
class Failing:
    """Fails as a disk that is full does."""

    def run(self, share: Share, step: Step | None = None) -> bytes:  # noqa: ARG002 - a job takes both
        raise OSError(28, "No space left on device")


def test_what_a_job_raises_is_raised_here(folder: Path) -> None:
    from rareinsight.reader.places import find_places

    with pytest.raises(OSError, match="No space left"), Pool(Failing(), 2) as pool:
        list(pool.results(shares_of(find_places(folder)[0], Options())))
    assert children() == []


def test_a_script_needs_no_guard_and_stops_at_ctrl_c(folder: Path) -> None:
    script = folder.parent / "script.py"
    script.write_text(
        textwrap.dedent(f"""
            import time
            import rareinsight.reader
            for article in rareinsight.reader.read({str(folder / "a.txt")!r}, workers=2):
                print(article.title, flush=True)
                time.sleep(0.2)
        """)
    )
    process = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "Copper number 0\n"
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(started) == 2
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert errors.strip().endswith("KeyboardInterrupt")
    assert errors.count("Traceback") == 1
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("", 0),
        ("raise SystemExit(7)", 7),
        ("1 / 0", 1),
        ("for article in articles: raise KeyError", 1),
        ("import os, sys; child = os.fork(); child and sys.exit(os.waitpid(child, 0)[1])", 0),
    ],
)
def test_a_script_may_end_with_articles_unread(folder: Path, ending: str, status: int) -> None:
    script = "\n".join(
        [
            "from pathlib import Path",
            "from rareinsight.reader import read",
            f"articles = read({str(folder)!r}, workers=2)",
            "first = next(articles)",
            "print(Path('/proc/self/task').joinpath(Path('/proc/self').readlink(), 'children').read_text())",
            ending,
        ]
    )
    done = subprocess.run(
        [sys.executable, "-u", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (status, int(status == 1)), done.stderr
    assert "Fatal" not in done.stderr
    started = done.stdout.split()
    assert len(started) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def test_a_script_may_end_while_a_thread_reads(folder: Path) -> None:
    script = (
        "import threading\n"
        "from rareinsight.reader import read\n"
        "begun = threading.Event()\n"
        "def work():\n"
        f"    for _ in read({str(folder)!r}, workers=2, report=str): begun.set()\n"
        "threading.Thread(target=work, daemon=True).start()\n"
        "begun.wait()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_workers_end_with_a_main_process_that_is_killed(folder: Path) -> None:
    script = (
        f"from rareinsight.reader import read; a = read({str(folder)!r}, workers=2); print(next(a)); input()"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", script], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(started) == 2
    process.kill()
    process.communicate()
    end = time.monotonic() + 30
    while any(_is_running(pid) for pid in started) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_is_running(pid) for pid in started)


def _is_running(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
