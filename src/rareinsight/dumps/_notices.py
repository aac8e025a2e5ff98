"""What is told about files and records, as plain data: what could not be read, where, and why."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final, Literal

from attrs import frozen

#: After how many seconds without a byte a server is given up.
PATIENCE: float = 30.0


@frozen
class Notice:
    """One thing that happened while files were read; what was guessed in a text is told by its diagnostics.

    ``code`` is a stable name from :data:`NOTICES`. ``record`` is the number of the record in the file, from
    0. ``offset`` counts the bytes of the uncompressed file where bytes are at fault (``damaged-file``,
    ``undecodable-bytes``), else code points from the start of the record.
    """

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    path: str | None = None
    record: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        record = "" if self.record is None else f"record {self.record}"
        offset = "" if self.offset is None else f"offset {self.offset}"
        place = ", ".join(filter(None, (self.path, record, offset)))
        return f"{place}: {self.code}: {self.message}" if place else f"{self.code}: {self.message}"


#: How a notice is taken: called with each as it comes.
Report = Callable[[Notice], object]

#: Every code, how grave it is, and what it says.
NOTICES: Final[dict[str, tuple[Literal["info", "warning", "error"], str]]] = {
    "text-field": ("info", "no field was named; the text was taken from"),
    "guessed-encoding": ("info", "the text is not UTF-8 and was read in the encoding it appears to be in"),
    "empty-file": ("warning", "the file has no words in it"),
    "outside-link": ("warning", "the link leads out of the folder and was not followed"),
    "undecodable-bytes": ("warning", "bytes that are not valid in the encoding were skipped"),
    "unreadable-field": ("warning", "a field of the record could not be read and was left out"),
    "unreadable-file": ("error", "the file could not be read"),
    "unknown-file": ("error", "this kind of file is not supported"),
    "unknown-field": ("error", "the file was skipped because it has no such field"),
    "damaged-file": ("error", "the file is damaged or cut short; everything before this point was read"),
    "broken-record": ("error", "the record is malformed"),
    "missing-text": ("error", "the record has no text"),
    "long-record": ("error", "the record is too long and was skipped"),
    "failed-record": ("error", "the record could not be parsed"),
    "lost-record": ("error", "the record ended every process that tried to parse it and was left out"),
}


class UnreadableError(ValueError):
    """A file can't be read, or not on; ``code`` is that of the notice, the message says why."""

    def __init__(self, message: str, code: str = "unknown-file") -> None:
        super().__init__(message)
        self.code = code


def make_notice(
    code: str, path: str | None, detail: str = "", *, record: int | None = None, offset: int | None = None
) -> Notice:
    """Return the notice ``code`` about a place; ``detail`` is added to its message."""
    severity, message = NOTICES[code]
    return Notice(code, severity, f"{message}: {detail}" if detail else message, path, record, offset)


def log(notice: Notice) -> None:
    """Tell a notice to those who asked for none: by the logger ``rareinsight.dumps``."""
    levels = {"info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
    logging.getLogger("rareinsight.dumps").log(levels[notice.severity], "%s", notice)


def describe_error(error: BaseException) -> str:
    """Return what an error says, or at least its name; of a server's, what the server says."""
    if isinstance(status := getattr(error, "status", None), int):
        return f"the server says {status} {getattr(error, 'message', '')}".rstrip()
    if "Timeout" in type(error).__name__:
        return f"the server sent nothing for {PATIENCE:g} seconds"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def missing_extra(purpose: str, extra: str) -> ImportError:
    """Return the error that names the extra to install."""
    return ImportError(f"{purpose} needs an extra: pip install 'rareinsight[{extra}]'")
