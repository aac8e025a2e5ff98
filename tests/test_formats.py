"""Declarations: what they recognise, and how the wrong ones are refused."""

import doctest
import pickle
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import rareinsight as ri
from rareinsight import Format, Heading, Numbered
from rareinsight._format import registry
from score import found_in, load, without_numbers

ROOT = Path(__file__).parent.parent
A = [Heading(["A"])]

# --- wrong declarations: each is refused with what is wrong, where, and how to mend it -----------------------------

# fmt: off
#: A declaration, and how the message begins.
REFUSED: Final = (
    ("Format('x', A, marker=['-'])", "Format has no field 'marker'; did you mean 'markers'?"),
    ("Heading(['A'], holds_txt=True)", "Heading has no field 'holds_txt'; did you mean 'holds_text'?"),
    ("Numbered('{n}.', rôle='core')", "Numbered has no field 'rôle'; did you mean 'role'?"),
    ("Format('x', A).evolve(citation=['[{n}]'])", "Format has no field 'citation'; did you mean 'citations'?"),
    ("Format(3, A)", "Format.name: expected a str, got 3"),
    ("Format(' ', A)", "Format.name: expected a name that articles of the format carry, got ' '"),
    ("Format('x', A, markers='-')", "Format.markers: '-' is not a list; write ['-']"),
    ("Format('x', A, markers=None)", "Format.markers: None is not a list; write [...]"),
    ("Format('x', A, markers=[1])", "Format.markers: 1 is not a str"),
    ("Format('x', 'A')", "Format.headings: 'A' is not a list; write [Heading(['A'])]"),
    ("Format('x', ['A'])", "Format.headings: 'A' is not a Heading; write Heading(['A'])"),
    ("Format('x', A, ['{n}.'])", "Format.numbered: '{n}.' is not a Numbered; write Numbered('{n}.')"),
    ("Format('x', A, unmarked='yes')", "Format.unmarked: expected a bool, got 'yes'"),
    ("Format('x', A, title_line='frist')", "Format.title_line: expected one of 'first', 'last', got 'frist'"),
    ("Heading(['A'], role='cor')", "Heading.role: expected one of 'core', 'group', 'other', got 'cor'"),
    ("Numbered('{n}.', level='1')", "Numbered.level: expected an integer >= 1, got '1'"),
    ("Numbered('{n}.', level=0)", "Numbered.level: expected an integer >= 1, got 0"),
    ("Numbered(['{n}.'])", "Numbered.shape: expected a str, got ['{n}.']"),
    ("Heading([])", "Heading.words is empty: give at least one word, or omit the heading"),
    ("Heading('Overview')", "Heading.words: 'Overview' is not a list; write ['Overview']"),
    ("Heading([''])", "Heading.words: '' would match everywhere; remove it"),
    ("Heading(['## A:'])", "Heading.words: '## A:' has spaces, colons or Markdown syntax around it;"),
    ("Heading(['A\\nB'])", "Heading.words: 'A\\nB' has several lines; give each separately"),
    ("Format('x', A, markers=[' - '])", "Format.markers: ' - ' has spaces; leave them out, as those around a"),
    ("Format('x', A, references=['Sources:'])", "Format.references: 'Sources:' has spaces, colons or"),
    ("Numbered('Part')", "Numbered.shape: 'Part' has no {n} or {c} or {r}; add it, as in 'Group"),
    ("Numbered('Part {m}')", "Numbered.shape: 'Part {m}' has an unknown placeholder {m}: {n} is a number in"),
    ("Numbered('Part {n')", "Numbered.shape: 'Part {n' is not a shape such as 'Group {n}': expected '}' before end"),
    ("Numbered('Part {n:d}')", "Numbered.shape: 'Part {n:d}' is not a shape such as 'Group {n}': write {n} with"),
    ("Numbered('{r}.{n}')", "Numbered.shape: '{r}.{n}' has several placeholders, as in an outline; use {n}"),
    ("Numbered('{n}')", "Numbered.shape: '{n}' would match any number; add characters, as in 'Group"),
    ("Format('x', A, citations=['(n)'])", "Format.citations: '(n)' has no {n} or {s} or {key}; add it, as in '[{n}]'"),
    ("Format('x', A, citations=['[{number}]'])", "Format.citations: '[{number}]' has an unknown placeholder"),
    ("Format('x', A, markers=[r'\\d+.'])", "Format.markers: '\\\\d+.' looks like a regular expression; words match"),
    ("Format('x', A, numbered_markers=['({n})'], citations=['({n})'])",
     "Format.numbered_markers: '({n})' can't be distinguished from the citation '({n})'; keep one of them"),
    ("Format('x', A, citations=['{n}.'])", "Format.citations: '{n}.' must start with a character, not a placeholder,"),
    ("Format('x', A, citations=['[{n}'])", "Format.citations: '[{n}' has an opening bracket without a closing one;"),
    ("Format('x', A, citations=['[{n}] '])", "Format.citations: '[{n}] ' has spaces around it, which are not part of"),
    ("Heading(families=['Key'])", "Heading.families: 'Key' has no {text}; add it, as in 'Summary of"),
    ("Format('x', headings=[Numbered('Part {n}')])",
     "Format.headings: Numbered(shape='Part {n}', role='other', level=1) is not a Heading; write numbered=[...]"),
    ("Format('x', numbered=[Heading(['Part'])])", "Format.numbered: Heading(words=('Part',), role='other',"),
    ("Format('x', A, citations=['[{n}{text}]'])", "Format.citations: '[{n}{text}]' has nothing between two"),
    ("Format('x', A, numbered_markers=['{c}、'])", "Format.numbered_markers: '{c}、' has an unknown placeholder {c}:"),
    ("Format('x', A, source_lines=['{source}'])", "Format.source_lines: '{source}' has no {date}; add it, as in"),
    ("Format('x', A, source_lines=['{source}{date}'])",
     "Format.source_lines: '{source}{date}' has nothing between two placeholders; separate them"),
    ("Format('x', A, source_lines=['{date} - {date}'])",
     "Format.source_lines: '{date} - {date}' has a placeholder twice; use each once, as in '{source}·{date}'"),
    ("Format('x', A, heading_links=['[[{url}]]'])",
     "Format.heading_links: '[[{url}]]' has no {text}; add it, as in '[{text}]({url})'"),
    ("Format('x', A, heading_links=['<{text}|{url}>'])",
     "Format.heading_links: '<{text}|{url}>' must start with '[', as in"),
    ("Format('x')", "Format 'x' has no headings, so nothing would ever be recognised: give"),
    ("Format('x', A, markers=[])", "Format 'x' has neither markers nor citations, so no insight would ever be"),
    ("Format('x', [*A, Heading(['a'], role='core')])",
     "Format.headings: 'a' is declared both as a heading of role 'other' and as a heading of role 'core';"),
    ("Format('x', numbered=[Numbered('{n}.'), Numbered('{n}.', level=2)])",
     "Format.numbered: '{n}.' is declared both as a heading of role 'other' and level 1 and as a heading of"),
    ("Format('x', A, markers=['o'])", "Format.markers: 'o' also occurs in ordinary sentences; a marker must"),
    ("Format('x', [Heading(['Q & A'])], markers=['&'])",
     "Format.markers: '&' would start an insight inside the heading 'Q & A'; remove one of them"),
    ("Format('x', [Heading(['Q•A'])], markers=['•'])",
     "Format.markers: '•' would start an insight inside the heading 'Q•A'; remove one of them"),
    ("Format('x', A, markers=['{n}.'])", "Format.markers: '{n}.' has a placeholder, but markers match literally;"),
    ("Format('x', A, lead=True)", "Format 'x' has lead=True without unmarked=True: paragraphs above the first"),
    ("Format('x', A, glued_markers=['+'])", "Format.glued_markers: '+' is not among the markers ['-', '*', '•']"),
    ("Format('x', A, markers=['['], glued_markers=['['], citations=['[{n}]'])",
     "Format.glued_markers: the citation '[{n}]' also starts with '['; leave it out here, so that it needs spaces"),
    ("Format('x', A, citations=['[{n}]', '[ {n}]'])",
     "Format.citations: '[ {n}]' can't be distinguished from the citation '[{n}]'; keep one of them"),
    ("Format('x', numbered=[Numbered('({n})')], citations=['({n})'])",
     "Format.numbered: '({n})' can't be distinguished from the citation '({n})'; keep one of them"),
    ("Format('x', numbered=[Numbered('{n}.')], numbered_markers=['{n}.'])",
     "Format.numbered_markers: '{n}.' is declared both as a heading of role 'other' and level 1 and as a"),
    ("Heading(['Part {n}'])", "Heading.words: 'Part {n}' has a placeholder, but words match literally; use"),
    ("Heading(['a' * 81])", "Heading.words:"),
    ("Format('x', A, citations=['[{n}:{n}]'])", "Format.citations: '[{n}:{n}]' has a placeholder twice; use each"),
    ("Format('x', A, boilerplate=['a'])", "Format.boilerplate: 'a' is declared both as a heading of role"),
    ("Format('x', A, boilerplate=['{text}'])", "Format.boilerplate: '{text}' would match any text; add characters"),
    ("Format('x', A, boilerplate=['{lines}'])", "Format.boilerplate: '{lines}' would match any text; add"),
    ("Format('x', [Heading(['[1]'])], citations=['[{n}]'])",
     "Format.headings: '[1]' can't be distinguished from the citation '[{n}]'; keep one of them"),
    ("Format('x', A, references=['a'])", "Format.references: 'a' is declared both as a heading of role 'other'"),
    ("Format('x', A, boilerplate=['Links'], references=['links'])",
     "Format.references: 'links' is declared both as boilerplate and as a heading of references; remove one"),
)
# fmt: on


@pytest.mark.parametrize(("declaration", "message"), REFUSED)
def test_a_wrong_declaration_is_refused_with_how_to_mend_it(declaration: str, message: str) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{re.escape(message)}"):
        eval(declaration)  # noqa: S307 - ours, from the table above


def test_a_number_alone_may_be_boilerplate() -> None:
    format = ri.formats()["digest"].evolve(boilerplate=["{n}"])
    article = ri.parse("Core Insights\n- Prices fell [1]\n12\n- Costs rose [2]", format=format)
    assert [insight.text for insight in article.insights] == ["Prices fell", "Costs rose"]


# --- right declarations ------------------------------------------------------------------------------------------

#: Words with letters of several scripts and all the characters that mean something in a regular expression.
WORDS = st.text("AbZé稀核9 .^$+?()[]|&~<>/_'\"=!%@,;-", min_size=2, max_size=12).filter(
    lambda word: word[:1].isalpha() and word.strip() == word and not word.isdigit()
)
CHARACTERS = st.text(".^$+?{}()|\\&~<>/=!%@→◆■§", min_size=1, max_size=3)


@given(WORDS, CHARACTERS)
def test_signs_of_regular_expressions_are_signs(word: str, marker: str) -> None:
    """Whatever characters a declaration holds, they stand for themselves."""
    assume(marker not in word.split() and f";{marker}" not in word)  # a marker may touch a semicolon
    declared = Format("any", headings=[Heading([word])], markers=[marker], source_lines=[])
    article = ri.parse(f"{word}\n{marker} Copper is short\n{marker} Tin is dear\n", format=declared)
    assert [section.heading for section in article.sections] == [word]
    assert [insight.text for insight in article.insights] == ["Copper is short", "Tin is dear"]


@given(
    st.text("<>(){}[]|^$.*+?\\【】†#", min_size=1, max_size=3),
    st.text("<>(){}[]|^$.*+?\\【】†#", min_size=1, max_size=3),
)
def test_citations_of_any_signs_are_read(before: str, after: str) -> None:
    signs = before + after  # a bracket that opens has to close
    assume(all(signs.count(left) <= signs.count(right) for left, right in ("()", "[]", "{}", "<>", "【】")))
    escaped = [character.replace("{", "{{").replace("}", "}}") for character in (before, after)]
    declared = Format("any", A, citations=["{n}".join(escaped)], source_lines=[])
    article = ri.parse(f"A\n- Copper is short {before}3{after}\n- Tin is dear {before}12{after}\n", format=declared)
    assert [(insight.text, [each.number for each in insight.citations]) for insight in article.insights] == [
        ("Copper is short", [3]),
        ("Tin is dear", [12]),
    ]


def test_a_declaration_is_a_value() -> None:
    digest = ri.formats()["digest"]
    assert pickle.loads(pickle.dumps(digest)) == digest  # noqa: S301 - our own
    assert digest.evolve() == digest
    assert hash(digest.evolve()) == hash(digest)
    assert digest.evolve(name="mine") != digest


def test_bullet_signs_among_the_markers_need_no_blanks() -> None:
    assert Format("x", A, markers=["→", "▪", "•"]).glued_markers == ("▪", "•")
    assert Format("x", A, markers=["→"]).glued_markers == ()
    assert Format("x", A, markers=["•"], glued_markers=[]).glued_markers == ()


def test_a_declaration_describes_itself() -> None:
    declared = Format(
        "notes",
        headings=[Heading(["Gist"], role="core"), Heading(["Pros", "Cons"])],
        numbered=[Numbered("Part {n}", role="group")],
        free_headings=True,
        heading_links=["[{text}]({url})"],
        markers=["→"],
        numbered_markers=["{n}."],
        unmarked=True,
        lead=True,
        citations=["[{n}]", "[^{n}]"],
        title_line="last",
        boilerplate=["Share", "Menu"],
        references=["Sources"],
    )
    assert (
        declared.describe()
        == """\
notes: digests identified by these words and shapes
  core headings: Gist
  group headings: Part {n}
  other headings: Pros · Cons
  free headings: title-like text where a heading can occur
  headings that are links: [{text}]({url})
  insights: every line below a heading · paragraphs above the first heading
  markers: → · {n}.
  citations: [{n}] · [^{n}]
  source lines: {source}·{date} · {date}
  title: the last line above the source line, or else above the body
  boilerplate: Share · Menu
  references below: Sources"""
    )


# --- the recipes --------------------------------------------------------------------------------------------------


def test_the_recipes_of_the_docs_are_those_of_the_examples() -> None:
    page = (ROOT / "docs" / "how-to" / "recipes.md").read_text(encoding="utf-8")
    names: dict[str, object] = {"ri": ri}
    for example in doctest.DocTestParser().get_examples(page):
        if " = ri.Format(" in example.source:
            exec(example.source, names)  # noqa: S102 - the page is ours
    shown = {value for value in names.values() if isinstance(value, Format)}
    program = "import rareinsight as ri, runpy, sys, pickle; runpy.run_path(sys.argv[1]); "
    program += "origins = ri._format.registry.origin_of; "
    program += "own = [each for name, each in ri.formats().items() if origins(name) == 'registered']; "
    program += "sys.stdout.buffer.write(pickle.dumps(own))"
    command = [sys.executable, "-c", program, str(ROOT / "examples" / "formats.py")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert shown == set(pickle.loads(done.stdout))  # noqa: S301 - our own


def test_the_recipes_read_the_labelled_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registry", registry._Registry())
    runpy.run_path(str(ROOT / "examples" / "formats.py"))
    pages = [page for page in load("first") if page.record["family"] == "X"]
    found = [without_numbers(map(found_in, ri.parse_many(page.text))) for page in pages]
    assert found == [without_numbers(page.labels) for page in pages]
    assert len(pages) == 4


def test_the_example_package_holds_a_recipe() -> None:
    module = ROOT / "examples" / "rareinsight-overview" / "src" / "rareinsight_overview.py"
    recipe = runpy.run_path(str(module))["OVERVIEW"]
    assert ri.parse("Overview\n• Copper is short", format=recipe).format == "overview"
