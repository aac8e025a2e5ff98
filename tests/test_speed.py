"""No change makes parsing slower unseen: calls are counted, of Python's functions and of C's.

Counts don't depend on the machine, nor on what else it does. A compiled core makes fewer. Bounds are a tenth above what
was counted; a change that exceeds one has to be worth it.
"""

from statistics import mean, median

import pytest

import rareinsight as ri
from commands import run_python
from promises import count_steps
from score import load

PAGES = [page.text for page in load("real")[::8]]
#: Text without a digest, like most of the web.
PROSE = "Rain is due in the south - and snow in the north. Ferries wait in port. " * 130


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is looked at again."""
    monkeypatch.setattr("rareinsight._pipeline.may_be_odd", lambda *_: False)


def parse_all(text: str) -> list[ri.Article]:
    return list(ri.parse_many(text))


def count_by_page() -> list[float]:
    """Return the calls for each page, by its code points."""
    return [count_steps(parse_all, page) / len(page) for page in PAGES if parse_all(page)]


@pytest.mark.usefixtures("once")
def test_parse_takes_few_calls_for_the_seed(seed: str) -> None:
    insights = len(ri.parse(seed).insights)
    assert count_steps(ri.parse, seed) <= 137 * insights


@pytest.mark.usefixtures("once")
def test_parse_takes_few_calls_for_a_labelled_page() -> None:
    per_character = count_by_page()
    assert median(per_character) <= 1.55
    assert mean(per_character) <= 1.76


@pytest.mark.skipif(ri.__compiled__, reason="the calls of a compiled core are not counted, those to look again are")
def test_parse_takes_few_more_calls_to_look_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of these pages are, and take five times as many; most of the others raise no question."""
    again = mean(count_by_page())
    monkeypatch.setattr("rareinsight._pipeline.may_be_odd", lambda *_: False)
    assert again <= 1.33 * mean(count_by_page())


def test_parse_takes_few_calls_for_odd_headings() -> None:
    """What is odd about each is asked until one answer is yes."""
    text = "Group 1 - " + 300 * "A−B[1]"
    assert ri.parse(text).insights
    assert count_steps(ri.parse, text) <= 65 * len(text)


def test_detect_takes_few_calls_for_prose() -> None:
    assert ri.detect(PROSE) is None
    assert count_steps(ri.detect, PROSE) <= 96


def test_first_parse_takes_few_calls() -> None:
    """In a process of its own, with all that is imported and compiled."""
    program = """
import cProfile
profile = cProfile.Profile()
profile.enable()
import rareinsight
rareinsight.parse("Core Insights - Prices fell [1]")
profile.disable()
print(sum(entry.callcount for entry in profile.getstats()))
"""
    assert (
        int(run_python("-c", program).stdout) <= 295_000
    )  # some more with the oldest dependencies than with the newest
