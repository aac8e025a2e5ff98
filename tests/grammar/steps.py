"""How many steps a backtracking engine takes on a pattern: counted, so that no machine is too busy or too fast.

The engine is the plainest there is, over what Python itself parses the pattern to. Where it takes linear many steps,
Python's, which skips some of them, does too.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, islice
from re import _constants as codes  # type: ignore[attr-defined]  # the parser of `re` has no other name
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

_REPEATS: Final = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
_CHARACTERS: Final = (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY)
_CATEGORIES: Final[dict[object, Callable[[str], bool]]] = {
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_DIGIT: str.isdecimal,
    codes.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
}
_NEGATED: Final = {
    codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
    codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
    codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
}
#: One of these fits any class of characters that is not empty.
_SAMPLES: Final = " a1-A.,[(一：\n\u3000*#\0"


class TooManyStepsError(Exception):
    """More steps than were allowed."""


def attacks(pattern: re.Pattern[str], size: int) -> Iterator[str]:
    """Yield texts in which what a pattern repeats is repeated, behind what leads to it and before what fits nothing."""
    for lead, body in _repeats(_tree_of(pattern), ""):
        for pump in {body, body + " ", body + lead}:
            if pump:
                yield lead + pump * (size // len(pump))
                yield pump * (size // len(pump)) + "\0"


def count_steps(pattern: re.Pattern[str], text: str, *, is_search: bool, most: int) -> int:
    """Count the steps in which every match in a text is looked for, or one at its start."""
    engine, tree = _Engine(text, most), _tree_of(pattern)
    at = 0
    while at <= len(text):
        end = next(engine.ends(tree, 0, at, pattern.flags), None)
        if not is_search:
            break
        at = at + 1 if end is None else max(end, at + 1)
    return engine.steps


@cache
def _tree_of(pattern: re.Pattern[str]) -> list[Any]:
    return [*parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE)]


def _repeats(tree: Any, lead: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - the parser has no types
    """Yield what is repeated in a pattern, each with what a match begins with before it."""
    for code, value in tree:
        for inner in _inner(code, value):
            yield from _repeats(inner, lead)
        if code in _REPEATS and value[1] > 1:
            yield lead, _sample([*value[2]])
        lead += _sample([(code, value)])


def _inner(code: Any, value: Any) -> list[Any]:  # noqa: ANN401
    if code in _REPEATS:
        return [value[2]]
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    return [value] if code is codes.ATOMIC_GROUP else []


def _sample(tree: Any) -> str:  # noqa: ANN401
    """Return a short text that a pattern begins to match."""
    spelled = ""
    for code, value in tree:
        if code is codes.LITERAL:
            spelled += chr(value)
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
            named = [chr(each[1]) for each in value if each[0] is codes.LITERAL] if code is codes.IN else []
            fitting = [each for each in [*named, *_SAMPLES] if _fits(code, value, each, 0)]
            spelled += fitting[0] if fitting else chr(value[0][1][0])
        elif code in _REPEATS:
            spelled += _sample(value[2]) * max(value[0], 1)
        elif inner := _inner(code, value):
            spelled += _sample(inner[0])
    return spelled


def _fits(code: Any, value: Any, character: str, flags: int) -> bool:  # noqa: ANN401
    if flags & re.IGNORECASE and character.swapcase() != character:
        return any(_fits(code, value, each, 0) for each in (character.lower(), character.upper()[:1]))
    if code is codes.ANY:
        return character != "\n" or bool(flags & re.DOTALL)
    if code in (codes.LITERAL, codes.NOT_LITERAL):
        return bool(ord(character) == value) is (code is codes.LITERAL)
    is_negated = value[0][0] is codes.NEGATE
    return any(_is_in(kind, each, character) for kind, each in value[is_negated:]) is not is_negated


def _is_in(kind: Any, value: Any, character: str) -> bool:  # noqa: ANN401
    if kind is codes.LITERAL:
        return bool(ord(character) == value)
    if kind is codes.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return not _CATEGORIES[_NEGATED[value]](character) if value in _NEGATED else _CATEGORIES[value](character)


class _Engine:
    """Tries alternatives one after another, and counts what it tries."""

    def __init__(self, text: str, most: int) -> None:
        self.text, self.most, self.steps = text, most, 0

    def ends(self, tree: list[Any], index: int, at: int, flags: int) -> Iterator[int]:
        """Yield where a match of the rest of a pattern may end, in the order in which the engine finds them."""
        self.steps += 1
        if self.steps > self.most:
            raise TooManyStepsError
        if index == len(tree):
            yield at
            return
        code, value = tree[index]
        for end in self._one(code, value, at, flags):
            yield from self.ends(tree, index + 1, end, flags)

    def _one(self, code: Any, value: Any, at: int, flags: int) -> Iterator[int]:  # noqa: ANN401
        if code in _CHARACTERS:
            if at < len(self.text) and _fits(code, value, self.text[at], flags):
                yield at + 1
        elif code in _REPEATS:
            found = self._repeated(code, value, at, flags)
            yield from islice(found, 1) if code is codes.POSSESSIVE_REPEAT else found
        elif inner := _inner(code, value):
            inner_flags = (flags | value[1]) & ~value[2] if code is codes.SUBPATTERN else flags
            found = chain.from_iterable(self.ends([*each], 0, at, inner_flags) for each in inner)
            yield from islice(found, 1 if code is codes.ATOMIC_GROUP else None)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            start = at if value[0] > 0 else at - value[1].getwidth()[0]
            holds = start >= 0 and next(self.ends([*value[1]], 0, start, flags), None) is not None
            if holds is (code is codes.ASSERT):
                yield at
        elif code is codes.AT and re.compile(_PLACES[value]).match(self.text, at):
            yield at

    def _repeated(self, code: Any, value: Any, at: int, flags: int) -> Iterator[int]:  # noqa: ANN401
        """Yield the ends of a repetition, the longest first, or the shortest where the pattern says so."""
        least, most, body = value
        if len(body) == 1 and body[0][0] in _CHARACTERS:
            yield from self._run(code, value, at, flags)
            return
        trail = [(at, self.ends([*body], 0, at, flags))]
        if code is codes.MIN_REPEAT and least == 0:
            yield at
        while trail:
            start, rest = trail[-1]
            end = next(rest, None) if len(trail) <= most else None
            if end is not None and end > start:
                if code is codes.MIN_REPEAT and len(trail) >= least:
                    yield end
                trail.append((end, self.ends([*body], 0, end, flags)))
                continue
            trail.pop()
            if code is not codes.MIN_REPEAT and len(trail) >= least:
                yield start

    def _run(self, code: Any, value: Any, at: int, flags: int) -> Iterator[int]:  # noqa: ANN401
        """Yield the ends of a repetition of one character, as `_repeated` does for any."""
        least, most, [(kind, inner)] = value
        end = at
        while end - at < most and end < len(self.text) and _fits(kind, inner, self.text[end], flags):
            end += 1
        self.steps += end - at + 1
        ends = range(at + least, end + 1)
        yield from ends if code is codes.MIN_REPEAT else reversed(ends)


_PLACES: Final = {
    codes.AT_BEGINNING: r"\A",
    codes.AT_BEGINNING_STRING: r"\A",
    codes.AT_END: r"(?=\n?\Z)",
    codes.AT_END_STRING: r"\Z",
    codes.AT_BOUNDARY: r"\b",
    codes.AT_NON_BOUNDARY: r"\B",
}
