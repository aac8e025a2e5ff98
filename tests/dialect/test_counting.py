"""Groups and insights are counted right, however many there are, and whatever their numbers are written in."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

import pytest

import rareinsight as ri
from promises import check_spans

_ONES: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_CHINESE_ONES: Final = "一二三四五六七八九"


def _in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    if number < 20:
        return _ONES[number - 1]
    return ("twenty", "thirty")[tens - 2] + (f"-{_ONES[ones - 1]}" if ones else "")


def _in_roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return _CHINESE_ONES[tens - 1 : tens] * (tens > 1) + "十" * (tens > 0) + _CHINESE_ONES[ones - 1 : ones]


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1 if number <= 20 else ord("㉑") + number - 21)


def _wide(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


NOTATIONS: Final[Mapping[str, Callable[[int], str]]] = {
    "figures": str,
    "two figures": lambda number: f"{number:02}",
    "full-width figures": _wide,
    "words": _in_words,
    "capitalised words": lambda number: _in_words(number).title(),
    "Roman": _in_roman,
    "Chinese": _in_chinese,
    "circled": _circled,
}
GROUPS: Final = (
    *(("Group {}", name) for name in NOTATIONS),
    *(("分组{}", name) for name in NOTATIONS if "words" not in name),
    *(("第{}组", name) for name in NOTATIONS if "words" not in name),
)
#: Of words that no format declares, numbers tell that they are headings.
UNDECLARED: Final = tuple(
    (shape, name)
    for shape in ("Cluster {}", "Theme {}:", "Bundle No. {}", "主题{}", "板块{}：")
    for name in NOTATIONS
    if "figures" in name or name == "circled"
)


MAX_COUNT: Final = 35


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "notation"), [*GROUPS, *UNDECLARED])
def test_groups_are_counted_in_any_notation(shape: str, notation: str, seed_of_examples: int) -> None:
    random = Random(seed_of_examples)  # noqa: S311 - not for secrets
    for count in (random.randint(2, 12), random.randint(13, MAX_COUNT - 1), MAX_COUNT):
        check_counts(shape, notation, count, has_core=random.choice([False, True]))


def check_counts(shape: str, notation: str, count: int, *, has_core: bool) -> None:
    headings = [shape.format(NOTATIONS[notation](number)) for number in range(1, count + 1)]
    core = "Core Insights\n- Tin rose [1]\n- Zinc fell [2]\n" * has_core
    groups = [
        f"{each}\n- Prices fell by {at} percent [{at}]\n- Wages rose [{at}]\n" for at, each in enumerate(headings, 3)
    ]
    article = ri.parse("Tin is dear\nDaily·2026-03-04 08:14\n\n" + core + "".join(groups))
    check_spans(article)
    found = [(f"{each.heading}".rstrip(":："), each.index) for each in article.groups]
    assert found == [(each.rstrip(":："), number) for number, each in enumerate(headings, 1)]
    assert [len(each.insights) for each in article.sections] == [2] * len(article.sections)
    told = {each.code for each in article.diagnostics if each.severity != "info"}
    assert told <= ({"misspelt-heading"} if (shape, notation) in UNDECLARED else set())
