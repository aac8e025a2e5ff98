"""Crawls: WARC and WET, whole and damaged; digests come out and nothing else."""

from __future__ import annotations

import gzip
import html
import io
import runpy
import tracemalloc
import zlib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from dumps import collect, digest, numbers
from rareinsight.convert import convert
from rareinsight.reader import bodies
from rareinsight.reader.markup import text_of_html
from rareinsight.reader.places import find_places
from rareinsight.reader.share import Options
from rareinsight.reader.shares import shares_of

pytest.importorskip("fastwarc")
from fastwarc.stream_io import BrotliWriter
from fastwarc.warc import WarcRecord, WarcRecordType

#: With sections where `parse` is told that they are digests, but without any sign of one.
NEARLY = ["1. Prices fell [1]\n2. Mines closed [2]", "Summary\n1. Prices fell [1]\n2. Mines closed [2]"]
PROSE = "Rain is due in the south [sic]. Core samples were taken - insights follow. " * 20


def records(count: int, digests: set[int]) -> list[str]:
    return [f"Page {number}\n{digest(number) if number in digests else PROSE}" for number in range(count)]


def write_records(path: Path, type: WarcRecordType, contents: list[bytes], *, zipped: bool) -> None:
    with path.open("wb") as file:
        for number, content in enumerate(contents):
            record = WarcRecord()
            record.init_headers(type)
            record.headers["WARC-Target-URI"] = f"https://example.org/{number}"
            record.headers["Content-Type"] = (
                "text/plain" if type == WarcRecordType.conversion else "application/http; msgtype=response"
            )
            record.set_bytes_content(content)
            written = io.BytesIO()
            record.write(written)
            file.write(gzip.compress(written.getvalue()) if zipped else written.getvalue())


def write_wet(path: Path, texts: list[str], *, zipped: bool) -> None:
    write_records(path, WarcRecordType.conversion, [text.encode() for text in texts], zipped=zipped)


def write_warc(path: Path, texts: list[str]) -> None:
    pages: list[bytes] = []
    for number, text in enumerate(texts):
        words = html.escape(text).replace("\n", "<br>")
        page = f"<html><head><title>铜 {number}</title><script>var a = '[1]';</script></head><body>{words}"
        headers = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gb18030\r\n\r\n"
        pages.append(headers.encode() + page.encode("gb18030"))
    write_records(path, WarcRecordType.response, pages, zipped=True)


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("workers", [1, 2])
def test_the_digests_of_a_wet_file(tmp_path: Path, zipped: bool, workers: int) -> None:
    path = tmp_path / "crawl.wet"
    write_wet(path, records(300, {7, 120, 299}), zipped=zipped)
    articles, notices = collect(path, workers=workers)
    assert (numbers(articles), notices) == ([7, 120, 299], [])
    assert [article.origin.record for article in articles if article.origin] == [7, 120, 299]
    assert articles[0].origin
    assert articles[0].origin.fields["WARC-Target-URI"] == "https://example.org/7"


def test_web_pages_are_not_even_rows(tmp_path: Path) -> None:
    web = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "web.py"))
    pages = [page for kind in web["KINDS"] for page in web["make_pages"](kind, 10)]
    path = tmp_path / "crawl.wet"
    write_wet(path, [*pages, digest(0)], zipped=False)
    shares = list(shares_of(chain.from_iterable(find_places(path)), Options()))
    assert [row.number for share in shares for row in share.rows] == [len(pages)]
    assert sum(share.unlike for share in shares) == len(pages)


def test_everything_if_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet"
    write_wet(path, records(20, {7}), zipped=True)
    articles, _ = collect(path, only_digests=False)
    assert len({article.origin.record for article in articles if article.origin}) == 20


def test_what_a_digest_is_does_not_depend_on_what_is_wanted(tmp_path: Path) -> None:
    web = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "web.py"))
    texts = [page for kind in web["KINDS"] for page in web["make_pages"](kind, 40)]
    path = tmp_path / "crawl.wet"
    write_wet(path, [*texts, digest(0), "", *NEARLY], zipped=False)
    wanted, everything = collect(path)[0], collect(path, only_digests=False)[0]
    assert [article for article in everything if article.sections] == wanted
    others = [article for article in everything if not article.sections]
    assert [article.raw for article in others if article.raw in NEARLY] == NEARLY
    counts = [convert(path, tmp_path / "out.jsonl", others=others).non_digests for others in (False, True)]
    assert counts == [len(texts) + len(NEARLY) + 1] * 2


def test_the_text_of_pages_is_counted_in_bytes(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet"
    write_wet(path, ["铜价下跌。" * 30, "Rain is due."], zipped=False)
    assert convert(path, tmp_path / "out.jsonl").text_bytes == 15 * 30 + 12


def test_pages_of_html(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    write_warc(path, records(20, {3, 11}))
    articles, notices = collect(path)
    assert (numbers(articles), notices) == ([3, 11], [])
    assert articles[0].groups[0].insights[0].text == "铜价上涨"


@pytest.mark.parametrize("zipped", [False, True])
def test_a_wet_file_cut_short(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "crawl.wet"
    write_wet(path, records(100, set(range(100))), zipped=zipped)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2 - 100])  # in the middle of a record
    articles, notices = collect(path)
    found = numbers(articles)
    assert found == list(range(len(found)))
    assert len(found) >= 40
    assert [(notice.code, notice.record) for notice in notices] == [("damaged-file", len(found))]
    assert "cut short; the record that it breaks off in was passed over" in notices[0].message


@pytest.mark.parametrize("whole", [False, True], ids=["by record", "as a whole"])
@pytest.mark.parametrize("zipped", [False, True])
def test_any_cut_is_told_and_no_record_is_shortened(tmp_path: Path, zipped: bool, whole: bool) -> None:
    path = tmp_path / "crawl.wet"
    texts = records(4, {0, 1, 2, 3})
    content, ends = b"", set[int]()
    for text in texts:
        write_wet(path, [text], zipped=zipped and not whole)
        content += path.read_bytes()
        ends.add(len(content))  # a file that ends there shows no damage
    if zipped and whole:
        content, ends = gzip.compress(content), set()
    first = 200 if zipped else len("WARC/")  # by then it is seen to be a crawl
    for end in set(range(first, len(content), 7)) | set(range(len(content) - 40, len(content))):
        path.write_bytes(content[:end])
        articles, notices = collect(path)
        assert {article.raw for article in articles} <= set(texts)
        assert [notice.code for notice in notices] == ["damaged-file"] * (end not in ends)


def test_a_cut_in_a_record_that_is_no_page_is_told(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    write_records(path, WarcRecordType.metadata, [b"a: 1\r\n\r\n" * 9], zipped=False)
    path.write_bytes(path.read_bytes()[: -4 - 8 * 3])  # where a record could end as well
    assert path.read_bytes().endswith(b"\r\n\r\n")
    assert [notice.code for notice in collect(path)[1]] == ["damaged-file"]


def response(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/plain", *headers, "", ""]).encode() + body


def brotli(body: bytes) -> bytes:
    written = io.BytesIO()
    with BrotliWriter(written) as writer:
        writer.write(body)
    return written.getvalue()


def deflated(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("headers", "packed"),
    [
        (["Content-Encoding: gzip"], gzip.compress),
        (["Content-Encoding: deflate"], zlib.compress),
        (["Content-Encoding: deflate"], deflated),
        (["Content-Encoding: br"], brotli),
        (["Content-Encoding: GZIP, deflate"], lambda body: zlib.compress(gzip.compress(body))),
        (["Transfer-Encoding: chunked"], lambda body: b"%x;a=b\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
        (["Content-Encoding: gzip", "Transfer-Encoding: chunked"], bytes),  # stored as it is decoded
        (["Content-Encoding: utf-8"], bytes),
    ],
)
def test_bodies_are_decoded(tmp_path: Path, headers: list[str], packed: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "crawl.warc.gz"
    pages = [response(packed(digest(number).encode()), *headers) for number in range(3)]
    write_records(path, WarcRecordType.response, pages, zipped=True)
    articles, notices = collect(path)
    assert (numbers(articles), notices) == ([0, 1, 2], [])


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli)]
)
def test_a_body_that_unpacks_to_gigabytes_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(bodies, "LONGEST_RECORD", 100_000)
    path = tmp_path / "crawl.warc"
    packed = [pack(digest(0).encode()), pack(b"a" * 40_000_000), pack(digest(2).encode())]
    pages = [response(body, f"Content-Encoding: {coding}") for body in packed]
    write_records(path, WarcRecordType.response, pages, zipped=False)
    tracemalloc.start()
    try:
        articles, notices = collect(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert numbers(articles) == [0, 2]
    assert [(notice.code, notice.record) for notice in notices] == [("long-record", 1)]
    assert peak < 10e6


@pytest.mark.parametrize("coding", ["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
def test_a_body_that_the_crawler_cut_off_is_told(tmp_path: Path, coding: str) -> None:
    path = tmp_path / "crawl.warc"
    body = digest(0).encode()
    packed = gzip.compress(body) if "gzip" in coding else b"%x\r\n%s" % (len(body), body)
    pages = [response(packed[:-20], coding), response(digest(1).encode())]
    write_records(path, WarcRecordType.response, pages, zipped=True)
    articles, notices = collect(path)
    assert numbers(articles) == [1]
    assert [(notice.code, notice.record) for notice in notices] == [("broken-record", 0)]


def test_a_corrupt_wet_file(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet.gz"
    write_wet(path, records(100, set(range(100))), zipped=True)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 50] = bytes(50)
    path.write_bytes(content)
    articles, notices = collect(path)
    found = numbers(articles)
    assert found[:40] == list(range(40))
    assert "damaged-file" in {notice.code for notice in notices} or len(found) >= 98


def test_text_of_html_is_what_is_seen() -> None:
    page = """<!doctype html><html><head><title>A &amp; B</title><style>p {}</style></head>
    <body><!-- <p>no</p> --><h1>Core <b>Insights</b></h1><ul><li>one [1]<li>two<br>three</ul>
    <script>if (a < b) { document.write("<p>no</p>") }</script><p>1 &lt; 2"""
    assert text_of_html(page).split("\n") == ["A & B", "Core Insights", "one [1]", "two", "three", "1 < 2"]


@pytest.mark.parametrize(
    "hostile", ["<", "<p", "<!--", "<script>", "</", "&amp;", "<title>", "<p " + "a=" * 10]
)
def test_hostile_html_is_linear(hostile: str) -> None:
    text_of_html(hostile * 50_000)  # quadratic, it would take hours


def test_zipped_twice_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wet.gz.gz"
    write_wet(path, records(3, {1}), zipped=True)
    path.write_bytes(gzip.compress(path.read_bytes()))
    articles, notices = collect(path)
    assert (articles, [notice.code for notice in notices]) == ([], ["unknown-file"])
