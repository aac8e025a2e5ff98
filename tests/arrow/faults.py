"""Texts that do harm, and a way to run a script on them.

``python faults.py SCRIPT ARGUMENTS`` runs a script in which rareinsight breaks over marked texts, on whatever
worker meets them: those with ``PLANTED FAULT`` raise, those with ``PLANTED KILL PATH`` kill the process
unless ``PATH`` is there, and make it first, so that they do it once.
"""

import os
import re
import runpy
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rareinsight
import rareinsight.arrow
from rareinsight import Article, Format, Limits

parse_batches, parse_table = rareinsight.arrow.parse_batches, rareinsight.arrow.parse_table


def parse_many(text: str, *, format: Format | None, limits: Limits | None) -> Iterator[Article]:
    """``rareinsight.parse_many``, but for marked texts."""
    kill = re.search(r"PLANTED KILL (\S+)", text)
    if kill and not Path(kill[1]).exists():
        Path(kill[1]).touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
    if "PLANTED FAULT" in text:
        raise RuntimeError("planted")
    return rareinsight.parse_many(text, format=format, limits=limits)


def parse_batches_with_faults(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - it hands them on
    vars(rareinsight.arrow)["parse_many"] = parse_many
    return parse_batches(*arguments, **options)


def parse_table_with_faults(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - likewise
    vars(rareinsight.arrow)["parse_many"] = parse_many
    return parse_table(*arguments, **options)


if __name__ == "__main__":
    import faults  # by its name, by which the workers find it

    rareinsight.arrow.parse_batches = faults.parse_batches_with_faults
    rareinsight.arrow.parse_table = faults.parse_table_with_faults
    del sys.argv[0]
    runpy.run_path(sys.argv[0], run_name="__main__")
