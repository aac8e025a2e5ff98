"""Large dumps: every article comes out, and the memory that takes does not grow with the dump."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dumps import dump

resource = pytest.importorskip("resource")

PROGRAM = """
import json, resource, sys
from rareinsight.reader import read
from rareinsight.convert import convert
from rareinsight import parse_many, to_json
to_json(next(parse_many("Core Insights - Prices fell [1]")))
path, what = sys.argv[1:]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = convert(path, path + ".jsonl").articles if what == "convert" else sum(1 for _ in read(path))
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([count, grown / 1024]))
"""

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt")).read_text("utf-8").rstrip() + "\n\n"
#: Of a page: short articles with something to decide in each, and such as crawlers give, which are read in steps.
DECIDED, CRAWLED = 200, 400


@pytest.mark.parametrize("what", ["read", "convert"])
@pytest.mark.parametrize(
    "megabytes",
    [
        3,
        pytest.param(45, marks=pytest.mark.full),
        pytest.param(1000, marks=pytest.mark.full),
    ],
)
def test_memory_is_bounded(tmp_path: Path, megabytes: int, what: str) -> None:
    page = (dump(DECIDED) + SEED * CRAWLED).encode()
    pages = megabytes * 1_000_000 // len(page) + 1
    path = tmp_path / "dump.txt"
    with path.open("wb") as file:
        for _ in range(pages):
            file.write(page)
    done = subprocess.run([sys.executable, "-c", PROGRAM, path, what], capture_output=True, check=True)
    count, grown = json.loads(done.stdout)
    assert count == pages * (DECIDED + CRAWLED)
    assert grown < 60
