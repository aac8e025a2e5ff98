"""The command line: one file a command, :mod:`rareinsight.cli.app` the list of them, and here the way in."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import Final

from rareinsight import __compiled__, __version__
from rareinsight._display import printable

VERSION: Final = f"{__version__} ({'compiled' if __compiled__ else 'pure Python'})"


class Status(IntEnum):
    """What a process tells the one that started it."""

    OK = 0
    #: A text left diagnostics, or holds no words.
    DOUBTFUL = 1
    #: A file could not be read, the output not be written, or the command was not understood.
    FAILED = 2
    #: The user stopped it. These numbers are a shell's for a process that a signal ended.
    STOPPED = 130
    #: Whoever read the output stopped reading.
    UNREAD = 141


def main() -> None:
    """Run the command line on the arguments of the process, and exit with a :class:`Status`."""
    if sys.argv[1:] == ["--version"]:
        print(VERSION)  # here, as what `app` imports takes longer
        return
    try:
        from rareinsight.cli.app import run
    except ImportError as error:
        complain(str(error))
        sys.exit(Status.FAILED)
    sys.exit(run())


def complain(message: str) -> None:
    """Tell the user in one line what went wrong."""
    print("rareinsight:", printable(message), file=sys.stderr)
