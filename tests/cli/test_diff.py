"""``rareinsight diff``: what was written is compared as it is, article by article, whatever else is damaged."""

import json
from pathlib import Path

import pytest

from commands import run
from rareinsight.dumps import convert

ONE = "Copper\nDaily Metal·2025-08-26 08:14\n\nCore Insights - Copper is short [1][3]\n"
TWO = "Tin\nDaily Metal·2025-08-27 09:30\n\nCore Insights - Tin is rare [2]\n"


def changes(*arguments: str | Path, status: int = 1) -> list[str]:
    done = run("diff", *arguments)
    assert done.returncode == status, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of two articles."""
    path = tmp_path / "page.txt"
    path.write_text(ONE + TWO)
    return path


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz", ".parquet"])
def test_diff_compares_what_was_written_with_itself_and_with_the_page(page: Path, tmp_path: Path, ending: str) -> None:
    convert(page, output := tmp_path / f"o{ending}")
    assert changes(output, output, status=0) == changes(output, page, status=0) == changes(page, output, status=0) == []


def test_diff_does_not_parse_what_was_written(page: Path, tmp_path: Path) -> None:
    convert(page, output := tmp_path / "o.jsonl")
    edited = tmp_path / "edited.jsonl"
    edited.write_text(output.read_text().replace('"number":2', '"number":7'))
    assert changes(output, edited) == [
        *(f"@ {page}, article 2", "  section: Core Insights (core)"),
        *("- insight: Tin is rare (cites 2)", "+ insight: Tin is rare (cites 7)"),
    ]
    assert changes(edited, edited, status=0) == []
    assert changes(edited, page)[-1] == "+ insight: Tin is rare (cites 2)"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"text":"Tin is rare"', '"text":"Tin is scarce"'),
        ('"published":"2025-08-27T09:30:00"', '"published":"2025-08-27T09:30:05"'),
        ('"index":null,"label":null,"level":1', '"index":null,"label":null,"level":2'),
    ],
)
def test_diff_shows_what_makes_articles_unequal(page: Path, tmp_path: Path, before: str, after: str) -> None:
    convert(page, output := tmp_path / "o.jsonl")
    (edited := tmp_path / "edited.jsonl").write_text(output.read_text().replace(before, after))
    assert changes(output, edited)[0].startswith("@ ")


def test_diff_compares_a_named_field_with_what_was_written(tmp_path: Path) -> None:
    dump, output = tmp_path / "dump.jsonl", tmp_path / "o.jsonl"
    dump.write_text(
        "".join(json.dumps({"text": text, "copy": other}) + "\n" for text, other in ((ONE, TWO), (TWO, ONE)))
    )
    convert(dump, output, field="copy")
    done = run("diff", dump, output, "--field", "copy")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len([line for line in changes(dump, output, "--field", "text") if line.startswith("@")]) == 2


def test_diff_aligns_articles_by_their_places(page: Path, tmp_path: Path) -> None:
    convert(page, output := tmp_path / "o.jsonl")
    (tmp_path / "second.jsonl").write_text(output.read_text().splitlines()[1])
    found = changes(output, tmp_path / "second.jsonl")
    assert found[:2] == [f"@ {page}, article 1", "- title: Copper"]
    assert {line[0] for line in found[1:]} == {"-"}


def test_diff_aligns_files_by_name_and_records_by_number(tmp_path: Path) -> None:
    for folder, names in {"old": "ab", "new": "bc"}.items():
        (tmp_path / folder).mkdir()
        for name in names:
            records = [json.dumps({"text": text}) for text in (ONE, TWO)]
            (tmp_path / folder / f"{name}.jsonl").write_text("\n".join(records if folder == "old" else records[::-1]))
    found = changes(tmp_path / "old", tmp_path / "new")
    heads = [line.removeprefix(f"@ {tmp_path}/") for line in found if line.startswith("@")]
    assert heads == [f"{name}.jsonl#{record}, article 1" for name in ("old/a", "old/b", "new/c") for record in (0, 1)]
    assert [line for line in found if "title" in line] == [
        *("- title: Copper", "- title: Tin"),
        *("- title: Copper", "+ title: Tin", "- title: Tin", "+ title: Copper"),
        *("+ title: Tin", "+ title: Copper"),
    ]


def test_diff_aligns_files_of_equal_names_by_their_folders(tmp_path: Path) -> None:
    for place, text in {"a/01": ONE, "a/02": TWO, "a/03": ONE, "b/c/01": ONE, "b/c/02": TWO, "b/c/04": TWO}.items():
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "page.txt").write_text(text)
    found = [line.removeprefix(f"@ {tmp_path}/") for line in changes(tmp_path / "a", tmp_path / "b")]
    assert [found[0], found[1], *(line for line in found if "title" in line or "page" in line)] == [
        *("a/03/page.txt, article 1", "- title: Copper"),
        *("a/03/page.txt, article 1", "- title: Copper", "b/c/04/page.txt, article 1", "+ title: Tin"),
    ]


def test_diff_aligns_articles_in_any_order(page: Path, tmp_path: Path) -> None:
    convert(page, output := tmp_path / "o.jsonl")
    (tmp_path / "turned.jsonl").write_text("\n".join(output.read_text().splitlines()[::-1]))
    assert changes(output, tmp_path / "turned.jsonl", status=0) == []


def test_diff_survives_bad_records(page: Path, tmp_path: Path) -> None:
    convert(page, output := tmp_path / "o.jsonl")
    first, second = output.read_text().splitlines()
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text("\n".join([first, "{broken", second.replace('"number":2', '"number":"two"'), second]))
    done = run("diff", output, damaged)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{damaged}#2: not a written article: " in done.stderr
    assert f"{damaged}, record 1: broken-record: " in done.stderr
    damaged.write_text("{broken\n")
    assert {line for line in changes(damaged, output) if line[0] == "@"} == {f"@ {page}, article {n}" for n in (1, 2)}
