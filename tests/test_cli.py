"""What the commands print, and the status they exit with. Every test runs the real process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rareinsight as ri
from rareinsight.jsonio import from_json

ONE = "Copper runs short\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3]\n"
TWO = "Tin follows\nDaily Metal·2025-08-27 09:30\n\nGroup 1 - Tin is dear [2] Group 3 - Zinc is not [4]\n"
BARE = "Core Insights - Copper is short [1]\n"
SEED_TREE = """\
“战略矿产之王”稀土:为什么会让美国人破大防?
Sou Hu Cai Jing · 2025-08-26 08:14
4 sections, 12 insights, 21 citations
├── ★ Core Insights
│   ├── Rare earths have become a focal point in global trade disputes, particularly between the US and China,
│   │   due to their critical importance in high-tech and military industries [1][3]
"""


def run(*arguments: str | Path, text: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a terminal-less process of 110 columns."""
    return subprocess.run(
        [sys.executable, "-m", "rareinsight", *map(str, arguments)],
        input=text,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "110"} | variables,
    )


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_text(ONE, encoding="utf-8")
    return path


@pytest.fixture
def both(tmp_path: Path) -> Path:
    path = tmp_path / "both.txt"
    path.write_text(ONE + TWO, encoding="utf-8")
    return path


# --- show ---------------------------------------------------------------------------------------------------


def test_show_prints_the_seed_as_a_tree(seed: str) -> None:
    done = run("show", "-", text=seed)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(SEED_TREE)
    assert [line[4:] for line in done.stdout.splitlines() if line[4:5] in "★●"] == [
        "★ Core Insights",
        "● Group 1",
        "● Group 2",
        "● Group 3",
    ]
    assert "Doubts" not in done.stdout


def test_show_leaves_out_no_word(seed: str) -> None:
    shown = " ".join(run("show", "-", text=seed, COLUMNS="40").stdout.replace("│", " ").split())
    for insight in ri.parse(seed).insights:
        assert insight.text in shown


def test_show_wraps_to_the_width(seed: str) -> None:
    lines = run("show", "-", text=seed, COLUMNS="50").stdout.splitlines()
    assert max(map(len, lines[1:])) <= 50
    assert not [line for line in lines if line != line.rstrip()]


def test_show_wraps_chinese_between_its_characters() -> None:
    text = "Core Insights - **Copper**: 智利铜矿产量下降,全球铜供应趋紧,铜价上涨 [1]\n"
    assert run("show", "-", text=text, COLUMNS="30").stdout.splitlines()[3:6] == [
        "├── ★ Core Insights",
        "│   └── Copper: 智利铜矿产量下",
        "│       降,全球铜供应趋紧,铜价",
    ]


def test_show_tells_doubts_with_their_places_in_the_file(both: Path) -> None:
    done = run("show", both)
    assert done.returncode == 0
    assert "skipped-group a group number is skipped: 2 (8:27)" in done.stdout


def test_show_names_files_where_there_are_several(one: Path, both: Path) -> None:
    assert str(one) not in run("show", one).stdout
    shown = run("show", one, both).stdout
    assert shown.count(f"{one}\n") == shown.count(f"{both}\n") == 1
    assert shown.count("Copper runs short\n") == 2


def test_show_nests_sections_by_their_level() -> None:
    text = "一、储能 (一)储能 - 价格上涨 [1] (二)光伏 - 需求下降 [2]"
    assert run("show", "-", text=text).stdout.splitlines()[2:6] == [
        "├── ○ 一、储能",
        "│   ├── ○ (一)储能",
        "│   │   └── 价格上涨 [1]",
        "│   └── ○ (二)光伏",
    ]


def test_show_lets_no_control_character_reach_the_terminal() -> None:
    done = run("show", "-", text="Core Insights - Prices \x1b[2J\x07fell [1] - Costs \x9b31m rose [2]\n")
    assert done.returncode == 0
    assert not set(done.stdout) & set("\x1b\x07\x9b")


# --- parse --------------------------------------------------------------------------------------------------


def test_parse_writes_a_line_for_each_article(both: Path, one: Path) -> None:
    done = run("parse", both, one)
    assert (done.returncode, done.stderr) == (0, "")
    articles = [from_json(line) for line in done.stdout.splitlines()]
    assert articles == [*ri.parse_many(ONE + TWO), ri.parse(ONE)]
    assert [article.raw for article in articles] == [ONE, TWO, ONE]
    assert [article.origin for article in articles] == [
        ri.Origin(str(both), offset=0),
        ri.Origin(str(both), offset=len(ONE)),
        ri.Origin(str(one), offset=0),
    ]


def test_parse_writes_to_a_file(one: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    done = run("parse", one, "-o", output, "-", text=TWO)
    assert (done.returncode, done.stdout) == (0, "")
    lines = output.read_text(encoding="utf-8").splitlines()
    assert [from_json(line).raw for line in lines] == [ONE, TWO]


def test_parse_keeps_line_ends_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "crlf.txt"
    text = ONE.replace("\n", "\r\n")
    path.write_bytes(text.encode())
    assert from_json(run("parse", path).stdout).raw == text


def test_parse_writes_utf_8_whatever_the_locale_says(seed: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "rareinsight", "parse", "-"],
        input=seed.encode(),
        capture_output=True,
        check=False,
        env=environment,
    )
    assert from_json(done.stdout) == ri.parse(seed)


@pytest.mark.parametrize("spelling", ["one.txt", "./one.txt"])
def test_parse_writes_over_no_file_that_it_reads(one: Path, spelling: str) -> None:
    done = run("parse", one, "-o", f"{one.parent}/{spelling}")
    assert done.returncode == 2
    assert "is to be read" in done.stderr
    assert one.read_text(encoding="utf-8") == ONE


# --- check --------------------------------------------------------------------------------------------------


def test_check_is_silent_where_there_is_nothing_to_tell(one: Path) -> None:
    done = run("check", one)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_tells_file_line_column_code_and_message(both: Path) -> None:
    done = run("check", both)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == f"{both}:8:27: skipped-group a group number is skipped: 2\n"


def test_check_counts_info_when_asked() -> None:
    assert run("check", "-", text=BARE).returncode == 0
    done = run("check", "-", "--info", text=BARE)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "<stdin>:1:1: missing-title no title found",
        "<stdin>:1:1: missing-source no source line found",
    ]


def test_check_never_wraps(tmp_path: Path) -> None:
    path = tmp_path / ("long" * 30) / "text.txt"
    path.parent.mkdir()
    path.write_text("Rain is due in the south.", encoding="utf-8")
    done = run("check", path, COLUMNS="20")
    assert done.stdout == f"{path}:1:1: no-digest no digest found in the text\n"


# --- explain, formats ---------------------------------------------------------------------------------------


def test_explain_tells_what_the_library_tells(seed: str) -> None:
    lines = run("explain", "-", text=seed).stdout.splitlines()
    assert [line.split()[1:3] for line in lines] == [[e.verdict, e.rule] for e in ri.explain(seed)]
    assert lines[0].startswith("<stdin>:5:")


def test_explain_goes_through_all_articles(both: Path) -> None:
    done = run("explain", both)
    assert done.returncode == 0
    assert {line.removeprefix(f"{both}:").split(":")[0] for line in done.stdout.splitlines()} >= {"4", "8"}


def test_explain_shows_the_mark_between_its_words() -> None:
    assert "«-» Copper is short" in run("explain", "-", text=BARE).stdout


def test_formats_names_and_describes() -> None:
    listed = [line.split(maxsplit=1) for line in run("formats").stdout.splitlines()]
    assert [name for name, _ in listed] == list(ri.formats())
    assert listed[0] == ["digest", "built in"]
    assert run("formats", "digest").stdout == ri.formats()["digest"].describe() + "\n"


# --- options ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "parse", "check", "explain"])
def test_a_format_is_taken_by_its_name(command: str, one: Path) -> None:
    assert run(command, "--format", "digest", one).stdout == run(command, one).stdout
    done = run(command, "--format", "digset", one)
    assert done.returncode == 2
    assert "did you mean 'digest'?" in done.stderr


def test_strict_stops_at_the_first_article_with_a_warning(both: Path, one: Path) -> None:
    done = run("parse", "--strict", both, one)
    assert done.returncode == 1
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["Copper runs short"]
    assert done.stderr == f"{both}:8:27: skipped-group a group number is skipped: 2\n"


def test_strict_lets_info_pass() -> None:
    assert run("show", "--strict", "-", text=BARE).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [(), ("shwo",), ("show",), ("show", "--nope", "-"), ("parse", "-o"), ("formats", "digset")],
)
def test_misuse_is_told_with_status_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    assert run("shwo").stderr == "rareinsight: no command is named 'shwo'. did you mean 'show'?\n"


def test_version_loads_neither_click_nor_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rareinsight", "--version"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout == f"{ri.__version__}\n"
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "rareinsight.cli" in loaded
    assert not loaded & {"click", "rich", "rareinsight.cli.app"}


def test_help_lists_the_commands_and_what_they_do() -> None:
    shown = run("--help").stdout
    for command in ("show", "parse", "check", "explain", "formats"):
        assert f"\n  {command} " in shown
        assert run(command, "--help").returncode == 0
    assert "..." not in shown.partition("Commands:")[2]
