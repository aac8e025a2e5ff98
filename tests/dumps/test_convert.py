"""Conversion of dumps to one file: the same bytes, however often and wherever a run is interrupted."""

import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import rareinsight as ri
from rareinsight import register
from rareinsight.dumps import _files, _workers, convert
from samples import digest, dump, numbers

#: Words that make texts that hardly compress.
WORDS = [f"word{number}" for number in range(5000)]
#: Converts in small pieces, and says so after each; at the last of these, it kills itself.
PROGRAM = """
import os, sys
from rareinsight.dumps import _workers, convert
_workers._RECORDS = 2
source, output, workers, unique, resume, last = sys.argv[1:]
def progress(_):
    global left
    print(flush=True)
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)
left = int(last)
options = dict(workers=int(workers), unique=unique == "1", resume=resume == "1")
convert(source, output, report=str, progress=progress, **options)
"""
#: Calls of the system that change files.
CHANGES = "mkdir,openat,write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,unlink,unlinkat,rmdir,close"


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that takes many pieces, some of it bad."""
    monkeypatch.setattr(_workers, "_RECORDS", 2)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(dump(60))
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(50, 150)]
    bad = ["{broken", json.dumps({"text": None}), json.dumps({"text": "Rain is due."})]
    (folder / "b.jsonl").write_text("\n".join([*records[:20], *bad, *records[20:]]))
    (folder / "c.txt").symlink_to(folder / "nowhere")
    return folder


def start(
    inputs: Path,
    output: Path,
    workers: int = 1,
    unique: int = 0,
    resume: int = 0,
    last: int = 0,
    under: Sequence[str] = (),
) -> subprocess.Popen[str]:
    arguments = map(str, (inputs, output, workers, unique, resume, last))
    command = [*under, sys.executable, "-c", PROGRAM, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files in a folder, without what a run keeps for the next one."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".settings"}


def folders(folder: Path) -> tuple[Path, Path]:
    for name in ("undisturbed", "disturbed"):
        (folder / name).mkdir()
    return folder / "undisturbed", folder / "disturbed"


def written(path: Path) -> list[ri.Article]:
    return list(ri.read(path, field="raw", report=str)) if path.suffix != ".parquet" else from_parquet(path)


def from_parquet(path: Path) -> list[ri.Article]:
    from rareinsight.arrow import from_table

    return from_table(pytest.importorskip("pyarrow.parquet").read_table(path))


@pytest.mark.parametrize(
    ("ending", "unique"),
    [
        (".jsonl", False),
        pytest.param(".parquet", True, marks=pytest.mark.slow),
        pytest.param(".jsonl.gz", True, marks=pytest.mark.slow),
        pytest.param(".jsonl.zst", True, marks=pytest.mark.slow),
    ],
)
def test_convert_with_workers_writes_the_same_bytes(inputs: Path, tmp_path: Path, ending: str, unique: bool) -> None:
    one, two = folders(tmp_path)
    told: list[tuple[int, int | None]] = []
    first = convert(
        inputs, one / f"o{ending}", unique=unique, report=str, progress=lambda s: told.append((s.read, s.size))
    )
    second = convert(inputs, two / f"o{ending}", unique=unique, report=str, workers=2)
    assert contents(one) == contents(two)
    assert sorted(contents(one)) == [f"o{ending}", f"o{ending}.rejected.jsonl"]
    first.seconds = second.seconds = 0
    assert first == second
    found = [*range(60), *range(60 if unique else 50, 150)]
    assert numbers(written(one / f"o{ending}")) == found
    assert (first.articles, first.repeats) == (len(found), 10 * unique)
    assert (first.insights, first.non_digests, first.rejected) == (3 * len(found), 1, 3)
    assert sorted(first.notices) == ["broken-record", "missing-text", "unreadable-file"]
    assert first.read == first.size == sum(each.stat().st_size for each in inputs.glob("[ab]*"))
    rejected = [json.loads(line) for line in (one / f"o{ending}.rejected.jsonl").read_text().splitlines()]
    assert [(each["reason"], each["origin"]["record"]) for each in rejected] == [
        *[("broken-record", 20), ("missing-text", 21), ("unreadable-file", None)]
    ]


@pytest.mark.parametrize(
    ("ending", "workers", "unique", "kills"),
    [
        pytest.param(".jsonl.gz", 2, 1, 1, marks=pytest.mark.slow),
        pytest.param(".jsonl", 1, 0, 30, marks=pytest.mark.full),
        pytest.param(".jsonl.zst", 2, 0, 30, marks=pytest.mark.full),
        pytest.param(".parquet", 2, 1, 30, marks=pytest.mark.full),
        pytest.param(".sqlite", 2, 0, 30, marks=pytest.mark.full),
    ],
)
def test_convert_resumes_after_kills_at_random_moments(
    inputs: Path, tmp_path: Path, ending: str, workers: int, unique: int, kills: int
) -> None:
    undisturbed, disturbed = folders(tmp_path)
    with start(inputs, undisturbed / f"o{ending}", workers, unique) as process:
        pieces = process.communicate()[0].count("\n")
    dice, output, killed = random.Random(ending), disturbed / f"o{ending}", 0  # noqa: S311 - no secret
    while killed < kills or process.returncode:
        with start(inputs, output, workers, unique, resume=1) as process:
            assert process.stdout is not None
            for _ in range(dice.randint(1, pieces)):
                process.stdout.readline()
            time.sleep(dice.uniform(0, 0.02))
            process.kill() if killed < kills else process.wait()
            _, errors = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), errors
        killed += process.returncode != 0
        assert not output.exists() or output.read_bytes() == (undisturbed / output.name).read_bytes()
        if not process.returncode:
            assert contents(disturbed) == contents(undisturbed)
            if killed < kills:  # it was done before it was killed: anew
                shutil.rmtree(disturbed)
                disturbed.mkdir()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize(
    ("ending", "first", "step"),
    [(".jsonl", 7, 24)]
    + [
        pytest.param(each, first, 4, marks=pytest.mark.full)
        for each in (".jsonl", ".parquet", ".sqlite")
        for first in range(4)
    ],
)
def test_convert_resumes_after_a_kill_at_any_file_system_call(
    inputs: Path, tmp_path: Path, ending: str, first: int, step: int
) -> None:
    undisturbed, disturbed = folders(tmp_path)
    (inputs / "a.txt").write_text(dump(3))
    (inputs / "b.jsonl").write_text("\n".join([json.dumps({"text": digest(7)})] * 3 + ["{broken"]))
    convert(inputs, undisturbed / f"o{ending}", report=str)
    output = disturbed / f"o{ending}"
    traced = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", f"trace={CHANGES}"]
    partial = output.with_name(f"{output.name}.partial")
    names = ("parts", "parts-wal", "output", "rejected")
    for file in (output, partial, *(partial / name for name in names)):
        traced += ["-P", str(file)]
    with start(inputs, output, under=traced) as process:
        if process.wait():
            pytest.skip("processes can't be traced here")
    assert contents(disturbed) == contents(undisturbed)
    calls = Counter(re.findall(r"^\d+ +(\w+)\(", (tmp_path / "trace").read_text(), re.MULTILINE))
    moments = [(call, number) for call, count in calls.items() for number in range(1, count + 1)]
    assert len(moments) > 40
    for call, number in moments[first::step]:
        shutil.rmtree(disturbed)
        disturbed.mkdir()
        kill = ["-e", f"inject={call}:signal=KILL:when={number}"]
        with start(inputs, output, under=[*traced, *kill]) as process:
            _, errors = process.communicate()
        assert process.returncode == -signal.SIGKILL, errors
        convert(inputs, output, resume=True, report=str)
        assert contents(disturbed) == contents(undisturbed)


def stop_after(inputs: Path | str, output: Path, pieces: int) -> None:
    left = iter(range(pieces))

    def stop(_: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(inputs, output, report=str, progress=stop)
    assert not output.exists()


@pytest.mark.parametrize("change", ["text", "path", "more", "setting", "format"])
def test_convert_resumes_for_the_same_inputs_only(inputs: Path, tmp_path: Path, change: str) -> None:
    output = tmp_path / "o.jsonl"
    stop_after(inputs, output, 10)
    if change == "text":
        (inputs / "a.txt").write_text(digest(7) + dump(59))
    elif change == "path":
        (inputs / "a.txt").rename(inputs / "aa.txt")
    elif change == "more":
        (inputs / "z.txt").write_text("Rain is due.")
    with pytest.raises(ValueError, match="inputs or settings have changed"):
        convert(inputs, output, report=str, resume=True, unique=change == "setting", format=changed_format(change))
    assert convert(inputs, output, report=str).articles == 160  # anew


def changed_format(change: str) -> ri.Format | None:
    return ri.Format("digest", [ri.Heading(["Gist"])]) if change == "format" else None


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize("resumed", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("change", ["text", "path", "more", "other", "setting", "format", "output"])
def test_convert_trusts_only_its_own_complete_output(inputs: Path, tmp_path: Path, change: str, resumed: bool) -> None:
    output, source, formats = tmp_path / "o.jsonl", inputs, ri.formats()
    register(evolve(formats["digest"], name="mine"), replace=True)
    convert(inputs, output, report=str, resume=resumed, format="mine")
    assert convert(inputs, output, report=str, resume=True, format="mine").was_complete
    whole = output.read_bytes()
    if change == "text":
        (inputs / "a.txt").write_text(dump(60)[::-1])  # of the same size
    elif change == "path":
        (inputs / "a.txt").rename(inputs / "aa.txt")
    elif change == "more":
        (inputs / "z.txt").write_text("Rain is due.")
    elif change == "other":
        source = inputs / "a.txt"
    elif change == "format":
        register(ri.Format("mine", [ri.Heading(["Gist"])]), replace=True)
    elif change == "output":
        output.write_bytes(whole := whole[:-1])
    with pytest.raises(ValueError, match="output of another run"):
        convert(source, output, report=str, resume=True, unique=change == "setting", format="mine")
    assert output.read_bytes() == whole


def test_convert_does_not_trust_an_output_made_from_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for expectation in (nullcontext(), pytest.raises(ValueError, match="output of another run")):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(dump(3).encode())))
        with expectation:
            convert("-", tmp_path / "o.jsonl", report=str, resume=True)


def test_convert_begins_again_what_it_reads_from_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_workers, "_RECORDS", 2)
    output = tmp_path / "o.jsonl"
    for text, pieces in ((dump(60), 10), (dump(50), 20)):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
        stop_after("-", output, pieces)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(dump(40).encode())))
    convert("-", output, report=str, resume=True)
    assert numbers(written(output)) == list(range(40))


def test_convert_keeps_an_existing_output(inputs: Path, tmp_path: Path) -> None:
    output = tmp_path / "o.jsonl"
    convert(inputs, output, report=str)
    whole, changed = output.read_bytes(), output.stat().st_mtime_ns
    assert convert(inputs, output, report=str, resume=True).was_complete
    with pytest.raises(FileExistsError, match="overwrite"):
        convert(inputs / "a.txt", output)
    assert (output.read_bytes(), output.stat().st_mtime_ns) == (whole, changed)
    assert convert(inputs / "a.txt", output, overwrite=True).articles == 60
    assert not (tmp_path / "o.jsonl.rejected.jsonl").exists()


def test_convert_names_rejected_lists_after_the_output(inputs: Path, tmp_path: Path) -> None:
    for ending in (".jsonl", ".jsonl.gz"):
        convert(inputs, tmp_path / f"o{ending}", report=str)
    assert len(list(tmp_path.glob("*.rejected.jsonl"))) == 2


@pytest.mark.parametrize("name", ["o", "o.json", ".jsonl", "o.jsonl.bz2", "none/o.jsonl", "in/d.jsonl"])
def test_convert_refuses_an_impossible_output_at_once(inputs: Path, tmp_path: Path, name: str) -> None:
    (inputs / "d.jsonl").mkdir()
    with pytest.raises((ValueError, FileNotFoundError, IsADirectoryError)) as caught:
        convert(inputs, tmp_path / name, report=lambda notice: pytest.fail(str(notice)), overwrite=True)
    assert ".partial" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_convert_names_a_file_in_place_of_its_parts(inputs: Path, tmp_path: Path) -> None:
    partial = tmp_path / "o.jsonl.partial"
    partial.write_bytes(b"some other file")
    with pytest.raises(OSError, match=re.escape(str(partial))):
        convert(inputs, tmp_path / "o.jsonl", report=str, resume=True)
    assert partial.read_bytes() == b"some other file"


def test_convert_repeats_incomplete_parts(inputs: Path, tmp_path: Path) -> None:
    output, whole = tmp_path / "o.jsonl", tmp_path / "whole.jsonl"
    with start(inputs, output, last=10) as process:
        process.communicate()
    log = tmp_path / "o.jsonl.partial" / "parts-wal"
    data = log.read_bytes()
    log.write_bytes(data[: len(data) // 2] + bytes(len(data) // 4))
    convert(inputs, output, report=str, resume=True, workers=2)
    convert(inputs, whole, report=str)
    assert output.read_bytes() == whole.read_bytes()


def test_convert_keeps_complete_parts(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_after(inputs, tmp_path / "o.jsonl", 40)
    parsed: list[str] = []

    def parse(chunks: list[str], **options: Any) -> Iterator[ri.Article]:  # noqa: ANN401
        parsed.extend(chunks)
        return ri.parse_stream(chunks, **options)

    monkeypatch.setattr(_files, "parse_stream", parse)
    assert convert(inputs, tmp_path / "o.jsonl", report=str, resume=True).articles == 160
    assert 0 < len(parsed) < 80


@pytest.mark.parametrize("source", ["in/o.jsonl", "in/../in/o.jsonl", "link", "hard", "in/*.jsonl", "file://"])
def test_convert_refuses_an_input_as_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "in" / "o.jsonl"
    output.parent.mkdir()
    output.write_text(json.dumps({"text": digest(1)}))
    Path("link").symlink_to(output)
    Path("hard").hardlink_to(output)
    source = f"file://{output}" if source == "file://" else source
    with pytest.raises(ValueError, match="is an input, so it can't be the output"):
        convert(source, Path("in", "o.jsonl"), overwrite=True)
    (tmp_path / "in" / "a.txt").write_text(digest(2))
    assert convert("in", Path("in", "o.jsonl"), overwrite=True).articles == 1


def test_convert_refuses_an_output_in_use(inputs: Path, tmp_path: Path) -> None:
    def interfere(_: object) -> None:
        with start(inputs, tmp_path / "o.jsonl", 1, 0, 1) as other:
            _, errors = other.communicate()
        assert "another process" in errors
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert(inputs, tmp_path / "o.jsonl", report=str, progress=interfere)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only the superuser can mount")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False).returncode:
        pytest.skip("no tmpfs may be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize(
    "ending", [".jsonl", *(pytest.param(each, marks=pytest.mark.slow) for each in (".parquet", ".sqlite", ".csv"))]
)
def test_convert_resumes_after_a_full_disk(inputs: Path, tmp_path: Path, small_disk: Path, ending: str) -> None:
    output = small_disk / f"o{ending}"
    for _ in range(3):
        with pytest.raises(OSError, match="No space left") as caught:
            convert(inputs, output, report=str, resume=True)
        assert (caught.value.filename, output.exists()) == (str(output), False)
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    convert(inputs, output, report=str, resume=True)
    convert(inputs, tmp_path / output.name, report=str)
    assert output.read_bytes() == (tmp_path / output.name).read_bytes()


def test_convert_resumes_inside_a_very_long_text(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rareinsight.dumps import _files

    monkeypatch.setattr(_files, "MAX_HELD", 100)
    monkeypatch.setattr(_workers, "_RECORDS", 20)
    (inputs / "0.txt").write_text(dump(60))
    (inputs / "1.txt.gz").write_bytes(gzip.compress(dump(60).encode()))
    stop_after(inputs, tmp_path / "o.jsonl", 3)
    convert(inputs, tmp_path / "o.jsonl", report=str, resume=True, workers=2)
    convert(inputs, tmp_path / "whole.jsonl", report=str)
    assert (tmp_path / "o.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert numbers(written(tmp_path / "o.jsonl"))[:120] == [*range(60), *range(60)]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "workers"), [("zip", 1), ("zip", 2), ("tar", 1), ("parquet", 1)])
def test_convert_reports_progress_from_start_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, workers: int
) -> None:
    from rareinsight.dumps import _files

    monkeypatch.setattr(_workers, "_RECORDS", 2)
    monkeypatch.setattr(_files, "HEAD", 512)
    texts = [digest(number, " ".join(random.Random(number).choices(WORDS, k=200))) for number in range(80)]  # noqa: S311
    path = tmp_path / f"dump.{kind}"
    if kind == "parquet":
        pa = pytest.importorskip("pyarrow")
        pytest.importorskip("pyarrow.parquet").write_table(pa.table({"text": texts}), path, row_group_size=4)
    else:
        folder = tmp_path / "members"
        folder.mkdir()
        for number, text in enumerate(texts):
            (folder / f"{number:03}.txt").write_text(text)
        shutil.make_archive(str(path.with_suffix("")), kind, folder)
    told: list[tuple[int, int | None]] = []
    convert(path, tmp_path / "o.jsonl", workers=workers, report=str, progress=lambda s: told.append((s.read, s.size)))
    size = path.stat().st_size
    assert (told[0], told[-1]) == ((0, size), (size, size))
    read = [each for each, _ in told]
    assert read == sorted(read)
    assert len({each for each in read if 0 < each < size}) > 5, "it grows with the members"
