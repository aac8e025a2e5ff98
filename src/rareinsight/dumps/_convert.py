"""Whole dumps to one file of articles: complete or absent, resumable, with a list of what failed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from rareinsight import Format
from rareinsight.dumps._folder import Folder, folder_of, list_of
from rareinsight.dumps._notices import Notice, Report, log
from rareinsight.dumps._outputs import Summary, output_of
from rareinsight.dumps._places import Place, Source, find_places, printable
from rareinsight.dumps._reading import check_workers, make_options
from rareinsight.dumps._run import Job, Progress, Run


def convert(  # noqa: D417, PLR0913 - each is a choice of its own, given by name; some are those of `read`
    source: Source | Iterable[Source],
    output: str | os.PathLike[str],
    *,
    format: Format | str | None = None,
    field: str | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    workers: int = 1,
    unique: bool = False,
    others: bool = False,
    resume: bool = False,
    overwrite: bool = False,
    report: Report = log,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    r"""Write the articles of files into one file.

    The output is complete or absent: it is written into the folder ``OUTPUT.partial`` and moved when it is
    done. A run that was ended, by whatever, leaves the folder behind; with ``resume`` it is gone on with, and
    what comes out is byte for byte what would have come out undisturbed. Files and records that fail are listed in
    ``OUTPUT.rejected.jsonl``, with reason and origin.

    Args:
        source: What to read. The arguments that are not told of here are those of :func:`read`.
        output: Where to write: ``….jsonl``, ``….jsonl.gz``, ``….jsonl.zst``, ``….parquet`` (extra ``arrow``).
        unique: Drop articles whose content was there before, by ``article.fingerprint``.
        others: List texts that are no digest in ``OUTPUT.others.jsonl``; they are counted in any case.
        resume: Go on with a run that was ended; without one, begin. An output that is complete stays as it is.
        overwrite: Write over a file that is there.
        progress: Called after each piece with a :class:`Progress`.

    Returns:
        The counts of all of the output.

    Raises:
        FileExistsError: The output is there.
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
    options = make_options(format, field, encoding, separator, only_digests=False if others else None)
    check_workers(workers)
    target = Path(output)
    kind = output_of(target)
    places = _inputs_of(source, target)
    if target.exists() and not folder_of(target).exists():
        if resume:
            return Summary(was_complete=True)
        if not overwrite:
            raise FileExistsError(17, "it is there; to write over it, say so with `overwrite`", str(target))
    name = format.name if isinstance(format, Format) else format
    settings = dict(output=kind.ending, format=name, field=field, encoding=encoding, separator=separator)  # noqa: C408
    try:
        with Folder(target) as folder:
            state = folder.begin({**settings, "unique": unique, "others": others}, resume=resume)
            if not state.complete:
                job = Job(options, kind.ending, unique, others)
                Run(job, kind, folder, state, report).work(places, workers, progress)
                folder.finish(state, kind.finish)
            folder.hand_over(others=others)
    except OSError as error:
        if error.filename is None or str(error.filename).startswith(str(folder_of(target))):
            error.filename = str(target)  # users know no other
        raise
    return state.summary


def _inputs_of(source: Source | Iterable[Source], output: Path) -> list[Place | Notice]:
    """Return the files to read but for those that belong to the output.

    An output may lie in a folder that is read, and is no input of the next run. But a file that was named, or that is
    all there is to read, is meant: to write would destroy it, to leave it out would make an empty output of it.
    """
    sources = [source] if isinstance(source, str | os.PathLike) else list(source)
    written = {_real(path) for path in (output, list_of(output, "rejected"), list_of(output, "others"))}
    inside = _real(folder_of(output)) + os.sep
    inputs, left_out = list[Place | Notice](), ""
    for name, places in zip(sources, find_places(sources), strict=True):
        for place in places:
            real = _real(place.path or "")
            if isinstance(place, Notice) or not (
                real in written or real.startswith(inside) or any(_is_same(real, each) for each in written)
            ):
                inputs.append(place)
            elif Path(_real(name)).is_file():
                raise ValueError(f"{place.path} is to be read, so it can't be written")
            else:
                left_out = place.path
    if left_out and all(isinstance(each, Notice) for each in inputs):
        raise ValueError(f"{left_out} is to be read, so it can't be written")
    return inputs


def _real(path: Source) -> str:
    """Return a path without links and detours, as a place tells it."""
    return printable(os.path.realpath(str(path).removeprefix("file://")))


def _is_same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)  # noqa: PTH121 - both are text
    except OSError:
        return False
