"""The folder beside an output that holds it until it is complete, so that a run can be gone on with.

The files in it only ever grow. Once a while they are seen through to the disk, and then a line of the journal says
how long they are and what was counted so far. Whoever goes on cuts them back to the last such line, and so to a state
in which every piece is there once or not at all.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from attrs import asdict, define, field

from rareinsight.dumps._outputs import Summary

_GROWING: Final = ("output", "rejected", "others", "fingerprints")
#: At most so many seconds of work are lost when a run is ended.
SECONDS_BETWEEN_NOTES: float = 1.0


def _summary(counts: Summary | dict[str, Any]) -> Summary:
    return counts if isinstance(counts, Summary) else Summary(**counts)


@define
class State:
    """How far a run has come: pieces that are done, a checksum of their content, the lengths of the files."""

    pieces: int = 0
    checksum: int = 0
    lengths: dict[str, int] = field(factory=lambda: dict.fromkeys(_GROWING, 0))
    summary: Summary = field(factory=Summary, converter=_summary)
    complete: bool = False


class Folder:
    """The folder of one run, locked against others. To be used in a ``with``."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self.path: Path = folder_of(output)
        self._noted = 0.0

    def __enter__(self) -> Self:
        self.path.mkdir(exist_ok=True)
        self._files = {"journal": (self.path / "journal").open("ab", buffering=0)}
        try:
            _lock(self._files["journal"].fileno(), self.output)
        except BaseException:
            self._files["journal"].close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def begin(self, settings: Mapping[str, object], *, resume: bool) -> State:
        """Return the state to go on from: that of the run before, or the very beginning.

        Raises:
            ValueError: The run before had other settings.
        """
        journal = (self.path / "journal").read_bytes() if resume else b""
        journal = journal[: journal.rfind(b"\n") + 1]  # a line that was not written to its end is none
        self._files["journal"].truncate(len(journal))
        before, *states = map(json.loads, journal.splitlines() or (b"null",))
        state = State(**states[-1]) if states else State()
        if before is None:
            self.append("journal", json.dumps(settings).encode() + b"\n")
        elif before != dict(settings):
            changed = ", ".join(sorted(name for name in settings if settings[name] != before.get(name)))
            raise ValueError(f"the run to {self.output} had another {changed}; to begin anew, leave out `resume`")
        for name in () if state.complete else _GROWING:
            self._files[name] = (self.path / name).open("ab", buffering=0)
            self._files[name].truncate(state.lengths[name])
        return state

    def append(self, name: str, content: bytes) -> None:
        """Add to one of the files."""
        view = memoryview(content)
        while view:
            view = view[self._files[name].write(view) :]

    def fingerprints(self) -> set[bytes]:
        """Return the fingerprints of the articles that are there."""
        content = (self.path / "fingerprints").read_bytes()
        return {content[at : at + 16] for at in range(0, len(content), 16)}

    def note(self, state: State, *, at_once: bool = False) -> None:
        """Write down how far the run has come, if that was not done a moment ago."""
        now = time.monotonic()
        if at_once or now - self._noted >= SECONDS_BETWEEN_NOTES:
            self._noted = now
            for name in _GROWING:
                os.fsync(self._files[name].fileno())
                state.lengths[name] = self._files[name].tell()
            entry = asdict(state, recurse=False) | {"summary": state.summary.as_json()}
            self.append("journal", json.dumps(entry).encode() + b"\n")

    def finish(self, state: State, write: Callable[[Path, Path], None] | None) -> None:
        """Write the output from what has grown, which stays: until the journal says so, nothing is complete."""
        if write is not None:
            write(self.path / "output", self.path / "finished")
            with (self.path / "finished").open("ab") as file:
                os.fsync(file.fileno())
        state.complete = True
        self.note(state, at_once=True)

    def hand_over(self, *, others: bool) -> None:
        """Put the complete files in their places, the output last; what is not there any more is in its place."""
        for name in ("rejected", "others") if others else ("rejected",):
            file, target = self.path / name, list_of(self.output, name)
            if file.exists() and file.stat().st_size:
                file.replace(target)
            elif file.exists():
                target.unlink(missing_ok=True)
        for name in ("finished", "output"):
            if (self.path / name).exists():
                (self.path / name).replace(self.output)
                break
        shutil.rmtree(self.path)


def folder_of(output: Path) -> Path:
    """Return the folder that holds an output until it is complete."""
    return output.with_name(output.name + ".partial")


def list_of(output: Path, what: str) -> Path:
    """Return where records that were ``rejected`` are listed, or ``others`` that are no digest.

    >>> list_of(Path("out.jsonl.gz"), "rejected").name
    'out.jsonl.gz.rejected.jsonl'
    """
    return output.with_name(f"{output.name}.{what}.jsonl")


def _lock(file: int, output: Path) -> None:
    """Take the folder for this process alone; the lock ends with it, however it ends."""
    try:
        import fcntl
    except ImportError:
        return  # no such locks on Windows
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BlockingIOError(11, "another process is writing this output", str(output)) from None
