"""Zstandard: part of Python from 3.14 on, before that by its backport (extra ``zstd``)."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdCompressor, ZstdDecompressor, ZstdError
else:
    try:
        from backports.zstd import ZstdCompressor, ZstdDecompressor, ZstdError
    except ImportError as _error:
        raise ImportError("for zstd files: pip install 'rareinsight[zstd]'") from _error

__all__ = ["ZstdCompressor", "ZstdDecompressor", "ZstdError"]
