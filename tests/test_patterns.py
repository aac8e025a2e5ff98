"""No pattern takes more than linear time, whatever it is searched in: each is attacked with what it repeats."""

from __future__ import annotations

import pkgutil
import re
import timeit
from collections import deque
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from re import _compiler as compiler  # type: ignore[attr-defined]  # what `re` is made of has no other names
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any, Final

import pytest

import rareinsight
from rareinsight._page.grammar import compile_format
from score import declared

#: Patterns that are searched for in a window of so many characters, which is as long as a text gets for them.
IN_A_WINDOW: Final = {"rareinsight._build.findings._MARK": 80}
#: Patterns of a compiled format that are asked for at one place of a text only.
AT_ONE_PLACE: Final = {"_families", "_families_by_first", "_shapes", "lines", "number_marker"}
#: A quadratic pattern takes sixteen times as long for four times the text, a linear one four times.
SIZE, GROWTH, MOST_GROWTH = 2_000, 4, 10
#: Seconds that are too few to compare, and those that only what is worse than quadratic takes.
FEW, MANY = 0.0005, 0.25
_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
#: One of these fits any class of characters that is not empty.
_SAMPLES: Final = " a1-A.,[(一：\n\u3000*#\0"


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of a module, and those that `digest` and two declared formats are compiled to."""
    for module in pkgutil.walk_packages(rareinsight.__path__, "rareinsight."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value
    for format in (rareinsight.formats()["digest"], *list(declared().values())[:2]):
        grammar = compile_format(format, None)
        for name in dir(grammar):  # a compiled class has no `vars`
            yield from ((f"{format.name}.{name}", each) for each in _patterns_in(getattr(grammar, name)))


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _patterns_in(each)


PACKAGE: Final = Path(rareinsight.__file__).parent
PATTERNS: Final = {pattern: name for name, pattern in patterns()}


def source_of(module: str) -> str:
    """Return the source of a module, compiled or not; of a format nothing."""
    if not module.startswith("rareinsight"):
        return ""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    return file.read_text("utf-8")


# --- texts that attack a pattern -----------------------------------------------------------------------------------


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts in which what a pattern repeats is repeated, behind what leads to it and before what fits nothing."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE)
    for lead, body in _repeats(tree, "", pattern.flags):
        for pump in dict.fromkeys((body, body + " ", body + lead)):
            if pump:
                yield lead + pump * (size // len(pump))
                yield pump * (size // len(pump)) + "\0"


def _repeats(tree: Any, lead: str, flags: int) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - the parser has no types
    """Yield what is repeated in a pattern, each with what a match begins with before it."""
    for code, value in tree:
        for inner in _inner(code, value):
            yield from _repeats(inner, lead, flags)
        if code in _REPEATS and value[1] > 1:
            yield lead, _sample(value[2], flags)
        lead += _sample([(code, value)], flags)


def _inner(code: Any, value: Any) -> list[Any]:  # noqa: ANN401
    """Return the patterns in a part of one: each that it chooses among, or what it groups or repeats."""
    if code in _REPEATS:
        return [value[2]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _sample(tree: Iterable[Any], flags: int) -> str:
    """Return a short text that a pattern begins to match."""
    spelled = ""
    for code, value in tree:
        if code is codes.LITERAL:
            spelled += chr(value)
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
            spelled += _character(code, value, flags)
        elif inner := _inner(code, value):
            spelled += _sample(inner[0], flags) * (max(value[0], 1) if code in _REPEATS else 1)
    return spelled


def _character(code: Any, value: Any, flags: int) -> str:  # noqa: ANN401
    """Return a character of a class: one that is named there, or a usual one."""
    named = [chr(each[1]) for each in value if each[0] is codes.LITERAL] if code is codes.IN else []
    alone = compiler.compile(parser.SubPattern(parser.State(), [(code, value)]), flags)
    return next(filter(alone.fullmatch, [*named, *_SAMPLES]), None) or chr(value[0][1][0])


# --- how long it withstands them ---------------------------------------------------------------------------------


def seconds(pattern: re.Pattern[str], text: str, *, is_search: bool) -> float:
    """Measure what it takes of the processor to find every match in a text, or one at its start: the best of three."""

    def look() -> None:
        deque(pattern.finditer(text), 0) if is_search else pattern.match(text)

    return min(timeit.repeat(look, timer=process_time, number=1, repeat=3))


def check(name: str, pattern: re.Pattern[str]) -> None:
    """Attack a pattern with a text and with one four times as long; one may ask for it at one place of a text only."""
    module, _, own = name.rpartition(".")
    source = source_of(module)
    is_search = (
        own not in AT_ONE_PLACE if not source else bool(re.search(rf"\b{own}\.(?:search|find|sub|split)", source))
    )
    for text in attacks(pattern, IN_A_WINDOW.get(name, 20)):
        assert seconds(pattern, text, is_search=is_search) < 10 * FEW, text  # nothing is exponential
    if name in IN_A_WINDOW:
        return
    for small, large in zip(attacks(pattern, SIZE), attacks(pattern, GROWTH * SIZE), strict=True):
        least = seconds(pattern, small, is_search=is_search)
        assert least < MANY, small[:50]
        most = MOST_GROWTH * max(least, FEW)
        # others may crowd the caches for a while
        assert any(seconds(pattern, large, is_search=is_search) < most for _ in range(3)), large[:50]


@pytest.mark.parametrize(("pattern", "name"), PATTERNS.items(), ids=PATTERNS.values())
def test_patterns_are_linear(pattern: re.Pattern[str], name: str) -> None:
    check(name, pattern)


@pytest.mark.parametrize("pattern", [r"\s+,", "(?:a|a)*b", "(?:a*)*b"])
def test_a_pattern_that_is_not_linear_is_seen(pattern: str) -> None:
    with pytest.raises(AssertionError):
        check("searched", re.compile(pattern))
