"""Runs every example of the README and the docs as a test.

``python`` blocks run, those with ``>>>`` as doctests; the names of one page carry on from block to block.
The commands of ``console`` blocks, after their ``$``, must print what stands below them. Each page works in
a folder of its own that holds ``seeds/``. (``sh`` blocks set up a machine: ``.ci/run`` runs the README's.)
"""

import contextlib
import doctest
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parent

#: Doctests are looked for in every module; these hold none and are no modules of ours to import.
collect_ignore_glob = ["docs/*.py", "docs/_ext/*", "docs/_pictures/*", "docs/_build/*"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with ``seeds/`` in it, and the working directory of one page's examples; properties are only shown."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    profile = settings.get_current_profile_name()
    settings.register_profile("shown", deadline=None, max_examples=10)
    settings.load_profile("shown")
    with contextlib.chdir(folder):
        yield folder
    settings.load_profile(profile)


def run_console(example: Example) -> str | None:
    """Run the commands of a ``console`` block; return how the output differs, ``None`` if it does not."""
    programs = Path(sys.executable).parent
    environment = os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1", "COLUMNS": "80"}
    for session in example.parsed.removeprefix("$ ").split("\n$ "):
        command, _, expected = session.partition("\n")
        done = subprocess.run(  # noqa: S603 - the commands are those of our own docs
            ["/bin/bash", "-c", command],
            env=environment,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if done.stdout.strip() != expected.strip():
            return f"$ {command}\nexpected:\n{expected.strip()}\n\nprinted:\n{done.stdout.strip()}"
    return None


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-xdist, where it is installed, keep together what shares names or a costly fixture."""
    if config.pluginmanager.hasplugin("xdist"):
        from scheduling import Scheduling

        config.pluginmanager.register(Scheduling())


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ],
    patterns=["*.md"],
    fixtures=["workspace"],
).pytest()
