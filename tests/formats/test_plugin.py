"""The example package, built as a wheel, installed next to the library and used."""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "examples" / "rareinsight-overview"
PAGE = "Copper at a record\n\nOverview\n- Copper is short.\n- Two mines closed.\n"


def run(*command: object, text: str = "") -> str:
    """Run a command and return what it prints."""
    done = subprocess.run(list(map(str, command)), input=text, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with the library and the example package in it, neither from its sources."""
    folder = tmp_path_factory.mktemp("plugin")
    venv.create(folder / "env", with_pip=True)  # the environment of the tests need not have pip
    bin_folder = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    for project in (ROOT, PACKAGE):  # copies, since builders leave files behind
        copy = folder / project.name
        shutil.copytree(project, copy, ignore=shutil.ignore_patterns(".*", "docs", "tests", "benchmarks"))
        run(bin_folder / "python", "-m", "pip", "install", "--quiet", f"{copy}[cli]" if project == ROOT else copy)
    return bin_folder


@pytest.mark.full
def test_plugin_format_works_on_the_command_line(programs: Path) -> None:
    listed = [line.split(maxsplit=1) for line in run(programs / "rareinsight", "formats").splitlines()]
    assert listed[0] == ["digest", "built in"]
    assert [line for line in listed if line[1] != "built in"] == [["overview", "rareinsight-overview 1.0"]]
    assert run(programs / "rareinsight", "formats", "overview").startswith("ri.Format(\n    name='overview',")
    article = json.loads(run(programs / "rareinsight", "parse", "-", text=PAGE))
    assert article["format"] == "overview"
    assert article["title"] == "Copper at a record"


@pytest.mark.full
def test_plugin_format_is_detected_and_found_by_name(programs: Path) -> None:
    program = f"""
import rareinsight as ri
print(ri.detect({PAGE!r}), len(ri.parse({PAGE!r}, format="overview").insights))
"""
    assert run(programs / "python", "-c", program).split() == ["overview", "2"]
