"""What can be written: JSON lines, as they are or compressed, and Parquet.

A share of the input becomes a part of the output. Parts of every kind can be put one after the other as
bytes: lines, members of a gzip file, frames of a zstd file, streams of Arrow. Only Parquet needs a last step
of its own, from the Arrow streams to the file.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from attrs import frozen

from rareinsight.diagnostics import nearest
from rareinsight.jsonio import to_json
from rareinsight.model import Article

_GZIP_LEVEL: Final = 6


@frozen
class Output:
    """A kind of output: how an article is encoded, how those make a part, and what is done at the end.

    ``finish`` takes the file of parts and writes the output to another; without it, the parts are the output.
    """

    ending: str
    encode: Callable[[Article], object]
    make_part: Callable[[Sequence[object]], bytes]
    finish: Callable[[Path, Path], None] | None = None
    check: Callable[[], None] = lambda: None


def output_of(path: Path) -> Output:
    """Return the kind of output that the name of a file asks for.

    Raises:
        ImportError: It needs an extra that is not installed.
        ValueError: It asks for none of the kinds.

    >>> output_of(Path("out.jsonl.gz")).ending
    '.jsonl.gz'
    """
    found = next((output for output in OUTPUTS if path.name.endswith(output.ending)), None)
    if found is None or path.name == found.ending:
        endings = [output.ending for output in OUTPUTS]
        raise ValueError(
            f"{path.name!r} says no kind of output: {nearest(''.join(path.suffixes[-2:]), endings)}"
        )
    found.check()
    return found


def _line(article: Article) -> bytes:
    return to_json(article).encode() + b"\n"


def _joined(lines: Sequence[object]) -> bytes:
    return b"".join(lines)  # type: ignore[arg-type]  # what `_line` returned


def _gzipped(lines: Sequence[object]) -> bytes:
    return gzip.compress(_joined(lines), _GZIP_LEVEL, mtime=0) if lines else b""


def _zstd_compressed(lines: Sequence[object]) -> bytes:
    from rareinsight.reader.zstd import ZstdCompressor

    if not lines:
        return b""
    compressor = ZstdCompressor()
    return compressor.compress(_joined(lines)) + compressor.flush()


def _check_zstd() -> None:
    import_module("rareinsight.reader.zstd")


def _check_arrow() -> None:
    import_module("rareinsight.convert.parquet")


def _arrow_stream(articles: Sequence[object]) -> bytes:
    from rareinsight.convert.parquet import stream_of

    return stream_of(articles) if articles else b""  # type: ignore[arg-type]  # what `_as_it_is` returned


def _write_parquet(streams: Path, written: Path) -> None:
    from rareinsight.convert.parquet import write_parquet

    write_parquet(streams, written)


def _as_it_is(article: Article) -> object:
    to_json(article)  # what JSON can't carry, a column can't either
    return article


OUTPUTS: Final = (
    Output(".jsonl", _line, _joined),
    Output(".jsonl.gz", _line, _gzipped),
    Output(".jsonl.zst", _line, _zstd_compressed, check=_check_zstd),
    Output(".parquet", _as_it_is, _arrow_stream, _write_parquet, _check_arrow),
)
