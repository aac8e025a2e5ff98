"""What can be written: JSON lines, as they are or compressed, and Parquet; and what is counted on the way.

Parts of every kind can be put one after the other: lines, members of a gzip file, frames of a zstd file, streams of
Arrow. Only Parquet needs a last step of its own.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from attrs import asdict, define, field, frozen

from rareinsight import Article, from_json, to_json
from rareinsight.diagnostics import nearest
from rareinsight.dumps._files import import_zstd
from rareinsight.dumps._notices import missing_extra

_GZIP_LEVEL: Final = 6
#: How many bytes of columns a row group holds at least, the last one but.
_ROW_GROUP: Final = 1 << 24


def _counter(counts: Mapping[str, int]) -> Counter[str]:
    return Counter(counts)


@define
class Summary:
    """Counts of a run.

    ``text_size`` counts the characters that were read, ``diagnostics`` those of the articles by code, ``notices``
    what happened to files and records. A run that had nothing to do, as its output was complete, ``was_complete``.
    """

    articles: int = 0
    insights: int = 0
    citations: int = 0
    non_digests: int = 0
    repeats: int = 0
    rejected: int = 0
    text_size: int = 0
    diagnostics: Counter[str] = field(factory=Counter[str], converter=_counter)
    notices: Counter[str] = field(factory=Counter[str], converter=_counter)
    seconds: float = 0.0
    was_complete: bool = False


def counts_of(article: Article) -> Summary:
    """Return the counts of an article."""
    citations = sum(len(insight.citations) for insight in article.insights)
    codes = Counter(each.code for each in article.diagnostics)
    return Summary(articles=1, insights=len(article.insights), citations=citations, diagnostics=codes)


def add_counts(summary: Summary, part: Summary) -> None:
    """Add the counts of a part."""
    for name, counted in asdict(part, recurse=False).items():
        if isinstance(counted, Counter):
            getattr(summary, name).update(counted)
        else:
            setattr(summary, name, getattr(summary, name) + counted)


@frozen
class Output:
    """A kind of output: how lines of JSON make a part, and how parts are written."""

    ending: str
    make_part: Callable[[list[bytes]], bytes]
    write: Callable[[Iterable[bytes], BinaryIO], object] = lambda parts, file: file.writelines(parts)


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


def _gzipped(lines: list[bytes]) -> bytes:
    return gzip.compress(b"".join(lines), _GZIP_LEVEL, mtime=0)


def _zstd_compressed(lines: list[bytes]) -> bytes:
    compressed: bytes = import_zstd().compress(b"".join(lines))
    return compressed


def _arrow_stream(lines: list[bytes]) -> bytes:
    try:
        import pyarrow as pa
    except ImportError:
        raise missing_extra("writing Parquet", "arrow") from None
    from rareinsight.arrow import SCHEMA, to_table

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA) as stream:
        stream.write_table(to_table(map(from_json, lines)))
    return sink.getvalue().to_pybytes()


def _write_parquet(parts: Iterable[bytes], file: BinaryIO) -> None:
    import pyarrow as pa
    from pyarrow import parquet as pq

    from rareinsight.arrow import SCHEMA

    group: list[pa.RecordBatch] = []
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
    Output(".jsonl.gz", _gzipped),
    Output(".jsonl.zst", _zstd_compressed),
    Output(".parquet", _arrow_stream, _write_parquet),
)
