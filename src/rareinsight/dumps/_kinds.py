"""The type of a file, determined by its content or, if that is ambiguous, by its name."""

from __future__ import annotations

import json
import re
from typing import Final

from rareinsight.dumps._records import UnreadableError

#: What is read, by how a file of it begins.
_READ: Final = {
    "gzip": rb"\x1f\x8b\x08",
    "bz2": rb"BZh.(?:1AY&SY|\x17rE8P\x90)",
    "xz": rb"\xfd7zXZ\0",
    "zstd": rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18",
    "zip": rb"PK(?:\x03\x04|\x05\x06)",
    "tar": rb".{257}ustar",
    "parquet": rb"PAR1",
    "arrow": rb"ARROW1\0\0",
    "stream": rb"\xff{4}.{3}\0",
    "warc": rb"WARC/",
}
#: What is recognised in order to be refused rather than read as prose.
_REFUSED: Final = {
    "PDF": rb"%PDF-",
    "RTF": rb"\{\\rtf",
    "Microsoft Office document": rb"\xd0\xcf\x11\xe0",
    "image": rb"\x89PNG|\xff\xd8\xff|GIF8",
    "7z, RAR, LZ4 or compress archive": rb"7z\xbc\xaf|Rar!\x1a|\x04\x22\x4d\x18|\x1f\x9d",
    "SQLite, Avro, ORC, HDF5 or Feather 1 table": rb"SQLite format 3\0|Obj\x01|ORC\x0a|\x89HDF|FEA1",
    "program": rb"\x7fELF",
    "Git LFS pointer (`git lfs pull` fetches the file)": rb"version https://git-lfs",
}
_MAGIC: Final = re.compile(b"|".join(b"(%b)" % each for each in (*_READ.values(), *_REFUSED.values())), re.DOTALL)
_BY_NAME: Final = {"jsonl": "lines", "ndjson": "lines", "jsonlines": "lines", "csv": "csv", "tsv": "csv", "tab": "csv"}
_HTML: Final = re.compile(
    r"(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|article|main|h[1-6]|div|p|ul|ol)\b"
    r"[^<]{0,2000}?>",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(r'\{\s*(?:\}|"(?:[^"\\]|\\.){0,200}"\s*:)')
_ARRAY: Final = re.compile(r'\[\s*(?:\]\s*$|\{\s*[}"]|")')
_CELL: Final = re.compile(r'"?[A-Za-z_][\w .-]{0,40}"?')
#: The usual names of fields that hold texts, the most telling first.
USUAL_FIELDS: Final = ("text", "digest", "content", "raw", "body", "raw_content", "article", "page_content", "markdown")


def binary_kind(head: bytes) -> str:
    """Return the type of a file by its first bytes; ``text`` if it is none of the others."""
    found = _MAGIC.match(head)
    if found is None or found.lastindex is None:
        return "text"
    kind = (*_READ, *_REFUSED)[found.lastindex - 1]
    if kind in _REFUSED:
        raise UnreadableError(kind)
    return kind


def text_kind(head: str, path: str, field: str | None = None) -> str:
    """Return the type of a text file by its beginning or, if that is ambiguous, by its name.

    A first line with the name of the field among others is a header.
    """
    start = head.lstrip("\ufeff \t\r\n")
    line, end, _ = start.partition("\n")
    name = re.sub(r"\.(?:gz|bz2|xz|zst)$", "", path.lower())
    by_name = _BY_NAME.get(name.rpartition(".")[2])
    if by_name == "lines" or _is_object(line, is_whole=bool(end)):
        return "lines"
    if _OBJECT.match(start) or _ARRAY.match(start) or (name.endswith(".json") and start[:1] in ("{", "[", '"')):
        return "json"
    if by_name:
        return by_name
    declared = start.startswith("<?xml")
    if _HTML.match(start.partition("?>")[2].lstrip() if declared and "<html" in start else start):
        return "html"
    if declared:
        raise UnreadableError("XML")
    # a table has a header: names alone, one of which is the field, or one that is usual for texts
    cells = line.rstrip("\r").split(separator_of(line))
    names = {cell.strip('"').lower() for cell in cells}
    is_header = len(cells) > 1 and all(map(_CELL.fullmatch, cells)) and names & {field or "", *USUAL_FIELDS}
    return "csv" if end and is_header else "text"


def separator_of(header: str) -> str:
    """Return what separates the cells of a table: of the usual separators, the most frequent outside quotes."""
    return max("\t,;|", key=re.sub(r'"[^"]*"', "", header).count)


def _is_object(line: str, *, is_whole: bool) -> bool:
    """Whether a line is a JSON object, or the beginning of one so long that its end is not in sight."""
    try:
        return line.startswith("{") and isinstance(json.loads(line), dict)
    except ValueError:
        return not is_whole and _OBJECT.match(line) is not None
    except RecursionError:  # the record will be told, not the file
        return True
