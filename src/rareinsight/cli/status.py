"""What a run of the command line says about itself: its version, its exit status, and what went wrong."""

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
    #: Another process ended it.
    TERMINATED = 143


def complain(message: str) -> None:
    """Print one line about what went wrong."""
    print("rareinsight:", printable(message), file=sys.stderr)
