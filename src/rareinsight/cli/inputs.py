"""What all commands share: the inputs, the options for reading them, and the exit status that results."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypedDict

import click
from attrs import evolve, frozen

from rareinsight import Article, Diagnostic, Format, Limits, Origin, formats, read
from rareinsight._display import printable
from rareinsight._format.registry import find_format
from rareinsight._tree import in_order
from rareinsight.cli import Status, complain
from rareinsight.diagnostics import locate
from rareinsight.dumps import Notice
from rareinsight.dumps._places import find_places, matches

#: How many notices are printed; a dump may have millions.
_PRINTED: Final = 100
#: The standard input or output.
STANDARD: Final = Path("-")
_STDIN: Final = "<stdin>"


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
    pairs = (each.partition("=") for each in given)
    limits: dict[str, Any] = {name: int(number) if number.isdecimal() else number for name, _, number in pairs}
    try:
        return Limits(**limits)
    except (TypeError, ValueError) as error:
        raise click.BadParameter(str(error)) from error


def _complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in formats() if name.startswith(begun)]


_OPTIONS: Final = (
    click.option("--workers", type=click.IntRange(1), default=_cores, help="The number of processes; default: cores."),
    click.option(
        "--limit",
        "limits",
        metavar="NAME=NUMBER",
        multiple=True,
        callback=to_limits,
        help="Change a limit, as in record_size=50000000; repeatable.",
    ),
    click.option("--separator", metavar="LINE", help="A line that separates articles in plain text."),
    click.option("--encoding", metavar="NAME", help="The encoding of text without a byte order mark."),
    click.option("--field", metavar="NAME", help="The field or column that contains the text."),
    click.option(
        "--format", metavar="NAME", callback=to_format, shell_complete=_complete, help="The format of the texts."
    ),
    click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True)),
)


def reading_options(command: Callable[..., None]) -> Callable[..., Status]:
    """Give a command its inputs, to be read as the options say; it returns the exit status that results."""

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
    """An article, the name of the file or record that contains it, and the line and column where it begins there."""

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
    """The articles of the inputs of a command; what can't be read is reported and skipped."""

    def __init__(self, sources: Sequence[str], how: HowToRead, *, strict: bool = False) -> None:
        self.sources = sources
        self.how = how
        self.strict = strict
        self.status = Status.OK
        self._notices = 0
        #: The files in which the field with the text was found.
        self._with_fields = set[str | None]()

    def protect(self, output: Path) -> None:
        """Refuse an output that is one of the inputs, or has no folder."""
        output.parent.stat()  # which raises without one
        if output == STANDARD or not output.exists():
            return
        real = Path(os.path.realpath(output))
        local = (source.removeprefix("file://") for source in self.sources if source != "-")
        read = (path for source in local if "://" not in source for path in matches(source))
        if any(Path(os.path.realpath(path)) in (real, *real.parents) for path in read):
            raise click.UsageError(f"{output} is an input, so it can't be the output")

    def note(self, status: Status) -> None:
        """Keep the highest status."""
        self.status = max(self.status, status)

    def tell(self, notice: Notice) -> None:
        """Print a notice, unless there are too many, and keep the status that results."""
        if notice.severity == "error" and notice.record is None:
            self.note(Status.FAILED)
        elif notice.severity != "info":
            self.note(Status.DOUBTFUL)
        if notice.code == "text-field":
            self._with_fields.add(notice.path)
        if self._notices < _PRINTED:
            complain(str(evolve(notice, path=_STDIN) if notice.path == "-" else notice))
        elif self._notices == _PRINTED:
            complain("further messages are not shown")
        self._notices += 1

    def articles(self) -> Iterator[Article]:
        """Return the articles."""
        return read([source for source in self.sources if self._is_there(source)], **self.how, report=self.tell)

    def __iter__(self) -> Iterator[Found]:
        return self._find(self.articles())

    def _find(self, articles: Iterator[Article]) -> Iterator[Found]:
        last, start = None, (1, 1)
        for article in articles:
            origin = article.origin or Origin()
            if (origin.path, origin.record) != last or not origin.offset:
                last, start = (origin.path, origin.record), (1, 1)
            name = _STDIN if origin.path == "-" else origin.path or ""
            # files without fields are skipped if a field is named
            is_record = origin.record or origin.fields or self.how["field"] or origin.path in self._with_fields
            found = Found(article, f"{name}#{origin.record}" if is_record else name, start)
            start = found.place(len(article.raw))
            if self.strict and (findings := found.findings()):
                print(*map(found.describe, findings), sep="\n", file=sys.stderr)
                self.note(Status.DOUBTFUL)
                return
            yield found

    def _is_there(self, source: str) -> bool:
        """Whether a source names a file; report it otherwise."""
        try:
            if any(find_places(source)[0]):
                return True
            complain(f"{source}: no files to read")
            self.note(Status.DOUBTFUL)
        except OSError as error:
            complain(f"{source}: {error.strerror}")
            self.note(Status.FAILED)
        return False
