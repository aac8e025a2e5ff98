"""Parquet with odd values in it: the record is read without them, or told and passed over, and the rest goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dumps import collect, digest, numbers
from rareinsight.reader import parquet

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

COUNT = 3
MEGABYTES = """
import resource, sys
from rareinsight.reader import read
import rareinsight.reader.parquet
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(1 for _ in read(sys.argv[1], field="text", report=print)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def write(path: Path, column: Any) -> None:  # noqa: ANN401 - pyarrow may be absent
    table = pa.table({"text": [digest(number) for number in range(COUNT)], "kept": column})
    pq.write_table(table, path)


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("values", "type"), [([1, 2, 2**62], "timestamp[us]"), ([1, 2, 2**30], "date32")], ids=["moment", "day"]
)
def test_a_date_too_far_for_python_costs_its_field(
    tmp_path: Path, values: list[int], type: str, workers: int
) -> None:
    path = tmp_path / "dump.parquet"
    bits = pa.int32() if type == "date32" else pa.int64()
    write(path, pa.array(values, bits).cast(type))
    articles, notices = collect(path, field="text", workers=workers)
    assert numbers(articles) == [0, 1, 2]
    assert [len(article.origin.fields) for article in articles if article.origin] == [1, 1, 0]
    assert [(notice.code, notice.record) for notice in notices] == [("unreadable-field", 2)]
    assert "'kept'" in notices[0].message


@pytest.mark.parametrize(
    ("type", "found"),
    [
        ("timestamp[us, tz=Nowhere/Town]", "1970-01-01T00:00:00.000001+00:00"),
        ("timestamp[ns]", "1970-01-01T00:00:00.000001"),
        ("time64[ns]", "00:00:00.000001"),
        ("duration[ns]", "0:00:00.000001"),
    ],
)
def test_moments_that_python_cannot_hold_as_they_are(tmp_path: Path, type: str, found: str) -> None:
    zone = type.partition("tz=")[2].strip("]")
    unit = type.partition("[")[2][:2]
    makers = {"timestamp": pa.timestamp, "time64": pa.time64, "duration": pa.duration}
    made = makers[type.partition("[")[0]](*((unit, zone) if zone else (unit,)))
    path = tmp_path / "dump.parquet"
    write(path, pa.array([1 if unit == "us" else 1001] * COUNT, pa.int64()).cast(made))
    articles, notices = collect(path, field="text")
    assert (numbers(articles), notices) == ([0, 1, 2], [])
    assert articles[0].origin
    assert articles[0].origin.fields == {"kept": found}


def test_moments_within_lists_and_structs(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    type = pa.struct([("at", pa.list_(pa.timestamp("ns")))])
    write(path, pa.array([{"at": [1001]}] * COUNT, type))
    articles, notices = collect(path, field="text")
    assert (numbers(articles), notices) == ([0, 1, 2], [])
    assert articles[0].origin
    assert articles[0].origin.fields == {"kept": {"at": ["1970-01-01T00:00:00.000001"]}}


def test_strings_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "dump.parquet"
    texts = [digest(0).encode(), digest(1).encode() + b"\xff", digest(2).encode()]
    table = pa.table(
        {"text": pa.array(texts, pa.binary()), "kept": pa.array([b"a", b"b", b"c\xff"], pa.binary())}
    )
    as_strings = pa.table(
        [pa.StringArray.from_buffers(COUNT, *column.chunk(0).buffers()[1:]) for column in table.columns],
        names=table.column_names,
    )
    for each in (table, as_strings):
        pq.write_table(each, path)
        articles, notices = collect(path, field="text")
        assert numbers(articles) == [0, 1, 2]
        assert [(notice.code, notice.record) for notice in notices] == [("undecodable-bytes", 1)]
        assert notices[0].message.endswith(f"1 of utf-8, the first at {len(digest(1).encode())}")
        assert [article.origin.fields["kept"] for article in articles if article.origin] == [
            "a",
            "b",
            "c\\xff",
        ]


def test_rows_that_are_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "LONGEST_RECORD", 10_000)
    path = tmp_path / "dump.parquet"
    write(path, pa.array(["a", "b" * 20_000, ""]))
    articles, notices = collect(path, field="text")
    assert numbers(articles) == [0, 2]
    assert [(notice.code, notice.record) for notice in notices] == [("long-record", 1)]


@pytest.mark.parametrize("nested", [False, True])
def test_a_word_that_many_rows_share_is_unpacked_in_bounded_memory(tmp_path: Path, nested: bool) -> None:
    pytest.importorskip("resource")
    path = tmp_path / "bomb.parquet"
    shared = pa.DictionaryArray.from_arrays(pa.array([0] * 400), pa.array(["a" * 12_000_000]))
    kept = pa.ListArray.from_arrays(list(range(401)), shared) if nested else shared
    table = pa.table({"text": ["Rain is due."] * 400, "kept": kept})
    pq.write_table(table, path, store_schema=False)
    done = subprocess.run([sys.executable, "-c", MEGABYTES, str(path)], capture_output=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    assert count == 400
    assert megabytes < 400
