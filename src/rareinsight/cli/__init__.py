"""The command line: its entry point; each command has its own module, and :mod:`rareinsight.cli.app` lists them."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import Final

from rareinsight import __compiled__, __version__
from rareinsight._messages import printable

VERSION: Final = f"{__version__} ({'compiled' if __compiled__ else 'pure Python'})"


class Status(IntEnum):
    """The exit status."""

    OK = 0
    #: Something was reported: diagnostics, differences, an empty text, a record that could not be read.
    REPORTED = 1
    #: A file could not be read or written, or the command line is invalid.
    FAILED = 2
    #: The user stopped it. Shells use these numbers for processes ended by a signal.
    STOPPED = 130
    #: The reader of the output closed the pipe.
    UNREAD = 141


def main() -> None:
    """Run the command line on the arguments of the process, and exit with a :class:`Status`."""
    if sys.argv[1:] == ["--version"]:
        print(VERSION)  # here, as importing `app` takes longer
        return
    try:
        from rareinsight.cli.app import run

        sys.exit(run())
    except Exception as error:  # noqa: BLE001 - a bug must not end with the status of diagnostics
        from concurrent.futures import BrokenExecutor

        # killed workers and missing extras are not bugs (Python's own ImportErrors have a name)
        if isinstance(error, BrokenExecutor) or (isinstance(error, ImportError) and error.name is None):
            complain(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)
    sys.exit(Status.FAILED)


def complain(message: str) -> None:
    """Print one line about what went wrong."""
    print("rareinsight:", printable(message), file=sys.stderr)
