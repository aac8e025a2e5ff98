"""What all commands are given: inputs, how to read them, and what becomes of the reading."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypedDict

import click
from attrs import frozen

from rareinsight import Article, Diagnostic, Format, Limits, Origin, formats, read
from rareinsight._display import printable
from rareinsight._format.registry import find_format
from rareinsight._tree import in_order
from rareinsight.cli import Status, complain
from rareinsight.diagnostics import locate
from rareinsight.dumps import Notice

#: How many notices are told one by one; a dump may have millions.
_TOLD: Final = 100
#: The standard input or output.
STANDARD: Final = Path("-")


class HowToRead(TypedDict):
    """Arguments of :func:`rareinsight.read` and :func:`rareinsight.dumps.convert`."""

    format: Format | None
    field: str | None
    encoding: str | None
    separator: str | None
    workers: int
    limits: Limits


def _cores() -> int:
    if find_spec("loky") is None:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def to_format(_context: click.Context, _parameter: click.Parameter, name: str | None) -> Format | None:
    """Return the format of a name, for options that take one."""
    try:
        return None if name is None else find_format(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def to_limits(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> Limits:
    """Return the limits, some of which are given as ``name=number``."""
    try:
        return Limits(**{name: int(number) for name, _, number in (each.partition("=") for each in given)})
    except (TypeError, ValueError) as error:
        raise click.BadParameter(str(error)) from error


def _complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in formats() if name.startswith(begun)]


_OPTIONS: Final = (
    click.option("--workers", type=click.IntRange(1), default=_cores, help="How many processes parse; default: cores."),
    click.option(
        "--limit",
        "limits",
        metavar="NAME=NUMBER",
        multiple=True,
        callback=to_limits,
        help="Change a limit, as in record_size=50000000; repeatable.",
    ),
    click.option("--separator", metavar="LINE", help="The line between articles of plain text."),
    click.option("--encoding", metavar="NAME", help="The encoding of text without a byte order mark."),
    click.option("--field", metavar="NAME", help="The field or column that holds the text."),
    click.option(
        "--format", metavar="NAME", callback=to_format, shell_complete=_complete, help="The format of the texts."
    ),
    click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True)),
)


def reading_options(command: Callable[..., None]) -> Callable[..., Status]:
    """Give a command its inputs, to be read as the options say; it ends with the status that reading them made."""

    @wraps(command)
    def run(inputs: tuple[str, ...], *, strict: bool = False, **given: Any) -> Status:  # noqa: ANN401 - click's
        how = HowToRead(**{name: given.pop(name) for name in HowToRead.__annotations__})  # type: ignore[typeddict-item]
        read = Inputs(inputs, how, strict=strict)
        command(read, **given)
        return read.status

    wrapped: Callable[..., Status] = run
    for option in _OPTIONS:
        wrapped = option(wrapped)
    return wrapped


strict_option = click.option("--strict", is_flag=True, help="Stop at the first article with a warning or an error.")
output_option = partial(
    click.option, "-o", "--output", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False)
)


@frozen
class Found:
    """An article, the name of the file or record it was found in, and the line and column where it begins there."""

    article: Article
    name: str
    start: tuple[int, int]

    def findings(self, *, with_info: bool = False) -> list[Diagnostic]:
        """Return its diagnostics in the order of their places, without those of severity info unless asked for."""
        return [each for each in in_order(self.article.diagnostics) if with_info or each.severity != "info"]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column in the file of an offset in the article, in code points from 1."""
        line, column = locate(self.article.raw, offset)
        return self.start[0] + line - 1, column if line > 1 else self.start[1] + column - 1

    def describe(self, diagnostic: Diagnostic) -> str:
        """Return a diagnostic as ``file:line:column: code message``, safe for a terminal."""
        line, column = self.start if diagnostic.span is None else self.place(diagnostic.span.start)
        return printable(f"{self.name}:{line}:{column}: {diagnostic.code} {diagnostic.message}")


class Inputs:
    """The articles of the inputs that a command was given; what can't be read is told, and the next one follows."""

    def __init__(self, sources: Sequence[str], how: HowToRead, *, strict: bool = False) -> None:
        self.sources = sources
        self.how = how
        self.strict = strict
        self.status = Status.OK
        self._told = 0

    def note(self, status: Status) -> None:
        """Keep a status, unless a graver one is kept already."""
        self.status = max(self.status, status)

    def tell(self, notice: Notice) -> None:
        """Tell a notice, or that there are many, and keep the status that it makes."""
        if notice.severity == "error" and notice.record is None:
            self.note(Status.FAILED)
        elif notice.severity != "info":
            self.note(Status.DOUBTFUL)
        if self._told < _TOLD:
            complain(str(notice))
        elif self._told == _TOLD:
            complain("further messages are only counted")
        self._told += 1

    def articles(self) -> Iterator[Article]:
        """Yield the articles.

        Raises:
            click.ClickException: An option makes no sense, or an extra is needed.
        """
        try:
            there = list(filter(self._is_there, self.sources))
            yield from read(there, **self.how, report=self.tell)
        except (ValueError, ImportError, RuntimeError) as error:
            raise click.ClickException(str(error)) from error

    def __iter__(self) -> Iterator[Found]:
        last, start = None, (1, 1)
        for article in self.articles():
            origin = article.origin or Origin()
            if (origin.path, origin.record) != last or not origin.offset:
                last, start = (origin.path, origin.record), (1, 1)
            name = "<stdin>" if origin.path == "-" else origin.path or ""
            is_record = bool(origin.record or origin.fields)
            found = Found(article, f"{name}#{origin.record}" if is_record else name, start)
            start = found.place(len(article.raw))
            if self.strict and (findings := found.findings()):
                print(*map(found.describe, findings), sep="\n", file=sys.stderr)
                self.note(Status.DOUBTFUL)
                return
            yield found

    def _is_there(self, source: str) -> bool:
        """Whether a source names anything; otherwise that is told."""
        try:
            read(source, **self.how)  # which reads nothing yet
        except OSError as error:
            complain(f"{source}: {error.strerror}")
            self.note(Status.FAILED)
            return False
        return True
