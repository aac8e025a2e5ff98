"""Crawls: WARC and WET, whole and damaged; digests come out and nothing else."""

from __future__ import annotations

import gzip
import html
import io
import runpy
from itertools import chain
from pathlib import Path

import pytest

from dumps import collect, digest, numbers
from rareinsight.reader.markup import text_of_html
from rareinsight.reader.places import find_places
from rareinsight.reader.shares import Options, shares_of

pytest.importorskip("fastwarc")
from fastwarc.warc import WarcRecord, WarcRecordType

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
    path.write_bytes(content[: len(content) // 2])
    articles, _ = collect(path)
    found = numbers(articles)
    assert found == list(range(len(found)))
    assert len(found) >= 40


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
