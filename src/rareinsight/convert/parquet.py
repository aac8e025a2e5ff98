"""Articles to Parquet (extra ``arrow``): gathered as Arrow streams, as a Parquet file can't be resumed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rareinsight.arrow import SCHEMA, to_table
from rareinsight.model import Article

try:
    import pyarrow as pa
    from pyarrow import parquet as pq
except ImportError as _error:
    raise ImportError("to write Parquet: pip install 'rareinsight[arrow]'") from _error

#: How many bytes of columns a row group holds at least, the last one but.
_ROW_GROUP: Final = 1 << 24


def stream_of(articles: Sequence[Article]) -> bytes:
    """Return articles as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA) as stream:
        stream.write_table(to_table(articles))
    return sink.getvalue().to_pybytes()


def write_parquet(streams: Path, written: Path) -> None:
    """Turn a file of Arrow streams, one after the other, into a Parquet file."""
    group: list[pa.RecordBatch] = []
    with (
        pq.ParquetWriter(written, SCHEMA, compression="zstd") as writer,
        pa.OSFile(str(streams), "rb") as source,
    ):
        while source.tell() < source.size():
            group += pa.ipc.open_stream(source)
            if sum(batch.nbytes for batch in group) >= _ROW_GROUP:
                writer.write_table(pa.Table.from_batches(group))
                group.clear()
        if group:
            writer.write_table(pa.Table.from_batches(group))
