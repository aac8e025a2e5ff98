"""Declarations: what they recognise. `test_misuse.py` has those that are refused."""

import doctest
import pickle
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import rareinsight as ri
from rareinsight import Format, Heading, Numbered
from score import found_in, load, without_numbers

ROOT = Path(__file__).parents[2]
A = [Heading(["A"])]


def test_boilerplate_may_be_a_number() -> None:
    format = ri.formats()["digest"].evolve(boilerplate=["{n}"])
    article = ri.parse("Core Insights\n- Prices fell [1]\n12\n- Costs rose [2]", format=format)
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]


#: Words with letters of several scripts and all the characters that mean something in a regular expression.
WORDS = st.text("AbZé稀核9 .^$+?()[]|&~<>/_'\"=!%@,;-", min_size=2, max_size=12).filter(
    lambda word: word[:1].isalpha() and word.strip() == word and not word.isdigit()
)
CHARACTERS = st.text(".^$+?{}()|\\&~<>/=!%@→◆■§", min_size=1, max_size=3)


@given(WORDS, CHARACTERS)
def test_format_takes_regex_characters_literally(word: str, marker: str) -> None:
    """Whatever characters a declaration holds, they stand for themselves."""
    # a marker may touch a semicolon, a closing bracket, and Chinese after it
    assume(not any(f"{sign}{marker}" in word for sign in " ;])"))
    declared = Format("any", headings=[Heading([word])], markers=[marker], source_lines=[])
    article = ri.parse(f"{word}\n{marker} Copper is short\n{marker} Tin is rare\n", format=declared)
    assert [section.heading for section in article.sections] == [word]
    assert [insight.text for insight in article.insights] == ["Copper is short", "Tin is rare"]


@given(
    st.text("<>(){}[]|^$.*+?\\【】†#", min_size=1, max_size=3),
    st.text("<>(){}[]|^$.*+?\\【】†#", min_size=1, max_size=3),
)
def test_citations_may_use_any_characters(before: str, after: str) -> None:
    signs = before + after  # a bracket that opens has to close
    assume(all(signs.count(left) <= signs.count(right) for left, right in ("()", "[]", "{}", "<>", "【】")))
    escaped = [character.replace("{", "{{").replace("}", "}}") for character in (before, after)]
    declared = Format("any", A, citations=["{n}".join(escaped)], source_lines=[])
    article = ri.parse(f"A\n- Copper is short {before}3{after}\n- Tin is rare {before}12{after}\n", format=declared)
    assert [(insight.text, [each.number for each in insight.citations]) for insight in article.insights] == [
        ("Copper is short", [3]),
        ("Tin is rare", [12]),
    ]


def test_shape_may_begin_with_a_space() -> None:
    format = Format("spaced", numbered=[Numbered("\u3000{c}、")], markers=["-"], source_lines=[])
    assert not ri.parse("一、铜\n- 铜价下跌", format=format).sections


def test_format_is_hashable_and_comparable() -> None:
    digest = ri.formats()["digest"]
    assert pickle.loads(pickle.dumps(digest)) == digest  # noqa: S301 - our own
    assert digest.evolve() == digest
    assert hash(digest.evolve()) == hash(digest)
    assert digest.evolve(name="mine") != digest


def test_evolve_is_typed_and_refuses_what_the_fields_refuse() -> None:
    digest = ri.formats()["digest"]
    with pytest.raises(TypeError, match="no field 'markrs'; did you mean 'markers'"):
        digest.evolve(markrs=["→"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] - as type checkers do
    with pytest.raises(TypeError, match=r"Format\.markers"):
        digest.evolve(markers=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# --- the recipes --------------------------------------------------------------------------------------------------


def test_recipes_in_docs_match_the_examples() -> None:
    page = (ROOT / "docs" / "how-to" / "recipes.md").read_text(encoding="utf-8")
    names: dict[str, object] = {"ri": ri}
    for example in doctest.DocTestParser().get_examples(page):
        if " = ri.Format(" in example.source:
            exec(example.source, names)  # noqa: S102 - the page is ours
    shown = {value for value in names.values() if isinstance(value, Format)}
    program = "import rareinsight as ri, runpy, sys, pickle; runpy.run_path(sys.argv[1]); "
    program += "origins = ri._formats.registry.origin_of; "
    program += "own = [each for name, each in ri.formats().items() if origins(name) == 'registered']; "
    program += "sys.stdout.buffer.write(pickle.dumps(own))"
    command = [sys.executable, "-c", program, str(ROOT / "examples" / "formats.py")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert shown == set(pickle.loads(done.stdout))  # noqa: S301 - our own


@pytest.mark.usefixtures("own_registry")
def test_recipes_parse_the_labelled_pages() -> None:
    runpy.run_path(str(ROOT / "examples" / "formats.py"))
    pages = [page for page in load("first") if page.record["family"] == "X"]
    found = [without_numbers(map(found_in, ri.parse_many(page.text))) for page in pages]
    assert found == [without_numbers(page.labels) for page in pages]
    assert len(pages) == 4


def test_example_package_has_a_recipe() -> None:
    module = ROOT / "examples" / "rareinsight-overview" / "src" / "rareinsight_overview.py"
    recipe = runpy.run_path(str(module))["OVERVIEW"]
    assert ri.parse("Overview\n• Copper is short", format=recipe).format == "overview"


def test_headings_match_letters_that_case_folding_lengthens() -> None:
    format = ri.Format("bericht", headings=[ri.Heading(["Wichtige Maßnahmen", "Maßnahmen"], role="core")])
    section = ri.parse("WICHTIGE MAẞNAHMEN\n- Minen schließen\n- Zölle steigen", format=format).sections[0]
    assert (section.role, section.heading, len(section.insights)) == ("core", "WICHTIGE MAẞNAHMEN", 2)
