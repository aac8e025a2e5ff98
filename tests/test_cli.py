"""What the commands print, and the status they exit with: in real processes where a process makes a difference."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import json
import os
import pty
import re
import shlex
import signal
import struct
import subprocess
import sys
import termios
import zipfile
from pathlib import Path

import pytest
from rich.cells import cell_len

import rareinsight as ri
from commands import COMMAND, run, run_process

ONE = "稀土\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3]\n"
TWO = "Tin follows\nDaily Metal·2025-08-27 09:30\n\nGroup 1 - Tin is dear [2] Group 3 - Zinc is not [4]\n"
BARE = "Core Insights - Copper is short [1]\n"
ESCAPE = "\x1b["


def run_in_terminal(*arguments: str | Path, columns: int = 80, **variables: str) -> str:
    """Run a command in a terminal of its own and return everything it shows."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environment |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | variables
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [*COMMAND, *map(str, arguments)], env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # so Linux tells the end
            while read := os.read(ours, 65536):
                shown += read
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


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


def test_show_leaves_out_no_word_and_wraps_to_the_width(seed: str) -> None:
    lines = run("show", "-", text=seed, COLUMNS="40").stdout.splitlines()
    shown = " ".join(" ".join(lines).replace("│", " ").split())
    assert [insight.text for insight in ri.parse(seed).insights if insight.text not in shown] == []
    assert max(map(len, lines[1:])) <= 40
    assert not [line for line in lines if line != line.rstrip()]


def test_show_wraps_chinese_between_its_characters() -> None:
    text = "Core Insights - **Copper**: 智利铜矿产量下降,全球铜供应趋紧,铜价上涨 [1]\n"
    assert run("show", "-", text=text, COLUMNS="30").stdout.splitlines()[3:6] == [
        "├── ★ Core Insights",
        "│   └── Copper: 智利铜矿产量下",
        "│       降,全球铜供应趋紧,铜价",
    ]


def test_show_names_files_where_there_are_several(one: Path, both: Path) -> None:
    assert str(one) not in run("show", one).stdout
    shown = run("show", one, both).stdout
    assert shown.count(f"{one}\n") == shown.count(f"{both}\n") == 1
    assert shown.count("稀土\n") == 2


def test_show_nests_sections_by_their_level() -> None:
    text = "一、储能 (一)储能 - 价格上涨 [1] (二)光伏 - 需求下降 [2]"
    assert run("show", "-", text=text).stdout.splitlines()[2:6] == [
        "├── ○ 一、储能",
        "│   ├── ○ (一)储能",
        "│   │   └── 价格上涨 [1]",
        "│   └── ○ (二)光伏",
    ]


# --- parse --------------------------------------------------------------------------------------------------


def test_parse_writes_a_line_for_each_article(both: Path, one: Path) -> None:
    done = run("parse", both, one)
    assert (done.returncode, done.stderr) == (0, "")
    articles = [ri.from_json(line) for line in done.stdout.splitlines()]
    assert articles == [*ri.parse_many(ONE + TWO), ri.parse(ONE)]
    assert [article.raw for article in articles] == [ONE, TWO, ONE]
    assert [article.origin for article in articles] == [
        ri.Origin(str(both), 0, 0),
        ri.Origin(str(both), 0, len(ONE)),
        ri.Origin(str(one), 0, 0),
    ]


def test_parse_writes_utf_8_whatever_the_locale_says(seed: str) -> None:
    done = run_process("parse", "-", text=seed, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ri.from_json(done.stdout) == ri.parse(seed)


@pytest.mark.parametrize(("source", "output"), [("one.txt", "./one.txt"), (".", "o.jsonl"), ("**/*.txt", "one.txt")])
def test_parse_writes_to_no_file_that_it_reads(one: Path, source: str, output: str) -> None:
    done = run("parse", source, "-o", output, at=one.parent)
    assert done.returncode == 2
    assert "is an input" in done.stderr
    assert one.read_text(encoding="utf-8") == ONE


# --- check --------------------------------------------------------------------------------------------------


def test_check_is_silent_where_there_is_nothing_to_tell(one: Path) -> None:
    done = run("check", one)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_counts_info_when_asked() -> None:
    assert run("check", "-", text=BARE).returncode == run("show", "--strict", "-", text=BARE).returncode == 0
    done = run("check", "-", "--info", text=BARE)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "<stdin>:1:1: missing-title no title found",
        "<stdin>:1:1: missing-source no source line found",
    ]


def test_check_never_wraps(tmp_path: Path) -> None:
    path = tmp_path / ("long" * 30) / "text.txt"
    path.parent.mkdir()
    path.write_text("Rain is due in the south.", encoding="utf-8")
    done = run("check", path, COLUMNS="20")
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{path}:1:1: no-digest no digest found in the text: no heading")


# --- explain, formats ---------------------------------------------------------------------------------------


def test_explain_tells_what_the_library_tells(seed: str) -> None:
    lines = run("explain", "-", text=seed).stdout.splitlines()
    told = [" ".join(line.split()).split(" ", 1)[1] for line in lines]
    rows = [(e.label, e.rule, " ".join(e.text.split()), f"({', '.join(e.facts)})") for e in ri.explain(seed)]
    assert told == [" ".join(row).removesuffix(" ()") for row in rows]
    assert lines[0].startswith("<stdin>:1:1 ")


def test_explain_goes_through_all_articles(both: Path) -> None:
    done = run("explain", both)
    assert done.returncode == 0
    assert {line.removeprefix(f"{both}:").split(":")[0] for line in done.stdout.splitlines()} >= {"4", "8"}


def test_formats_names_and_describes() -> None:
    listed = [line.split(maxsplit=1) for line in run("formats").stdout.splitlines()]
    assert [name for name, _ in listed] == list(ri.formats())
    assert listed[0] == ["digest", "built in"]
    assert run("formats", "digest").stdout == ri.formats()["digest"].describe() + "\n"


# --- options ------------------------------------------------------------------------------------------------


def test_formats_of_a_file_are_known_to_every_command(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from rareinsight import Format, Heading\nMINE = [Format('mine', [Heading(['Gist'])], markers=['+'])]\n"
    )
    (tmp_path / "a.txt").write_text("A Title\nGist\n+ Tin is dear\n+ Zinc is not\n")
    done = run_process("--load", "mine.py", "parse", "a.txt", "--format", "mine", at=tmp_path)
    assert (json.loads(done.stdout)["format"], done.returncode) == ("mine", 0)
    known = run_process("--load", "mine.py", "formats", at=tmp_path).stdout.splitlines()
    assert ["mine", "registered"] in [line.split() for line in known]
    done = run("--load", "a.txt", "formats", at=tmp_path)
    assert (done.returncode, done.stderr.startswith("rareinsight: a.txt: SyntaxError")) == (2, True)
    done = run("explain", "a.txt", at=tmp_path)
    assert "no digest: no heading of format 'digest'" in done.stdout


@pytest.mark.parametrize("command", ["show", "parse", "check", "explain"])
def test_a_format_is_taken_by_its_name(command: str, one: Path) -> None:
    assert run(command, "--format", "digest", one).stdout == run(command, one).stdout
    done = run(command, "--format", "digset", one)
    assert done.returncode == 2
    assert "did you mean 'digest'?" in done.stderr


def test_strict_stops_at_the_first_article_with_a_warning(both: Path, one: Path) -> None:
    done = run("parse", "--strict", both, one)
    assert done.returncode == 1
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == ["稀土"]
    assert done.stderr == f"{both}:8:27: skipped-group a group number is skipped: 2\n"


@pytest.mark.parametrize(
    "arguments", [(), ("shwo",), ("show",), ("show", "--nope", "-"), ("parse", "-o"), ("formats", "digset")]
)
def test_misuse_is_told_with_status_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr
    if arguments == ("shwo",):
        assert done.stderr == "rareinsight: no command is named 'shwo'. did you mean 'show'?\n"


def test_version_loads_neither_click_nor_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "rareinsight", "--version"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout == f"{ri.__version__} ({'compiled' if ri.__compiled__ else 'pure Python'})\n"
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "rareinsight.cli" in loaded
    assert not loaded & {"click", "rich", "rareinsight.cli.app"}


def test_help_lists_the_commands_and_what_they_do() -> None:
    shown = run("--help").stdout
    for command in ("show", "parse", "check", "explain", "convert", "stats", "formats"):
        assert f"\n  {command} " in shown
        assert run(command, "--help").returncode == 0
    assert "..." not in shown.partition("Commands:")[2]


# --- terminals ----------------------------------------------------------------------------------------------


def test_colours_change_no_word(one: Path) -> None:
    for command in ("show", "explain"):
        plain = run_in_terminal(command, one, NO_COLOR="1", columns=300)
        coloured = run_in_terminal(command, one, columns=300)
        assert (ESCAPE in coloured, ESCAPE in plain) == (True, False)
        assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("columns", [30, 120])
def test_the_tree_fits_into_the_terminal(seed: str, tmp_path: Path, columns: int) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(seed, encoding="utf-8")
    lines = run_in_terminal("show", path, NO_COLOR="1", columns=columns).splitlines()
    widest = max(cell_len(line) for line in lines)
    assert columns - 20 < widest <= columns


# --- pipes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "parse", "check --info", "explain"])
def test_a_reader_that_leaves_is_met_with_silence(command: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.txt"
    dump.write_text(ONE.replace("[1][3]", "[0]") * 1500, encoding="utf-8")
    line = f"{shlex.join(COMMAND)} {command} {dump} | head -1 >{tmp_path}/head; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (141, b"")
    assert len((tmp_path / "head").read_bytes().splitlines()) == 1


def test_a_full_disk_is_told(one: Path) -> None:
    line = f"{shlex.join([*COMMAND, 'parse', str(one)])} >/dev/full"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"rareinsight: <stdout>: No space left on device\n")


def test_an_output_that_cannot_be_opened_is_told(one: Path) -> None:
    done = run("parse", one, "-o", one.parent / "none" / "out.jsonl")
    assert done.returncode == 2
    assert done.stderr == f"rareinsight: {one.parent}/none/out.jsonl: No such file or directory\n"


def test_ctrl_c_stops_without_a_traceback() -> None:
    with subprocess.Popen(
        [*COMMAND, "parse", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(ONE.encode() * 30)  # more than is buffered, less than fills the pipes
        process.stdin.flush()
        process.stdout.read(1)  # it is at work
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read().strip() == b""


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "parse", "check", "explain", "stats"])
def test_a_file_that_cannot_be_read_is_told_and_the_next_one_follows(command: str, one: Path) -> None:
    done = run(command, one.parent / "none.txt", one)
    assert done.returncode == 2
    assert done.stderr == f"rareinsight: {one.parent}/none.txt: No such file, folder or glob\n"
    assert done.stdout.endswith(run(command, one).stdout)


@pytest.mark.parametrize("command", ["show", "parse", "check", "explain", "stats", "convert"])
def test_all_commands_take_the_same_inputs(command: str, one: Path) -> None:
    folder = one.parent / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(ONE + "=====\n" + TWO)
    (folder / "b.jsonl").write_text(json.dumps({"id": 1, "page": ONE}) + "\n{broken\n")
    (folder / "c.html").write_text(f"<html><body><pre>{ONE}")
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        archive.writestr("in.txt", TWO.encode("gb18030"))
    output: list[str | Path] = ["-o", one.parent / "o.jsonl"] if command == "convert" else []
    done = run(command, folder, "--separator", "=====", *output, "--workers", "2")
    assert "b.jsonl, record 1: broken-record" in done.stderr
    assert done.returncode == 1
    count = {"show": 6, "parse": 5, "check": 2, "explain": 15}
    if command == "stats":
        assert done.stdout.split()[:2] == ["5", "articles"]
    elif command == "convert":
        assert done.stdout.split()[:3] == ["5", "articles", str(output[1])]
    else:
        shown = [line for line in done.stdout.splitlines() if command != "show" or "Daily Metal" in line]
        assert len(shown) >= count[command] - 1


def test_records_are_named(one: Path) -> None:
    path = one.with_name("a.jsonl")
    path.write_text("\n".join(json.dumps({"text": text}) for text in (ONE, TWO)))
    done = run("check", path)
    assert done.stdout == f"{path}#1:4:27: skipped-group a group number is skipped: 2\n"


def test_convert_goes_on_refuses_and_overwrites(one: Path) -> None:
    output = one.with_name("o.jsonl")
    assert run("convert", one, "-o", output).returncode == 0
    done = run("convert", one, "-o", output)
    assert (done.returncode, done.stderr) == (2, f"rareinsight: {output} exists; use --overwrite to replace it\n")
    done = run("convert", one, "-o", output, "--resume")
    assert (done.returncode, done.stderr) == (0, f"rareinsight: {output} is already complete; nothing to do\n")
    assert run("convert", one, "-o", output, "--overwrite").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere", "-o", "o.jsonl"], "nowhere: No such file"),
        (["one.txt", "-o", "o.json"], "did you mean '.jsonl'?"),
        (["one.txt", "-o", "nowhere/o.jsonl"], "nowhere/o.jsonl: No such file"),
        (["one.txt", "-o", "o.jsonl", "--encoding", "utf-9"], "utf-9"),
        (["one.txt", "-o", "one.txt"], "kind of output"),
    ],
)
def test_misuse_of_convert_is_told_in_one_line(
    one: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(one.parent)
    done = run("convert", *arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert words in done.stderr
    assert [path.name for path in one.parent.iterdir()] == ["one.txt"]


def test_stats_count_what_there_is(one: Path) -> None:
    one.write_text(ONE + TWO)
    counts = json.loads(run("stats", one, "--json").stdout)
    assert (counts["articles"], counts["insights"], counts["citations"]) == (2, 3, 4)
    assert counts["months"] == {"2025-08": 2}
    assert counts["citations_per_insight"] == {"1": 2, "2": 1}
    assert counts["diagnostics"] == {"skipped-group": 1}


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_text_is_told(data: bytes) -> None:
    for command in ("show", "parse", "explain", "check"):
        done = run(command, "-", text=data)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "rareinsight: -: empty-file: the file has no words in it\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_byte_order_mark_is_no_part_of_the_text(encoding: str) -> None:
    done = run("parse", "-", text=(ONE * 50).replace("\n", "\r\n").encode(encoding))
    assert done.returncode == 0
    found = "".join(ri.from_json(line).raw for line in done.stdout.split("\n")[:-1])
    assert found == (ONE * 50).replace("\n", "\r\n")


def test_no_sign_that_a_terminal_obeys_gets_there(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u202e\x9b.txt"
    path.write_text("Core Insights - Prices \x7f\x9b\u202e fell [1]")
    for command in ("show", "parse", "check", "explain", "stats"):
        done = run(command, path, path.with_name("\x1b\u202e"))
        assert not set(done.stdout + done.stderr) & set("\x1b\x7f\x9b\u202e")
    assert "\x9b" in ri.from_json(run("parse", path).stdout).raw


# --- installation -------------------------------------------------------------------------------------------


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """Only what a bare install brings is found: `-S` leaves site-packages out."""
    for name in ("rareinsight", "attr", "attrs", "msgspec", "regex"):
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        (tmp_path / name).symlink_to(Path(spec.origin).parent)
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-S", "-m", "rareinsight"]
    done = subprocess.run([*command, "show", "-"], capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (2, b"")
    expected = b"rareinsight: the command line needs an extra: pip install 'rareinsight[cli]'\n"
    assert done.stderr == expected
    done = subprocess.run([*command, "--version"], capture_output=True, check=False, env=environment)
    assert done.stdout.decode().startswith(f"{ri.__version__} (")


def test_bash_completes_commands_options_and_formats() -> None:
    program = shlex.join(COMMAND)
    script = f"""
rareinsight() {{ {program} "$@"; }}
eval "$(_RAREINSIGHT_COMPLETE=bash_source rareinsight)"
ask() {{
  COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
  _rareinsight_completion rareinsight
  echo "${{COMPREPLY[*]}}"
}}
ask rareinsight ch
ask rareinsight check --in
ask rareinsight show --format dig
"""
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # bash asks what is on the path
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PATH": scripts},
    )
    assert done.stdout.split() == ["check", "--info", "digest"]
