import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlines import everything
from rareinsight.jsonio import from_json, json_schema, read_jsonl, to_dict, to_json, write_jsonl
from rareinsight.model import Article, Citation, Insight, Origin, Section
from rareinsight.parsing import parse
from strategies import articles, json_values, read_articles

SCHEMA = Path(__file__).parent.parent / "docs" / "schema.json"


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


@given(articles(surrogates=False, strays=False), st.none() | st.integers(1, 4))
def test_json_round_trips_and_matches_the_schema(article: Article, indent: int | None) -> None:
    text, indented = to_json(article), to_json(article, indent=indent)
    for written in (indented, "\ufeff" + text, text.encode(), text.encode("utf-8-sig")):
        again = from_json(written)
        assert again == article
        assert attrs.asdict(again) == attrs.asdict(article)
        assert str(again.published) == str(article.published)
    assert not {"\n", "\r"} & set(text)
    assert json.loads(indented) == json.loads(text)
    validator().validate(json.loads(text))
    assert list(json.loads(text)) == [field.name for field in attrs.fields(Article)]


@given(json_values(surrogates=False))
def test_json_round_trips_other_fields_of_a_record(value: object) -> None:
    again = from_json(to_json(Article(origin=Origin(fields={"kept": value}))))
    assert again.origin is not None
    assert repr(again.origin.fields) == repr({"kept": value})


@given(articles(strays=False))
def test_to_json_refuses_only_lone_surrogates(article: Article) -> None:
    characters = "".join(texts_in(attrs.asdict(article)))
    if any("\ud800" <= character <= "\udfff" for character in characters):
        with pytest.raises(ValueError, match=r"lone surrogate U\+D[89A-F]..?, in "):
            to_json(article)
    else:
        assert attrs.asdict(from_json(to_json(article))) == attrs.asdict(article)


@given(articles(surrogates=False, strays=False), st.sampled_from('[]{},:"0atn \\'), st.data())
def test_from_json_raises_only_value_errors_for_damage(article: Article, character: str, data: st.DataObject) -> None:
    text = to_json(article)
    place = data.draw(st.integers(0, len(text)))
    for damaged in (text[:place], text[:place] + character + text[place:], text[:place] + text[place + 1 :]):
        try:
            read = from_json(damaged)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - most damage is found, but a changed word is none
        else:
            assert from_json(to_json(read)) == read


@given(read_articles())
def test_json_round_trip_keeps_pieces(article: Article) -> None:
    assert from_json(to_json(article)).pieces() == article.pieces()


def test_committed_schema_is_current() -> None:
    command = "python -c 'import rareinsight as ri, json; print(json.dumps(ri.json_schema(), indent=2))'"
    # older releases of msgspec name null first among several types
    committed, own = (
        json.loads(text, object_hook=_in_order) for text in (SCHEMA.read_text(), json.dumps(json_schema()))
    )
    assert committed == own, f"write it anew: {command} > docs/schema.json"


def _in_order(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: sorted(value, key=str) if key == "anyOf" else value for key, value in schema.items()}


def test_json_schema_is_valid_and_describes_every_field() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "$id" not in schema
    found = json.loads(json.dumps(schema))
    for described in (found, *found["$defs"].values()):
        assert described["description"]
        assert described["additionalProperties"] is False
        assert all(field["description"] for field in described["properties"].values())


#: Texts that are not the JSON of an article, and the error that each raises.
WRONG: list[tuple[str | bytes, str]] = [
    *map(tuple, json.loads(Path(__file__).with_name("invalid_articles.json").read_text(encoding="utf-8"))),
    ('{"origin": {"fields": ' + '{"a":' * 100_000, ""),
    ('{"title": "\ud800"}', ""),
    (b'{"title": "\xff"}', ""),
]


@pytest.mark.parametrize(("text", "part"), WRONG)
def test_from_json_says_where_an_article_is_wrong(text: str | bytes, part: str) -> None:
    with pytest.raises(ValueError, match="^this is not the JSON of an article: .*" + re.escape(part)):
        from_json(text)


SPAN = '{"start": 0, "end": 9}'
BEYOND = [
    f'"title_span": {SPAN}',
    f'"diagnostics": [{{"code": "a", "severity": "info", "message": "", "span": {SPAN}}}]',
    '"sections": [{"role": "core", "end": 9}]',
    '"sections": [{"role": "core", "heading_end": 9}]',
    '"sections": [{"role": "core"}, {"role": "core", "insights": [{"text": ""}, {"text": "", "end": 9}]}]',
    '"sections": [{"role": "core", "insights": [{"text": "", "citations": [{"number": 1, "claim_end": 9}]}]}]',
]


@pytest.mark.parametrize("fields", BEYOND)
def test_from_json_refuses_spans_beyond_the_text(fields: str) -> None:
    with pytest.raises(ValueError, match="a span ends at 9, beyond the 8 characters of raw"):
        from_json(f'{{"raw": "12345678", {fields}}}')
    for raw in ("123456789", ""):
        assert from_json(f'{{"raw": "{raw}", {fields}}}').raw == raw


@pytest.mark.parametrize("text", [text for text, part in WRONG if part])
def test_json_schema_refuses_what_from_json_refuses(text: str) -> None:
    if not any(name in text for name in ("published", '"start": 5', '"number"')):  # a schema neither compares nor dates
        assert not validator().is_valid(json.loads(text))


looped: list[object] = []
looped.append(looped)

REFUSED = [
    (Article(title="a\ud800"), "the lone surrogate U+D800, in 'a\\ud800'"),
    (Article(origin=Origin(fields={"\udc00": 1})), "U+DC00"),
    (Article(origin=Origin(fields={"a": float("nan")})), "nan, at `$.origin.fields.a`"),
    (Article(origin=Origin(fields={"a b": [float("inf")]})), "[inf], at `$.origin.fields.a b`"),
    (Article(origin=Origin(fields={"a": (1, 2)})), "(1, 2), at `$.origin.fields.a`"),
    (Article(origin=Origin(fields={"a": {1: 2}})), "{1: 2}, at `$.origin.fields.a`"),
    (Article(origin=Origin(fields={"a": datetime(2025, 8, 26, tzinfo=UTC)})), "datetime"),
    (Article(origin=Origin(fields={"a": looped})), "nested too deeply"),
    (
        Article(published=datetime(1930, 1, 1, tzinfo=timezone(timedelta(minutes=19, seconds=32)))),
        "a UTC offset of 0:19:32, at `$.published`",
    ),
    (Article(sections=[Section("group", index=-2)]), "`$.sections[0].index`"),
    (Article(origin=Origin(fields={"a": 1j})), "1j, at `$.origin.fields.a`"),
]


@pytest.mark.parametrize(("article", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_to_json_says_what_json_cannot_represent(article: Article, reason: str) -> None:
    with pytest.raises(ValueError, match="JSON can't represent") as raised:
        to_json(article)
    assert reason in str(raised.value)


@given(st.lists(read_articles(), max_size=3))
def test_jsonl_round_trips(kept: list[Article]) -> None:
    file = StringIO()
    assert write_jsonl(kept, file) == len(kept)
    file.seek(0)
    assert [everything(each) for each in read_jsonl(file)] == [everything(each) for each in kept]
    assert all(json.loads(to_json(each)) == to_dict(each) for each in kept)


def test_jsonl_round_trips_through_a_file(tmp_path: Path) -> None:
    assert write_jsonl([Article(title="铜"), Article(title="Tin")], tmp_path / "a.jsonl") == 2
    assert write_jsonl(read_jsonl(tmp_path / "a.jsonl"), tmp_path / "a.jsonl") == 2
    broken: list[Any] = [Article(title="Lead"), 3]
    for path in ("a.jsonl", "b.jsonl"):
        with pytest.raises(TypeError, match=r"articles\[1\]: expected an Article, got 3"):
            write_jsonl(broken, tmp_path / path)
    assert [each.title for each in read_jsonl(str(tmp_path / "a.jsonl"))] == ["铜", "Tin"]
    with pytest.raises(ValueError, match=r"line 2: this is not the JSON of an article: .*\$\.title"):
        list(read_jsonl(['{"title": "a"}', '{"title": 1}']))


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2025, 8, 26, 8, 14), "2025-08-26T08:14:00"),
        (datetime(2025, 8, 26, 8, 14, tzinfo=UTC), "2025-08-26T08:14:00Z"),
        (datetime(2025, 8, 26, 8, 14, tzinfo=timezone(timedelta(hours=8))), "2025-08-26T08:14:00+08:00"),
    ],
)
def test_json_keeps_time_zones(moment: datetime, written: str) -> None:
    text = to_json(Article(published=moment))
    assert json.loads(text)["published"] == written
    again = from_json(text).published
    assert again == moment
    assert again.utcoffset() == moment.utcoffset()


def test_to_json_accepts_subclasses_of_str_and_mapping() -> None:
    class NamedText(str):
        __slots__ = ()

    origin = Origin(path=NamedText("a"), fields=MappingProxyType({"a": 1}))
    again = from_json(to_json(Article(raw=NamedText("raw"), origin=origin)))
    assert (again.raw, again.origin) == ("raw", origin)


def test_json_layout_is_stable() -> None:
    """The shape is fixed: a change here breaks those who keep articles."""
    written = Path(__file__).with_name("article.json").read_text(encoding="utf-8")
    article = from_json(written)
    assert to_json(article, indent=2) == written.rstrip()
    assert (article.published, article.origin) == (datetime(2025, 8, 26, 8, 14), Origin("a.jsonl", 3, 0, {"id": 7}))
    (section,) = article.sections
    assert section == Section("group", "Group 1: Metals", 1, "Metals", 1, [Insight("Copper rose", [Citation(1)])])


def test_to_json_writes_shared_claims_only_a_few_times() -> None:
    """The text has a thousand citations of a thousand words: each with its claim would be a million words."""
    article = parse("Core Insights - " + "word " * 1000 + "[1]" * 1000 + " - Costs rose [2][3]")
    written = to_json(article)
    assert len(written) < 40 * len(article.raw)
    assert written.count('"claim":null') == 980
    assert to_json(from_json(written)) == written
    claims = [citation.claim for insight in from_json(written).insights for citation in insight.citations]
    assert claims == [citation.claim for insight in article.insights for citation in insight.citations]
    assert from_json(
        '{"sections": [{"role": "core", "insights": [{"text": "", "citations": [{"number": 1, "claim": null}]}]}]}'
    ).insights
    with pytest.raises(ValueError, match="level"):
        from_json(written.replace('"level":1', '"level":0'))
