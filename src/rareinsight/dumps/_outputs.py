"""What can be written: JSON lines, as they are or compressed, and Parquet.

Parts of every kind can be put one after the other: lines, members of a gzip file, frames of a zstd file, streams of
Arrow. Only Parquet needs a last step of its own.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, Final

from attrs import frozen

from rareinsight import Article, from_json, to_json
from rareinsight.diagnostics import nearest
from rareinsight.dumps._files import import_zstd
from rareinsight.dumps._records import import_extra

_GZIP_LEVEL: Final = 6
#: How many bytes of columns a row group holds at least, the last one but.
_ROW_GROUP: Final = 1 << 24


@frozen
class Output:
    """A kind of output: how lines of JSON are packed, and how parts of what was packed are written."""

    ending: str
    pack: Callable[[list[bytes]], bytes]
    write: Callable[[Iterable[bytes], BinaryIO], object] = lambda parts, file: file.writelines(parts)

    def make_part(self, lines: list[bytes]) -> bytes:
        """Return the part of the output that holds lines, empty if there are none."""
        return self.pack(lines) if lines else b""


def output_of(path: Path) -> Output:
    """Return the kind of output that the name of a file asks for.

    Raises:
        ImportError: It needs an extra that is not installed.
        ValueError: It asks for none of the kinds.
    """
    for output in _OUTPUTS:
        if path.name.endswith(output.ending) and path.name != output.ending:
            output.make_part([to_json(Article()).encode()])  # which needs what the kind needs
            return output
    endings = [output.ending for output in _OUTPUTS]
    raise ValueError(
        f"can't tell the kind of output from {path.name!r}: {nearest(''.join(path.suffixes[-2:]), endings)}"
    )


def _arrow_stream(lines: list[bytes]) -> bytes:
    arrow = import_extra("pyarrow", "writing Parquet", "arrow")
    from rareinsight.arrow import SCHEMA, to_table

    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, SCHEMA) as stream:
        stream.write_table(to_table(map(from_json, lines)))
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _write_parquet(parts: Iterable[bytes], file: BinaryIO) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    from rareinsight.arrow import SCHEMA

    group = list[pa.RecordBatch]()
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for part in parts:
            group += pa.ipc.open_stream(part)
            if sum(batch.nbytes for batch in group) >= _ROW_GROUP:
                writer.write_table(pa.Table.from_batches(group))
                group.clear()
        if group:
            writer.write_table(pa.Table.from_batches(group))


_OUTPUTS: Final = (
    Output(".jsonl", b"".join),
    Output(".jsonl.gz", lambda lines: gzip.compress(b"".join(lines), _GZIP_LEVEL, mtime=0)),
    Output(".jsonl.zst", lambda lines: import_zstd().compress(b"".join(lines))),
    Output(".parquet", _arrow_stream, _write_parquet),
)
