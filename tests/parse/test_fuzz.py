"""What fuzzing found, and the inputs that reach the most of the code: each keeps its target's contract."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

import rareinsight as ri
from rareinsight.dumps._text import text_kind

FUZZ: Final = Path(__file__).parents[2] / "fuzz"
sys.path.append(str(FUZZ))

from targets import TARGETS, corpus_of, keeps_promises  # noqa: E402 - it lies beside the tests

DIGEST: Final = ri.formats()["digest"]
WORDED: Final = ri.Format("worded", [ri.Heading(["Facts"])], citations=["[{text} {n}]"])
#: Inputs found by fuzzing that are parsed now, and what went wrong; those now refused are in ``test_misuse.py``.
FINDS: Final[tuple[tuple[Callable[[], object], str], ...]] = (
    (lambda: TARGETS["dump"](b"\x03a,b \rc"), "a bare return in the first row of a table raised csv.Error"),
    (lambda: keeps_promises("Facts - A [b 2]", WORDED), "a citation with words before its number was not compiled"),
    (lambda: text_kind("<!-- -->" * 1000, "a"), "empty comments took a time that each of them doubled"),
    (lambda: keeps_promises("Core Insights - Tin fell at Acme Inc.[1]。", DIGEST), "a stop behind a stop was lost"),
)


@pytest.mark.parametrize(("find", "what_was_wrong"), FINDS, ids=[wrong for _, wrong in FINDS])
def test_inputs_found_by_fuzzing_are_parsed(find: Callable[[], object], what_was_wrong: str) -> None:
    try:
        find()
    except Exception as error:
        raise AssertionError(f"again {what_was_wrong}") from error


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_fuzzing_corpus_keeps_the_contract(target: str) -> None:
    inputs = sorted(corpus_of(target).iterdir())
    assert inputs
    for path in inputs:
        try:
            TARGETS[target](path.read_bytes())
        except Exception as error:
            raise AssertionError(f"{path.name} breaks the contract") from error
