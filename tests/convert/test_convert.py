"""Whole dumps to one file: what is in it, what is listed beside it, and that it is the same however it came about."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import rareinsight
from dumps import digest, dump, numbers
from rareinsight.convert import Progress, Summary, convert
from rareinsight.reader import Notice, cutting, read

ENDINGS = [".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet"]


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with several shares of text and lines, some of it bad."""
    monkeypatch.setattr(cutting.cut_text, "__kwdefaults__", {"share": 3000})
    monkeypatch.setattr(cutting.cut_lines, "__kwdefaults__", {"share": 3000})
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(dump(60))
    records = [json.dumps({"id": number, "text": digest(number)}) for number in range(50, 100)]
    bad = [
        "{broken",
        json.dumps({"text": None}),
        json.dumps({"text": "Rain is due."}),
        json.dumps({"text": digest(1), "a": "\ud800"}),
    ]
    (folder / "b.jsonl").write_text("\n".join([*records[:20], *bad, *records[20:]]))
    (folder / "c.txt").symlink_to(folder / "nowhere")
    return folder


def unzstd(data: bytes) -> bytes:
    zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
    unpacked: bytes = zstd.decompress(data)
    return unpacked


def written(path: Path) -> list[rareinsight.Article]:
    """The articles in an output."""
    if path.suffix == ".parquet":
        table = pytest.importorskip("pyarrow.parquet").read_table(path)
        from rareinsight.arrow import from_table

        return from_table(table)
    unpack: Callable[[bytes], bytes] = {".gz": gzip.decompress, ".zst": unzstd}.get(path.suffix, bytes)
    lines = unpack(path.read_bytes()).decode().splitlines()
    return [rareinsight.from_json(line) for line in lines]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_output_holds_the_digests_that_are_read(inputs: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"out{ending}"
    notices: list[Notice] = []
    summary = convert(inputs, output, field="text", report=notices.append)
    articles = written(output)
    assert numbers(articles) == [*range(60), *range(50, 100)]
    expected = [article for article in read(inputs, field="text", report=str) if article.sections]
    expected = [article for article in expected if not (article.origin and "a" in article.origin.fields)]
    assert articles == expected
    assert [article.origin for article in articles] == [article.origin for article in expected]
    assert [article.raw for article in articles] == [article.raw for article in expected]
    assert not (tmp_path / f"out{ending}.partial").exists()
    assert (summary.articles, summary.insights, summary.non_digests, summary.rejected) == (110, 330, 1, 4)
    assert summary.citations == sum(len(each.citations) for article in articles for each in article.insights)
    assert summary.notices == {
        "broken-record": 1,
        "missing-text": 1,
        "failed-record": 1,
        "unreadable-file": 1,
    }
    assert len(notices) == 4


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("unique", [False, True])
def test_workers_write_the_same_bytes(inputs: Path, tmp_path: Path, ending: str, unique: bool) -> None:
    (tmp_path / "two").mkdir()
    one, two = tmp_path / f"out{ending}", tmp_path / "two" / f"out{ending}"
    first = convert(inputs, one, field="text", unique=unique, others=True, report=str)
    second = convert(inputs, two, field="text", unique=unique, others=True, report=str, workers=2)
    for name in (one.name, "out.rejected.jsonl", "out.others.jsonl"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    first.seconds = second.seconds = 0
    assert first == second


@pytest.mark.parametrize("ending", ENDINGS)
def test_repeats_are_dropped_if_wanted(inputs: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"out{ending}"
    summary = convert(inputs, output, field="text", unique=True, report=str)
    articles = written(output)
    assert numbers(articles) == list(range(100))
    assert (summary.articles, summary.repeats) == (100, 10)
    assert summary.insights == sum(len(article.insights) for article in articles)


def test_what_fails_is_listed_with_reason_and_origin(inputs: Path, tmp_path: Path) -> None:
    convert(inputs, tmp_path / "out.jsonl.gz", field="text", others=True, report=str)
    rejected = [json.loads(line) for line in (tmp_path / "out.rejected.jsonl").read_text().splitlines()]
    assert [
        (each["reason"], Path(each["origin"]["path"]).name, each["origin"]["record"]) for each in rejected
    ] == [
        ("broken-record", "b.jsonl", 20),
        ("missing-text", "b.jsonl", 21),
        ("failed-record", "b.jsonl", 23),
        ("unreadable-file", "c.txt", None),
    ]
    assert "surrogate" in rejected[2]["message"]
    (other,) = [json.loads(line) for line in (tmp_path / "out.others.jsonl").read_text().splitlines()]
    assert other["origin"] == {"path": str(inputs / "b.jsonl"), "record": 22, "offset": 0}


@pytest.mark.parametrize("ending", [".jsonl", ".parquet"])
def test_fields_that_nest_too_deep_are_listed_whoever_reads_them(tmp_path: Path, ending: str) -> None:
    text, good, bad = json.dumps(digest(1)), [1, 20, 90], [500, *range(850, 1010, 15), 20_000]
    lines = [f'{{"text": {text}, "a": {"[" * depth}{"]" * depth}}}' for depth in good + bad]
    (tmp_path / "deep.jsonl").write_text("\n".join(lines))
    lists: list[str] = []
    for workers in (1, 2):
        output = tmp_path / f"{workers}{ending}"
        summary = convert(tmp_path / "deep.jsonl", output, report=str, workers=workers)
        assert (summary.articles, summary.rejected) == (len(good), len(bad))
        assert len(written(output)) == len(good)
        lists.append((tmp_path / f"{workers}.rejected.jsonl").read_text())
    assert lists[0] == lists[1]
    listed = [json.loads(line)["origin"]["record"] for line in lists[0].splitlines()]
    assert listed == list(range(len(good), len(good + bad)))


def test_no_list_of_failures_without_one(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "out.rejected.jsonl").write_text("of a run before\n")
    convert(inputs / "a.txt", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.rejected.jsonl").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl"]


def test_an_output_in_the_folder_that_is_read(inputs: Path) -> None:
    for _ in range(2):
        summary = convert(inputs, inputs / "out.jsonl", field="text", report=str)
        assert summary.articles == 110


@pytest.mark.parametrize(
    "source",
    [
        "in/out.jsonl",
        "in/../in/out.jsonl",
        "link.jsonl",
        "hard.jsonl",
        "linked/out.jsonl",
        "in/*",
        "in",
        "file://",
    ],
)
def test_an_output_that_is_all_there_is_to_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    output = tmp_path / "in" / "out.jsonl"
    output.parent.mkdir()
    record = json.dumps({"text": digest(1)})
    output.write_text(record)
    Path("link.jsonl").symlink_to(output)
    Path("hard.jsonl").hardlink_to(output)
    Path("linked").symlink_to("in")
    if source == "file://":
        pytest.importorskip("fsspec")
        source = f"file://{output}"
    with pytest.raises(ValueError, match="is to be read, so it can't be written"):
        convert(source, Path("in", "out.jsonl"))
    assert output.read_text() == record
    assert [path.name for path in output.parent.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.rejected.jsonl", "out.jsonl.partial/output"])
def test_a_file_of_the_output_that_is_named_among_others_is_refused(inputs: Path, name: str) -> None:
    (inputs / "out.jsonl.partial").mkdir()
    (inputs / name).write_text(digest(1))
    with pytest.raises(ValueError, match=f"{name} is to be read, so it can't be written"):
        convert(iter([inputs / "a.txt", inputs / name]), inputs / "out.jsonl")
    assert (inputs / name).read_text() == digest(1)


def test_an_output_can_be_read_again(inputs: Path, tmp_path: Path) -> None:
    convert(inputs, tmp_path / "out.jsonl.gz", field="text", report=str)
    again = list(read(tmp_path / "out.jsonl.gz", report=str))
    assert again == written(tmp_path / "out.jsonl.gz")


def test_progress_is_told(inputs: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    convert(inputs, tmp_path / "out.jsonl", field="text", report=str, progress=told.append)
    assert [each.read for each in told] == sorted(each.read for each in told)
    total = sum(path.stat().st_size for path in inputs.iterdir() if path.exists())
    assert {each.total for each in told} == {total}
    assert told[-1].read == total
    assert told[-1].summary.articles == 110


@pytest.mark.parametrize("name", ["out", "out.json", ".jsonl", "out.jsonl.bz2"])
def test_outputs_of_no_kind_are_refused(inputs: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="output"):
        convert(inputs, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_misuse_leaves_nothing_behind(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        convert(tmp_path / "nowhere", tmp_path / "out.jsonl")
    with pytest.raises(FileNotFoundError):
        convert(inputs, tmp_path / "nowhere" / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_summaries_add_up() -> None:
    whole, half = Summary(), Summary()
    for number in range(5, 9):
        article = rareinsight.parse(digest(number))
        whole.count(article)
        if number % 2:
            half.count(article)
    twice = Summary()
    twice.add(half)
    twice.add(half)
    assert twice == whole
    twice.subtract(half)
    assert (twice.articles, twice.insights, twice.citations) == (half.articles, half.insights, half.citations)
    assert whole.speed == 0
