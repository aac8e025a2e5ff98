"""What the commands that read dumps have in common: their arguments, and how notices are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypedDict

import click

from rareinsight.cli.arguments import format_option
from rareinsight.cli.screen import printable
from rareinsight.format import Format
from rareinsight.reader import Notice

#: How many notices are told one by one; a dump may have millions.
_TOLD: Final = 100


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class HowToRead(TypedDict):
    """Arguments of :func:`rareinsight.read` and :func:`~rareinsight.convert.convert`."""

    format: Format | None
    field: str | None
    encoding: str | None
    workers: int


def reading_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command inputs, and the options that say how they are read, together as ``how``."""

    @wraps(command)
    def collected(**given: Any) -> int:  # noqa: ANN401 - what click has made of the options
        how = {name: given.pop(name) for name in HowToRead.__annotations__}
        return command(how=how, **given)

    read: Callable[..., int] = collected
    for option in (
        click.option(
            "--workers",
            metavar="N",
            type=click.IntRange(1, 256),
            default=_cores,
            help="How many processes parse; as many as there are cores.",
        ),
        click.option("--encoding", metavar="NAME", help="The encoding of text without a byte order mark."),
        click.option("--field", metavar="NAME", help="The field or column that holds the text."),
        format_option,
        click.argument("inputs", metavar="INPUT...", nargs=-1, required=True),
    ):
        read = option(read)
    return read


def _print_error(words: str) -> None:
    print(words, file=sys.stderr)


class Notices:
    """Tells notices on the standard error, the first of them."""

    def __init__(self, tell: Callable[[str], object] = _print_error) -> None:
        self._tell = tell
        self._count = 0
        self.errors: int = 0

    def __call__(self, notice: Notice) -> None:
        """Tell a notice."""
        self.errors += notice.severity == "error"
        self._count += 1
        if self._count <= _TOLD:
            self._tell(f"rareinsight: {printable(str(notice))}")
        elif self._count == _TOLD + 1:
            self._tell("rareinsight: there is more of it, which is only counted")
