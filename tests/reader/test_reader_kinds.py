"""Every kind of file, whole: told by its content, read in order, each article with its origin."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dumps import collect, digest, dump, numbers
from rareinsight import parse_many
from rareinsight.reader import read
from rareinsight.reader.compression import compression_of, decompress
from rareinsight.reader.kinds import UnknownKindError, kind_of


def zstd_compress(data: bytes) -> bytes:
    zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    compressed: bytes = zstd.compress(data)
    return compressed


COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd_compress,
}


@pytest.mark.parametrize("method", COMPRESS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_in_any_wrapping_is_that_text(tmp_path: Path, method: str, encoding: str) -> None:
    path = tmp_path / "铜.dump"
    path.write_bytes(COMPRESS[method](dump(5).encode(encoding)))
    articles, notices = collect(path)
    assert [article.raw for article in articles] == [article.raw for article in parse_many(dump(5))]
    assert notices == []
    for article in articles:
        assert article.origin is not None
        assert (article.origin.path, article.origin.record) == (str(path), 0)
        start = article.origin.offset or 0
        assert dump(5)[start : start + len(article.raw)] == article.raw


@pytest.mark.parametrize("method", [name for name in COMPRESS if name != "plain"])
def test_members_follow_one_another(tmp_path: Path, method: str) -> None:
    path = tmp_path / "dump"
    members = [COMPRESS[method](digest(number).encode()) for number in range(3)]
    path.write_bytes(b"".join(members) + bytes(512 if method in ("gzip", "xz") else 0))
    articles, notices = collect(path)
    assert (numbers(articles), notices) == ([0, 1, 2], [])


@given(st.binary(max_size=2000), st.integers(1, 5), st.sampled_from(["gzip", "bz2", "xz"]))
def test_what_was_compressed_comes_out(data: bytes, members: int, name: str) -> None:
    packed = COMPRESS[name](data)
    method = compression_of(packed)
    assert method == name
    assert method is not None
    stream = io.BytesIO(packed * members)
    assert b"".join(decompress(stream, method)) == data * members


def test_an_encoding_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes(digest(7, "铜价下跌").encode("gb18030"))
    articles, notices = collect(path, encoding="gb18030")
    assert articles[0].insights[0].text == "铜价下跌"
    assert notices == []


def test_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl.gz"
    records = [{"id": number, "page": digest(number), "tags": ["a"]} for number in range(3)]
    lines = [json.dumps(records[0]), "", json.dumps(records[1]), json.dumps(records[2] | {"page": dump(2)})]
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    articles, notices = collect(path)
    assert numbers(articles) == [0, 1, 0, 1]
    assert [article.origin.record for article in articles if article.origin] == [0, 2, 3, 3]
    assert [article.origin.offset for article in articles if article.origin] == [0, 0, 0, len(digest(0))]
    assert articles[1].origin
    assert articles[1].origin.fields == {"id": 1, "tags": ["a"]}
    assert [(notice.code, notice.message[-6:]) for notice in notices] == [("text-field", "'page'")]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"summary": "Rain is due.", "text": "Snow is due in the north."}, "text"),
        ({"text": "a teaser", "inner": digest(1)}, "inner"),
        ({"a": "x", "b": "some longer words"}, "b"),
    ],
)
def test_the_field_with_the_text_is_found(tmp_path: Path, record: dict[str, str], field: str) -> None:
    path = tmp_path / "dump"
    path.write_text(json.dumps(record) + "\n")
    articles, notices = collect(path)
    assert "".join(article.raw for article in articles) == record[field]
    assert repr(field) in notices[0].message


def test_a_field_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_text(json.dumps({"text": digest(1), "other": digest(2)}) + "\n")
    articles, notices = collect(path, field="other")
    assert (numbers(articles), notices) == ([2], [])


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "dump"
    table = pa.table(
        {
            "key": pa.array([Decimal("1.50"), None, Decimal("2.00")]),
            "body": pa.array([digest(0), None, digest(2)], pa.large_string()),
            "day": pa.array([date(2025, 8, 26)] * 3),
        }
    )
    pq.write_table(table, path, row_group_size=2)
    articles, notices = collect(path)
    assert numbers(articles) == [0, 2]
    assert articles[1].origin
    assert articles[1].origin.record == 2
    assert articles[1].origin.fields == {"key": "2.00", "day": "2025-08-26"}
    assert [(notice.code, notice.record) for notice in notices] == [("text-field", None), ("missing-text", 1)]


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    path = tmp_path / "dump.parquet"
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"body": [digest(0)]}), path)
    articles, notices = collect(path, field="bodi")
    assert articles == []
    assert "did you mean 'body'?" in notices[0].message


def test_the_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(dump(3).encode()))))
    articles, notices = collect("-")
    assert (numbers(articles), notices) == ([0, 1, 2], [])
    assert articles[0].origin
    assert articles[0].origin.path == "-"


def test_urls() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    for number in range(3):
        memory.pipe(f"/dumps/part-{number}.txt.gz", gzip.compress(digest(number).encode()))
    try:
        for url in ("memory://dumps", "memory://dumps/*.gz"):
            articles, notices = collect(url)
            assert (numbers(articles), notices) == ([0, 1, 2], [])
        articles, _ = collect("memory://dumps/part-1.txt.gz")
        assert articles[0].origin
        assert (articles[0].origin.path or "").endswith("/dumps/part-1.txt.gz")
        with pytest.raises(FileNotFoundError):
            read("memory://dumps/part-9.txt.gz")
    finally:
        memory.rm("/dumps", recursive=True)


@pytest.mark.parametrize(
    ("head", "path", "kind"),
    [
        (b"", "a", "text"),
        (b"[1] Copper", "a.json", "text"),
        (b"{curly} words", "a", "text"),
        (b'\xef\xbb\xbf\n {"a": 1}\nrest', "a", "lines"),
        (b'{"text": "cut of', "a", "lines"),
        (b"not json", "a.JSONL.zst", "lines"),
        (b"WARC/1.0\r\n", "a", "warc"),
    ],
)
def test_kinds(head: bytes, path: str, kind: str) -> None:
    assert kind_of(head, path, None) == kind


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b'[{"text": "a"}]', "JSON, but not one record a line"),
        (b'{\n  "text": "a"\n}', "JSON, but not one record a line"),
        ("Core Insights".encode("utf-16-le"), "UTF-16"),
        ("核心观点 铜价下跌".encode("gb18030"), "encoding"),
        (bytes(range(256)) * 8, "encoding"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, head: bytes, words: str) -> None:
    with pytest.raises(UnknownKindError, match=words):
        kind_of(head, "a", None)
    path = tmp_path / "a"
    path.write_bytes(head)
    articles, notices = collect(path)
    assert (articles, [notice.code for notice in notices]) == ([], ["unknown-file"])


def test_misuse_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(FileNotFoundError):
        read(str(tmp_path / "*.txt"))
    with pytest.raises(TypeError, match="bytes"):
        read(b"dump.txt")  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(TypeError, match="int"):
        read([3])  # type: ignore[list-item]  # likewise
    with pytest.raises(ValueError, match="utf-9"):
        read(tmp_path, encoding="utf-9")
    for name in ("hex", "rot13", "base64", "idna", "undefined"):
        with pytest.raises(ValueError, match=f"no encoding of text is named '{name}'"):
            read(tmp_path, encoding=name)
    with pytest.raises(TypeError, match="field is the name of a field or a column, not int"):
        read(tmp_path, field=3)  # type: ignore[arg-type]  # likewise
    with pytest.raises(ValueError, match="digest"):
        read(tmp_path, format="digset")
    with pytest.raises(ValueError, match="workers"):
        read(tmp_path, workers=0)
