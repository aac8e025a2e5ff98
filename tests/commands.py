"""Programs, and the command line: in this process, which is quick, and in one of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from rareinsight.cli import main

RAREINSIGHT = ("-m", "rareinsight")
COMMAND = [sys.executable, *RAREINSIGHT]
WIDTH = {"COLUMNS": "110"}


def run(
    *arguments: str | Path, text: str | bytes = "", at: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, with files for its streams, in 110 columns."""
    called, status = ["rareinsight", *map(str, arguments)], 0
    with TemporaryDirectory() as name:
        given, output, errors = (Path(name, stream) for stream in ("in", "out", "errors"))
        given.write_bytes(text.encode() if isinstance(text, str) else text)
        with (
            given.open(encoding="utf-8") as stdin,
            output.open("w", encoding="utf-8") as stdout,
            errors.open("w", encoding="utf-8") as stderr,
            patch.multiple(sys, argv=called, stdin=stdin, stdout=stdout, stderr=stderr),
            patch.dict(os.environ, WIDTH | variables),
            chdir(at or "."),
        ):
            try:
                main()
            except SystemExit as end:
                status = int(end.code or 0)
        return subprocess.CompletedProcess(called, status, *(each.read_bytes().decode() for each in (output, errors)))


def run_python(
    *arguments: str | Path, text: str = "", at: Path | None = None, variables: Mapping[str, str] = WIDTH
) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter, without a terminal."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        input=text,
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=at,
        env=os.environ | variables,
    )
