"""Files at URLs, from a real server: with ranges, stalls, cuts, and none at all."""

import gzip
import http.server
import random
import re
import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from commands import RAREINSIGHT, run, run_python
from rareinsight import read
from rareinsight.dumps import Notice, _records
from samples import collect, digest, dump, numbers

pytest.importorskip("aiohttp")
COUNT = 400
CONTENT = "".join(
    digest(number, random.Random(number).randbytes(300).hex())  # noqa: S311 - the same bytes each time
    for number in range(COUNT)
).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves files of a folder; a name says what goes wrong."""

    folder: Path
    ended: threading.Event
    asked: ClassVar[list[str]] = []

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, *, body: bool) -> None:
        name = self.path.strip("/")
        self.asked.append(self.headers.get("Authorization", ""))
        if name in ("403", "404", "500"):
            self.send_error(int(name))
            return
        content = (self.folder / name).read_bytes()
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = (int(wanted[1]), int(wanted[2] or len(content) - 1)) if wanted else (0, len(content) - 1)
        self.send_response(206 if wanted else 200)
        self.send_header("Accept-Ranges", "bytes")
        if name.startswith(("packed", "cut.txt.gz")):
            self.send_header("Content-Encoding", "gzip")
        if wanted:
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        content = content[first : last + 1]
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body and name.startswith(("cut", "stall")):
            self.wfile.write(content[: len(content) * 3 // 4])
            self.wfile.flush()
            self.ended.wait(60)  # if a test wants it, until it says so or its patience ends
        elif body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Don't log."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    Handler.folder, Handler.ended = tmp_path, threading.Event()
    Handler.ended.set()
    for name in ("a.txt", "cut.txt", "stall.txt"):
        (tmp_path / name).write_bytes(CONTENT)
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(CONTENT))

    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        Handler.ended.set()
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_read_fetches_a_url(server: str, ending: str) -> None:
    articles, notices = collect(f"{server}/a.txt{ending}")
    assert (numbers(articles), notices) == (list(range(COUNT)), [])
    assert {article.origin and article.origin.path for article in articles} == {f"{server}/a.txt{ending}"}


def test_read_requests_parquet_in_ranges(server: str, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pq.write_table(pa.table({"text": [digest(number) for number in range(50)]}), tmp_path / "a.parquet")
    assert numbers(collect(f"{server}/a.parquet")[0]) == list(range(50))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("what", ["cut", "stall"])
def test_read_keeps_what_arrived_before_a_broken_download(
    server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str, what: str
) -> None:
    monkeypatch.setattr(_records, "PATIENCE", 1.0)
    (tmp_path / "b.txt").write_text(dump(1))
    Handler.ended.clear()
    notices, found, least = list[Notice](), list[int](), COUNT * (0.6 if not ending else 0.4)
    for article in read([f"{server}/{what}.txt{ending}", tmp_path / "b.txt"], report=notices.append):
        found += numbers([article])
        if what == "cut" and len(found) > least:  # what is not read by then may be lost
            Handler.ended.set()
    assert found[-1] == 0
    assert found[:-1] == list(range(len(found) - 1))
    assert len(found) > least
    [notice] = [notice for notice in notices if notice.code != "undecodable-bytes"]
    assert notice.code == "damaged-file"
    assert what == "cut" or "nothing for 1 seconds" in notice.message


@pytest.mark.parametrize("status", ["404", "403", "500"])
def test_url_error_is_reported_with_its_status(server: str, status: str) -> None:
    articles, [notice] = collect(f"{server}/{status}")
    assert (articles, notice.code) == ([], "unreadable-file")
    assert status in notice.message


@pytest.mark.parametrize("name", ["404", "a.txt", pytest.param("cut.txt.gz", marks=pytest.mark.slow)])
def test_passwords_in_urls_are_sent_but_not_shown(server: str, name: str) -> None:
    Handler.asked.clear()
    articles, notices = collect(f"{server}/{name}".replace("://", "://user:secret@"))
    assert set(Handler.asked) == {"Basic dXNlcjpzZWNyZXQ="}
    assert {str(each.path) for each in notices} | {o.path for a in articles if (o := a.origin)} == {f"{server}/{name}"}
    assert "secret" not in f"{notices}"
    with pytest.raises(OSError, match="No file") as caught:
        collect("memory://user:secret@nowhere")
    assert "secret" not in f"{caught.value}"


@pytest.mark.parametrize("password", ["sec/ret", "sec?ret", "sec#ret", "sec ret", "sec@ret", "s:e/c:ret"])
def test_passwords_with_unescaped_signs_are_not_shown(password: str) -> None:
    articles, [notice] = collect(f"http://user:{password}@127.0.0.1:9/a.txt")
    assert (articles, notice.path) == ([], "http://127.0.0.1:9/a.txt")
    assert "ret" not in notice.message


def test_urls_without_a_password_are_shown_whole() -> None:
    for url in ("http://127.0.0.1:9/a@b.txt", "http://127.0.0.1:9/a:b@c.txt"):
        assert collect(url)[1][0].path == url


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small.txt.gz", "packed.txt", "cut.txt.gz"])
def test_command_line_reads_a_compressed_url_quietly(server: str, tmp_path: Path, name: str) -> None:
    (tmp_path / "small.txt.gz").write_bytes(gzip.compress(dump(1).encode() * 1000))
    (tmp_path / "packed.txt").write_bytes(gzip.compress(dump(3).encode()))
    done = run_python(*RAREINSIGHT, "stats", f"{server}/{name}")
    assert len(done.stderr.splitlines()) == (name == "cut.txt.gz")
    assert done.returncode == (2 if name == "cut.txt.gz" else 0)


@pytest.mark.parametrize("url", ["dir://x", "reference://x", "ftp://x", "x://user:secret@y", "zip://x"])
def test_command_line_refuses_a_wrong_url_in_one_line(url: str) -> None:
    done = run("show", url)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert done.stderr.startswith(f"rareinsight: {url.replace('user:secret@', '')}: ")


def test_refused_connection_is_reported() -> None:
    articles, [notice] = collect("http://127.0.0.1:9/a.txt")
    assert (articles, notice.code) == ([], "unreadable-file")


def test_read_accepts_folders_and_globs_of_other_file_systems() -> None:
    memory = pytest.importorskip("fsspec").filesystem("memory")
    for number in range(3):
        memory.pipe(f"/in/part-{number}.txt", digest(number).encode())
    for url in ("memory://in", "memory://in/*.txt"):
        assert numbers(collect(url)[0]) == [0, 1, 2]
    assert numbers(collect("memory://in/part-1.txt")[0]) == [1]
    with pytest.raises(FileNotFoundError):
        collect("memory://nowhere")
