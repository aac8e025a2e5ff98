"""Every kind of file gives the same articles."""

import bz2
import csv
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from commands import run
from rareinsight.dumps import _batches
from rareinsight.dumps._text import decode
from samples import collect, digest, dump, numbers

pa = pytest.importorskip("pyarrow")
TEXTS = [digest(number) for number in range(1900)]  # [1900][3] begins with a year, whose spaces HTML pages change
FEW = TEXTS[:60]
PAGE = (
    "<!doctype html><html><head><title>Copper number {0}</title></head><body><h1>Copper number {0}</h1>"
    "<p>Daily Metal·2025-08-{1:02d} 08:14</p><h2>Core Insights</h2><ul><li>Prices fell by a third"
    "<sup><a href='#n'>{0}</a></sup><sup><a href='#3'>3</a></sup></ul><h2>Group 1</h2><ul>"
    "<li>铜价上涨 <a href='#2'>[2]</a></li><li>Mines closed – “again” [1, 4]</li></ul></body></html>"
)
MARKDOWN = (
    "# Copper number {0}\n\nDaily Metal·2025-08-{1:02d} 08:14\n\n## Core Insights\n\n- Prices fell by a third "
    "[{0}][3]\n\n## Group 1\n\n- 铜价上涨 [2]\n- Mines closed – “again” [1, 4]\n\n"
)
Write = Callable[[Path, list[str]], object]
parse = cache(ri.parse)


def filled(form: str, texts: list[str]) -> list[str]:
    return [form.format(number, number % 28 + 1) for number in range(len(texts))]


def rows(texts: list[str]) -> list[dict[str, object]]:
    return [{"id": number, "text": text} for number, text in enumerate(texts)]


def whole(encoding: str = "utf-8", pack: Callable[[bytes], bytes] = bytes) -> Write:
    return lambda path, texts: path.write_bytes(pack("".join(texts).encode(encoding)))


def lines(encoding: str = "utf-8", indent: int | None = None, end: str = "\n") -> Write:
    return lambda path, texts: path.write_bytes(
        end.join(json.dumps(row, indent=indent) for row in rows(texts)).encode(encoding)
    )


def table(separator: str) -> Write:
    def write(path: Path, texts: list[str]) -> None:
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["id", "text"], delimiter=separator)
            writer.writeheader()
            writer.writerows(rows(texts))

    return write


def arrow(kind: str) -> Write:
    def write(path: Path, texts: list[str]) -> None:
        made = pa.Table.from_pylist(rows(texts))
        if kind == "parquet":
            pytest.importorskip("pyarrow.parquet").write_table(made, path)
            return
        make = pa.ipc.new_stream if kind == "stream" else pa.ipc.new_file
        with make(str(path), made.schema) as written:
            written.write_table(made, max_chunksize=50)

    return write


def zipped(path: Path, texts: list[str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"in/{number:05}.txt", text)


def nested(path: Path, texts: list[str]) -> None:
    zipped(path.with_name("inner"), texts)
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(path.with_name("inner"), "inner.zip")
    path.with_name("inner").unlink()


def tarred(path: Path, texts: list[str]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for number, text in enumerate(texts):
            member = tarfile.TarInfo(f"in/{number:05}.txt")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def pages(path: Path, texts: list[str]) -> None:
    path.mkdir()
    for number, page in enumerate(filled(PAGE, texts)):
        (path / f"{number:05}.html").write_text(page)


def crawl(pack: Callable[[bytes], bytes], *, words_only: bool) -> Write:
    def write(path: Path, texts: list[str]) -> None:
        warc = pytest.importorskip("fastwarc.warc")
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        with path.open("wb") as file:
            for text, page in zip(texts, filled(PAGE, texts), strict=True):
                record = warc.WarcRecord()
                record.init_headers(record_type=warc.conversion if words_only else warc.response)
                record.headers["A"], record.headers["C"], record.headers["B"] = "1", "2", "3"
                record.headers["Content-Type"] = "text/plain" if words_only else "application/http; msgtype=response"
                record.set_bytes_content(text.encode() if words_only else head + page.encode())
                written = io.BytesIO()
                record.write(written)
                file.write(pack(written.getvalue()))

    return write


WAYS: dict[str, Write] = {
    "a.txt": whole(),
    "marked": whole("utf-8-sig"),
    "utf-16": whole("utf-16"),
    "utf-16-le": whole("utf-16-le"),
    "utf-16-be": whole("utf-16-be"),
    "gb18030": whole("gb18030"),
    "a.md": lambda path, texts: path.write_text("".join(filled(MARKDOWN, texts))),
    "a.jsonl": lines(),
    "lines": lines(),
    "lines-utf-16": lines("utf-16"),
    "a.json": lambda path, texts: path.write_text(json.dumps(rows(texts), indent=1, ensure_ascii=False)),
    "objects": lines(indent=1),
    "texts.json": lambda path, texts: path.write_text(json.dumps(texts)),
    "one-line.json": lines(end=""),
    "one-line.jsonl": lines(end=" "),
    "a.csv": table(","),
    "semicolons.csv": table(";"),
    "tabs.csv": table("\t"),
    "bars": table("|"),
    "table": table("\t"),
    "a.parquet": arrow("parquet"),
    "a.feather": arrow("file"),
    "a.arrows": arrow("stream"),
    "pages": pages,
    "a.txt.gz": whole(pack=gzip.compress),
    "bz2": whole(pack=bz2.compress),
    "xz": whole(pack=lzma.compress),
    "a.zip": zipped,
    "nested": nested,
    "a.tgz": tarred,
    "a.warc": crawl(bytes, words_only=False),
    "a.warc.gz": crawl(gzip.compress, words_only=False),
    "a.wet.gz": crawl(gzip.compress, words_only=True),
}


@pytest.mark.parametrize("texts", [FEW, pytest.param(TEXTS, marks=pytest.mark.full)], ids=len)
@pytest.mark.parametrize("name", WAYS)
def test_read_gives_the_same_articles_for_every_file_type(tmp_path: Path, name: str, texts: list[str]) -> None:
    WAYS[name](tmp_path / name, texts)
    articles, notices = collect(tmp_path / name)
    assert articles == [parse(text) for text in texts]
    assert {notice.code for notice in notices} <= {"text-field", "guessed-encoding"}
    fields = [article.origin.fields for article in articles if article.origin]
    assert "warc" not in name or all([key for key in each if len(key) == 1] == ["A", "C", "B"] for each in fields)
    assert all(article.origin and str(article.origin.path).startswith(f"{tmp_path / name}") for article in articles)


@pytest.mark.parametrize("name", ["a.zip", "a.parquet", "a.jsonl", "a.txt"])
def test_read_recognizes_file_types_on_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    WAYS[name](tmp_path / name, FEW)
    with (tmp_path / name).open("rb") as file:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(file))
        assert numbers(collect("-")[0]) == list(range(len(FEW)))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"%PDF-1.7 \n", "PDF"),
        ("a.docx", None, "Office"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z"),
        ("a.db", b"SQLite format 3\0" + bytes(40), "SQLite"),
        ("a.xml", b"<?xml version='1.0'?><rss/>", "XML"),
        ("zeros", bytes(5000), "not text"),
        ("zeros.warc", bytes(5000), "not text"),
        ("noise", bytes(range(128, 256)) * 30, "not UTF-8"),
    ],
)
def test_read_names_unsupported_file_types(tmp_path: Path, name: str, content: bytes | None, words: str) -> None:
    if content is None:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("[Content_Types].xml", "")
    else:
        (tmp_path / name).write_bytes(content)
    articles, [notice] = collect(tmp_path / name)
    assert (articles, notice.code) == ([], "unknown-file")
    assert words in notice.message


@pytest.mark.parametrize(
    ("name", "missing", "extra"),
    [
        ("utf-16-le", "charset_normalizer", "encodings"),
        ("a.parquet", "pyarrow.parquet", "arrow"),
        ("a.warc", "fastwarc.warc", "warc"),
        ("pages", "selectolax.lexbor", "html-input"),
    ],
)
def test_read_skips_files_that_require_a_missing_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, missing: str, extra: str
) -> None:
    WAYS[name](tmp_path / name, FEW)
    (tmp_path / "z.txt").write_text(digest(7))
    monkeypatch.setitem(sys.modules, missing, None)
    for module in ("_pages", "_batches"):
        monkeypatch.delitem(sys.modules, f"rareinsight.dumps.{module}", raising=False)
    articles, notices = collect(tmp_path)
    assert numbers(articles) == [7]
    assert {notice.code for notice in notices} == {"unknown-file"}
    assert notices[0].message.endswith(f"requires an extra: pip install 'rareinsight[{extra}]'")


@pytest.mark.parametrize("name", ["a.txt", "pages", "a.warc", "a.zip"])
def test_read_needs_no_field_in_files_without_fields(tmp_path: Path, name: str) -> None:
    WAYS[name](tmp_path / name, FEW)
    assert collect(tmp_path / name, field="text") == collect(tmp_path / name)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet", "a.feather"])
def test_read_suggests_the_nearest_field_once(tmp_path: Path, name: str) -> None:
    WAYS[name](tmp_path / name, FEW)
    articles, [notice] = collect(tmp_path / name, field="txet")
    assert (articles, notice.code) == ([], "unknown-field")
    assert "did you mean 'text'?" in notice.message


@pytest.mark.parametrize("blank", [49, 50, 2000])
def test_read_finds_records_below_blank_lines(tmp_path: Path, blank: int) -> None:
    (tmp_path / "a.jsonl").write_text("\n" * blank + '{"id": 1, "text": "Core Insights - Tin fell [1]"}\n')
    [article], notices = collect(tmp_path)
    assert article.origin
    assert (article.raw, article.origin.record, notices) == ("Core Insights - Tin fell [1]", blank, [])


def test_read_splits_at_a_separator(tmp_path: Path) -> None:
    bare = [f"Core Insights - Prices of {number} fell [1]\n" for number in range(500)]
    (tmp_path / "a.txt").write_text("=====\n \n=====\n".join(bare))
    articles, notices = collect(tmp_path, separator=" ===== ")
    assert [article.raw for article in articles] == bare
    assert [article.origin and article.origin.record for article in articles] == list(range(500))
    assert notices == []


def test_read_keeps_lists_and_note_numbers_of_html(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html><body><script>no</script><h2>Core&nbsp;Insights</h2><ol><li>Prices <b>fell</b><sup>1</sup>"
        "<li>- Mines closed [<a href='#2'>2</a>]</ol><p>One<br>two<!-- no -->"
    )
    [article] = collect(tmp_path)[0]
    assert article.raw == "Core\xa0Insights\n1. Prices fell[1]\n- Mines closed [2]\nOne\ntwo"


def test_read_accepts_an_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(dump(3).encode("gbk"))
    articles, notices = collect(tmp_path, encoding="GBK")
    assert (numbers(articles), notices) == ([0, 1, 2], [])


def test_read_accepts_utf_16_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(dump(3).encode("utf-16-le"))
    assert numbers(collect(tmp_path, encoding="utf-16")[0]) == [0, 1, 2]
    page = f"<html><meta charset=utf-16><pre>{digest(4)}"
    (tmp_path / "a.txt").write_bytes(page.encode())
    assert numbers(collect(tmp_path)[0]) == [4]


def test_read_keeps_stray_bytes_and_reports_the_first(tmp_path: Path) -> None:
    stray = b"Core Insights - Cop\xffper \x81 [1]\n\n"
    (tmp_path / "a.txt").write_bytes(dump(40).encode() + stray + dump(200).encode() + stray)
    articles, [notice] = collect(tmp_path)
    for number in (40, -1):
        assert articles[number].insights[-1].text.endswith("Cop\xffper \x81")
    assert (notice.code, notice.offset) == ("undecodable-bytes", len(dump(40).encode()) + 19)


FRENCH = (
    "Le café coûte très cher\nLes Échos·2025-08-26 08:14\n\nCore Insights - Les prix ont baissé d’un tiers [1][3]\n"
)
RUSSIAN = "Цены на медь упали\nВедомости·2025-08-26 08:14\n\nCore Insights - Рудники закрылись [1][3]\n"


@pytest.mark.parametrize("has_extra", [True, False])
@pytest.mark.parametrize("wrap", [str, lambda text: f'text,id\n"{text}",1\n', lambda text: f"<html><pre>{text}"])
def test_read_decodes_western_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrap: Callable[[str], str], has_extra: bool
) -> None:
    if not has_extra:
        monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    (tmp_path / "a").write_bytes(wrap(FRENCH).encode("cp1252"))
    [article], notices = collect(tmp_path / "a")
    assert article == ri.parse(FRENCH)
    [notice] = [notice for notice in notices if notice.code != "text-field"]
    assert (notice.code, notice.severity) == ("assumed-encoding", "warning")
    assert "`encoding`" in notice.message
    assert ("rareinsight[encodings]" in notice.message) is not has_extra


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_read_detects_other_alphabets(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a").write_bytes(RUSSIAN.encode(encoding))
    articles, [notice] = collect(tmp_path / "a")
    assert articles == [ri.parse(RUSSIAN)]
    assert notice.code == "guessed-encoding"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "Core Insights - Tin fell [1]", "id": 1, "text": "no", "text 2": 2, "id": 3}\n'),
        ("a.json", '[\n{"text": "Core Insights - Tin fell [1]", "id": 1, "text": "no", "text 2": 2, "id": 3}\n]'),
        ("a.csv", "text,id,text,text 2,id\nCore Insights - Tin fell [1],1,no,2,3\n"),
    ],
)
def test_read_keeps_the_values_of_repeated_names(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    [article], _ = collect(tmp_path, field="text")
    assert article.origin is not None
    assert article.insights[0].text == "Tin fell"
    fields = {key: str(value) for key, value in article.origin.fields.items()}
    assert fields == {"id": "1", "text 2": "no", "text 2 2": "2", "id 2": "3"}


def test_read_decodes_bytes_in_columns(tmp_path: Path) -> None:
    texts = [FRENCH.encode("cp1252"), TEXTS[0].encode("gb18030"), TEXTS[1].encode()]
    pytest.importorskip("pyarrow.parquet").write_table(pa.table({"text": texts}), tmp_path / "a")
    articles, notices = collect(tmp_path / "a")
    assert articles == [ri.parse(FRENCH), ri.parse(TEXTS[0]), ri.parse(TEXTS[1])]
    assert [(notice.code, notice.record) for notice in notices] == [("assumed-encoding", 0), ("guessed-encoding", 1)]


@pytest.mark.parametrize("write", ["write_ipc", "write_ipc_stream", "write_parquet"])
def test_read_accepts_the_tables_of_polars(tmp_path: Path, write: str) -> None:
    pl = pytest.importorskip("polars")
    words = pl.Series(["a", "b"] * 30, dtype=pl.Categorical)  # which follow the batches that they are in
    getattr(pl.DataFrame({"text": FEW, "word": words, "other": words}), write)(tmp_path / "a")
    articles, notices = collect(tmp_path / "a", field="text")
    assert (numbers(articles), notices) == (list(range(60)), [])
    assert {str(article.origin.fields) for article in articles if article.origin} == {
        "{'word': 'a', 'other': 'a'}",
        "{'word': 'b', 'other': 'b'}",
    }


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "shift_jis", "cp1252", "iso2022_jp"]))
def test_decode_drops_no_byte_however_it_arrives(data: bytes, encoding: str) -> None:
    whole = "".join(decode([data], (encoding, "", ""), "", []))
    assert len(whole) >= len(data.decode(encoding, "replace"))
    assert whole.isascii() or encoding != "utf-8" or len(whole) == len(data.decode(encoding, "surrogateescape"))
    if encoding in ("utf-8", "cp1252"):
        assert "".join(decode([data[at : at + 1] for at in range(len(data))], (encoding, "", ""), "", [])) == whole


def test_read_leaves_out_other_text_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain is due.\n")
    (tmp_path / "b.txt").write_text(digest(1))
    found, notices = collect(tmp_path)
    assert numbers(found) == [1]
    [notice] = notices
    assert (notice.code, notice.severity, notice.path) == ("non-digest", "info", str(tmp_path / "a.txt"))
    [reason] = [each.message for each in ri.parse("Rain is due.\n").diagnostics if each.code == "no-digest"]
    assert notice.message.endswith(f": {reason}")
    for only_digests in (False, None):
        found, notices = collect(tmp_path, only_digests=only_digests)
        assert ([len(article.sections) for article in found], notices) == ([0, 2], [])


def test_read_leaves_out_pages_of_a_crawl_unless_all_are_kept(tmp_path: Path) -> None:
    WAYS["a.wet.gz"](tmp_path / "a.wet.gz", ["Rain is due.", digest(1)])
    for only_digests, sections in {True: [2], None: [2], False: [0, 2]}.items():
        found, notices = collect(tmp_path, only_digests=only_digests)
        assert [len(article.sections) for article in found] == sections
        assert [notice.code for notice in notices] == ["non-digest"] * (len(sections) == 1)


def test_lines_of_a_crawled_page_are_counted_through_its_other_texts(tmp_path: Path) -> None:
    other = "Rain follows\nDaily Metal·2025-08-26 08:14\n\nRain is due in the south.\n\n"
    page = other + digest(1).replace("[2]", "[0]", 1)
    WAYS["a.wet.gz"](tmp_path / "a.wet.gz", [other, page])
    (tmp_path / "a.txt").write_text(page)
    for only_digests, sections in {True: [2], None: [0, 2], False: [0, 0, 2]}.items():
        found, _ = collect(tmp_path / "a.wet.gz", only_digests=only_digests)
        assert [len(article.sections) for article in found] == sections
    [crawled, plain] = [run("check", tmp_path / name).stdout for name in ("a.wet.gz", "a.txt")]
    assert crawled == plain.replace("a.txt:", "a.wet.gz#1:")
    assert ":9:" in crawled


@pytest.mark.parametrize("names", [["text", "word"], ["word"]])
def test_rows_of_parquet_repeat_no_dictionary_for_each_batch(tmp_path: Path, names: list[str]) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    words = pa.array([f"word {number}" for number in range(1000)]).dictionary_encode()
    table = pa.table({"text": TEXTS[:1000], "word": words}).select(names)
    pq.write_table(table, path := tmp_path / "a.parquet")
    batches = list(_batches.batches_in_group(pq.ParquetFile(path), 0, 1000))
    assert sum(batch.nbytes for batch in batches) < 3 * table.nbytes
    with path.open("rb") as file:
        assert list(_batches.rows_of_table(file, "parquet", ri.Limits())) == table.to_pylist()
