"""What kind of file it is, told by what it holds."""

from __future__ import annotations

import json
from typing import Final, Literal

Kind = Literal["text", "lines", "parquet", "warc"]

_LINES_NAMES: Final = (".jsonl", ".ndjson", ".jsonlines")
#: From so large a share of bytes on that no text of the encoding has, a file is taken for something else.
_TOO_MANY: Final = 0.3
_CONTROLS: Final = bytes(sign for sign in range(32) if sign not in b"\t\n\v\f\r\x1b\0")


class UnknownKindError(ValueError):
    """A file is of no kind that is read here; the message says what it seems to be."""


def kind_of(head: bytes, path: str, encoding: str | None) -> Kind:
    r"""Tell the kind of a file.

    Args:
        head: The first bytes of the file, uncompressed.
        path: Its name, which decides where the first line does not.
        encoding: How its text is encoded; ``None`` if nobody said so, then the bytes have to look like UTF-8.

    Raises:
        UnknownKindError: It is none of the kinds.

    >>> kind_of(b'{"text": "Core Insights - Prices fell [1]"}\n', "dump", None)
    'lines'
    >>> kind_of(b"Core Insights - Prices fell [1]", "dump", None)
    'text'
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if encoding is None:
        _refuse_bytes(head)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _names_lines(path) or _is_object(start):
        return "lines"
    if start[:1] in (b"{", b"[") and _is_json(start):
        raise UnknownKindError("it is JSON, but not one record a line; `jq -c '.[]'` makes lines of an array")
    return "text"


def _names_lines(path: str) -> bool:
    name = path.lower()
    for ending in (".gz", ".bz2", ".xz", ".zst"):
        name = name.removesuffix(ending)
    return name.endswith(_LINES_NAMES)


def _is_object(start: bytes) -> bool:
    """Whether the first line is a JSON object, or one so long that its end is not in sight."""
    if not start.startswith(b"{"):
        return False
    line, end, _ = start.partition(b"\n")
    try:
        json.loads(line)
    except ValueError:
        return not end and start[1:].lstrip().startswith(b'"') and b'":' in start
    except RecursionError:  # the record will be told, not the file
        return True
    return True


def _is_json(start: bytes) -> bool:
    """Whether the text begins as an object or an array of objects does; ``[1]`` is a citation."""
    inner = start[1:].lstrip()
    return inner.startswith(b"{" if start.startswith(b"[") else b'"')


def _refuse_bytes(head: bytes) -> None:
    """Raise if the bytes are mostly no UTF-8 text."""
    zeros = head.count(0)
    if zeros > _TOO_MANY * len(head):
        raise UnknownKindError("it may be UTF-16 or UTF-32 without a byte order mark; say so with `encoding`")
    controls = len(head) - len(head.translate(None, _CONTROLS)) + zeros
    undecodable = len(head) - len(head.decode("utf-8", "ignore").encode())
    if undecodable > _TOO_MANY * len(head):
        raise UnknownKindError("it is not UTF-8; if it is text, say so with `encoding`")
    if controls > _TOO_MANY * len(head):
        raise UnknownKindError("it is not text")
