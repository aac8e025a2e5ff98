"""No pattern takes more than linear time: each is searched for in texts that repeat a part of a match."""

import pkgutil
import re
import timeit
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Final

import pytest
from hypothesis import Phase, given, note, settings
from hypothesis import strategies as st

import rareinsight
from rareinsight._grammar.grammar import compile_format
from rareinsight._patterns import Deferred
from score import declared

#: Patterns that are searched for only in a window, with its size in characters.
IN_A_WINDOW: Final = {
    "rareinsight._grammar.citations._MARK": 80,
    "rareinsight._grammar.turns._AROUND_TURN": 80,
    "rareinsight._parse.tree._OPENED": 24,
}
#: Patterns of a compiled format that are matched at one place of a text only.
AT_ONE_PLACE: Final = {"_families", "_numbers", "lines"}
#: Patterns that hardly ever match a text made of their parts, since they depend on the text around it.
UNMATCHED: Final = {"_inner", "_inner_words", "inner", "line_shapes", "required", "up_to_marker"}
#: Four times the text may take eight times as long: a quadratic pattern takes sixteen times.
SIZE, GROWTH, MOST_GROWTH = 2_000, 4, 8
#: A time in seconds that is short enough in any case.
QUICK: Final = 0.01
Ask = Callable[[str], object]


MODULES: Final = [
    module.name
    for module in pkgutil.walk_packages(rareinsight.__path__, "rareinsight.")
    if not module.name.endswith("__main__")
]
#: The formats whose compiled patterns are looked at: `digest` and two declared ones.
FORMATS: Final = {"digest": rareinsight.formats()["digest"], **dict(list(declared().items())[:2])}


def patterns_of(owner: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield every pattern of a module, or of those that a format is compiled to."""
    if owner in FORMATS:
        grammar = compile_format(FORMATS[owner], None)
        parts = (grammar, grammar.headings, grammar.citations, grammar.entries)
        # a compiled class has no `vars`
        named = [(name, getattr(part, name)) for part in parts for name in dir(part) if not name.startswith("__")]
    else:
        named = [
            (name, value)
            for name, value in vars(import_module(owner)).items()
            if isinstance(value, re.Pattern | Deferred) and isinstance(value.pattern, str)
        ]
    for name, value in named:
        yield from ((f"{owner}.{name}", each) for each in _patterns_in(value))


def _patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Deferred) and not value.by_regex:
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _patterns_in(each)


PACKAGE: Final = Path(rareinsight.__file__).parent
ENDLESS: Final = re.compile(r"[^\\][*+](?!\+)|,\}(?!\+)")


def source_of(module: str) -> str:
    """Return the source of a module, compiled or not; of a format nothing."""
    if not module.startswith("rareinsight"):
        return ""
    path = PACKAGE.joinpath(*module.split(".")[1:])
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    return file.read_text("utf-8")


def way_to_ask(name: str, pattern: re.Pattern[str]) -> Ask:
    """Return how a pattern is asked for: everywhere in a text, in a window of it, or at its start only."""
    module, _, own = name.rpartition(".")
    source = source_of(module)
    if name in IN_A_WINDOW:
        return lambda text: pattern.findall(text[: IN_A_WINDOW[name]])
    if re.search(rf"\b{own}\.(?:search|find|sub|split)", source) if source else own not in AT_ONE_PLACE:
        return pattern.findall
    return pattern.match


def check_time(ask: Ask, example: str, start: int, end: int) -> None:
    """Check that four times a part of an example does not take much more than four times as long."""

    def seconds(size: int, rest: str) -> float:
        text = example[:start] + example[start:end] * (size // (end - start)) + rest
        return min(timeit.repeat(lambda: ask(text), timer=process_time, number=1, repeat=3))

    for rest in (example[end:], "\0"):
        large = seconds(GROWTH * SIZE, rest)
        assert large <= max(QUICK, MOST_GROWTH * seconds(SIZE, rest)), (example, start, end, rest)


@pytest.mark.parametrize(
    "examples", [pytest.param(2, marks=pytest.mark.slow), pytest.param(10, marks=pytest.mark.full)]
)
@pytest.mark.parametrize("owner", [*MODULES, *FORMATS])
def test_patterns_take_linear_time(owner: str, examples: int) -> None:
    for name, pattern in patterns_of(owner):
        if ENDLESS.search(pattern.pattern) and name.rpartition(".")[2] not in UNMATCHED:
            check_pattern(name, pattern, examples)


def check_pattern(name: str, pattern: re.Pattern[str], examples: int) -> None:
    ask = way_to_ask(name, pattern)

    @settings(max_examples=examples, phases=[Phase.generate])
    @given(st.from_regex(pattern))
    def check(example: str) -> None:
        note(name)
        example = example[:60]
        for start in range(len(example)):
            for end in {start + 1, start + 2, len(example)}:
                check_time(ask, example, start, min(end, len(example)))

    check()


def test_quadratic_pattern_is_noticed() -> None:
    with pytest.raises(AssertionError):
        check_time(re.compile(r"\s+,").findall, " ,", 0, 1)
