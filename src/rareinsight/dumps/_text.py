"""From bytes to text: the type of a file, its encoding, and its lines, however long."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain
from typing import Any, Final

from attrs import define

from rareinsight.dumps._records import Notice, UnreadableError, import_extra, known_encoding, make_notice

#: The types of files that are read, by their first bytes.
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
    "warc": rb"[\r\n]*WARC/",
}
#: The types of files that are recognised only to be refused, instead of being read as text.
_REFUSED: Final = {
    "PDF": rb"%PDF-",
    "RTF": rb"\{\\rtf",
    "Microsoft Office document": rb"\xd0\xcf\x11\xe0",
    "image": rb"\x89PNG|\xff\xd8\xff|GIF8",
    "7z, RAR, LZ4 or compress archive": rb"7z\xbc\xaf|Rar!\x1a|\x04\x22\x4d\x18|\x1f\x9d",
    "SQLite, Avro, ORC, HDF5 or Feather 1 table": rb"SQLite format 3\0|Obj\x01|ORC\x0a|\x89HDF|FEA1",
    "encrypted Parquet": rb"PARE",
    "program": rb"\x7fELF",
    "Git LFS pointer (`git lfs pull` fetches the file)": rb"version https://git-lfs",
}
_BY_NAME: Final = {
    "jsonl": "lines", "ndjson": "lines", "jsonlines": "lines", "json": "json", "csv": "csv", "tsv": "csv", "tab": "csv",
}  # fmt: skip
#: How the names of files end whose first bytes may be damaged or missing, and their types if called otherwise.
_PACKED: Final = re.compile(r"\.t?(tar|zip|gz|bz2|xz|zst)$", re.IGNORECASE)
_BY_ENDING: Final = {"gz": "gzip", "zst": "zstd"}
_MAX_MAGIC: Final = 20
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
#: A line end; a carriage return at the end of a piece may be the first half of one.
_LINE_END: Final = re.compile(r"\r\n|\n|\r(?!\Z)")
#: Codecs by byte order mark; those of UTF-32 come first, as they start like those of UTF-16.
_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_WITHOUT_MARK: Final = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}  #: encodings that Python reads only with a mark
#: Possible encodings of text that is not UTF-8, one for each script, as those of one script can't be told apart.
_GUESSED: Final = ("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "koi8_r", "cp1253")
_WIDE: Final = ("utf_16_le", "utf_16_be")
_TOO_MANY: Final = 0.3  #: the share of invalid bytes above which a file is not considered text
_CONTROLS: Final = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
HEAD: Final = 1 << 16  #: how much of a file is used to determine its type, in bytes
_HOLE: Final = bytes(64)  #: null bytes where data is missing
#: The name of an encoding, and the code and the detail of a notice if it was guessed.
Encoding = tuple[str, str, str]


def binary_kind(head: bytes, path: str) -> str:
    """Return the type of a file by its first bytes, or by its name if they are damaged; ``text`` otherwise."""
    kind = next((kind for kind, magic in (_READ | _REFUSED).items() if re.match(magic, head, re.DOTALL)), "text")
    if kind in _REFUSED:
        raise UnreadableError(kind)
    if kind == "text" and b"\nWARC/" in head and path.lower().endswith((".warc", ".wet")):
        return "warc"
    if kind == "text" and (0 in head or 0 < len(head) < _MAX_MAGIC) and (named := _PACKED.search(path)):
        return _BY_ENDING.get(named[1].lower(), named[1].lower())
    return kind


def text_kind(head: str, path: str, field: str | None = None) -> str:
    """Return the type of a text file by its beginning (the field is a name in a header), or by its name."""
    start = head.lstrip("\ufeff \t\r\n")
    line = re.split("[\r\n]", start, maxsplit=1)[0]
    end = line != start
    by_name = _BY_NAME.get(path.lower().rpartition(".")[2])
    if by_name == "lines" or (_OBJECT.match(line) and (not end or line.rstrip().endswith("}"))):
        return "lines"
    if _OBJECT.match(start) or _ARRAY.match(start):
        return "json"
    if by_name:
        return by_name
    declared = start.startswith("<?xml")
    if _HTML.match(start.partition("?>")[2].lstrip() if declared and "<html" in start else start):
        return "html"
    if declared:
        raise UnreadableError("XML")
    # a table has a header: names alone, one of which is the field, or one that is usual for texts
    cells = line.split(separator_of(line))
    names = {cell.strip('"').lower() for cell in cells}
    is_header = len(cells) > 1 and all(map(_CELL.fullmatch, cells)) and names & {field or "", *USUAL_FIELDS}
    return "csv" if end and is_header else "text"


def separator_of(header: str) -> str:
    """Return the separator of the cells of a table: the most frequent one outside quotes."""
    return max("\t,;|", key=re.sub(r'"[^"]*"', "", header).count)


def find_encoding(head: bytes, *named: str | None) -> Encoding:
    """Return the encoding by the first bytes, or one of those named."""
    marked = next((codec for mark, codec in _MARKS.items() if head.startswith(mark)), None)
    if declared := marked or next(filter(None, map(known_encoding, filter(None, named))), None):
        return declared if marked else _WITHOUT_MARK.get(declared, declared), "", ""
    if 0 in head and (wide := _guess(head, _WIDE)):
        return wide, "guessed-encoding", wide
    if len(head) - len(head.translate(None, _CONTROLS)) > _TOO_MANY * len(head):
        raise UnreadableError("it is not text")
    valid = head.decode("utf-8", "ignore")
    strange = len(head) - len(valid.encode())
    is_cut = strange <= 3 and head.startswith(valid.encode())  # inside a character
    if is_cut or strange <= sum(not each.isascii() for each in valid):
        return "utf-8", "", ""
    guess, missing = None, ""
    try:
        guess = _guess(head, _GUESSED)
    except ImportError as error:
        missing = str(error)
    if guess and guess != "cp1252":
        return guess, "guessed-encoding", guess
    if guess is None and strange > _TOO_MANY * len(head):
        raise UnreadableError(missing or "it is not UTF-8 text; if it is text, name its encoding")
    return "cp1252", "assumed-encoding", missing


def _guess(head: bytes, names: Sequence[str]) -> str | None:
    normalizer = import_extra("charset_normalizer", "reading text that is not UTF-8", "encodings")
    found = list(normalizer.from_bytes(head, cp_isolation=list(names), enable_fallback=False))
    # a few characters can be valid in several encodings; then the first of these is the likeliest
    likely = {name for match in found if match.chaos <= found[0].chaos for name in match.could_be_from_charset}
    return next((name for name in names if name in likely), None)


def encoding_in_page(content: bytes) -> str | None:
    found = _CHARSET.search(content, 0, 4096)
    name = found[1].decode("ascii", "replace") if found else None
    return None if name is None or name.lower().startswith(("utf-16", "utf-32")) else name  # or this was not found


def _as_cp1252(error: Any) -> tuple[str, int]:
    stray = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray), error.end


_AS_CP1252: Final = "rareinsight-cp1252"
codecs.register_error(_AS_CP1252, _as_cp1252)


def decode(
    pieces: Iterable[bytes], found: Encoding, path: str, notices: list[Notice], record: int | None = None
) -> Iterator[str]:
    """Yield a text in pieces; a guess, the first hole and the first invalid bytes are reported in ``notices``."""
    encoding, code, detail = found
    if code:
        notices.append(make_notice(code, path, detail, record=record))
    decoder, position, is_whole = codecs.getincrementaldecoder(encoding)(), 0, True
    for piece in chain(pieces, (b"",)):
        if is_whole and (zeros := piece.find(_HOLE)) >= 0:
            words = "it contains a run of null bytes"
            notices.append(make_notice("damaged-file", path, words, record=record, offset=position + zeros))
            is_whole = False
        state = decoder.getstate()
        try:
            text = decoder.decode(piece, not piece)
        except UnicodeDecodeError as error:
            offset = position - len(state[0]) + error.start
            notices.append(make_notice("undecodable-bytes", path, encoding, record=record, offset=offset))
            decoder.setstate(state)
            decoder.errors = _AS_CP1252
            text = decoder.decode(piece, not piece)
        position += len(piece)
        yield text


@define
class Window:
    """The part of a file or a text that is in memory; everything before ``at`` is done."""

    pieces: Iterator[Any]
    data: Any  #: empty at first
    at: int = 0

    def fill(self, size: int) -> int:
        """Read until there are ``size`` characters, and as many again, to copy few; return how many were read."""
        held, wanted = [self.data[self.at :]], 2 * size + self.at - len(self.data)
        if wanted <= size:
            return 0
        while wanted > 0 and (piece := next(self.pieces, None)) is not None:
            held.append(piece)
            wanted -= len(piece)
        self.data, self.at = self.data[:0].join(held), 0
        return len(self.data) - len(held[0])

    def pass_next(self, pattern: re.Pattern[str] | re.Pattern[bytes], most: int) -> bool:
        """Go to the end of the next match, of at most ``most`` characters; return whether there is one."""
        while not (found := pattern.search(self.data, self.at)):
            self.at = max(self.at, len(self.data) - most)
            if not self.fill(len(self.data) - self.at + 1):
                return False
        self.at = found.end()
        return True


def whole_lines(pieces: Iterable[str], longest: int) -> Iterator[str | int]:
    """Yield a text in pieces that end with a line; instead of a line that is too long, its length."""
    waiting, size = list[str](), 0
    for piece in pieces:
        end = max(piece.rfind("\n"), piece.rfind("\r", 0, -1)) + 1
        first = found.end() if (found := _LINE_END.search(piece)) else 0
        if size + first > longest and end:
            yield size + first
            waiting, size, piece, end = [], 0, piece[first:], end - first  # noqa: PLW2901 - the rest of it
        if end:
            yield "".join((*waiting, piece[:end]))
            waiting, size = [], 0
        size += len(piece) - end
        waiting = [*waiting, piece[end:]] if size <= longest else []
    if size > longest:
        yield size
    elif size:
        yield "".join(waiting)


def lines_of(text: Iterable[str], longest: int) -> Iterator[str | int]:
    """Yield lines; instead of one that is too long, its length."""
    for piece in whole_lines(text, longest):
        yield from [piece] if isinstance(piece, int) else StringIO(piece, newline="")
