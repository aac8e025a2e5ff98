"""Faults in declarations that ``check_format`` finds, and the field that its message says to change."""

from collections.abc import Mapping
from typing import Final

import pytest

from rareinsight.format import Fields, Format, Heading, Numbered
from rareinsight.testing import check_format

SOUND: Final = Format(
    "sound",
    [Heading(["Overview"], role="core"), Heading(["Outlook", "Risks"])],
    [Numbered("Part {n}", role="group")],
    markers=["-"],
    citations=["[{n}]"],
)
FAULTS: Final[Mapping[str, tuple[Fields, str]]] = {
    "boilerplate like insights": ({"boilerplate": ["- {text}"]}, "boilerplate"),
    "boilerplate like headings": ({"boilerplate": ["Part {text}"]}, "boilerplate"),
    "boilerplate like cited lines": ({"boilerplate": ["{text}[{text}"]}, "boilerplate"),
    "an ending like words of titles": ({"title_endings": ["a", "n", "s"]}, "title_endings"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_check_format_finds_a_fault(name: str) -> None:
    changes, field = FAULTS[name]
    with pytest.raises(AssertionError, match=rf"(?s)\nexpected:\n.*\ngot:\n.*\nchange:\n    Format\.{field}: without"):
        check_format(SOUND.evolve(name="faulty").evolve(**changes))
