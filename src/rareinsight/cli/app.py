"""The list of commands, how they are loaded, and how each of them ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from contextlib import redirect_stdout
from importlib import import_module
from io import TextIOWrapper
from itertools import chain
from runpy import run_path
from typing import Any, Final, cast

from rareinsight._formats.registry import formats, plain_formats, register
from rareinsight._messages import nearest
from rareinsight.cli.status import VERSION, Status, complain

try:
    import click
    import rich  # noqa: F401  # pyright: ignore[reportUnusedImport]  # one message for all modules
except ImportError as _error:
    raise ImportError("the command line needs an extra: pip install 'rareinsight[cli]'") from _error

from rareinsight.format import Format

#: The commands in the order of the help, each with its module.
COMMANDS: Final = {
    "show": "printing", "view": "writing", "parse": "writing", "check": "printing", "diff": "diff",
    "explain": "printing", "detect": "printing", "convert": "writing", "stats": "printing",
    "infer": "printing", "formats": "printing",
}  # fmt: skip


class _Commands(click.Group):
    """The commands, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in COMMANDS:
            raise click.UsageError(f"unknown command {cmd_name!r}; {nearest(cmd_name, COMMANDS)}")
        command: click.Command = getattr(import_module(f"rareinsight.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command


def _failed(error: OSError) -> int:
    """Report that a file, such as standard output, can't be read or written; return the exit status."""
    # Python would try to write what is still buffered again at exit
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return Status.UNREAD
    complain(f"{error.filename or '<stdout>'}: {error.strerror}")
    return Status.FAILED


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="%(version)s")
@click.option(
    "--load", "files", metavar="FILE", multiple=True, type=click.Path(exists=True, dir_okay=False),
    help="Register the formats declared in a Python file.",
)  # fmt: skip
def commands(files: tuple[str, ...]) -> None:
    """Read article digests: core insights, groups, numbered citations."""
    with redirect_stdout(sys.stderr):  # what a package or a file prints as it is loaded is no data
        plain_formats()
        for file in files:
            _load_formats(file)


def _load_formats(file: str) -> None:
    """Run a Python file, and register each format that is the value of a name there, or in a list or tuple."""
    known = formats()
    try:
        values: Iterable[object] = run_path(file).values()
        several = (cast("Iterable[object]", each) if isinstance(each, list | tuple) else [each] for each in values)
        declared = [each for each in chain.from_iterable(several) if isinstance(each, Format)]
        for format in declared:
            register(format)
    except (Exception, SystemExit) as error:
        raise click.ClickException(f"{file}: {type(error).__name__}: {error}") from error
    if not declared and formats() == known:  # the file may register its formats itself
        raise click.ClickException(f"{file}: the file declares no Format")


def run() -> int:
    """Run the command that the arguments of the process name, and return its exit status."""
    output = cast("TextIOWrapper[Any] | None", sys.stdout)
    if output is None:  # as Python sets it if the process was started without one
        complain("<stdout>: closed")
        return Status.FAILED
    # an exception, so that what is incomplete is removed
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(Status.TERMINATED))
    try:
        output.reconfigure(errors="backslashreplace")  # it need not be UTF-8; what --version left is written first
        status = int(commands.main(prog_name="rareinsight", standalone_mode=False))
        output.flush()
    except OSError as error:
        return _failed(error)
    except SystemExit as end:
        if end.code == 1:  # so click and rich end if the reader of the output has closed the pipe
            return _failed(BrokenPipeError())
        raise
    except click.Abort:
        return Status.STOPPED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
    except click.NoSuchOption as error:
        is_early = error.option_name == "--load"
        complain("--load comes before the command" if is_early else error.format_message())
    except click.ClickException as error:
        complain(error.format_message())
    else:
        return status
    return Status.FAILED
