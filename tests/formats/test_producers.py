"""The formats of AI assistants that ship, and what declarations of Markdown can say."""

import pytest

import rareinsight as ri
from rareinsight._formats.producers import PRODUCERS
from score import load

ASSISTANTS = load("assistants")
WIKI = ri.Format(
    "wiki",
    [ri.Heading(["Gist"], role="core")],
    markdown=True,
    markers=["-"],
    titles=["# {text}"],
    citations=["[[{key:note}]]", "⟨{a}/{n}⟩", "{s}"],
    openings=["<<{a}:"],
    entries=["⟨{a}/{n}⟩ {text}, {url}", "[[{key}]] {text}"],
    boilerplate=["Saved {date}"],
    source_lines=[],
)
PAGE = """\
# Piers

Saved 2026-03-01

Gist:
- Gist

Eleven piles are soft⟨1/2⟩. <<1:The pier moves³.

## Wood

```python
# no heading [[note9]]
```

- Larch lasts [[note7note8]].
    - Elm does not,
      or only under water⟨1/10⟩.
| a | table⟨1/2⟩ |

#### Names

- 40 m² a pile
- [ ] Ask the guild.

⟨1/2⟩ Pile survey, https://harbor.example/piles
[[note7]] Larch and elm
"""


@pytest.mark.parametrize("name", PRODUCERS)
def test_shipped_format_is_a_short_declaration(name: str) -> None:
    declared = ri.formats()[name]
    assert len(PRODUCERS[name]) <= 8
    assert declared.name == name
    assert declared.signs


@pytest.mark.skipif(not ASSISTANTS, reason="an sdist lacks these pages")
def test_answer_is_detected_as_its_own_producer_or_none() -> None:
    found = {repr(page): ri.detect(page.text) for page in ASSISTANTS}
    known = ("answer", None)
    assert all(name in (page.record["format"], *known) for page, name in zip(ASSISTANTS, found.values(), strict=True))
    assert sum(name not in known for name in found.values()) >= 176


@pytest.mark.slow
def test_stream_has_the_format_of_the_whole_text() -> None:
    for page in ASSISTANTS:
        lines = page.text.splitlines(keepends=True)
        assert [each.format for each in ri.parse_stream(lines)] == [each.format for each in ri.parse_many(page.text)]


def test_markdown_format_is_parsed_line_by_line() -> None:
    article = ri.parse(PAGE, format=WIKI)
    assert article.title == "Piers"
    assert article.core is article.sections[0]
    assert [(section.heading, section.level) for section in article.sections] == [
        ("Gist:", 1),
        ("Wood", 1),
        ("Names", 3),
    ]
    assert [(each.text, each.level, [one.cites for one in each.citations]) for each in article.insights] == [
        ("Gist", 1, []),
        ("Eleven piles are soft. The pier moves.", 1, [2, 3]),
        ("Larch lasts.", 1, ["note7", "note8"]),
        ("Elm does not, or only under water.", 2, [10]),
        ("a | table", 1, [2]),
        ("40 m² a pile", 1, []),
        ("Ask the guild.", 1, []),
    ]
    assert article.insights[1].citations[1].claim == "The pier moves"
    assert list(article.cited) == [2, 3, 10, "note7", "note8"]
    assert article.references == (
        ri.Reference(2, "Pile survey", "https://harbor.example/piles"),
        ri.Reference(None, "Larch and elm", key="note7"),
    )
    codes = {(each.code, each.span and each.span.cut(PAGE)) for each in article.diagnostics}
    assert {("missing-reference", "³"), ("missing-reference", "[[note7note8]]")} <= codes
    assert ri.from_json(ri.to_json(article)) == article
    assert ri.from_json(ri.to_json(article)).insights == article.insights


def test_heading_below_a_logo_is_not_a_title() -> None:
    logo = ri.formats()["perplexity"].titles[0]
    found = [ri.parse(f"{logo}\n\n{line}\n\nEleven are soft.[^1]\n").title for line in ("# Piles", "## Piles", "Piles")]
    assert found == ["Piles", None, "Piles"]


def test_reference_list_separates_answers() -> None:
    first, second = ri.parse_many(f"{PAGE}\n{PAGE}", format=WIKI)
    assert first == second
    assert first.raw + second.raw == f"{PAGE}\n{PAGE}"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Ferries use less fuel.1 They are slow.12 Rule 5.2 holds.", [1, 12]),
        ("The last one closed in 2024.2", [2]),
        ("It came to 3.1 million, on a row1. A card (2025)2.", [1, 2]),
        (r"It came to 300\.1 A row holds.2", [1, 2]),
        ("GPT4 and 2.5 and v1.2 and a.13", []),
        ("The outer pier 2—the older one—and the mole 1, which leaks, hold.", [2, 1]),
        ("The piers 2 and the mole 1, and 12 buoys, hold.2 On May 1, 3 of 12, they moved.12", [1, 2, 12]),
        ("| The pier holds 2 | 5 m deep (low) 12 | Day 1 |", [2, 12]),
        ("| 码头很稳 2 | 高达90% 1。|", [2, 1]),
    ],
)
def test_bare_numbers_cite_only_listed_references(text: str, numbers: list[int]) -> None:
    below = "".join(f"{number}. Title, [https://a.example/](https://a.example/)\n" for number in (1, 2, 12))
    (insight,) = ri.parse(f"## Ferries\n\n{text}\n\n{below}", format="gemini-deep-research").insights
    assert [citation.number for citation in insight.citations] == numbers


def test_bold_lines_are_headings_below_hashed_ones() -> None:
    headings = ["**Gold**", "## Prices", "**Copper**", "### Tin", "**Lead**"]
    page = "\n\n".join(f"{heading}\n\n- Up [{number}]." for number, heading in enumerate(headings, 1))
    levels = [(section.heading, section.level) for section in ri.parse(page, format="chatgpt").sections]
    assert levels == [("**Gold**", 1), ("Prices", 1), ("**Copper**", 2), ("Tin", 2), ("**Lead**", 3)]


@pytest.mark.parametrize(
    ("name", "asked", "answered"),
    [
        ("chatgpt", "## Prompt\n\n6/23/2026, 9:24:36 AM", "## Response"),
        ("copilot", "### question", "### answer"),
        ("answer", "## Prompt 2:", "## Perplexity:"),
    ],
)
def test_words_above_turns_divide_a_conversation(name: str, asked: str, answered: str) -> None:
    page = f"{asked}\n\nWhy?\n\n{answered}\n\nTin is rare.\n\n{asked}\n\nWhere?\n\n{answered}\n\nIn Peru.\n"
    found = [(article.title, [each.text for each in article.insights]) for article in ri.parse_many(page, format=name)]
    assert found == [("Why?", ["Tin is rare."]), ("Where?", ["In Peru."])]


@pytest.mark.parametrize(
    ("name", "entry", "text"),
    [
        ("perplexity", "1. [https://a.example/x](https://a.example/x)", ""),
        ("answer", "1. [https://a.example/x](https://a.example/x)", ""),
        ("answer", '[1]: https://a.example/x "\n  \n    Pile survey\n  \n"', "Pile survey"),
        (
            "answer",
            "## 2. Sources\n\n| ID | Title | At |\n|---|---|---|\n| [1] | Piles | https://a.example/x |",
            "Piles",
        ),
        ("gemini-deep-research", "#### Works cited\n\nPiles, accessed May 2, 2026, https://a.example/x", "Piles"),
        (
            "answer",
            "## Sources\n\n- Piles: [Survey](https://a.example/x) · [Post](https://b.example/)",
            "Piles: Survey · Post",
        ),
        ("answer", "## Sources\n\n1. [Piles](https://a.example/x) — a survey", "Piles — a survey"),
        ("answer", "## Sources\n\n- [Piles](https://a.example/x) -", "Piles"),
        (
            "answer",
            "## 四、来源列表\n\n| # | 来源 | 类 | @ |\n|---|---|---|---|\n| [1] | Piles | PDF | https://a.example/x |",
            "Piles | PDF",
        ),
        ("answer", "## Sources\n\n### Surveys\n\n1. [Piles](https://a.example/x)", "Piles"),
        ("answer", "## Sources\n\n**Surveys**\n\n- [Piles](https://a.example/x)\n\n**Note:** All are old.", "Piles"),
        ("answer", "## Sources\n\nOrm. *Piles*. [https://a.example/x](https://a.example/x)", "Orm. *Piles*."),
        ("answer", "## Sources\n\n[\\[1\\]](https://a.example/x) Piles\n\n<https://a.example/>", "Piles"),
        ("answer", "## Sources\n\n[[1]](https://a.example/x) Piles", "Piles"),
    ],
)
def test_entries_of_rare_shapes_are_read(name: str, entry: str, text: str) -> None:
    (reference,) = ri.parse(f"## Piles\n\nEleven are soft.\n\n{entry}\n", format=name).references
    assert (reference.text, reference.url) == (text, "https://a.example/x")


@pytest.mark.parametrize("lines", ["", "\ue202L14-L15", "L14", "L14-L1502"])
def test_keys_of_files_have_no_lines(lines: str) -> None:
    marks = f"\ue200filecite\ue202turn0file1{lines}\ue201", f"filecite turn0file1{lines}".replace(" ", "")
    article = ri.parse(f"## Piles\n\nEleven are soft.{marks[0]} Two are not.{marks[1]}\n", format="chatgpt")
    assert [citation.key for insight in article.insights for citation in insight.citations] == ["turn0file1"] * 2


def test_footnotes_are_no_indices() -> None:
    (insight,) = ri.parse("How much token i knows of token j[^2]", format="perplexity").insights
    assert [citation.number for citation in insight.citations] == [2]


def test_heading_of_zai_may_begin_with_a_bare_number() -> None:
    (section,) = ri.parse("## 2 Piles\n\nEleven are soft 【turn0search1】.\n", format="zai").sections
    assert (section.index, section.title) == (2, "Piles")


@pytest.mark.parametrize("name", PRODUCERS)
def test_producers_ignore_what_programs_add_to_answers(name: str) -> None:
    text = "# Ore\n\n**Tin**\n\n- Tin is soft.\n\n---\n\n_Generated by [Tin Notes](https://notes.example)_\n"
    assert [each.text for each in ri.parse(text, format=name).insights] == ["Tin is soft."]


def test_heading_below_the_title_is_no_part_of_the_question() -> None:
    logo = '<img src="https://r2cdn.perplexity.ai/pplx-full-logo-primary-dark%402x.png" class="logo" width="120"/>'
    article = ri.parse(f"{logo}\nPrices\n## Outlook\n- Prices fell [^1]", format="perplexity")
    assert (article.title, [section.title for section in article.sections]) == ("Prices", ["Outlook"])
