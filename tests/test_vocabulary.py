"""Words of headings found along a text: as patterns would find them, only without any."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rareinsight.format import Heading
from rareinsight.vocabulary import Vocabulary

WORDS = st.lists(
    st.text(alphabet="ab铜价", min_size=1, max_size=3).map(" ".join).filter(lambda word: word.strip() == word)
    | st.text(alphabet="ab铜价", min_size=1, max_size=4),
    min_size=1,
    max_size=6,
    unique=True,
)
TEXTS = st.text(alphabet="abAB铜价 \t\n_'1.", max_size=14)


def find_by_pattern(words: list[str], text: str, at: int, end: int) -> int | None:
    """Where the longest of ``words`` ends that stands at ``at``."""
    ends = []
    for word in words:
        spelled = re.escape(word).replace(r"\ ", r"\s{1,3}+")
        found = re.compile(spelled + r"(?![\w'’])", re.IGNORECASE).match(text[:end], at)
        ends += [found.end()] if found else []
    return max(ends, default=None)


@given(WORDS, TEXTS, st.data())
def test_the_longest_word_is_found_as_a_pattern_finds_it(
    words: list[str], text: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, len(text)))
    heading = Heading(words)
    found = Vocabulary([heading]).longest_at(text, at, end)
    assert found == (None if (stop := find_by_pattern(words, text, at, end)) is None else (heading, stop))


@given(WORDS)
def test_each_word_begins_with_its_sign_small_or_large(words: list[str]) -> None:
    vocabulary = Vocabulary([Heading(words)])
    assert all(vocabulary.may_begin(word[0]) and vocabulary.may_begin(word[0].upper()) for word in words)
    assert not vocabulary.may_begin("z")


@given(WORDS, st.text(alphabet="abAB铜价 ", min_size=1, max_size=6))
def test_a_word_may_be_cut_short(words: list[str], text: str) -> None:
    is_begun = any(word.startswith(text.casefold()) for word in words)
    assert Vocabulary([Heading(words)]).is_cut_to(text) == (is_begun and text.casefold() not in words)


def test_of_two_headings_with_a_word_the_first_counts() -> None:
    first, second = Heading(["Views"], role="core"), Heading(["Views", "Views of others"])
    assert Vocabulary([first, second]).longest_at("Views", 0, 5) == (first, 5)


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
def test_a_line_may_end_inside_a_chinese_word_of_wrapped_text(break_: str) -> None:
    headings, text = [Heading(["核心观点"])], f"核心{break_}观点 铜价"
    assert Vocabulary(headings).longest_at(text, 0, len(text)) is None
    assert Vocabulary(headings, broken=True).longest_at(text, 0, len(text)) == (headings[0], text.index(" "))


@pytest.mark.parametrize("text", ["核心\n\n观点", "核心\n", "核心\nx", "Co\nre"])
def test_other_line_ends_inside_words_are_none(text: str) -> None:
    assert Vocabulary([Heading(["核心观点", "Core"])], broken=True).longest_at(text, 0, len(text)) is None
