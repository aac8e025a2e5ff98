"""What is worked on at a time, some records or articles, and the work itself: records to articles."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve, field, frozen

from rareinsight import Article, Format, Origin, detect, parse, parse_many
from rareinsight.dumps._notices import Notice, describe_error, make_notice
from rareinsight.limits import DEFAULTS, Limits

#: How much text, and how many records, are worked on at a time.
_CHARACTERS: Final = 1 << 18
_RECORDS: Final = 250


@frozen
class Options:
    """How files are read; the meaning of each is told by :func:`rareinsight.dumps.read`."""

    format: Format | str | None = None
    field: str | None = None
    encoding: str | None = None
    separator: str | None = None
    only_digests: bool | None = None
    limits: Limits = DEFAULTS


@frozen
class Record:
    """One record of a file, its text still to be parsed.

    A ``page`` of a crawl is left out if it is no digest, unless all are wanted.
    """

    path: str
    number: int
    text: str
    fields: dict[str, object] = field(factory=dict[str, object])
    is_html: bool = False
    is_page: bool = False


#: What files consist of: records, articles of texts too long to be held, and what there is to tell.
Item = Record | Article | Notice


@frozen
class Piece:
    """Some items in their order; ``read`` is how many bytes of all files had been read by then."""

    items: tuple[Item, ...]
    read: int = 0

    def add_to(self, checksum: int) -> int:
        """Return the checksum of all pieces up to this one, from that of those before it."""
        for item in self.items:
            told = (item.origin, item.raw) if isinstance(item, Article) else item
            checksum = zlib.crc32(repr(told).encode("utf-8", "surrogatepass"), checksum)
        return checksum


def in_pieces(items: Iterable[tuple[Item, int]], *, eager: bool) -> Iterator[Piece]:
    """Yield items in pieces of about a quarter of a megabyte of text.

    Articles have been parsed, so they share no piece with records; if ``eager``, each comes at once.
    """
    waiting, size, before = list[Item](), 0, 0
    for item, read in items:
        is_parsed = isinstance(item, Article)
        if waiting and is_parsed != isinstance(waiting[-1], Article):
            yield Piece(tuple(waiting), before)
            waiting, size = [], 0
        waiting.append(item)
        before = read
        size += size_of(item) + (_size_of_fields(item) if isinstance(item, Record) else 100)
        if size >= _CHARACTERS or len(waiting) >= _RECORDS or (eager and is_parsed):
            yield Piece(tuple(waiting), read)
            waiting, size = [], 0
    if waiting:
        yield Piece(tuple(waiting), before)


def _size_of_fields(record: Record) -> int:
    return sum(len(value if isinstance(value, str) else repr(value)) for value in record.fields.values())


def size_of(item: Item) -> int:
    """Return how many characters of text are in an item."""
    return 0 if isinstance(item, Notice) else len(item.raw if isinstance(item, Article) else item.text)


def read_item(item: Item, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of an item, each with its origin; what fails comes as a notice in its place."""
    if not isinstance(item, Record):
        yield item
        return
    offset = 0
    only_digests = item.is_page if options.only_digests is None else options.only_digests
    try:
        text = _plain_text(item, options.limits)
        if len(text) > options.limits.record_size:
            yield make_notice("long-record", item.path, f"{len(text):,} characters", record=item.number)
        elif text and not text.isspace():
            for article in _articles_of(text, item, options):
                origin = Origin(item.path, item.number, offset, item.fields)
                offset += len(article.raw)
                if article.sections or not (only_digests or article.raw.isspace()):
                    yield evolve(article, origin=origin)
        elif not item.is_page:
            yield make_notice("empty-file", item.path)
    except Exception as error:
        yield make_notice("failed-record", item.path, describe_error(error), record=item.number, offset=offset)


def _plain_text(record: Record, limits: Limits) -> str:
    if not record.is_html:
        return record.text
    from rareinsight.dumps._html import text_of_html

    return text_of_html(record.text, limits.html_levels)


def _articles_of(text: str, record: Record, options: Options) -> Iterator[Article]:
    if not record.is_page or options.format is not None or detect(text) is not None:
        yield from parse_many(text, format=options.format, limits=options.limits)
    elif options.only_digests is False:
        yield evolve(parse(text), sections=())
