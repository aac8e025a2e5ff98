"""What all commands share: the inputs, the options for reading them, and the exit status that results."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial, wraps
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click
from attrs import define, field, frozen

from rareinsight._formats.registry import formats
from rareinsight._show.tree import name_of
from rareinsight.cli.status import Status, complain
from rareinsight.diagnostics import find_lines
from rareinsight.dumps import Notice, read_places
from rareinsight.dumps._places import Place, find_places, identity
from rareinsight.dumps._records import Options, without_password
from rareinsight.limits import Limits
from rareinsight.model import Article, Origin

_PRINTED: Final = 100  #: how many notices are printed; a dump may have millions
STANDARD: Final = Path("-")  #: the standard input or output


@contextmanager
def usage_errors(*, of: tuple[type[Exception], ...] = (ValueError,)) -> Generator[None, None, None]:
    """Raise errors about the input of users as click's own, for which only the message is printed."""
    try:
        yield
    except of as error:
        raise click.UsageError(str(error)) from error


def _complete_format(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in formats() if name.startswith(begun)]


@usage_errors(of=(TypeError, ValueError))
def _to_limits(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> Limits:
    """Return the default limits with those changed that are given as ``name=number``."""
    pairs = (each.partition("=") for each in given)
    limits: dict[str, Any] = {name: int(number) if number.isdecimal() else number for name, _, number in pairs}
    return Limits(**limits)


output_option = partial(click.option, metavar="FILE", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
#: The arguments of :func:`rareinsight.read` and :func:`rareinsight.dumps.convert`, the inputs first.
_READING: Final = (
    click.Argument(["inputs"], metavar="INPUT...", nargs=-1, required=True, type=click.Path(allow_dash=True)),
    click.Option(["--format"], metavar="NAME", shell_complete=_complete_format, help="The format of the texts."),
    click.Option(["--field"], metavar="NAME", help="The field or column that contains the text."),
    click.Option(["--encoding"], metavar="NAME", help="The encoding of text without a byte order mark."),
    click.Option(["--separator"], metavar="LINE", help="A line that separates articles in plain text."),
    click.Option(["--follow-links"], is_flag=True, help="Follow links that lead out of a folder."),
    click.Option(
        ["--limit", "limits"], metavar="NAME=NUMBER", multiple=True, callback=_to_limits, help="Change a limit."
    ),
    click.Option(["--workers"], type=click.IntRange(1), help="Number of processes; by default, one per core."),
)
#: An option of the commands that leave out texts that are not digests.
NON_DIGESTS: Final = click.Option(
    ["--non-digests"], type=click.Choice(["skip", "list", "keep"]), default="skip", show_default=True,
    help="Leave out texts that are not digests, list them with the reason, or keep them.",
)  # fmt: skip


def reading_command(*further: click.Option) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command of a function that is passed the inputs, read as the options say; it returns the exit status."""

    def make(command: Callable[..., None]) -> click.Command:
        @click.command(params=[*_READING, *further])
        @wraps(command)
        def run(inputs: tuple[str, ...], **given: Any) -> Status:  # noqa: ANN401 - click's
            how = {each.name: given.pop(each.name) for each in _READING[1:]}
            cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
            how["workers"] = how["workers"] or min(cores, how["limits"].workers)
            non_digests = given.pop("non_digests", None)
            how["only_digests"] = None if non_digests is None else non_digests != "keep"
            with usage_errors():
                read = Inputs(inputs, Options(**how), lists_non_digests=non_digests == "list")
            try:
                command(read, **given)
            except OSError as error:
                if error.filename is None and given.get("output") not in (None, STANDARD):
                    error.filename = given["output"]  # the only file that is written
                raise
            return read.status

        return run

    return make


@frozen
class Found:
    """An article, and the name of the file or record that contains it."""

    article: Article
    name: str
    locate: Callable[[int], tuple[int, int]]  #: returns the line and column there of an offset in the article

    def place(self, offset: int) -> str:
        """Return the place of an offset in the article, as ``line:column``."""
        return "{}:{}".format(*self.locate(offset))


def _locate(lines: Callable[[int], tuple[int, int]], start: tuple[int, int], offset: int) -> tuple[int, int]:
    line, column = lines(offset)
    return start[0] + line - 1, column if line > 1 else start[1] + column - 1


@define
class Inputs:
    """The articles of the inputs of a command, read as its options say; what can't be read is reported and skipped."""

    sources: Sequence[str]
    options: Options
    lists_non_digests: bool = False
    status: Status = Status.OK
    non_digests: int = field(default=0, init=False)  #: the number of texts that are not digests and were left out
    _notices: int = field(default=0, init=False)

    @cached_property
    def places(self) -> list[Place | Notice]:
        """The files of the inputs, those there before anything is written."""
        return self.find(self.sources)

    @usage_errors()
    def find(self, sources: Iterable[str]) -> list[Place | Notice]:
        """Return the files of some inputs; an input that is not there is reported."""
        found = list[Place | Notice]()
        for source in sources:
            try:
                places = list(find_places(source, follow_links=self.options.follow_links))
                found += places
                if not places:
                    self.note(Status.REPORTED, f"{source}: no files to read")
            except OSError as error:
                self.note(Status.FAILED, f"{without_password(source)}: {error.strerror}")
        return found

    def protect(self, output: Path) -> None:
        """Refuse an output that is one of the inputs, by whatever name, or that has no folder."""
        output.parent.stat()  # raises if there is none
        places = self.places  # also if there is no output yet, which would otherwise be among them
        paths = ("/dev/stdin" if place.path == "-" else place.path or "" for place in places)
        if output != STANDARD and output.exists() and identity(output) in map(identity, paths):
            raise click.UsageError(f"{output} is an input, so it can't be the output")

    def note(self, status: Status, message: str = "") -> None:
        """Keep the highest status, and print a message about it."""
        self.status = max(self.status, status)
        if message:
            complain(message)

    def note_nothing(self, message: str) -> None:
        """Print that there is nothing to do, unless what was printed says why."""
        self.note(Status.REPORTED, message if self.status == Status.OK else "")

    def log(self, notice: Notice) -> None:
        """Print a notice, unless there are too many, and keep the resulting status."""
        if notice.code == "text-field" and self.options.field is not None:
            return
        if notice.severity == "error" and notice.record is None:
            self.note(Status.FAILED)
        elif notice.severity != "info":
            self.note(Status.REPORTED)
        if notice.code == "non-digest":
            self.non_digests += 1
            if self.lists_non_digests:
                complain(str(notice))
            return
        if self._notices < _PRINTED:
            complain(str(notice))
        elif self._notices == _PRINTED:
            complain("further messages are not shown")
        self._notices += 1

    def articles(self) -> Iterator[Article]:
        """Return the articles."""
        return read_places(self.places, self.options, self.log)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each record, for commands that find the format."""
        if self.options.format is not None:
            raise click.UsageError("this command detects the format; omit --format")
        for name, found in groupby(self, lambda found: found.name):
            yield name, "".join(each.article.raw for each in found)

    def __iter__(self) -> Iterator[Found]:
        last, start = None, (1, 1)
        for article in self.articles():
            origin = article.origin or Origin()
            if (origin.path, origin.record) != last or not origin.offset:
                last, start = (origin.path, origin.record), (1, 1)
            locate = partial(_locate, find_lines(article.raw), start)
            start = locate(len(article.raw))
            if not article.raw.isspace():
                yield Found(article, name_of(origin), locate)
