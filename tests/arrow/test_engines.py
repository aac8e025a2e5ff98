"""The examples on the real engines: the same articles as one process makes, whatever breaks on the way."""

from pathlib import Path
from typing import NamedTuple

import pytest

from jobs import Job, check, huge_texts, make_job, mixed_texts, needs


class Engine(NamedTuple):
    """An example, and what has to be installed for it."""

    script: str
    needed: pytest.MarkDecorator


SPARK = Engine("spark_digest.py", needs("pyspark", "pandas", java=True))
CONNECT = Engine("spark_digest.py", needs("pyspark", "pandas", "grpc", java=True))
DASK = Engine("dask_digest.py", needs("distributed"))
RAY = Engine("ray_digest.py", needs("ray", "pandas"))
#: The number of texts and files; or a few texts, one of them huge.
TEXTS = {"some texts": (400, 4), "many texts": (20_000, 20), "a huge text": (0, 2)}
#: What an engine reads, and the options of its example.
RUNS: list[tuple[Engine, str, list[str]]] = [
    *((DASK, "some texts", []), (SPARK, "some texts", ["--master", "local[2,4]"])),
    *((RAY, "some texts", []), (CONNECT, "some texts", ["--remote", "local[2,4]"])),
    *((SPARK, "many texts", ["--master", master]) for master in ("local[2,4]", "local-cluster[2,1,1024]")),
    *((DASK, "many texts", []), (RAY, "many texts", [])),
    *((engine, "a huge text", list[str]()) for engine in (SPARK, DASK, RAY)),
]


@pytest.fixture(scope="module")
def job(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Job:
    count, files = TEXTS[request.param]
    return make_job(tmp_path_factory.mktemp("texts"), mixed_texts(count) if count else huge_texts(), files)


@pytest.mark.parametrize(
    ("job", "script", "options"),
    [
        pytest.param(texts, script, options, marks=[needed, pytest.mark.full])
        for (script, needed), texts, options in RUNS
    ],
    indirect=["job"],
)
def test_example_runs_on_its_engine(job: Job, script: str, options: list[str], tmp_path: Path) -> None:
    check(job, script, tmp_path / "articles", *options)
