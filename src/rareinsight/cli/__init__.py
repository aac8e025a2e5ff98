"""The command line: its entry point; each command has its own module, and :mod:`rareinsight.cli.app` lists them."""

from __future__ import annotations

import sys
from contextlib import suppress

from rareinsight.cli.status import VERSION, Status, complain


def main() -> None:
    """Run the command line on the arguments of the process, and exit with a :class:`Status`."""
    with suppress(OSError):  # which `run` reports
        if sys.argv[1:] == ["--version"] and sys.stdout:
            print(VERSION, flush=True)  # here, as importing `app` takes longer
            return
    try:
        from rareinsight.cli.app import run

        sys.exit(run())
    except KeyboardInterrupt:  # while modules are imported
        sys.exit(Status.STOPPED)
    except Exception as error:  # noqa: BLE001 - a bug must not end with the status of diagnostics
        # missing extras are not bugs (Python's own ImportErrors have a name)
        if isinstance(error, ImportError) and error.name is None:
            complain(str(error))
        else:
            sys.excepthook(type(error), error, error.__traceback__)
    sys.exit(Status.FAILED)
