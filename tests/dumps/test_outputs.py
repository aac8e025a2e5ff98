"""Tables that other programs open: CSV as spreadsheets and pandas read it, SQLite with its own library."""

import csv
import json
import os
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import rareinsight as ri
from commands import COMMAND, run
from rareinsight.dumps import convert
from samples import digest

PAGES = [
    "=HYPERLINK(1)\nDaily Metal·2025-08-26 08:14\nCore Insights - 稀土矿的出口下降 [1][3] - +5 % is little [2]",
    "锂\nWire·2025-08-27\nGroup 2: Mines - Two 🙂 COPPER mines closed [4] Group 4 - Prices rose [5]",
]
#: An answer with the list of its references.
ANSWER = """## Is copper scarce?

Most studies say that it is [1][2].

## References

[1] [Mines that closed](https://consensus.app/papers/mines/9a01/) (Hartig & Bonde, 2022, 41 citations)
[2] [Copper and its price](https://consensus.app/papers/price/1c77/) (Moreau, 2018, 112 citations)
"""


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """Two pages, one of them twice."""
    path = tmp_path / "dump.jsonl"
    records = [{"id": number, "text": text} for number, text in enumerate([*PAGES, PAGES[0]])]
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def rows_in(database: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(query, values).fetchall()


def test_csv_has_a_row_per_insight(dump: Path, tmp_path: Path) -> None:
    convert(dump, tmp_path / "o.csv", field="text")
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    expected = list(ri.rows(ri.read(dump, field="text")))
    assert [list(row) for row in found] == [list(row) for row in expected]
    assert [row["insight_id"] for row in found] == [row["insight_id"] for row in expected]
    assert [row["numbers"] for row in found] == ["1; 3", "2", "4", "5", "1; 3", "2"]
    assert found[0]["published"] == "2025-08-26 08:14:00"


def test_csv_is_what_spreadsheets_and_pandas_expect(dump: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    convert(dump, tmp_path / "o.csv", field="text")
    assert (tmp_path / "o.csv").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
    frame = pandas.read_csv(tmp_path / "o.csv", parse_dates=["published"]).convert_dtypes()
    assert frame["title"].tolist()[:3] == ["'=HYPERLINK(1)", "'=HYPERLINK(1)", "锂"]
    assert frame["insight"].tolist()[:2] == ["稀土矿的出口下降", "'+5 % is little"]
    assert frame["section_index"].dropna().tolist() == [2, 4]
    assert frame["published"].dt.day.tolist() == [26, 26, 27, 27, 26, 26]


def test_sqlite_has_the_articles_and_all_their_parts(dump: Path, tmp_path: Path) -> None:
    convert(dump, output := tmp_path / "o.sqlite", field="text")
    articles = list(ri.read(dump, field="text"))
    assert rows_in(output, "PRAGMA integrity_check") == [("ok",)]
    assert rows_in(output, "PRAGMA foreign_key_check") == []
    ids = [row["article_id"] for row in ri.rows(articles)]
    assert rows_in(output, "SELECT article_id, raw, record, fields ->> 'id' FROM articles ORDER BY rowid") == [
        (name, article.raw, number, number)
        for number, (name, article) in enumerate(zip(dict.fromkeys(ids), articles, strict=True))
    ]
    columns = "insight_id, article_id, section, role, section_index, section_title, section_level, label, insight"
    assert rows_in(output, "SELECT * FROM insights ORDER BY rowid") == [
        (number, *(dict(row)[name] for name in columns.split(", ")), row["level"], row["start"], row["end"])
        for number, row in enumerate(ri.rows(articles), 1)
    ]
    assert rows_in(output, "SELECT insight_id, number, claim FROM citations ORDER BY rowid") == [
        (row["insight_id"], row["number"], row["claim"]) for row in ri.rows(articles, by="citation")
    ]
    assert rows_in(output, "SELECT code, severity, message FROM diagnostics ORDER BY rowid") == [
        (each.code, each.severity, each.message) for article in articles for each in article.diagnostics
    ]


def test_sqlite_places_count_the_characters_of_the_text(dump: Path, tmp_path: Path) -> None:
    convert(dump, output := tmp_path / "o.sqlite", field="text")
    cut = "SELECT substr(raw, start + 1, end - start) FROM insights JOIN articles USING (article_id)"
    assert [text for (text,) in rows_in(output, f"{cut} ORDER BY insights.rowid")] == [
        insight.span.cut(article.raw) for article in ri.read(dump, field="text") for insight in article.insights
    ]


def test_sqlite_has_the_references_of_formats_that_list_them(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(ANSWER)
    [article] = ri.read(page)
    convert(page, output := tmp_path / "o.sqlite")
    assert article.references
    assert rows_in(output, 'SELECT number, key, text, url FROM "references"') == [
        (each.number, each.key, each.text, each.url) for each in article.references
    ]


@pytest.mark.parametrize(
    ("condition", "word", "found"),
    [
        ("search MATCH ?", "稀土矿", 2),
        ("search MATCH ?", "copper", 1),
        ("search MATCH ?", '"mines closed"', 1),
        ("search MATCH ?", "opp", 1),
        ("search MATCH ?", "tin", 0),
        ("search.insight LIKE ?", "%稀土%", 2),
        ("search.insight LIKE ?", "%出口下降%", 2),
        ("search MATCH ?", "稀土", 0),  # a trigram has three characters
    ],
)
def test_sqlite_finds_words_of_any_language(dump: Path, tmp_path: Path, condition: str, word: str, found: int) -> None:
    convert(dump, output := tmp_path / "o.sqlite", field="text")
    query = f"SELECT insight_id FROM search JOIN insights ON insights.rowid = search.rowid WHERE {condition}"  # noqa: S608
    assert len(rows_in(output, query, word)) == found


def test_sqlite_stores_a_long_claim_a_few_times(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Core Insights - " + "copper " * 10_000 + "[1]" * 2_000)
    convert(page, output := tmp_path / "o.sqlite")
    assert rows_in(output, "SELECT count(*), count(claim) FROM citations") == [(2_000, 20)]
    assert output.stat().st_size < 40 * page.stat().st_size


@pytest.mark.parametrize("ending", [".csv", ".sqlite", ".parquet", ".jsonl.gz"])
def test_parse_writes_the_tables_of_convert(dump: Path, tmp_path: Path, ending: str) -> None:
    dump.write_text(dump.read_text() * 8)
    for command in ("parse", "convert"):
        done = run(command, dump, "--field", "text", "-o", tmp_path / f"{command}{ending}", "--workers", "1")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / f"parse{ending}").read_bytes() == (tmp_path / f"convert{ending}").read_bytes()
    assert {path.name for path in tmp_path.iterdir() if not path.name.endswith(".settings")} == {
        *("dump.jsonl", f"parse{ending}", f"convert{ending}")
    }


def test_parse_refuses_a_type_of_file_that_it_cannot_write(dump: Path, tmp_path: Path) -> None:
    done = run("parse", dump, "-o", tmp_path / "o.xlsx")
    assert (done.returncode, (tmp_path / "o.xlsx").exists()) == (2, False)
    assert done.stderr.startswith(
        "rareinsight: can't tell the type of output from 'o.xlsx': available: '.csv', '.jsonl'"
    )


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".jsonl", ".sqlite"])
def test_parse_leaves_no_incomplete_output(tmp_path: Path, ending: str) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    command = [*COMMAND, "parse", str(pipe), "-o", str(tmp_path / f"o{ending}")]
    with subprocess.Popen(command) as process, pipe.open("wb", buffering=0) as writer:
        writer.write(digest(1).encode() * 100)
        while len(list(tmp_path.iterdir())) == 1:
            time.sleep(0.01)
        process.terminate()
    assert process.returncode == 143
    assert list(tmp_path.iterdir()) == [pipe]
