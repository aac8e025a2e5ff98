"""What kind of file it is, told by what it holds and, where that can't tell, by its name."""

from __future__ import annotations

import json
import re
from typing import Final, Literal

Kind = Literal["text", "lines", "json", "csv", "tsv", "html", "parquet", "arrow", "stream", "warc", "zip", "tar"]

#: First bytes of what is read here and is no text.
_MAGICS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"PAR1", "parquet"),
    (b"ARROW1\0\0", "arrow"),
    (b"\xff\xff\xff\xff\x10\0\0\0", "stream"),
    (b"WARC/", "warc"),
    (b"PK\3\4", "zip"),
    (b"PK\5\6", "zip"),
)
#: First bytes of what is known and not read, lest it be read as prose.
_REFUSED: Final = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Microsoft Office"),
    (b"\x89PNG\r\n", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\7", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "compressed with LZ4"),
    (b"\x1f\x9d", "compressed with compress"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"Obj\1", "Avro"),
    (b"ORC", "ORC"),
    (b"\x89HDF\r\n", "HDF5"),
    (b"\x93NUMPY", "a NumPy array"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS; `git lfs pull` brings the file"),
)
_LINES_NAMES: Final = (".jsonl", ".ndjson", ".jsonlines")
_TABLE_NAMES: Final[dict[str, Kind]] = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv"}
_HTML_START: Final = re.compile(
    r"(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article|main|h1|h2|div|p|ul|ol)\b[^<]{0,2000}?>",
    re.IGNORECASE | re.DOTALL,
)
#: What a header of a table looks like, and the names under which texts are kept, the most telling first.
_HEADER: Final = re.compile(r'"?[A-Za-z_][\w .-]{0,40}"?')
USUAL_FIELDS: Final = (
    *("text", "digest", "content", "raw", "body", "raw_content", "article", "page_content", "markdown"),
)


class UnknownKindError(ValueError):
    """A file is of no kind that is read here; the message says what it seems to be."""


def binary_kind(head: bytes) -> Kind | None:
    """Tell by its first bytes a kind of file that is no text; ``None`` if it may be text.

    Raises:
        UnknownKindError: It is known, and not read here.

    >>> binary_kind(b"PAR1"), binary_kind(b"Core Insights - Prices fell [1]")
    ('parquet', None)
    """
    for magic, name in _REFUSED:
        if head.startswith(magic):
            raise UnknownKindError(f"it is {name}, which is not read")
    if head[257:262] == b"ustar":
        return "tar"
    return next((kind for magic, kind in _MAGICS if head.startswith(magic)), None)


def text_kind(head: str, path: str, field: str | None = None) -> Kind:
    r"""Tell the kind of a file of text.

    Args:
        head: The beginning of its text.
        path: Its name, which decides where the text does not.
        field: The field that is to hold the text; then a first line with its name among others is a header.

    Raises:
        UnknownKindError: It is known, and not read here.

    >>> text_kind('{"text": "Core Insights - Prices fell [1]"}\n', "dump")
    'lines'
    >>> text_kind("Core Insights - Prices fell [1]", "dump"), text_kind("id,text\n7,Copper\n", "dump")
    ('text', 'csv')
    """
    start, name = head.lstrip("\ufeff \t\r\n"), _bare_name(path)
    if name.endswith(_LINES_NAMES) or _is_object_line(start):
        return "lines"
    if _is_json(start) or (name.endswith(".json") and start[:1] in ("{", "[", '"')):
        return "json"
    for ending, kind in _TABLE_NAMES.items():
        if name.endswith(ending):
            return kind
    if _HTML_START.match(_without_declaration(start)):
        return "html"
    if start.startswith("<?xml"):
        raise UnknownKindError("it is XML, which is not read")
    return _table_kind(start, field) or "text"


def _bare_name(path: str) -> str:
    name = path.lower()
    for ending in (".gz", ".bz2", ".xz", ".zst"):
        name = name.removesuffix(ending)
    return name


def _without_declaration(start: str) -> str:
    """Return what follows the declaration of XML, with which pages of XHTML begin."""
    return start.partition("?>")[2].lstrip() if start.startswith("<?xml") and "<html" in start else start


def _is_object_line(start: str) -> bool:
    """Whether the first line is a JSON object, or one so long that its end is not in sight."""
    if not start.startswith("{"):
        return False
    line, end, _ = start.partition("\n")
    try:
        json.loads(line)
    except ValueError:
        return not end and start[1:].lstrip().startswith('"') and '":' in start
    except RecursionError:  # the record will be told, not the file
        return True
    return True


def _is_json(start: str) -> bool:
    """Whether it begins as an object does, or an array of objects, arrays or texts; ``[1]`` is a citation."""
    inner = start[1:].lstrip()
    if start.startswith("{"):
        return inner.startswith('"') and '":' in re.sub(r'"\s+:', '":', inner)
    return start.startswith("[") and (inner.startswith(("{", '"')) or inner == "]")


def _table_kind(start: str, field: str | None) -> Kind | None:
    """Tell a table by its header: names alone, one of which is the field, or one that is usual for texts."""
    line, end, _ = start.partition("\n")
    for sign, kind in (("\t", "tsv"), (",", "csv")):
        names = line.rstrip("\r").split(sign)
        if not end or len(names) < 2 or not all(_HEADER.fullmatch(name) for name in names):
            continue
        bare = [name.strip('"').lower() for name in names]
        if any(name in (field, *USUAL_FIELDS) for name in bare):
            return "tsv" if kind == "tsv" else "csv"
    return None
