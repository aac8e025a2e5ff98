"""Files that are cut short, corrupt, hostile or not there: what can be read is, the rest is told."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import socket
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dumps import collect, digest, dump, numbers
from rareinsight.convert import convert
from rareinsight.reader import read
from rareinsight.reader.decoding import Decoder
from rareinsight.reader.fields import TOO_DEEP

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}
MANY = 400  # so much text that several pieces of it come out before the damage


def _hardly_compressible() -> str:
    draw = Random(1)  # noqa: S311 - the same bytes each time
    return "".join(digest(number, draw.randbytes(2000).hex()) for number in range(MANY))


@pytest.mark.parametrize("method", COMPRESS)
def test_a_file_cut_short_gives_what_is_there(tmp_path: Path, method: str) -> None:
    texts = _hardly_compressible()
    whole = COMPRESS[method](texts.encode())
    path = tmp_path / "dump"
    path.write_bytes(whole[: len(whole) * 9 // 10])
    articles, notices = collect(path)
    found = numbers(articles)
    assert found == list(range(len(found)))
    assert len(found) > (0 if method == "bz2" else MANY // 2)
    assert [notice.code for notice in notices] == ["damaged-file"]
    assert "cut short" in notices[0].message


@pytest.mark.parametrize("method", COMPRESS)
def test_a_corrupt_file_gives_what_stands_before(tmp_path: Path, method: str) -> None:
    texts = _hardly_compressible()
    broken = bytearray(COMPRESS[method](texts.encode()))
    middle = len(broken) * 9 // 10
    broken[middle : middle + 64] = bytes(64)
    path = tmp_path / "dump"
    path.write_bytes(broken)
    articles, notices = collect(path)
    # behind the damage gzip may give other bytes than were packed until it sees that the sums differ
    found = numbers(articles[: MANY // 2])
    assert found == list(range(len(found)))
    assert {notice.code for notice in notices} <= {"damaged-file", "undecodable-bytes"}
    (damage,) = (notice for notice in notices if notice.code == "damaged-file")
    assert damage.offset is not None


def test_what_follows_compressed_data_is_told(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    path.write_bytes(gzip.compress(dump(2).encode()) + b"and some words")
    articles, notices = collect(path)
    assert numbers(articles) == [0, 1]
    assert "something else follows" in notices[0].message


@pytest.mark.parametrize("lost", [-5, -100, 300, 4])  # from the front if below zero
def test_parquet_cut_short(tmp_path: Path, lost: int) -> None:
    pa = pytest.importorskip("pyarrow")
    path = tmp_path / "dump.parquet"
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"text": [digest(0)] * 9}), path)
    content = path.read_bytes()
    path.write_bytes(content[:-lost])
    articles, notices = collect(path)
    assert (articles, [notice.code for notice in notices]) == ([], ["damaged-file"])


def test_bytes_that_are_no_text_are_passed_over_and_told(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    before, after = "Core Insights - 铜价 Pri".encode(), b"ces fell [1]\n"
    path.write_bytes(before + b"\xff\xfe\x80" + after)
    articles, notices = collect(path)
    assert articles[0].insights[0].text == "铜价 Prices fell"
    assert [(notice.code, notice.offset) for notice in notices] == [("undecodable-bytes", len(before))]
    assert notices[0].message.endswith("3 of utf-8")


def test_many_such_places_are_told_in_sum(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes(b"Prices fell\xff " * 100)
    _, notices = collect(path)
    assert len(notices) == 21
    assert notices[-1].message.endswith("80 more")


@given(
    st.lists(st.binary(max_size=8), max_size=8), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "cp1252"])
)
def test_decoding_does_not_depend_on_the_pieces(pieces: list[bytes], encoding: str) -> None:
    split, whole = Decoder("a", encoding), Decoder("a", encoding)
    assert "".join(split.decode(pieces)) == "".join(whole.decode([b"".join(pieces)]))
    assert split.last_notices() == whole.last_notices()


@given(st.text(max_size=50), st.sampled_from(["utf-8", "gb18030", "utf-16-le"]), st.integers(1, 5))
def test_what_was_encoded_is_decoded(text: str, encoding: str, size: int) -> None:
    data = text.encode(encoding)
    decoder = Decoder("a", encoding)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert "".join(decoder.decode(pieces)) == text
    assert decoder.last_notices() == []


@given(st.lists(st.binary(max_size=9), max_size=4))  # no more places than are told one by one
def test_places_of_undecodable_bytes_are_right(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    decoder = Decoder("a", "utf-8")
    text = "".join(decoder.decode(pieces))
    assert text == data.decode("utf-8", "ignore")
    kept, at = b"", 0
    for notice in decoder.notices():
        assert notice.offset is not None
        kept += data[at : notice.offset]
        at = notice.offset + int(notice.message.split(": ")[1].split()[0])
    assert (kept + data[at:]).decode() == text


@pytest.mark.parametrize("workers", [1, 2])
def test_lines_that_are_no_records_are_told(tmp_path: Path, workers: int) -> None:
    lines = [
        json.dumps({"text": digest(0)}),
        "{broken",
        "[1, 2]",
        json.dumps({"other": 1}),
        json.dumps({"text": None}),
        json.dumps({"text": "  "}),
        "[" * 100_000,
        '{"a":' * 9000 + "1" + "}" * 9000,
        json.dumps({"text": digest(8)})[:-1] + ', "a": ' + "[" * 101 + "]" * 101 + "}",
        json.dumps({"text": digest(9)})[:-1] + ', "a": ' + "[" * 99 + "]" * 99 + "}",
        json.dumps({"text": digest(7)}),
        '{"text": "cut of',
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(lines))
    articles, notices = collect(path, field="text", workers=workers)
    assert numbers(articles) == [0, 9, 7]
    assert [(notice.code, notice.record) for notice in notices] == [
        ("broken-record", 1),
        ("broken-record", 2),
        ("missing-text", 3),
        ("missing-text", 4),
        ("missing-text", 5),
        ("broken-record", 6),
        ("broken-record", 7),
        ("broken-record", 8),
        ("broken-record", 11),
    ]
    assert [notice.message.split(": ")[1] for notice in notices[5:8]] == [TOO_DEEP] * 3


def test_a_file_that_begins_with_a_record_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "dump"
    path.write_text('{"a":' * 9000 + "1" + "}" * 9000 + "\n" + json.dumps({"text": digest(1)}))
    articles, notices = collect(path)
    assert numbers(articles) == [1]
    assert [notice.code for notice in notices] == ["text-field", "broken-record"]
    assert convert(path, tmp_path / "out.parquet").articles == 1


def test_a_folder_with_all_kinds_of_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "文章"
    (folder / "二月").mkdir(parents=True)
    (folder / "一月.txt").write_text(digest(1))
    (folder / "二月" / "铜.txt").write_text(digest(2))
    (folder / "二月" / "circle").symlink_to(folder)
    (folder / "itself").symlink_to(folder / "itself")
    (folder / "dangling.txt").symlink_to(folder / "nowhere")
    (folder / "a folder.txt").mkdir()
    (folder / "again").symlink_to(folder / "二月")
    (folder / ".hidden").write_text(digest(9))
    (folder / "empty").write_bytes(b"")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
        articles, notices = collect(folder)
    assert sorted(numbers(articles)) == [1, 2]
    told = {Path(notice.path or "").name: notice.code for notice in notices}
    assert told == dict.fromkeys(("itself", "dangling.txt", "pipe", "socket"), "unreadable-file")


def test_globs_and_lists_keep_their_order(tmp_path: Path) -> None:
    for number in (3, 1, 2):
        (tmp_path / f"{number}.txt").write_text(digest(number))
    (tmp_path / "circle").symlink_to(tmp_path)
    assert numbers(collect(str(tmp_path / "*.txt"))[0]) == [1, 2, 3]
    assert numbers(collect(str(tmp_path / "**" / "*.txt"))[0]) == [1, 2, 3]
    assert numbers(collect([tmp_path / "3.txt", str(tmp_path / "[12].txt")])[0]) == [3, 1, 2]


def test_a_glob_with_two_links_that_lead_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "g" / "子"
    (folder / ".hidden").mkdir(parents=True)
    (folder / "up").symlink_to("..")
    (tmp_path / "g" / "loop").symlink_to(".")
    for number, path in enumerate((tmp_path / "g", folder, folder / ".hidden")):
        (path / f"{number}.txt").write_text(digest(number))
    monkeypatch.chdir(tmp_path)
    for pattern in ("g/**/*.txt", "**/*.txt", "**", "g/**", "./**/**/*.txt", f"{tmp_path}/*/**/[0-9].txt"):
        assert numbers(collect(pattern)[0]) == [0, 1], pattern
    assert numbers(collect("**/子/**/*.txt")[0]) == [1, 0]  # the link leads there
    articles, _ = collect("**/0.txt")
    assert articles[0].origin
    assert articles[0].origin.path == str(Path("g", "0.txt"))


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    try:
        path.write_text(digest(1))
    except OSError:
        pytest.skip("the file system has no such names")
    articles, _ = collect(tmp_path)
    assert articles[0].origin
    assert (articles[0].origin.path or "").endswith("caf\\xe9.txt")


def test_a_pipe_that_was_named_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    child = os.fork()
    if not child:
        path.write_text(digest(5))
        os._exit(0)
    articles, notices = collect(path)
    os.waitpid(child, 0)
    assert (numbers(articles), notices) == ([5], [])


@pytest.mark.parametrize("bomb", [b"a" * 1024, b"\n" * 1024], ids=["one line", "blank lines"])
def test_a_bomb_is_met_with_bounded_memory(tmp_path: Path, bomb: bytes) -> None:
    path = tmp_path / "bomb.gz"
    member = gzip.compress(bomb * 1024)
    path.write_bytes(gzip.compress(digest(1).encode()) + member * 80)
    tracemalloc.start()
    try:
        found = [number for article in read(path, report=str) for number in numbers([article])]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [1]
    assert peak < 150e6


def test_what_convert_has_not_finished_is_no_part_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(digest(1))
    unfinished = tmp_path / "out.jsonl.partial"
    unfinished.mkdir()
    (unfinished / "journal").write_text("{}\n")
    (unfinished / "output").write_text(digest(2))
    (tmp_path / "b.partial").mkdir()
    (tmp_path / "b.partial" / "c.txt").write_text(digest(3))
    assert len(list(read(tmp_path))) == 2
