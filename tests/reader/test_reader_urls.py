"""Files at URLs: their sizes, connections that break, and what is missing to read them."""

from __future__ import annotations

import gzip
import importlib
import importlib.util
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from dumps import collect, digest, numbers
from rareinsight.reader.places import Place, find_places

fsspec = pytest.importorskip("fsspec")
memory_system = importlib.import_module("fsspec.implementations.memory")


class PayloadError(Exception):
    """What aiohttp raises is no OSError either."""


class Broken(memory_system.MemoryFile):  # type: ignore[misc,name-defined]  # fsspec has no types
    """A connection that breaks after a while."""

    def read(self, size: int = -1, /) -> bytes:
        if self.tell() >= self.size * 3 // 4:
            raise PayloadError("Response payload is not completed")
        found: bytes = super().read(size)
        return found


@pytest.fixture
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    yield system
    if system.exists("/dumps"):
        system.rm("/dumps", recursive=True)


def sizes(url: str) -> list[int | None]:
    return [place.size for [*places] in find_places(url) for place in places if isinstance(place, Place)]


def test_sizes_are_known(memory: Any) -> None:  # noqa: ANN401 - it has no types
    for number in range(3):
        memory.pipe(f"/dumps/part-{number}.txt", b"a" * number)
    for url in ("memory://dumps", "memory://dumps/*.txt"):
        assert sizes(url) == [0, 1, 2]
    assert sizes("memory://dumps/part-2.txt") == [2]


def test_a_size_that_cannot_be_had_is_no_failure(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    def refuse(*_: object, **__: object) -> None:
        raise PayloadError("403")

    memory.pipe("/dumps/a.txt", digest(1).encode())
    monkeypatch.setattr(type(memory), "exists", lambda *_, **__: True)
    monkeypatch.setattr(type(memory), "isdir", lambda *_: False)
    monkeypatch.setattr(type(memory), "info", refuse)
    assert sizes("memory://dumps/a.txt") == [None]
    assert numbers(collect("memory://dumps/a.txt")[0]) == [1]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("zipped", [False, True])
def test_a_connection_that_breaks(
    memory: Any,  # noqa: ANN401
    monkeypatch: pytest.MonkeyPatch,
    zipped: bool,
    workers: int,
) -> None:
    draw = Random(1)  # noqa: S311 - the same bytes each time
    content = "".join(digest(number, draw.randbytes(200).hex()) for number in range(1500)).encode()
    memory.pipe("/dumps/a.txt", gzip.compress(content) if zipped else content)
    memory.pipe("/dumps/b.txt", digest(1).encode())

    def open_broken(path: str, _: str) -> Any:  # noqa: ANN401
        kind = Broken if path.endswith("a.txt") else memory_system.MemoryFile
        return kind(memory, path, memory.cat(path))

    monkeypatch.setattr(memory, "open", open_broken)
    articles, notices = collect("memory://dumps", workers=workers)
    found = numbers(articles)
    assert found[:-1] == list(range(len(found) - 1))
    assert len(found) > 100
    assert found[-1] == 1
    codes = [notice.code for notice in notices if notice.code != "undecodable-bytes"]  # a sign that is cut
    assert codes == ["damaged-file"]
    assert "PayloadError: Response payload is not completed" in notices[0].message


def test_a_file_that_cannot_be_opened(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    def refuse(*_: object) -> None:
        raise PayloadError("403")

    memory.pipe("/dumps/a.txt", b"a")
    monkeypatch.setattr(memory, "open", refuse)
    articles, notices = collect("memory://dumps/a.txt")
    assert (articles, [notice.code for notice in notices]) == ([], ["unreadable-file"])


@pytest.mark.parametrize(
    ("scheme", "package"), [("s3", "s3fs"), ("gs", "gcsfs"), ("https", "'rareinsight\\[io]'")]
)
def test_what_is_to_be_installed_is_named(scheme: str, package: str) -> None:
    missing = "aiohttp" if scheme == "https" else package
    if importlib.util.find_spec(missing):
        pytest.skip(f"{missing} is here")
    with pytest.raises(ImportError, match=f"pip install {package}"):
        find_places(f"{scheme}://bucket/dump.txt")
