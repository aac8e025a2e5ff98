"""Files to shares: what is worked on at a time, by whoever does the work.

Here files are opened, unpacked, decoded and cut, all of it cheap beside parsing. The shares of the same files
are the same in every run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import chain, islice
from typing import Final, cast

from attrs import evolve

from rareinsight._format.registry import find_format, formats
from rareinsight.beginnings import NOTHING_ABOVE, Above
from rareinsight.diagnostics import nearest
from rareinsight.format import Format
from rareinsight.lines import read_lines
from rareinsight.pages import split_articles
from rareinsight.parser import detect
from rareinsight.patterns import compile_format
from rareinsight.reader.cutting import Cut, EndlessError, Piece, cut_lines, cut_text
from rareinsight.reader.decoding import Decoder, encoding_of
from rareinsight.reader.fields import Fields, candidates, find_text_field, is_plausible
from rareinsight.reader.kinds import UnknownKindError, kind_of
from rareinsight.reader.notices import Notice, make_notice
from rareinsight.reader.opened import Opened
from rareinsight.reader.places import Place
from rareinsight.reader.rows import Record, Row, Unlike, batched, row_of, sample_of, text_of
from rareinsight.reader.seams import find_seam
from rareinsight.reader.share import Options, Share, ShareKind

#: How many records are looked at to find the field that holds the text.
_SAMPLE: Final = 50
#: Lines that are the same whatever stands above them.
_KINDS_THAT_STAY: Final = ("blank", "furniture", "source", "date", "text", "opening", "marked")
#: How much of a text is looked at to know its format, in code points.
_BEGINNING: Final = 1 << 16


def shares_of(places: Iterator[Place | Notice], options: Options) -> Iterator[Share]:
    """Yield the shares of all files, in order."""
    before = 0
    for place in places:
        if isinstance(place, Notice):
            yield Share("text", place.path or "", notices=(place,), read=before)
            continue
        file = _File(place, options, before)
        yield from file.shares()
        before += file.position if place.size is None else place.size


class _File:
    """The way from one file to its shares."""

    def __init__(self, place: Place, options: Options, before: int) -> None:
        self.path = place.path
        self.place = place
        self.options = options
        self.before = before
        self.opened: Opened | None = None
        self.notices: list[Notice] = []
        self.unlike = self.unlike_bytes = 0

    @property
    def position(self) -> int:
        """How many bytes of the file have been read."""
        return self.opened.tell() if self.opened else 0

    def shares(self) -> Iterator[Share]:
        """Yield the shares; what goes wrong with the file ends it and comes as a notice."""
        try:
            with self.place.open() as stream:
                self.opened = Opened(stream, self.path)
                yield from self._shares(self.opened)
        except EndlessError as error:
            self.notice("damaged-file", str(error))
        except UnknownKindError as error:
            self.notice("unknown-file", str(error))
        except OSError as error:
            self.notice("unreadable-file", error.strerror or str(error))
        if self.notices:
            yield self.share("text")

    def notice(self, code: str, detail: str, *, record: int | None = None, offset: int | None = None) -> None:
        self.notices.append(make_notice(code, self.path, detail, record=record, offset=offset))

    def share(
        self,
        kind: ShareKind,
        *,
        text: str = "",
        rows: tuple[Row, ...] = (),
        record: int = 0,
        offset: int = 0,
        field: str | None = None,
    ) -> Share:
        """Return a share, with all that was noticed since the last one."""
        notices = tuple(self.notices)
        self.notices.clear()  # the same list all along: it was lent to those who read the file
        unlike, self.unlike = self.unlike, 0
        unlike_bytes, self.unlike_bytes = self.unlike_bytes, 0
        read = self.before + self.position
        return Share(
            kind,
            self.path,
            text,
            rows=rows,
            record=record,
            offset=offset,
            field=field,
            notices=notices,
            read=read,
            unlike=unlike,
            unlike_bytes=unlike_bytes,
        )

    def _shares(self, opened: Opened) -> Iterator[Share]:
        encoding = encoding_of(opened.head, self.options.encoding or "")
        head = opened.head.decode(encoding, "ignore").encode("utf-8", "ignore") if encoding else opened.head
        kind = kind_of(opened.head if opened.head.startswith(b"PAR1") else head, self.path, encoding or None)
        if kind == "parquet":
            yield from self._rows(opened)
        elif kind == "warc":
            yield from self._pages(opened)
        elif kind == "lines":
            yield from self._lines(self._decoded(opened, encoding))
        else:
            yield from self._texts(self._decoded(opened, encoding))

    def _decoded(self, opened: Opened, encoding: str) -> Iterator[str]:
        """Yield the text of the file; bytes passed over are told with the share they belong to."""
        decoder = Decoder(self.path, encoding or "utf-8")
        for text in decoder.decode(opened.pieces(self.notices)):
            self.notices += decoder.notices()
            yield text
        self.notices += decoder.last_notices()

    def _texts(self, pieces: Iterator[str]) -> Iterator[Share]:
        beginning, name = _beginning(pieces), None
        if self.options.format is None:
            name = detect(beginning) or next(iter(formats()))
        format = find_format(self.options.format or name or "")
        cuts = cut_text(
            chain([beginning], pieces),
            partial(split_text, format),
            partial(find_seam, format),
        )
        for cut in cuts:
            if cut.text is None:
                self._too_long(0, cut)
            elif not cut.text.isspace():
                share = self.share("text", text=cut.text, offset=cut.offset)
                yield evolve(share, ahead=cut.ahead, above=cut.above, format=name)

    def _too_long(self, record: int, cut: Cut) -> None:
        self.notice("long-record", f"more than {cut.bound}", record=record, offset=cut.offset)

    def _lines(self, pieces: Iterator[str]) -> Iterator[Share]:
        record, name = 0, self.options.field
        for cut in cut_lines(pieces):
            if cut.text is None:
                self._too_long(record, cut._replace(offset=0))
                record += 1
                continue
            name = name or self._text_field(_objects(cut.text))
            yield self.share("lines", text=cut.text, record=record, field=name)
            record += cut.text.count("\n")

    def _text_field(self, records: Iterator[Fields]) -> str | None:
        """Return the field that holds the text, and say so."""
        name = find_text_field(islice(records, _SAMPLE), self.options.format)
        if name is not None:
            self.notice("text-field", repr(name))
        return name

    def _rows(self, opened: Opened) -> Iterator[Share]:
        from rareinsight.reader.parquet import records_of

        if not opened.seekable:
            raise UnknownKindError(
                "it is Parquet, which is read from files that are not compressed as a whole"
            )
        found = records_of(opened.stream, self.path, self.notices)
        sample = list(sample_of(found, 1 if self.options.field else _SAMPLE))
        records = [each.values for each in sample if isinstance(each, Record)]
        texts = ({name: text_of(value)[0] for name, value in values.items()} for values in records)
        name = self.options.field or self._text_field(texts)
        if records and all(name not in values for values in records):
            known = nearest(name, records[0]) if name else "no column holds text"
            raise UnknownKindError(f"there is no column {name!r}: {known}")
        rows = (
            row
            for each in chain(sample, found)
            for row in (
                [each] if isinstance(each, Notice) else row_of(each.number, each.values, name, self.path)
            )
        )
        for batch in batched(rows):
            self.notices += batch.notices
            yield self.share("rows", rows=tuple(batch.rows), field=name)

    def _pages(self, opened: Opened) -> Iterator[Share]:
        from rareinsight.reader.warc import pages_of

        known = candidates(self.options.format)
        everything = self.options.only_digests is False
        pages = pages_of(
            opened.unpacked(), self.path, lambda text: is_plausible(text, known), everything=everything
        )
        for batch in batched(self._without_unlike(pages)):
            self.notices += batch.notices
            yield self.share("pages", rows=tuple(batch.rows))
        if self.unlike:
            yield self.share("pages")

    def _without_unlike(self, pages: Iterator[Row | Notice | Unlike]) -> Iterator[Row | Notice]:
        """Yield the pages that may be digests, and count the others."""
        for page in pages:
            if isinstance(page, Unlike):
                self.unlike += 1
                self.unlike_bytes += page.length
            else:
                yield page


def _beginning(pieces: Iterator[str]) -> str:
    """Return as much of a text as tells the format of all of it."""
    beginning = ""
    while len(beginning) < _BEGINNING and (piece := next(pieces, None)) is not None:
        beginning += piece
    return beginning


def split_text(format: Format, lines: Iterator[str], above: Above = NOTHING_ABOVE) -> Iterator[Piece]:
    """Yield the texts of the articles that lines belong to."""
    classified = read_lines(lines, format, compile_format(format))
    for frame in split_articles(classified, format, above=above):
        can_stand_alone = frame.lines[0].kind in _KINDS_THAT_STAY
        yield Piece(frame.raw, frame.has_header_above, frame.begins_with_title, can_stand_alone)


def _objects(text: str) -> Iterator[Fields]:
    """Yield the lines of a text that are JSON objects."""
    for line in text.split("\n"):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            yield cast("dict[str, object]", record)
