"""No pattern takes more than linear many steps, whatever it is searched in: each is attacked with what it repeats."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

import rareinsight
from rareinsight._grammar.grammar import compile_format
from rareinsight._patterns import Deferred
from score import declared
from steps import TooManyStepsError, attacks, count_steps

#: Patterns that are searched for in a window of so many characters, which is as long as a text gets for them.
IN_A_WINDOW: Final = {"rareinsight._grammar.citations._MARK": 80}
#: Patterns of a compiled format that are asked for at one place of a text only.
AT_ONE_PLACE: Final = {"_families", "_numbers", "lines", "number_marker"}
#: Four times the text may take five times the steps.
GROWTH, MOST_GROWTH, FEW_STEPS = 4, 5, 3000


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern of a module, and those that `digest` and two declared formats are compiled to."""
    for module in pkgutil.walk_packages(rareinsight.__path__, "rareinsight."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, re.Pattern | Deferred) and isinstance(value.pattern, str):
                    yield from ((f"{module.name}.{name}", each) for each in _patterns_in(value))
    for format in (rareinsight.formats()["digest"], *list(declared().values())[:2]):
        grammar = compile_format(format, None)
        for part in (grammar, grammar.headings, grammar.citations, grammar.entries):
            for name in dir(part):  # a compiled class has no `vars`
                yield from ((f"{format.name}.{name}", each) for each in _patterns_in(getattr(part, name)))


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Deferred):
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _patterns_in(each)


PACKAGE: Final = Path(rareinsight.__file__).parent
ENDLESS: Final = re.compile(r"[^\\][*+](?!\+)|,\}(?!\+)")
PATTERNS: Final = {pattern: name for name, pattern in patterns()}
CASES: Final = [pytest.param(name, pattern, id=name) for pattern, name in PATTERNS.items()]
WITHOUT_END: Final = [
    pytest.param(name, each, id=name) for each, name in PATTERNS.items() if ENDLESS.search(each.pattern)
]


def source_of(module: str) -> str:
    """Return the source of a module, compiled or not; of a format nothing."""
    if not module.startswith("rareinsight"):
        return ""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    return file.read_text("utf-8")


def check(name: str, pattern: re.Pattern[str], size: int) -> None:
    """Attack a pattern with a text and with one four times as long; one may ask for it at one place of a text only."""
    module, _, own = name.rpartition(".")
    source = source_of(module)
    is_search = (
        own not in AT_ONE_PLACE if not source else bool(re.search(rf"\b{own}\.(?:search|find|sub|split)", source))
    )
    if name in IN_A_WINDOW:
        for text in attacks(pattern, IN_A_WINDOW[name]):
            count_steps(pattern, text, is_search=True, most=10 * FEW_STEPS)
        return
    for small, large in zip(attacks(pattern, size), attacks(pattern, GROWTH * size), strict=True):
        steps = count_steps(pattern, small, is_search=is_search, most=FEW_STEPS * size)
        most = MOST_GROWTH * max(steps, FEW_STEPS)
        count_steps(pattern, large, is_search=is_search, most=most)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern"), WITHOUT_END)
def test_repetitions_without_end_are_linear(name: str, pattern: re.Pattern[str]) -> None:
    check(name, pattern, 30)


@pytest.mark.full
@pytest.mark.parametrize(("name", "pattern"), CASES)
def test_all_patterns_are_linear(name: str, pattern: re.Pattern[str]) -> None:
    check(name, pattern, 200)


def test_a_quadratic_pattern_is_seen() -> None:
    with pytest.raises(TooManyStepsError):
        check("quadratic", re.compile(r"\s+,"), 60)
