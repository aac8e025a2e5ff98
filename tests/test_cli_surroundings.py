"""The command line among files, pipes, terminals and shells. Every test runs the real process."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pty
import re
import shlex
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

import rareinsight as ri
from rareinsight.jsonio import from_json

TEXT = "稀土\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3]\n"
PYTHON = [sys.executable, "-m", "rareinsight"]
ESCAPE = "\x1b["


def run(*arguments: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*PYTHON, *map(str, arguments)], input=data, capture_output=True, check=False)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def run_in_terminal(*arguments: str | Path, columns: int = 80, **variables: str) -> str:
    """Run a command in a terminal of its own and return everything it shows."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environment |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"} | variables
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [*PYTHON, *map(str, arguments)], env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # so Linux tells the end
            while read := os.read(ours, 65536):
                shown += read
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


# --- terminals ----------------------------------------------------------------------------------------------


def test_a_terminal_gets_colours(page: Path) -> None:
    for command in ("show", "explain"):
        assert ESCAPE in run_in_terminal(command, page)


def test_colours_change_no_word(page: Path) -> None:
    for command in ("show", "explain"):
        plain = run_in_terminal(command, page, NO_COLOR="1", columns=300)
        assert re.sub("\x1b\\[[0-9;]*m", "", run_in_terminal(command, page, columns=300)) == plain
        assert ESCAPE not in plain


def test_pipes_get_plain_text(page: Path) -> None:
    for command in ("show", "check", "explain", "parse"):
        assert ESCAPE not in run(command, page).stdout


@pytest.mark.parametrize("columns", [30, 60, 120])
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
    dump.write_text(TEXT.replace("[1][3]", "[0]") * 4000, encoding="utf-8")
    line = f"{shlex.join(PYTHON)} {command} {dump} | head -1 >{tmp_path}/head; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (141, b"")
    assert len((tmp_path / "head").read_bytes().splitlines()) == 1


def test_a_full_disk_is_told(page: Path) -> None:
    line = f"{shlex.join([*PYTHON, 'parse', str(page)])} >/dev/full"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b"rareinsight: <stdout>: No space left on device\n")


def test_an_output_that_cannot_be_opened_is_told(page: Path) -> None:
    done = run("parse", page, "-o", page.parent / "none" / "out.jsonl")
    assert done.returncode == 2
    assert done.stderr == f"rareinsight: {page.parent}/none/out.jsonl: No such file or directory\n"


def test_ctrl_c_stops_without_a_traceback() -> None:
    with subprocess.Popen(
        [*PYTHON, "parse", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(TEXT.encode() * 30)  # more than is buffered, less than fills the pipes
        process.stdin.flush()
        process.stdout.read(1)  # it is at work
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read().strip() == b""


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["show", "parse", "check", "explain"])
def test_a_file_that_cannot_be_read_is_told_and_the_next_one_follows(command: str, page: Path) -> None:
    done = run(command, page.parent / "none.txt", page.parent, page)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"rareinsight: {page.parent}/none.txt: No such file or directory",
        f"rareinsight: {page.parent}: Is a directory",
    ]
    assert done.stdout.endswith(run(command, page).stdout)


def test_text_that_is_not_utf_8_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "gbk.txt"
    path.write_bytes(TEXT.encode() + "稀土".encode("gbk"))
    done = run("parse", path)
    assert done.returncode == 2
    offset = len(TEXT.encode()) + 2  # the first character might be UTF-8
    assert done.stderr == f"rareinsight: {path}: not UTF-8: byte 0xCD at offset {offset}\n"


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), TEXT * 50])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(encoding: str, text: str) -> None:
    done = run("parse", "-", data=text.encode(encoding))
    assert (done.returncode, done.stderr) == (0, "")
    assert "".join(from_json(line).raw for line in done.stdout.split("\n")[:-1]) == text


def test_utf_16_that_is_cut_off_is_told() -> None:
    done = run("parse", "-", data="稀土".encode("utf-16")[:-1])
    assert (done.returncode, done.stderr) == (
        2,
        "rareinsight: <stdin>: not UTF-16-LE: byte 0x1F at offset 4\n",
    )


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
def test_an_empty_text_is_told(data: bytes) -> None:
    for command in ("show", "parse", "explain"):
        done = run(command, "-", data=data)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "rareinsight: <stdin>: the text is empty\n"
    done = run("check", "-", data=data)
    assert (done.returncode, done.stdout) == (1, "<stdin>:1:1: empty-text the text is empty\n")


def test_a_file_name_need_not_be_text(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.txt")
    path.write_text("Rain is due in the south.", encoding="utf-8")
    done = run("check", path)
    assert done.returncode == 1
    assert done.stdout == f"{tmp_path}/�.txt:1:1: no-digest no digest found in the text\n"


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
    assert done.stdout.decode() == f"{ri.__version__}\n"


def test_bash_completes_commands_options_and_formats() -> None:
    program = shlex.join(PYTHON)
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
    scripts = (
        f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # bash asks what is on the path
    )
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PATH": scripts},
    )
    assert done.stdout.split() == ["check", "--info", "digest"]
