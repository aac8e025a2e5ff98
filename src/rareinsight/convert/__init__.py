"""Whole dumps to one file of articles: complete or absent, resumable, with a list of what failed.

The workers write their parts as files into a folder beside the output; the main process puts them in order,
drops repeats, and keeps the journal (:mod:`rareinsight.convert.folder`).
"""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from attrs import define, field, frozen

from rareinsight.convert.feed import Feed
from rareinsight.convert.folder import Folder, State
from rareinsight.convert.inputs import inputs_of
from rareinsight.convert.jobs import ConvertJob, Part
from rareinsight.convert.outputs import Output, output_of
from rareinsight.convert.summary import Summary
from rareinsight.format import Format
from rareinsight.reader import check_workers, make_options
from rareinsight.reader.notices import Notice, Report, log
from rareinsight.reader.places import Place, Source
from rareinsight.reader.share import Options, Share
from rareinsight.reader.shares import shares_of

__all__ = ["Progress", "Summary", "convert"]


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


def convert(  # noqa: PLR0913 - each is a choice of its own, given by name
    source: Source | Iterable[Source],
    output: str | os.PathLike[str],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    workers: int = 1,
    unique: bool = False,
    others: bool = False,
    resume: bool = False,
    report: Report = log,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    r"""Write the articles of files into one file.

    The output is complete or absent: it is written into the folder ``OUTPUT.partial`` and moved when it is
    done. A run that was ended, by whatever, leaves the folder behind; with ``resume`` it is gone on with, and
    what comes out is byte for byte what would have come out undisturbed.

    Args:
        source: What to read, as for :func:`rareinsight.reader.read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``).
        format: A format or the name of a registered one; without it, the format is detected.
        field: The field or column that holds the text; without it, it is found.
        encoding: How text is encoded that has no byte order mark; by default UTF-8.
        workers: How many processes do the work. The output is the same for any number.
        unique: Drop articles whose content was there before, by ``article.fingerprint``.
        others: List texts that are no digest in ``….others.jsonl``; they are counted in any case.
        resume: Go on with a run that was ended; without one, begin.
        report: Called with a :class:`~rareinsight.reader.Notice` for each thing that could not be read.
        progress: Called after each share with a :class:`Progress`.

    Returns:
        The counts of all of the output. Files and records that fail are listed in ``….rejected.jsonl`` with
        reason and origin; without any, there is no such file.

    Raises:
        BlockingIOError: Another process is writing this output.
        FileNotFoundError: A source names no file, or the folder of the output is not there.
        ValueError: The output has none of the endings, it is itself to be read, or the run to go on with had
            other settings or inputs.
        OSError: The output can't be written; ``resume`` goes on once it can be.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> dump, output = Path(folder.name, "dump.txt"), Path(folder.name, "out.jsonl")
    >>> dump.write_text("Core Insights - Prices fell [1]\n")
    32
    >>> convert(dump, output).articles, output.read_text()[:16]
    (1, '{"title":null,"s')
    >>> folder.cleanup()
    """
    options = make_options(
        format=format, field=field, encoding=encoding, only_digests=False if others else None
    )
    check_workers(workers)
    target = Path(output)
    kind = output_of(target)
    places = inputs_of(source, target)
    settings: dict[str, object] = {
        "output": kind.ending,
        "format": format.name if isinstance(format, Format) else format,
        "field": field,
        "encoding": encoding,
        "unique": unique,
        "others": others,
    }
    with Folder(target) as folder:
        try:
            state = folder.begin(settings, resume=resume)
            run = _Run(options, kind, folder, state, unique=unique, others=others, report=report)
            if not state.complete:
                run.work(places, workers, progress)
                run.finish()
            folder.hand_over(others=others, finished=kind.finish is not None)
        except OSError as error:
            error.filename = error.filename or str(folder.path)  # a disk that is full does not say which
            raise
    return state.summary


@define
class _Run:
    """One run: shares to parts to the growing files."""

    options: Options
    kind: Output
    folder: Folder
    state: State
    unique: bool
    others: bool
    report: Report
    seen: set[bytes] = field(factory=set[bytes], init=False)

    def work(
        self, places: list[Place | Notice], workers: int, progress: Callable[[Progress], object] | None
    ) -> None:
        """Read all files and write all parts."""
        if self.unique:
            self.seen = self.folder.fingerprints(self.state)
        start, before, skipped = time.monotonic(), self.state.summary.seconds, 0
        total = _total(places)
        feed = Feed(shares_of(iter(places), self.options))
        skipped = feed.skip(self.state)
        job = ConvertJob(self.options, self.folder.output, self.folder.path, self.unique, self.others)
        for share, result, last in _results(job, feed, workers):
            self._take(pickle.loads(result))
            seconds = time.monotonic() - start
            self.state.summary.seconds = before + seconds
            if last:
                self.state.summary.non_digests += share.unlike
                feed.count(self.state)
                self.folder.note(self.state)
            if progress is not None:
                progress(Progress(share.read, total, skipped, seconds, self.state.summary))

    def finish(self) -> None:
        """Make the output what it is to be, and write down that it is complete."""
        if self.kind.finish is not None:
            self.folder.finish(self.kind.finish)
        self.folder.sync()
        self.state.complete = True
        self.folder.note(self.state)

    def _take(self, part: Part) -> None:
        """Add a part to the growing files."""
        for notice in part.notices:
            self.report(notice)
        self.state.summary.add(part.counts)
        content = part.file.read_bytes() if part.file else b""
        repeats = {at for at, entry in enumerate(part.entries) if self._is_repeat(entry.fingerprint)}
        if repeats:
            content = self._without(repeats, part)
        self.folder.append("output", content)
        self.folder.append("rejected", b"".join(part.rejected))
        self.folder.append("others", b"".join(part.others))
        if part.file:
            part.file.unlink()

    def _is_repeat(self, fingerprint: bytes) -> bool:
        if fingerprint in self.seen:
            return True
        self.seen.add(fingerprint)
        self.folder.append("fingerprints", fingerprint)
        return False

    def _without(self, repeats: set[int], part: Part) -> bytes:
        """Return a part made anew without repeats, and count them."""
        for at in repeats:
            self.state.summary.subtract(part.entries[at].counts)
        self.state.summary.repeats += len(repeats)
        return self.kind.make_part(
            [entry.encoded for at, entry in enumerate(part.entries) if at not in repeats]
        )


def _results(job: ConvertJob, feed: Feed, workers: int) -> Iterator[tuple[Share, bytes, bool]]:
    if workers == 1:
        yield from ((share, job.run(share), True) for share in feed)
        return
    from rareinsight.reader.workers import Pool

    with Pool(job, workers) as pool:
        yield from pool.results(iter(feed))


def _total(places: list[Place | Notice]) -> int | None:
    """Return the size of all files, ``None`` if that of any is not known."""
    sizes = [place.size for place in places if isinstance(place, Place)]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None
