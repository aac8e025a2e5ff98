"""What kind of file it is, told by what it holds and, where that can't tell, by its name."""

from __future__ import annotations

import json
import re
from typing import Final, Literal

from rareinsight.dumps._notices import UnreadableError

Kind = Literal["text", "lines", "json", "csv", "tsv", "html", "parquet", "arrow", "stream", "warc", "zip", "tar"]

#: First bytes of what is read here and is no text.
_MAGICS: Final[dict[bytes, Kind]] = {
    b"PAR1": "parquet",
    b"ARROW1\0\0": "arrow",
    b"WARC/": "warc",
    b"PK\3\4": "zip",
    b"PK\5\6": "zip",
}
#: First bytes of what is known and not read, lest it be read as prose.
_REFUSED: Final = {
    b"%PDF-": "PDF",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0": "a document of Microsoft Office",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!\x1a": "a RAR archive",
    b"\x04\x22\x4d\x18": "compressed with LZ4",
    b"\x1f\x9d": "compressed with compress",
    b"SQLite format 3\0": "an SQLite database",
    b"Obj\1": "Avro",
    b"ORC\x0a": "ORC",
    b"FEA1": "an old Feather file",
    b"\x89HDF": "HDF5",
    b"\x7fELF": "a program",
    b"version https://git-lfs": "a pointer of Git LFS (`git lfs pull` brings the file)",
}
_BY_NAME: Final[dict[str, Kind]] = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".jsonlines": "lines",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
}
_HTML: Final = re.compile(
    r"(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<(?:!doctype\s+html|html|head|body|title|meta|article|main|h[1-6]|div|p|ul|ol)\b"
    r"[^<]{0,2000}?>",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(r'\{\s*(?:\}|"(?:[^"\\]|\\.){0,200}"\s*:)')
_ARRAY: Final = re.compile(r'\[\s*(?:\]\s*$|\{\s*[}"]|")')
_CELL: Final = re.compile(r'"?[A-Za-z_][\w .-]{0,40}"?')
#: The names under which texts are kept, the most telling first.
USUAL_FIELDS: Final = (
    *("text", "digest", "content", "raw", "body", "raw_content", "article", "page_content", "markdown"),
)


def binary_kind(head: bytes) -> Kind | None:
    """Tell by its first bytes a kind of file that is no text; ``None`` if it may be text.

    Raises:
        UnreadableError: It is known, and not read here.

    >>> binary_kind(b"PAR1"), binary_kind(b"Core Insights - Prices fell [1]")
    ('parquet', None)
    """
    for magic, name in _REFUSED.items():
        if head.startswith(magic):
            raise UnreadableError(f"it is {name}, which is not read")
    if head[257:262] == b"ustar":
        return "tar"
    if head.startswith(b"\xff\xff\xff\xff") and head[7:8] == b"\0":
        return "stream"
    return next((kind for magic, kind in _MAGICS.items() if head.startswith(magic)), None)


def text_kind(head: str, path: str, field: str | None = None) -> Kind:
    r"""Tell the kind of a file of text.

    Args:
        head: The beginning of its text.
        path: Its name, which decides where the text does not.
        field: The field that is to hold the text; then a first line with its name among others is a header.

    Raises:
        UnreadableError: It is known, and not read here.

    >>> text_kind('{"text": "Core Insights - Prices fell [1]"}\n', "dump")
    'lines'
    >>> text_kind("Core Insights - Prices fell [1]", "dump"), text_kind("id,text\n7,Copper\n", "dump")
    ('text', 'csv')
    """
    start, name = head.lstrip("\ufeff \t\r\n"), re.sub(r"\.(?:gz|bz2|xz|zst)$", "", path.lower())
    by_name: Kind | None = next((kind for ending, kind in _BY_NAME.items() if name.endswith(ending)), None)
    if by_name == "lines" or _is_object_line(start):
        return "lines"
    if _OBJECT.match(start) or _ARRAY.match(start) or (name.endswith(".json") and start[:1] in ("{", "[", '"')):
        return "json"
    if by_name:
        return by_name
    declared = start.startswith("<?xml")
    if _HTML.match(start.partition("?>")[2].lstrip() if declared and "<html" in start else start):
        return "html"
    if declared:
        raise UnreadableError("it is XML, which is not read")
    return _table_kind(start, field) or "text"


def _is_object_line(start: str) -> bool:
    """Whether the first line is a JSON object, or one so long that its end is not in sight."""
    line, end, _ = start.partition("\n")
    try:
        return start.startswith("{") and isinstance(json.loads(line), dict)
    except ValueError:
        return not end and _OBJECT.match(start) is not None
    except RecursionError:  # the record will be told, not the file
        return True


def _table_kind(start: str, field: str | None) -> Kind | None:
    """Tell a table by its header: names alone, one of which is the field, or one that is usual for texts."""
    line, end, _ = start.partition("\n")
    separator = "\t" if "\t" in line else ","
    cells = line.rstrip("\r").split(separator)
    names = {cell.strip('"').lower() for cell in cells}
    if end and len(cells) > 1 and all(map(_CELL.fullmatch, cells)) and names & {field or "", *USUAL_FIELDS}:
        return "csv" if separator == "," else "tsv"
    return None
