"""What is worked on at a time: some records, or one text as it comes. And the work itself, records to articles."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# (JSON has none)

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from attrs import evolve, field, frozen

from rareinsight import Article, Format, Origin, detect, parse, parse_many
from rareinsight.dumps._encodings import decode_record
from rareinsight.dumps._notices import LONGEST_RECORD, Notice, describe_error, make_notice

#: How much text, and how many records, are worked on at a time.
_CHARACTERS: Final = 1 << 18
_RECORDS: Final = 250
#: How deep the fields of a record may nest: far less than what Python, JSON and Arrow can write back.
_MOST_LEVELS: Final = 100
TOO_DEEP: Final = f"its fields nest more than {_MOST_LEVELS} levels deep"


@frozen
class Options:
    """How files are read; the meaning of each is told by :func:`rareinsight.dumps.read`."""

    format: Format | str | None = None
    field: str | None = None
    encoding: str | None = None
    separator: str | None = None
    only_digests: bool | None = None


@frozen
class Record:
    """One record of a file, its text still to be parsed.

    ``form`` says what ``content`` is: ``text``, a ``line`` of JSON whose ``text_field`` holds it, or ``html``.
    Bytes are decoded by ``encoding``. A ``page`` of a crawl is left out if it is no digest, unless all are wanted.
    """

    path: str
    number: int
    content: str | bytes
    fields: dict[str, object] = field(factory=dict[str, object])
    form: Literal["text", "line", "html"] = "text"
    text_field: str | None = None
    encoding: str = "utf-8"
    page: bool = False


@frozen
class Piece:
    """Some records and notices in their order; ``read`` is how many bytes of all files had been read by then."""

    items: tuple[Record | Notice, ...]
    read: int = 0


@frozen
class Stream:
    """A text that is too long to be held: its pieces as they are read, by whoever reads the file."""

    path: str
    text: Iterator[str]


def in_pieces(items: Iterable[tuple[Record | Notice | Stream, int]]) -> Iterator[Piece | Stream]:
    """Yield records in pieces of about a quarter of a megabyte of text; each comes with how much had been read."""
    waiting, size, read = list[Record | Notice](), 0, 0
    for item, read in items:
        if not isinstance(item, Stream):
            waiting.append(item)
            size += len(item.content) + _size(item.fields) if isinstance(item, Record) else 100
            if size < _CHARACTERS and len(waiting) < _RECORDS:
                continue
        if waiting:
            yield Piece(tuple(waiting), read)
        waiting, size = [], 0
        if isinstance(item, Stream):
            yield item
    if waiting:
        yield Piece(tuple(waiting), read)


def _size(value: Any) -> int:  # noqa: ANN401 - a value of JSON
    """Return about how much text there is in the fields of a record."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else len(value) if isinstance(value, str) else 8


def is_too_deep(value: object) -> bool:
    """Whether a value nests more than it may; told without recursion."""
    level: list[Any] = [value]
    for _ in range(_MOST_LEVELS + 1):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: Any) -> Iterable[Any]:  # noqa: ANN401 - a value of JSON
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def read_piece(piece: Piece, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of a piece, each with its origin; what fails comes as a notice in its place."""
    for item in piece.items:
        if isinstance(item, Notice):
            yield item
            continue
        offset = 0
        only_digests = item.page if options.only_digests is None else options.only_digests
        try:
            text, fields, notices = _text_of(item)
            yield from notices
            for article in _articles_of(text, item, options) if text is not None else ():
                origin = Origin(item.path, item.number, offset, fields)
                offset += len(article.raw)
                if article.sections or not (only_digests or article.raw.isspace()):
                    yield evolve(article, origin=origin)
        except Exception as error:
            detail = describe_error(error)
            yield make_notice("failed-record", item.path, detail, record=item.number, offset=offset)


def _articles_of(text: str, record: Record, options: Options) -> Iterator[Article]:
    if record.page and options.format is None and detect(text) is None:
        if options.only_digests is False:
            article = parse(text)
            yield evolve(article, sections=()) if article.sections else article
        return
    yield from parse_many(text, format=options.format)


def _text_of(record: Record) -> tuple[str | None, dict[str, object], list[Notice]]:
    """Return the text of a record, its other fields, and what there is to tell of it."""
    content, notices = record.content, list[Notice]()
    if isinstance(content, bytes):
        content, notices = decode_record(content, record.encoding, record.path, record.number)
    if record.form == "html":
        from rareinsight.dumps._html import text_of_html

        content = text_of_html(content)
    text: object = content
    fields = record.fields
    if record.form == "line":
        found = _fields_of(content)
        if isinstance(found, str):
            return None, {}, [make_notice("broken-record", record.path, found, record=record.number)]
        text, fields = found.pop(record.text_field or "", None), found
    if not isinstance(text, str) or not text or text.isspace():
        if not record.page:
            code = "missing-text" if record.form == "line" or record.text_field else "empty-file"
            detail = f"in {record.text_field!r}" if record.text_field else ""
            notices.append(make_notice(code, record.path, detail, record=record.number))
        return None, {}, notices
    if len(text) > LONGEST_RECORD:
        return None, {}, [make_notice("long-record", record.path, f"{len(text):,}", record=record.number)]
    return text, fields, notices


def _fields_of(line: str) -> dict[str, object] | str:
    """Return the fields in a line of JSON, or what is wrong with it."""
    try:
        found: Any = json.loads(line)
    except ValueError as error:
        return f"not JSON ({error})"
    except RecursionError:
        return TOO_DEEP
    if not isinstance(found, dict):
        return "no JSON object"
    return TOO_DEEP if is_too_deep(found) else found
