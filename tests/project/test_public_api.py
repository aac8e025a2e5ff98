"""What users meet first: a light import, and names whose types a checker knows."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal, assert_type

import pytest

import rareinsight as ri
from api import FILE, describe_api
from commands import run_python
from rareinsight import model
from test_growth import CALLS

ROOT = Path(__file__).parents[2]

#: Modules that no reader of articles should pay for; asked for, they are loaded on first use.
HEAVY = {
    *("asyncio", "attrs", "fsspec", "hypothesis", "importlib.metadata"),
    *("multiprocessing", "pyarrow", "rich", "typing"),
}


def test_import_loads_nothing_heavy() -> None:
    program = "import sys; before = set(sys.modules); import rareinsight; print(*set(sys.modules) - before)"
    loaded = set(run_python("-c", program).stdout.split())
    assert {name for name in loaded if name.startswith("rareinsight")} == {"rareinsight", "rareinsight._shown"}
    assert not loaded & HEAVY


def test_import_compiles_no_pattern() -> None:
    program = """
import attrs, re, regex, string, typing
import msgspec

def refuse(*arguments, **options):
    raise AssertionError(f"a pattern was compiled: {arguments[0]!r}")

re.compile = re._compile = regex.compile = refuse
import rareinsight
"""
    assert run_python("-c", program).stderr == ""


def test_growth_is_measured_for_all_functions_of_articles_and_texts() -> None:
    takes = re.compile(r"rareinsight\.([\w.]+)\((?:articles?|text|chunks|table|batches|shown|source|file|self)\b")
    found = {name[1] for line in describe_api(ROOT / "src/rareinsight").splitlines() if (name := takes.match(line))}
    measured = {call.partition(" to ")[0] for call in CALLS}
    assert found - measured == {"Span.cut"}, "it cuts the text that it is given"


def test_all_names_exist_and_no_others() -> None:
    assert sorted(set(ri.__all__)) == sorted(ri.__all__)
    assert None not in [getattr(ri, name) for name in ri.__all__]
    with pytest.raises(AttributeError, match="parze"):
        ri.parze  # type: ignore[attr-defined]  # noqa: B018 - the point of the test


def test_public_modules_are_imported_on_first_use() -> None:
    names = ["arrow", "dumps", "html", "plot", "testing"]
    program = f"import rareinsight as ri, sys\nnames = {names}\nassert {{*names}} <= {{*dir(ri)}}\n"
    program += "assert not [name for name in names if f'rareinsight.{name}' in sys.modules]\n"
    program += "print([getattr(ri, name).__name__ for name in names])"
    done = run_python("-c", program)
    assert done.stdout.strip() == str([f"rareinsight.{name}" for name in names]), done.stderr


def test_public_api_matches_the_snapshot() -> None:
    told = "run python tests/project/api.py, review what differs, and add it to CHANGELOG.md"
    assert describe_api(Path(ri.__file__).parent) == FILE.read_text(encoding="utf-8"), told


def test_reference_documents_every_public_name() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "docs" / "reference").glob("*.md"))
    missing = {name for name in ri.__all__ if f":: {name}\n" not in pages and not hasattr(model, name)}
    assert missing <= {"__version__", "__compiled__"}


def test_reference_documents_every_column_of_rows() -> None:
    shown = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for name in ("rareinsight.tabular.Row", "InsightRow", "CitationRow"):
        assert f":: {name}\n   :members:\n" in shown, name
    assert "   .. attribute:: keys\n" in shown, "Sphinx takes it for a method of dict"


def test_public_types_are_as_documented(seed: str) -> None:
    """The body is mostly for the type checkers, who read it as a user's program."""
    article = assert_type(ri.parse(seed), ri.Article)
    assert_type(ri.parse(seed, format="digest", strict=True), ri.Article)
    assert_type(ri.parse_many(seed), Iterator[ri.Article])
    assert_type(ri.parse_stream([seed]), Iterator[ri.Article])
    assert_type(ri.detect(seed), str | None)
    assert_type(article.title, str | None)
    assert_type(article.title_span, ri.Span | None)
    assert_type(article.published, datetime | None)
    assert_type(article.core, ri.Section | None)
    assert_type(article.groups, tuple[ri.Section, ...])
    assert_type(article.cited, dict[int | str, tuple[ri.Insight, ...]])
    assert_type(article.pieces(), tuple[model.Piece, ...])
    assert_type(article.diagnostics, tuple[ri.Diagnostic, ...])
    section = assert_type(article.sections[0], ri.Section)
    assert_type(section.role, Literal["core", "group", "other"])
    assert_type(section.index, int | None)
    citation = assert_type(section.insights[0].citations[0], ri.Citation)
    assert_type(citation.number, int | None)
    assert_type(citation.claim, str)
    assert citation.span.cut(article.raw) == "[1]"
    assert_type(ri.html.render(article), str)
    assert_type(ri.dumps.read([]), Iterator[ri.Article])
