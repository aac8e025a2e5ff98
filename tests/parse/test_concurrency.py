"""Many at once: threads, processes that are spawned or forked, the registry, and pickles of other Pythons."""

import base64
import multiprocessing
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

import rareinsight as ri
from outlines import everything

THREADS: Final = 16
PAGES: Final = [
    f"T {number}\nPort·2026-03-{number + 1:02} 08:14\n\nCore Insights - Tin rose [{number}] Group 1: Mines - Two closed"
    for number in range(THREADS)
]


def read(text: str) -> str:
    return repr(everything(ri.parse(text)))


def test_parse_leaves_no_trace_in_later_results() -> None:
    """Not even a broken citation below one that belongs to nothing: the empty chunk is shared by all texts."""
    text = "Core Insights - Prices fell [1] Market Outlook"
    before = read(text)
    ri.parse("[1] [2-]")
    assert read(text) == before


@pytest.mark.slow
@pytest.mark.usefixtures("own_registry")
def test_sixteen_threads_parse_at_once() -> None:
    """Nothing is compiled yet, and no format looked up, when all of them ask for it."""
    barrier = threading.Barrier(THREADS)

    def begin(text: str) -> str:
        barrier.wait()
        fresh = ri.formats()["digest"].evolve(name="fresh", boilerplate=[text.splitlines()[0] + " x"])
        return read(text) + str(ri.parse(text, format=fresh))

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(begin, PAGES))
    barrier = threading.Barrier(1)
    assert found == list(map(begin, PAGES))


@pytest.mark.usefixtures("own_registry")
def test_registry_is_thread_safe() -> None:
    """Of formats with one name exactly one is registered, all others are, and no thread sees half of a change."""
    before = len(ri.formats())

    def register(number: int) -> bool:
        own = ri.Format(f"own {number}", [ri.Heading([f"Facts {number}"])])
        assert ri.register(own) is own
        assert ri.formats()[own.name] == own
        assert ri.parse(f"Facts {number}\n- Tin rose", format=own.name).format == own.name
        try:
            ri.register(ri.Format("shared", [ri.Heading([f"Facts {number}"])]))
        except ValueError:
            return False
        return True

    with ThreadPoolExecutor(THREADS) as threads:
        taken = list(threads.map(register, range(200)))
    assert taken.count(True) == 1
    assert len(ri.formats()) == before + 200 + 1


@pytest.mark.parametrize("method", ["spawn", "fork", "forkserver"])
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_articles_are_pickled_between_processes(method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as processes:
        assert [repr(everything(each)) for each in processes.map(ri.parse, PAGES[:4])] == list(map(read, PAGES[:4]))


#: Run by another Python, with the packages of this one: pure Python modules and wheels for it have to be there.
ANSWER: Final = """
import base64, pickle, sys
article = pickle.loads(base64.b64decode(sys.stdin.read()))
print(base64.b64encode(pickle.dumps(article)).decode())
"""


def other_pythons() -> list[Path]:
    """Environments that have the library on another Python, as `.ci/run` makes them."""
    found = sorted(Path(__file__).parents[2].glob(".ci/venv-3.*/bin/python"))
    program = "import sys, rareinsight; sys.exit(sys.version_info[:2] == tuple(map(int, sys.argv[1:])))"
    mine = list(map(str, sys.version_info[:2]))
    return [each for each in found if subprocess.run([each, "-c", program, *mine], check=False).returncode == 0]


def test_articles_are_pickled_between_python_versions(seed: str) -> None:
    pythons = other_pythons()
    if not pythons:
        pytest.skip("no other Python has the library here")
    article = ri.link(ri.parse(seed), ["a paragraph"] * 13)
    for python in pythons:
        sent = base64.b64encode(pickle.dumps(article))
        done = subprocess.run([python, "-c", ANSWER], input=sent, capture_output=True, check=True)
        back = pickle.loads(base64.b64decode(done.stdout))  # noqa: S301 - our own
        assert everything(back) == everything(article)
