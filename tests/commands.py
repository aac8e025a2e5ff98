"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(
    *arguments: str | Path, text: str = "", at: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a terminal-less process of 110 columns."""
    return subprocess.run(
        [sys.executable, "-m", "rareinsight", *map(str, arguments)],
        input=text,
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=at,
        env=os.environ | {"COLUMNS": "110"} | variables,
    )
