"""Faults in declarations that ``check_format`` finds, and the field that its message says to change."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from hypothesis import Phase, settings

from rareinsight.format import Format, Heading, Numbered
from rareinsight.testing import check_format

CORE: Final = Heading(["Overview"], role="core")
SOUND: Final = Format(
    "sound",
    [CORE, Heading(["Outlook", "Risks"])],
    [Numbered("Part {n}", role="group")],
    markers=["-"],
    citations=["[{n}]"],
)
#: What is declared beside a sound format, by what is wrong with it.
FAULTS: Final[Mapping[str, dict[str, Any]]] = {
    "boilerplate like insights": {"boilerplate": ["- {text}"]},
    "boilerplate like headings": {"boilerplate": ["Part {text}"]},
    "boilerplate like cited lines": {"boilerplate": ["{text}[{text}"]},
    "boilerplate like questions": {"boilerplate": ["{text}?"]},
    "boilerplate like titles": {"boilerplate": ["The {text}"]},
    "boilerplate like lines with numbers": {"boilerplate": ["{text} {n}]"]},
    "an ending like words of titles": {"title_endings": ["a", "n", "s"]},
    "a marker that is an abbreviation": {"markers": ["-", "No."]},
    "a marker that is an abbreviation in names": {"markers": ["-", "St."]},
    "a marker between names": {"markers": ["-", "&"]},
    "a marker behind figures": {"markers": ["-", "%"]},
    "a marker between words": {"markers": ["-", "vs."]},
    "a marker like a year": {"markers": ["-", "(2025)"]},
    "citations like years": {"citations": ["[{n}]", "FY{n}"]},
    "citations like parts of years": {"citations": ["[{n}]", "20{n}"]},
    "citations like prices": {"citations": ["[{n}]", "${n}"]},
    "citations like quarters": {"citations": ["[{n}]", "Q{n}"]},
    "citations like numbers": {"citations": ["[{n}]", "No. {n}"]},
    "citations like asides": {"citations": ["({key})"]},
    "citations like quotations": {"citations": ["“{key}”"]},
    "citations like words in quotation marks": {"citations": ["'{key}'"]},
    "citations like dates": {"citations": ["[{n}]", "August {n}"]},
    "citations like words": {"citations": ["[{n}]", "in {n}"]},
    "openings like asides": {"openings": ["({text})"]},
    "openings like words": {"openings": ["the"]},
    "numbered headings like dates": {"numbered": [Numbered("August {n}", role="group")]},
    "numbered headings like quarters": {"numbered": [Numbered("Q{n}", role="group")]},
    "numbered headings like insights": {"numbered": [Numbered("- {n}", role="group")]},
    "a level above that of its part": {"numbered": [Numbered("Part {n}", level=2), Numbered("Part {n}.{n}")]},
    "a number with a word, and no shape": {"headings": [CORE, Heading(["Chapter 1"], role="group")], "numbered": []},
    "a family like any sentence": {"headings": [CORE, Heading(families=["The {text}"])]},
    "a list of references like an insight": {"references": ["Prices"]},
}


#: Nearly every seed finds nearly all faults, each seed others: Hypothesis also draws from what is loaded besides.
SEEDS: Final = (1, 2, 3, 4, 5, 6)


@pytest.fixture
def default_examples() -> Iterator[None]:
    """As many examples as a user has by default, none of which failed before; to shrink them takes most of the time."""
    profile = settings.get_current_profile_name()
    settings.register_profile("unseen", settings.get_profile("search"), database=None, phases=[Phase.generate])
    settings.load_profile("unseen")
    yield
    settings.load_profile(profile)


@pytest.mark.slow
@pytest.mark.usefixtures("default_examples")
@pytest.mark.parametrize("name", FAULTS)
def test_check_format_finds_a_fault(name: str) -> None:
    assert any(names_fault(message_of(name, seed), name) for seed in SEEDS)


def names_fault(message: str, name: str) -> bool:
    (field, *_) = FAULTS[name]
    parts = re.findall(r"^(page|expected|got|change):$", message, re.MULTILINE)
    change = message.partition("\nchange:\n")[2].partition("\n")[0]
    return parts == ["page", "expected", "got", "change"] and field in change


def message_of(name: str, seed: int) -> str:
    format = SOUND.evolve(name=name.replace(" ", "-"), **FAULTS[name])
    try:
        check_format(format, seed=seed)
    except AssertionError as error:
        return str(error)
    return ""
