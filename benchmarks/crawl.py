"""A crawl in a WET file, with some digests hidden in it; ``python -m benchmarks.crawl`` reads one and tells how fast.

Needs the extra ``warc``.
"""

from __future__ import annotations

import argparse
import gzip
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.texts import corpus, count_bytes
from benchmarks.web import KINDS, make_pages
from rareinsight import detect, read

#: Of a hundred records, how many are of each kind of text; about what a crawl has.
SHARES: Final = {
    "prose": 40,
    "encyclopedia": 10,
    "markup": 2,
    "chinese": 20,
    "code": 2,
    "logs": 2,
    "forum": 24,
}
_HEADER: Final = (
    "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://example.org/{number}\r\n"
    "WARC-Date: 2025-08-26T08:14:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
    "WARC-Refers-To: <urn:uuid:{number:032x}>\r\nWARC-Block-Digest: sha1:ABCDEFGHIJKLMNOPQRSTUVWX\r\n"
    "Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
)


def make_texts(count: int, digests: int) -> Iterator[tuple[str, bool]]:
    """Yield the texts of a crawl, some 4 kB each, and whether each is one of the hidden digests."""
    rng = random.Random("a crawl")  # noqa: S311 - the same on every run
    pages = {kind: make_pages(kind, 40) for kind in KINDS}
    found = [page for page in corpus() if detect(page)]
    hidden = set(rng.sample(range(count), digests))
    for number in range(count):
        if number in hidden:
            yield found[number % len(found)], True
            continue
        page = rng.choice(pages[rng.choices(list(SHARES), list(SHARES.values()))[0]])
        start = page.find("\n", rng.randrange(len(page) // 3)) + 1  # a page begins with a line
        yield f"{page[start : start + int(rng.lognormvariate(7.8, 0.9))]}\nPage {number}", False


def write_wet(path: Path, count: int, digests: int, *, zipped: bool) -> tuple[int, set[int]]:
    """Write a WET file; return how many bytes of text are in it, and the numbers of the digests."""
    size, hidden = 0, set[int]()
    with path.open("wb") as file:
        for number, (text, is_digest) in enumerate(make_texts(count, digests)):
            length = count_bytes(text)
            record = (_HEADER.format(number=number, length=length) + text + "\r\n\r\n").encode()
            file.write(gzip.compress(record) if zipped else record)
            size += length
            hidden |= {number} if is_digest else set()
    return size, hidden


def main() -> None:
    """Read a crawl of some records and tell what was found, and how fast."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    options.add_argument("--records", type=int, default=100_000)
    options.add_argument("--digests", type=int, default=50)
    asked = options.parse_args()
    for zipped in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "crawl.wet")
            size, hidden = write_wet(path, asked.records, asked.digests, zipped=zipped)
            times, found = list[float](), set[int]()
            for _ in range(3):
                start = time.process_time()
                found = {article.origin.record or 0 for article in read(path) if article.origin}
                times.append(time.process_time() - start)
        rate = f"{size / min(times) / 1e6:.0f} MB of text a second"
        print(
            f"{'gzipped' if zipped else 'unpacked'}: {rate}, {len(hidden & found)} of {len(hidden)}", end=" "
        )
        print(f"digests, {len(found - hidden)} others")


if __name__ == "__main__":
    main()
