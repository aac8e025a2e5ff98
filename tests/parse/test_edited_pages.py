"""Labelled pages with other words, numbers, line ends and spaces hold what their labels say, edited alike."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any, Final

import pytest

import rareinsight as ri
from editing import LAYOUTS, rename_words, renumber
from score import (
    HELD,
    SETS,
    Page,
    articles_of,
    cites_right,
    finer_differences,
    found_in,
    is_detected,
    load,
    without_numbers,
)

#: Pages as they were found; none of those that come out right has one of these codes, which say what seems misread.
_FOUND: Final = ("real", "first", "unseen")
_MISREAD: Final = (
    "broken-citation",
    "leftover-marker",
    "misspelt-heading",
    "odd-number",
    "possible-heading",
    "several-insights",
)


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=[] if each == "real" else pytest.mark.slow) for each in SETS if each != HELD]
)
def test_edited_pages_hold_what_their_labels_say(name: str, seed_of_examples: int) -> None:
    random, wrong = Random(seed_of_examples), list[str]()  # noqa: S311 - not for secrets
    for page in load(name):
        if is_certain(page):
            layout, other = edited(page, random)
            wrong += [f"{page!r}, {layout}: {other.text!r}\n  {each}" for each in differences(page, other, layout)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_edited_pages_below_one_another_hold_what_they_hold_alone(seed_of_examples: int) -> None:
    random, wrong = Random(seed_of_examples), list[str]()  # noqa: S311
    pages = [page for name in _FOUND for page in load(name) if is_certain(page) and is_separate(page)]
    for first, second in pairwise(random.sample(pages, len(pages))):
        parts = [renumber(random, rename_words(random, page)).text.rstrip() for page in (first, second)]
        alone = [found_in(article) for text in parts for article in articles_of(text)]
        together = random.choice(["\n", "\n\n", "\n\n\n"]).join(parts)
        if [found_in(article) for article in ri.parse_many(together)] != alone:
            wrong.append(f"{first!r} and {second!r}: {together!r}")
    assert not wrong, "\n".join(wrong)


def is_separate(page: Page) -> bool:
    """Whether a page begins with a title, source and date, and is whole, so that it has no part of its neighbours."""
    labels = page.record["articles"]
    has_header = bool(labels) and all(labels[0][name] for name in ("title", "source", "published"))
    is_whole = not page.record.get("truncated") and all(label["sections"] for label in labels)
    return has_header and is_whole and page.format is None and page.text.lstrip().startswith(labels[0]["title"])


def is_certain(page: Page) -> bool:
    """Whether a page comes out right, as ``test_pages`` checks; what is broken by now would be left out otherwise."""
    return page.is_scored and "known_wrong" not in page.record


def edited(page: Page, random: Random) -> tuple[str, Page]:
    """Return a page with other words and numbers, and how it is written."""
    # in Markdown spaces mean something, and from odd pages what they mean is inferred
    is_plain = page.format is None and not codes_of(page)["inferred-format"]
    layout = random.choice(sorted(LAYOUTS) if is_plain else ["as it was", "lines end in CRLF"])
    return layout, LAYOUTS[layout](renumber(random, rename_words(random, page)))


def differences(page: Page, other: Page, layout: str) -> Iterator[str]:
    """Yield what an edited page has that is neither in its label nor in the original page, apart from spaces."""
    for wanted, found in compared(other):
        if tidy(wanted) != tidy(found):
            yield f"label {wanted}\n  found {found}"
    if "undetected" not in page.record and not is_detected(other):
        yield f"detected as {ri.detect(other.text)}"
    if page.set in _FOUND and "false_alarm" not in page.record and (alarms := {*codes_of(other)} & {*_MISREAD}):
        yield f"false alarms {alarms}"
    before, after = (codes_of(each, are_warnings=layout != "as it was") for each in (page, other))
    if before != after:
        yield f"reported {before}\n  after   {after}"


def compared(page: Page) -> Iterator[tuple[object, object]]:
    """Yield what labels say, and what was found."""
    found = [found_in(article) for article in articles_of(page.text, page.format)]
    if not page.labels:
        yield [], [section for each in found for section in each["sections"]]
        return
    wanted = page.labels
    if page.format is None:
        wanted, found = without_numbers(wanted), without_numbers(found)
    yield wanted, found
    if tidy(wanted) == tidy(found):
        yield from finer_differences(page)
        yield True, cites_right(page)


def tidy(value: Any) -> Any:  # noqa: ANN401 - any part of a label
    """Return a value with single spaces."""
    if isinstance(value, dict):
        return {name: tidy(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(each) for each in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def codes_of(page: Page, *, are_warnings: bool = False) -> Counter[str]:
    told = [each for article in articles_of(page.text, page.format) for each in article.diagnostics]
    return Counter(each.code for each in told if each.severity != "info" or not are_warnings)
