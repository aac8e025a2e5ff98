"""Detection finds digests, and rejects other text, most of it without parsing."""

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rareinsight as ri
from languages import CHINESE, ENGLISH, Language
from rareinsight import Format, Heading, Numbered
from rareinsight._grammar.grammar import compile_format, could_be
from score import declared, is_right, load

_web = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "web.py"))
KINDS: tuple[str, ...] = _web["KINDS"]
make_pages: Callable[[str, int], list[str]] = _web["make_pages"]
DIGEST = ri.formats()["digest"]

#: Text with footnotes, so that the few marks of a digest stand among many others.
ESSAY = "The harbour was widened twice.[12] Its long - term use is open, as the town said in spring.[13][14] Later"


@pytest.mark.parametrize("kind", KINDS)
def test_detect_rejects_web_pages_without_parsing(kind: str) -> None:
    grammar = compile_format(DIGEST, None)
    assert sum(could_be(page, grammar) for page in make_pages(kind, 50)) <= 2


@pytest.mark.parametrize("kind", KINDS)
def test_detect_rejects_web_pages(kind: str) -> None:
    assert not any(map(ri.detect, make_pages(kind, 50)))


#: What is no digest: prose that cites inside its sentences, lists and talk without citations, tables.
OTHER_LINES: dict[str, Callable[[list[str], Language], list[str]]] = {
    "prose": lambda said, language: [language.space.join(said)],
    "bullets": lambda said, _: [f"- {each}" for each in said],
    "numbers": lambda said, _: [f"{number}. {each}" for number, each in enumerate(said, 1)],
    "talk": lambda said, language: [f"{who}: {each}" for who, each in zip(language.labels, said, strict=False)],
    "table": lambda said, language: [f"| {who} | {each} |" for who, each in zip(language.who, said, strict=False)],
}


@st.composite
def other_texts(draw: st.DrawFn) -> str:
    language, kind = draw(st.sampled_from([ENGLISH, CHINESE])), draw(st.sampled_from([*OTHER_LINES]))
    # a year in brackets at the end of a line may as well cite
    who, what = st.sampled_from(language.who), st.sampled_from([each for each in language.what if "[" not in each])
    cited = (st.just("") | st.integers(1, 40).map("[{}]".format)) if kind == "prose" else st.just("")
    stop = f"{language.space}{{}}{'.' if language.space else '。'}"
    sentences = st.lists(st.builds((f"{{}}{{}}{stop}").format, who, cited, what), min_size=1, max_size=5)
    headings = st.sampled_from([None, *language.labels, *language.titles])
    blocks = draw(st.lists(st.tuples(headings, sentences), min_size=1, max_size=5))
    lines = [line for heading, said in blocks for line in [heading, *OTHER_LINES[kind](said, language)] if line]
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


@given(other_texts())
def test_detect_rejects_prose_lists_talk_and_tables(text: str) -> None:
    assert ri.detect(text) is None
    assert ri.parse(text).sections == ()


#: Texts with a single sign of a digest each.
TRACED = {
    "a marker after citations": "Prices fell [1] - Costs rose [2]",
    "a marker after citations and a stop": "Prices fell [1]. - Costs rose [2]",
    "a marker glued to the stop after them": "铜价下跌[1]。- 成本上升[2]",
    "markers at lines": "Prices\n- fell [1]\n- rose [2]",
    "markers at lines, set in": "Prices\n   * fell [1]\n   * rose [2]",
    "a title before a marker": "Copper rose [1] Falling Costs - freight fell [2]",
    "a question before a marker": "Prices fell [1] Question: Where will they go from here? - Up, as in spring [2]",
    "brackets of another kind": "Prices fell【1】 - Costs rose【2】",
    "a group": "Group 1 - Prices fell",
    "a core": "Core Insights - Prices fell",
    "a link": "[Sales](index=3&type=section&id=Sales) Sales rose",
}


#: Texts with a single sign of a declared format each.
TRACED_AS_DECLARED = {
    "a family of a core": (
        Format("calls", headings=[Heading(role="core", families=["Minutes of {text} Call"])]),
        "Minutes of the Copper Call - Prices fell",
    ),
    "a number with a word": (Format("points", numbered=[Numbered("{n}. Punkt")], free_headings=True), "1. Punkt"),
    "a number": (Format("items", numbered=[Numbered("{n}.")]), "1. Copper"),
    "a line": (Format("lines", free_headings=True, unmarked=True), "Copper"),
}


@pytest.mark.parametrize(
    ("format", "text"),
    [*((DIGEST, text) for text in TRACED.values()), *TRACED_AS_DECLARED.values()],
    ids=[*TRACED, *TRACED_AS_DECLARED],
)
def test_detect_finds_a_digest_in_other_text(format: Format, text: str) -> None:
    assert could_be(f"{ESSAY}\n\n{text}\n{ESSAY}", compile_format(format, None))


# --- among declared formats --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.usefixtures("own_registry")
def test_detect_finds_the_format_among_all() -> None:
    pages = [page for page in load("declared") if is_right(page)]
    producers = {page.record["format"] for page in pages}
    for format in (each for each in declared().values() if each.name in producers):
        ri.register(format)
    wrong = [page.record["name"] for page in pages if ri.detect(page.text) != page.record["format"]]
    # 早报 declares the same numbers as 晨报; of the others nothing tells but numbers
    assert wrong == ["faq-2", "thread-1", "晨报"]


@pytest.mark.usefixtures("own_registry")
def test_detect_prefers_signs_to_headings_of_answers() -> None:
    ri.register(ri.formats()["answer"].evolve(name="briefs", headings=[Heading(["Findings"])]))
    page = "## Findings\n\n- Tin is rare [1]\n- Two mines closed [2]\n\n[1] FT - https://ft.com/a\n[2] FT - https://ft.com/b"
    assert ri.detect(page) == "briefs"
    assert ri.detect(page.replace("com/a", "com/a?utm_source=openai")) == "openai-web-search"


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize(
    ("shape", "page"),
    [
        ("{n}.", "Core Insights\n- Tin is rare [1]\n1. Mines\n- Two closed [2]\n2. Demand\n- Cars need it [3]"),
        ("{c}、", "核心观点\n- 铜价上涨 [1]\n一、矿山\n- 关闭两座 [2]\n二、需求\n- 汽车需要 [3]"),
    ],
)
def test_detect_does_not_prefer_numbers_to_words(shape: str, page: str) -> None:
    ri.register(Format("mine", numbered=[Numbered(shape, role="group")], markers=["-"], citations=["[{n}]"]))
    assert ri.detect(page) == "digest"
    assert ri.detect(page.split("]", 1)[1].strip()) == "mine"


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("## Bottom line\n\n- Tin is rare citeturn0search1\n- Zinc is not citeturn0search2", "chatgpt"),
        ("Tin is rare [oai_citation:0‡Metal](https://metal.example).\n\n**Bottom line**\n- Zinc is not", "chatgpt"),
        ("Tin is rare [^1_1].\n\n## Core ideas\n\n- Zinc is not [^1_2]", "perplexity"),
        ("## Mines\n\n### Tin\n\n- Rare [^1_1]\n\n### Zinc\n\n- Not [^1_2].", "perplexity"),
        ("## Mines\n\nTin is rare ([Metal](https://metal.example/?utm_source=chatgpt.com)).", "chatgpt"),
        ("## Bottom line\n\n- Tin is rare [citation:2]\n- Zinc is not [citation:3], as table [1] says", "deepseek"),
        ("Bottom line\n- Tin is rare [1]\n- Zinc, as utm_source=chatgpt.com says, is not [2]", "mine"),
        ("## Bottom line\n\n- Tin is rare [1]\n\n" + 2 * '<cite index="1-1">Zinc is not</cite>. ', "claude"),
        ("Core Insights - Tin is rare, as utm_source=chatgpt.com says [1] Bottom line - Zinc is not [2]", "digest"),
        ("## Mines\n\n- Tin is rare [1]\n\nSources: [1] Metal https://metal.example", "answer"),
        (
            "- Tin is rare [1]\n- Zinc is not [2]\n\n[1] Metal - https://metal.example\n[2] Zinc - https://zinc.example",
            "mine",
        ),
        ("## Mines\n\n- Tin is rare :cite[1]:cite[2].", "deepseek"),
        ("**Group 1: Mines**\n\n- Tin is rare【4:0†source】.", "openai-assistants"),
        ("## Mines\n\nTin is rare [1]. Zinc is not [2].\n\nSources: [Metal](https://metal.example)", "answer"),
        (
            "## Mines\n\nTin is rare [1]. Zinc is not [2]. Lead is [3]. Gold [4]. Ore [5].\n\n> So Orm【1†L1】.",
            "answer",
        ),
    ],
)
def test_detect_weighs_signs_against_headings(page: str, name: str) -> None:
    ri.register(Format("mine", [Heading(["Bottom line"], role="core")], markers=["-"], citations=["[{n}]"]))
    assert ri.detect(page) == ri.parse(page).format == name


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("## Bottom line\n- Tin is rare [1]\n- Zinc is not [2]", "mine"),
        ("## Mines\n- Tin is rare [1]\n- Zinc is not [2]", "digest"),
        ("## Mines\n\nTin is rare [1].\n\nSources: [1] Metal https://metal.example", "answer"),
        ("## Bottom line\n- Tin is rare [oai_citation:0‡Metal](https://metal.example)\n- Zinc is not [2]", "chatgpt"),
        ("## Core Insights\n- Tin is rare [1]\n## Bottom line\n- Zinc is not [2]", "digest"),
    ],
)
def test_detect_prefers_a_format_in_markdown_by_its_headings(page: str, name: str) -> None:
    ri.register(Format("mine", [Heading(["Bottom line"])], markers=["-"], citations=["[{n}]"], markdown=True))
    assert ri.detect(page) == ri.parse(page).format == name


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize("text", ["In brief → Copper is short.", "1. Rivals\n→ Copper is short."])
def test_detect_finds_a_heading_before_a_declared_marker(text: str) -> None:
    headings = [Heading(["In brief"], role="core")] if text.startswith("In") else []
    ri.register(Format("arrows", headings, [Numbered("{n}.", role="group")], markers=["→"]))
    assert ri.detect(text) == "arrows"


@pytest.mark.parametrize("spaces", [" ", "  ", "\u00a0 "])
def test_detect_finds_a_group_and_its_number_with_any_spaces_between(spaces: str) -> None:
    assert ri.detect(f"Copper climbs\n\nGroup{spaces}1 - Copper rose [7]") == "digest"


@pytest.mark.usefixtures("own_registry")
@pytest.mark.parametrize("above", ["", "Copper climbs\n\n"])
def test_detect_finds_a_family_of_headings(above: str) -> None:
    families = ["{text} at a glance", "{text} {text}!"]
    ri.register(Format("glance", [Heading(families=families, role="core")], markers=["•"]))
    assert ri.detect(f"{above}Markets at a glance\n• Copper rose\n• Tin fell") == "glance"
