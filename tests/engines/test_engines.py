"""The examples on the real engines: the same articles as one process makes, whatever breaks on the way."""

from pathlib import Path

import pytest
from jobs import Job, check, huge_texts, make_job, mixed_texts, needs

on_spark = needs("pyspark", "pandas", java=True)
on_connect = needs("pyspark", "pandas", "grpc", java=True)
on_dask = needs("distributed")
on_ray = needs("ray", "pandas")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return make_job(tmp_path_factory.mktemp("small"), mixed_texts(400), 4)


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return make_job(tmp_path_factory.mktemp("big"), mixed_texts(20_000), 20)


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return make_job(tmp_path_factory.mktemp("huge"), huge_texts(), 2)


@on_spark
def test_spark_reads_some_texts(small: Job, tmp_path: Path) -> None:
    check(small, "spark_digest.py", tmp_path / "articles", "--master", "local[2,4]")


@on_dask
def test_dask_reads_some_texts(small: Job, tmp_path: Path) -> None:
    check(small, "dask_digest.py", tmp_path / "articles")


@on_ray
@pytest.mark.full
def test_ray_reads_some_texts(small: Job, tmp_path: Path) -> None:
    check(small, "ray_digest.py", tmp_path / "articles")


@on_spark
@pytest.mark.full
@pytest.mark.parametrize("master", ["local[2,4]", "local-cluster[2,1,1024]"])
def test_spark_reads_many_texts(big: Job, tmp_path: Path, master: str) -> None:
    check(big, "spark_digest.py", tmp_path / "articles", "--master", master)


@on_connect
@pytest.mark.full
def test_spark_connect_reads_some_texts(small: Job, tmp_path: Path) -> None:
    check(small, "spark_digest.py", tmp_path / "articles", "--remote", "local[2,4]")


@on_dask
@pytest.mark.full
def test_dask_reads_many_texts(big: Job, tmp_path: Path) -> None:
    check(big, "dask_digest.py", tmp_path / "articles")


@on_ray
@pytest.mark.full
def test_ray_reads_many_texts(big: Job, tmp_path: Path) -> None:
    check(big, "ray_digest.py", tmp_path / "articles")


@pytest.mark.full
@pytest.mark.parametrize(
    "script",
    [
        pytest.param("spark_digest.py", marks=on_spark),
        pytest.param("dask_digest.py", marks=on_dask),
        pytest.param("ray_digest.py", marks=on_ray),
    ],
)
def test_engines_read_a_huge_text(huge: Job, tmp_path: Path, script: str) -> None:
    check(huge, script, tmp_path / "articles")
