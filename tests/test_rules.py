"""Every row of the decision tables: it is met, and the reading would be another without it."""

from collections import Counter

import pytest

import rareinsight as ri
from rareinsight._declarations.digest import DIGEST
from rareinsight.evidence import RULES, TABLES
from rareinsight.rules import Rule
from rule_tables import everything, read_by_tables

#: A format whose lines are insights, markers or not.
LISTS = ri.Format("lists", headings=[ri.Heading(["Pros", "Cons"])], unmarked=True)
FORMATS = {"in-unmarked-line": LISTS, "unmarked-line": LISTS, "line-is-insight": LISTS}

#: What is left when no rule applies is text all the same; this row is there to say so.
DEFAULT = "dash-in-sentence"


every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


def test_rules_have_names_of_their_own() -> None:
    assert [name for name, count in Counter(rule.name for rule in RULES).items() if count > 1] == []
    assert all(rule.name == "-".join(rule.name.split()).lower() for rule in RULES)
    assert len(RULES) == sum(map(len, TABLES.values()))


@every_rule
def test_rules_give_their_reasons(rule: Rule) -> None:
    assert rule.reason.strip()
    assert rule.example.strip()


@every_rule
def test_the_example_of_a_rule_meets_it(rule: Rule) -> None:
    chosen = FORMATS.get(rule.name, DIGEST)
    explained = ri.explain(rule.example, format=chosen)
    assert rule.name in [evidence.rule for evidence in explained]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.name != DEFAULT], ids=lambda rule: rule.name)
def test_without_a_rule_its_example_reads_otherwise(rule: Rule) -> None:
    chosen = FORMATS.get(rule.name, DIGEST)
    whole, less = (
        read_by_tables(rule.example, chosen),
        read_by_tables(rule.example, chosen, frozenset({rule.name})),
    )
    assert list(map(everything, less)) != list(map(everything, whole))


@every_rule
def test_the_tables_and_the_plain_step_read_an_example_alike(rule: Rule) -> None:
    chosen = FORMATS.get(rule.name, DIGEST)
    by_tables, by_plain_step = (
        read_by_tables(rule.example, chosen),
        list(ri.parse_many(rule.example, format=chosen)),
    )
    assert list(map(everything, by_tables)) == list(map(everything, by_plain_step))


def test_explained_marks_are_places_of_the_text(seed: str) -> None:
    explained = ri.explain(seed)
    assert [evidence.span.cut(seed) for evidence in explained] == [evidence.text for evidence in explained]
    assert [evidence.span for evidence in explained] == sorted(evidence.span for evidence in explained)
    assert Counter(evidence.verdict for evidence in explained) == {
        "heading": 4,
        "insight": 12,
        "citations": 12,
    }


def test_what_is_explained_of_a_mark() -> None:
    explained = ri.explain("Core Insights - Short - term rates fell [1]")
    assert [(evidence.text, evidence.verdict, evidence.rule) for evidence in explained] == [
        ("-", "heading", "bare-heading"),
        ("-", "insight", "marker-after-heading"),
        ("-", "text", "compound"),
        ("[1]", "citations", "citations"),
    ]
