"""The cyclic garbage collector while a long text is read: it stands still, and is left as it was found."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest

from rareinsight import parse, parse_many
from rareinsight.collection import LONG, paused_collection

_LONG_TEXT = "Core Insights - Prices fell " + "[1]" * 20_000
_SHORT_TEXT = "Core Insights - Prices fell [1]"


@contextmanager
def counted_collections() -> Generator[list[int], None, None]:
    """Keep the generation of each collection that begins."""
    seen: list[int] = []

    def keep(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(keep)
    try:
        yield seen
    finally:
        gc.callbacks.remove(keep)


@pytest.fixture(autouse=True)
def _collector_restored() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


def test_a_long_text_is_not_gone_through_again_and_again() -> None:
    """It makes 20,000 nodes: at a look every 700 of them, there would be 28."""
    gc.enable()
    parse(_SHORT_TEXT)  # compiles the patterns, which are many objects too
    gc.collect()
    with counted_collections() as seen:
        article = parse(_LONG_TEXT)
    assert len(article.insights[0].citations) == 20_000
    assert len(seen) <= 5


@pytest.mark.parametrize("text", [_LONG_TEXT, _SHORT_TEXT], ids=["long", "short"])
@pytest.mark.parametrize("is_enabled", [True, False], ids=["on", "off"])
def test_the_collector_is_left_as_it_was(text: str, is_enabled: bool) -> None:
    """Whoever turned it off finds it off."""
    (gc.enable if is_enabled else gc.disable)()
    parse(text)
    assert gc.isenabled() is is_enabled


def test_the_collector_runs_while_a_caller_has_the_turn() -> None:
    """Between the articles of a page nothing is stopped."""
    gc.enable()
    page = "First\nDaily·2025-08-26 08:14\n" + _LONG_TEXT + "\nSecond\nDaily·2025-08-26 08:14\n" + _LONG_TEXT
    assert [gc.isenabled() for article in parse_many(page) if len(article.raw) > LONG] == [True, True]


def test_the_collector_runs_again_after_an_error() -> None:
    """Whatever ends the reading."""
    gc.enable()
    with pytest.raises(KeyboardInterrupt), paused_collection():
        raise KeyboardInterrupt
    assert gc.isenabled()
