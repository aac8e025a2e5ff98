"""Each limit is reported where it is reached, and can be changed."""

import io
import json
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import attrs
import pytest

import rareinsight as ri
from rareinsight.dumps import Notice
from rareinsight.limits import DEFAULTS

DIGEST = "Core Insights - Prices fell [1]"


def codes(article: ri.Article) -> set[str]:
    return {each.code for each in article.diagnostics}


@pytest.mark.parametrize(
    ("bracket", "default", "changed", "limits"),
    [
        ("[123456789]", 0, 1, ri.Limits(citation_digits=9)),
        ("[2024]", 1, 0, ri.Limits(citation_digits=3)),
        ("[999999]", 1, 0, ri.Limits(citation_digits=5)),
        ("[1-102]", 0, 102, ri.Limits(citation_range=101)),
        ("[1-3]", 3, 0, ri.Limits(citation_range=1)),
    ],
)
def test_citation_limits(bracket: str, default: int, changed: int, limits: ri.Limits) -> None:
    text = f"Core Insights\n- Prices fell {bracket}\n- Costs rose [1]"
    for given, expected in ((None, default), (ri.Limits(), default), (limits, changed)):
        article = ri.parse(text, limits=given)
        assert len(article.insights[0].citations) == expected
        assert bool({"long-number", "wide-range"} & codes(article)) == (not expected)
        assert "undeclared-citation" not in codes(article)
        assert [*ri.parse_many(text, limits=given)] == [*ri.parse_stream([text], limits=given)] == [article]
    assert len(ri.explain(text, limits=limits)) == len(ri.explain(text))


def test_nine_digit_citations_link_and_may_be_cut_off() -> None:
    limits = ri.Limits(citation_digits=9)
    article = ri.link(ri.parse(f"{DIGEST[:-3]}[123456789]\n\nReferences\n[123456789] Copper runs short", limits=limits))
    assert article.cited.keys() == {123456789}
    assert [each.number for each in article.references] == [123456789]
    assert "missing-reference" not in codes(article)
    assert "cut-citation" in codes(ri.parse(f"{DIGEST} - Costs rose [123456789, 1234567", limits=limits))


def test_article_lines_limit() -> None:
    page = DIGEST + "\n" * 150 + "- Costs rose [2]"
    assert [len(each.insights) for each in ri.parse_many(page)] == [2]
    first, second = ri.parse_many(page, limits=ri.Limits(article_lines=100))
    assert "long-article" in codes(first)
    assert "long-article" not in codes(second)
    assert first.raw + second.raw == page
    assert "long-article" not in codes(ri.parse(DIGEST + "\n" * 100, limits=ri.Limits(article_lines=100)))


def nested(archives: int) -> bytes:
    content = DIGEST.encode()
    for level in range(archives):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.zip" if level else "a.txt", content)
        content = file.getvalue()
    return content


@pytest.mark.parametrize(
    ("name", "content", "limits", "code"),
    [
        ("a.json", json.dumps({"text": DIGEST + " " * 1000}), ri.Limits(record_size=500), "long-record"),
        ("a.jsonl", json.dumps({"text": DIGEST + " " * 1000}), ri.Limits(record_size=500), "long-record"),
        ("a.csv", "id,text\n1," + DIGEST + " " * 1000, ri.Limits(record_size=500), "broken-record"),
        ("a.html", f"<html><p>{DIGEST}" + " " * 1000, ri.Limits(record_size=500), "long-record"),
        ("a.txt", DIGEST + " " * (5 << 20), ri.Limits(record_size=500), "long-record"),
        (
            "a.jsonl",
            f'{{"text": "{DIGEST}", "a": {{"b": {{"c": {{}}}}}}}}',
            ri.Limits(record_levels=2),
            "broken-record",
        ),
        ("a.html", "<html>" + "<div>" * 9 + f"<p>{DIGEST}", ri.Limits(html_levels=8), "failed-record"),
        ("a.zip", nested(2), ri.Limits(archive_levels=1), "unreadable-file"),
        ("a.zip", nested(2), ri.Limits(member_size=9), "unreadable-file"),
    ],
)
def test_file_limits(tmp_path: Path, name: str, content: str | bytes, limits: ri.Limits, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    for given, fails in ((None, False), (limits, True)):
        notices = list[Notice]()
        found = list(ri.read(path, limits=given, report=notices.append))
        assert bool(found) != fails
        assert (code in [each.code for each in notices]) == fails


def test_workers_know_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Core Insights - Prices fell [12345678]")
    (article,) = ri.read(tmp_path, limits=ri.Limits(citation_digits=8), workers=2)
    assert article.cited.keys() == {12345678}


def test_limits_may_exceed_the_default(tmp_path: Path) -> None:
    deep = {"text": DIGEST, "more": {}}
    inner = deep
    for _ in range(150):
        inner = inner.setdefault("more", {})  # type: ignore[assignment]  # a dict of dicts
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(deep))
    wide = ri.Limits(record_levels=500)
    (article,) = ri.read(path, limits=wide, report=print)
    assert ri.from_json(ri.to_json(article)) == article
    (tmp_path / "b.zip").write_bytes(nested(7))
    assert [*ri.read(tmp_path / "b.zip", report=str)] == []
    assert len([*ri.read(tmp_path / "b.zip", limits=ri.Limits(archive_levels=7), report=print)]) == 1


FIELDS = attrs.fields_dict(ri.Limits)


@pytest.mark.parametrize("name", FIELDS)
def test_limits_refuse_values_out_of_range(name: str) -> None:
    for value in (-1, 1 << 63, "9", 1.5, True, None):
        with pytest.raises(ValueError, match=rf"^Limits\.{name}: expected an integer from [0-9,]+ to [0-9,]+, got "):
            ri.Limits(**{name: value})  # type: ignore[arg-type]  # that is what is tested
    default = getattr(DEFAULTS, name)
    least = next(each for each in count() if _is_taken(lambda each=each: ri.Limits(**{name: each})))  # type: ignore[misc]
    assert least <= default


def _is_taken(make: Callable[[], object]) -> bool:
    try:
        make()
    except ValueError:
        return False
    return True
