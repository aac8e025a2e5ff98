"""Damaged and hostile files: only what is damaged is lost, and it is reported; memory and time stay bounded."""

import gzip
import io
import json
import os
import random
import tarfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from io import FileIO
from pathlib import Path

import pytest

from commands import run_python
from rareinsight import Limits, read
from rareinsight.dumps import Notice, _places, _rows
from rareinsight.dumps._text import whole_lines
from samples import collect, digest, dump, numbers

READ = """
import resource, sys
from rareinsight import read
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]) << 20,) * 2)
notices = []
count = sum(1 for _ in read(sys.argv[1], report=lambda notice: notices.append(notice.code)))
print(count, *dict.fromkeys(notices))
"""


#: Otherwise, libraries start a thread for each core, which takes much of the address space.
ONE_THREAD = {"OMP_NUM_THREADS": "1"}


def read_bounded(path: Path, megabytes: int = 1200) -> list[str]:
    """Read in a process whose address space is limited (including that of Arrow and of threads)."""
    done = run_python("-c", READ, path, str(megabytes), variables=ONE_THREAD)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


# --- records ------------------------------------------------------------------------------------------------


def test_read_skips_only_the_bad_record(tmp_path: Path) -> None:
    deep = f'{{"text": "a", "a": {"[" * 500}{"]" * 500}}}'
    bad = ["{broken} {", '{"text": null}', "[1]", deep, '{"text": "  "}', f'{{"a": {"[" * 100_000}']
    good = [json.dumps({"text": digest(number), "id": number}) for number in range(6)]
    lines = [line for pair in zip(good, bad, strict=True) for line in pair]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    articles, notices = collect(tmp_path, field="text")
    assert numbers(articles) == list(range(6))
    codes = ["broken-record", "missing-text", "broken-record", "broken-record", "missing-text", "broken-record"]
    assert [notice.code for notice in notices] == codes
    assert [notice.record for notice in notices] == [1, 3, 5, 7, 9, 11]


def test_read_skips_only_the_bad_row(tmp_path: Path) -> None:
    rows = [f'{number},"{digest(number)}"\n' for number in range(5)]
    bad = ["7\n\n", '8,"open\n', '9,"quoted" twice\n', "", '9,"open']
    lines = [line for pair in zip(rows, bad, strict=True) for line in pair]
    (tmp_path / "a.csv").write_text("id,text\n" + "".join(lines))
    articles, notices = collect(tmp_path, field="text")
    assert numbers(articles) == list(range(5))
    assert [(notice.code, notice.record) for notice in notices] == [("broken-record", each) for each in (1, 3, 5, 8)]
    assert notices[-1].message.endswith("a quotation mark is not closed")


def test_rows_of_csv_lose_no_text_to_their_header(tmp_path: Path) -> None:
    rows = "".join(f'{number},"{digest(number)}"\n' for number in range(3))
    for header in ("", "\n \nid,text\n", "text,text\n"):
        (tmp_path / "a.csv").write_text(header + rows)
        articles, notices = collect(tmp_path)
        assert (numbers(articles), notices) == ([0, 1, 2], [])


def test_columns_with_the_same_name_are_all_kept(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import ipc

    table = pa.Table.from_arrays([pa.array([digest(7)]), pa.array(["x"])], ["text", "text"])
    with ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as file:
        file.write_table(table)
    articles, notices = collect(tmp_path)
    assert (numbers(articles), notices) == ([7], [])
    assert articles[0].origin is not None
    assert articles[0].origin.fields == {"text 2": "x"}


@pytest.mark.parametrize("between", [",\n", "\n\ufeff", "\n\x1e", "\0\0\n"])
def test_lines_of_json_may_be_joined_by_other_characters(tmp_path: Path, between: str) -> None:
    lines = [json.dumps({"text": digest(number)}) for number in range(3)]
    (tmp_path / "a.jsonl").write_text(between.join(lines))
    articles, notices = collect(tmp_path)
    assert (numbers(articles), notices) == ([0, 1, 2], [])


def test_read_handles_an_unclosed_quote_in_linear_time(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n" + 'x","\n' * 100_000)
    articles, notices = collect(tmp_path)
    assert articles == []
    assert notices[-1].message.endswith("more lines were skipped")


@pytest.mark.parametrize("cut", ["[", '[{"text": "Core Insights - A [1]"}', '[{"text": "Core Insights - A [1]"}, {"te'])
def test_read_reports_truncated_json(tmp_path: Path, cut: str) -> None:
    (tmp_path / "a.json").write_text(cut)
    articles, notices = collect(tmp_path)
    assert len(articles) == cut.count("}")
    assert notices[-1].code in ("damaged-file", "broken-record")


BAD_OBJECTS = [
    *("{bad}", "nonsense", '{"id": 9 "text": "a"}', '{"id": 9, "text": "a", }', '{"id": 9, "text": "a"', '{"id":'),
    *(
        '{"id": 9, "text": "a" b"}',
        '{"id": 9, "text": "a}',
        '{"id": 9, "text": "a\nb"}',
        '{"id": 9, "a": {"text": "b"}, x}',
    ),
]


@pytest.mark.parametrize("bad", BAD_OBJECTS)
@pytest.mark.parametrize("comma", [", ", ",\n  "])
def test_rows_of_json_lose_only_a_bad_object(tmp_path: Path, bad: str, comma: str) -> None:
    good = [json.dumps({"id": number, "text": digest(number)}) for number in range(6)]
    for objects in ([*good[:3], bad, *good[3:]], [bad, *good[:3], bad, bad, *good[3:], bad]):
        (tmp_path / "a.json").write_text(f"[{comma.join(objects)}]")
        articles, notices = collect(tmp_path / "a.json", field="text")
        assert numbers(articles) == list(range(6))
        assert {notice.code for notice in notices} == {"broken-record"}
        assert notices[0].record == objects.index(bad)


def test_rows_of_json_lose_only_a_text_whose_beginning_is_damaged(tmp_path: Path) -> None:
    texts = json.dumps([digest(number) for number in range(6)])
    (tmp_path / "a.json").write_bytes(bytes(16) + texts[16:].encode())
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [1, 2, 3, 4, 5]
    assert "broken-record" in {notice.code for notice in notices}


@pytest.mark.parametrize("bad", ["bad", '"say "no" to"', "{}"])
def test_rows_of_json_lose_only_a_bad_text(tmp_path: Path, bad: str) -> None:
    texts = [json.dumps(digest(number)) for number in range(6)]
    for place in (3, 0):
        (tmp_path / "a.json").write_text(f"[{', '.join([*texts[:place], bad, *texts[place:]])}]")
        articles, notices = collect(tmp_path)
        assert numbers(articles) == list(range(6))
        assert [notice.record for notice in notices if notice.severity == "error"] == [place]


def test_rows_of_json_lose_only_an_object_that_is_torn(tmp_path: Path) -> None:
    objects = [json.dumps({"text": digest(number), "id": number}) for number in range(6)]
    torn = objects[2].replace('", "id"', '\n", "id"')
    (tmp_path / "a.jsonl").write_text("".join([*objects[:2], torn, *objects[3:]]))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 1, 3, 4, 5]
    assert {notice.code for notice in notices if notice.severity == "error"} == {"broken-record"}


@pytest.mark.parametrize("part", ['{"a": x}, ', '{"a": [', '{"a": {"a": ', '"a" ', '{"a": "', "x, ", '{"a": 1, {'])
@pytest.mark.slow
def test_rows_of_json_take_linear_time_whatever_is_bad(tmp_path: Path, part: str) -> None:
    seconds = []
    for count in (10_000, 40_000):
        (tmp_path / "a.json").write_text(f'[{{"a": "{"x" * count * 20}"}}, ' + part * count)
        start = time.process_time()
        collect(tmp_path)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * seconds[0] + 0.5


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "b", "c"])
def test_rows_end_with_carriage_returns_as_well(tmp_path: Path, name: str) -> None:
    rows = [f'{number},"{digest(number)}"' for number in range(6)]
    if name == "a.jsonl":
        rows = [json.dumps({"id": number, "text": digest(number)}) for number in range(6)]
        rows.insert(4, "{bad")
    else:
        rows = ["id,text", *rows[:3], '7,"open', *rows[3:]]
    text = "\r".join([*rows, ""])
    (tmp_path / name).write_text(text.replace("\n", "\r") if name == "c" else text, newline="")
    articles, notices = collect(tmp_path, field="text")
    assert numbers(articles) == list(range(6))
    assert [notice.code for notice in notices] == ["broken-record"]


def test_whole_lines_keep_every_line_end() -> None:
    text = "a\rb\r\nc\n\r\rd\re"
    for size in range(1, len(text) + 1):
        pieces = list(whole_lines([text[at : at + size] for at in range(0, len(text), size)], 100))
        assert "".join(map(str, pieces)) == text
        assert not [piece for piece in pieces[:-1] if str(piece)[-1] not in "\r\n"]
        assert "".join(map(str, pieces)).count("\r\n") == sum(str(piece).count("\r\n") for piece in pieces)


def test_read_skips_records_over_the_limit(tmp_path: Path) -> None:
    long = "a" * (1 << 24)
    (tmp_path / "a.txt").write_text(dump(3) + long + "b\n" + dump(3))
    (tmp_path / "b.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in (digest(7), long, digest(8))))
    articles, notices = collect(tmp_path, field=None)
    assert numbers(articles) == [0, 1, 2, 0, 1, 2, 7, 8]
    assert [notice.code for notice in notices if notice.severity == "error"] == ["long-record"] * 2
    assert notices[0].offset == len(dump(3))


def test_read_skips_only_the_record_with_a_lone_surrogate(tmp_path: Path) -> None:
    from rareinsight.dumps import convert

    lines = [json.dumps({"text": digest(1), "a": bad}) for bad in ("\ud800", "\ud83d\ud83d", "\udc00\ud83d\ude00")]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, json.dumps({"text": digest(2)})]))
    summary = convert(tmp_path / "a.jsonl", tmp_path / "out.jsonl", report=str)
    assert (summary.articles, summary.rejected, summary.notices["failed-record"]) == (1, 3, 3)


# --- crawls -------------------------------------------------------------------------------------------------


def response(number: int, head: bytes = b"Content-Type: text/html", body: bytes | None = None, lie: int = 0) -> bytes:
    body = digest(number).replace("\n", "<br>").encode() if body is None else body
    content = b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n" + body
    warc = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
    warc += f"Content-Length: {len(content) + lie}\r\n\r\n"
    return warc.encode() + content + b"\r\n\r\n"


@pytest.mark.parametrize("lie", [-200, -1, 5, 100, 5000, 10**6, 10**12])
@pytest.mark.parametrize("packed", [False, True])
def test_read_skips_only_the_record_with_a_wrong_length(tmp_path: Path, lie: int, packed: bool) -> None:
    records = [response(number, lie=lie if number == 5 else 0) for number in range(10)]
    (tmp_path / "a.warc").write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert [(notice.code in ("broken-record", "long-record"), notice.record) for notice in notices] == [(True, 5)]


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        *((b": response", b": respond"), (b"WARC-Type", b"WCRC-Type")),
        *((b"Content-Length", b"Content-Lengyh"), (b"application/http", b"applic@tion/http")),
    ],
)
def test_read_skips_only_the_record_with_a_damaged_header(tmp_path: Path, name: bytes, damaged: bytes) -> None:
    records = [response(number) for number in range(10)]
    for bad in (records[5].replace(name, damaged), b"WARC/1.0\r\n" + bytes(len(records[5])) + b"\n"):
        (tmp_path / "a.warc").write_bytes(b"".join([*records[:5], bad, *records[6:]]))
        articles, notices = collect(tmp_path)
        assert numbers(articles) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
        assert [(notice.code, notice.record) for notice in notices] == [("broken-record", 5)]


def test_read_skips_only_the_text_of_a_crawl_with_a_damaged_type(tmp_path: Path) -> None:
    texts = [digest(number).encode() for number in range(6)]
    heads = [b"WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"] * 6
    heads[1:4] = heads[1].replace(b"plain\r", b"plain-"), heads[2].lower(), heads[3].replace(b"text", b"|ext")
    records = (head % len(text) + text + b"\r\n\r\n" for head, text in zip(heads, texts, strict=True))
    (tmp_path / "a.wet").write_bytes(b"".join(records).replace(b"warc/", b"WARC/"))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 1, 2, 4, 5]
    assert [(notice.code, notice.record) for notice in notices] == [("broken-record", 3)]


def test_read_accepts_any_line_ends_in_the_headers_of_a_crawl(tmp_path: Path) -> None:
    head = "WARC/1.0\nWARC-Type: conversion\nContent-Type: text/plain\nContent-Length: {}\n\n{}\n\n"
    (tmp_path / "a.wet").write_text("".join(head.format(len(digest(n).encode()), digest(n)) for n in range(3)))
    articles, notices = collect(tmp_path)
    assert (numbers(articles), notices) == ([0, 1, 2], [])


def test_read_finds_the_records_of_a_crawl_without_its_beginning(tmp_path: Path) -> None:
    crawl = b"".join(map(response, range(5)))
    for at in (crawl.index(b"\r\n\r\nWARC"), 300):
        (tmp_path / "a.warc").write_bytes(crawl[at:])
        articles, notices = collect(tmp_path)
        assert numbers(articles) == [1, 2, 3, 4]
        assert [notice.code for notice in notices] == ["broken-record"] * (at == 300)


@pytest.mark.parametrize("place", [0, 30, -3, None])
def test_read_skips_only_the_bad_gzip_member(tmp_path: Path, place: int | None) -> None:
    members = [gzip.compress(response(number)) for number in range(10)]
    bad = bytearray(members[5])
    if place is None:
        bad = bad[:60]
    elif place:
        bad[place] ^= 255
    members[5] = bytes(bad) if place != 0 else b"noise" * 20
    (tmp_path / "a.warc.gz").write_bytes(b"".join(members))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert [notice.severity for notice in notices] == ["error"]


@pytest.mark.parametrize(
    "charset", ["punycode", "idna", "undefined", "a\0b", "unicode_escape", "utf-7", "base64", "no-such", "x" * 5000]
)
def test_read_accepts_unknown_charsets(tmp_path: Path, charset: str) -> None:
    odd = response(1, head=f"Content-Type: text/html; charset={charset}".encode())
    (tmp_path / "a.warc").write_bytes(response(0) + odd + response(2))
    assert numbers(collect(tmp_path)[0]) == [0, 1, 2]


def test_read_decodes_transfer_and_content_encodings(tmp_path: Path) -> None:
    body = digest(1).replace("\n", "<br>").encode()
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"
    coded = [
        response(1, b"Content-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(body)),
        response(1, b"Content-Type: text/html\r\nTransfer-Encoding: chunked", chunked),
        response(1, b"Content-Type: text/html\r\nContent-Encoding: gzip", body),  # decoded by the crawler
        response(1, b"Content-Type: text/html\r\nTransfer-Encoding: chunked", b"9\r\n\0\0"),
        response(1, b"Content-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(bytes(1 << 26))),
        response(1, b"Content-Type: text/html; charset=gbk", body.decode().encode("gbk")),
        response(1, b"Content-Type: image/png", body),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(coded))
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [1, 1, 1, 1]
    assert [(notice.code, notice.record) for notice in notices] == [("broken-record", 3), ("long-record", 4)]


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("cut", [0.02, 0.75, None])
def test_read_keeps_what_precedes_damage(tmp_path: Path, ending: str, cut: float | None) -> None:
    import bz2
    import lzma
    import zlib

    from rareinsight.dumps._archives import import_zstd

    compress: Callable[[bytes], bytes] = {
        "gz": gzip.compress,
        "bz2": partial(bz2.compress, compresslevel=1),  # in small blocks
        "xz": lzma.compress,
        "zst": import_zstd().compress,
    }[ending]
    if ending == "zst" and not cut:
        pytest.skip("its frames need not have a checksum")
    if ending == "bz2" and cut == 0.02:
        pytest.skip("its first block is not complete")
    dice = random.Random(ending)  # noqa: S311 - the same bytes each time
    whole = b"".join(digest(number, dice.randbytes(400).hex()).encode() for number in range(300))
    packed = bytearray(compress(whole))
    at = int(len(packed) * (cut or 0.75))
    packed[at : None if cut else at + 40] = b"" if cut else bytes(40)
    (tmp_path / f"a.txt.{ending}").write_bytes(packed)
    (tmp_path / "b.txt").write_text(digest(1))
    articles, notices = collect(tmp_path, only_digests=False)
    if cut:
        unpack: Callable[[bytes], bytes] = {
            "gz": zlib.decompressobj(31).decompress,
            "bz2": bz2.BZ2Decompressor().decompress,
            "xz": lzma.LZMADecompressor().decompress,
            "zst": import_zstd().ZstdDecompressor().decompress,
        }[ending]
        unpacked = unpack(bytes(packed))
        assert "".join(article.raw for article in articles[:-1]) == unpacked.decode("utf-8", "ignore")
    else:
        assert numbers(articles[:150]) == list(range(150))  # what is damaged may be noise before that shows
    assert numbers(articles[-1:]) == [1]
    assert [notice.code for notice in notices if notice.severity == "error"] == ["damaged-file"]


@pytest.mark.parametrize("kind", ["new_file", "new_stream"])
@pytest.mark.parametrize("codec", ["zstd", "lz4"])
@pytest.mark.parametrize("column", ["text", "words"])
def test_read_refuses_batches_that_ask_for_more_memory_than_allowed(
    tmp_path: Path, kind: str, codec: str, column: str
) -> None:
    pa, ipc = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc")
    words = pa.array(["word" * 1000 * (1 + (column == "words"))]).dictionary_encode()
    table = pa.table({"text": [digest(1) + " " * 5000], "words": words})
    written = io.BytesIO()
    with getattr(ipc, kind)(written, table.schema, options=ipc.IpcWriteOptions(compression=codec)) as file:
        file.write_table(table)
    size = len(digest(1).encode()) + 5000 if column == "text" else 8000
    (tmp_path / "a").write_bytes(written.getvalue())
    assert numbers(collect(tmp_path, field="text")[0]) == [1]
    (tmp_path / "a").write_bytes(
        written.getvalue().replace(size.to_bytes(8, "little"), (1 << 33).to_bytes(8, "little"))
    )
    articles, notices = collect(tmp_path, field="text")
    assert (numbers(articles), notices[0].code) == ([1] * (column == "words"), "long-record")
    assert "8,589,9" in notices[0].message


@pytest.mark.parametrize("kind", ["new_file", "new_stream"])
def test_read_leaves_out_columns_whose_dictionaries_are_too_large(tmp_path: Path, kind: str) -> None:
    pa, ipc = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.ipc")
    table = pa.table({"text": [digest(1)], "word": pa.array(["word" * 1000]).dictionary_encode()})
    with getattr(ipc, kind)(str(tmp_path / "a"), table.schema) as file:
        file.write_table(table)
    articles, notices = collect(tmp_path, field="text", limits=Limits(member_size=3000))
    assert [article.origin and article.origin.fields for article in articles] == [{}]
    assert [notice.code for notice in notices] == ["long-record", "damaged-file"]


def test_read_gives_up_an_arrow_file_of_damaged_messages(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"ARROW1\0\0" + b"\xff\xff\xff\xff\x10\0\0\0no message here." * 2000)
    articles, notices = collect(tmp_path)
    assert (articles, {notice.code for notice in notices}) == ([], {"damaged-file"})
    assert "more than 1,000 messages" in notices[-1].message


def test_read_handles_nested_archives_and_escaping_paths(tmp_path: Path) -> None:
    content, name = digest(1).encode(), "../../../etc/passwd.txt"
    for _ in range(9):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr(name, content)
        content, name = written.getvalue(), "in.zip"
        if _ == 0:
            (tmp_path / "a.zip").write_bytes(content)
    (tmp_path / "b.zip").write_bytes(content)
    articles, [notice] = collect(tmp_path)
    assert [article.origin and article.origin.path for article in articles] == [
        f"{tmp_path}/a.zip/../../../etc/passwd.txt"
    ]
    assert "more than 5 levels deep" in notice.message


def test_read_skips_only_the_unreadable_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", digest(number))
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.index(b"Copper number 1")
    data[at : at + 6] = b"Cooper"
    (tmp_path / "a.zip").write_bytes(data)
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        tar.add(tmp_path / "a.zip", "a.zip")
        tar.addfile(tarfile.TarInfo("link"))
    (tmp_path / "c.tar").write_bytes((tmp_path / "b.tar").read_bytes()[:700])
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [0, 2, 0, 2]
    places = [(Path(notice.path or "").relative_to(tmp_path).as_posix(), notice.code) for notice in notices]
    assert places == [
        *[("a.zip/1.txt", "damaged-file"), ("b.tar/a.zip/1.txt", "damaged-file"), ("b.tar/link", "empty-file")],
        ("c.tar", "damaged-file"),
    ]


def test_read_skips_pipes_devices_and_circular_links(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "in"
    (folder / "deep" / "deeper").mkdir(parents=True)
    outside.mkdir()
    (outside / "c.txt").write_text(digest(3))
    (folder / "a.txt").write_text(digest(1))
    (folder / "same.txt").symlink_to("a.txt")
    (folder / "far.txt").symlink_to(outside / "c.txt")
    (folder / "nowhere.txt").symlink_to("none")
    (folder / "circle").symlink_to("circle")
    (folder / "out").symlink_to(outside)
    (folder / "root").symlink_to("/")
    for name in ("up", "up2"):
        (folder / "deep" / name).symlink_to("..")
        (folder / "deep" / "deeper" / name).symlink_to("../..")
    os.mkfifo(folder / "pipe")
    for source in (folder, f"file://{folder}", f"{folder}/**", f"{folder}/**/*", f"{tmp_path}/i*/**"):
        articles, notices = collect(source)
        assert numbers(articles) == [1]
        errors = sorted(notice.message.partition(": ")[2] for notice in notices if notice.severity == "error")
        assert [words.partition(" ")[0] for words in errors] == ["No", "Too", "it"]
        links = [Path(notice.path or "").name for notice in notices if notice.code == "outside-link"]
        assert sorted(links) == ["far.txt", "out", "root"]
    (folder / "root").unlink()
    for source in (folder, f"{folder}/**", f"{folder}/*", tmp_path / "in" / "out", f"{folder}/o*", folder / "far.txt"):
        articles, notices = collect(source, follow_links=True)
        assert numbers(articles) == [*[1] * (str(source)[-3:] in ("/in", "/**", "n/*")), 3]
        assert "outside-link" not in [notice.code for notice in notices]
    assert numbers(collect([folder / "out", folder / "far.txt"])[0]) == [3, 3]
    for source in (f"{folder}/o*", f"{folder}/f*"):
        articles, [notice] = collect(source)
        assert (articles, notice.code, notice.severity) == ([], "outside-link", "warning")
    [notice] = collect("/dev/zero")[1]
    assert "not text" in notice.message


def test_read_accepts_unusual_file_names(tmp_path: Path) -> None:
    for name in (b"\xff.txt", b"a\x1b[2J.txt", "\u202etxt.exe.txt".encode(), b"a\nb.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(digest(1))
    articles, notices = collect(tmp_path)
    assert (len(articles), notices) == (4, [])
    assert any(article.origin and "\\xff" in (article.origin.path or "") for article in articles)


@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_read_reports_a_hole_in_a_text(tmp_path: Path, name: str) -> None:
    rows = [digest(number) if name == "a.txt" else f'{number},"{digest(number)}"\n' for number in range(10)]
    text = "".join(["" if name == "a.txt" else "id,text\n", *rows]).encode()
    (tmp_path / name).write_bytes(text[:500] + bytes(400) + text[900:])
    notices = collect(tmp_path)[1]
    assert ("damaged-file", 500) in [(notice.code, notice.offset) for notice in notices]


def test_read_reports_a_file_that_becomes_shorter(tmp_path: Path) -> None:
    records = [json.dumps({"text": digest(number)}) + "\n" for number in range(1000)]
    (path := tmp_path / "a.jsonl").write_text("".join(records))
    notices: list[Notice] = []
    articles = read(path, report=notices.append)
    first = next(articles)
    os.truncate(path, len("".join(records[:500]).encode()))
    assert numbers([first, *articles]) == list(range(500))
    assert [notice.code for notice in notices] == ["damaged-file"]


@pytest.mark.full
def test_read_handles_a_hundred_thousand_files(tmp_path: Path) -> None:
    for number in range(100_000):
        (tmp_path / f"{number}.txt").write_text("Core Insights - A [1]")
    assert read_bounded(tmp_path)[0] == "100000"


# --- bombs --------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["gz", "zip"])
def test_read_refuses_endless_zeros_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    taken = list[bytes]()

    class Counted(FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            taken.append(data := super().read(size) or b"")
            return data

    path, zeros = tmp_path / f"a.{kind}", bytes(10 << 20)
    if kind == "gz":
        path.write_bytes(gzip.compress(zeros) * 1000)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("a", zeros * 40)
    monkeypatch.setattr(_places, "FileIO", Counted)
    assert [notice.code for notice in collect(path)[1]] == ["unknown-file"]
    assert sum(map(len, taken)) < path.stat().st_size / 8
    assert read_bounded(path, 500) == ["0", "unknown-file"]


@pytest.mark.full
@pytest.mark.parametrize(("content", "found"), [(b"\n", ["0"]), (b"a", ["0", "long-record"]), (b"a\n", [])])
def test_read_handles_two_gigabytes_without_digests(tmp_path: Path, content: bytes, found: list[str]) -> None:
    path, piece = tmp_path / "a.txt.gz", content * (1 << 20)
    with gzip.open(path, "wb", 1) as file:
        for _ in range((4 if content == b"a\n" else 2000) // len(content)):
            file.write(piece)
    assert set(found) <= set(read_bounded(path, 2500))


@pytest.mark.slow
def test_read_handles_a_line_of_200_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("w") as file:
        file.write(dump(2))
        for _ in range(200):
            file.write("Copper is short [1] " * 50_000)
        file.write("\n" + dump(2))
    assert read_bounded(path, 700) == ["4", "long-record"]


@pytest.mark.full
def test_read_handles_a_parquet_bomb(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    word = "Core Insights - A [1] " * 400_000
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array([word]))
    pq.write_table(
        pa.table({"id": list(range(400)), "text": ["Core Insights - A [1]"] * 400, "big": column}), tmp_path / "a"
    )
    assert (tmp_path / "a").stat().st_size < 1_000_000
    assert read_bounded(tmp_path / "a", 3000)[0] == "400"


def test_read_handles_deeply_nested_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html>" + "<div><ul><li>" * 40_000 + "x")
    (tmp_path / "b.html").write_text("<html>" + "<b><i>" * 40_000 + "Core Insights - A [1]")
    articles, notices = collect(tmp_path)
    assert [notice.code for notice in notices] == ["failed-record"]
    assert len(articles) == 1


@pytest.mark.full
def test_read_takes_constant_memory(tmp_path: Path, seed: str) -> None:
    usage = "(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)"
    program = READ.replace("notices =", f"before = {usage}; notices =").replace("print(", f"print({usage} - before, ")
    taken = []
    for megabytes in (6, 24):
        path = tmp_path / f"{megabytes}.txt"
        path.write_text(f"{seed}\n\n" * (megabytes * 1_000_000 // len(seed.encode())))
        taken.append(int(run_python("-c", program, path, "4000").stdout.split()[0]))
    assert max(taken) < 60


def test_read_reports_records_without_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n{"id": 2}\n')
    (tmp_path / "b.json").write_text('[{"id": 1}]')
    for name, content in (("c.txt", " \n"), ("d.csv", ""), ("e.json", "[]"), ("f.jsonl", "\n")):
        (tmp_path / name).write_text(content)
    codes = [notice.code for notice in collect(tmp_path)[1]]
    assert codes == ["missing-text"] * 3 + ["empty-file"] * 4


@pytest.mark.parametrize("size", [100, 117, 250])
def test_rows_of_json_do_not_depend_on_how_much_is_read_at_once(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(_rows, "HEAD", size)
    objects = [{"text": "a" * number, "id": number} for number in range(300)]
    text = json.dumps(objects).replace("}, {", "}" + " " * 90 + ",\n{")
    pieces = [text[at : at + 64] for at in range(0, len(text), 64)]
    assert list(_rows.rows_of_json(pieces, Limits())) == objects
