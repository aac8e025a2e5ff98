"""A folder of texts, good and bad, and what every engine must make of it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from attrs import frozen

import faults
from rareinsight import arrow
from rareinsight.arrow import parse_table

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


@frozen
class Job:
    """Texts to read, and the articles that one process makes of them."""

    texts: Path
    flag: Path
    expected: pa.Table


def make_job(folder: Path, texts: Sequence[str | None], files: int) -> Job:
    """Write texts to some files and an empty one, with a text among them that kills its reader once."""
    flag = folder / "killed"
    middle = len(texts) // 2
    texts = [*texts[:middle], f"PLANTED KILL {flag}", *texts[middle:]]
    table = pa.table({"id": pa.array(range(len(texts)), pa.int64()), "text": pa.array(texts, pa.string())})
    (folder / "texts").mkdir()
    size = -(-len(texts) // files)
    for number in range(files + 1):
        pq.write_table(table.slice(number * size, size), folder / "texts" / f"{number:02}.parquet")
    flag.touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrow, "parse_many", faults.parse_many)
        expected = in_order(parse_table(table, keep=["id"], first_record=None))
    flag.unlink()
    return Job(folder / "texts", flag, expected)


def mixed_texts(count: int) -> list[str | None]:
    """Return the labelled corpus over and over, with every kind of bad record spread over it."""
    pages = _corpus()
    texts: list[str | None] = [f"{pages[number % len(pages)]}\n\nNumber {number}" for number in range(count)]
    bad = [None, "", "[" * 50 * count, "PLANTED FAULT", "\n".join(pages[:5]), "Rain is due in the south."]
    for place, text in enumerate(bad, 1):
        texts[place * count // (len(bad) + 1)] = text
    return texts


def huge_texts() -> list[str | None]:
    """Return some texts, one of them 50 MB of articles."""
    pages = _corpus()
    whole = "\n".join(pages)
    return [pages[0], None, whole * (50_000_000 // len(whole.encode()) + 1), "PLANTED FAULT", pages[1]]


def _corpus() -> list[str]:
    lines = (ROOT / "tests" / "pages" / "first.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["text"] for line in lines if line]


def in_order(articles: pa.Table) -> pa.Table:
    """Return articles sorted by the number of their text and theirs in it."""
    keys = pa.table({"id": articles["id"], "offset": pc.struct_field(articles["origin"], "offset")})
    order = pc.sort_indices(keys, [("id", "ascending"), ("offset", "ascending")])
    return articles.take(order).combine_chunks()


def run(script: Path, *arguments: str | Path) -> str:
    """Run a script with faults planted, in its own process; return what it printed."""
    paths = [str(Path(__file__).parent), *sys.path]
    quiet = {"SPARK_LOCAL_IP": "127.0.0.1", "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "faults.py"), str(script), *map(str, arguments)],
        env=os.environ | quiet | {"PYTHONPATH": os.pathsep.join(filter(None, paths))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def check(job: Job, script: str, target: Path, *options: str) -> None:
    """Run an example: it must lose a worker, and make of the texts what one process makes of them."""
    run(EXAMPLES / script, job.texts, target, *options)
    assert job.flag.exists(), "no worker was killed"
    job.flag.unlink()
    made = in_order(pa.dataset.dataset(target, format="parquet").to_table())
    assert made.schema.equals(job.expected.schema)
    assert made.equals(job.expected)
    assert made["error"].drop_null().to_pylist() == ["RuntimeError: planted"]


def needs(*packages: str, java: bool = False) -> pytest.MarkDecorator:
    """Skip where an engine is not installed."""
    missing = [package for package in packages if importlib.util.find_spec(package) is None]
    if java and shutil.which("java") is None:
        missing.append("java")
    return pytest.mark.skipif(bool(missing), reason=f"not here: {', '.join(missing)}")
