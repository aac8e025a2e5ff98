"""HTML pages, read by selectolax (extra ``html-input``), and crawls of them in WARC and WET (extra ``warc``).

A crawl is cut into records here, and each is read by fastwarc, which would stop at the first damaged one. A record ends
where its length says and the next one begins; if the two differ, its length is wrong, and only that record is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from types import ModuleType
from typing import Any, Final, cast

from rareinsight.dumps._records import Notice, Record, UnreadableError, import_extra, make_notice
from rareinsight.dumps._text import HEAD, Window, decode, encoding_in_page, find_encoding

_lexbor: Final = import_extra("selectolax.lexbor", "reading HTML", "html-input")
#: Elements whose content is never visible, and those that start a new line.
_UNSEEN: Final = frozenset(("head", "script", "style", "template", "noscript", "svg", "iframe", "select"))
_BLOCKS: Final = re.compile(
    r"address|article|aside|blockquote|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|h[1-6]|header|hgroup|hr|legend|li|main|menu|nav|ol|p|pre|section|summary|table|td|th|tr|ul"
)
#: Elements that need an end tag; the time the parser takes grows with the square of how deep they nest.
_NESTING: Final = re.compile(
    r"<(/?)(?:div|ul|ol|dl|section|article|aside|main|nav|blockquote|fieldset|details|center|header|footer|figure)\b",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_NUMBERS: Final = re.compile(r"\s*\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\s*")
_MARKER: Final = re.compile(r"\s*(?:[-*•−–]\s|\d{1,3}[.)]\s|\[\d)")
_HTML: Final = ("text/html", "application/xhtml+xml")
_MEDIA: Final = re.compile("(?:application|audio|font|image|message|model|multipart|video)/")
#: The header of a record, if there is one: its lines up to a blank one.
_HEAD: Final = re.compile(rb"\s*+(WARC/[01]\.\d+\r?\n(?:(?!WARC/)[^\r\n][^\n]*\n)*+\r?\n)?")
_NEXT: Final = re.compile(rb"\n(?=WARC/[01]\.\d+\r?\n)")
#: What follows the end of a record: the first bytes of the next one, or the end of the file.
_AFTER: Final = re.compile(rb"[\r\n]\s*(?:WARC/[01]\.\d+\r?\n|[\r\n\0]*\Z)")
#: Line ends and names of fields, which fastwarc only knows in one spelling; otherwise, it silently reads nothing.
_FIELD: Final = re.compile(rb"\r?\n((?:(?:WARC-Type|Content-Type|Content-Length):)?)", re.IGNORECASE)
_LENGTH: Final = re.compile(rb"\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r?\n", re.IGNORECASE)
_MAX_HEAD: Final = 1 << 16
_MAX_AFTER: Final = 32


def text_of_html(page: str, most_levels: int) -> str:
    """Return the text of a page: its title, then each heading, paragraph and list item on its own line."""
    if page.count("<") > most_levels:
        steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(page))
        if max(accumulate(steps, lambda depth, step: max(depth + step, 0), initial=0)) > most_levels:
            raise ValueError(f"its elements nest more than {most_levels:,} levels deep")
    tree = _lexbor.LexborHTMLParser(page)
    title = tree.css_first("head > title")
    head = " ".join(title.text().split()) if title else ""
    lines = _words_below(tree.body).split("\n") if tree.body is not None else []
    body = [line.strip() for line in lines if line.strip()]
    if head and head not in body[:5]:
        body.insert(0, head)
    return "\n".join(body)


def _words_below(top: Any) -> str:
    """Return the text below a node, without recursion, as pages nest thousands of levels deep."""
    parts, counts, marker, kept = list[str](), Counter[int](), "", None
    node, entered = top.child, True
    while node is not None and node.mem_id != top.mem_id:
        if _BLOCKS.fullmatch(node.tag):
            parts.append("\n")
            if node.tag == "pre" and kept in (None, node.mem_id):  # its line ends are kept
                kept = node.mem_id if entered and node.child is not None else None
            if entered and node.tag == "li":
                counts[node.parent.mem_id] += 1
                marker = f"{counts[node.parent.mem_id]}. " if node.parent.tag == "ol" else "- "
        elif entered and node.tag == "-text":
            words = _words_of(node, parts) if kept is None else node.text_content or ""
            if marker and words.strip():
                words, marker = words if _MARKER.match(words) else marker + words.lstrip(), ""
            parts.append(words)
        if entered and node.child is not None and node.tag not in _UNSEEN:
            node = node.child
            continue
        entered = node.next is not None
        node = node.next if entered else node.parent
    return "".join(parts)


def _words_of(node: Any, before: list[str]) -> str:
    """Return the words of a node; the number of a note (a superscript, or a link within the page) in brackets."""
    words, above = _SPACES.sub(" ", node.text_content or ""), node.parent
    is_note = above.tag == "sup" or (above.tag == "a" and (above.attributes.get("href") or "").startswith("#"))
    if is_note and _NUMBERS.fullmatch(words) and not (before and before[-1].endswith("[")):
        return f"[{words.strip()}]"
    return words


def pages_of(pieces: Iterator[bytes], path: str, notices: list[Notice], longest: int) -> Iterator[Record | Notice]:
    """Yield the text and HTML pages of a crawl, numbered in the order of the file."""
    warc, number = import_extra("fastwarc.warc", "reading WARC and WET", "warc"), 0
    for data in _cut(pieces, longest):
        found: Record | Notice | None
        try:
            found = _read_record(warc, data, number, path, notices, longest)
        except BaseException as error:
            # bugs in fastwarc (Rust) are panics, which are not Exceptions
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            found = make_notice("broken-record", path, error, record=number)
        if found is not None:
            yield found
            number += 1


def _cut(pieces: Iterator[bytes], longest: int) -> Iterator[bytes | UnreadableError]:
    """Yield the bytes of each record of the file, or what is wrong with it."""
    window = Window(pieces, b"")
    while window.fill(_MAX_HEAD) or window.at < len(window.data):
        head = cast("re.Match[bytes]", _HEAD.match(window.data, window.at))  # it may be empty
        found = _LENGTH.search(head[0])
        length = int(found[1]) if found else 0
        if found and length <= longest:
            size = len(head[0]) + length
            window.fill(size + _MAX_AFTER)
            start, end = window.at, window.at + size
            if _AFTER.match(window.data, end, end + _MAX_AFTER):
                window.at = end
                fields = _FIELD.sub(lambda field: b"\r\n" + field[1].title().replace(b"Warc", b"WARC"), head[1])
                yield fields + window.data[start + len(head[0]) : end]
                continue
        if length > longest:
            yield UnreadableError(f"{length:,} bytes", "long-record")
        elif window.data[window.at :].strip(b"\r\n\0"):
            words = "its length is wrong, or it is cut short; it was skipped"
            yield UnreadableError(words if head[1] else "there is no record where one should begin", "broken-record")
        window.at += len(head[0]) - bool(head[1])  # the next one may follow at once
        if not window.pass_next(_NEXT, _MAX_AFTER):
            return


def _read_record(
    warc: ModuleType, data: bytes | UnreadableError, number: int, path: str, notices: list[Notice], longest: int
) -> Record | None:
    """Return a page of text or HTML; ``None`` for any other record."""
    if isinstance(data, UnreadableError):
        raise data
    record = warc.WarcRecord.from_bytes(data)
    if int(record.record_type) in (0, int(warc.unknown)):
        raise UnreadableError("its type is missing or unknown", "broken-record")
    if not record.record_type & (warc.conversion | warc.response | warc.resource):
        return None
    kind, charset, content = record.headers.get("Content-Type"), None, b""
    if record.is_http:
        page, content = _decoded(warc, data, longest)
        kind, charset = page.http_content_type, page.http_charset
    kind = (kind or "text/plain").partition(";")[0].strip().lower()
    if not (kind.startswith("text/") or kind in _HTML):
        if not record.is_http and (record.reader.read(5) == b"HTTP/" or not _MEDIA.match(kind)):
            raise UnreadableError(f"it can't be of the type {kind!r}", "broken-record")
        return None
    content = content or record.reader.read(longest + 1)
    if len(content) > longest:
        raise UnreadableError(f"more than {longest:,} bytes unpacked", "long-record")
    found = find_encoding(content[:HEAD], charset, encoding_in_page(content))
    text = "".join(decode([content], found, path, notices, number))
    fields = dict(record.headers.items())
    return Record(path, number, text, "html" if kind in _HTML else "text", fields=fields, is_page=True)


def _decoded(warc: ModuleType, data: bytes, longest: int) -> tuple[Any, bytes]:
    """Return the decoded body; many crawlers store it decoded, although the headers still name an encoding."""
    record = warc.WarcRecord.from_bytes(data)
    try:
        record.parse_http(auto_decode="all")
        return record, record.reader.read(longest + 1)
    except OSError:
        record = warc.WarcRecord.from_bytes(data)
        record.parse_http(auto_decode="none")
        content = record.reader.read(longest + 1)
        if 0 in content[:1000]:
            raise  # it is encoded, and damaged
        return record, content
