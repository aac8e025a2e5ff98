"""``detect`` on pages that are no digests, as most of the web is, beside a search for one bracket."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.conftest import Measure
from benchmarks.modes import Mode
from benchmarks.texts import count_bytes, seed
from benchmarks.web import KINDS, make_pages
from rareinsight import detect


def detect_each(pages: Sequence[str]) -> list[str | None]:
    """Return the format of each page."""
    return [detect(page) for page in pages]


def find_brackets(pages: Sequence[str]) -> list[int]:
    """Return where a bracket stands in each page, the quickest search that Python has."""
    return [page.find("[") for page in pages]


@pytest.mark.parametrize("kind", KINDS)
def test_detect(kind: str, measure: Measure, mode: Mode, benchmark: BenchmarkFixture) -> None:
    """Pages of one kind, and how many of them are taken for digests."""
    pages = make_pages(kind, mode.web_pages)
    found = measure(detect_each, pages, size=sum(map(count_bytes, pages)))
    benchmark.extra_info["taken"] = len(pages) - found.count(None)


def test_brackets(measure: Measure, mode: Mode) -> None:
    """The same search over prose that holds none."""
    pages = make_pages("prose", mode.web_pages)
    assert set(measure(find_brackets, pages, size=sum(map(count_bytes, pages)))) == {-1}


def test_detect_digest(measure: Measure) -> None:
    """The seed, which is one."""
    assert measure(detect, seed(), size=count_bytes(seed())) == "digest"
