"""The arguments that commands have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, TypeVar

import click

from rareinsight._format.registry import find_format, formats
from rareinsight.format import Format

_Command = TypeVar("_Command", bound=Callable[..., object])


class _Option(Protocol):
    """What gives a command an argument."""

    def __call__(self, command: _Command, /) -> _Command: ...


#: The name that stands for the standard input or output.
STANDARD: Final = Path("-")


def _to_format(_context: click.Context, _parameter: click.Parameter, name: str | None) -> Format | None:
    try:
        return None if name is None else find_format(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _complete_format(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return [name for name in formats() if name.startswith(begun)]


files_argument: Final[_Option] = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True)
)
format_option: Final[_Option] = click.option(
    "--format",
    metavar="NAME",
    callback=_to_format,
    shell_complete=_complete_format,
    help="The format of the texts; without it, it is detected.",
)
strict_option: Final[_Option] = click.option(
    "--strict", is_flag=True, help="Stop at the first article with a warning or an error."
)
