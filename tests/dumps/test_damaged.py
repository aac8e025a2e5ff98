"""Damaged archives and tables: everything in them is read or reported, and nothing else is read."""

import bz2
import gzip
import io
import lzma
import random
import re
import tarfile
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from commands import run_python
from samples import collect, digest, numbers

COUNT = 6
BLOCK = tarfile.BLOCKSIZE


def tarred(format: int, folder: str = "in") -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=format) as archive:
        for number in range(COUNT):
            member, text = tarfile.TarInfo(f"{folder}/{number}.txt"), digest(number).encode()
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    return written.getvalue()


class Pipe(io.BytesIO):
    """A file without random access, to which zip writes the size of each member after the member."""

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


def zipped(method: int, file: type[io.BytesIO] = io.BytesIO, *, is_large: bool = False) -> bytes:
    written = file()
    with zipfile.ZipFile(written, "w", method) as archive:
        for number in range(COUNT):
            info = zipfile.ZipInfo(f"in/{number}.txt")
            info.compress_type = method
            with archive.open(info, "w", force_zip64=is_large) as member:
                member.write(digest(number).encode())
    return written.getvalue()


def streams(compress: Callable[[bytes], bytes]) -> bytes:
    return b"".join(compress(digest(number).encode()) for number in range(COUNT))


ARCHIVES: dict[str, bytes] = {
    "ustar.tar": tarred(tarfile.USTAR_FORMAT),
    "pax.tar": tarred(tarfile.PAX_FORMAT, "铜" * 60),
    "gnu.tar": tarred(tarfile.GNU_FORMAT, "n" * 120),
    "stored.zip": zipped(zipfile.ZIP_STORED),
    "deflated.zip": zipped(zipfile.ZIP_DEFLATED),
    "piped.zip": zipped(zipfile.ZIP_DEFLATED, Pipe),
    "piped-stored.zip": zipped(zipfile.ZIP_STORED, Pipe),
    "large.zip": zipped(zipfile.ZIP_STORED, is_large=True),
    "piped-large.zip": zipped(zipfile.ZIP_DEFLATED, Pipe, is_large=True),
    "bzip2.zip": zipped(zipfile.ZIP_BZIP2),
    "lzma.zip": zipped(zipfile.ZIP_LZMA),
    "a.tar.gz": gzip.compress(tarred(tarfile.USTAR_FORMAT)),
    "a.tar.bz2": bz2.compress(tarred(tarfile.GNU_FORMAT)),
    "a.tar.xz": lzma.compress(tarred(tarfile.PAX_FORMAT)),
    "a.txt.gz": streams(gzip.compress),
    "a.txt.bz2": streams(bz2.compress),
    "a.txt.xz": streams(lzma.compress),
}


#: Compressed files that end with one of their streams, which nothing tells from complete ones.
COMPLETE = {
    b"".join(compress(digest(number).encode()) for number in range(count))
    for compress in (gzip.compress, bz2.compress, lzma.compress)
    for count in range(COUNT)
}


def contents(archive: bytes) -> list[range]:
    """Where a tar holds the texts themselves, which have no checksum."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as read:
        return [range(member.offset_data, member.offset_data + member.size) for member in read]


def damage(archive: bytes, dice: random.Random) -> bytes:
    """Flip a bit, overwrite or zero some bytes or a block, cut the end off, or take a piece out."""
    data, at = bytearray(archive), dice.randrange(len(archive))
    match dice.choice(["bit", "bytes", "zeros", "block", "cut", "gap"]):
        case "bit":
            data[at] ^= 1 << dice.randrange(8)
        case "bytes":
            data[at : at + 4] = dice.randbytes(min(4, len(data) - at))
        case "zeros":
            data[at : at + 16] = bytes(min(16, len(data) - at))
        case "block":
            at -= at % BLOCK
            data[at : at + BLOCK] = bytes(min(BLOCK, len(data) - at))
        case "cut":
            del data[dice.choice([at, at - at % BLOCK]) :]
        case _:
            del data[at : at + dice.choice([1, 30, BLOCK])]
    return bytes(data)


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, pytest.param(1000, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", ARCHIVES)
def test_damaged_archives_lose_nothing_silently(tmp_path: Path, name: str, count: int) -> None:
    archive, path, dice, recovered = ARCHIVES[name], tmp_path / name, random.Random(name), 0  # noqa: S311 - no secret
    kept = contents(archive) if name.endswith(".tar") else []
    for _ in range(count):
        damaged = damage(archive, dice)
        path.write_bytes(damaged)
        articles, notices = collect(path)
        found = {digest(number).strip() for number in range(COUNT)} & {article.raw.strip() for article in articles}
        recovered += len(found)
        if not notices and len(found) < COUNT and damaged not in COMPLETE:
            texts = [any(archive[at] != damaged[at] for at in content if at < len(damaged)) for content in kept]
            assert any(texts), "a text is missing"
            assert len({article.origin and article.origin.path for article in articles}) == COUNT
    assert recovered >= count * COUNT * (0 if ".tar." in name else 0.5)


PROGRAM = Path(__file__).with_name("damaged_tables.py")
MEMORY = {
    "OMP_NUM_THREADS": "1",
    "PYTHONMALLOC": "debug",
    "MALLOC_PERTURB_": "165",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        pytest.param(0, 6, marks=pytest.mark.slow),
        *(pytest.param(at, at + 250, marks=pytest.mark.full) for at in range(0, 1250, 250)),
    ],
)
def test_damaged_tables_end_no_process_and_yield_no_other_memory(first: int, last: int) -> None:
    pytest.importorskip("pyarrow.parquet")
    done = run_python(PROGRAM, str(first), str(last), variables=MEMORY)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    lines = done.stdout.splitlines()
    assert len(lines) == 8
    for line in lines:
        kind, articles, reported = line.split()
        assert int(articles) > 8 * (last - first), kind
        assert int(reported) > (last - first) / 5, kind


@pytest.mark.parametrize("step", [23, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", ["ustar.tar", "pax.tar", "gnu.tar"])
def test_damaged_headers_of_a_tar_cost_one_file(tmp_path: Path, name: str, step: int) -> None:
    archive, path = ARCHIVES[name], tmp_path / name
    with tarfile.open(fileobj=io.BytesIO(archive)) as read:
        second = read.getmembers()[1]
    for at in range(second.offset, second.offset_data, step):
        damaged = bytearray(archive)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        articles, notices = collect(path)
        texts = {article.raw for article in articles}
        assert {digest(number) for number in range(COUNT) if number != 1} <= texts
        assert digest(1) in texts or "damaged-file" in {notice.code for notice in notices}


@pytest.mark.parametrize("name", ["ustar.tar", "pax.tar", "gnu.tar"])
@pytest.mark.parametrize("gap", [1, 30, 512, 700])
def test_missing_bytes_in_a_tar_are_reported(tmp_path: Path, name: str, gap: int) -> None:
    archive, path = ARCHIVES[name], tmp_path / name
    start = contents(archive)[1].start + 10
    path.write_bytes(archive[:start] + archive[start + gap :])
    articles, notices = collect(path)
    assert digest(0) in {article.raw for article in articles}
    assert "damaged-file" in {notice.code for notice in notices}


def with_header(archive: bytes, start: int, field: slice, value: bytes) -> bytes:
    """Change a header of a tar, and its checksum."""
    header = bytearray(archive[start : start + BLOCK])
    header[field], header[148:156] = value, b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return archive[:start] + header + archive[start + BLOCK :]


@pytest.mark.parametrize("zeros", [0, 1])
def test_missing_end_of_a_tar_is_reported(tmp_path: Path, zeros: int) -> None:
    (tmp_path / "a.tar").write_bytes(ARCHIVES["ustar.tar"][: 4 * BLOCK] + bytes(zeros * BLOCK))
    articles, [notice] = collect(tmp_path)
    assert (numbers(articles), notice.code) == ([0, 1], "damaged-file")


@pytest.mark.parametrize("size", [b"\xff" * 12, b"\x80" + b"\x7f" * 11, b"77777777777\0"])
def test_impossible_sizes_in_a_tar_are_reported(tmp_path: Path, size: bytes) -> None:
    archive, path = ARCHIVES["ustar.tar"], tmp_path / "a.tar"
    path.write_bytes(with_header(archive, contents(archive)[1].start - BLOCK, slice(124, 136), size))
    articles, notices = collect(path)
    assert numbers(articles)[:1] == [0]
    assert "damaged-file" in {notice.code for notice in notices}


def test_impossible_maps_of_sparse_files_in_a_tar_cost_one_file(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(COUNT):
            member, text = tarfile.TarInfo(f"{number}.txt"), digest(number).encode()
            member.size, member.pax_headers = len(text), {"GNU.sparse.map": "0,x"} if number == 2 else {}
            archive.addfile(member, io.BytesIO(text))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 1, 3, 4, 5]
    assert [notice.code for notice in notices] == ["damaged-file"]


def test_files_of_unknown_type_in_a_tar_are_read(tmp_path: Path) -> None:
    archive, path = ARCHIVES["ustar.tar"], tmp_path / "a.tar"
    path.write_bytes(with_header(archive, contents(archive)[1].start - BLOCK, slice(156, 157), b"M"))
    articles, notices = collect(path)
    assert (numbers(articles), notices) == (list(range(COUNT)), [])


def test_read_reports_empty_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    tarfile.open(tmp_path / "b.tar", "w").close()
    (tmp_path / "c.zip").write_bytes(b"")
    (tmp_path / "d.gz").write_bytes(gzip.compress(b""))
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr(".hidden/a.txt", digest(1))
    articles, notices = collect(tmp_path)
    assert articles == []
    assert [(Path(notice.path or "").name, notice.code) for notice in notices] == [
        (name, "empty-file") for name in ("a.zip", "b.tar", "c.zip", "d.gz", "e.zip")
    ]


@pytest.mark.parametrize("name", ["deflated.zip", "large.zip"])
def test_read_takes_what_the_directory_of_a_zip_lacks(tmp_path: Path, name: str) -> None:
    archive = ARCHIVES[name]
    end = archive.index(b"PK\5\6")
    size, start = (int.from_bytes(archive[at : at + 4], "little") for at in (end + 12, end + 16))
    shorter = archive[: end + 12] + (size - size // COUNT).to_bytes(4, "little") + archive[end + 16 :]
    for damaged in (shorter, archive[:start], archive[:end], archive + archive[start:], archive[: start - 1]):
        (tmp_path / "a.zip").write_bytes(damaged)
        articles, notices = collect(tmp_path)
        texts = [article.raw for article in articles]
        assert texts[: COUNT - 1] == [digest(number) for number in range(COUNT - 1)]
        assert texts[COUNT - 1 :] or "damaged-file" in {notice.code for notice in notices}


def test_read_needs_no_signatures_after_the_files_of_a_zip(tmp_path: Path) -> None:
    archive = ARCHIVES["piped.zip"]
    (tmp_path / "a.zip").write_bytes(archive[: archive.index(b"PK\1\2")].replace(b"PK\7\x08", b""))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == list(range(COUNT))
    assert [notice.code for notice in notices] == ["damaged-file"]


def test_read_takes_text_that_a_zip_stores_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/", "")
        archive.writestr("named like one/", digest(1))
    articles, notices = collect(tmp_path)
    assert (numbers(articles), notices) == ([1], [])


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.bz2", "a.txt.xz"])
@pytest.mark.parametrize("place", [0, 40])
def test_read_resumes_at_the_stream_after_a_damaged_one(tmp_path: Path, name: str, place: int) -> None:
    archive, path = bytearray(ARCHIVES[name]), tmp_path / name
    packers: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    compress = packers[name.rpartition(".")[2]]
    archive[len(compress(digest(0).encode())) + place] ^= 255
    path.write_bytes(archive)
    articles, notices = collect(path)
    assert numbers(articles) == [0, 2, 3, 4, 5]
    assert {each.raw.strip() for each in articles} <= {digest(number).strip() for number in range(COUNT)}
    assert {notice.code for notice in notices} == {"damaged-file"}


def table(number: int) -> Any:  # noqa: ANN401 - Arrow is an extra
    return pytest.importorskip("pyarrow").table({"text": [digest(number)]})


def test_read_takes_each_stream_of_a_file(tmp_path: Path) -> None:
    ipc, written = pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    for number in range(3):
        with ipc.new_stream(written, table(number).schema) as stream:
            stream.write(table(number))
    (tmp_path / "a").write_bytes(written.getvalue())
    articles, notices = collect(tmp_path, field="text")
    assert (numbers(articles), notices) == ([0, 1, 2], [])
    for damaged in (written.getvalue()[:-8], written.getvalue() + b"noise"):
        (tmp_path / "a").write_bytes(damaged)
        articles, [notice] = collect(tmp_path, field="text")
        assert (numbers(articles), notice.code) == ([0, 1, 2], "damaged-file")


def listed(kind: str) -> bytes:
    """A file with a list of its three batches or row groups at its end."""
    ipc, pq = (pytest.importorskip(f"pyarrow.{name}") for name in ("ipc", "parquet"))
    written = io.BytesIO()
    open_file = {"arrow": ipc.new_file, "parquet": pq.ParquetWriter}[kind]
    with open_file(written, table(0).schema) as file:
        for number in range(3):
            file.write_table(table(number))
    return written.getvalue()


def test_read_takes_the_batches_of_an_arrow_file_without_its_end(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(listed("arrow")[:-1])
    articles, [notice] = collect(tmp_path, field="text")
    assert (numbers(articles), notice.code) == ([0, 1, 2], "damaged-file")


def test_read_reports_a_message_that_only_the_list_of_an_arrow_file_replaces(tmp_path: Path) -> None:
    damaged = bytearray(listed("arrow"))
    damaged[8:12] = b"lost"  # where the stream in it begins
    (tmp_path / "a").write_bytes(damaged)
    articles, [notice] = collect(tmp_path, field="text")
    assert (numbers(articles), notice.code) == ([0, 1, 2], "damaged-file")


@pytest.mark.parametrize(
    ("make", "with_words", "words"),
    [
        ("new_stream", False, ["a", "b", "a", "a", "b"]),
        ("new_stream", True, ["a", "b", "a", None, None]),  # what is lost may have been other words
        ("new_file", True, ["a", "b", "a", "a", "b"]),
    ],
)
def test_damaged_messages_cost_one_batch(tmp_path: Path, make: str, with_words: bool, words: list[str | None]) -> None:
    pa, ipc, written = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    column = pa.array(["a", "b"] * 3).dictionary_encode() if with_words else ["a", "b"] * 3
    whole = pa.table({"text": [digest(number) for number in range(6)], "word": column})
    with getattr(ipc, make)(written, whole.schema) as file:
        file.write_table(whole, max_chunksize=1)
    messages = [each.start() for each in re.finditer(rb"\xff{4}", written.getvalue())]
    # in place of the length of the fourth batch and what follows it
    for damage in (b"\1\0\0\x7f", b"\0\0\0\0", b"\x10\0\0\0", b"\xff" * 16 + bytes(4)):
        damaged = bytearray(written.getvalue())
        damaged[(at := messages[4 + with_words] + 4) : at + len(damage)] = damage
        (tmp_path / "a").write_bytes(damaged)
        articles, notices = collect(tmp_path, field="text")
        assert numbers(articles) == [0, 1, 2, 4, 5]
        assert [article.origin.fields.get("word") for article in articles if article.origin] == words
        assert {notice.code for notice in notices} == {"damaged-file"}


def test_wrong_lengths_in_an_arrow_stream_lose_no_batch_silently(tmp_path: Path) -> None:
    pa, ipc, written = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    whole = pa.table({"text": [digest(number) for number in range(3)]})
    with ipc.new_stream(written, whole.schema) as stream:
        stream.write_table(whole, max_chunksize=1)
    data, path = written.getvalue(), tmp_path / "a"
    starts = [each.start() for each in re.finditer(rb"\xff{4}", data)]
    for start, following in pairwise(starts):
        metadata = int.from_bytes(data[start + 4 : start + 8], "little")
        body = following - start - 8 - metadata
        wrong = [(start + 4, each) for each in (0, *range(metadata + 8, len(data), 8))]
        if body:
            at = data.index(body.to_bytes(8, "little"), start)
            wrong += [(at, each) for each in range(body + 8, len(data), 8)]
        for at, length in wrong:
            damaged = bytearray(data)
            damaged[at : at + 4] = length.to_bytes(4, "little")
            path.write_bytes(damaged)
            articles, notices = collect(path, field="text")
            assert numbers(articles) == [0, 1, 2] or "damaged-file" in {notice.code for notice in notices}


@pytest.mark.parametrize("make", ["new_stream", "new_file"])
def test_batches_that_claim_to_unpack_to_too_much_cost_themselves(tmp_path: Path, make: str) -> None:
    pa, ipc, written = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    whole = pa.table({"text": [digest(number) for number in range(3)]})
    with getattr(ipc, make)(written, whole.schema, options=ipc.IpcWriteOptions(compression="lz4")) as file:
        file.write_table(whole, max_chunksize=1)
    damaged = bytearray(written.getvalue())
    second = [each.start() for each in re.finditer(rb"\xff{4}", damaged)][2]
    body = second + 8 + int.from_bytes(damaged[second + 4 : second + 8], "little")
    damaged[body : body + 8] = (1 << 50).to_bytes(8, "little")
    (tmp_path / "a").write_bytes(damaged)
    articles, notices = collect(tmp_path, field="text")
    assert (numbers(articles), [notice.code for notice in notices]) == ([0, 2], ["long-record"])


@pytest.mark.parametrize("count", [0, 1, 5])
def test_batches_that_the_list_of_an_arrow_file_lacks_are_read(tmp_path: Path, count: int) -> None:
    whole = listed("arrow")
    first = [each.start() for each in re.finditer(rb"\xff{4}", whole)][1]
    at = whole.rindex(first.to_bytes(8, "little")) - 4  # how many there are, and then where
    (tmp_path / "a").write_bytes(whole[:at] + count.to_bytes(4, "little") + whole[at + 4 :])
    articles, notices = collect(tmp_path, field="text")
    assert (numbers(articles), [notice.code for notice in notices]) == ([0, 1, 2], ["damaged-file"])


@pytest.mark.parametrize("lost", [1, 2])  # the schema, or its dictionary
def test_arrow_files_are_read_without_lost_dictionaries(tmp_path: Path, lost: int) -> None:
    pa, ipc, written = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    words = pa.array(["a", "b", "a"]).dictionary_encode()
    whole = pa.table({"text": [digest(number) for number in range(3)], "word": words, "id": [7, 8, 9]})
    with ipc.new_file(written, whole.schema) as file:
        file.write_table(whole, max_chunksize=1)
    damaged = bytearray(written.getvalue())
    at = [each.start() for each in re.finditer(rb"\xff{4}", damaged)][lost - 1]
    damaged[at + 4 : at + 8] = bytes(4)
    (tmp_path / "a").write_bytes(damaged)
    articles, notices = collect(tmp_path, field="text")
    fields = [article.origin.fields for article in articles if article.origin]
    assert (numbers(articles), {notice.code for notice in notices}) == ([0, 1, 2], {"damaged-file"})
    assert fields == [{"id": 7}, {"id": 8}, {"id": 9}]


def test_lost_messages_cost_text_in_dictionaries(tmp_path: Path) -> None:
    pa, ipc, written = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc"), io.BytesIO()
    whole = pa.table({"text": pa.array([digest(number) for number in range(3)]).dictionary_encode()})
    with ipc.new_stream(written, whole.schema) as stream:
        stream.write_table(whole, max_chunksize=1)
    damaged = bytearray(written.getvalue())
    second = [each.start() for each in re.finditer(rb"\xff{4}", damaged)][3]
    damaged[second + 4 : second + 8] = bytes(4)
    (tmp_path / "a").write_bytes(damaged)
    articles, notices = collect(tmp_path, field="text")
    assert (numbers(articles), {notice.code for notice in notices}) == ([0], {"damaged-file"})


@pytest.mark.parametrize("step", [pytest.param(17, marks=pytest.mark.slow), pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("kind", ["arrow", "parquet"])
def test_damaged_lists_hide_no_part_of_a_table(tmp_path: Path, kind: str, step: int) -> None:
    whole, path = listed(kind), tmp_path / "a"
    size = int.from_bytes(whole[-10:-6] if kind == "arrow" else whole[-8:-4], "little")
    for at in range(len(whole) - size, len(whole), step):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        articles, notices = collect(path, field="text")
        assert len(articles) == 3 or "error" in {notice.severity for notice in notices}
