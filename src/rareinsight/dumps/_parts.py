"""What a worker makes of a piece: its part of the output, and what is to be listed."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from rareinsight import Article, Origin, to_json
from rareinsight.dumps._notices import Notice, make_notice
from rareinsight.dumps._outputs import Summary, output_of
from rareinsight.dumps._records import Options, Piece, Record, Stream, read_piece
from rareinsight.dumps._texts import read_stream

#: How many articles of a text that is read as it comes make a part.
_ARTICLES: Final = 250


@define
class Part:
    """What became of some records: their part of the output, what is to be listed, and the counts.

    ``entries`` are the articles one by one, if repeats are to be dropped: fingerprint, counts, line.
    """

    output: bytes = b""
    rejected: list[bytes] = field(factory=list[bytes])
    others: list[bytes] = field(factory=list[bytes])
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[tuple[bytes, Summary, bytes]] = field(factory=list[tuple[bytes, Summary, bytes]])
    counts: Summary = field(factory=Summary)


@frozen
class Job:
    """Make parts of the output of records."""

    options: Options
    ending: str
    unique: bool
    others: bool

    def __call__(self, piece: Piece) -> bytes:
        """Return the part of a piece, pickled."""
        found = list[Article | Notice]()
        unlike = 0
        for item in piece.items:
            size = len(found)
            found += read_piece(Piece((item,)), self.options)
            unlike += isinstance(item, Record) and item.page and len(found) == size
        part = self.part_of(found)
        part.counts.non_digests += unlike
        return pickle.dumps(part, pickle.HIGHEST_PROTOCOL)

    def parts_of(self, stream: Stream) -> Iterator[Part]:
        """Yield the parts of a text that is read as it comes."""
        found = read_stream(stream, self.options)
        while some := list(islice(found, _ARTICLES)):
            yield self.part_of(some)

    def part_of(self, found: list[Article | Notice]) -> Part:
        """Return the part of what was found."""
        part, lines = Part(), list[bytes]()
        for each in found:
            if isinstance(each, Notice):
                _note(each, part)
            elif not each.sections:
                part.counts.non_digests += 1
                if self.others:
                    part.others.append(_json_line({"title": each.title, "origin": _origin(each.origin)}))
            else:
                try:
                    lines.append(to_json(each).encode() + b"\n")
                except Exception as error:
                    origin = each.origin or Origin()
                    place = {"record": origin.record, "offset": origin.offset}
                    _note(make_notice("failed-record", origin.path, str(error), **place), part)
                    continue
                part.counts.count(each)
                if self.unique:
                    counts = Summary()
                    counts.count(each)
                    part.entries.append((bytes.fromhex(each.fingerprint), counts, lines[-1]))
        part.output = output_of(Path(f"_{self.ending}")).make_part(lines)
        return part


def _note(notice: Notice, part: Part) -> None:
    part.notices.append(notice)
    part.counts.notices[notice.code] += 1
    if notice.severity == "error":
        part.counts.rejected += 1
        origin = Origin(notice.path, notice.record, notice.offset)
        entry = {"reason": notice.code, "message": notice.message, "origin": _origin(origin)}
        part.rejected.append(_json_line(entry))


def _origin(origin: Origin | None) -> dict[str, Any]:
    origin = origin or Origin()
    return {"path": origin.path, "record": origin.record, "offset": origin.offset}


def _json_line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
