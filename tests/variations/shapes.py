"""Shapes of headings, markers, citations, headers and tails that people write; each is read right in any digest.

``shapes.json`` lists them by language and aspect. In a heading, ``{n}`` is the number and ``{label}`` the label; in a
marker, ``{1}``, ``{a}``, ``{i}``, … count; in citations, 1 and 3 are the first and the last number.
"""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final

from hypothesis import assume
from hypothesis import strategies as st

from digests import PLAINEST, Choice, Variation, write_shapes
from languages import CHINESE, ENGLISH

LANGUAGES: Final = {"English": ENGLISH, "Chinese": CHINESE}
SHAPES: Final[dict[str, dict[str, list[str]]]] = json.loads(Path(__file__).with_name("shapes.json").read_text("utf-8"))
_INSIDE: Final = ("citations", "core heading", "group heading", "marker")
_ATTEMPTS: Final = 5  #: to write shapes that are ambiguous in some digests only
_COUNTED: Final = {
    "1": "1 2 3 4", "a": "a b c d", "A": "A B C D", "i": "i ii iii iv", "I": "I II III IV", "一": "一 二 三 四"
}  # fmt: skip


def _core_heading(shape: str) -> Callable[..., str]:
    return lambda: shape


def _group_heading(shape: str) -> Callable[..., str]:
    return lambda number, _, label: shape.replace("{n}", str(number)).replace("{label}", label)


def _marker(shape: str) -> Callable[..., str]:
    counter = re.search(r"\{(.)\}", shape)
    if counter is None:
        return lambda _: shape
    counted = _COUNTED[counter[1]].split()
    return lambda number: shape.replace(counter[0], counted[number - 1])


def _citations(shape: str) -> Callable[..., str]:
    before, between, behind = (
        shape[: shape.index("1")],
        shape[shape.index("1") + 1 : shape.rindex("3")],
        shape[shape.rindex("3") + 1 :],
    )

    def write(numbers: Iterable[int]) -> str:
        return before + between.join(map(str, numbers)) + behind

    return write


def _header(shape: str) -> Callable[..., str]:
    return lambda title, source, day: shape.format(title=title, source=source, day=day)


_WRITERS: Final = {
    "core heading": _core_heading, "group heading": _group_heading, "marker": _marker, "citations": _citations,
    "header": _header, "tail": _core_heading,
}  # fmt: skip


def _write(draw: st.DrawFn, language: str, shapes: dict[str, Choice], lines: str = "") -> Variation:
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - not for secrets
    written = (write_shapes(random, shapes, LANGUAGES[language], lines) for _ in range(_ATTEMPTS))
    variation = next(filter(None, written), None)
    assume(variation is not None)
    assert variation is not None
    return variation


def _shape(draw: st.DrawFn, language: str, aspect: str, *, is_alone: bool) -> Choice:
    shape = draw(st.sampled_from(SHAPES[language][aspect]))
    return Choice(shape, _WRITERS[aspect](shape), "" if is_alone else shape, "{label}" in shape)


@st.composite
def shaped(draw: st.DrawFn, language: str, aspect: str) -> Variation:
    """Draw a digest in which one aspect has one of the shapes."""
    return _write(draw, language, {aspect: _shape(draw, language, aspect, is_alone=True)})


@st.composite
def shaped_twice(draw: st.DrawFn, language: str) -> Variation:
    """Draw a digest with a line for each heading and insight, in which two aspects have shapes without common signs."""
    aspects = draw(st.lists(st.sampled_from(_INSIDE), min_size=2, max_size=2, unique=True))
    shapes = {aspect: _shape(draw, language, aspect, is_alone=False) for aspect in aspects}
    return _write(draw, language, shapes, PLAINEST)
