"""From records and long texts to articles, each with its origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from attrs import Factory, define, evolve

from rareinsight.dumps._records import Item, Notice, Options, Record, UnreadableError, make_notice
from rareinsight.dumps._rows import text_of_row
from rareinsight.dumps._text import whole_lines
from rareinsight.model import Article, Origin
from rareinsight.parsing import detect, parse_many, parse_stream

#: A text ends before this many blank characters.
_BLANKS: Final = 4_000


def read_item(options: Options, item: Item) -> Iterator[Article | Notice]:
    """Yield the articles of an item; a failure is yielded as a notice instead."""
    if not isinstance(item, Record):
        yield item
        return
    try:
        yield from _articles_of(item, options)
    except Exception as error:
        yield make_notice("failed-record", item.path, error, record=item.number)


def _articles_of(record: Record, options: Options) -> Iterator[Article | Notice]:
    notices = list[Notice]()
    try:
        is_row = record.kind == "row"
        text, fields = text_of_row(record, options, notices) if is_row else (str(record.content), record.fields)
    finally:
        yield from notices
    if len(text) > options.limits.record_size:
        raise UnreadableError(f"more than {options.limits.record_size:,} characters", "long-record")
    if record.kind == "html":
        from rareinsight.dumps._pages import text_of_html

        text = text_of_html(text, options.limits.html_levels)
    if not text or text.isspace():
        if not record.is_page:
            yield make_notice("empty-file", record.path)
    elif not record.is_page or options.only_digests is False or options.format is not None or detect(text):
        yield from _Text(record.path, options, record.number, fields, record.is_page).articles(text)
    else:
        yield make_notice("non-digest", record.path, "it is of no known format", record=record.number)


@define
class _Text:
    """A text that has been read up to ``offset``."""

    path: str
    options: Options
    number: int = 0
    fields: dict[str, object] = Factory(dict[str, object])
    is_page: bool = False
    offset: int = 0
    is_blank: bool = True

    def articles(self, text: str | Iterable[str]) -> Iterator[Article | Notice]:
        """Yield the requested articles; one that is too long, or a failure, is yielded as a notice instead."""
        limits, only_digests = self.options.limits, self.options.only_digests
        only_digests = self.is_page if only_digests is None else only_digests
        parse: Callable[..., Iterator[Article]] = parse_many if isinstance(text, str) else parse_stream
        try:
            for article in parse(text, format=self.options.format, limits=limits):
                is_blank = article.raw.isspace()
                if len(article.raw) > limits.record_size:
                    yield self.notice("long-record", f"{len(article.raw):,} characters")
                elif article.sections or not (only_digests or is_blank):
                    yield evolve(article, origin=Origin(self.path, self.number, self.offset, self.fields))
                elif not is_blank:
                    reason = next((each.message for each in article.diagnostics if each.code == "no-digest"), "")
                    yield self.notice("non-digest", reason)
                self.offset += len(article.raw)
                self.is_blank = self.is_blank and is_blank
        except Exception as error:  # what the parser has not yielded yet is lost
            yield self.notice("failed-record", error)

    def notice(self, code: str, detail: str | Exception) -> Notice:
        """Return a notice about the text at ``offset``."""
        self.is_blank = False
        return make_notice(code, self.path, detail, record=self.number, offset=self.offset)


def read_stream(pieces: Iterable[str], path: str, options: Options) -> Iterator[Article | Notice]:
    """Yield the articles of a text as it is read; a line or an article that is too long is yielded as a notice."""
    longest = options.limits.record_size
    text, lines = _Text(path, options), whole_lines(pieces, longest)
    given, ahead = 0, list[str | int]()

    def stretch(piece: str | int) -> Iterator[str]:
        nonlocal given
        while isinstance(piece, str) and not _is_passed(piece) and given - text.offset <= 2 * longest:
            given += len(piece)
            yield piece
            piece = next(lines, 0)
        ahead.append(piece)

    while piece := ahead.pop() if ahead else next(lines, 0):
        if isinstance(piece, int):
            yield text.notice("long-record", f"a line of {piece:,} characters")
            given += piece
        elif _is_passed(piece):
            given += len(piece)
        else:
            yield from text.articles(stretch(piece))
        text.offset = given
    if text.is_blank:
        yield make_notice("empty-file", path)


def _is_passed(piece: str) -> bool:
    return len(piece) >= _BLANKS and piece.isspace()
