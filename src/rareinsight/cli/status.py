"""Version, exit codes and error messages of the command line."""

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
    REPORTED = 1  #: something was reported: diagnostics, differences, an empty text, a record that could not be read
    FAILED = 2  #: a file could not be read or written, or the command line is invalid
    #: The user stopped it. Shells use these numbers for processes ended by a signal.
    STOPPED = 130
    UNREAD = 141  #: the reader of the output closed the pipe
    TERMINATED = 143  #: another process ended it


def complain(message: str) -> None:
    """Print one line about what went wrong."""
    print("rareinsight:", printable(message), file=sys.stderr)
