"""Files in, articles with their places out; what can't be read is told, and the next file follows."""

from __future__ import annotations

import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

from attrs import define, evolve, frozen

from rareinsight.cli import Status, complain
from rareinsight.cli.arguments import STANDARD
from rareinsight.diagnostics import ParseError, locate
from rareinsight.format import Format
from rareinsight.model import Article, Diagnostic, Origin
from rareinsight.parsing import parse, parse_stream


class UnreadableError(Exception):
    """A file holds no text that can be decoded; the message says why."""


@frozen
class Place:
    """A place in a file: line and column, in code points, both from 1."""

    line: int = 1
    column: int = 1

    def after(self, text: str, offset: int) -> Place:
        """Return the place of an offset in a text that begins here."""
        line, column = locate(text, offset)
        return Place(self.line + line - 1, column if line > 1 else self.column + column - 1)


@frozen
class Found:
    """An article, the name of the file it was found in, and where it begins there."""

    article: Article
    name: str
    start: Place = Place()

    @property
    def is_empty(self) -> bool:
        """Whether there is no word in it."""
        return any(doubt.code == "empty-text" for doubt in self.article.diagnostics)

    @property
    def doubts(self) -> list[Diagnostic]:
        """Its diagnostics in the order of their places, those on the whole of it first."""
        return sorted(self.article.diagnostics, key=lambda doubt: doubt.span.start if doubt.span else -1)

    def place(self, offset: int) -> Place:
        """Return the place in the file of an offset in the article."""
        return self.start.after(self.article.raw, offset)

    def describe(self, doubt: Diagnostic) -> str:
        """Return a doubt as ``file:line:column: code message``."""
        place = self.start if doubt.span is None else self.place(doubt.span.start)
        return f"{self.name}:{place.line}:{place.column}: {doubt.code} {doubt.message}"


@define
class Inputs:
    """The articles of the files that a command was given.

    Attributes:
        files: The files, ``-`` for the standard input.
        format: Their format; without it, the format of each text is detected.
        strict: Whether to stop at the first article with a warning or an error.
        skip_empty: Whether to say of a text without words that it is one, and pass over it.
        status: What became of the reading so far.
    """

    files: Sequence[Path]
    format: Format | None = None
    strict: bool = False
    skip_empty: bool = True
    status: Status = Status.OK

    def __iter__(self) -> Iterator[Found]:
        for file in self.files:
            name = str(file) if file != STANDARD else "<stdin>"
            start = Place()
            try:
                for article in self._read(file):
                    found = Found(article, name, start)
                    start = found.place(len(article.raw))
                    if self.skip_empty and found.is_empty:
                        self._fail(Status.DOUBTFUL, f"{name}: the text is empty")
                    else:
                        yield found
            except ParseError as error:
                refused = Found(Article(raw=error.text), name, start)
                print(*map(refused.describe, error.diagnostics), sep="\n", file=sys.stderr)
                self.note(Status.DOUBTFUL)
                return
            except (OSError, UnreadableError) as error:
                reason = error.strerror if isinstance(error, OSError) else error
                self._fail(Status.FAILED, f"{name}: {reason}")

    def note(self, status: Status) -> None:
        """Keep a status, unless a graver one is kept already."""
        self.status = max(self.status, status)

    def _read(self, file: Path) -> Iterator[Article]:
        path, offset = None if file == STANDARD else str(file), 0
        for article in parse_stream(read_text(file), format=self.format, strict=self.strict):
            yield evolve(article, origin=Origin(path, offset=offset))
            offset += len(article.raw)
        if not offset:
            yield parse("", format=self.format, strict=self.strict)

    def _fail(self, status: Status, message: str) -> None:
        complain(message)
        self.note(status)


def read_text(file: Path) -> Iterator[str]:
    """Read a file of UTF-8, or of UTF-16 where a byte order mark says so.

    Args:
        file: The file, ``-`` for the standard input.

    Yields:
        The text, a line at a time, without the byte order mark and with its line ends as they are.

    Raises:
        OSError: The file can't be opened or read.
        UnreadableError: It is not text in one of these encodings.
    """
    with nullcontext(sys.stdin.buffer) if file == STANDARD else file.open("rb") as lines:
        yield from _decode(lines)


def _decode(lines: Iterable[bytes]) -> Iterator[str]:
    decoder, position = None, 0
    for line in chain(lines, (b"",)):
        if decoder is None:
            encoding = "utf-16" if line.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
            decoder = getincrementaldecoder(encoding)()
        position += len(line)
        try:
            yield decoder.decode(line, final=not line)
        except UnicodeDecodeError as error:
            at = position - len(error.object) + error.start
            name = error.encoding.upper()
            raise UnreadableError(
                f"not {name}: byte 0x{error.object[error.start]:02X} at offset {at}"
            ) from error
