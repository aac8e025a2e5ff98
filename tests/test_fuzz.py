"""What fuzzing found, by number, and the inputs that reach the most of the code: each keeps its target's contract."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import rareinsight as ri
from rareinsight.dumps._text import text_kind

FUZZ: Final = Path(__file__).parent.parent / "fuzz"
sys.path.append(str(FUZZ))

from targets import TARGETS, corpus_of, keeps_promises  # noqa: E402 - it lies beside the tests


def reads(text: str, declare: Callable[[list[ri.Heading]], ri.Format]) -> None:
    """A text keeps the promises in a format, unless that is refused where it is declared."""
    try:
        format = declare([ri.Heading(["Facts"])])
    except ValueError:
        return
    keeps_promises(text, format)


#: What fuzzing found, in order, and what happened.
FINDS: Final[tuple[tuple[Callable[[], object], str], ...]] = (
    (lambda: TARGETS["dump"](b"\x03a,b \rc"), "a bare return in the first row of a table raised csv.Error"),
    (
        lambda: reads("Facts - A [b 2]", lambda facts: ri.Format("f", facts, citations=["[{text} {n}]"])),
        "a citation with words before its number could not be compiled",
    ),
    (
        lambda: reads("Facts - A 2#", lambda facts: ri.Format("f", facts, citations=["{n}#"])),
        "nor could one that begins with its number",
    ),
    (
        lambda: reads("Facts\n a", lambda facts: ri.Format("f", [*facts, ri.Heading(families=["\t{text}a"])])),
        "nor a family of headings behind a space",
    ),
    (
        lambda: reads("Facts]!2\t:", lambda facts: ri.Format("f", facts, citations=["!{n}\t"], unmarked=True)),
        "a citation that ends in a space reached out of its insight",
    ),
    (
        lambda: TARGETS["from_json"](b'{"sections":[{"role":"core","level":0}]}'),
        "a section of level 0 was read from JSON and could not be shown",
    ),
    (lambda: text_kind("<!-- -->" * 1000, "a"), "empty comments took a time that each of them doubled"),
    (
        lambda: keeps_promises("Core Insights - Tin fell at Acme Inc.[1]。", ri.formats()["digest"]),
        "an ideographic stop behind a full stop and a citation was lost",
    ),
)


@pytest.mark.parametrize(("find", "what_was_wrong"), FINDS, ids=map(str, range(1, len(FINDS) + 1)))
def test_finds(find: Callable[[], object], what_was_wrong: str) -> None:
    try:
        find()
    except Exception as error:
        raise AssertionError(f"again {what_was_wrong}") from error


@pytest.mark.parametrize("target", TARGETS)
def test_the_corpus_keeps_the_contract(target: str) -> None:
    inputs = sorted(corpus_of(target).iterdir())
    assert inputs
    for path in inputs:
        try:
            TARGETS[target](path.read_bytes())
        except Exception as error:
            raise AssertionError(f"{path.name} breaks the contract") from error
