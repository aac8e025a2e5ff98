"""The cyclic garbage collector while a long text is read: it stands still, and is left as it was found."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from rareinsight import parse, parse_many
from rareinsight.collection import LONG, paused_collection

_LONG_TEXT = "Core Insights - Prices fell " + "[1]" * 20_000
_SHORT_TEXT = "Core Insights - Prices fell [1]"

#: Reads a text in a program of its own, which has one thread, and prints how many collections began meanwhile, and
#: whether the collector runs while a caller has the turn, and in the end.
_PROGRAM = f"""
import gc, json
from rareinsight import parse, parse_many
long = {_LONG_TEXT[:28]!r} + "[1]" * 20_000
parse({_SHORT_TEXT!r})  # compiles the patterns, which are many objects too
seen = []
gc.collect()
gc.callbacks.append(lambda phase, info: seen.append(phase))
article = parse(long)
count = seen.count("start")
page = f"First\\nDaily·2025-08-26 08:14\\n{{long}}\\nSecond\\nDaily·2025-08-26 08:14\\n{{long}}"
between = [gc.isenabled() for _ in parse_many(page)]
gc.disable()
parse(long)
print(json.dumps([len(article.insights[0].citations), count, between, gc.isenabled()]))
"""


@pytest.fixture(autouse=True)
def _collector_restored() -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


def test_a_long_text_is_not_gone_through_again_and_again() -> None:
    """It makes 20,000 nodes: at a look every 700 of them, there would be 28."""
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True)
    citations, collections, between, is_on_at_last = json.loads(done.stdout)
    assert citations == 20_000
    assert collections <= 5
    assert between == [True, True]
    assert not is_on_at_last


@pytest.mark.parametrize("text", [_LONG_TEXT, _SHORT_TEXT], ids=["long", "short"])
@pytest.mark.parametrize("is_enabled", [True, False], ids=["on", "off"])
def test_the_collector_is_left_as_it_was(text: str, is_enabled: bool) -> None:
    """Whoever turned it off finds it off."""
    (gc.enable if is_enabled else gc.disable)()
    parse(text)
    assert gc.isenabled() is is_enabled


def test_the_collector_runs_while_there_are_other_threads() -> None:
    """They may need it, and may turn it on and off themselves."""
    gc.enable()
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        with paused_collection():
            assert gc.isenabled()
        assert all(gc.isenabled() for article in parse_many(_LONG_TEXT) if len(article.raw) > LONG)
    finally:
        done.set()
        other.join()


@pytest.mark.parametrize("count", [1, 2])
def test_the_collector_runs_again_after_an_error(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the reading."""
    gc.enable()
    monkeypatch.setattr(threading, "active_count", lambda: count)
    seen: list[bool] = []
    with pytest.raises(KeyboardInterrupt):
        _interrupt(seen)
    assert seen == [count > 1]
    assert gc.isenabled()


def _interrupt(seen: list[bool]) -> None:
    with paused_collection():
        seen.append(gc.isenabled())
        raise KeyboardInterrupt
