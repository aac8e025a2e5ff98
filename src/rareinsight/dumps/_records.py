"""What files consist of, how they are read, and what is reported about them, all as plain data."""

from __future__ import annotations

import codecs
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, Final, Literal, TypeVar

from attrs import Factory, frozen

from rareinsight._messages import expect
from rareinsight.format import Format
from rareinsight.limits import DEFAULTS, Limits
from rareinsight.model import Article, Severity
from rareinsight.parsing import parse

_T = TypeVar("_T")
PATIENCE: float = 30.0  #: the time after which a silent server is given up, in seconds
#: Codecs that are not for the text of a file, or far too slow.
_NO_TEXT: Final = ("punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem")
#: User name and password in a URL; digits after a colon are a port.
_PASSWORD: Final = re.compile(r"(?<=://)(?:[^/?#\s]*@|[^/?#\s@:\[]*:(?!\d+(?![^/?#\s]))[^@]*@)")


@frozen
class Notice:
    """Something that happened while files were read; what was guessed in a text is among its diagnostics.

    ``code`` is a stable name from the table in the reference. ``record`` is the number of the record in the file, from
    0. ``offset`` counts bytes of the uncompressed file if bytes are wrong (``damaged-file``,
    ``undecodable-bytes``), and otherwise code points from the start of the record.
    """

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    path: str | None = None
    record: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        numbers = [f"{name} {n}" for name in ("record", "offset") if (n := getattr(self, name)) is not None]
        place = ", ".join(filter(None, ("<stdin>" if self.path == "-" else self.path, *numbers)))
        return ": ".join(filter(None, (place, self.code, self.message)))


Report = Callable[[Notice], object]  #: what is called with each notice

#: Every code, its severity, and its message.
NOTICES: Final[dict[str, tuple[Severity, str]]] = {
    "non-digest": ("info", "the text is not a digest and was left out"),
    "text-field": ("info", "no field was given; the text was taken from"),
    "guessed-encoding": ("info", "the text is not UTF-8 and its encoding was guessed; `encoding` sets another one"),
    "assumed-encoding": ("warning", "the text is not UTF-8 and was read as Windows-1252; `encoding` sets another one"),
    "empty-file": ("warning", "the file is empty"),
    "outside-link": ("warning", "the link leads out of the folder and was not followed"),
    "undecodable-bytes": ("warning", "invalid bytes were read as Windows-1252; `encoding` sets another one"),
    "unreadable-file": ("error", "the file could not be read"),
    "unknown-file": ("error", "this type of file is not supported"),
    "unknown-field": ("error", "the file was skipped because it has no such field"),
    "damaged-file": ("error", "the file is damaged or cut short; what could not be read was skipped"),
    "broken-record": ("error", "the record is malformed"),
    "missing-text": ("error", "the record has no text"),
    "long-record": ("error", "the record is too long and was skipped"),
    "failed-record": ("error", "the record could not be parsed"),
    "lost-record": ("error", "every process that parsed the record was killed, so it was skipped"),
}


def make_notice(code: str, path: str | None, detail: str | BaseException = "", **place: int | None) -> Notice:
    """Return the notice ``code`` about a place; ``detail``, or the message of an error, is added to its message."""
    if isinstance(detail, UnreadableError):
        code = detail.code
    severity, message = NOTICES[code]
    words = detail if isinstance(detail, str) else describe_error(detail)
    words = without_password(words).encode("utf-8", "backslashreplace").decode()
    return Notice(code, severity, f"{message}: {words}" if words else message, path, **place)


def without_password(text: str) -> str:
    """Return a URL, or a text with URLs, without user names and passwords, even those that a URL must not contain."""
    return _PASSWORD.sub("", text)


def log(notice: Notice) -> None:
    """Log a notice with the logger ``rareinsight.dumps``; the default ``report``."""
    getattr(logging.getLogger("rareinsight.dumps"), notice.severity)("%s", notice)


def without_notices(found: Iterable[_T | Notice], report: Report) -> Iterator[_T]:
    """Report the notices among some results, and yield the others."""
    for each in found:
        if isinstance(each, Notice):
            report(each)
        else:
            yield each


class UnreadableError(ValueError):
    """Raised if all or part of a file can't be read; ``code`` is the code of the notice."""

    def __init__(self, message: str, code: str = "unknown-file") -> None:
        super().__init__(message)
        self.code = code


class MissingExtraError(UnreadableError, ImportError):
    """An extra is not installed: raised if everything requires it, reported if a single file does."""


def describe_error(error: BaseException) -> str:
    """Return the message of an error, or at least its name; for an error of a server, the server's message."""
    if isinstance(status := getattr(error, "status", None), int):
        return f"the server says {status} {getattr(error, 'message', '')}".rstrip()
    if "Timeout" in type(error).__name__:
        return f"the server sent nothing for {PATIENCE:g} seconds"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    name = "" if isinstance(error, UnreadableError) else type(error).__name__
    return ": ".join(filter(None, (name, str(error))))


def import_extra(module: str, purpose: str, extra: str) -> Any:
    """Import a module that an extra installs; if it is missing, the error names the extra."""
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtraError(f"{purpose} requires an extra: pip install 'rareinsight[{extra}]'") from None


def distinct(names: Iterable[str]) -> Iterator[str]:
    """Yield the names of columns or fields, with a number after those that others precede."""
    seen, taken = Counter[str](), set[str]()
    for name in names:
        own = name
        while own in taken:
            seen[name] += 1
            own = f"{name} {seen[name] + 1}"
        taken.add(own)
        yield own


def known_encoding(name: str) -> str | None:
    """Return Python's name for an encoding of text; ``None`` for other codecs, such as ``punycode``."""
    try:
        found = codecs.lookup(name).name
        b" ".decode(found, "replace")  # raises for codecs that are not for text
    except (LookupError, ValueError):
        return None
    return None if found.replace("_", "-") in _NO_TEXT else found


@frozen
class Options:
    """How files are read; each option is explained in :func:`rareinsight.dumps.read`."""

    format: Format | str | None = None
    field: str | None = None
    encoding: str | None = None
    separator: str | None = None
    only_digests: bool | None = True
    follow_links: bool = False
    workers: int = 1
    limits: Limits = DEFAULTS

    def __attrs_post_init__(self) -> None:
        """Check what can be checked without reading anything."""
        expect(str | None, field=self.field, encoding=self.encoding, separator=self.separator)
        expect(bool | None, only_digests=self.only_digests)
        expect(bool, follow_links=self.follow_links)
        expect(int, workers=self.workers)
        expect(Limits | None, limits=self.limits)
        parse("", format=self.format)  # raises if it is wrong
        if self.encoding is not None and known_encoding(self.encoding) is None:
            raise ValueError(f"unknown text encoding {self.encoding!r}; for example 'utf-8', 'utf-16' or 'gb18030'")
        if self.separator is not None and (not self.separator.strip() or len(self.separator.splitlines()) > 1):
            raise ValueError(f"separator must be one line that is not blank, not {self.separator!r}")
        if not 1 <= self.workers <= self.limits.workers:
            raise ValueError(f"workers must be from 1 to {self.limits.workers}, not {self.workers}")


@frozen
class Record:
    """A text, an HTML page, or a row (as JSON, or values by name) and the name of the field that contains the text."""

    path: str
    number: int
    content: str | dict[str, Any]
    kind: Literal["text", "html", "row"] = "text"
    field: str | None = None
    fields: dict[str, object] = Factory(dict[str, object])
    is_page: bool = False


#: What files consist of: records, articles of texts too long to be kept in memory, and notices.
Item = Record | Article | Notice
