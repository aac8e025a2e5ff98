"""What the commands print, and the status they exit with: in real processes where a process makes a difference."""

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
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

import rareinsight as ri
from commands import COMMAND, RAREINSIGHT, run, run_python
from rareinsight.model import Origin

ONE = "稀土\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3]\n"
TWO = "Tin follows\nDaily Metal·2025-08-27 09:30\n\nGroup 1 - Tin is rare [2] Group 3 - Zinc is not [4]\n"
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


def run_shell(script: str, at: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script of bash in a folder."""
    return subprocess.run(
        ["/bin/bash", "-c", script],
        cwd=at,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | variables,
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


SESSIONS = [json.loads(line) for line in Path(__file__).with_name("sessions.jsonl").read_text("utf-8").split("\n")[:-1]]


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session["for"])
def test_command_session(session: dict[str, Any], tmp_path: Path) -> None:
    """The output is exact, or contains all of a list of words; no input file is changed."""
    files = {tmp_path / name: text.encode() for name, text in session["files"].items()}
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    for step in session["steps"]:
        columns = str(step.get("columns", 110))
        done = run(*step["command"].split(), text=step.get("stdin", ""), at=tmp_path, COLUMNS=columns)
        for wanted, printed in ((step["stdout"], done.stdout), (step["stderr"], done.stderr)):
            assert printed == wanted or (isinstance(wanted, list) and all(words in printed for words in wanted))
        assert done.returncode == step["status"]
    assert {path: path.read_bytes() for path in files} == files


# --- show ---------------------------------------------------------------------------------------------------


def test_show_prints_every_word_and_wraps(seed: str) -> None:
    lines = run("show", "-", text=seed, COLUMNS="40").stdout.splitlines()
    shown = " ".join(" ".join(lines).replace("│", " ").split())
    assert [insight.text for insight in ri.parse(seed).insights if insight.text not in shown] == []
    assert max(map(len, lines[1:])) <= 40
    assert not [line for line in lines if line != line.rstrip()]


# --- parse --------------------------------------------------------------------------------------------------


def test_parse_writes_a_line_for_each_article(both: Path, one: Path) -> None:
    done = run("parse", both, one)
    assert (done.returncode, done.stderr) == (0, "")
    articles = [ri.from_json(line) for line in done.stdout.splitlines()]
    assert articles == [*ri.parse_many(ONE + TWO), ri.parse(ONE)]
    assert [article.raw for article in articles] == [ONE, TWO, ONE]
    assert [article.origin for article in articles] == [
        Origin(str(both), 0, 0),
        Origin(str(both), 0, len(ONE)),
        Origin(str(one), 0, 0),
    ]


def test_parse_writes_utf_8_in_any_locale(seed: str) -> None:
    done = run_python(*RAREINSIGHT, "parse", "-", text=seed, variables={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ri.from_json(done.stdout) == ri.parse(seed)


# --- explain, formats ---------------------------------------------------------------------------------------


def test_explain_prints_the_evidence(seed: str) -> None:
    lines = run("explain", "-", text=seed).stdout.splitlines()
    told = [" ".join(line.split()).split(" ", 1)[1] for line in lines]
    rows = [(e.label, e.row, " ".join(e.text.split()), f"({', '.join(e.facts)})") for e in ri.explain(seed)]
    assert told == [" ".join(row).removesuffix(" ()") for row in rows]
    assert lines[0].startswith("<stdin>:1:1 ")


def test_formats_lists_formats_and_prints_declarations(tmp_path: Path) -> None:
    listed = [line.split(maxsplit=1) for line in run("formats").stdout.splitlines()]
    assert [name for name, _ in listed] == list(ri.formats())
    assert listed[0] == ["digest", "built in"]
    declared = run("formats", "digest").stdout
    words = [word for heading in ri.formats()["digest"].headings for word in heading.words]
    assert [word for word in words if repr(word) not in declared] == []
    notes = "ri.Format(\n    name='notes',\n    headings=[ri.Heading(words=['Gist'], role='core')],\n)\n"
    (tmp_path / "notes.py").write_text(f"import rareinsight as ri\nNOTES = {notes}")
    assert run_python(*RAREINSIGHT, "--load", "notes.py", "formats", "notes", at=tmp_path).stdout == notes


# --- options ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("declares", ["MINE = [{}]", "rareinsight.register({})"])
def test_load_registers_formats_for_a_command(tmp_path: Path, declares: str) -> None:
    mine = declares.format("rareinsight.Format('mine', [rareinsight.Heading(['Gist'])], markers=['+'])")
    (tmp_path / "mine.py").write_text(f"import rareinsight\n{mine}\n")
    (tmp_path / "a.txt").write_text("A Title\nGist\n+ Tin is rare\n+ Zinc is not\n")
    done = run_python(*RAREINSIGHT, "--load", "mine.py", "parse", "a.txt", "--format", "mine", at=tmp_path)
    assert (json.loads(done.stdout)["format"], done.returncode) == ("mine", 0)


def test_load_prints_nothing_among_the_data(tmp_path: Path) -> None:
    package = tmp_path / "loud-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1\n")
    (package / "entry_points.txt").write_text("[rareinsight.formats]\nloud = loud:LOUD\n")
    for name in ("loud", "mine"):
        (tmp_path / f"{name}.py").write_text(
            f"import rareinsight as ri\nprint('hi')\nLOUD = ri.Format({name!r}, [ri.Heading(['Gist'])])\n"
        )
    done = run_python(
        *RAREINSIGHT, "--load", "mine.py", "parse", "-", text=ONE, at=tmp_path, variables={"PYTHONPATH": str(tmp_path)}
    )
    assert (ri.from_json(done.stdout), done.stderr) == (ri.parse(ONE), "hi\nhi\n")


def test_version_loads_neither_click_nor_rich() -> None:
    done = run_python("-X", "importtime", "-m", "rareinsight", "--version")
    assert done.stdout == f"{ri.__version__} ({'compiled' if ri.__compiled__ else 'pure Python'})\n"
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "rareinsight.cli" in loaded
    assert not loaded & {"click", "rich", "rareinsight.cli.app"}


def test_help_lists_and_describes_the_commands() -> None:
    shown = run("--help").stdout
    for command in ("show", "parse", "check", "explain", "convert", "stats", "formats"):
        assert f"\n  {command} " in shown
        assert run(command, "--help").returncode == 0
    assert "..." not in shown.partition("\n  show ")[2]


@pytest.mark.parametrize("given", ["page.txt", "-"])
def test_check_counts_blank_lines_of_any_number(tmp_path: Path, given: str) -> None:
    article = ONE.replace("[3]", "[0]")
    (tmp_path / "page.txt").write_text(article + "\n" * 9000 + article)
    done = run("check", given, "--limit", "article_lines=200", text=article + "\n" * 9000 + article, at=tmp_path)
    places = [line.split(":")[1] for line in done.stdout.splitlines() if " zero-citation " in line]
    assert places == ["4", "9008"]


# --- terminals ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_colors_do_not_change_the_text(one: Path) -> None:
    for command in ("show", "explain"):
        plain = run_in_terminal(command, one, NO_COLOR="1", columns=300)
        coloured = run_in_terminal(command, one, columns=300)
        assert (ESCAPE in coloured, ESCAPE in plain) == (True, False)
        assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize("columns", [30, 120])
def test_show_fits_the_terminal(seed: str, tmp_path: Path, columns: int) -> None:
    path = tmp_path / "seed.txt"
    path.write_text(seed, encoding="utf-8")
    lines = run_in_terminal("show", path, NO_COLOR="1", columns=columns).splitlines()
    widest = max(cell_len(line) for line in lines)
    assert columns - 20 < widest <= columns


#: What writes to standard output.
WRITING = ("parse one.txt", "show --help", "--help", "--version")


# --- pipes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["show", *(pytest.param(each, marks=pytest.mark.slow) for each in ("parse", "check --info", "explain"))]
)
def test_closed_pipe_ends_quietly(command: str, tmp_path: Path) -> None:
    dump = tmp_path / "dump.txt"
    dump.write_text(ONE.replace("[1][3]", "[0]") * 1500, encoding="utf-8")
    done = run_shell(f"{shlex.join(COMMAND)} {command} {dump} | head -1 >head; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert (done.returncode, done.stderr) == (141, "")
    assert len((tmp_path / "head").read_bytes().splitlines()) == 1


@pytest.mark.parametrize("command", WRITING)
def test_pipe_without_a_reader_ends_quietly(command: str, one: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, *command.split()], cwd=one.parent, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("parse one.txt -o /dev/full", "/dev/full: No space left on device"),
        *((f"{command} >/dev/full", "<stdout>: No space left on device") for command in WRITING),
        *((f"{command} >&-", "<stdout>: closed") for command in WRITING),
    ],
)
def test_output_that_can_not_be_written_is_reported(command: str, error: str, one: Path) -> None:
    done = run_shell(f"{shlex.join(COMMAND)} {command}", one.parent)
    assert (done.returncode, done.stderr) == (2, f"rareinsight: {error}\n")


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


def test_ctrl_c_stops_without_a_traceback_while_modules_are_imported(tmp_path: Path) -> None:
    (tmp_path / "rich.py").write_text("raise KeyboardInterrupt")
    code = "from rareinsight.cli import main; import sys; sys.path.insert(0, '.'); sys.argv[1:] = ['formats']; main()"
    done = run_python("-c", code, at=tmp_path)
    assert (done.returncode, done.stderr) == (130, "")


# --- files --------------------------------------------------------------------------------------------------


def test_commands_start_no_more_workers_than_the_limit(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(1000), raising=False)
    for limit in ([], ["--limit", "workers=2"]):
        assert run("parse", one, *limit).returncode == 0


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_byte_order_mark_is_not_part_of_the_text(encoding: str) -> None:
    done = run("parse", "-", text=(ONE * 50).replace("\n", "\r\n").encode(encoding))
    assert done.returncode == 0
    found = "".join(ri.from_json(line).raw for line in done.stdout.split("\n")[:-1])
    assert found == (ONE * 50).replace("\n", "\r\n")


def test_output_has_no_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u202e\x9b.txt"
    path.write_text("Core Insights - Prices \x7f\x9b\u202e fell [1]")
    for command in ("show", "parse", "check", "explain", "stats"):
        done = run(command, path, path.with_name("\x1b\u202e"))
        assert not set(done.stdout + done.stderr) & set("\x1b\x7f\x9b\u202e")
    assert "\x9b" in ri.from_json(run("parse", path).stdout).raw


@pytest.mark.parametrize(
    "command", ["parse", *(pytest.param(each, marks=pytest.mark.slow) for each in ("view", "stats --plot"))]
)
@pytest.mark.parametrize("given", ["one.txt", ".", "-"])
def test_output_that_is_an_input_is_refused_under_any_name(command: str, given: str, one: Path) -> None:
    other = one.with_name("other")
    other.mkdir()
    os.link(one, other / "two.svg")
    name, option = [*command.split(), "-o"][:2]
    arguments = [name, given, option, "other/two.svg"]
    if given == "-":
        done = run_shell(f"{shlex.join([*COMMAND, *arguments])} <one.txt", one.parent)
    else:
        done = run(*arguments, at=one.parent)
    expected = "rareinsight: other/two.svg is an input, so it can't be the output\n"
    assert (done.returncode, done.stderr) == (2, expected)
    assert one.read_text("utf-8") == ONE


@pytest.mark.parametrize("command", ["show", "view", "infer"])
def test_closed_standard_input_is_reported(tmp_path: Path, command: str) -> None:
    done = run_shell(f"{shlex.join(COMMAND)} {command} - <&-", tmp_path)
    assert (done.returncode, done.stderr) == (2, "rareinsight: -: standard input is closed\n")


# --- bugs ---------------------------------------------------------------------------------------------------


BUGS = [ValueError("planted"), RuntimeError("planted"), ImportError("planted", name="gone")]


@pytest.mark.parametrize("error", BUGS)
def test_bug_prints_a_traceback(error: Exception, one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(*_: object) -> None:
        raise error

    monkeypatch.setattr("rareinsight.cli.printing.draw", draw)
    done = run("show", one)
    assert done.returncode == 2
    assert done.stderr.startswith("Traceback ")
    assert "in draw" in done.stderr


# --- installation -------------------------------------------------------------------------------------------


def test_missing_extra_is_named(tmp_path: Path) -> None:
    """Only what a bare install brings is found: `-S` leaves site-packages out."""
    bare = partial(run_python, "-S", *RAREINSIGHT, variables={"PYTHONPATH": str(tmp_path)})
    for names in (("rareinsight", "attr", "attrs", "msgspec", "regex"), ("click",)):
        for name in names:
            spec = importlib.util.find_spec(name)
            assert spec is not None
            assert spec.origin is not None
            (tmp_path / name).symlink_to(Path(spec.origin).parent)
        done = bare("show", "-")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "rareinsight: the command line needs an extra: pip install 'rareinsight[cli]'\n"
    assert bare("--version").stdout.startswith(f"{ri.__version__} (")


def test_bash_completes_commands_options_and_formats(tmp_path: Path) -> None:
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
    done = run_shell(script, tmp_path, PATH=scripts)
    assert done.stdout.split() == ["check", "--info", "digest"]
