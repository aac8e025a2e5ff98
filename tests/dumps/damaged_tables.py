"""Reads damaged Arrow, Feather and Parquet files; a process of its own, as a wrong offset would end it.

``python damaged_tables.py FIRST LAST`` prints how many articles of each kind were read, and how many files reported.
"""

import io
import random
import resource
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather

from rareinsight import read
from rareinsight.arrow import from_table, parse_table
from rareinsight.dumps import Notice

ROWS = 30
#: Without other characters, so that each of these is an invalid byte.
TEXTS = [f"Copper number {number}\n\nCore Insights - Tin fell [{number}] - Zinc rose [4]\n" for number in range(ROWS)]
TABLE = pa.table(
    {
        "id": range(ROWS),
        "text": TEXTS,
        "tags": [["a" * (number % 4)] * (number % 3) for number in range(ROWS)],
        "more": [{"x": number, "y": str(number)} for number in range(ROWS)],
        "word": pa.array([f"w{number % 5}" for number in range(ROWS)]).dictionary_encode(),
        "data": [b"\xff" * (number % 3) for number in range(ROWS)],
        "share": [number / 3 for number in range(ROWS)],
        "flag": [bool(number % 2) if number % 3 else None for number in range(ROWS)],
    }
)
VALUES = [(0, 100_000), (-1, -1), (1 << 30,), (-1,), (100, 0), (0, 256), (0, 0, 0, 0), (-1, -1, -1, -1)]
#: What the C library fills memory with when it is requested and returned; see `MALLOC_PERTURB_`.
FILLED = "Z" * 8, "¥" * 8
ENCODINGS = (
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
    "cp1251",
    "koi8_r",
    "cp1253",
)
#: Windows-1252, as which invalid bytes are read, back to these bytes.
STRAY = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): 0xDC00 + byte for byte in range(128, 256)}


def ipc(make: Callable[..., Any], table: pa.Table = TABLE) -> bytes:
    written = io.BytesIO()
    with make(written, table.schema) as file:
        file.write_table(table, max_chunksize=10)
    return written.getvalue()


def deltas() -> bytes:
    """A stream whose dictionary grows from batch to batch."""
    written, options = io.BytesIO(), pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.ipc.new_stream(written, TABLE.schema, options=options) as file:
        for number, batch in enumerate(TABLE.to_batches(max_chunksize=10), 1):
            words = pa.DictionaryArray.from_arrays(
                pa.array([at % number for at in range(10)], pa.int32()), pa.array([f"w{at}" for at in range(number)])
            )
            file.write_batch(batch.set_column(4, "word", words))
    return written.getvalue()


def packed(write: Callable[..., Any], **options: Any) -> bytes:  # noqa: ANN401 - those of pyarrow
    written = io.BytesIO()
    write(TABLE, written, **options)
    return written.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "stream": lambda: ipc(pa.ipc.new_stream),
    "file": lambda: ipc(pa.ipc.new_file),
    "views": lambda: ipc(pa.ipc.new_file, TABLE.select(["text"]).cast(pa.schema([("text", pa.string_view())]))),
    "deltas": deltas,
    "feather": lambda: packed(feather.write_feather, compression="lz4", chunksize=10),
    "zstd": lambda: packed(feather.write_feather, compression="zstd", chunksize=10),
    "parquet": lambda: packed(pq.write_table, row_group_size=10, compression="none"),
    "snappy": lambda: packed(pq.write_table, row_group_size=10, use_dictionary=False, data_page_version="2.0"),
}
UNPACKED = ("stream", "file", "views", "deltas", "parquet")


def damage(data: bytes, dice: random.Random) -> bytes:
    """Flip bits, overwrite bytes or offsets, copy pieces, or cut the end off, at up to five places."""
    damaged = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 5])):
        at, value = dice.randrange(len(damaged)), dice.choice(VALUES)
        match dice.choice(["bit", "byte", "value", "value", "copy", "cut"]):
            case "bit":
                damaged[at] ^= 1 << dice.randrange(8)
            case "byte":
                damaged[at] = dice.randrange(256)
            case "value":
                damaged[at & ~3 : (at & ~3) + 4 * len(value)] = struct.pack(f"<{len(value)}i", *value)
            case "copy":
                start, size = dice.randrange(len(damaged)), dice.choice([4, 8, 64])
                damaged[at : at + size] = damaged[start : start + size]
            case _ if dice.random() < 0.3:
                del damaged[max(at, 9) :]
            case _:
                pass
    return bytes(damaged)


def is_in(text: str, data: bytes) -> bool:
    """Whether a file contains a text, whatever encoding its damaged bytes appeared to have."""
    for encoding in ENCODINGS:
        for bytes_of in ({}, STRAY):
            with suppress(UnicodeEncodeError):
                if text.translate(bytes_of).encode(encoding, "surrogateescape") in data:
                    return True
    return False


def read_damaged(kind: str, numbers: range) -> tuple[int, int]:
    """Read damaged files of a kind; return the number of articles, and of files with errors."""
    whole, articles, reported = KINDS[kind](), 0, 0
    with TemporaryDirectory() as folder:
        path = Path(folder, "table")
        for number in numbers:
            data = damage(whole, random.Random(f"{kind} {number}"))  # noqa: S311 - no secret
            path.write_bytes(data)
            notices = list[Notice]()
            for article in read(path, field="text", report=notices.append):
                articles += 1
                assert not any(filled in article.raw for filled in FILLED), f"{number}: memory of the process"
                assert kind not in UNPACKED or is_in(article.raw, data), f"{number}: a text that is not in the file"
            reported += any(notice.severity == "error" for notice in notices)
            read_as_table(path, kind)
    return articles, reported


def read_as_table(path: Path, kind: str) -> None:
    """Read a damaged file by pyarrow, and its texts by the functions for tables; either may raise an error."""
    try:
        table = pq.read_table(path) if kind in ("parquet", "snappy") else feather.read_table(path, memory_map=False)
        parse_table(table.select(["text", "more"]), keep=["more"])
        from_table(table)
    except (ValueError, pa.ArrowException, OSError, KeyError):
        pass


if __name__ == "__main__":
    # pyarrow itself allocates whatever a damaged file claims, and MALLOC_PERTURB_ fills it
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30,) * 2)
    for kind in KINDS:
        articles, reported = read_damaged(kind, range(*map(int, sys.argv[1:])))
        sys.stdout.write(f"{kind} {articles} {reported}\n")
