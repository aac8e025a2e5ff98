import json
import pickle
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import strategies
from outlines import everything
from promises import check_growth
from rareinsight.format import Format, Heading
from rareinsight.model import Article, Citation, Diagnostic, Insight, Reference, Section, Span
from rareinsight.parsing import parse
from rareinsight.references import link
from rareinsight.testing import articles
from score import articles_of, load

CODES = {"missing-reference", "unused-reference", "duplicate-reference"}
DIGEST = "Core Insights - Prices fell [1][3] - Costs rose [2]. Group 1: Mines - Two closed [3]."

#: Answers that cite keys.
NOTED = Format("noted", markdown=True, free_headings=True, citations=["[[{key}]]"], entries=["[[{key}]] {text}"])

#: Titles that have tempted a reader of lists: numbers, marks, headings, other scripts.
TITLES = (
    "Copper runs short",
    "Group 1 - Costs and Prices",
    "Core Insights - a history",
    "Version 3.5 of 2025",
    '"Tin follows", Daily Metal (reprint)',
    "铜价上涨，库存下降",
    "Lead [sic] is up.",
    "A",
    "Notes on [1]",
)
ADDRESSES = (
    "https://metal.example/1",
    "https://metal.example/a?b[2]=3&c=(d)",
    "http://a.example/x_(y).html#z",
    "HTTPS://METAL.EXAMPLE/",
)
NUMBERS = ("[{n}] ", "[{n}]: ", "[{n}]", "- [{n}] ", "【{n}】", "({n}) ", "{n}. ", "{n}) ", "{n}、")
HEADINGS = ("References\n", "## Sources\n\n", "**Sources:**\r\n", "参考资料：\n", "REFERENCES ", "Sources: ")


class Shape(NamedTuple):
    """How an entry is written, and what separates two."""

    number: str
    address: str
    between: str

    def write(self, references: Sequence[Reference]) -> str:
        return self.between.join(
            self.number.format(n=reference.number)
            + (self.address.format(t=reference.text, u=reference.url) if reference.url else reference.text)
            for reference in references
        )


shapes = st.builds(
    Shape,
    st.sampled_from(NUMBERS),
    st.sampled_from(["{t} {u}", "{t} - {u}", "{t}: {u}", "{t} ({u})", "{t} <{u}>", "[{t}]({u})", "{u} — {t}"]),
    st.sampled_from(["\n", "\r\n", "\n\n", " ", "  "]),
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, tuple[Reference, ...]]:
    """A list of references and what it says; run on in a line, its numbers follow one another."""
    shape = draw(shapes)
    size = draw(st.integers(1, 6))
    numbers: Sequence[int] = range(1, size + 1)
    if "\n" in shape.between:
        numbers = draw(st.lists(st.integers(0, 999_999), min_size=size, max_size=size, unique=True))
    # a title that mentions the very number that the list lacks reads like two entries
    tempting = TITLES if 1 in numbers else TITLES[:-1]
    titles = [draw(st.sampled_from(tempting)) for _ in numbers]
    addresses = [draw(st.none() | st.sampled_from(ADDRESSES)) for _ in numbers]
    references = tuple(map(Reference, numbers, titles, addresses))
    return shape.write(references), references


def numbered(references: Sequence[Reference]) -> tuple[Reference, ...]:
    return tuple(sorted(references, key=lambda reference: reference.number or 0))


def about_references(article: Article) -> list[tuple[str, Span | None]]:
    return [(each.code, each.span) for each in article.diagnostics if each.code in CODES]


# --- properties --------------------------------------------------------------------------------------------


@given(lists(), st.sampled_from(["", *HEADINGS]))
def test_link_reads_every_entry_of_a_list(written: tuple[str, tuple[Reference, ...]], heading: str) -> None:
    text, references = written
    assert link(Article(), heading + text).references == numbered(references)


@given(lists(), st.sampled_from(HEADINGS[:4]), st.sampled_from(["\n", "\r\n\r\n"]))
def test_reference_list_leaves_the_digest_unchanged(
    written: tuple[str, tuple[Reference, ...]], heading: str, between: str
) -> None:
    text, references = written
    article = parse(DIGEST + between + heading + text)
    assert article == parse(DIGEST)
    assert link(article).references == numbered(references)


@given(lists(), articles())
def test_reference_list_entries_have_exact_spans(written: tuple[str, tuple[Reference, ...]], digest: Article) -> None:
    text, references = written
    raw = f"\ufeffReferences\n{text}"
    places = [span for _, span in about_references(link(evolve(digest, sections=(), raw=raw)))]
    assert len(places) == len(references)
    for reference, span in zip(numbered(references), places, strict=True):
        assert span is not None
        words = span.cut(raw)
        assert words.strip() == words
        assert str(reference.number) in words[: len(str(reference.number)) + 2]
        assert reference.text in words
        assert (reference.url or "") in words


@given(strategies.articles(), st.lists(strategies.texts()))
def test_link_numbers_paragraphs_from_one(article: Article, paragraphs: list[str]) -> None:
    linked = link(article, paragraphs)
    assert linked.references == tuple(map(Reference, range(1, len(paragraphs) + 1), paragraphs))
    assert linked == link(article, tuple(paragraphs))
    assert linked.references == link(article, dict(enumerate(paragraphs, start=1))).references


@given(strategies.articles(), st.dictionaries(strategies.numbers, strategies.texts()), strategies.texts())
def test_link_reports_missing_and_unused_references(article: Article, paragraphs: dict[int, str], text: str) -> None:
    before = pickle.dumps(article)
    linked = link(article, paragraphs)
    assert [reference.number for reference in linked.references] == sorted(paragraphs)
    found = [code for code, _ in about_references(linked)]
    assert found.count("missing-reference") == len(article.cited.keys() - paragraphs.keys())
    assert found.count("unused-reference") == len(paragraphs.keys() - article.cited.keys())
    assert "duplicate-reference" not in found
    kept = [each for each in article.diagnostics if each.code not in CODES]
    assert list(linked.diagnostics[: len(kept)]) == kept
    as_it_was = evolve(linked, references=article.references, diagnostics=article.diagnostics)
    assert everything(as_it_was) == everything(article)
    assert pickle.dumps(article) == before
    hash(linked)
    again = link(link(article, text), paragraphs)
    assert (again.references, again.diagnostics) == (linked.references, linked.diagnostics)


@given(st.lists(st.sampled_from([*strategies.TELLING, "[1]", " 2. ", "\n", "https://a.example", "References", "、"])))
def test_link_accepts_any_text(characters: list[str]) -> None:
    text = "".join(characters)
    article = parse(text)
    for linked in (link(article), link(article, text)):
        numbers = [reference.number or 0 for reference in linked.references]
        assert numbers == sorted(set(numbers))


@pytest.mark.parametrize(
    "part", ["[1] ", "Source 1: A ", "[1] A ", "[1] A\n", "1. A ", "1、", "- [1] ", "\n", "(", "https://a [1] "]
)
def test_link_takes_linear_time(part: str) -> None:
    def read(text: str) -> None:
        link(Article(raw=text))

    check_growth(read, part)


# --- examples ----------------------------------------------------------------------------------------------


def test_link_reports_each_number_once_with_its_place() -> None:
    raw = "Core Insights - A [9] - B [2][9]\n\nReferences\n[2] Two\n[2] Again\n[4] Four"
    linked = link(parse(raw))
    assert linked.references == (Reference(2, "Two"), Reference(4, "Four"))
    told = [(code, span and span.cut(raw)) for code, span in about_references(linked)]
    assert told == [
        ("missing-reference", "[9]"),
        ("unused-reference", "[4] Four"),
        ("duplicate-reference", "[2] Again"),
    ]
    assert about_references(linked)[0][1] == Span(18, 21)
    first, *_ = [each for each in link(parse(raw), "Copper.\n\nTin.").diagnostics if each.code in CODES]
    assert (first.message.endswith("to link paragraphs, pass a list of them"), first.span) == (True, None)


def test_link_reads_entries_with_several_numbers() -> None:
    references = link(parse(DIGEST), "Sources\n[1] [3] Mines\nhttps://mines.example\n[2] Costs").references
    assert [(each.number, each.text) for each in references] == [(1, "Mines"), (2, "Costs"), (3, "Mines")]
    answer = parse("Tin fell [1]. Zinc rose [2].\n\n[1] [2] Mines\nhttps://mines.example", format="answer")
    assert [(each.number, each.text) for each in answer.references] == [(1, "Mines"), (2, "Mines")]


def test_link_resolves_keys() -> None:
    article = parse("## Prices\n\n- Tin rose [[note7]]\n\n[[note7]] Tin\n", format=NOTED)
    assert article.references == (Reference(None, "Tin", key="note7"),)
    assert link(article, {"note7": "Zinc"}).references == (Reference(None, "Zinc", key="note7"),)
    for (answer,) in (articles_of(page.text, page.format) for page in load("assistants", "3")):
        assert link(answer).references == answer.references


def test_link_accepts_handmade_articles() -> None:
    section = Section("core", insights=[Insight("A", [Citation(1), Citation(2)])])
    article = Article(sections=[section], diagnostics=[Diagnostic("no-digest", "warning", "none")])
    linked = link(article, {2: "Two"})
    assert [each.code for each in linked.diagnostics] == ["no-digest", "missing-reference"]


def test_link_takes_digits_for_numbers_unless_they_are_keys() -> None:
    listed = json.loads('{"1": "Mines closed.", "x": "Tin fell."}')
    article = link(parse("Core Insights - Copper is short [1]"), listed)
    assert [(each.number, each.key, each.text) for each in article.references] == [
        (1, None, "Mines closed."),
        (None, "x", "Tin fell."),
    ]
    keyed = Format("keyed", [Heading(["Points"])], citations=["<{key}>"])
    article = link(parse("Points - Copper is short <1>", format=keyed), {"1": "Mines closed."})
    assert [(each.number, each.key) for each in article.references] == [(None, "1")]
    assert article.insights[0].citations[0].cites == "1"
    assert not [each for each in article.diagnostics if each.code.endswith("-reference")]
