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
from typing import Any, Final

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
                    _note(make_notice("failed-record", origin.path, describe_error(error), **place), part)
                    continue
                part.counts.count(each)
                if self.unique:
                    counts = Summary()
                    counts.count(each)
                    part.entries.append((bytes.fromhex(each.fingerprint), counts, lines[-1]))
        part.output = output_of(Path(f"_{self.ending}")).make_part(lines)
        return part


def _note(notice: Notice, part: _Part) -> None:
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
class Run:
    """One run: pieces to parts to the growing files."""

    job: Job
    kind: Output
    folder: Folder
    state: State
    report: Report
    seen: set[bytes] = field(factory=set[bytes], init=False)

    def work(
        self, places: list[Place | Notice], workers: int, progress: Callable[[Progress], object] | None
    ) -> None:
        """Read all files and write all parts."""
        self.seen = self.folder.fingerprints()
        start, before = time.monotonic(), self.state.summary.seconds
        sizes = [place.size for place in places if not isinstance(place, Notice)]
        total = None if None in sizes else sum(filter(None, sizes))
        feed = _Feed(in_pieces(items_of(places, self.job.options)))
        read = skipped = feed.skip(self.state)
        for piece, parts in _results(self.job, feed, workers):
            for part in parts:
                self._take(part)
            seconds = time.monotonic() - start
            self.state.summary.seconds = before + seconds
            feed.count(self.state)
            self.folder.note(self.state)
            if progress is not None:
                read = piece.read if isinstance(piece, Piece) else read
                progress(Progress(read, total, skipped, seconds, self.state.summary))

    def _take(self, part: _Part) -> None:
        """Add a part to the growing files."""
        for notice in part.notices:
            self.report(notice)
        self.state.summary.add(part.counts)
        kept = [entry for entry in part.entries if self._is_new(entry[0])]
        if len(kept) < len(part.entries):
            for entry in part.entries:
                self.state.summary.add(entry[1], -1)
            for entry in kept:
                self.state.summary.add(entry[1])
            self.state.summary.repeats += len(part.entries) - len(kept)
            part.output = self.kind.make_part([line for _, _, line in kept])
        self.folder.append("output", part.output)
        self.folder.append("rejected", b"".join(part.rejected))
        self.folder.append("others", b"".join(part.others))

    def _is_new(self, fingerprint: bytes) -> bool:
        if fingerprint in self.seen:
            return False
        self.seen.add(fingerprint)
        self.folder.append("fingerprints", fingerprint)
        return True


def _results(job: Job, feed: _Feed, workers: int) -> Iterator[tuple[Piece | Stream, Iterator[_Part]]]:
    if workers == 1:
        packed = ((piece, [job(piece)] if isinstance(piece, Piece) else []) for piece in feed)
    else:
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
                size = sum(map(self._add, piece.items))
                self._waiting.append((self._checksum, size))
                yield piece

    def skip(self, state: State) -> int:
        """Pass over the pieces that are done, and return how many bytes had been read for them.

        Raises:
            ValueError: They are not those of the run before.
        """
        read = 0
        for piece in islice(self, state.pieces):
            if isinstance(piece, Piece):
                read = piece.read
            else:
                deque(piece.text, maxlen=0)
        self._waiting.clear()
        if self._checksum != state.checksum:
            raise ValueError("the inputs are not those of the run before; to begin anew, leave out `resume`")
        return read

    def count(self, state: State) -> None:
        """Count one more piece as done."""
        state.checksum, size = self._waiting.popleft() or (self._checksum, self._streamed)
        state.summary.text_bytes += size
        state.pieces += 1

    def _passing(self, text: Iterator[str]) -> Iterator[str]:
        for each in text:
            self._streamed += self._add(each)
            yield each

    def _add(self, item: Record | Notice | str) -> int:
        """Add something to the checksum, and return how much text it is."""
        content = item.content if isinstance(item, Record) else item if isinstance(item, str) else ""
        content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        if not isinstance(item, str):
            place = str(item) if isinstance(item, Notice) else f"{item.path}\0{item.number}\0{item.field}"
            self._checksum = zlib.crc32(place.encode("utf-8", "surrogatepass"), self._checksum)
        self._checksum = zlib.crc32(content, self._checksum)
        return len(content)
