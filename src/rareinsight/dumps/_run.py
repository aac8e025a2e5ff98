"""One run of ``convert``: pieces to parts of the output, and those to files that grow."""

from __future__ import annotations

import json
import pickle
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from rareinsight import Article, Origin, to_json
from rareinsight.dumps._files import items_of
from rareinsight.dumps._folder import Folder, State
from rareinsight.dumps._notices import Notice, Report, describe_error, make_notice
from rareinsight.dumps._outputs import Output, Summary, output_of
from rareinsight.dumps._places import Place
from rareinsight.dumps._records import Options, Piece, Record, Stream, in_pieces, read_piece
from rareinsight.dumps._texts import read_stream

#: How many articles of a text that is read as it comes make a part.
_ARTICLES: Final = 250


@frozen
class Progress:
    """How far a run has come: bytes of the files read, of how many if that is known, and what was counted.

    ``skipped`` of the bytes were done by the run that is gone on with; ``seconds`` count from this one's
    start.
    """

    read: int
    total: int | None
    skipped: int
    seconds: float
    summary: Summary


@define
class _Part:
    """What became of some records: their part of the output, what is to be listed, and the counts.

    ``entries`` are the articles one by one, if repeats are to be dropped: fingerprint, counts, line.
    """

    output: bytes = b""
    rejected: list[bytes] = field(factory=list[bytes])
    others: list[bytes] = field(factory=list[bytes])
    notices: list[Notice] = field(factory=list[Notice])
    entries: list[tuple[bytes, Summary, bytes]] = field(factory=list[tuple[bytes, Summary, bytes]])
    counts: Summary = field(factory=Summary)

    def note(self, notice: Notice) -> None:
        """Take in a notice, and list what failed."""
        self.notices.append(notice)
        self.counts.notices[notice.code] += 1
        if notice.severity == "error":
            self.counts.rejected += 1
            origin = Origin(notice.path, notice.record, notice.offset)
            self.rejected.append(_listed(origin, reason=notice.code, message=notice.message))


@frozen
class Job:
    """Make parts of the output of records."""

    options: Options
    ending: str
    unique: bool
    others: bool

    def __call__(self, piece: Piece) -> bytes:
        """Return the part of a piece, pickled."""
        found, unlike = list[Article | Notice](), 0
        for item in piece.items:
            size = len(found)
            found += read_piece(Piece((item,)), self.options)
            unlike += isinstance(item, Record) and item.page and len(found) == size
        part = self.part_of(found)
        part.counts.non_digests += unlike
        return pickle.dumps(part, pickle.HIGHEST_PROTOCOL)

    def parts_of(self, stream: Stream) -> Iterator[_Part]:
        """Yield the parts of a text that is read as it comes."""
        found = read_stream(stream, self.options)
        while some := list(islice(found, _ARTICLES)):
            yield self.part_of(some)

    def part_of(self, found: list[Article | Notice]) -> _Part:
        """Return the part of what was found."""
        part, lines = _Part(), list[bytes]()
        for each in found:
            if isinstance(each, Notice):
                part.note(each)
                continue
            origin = each.origin or Origin()
            if not each.sections:
                part.counts.non_digests += 1
                part.others += [_listed(origin, title=each.title)] if self.others else []
                continue
            try:
                lines.append(to_json(each).encode() + b"\n")
            except Exception as error:
                place = {"record": origin.record, "offset": origin.offset}
                part.note(make_notice("failed-record", origin.path, describe_error(error), **place))
                continue
            counts = Summary()
            counts.count(each)
            part.counts.add(counts)
            if self.unique:
                part.entries.append((bytes.fromhex(each.fingerprint), counts, lines[-1]))
        part.output = output_of(Path(f"_{self.ending}")).make_part(lines)
        return part


def _listed(origin: Origin, **entry: str | None) -> bytes:
    place = {"path": origin.path, "record": origin.record, "offset": origin.offset}
    line = json.dumps({**entry, "origin": place}, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace") + b"\n"


@define
class Run:
    """One run: pieces to parts to the growing files."""

    job: Job
    kind: Output
    folder: Folder
    state: State
    report: Report
    seen: set[bytes] = field(factory=set[bytes], init=False)

    def work(self, places: list[Place | Notice], workers: int, progress: Callable[[Progress], object] | None) -> None:
        """Read all files and write all parts."""
        self.seen = self.folder.fingerprints()
        start, summary = time.monotonic(), self.state.summary
        before = summary.seconds
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        total = None if None in sizes else sum(filter(None, sizes))
        feed = _Feed(in_pieces(items_of(places, self.job.options)))
        read = skipped = feed.skip(self.state)
        for piece, parts in _results(self.job, feed, workers):
            for part in parts:
                self._take(part)
            seconds = time.monotonic() - start
            summary.seconds = before + seconds
            feed.count(self.state)
            self.folder.note(self.state)
            if progress is not None:
                read = piece.read if isinstance(piece, Piece) else read
                progress(Progress(read, total, skipped, seconds, summary))

    def _take(self, part: _Part) -> None:
        """Add a part to the growing files."""
        for notice in part.notices:
            self.report(notice)
        self.state.summary.add(part.counts)
        kept = list[bytes]()
        for fingerprint, counts, line in part.entries:
            if fingerprint in self.seen:
                self.state.summary.add(counts, -1)
                self.state.summary.repeats += 1
            else:
                kept.append(line)
                self.seen.add(fingerprint)
                self.folder.append("fingerprints", fingerprint)
        if len(kept) < len(part.entries):
            part.output = self.kind.make_part(kept)
        self.folder.append("output", part.output)
        self.folder.append("rejected", b"".join(part.rejected))
        self.folder.append("others", b"".join(part.others))


def _results(job: Job, feed: _Feed, workers: int) -> Iterator[tuple[Piece | Stream, Iterator[_Part]]]:
    packed: Iterator[tuple[Piece | Stream, list[bytes]]]
    packed = ((piece, [job(piece)] if isinstance(piece, Piece) else []) for piece in feed)
    if workers > 1:
        from rareinsight.dumps._workers import results

        packed = results(iter(feed), job, workers)
    for piece, parts in packed:
        yield piece, job.parts_of(piece) if isinstance(piece, Stream) else map(pickle.loads, parts)


class _Feed:
    """The pieces on their way to the workers, measured so that a run that was ended can be gone on with."""

    def __init__(self, pieces: Iterator[Piece | Stream]) -> None:
        self._pieces = pieces
        self._waiting: deque[tuple[int, int] | None] = deque()
        self._checksum = self._streamed = 0

    def __iter__(self) -> Iterator[Piece | Stream]:
        for piece in self._pieces:
            if isinstance(piece, Stream):
                self._waiting.append(None)  # to be known once it has been read
                self._streamed = 0
                yield Stream(piece.path, self._passing(piece.text))
            else:
                self._add(repr(piece.items))
                size = sum(len(item.content) for item in piece.items if isinstance(item, Record))
                self._waiting.append((self._checksum, size))
                yield piece

    def skip(self, state: State) -> int:
        """Pass over the pieces that are done, and return how many bytes had been read for them."""
        read = 0
        for piece in islice(self, state.pieces):
            read = piece.read if isinstance(piece, Piece) else read
            deque(piece.text if isinstance(piece, Stream) else (), maxlen=0)
        self._waiting.clear()
        if self._checksum != state.checksum:
            raise ValueError("the inputs are not those of the run before; to begin anew, leave out `resume`")
        return read

    def count(self, state: State) -> None:
        """Count one more piece as done."""
        state.checksum, size = self._waiting.popleft() or (self._checksum, self._streamed)
        state.summary.text_size += size
        state.pieces += 1

    def _passing(self, text: Iterator[str]) -> Iterator[str]:
        for each in text:
            self._add(each)
            self._streamed += len(each)
            yield each

    def _add(self, text: str) -> None:
        self._checksum = zlib.crc32(text.encode("utf-8", "surrogatepass"), self._checksum)
