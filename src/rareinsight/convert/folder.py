"""The folder beside an output that holds it until it is complete, so that a run can be gone on with.

The files in it only ever grow. After each share a line of the journal says how long they are and what was
counted so far. Whoever goes on cuts them back to the last such line, and so to a state in which every share
is there once or not at all. (That holds when a process dies; when the power fails, the system may have kept
less.)
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from attrs import define, field

from rareinsight.convert.summary import Summary

#: The growing files; what the first three become is told by `targets_of`.
_GROWING: Final = ("output", "rejected", "others", "fingerprints")


def _summary(counts: Summary | dict[str, Any]) -> Summary:
    return counts if isinstance(counts, Summary) else Summary(**counts)


@define
class State:
    """How far a run has come: shares that are done, a checksum of their text, the lengths of the files."""

    shares: int = 0
    checksum: int = 0
    lengths: dict[str, int] = field(factory=lambda: dict.fromkeys(_GROWING, 0))
    summary: Summary = field(factory=Summary, converter=_summary)
    complete: bool = False


class Folder:
    """The folder of one run, locked against others. To be used in a ``with``."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.path: Path = folder_of(output)
        self._files: dict[str, BinaryIO] = {}
        self._journal: BinaryIO | None = None

    def __enter__(self) -> Self:
        self.path.mkdir(exist_ok=True)
        self._journal = (self.path / "journal").open("ab", buffering=0)
        try:
            _lock(self._journal, self.path)
        except BaseException:
            self._journal.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for file in (*self._files.values(), self._journal):
            if file is not None:
                file.close()

    def begin(self, settings: Mapping[str, object], *, resume: bool) -> State:
        """Return the state to go on from: that of the run before, or the very beginning.

        Raises:
            ValueError: The run before had other settings.
        """
        state, before = self._last_state() if resume else (State(), None)
        if before is not None and before != dict(settings):
            changed = sorted(name for name in settings if settings[name] != before.get(name))
            raise ValueError(
                f"{self.path} is of a run with another {', '.join(changed)}; it can't be resumed so"
            )
        for stray in self.path.glob("*.part"):
            stray.unlink()
        if before is None:
            self._write_journal(settings, truncate=True)
        if not state.complete:
            for name in _GROWING:
                self._files[name] = (self.path / name).open("ab", buffering=0)
                self._files[name].truncate(state.lengths[name])
        return state

    def append(self, name: str, content: bytes) -> None:
        """Add to one of the files."""
        view = memoryview(content)
        while view:
            view = view[self._files[name].write(view) :]

    def fingerprints(self, state: State) -> set[bytes]:
        """Return the fingerprints of the articles that are there."""
        content = (self.path / "fingerprints").read_bytes()[: state.lengths["fingerprints"]]
        return {content[at : at + 16] for at in range(0, len(content), 16)}

    def note(self, state: State) -> None:
        """Write down how far the run has come."""
        state.lengths = {name: file.tell() for name, file in self._files.items()} or state.lengths
        self._write_journal(_plain(state))

    def finish(self, write: Callable[[Path, Path], None]) -> None:
        """Write the output from what has grown, which stays: until the journal says so, nothing is complete."""
        finished = self.path / "finished"
        write(self.path / "output", finished)
        with finished.open("ab") as file:
            os.fsync(file.fileno())

    def sync(self) -> None:
        """See what was written through to the disk."""
        for file in self._files.values():
            os.fsync(file.fileno())

    def hand_over(self, *, others: bool, finished: bool) -> None:
        """Put the complete files in their places, the output last, and remove the folder.

        Whoever was ended here goes on here: what is not there any more is in its place.
        """
        rejected, listed = targets_of(self.output)
        for name, target in (("rejected", rejected), *([("others", listed)] if others else [])):
            file = self.path / name
            if file.exists() and file.stat().st_size:
                file.replace(target)
            elif file.exists():
                target.unlink(missing_ok=True)
        output = self.path / ("finished" if finished else "output")
        if output.exists():
            output.replace(self.output)
        shutil.rmtree(self.path)

    def _write_journal(self, entry: Mapping[str, object], *, truncate: bool = False) -> None:
        assert self._journal is not None  # noqa: S101 - `__enter__` opened it
        if truncate:
            self._journal.truncate(0)
        self._journal.write(json.dumps(entry).encode() + b"\n")

    def _last_state(self) -> tuple[State, dict[str, object] | None]:
        """Return the last state whose files are there, and the settings of the run."""
        lines = (self.path / "journal").read_bytes().split(b"\n")
        if len(lines) < 2:
            return State(), None
        state = State()
        for line in lines[1:-1]:
            state = State(**json.loads(line))
        return state, json.loads(lines[0])


def folder_of(output: Path) -> Path:
    """Return the folder that holds an output until it is complete."""
    return output.with_name(output.name + ".partial")


def targets_of(output: Path) -> tuple[Path, Path]:
    """Return where rejected records, and texts that are no digest, are listed.

    >>> [path.name for path in targets_of(Path("out.jsonl.gz"))]
    ['out.rejected.jsonl', 'out.others.jsonl']
    """
    stem = output.name
    for ending in (".gz", ".zst", ".jsonl", ".parquet"):
        stem = stem.removesuffix(ending)
    return output.with_name(f"{stem}.rejected.jsonl"), output.with_name(f"{stem}.others.jsonl")


def _plain(state: State) -> dict[str, object]:
    values = {name: getattr(state, name) for name in ("shares", "checksum", "lengths", "complete")}
    return {**values, "summary": state.summary.as_json()}


def _lock(file: BinaryIO, path: Path) -> None:
    """Take the folder for this process alone; the lock ends with it, however it ends."""
    try:
        import fcntl
    except ImportError:
        return  # no such locks on Windows
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BlockingIOError(11, "another process is writing this output", str(path)) from None
